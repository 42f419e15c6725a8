"""`sayso review`: the claims of a draft, one a screen, each decided by a person."""

from pathlib import Path

import click

from ._articles import FILE
from ._drafts import article_of, read_draft
from ._options import PLACE, Values, bundle, opened
from ._reviewing import Review

who = bundle(
    "who",
    PLACE,
    click.option(
        "--actor",
        metavar="NAME",
        envvar="SAYSO_ACTOR",
        help="Who reviews it. [SAYSO_ACTOR; else your login name]",
    ),
)


@click.command
@click.argument("draft", type=FILE)
@click.option(
    "--article",
    type=FILE,
    metavar="FILE",
    help="The article of the draft, if it is elsewhere by now.",
)
@who
def review(draft: Path, article: Path | None, who: Values) -> None:
    """Decide about each claim of a draft: accept, edit, reject.

    One claim a screen, with its passage; a key decides, or a line where there is no
    terminal. Each decision is written to the draft, so a review can be stopped and
    taken up again. Nothing is recorded. Companies and sources that are not on record
    are asked for, and noted in the draft.

    \b
    Example:
        sayso review article.draft.yaml
        sayso record --draft article.draft.yaml
    """
    found = read_draft(draft)
    text = article_of(found, draft, article)
    with opened(who) as book:
        Review(draft, found, text, book).run()
