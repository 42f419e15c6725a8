"""Questions about who funded whom: they read all companies, whoever is asked about."""

from typing import TYPE_CHECKING, NamedTuple

from ledger.projections.basis import Answer, Basis
from ledger.projections.investors import asked_for, investments_at, joined
from ledger.reading.questions import Ledger, names, replace_value

if TYPE_CHECKING:
    from ledger.projections.flows import Circle, Flow
    from ledger.projections.investors import Investment


class Circles(NamedTuple):
    """The circles of companies that fund each other, and whether all are listed."""

    listed: "list[Circle]"
    whole: bool


def investors(
    ledger: Ledger, basis: Basis, name: str | None = None
) -> "Answer[list[Investment]]":
    """Give who put what into whom: of one investor, or of all, by investor and round.

    UnknownName for a name that could be two, and for one that nobody is known by.
    """
    answer = ledger.folding.companies(
        (), basis, lambda company: investments_at(company, basis)
    )
    found = joined(answer.value)
    if name is None:
        return replace_value(answer, found)
    who, found = asked_for(name, found, names(ledger, basis))
    empty = None if found else f"{who.name} is named as an investor by nobody by then"
    return Answer(basis, found, answer.late, answer.possible, answer.empty or empty)


def flows(
    ledger: Ledger, basis: Basis, name: str | None = None
) -> "Answer[list[Flow]]":
    """Give from whom to whom money goes, by stage: of one investor, or of all."""
    from ledger.projections.flows import flows_of

    answer = investors(ledger, basis, name)
    return replace_value(answer, list(flows_of(answer.value)))


def circles(ledger: Ledger, basis: Basis) -> Answer[Circles]:
    """Give the circles of companies that fund each other, the short ones first."""
    from itertools import islice

    from ledger.projections.flows import MOST_CIRCLES, circles_of

    answer = investors(ledger, basis)
    found = circles_of(answer.value)
    listed = list(islice(found, MOST_CIRCLES))
    return replace_value(answer, Circles(listed, next(found, None) is None))
