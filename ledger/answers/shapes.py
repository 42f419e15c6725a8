"""Every question that has an answer of the one shape, and what programs may expect."""

from collections.abc import Mapping
from typing import Final

from ledger.answers import (
    cards,
    charts,
    checks,
    citing,
    companies,
    funding,
    searching,
    selecting,
    stats,
    stories,
    trust,
)
from ledger.answers.asking import Shape

QUESTIONS: Final[Mapping[str, Shape]] = {
    **companies.SHAPES,
    **funding.SHAPES,
    **stories.SHAPES,
    **checks.SHAPES,
    **trust.SHAPES,
    **cards.SHAPES,
    **citing.SHAPES,
    **charts.SHAPES,
    **stats.SHAPES,
    **selecting.SHAPES,
    **searching.SHAPES,
}
