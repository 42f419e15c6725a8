"""Who found something out, and who copied: by labels, by the clock, by the figure."""

from math import log

import pytest

from ledger.credibility.origins import grain
from tests.credibility.asked import believed, score, weighed
from tests.tales import Tale

ROUND = "halcyon/a"


def origins(tale: Tale, **asked: str) -> set[str | None]:
    voices = weighed(tale, ROUND, **asked).belief.voices
    return {voice.source for voice in voices if voice.what == "origin"}


def why(tale: Tale, source: str) -> str | None:
    found = weighed(tale, ROUND)
    told = next(x for x in found.case.told if x.source == source)
    copy = found.copied.get(told.id)
    return None if copy is None else copy.why


def test_who_says_that_it_has_its_own_sources_copies_nobody(tale: Tale) -> None:
    for by, hour in (("a-blog", 8), ("the-wire", 10), ("herald", 12)):
        more = {} if by == "a-blog" else {"own_sourcing": True}
        on = f"2024-01-10T{hour:02}:00Z"
        tale.reported(ROUND, "10B", by=by, on=on, stage="in_talks", **more)  # type: ignore[arg-type]
    assert origins(tale) == {"a-blog", "the-wire", "herald"}
    assert believed(tale, ROUND, as_of="2024-01-20") > 0.78


def test_a_paper_that_stands_by_a_claim_is_an_origin(tale: Tale) -> None:
    claim = tale.reported(ROUND, "10B", by="a-blog", on="2024-01-10", stage="in_talks")
    alone = believed(tale, ROUND, as_of="2024-01-12")
    tale.confirmed(claim, by="herald", on="2024-01-11")
    assert origins(tale) == {"a-blog", "herald"}
    assert believed(tale, ROUND, as_of="2024-01-12") > alone
    tale.reported(ROUND, "10B", by="halcyon-co", on="2024-03-01", stage="closed")
    assert [row.row.grade for row in score(tale, "herald").rows] == [1.0]


@pytest.mark.parametrize(
    ("figure", "copied"),
    [("23.7B", True), ("2.37B", True), ("20B", False), ("10B", False)],
)
def test_a_figure_that_is_seldom_hit_is_copied_also_weeks_later(
    tale: Tale, figure: str, *, copied: bool
) -> None:
    tale.reported(ROUND, figure, by="herald", on="2024-01-10", stage="in_talks")
    tale.reported(ROUND, figure, by="a-blog", on="2024-02-20", stage="in_talks")
    assert (why(tale, "a-blog") == "figures") is copied


def test_a_figure_said_wider_is_copied_and_one_that_is_sharper_is_not(
    tale: Tale,
) -> None:
    tale.reported(ROUND, "23.7B", by="herald", on="2024-01-10", stage="in_talks")
    tale.reported(ROUND, "c.23.7B", by="a-blog", on="2024-02-20", stage="in_talks")
    tale.reported(ROUND, "23.6B", by="gazette", on="2024-02-21", stage="in_talks")
    assert (why(tale, "a-blog"), why(tale, "gazette")) == ("figures", None)


def test_who_tells_of_a_further_stage_copies_nobody(tale: Tale) -> None:
    tale.reported(ROUND, "23.7B", by="herald", on="2024-01-10", stage="in_talks")
    tale.reported(ROUND, "23.7B", by="a-blog", on="2024-01-11", stage="closed")
    assert why(tale, "a-blog") is None


@pytest.mark.parametrize(
    ("amount", "step"), [(23.7e9, 1 / 237), (25e9, 5 / 25), (20e9, 10 / 20), (2e9, 0.5)]
)
def test_round_numbers_stand_in_wide_steps(amount: float, step: float) -> None:
    assert grain(log(amount)) == pytest.approx(log(1 + step), rel=1e-6)


def test_settling_reads_labels_alone(tale: Tale) -> None:
    for by, day in (("herald", "10"), ("gazette", "11")):
        on = f"2024-01-{day}"
        tale.reported(ROUND, "23.7B", by=by, on=on, stage="closed")
    assert origins(tale, as_of="2024-02-01") == {"herald"}
    outcome = weighed(tale, ROUND, as_of="2024-03-01").outcome
    assert outcome is not None
    assert outcome.tier == 4
