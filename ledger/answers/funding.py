"""Who funds whom, what was raised by period, and whether a figure was reached."""

from functools import partial
from typing import TYPE_CHECKING, Final, Unpack

from ledger.answers.asking import AskedLedger, Shape, nothing, with_telling
from ledger.projections.basis import Answer, Basis
from ledger.reading import funding, settled
from ledger.reading.cuts import Cuts, resolved
from ledger.reading.parameters import question
from ledger.reading.questions import NameOrNames, listed, names
from ledger.reading.rates import unit_at

if TYPE_CHECKING:
    from ledger.projections.flows import Circle, Flow
    from ledger.projections.investors import Investment
    from ledger.projections.settle import ClockAnswer
    from ledger.projections.totals import By, Total
    from ledger.rendering.tables import Table


@question
def investors(
    ledger: AskedLedger,
    basis: Basis | None = None,
    name: str | None = None,
    **cuts: Unpack[Cuts],
) -> "Answer[list[Investment]]":
    """Give who put what into whom: of one investor, or of all, by investor and round.

    UnknownName for a name that could be two, and for one that nobody is known by.
    """
    from ledger.rendering.investors import investors_table

    answer = funding.investors(ledger, resolved(ledger, basis, cuts), name)
    return with_telling(
        *(ledger, answer, "investors", {"name": name}),
        exact=lambda: investors_table(answer, brief=False),
        drawn=lambda _: [investors_table(answer, brief=True)],
    )


@question
def flows(
    ledger: AskedLedger,
    basis: Basis | None = None,
    name: str | None = None,
    **cuts: Unpack[Cuts],
) -> "Answer[list[Flow]]":
    """Give money from investors to companies, by stage: of one investor, or of all.

    In the currency of the basis (`--in`) there are sums over all currencies, too.
    """
    from ledger.rendering.investors import flows_table

    basis = resolved(ledger, basis, cuts)
    unit = unit_at(basis)
    answer = funding.flows(ledger, basis, name, unit)
    table = partial(flows_table, answer, unit=unit)
    return with_telling(
        *(ledger, answer, "flows", {"name": name}),
        exact=lambda: table(brief=False),
        drawn=lambda _: [table(brief=True)],
    )


@question
def circles(
    ledger: AskedLedger, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> "Answer[list[Circle]]":
    """Give the circles of companies that fund each other, the short ones first.

    At most 1,000 are listed; a note says if there are more.
    """
    from ledger.rendering.investors import circles_table

    answer, whole = funding.circles(ledger, resolved(ledger, basis, cuts))
    table = partial(circles_table, answer, whole=whole)
    return with_telling(
        *(ledger, answer, "circles", {}),
        exact=lambda: table(brief=False),
        drawn=lambda _: [table(brief=True)],
    )


@question
def totals(
    ledger: AskedLedger,
    basis: Basis | None = None,
    companies: NameOrNames = (),
    *,
    every: str = "quarter",
    by: "By | None" = None,
    **cuts: Unpack[Cuts],
) -> "Answer[list[Total]]":
    """Give what was raised by period, of some companies or of all, with vintages.

    `every` is quarter, month or year; `by` groups by investor, type, currency, sector
    or country. In the currency of the basis (`--in`) there are sums over all
    currencies, too.
    """
    from ledger.rendering.totals import totals_table

    basis, companies = resolved(ledger, basis, cuts), listed(companies)
    unit = unit_at(basis)
    answer = funding.totals(ledger, basis, companies, every=every, by=by, unit=unit)
    table = partial(totals_table, answer, by, names=names(ledger, basis), unit=unit)
    asked = {"companies": list(companies), "every": every, "by": by}
    return with_telling(
        *(ledger, answer, "totals", asked),
        exact=lambda: table(brief=False),
        drawn=lambda _: [table(brief=True)],
    )


@question
def settle(
    ledger: AskedLedger,
    basis: Basis | None = None,
    question: str = "",
    **cuts: Unpack[Cuts],
) -> "Answer[list[ClockAnswer]]":
    """Settle a question at a basis: yes, no, not yet or cannot be told, on each clock.

    BadInput for a question outside the grammar, UnknownName for an unknown company.
    """
    from ledger.rendering.settle import settled_table

    answer = settled.settle(ledger, resolved(ledger, basis, cuts), question)
    return with_telling(
        *(ledger, answer, "settle", {"question": question}),
        exact=lambda: settled_table(answer, question, brief=False),
        drawn=lambda _: [settled_table(answer, question, brief=True)],
    )


def _investors() -> "Table":
    from ledger.rendering.investors import investors_table

    return investors_table(nothing([]), brief=False)


def _flows() -> "Table":
    from ledger.rendering.investors import flows_table

    return flows_table(nothing([]), brief=False)


def _circles() -> "Table":
    from ledger.rendering.investors import circles_table

    return circles_table(nothing([]), whole=True, brief=False)


def _totals() -> "Table":
    from ledger.rendering.totals import every_column

    return every_column(nothing([]))


def _settle() -> "Table":
    from ledger.rendering.settle import settled_table

    return settled_table(nothing([]), "", brief=False)


SHAPES: Final = {
    "investors": Shape(
        "who invested how much; a row is an investor's part in a round",
        _investors,
        {"name": "text"},
    ),
    "flows": Shape(
        "money from investors to companies; a row is an investor, a company and a"
        " stage",
        _flows,
        {"name": "text"},
    ),
    "circles": Shape("companies that fund each other; a row is a circle", _circles, {}),
    "totals": Shape(
        "money raised by period; a row is a period, a kind of money and a currency",
        _totals,
        {"companies": "texts", "every": "text", "by": "text"},
    ),
    "settle": Shape(
        "a question with a deadline; a row is a clock", _settle, {"question": "text"}
    ),
}
