"""`sayso record report`: the atom of the ledger."""

from typing import Any

import click

from ._options import Values, asked, round_, writing
from ._publication import STAGE, claimed, facts, publication, said
from ._recording import recording


class ReportCommand(click.Command):
    """The same command corrects a report: with --edit it is `record edit`."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # click's
    ) -> click.Context:
        """Hands the words to `record edit` where --edit names an event."""
        from .record_edit import edit

        for place, word in enumerate(args):
            option, equals, value = word.partition("=")
            if option == "--edit":
                rest = args[:place] + [value] * bool(equals) + args[place + 1 :]
                return edit.make_context(info_name, rest, parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


EDIT = click.option(
    "--edit",
    metavar="EVENT",
    expose_value=False,
    help="Correct this report in your editor, as `sayso record edit` does.",
)


@click.command(cls=ReportCommand)
@EDIT
@round_
@said
@asked("--stage", waits=True, **STAGE)
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
                **publication(recorder, said),
                "stage": stage,
                **claimed(recorder, facts),
            },
        )
