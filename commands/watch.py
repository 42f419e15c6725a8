"""`sayso watch`: what changed since you last looked, and why."""

from pathlib import Path

import click

from . import _named
from ._files import afterwards
from ._looking import Watching, since_basis
from ._options import Values, belief, beliefs_wanted, form, opened, place
from ._output import has_rows, show


@click.command
@click.argument(
    "companies",
    metavar="[COMPANY]...",
    nargs=-1,
    type=_named.companies,
)
@click.option(
    "--since",
    type=_named.LedgerText(lambda book, text, _: since_basis(book, text)),
    metavar="T",
    help="What changed since a day, an event number or a token, not since you looked.",
)
@click.option(
    "--exit-code",
    is_flag=True,
    help="End with code 1 if any change is shown, else 0.",
)
@click.option(
    "--atom",
    "feed",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the last 50 entries as an Atom feed, whole or not at all.",
)
@belief
@form
@place
def watch(
    *,
    companies: tuple[str, ...],
    since: str | None,
    exit_code: bool,
    feed: Path | None,
    belief: bool | None,
    form: str,
    place: Values,
) -> None:
    """Show what changed since you last looked, on any clock, and why.

    It prints what `sayso diff` prints between your last look and now: new claims,
    denials, deadlines that passed, our own corrections, scores. The token of the last
    look is kept in your state folder (SAYSO_HOME), one for each ledger and list of
    companies. If a run is killed, the next one prints the same again, with the same
    tokens.

    \b
    Example:
        sayso watch
        sayso watch xai openai --since monday
        sayso watch --atom news.xml --exit-code > changes.txt || mail ann < changes.txt
    """
    with opened(place) as book:
        watching = Watching(book, companies, since)
        if feed is not None:
            watching.check_feed(feed)
        wanted = beliefs_wanted(watching.after, belief) and not watching.first
        answer = watching.ask(beliefs=wanted)
        watching.begin(answer)
        if form != "table" or not watching.first:
            show(answer, form)
        changed = has_rows(answer)
        told = watching.entries(answer)
        afterwards(lambda: watching.done(told, feed))
    if exit_code and changed:
        click.get_current_context().exit(1)
