"""Quantiles: what is found by steps of Newton is what bisection gives, bit for bit."""

from hypothesis import example, given
from hypothesis import strategies as st

from ledger.credibility.beta import BISECTIONS, beta_cdf, beta_quantile
from tests.laws.strategies import LAWS

COUNTS = st.floats(0.05, 5_000)


def bisected(share: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@LAWS
@example(0.05, 0.05, 0.05)
@example(0.95, 0.05, 5_000)
@example(0.05, 5_000, 0.05)
@example(0.5, 1, 1)
@example(0.25, 1, 1)
@given(st.sampled_from((0.05, 0.5, 0.95)) | st.floats(0.001, 0.999), COUNTS, COUNTS)
def test_a_quantile_is_what_bisection_gives(share: float, a: float, b: float) -> None:
    assert beta_quantile(share, a, b) == bisected(share, a, b)
