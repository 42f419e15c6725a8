"""Tables of rounds: their standing, and what is denied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.claims.names import Directory
from ledger.claims.vocabulary import DENIAL_FORMS, STAGES, STANDINGS
from ledger.projections.basis import Answer
from ledger.projections.claims import Claim
from ledger.projections.closing import closed_by_time
from ledger.projections.denials import Denial
from ledger.projections.prose import Prose
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.rendering.basis import answer_table
from ledger.rendering.beliefs import FINE, Beside, chance, left_out, likely, number
from ledger.rendering.cells import id_of, names_of
from ledger.rendering.columns import Column, Columns, Thing
from ledger.rendering.figures import day_part, sources, speakers
from ledger.rendering.sentences import spaced
from ledger.rendering.tables import Table

if TYPE_CHECKING:
    from ledger.credibility.sweeping import Moment


@dataclass(slots=True, kw_only=True)
class Line:
    """A round as tables and panels tell it, or the name of one merged away."""

    name: str
    standing: str
    news: Row
    events: tuple[Row, ...]
    """Its claims, or the event by which it was merged away."""
    stage: str | None = None
    contested: bool = False
    superseded_by: str | None = None
    ended_by: Row | None = None
    merged_by: Row | None = None
    origins: tuple[str, ...] = ()
    denials: tuple[Denial, ...] = ()
    """Those that are open."""


def lines_of(company: CompanyAt) -> Iterator[Line]:
    """Give the rounds of a company by name, then those that were merged away."""
    for found in company.rounds.values():
        yield Line(
            name=found.name,
            standing=found.standing,
            news=found.news,
            events=tuple(claim.row for claim in found.claims),
            stage=found.stage or None,
            contested=found.contested,
            superseded_by=found.superseded_by,
            ended_by=found.ended_by,
            origins=found.origins,
            denials=tuple(found.open_denials),
        )
    for name, row in company.identity.merged.items():
        yield Line(
            name=name,
            standing="superseded",
            news=row,
            events=(row,),
            superseded_by=company.identity.round(name),
            merged_by=row,
        )


def rounds_table(
    answer: Answer[list[CompanyAt]],
    names: Directory,
    *,
    brief: bool,
    standing: str | None = None,
    only: Sequence[str] = (),
) -> Table:
    """One row a round, those that were merged away included."""
    lines = [
        line
        for company in answer.value
        for line in lines_of(company)
        if standing in {None, line.standing} and (not only or line.name in only)
    ]
    table = answer_table(answer, ROUNDS, lines, names=names, brief=brief)
    return table.without_empty() if brief else table


def open_fields(denial: Denial) -> list[str]:
    """Name the fields that a denial still contradicts, of any live claim."""
    fields = {x for claim in denial.claims for x in denial.open_on(claim)}
    return ["whole"] if fields == denial.fields and denial.whole else sorted(fields)


def _standing(line: Line, _: Directory) -> str:
    """Write its standing and, where that is another word, its stage."""
    words = spaced(line.standing), spaced(line.stage or "")
    return ", ".join(dict.fromkeys(word for word in words if word))


def _remarks(line: Line, _: Directory) -> str:
    if line.merged_by is not None:
        return f"merged into {line.superseded_by} by event {line.merged_by.seq}"
    remarks = ["contested"] * line.contested
    if line.superseded_by:
        remarks.append(f"superseded by {line.superseded_by}")
    if line.ended_by is not None:
        remarks.append(f"ended by event {line.ended_by.seq}")
    remarks += [
        f"denied by event {denial.row.seq}: {', '.join(open_fields(denial))}"
        for denial in line.denials
    ]
    return "; ".join(remarks)


def _denial(denial: Denial) -> str:
    return f"{denial.row.seq}: {', '.join(open_fields(denial))}"


def _news(line: Line, _: Directory) -> str:
    """Write the last day of a span; of a merger, the whole span."""
    day = day_part(line.news.when.text)
    return day if line.merged_by is not None else _last(day)


def _last(day: str) -> str:
    return day.rpartition("/")[2]


def _number(row: Row | None) -> int | None:
    return None if row is None else row.seq


def _open(line: Line) -> tuple[str, ...]:
    return tuple(sorted({x for denial in line.denials for x in open_fields(denial)}))


def _each_open(line: Line) -> tuple[str, ...]:
    """Name the fields one by one, also where a whole claim is denied."""
    return tuple(
        sorted(
            {
                name
                for denial in line.denials
                for claim in denial.claims
                if claim.live
                for name in denial.open_on(claim)
            }
        )
    )


ROUND: Final[Columns[Line]] = (
    Column("round", "round", lambda x: x.name, firm=True),
    Column("stage", of=lambda x: x.stage, words=STAGES),
    Column(
        "standing",
        "standing",
        lambda x: x.standing,
        _standing,
        words=STANDINGS,
        wide=True,
        flag=True,
    ),
    Column("contested", of=lambda x: x.contested, kind="flag"),
    Column("superseded_by", of=lambda x: x.superseded_by),
    Column(
        "ended_by",
        of=lambda x: _number(x.ended_by),
        panel=lambda x: id_of(x.ended_by),
        kind="event",
    ),
    Column(
        "merged_by",
        of=lambda x: _number(x.merged_by),
        panel=lambda x: id_of(x.merged_by),
        kind="event",
    ),
    sources("sources", "origins", lambda x: x.origins, "sources"),
    Column("origins", of=lambda x: len(x.origins), kind="whole"),
    Column(
        "open_denials",
        of=lambda x: tuple(denial.row.seq for denial in x.denials),
        panel=lambda x: names_of(denial.row for denial in x.denials),
        kind="events",
    ),
    Column("open_fields", of=_open, panel=_each_open, kind="texts"),
)
"""What is said of a round, in tables and in panels."""

OPEN: Final[Columns[Denial]] = (
    Column("event", of=lambda x: x.row.seq, kind="event"),
    Column("source", of=lambda x: x.source, kind="source"),
    Column("open", of=lambda x: tuple(open_fields(x)), kind="texts"),
)
ROUNDS: Final[Columns[Line]] = (
    *ROUND,
    Column("remarks", "remarks", brief=_remarks, wide=True),
    Column(
        "denials",
        of=lambda x: tuple(Thing(one, _denial(one)) for one in x.denials),
        kind="things",
        parts=OPEN,
    ),
    Column("news", "news", lambda x: x.news.when.text, _news, kind="when", firm=True),
    Column("events", of=lambda x: tuple(row.seq for row in x.events), kind="events"),
)


@dataclass(frozen=True, slots=True)
class Denied:
    """A denial that is open, and what it still contradicts."""

    denial: Denial
    live: list[Claim]
    about: list[str]
    """The rounds of these claims; a company, outside rounds."""
    standings: list[str]

    @property
    def row(self) -> Row:
        return self.denial.row


def disputed_table(
    answer: Answer[list[CompanyAt]],
    names: Directory,
    *,
    brief: bool,
    since: int | None = None,
    more: Columns[Denied] = (),
) -> Table:
    """One row an open denial: who contradicts whom, and in what.

    `since` leaves out denials published before that instant; `more` are columns, too.
    """
    lines = [
        _denied(company, denial)
        for company in answer.value
        for denial in company.denials
        if denial.open
        and not closed_by_time(denial, company)
        and (since is None or denial.row.when.lo >= since)
    ]
    none = ["no open denials by then"] if not lines and not answer.empty else []
    columns = (*DENIALS, *more)
    return answer_table(answer, columns, lines, notes=none, names=names, brief=brief)


def _denied(company: CompanyAt, denial: Denial) -> Denied:
    live = [claim for claim in denial.claims if claim.live and denial.open_on(claim)]
    about = list(dict.fromkeys(claim.round or claim.company for claim in live))
    found = [company.rounds[x].standing for x in about if x in company.rounds]
    return Denied(denial, live, about, list(dict.fromkeys(found)) or ["disputed"])


def _by(line: Denied, names: Directory) -> Prose:
    """Say who denies it, when, and in which form."""
    who = speakers([line.denial.source], names)
    day = _last(day_part(line.row.when.text))
    return Prose.of(line.row.seq, f" {who}, {day}: {spaced(line.row.data['form'])}")


def _against(line: Denied, names: Directory) -> Prose:
    """Name the claims and who made them."""
    said = [(x.seq, f" {speakers([x.source], names)}") for x in line.live]
    parts = [part for one in said for part in ("; ", *one)]
    return Prose(tuple(parts[1:]))


DENIALS: Final[Columns[Denied]] = (
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
    answer: Answer[list[CompanyAt]],
    names: Directory,
    moment: "Moment | None",
    *,
    brief: bool,
    since: int | None = None,
) -> Table:
    """Put P(real) of the rounds beside the denials of their claims."""
    beside = Beside(moment)

    def chances(line: Denied) -> list[float | None]:
        found = [beside.round(name) for name in line.about if "/" in name]
        return [chance(one) for one in found if one is not None]

    column = Column[Denied](
        "p_real",
        "P(real)",
        lambda x: tuple(number(one, FINE) for one in chances(x)),
        lambda x, _: tuple(likely(one) for one in chances(x)),
        kind="exacts",
        right=True,
    )
    more = () if brief and moment is None else (column,)
    table = disputed_table(answer, names, brief=brief, since=since, more=more)
    return left_out(table, answer.basis) if moment is None else table
