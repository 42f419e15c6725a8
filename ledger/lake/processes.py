"""A work on a lake in processes of this machine.

Every part of the lake is a task, the largest first; so are the units that lie in more
than one part. A task leaves what it found in a file, by company, and what is in the
files is given in the order of companies once all tasks are done.
"""

import heapq
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import groupby, repeat
from multiprocessing import get_context
from operator import attrgetter, itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from ledger.claims.entry import Stored
from ledger.errors import Damaged, LedgerError
from ledger.lake.copied import Lake
from ledger.lake.table import NO_COMPANY, File, entries_in, modules, part_of, stored_in
from ledger.lake.work import CompanyResult, LakeJob, done

BATCH: Final = 1000
"""Companies whose results are read together."""

DIED: Final = (
    "a process of the replay was ended, perhaps because memory ran out",
    "repeat it with fewer processes: --jobs",
)


class Task(NamedTuple):
    """What one process folds at a time: the lone companies of a part, or units."""

    files: tuple[File, ...]
    linked: frozenset[str]
    """Companies that are linked: those that are left out, or the only ones."""
    only: bool

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(file.size for file in self.files)


@contextmanager
def in_processes(
    lake: Lake, work: LakeJob, jobs: int
) -> Iterator[Iterator[CompanyResult]]:
    """Do a job in several processes; give what was found, in order of companies.

    One job is done by this process itself. LedgerError if one of several is ended;
    what the others found is thrown away.
    """
    with TemporaryDirectory(prefix="sayso") as folder:
        tasks = tasks_of(lake, jobs)
        paths = [Path(folder) / str(number) for number, _ in enumerate(tasks)]
        do = partial(leave, work, lake.voices, lake.units)
        if jobs == 1:
            for task, path in zip(tasks, paths, strict=True):
                do(task, path)
        else:
            _in_processes(do, tasks, paths, jobs)
        yield heapq.merge(*map(found_in, paths), key=itemgetter(0))


def _in_processes(
    do: Callable[[Task, Path], None],
    tasks: Sequence[Task],
    paths: Sequence[Path],
    jobs: int,
) -> None:
    """Let processes do tasks until all are done."""
    # A process that forks while pyarrow's threads run may never end.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begun)
    try:
        running = list(map(pool.submit, repeat(do), tasks, paths))
        for one in as_completed(running):
            one.result()
    except BrokenProcessPool:
        raise LedgerError(*DIED) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begun() -> None:
    """Let Ctrl-C and SIGTERM end a process at once: the first one tells of it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def tasks_of(lake: Lake, jobs: int) -> list[Task]:
    """Give the tasks of a lake, the largest first."""
    by_part = {
        part: tuple(files)
        for part, files in groupby(
            sorted(lake.files, key=attrgetter("part")), key=attrgetter("part")
        )
        if part != NO_COMPANY
    }
    linked = frozenset(lake.units)
    alone = [Task(files, linked, only=False) for files in by_part.values()]
    units = sorted(set(lake.units.values()))
    together = []
    for first in range(min(jobs, len(units))):
        wanted = set(units[first::jobs])
        only = frozenset(x for x, unit in lake.units.items() if unit in wanted)
        parts = {part_of(slug) for slug in only} & set(by_part)
        files = tuple(file for part in sorted(parts) for file in by_part[part])
        together.append(Task(files, only, only=True))
    return sorted([*alone, *together], key=lambda task: -task.size)


def leave(
    work: LakeJob,
    voices: Sequence[Stored],
    units: Mapping[str, str],
    task: Task,
    path: Path,
) -> None:
    """Do a work on a task; leave what it finds in a file, in order of companies."""

    def place(one: Stored) -> tuple[str, int]:
        return units.get(one.company or "", one.company or ""), one.seq

    try:
        entries = sorted(_stored_of_task(task, work.upto), key=place)
        each = groupby(entries, key=lambda one: place(one)[0])
        found = sorted(done(work, voices, (list(unit) for _, unit in each)))
    except LedgerError as error:  # others would not come through whole
        raise Damaged(error.message, error.hint) from None
    _, pa = modules()
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, _left(pa)) as sink:
        for first in range(0, len(found), BATCH):
            columns = zip(*found[first : first + BATCH], strict=True)
            sink.write(pa.record_batch(list(columns), schema=_left(pa)))


def _left(pa: Any) -> Any:
    return pa.schema([("company", pa.string()), ("found", pa.binary())])


def _stored_of_task(task: Task, upto: int) -> list[Stored]:
    _, pa = modules()
    linked = pa.array(sorted(task.linked), pa.string())

    def wanted(rows: Any) -> Any:
        among = pa.compute.is_in(rows["company"], value_set=linked)
        known = pa.compute.less_equal(rows["seq"], upto)
        only = among if task.only else pa.compute.invert(among)
        return pa.compute.and_(only, known)

    return stored_in(entries_in(task.files, wanted=wanted))


def found_in(path: Path) -> Iterator[CompanyResult]:
    """Give what a task left in a file."""
    _, pa = modules()
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as file:
        for number in range(file.num_record_batches):
            batch = file.get_batch(number)
            yield from zip(*(x.to_pylist() for x in batch.columns), strict=True)
