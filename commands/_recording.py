"""From what was typed to events on record, and what is said of it afterwards."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ._failures import sentence, together
from ._options import Values, clock, opened
from ._output import put
from ._typed import Typed, Unread
from ._wrong import MISSING

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.errors import LedgerError
    from ledger.recording.outcomes import Recorded

T = TypeVar("T")


class Recorder:
    """One open ledger, and what was typed at it.

    Names of companies, sources and rounds go to the ledger as typed; it resolves
    them. What depends on today, and on the numbers of events, is resolved here.
    """

    def __init__(self, book: "Book", *, dry_run: bool) -> None:
        self.book = book
        self.dry_run = dry_run
        self.future = False
        """Whether a date of publication may lie ahead."""
        self._wrong = list(missing())

    def event(self, text: str) -> dict[str, Any]:
        """The entry that a number or the beginning of an id names."""
        from ledger.claims.canonical import parse_entry

        return parse_entry(self.book.event(text).body)

    def target(self, text: str, option: str | None = None) -> dict[str, Any]:
        """The same; where it names none, that is told with all else that is wrong."""
        with self.going_on(option):
            return self.event(text)
        return unread_claim()

    def claim(self, text: str, option: str | None = None) -> dict[str, Any]:
        """The same; that nobody can answer it, as it is no claim, is told, too."""
        found = self.target(text, option)
        with self.going_on(option):
            _check_claims([found])
            return found
        return unread_claim()

    def read(self, option: str, reader: Callable[[str], T], text: str) -> T | Unread:
        """Reads the value of an option; a failure is told with all else."""
        with self.going_on(option):
            return reader(text)
        return Unread()

    @contextmanager
    def going_on(self, option: str | None = None) -> Iterator[None]:
        """Keeps what is wrong with something that was typed, and goes on.

        It is told when the event is recorded, with all that is wrong with that.
        """
        from ledger.errors import LedgerError

        try:
            yield
        except LedgerError as error:
            if option is not None:
                error.say(f"{option}: {error.message}", error.hint)
            self._wrong.append(error)

    def refuse(self, what: str) -> Unread:
        """Tells a wrong combination of options with all else that is wrong.

        What it gives stands in the event for what cannot be said.
        """
        self._wrong.append(wrong_usage(what))
        return Unread()

    def stop_if_wrong(self) -> None:
        """Raises what was found wrong so far, all of it."""
        if self._wrong:
            raise all_wrong(self._wrong)

    def day(self, text: str, option: str | None = None) -> str:
        """A date as it stands in an event: `yesterday` becomes a day."""
        from ledger.claims.dates import resolve_relative

        if isinstance(text, Unread):
            return text
        day = resolve_relative(text, clock(), self.book.zone)
        return day if option is None else Typed(day, option)

    def record(self, kind: str, data: Mapping[str, Any]) -> None:
        """Puts one event on record and says so; a dry run prints it instead."""
        self.record_all(kind, [data])

    def record_all(
        self, kind: str, several: Sequence[Mapping[str, Any]]
    ) -> "list[Recorded]":
        """The same for several events of a kind, all or none."""
        from ledger.errors import LedgerError

        given = [
            {key: value for key, value in data.items() if value not in (None, [])}
            for data in several
        ]
        dry_run = self.dry_run or bool(self._wrong)
        try:
            done = self.book.record(
                [(kind, x) for x in given], dry_run=dry_run, future=self.future
            )
        except LedgerError as error:
            raise all_wrong([*self._wrong, *told_of(error, given[0])]) from None
        self.stop_if_wrong()
        for recorded in done:
            if self.dry_run:
                put([line(recorded.type, recorded.data)])
            else:
                put(map(recorded_line, (recorded, *recorded.evidence)), exact=False)
            tell_notices(recorded)
        return done


@contextmanager
def recording(writing: Values) -> Iterator[Recorder]:
    """The ledger that is written to, for one command."""
    with opened(writing) as book:
        yield Recorder(book, dry_run=writing["dry_run"])
        tell_unsigned(book)


def tell_unsigned(book: "Book") -> None:
    """Says that what was recorded could not be signed, if so."""
    if book.trouble is not None:
        hint = f" ({book.trouble.hint})" if book.trouble.hint else ""
        click.echo(f"recorded, but not signed: {book.trouble.message}{hint}", err=True)


def tell_notices(recorded: "Recorded") -> None:
    """Says what is to be known of the texts that came along."""
    warn(recorded.notices)


def warn(texts: Iterable[str]) -> None:
    """Warns on standard error."""
    from ledger.claims.names import shown

    for text in texts:
        click.echo(f"warning: {shown(text)}", err=True)


def line(kind: str, data: Mapping[str, Any]) -> str:
    """One event as `sayso import -` reads it."""
    import json

    from ledger.claims.names import inert_json

    event = {"type": kind, "data": data}
    return inert_json(json.dumps(event, ensure_ascii=False, sort_keys=True))


def recorded_line(recorded: "Recorded") -> str:
    """What happened to one event: its number and what it says."""
    from ledger.claims.names import shown

    if recorded.new:
        return f"{recorded.seq}  {shown(recorded.sentence)}"
    voided = f", voided by {recorded.voided_by}" if recorded.voided_by else ""
    return f"{recorded.seq}  already on record{voided}; nothing added"


def unread_claim() -> dict[str, Any]:
    """Stands for a claim that was named and is none."""
    return {"id": Unread(), "data": {"company": Unread(), "source": Unread()}}


def missing() -> "Iterator[LedgerError]":
    """What was left out of the command that runs, though it is required."""
    context = click.get_current_context()
    yield from map(wrong_usage, map(sentence, context.meta.get(MISSING, ())))


def wrong_usage(what: str) -> "LedgerError":
    """The error for options that are missing, or mean nothing together."""
    from ledger.errors import BadInput

    path = click.get_current_context().command_path
    return BadInput(what, f"see `{path} --help`")


def read(option: str, reader: Callable[[str], T], text: str) -> T:
    """Reads the value of an option; a failure names the option."""
    from ledger.errors import BadInput

    try:
        return reader(text)
    except BadInput as error:
        raise BadInput(f"{option}: {error.message}", error.hint) from None


def told_of(error: "LedgerError", data: Mapping[str, Any]) -> "list[LedgerError]":
    """What is wrong with an event, each at the option where it was typed.

    What could not be read before is left out: it was told.
    """
    from ledger.claims.checking import FIELDS, NotAnEvent
    from ledger.claims.resolving import UnknownNames
    from ledger.errors import BadInput, UnknownName

    if isinstance(error, UnknownNames):
        every = error.problems
        left = [one for one in every if option_of(one.field, data) is not None]
        names = [UnknownName(one.what, one.hint or None) for one in left]
        return [error] if left == every else list(names)
    if not isinstance(error, NotAnEvent):
        return [error]
    lines = [
        f"{place}: {one.message}" if place else one.message
        for one in error.problems
        if (place := option_of(one.field, data)) is not None
    ]
    hint = None if error.further in {"", FIELDS} else error.further
    return [BadInput("\n       ".join(lines), hint)] if lines else []


def all_wrong(errors: "Sequence[LedgerError]") -> "LedgerError":
    """One error that tells several; a single one is itself."""
    from ledger.errors import BadInput, LedgerError

    if len(errors) == 1:
        return errors[0]
    message, hint, code = together(errors)
    return (BadInput if code == BadInput.exit_code else LedgerError)(message, hint)


def option_of(field: str, data: Mapping[str, Any]) -> str | None:
    """The option at which a field of an event was typed; None: it was told already.

    Else the option that has its name, else the field.
    """
    # What is wrong with a correction is told of the event that it would make.
    for found in (data, data.get("set")):
        value: Any = found
        for step in field.split("."):
            if isinstance(value, Typed | Unread):
                break
            try:
                value = value[int(step)] if isinstance(value, list) else value[step]
            except (KeyError, IndexError, TypeError, ValueError):
                break
        if isinstance(value, Unread):
            return None
        if isinstance(value, Typed):
            return value.option
    for one in click.get_current_context().command.params:
        if one.name == field and isinstance(one, click.Option):
            return one.opts[-1]
    return field


def entire(round_or_event: str) -> bool:
    """Whether a round was named (`xai/series-b`), and not an event."""
    return "/" in round_or_event


def about(recorder: Recorder, targets: tuple[str, ...]) -> dict[str, Any]:
    """The fields that say what an answer is about: events, or one whole round."""
    rounds = [target for target in targets if entire(target)]
    if rounds and len(targets) > 1:
        raise click.UsageError("name one round, or events", click.get_current_context())
    if rounds:
        return {"round": rounds[0]}
    entries = [recorder.target(target) for target in targets]
    with recorder.going_on():
        _check_claims(entries)
        return {
            "company": entries[0]["data"]["company"],
            "claims": [entry["id"] for entry in entries],
        }
    return {"company": Unread(), "claims": [Unread()]}


def _check_claims(entries: Sequence[dict[str, Any]]) -> None:
    """Refuses events that nobody can answer, all of them at once."""
    from ledger.errors import Refused

    others = [one for one in entries if "company" not in one["data"]]
    if others:
        raise Refused(
            "\n       ".join(
                f"event {one['seq']} is a {one['type']}, not a claim about a company"
                for one in others
            ),
            "`sayso log` lists the events",
        )
