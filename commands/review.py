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
        help="Reviewer. [SAYSO_ACTOR; else your login name]",
    ),
)


@click.command
@click.argument("draft", type=FILE)
@click.option(
    "--article",
    type=FILE,
    metavar="FILE",
    help="The article of the draft, if it was moved.",
)
@who
def review(draft: Path, article: Path | None, who: Values) -> None:
    """Decide about each claim of a draft: accept, edit, reject.

    One claim per screen, with its passage; one key decides, or one line if there is no
    terminal. Each decision is written to the draft, so you can stop and continue later.
    Nothing is recorded. You are asked about companies and sources that are not on
    record; the answers are saved in the draft.

    \b
    Example:
        sayso review article.draft.yaml
        sayso record --draft article.draft.yaml
    """
    found = read_draft(draft)
    text = article_of(found, draft, article)
    with opened(who) as book:
        Review(draft, found, text, book).run()
