"""`sayso record`: what somebody said, what became known, and what we got wrong."""

from pathlib import Path

import click

from ._articles import FILE
from ._failures import fail
from ._lazy import LazyGroup, Sections
from ._options import ACTOR, PLACE, Values, bundle

writing = bundle(
    "writing",
    PLACE,
    ACTOR,
    click.option(
        "--dry-run",
        is_flag=True,
        help="Show what a draft would record; record nothing.",
    ),
)

TYPED = click.core.ParameterSource.COMMANDLINE

SECTIONS: Sections = {
    "Statements of sources": {
        "report": ("record_report:report", "A source reports a round."),
        "value": ("record_value:value", "A source gives a price outside a round."),
        "deny": ("record_deny:deny", "A source contradicts claims."),
        "confirm": ("record_confirm:confirm", "A source stands by a claim."),
        "comment": (
            "record_comment:comment",
            "A source comments without denying or confirming.",
        ),
        "revise": ("record_revise:revise", "A source changes its claim."),
        "retract": ("record_retract:retract", "A source withdraws its claim."),
        "relay": (
            "record_relay:relay",
            "A source repeats a claim: a copy, not a new claim.",
        ),
    },
    "Evidence": {
        "document": (
            "record_document:document",
            "An article or file, with its text.",
        ),
        "cite": ("record_cite:cite", "Evidence for an event: a quote, a URL, a note."),
    },
    "Facts that became known": {
        "move": ("record_move:move", "A claim belongs to another round."),
        "merge": ("record_merge:merge", "Two rounds, or two companies, are the same."),
        "apart": (
            "record_apart:apart",
            "Two rounds, or two companies, are not the same.",
        ),
        "rename": ("record_rename:rename", "A company has a new name."),
        "end": ("record_end:end", "A company shut down, or was listed."),
    },
    "Corrections": {
        "edit": (
            "record_edit:edit",
            "Correct an event in your editor ($VISUAL, $EDITOR).",
        ),
        "correct": (
            "record_correct:correct",
            "Correct an event that we recorded wrongly.",
        ),
        "void": (
            "record_void:void",
            "Void an event, or all of an import (reason required).",
        ),
        "undo": (
            "record_undo:undo",
            "Void what you recorded last: one event, or all of one import.",
        ),
        "erase": (
            "record_erase:erase",
            "Erase an attached quote, article or personal data.",
        ),
    },
}


@click.group(
    cls=LazyGroup, sections=SECTIONS, invoke_without_command=True, no_args_is_help=True
)
@click.option(
    "--draft",
    type=FILE,
    metavar="DRAFT",
    help="Record the accepted claims of a draft, all or none.",
)
@click.option(
    "--article",
    type=FILE,
    metavar="FILE",
    help="The article of the draft, if it was moved.",
)
@writing
@click.pass_context
def record(
    ctx: click.Context, draft: Path | None, article: Path | None, writing: Values
) -> None:
    """Record what a source said, or correct our own mistake.

    Nothing is ever changed or deleted: each command adds one event. Refer to events by
    number or by the beginning of their id.

    \b
    Example:
        sayso record report xai/series-b --source bloomberg --published 2024-01-19 \\
          --stage committed --raised committed:500M --target 1B --valuation 15B..20B
        sayso record deny 12 --source elon-musk --published 2024-01-19 \\
          --scope whole --form fake
        sayso record --draft article.draft.yaml --dry-run
    """
    if ctx.invoked_subcommand is not None:
        own = [one for one in ctx.params if ctx.get_parameter_source(one) == TYPED]
        if own:
            fail(f"--{own[0].replace('_', '-')} goes after the command")
        return
    if draft is None:
        fail("give a command, or a draft with --draft")
    from ._drafts import record_draft

    record_draft(draft, article, writing)
