"""Laws of money raised: order changes nothing, and a range holds every judgement."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.amounts import Figure, between
from ledger.claims.dates import parse_when
from ledger.claims.entry import Entry
from ledger.panels.panel import COMPANIES as PANELS
from ledger.projections.basis import Answer, Basis
from ledger.projections.raised import raised_at
from ledger.projections.sums import totals
from ledger.reading.following import Following
from ledger.rendering.cells import lines
from ledger.rendering.raised import raised_table
from ledger.rendering.tables import render
from tests.laws.answers import companies
from tests.laws.strategies import (
    LAWS,
    Data,
    Event,
    History,
    bases,
    histories,
    ids,
    names,
    numbered,
    stored,
)
from tests.projections.test_twice import least_sum

ITEMS: Final = (
    {"basis": "round_total", "figure": "10B"},
    {"basis": "round_total", "figure": "8B..12B"},
    {"basis": "round_total", "figure": "undisclosed"},
    {"basis": "committed", "figure": "..5B"},
    {"basis": "committed", "figure": "EUR5B"},
    {"basis": "conditional", "figure": "4B"},
    {"basis": "conditional", "figure": "4B", "condition": "met"},
    {"basis": "conditional", "figure": "2B", "part": "fund", "condition": "dropped"},
    {"basis": "conditional", "figure": "3B", "part": "fund"},
    {"basis": "paid", "figure": "6B"},
    {"basis": "paid", "figure": "3B", "part": "fund"},
    {"basis": "tranche", "figure": "2B"},
    {"basis": "tranche", "figure": "3B", "part": "second"},
    {"basis": "per_investor", "figure": "3B", "part": "Fund"},
    {"basis": "target", "figure": "20B"},
)
STAGES: Final = ("in_talks", "committed", "announced", "closed", "failed")
DAYS: Final = ("2024-01-10", "2024-01-11", "2024-01-11T08:00Z", "2024-03-01")
TYPES: Final = (None, None, "debt", "series_a")


@st.composite
def told(draw: st.DrawFn, day: str | None = None) -> Data:
    """Give a report of what a round of one company raised."""
    published = day or draw(st.sampled_from(DAYS))
    data: Data = {
        "company": "ash",
        "round": draw(st.sampled_from(["ash/a", "ash/b", "ash/c"])),
        "source": draw(st.sampled_from(["paper", "ash-co", "fund", "wire"])),
        "published": published,
        "stage": draw(st.sampled_from(STAGES)),
        "raised": draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=4)),
        "investors": draw(
            st.sampled_from([[], [{"name": "Fund", "amount": "3B"}, {"name": "X"}]])
        ),
    }
    if (kind := draw(st.sampled_from(TYPES))) is not None:
        data["round_type"] = kind
    if draw(st.booleans()):
        data["effective"] = "2024-01-05"
    return {name: value for name, value in data.items() if value}


def answer(reports: Sequence[Data], names_: Sequence[str]) -> Any:  # compared only
    """Give what the rounds raised, and the sums, without the numbers of events."""
    events: list[Event] = [
        (id_, "round.reported", stored("round.reported", data))
        for id_, data in zip(names_, reports, strict=True)
    ]
    basis = Basis(parse_when("2024-06").lo, 99, 739_000, "UTC", 0)
    company = companies(numbered([*names(), *events]), basis)["ash"]
    lines = raised_at(company, basis)
    shown = [
        (
            *(line.round, line.money, line.counted, line.may_be),
            sorted(
                (column, amount.figure, amount.disputed, sorted(amount.sources))
                for column, amount in line.amounts.items()
            ),
        )
        for line in lines
    ]
    return shown, totals(lines)


@LAWS
@given(st.lists(told(), min_size=1, max_size=5), st.data())
def test_the_order_of_the_lists_in_an_event_changes_nothing(
    reports: list[Data], data: st.DataObject
) -> None:
    turned = [
        {
            name: data.draw(st.permutations(value))
            if isinstance(value, list)
            else value
            for name, value in report.items()
        }
        for report in reports
    ]
    made = ids(len(reports))
    assert answer(turned, made) == answer(reports, made)


@LAWS
@given(st.lists(told("2024-01-10"), min_size=2, max_size=5), st.data())
def test_of_events_of_one_day_none_goes_before_another_by_its_id(
    reports: list[Data], data: st.DataObject
) -> None:
    made = ids(len(reports))
    assert answer(reports, data.draw(st.permutations(made))) == answer(reports, made)


@LAWS
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5)), min_size=1, max_size=6),
    st.data(),
)
def test_a_sum_that_may_count_twice_holds_every_judgement(
    sizes: list[tuple[int, int]], data: st.DataObject
) -> None:
    rounds = [f"r{place}" for place in range(len(sizes))]
    figures: dict[str, Figure] = {
        name: between("USD", Decimal(low), Decimal(low + more))
        for name, (low, more) in zip(rounds, sizes, strict=True)
    }
    links: dict[str, set[str]] = {name: set() for name in rounds}
    for one in rounds:
        for other in rounds:
            if one < other and data.draw(st.booleans()):
                links[one].add(other)
                links[other].add(one)
    groups: list[list[str]] = []
    for name in rounds:
        able = [group for group in groups if links[name].issuperset(group)]
        alone: list[str] = []
        group = data.draw(st.sampled_from([alone, *able]))
        if group is alone:
            groups.append(alone)
        group.append(name)
    chosen = sum(min(figures[x].bounds()[0] or 0 for x in group) for group in groups)
    assert least_sum(figures, links) <= chosen
    highest = sum(figure.bounds()[1] or 0 for figure in figures.values())
    assert chosen <= highest


MONEY: Final = [
    f"{column}{end}"
    for column in ("paid", "committed", "conditional")
    for end in ("_currency", "_min", "_max", "_qualifier")
]


def of_panel(entries: Sequence[Entry], road: Sequence[Basis]) -> list[list[str]]:
    """Give the sums in the last rows of a panel that goes from basis to basis."""
    table, found = PANELS["raised"], []
    last = companies(entries, road[-1])
    for slug, at in sorted(last.items()):
        following = Following(slug, entries, table.ask)
        answer = None
        for basis in road:
            directory = companies(entries, basis)[slug].may.directory
            answer = following.at(basis, directory)
        if answer is None or answer[0].slug != at.slug:
            continue
        rows = read(lines(table.fields, table.rows(*answer, road[-1]), "csv"))
        found += [
            [slug, *(row[x] for x in ("money", *MONEY, "undisclosed"))]
            for row in rows
            if row["money"]
        ]
    return found


def of_raised(entries: Sequence[Entry], basis: Basis) -> list[list[str]]:
    """Give the sums of each company that `raised` prints."""
    found = []
    for slug, at in sorted(companies(entries, basis).items()):
        if at.slug == slug and at.rows:
            answer = Answer(basis, [raised_at(at, basis)])
            rows = read(render(raised_table(answer, brief=False), "csv"))
            found += [
                [slug, *(row.get(x, "") for x in ("money", *MONEY, "undisclosed"))]
                for row in rows
                if row["row"] == "total"
            ]
    return found


def read(csv_lines: Iterable[str]) -> list[dict[str, str]]:
    """Read csv."""
    return list(csv.DictReader(csv_lines))


@LAWS
@given(histories(), st.lists(bases(), min_size=1, max_size=4))
def test_the_last_row_of_a_panel_is_what_raised_prints(
    history: History, road: list[Basis]
) -> None:
    last = road[-1]
    road = sorted((last.at(x.cut) for x in road), key=lambda x: x.cut)
    assert of_panel(history.entries, road) == of_raised(history.entries, road[-1])


@LAWS
@given(st.lists(told(), min_size=1, max_size=5))
def test_a_panel_of_one_company_has_its_sums(reports: list[Data]) -> None:
    events: list[Event] = [
        (id_, "round.reported", stored("round.reported", data))
        for id_, data in zip(ids(len(reports)), reports, strict=True)
    ]
    entries = numbered([*names(), *events])
    june = Basis(parse_when("2024-06").lo, 99, 739_000, "UTC", 0)
    road = [june.at(parse_when(day).hi) for day in ("2024-01-10", "2024-03-01")]
    assert of_panel(entries, road) == of_raised(entries, road[-1])
