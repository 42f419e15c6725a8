"""`sayso record edit`: correct an event in an editor."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from ._options import Values, at_terminal, event, writing
from ._publication import FUTURE
from ._recording import Recorder, recording

if TYPE_CHECKING:
    from ledger.claims.entry import Entry

TypedFields = dict[str, list[str]]
"""Field -> its values, as they are typed."""

ASK = "reason"
"""The line that says what had gone wrong; no event has a field of this name to edit."""


@click.command
@event
@click.option("--reason", metavar="TEXT", help="What had gone wrong.")
@click.option(
    "--published",
    metavar="D",
    help="The source changed its claim, on that day: a revision, not our mistake.",
)
@FUTURE
@writing
def edit(
    event: str, reason: str | None, published: str | None, future: bool, writing: Values
) -> None:
    """Correct an event in your editor ($VISUAL, $EDITOR).

    It opens with a line for each field, as `--set` takes it. What you change is
    recorded as `sayso record correct` would; with --published as `record revise`.
    Where nothing changed, nothing is recorded.

    \b
    Example:
        sayso record edit 12
        sayso record edit 12 --reason "typed 500B"
        sayso record report --edit 12
    """
    with recording(writing) as recorder:
        recorder.future = future
        target = recorder.book.on_record(recorder.event(event)["id"])
        before = _form_lines(recorder, target)
        text = _form(target, before, revised=published is not None)
        while True:
            edited = click.edit(text, extension=".txt")
            if _record_changes(
                recorder, target, before, edited or text, reason, published
            ):
                return
            text = edited or text


def _record_changes(
    recorder: Recorder,
    target: "Entry",
    before: TypedFields,
    edited: str,
    reason: str | None,
    published: str | None,
) -> bool:
    """Records what changed; false if it is wrong, and a person edits it again."""
    from ledger.errors import LedgerError

    try:
        changes = _changes(before, _parse_form(edited))
        if not changes:
            click.echo("nothing changed; nothing recorded", err=True)
        elif published is not None:
            _revise(recorder, target, _without(changes), published)
        else:
            _correct(recorder, target, changes, reason)
    except LedgerError as error:
        if not at_terminal():
            raise
        click.echo(f"error: {error.message}\n{error.hint or ''}", err=True)
        if not click.confirm("edit it again?", default=True, err=True):
            raise
        return False
    return True


def _correct(
    recorder: Recorder, target: "Entry", changes: TypedFields, reason: str | None
) -> None:
    from ledger.errors import BadInput

    reason = reason or " ".join(changes[ASK])
    if not reason:
        raise BadInput(
            "what had gone wrong is not said",
            f'write it behind "{ASK} =", or add --reason TEXT',
        )
    patch = {
        "target": target.id,
        "set": _set(recorder, _without(changes)),
        "reason": reason,
    }
    recorder.record("entry.corrected", patch)


def _revise(
    recorder: Recorder, target: "Entry", changes: TypedFields, published: str
) -> None:
    from ledger.errors import BadInput

    gone = [field for field, values in changes.items() if not values]
    if gone:
        raise BadInput(
            f"a source that revises a claim says something else of {', '.join(gone)}",
            "`sayso record retract` takes a claim back",
        )
    company, source = (target.data.get(x) for x in ("company", "source"))
    revision = {
        "company": company,
        "claim": target.id,
        "source": source,
        "published": recorder.day(published),
        "set": _set(recorder, changes),
    }
    recorder.record("claim.revised", revision)


def _without(changes: TypedFields) -> TypedFields:
    return {field: values for field, values in changes.items() if field != ASK}


def _set(recorder: Recorder, changes: TypedFields) -> dict[str, Any]:
    """What changed, as `--set` and `--unset` of `record correct` say it."""
    from .record_correct import fields

    typed = [f"{field}={value}" for field in changes for value in changes[field]]
    emptied = dict.fromkeys(field for field, values in changes.items() if not values)
    return {**fields(recorder, typed), **emptied}


def _form_lines(recorder: Recorder, target: "Entry") -> TypedFields:
    """The fields of an event as they are typed; those that cannot be are left out."""
    from ledger.claims.figures import price_from, raised_from
    from ledger.claims.investors import investor_from
    from ledger.claims.kinds import KINDS

    kind = KINDS[target.type]
    items = {
        "raised": raised_from,
        "valuation": price_from,
        "investors": investor_from,
    }
    found: TypedFields = {}
    for field, value in target.data.items():
        if field == "company" and "round" in target.data:
            continue  # the round says it
        values = value if isinstance(value, list) else [value]
        if field in items:
            found[field] = [str(items[field](one)) for one in values]
        elif field in kind.events:
            found[field] = [str(recorder.book.event(one).seq) for one in values]
        elif value is True:
            found[field] = ["true"]
        elif all(isinstance(x, str) and "\n" not in x for x in values):
            found[field] = values
    return found


def _form(target: "Entry", before: TypedFields, *, revised: bool) -> str:
    """What the editor opens with."""
    head = [
        f"# Event {target.seq}: {target.type}",
        "# Change a value, and save. A field of several values has a line for each.",
        "# Without its line a field is empty. Lines like this one are left out.",
        "",
    ]
    ask = [] if revised else ["# What had gone wrong:", f"{ASK} = ", ""]
    lines = [f"{field} = {value}" for field in before for value in before[field]]
    return "\n".join([*head, *ask, *lines, ""])


def _parse_form(text: str) -> TypedFields:
    """The lines of the form; BadInput for one that is none."""
    from ledger.errors import BadInput

    found: TypedFields = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        field, equals, value = (part.strip() for part in line.partition("="))
        if not (field and equals):
            raise BadInput(f"line {number}: {line.strip()}", "write FIELD = VALUE")
        if value:
            found.setdefault(field, []).append(value)
    return found


def _changes(before: Mapping[str, Iterable[str]], after: TypedFields) -> TypedFields:
    """The fields that say something else, with what they say; the reason among them."""
    changed = {
        field: after.get(field, [])
        for field in {**before, **after}
        if field != ASK and list(before.get(field, ())) != after.get(field, [])
    }
    return {**changed, ASK: after.get(ASK, [])} if changed else {}
