"""Beta distributions and log-odds with the standard library alone.

The incomplete beta function is a continued fraction; a quantile is what a fixed number
of bisections gives, so that equal inputs give equal bits on every machine.
"""

from functools import lru_cache
from math import exp, lgamma, log, log1p
from typing import Final

STEPS: Final = 200
TINY: Final = 1e-300
CLOSE: Final = 1e-14
BISECTIONS: Final = 60
EDGE: Final = 1e-9
NEWTON: Final = 8
"""So many steps at most; what is not found by them is bisected."""
CELL_BITS: Final = 40
CELL: Final = 2.0**-CELL_BITS


@lru_cache(maxsize=1 << 12)
def logit(p: float) -> float:
    """Give the log-odds, in nats, of a probability that is neither 0 nor 1."""
    p = min(max(p, EDGE), 1 - EDGE)
    return log(p / (1 - p))


def sigmoid(nats: float) -> float:
    """Give the probability that has these log-odds."""
    if nats >= 0:
        return 1 / (1 + exp(-nats))
    grown = exp(nats)
    return grown / (1 + grown)


def log_beta(a: float, b: float) -> float:
    """Give ln B(a, b)."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def beta_cdf(x: float, a: float, b: float) -> float:
    """Give the share of a Beta(a, b) below x."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(a * log(x) + b * log1p(-x) - log_beta(a, b))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Work out the continued fraction of the incomplete beta function (Lentz)."""
    c, d = 1.0, 1 / _away_from_ends(1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away_from_ends(1 + term * d)
            c = _away_from_ends(1 + term / c)
            step = c * d
            total *= step
        if abs(step - 1) < CLOSE:
            break
    return total


def _away_from_ends(value: float) -> float:
    return value if abs(value) > TINY else TINY


@lru_cache(maxsize=1 << 12)
def beta_quantile(share: float, a: float, b: float) -> float:
    """Give the x below which that share of a Beta(a, b) lies.

    Bisection from 0 to 1 passes through the cell in which Newton's steps end, if both
    of its ends say so: then only what is left of it is done.
    """
    low = int(_near_quantile(share, a, b) / CELL) * CELL
    high, steps = low + CELL, BISECTIONS - CELL_BITS
    if not beta_cdf(low, a, b) < share <= beta_cdf(high, a, b):
        low, high, steps = 0.0, 1.0, BISECTIONS
    for _ in range(steps):
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _near_quantile(share: float, a: float, b: float) -> float:
    """Come near to a quantile, by Newton's steps within what was found out."""
    low, high, x = 0.0, 1.0, min(max(a / (a + b), EDGE), 1 - EDGE)
    whole = log_beta(a, b)
    for _ in range(NEWTON):
        off = beta_cdf(x, a, b) - share
        low, high = (x, high) if off < 0 else (low, x)
        density = exp((a - 1) * log(x) + (b - 1) * log1p(-x) - whole)
        if abs(off) <= CELL * density:
            break
        x = x - off / density if density > 0 else low
        if not low < x < high:
            x = (low + high) / 2
    return x
