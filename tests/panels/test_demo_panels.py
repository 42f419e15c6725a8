"""The demo's history as panels: for every month, what the questions answer."""

from collections.abc import Iterable, Iterator

import pytest

from ledger.book import Book
from ledger.projections.basis import Basis
from ledger.rendering.figures import valuations_table
from ledger.rendering.raised import raised_table
from ledger.rendering.rounds import rounds_table
from ledger.rendering.tables import Table, render
from ledger.rendering.trust import ranking_table
from tests.panels.reading import Rows, read, rows_of

FIRST, LAST = "2019-12", "2026-10"
MONTHS = 83


def months(rows: Rows) -> dict[str, Rows]:
    """Put rows apart by their as-of."""
    found: dict[str, Rows] = {}
    for row in rows:
        found.setdefault(row["as_of"], []).append(row)
    return found


def printed(table: Table) -> Rows:
    """Read what a question prints as csv."""
    return read("\n".join(render(table, "csv")).encode())


def asked(book: Book, found: dict[str, Rows]) -> Iterator[tuple[Basis, Rows]]:
    for as_of, rows in found.items():
        yield book.basis(as_of=as_of), rows


def shared(rows: Iterable[dict[str, str]], others: Rows) -> Rows:
    """Keep the columns that rows share with others, which name events by number."""
    names = set(others[0]) - {"events", "event", "ended_by", "merged_by"}
    return [{key: row[key] for key in names if key in row} for row in rows]


def sorted_(rows: Rows, *names: str) -> Rows:
    return sorted(rows, key=lambda row: tuple(row[name] for name in names))


def test_every_month_has_the_figures_that_valuations_prints(demo: Book) -> None:
    found = months(rows_of(demo, "valuations", since=FIRST, until=LAST))
    assert len(found) == MONTHS
    for basis, rows in asked(demo, found):
        table = valuations_table(demo.valuations(basis), demo.names(basis), brief=False)
        there = printed(table)
        priced = [row for row in rows if row["figure"]]
        if there:
            key = ("company", "figure")
            assert sorted_(shared(priced, there), *key) == sorted_(
                shared(there, priced), *key
            )
        assert len(priced) == len(there), basis.as_of
        told = {demo.event(row["event"]).seq for row in priced}
        assert told <= {int(x) for row in there for x in row["events"].split(";")}


def test_every_month_has_the_rounds_that_rounds_prints(demo: Book) -> None:
    found = months(rows_of(demo, "rounds", since=FIRST, until=LAST))
    for basis, rows in asked(demo, found):
        table = rounds_table(demo.companies(basis), demo.names(basis), brief=False)
        there = sorted_(printed(table), "round")
        names = ("round", "stage", "standing", "contested", "sources", "open_fields")
        assert [[row[x] for x in (*names, "published")] for row in rows] == [
            [row[x] for x in (*names, "news")] for row in there
        ]


def test_every_month_has_the_sums_that_raised_prints(demo: Book) -> None:
    found = months(rows_of(demo, "raised", since=FIRST, until=LAST))
    for basis, rows in asked(demo, found):
        there = printed(raised_table(demo.raised(basis), brief=False))
        sums = sorted_([x for x in there if x["row"] == "total"], "company", "money")
        own = sorted_([x for x in rows if x["money"]], "company", "money")
        key = [x for x in own[0] if x in sums[0] and x != "events"] if sums else []
        assert [[x[y] for y in key] for x in own] == [[x[y] for y in key] for x in sums]


def test_every_quarter_has_the_claims_that_explain_accounts_for(demo: Book) -> None:
    rows = rows_of(demo, "claims", ["xai"], since=FIRST, until=LAST, every="quarter")
    for basis, there in asked(demo, months(rows)):
        reasons = demo.explain("xai", basis).value.reasons
        assert [
            (demo.event(row["event"]).seq, row["counted_for"], row["denials"] != "")
            for row in there
        ] == [(x.claim.seq, ";".join(x.counted), bool(x.against)) for x in reasons]


@pytest.mark.parametrize("role", ["original", "relay", "denial"])
def test_every_quarter_has_the_scores_that_credibility_prints(
    demo: Book, role: str
) -> None:
    found = months(
        rows_of(demo, "credibility", since="2023", until=LAST, every="quarter")
    )
    names = {"low": "low", "high": "high", "mean": "score", "settled": "settled"}
    names |= {"rated": "rated", "lead_days": "lead_days", "admiralty": "admiralty"}
    for basis, rows in asked(demo, found):
        moment = demo.believing.moment(basis)
        table = ranking_table(moment, demo.names(basis), role, brief=False)
        there = sorted_(printed(table), "source")
        settled = [
            row
            for row in rows
            if (row["role"], row["field"]) == (role, "occurrence")
            and row["claims"] != "0"
        ]
        assert [[row["source"], *(row[x] for x in names)] for row in settled] == [
            [row["source"], *(row[x] for x in names.values())] for row in there
        ]


def test_an_unrated_source_has_no_number_that_poses_as_knowledge(demo: Book) -> None:
    rows = rows_of(demo, "credibility", asked={"as_of": "2026-01-31"})
    unrated = [row for row in rows if row["rated"] == "unrated"]
    assert {(row["mean"], row["low"], row["high"]) for row in unrated} == {("", "", "")}
    assert {row["admiralty"] for row in unrated} == {"F"}
    rated = [row for row in rows if row["rated"] != "unrated"]
    assert rated
    assert all(row["mean"] and row["low"] and row["high"] for row in rated)


def test_every_source_that_had_reported_by_then_has_a_row(demo: Book) -> None:
    rows = rows_of(demo, "credibility", asked={"as_of": "2024-01-20"})
    basis = demo.basis(as_of="2024-01-20")
    reported = {
        source
        for source in demo.names(basis).sources
        for row in demo.statements(source, basis).value
        if row.type == "round.reported"
    }
    told = {(row["source"], row["role"]) for row in rows}
    assert {source for source, role in told if role == "original"} == reported
    assert ("elon-musk", "denial") in told


def test_sources_can_be_chosen_and_rows_are_sorted(demo: Book) -> None:
    rows = rows_of(demo, "credibility", ["Bloomberg"], since="2025", every="year")
    assert {row["source"] for row in rows} == {"bloomberg"}
    rows = rows_of(demo, "credibility", since="2024-01", until="2024-06")
    keys = [(row["as_of"], row["source"]) for row in rows]
    assert keys == sorted(keys)


@pytest.mark.parametrize("table", ["valuations", "rounds", "claims"])
def test_companies_are_sorted_those_of_mergers_in_their_places(
    demo: Book, table: str
) -> None:
    rows = rows_of(demo, table, since=FIRST, until=LAST, every="quarter")
    keys = [(row["company"], row["as_of"]) for row in rows]
    assert keys == sorted(keys)
    assert "xai" in {company for company, _ in keys}


def test_the_story_of_january_2024_day_by_day(demo: Book) -> None:
    asked = {"tz": "America/New_York"}
    span = {"since": "2024-01-18", "until": "2024-01-19", "every": "day"}
    first, second = rows_of(demo, "valuations", ["xai"], asked, **span)
    assert first["figure"] == ""
    assert (second["amount_min"], second["amount_max"]) == (
        "15000000000",
        "20000000000",
    )
    assert (second["standing"], second["denied_by"]) == ("disputed", "elon-musk")
