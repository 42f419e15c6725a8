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
        "--dry-run", is_flag=True, help="Say what a draft would record; record none."
    ),
)

TYPED = click.core.ParameterSource.COMMANDLINE

SECTIONS: Sections = {
    "What somebody says": {
        "report": ("record_report:report", "A source reports a round."),
        "value": ("record_value:value", "A source gives a price outside a round."),
        "deny": ("record_deny:deny", "Somebody contradicts claims."),
        "confirm": ("record_confirm:confirm", "Somebody stands by a claim."),
        "comment": ("record_comment:comment", "Neither a denial nor a confirmation."),
        "revise": ("record_revise:revise", "The same source changes its claim."),
        "retract": ("record_retract:retract", "The same source takes it back."),
        "relay": ("record_relay:relay", "A copy of a claim, by whoever carried it."),
    },
    "Where it was read": {
        "document": (
            "record_document:document",
            "An article or file, with its text.",
        ),
        "cite": ("record_cite:cite", "Evidence of an event: a quote, a URL, a note."),
    },
    "What becomes known": {
        "move": ("record_move:move", "A claim is about another round."),
        "merge": ("record_merge:merge", "Two rounds, or two companies, are one."),
        "apart": (
            "record_apart:apart",
            "Two rounds, or two companies, that look like one are two.",
        ),
        "rename": ("record_rename:rename", "A company has a new name."),
        "end": ("record_end:end", "A company shut down, or was listed."),
    },
    "What we got wrong": {
        "edit": ("record_edit:edit", "Correct an event in your editor."),
        "correct": ("record_correct:correct", "Correct an event that we mistyped."),
        "void": (
            "record_void:void",
            "Take an event out, or all of an import, for good reason.",
        ),
        "undo": (
            "record_undo:undo",
            "Void what you recorded last: one event, or all of one import.",
        ),
        "erase": (
            "record_erase:erase",
            "Take away a text that came with an event.",
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
    help="Record what was accepted in a draft, all or nothing.",
)
@click.option(
    "--article",
    type=FILE,
    metavar="FILE",
    help="The article of the draft, if it is elsewhere by now.",
)
@writing
@click.pass_context
def record(
    ctx: click.Context, draft: Path | None, article: Path | None, writing: Values
) -> None:
    """What somebody said, or what we got wrong.

    Nothing is ever changed or deleted: each command adds one event. Events are
    named by their number or by the beginning of their id.

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
            fail(f"--{own[0].replace('_', '-')} stands behind the command")
        return
    if draft is None:
        fail("name a command, or a draft with --draft")
    from ._drafts import record_draft

    record_draft(draft, article, writing)
