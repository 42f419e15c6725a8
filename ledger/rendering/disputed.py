"""Tables of denials that are open: who contradicts whom, and in what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from ledger.claims.names import Directory
from ledger.claims.vocabulary import DENIAL_FORMS, STANDINGS
from ledger.projections.basis import Answer
from ledger.projections.claims import Claim
from ledger.projections.closing import closed_by_time
from ledger.projections.denials import Denial
from ledger.projections.prose import Prose
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.rendering.basis import answer_table
from ledger.rendering.beliefs import FINE, Beliefs, chance, left_out, likely, number
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import day_part, speakers
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
    """A denial that is open, and what it still contradicts."""

    denial: Denial
    live: list[Claim]
    about: list[str]
    """The rounds of these claims; a company, outside rounds."""
    standings: list[str]

    @property
    def row(self) -> Row:
        return self.denial.row


def open_denials(company: CompanyAt, since: int | None = None) -> list[Denial]:
    """Give the denials of a company that are open, published `since` an instant."""
    return [
        denial
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
    since: int | None = None,
    more: Columns[DenialRow] = (),
    many: int | None = None,
) -> Table:
    """One row an open denial: who contradicts whom, and in what.

    `since` leaves out denials published before that instant; `more` are columns, too.
    With `many` denials rows are streamed.
    """
    lines: Iterable[DenialRow] = (
        denial_row(company, denial)
        for company in answer.value
        for denial in open_denials(company, since)
    )
    if many is None:
        lines = list(lines)
        many = len(lines)
    none = ["no open denials at that date"] if not many and not answer.empty else []
    columns = (*DENIALS, *more)
    return answer_table(answer, columns, lines, notes=none, names=names, brief=brief)


def denial_row(company: CompanyAt, denial: Denial) -> DenialRow:
    """Give an open denial with the claims on a company that it still contradicts."""
    live = [claim for claim in denial.claims if claim.live and denial.open_on(claim)]
    about = list(dict.fromkeys(claim.round or claim.company for claim in live))
    found = [company.rounds[x].standing for x in about if x in company.rounds]
    return DenialRow(denial, live, about, list(dict.fromkeys(found)) or ["disputed"])


def _by(line: DenialRow, names: Directory) -> Prose:
    """Say who denies it, when, and in which form."""
    who = speakers([line.denial.source], names)
    day = last_day(day_part(line.row.when.text))
    return Prose.of(line.row.seq, f" {who}, {day}: {spaced(line.row.data['form'])}")


def _against(line: DenialRow, names: Directory) -> Prose:
    """Name the claims and who made them."""
    said = [(x.seq, f" {speakers([x.source], names)}") for x in line.live]
    parts = [part for one in said for part in ("; ", *one)]
    return Prose(tuple(parts[1:]))


DENIALS: Final[Columns[DenialRow]] = (
    Column("about", "about", lambda x: tuple(x.about), kind="texts", firm=True),
    Column(
        "standing",
        "standing",
        lambda x: tuple(x.standings),
        kind="texts",
        words=STANDINGS,
        wide=True,
        flag=True,
    ),
    Column(
        "denied_by",
        "denied by",
        lambda x: x.denial.source,
        _by,
        kind="source",
        wide=True,
        page="named",
    ),
    Column("published", of=lambda x: x.row.when.text, kind="when"),
    Column("scope", of=lambda x: tuple(x.row.data["scope"]), kind="texts"),
    Column(
        "open",
        "open fields",
        lambda x: tuple(open_fields(x.denial)),
        kind="texts",
        wide=True,
    ),
    Column("form", of=lambda x: str(x.row.data["form"]), words=DENIAL_FORMS),
    Column(
        "against",
        "against",
        lambda x: tuple(claim.seq for claim in x.live),
        _against,
        kind="events",
        wide=True,
        page="named",
    ),
    Column(
        "accused",
        of=lambda x: tuple(dict.fromkeys(claim.source for claim in x.live)),
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
    since: int | None = None,
    many: int | None = None,
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
    shown = partial(disputed_table, answer, names, brief=brief, since=since)
    table = shown(more=more, many=many)
    return left_out(table, answer.basis) if moment is None else table
