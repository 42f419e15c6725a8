"""How commands grow: with the events of one company, of one round, of a whole ledger.

Each command is a whole process, compared with `valuations` of one company in the same
ledger. Its exponent says how CPU grows from the smaller ledger to the larger one, less
what it takes in a ledger of twenty: 1 is in step with the events.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import log
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.companies import CompanyStory
from benchmarks.core import SAYSO
from benchmarks.mix import SEED, SOURCES, TypedEvent, mix, told_of
from benchmarks.rows import Measurement
from benchmarks.runner import Run
from benchmarks.taking import Used, used_by

DAYS: Final = ("--from", "2010-01", "--to", "2025-12", "--every", "day", "-f", "csv")
TINY: Final = 20
"""Events of a ledger in which a command takes what it takes to start."""

MONTHS: Final = ("--from", "2020-01", "--to", "2025-12", "--every", "month")


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, what it may cost compared with `valuations`, and how it may grow."""

    words: tuple[str, ...]
    times: str = ""
    grows: str = ""

    @property
    def name(self) -> str:
        """Give it as people type it, without what is the same for all."""
        return " ".join(("sayso", *self.words)).replace(" -f json", "")


@dataclass(frozen=True, slots=True)
class LedgerShape:
    """A kind of ledger: how it comes about, and what it is asked."""

    name: str
    told: Callable[[int], Iterable[TypedEvent]]
    asked: tuple[Asked, ...]
    times: float = 1
    """How large it is, compared with one company: what is slow is asked of less."""


FLOOR: Final = Asked(("valuations", "c0", "-f", "json"))
TIMELINE: Final = Asked(
    ("timeline", "c0", "--no-belief", "-f", "json"), "<= 4", "<= 1.15"
)
EXPLAIN: Final = Asked(("explain", "c0", "--no-belief", "-f", "json"))
OF_ONE: Final = (
    TIMELINE,
    Asked(("chart", "c0"), "<= 6", "<= 1.15"),
    Asked(("chart", "c0", "--what", "raised"), "<= 6", "<= 1.15"),
    Asked(("vintages", "c0", "--every", "month"), "<= 8", "<= 1.15"),
    Asked(("export", "valuations", "c0", *DAYS), "<= 8", "<= 1.15"),
    EXPLAIN,
)
OF_ONE_ROUND: Final = (replace(TIMELINE, times="<= 8", grows="<= 1.2"), EXPLAIN)
OF_ALL: Final = (
    Asked(("valuations", "--top", "10"), "<= 2"),
    Asked(("rounds", "-f", "csv")),
    Asked(("disputed", "-f", "csv")),
    Asked(("raised", "-f", "csv")),
    Asked(("links", "-f", "csv")),
    Asked(("lint", "-f", "csv")),
    Asked(("credibility", "-f", "csv")),
    Asked(("export", "valuations", *MONTHS, "-f", "csv")),
)


def measure(run: Run) -> Iterator[Measurement]:
    """Measure each shape at two sizes."""
    few, many = run.sizes or run.sized((200, 500), (1_000, 5_000))
    for shape in SHAPES:
        yield from grown(run, shape, int(few * shape.times), int(many * shape.times))


def many_sources(events: int) -> Iterator[TypedEvent]:
    """Tell of many companies, by a source for every two events."""
    return mix(events, reporters=max(1, events // 2))


def of_one(events: int, *, one_round: bool = False) -> list[TypedEvent]:
    """Tell of one company, twelve events a round, or of one round of it."""
    company = CompanyStory(0, 1, events, "voice", Random(SEED))
    told = [
        told_of(0, ("company.registered", {"slug": "c0", "name": "CompanyStory 0"}))
    ]
    for number, kind in enumerate(SOURCES):
        source = {"slug": f"s{number}", "name": f"Source {number}", "kind": kind}
        told.append(told_of(0, ("source.registered", source)))
    voice = {"slug": "voice", "name": "Voice", "kind": "company", "speaks_for": ["c0"]}
    told.append(told_of(0, ("source.registered", voice)))
    for _ in range(events):
        day = int(company.next_day)
        type_, data = company.said(day)
        if one_round and type_ in {"claim.moved", "rounds.merged"}:
            continue
        if one_round and "round" in data:
            data["round"] = "c0/r1"
        told.append(told_of(day, (type_, data)))
        company.remember(told[-1].draft.id)
    return told


SHAPES: Final = (
    LedgerShape("one company", of_one, OF_ONE),
    LedgerShape("one round", partial(of_one, one_round=True), OF_ONE_ROUND, 0.2),
    LedgerShape("many companies", mix, OF_ALL, 2),
    LedgerShape("many sources", many_sources, OF_ALL[1:], 2),
)


def grown(run: Run, shape: LedgerShape, few: int, many: int) -> Iterator[Measurement]:
    """Give what commands cost in the larger ledger, and how they grew to that."""
    places = [imported(run, shape, size) for size in (TINY, few, many)]
    floor = used(FLOOR, places[-1])
    for asked in shape.asked:
        run.say(f"{shape.name}: {asked.name}")
        tiny, small, large = (used(asked, place) for place in places)
        yield Measurement.of(
            f"`{asked.name}`, {shape.name} of {many:,} events",
            f"`{FLOOR.name}`",
            "CPU",
            [large.cpu / floor.cpu],
            wanted=asked.times,
            note=large.note,
        )
        grew = max(large.cpu - tiny.cpu, 0.01) / max(small.cpu - tiny.cpu, 0.01)
        yield Measurement.of(
            f"the same, from {few:,} events on",
            "",
            "exponent",
            [log(grew) / log(many / few)],
            wanted=asked.grows,
            note=small.note,
        )


def imported(run: Run, shape: LedgerShape, events: int) -> Path:
    """Import the events of a shape into a ledger of their own."""
    run.say(f"{shape.name}: importing {events:,} events")
    name = f"{shape.name.replace(' ', '-')}-{events}"
    source, place = (run.folder / f"{name}{end}" for end in (".jsonl", ".db"))
    with source.open("wb") as file:
        file.writelines(one.line() for one in shape.told(events))
    used_by([SAYSO, "init", str(place)])
    used_by([SAYSO, "import", str(source), "--db", str(place)])
    return place


def used(asked: Asked, place: Path) -> Used:
    """Run a command as a process."""
    return used_by([SAYSO, *asked.words, "--db", str(place)])
