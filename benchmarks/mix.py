"""A made-up history in the mix that ledgers see, of any size, the same every time.

Fifty events a company in the mean, with a heavy tail up to 1,000; one in ten becomes
known up to 400 days late. Most are reports; the rest answers them: revisions, denials,
confirmations, retractions, relays, merges, and our own corrections. Every event may be
recorded as it stands, and comes both as people write it and as it is stored.

It is told in the order of recording, one day after the other, as it is drawn: what is
kept is about a kilobyte for each company, whatever the number of events.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from itertools import cycle, groupby, islice
from pathlib import Path
from random import Random
from typing import Any, Final

import orjson

from benchmarks.companies import FIRST_DAY, REPORTERS, CompanyEvent, CompanyStory
from benchmarks.runner import Run
from ledger.audit.places import Home
from ledger.book import Book
from ledger.claims.amounts import figure_data
from ledger.claims.canonical import draft
from ledger.claims.entry import Draft
from ledger.claims.evidence import CITABLE, without_evidence_fields
from ledger.claims.figures import parse_figure
from ledger.claims.schemas import schema_of

SEED: Final = 20_260_101
EVENTS_A_COMPANY: Final = 50
MOST: Final = 1_000
"""No company has more events."""

TAIL: Final = 1.1
SOURCES: Final = ("wire", *("press",) * 6, *("blog",) * 2, "investor") * 6
SPOKEN_FOR: Final = 100
"""So many companies have the same voice, a source that may speak for them."""

DAY: Final = 86_400_000_000
PAGE: Final = 10_000


@dataclass(frozen=True, slots=True)
class TypedEvent:
    """One event: when it is recorded, its draft, and how people write it."""

    day: int
    """Days since 1970."""
    draft: Draft
    typed: dict[str, Any]

    def line(self) -> bytes:
        """Give it as a JSON line for an import."""
        told = {"type": self.draft.type, "data": self.typed}
        return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def companies_in(events: int) -> int:
    """Give how many companies so many events are about."""
    return max(2, events // EVENTS_A_COMPANY)


def mix(
    events: int, seed: int = SEED, *, reporters: int = REPORTERS
) -> Iterator[TypedEvent]:
    """Tell of companies and sources, and then so many events about the companies."""
    random = Random(seed)
    sizes = _sizes(events, random)
    for said in _registered(len(sizes), reporters):
        yield told_of(FIRST_DAY, said)
    voices = [f"voice-{number // SPOKEN_FOR}" for number in range(len(sizes))]
    queue: list[tuple[float, int, CompanyStory]] = []
    for number, many in enumerate(sizes):
        if many:
            about = (number, len(sizes), many, voices[number], random)
            one = CompanyStory(*about, reporters=reporters)
            queue.append((one.next_day, number, one))
    heapify(queue)
    while queue:
        at, number, company = queue[0]
        told = told_of(int(at), company.said(int(at)))
        company.remember(told.draft.id)
        if company.left:
            heapreplace(queue, (company.next_day, number, company))
        else:
            heappop(queue)
        yield told


def _sizes(events: int, random: Random) -> list[int]:
    """Give the number of events of each company; together they are all events."""
    drawn = [
        min(MOST, 9 * random.paretovariate(TAIL)) for _ in range(companies_in(events))
    ]
    share, before, sizes = events / sum(drawn), 0.0, list[int]()
    for one in drawn:
        after = before + one * share
        sizes.append(min(MOST, round(after) - round(before)))
        before = after
    return _topped_up(sizes, events)


def _topped_up(sizes: list[int], events: int) -> list[int]:
    """Spread what the largest companies could not take over the others."""
    missing = events - sum(sizes)
    while missing:
        for number in range(len(sizes)):
            if missing and sizes[number] < MOST:
                sizes[number] += 1
                missing -= 1
    return sizes


def _registered(companies: int, reporters: int) -> Iterator[CompanyEvent]:
    for number in range(companies):
        data = {"slug": f"c{number}", "name": f"Company {number}"}
        yield "company.registered", data
    for number, kind in enumerate(islice(cycle(SOURCES), reporters)):
        data = {"slug": f"s{number}", "name": f"Source {number}", "kind": kind}
        yield "source.registered", data
    for first in range(0, companies, SPOKEN_FOR):
        number, end = first // SPOKEN_FOR, min(first + SPOKEN_FOR, companies)
        voice: dict[str, Any] = {"slug": f"voice-{number}", "name": f"Voice {number}"}
        voice |= {"kind": "company", "speaks_for": [f"c{x}" for x in range(first, end)]}
        yield "source.registered", voice


def told_of(day: int, said: CompanyEvent) -> TypedEvent:
    """Give what is said on a day as an event, checked and as it is stored."""
    type_, typed = said
    data = without_evidence_fields(stored(typed)) if type_ in CITABLE else stored(typed)
    return TypedEvent(day, draft(type_, data, schema_of(type_, data)), typed)


def stored(typed: dict[str, Any]) -> dict[str, Any]:
    """Give data as it is stored: amounts as objects."""
    kept: dict[str, Any] = {}
    for key, value in typed.items():
        if key in {"raised", "valuation"}:
            kept[key] = [{**x, "figure": _figure(x["figure"])} for x in value]
        elif key == "set":
            kept[key] = stored(value)
        else:
            kept[key] = value
    return kept


def _figure(text: str) -> dict[str, str]:
    return figure_data(parse_figure(text))


def load(place: str, told: Iterable[TypedEvent], home: Home | None = None) -> None:
    """Make a ledger at a path or URL and append to it, as on the days of recording.

    Drafts go the way of every event from there on; nothing is decided about them. With
    a home the ledger has a key there.
    """
    feed = iter(told)
    clock = FIRST_DAY * DAY
    made = Book.create(place, clock=lambda: clock, actor="mix", home=home)
    with closing(made) as book:
        log = book.opening["log"]
        while page := list(islice(feed, PAGE)):
            with book.log.writer() as writer:
                for day, several in groupby(page, key=lambda one: one.day):
                    drafts = [one.draft for one in several]
                    recorded = (day + 1) * DAY - 1
                    writer.append(drafts, recorded=recorded, actor="mix", log=log)


def ledger(run: Run, events: int) -> Path:
    """Give a SQLite ledger of the mix; within one run it is made once. Do not write."""
    place = run.folder / f"mix-{events}.db"
    if not place.exists():
        run.say(f"making a ledger of {events:,} events")
        part = place.with_suffix(".part")
        load(str(part), mix(events), Home.of_user())
        part.rename(place)
    return place


def feed(run: Run, events: int) -> Path:
    """Give the mix as JSON lines for an import; within one run it is made once."""
    place = run.folder / f"mix-{events}.jsonl"
    if not place.exists():
        run.say(f"writing {events:,} events as JSON lines")
        part = place.with_suffix(".part")
        with part.open("wb") as file:
            file.writelines(one.line() for one in mix(events))
        part.rename(place)
    return place
