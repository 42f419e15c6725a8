"""A chart: lines and marks of some companies, or of some sources."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from ledger.asking import Folding
from ledger.charting.moving import raised_steps, valuation_steps
from ledger.errors import BadInput
from ledger.projections.basis import Answer, Basis
from ledger.projections.charted import Chart, Mark, Step

Drawing: TypeAlias = Callable[[Folding, str, Basis], tuple[list[Step], list[Mark]]]

COMPANIES: Final[dict[str, Drawing]] = {
    "valuation": valuation_steps,
    "raised": raised_steps,
}
WHAT: Final = tuple(COMPANIES)


def chart_of(
    folding: Folding, what: str, names: Sequence[str], basis: Basis
) -> Answer[Chart]:
    """Follow some companies up to a basis."""
    if what not in COMPANIES:
        raise BadInput(f"no chart of {what!r}", f"one of {', '.join(WHAT)}")
    known = folding.directory()
    slugs = list(dict.fromkeys(known.company(name) for name in names))
    answer = folding.companies(slugs, basis, lambda company: company.slug)
    steps, marks = list[Step](), list[Mark]()
    for slug in slugs:
        moved = COMPANIES[what](folding, slug, basis)
        steps += moved[0]
        marks += moved[1]
    chart = Chart(what, tuple(slugs), tuple(steps), tuple(marks), basis.cut)
    return Answer(basis, chart, answer.late, answer.possible, answer.empty)
