"""`sayso record confirm`: somebody stands by a claim."""

import click

from ledger.claims.vocabulary import SCOPE_FIELDS

from ._options import Values, asked, event, writing
from ._publication import publication, said
from ._recording import recording
from ._typed import WordType


@click.command
@event
@said
@asked(
    "--scope",
    multiple=True,
    type=WordType(SCOPE_FIELDS),
    help="What is confirmed: whole, or some fields.",
    waits=True,
)
@writing
def confirm(event: str, said: Values, scope: tuple[str, ...], writing: Values) -> None:
    """A source stands by a claim.

    \b
    Example:
        sayso record confirm 12 --source xai --published 2024-05-27 --scope stage
    """
    with recording(writing) as recorder:
        claim = recorder.claim(event)
        recorder.record(
            "claim.confirmed",
            {
                "company": claim["data"].get("company"),
                "claim": claim["id"],
                **publication(recorder, said),
                "scope": list(scope),
            },
        )
