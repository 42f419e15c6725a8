"""Tables of rounds: terms, standing, and what is denied of each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.claims.rates import Unit
from ledger.claims.vocabulary import STAGES, STANDINGS
from ledger.projections.amount import Amount
from ledger.projections.basis import Answer, Basis
from ledger.projections.denials import Denial
from ledger.projections.investors import KINDS
from ledger.projections.prose import Prose
from ledger.projections.raised import COLUMNS
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.terms import Terms, terms_of
from ledger.rendering.basis import CompanyNote, answer_table
from ledger.rendering.cells import id_of, names_of
from ledger.rendering.columns import Column, Columns, Thing
from ledger.rendering.disputed import last_day, open_fields, still_open
from ledger.rendering.figures import day_part, priced, sources
from ledger.rendering.investors import PART, invested, investor_typed
from ledger.rendering.money_in import rounds_in
from ledger.rendering.raised import RaisedRow
from ledger.rendering.sentences import spaced
from ledger.rendering.tables import Table
from ledger.rendering.units import notes_on
from ledger.rendering.valued import INSTEAD, days_told

MANY: Final = 10
"""Rounds: from this number on they are counted below the table."""
FEW: Final = 3
"""Investors: more are not all named in a table."""
PLACE: Final = 4
"""Amounts in one currency stand behind round, type, money and amount."""
SOUGHT: Final = " sought"
UNLIKE_EQUITY: Final = ("debt", "mixed", "grant", "vendor_financing")


@dataclass(slots=True, kw_only=True)
class RoundRow:
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
    terms: Terms | None = None
    """What it is about, if that is told; of one merged away nothing is."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Its types; where nobody names one, what money it brings, but for equity."""
        if self.terms is None:
            return ()
        money = self.terms.money
        return self.terms.types or ((money,) if money != "equity" else ())


def company_round_rows(
    company: CompanyAt, basis: Basis | None = None
) -> Iterator[RoundRow]:
    """Give the rounds of a company by name, then those that were merged away.

    With a basis each has its terms.
    """
    for found in company.rounds.values():
        yield RoundRow(
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
            terms=None if basis is None else terms_of(found, company, basis),
        )
    for name, row in company.identity.merged.items():
        yield RoundRow(
            name=name,
            standing="superseded",
            news=row,
            events=(row,),
            superseded_by=company.identity.round(name),
            merged_by=row,
        )


def rounds_table(
    answer: Answer[Sequence[CompanyAt]],
    names: Directory,
    *,
    brief: bool,
    standing: str | None = None,
    only: Sequence[str] = (),
    unit: Unit | None = None,
    wide: bool = True,
    tally: Mapping[str, int] | None = None,
) -> Table:
    """One row a round, those that were merged away included; in a `unit`, too.

    People read the origins, and remarks apart, where it is `wide`. With a `tally`, how
    many rounds there are of each standing, rows are streamed. BadInput where a rate is
    missing.
    """
    lines: Iterable[RoundRow] = (
        line
        for company in answer.value
        for line in company_round_rows(company, answer.basis)
        if standing in {None, line.standing} and (not only or line.name in only)
    )
    if tally is None or unit is not None:
        lines = list(lines)
        tally = Counter(line.standing for line in lines)
    columns = ROUNDS if wide or not brief else NARROW
    what = f"{spaced(standing or '')} rounds".strip()
    notes = [] if answer.empty else list(_counted(tally, what))
    if unit is not None:
        day = answer.basis.effective
        converted = rounds_in(unit, _money, lambda x: x.terms and x.terms.prices, day)
        columns = (*columns[:PLACE], *converted, *columns[PLACE:])
        notes += notes_on(unit, (), many=False)
    table = answer_table(answer, columns, lines, notes=notes, names=names, brief=brief)
    if unit is not None:
        unit.check()
    return table.without_empty() if brief else table


def _counted(tally: Mapping[str, int], what: str) -> Iterator[str]:
    """Say how many rounds have which standing, where there are none or many."""
    if not (count := sum(tally.values())):
        yield f"no {what} are known by that date"
    if count >= MANY:
        many = (f"{tally[x]:,} {spaced(x)}" for x in STANDINGS if tally.get(x))
        yield CompanyNote(f"{count:,} rounds: {', '.join(many)}")


def type_of(line: RoundRow, _: Directory) -> str:
    """Say what kind of round it is, and what money it brings where that is no equity.

    A type that its name says already is left out.
    """
    label = line.name.rpartition("/")[2].replace("-", "_")
    words = [x for x in line.kinds if x != label]
    if line.terms is not None and line.terms.money in UNLIKE_EQUITY:
        words.append(line.terms.money)
    words = [word for word in words if word != "series_unknown"]
    return ", ".join(dict.fromkeys(map(spaced, words)))


def _amounts(line: RoundRow) -> Mapping[str, Amount]:
    return {} if line.terms is None else line.terms.amounts


def _money(line: RoundRow) -> RaisedRow | None:
    """Give its amounts as `raised` has them."""
    if line.terms is None:
        return None
    said = line.terms.amounts
    figures = {column: amount.figure for column, amount in said.items()}
    return RaisedRow("", line.terms.money, figures, line.name, said=said)


def _stated(column: str) -> Column[RoundRow]:
    """Give the column of an amount that was paid, committed, ..."""

    def figure(line: RoundRow) -> Figure | None:
        amount = _amounts(line).get(column)
        return None if amount is None else amount.figure

    return Column(column, of=figure, kind="figure")


def _amount_words(line: RoundRow, _: Directory) -> str:
    """Write what was bound, else paid or asked; what is more than that in words."""
    amounts = _amounts(line)
    words = {"committed": "", "conditional": " conditional", "paid": " paid"}
    prices = () if line.terms is None else line.terms.prices
    bought = [x.figure for x in prices if x.name == "deal_value"]  # the price says it
    told = [
        amounts[column].figure.brief() + word + " disputed" * amounts[column].disputed
        for column, word in {**words, "sought": SOUGHT}.items()
        if column in amounts and _tells(amounts, column)
        if amounts[column].figure not in bought
    ]
    return ", ".join(told)


def _tells(amounts: Mapping[str, Amount], column: str) -> bool:
    """Tell whether a column says something that what is committed does not say."""
    bound = amounts.get("committed")
    if bound is None or column in {"committed", "conditional"}:
        return True
    return column == "paid" and amounts[column].figure != bound.figure


def _price(line: RoundRow, _: Directory) -> str:
    """Write the price, its kind, and whether it is only asked or denied."""
    if line.terms is None or not line.terms.prices:
        return ""
    price = line.terms.prices[0]
    asked = ["sought"] if price.name == "sought" and not price.marks else []
    return ", ".join([priced(price), *asked, *["disputed"] * price.disputed])


def _day_words(line: RoundRow, _: Directory) -> str:
    """Write since when it stands at committed or later; else the day of its news."""
    if line.terms is None or line.terms.effective is None:
        return _news(line, _)
    return days_told(line.terms.effective)


def _investors(line: RoundRow, _: Directory) -> str:
    """Name the investors, those who lead first; of many only these."""
    found = [] if line.terms is None else list(line.terms.investors)
    if len(found) <= FEW:
        return ", ".join(map(invested, sorted(found, key=lambda x: not x.leads)))
    leading = [invested(x) for x in found if x.leads][:FEW]
    return ", ".join([*leading, f"{len(found)} named"])


def _standing(line: RoundRow, _: Directory) -> str:
    """Write its standing and, where it differs, its stage."""
    words = spaced(line.standing), spaced(line.stage or "")
    return ", ".join(dict.fromkeys(word for word in words if word))


def _remarks(line: RoundRow, _: Directory) -> Prose:
    if line.merged_by is not None:
        into = f"merged into {line.superseded_by} by event "
        return Prose.of(into, line.merged_by.seq)
    remarks = [Prose.of("contested")] * line.contested
    if line.superseded_by:
        remarks.append(Prose.of(f"superseded by {line.superseded_by}"))
    if line.ended_by is not None:
        remarks.append(Prose.of("ended by event ", line.ended_by.seq))
    for one in line.denials:
        still = f": {', '.join(open_fields(one))}"
        remarks.append(Prose.of("denied by event ", one.row.seq, still))
    return Prose.joined(remarks, "; ")


def _news(line: RoundRow, _: Directory) -> str:
    """Write the last day of a span; of a merger, the whole span."""
    day = day_part(line.news.when.text)
    return day if line.merged_by is not None else last_day(day)


def _number(row: Row | None) -> int | None:
    return None if row is None else row.seq


def _open(line: RoundRow) -> tuple[str, ...]:
    return tuple(sorted({x for denial in line.denials for x in open_fields(denial)}))


def _each_open(line: RoundRow) -> tuple[str, ...]:
    """Name the fields one by one, also where a whole claim is denied."""
    live = ((x, claim) for x in line.denials for claim in x.claims if claim.live)
    return tuple(sorted({x for denial, claim in live for x in denial.open_on(claim)}))


ROUND: Final[Columns[RoundRow]] = (
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
TERMS: Final[Columns[RoundRow]] = (
    Column(
        "round_types",
        "type",
        lambda x: x.kinds,
        type_of,
        kind="texts",
        wide=True,
        below="",
    ),
    Column("money", of=lambda x: x.terms and x.terms.money, words=KINDS),
    Column("amount", "amount", brief=_amount_words, wide=True),
    *map(_stated, COLUMNS),
    Column("price", "price", brief=_price, wide=True),
    Column(
        "prices",
        of=lambda x: (
            x.terms
            and tuple(Thing(one, f"{one.kind} {one.figure}") for one in x.terms.prices)
        ),
        kind="things",
        parts=INSTEAD,
    ),
    Column(
        "effective",
        "day",
        lambda x: x.terms and x.terms.effective and days_told(x.terms.effective),
        _day_words,
        kind="days",
        firm=True,
    ),
    Column(
        "investors",
        "investors",
        lambda x: (
            x.terms
            and tuple(Thing(one, investor_typed(one)) for one in x.terms.investors)
        ),
        _investors,
        kind="things",
        parts=PART,
        wide=True,
        below="investors: ",
    ),
    Column("named", of=lambda x: x.terms and len(x.terms.investors), kind="whole"),
)
"""What a round is about."""
ROUNDS: Final[Columns[RoundRow]] = (
    *ROUND[:1],
    *TERMS,
    *ROUND[1:],
    Column("remarks", "remarks", brief=_remarks, wide=True, below=""),
    Column(
        "denials",
        of=lambda x: tuple(Thing(one, still_open(one)) for one in x.denials),
        kind="things",
        parts=OPEN,
    ),
    Column("news", of=lambda x: x.news.when.text, kind="when"),
    Column("events", of=lambda x: tuple(row.seq for row in x.events), kind="events"),
)


def deal(line: RoundRow, names: Directory) -> str:
    """Write the amount and the price together."""
    amount, price = _amount_words(line, names), _price(line, names)
    if amount.endswith(SOUGHT):
        price = price.removesuffix(f",{SOUGHT}")
    at = "" if "acquisition" in line.kinds and not amount else "at "
    return " ".join([amount, *[f"{at}{price}"] * bool(price)]).strip()


_NAMED: Final = {column.name: column for column in ROUNDS}
NARROW: Final[Columns[RoundRow]] = (
    *(_NAMED[name] for name in ("round", "round_types", "money")),
    replace(_NAMED["amount"], brief=deal),
    *(_NAMED[name] for name in ("effective", "standing", "investors", "remarks")),
)
"""The same where there is little room."""
