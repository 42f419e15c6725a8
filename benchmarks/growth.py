"""How commands grow: with the events of one company, of one round, of a whole ledger.

Each command is a whole process, held against `valuations` of the same company in the
same ledger. Its exponent says how CPU grows from the smaller ledger to the larger one,
less what it takes to start: 1 is in step with the events.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.companies import Company
from benchmarks.core import SAYSO
from benchmarks.mix import SEED, SOURCES, Told, mix, told_of
from benchmarks.rows import Row
from benchmarks.runner import Run
from benchmarks.taking import Used, used_by

DAYS: Final = ("--from", "2010-01", "--to", "2025-12", "--every", "day", "-f", "csv")


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, what it may cost beside `valuations`, and how it may grow."""

    words: tuple[str, ...]
    times: str = ""
    grows: str = ""

    @property
    def name(self) -> str:
        """Give it as people type it, without what is the same for all."""
        return " ".join(("sayso", *self.words)).replace(" -f json", "")


FLOOR: Final = Asked(("valuations", "c0", "-f", "json"))
OF_ONE: Final = (
    Asked(("timeline", "c0", "--no-belief", "-f", "json"), "<= 4", "<= 1.15"),
    Asked(("timeline", "c0", "-f", "json")),
    Asked(("chart", "c0"), "<= 6", "<= 1.15"),
    Asked(("chart", "c0", "--what", "raised"), "<= 6", "<= 1.15"),
    Asked(("vintages", "c0", "--every", "month"), "<= 6", "<= 1.15"),
    Asked(("export", "valuations", "c0", *DAYS), "<= 8", "<= 1.15"),
    Asked(("explain", "c0", "-f", "json")),
)
OF_ALL: Final = (
    Asked(("valuations", "--top", "10"), "<= 2"),
    Asked(("rounds", "-f", "csv")),
    Asked(("disputed", "-f", "csv")),
)


def measure(run: Run) -> Iterator[Row]:
    """Measure each shape at two sizes."""
    few, many = run.sized((200, 500), (1_000, 5_000))
    yield from grown(run, "one company", [of_one(few), of_one(many)], OF_ONE)
    told = [of_one(size, one_round=True) for size in (few // 2, many // 2)]
    yield from grown(run, "one round", told, OF_ONE[:1])
    told = [list(mix(size)) for size in run.sized((500, 1_000), (10_000, 50_000))]
    yield from grown(run, "many companies", told, OF_ALL)


def of_one(events: int, *, one_round: bool = False) -> list[Told]:
    """Tell of one company, twelve events a round, or of one round of it."""
    company = Company(0, 1, events, "voice", Random(SEED))
    told = [told_of(0, ("company.registered", {"slug": "c0", "name": "Company 0"}))]
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


def grown(
    run: Run, shape: str, sizes: list[list[Told]], commands: tuple[Asked, ...]
) -> Iterator[Row]:
    """Give what commands cost in the larger ledger, and how they grew to that."""
    few, many = (len(told) for told in sizes)
    run.say(f"{shape}: {few:,} and {many:,} events")
    places = [imported(run, f"{shape}-{len(told)}", told) for told in sizes]
    start = used_by([SAYSO, "--version"]).cpu
    floors = [used(FLOOR, place) for place in places]
    for asked in commands:
        small, large = (used(asked, place) for place in places)
        yield Row.of(
            f"`{asked.name}`, {shape} of {many:,} events",
            f"`{FLOOR.name}`",
            "CPU",
            [large.cpu / floors[1].cpu],
            wanted=asked.times,
            note=large.note,
        )
        grew = max(large.cpu - start, 0.01) / max(small.cpu - start, 0.01)
        yield Row.of(
            f"the same, from {few:,} events on",
            "",
            "exponent",
            [log(grew) / log(many / few)],
            wanted=asked.grows,
            note=small.note,
        )


def imported(run: Run, name: str, told: list[Told]) -> Path:
    """Import events into a ledger of their own."""
    source, place = (run.folder / f"{name}{end}" for end in (".jsonl", ".db"))
    with source.open("wb") as file:
        file.writelines(one.line() for one in told)
    used_by([SAYSO, "init", str(place)])
    used_by([SAYSO, "import", str(source), "--db", str(place)])
    return place


def used(asked: Asked, place: Path) -> Used:
    """Run a command as a process."""
    return used_by([SAYSO, *asked.words, "--db", str(place)])
