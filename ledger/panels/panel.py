"""A panel: the answers of many days, streamed, with both clocks in every row.

Each row answers at the end of its period: nothing that was published later is in it.
What the ledger had been told is that of the basis for all rows; or, with `then`, what
it had been told by the end of the row's own period, so that what was filled in
afterwards can be seen. One company is held at a time, and read once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, Final, Generic, TypeVar

from ledger.claims.entry import Entry
from ledger.claims.rates import Unit
from ledger.claims.zones import day_of, show_day
from ledger.errors import BadInput, found_all, one_of
from ledger.panels.periods import PanelDay, days_asked
from ledger.panels.raised_rows import RAISED, sum_rows
from ledger.panels.rows import (
    CLAIMS,
    ROUNDS,
    VALUATIONS,
    claim_rows,
    figure_rows,
    priced_in,
    round_rows,
    worded_rows,
)
from ledger.panels.score_rows import CREDIBILITY
from ledger.panels.scores import score_rows
from ledger.projections.basis import Basis
from ledger.projections.explain import explanation_at
from ledger.projections.raised import raised_at
from ledger.projections.standing import CompanyAt
from ledger.projections.valuations import valuation_at
from ledger.reading import cuts
from ledger.reading.citations import EvidenceReader
from ledger.reading.cuts import Clocked
from ledger.reading.folding import Folding
from ledger.reading.following import Following
from ledger.reading.rates import unit_at
from ledger.rendering.cells import Field, cells_by, fields_of
from ledger.rendering.columns import Cells, Columns
from ledger.rendering.frames import Framed

T = TypeVar("T")


@dataclass(frozen=True)
class PanelKind(Generic[T]):
    """A table about companies: its columns, its question, and the rows it makes."""

    columns: Columns[Any]
    ask: Callable[[CompanyAt, Basis], T]
    things: Callable[[CompanyAt, T, Basis], Iterator[Any]]
    """Gives what a row is made of."""
    worded: (
        Callable[
            [Callable[[], EvidenceReader]],
            Callable[[CompanyAt, T, Basis], Iterator[Any]],
        ]
        | None
    ) = None
    """Gives what a row is made of, with its texts."""

    def reading(self, shelf: Callable[[], EvidenceReader]) -> "PanelKind[T]":
        """Give the table with its texts, if it has any."""
        if self.worded is None:
            return self
        return replace(self, things=self.worded(shelf))

    @cached_property
    def _cells(self) -> Callable[[Any], Cells]:
        return cells_by(self.columns)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Give the columns of a file."""
        return fields_of(self.columns)

    def rows(self, company: CompanyAt, found: T, basis: Basis) -> Iterator[Cells]:
        """Give the rows of a company at a basis."""
        return map(self._cells, self.things(company, found, basis))

    def made(
        self,
        companies: Iterable[tuple[str, list[Entry]]],
        days: Sequence[PanelDay],
        wanted: frozenset[str],
    ) -> Iterator[tuple[str, Cells]]:
        """Give the rows of companies on some days, each with its company."""
        for slug, entries in companies:
            following = Following(slug, entries, self.ask)
            for basis, directory in days:
                found = following.at(basis, directory)
                if found is None:
                    continue
                # Once it is one with another company, its rows are that one's; they
                # stand under the name that was asked for only if that one was not.
                name = found[0].slug
                if name == slug or (wanted and name not in wanted):
                    for row in self.rows(*found, basis):
                        yield slug, row


COMPANIES: Final[dict[str, PanelKind[Any]]] = {
    "valuations": PanelKind(VALUATIONS, valuation_at, figure_rows),
    "rounds": PanelKind(ROUNDS, raised_at, round_rows),
    "raised": PanelKind(RAISED, raised_at, sum_rows),
    "claims": PanelKind(CLAIMS, explanation_at, claim_rows, worded_rows),
}
SCORES: Final = "credibility"
TABLES: Final = (*COMPANIES, SCORES)


@dataclass(slots=True)
class Panel(Framed):
    """Rows to be used up once; what they add up to is known afterwards."""

    table: str
    fields: tuple[Field, ...]
    basis: Basis
    bases: Sequence[Basis]
    """One a period, in order."""
    then: bool
    _rows: Iterator[tuple[str, Cells]]
    """Each with whom it was asked of."""
    wanted: frozenset[str] = frozenset()
    """The companies or sources that were asked for; all if none."""
    unit: Unit | None = None
    """The currency in which amounts are given, too."""
    count: int = 0
    began: int | None = None
    """When the ledger began, if it held nothing yet at any of the bases."""
    late: int = 0
    """Rows that rest on events which came on record after their as-of."""
    found: set[str] = field(default_factory=set)

    def framed(self) -> tuple[tuple[Field, ...], Iterator[Cells]]:
        """Give the columns and the rows, which are used up."""
        return self.fields, self.rows

    @property
    def rows(self) -> Iterator[Cells]:
        """Give the rows, and count them; BadInput at the end if a rate is missing."""
        late = [one.name for one in self.fields].index("late")
        for name, row in self._rows:
            self.count += 1
            self.late += bool(row[late])
            if self.wanted:
                self.found.add(name)
            yield row
        if self.unit is not None:
            self.unit.check()

    def notes(self) -> Iterator[str]:
        """Say what a reader should know, once the rows are used up."""
        if not self.count:
            on_record = " and on record here" if self.then else ""
            yield f"no rows: nothing was published{on_record} by that date{self._why()}"
        elif missing := sorted(self.wanted - self.found):
            yield f"no rows: {', '.join(missing)}"
        if self.late:
            rest = "rests" if self.late == 1 else "rest"
            yield (
                f"late: {self.late:,} of {self.count:,} rows {rest} on what came on"
                " record afterwards"
            )

    def _why(self) -> str:
        """Say why nothing was on record, if that is a matter of the clocks alone."""
        if self.began is None:
            return ""
        first = show_day(day_of(self.began, self.basis.zone))
        return f": this ledger began on {first}; leave out --known-then"


def bases_of(
    ledger: Clocked,
    basis: Basis,
    since: str | None,
    until: str | None,
    every: str,
    *,
    then: bool,
) -> tuple[Basis, list[Basis]]:
    """Give the basis of the last row, and one for each period, in order."""
    log, ends = ledger.log, list[int]()
    basis = cuts.pinned(log, basis)
    if since is not None:
        ends = list(days_asked(basis, since, until, every, ledger.clock()))
        basis = cuts.on(log, ends[-1], basis, recorded=False)
    bases = [cuts.on(log, day, basis, recorded=then) for day in ends]
    return basis, bases or [cuts.then(log, basis) if then else basis]


def panel_of(
    table: str,
    folding: Folding,
    basis: Basis,
    bases: Sequence[Basis],
    names: Sequence[str],
    *,
    then: bool,
) -> Panel:
    """Begin a panel at some bases, of some companies (or sources) or of all."""
    one_of("table", table, TABLES)
    known = folding.names.at()
    days = [(one, folding.names.voices(one)) for one in bases]
    if table == SCORES:
        if basis.money is not None:
            raise BadInput(
                "scores are not amounts",
                "`unit` is for valuations and rounds",
                ("unit",),
            )
        wanted = frozenset(found_all(names, known.source))
        rows = score_rows(folding, days, wanted)
        fields, began = fields_in(table), began_after(folding, bases)
        return Panel(table, fields, basis, bases, then, rows, wanted, began=began)
    kind, unit = _priced(table, COMPANIES[table], basis)
    wanted = frozenset(found_all(names, known.company))
    last, cites = bases[-1].known_at, kind.worded is not None
    companies = folding.one_by_one(sorted(wanted), last, evidence=cites)
    rows = kind.reading(partial(EvidenceReader, folding.log)).made(
        companies, days, wanted
    )
    began = began_after(folding, bases)
    return Panel(
        table, kind.fields, basis, bases, then, rows, wanted, unit, began=began
    )


def fields_in(table: str) -> tuple[Field, ...]:
    """Give the columns of a table."""
    return fields_of(CREDIBILITY) if table == SCORES else COMPANIES[table].fields


def began_after(folding: Folding, bases: Sequence[Basis]) -> int | None:
    """Give when the ledger began, if that was after all of the bases."""
    return None if bases[-1].known_at >= 0 else folding.log.head_at(0).recorded


def _priced(
    table: str, kind: PanelKind[T], basis: Basis
) -> tuple[PanelKind[T], Unit | None]:
    """Give a table with its amounts in one currency, too, if the basis has one."""
    unit = unit_at(basis)
    if unit is None:
        return kind, None
    columns = priced_in(unit).get(table)
    if columns is None:
        raise BadInput(
            f"{table} are exported as they were stated",
            "`unit` is for valuations and rounds",
            ("unit",),
        )
    return replace(kind, columns=columns), unit
