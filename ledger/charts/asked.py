"""A chart: lines and marks of some companies, or of some sources."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from ledger.charts.believed import belief_steps, credibility_steps
from ledger.charts.steps import (
    headline_steps,
    raised_steps,
    sums_steps,
    valuation_steps,
)
from ledger.charts.values import Chart, Mark, Step
from ledger.errors import BadInput, found_all, one_of
from ledger.projections.basis import Answer, Basis
from ledger.reading.beliefs import Believing
from ledger.reading.folding import Folding

StepsAndMarks: TypeAlias = tuple[list[Step], list[Mark]]

CLAIMED: Final[dict[str, Callable[[Folding, str, Basis], StepsAndMarks]]] = {
    "valuation": valuation_steps,
    "raised": raised_steps,
}
WHAT: Final = (*CLAIMED, "credibility", "belief")

TOGETHER: Final[dict[str, Callable[[Folding, str, Basis], StepsAndMarks]]] = {
    "valuation": headline_steps,
    "raised": sums_steps,
}
"""What one panel can hold of several companies: few lines of each."""
MOST: Final = 8
"""Companies in one panel: more cannot be told apart."""


def chart_of(
    folding: Folding,
    believing: Believing,
    what: str,
    names: Sequence[str],
    basis: Basis,
    *,
    together: bool = False,
) -> Answer[Chart]:
    """Follow some companies up to a basis; of credibility, some sources.

    `together` follows what one panel can hold of them all: headlines, or sums.
    """
    one_of("what", what, WHAT)
    if not names:
        raise BadInput(
            "names: no name is given",
            "name a company; for credibility, a source",
            ("names",),
        )
    known = folding.names.at()
    find = known.source if what == "credibility" else known.company
    slugs = list(dict.fromkeys(found_all(names, find)))
    if together:
        _check_together(what, slugs)
    claimed = TOGETHER if together else CLAIMED
    steps, marks = list[Step](), list[Mark]()
    heard: int | None = None
    for slug in slugs:
        moved: StepsAndMarks
        if what in CLAIMED:
            moved = claimed[what](folding, slug, basis)
        elif what == "credibility":
            moved = credibility_steps(folding, believing, slug, basis)
        else:
            found = belief_steps(folding, believing, slug, basis)
            moved = found.steps, found.marks
            heard = heard if found.heard is None else found.heard
        steps += moved[0]
        marks += moved[1]
    chart = Chart(
        what, tuple(slugs), tuple(steps), tuple(marks), basis.cut, together, heard
    )
    if what != "credibility":
        rest = folding.companies(slugs, basis, lambda company: company.slug)
        return Answer(basis, chart, rest.late, rest.possible, rest.empty)
    all_of_it = believing.moment(basis)
    late, possible, empty = all_of_it.late, all_of_it.possible, all_of_it.empty
    return Answer(basis, chart, late, possible, empty)


def _check_together(what: str, slugs: Sequence[str]) -> None:
    if what not in TOGETHER:
        raise BadInput(
            f"together: a chart of {what} has a panel for each name",
            f"together works with {' and '.join(TOGETHER)}",
            ("together",),
        )
    if len(slugs) > MOST:
        raise BadInput(
            f"together: {len(slugs)} companies are too many for one panel",
            f"name {MOST} at most",
            ("together",),
        )
