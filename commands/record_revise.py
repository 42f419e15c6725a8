"""`sayso record revise`: the same source changes its claim."""

import click

from ._options import Values, event, writing
from ._publication import STAGE, answered, claimed, facts, publication
from ._recording import recording


@click.command
@event
@answered
@click.option("--stage", **STAGE)
@facts
@writing
def revise(
    event: str, said: Values, stage: str | None, facts: Values, writing: Values
) -> None:
    """A source changes its claim.

    Only the given fields change; old and new stay on record. If another source
    disagrees, record a report or a denial of its own.

    \b
    Example:
        sayso record revise 12 --published 2024-01-20 --raised committed:600M
    """
    with recording(writing) as recorder:
        claim = recorder.claim(event)
        new = {"stage": stage, **claimed(recorder, facts)}
        recorder.record(
            "claim.revised",
            {
                "company": claim["data"].get("company"),
                "claim": claim["id"],
                **publication(recorder, said),
                "source": said["source"] or claim["data"].get("source"),
                "set": {key: given for key, given in new.items() if given},
            },
        )
