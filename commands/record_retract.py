"""`sayso record retract`: the same source takes it back."""

import click

from ._options import Values, event, writing
from ._publication import answered, publication
from ._recording import recording


@click.command
@event
@answered
@click.option("--reason", metavar="TEXT", help="Reason, if the source gives one.")
@writing
def retract(event: str, said: Values, reason: str | None, writing: Values) -> None:
    """A source withdraws its claim.

    It can withdraw a claim, a denial or a confirmation.

    \b
    Example:
        sayso record retract 12 --published 2024-01-21 --reason "figure was a target"
    """
    with recording(writing) as recorder:
        claim = recorder.claim(event)
        recorder.record(
            "claim.retracted",
            {
                "company": claim["data"].get("company"),
                "claim": claim["id"],
                **publication(recorder, said),
                "source": said["source"] or claim["data"].get("source"),
                "reason": reason,
            },
        )
