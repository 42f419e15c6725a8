"""`sayso chart`: lines and marks in the terminal, or as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import _completing
from ._options import Option, Values, basis_of, bundle, cuts, form_alone, opened, place
from ._output import colour, put, show, width

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.charts.values import Chart
    from ledger.claims.names import Directory
    from ledger.projections.basis import Answer

WHAT = ("valuation", "raised", "credibility", "belief")
KINDS = ("svg", "png", "html")


def file_option(kind: str, words: str) -> Option:
    """An option that names a file to write."""
    return click.option(
        f"--{kind}", metavar="FILE", type=click.Path(path_type=Path), help=words
    )


def offered(ctx: click.Context, given: click.Parameter, typed: str) -> list[str]:
    """What the TAB key offers: companies, or sources."""
    of_sources = ctx.params.get("what") == "credibility"
    offer = _completing.sources if of_sources else _completing.companies
    return offer(ctx, given, typed)


pictures = bundle(
    "pictures",
    file_option("svg", "Write an SVG picture."),
    file_option("png", "Write a PNG picture, for slides and mail."),
    file_option("html", "Write an interactive HTML page."),
    click.option("--force", is_flag=True, help="Replace the file if it exists."),
)


@click.command
@click.argument(
    "names",
    metavar="COMPANY...",
    nargs=-1,
    required=True,
    shell_complete=offered,
)
@click.option(
    "--what",
    type=click.Choice(WHAT),
    default="valuation",
    show_default=True,
    help="For credibility, name sources instead of companies.",
)
@pictures
@cuts
@form_alone
@place
def chart(
    *,
    names: tuple[str, ...],
    what: str,
    pictures: Values,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Draw valuations over time, with the events that changed them.

    Each figure is a line on a log scale, a range is a band, and a disputed figure is
    hatched. Marks are reports, statements by the company or a regulator, confirmations,
    denials, revisions and retractions, each at the time when it became known. All lines
    end at the as-of day. Each company and currency has a panel of its own.

    Without a file name the chart is drawn in characters; pictures need an extra: pip
    install 'sayso[report]'.

    \b
    Example:
        sayso chart xai --as-of 2024-05-28
        sayso chart openai anthropic --svg race.svg
        sayso chart bloomberg elon-musk --what credibility --html trust.html
        sayso chart xai --what belief -f csv
    """
    kind, target = asked_file(pictures, form)
    with opened(place) as book:
        if target is not None:
            check_target(book, target, force=pictures["force"])
        answer = book.chart(what, basis_of(book, cuts), names)
        directory = book.names(answer.basis)
        if form != "table":
            show(answer, form)
    if target is not None:
        deliver(answer, directory, kind, target, force=pictures["force"])
    elif form == "table":
        draw(answer, directory)


def asked_file(pictures: Values, form: str) -> tuple[str, Path | None]:
    """The one file that is asked for, and its kind."""
    named = [kind for kind in KINDS if pictures[kind] is not None]
    if len(named) > 1:
        raise click.UsageError(
            f"--{named[0]} and --{named[1]} cannot be combined; use one at a time"
        )
    if not named:
        if pictures["force"]:
            raise click.UsageError("--force is for --svg, --png or --html")
        return "", None
    if form != "table":
        raise click.UsageError(f"-f {form} prints rows; leave --{named[0]} out")
    return named[0], pictures[named[0]]


def check_target(book: "Book", target: Path, *, force: bool) -> None:
    """Refuses what cannot be made or written, before anything is worked out."""
    from ledger.charts import files as making
    from ledger.panels import writing

    making.engine()
    writing.check_target(target, book.place, force=force)


def draw(answer: "Answer[Chart]", names: "Directory") -> None:
    """Prints it in characters, then what it rests on."""
    from ledger.charts.rows import notes_of
    from ledger.charts.terminal import plot
    from ledger.claims.names import shown

    lines = list(plot(answer, names, width=width(), colour=colour()))
    put([*lines, *([""] if lines else [])], exact=False)
    put(map(shown, notes_of(answer)), exact=False)


def deliver(
    answer: "Answer[Chart]", names: "Directory", kind: str, target: Path, *, force: bool
) -> None:
    """Writes the file, whole or not at all, and tells what it rests on."""
    from ledger.charts.files import made
    from ledger.charts.rows import notes_of
    from ledger.claims.names import shown
    from ledger.panels.writing import whole

    picture = made(answer, names, kind)
    with whole(target, force=force) as file:
        file.write(picture)
    chart = answer.value
    click.echo(
        f"{target}: {len(chart.steps):,} steps, {len(chart.marks):,} marks", err=True
    )
    for note in notes_of(answer):
        click.echo(shown(note), err=True)
