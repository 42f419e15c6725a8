"""`sayso record move`: a claim is about another round."""

from typing import Any

import click

from ._options import Values, event, round_, writing
from ._publication import OUR_MISTAKE, only_one, publication, uncertain
from ._recording import Recorder, recording


@click.command
@event
@round_
@uncertain
@OUR_MISTAKE
@writing
def move(
    event: str, round_: str, said: Values, our_mistake: str | None, writing: Values
) -> None:
    """A claim belongs to another round.

    With --published it became known on that day, and earlier answers do not change.
    With --our-mistake we had linked it wrongly, and every answer changes.

    \b
    Example:
        sayso record move 12 xai/series-c --published 2024-05-27
        sayso record move 12 xai/series-c --our-mistake "misread the headline"
    """
    with recording(writing) as recorder:
        claim = recorder.claim(event)
        said = only_one(recorder, said, our_mistake)
        if our_mistake:
            correction = {"target": claim["id"], "set": placed(recorder, claim, round_)}
            recorder.record("entry.corrected", {**correction, "reason": our_mistake})
            return
        recorder.record(
            "claim.moved",
            {
                "company": claim["data"].get("company"),
                "claim": claim["id"],
                "to": round_,
                **publication(recorder, said),
            },
        )


def placed(recorder: Recorder, claim: dict[str, Any], round_: str) -> dict[str, str]:
    """The fields that put a claim elsewhere; the company only if it is another."""
    company = recorder.book.names().company(round_.partition("/")[0])
    if company == claim["data"].get("company"):
        return {"round": round_}
    return {"company": company, "round": round_}
