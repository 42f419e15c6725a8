"""In a world that is not the configured one a note says when not to trust an answer.

The worlds are those that docs/credibility.md reports on, small and of our own.
"""

from dataclasses import replace

import pytest

from ledger.rendering.beliefs import doubts
from ledger.rendering.trust import restless, warnings
from tests.credibility.telling import Teller
from tests.credibility.worlds import LAST, WAYS, figures, mean, played, world

SEEDS = (310, 311, 312)
"""Not those on which the notes were tuned."""

CHANGED = "of all sources seem to have changed"
SILENT = "half of the record or more was never settled"
CONFIGURED = "P(real) depends mostly on configured priors"
NOTED = {
    "drift": {CHANGED},
    "drift-all": {CHANGED},
    "scarce": {SILENT},
    "never-public": {SILENT, CONFIGURED},
    "few-claims": {SILENT},
}
"""What is printed; in the other worlds the model needs no note."""


def told(name: str, seed: int) -> Teller:
    """Tell a world to its end."""
    ways, many = WAYS[name], 30
    if ways.turning:
        # Twenty sources that report as seldom as in the other worlds show no change.
        ways, many = replace(ways, reports=90), 60
    found = world(seed, many, ways)
    teller = found.teller()
    for it in found.happenings:
        teller.tell(it)
    teller.until(LAST)
    return teller


def notes(teller: Teller) -> list[str]:
    """Give the notes below rankings of sources and below beliefs."""
    scores = teller.moment.scores
    held = [scores.score(source, kind) for source, kind in teller.kinds.items()]
    return [*warnings(held), *restless(scores), *doubts(teller.moment)]


@pytest.mark.parametrize("name", NOTED)
@pytest.mark.parametrize("seed", SEEDS)
def test_where_the_model_is_weak_a_note_says_so(name: str, seed: int) -> None:
    printed = " ".join(notes(told(name, seed)))
    for note in NOTED[name]:
        assert note in printed


@pytest.mark.parametrize("name", sorted(WAYS.keys() - NOTED.keys()))
@pytest.mark.parametrize("seed", SEEDS)
def test_elsewhere_nothing_is_said_of_change_or_configuration(
    name: str, seed: int
) -> None:
    printed = " ".join(notes(told(name, seed)))
    assert CHANGED not in printed
    assert CONFIGURED not in printed


@pytest.mark.parametrize("name", sorted(WAYS.keys() - NOTED.keys()))
def test_where_no_note_is_printed_none_is_needed(name: str) -> None:
    result = played(world(SEEDS[0], ways=WAYS[name]))
    scored, real = figures(result), mean([float(was) for _, was in result.chances])
    assert scored["rank"] > 0.5
    assert scored["brier"] < real * (1 - real)
