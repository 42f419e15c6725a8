"""`sayso record apart`: two rounds, or two companies, that look like one are two."""

from typing import Any

import click

from . import _completing
from ._failures import fail
from ._options import Values, asked, writing
from ._recording import Recorder, entire, recording


@click.command
@click.argument("one", metavar="ROUND | COMPANY", shell_complete=_completing.things)
@click.argument("other", metavar="OTHER", shell_complete=_completing.things)
@asked("--reason", metavar="TEXT", help="Why they are different.")
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
    if entire(one) != entire(other):
        fail("give two rounds, or two companies")
    with recording(writing) as recorder:
        if entire(one):
            recorder.record("rounds.kept_apart", rounds(recorder, one, other, reason))
        else:
            recorder.record(
                "companies.kept_apart", companies(recorder, one, other, reason)
            )


def rounds(recorder: Recorder, one: str, other: str, reason: str) -> dict[str, Any]:
    """What the event about two rounds says: the smaller name first."""
    first, second = sorted(names(recorder, one, other))
    company = first.partition("/")[0]
    return {"company": company, "round": first, "other": second, "reason": reason}


def companies(recorder: Recorder, one: str, other: str, reason: str) -> dict[str, Any]:
    """What the event about two companies says: the smaller slug first."""
    first, second = sorted(map(recorder.book.names().company, (one, other)))
    return {"company": first, "other": second, "reason": reason}


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
