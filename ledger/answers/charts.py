"""`chart`: the lines and marks of companies, or of sources, as rows."""

from functools import partial
from typing import TYPE_CHECKING, Final, Unpack

from ledger.answers.asking import AskedLedger, Shape, nothing, with_telling
from ledger.projections.basis import Answer, Basis
from ledger.reading.cuts import Cuts, pinned, resolved
from ledger.reading.parameters import question
from ledger.reading.questions import NameOrNames, listed

if TYPE_CHECKING:
    from ledger.charts.values import Chart
    from ledger.rendering.tables import Table


@question
def chart(
    ledger: AskedLedger,
    what: str,
    basis: Basis | None = None,
    names: NameOrNames = (),
    *,
    together: bool = False,
    **cuts: Unpack[Cuts],
) -> "Answer[Chart]":
    """Give the lines and marks of some companies, or of sources, up to a basis.

    `what` is valuation, raised, belief or credibility. With `together` one panel holds
    all companies, each with few lines: its headline, or what it raised in sum.
    """
    from ledger.charts.asked import chart_of
    from ledger.charts.rows import chart_table

    at, names = resolved(ledger, basis, cuts), listed(names, "names")
    last = pinned(ledger.log, at)
    follow = partial(chart_of, ledger.folding, ledger.believing)
    answer = follow(what, names, last, together=together)
    table = partial(chart_table, answer)
    asked = {"what": what, "names": list(names), "together": together}
    return with_telling(
        *(ledger, answer, "chart", asked),
        exact=table,
        drawn=lambda _: [table()],
    )


def _chart() -> "Table":
    from ledger.charts.rows import chart_table
    from ledger.charts.values import Chart

    return chart_table(nothing(Chart("", (), (), (), 0)))


SHAPES: Final = {
    "chart": Shape(
        "lines and marks; a row is a step of a line, or a mark",
        _chart,
        {"what": "text", "names": "texts", "together": "flag"},
    ),
}
