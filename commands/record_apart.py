"""`sayso record apart`: two rounds that look like one are two."""

import click

from . import _completing
from ._options import Values, asked, round_, writing
from ._recording import Recorder, recording


@click.command
@round_
@click.argument("other", metavar="OTHER", shell_complete=_completing.rounds)
@asked("--reason", metavar="TEXT", help="Why they are two.")
@writing
def apart(round_: str, other: str, reason: str, writing: Values) -> None:
    """Two rounds that look like one are two.

    `sayso links` proposes them no more, as of any day. To void the event brings the
    proposal back.

    \b
    Example:
        sayso record apart xai/series-b xai/bridge --reason "the bridge is a loan"
    """
    with recording(writing) as recorder:
        one, two = sorted(names(recorder, round_, other))
        data = {"company": one.partition("/")[0], "round": one, "other": two}
        recorder.record("rounds.kept_apart", {**data, "reason": reason})


def names(recorder: Recorder, *typed: str) -> list[str]:
    """Today's names of the rounds that were typed; Refused if they are one by now."""
    basis = recorder.book.basis()
    found = [recorder.book.round(text, basis)[1].name for text in typed]
    if len(set(found)) < len(found):
        from ledger.errors import Refused

        raise Refused(
            f"both are {found[0]} by now",
            f"if a merge was wrong, `sayso rounds {found[0].partition('/')[0]}` names"
            " the event to void",
        )
    return found
