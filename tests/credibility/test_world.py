"""The model on a small world with known truth: loose bars, and exact repetition."""

from random import Random

import pytest

from ledger.credibility.settling import SILENT
from tests.credibility.telling import Teller
from tests.credibility.worlds import LAST, Result, World, figures, mean, played, world

SEED = 300
"""Not one of the seeds that anything was tuned on."""


@pytest.fixture(scope="module")
def small() -> World:
    """Give a world that takes a second to tell."""
    return world(SEED)


@pytest.fixture(scope="module")
def result(small: World) -> Result:
    return played(small)


@pytest.fixture(scope="module")
def teller(small: World) -> Teller:
    """Give the world, told to its end."""
    told = small.teller()
    for it in small.happenings:
        told.tell(it)
    told.until(LAST)
    return told


def test_reliable_sources_are_found(result: Result) -> None:
    scored = figures(result)
    assert scored["rank"] > 0.6
    assert scored["error"] < 0.13
    assert scored["covered"] > 0.7


def test_beliefs_beat_the_base_rate(result: Result) -> None:
    share = mean([float(real) for _, real in result.chances])
    assert figures(result)["brier"] < share * (1 - share) - 0.01


def test_prices_are_found_and_intervals_hold_them(result: Result) -> None:
    scored = figures(result)
    assert scored["price error"] < 0.16
    assert scored["price covered"] > 0.7


def test_the_same_seed_is_the_same_world_and_the_same_bits(result: Result) -> None:
    assert played(world(SEED)) == result
    assert world(SEED + 1).happenings != world(SEED).happenings


def test_em_ranks_sources_too_and_is_the_same_in_any_order(
    small: World, teller: Teller
) -> None:
    once = teller.joint()
    names = list(teller.replay.cases)
    Random(1).shuffle(names)
    cases = {name: teller.replay.cases[name] for name in names}
    teller.replay.cases.clear()
    teller.replay.cases.update(cases)
    again = teller.joint()
    assert again == once
    good = [s for s, true in small.reliability.items() if true > 0.8]
    poor = [s for s, true in small.reliability.items() if true < 0.5]
    known = once.sources
    assert mean([known[s].mean for s in good]) > mean([known[s].mean for s in poor])


def test_em_holds_settled_rounds_to_their_outcome(teller: Teller) -> None:
    beliefs, settled = teller.joint().beliefs, 0
    for name, share in teller.replay.shares.items():
        if share.outcome is not None and share.outcome.tier not in SILENT:
            settled += 1
            assert beliefs[name] == float(share.outcome.real)
    assert settled > 50
