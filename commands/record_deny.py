"""`sayso record deny`: somebody contradicts claims."""

import click

from ledger.claims.vocabulary import DENIAL_FORMS, SCOPE_FIELDS

from ._options import Values, asked, writing
from ._recording import about, recording
from ._statements import said, statement


@click.command
@click.argument("targets", nargs=-1, required=True, metavar="EVENT... | ROUND")
@said
@asked(
    "--scope",
    multiple=True,
    type=click.Choice(SCOPE_FIELDS),
    help="What is denied: the whole, or only some of it.",
)
@asked("--form", type=click.Choice(DENIAL_FORMS), help="How it is denied.")
@writing
def deny(
    targets: tuple[str, ...],
    said: Values,
    scope: tuple[str, ...],
    form: str,
    writing: Values,
) -> None:
    """Somebody contradicts claims.

    Name the events that are denied, or a round for all that is claimed of it by
    then. A denial erases nothing and proves nothing.

    \b
    Example:
        sayso record deny 12 --source elon-musk --published 2024-01-19 \\
          --scope whole --form fake
        sayso record deny xai/series-b --source elon-musk --published 2024-01-27 \\
          --scope raised --scope valuation --form not_raising_now
    """
    with recording(writing) as recorder:
        recorder.record(
            "claim.denied",
            {
                **about(recorder, targets),
                **statement(recorder, said),
                "scope": list(scope),
                "form": form,
            },
        )
