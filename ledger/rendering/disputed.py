"""Tables of denials that are open: who contradicts whom, and in what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ledger.claims.names import Directory
from ledger.claims.vocabulary import DENIAL_FORMS, STANDINGS
from ledger.projections.basis import Answer
from ledger.projections.closing import closed_by_time
from ledger.projections.denials import Denial
from ledger.projections.prose import Prose
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.rendering.basis import answer_table
from ledger.rendering.beliefs import (
    FINE,
    Beliefs,
    chance,
    doubts,
    left_out,
    likely,
    number,
)
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import day_part, source_names
from ledger.rendering.sentences import spaced
from ledger.rendering.tables import Table

if TYPE_CHECKING:
    from ledger.credibility.sweeping import Moment


def open_fields(denial: Denial) -> list[str]:
    """Name the fields that a denial still contradicts, of any live claim."""
    fields = {x for claim in denial.claims for x in denial.open_on(claim)}
    return ["whole"] if fields == denial.fields and denial.whole else sorted(fields)


def still_open(denial: Denial) -> str:
    """Name a denial and the fields that it still contradicts, in one line."""
    return f"{denial.row.seq}: {', '.join(open_fields(denial))}"


def last_day(day: str) -> str:
    return day.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class DenialRow:
    """A denial that is open, and what it still contradicts; it holds no company."""

    row: Row
    open: tuple[str, ...]
    """The fields that it still contradicts."""
    against: tuple[tuple[int, str], ...]
    """The claims that it still contradicts, by number and source."""
    about: tuple[str, ...]
    """The rounds of these claims; a company, outside rounds."""
    standings: tuple[str, ...]

    @property
    def source(self) -> str:
        return self.row.source or ""


def denied_in(company: CompanyAt, since: int | None = None) -> list[DenialRow]:
    """Give the denials of a company that are open, published `since` an instant."""
    return [
        denial_row(company, denial)
        for denial in company.denials
        if is_open(denial, company) and (since is None or denial.row.when.lo >= since)
    ]


def is_open(denial: Denial, company: CompanyAt) -> bool:
    """Tell whether a denial of claims on a company is open."""
    return denial.open and not closed_by_time(denial, company)


def disputed_table(
    answer: Answer[Sequence[CompanyAt]],
    names: Directory,
    *,
    brief: bool,
    lines: Iterable[DenialRow] | None = None,
    more: Columns[DenialRow] = (),
) -> Table:
    """One row an open denial: who contradicts whom, and in what.

    `lines` are the denials, if they were found before; `more` are columns, too.
    """
    if lines is None:
        lines = (line for company in answer.value for line in denied_in(company))
    lines = list(lines)
    none = [] if lines or answer.empty else ["no open denials at that date"]
    columns = (*DENIALS, *more)
    return answer_table(answer, columns, lines, notes=none, names=names, brief=brief)


def denial_row(company: CompanyAt, denial: Denial) -> DenialRow:
    """Give an open denial with the claims on a company that it still contradicts."""
    live = [claim for claim in denial.claims if claim.live and denial.open_on(claim)]
    about = tuple(dict.fromkeys(claim.round or claim.company for claim in live))
    found = [company.rounds[x].standing for x in about if x in company.rounds]
    return DenialRow(
        row=denial.row,
        open=tuple(open_fields(denial)),
        against=tuple((claim.seq, claim.source) for claim in live),
        about=about,
        standings=tuple(dict.fromkeys(found)) or ("disputed",),
    )


def _denier(line: DenialRow, names: Directory) -> Prose:
    """Say who denies it, when, and in which form."""
    who = source_names([line.source], names)
    day = last_day(day_part(line.row.when.text))
    return Prose.of(line.row.seq, f" {who}, {day}: {spaced(line.row.data['form'])}")


def _against(line: DenialRow, names: Directory) -> Prose:
    """Name the claims and who made them."""
    said = [(seq, f" {source_names([source], names)}") for seq, source in line.against]
    parts = [part for one in said for part in ("; ", *one)]
    return Prose(tuple(parts[1:]))


DENIALS: Final[Columns[DenialRow]] = (
    Column("about", "about", lambda x: x.about, kind="texts", firm=True),
    Column(
        "standing",
        "standing",
        lambda x: x.standings,
        kind="texts",
        words=STANDINGS,
        wide=True,
        flag=True,
    ),
    Column(
        "denied_by",
        "denied by",
        lambda x: x.source,
        _denier,
        kind="source",
        wide=True,
        page="named",
    ),
    Column("published", of=lambda x: x.row.when.text, kind="when"),
    Column("scope", of=lambda x: tuple(x.row.data["scope"]), kind="texts"),
    Column(
        "open",
        "open fields",
        lambda x: x.open,
        kind="texts",
        wide=True,
    ),
    Column("form", of=lambda x: str(x.row.data["form"]), words=DENIAL_FORMS),
    Column(
        "against",
        "against",
        lambda x: tuple(seq for seq, _ in x.against),
        _against,
        kind="events",
        wide=True,
        page="named",
    ),
    Column(
        "accused",
        of=lambda x: tuple(dict.fromkeys(source for _, source in x.against)),
        kind="sources",
    ),
    Column("event", of=lambda x: x.row.seq, kind="event"),
)


def denials_table(
    answer: Answer[Sequence[CompanyAt]],
    names: Directory,
    moment: "Moment | None",
    *,
    brief: bool,
    lines: Iterable[DenialRow] | None = None,
) -> Table:
    """Put P(real) of the rounds next to the denials of their claims."""
    beliefs = Beliefs(moment)

    def chances(line: DenialRow) -> list[float | None]:
        found = [beliefs.round(name) for name in line.about if "/" in name]
        return [chance(one) for one in found if one is not None]

    column = Column[DenialRow](
        "p_real",
        "P(real)",
        lambda x: tuple(number(one, FINE) for one in chances(x)),
        lambda x, _: tuple(likely(one) for one in chances(x)),
        kind="exacts",
        right=True,
    )
    more = () if brief and moment is None else (column,)
    table = disputed_table(answer, names, brief=brief, lines=lines, more=more)
    if moment is None:
        return left_out(table, answer.basis)
    return replace(table, notes=(*table.notes, *(doubts(moment) if table.rows else ())))
