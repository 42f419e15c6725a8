"""`sayso record comment`: no comment."""

import click

from ledger.claims.vocabulary import COMMENT_FORMS

from ._options import Values, asked, writing
from ._publication import publication, said
from ._recording import about, recording
from ._typed import WordType


@click.command
@click.argument("targets", nargs=-1, required=True, metavar="EVENT... | ROUND")
@said
@asked("--form", type=WordType(COMMENT_FORMS), help="Kind of comment.", waits=True)
@writing
def comment(targets: tuple[str, ...], said: Values, form: str, writing: Values) -> None:
    """A source comments without denying or confirming.

    It is recorded, and changes no answer.

    \b
    Example:
        sayso record comment 12 --source xai --published 2024-01-19 --form no_comment
    """
    with recording(writing) as recorder:
        recorder.record(
            "claim.commented",
            {**about(recorder, targets), **publication(recorder, said), "form": form},
        )
