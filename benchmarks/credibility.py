"""How well the model of credibility does on worlds of our own, and what it costs.

The worlds are those of the tests, seeds 200 on. Costs are ratios within one run: one
added event against a whole replay, and a replay of many events against the plain fold
of their rounds.
"""

from collections.abc import Iterator
from math import sqrt
from typing import Final

from benchmarks.core import lines
from benchmarks.rows import Measurement
from benchmarks.runner import Run
from benchmarks.taking import Subject, in_turn
from ledger.book import Book
from ledger.credibility.cases import Case
from ledger.credibility.gathering import parties_in
from ledger.credibility.replaying import replayed
from ledger.credibility.settings import DAY, DEFAULT
from ledger.credibility.sweeping import cases_in, moment_of
from ledger.projections.standing import company_at
from ledger.projections.visible import apply_corrections, published_rows
from ledger.reading.beliefs import Believing
from ledger.reading.folding import Folding
from ledger.reading.garbage import unswept
from tests.credibility.telling import case_of
from tests.credibility.worlds import LAST, Ways, figures, mean, played, world

SEED: Final = 200


def worlds(many: int) -> Iterator[Measurement]:
    """Tell what is reached on worlds of our own, with standard errors."""
    scored = [figures(played(world(SEED + number))) for number in range(many)]
    for name in scored[0]:
        values = [one[name] for one in scored]
        middle = mean(values)
        error = sqrt(mean([(x - middle) ** 2 for x in values]) / len(values))
        yield Measurement(
            f"{name}, seeds {SEED} to {SEED + many - 1}",
            *("", "score, mean of the worlds", middle, min(values), max(values), many),
            note=f"standard error {error:.3f}",
        )


def one_event(run: Run) -> Iterator[Measurement]:
    """One added report, and all scores that it moves, against a whole replay."""
    for size in (45, 180):
        found = world(SEED, companies=size, ways=Ways(reports=2 * size))
        teller = found.teller()
        for it in found.happenings:
            teller.tell(it)
        teller.until(LAST)
        name, known = next(iter(teller.rounds.items()))
        cases, settings = list(teller.replay.cases.values()), teller.replay.settings
        source = known.told[0].source

        def added() -> None:
            for _ in range(20):
                teller.replay.put([case_of(name, known)])  # noqa: B023 - called at once
                teller.reliability(source)  # noqa: B023

        def whole() -> None:
            replayed(cases, round(LAST * DAY), settings).scores()  # noqa: B023

        events = len(found.happenings)
        yield from in_turn(
            Subject("a whole replay", whole),
            [Subject(f"twenty single events added among {events:,}", added)],
            run.sized(1, 5),
        )


def replay(run: Run) -> Iterator[Measurement]:
    """A replay at one basis against the plain fold of all rounds, in one run.

    First as questions, from the database on; then over rows that were parsed before.
    Neither side is charged for Python's search for cycles.
    """
    events, rounds = run.sized(10_000, 100_000), run.sized(1, 3)
    place = str(run.folder / "many.db")
    with Book.create(place, clock=lambda: 1_767_225_600_000_000) as book:
        imported = book.import_lines(lines(events), name="history")
        assert not imported.problems, imported.problems[:3]
        basis, directory = book.basis(), book.names()
        folding = Folding(book.log)
        run.say(f"{events:,} events")
        with unswept():
            yield from in_turn(
                Subject("all rounds as a question", lambda: book.companies(basis)),
                [
                    Subject(
                        f"all scores as a question, {events:,} events",
                        lambda: Believing(folding).moment(basis),
                    )
                ],
                rounds,
            )
        parsed = [
            (slugs, published_rows(apply_corrections(entries).entries))
            for slugs, entries in folding.groups((), basis.known_at)
        ]

    def fold() -> None:
        for (slug,), rows in parsed:
            company_at(slug, rows, directory, basis.cut)

    def everything() -> None:
        parties, cases = parties_in(directory), list[Case]()
        for slugs, rows in parsed:
            folded = [company_at(x, rows, directory, basis.cut) for x in slugs]
            cases += cases_in(folded, parties)
        moment_of(cases, basis.cut, DEFAULT)

    with unswept():
        yield from in_turn(
            Subject("all rounds over parsed rows", fold),
            [Subject("all scores over the same rows", everything, wanted="<= 3.0")],
            rounds,
        )


def measure(run: Run) -> Iterator[Measurement]:
    """Score the worlds, then time an event and a replay."""
    yield from worlds(run.sized(3, 12))
    run.say("costs")
    yield from one_event(run)
    yield from replay(run)
