"""From what was typed to events on record, and what is said of it afterwards."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click

from ._options import Values, clock, opened
from ._output import put

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.claims.checking import NotAnEvent
    from ledger.errors import BadInput
    from ledger.recording.outcomes import Recorded

T = TypeVar("T")


class Typed(str):
    """What was typed, with the option at which it was: the model reads it, once."""

    __slots__ = ("option",)
    option: str

    def __new__(cls, text: str, option: str) -> Self:
        made = super().__new__(cls, text)
        made.option = option
        return made


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

    def event(self, text: str) -> dict[str, Any]:
        """The entry that a number or the beginning of an id names."""
        from ledger.claims.canonical import parse_entry

        return parse_entry(self.book.event(text).body)

    def day(self, text: str, option: str | None = None) -> str:
        """A date as it stands in an event: `yesterday` becomes a day."""
        from ledger.claims.dates import resolve_relative

        day = resolve_relative(text, clock(), self.book.zone)
        return day if option is None else Typed(day, option)

    def record(self, kind: str, data: Mapping[str, Any]) -> None:
        """Puts one event on record and says so; a dry run prints it instead."""
        self.record_all(kind, [data])

    def record_all(
        self, kind: str, several: Sequence[Mapping[str, Any]]
    ) -> "list[Recorded]":
        """The same for several events of a kind, all or none."""
        from ledger.claims.checking import NotAnEvent

        given = [
            {key: value for key, value in data.items() if value not in (None, [])}
            for data in several
        ]
        try:
            done = self.book.record(
                [(kind, x) for x in given], dry_run=self.dry_run, future=self.future
            )
        except NotAnEvent as error:
            raise at_options(error, given[0]) from None
        for recorded in done:
            if self.dry_run:
                put([line(recorded.type, recorded.data)])
            else:
                put(map(told, (recorded, *recorded.evidence)), exact=False)
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


def told(recorded: "Recorded") -> str:
    """What happened to one event: its number and what it says."""
    from ledger.claims.names import shown

    if recorded.new:
        return f"{recorded.seq}  {shown(recorded.sentence)}"
    voided = f", voided by {recorded.voided_by}" if recorded.voided_by else ""
    return f"{recorded.seq}  already on record{voided}; nothing added"


def read(option: str, reader: Callable[[str], T], text: str) -> T:
    """Reads the value of an option; a failure names the option."""
    from ledger.errors import BadInput

    try:
        return reader(text)
    except BadInput as error:
        raise BadInput(f"{option}: {error.message}", error.hint) from None


def at_options(error: "NotAnEvent", data: Mapping[str, Any]) -> "BadInput":
    """The same problems, all of them, each at the option where it was typed."""
    from ledger.errors import BadInput

    places = ((option_of(one.field, data), one.message) for one in error.problems)
    lines = [f"{place}: {what}" if place else what for place, what in places]
    return BadInput("\n       ".join(lines), error.hint)


def option_of(field: str, data: Mapping[str, Any]) -> str:
    """The option at which a field of an event was typed, else the field."""
    # What is wrong with a correction is told of the event that it would make.
    for found in (data, data.get("set")):
        value: Any = found
        for step in field.split("."):
            if isinstance(value, Typed):
                break
            try:
                value = value[int(step)] if isinstance(value, list) else value[step]
            except (KeyError, IndexError, TypeError, ValueError):
                break
        if isinstance(value, Typed):
            return value.option
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
    entries = [recorder.event(target) for target in targets]
    _check_claims(entries)
    return {
        "company": entries[0]["data"]["company"],
        "claims": [entry["id"] for entry in entries],
    }


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
