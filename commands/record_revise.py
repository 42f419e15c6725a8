"""`sayso record revise`: the same source changes its claim."""

import click

from ._options import Values, event, writing
from ._recording import recording
from ._statements import STAGE, answered, claimed, facts, statement


@click.command
@event
@answered
@click.option("--stage", **STAGE)
@facts
@writing
def revise(
    event: str, said: Values, stage: str | None, facts: Values, writing: Values
) -> None:
    """The same source changes its claim.

    Only what is given changes; old and new stay on record. Another source that
    disagrees makes a report of its own, or a denial.

    \b
    Example:
        sayso record revise 12 --published 2024-01-20 --raised committed:600M
    """
    with recording(writing) as recorder:
        claim = recorder.event(event)
        new = {"stage": stage, **claimed(recorder, facts)}
        recorder.record(
            "claim.revised",
            {
                "company": claim["data"].get("company"),
                "claim": claim["id"],
                **statement(recorder, said),
                "source": said["source"] or claim["data"].get("source"),
                "set": {key: given for key, given in new.items() if given},
            },
        )
