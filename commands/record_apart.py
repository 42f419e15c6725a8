"""`sayso record apart`: two rounds, or two companies, that look like one are two."""

import click

from . import _named
from ._options import Values, asked, writing
from ._recording import Recorder, entire, recording


@click.command
@click.argument("one", metavar="ROUND | COMPANY", type=_named.things)
@click.argument("other", metavar="OTHER", type=_named.things)
@asked("--reason", metavar="TEXT", help="Why they are different.", waits=True)
@writing
def apart(one: str, other: str, reason: str, writing: Values) -> None:
    """Two rounds, or two companies, are not the same.

    Both are rounds (company/label), or both are companies. `sayso links` stops
    proposing them, as of any day. Voiding the event brings the proposal back.

    \b
    Example:
        sayso record apart xai/series-b xai/bridge --reason "the bridge is a loan"
        sayso record apart figma figure --reason "one designs, one builds robots"
    """
    with recording(writing) as recorder:
        both = entire(one) and entire(other)
        if entire(one) != entire(other):
            recorder.refuse("give two rounds, or two companies")
        else:
            with recorder.going_on():
                said = (rounds if both else companies)(recorder, one, other)
        recorder.stop_if_wrong()
        kind = "rounds.kept_apart" if both else "companies.kept_apart"
        recorder.record(kind, {**said, "reason": reason})


def rounds(recorder: Recorder, one: str, other: str) -> dict[str, str]:
    """Which two rounds the event is about: the smaller name first."""
    first, second = sorted(names(recorder, one, other))
    return {"company": first.partition("/")[0], "round": first, "other": second}


def companies(recorder: Recorder, one: str, other: str) -> dict[str, str]:
    """Which two companies the event is about: the smaller slug first."""
    from ledger.errors import found_all

    first, second = sorted(found_all((one, other), recorder.book.names().company))
    return {"company": first, "other": second}


def names(recorder: Recorder, *typed: str) -> list[str]:
    """Today's names of the rounds that were typed; Refused if they are one by now."""
    basis = recorder.book.basis()
    found = [recorder.book.round(text, basis)[1].name for text in typed]
    if len(set(found)) < len(found):
        from ledger.errors import Refused

        raise Refused(
            f"both are already {found[0]}",
            f"if a merge was wrong, `sayso rounds {found[0].partition('/')[0]}` names"
            " the event to void",
        )
    return found
