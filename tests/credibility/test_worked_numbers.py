"""The worked numbers of the design, to the digits in which they were printed."""

from math import log

import pytest

from ledger.credibility.belief import denial_nats
from ledger.credibility.beta import beta_cdf, beta_quantile, logit, sigmoid
from ledger.credibility.grading import grade
from ledger.credibility.origins import wilson


@pytest.mark.parametrize(
    ("low", "high", "truth", "expected"),
    [
        (18, 18, 18, "1.00"),
        (18, 18, 19, "0.76"),
        (18, 18, 22.5, "0.33"),
        (15, 20, 18, "0.87"),
        (15, 20, 24, "0.35"),
        (18, 18, 36, "0.03"),
    ],
)
def test_a_figure_is_graded_by_its_width_and_its_distance(
    low: float, high: float, truth: float, expected: str
) -> None:
    assert f"{grade((log(low), log(high)), log(truth)):.2f}" == expected


@pytest.mark.parametrize(
    ("denier", "expected"), [(0.75, "0.56"), (0.60, "0.72"), (0.50, "0.79")]
)
def test_a_report_and_a_denial_of_xai_meet(denier: float, expected: str) -> None:
    """A report of a source at .85, where .6 of reports are so, and its denial."""
    nats = logit(0.85) + denial_nats(denier, 0.6)
    assert f"{sigmoid(nats):.2f}" == expected


def test_a_denier_who_says_nothing_new_moves_nothing() -> None:
    assert denial_nats(0.4, 0.6) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("x", "a", "b", "share"),
    [
        (0.5, 1, 1, 0.5),
        (0.3, 1, 1, 0.3),
        (0.5, 2, 2, 0.5),
        (0.25, 2, 1, 0.0625),
        (0.25, 1, 3, 1 - 0.75**3),
        (0.2, 0.5, 0.5, 0.295_167_235_3),
    ],
)
def test_the_beta_distribution_is_what_tables_say(
    x: float, a: float, b: float, share: float
) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(share, abs=1e-9)
    assert beta_quantile(share, a, b) == pytest.approx(x, abs=1e-8)


def test_the_bound_of_a_share_is_wilsons() -> None:
    assert wilson(30, 30) == pytest.approx(0.8865, abs=1e-4)
    assert wilson(200, 200) > 0.98 > wilson(180, 180)
