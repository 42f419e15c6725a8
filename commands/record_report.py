"""`sayso record report`: the atom of the ledger."""

import click

from ._options import Values, asked, round_, writing
from ._recording import recording
from ._statements import STAGE, claimed, facts, said, statement


@click.command
@round_
@said
@asked("--stage", **STAGE)
@facts
@writing
def report(
    round_: str, said: Values, stage: str, facts: Values, writing: Values
) -> None:
    """A source reports a round.

    ROUND is company/label. A text that says both "completed" and "terms to be settled"
    is recorded at the weaker stage.

    \b
    Example:
        sayso record report xai/series-b --source bloomberg \\
          --published "2024-01-19[America/New_York]" --stage committed \\
          --raised committed:500M --target 1B --valuation 15B..20B
    """
    with recording(writing) as recorder:
        recorder.record(
            "round.reported",
            {
                "round": round_,
                **statement(recorder, said),
                "stage": stage,
                **claimed(recorder, facts),
            },
        )
