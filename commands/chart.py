"""`sayso chart`: lines and marks in the terminal, or as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from . import _named
from ._config import from_config
from ._files import FORCE
from ._options import (
    Option,
    Values,
    basis_of,
    bundle,
    cuts,
    first_instant,
    form_alone,
    opened,
    place,
)
from ._output import colour, on_screen, put, show, verbose, width

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.charts.slides import Slide
    from ledger.charts.values import Chart
    from ledger.claims.names import Directory
    from ledger.projections.basis import Answer, Basis

WHAT = ("valuation", "raised", "credibility", "belief")
AXIS = "UTC"
"""The zone of the axis of time."""

KINDS = ("svg", "png", "pdf", "html")


def file_option(kind: str, words: str, *short: str) -> Option:
    """An option that names a file to write."""
    return click.option(
        *short, f"--{kind}", metavar="FILE", type=click.Path(path_type=Path), help=words
    )


pictures = bundle(
    "pictures",
    file_option(
        "output", "Write a picture: svg, png, pdf or html, by its ending.", "-o"
    ),
    file_option("svg", "Write an SVG picture."),
    file_option("png", "Write a PNG picture, for slides and mail."),
    file_option("pdf", "Write a PDF page, for print."),
    file_option("html", "Write an interactive HTML page."),
    FORCE,
)


slide = bundle(
    "slide",
    click.option(
        "--together",
        is_flag=True,
        help="All companies in one panel: headlines, or sums of --what raised.",
    ),
    click.option("--title", metavar="TEXT", help="Title of the chart."),
    click.option(
        "--from",
        "first",
        type=_named.LedgerText(
            lambda book, text, _: first_instant("--from", text, book.zone, AXIS)
        ),
        metavar="D",
        help="Start of the time axis. [the first event]",
    ),
    click.option("--linear", is_flag=True, help="Linear scale from 0. [log scale]"),
    click.option(
        "--size", metavar="WxH", help="Size of the picture in pixels, as in 1920x1080."
    ),
    click.option(
        "--source-line",
        is_flag=True,
        help="Name the sources and the basis below the picture.",
    ),
)


@click.command
@click.argument(
    "names",
    metavar="COMPANY...",
    nargs=-1,
    required=True,
    type=_named.CompanyOrSource("what"),
)
@click.option(
    "--what",
    type=click.Choice(WHAT),
    default="valuation",
    show_default=True,
    help="For credibility, name sources instead of companies.",
)
@slide
@pictures
@cuts
@form_alone
@place
def chart(
    *,
    names: tuple[str, ...],
    what: str,
    slide: Values,
    pictures: Values,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Draw valuations over time, with the events that changed them.

    Each figure is a line on a log scale, a range is a band, and a disputed figure is
    hatched. Marks are reports, statements by the company or a regulator, confirmations,
    denials, revisions and retractions, each at the time when it became known. All lines
    end at the as-of day. Each company and currency has a panel of its own;
    --together puts the headlines of several companies into one.

    Without a file name the chart is drawn in characters; pictures need an extra: pip
    install 'sayso[report]'.

    \b
    Example:
        sayso chart xai --as-of 2024-05-28
        sayso chart openai anthropic --together --from 2023 -o race.pdf
        sayso chart openai -o slide.png --size 1920x1080 --source-line
        sayso chart bloomberg elon-musk --what credibility --html trust.html
        sayso chart xai --what belief -f csv
    """
    if from_config("form") and any(pictures[one] for one in ("output", *KINDS)):
        form = "table"  # what is set is for answers that are printed
    kind, target = asked_file(pictures, form)
    check_slide(slide, kind, form)
    with opened(place) as book:
        if target is not None:
            check_target(book, target, force=pictures["force"])
        basis = basis_of(book, cuts)
        wanted = slide_of(slide, basis)
        answer = book.chart(what, basis, names, together=slide["together"])
        directory = book.names(answer.basis)
        if form != "table":
            show(answer, form)
    if target is not None:
        picture = Picture(kind, target, wanted)
        deliver(answer, directory, picture, force=pictures["force"])
    elif form == "table":
        draw(answer, directory, wanted)


def asked_file(pictures: Values, form: str) -> tuple[str, Path | None]:
    """The one file that is asked for, and its kind."""
    named = [kind for kind in ("output", *KINDS) if pictures[kind] is not None]
    if len(named) > 1:
        raise click.UsageError(
            f"--{named[0]} and --{named[1]} cannot be combined; use one at a time"
        )
    if not named:
        if pictures["force"]:
            raise click.UsageError("--force is for a picture: -o FILE")
        return "", None
    if form != "table":
        raise click.UsageError(f"-f {form} prints rows; leave --{named[0]} out")
    target = pictures[named[0]]
    return kind_of(named[0], target), target


def kind_of(option: str, target: Path) -> str:
    """The kind of a picture, by the ending of its file; an ending may not contradict
    the option.
    """
    ending = target.suffix.removeprefix(".").lower()
    endings = f".{', .'.join(KINDS[:-1])} and .{KINDS[-1]}"
    if option == "output":
        if ending in KINDS:
            return ending
        named = f"the ending of {target.name} is" if ending else f"{target.name} has"
        what = "no kind of picture" if ending else "no ending"
        raise click.UsageError(f"{named} {what}; these work: {endings}")
    if ending and ending != option:
        raise click.UsageError(
            f"--{option} writes {option}, and {target.name} ends in .{ending}; with -o"
            f" the ending decides: {endings}"
        )
    return option


def check_slide(slide: Values, kind: str, form: str) -> None:
    """Refuses options of a picture where none is drawn."""
    if kind:
        if kind == "html" and slide["size"]:
            raise click.UsageError("--size is for svg, png and pdf: a page fits itself")
        return
    asked = {"--size": slide["size"], "--source-line": slide["source_line"]}
    if form != "table":
        asked |= {"--title": slide["title"], "--from": slide["first"]}
        asked["--linear"] = slide["linear"]
    named = [option for option, value in asked.items() if value]
    if named:
        raise click.UsageError(f"{named[0]} is for a picture: -o FILE")


def slide_of(slide: Values, basis: "Basis") -> "Slide":
    """What is wanted of a picture."""
    from ledger.charts.slides import Slide, size_of

    since = None
    if slide["first"] is not None:
        since = first_instant("--from", slide["first"], basis.zone, AXIS)
        if since >= basis.cut:
            raise click.UsageError(
                f"--from {slide['first']} is not before the as-of day, where all lines"
                " end"
            )
    return Slide(
        size=size_of(slide["size"]) if slide["size"] else None,
        title=slide["title"] or "",
        since=None if since is None else since / 1000,
        linear=slide["linear"],
        sourced=slide["source_line"],
    )


def check_target(book: "Book", target: Path, *, force: bool) -> None:
    """Refuses what cannot be made or written, before anything is worked out."""
    from ledger.charts import files as making
    from ledger.panels import writing

    making.engine()
    writing.check_target(target, book.place, force=force)


def draw(answer: "Answer[Chart]", names: "Directory", wanted: "Slide") -> None:
    """Prints it in characters, then what it rests on."""
    from ledger.charts.colours import PLAIN
    from ledger.charts.slides import styled
    from ledger.charts.terminal import plot
    from ledger.rendering.tables import note_lines

    style = styled(answer, PLAIN, wanted)
    drawn = plot(answer, names, width=width(), colour=colour(), style=style)
    lines = list(drawn)
    notes = notes_for(answer)
    put([*lines, *([""] if lines and notes else [])], exact=False)
    room = width() if on_screen() else None
    put((line for note in notes for line in note_lines(note, room)), exact=False)


def notes_for(answer: "Answer[Chart]") -> list[str]:
    """What a person should know of a picture; its basis token only with -v."""
    from ledger.charts.rows import notes_of
    from ledger.claims.names import shown
    from ledger.rendering.basis import Machinery

    notes = notes_of(answer)
    return [shown(x) for x in notes if verbose() or not isinstance(x, Machinery)]


class Picture(NamedTuple):
    """A picture that is asked for."""

    kind: str
    target: Path
    wanted: "Slide"


def deliver(
    answer: "Answer[Chart]", names: "Directory", picture: Picture, *, force: bool
) -> None:
    """Writes the file, whole or not at all, and tells what it rests on."""
    from ledger.audit.verdicts import many
    from ledger.charts.files import chart_file
    from ledger.panels.writing import whole

    kind, target, wanted = picture
    content = chart_file(answer, names, kind, wanted)
    with whole(target, force=force) as file:
        file.write(content)
    chart = answer.value
    steps, marks = len(chart.steps), len(chart.marks)
    drawn = many(steps, "step", "steps"), many(marks, "mark", "marks")
    click.echo(f"{target}: {', '.join(drawn)}", err=True)
    for note in notes_for(answer):
        click.echo(note, err=True)
