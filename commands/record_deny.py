"""`sayso record deny`: somebody contradicts claims."""

from typing import Any

import click

from ledger.claims.vocabulary import DENIAL_FORMS, NOT_NOW, SCOPE_FIELDS

from ._options import Prompted, Values, asked, writing
from ._publication import publication, said
from ._recording import about, recording
from ._typed import WordType


class ScopeOption(Prompted):
    """--scope, which may be left out if they say that they are not raising now."""

    def get_default(self, ctx: click.Context, *rest: Any, **extra: Any) -> Any:
        """What scope such a denial has; an option that was typed is read before."""
        if ctx.params.get("form") == "not_raising_now":
            return NOT_NOW
        return super().get_default(ctx, *rest, **extra)


@click.command
@click.argument("targets", nargs=-1, required=True, metavar="EVENT... | ROUND")
@said
@click.option(
    "--scope",
    cls=ScopeOption,
    multiple=True,
    type=WordType(SCOPE_FIELDS),
    help="What is denied: whole, or some fields. [not_raising_now: stage]",
    waits=True,
)
@asked("--form", type=WordType(DENIAL_FORMS), help="Form of the denial.", waits=True)
@writing
def deny(
    targets: tuple[str, ...],
    said: Values,
    scope: tuple[str, ...],
    form: str,
    writing: Values,
) -> None:
    """A source contradicts claims.

    Name the events that are denied, or a round for everything claimed about it up to
    that day. A denial neither deletes nor disproves what it denies.

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
                **publication(recorder, said),
                "scope": list(scope),
                "form": form,
            },
        )
