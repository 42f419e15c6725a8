"""What others take away from a ledger: panels, charts and reports.

`Book` inherits these. They read, and record nothing.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledger.questions import Questions

if TYPE_CHECKING:
    from ledger.panels.panel import Panel
    from ledger.projections.basis import Answer, Basis
    from ledger.projections.charted import Chart
    from ledger.rendering.report.contents import Report


class Outgoing(Questions):
    """The questions of one open ledger, and what is made of many answers."""

    def panel(
        self,
        table: str,
        basis: "Basis",
        names: Sequence[str] = (),
        *,
        since: str | None = None,
        until: str | None = None,
        every: str = "month",
        then: bool = False,
    ) -> "Panel":
        """Give a table at a basis; with `since`, a row for each period, too.

        Each period is answered as of its end. With `then` each knows only what the
        ledger had been told by its end. The basis of a panel is that of its last row.
        """
        from ledger.panels.panel import panel_of  # noqa: PLC0415 - panels only
        from ledger.panels.periods import days_asked  # noqa: PLC0415

        cuts, ends = self._cuts, list[int]()
        basis = cuts.pinned(basis)
        if since is not None:
            ends = list(days_asked(basis, since, until, every, self._clock()))
            basis = cuts.on(ends[-1], basis, recorded=False)
        bases = [cuts.on(day, basis, recorded=then) for day in ends]
        bases = bases or [cuts.then(basis) if then else basis]
        return panel_of(table, self._folding, basis, bases, names, then=then)

    def chart(self, what: str, basis: "Basis", names: Sequence[str]) -> "Answer[Chart]":
        """Give the lines and marks of some companies, or of sources, up to a basis."""
        from ledger.charting.charts import chart_of  # noqa: PLC0415 - charts only

        pinned = self._cuts.pinned(basis)
        return chart_of(self._folding, self.believing, what, names, pinned)

    def report(
        self, basis: "Basis", names: Sequence[str] = (), *, believed: bool
    ) -> "Report":
        """Give what a page holds about some companies, or all, up to a basis.

        With `believed`, how far each source can be trusted is in it.
        """
        from ledger.reports.gathering import report_of  # noqa: PLC0415 - reports only

        return report_of(self, self._folding, basis, names, believed=believed)
