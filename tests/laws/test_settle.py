"""`settle` says what `valuations` and `raised` say on the day and before it."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from ledger.book import Book
from ledger.claims.figures import Figure
from ledger.projections.basis import Basis
from ledger.projections.settle import ClockAnswer
from ledger.projections.sums import totals

COMPANIES = ("openai", "xai", "anthropic", "mistral", "cognition", "perplexity")
FIGURES = ("valuation", "confirmed", "reported", "sought", "secondary", "raised")
AMOUNTS = ("500M", "2B", "6B", "10B", "24B", "100B", "300B", "500B", "852B", "1T")
HOWS = (">=", ">", "<", "=")


class Asked:
    """A question made at random, and what the answer of any one basis says of it."""

    def __init__(self, seed: int) -> None:
        dice = Random(seed)
        self.company, self.figure = dice.choice(COMPANIES), dice.choice(FIGURES)
        self.how, amount = dice.choice(HOWS), dice.choice(AMOUNTS)
        self.by = date(2023, 1, 1) + timedelta(days=dice.randrange(1_500))
        self.text = f"{self.company} {self.figure} {self.how} {amount} by {self.by}"
        scale = {"M": 6, "B": 9, "T": 12}[amount[-1]]
        self.amount = Decimal(amount[:-1]).scaleb(scale)
        self.days = sorted(dice.randrange(2_000) for _ in range(12))

    def figures(self, demo: Book, basis: Basis) -> list[Figure]:
        if self.figure == "raised":
            lines = [
                x for some in demo.raised(basis, [self.company]).value for x in some
            ]
            sums = [
                x for x in totals(lines) if (x.money, x.currency) == ("equity", "USD")
            ]
            return [x.amounts["committed"] for x in sums if "committed" in x.amounts]
        found = demo.valuations(basis, [self.company]).value
        if self.figure == "valuation":
            return [x.headline.figure for x in found if x.headline is not None]
        rows = [row for x in found for row in x.rows]
        return [x.figure for x in rows if x.name == self.figure and not x.disputed]

    def meets(self, demo: Book, basis: Basis) -> bool:
        return any(self._meets(one) for one in self.figures(demo, basis))

    def _meets(self, figure: Figure) -> bool:
        if not figure.has_amount or figure.currency != "USD":
            return False
        low, high = figure.bounds()
        least = low or Decimal(0)
        most = high if high is not None else least * Decimal("1.25")
        return {
            ">=": least >= self.amount,
            ">": least > self.amount,
            "<": most < self.amount,
            "=": low == high == self.amount,
        }[self.how]


@pytest.mark.parametrize("seed", range(40))
def test_published_agrees_with_the_answers_as_of_each_day(
    demo: Book, seed: int
) -> None:
    asked = Asked(seed)
    one = clock_of(demo, asked, "published")
    last = min(asked.by, date(2026, 11, 22))
    first = None if one.answer != "yes" else date.fromisoformat(one.on or "")
    if first is not None:
        assert asked.meets(demo, demo.basis(token=one.token))
        assert first <= asked.by
        last = first - timedelta(days=1)
    for days in (0, *asked.days):
        day = last - timedelta(days=days)
        assert not asked.meets(demo, demo.basis(as_of=day.isoformat())), day


@pytest.mark.parametrize("seed", range(40, 60))
def test_effective_agrees_with_the_answers_about_each_day(
    demo: Book, seed: int
) -> None:
    asked = Asked(seed)
    one = clock_of(demo, asked, "effective")
    last = min(asked.by, date(2026, 11, 22))
    if one.answer == "yes":
        assert asked.meets(demo, demo.basis(token=one.token))
        last = date.fromisoformat(one.on or "") - timedelta(days=1)
    for days in (0, *asked.days):
        day = last - timedelta(days=days)
        assert not asked.meets(demo, demo.basis(effective=day.isoformat())), day


@pytest.mark.parametrize("seed", range(60, 80))
def test_recorded_agrees_with_what_was_known_at_the_time(demo: Book, seed: int) -> None:
    asked = Asked(seed)
    answer = demo.settle(demo.basis(), asked.text.replace(str(asked.by), "2026-12-31"))
    one = next(x for x in answer.value if x.clock == "recorded")
    met = asked.meets(demo, demo.basis())
    assert (one.answer == "yes") == met
    if one.answer == "yes":
        assert asked.meets(demo, demo.basis(token=one.token))
    assert clock_of(demo, asked, "recorded").answer in {"no", "not yet"}


@pytest.mark.parametrize("seed", range(80, 90))
def test_a_replay_of_its_token_gives_the_same(demo: Book, seed: int) -> None:
    asked = Asked(seed)
    answer = demo.settle(demo.basis(as_of="2026-03-31"), asked.text)
    again = demo.settle(demo.basis(token=answer.basis.token), asked.text)
    assert again.value == answer.value
    assert again.basis.token == answer.basis.token


def clock_of(demo: Book, asked: Asked, clock: str) -> ClockAnswer:
    found = demo.settle(demo.basis(), asked.text).value
    return next(one for one in found if one.clock == clock)
