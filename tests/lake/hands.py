"""Lakes for tests, and an engine that does the tasks of processes in this one."""

import heapq
import io
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger.book import Book
from ledger.lake.copied import Lake
from ledger.lake.copying import copy
from ledger.lake.processes import found_in, leave, tasks_of
from ledger.lake.replaying import LakeReplay
from ledger.lake.work import CompanyResult, Engine, LakeJob
from ledger.panels.panel import Panel
from ledger.panels.writing import write
from ledger.projections.basis import Basis
from ledger.rendering.tables import render


@contextmanager
def in_turn(
    lake: Lake, work: LakeJob, jobs: int = 2
) -> Iterator[Iterator[CompanyResult]]:
    """Do the tasks of so many processes, one after the other, in this one."""
    with TemporaryDirectory() as folder:
        paths = []
        for number, task in enumerate(tasks_of(lake, jobs)):
            paths.append(Path(folder) / str(number))
            leave(work, lake.voices, lake.units, task, paths[-1])
        yield heapq.merge(*map(found_in, paths), key=itemgetter(0))


def lake_of(book: Book, folder: Path) -> Lake:
    """Bring the lake of a ledger up to date, and open it."""
    copy(book.log, book.opening, folder)
    return Lake(folder)


def replay_of(book: Book, folder: Path, engine: Engine = in_turn) -> LakeReplay:
    """Give a replay of a ledger's lake."""
    return LakeReplay(lake_of(book, folder), engine, book.clock)


def written(panel: Panel) -> str:
    """Give a panel as csv, with its notes and its basis."""
    sink = io.BytesIO()
    write(panel, "csv", sink)
    return sink.getvalue().decode() + "\n".join([*panel.notes(), panel.basis.token])


def ranked(asked: "Book | LakeReplay", basis: Basis) -> str:
    """Give the ranking as csv, with its notes and its basis."""
    told = asked.valuations(basis).told
    assert told is not None
    table = told.exact()
    return "\n".join([*render(table, "csv"), *map(str, table.notes), str(table.basis)])
