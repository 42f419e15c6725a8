"""Whether sources change: single records, and what all of them say together."""

from dataclasses import replace
from math import exp, isfinite, log, prod

import pytest

from ledger.credibility.changes import (
    Sides,
    evidence,
    fits_of,
    kept_of,
    share_of_changing,
)
from ledger.credibility.settings import DEFAULT

RIGHT, WRONG = (0.8, 0.0), (0.0, 0.8)
KIND = 0.75


def record(*sides: Sides, apart: int = 1) -> tuple[tuple[int, Sides], ...]:
    """Give a record, one row a quarter, or one every so many."""
    return tuple((100 + apart * place, side) for place, side in enumerate(sides))


TURNED = record(*[RIGHT] * 12, *[WRONG] * 12)
STEADY = record(*[RIGHT, RIGHT, RIGHT, WRONG] * 6)


def share(*records: tuple[tuple[int, Sides], ...]) -> float:
    found = [fits_of(evidence(one, KIND, DEFAULT)) for one in records]
    return share_of_changing(found, DEFAULT).mean


def test_a_source_that_turned_is_judged_by_what_came_after() -> None:
    found = kept_of(TURNED, KIND, 0.4, DEFAULT)
    assert found.changed > 0.95
    assert found.shares[100] < 0.1
    assert found.shares[123] > 0.9
    assert found.still[100] < 0.1
    assert found.still[123] == pytest.approx(1)


def test_a_steady_source_keeps_its_record() -> None:
    found = kept_of(STEADY, KIND, 0.1, DEFAULT)
    assert found.changed < 0.1
    assert min(found.shares.values()) > 0.6


def test_what_counts_grows_with_the_quarters() -> None:
    for one in (TURNED, STEADY):
        shares = list(kept_of(one, KIND, 0.4, DEFAULT).shares.values())
        assert shares == sorted(shares)


@pytest.mark.parametrize("rows", [(), record(RIGHT)])
def test_within_one_quarter_nobody_changes(rows: tuple[tuple[int, Sides], ...]) -> None:
    found = kept_of(rows, KIND, 0.4, DEFAULT)
    assert (found.changed, found.prior, found.shares) == (0, KIND, {})
    assert evidence(rows, KIND, DEFAULT) == (0, 0)


def test_a_change_is_likelier_over_years_than_over_weeks() -> None:
    soon, late = record(RIGHT, WRONG), record(RIGHT, WRONG, apart=12)
    chances = [kept_of(one, KIND, 0.4, DEFAULT).changed for one in (soon, late)]
    assert chances[0] < 0.1 < chances[1]


def test_the_longest_record_is_no_number_too_large() -> None:
    turned = record((5000.0, 0.0), (0.0, 5000.0))
    part, more = evidence(turned, KIND, DEFAULT)
    assert isfinite(more)
    assert more > 700  # its exponential is no float
    assert 0 < part < 0.1
    assert kept_of(turned, KIND, 0.4, DEFAULT).changed == pytest.approx(1)
    steady = record((5000.0, 0.0), (5000.0, 0.0))
    assert isfinite(share(turned, steady))
    found = [fits_of(evidence(one, KIND, DEFAULT)) for one in (turned, steady)]
    assert 700 < share_of_changing(found, DEFAULT).nats < more


def test_how_many_change_is_learned_from_all() -> None:
    assert share() == pytest.approx(DEFAULT.change_prior, abs=0.02)
    none, some, every = (
        share(*[STEADY] * (20 - many), *[TURNED] * many) for many in (0, 5, 20)
    )
    assert none < 0.2
    assert 0.3 < some < 0.7
    assert every > 0.8


def test_evidence_of_change_comes_from_records_alone() -> None:
    turned, steady, short = (
        share_of_changing([fits_of(evidence(one, KIND, DEFAULT))] * 20, DEFAULT).nats
        for one in (TURNED, STEADY, record(RIGHT))
    )
    assert share_of_changing([], DEFAULT).nats == short == 0
    assert steady < -1
    assert turned > 10


def test_evidence_is_the_log_of_how_much_likelier_all_records_are() -> None:
    found = [evidence(one, KIND, DEFAULT) for one in (TURNED, STEADY)]
    a, b = 0.4 * 2 - 1, 0.6 * 2 - 1
    weights = {x / 40: (x / 40) ** a * (1 - x / 40) ** b for x in range(1, 40)}
    likely = sum(
        weight
        * prod(1 - share * part + share * part * exp(more) for part, more in found)
        for share, weight in weights.items()
    )
    expected = log(likely / sum(weights.values()))
    fits = [fits_of(one) for one in found]
    assert share_of_changing(fits, DEFAULT).nats == pytest.approx(expected)


def test_nobody_changes_where_that_is_configured() -> None:
    never = replace(DEFAULT, change_prior=0.0)
    assert share_of_changing([fits_of(evidence(TURNED, KIND, never))], never) == (0, 0)
    assert kept_of(TURNED, KIND, 0.0, never).changed == 0
