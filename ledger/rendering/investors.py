"""Tables of investors: who put what into whom, and the circles of who funds whom."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from ledger.claims.figures import Figure
from ledger.claims.investors import Investor
from ledger.claims.names import Directory
from ledger.claims.rates import Unit
from ledger.claims.vocabulary import ENDS, STAGES, STANDINGS
from ledger.projections.basis import Answer
from ledger.projections.flows import Circle, Flow
from ledger.projections.investors import FUNDING, KINDS, Investment, Who
from ledger.projections.prose import Prose
from ledger.projections.raised import COLUMNS
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Column, Columns
from ledger.rendering.sentences import spaced
from ledger.rendering.tables import Table
from ledger.rendering.units import sum_notes

EVENTS: Final[Column[Any]] = Column(
    "events",
    "events",
    lambda x: x.events,
    lambda x, _: Prose.listed(x.events, " "),
    kind="events",
    right=True,
)
APART: Final = "paid, committed, conditional and sought are never added together"


def investor_kind(who: Who) -> str:
    """Say what an investor is registered as: company, source, or not at all."""
    if who.company is not None:
        return "company"
    return "source" if who.key.startswith("source:") else "name"


def investors_table(answer: Answer[list[Investment]], *, brief: bool) -> Table:
    """One row an investor and round, by investor; people read one name once, on top."""
    found = answer.value
    notes = _explained(found)
    named = list(dict.fromkeys(one.who.name for one in found))
    alone = brief and len(named) == 1
    columns = INVESTORS[1:] if alone else INVESTORS
    what = named[0] if alone else ""
    rows = found if brief else iter(found)
    table = answer_table(answer, columns, rows, what, notes=notes, brief=brief)
    return table.without_empty() if brief else replace(table, many=len(found))


def _explained(found: Sequence[Investment]) -> list[str]:
    notes = [APART] if any(one.amounts for one in found) else []
    if any(one.sole for one in found):
        notes.append(
            "sole: the only investor named in the round; the amount is that of the"
            " round"
        )
    if any(one.money not in FUNDING for one in found):
        notes.append("purchases and secondary sales bring the company no money")
    return notes


def _marks(one: Investment) -> tuple[str, ...]:
    """Say what a reader must know of a part."""
    kind = one.money if one.money != "equity" else ""
    if "loi_commitment" in one.types:
        kind = "letter of intent"
    if one.money == "purchase":
        kind = " ".join(one.types)
    marks = ["leads"] * one.leads + [spaced(kind)] * bool(kind)
    marks += ["sole"] * one.sole + ["disputed"] * one.disputed
    if one.stake is not None:
        marks.append(f"{one.stake:f}%")
    marks += [f"may be {' or '.join(one.who.may_be)}"] * bool(one.who.may_be)
    return tuple(marks)


def _standing(one: Investment, _: Directory) -> str:
    words = spaced(one.standing), spaced(one.stage)
    return ", ".join(dict.fromkeys(word for word in words if word))


def own(one: Investment) -> str:
    """Say how an investor takes part in a round: amounts, marks, standing."""
    amounts = [f"{x.figure.brief()} {name}" for name, x in one.amounts.items()]
    return ", ".join([*amounts, *_marks(one), _standing(one, Directory())])


def _amount_column(column: str) -> Column[Investment]:
    def figure(one: Investment) -> Figure | None:
        amount = one.amounts.get(column)
        return None if amount is None else amount.figure

    return Column(column, column, figure, kind="figure", right=True)


INVESTORS: Final[Columns[Investment]] = (
    Column("investor", "investor", lambda x: x.who.name, firm=True),
    Column("investor_key", of=lambda x: x.who.key),
    Column(
        "investor_kind",
        of=lambda x: investor_kind(x.who),
        words=("company", "source", "name"),
    ),
    Column("company", of=lambda x: x.company),
    Column("round", "round", lambda x: x.round, firm=True),
    Column("lead", of=lambda x: x.leads, kind="flag"),
    Column("stage", of=lambda x: x.stage, words=STAGES),
    Column(
        "standing",
        "standing",
        lambda x: x.standing,
        _standing,
        words=STANDINGS,
        wide=True,
        below="",
        flag=True,
    ),
    Column("money", of=lambda x: x.money, words=KINDS),
    Column("round_types", of=lambda x: x.types, kind="texts"),
    *map(_amount_column, COLUMNS),
    Column("sole", of=lambda x: x.sole, kind="flag"),
    Column("stake", of=lambda x: x.stake, kind="exact"),
    Column("disputed", of=lambda x: x.disputed, kind="flag"),
    Column("counts", of=lambda x: x.counts, kind="flag"),
    Column("marks", "note", _marks, kind="texts", wide=True, below=""),
    Column("may_be", of=lambda x: x.who.may_be, kind="texts"),
    Column("published", of=lambda x: x.published, kind="when"),
    Column("sources", of=lambda x: x.sources, kind="sources"),
    replace(EVENTS, below="events "),
)


def flows_table(
    answer: Answer[list[Flow]], *, brief: bool, unit: Unit | None = None
) -> Table:
    """One row for each investor, company, stage, kind of money and currency.

    In a `unit` there are sums of all currencies, too. BadInput where a rate is missing.
    """
    notes = [APART] if answer.value else []
    if not answer.value and not answer.empty:
        notes.append("no investor in a current round is known by that date")
    notes += sum_notes(unit, converted=any(flow.converted for flow in answer.value))
    rows = answer.value if brief else iter(answer.value)
    table = answer_table(answer, FLOWS, rows, notes=notes, brief=brief)
    return table.without_empty() if brief else replace(table, many=len(answer.value))


def _counted(flow: Flow) -> tuple[str, ...]:
    """Say what a reader must know of a flow."""
    kind = "" if flow.money == "equity" else spaced(flow.money)
    marks = ["leads"] * flow.leads + [kind] * bool(kind)
    marks += ["converted"] * flow.converted
    if flow.undisclosed:
        marks.append(f"{flow.undisclosed} undisclosed")
    if flow.disputed:
        marks.append(f"{flow.disputed} disputed")
    return tuple(marks)


def _sum(column: str) -> Column[Flow]:
    return Column(
        column, column, lambda x: x.amounts.get(column), kind="figure", right=True
    )


FLOWS: Final[Columns[Flow]] = (
    Column("investor", "from", lambda x: x.who.name, firm=True),
    Column("investor_key", of=lambda x: x.who.key),
    Column(
        "investor_kind",
        of=lambda x: investor_kind(x.who),
        words=("company", "source", "name"),
    ),
    Column("company", "to", lambda x: x.company, firm=True),
    Column("stage", "stage", lambda x: x.stage, words=STAGES, flag=True, firm=True),
    Column("money", of=lambda x: x.money, words=KINDS),
    *map(_sum, COLUMNS),
    Column("undisclosed", of=lambda x: x.undisclosed, kind="whole"),
    Column("disputed", of=lambda x: x.disputed, kind="whole"),
    Column("lead", of=lambda x: x.leads, kind="flag"),
    Column("marks", "", _counted, kind="texts", wide=True, below=""),
    Column("standings", of=lambda x: x.standings, kind="texts"),
    Column("rounds", of=lambda x: x.rounds, kind="texts"),
    replace(EVENTS, below="events "),
)


def circles_table(
    answer: Answer[Sequence[Circle]], *, whole: bool, brief: bool
) -> Table:
    """One row a circle of companies, with its weakest link."""
    notes = []
    if not answer.value and not answer.empty:
        notes.append(
            "no company funds another that funds it back, directly or through others"
        )
    if not whole:
        notes.append(f"there are more; these are the {len(answer.value):,} shortest")
    return answer_table(answer, CIRCLES, answer.value, notes=notes, brief=brief)


def _around(circle: Circle) -> str:
    return " > ".join((*circle.companies, circle.companies[0]))


CIRCLES: Final[Columns[Circle]] = (
    Column("circle", "circle", _around, wide=True),
    Column("companies", of=lambda x: x.companies, kind="texts"),
    Column(
        "weakest_stage",
        "weakest",
        lambda x: x.weakest.stage,
        words=STAGES,
        flag=True,
        firm=True,
    ),
    Column(
        "weakest_link",
        "between",
        lambda x: f"{x.weakest.giver} > {x.weakest.taker}",
        wide=True,
    ),
    Column("stages", of=lambda x: tuple(link.stage for link in x.links), kind="texts"),
    Column(
        "disputed",
        "disputed",
        lambda x: any(link.disputed for link in x.links),
        kind="flag",
    ),
    Column(
        "rounds",
        of=lambda x: tuple(name for link in x.links for name in link.rounds),
        kind="texts",
    ),
    EVENTS,
)


def invested(one: Investment) -> str:
    """Name an investor, whether it leads, its own amount, its stake, how far it is."""
    amounts = [x.figure.brief() for x in one.amounts.values()] if not one.sole else []
    stake = [f"{one.stake:f}%"] if one.stake is not None else []
    ends = [f"[{spaced(one.stage)}]"] if one.stage in ENDS else []
    parts = [one.who.name, *["leads"] * one.leads, *amounts[:1], *stake, *ends]
    return " ".join([*parts, *["(disputed)"] * one.disputed])


def investor_typed(one: Investment) -> str:
    """Write an investor's part as `record report` takes it."""
    own = [] if one.sole else list(one.amounts.values())
    amount = own[0].figure if own else None
    return str(Investor(one.who.name, one.leads, amount, None, one.stake))


PART: Final[Columns[Investment]] = tuple(
    replace(x, title=None)
    for x in INVESTORS
    if x.name in {"investor", "investor_key", "lead", "stage", "stake", "disputed"}
    or x.name in {*COLUMNS, "sole", "events"}
)
"""What is said of an investor within a round."""
