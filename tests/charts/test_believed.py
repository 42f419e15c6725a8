"""What is drawn of beliefs and scores is what they are at each cut."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.charts import believed
from ledger.charts.believed import chance
from ledger.charts.values import Chart, Probability
from ledger.credibility.belief import settled_nats
from ledger.credibility.beta import sigmoid
from ledger.credibility.replaying import Replay
from ledger.credibility.scores import Scores
from ledger.credibility.settings import DAY
from tests.tales import Tale, told


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    with told(tmp_path) as made:
        yield made


DAYS = [date(2024, 1, 5) + timedelta(days=n) for n in range(0, 1040, 37)]


def there(chart: Chart, cut: int) -> dict[str, Probability]:
    """What is drawn at a cut, by round or role."""
    found = {}
    for step in chart.steps:
        if step.since <= cut < step.until:
            assert isinstance(step.amount, Probability)
            found[step.round or step.line] = step.amount
    return found


def test_beliefs_are_those_of_each_day(demo: Book) -> None:
    chart = demo.chart("belief", demo.basis(as_of="2026-11-22"), ["xai"]).value
    for day in DAYS:
        basis = demo.basis(as_of=str(day))
        weighed = demo.believing.moment(basis).value.company("xai")
        assert there(chart, basis.cut) == {
            found.case.round: chance(found.belief.chance) for found in weighed
        }, day


@pytest.mark.parametrize("slug", ["elon-musk", "bloomberg"])
def test_scores_are_those_of_each_day(demo: Book, slug: str) -> None:
    chart = demo.chart("credibility", demo.basis(as_of="2026-11-22"), [slug]).value
    for day in DAYS:
        basis = demo.basis(as_of=str(day))
        scores = demo.believing.moment(basis).value.scores
        kind = demo.names(basis).sources[slug].kind
        rated = {
            role: score
            for role in ("original", "relay", "denial")
            if (score := scores.score(slug, kind, role)).label != "unrated"
        }
        assert there(chart, basis.cut) == {
            role: chance(score.mean, *score.interval) for role, score in rated.items()
        }, day


def test_the_claims_behind_a_score_are_marked_where_they_were_settled(
    demo: Book,
) -> None:
    basis = demo.basis(as_of="2024-06-30")
    chart = demo.chart("credibility", basis, ["elon-musk"]).value
    assert [(mark.kind, mark.row.seq) for mark in chart.marks] == [
        ("wrong", 68),
        ("wrong", 77),
    ]


def test_marks_of_a_round_stand_at_what_was_believed_of_it_then(demo: Book) -> None:
    chart = demo.chart("belief", demo.basis(as_of="2024-06-30"), ["xai"]).value
    denial = next(mark for mark in chart.marks if mark.row.seq == 74)
    assert denial.round == "xai/first-round-2024"
    assert denial.amount == there(chart, denial.at)["xai/first-round-2024"]


def test_a_settled_round_is_believed_whatever_the_scores(demo: Book) -> None:
    moment = demo.believing.moment(demo.basis(as_of="2026-11-22")).value
    settled = 0
    for name, share in moment.replay.shares.items():
        nats = settled_nats(share.outcome)
        found = moment.weigh(moment.replay.cases[name])
        if nats is None:
            assert "settled" not in {x.what for x in found.belief.voices}
            continue
        settled += 1
        assert chance(sigmoid(nats)) == chance(found.belief.chance)
    assert settled > 5


def test_scores_are_asked_for_while_a_round_is_open_only(
    demo: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, scores = list[int](), Replay.scores

    def counted(replay: Replay) -> Scores:
        asked.append(replay.cut)
        return scores(replay)

    monkeypatch.setattr(Replay, "scores", counted)
    basis = demo.basis(as_of="2026-11-22")
    for slug in ("intel", "x-corp"):
        asked.clear()
        chart = demo.chart("belief", basis, [slug]).value
        ends = {step.until for step in chart.steps if "0.98" in str(step.amount)}
        assert ends, slug
        last = [step for step in chart.steps if step.until == max(ends)]
        assert all(cut < min(step.since for step in last) for cut in asked), slug


@pytest.mark.parametrize("scope", ["timing", "whole", None])
def test_what_time_alone_does_to_a_belief_begins_on_its_day(
    tale: Tale, scope: str | None
) -> None:
    name = "halcyon/series-a"
    tale.reported(name, "9B", by="herald", on="2024-06-01", stage="in_talks")
    tale.reported(name, "9B", by="the-wire", on="2024-07-15", stage="closed")
    if scope is not None:
        tale.denied(name, by="halcyon-co", on="2024-06-03", scope=scope)
    drawn = tale.book.chart("belief", tale.book.basis(as_of="2026-12-31"), ["halcyon"])
    for days in range(0, 500, 3):
        day = date(2024, 6, 2) + timedelta(days)
        basis = tale.book.basis(as_of=str(day))
        (found,) = tale.book.believing.moment(basis).value.company("halcyon")
        assert there(drawn.value, basis.cut) == {name: chance(found.belief.chance)}, day


@pytest.mark.parametrize("later", ["joined", "moved", "retracted"])
def test_time_moves_a_belief_by_what_was_known_of_its_round_then(
    tale: Tale, later: str
) -> None:
    """In the end the round began on another day, never closed, or is no round."""
    name, other = "halcyon/series-a", "halcyon/series-b"
    claim = tale.reported(name, "9B", by="herald", on="2024-06-01", stage="in_talks")
    closed = tale.reported(name, "9B", by="a-blog", on="2024-07-15", stage="closed")
    tale.reported(other, "8B", by="gazette", on="2023-12-20", stage="in_talks")
    match later:
        case "joined":
            tale.joined(name, other, on="2025-03-10")
        case "moved":
            tale.moved(claim, other, on="2025-03-10")
        case "retracted":
            tale.retracted(closed, by="a-blog", on="2025-03-10")
    drawn = tale.book.chart("belief", tale.book.basis(as_of="2026-12-31"), ["halcyon"])
    for days in range(0, 900, 3):
        day = date(2024, 1, 2) + timedelta(days)
        basis = tale.book.basis(as_of=str(day))
        weighed = tale.book.believing.moment(basis).value.company("halcyon")
        assert there(drawn.value, basis.cut) == {
            found.case.round: chance(found.belief.chance) for found in weighed
        }, day


@pytest.mark.parametrize(("until", "least"), [("2025-06-30", 12), ("2034-06-30", 4)])
def test_in_a_large_ledger_a_young_round_is_followed_closely(
    tale: Tale, monkeypatch: pytest.MonkeyPatch, until: str, least: int
) -> None:
    monkeypatch.setattr(believed, "MOST", 1)
    name = "halcyon/series-a"
    tale.reported(name, "9B", by="herald", on="2024-06-01", stage="in_talks")
    basis = tale.book.basis(as_of=until)
    steps = tale.book.chart("belief", basis, ["halcyon"]).value.steps
    young = [step for step in steps if step.since < steps[0].since + 360 * DAY]
    assert least <= len(young)
    assert len(steps) <= least + 3 + believed.SPREAD
    (found,) = tale.book.believing.moment(basis).value.company("halcyon")
    assert steps[-1].amount == chance(found.belief.chance)


def test_a_probability_has_three_digits() -> None:
    assert chance(0.12345) == Probability(*[Decimal("0.123")] * 3)
