"""Taking times: a floor and what is held against it run in turn, round after round.

So a busy machine slows both. A ratio is that of one round; a row gives the median of
the rounds. Which goes first in a round changes, since who comes second finds caches
that are warm.
"""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.rows import Measurement

Clock = Callable[[], float]
CPU: Final[Clock] = time.process_time
WALL: Final[Clock] = time.perf_counter

_WRAPPER: Final = """
import resource, subprocess, sys, time
feed = open(sys.argv[1], "rb") if sys.argv[1] else subprocess.DEVNULL
begun = time.perf_counter()
run = subprocess.run(sys.argv[2:], stdin=feed, stdout=subprocess.DEVNULL,
                     stderr=subprocess.PIPE)
wall = time.perf_counter() - begun
use = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stderr.buffer.write(run.stderr[-2000:])
print(use.ru_utime + use.ru_stime, wall, use.ru_maxrss)
sys.exit(run.returncode)
"""
"""A small process between: of a child, Linux counts the memory of its parent, too."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to be timed; what `ready` gives, if anything, is handed to `run`."""

    what: str
    run: Callable[..., object]
    ready: Callable[[], AbstractContextManager[Any]] = nullcontext
    """What is not timed: it is entered before, and left after."""
    many: int = 1
    """How many of whatever one run handles, for the note: microseconds each."""
    wanted: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """A whole process to be measured."""

    what: str
    command: Sequence[str] | Callable[[], Sequence[str]]
    """Its words, or what gives them again for each round."""
    ready: Callable[[], AbstractContextManager[Any]] = nullcontext
    stdin: Path | None = None
    wanted: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Used:
    """What a process took: seconds of CPU, seconds by the clock, KiB at its peak."""

    cpu: float
    wall: float
    peak: int

    @property
    def note(self) -> str:
        """What it took, for people."""
        return f"{self.cpu:.2f} s CPU, {self.peak / 1024:.0f} MiB"


@dataclass(slots=True)
class _Times:
    taken: list[list[float]] = field(default_factory=list)

    def ratios(self, at: int, *, rate: bool) -> list[float]:
        """Give the ratios of a subject to the floor, round by round."""
        pairs = zip(self.taken[0], self.taken[at], strict=True)
        return [least / used if rate else used / least for least, used in pairs]


def in_turn(
    floor: Subject,
    subjects: Sequence[Subject],
    rounds: int,
    *,
    clock: Clock = CPU,
    rate: bool = False,
) -> Iterator[Measurement]:
    """Time subjects next to their floor within this process, and give their rows.

    With `rate` a ratio is of things done in a time (1 is the floor, 0.25 four times
    slower), else of the time that they take.
    """
    everyone = [floor, *subjects]
    times = _Times([[] for _ in everyone])
    for number in range(rounds):
        for place in _rotated(len(everyone), number):
            times.taken[place].append(timed(everyone[place], clock))
    measure = f"{'rate, ' if rate else ''}{'wall' if clock is WALL else 'CPU'}"
    for place, one in enumerate(subjects, 1):
        yield Measurement.of(
            one.what,
            floor.what,
            measure,
            times.ratios(place, rate=rate),
            wanted=one.wanted,
            note=one.note or _each(times.taken[place], one.many),
        )


def _rotated(many: int, number: int) -> list[int]:
    first = number % many
    return [*range(first, many), *range(first)]


def _each(taken: Sequence[float], many: int) -> str:
    seconds = median(taken) / many
    return f"{1e6 * seconds:.1f} us each" if many > 1 else f"{1e3 * seconds:.2f} ms"


def timed(subject: Subject, clock: Clock) -> float:
    """Give the seconds that one run takes; what others left is swept away before."""
    with subject.ready() as given:
        gc.collect()
        handed = () if given is None else (given,)
        begun = clock()
        subject.run(*handed)
        return clock() - begun


def _surroundings() -> dict[str, str]:
    """Give the environment, in which modules are compiled once, as where they are
    installed: some machines forbid that, and each run would compile them again.
    """
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def used_by(command: Sequence[str], stdin: Path | None = None) -> Used:
    """Run a process; give what it took. It fails if the process does."""
    words = [sys.executable, "-S", "-E", "-c", _WRAPPER, str(stdin or ""), *command]
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, env=_surroundings()
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr.strip()}")
    cpu, wall, peak = done.stdout.split()
    return Used(float(cpu), float(wall), int(peak))


def whole(
    floor: Process, processes: Sequence[Process], rounds: int, *, wall: bool = False
) -> Iterator[Measurement]:
    """Measure whole processes next to their floor; a ratio is of the time they take."""
    everyone = [floor, *processes]
    found: list[list[Used]] = [[] for _ in everyone]
    for number in range(rounds):
        for place in _rotated(len(everyone), number):
            with everyone[place].ready():
                one = everyone[place]
                words = one.command() if callable(one.command) else one.command
                found[place].append(used_by(words, one.stdin))
    times = _Times([[x.wall if wall else x.cpu for x in uses] for uses in found])
    for place, one in enumerate(processes, 1):
        peak = max(used.peak for used in found[place])
        cpu = median(used.cpu for used in found[place])
        yield Measurement.of(
            one.what,
            floor.what,
            "wall" if wall else "CPU",
            times.ratios(place, rate=False),
            wanted=one.wanted,
            note=one.note or Used(cpu, 0, peak).note,
        )
