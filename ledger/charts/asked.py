"""A chart: lines and marks of some companies, or of some sources."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from ledger.charts.believed import belief_steps, credibility_steps
from ledger.charts.steps import raised_steps, valuation_steps
from ledger.charts.values import Chart, Mark, Step
from ledger.errors import BadInput, one_of
from ledger.projections.basis import Answer, Basis
from ledger.reading.beliefs import Believing
from ledger.reading.folding import Folding

Moved: TypeAlias = tuple[list[Step], list[Mark]]

CLAIMED: Final[dict[str, Callable[[Folding, str, Basis], Moved]]] = {
    "valuation": valuation_steps,
    "raised": raised_steps,
}
BELIEVED: Final[dict[str, Callable[[Folding, Believing, str, Basis], Moved]]] = {
    "credibility": credibility_steps,
    "belief": belief_steps,
}
WHAT: Final = (*CLAIMED, *BELIEVED)


def chart_of(
    folding: Folding,
    believing: Believing,
    what: str,
    names: Sequence[str],
    basis: Basis,
) -> Answer[Chart]:
    """Follow some companies up to a basis; of credibility, some sources."""
    one_of("what", what, WHAT)
    if not names:
        raise BadInput(
            "names: a chart of nobody",
            "name a company; of credibility, a source",
            ("names",),
        )
    known = folding.names.at()
    find = known.source if what == "credibility" else known.company
    slugs = list(dict.fromkeys(find(name) for name in names))
    steps, marks = list[Step](), list[Mark]()
    for slug in slugs:
        if what in CLAIMED:
            moved = CLAIMED[what](folding, slug, basis)
        else:
            moved = BELIEVED[what](folding, believing, slug, basis)
        steps += moved[0]
        marks += moved[1]
    chart = Chart(what, tuple(slugs), tuple(steps), tuple(marks), basis.cut)
    if what in CLAIMED:
        rest = folding.companies(slugs, basis, lambda company: company.slug)
        return Answer(basis, chart, rest.late, rest.possible, rest.empty)
    all_of_it = believing.moment(basis)
    late, possible, empty = all_of_it.late, all_of_it.possible, all_of_it.empty
    return Answer(basis, chart, late, possible, empty)
