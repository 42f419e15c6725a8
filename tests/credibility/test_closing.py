"""What a ledger learns of rounds that somebody said had closed."""

from datetime import date, timedelta

import pytest

from ledger.credibility.circumstances import Chance
from ledger.credibility.closing import STEP, STEPS, Closing, ClosingOutcome, closing_of
from ledger.credibility.settings import DAY, DEFAULT
from ledger.credibility.silence import silence_of
from tests.credibility.asked import believed, moment, weighed
from tests.tales import Tale

ROUND = "halcyon/now"
EVEN = Chance(bucket=2, more=0, denied=False, closed=True)
TALKED = EVEN._replace(closed=False)


def learned(*counts: tuple[ClosingOutcome, int]) -> Closing:
    """Give what is learned of counted rounds; of those never settled, half are real."""
    return closing_of(counts, lambda _: 0.5, DEFAULT)


def test_silence_about_a_closed_round_says_nothing_before_anything_is_known() -> None:
    assert learned().nats(400 * DAY) == pytest.approx(0)


def test_it_says_more_with_each_ten_days_and_no_more_after_sixty() -> None:
    known = learned(
        *((ClosingOutcome(EVEN, step, real=True), 10) for step in range(STEPS))
    )
    steps = [known.nats(n * STEP) for n in range(STEPS + 1)]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] == 0
    assert known.nats(STEP - 1) == 0
    assert known.nats(700 * DAY) == steps[-1] < -1


def test_rounds_that_were_settled_late_or_never_take_from_it() -> None:
    soon = (ClosingOutcome(EVEN, 0, real=True), 20)
    late, never = (
        ClosingOutcome(EVEN, STEPS, real=True),
        ClosingOutcome(EVEN, None, real=False),
    )
    only = learned(soon).nats(STEP)
    assert only < learned(soon, (late, 20)).nats(STEP) < 0
    assert only < learned(soon, (never, 40)).nats(STEP) < 0


def test_refutations_that_come_soon_make_silence_speak_for_a_round() -> None:
    assert learned((ClosingOutcome(EVEN, 0, real=False), 20)).nats(STEP) > 0


def test_the_early_word_that_it_closed_is_learned_from_what_came_of_such_rounds() -> (
    None
):
    good = {(TALKED, 3, True): 40, (TALKED, 3, False): 10, (TALKED, None, False): 10}
    poor = {(EVEN, 3, True): 5, (EVEN, 3, False): 20, (EVEN, None, False): 5}
    assert silence_of(good, DEFAULT).effects.closed == 0
    assert silence_of(good | poor, DEFAULT).effects.closed < -0.5


def test_closed_rounds_that_stay_unheard_of_are_not_held_for_untrue() -> None:
    """Where other rounds become known and closed ones do not, they may as well be
    real: few of them became known as real or as unreal.
    """
    talked = {(TALKED, 3, True): 60, (TALKED, 3, False): 8, (TALKED, None, False): 32}
    closed = {(EVEN, 3, True): 6, (EVEN, None, False): 40}
    assert silence_of(talked | closed, DEFAULT).effects.closed > -0.3


def announced(tale: Tale, many: int) -> None:
    """Tell of rounds that were said to have closed, and announced five days later."""
    for number in range(many):
        name, day = f"halcyon/old{number}", date(2015, 1, 1) + timedelta(90 * number)
        said, heard = str(day), str(day + timedelta(5))
        tale.reported(name, "1B", by="herald", on=said, stage="closed")
        tale.reported(name, "1B", by="halcyon-co", on=heard, stage="closed")


def test_where_closed_rounds_are_announced_at_once_silence_makes_one_less_likely(
    tale: Tale,
) -> None:
    announced(tale, 12)
    tale.reported(ROUND, "9B", by="herald", on="2024-06-01", stage="closed")
    days = ("2024-06-01", "2024-06-05", "2024-06-15", "2024-08-15", "2025-03-01")
    chances = [believed(tale, ROUND, as_of=day) for day in days]
    assert chances[0] == chances[1] > chances[2] > chances[3] - 1e-12
    assert chances[-1] == pytest.approx(chances[-2])
    belief = weighed(tale, ROUND, as_of="2024-08-15").belief
    assert {"closed", "silence"} <= {voice.what for voice in belief.voices}
    (quiet,) = [x for x in belief.voices if x.what == "silence"]
    assert quiet.nats < -0.3


def test_its_clock_starts_with_the_word_that_it_closed(tale: Tale) -> None:
    announced(tale, 12)
    tale.reported(ROUND, "9B", by="herald", on="2024-06-01", stage="in_talks")
    tale.reported(ROUND, "9B", by="gazette", on="2024-09-01", stage="closed")
    fresh = weighed(tale, ROUND, as_of="2024-09-02").belief
    assert not [x for x in fresh.voices if x.what in {"silence", "closed"}]
    later = weighed(tale, ROUND, as_of="2024-09-20").belief
    assert [x.nats < 0 for x in later.voices if x.what == "silence"] == [True]


def test_a_report_after_the_official_word_is_not_an_early_one(tale: Tale) -> None:
    tale.reported(ROUND, "9B", by="herald", on="2023-01-01", stage="in_talks")
    tale.reported(ROUND, "9B", by="halcyon-co", on="2023-01-05", stage="closed")
    tale.reported(ROUND, "9B", by="gazette", on="2023-01-06", stage="closed")
    tallies = moment(tale, as_of="2024-06-01").replay.tallies
    ((_, chance),) = tallies.of("matured")
    assert chance is not None
    assert (chance.more, chance.closed) == (0, False)
    assert not tallies.of("closed")
