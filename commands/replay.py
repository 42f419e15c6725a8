"""`sayso replay`: what a ledger says of all companies and sources, from its lake."""

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._failures import fail
from ._files import FORCE
from ._options import Values, basis_of, bundle, clock, cuts, opened, placed
from ._output import show
from .export import checked, give, given, span

if TYPE_CHECKING:
    from ledger.lake.copied import Lake
    from ledger.lake.replaying import LakeReplay
    from ledger.lake.work import Engine
    from ledger.projections.basis import Answer, Basis
    from ledger.projections.valuations import Valuation

TABLES = ("valuations", "raised", "rounds", "credibility")
"""The tables that rest on entries alone; claims quote texts."""

hands = bundle(
    "hands",
    click.option(
        "--jobs",
        type=click.IntRange(1, 1024),
        metavar="N",
        help="Processes, or partitions of Spark. [the cores of this machine]",
    ),
    click.option(
        "--engine",
        type=click.Choice(["processes", "spark"]),
        default="processes",
        show_default=True,
        help="Who folds: processes of this machine, or Apache Spark.",
    ),
    click.option(
        "--master",
        metavar="URL",
        help="With --engine spark: spark://HOST:7077, or local[N]. [local[JOBS]]",
    ),
)
sink = bundle(
    "sink",
    click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(["table", "csv", "jsonl", "parquet"]),
        help="A ranking: table or csv; a TABLE: csv, jsonl or parquet.",
    ),
    click.option(
        "-o",
        "--output",
        "target",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Write to this file, whole or not at all. [standard output]",
    ),
    FORCE,
)


@click.command
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("table", required=False, type=click.Choice(TABLES))
@span
@cuts
@click.option(
    "--at-version",
    type=click.IntRange(min=0),
    metavar="V",
    help="Use only what was in version V of the lake: a --known-at.",
)
@hands
@sink
@click.option(
    "--db",
    metavar="PLACE",
    callback=placed,
    help="Reject the lake if it is not that of this ledger, or is behind it.",
)
def replay(
    *,
    folder: Path,
    table: str | None,
    span: Values,
    cuts: Values,
    at_version: int | None,
    hands: Values,
    sink: Values,
    db: str | None,
) -> None:
    """Compute rankings and panels of large ledgers from a lake, in parallel.

    DIR is a lake that `sayso export --lake` wrote. Without TABLE it prints the ranking
    of `sayso valuations --no-belief`; with TABLE what `sayso export TABLE` writes. The
    results are the same, byte for byte: the same code computes them, in several
    processes or in Apache Spark. Credibility takes two stages: each process adds up
    what its companies say of sources, and then scores are computed from all sums. The
    lake is checked first against its signed head.

    \b
    Example:
        sayso export --lake lake
        sayso replay lake --jobs 8 -f csv > ranking.csv
        sayso replay lake valuations --from 2020-01 -o panel.parquet
        sayso replay lake credibility --from 2020 --every year -o scores.csv
        sayso replay lake rounds --engine spark --master spark://10.0.0.5:7077
    """
    sink = settled(table, span, sink)
    engine = engine_of(hands)
    check_target(folder, sink)
    from ledger.lake.copied import Lake
    from ledger.lake.replaying import LakeReplay

    lake = Lake(folder)
    if db is not None:
        check_against(lake, folder, db)
    asked = LakeReplay(lake, engine, clock)
    basis = basis_at(asked, lake, cuts, at_version)
    if table is None:
        rank(asked.valuations(basis), sink)
    else:
        with asked.panel(table, basis, **given(span)) as panel:
            give(panel, sink)


def settled(table: str | None, span: Values, sink: Values) -> Values:
    """Settles the form, which follows from the table; refuses what does not fit."""
    if table is not None:
        if sink["form"] == "table":
            fail(f"{table} are written as csv, jsonl or parquet; choose one with -f")
        return checked(span, {**sink, "form": sink["form"] or "csv"})
    if any(span.values()):
        fail(
            f"--from, --to, --every and --known-then need a table: {', '.join(TABLES)}"
        )
    target = sink["target"]
    form = sink["form"] or ("table" if target is None else "csv")
    if form not in {"table", "csv"}:
        fail(
            "a ranking is printed as table or csv; its JSON has texts that a lake does"
            " not hold: use `sayso valuations -f json`"
        )
    if target is not None and (form == "table" or target.suffix.lower() != ".csv"):
        fail(f"{target}: a ranking is written as csv; end its name in .csv")
    if target is None and sink["force"]:
        fail("--force is for -o FILE")
    return {**sink, "form": form}


def engine_of(hands: Values) -> "Engine":
    """Who folds, as the options say."""
    jobs: int = hands["jobs"] or os.cpu_count() or 1
    if hands["engine"] == "spark":
        from ledger.lake.spark import in_spark

        return partial(in_spark, master=hands["master"] or f"local[{jobs}]", jobs=jobs)
    if hands["master"] is not None:
        fail("--master is for --engine spark")
    from ledger.lake.processes import in_processes

    return partial(in_processes, jobs=jobs)


def check_target(folder: Path, sink: Values) -> None:
    """Refuses what cannot be written, before anything is worked out."""
    from ledger.panels import writing

    if sink["target"] is not None:
        writing.check_target(sink["target"], str(folder), force=sink["force"])


def check_against(lake: "Lake", folder: Path, place: str) -> None:
    """Refuses a lake that is not that of a ledger, or not all of it."""
    from ledger.lake.copying import check_current

    with opened({"db": place}) as book:
        check_current(book.log, book.opening, lake.last, folder)


def basis_at(
    asked: "LakeReplay", lake: "Lake", cuts: Values, version: int | None
) -> "Basis":
    """The basis that the time options ask for, or a version of the lake."""
    if version is None:
        return basis_of(asked, cuts)
    if cuts["known_at"] is not None or cuts["basis"] is not None:
        fail("--at-version is a --known-at; leave --known-at and --basis out")
    last = lake.version(version).size - 1
    return basis_of(asked, {**cuts, "known_at": f"seq:{last}"})


def rank(answer: "Answer[list[Valuation]]", sink: Values) -> None:
    """Prints the ranking, or writes it as csv."""
    if sink["target"] is None:
        show(answer, sink["form"])
        return
    from ledger.panels.writing import whole
    from ledger.rendering.tables import render

    assert answer.told is not None, "a ranking is told"
    lines = list(render(answer.told.exact(), "csv"))
    with whole(sink["target"], force=sink["force"]) as file:
        file.writelines(f"{line}\n".encode() for line in lines)
    click.echo(f"{sink['target']}: {len(lines) - 1:,} rows", err=True)
    click.echo(f"basis: {answer.basis.token}", err=True)
