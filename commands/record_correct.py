"""`sayso record correct`: correct an event that we mistyped."""

from collections.abc import Callable, Iterable
from typing import Any

import click

from ._options import Values, asked, event, writing
from ._publication import FUTURE, investor, raised
from ._recording import Recorder, recording
from ._typed import Typed, Unread

LISTS = frozenset(
    {
        "aliases",
        "arrangers",
        "claims",
        "investors",
        "raised",
        "scope",
        "speaks_for",
        "supersedes",
        "valuation",
        "via",
    }
)
"""Fields that hold several values: --set is given once for each."""


@click.command
@event
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Field of the event and its correct value; repeat for several.",
)
@click.option(
    "--unset", multiple=True, metavar="FIELD", help="A field that should be empty."
)
@asked("--reason", metavar="TEXT", help="Reason of the correction.")
@FUTURE
@writing
def correct(
    event: str,
    changes: tuple[str, ...],
    unset: tuple[str, ...],
    reason: str,
    future: bool,
    writing: Values,
) -> None:
    """Correct an event that we recorded wrongly.

    The old event stays, and every answer is given as if it had been right from the
    start. For a mistake of a source use `revise` or `retract`.

    \b
    Example:
        sayso record correct 12 --set raised=committed:500M --reason "typed 500B"
        sayso record correct 12 --set published=2024-01-18 --reason "wrong day"
    """
    with recording(writing) as recorder:
        recorder.future = future
        target = recorder.target(event)
        cleared = dict.fromkeys(unset)
        recorder.record(
            "entry.corrected",
            {
                "target": target["id"],
                "set": {**fields(recorder, changes), **cleared},
                "reason": reason,
            },
        )


def fields(recorder: Recorder, changes: Iterable[str]) -> dict[str, Any]:
    """The fields as they should be, from `FIELD=VALUE`s."""
    from ledger.errors import BadInput

    found: dict[str, Any] = {}
    for change in changes:
        field, equals, text = change.partition("=")
        value: Any = Unread()
        with recorder.going_on():
            if not (field and equals):
                raise BadInput(
                    f"--set {change}: write FIELD=VALUE", "--set stage=closed"
                )
            if field in found and field not in LISTS:
                raise BadInput(f"--set {field} is given twice", "it has one value")
            value = READERS.get(field, plain)(recorder, text)
        if field in LISTS:
            found.setdefault(field, []).append(value)
        else:
            found[field] = value
    return found


def plain(_: Recorder, text: str) -> str:
    """Most fields are what was typed."""
    return text


def date(recorder: Recorder, text: str) -> str:
    """A date; `yesterday` becomes a day."""
    return recorder.day(text)


def claim(recorder: Recorder, text: str) -> str:
    """The id of an event."""
    return str(recorder.event(text)["id"])


def taking_part(recorder: Recorder, text: str) -> dict[str, Any] | Unread:
    """An investor, as `--investor` has it; one that leads also as `lead:NAME`."""
    name = text.removeprefix("lead:")
    return investor(recorder, "--set investors", name, lead=name != text)


def yes(_: Recorder, text: str) -> bool:
    """A field that is said or not."""
    from ledger.errors import BadInput

    if text != "true":
        raise BadInput(
            f"--set own_sourcing={text}: it is true, or left out",
            "--unset own_sourcing takes it away",
        )
    return True


READERS: dict[str, Callable[[Recorder, str], Any]] = {
    "amount": lambda _, text: Typed(text, "--set amount"),
    "claim": claim,
    "claims": claim,
    "copy": claim,
    "effective": date,
    "investors": taking_part,
    "own_sourcing": yes,
    "price": lambda _, text: Typed(text, "--set price"),
    "published": date,
    "raised": lambda _, text: raised("--set raised", text),
    "valuation": lambda _, text: Typed(text, "--set valuation"),
}
