"""Tables in SQL: what is in them, at any basis, and of which types."""

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from ledger.book import Book
from ledger.claims.dates import parse_when
from ledger.projections.basis import Basis
from ledger.sql.duck import FIELDS, TYPES, mentioned
from ledger.sql.views import VIEWS
from tests.conftest import Sayso
from tests.demo import demo_book

PANELS = ("valuations", "rounds", "claims")
BASES: list[dict[str, Any]] = [
    {},
    {"as_of": "2024-01-19"},
    {"as_of": "2024-05-28", "effective": "2024-03-01"},
    {"as_of": "2024-01", "possible": True},
    {"known_at": 100},
    {"as_of": "2019"},
]


def dicts(demo: Book, query: str, basis: Basis | None = None) -> list[dict[str, Any]]:
    """Give the rows of an answer by the names of their columns."""
    found = demo.sql(query, basis).value
    names = [one.name for one in found.fields]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def exported(demo: Book, table: str, basis: Basis) -> list[dict[str, Any]]:
    """Give the rows of an export, without the basis that stands in each."""
    panel = demo.panel(table, basis)
    names = [one.name for one in panel.fields]
    asked = {"as_of", "published_before", "known_at", "about"}
    rows = [dict(zip(names, row, strict=True)) for row in panel.rows]
    return [{k: v for k, v in row.items() if k not in asked} for row in rows]


@pytest.mark.parametrize("cuts", BASES, ids=str)
@pytest.mark.parametrize("table", PANELS)
def test_a_table_holds_what_an_export_writes(
    demo: Book, table: str, cuts: dict[str, Any]
) -> None:
    basis = demo.basis(**cuts)
    wanted = exported(demo, table, basis)
    found = dicts(demo, f"SELECT * FROM {table}", basis)
    assert [{k: v for k, v in x.items() if k != "seq"} for x in found] == wanted


@pytest.mark.parametrize("cuts", BASES, ids=str)
def test_the_clocks_of_every_row_are_those_of_its_event(
    demo: Book, cuts: dict[str, Any]
) -> None:
    basis = demo.basis(**cuts)
    events = {one.seq: one for one in demo.events()}
    for table in ("valuations", "rounds", "claims", "raised", "investors", "events"):
        for row in dicts(demo, f"SELECT * FROM {table}", basis):
            if row["seq"] is None:
                assert row["event"] is None
                continue
            stored = events[row["seq"]]
            assert row["event"] == stored.id[:16]
            assert row["recorded"] == stored.recorded
            assert row["seq"] <= basis.known_at
            if row["published"] is not None:
                when = parse_when(row["published"])
                assert when.lo < basis.cut
                assert basis.possible or when.hi <= basis.cut
                if when.lo > 0:
                    assert (row["published_from"], row["published_to"]) == when[1:3]


def test_money_raised_is_a_row_an_amount(demo: Book) -> None:
    basis = demo.basis(as_of="2026-04-01")
    found = dicts(demo, "SELECT * FROM raised", basis)
    lines = [line for one in demo.raised(basis).value for line in one]
    wanted = [
        (line.round, line.money, name, amount.figure.min, amount.figure.max)
        for line in lines
        for name, amount in line.amounts.items()
    ]
    keys = ("round", "money", "basis", "amount_min", "amount_max")
    assert sorted(map(str, (tuple(x[k] for k in keys) for x in found))) == sorted(
        map(str, wanted)
    )
    summed = {(x["round"], x["basis"]) for x in found if x["in_sums"]}
    assert summed == {(x.round, name) for x in lines for name in x.in_sums}


def test_an_investor_is_a_row_a_round(demo: Book) -> None:
    basis = demo.basis(as_of="2026-04-01")
    wanted = [
        (x.round, x.who.name, x.leads, x.stage or None, x.standing, x.sources)
        for x in demo.investors(basis).value
    ]
    query = "SELECT round, investor, leads, stage, standing, sources FROM investors"
    found = [tuple(x.values()) for x in dicts(demo, query, basis)]
    assert sorted(map(str, found)) == sorted(map(str, wanted))


def test_sources_are_those_that_are_registered(demo: Book) -> None:
    found = dicts(demo, "SELECT source, name, kind, speaks_for FROM sources")
    known = demo.names().sources
    assert [x["source"] for x in found] == sorted(known)
    assert {x["source"]: x["kind"] for x in found} == {
        slug: one.kind for slug, one in known.items()
    }


def test_a_voided_and_a_corrected_event_say_so(tmp_path: Path) -> None:
    with demo_book(tmp_path) as demo:
        one, other = dicts(
            demo, "SELECT seq, event FROM events WHERE type = 'round.reported' LIMIT 2"
        )
        before = demo.basis()
        ids = {x.seq: x.id for x in demo.events()}
        demo.record(
            [
                ("entry.voided", {"target": ids[one["seq"]], "reason": "twice"}),
                (
                    "entry.corrected",
                    {
                        "target": ids[other["seq"]],
                        "set": {"stage": "filed"},
                        "reason": "mistyped",
                    },
                ),
            ]
        )
        query = (
            "SELECT seq, voided_by, corrected_by, data->>'$.stage' AS stage FROM events"
            f" WHERE seq IN ({one['seq']}, {other['seq']}) ORDER BY seq"
        )
        last = demo.log.head().seq
        first, second = dicts(demo, query)
        assert (first["voided_by"], first["corrected_by"]) == (last - 1, ())
        assert (second["corrected_by"], second["stage"]) == ((last,), "filed")
        assert [x["voided_by"] for x in dicts(demo, query, before)] == [None, None]
        assert dicts(demo, f"FROM claims WHERE seq = {one['seq']}") == []


def test_documents_are_what_events_can_be_read_in(tmp_path: Path) -> None:
    with demo_book(tmp_path) as demo:
        report = {
            "round": "xai/series-b",
            "source": "bloomberg",
            "published": "2024-01-18",
            "stage": "closed",
            "url": "https://example.com/a",
            "locator": "paragraph 2",
        }
        (done,) = demo.record([("round.reported", report)])
        query = f"FROM documents WHERE claim = '{done.id[:16]}'"
        (row,) = dicts(demo, query)
        assert (row["url"], row["locator"]) == ("https://example.com/a", "paragraph 2")
        assert dicts(demo, query, demo.basis(as_of="2024-01-01")) == []


TEXT = "xAI raised  $500 million,\npeople said. They spoke at length.\n"


def test_a_document_and_what_is_read_in_it_are_rows(tmp_path: Path) -> None:
    with demo_book(tmp_path) as demo:
        said = {
            "title": "A round",
            "publisher": "bloomberg",
            "url": "https://example.com/a",
            "language": "en",
            "payloads": [{"what": "article", "text": TEXT}],
        }
        (document,) = demo.record([("document.recorded", said)])
        claim = dicts(demo, "FROM claims WHERE source = 'bloomberg' LIMIT 1")[0]
        before = demo.basis()
        id_ = demo.event(claim["seq"]).id
        cited = {"claim": id_, "document": document.id, "start": 0, "end": 24}
        (citation,) = demo.record([("claim.cited", cited)])

        query = f"FROM documents WHERE document = '{document.id[:16]}' ORDER BY seq"
        first, second = dicts(demo, query)
        assert (first["event"], first["claim"]) == (document.id[:16], None)
        assert (first["text"], first["quote"]) == (TEXT, None)
        for row in (first, second):
            assert (row["title"], row["publisher"]) == ("A round", "bloomberg")
            assert (row["url"], row["erased"]) == ("https://example.com/a", False)
        assert first["text_sha256"] == sha256(TEXT.encode()).hexdigest()
        assert (second["event"], second["claim"]) == (citation.id[:16], id_[:16])
        assert (second["company"], second["round"]) == (
            claim["company"],
            claim["round"],
        )
        assert (second["span_start"], second["span_end"]) == (0, 24)
        assert (second["quote"], second["text"]) == (TEXT[:24], None)
        assert second["published_to"] == claim["published_to"]
        assert len(dicts(demo, query, before)) == 1
        early = demo.basis(as_of="2000-01-01")
        assert [x["claim"] for x in dicts(demo, query, early)] == [None]

        (erased,) = demo.erase(document.id, ("article",), "asked to")
        for row in dicts(demo, query):
            assert (row["text"], row["quote"], row["erased"]) == (None, None, True)
            assert row["erased_by"] == erased
        demo.record([("entry.voided", {"target": citation.id, "reason": "x"})])
        assert [x["claim"] for x in dicts(demo, query)] == [None]


def test_a_quote_without_a_document_is_a_column_too(tmp_path: Path) -> None:
    with demo_book(tmp_path) as demo:
        claim = dicts(demo, "FROM claims WHERE source = 'bloomberg' LIMIT 1")[0]
        id_ = demo.event(claim["seq"]).id
        quote = {"what": "quote", "text": "one"}
        cited = {"claim": id_, "locator": "line 3", "payloads": [quote]}
        (done,) = demo.record([("claim.cited", cited)])
        (row,) = dicts(demo, f"FROM documents WHERE seq = {done.seq}")
        assert (row["quote"], row["locator"]) == ("one", "line 3")
        assert (row["document"], row["title"]) == (None, None)


def test_the_basis_is_a_table_of_one_row(demo: Book) -> None:
    basis = demo.basis(as_of="2024-01-19")
    (row,) = dicts(demo, "FROM basis", basis)
    assert (row["token"], row["as_of"]) == (basis.token, "2024-01-19")
    assert (row["published_before"], row["known_at"]) == (basis.cut, basis.known_at)


def test_columns_have_the_types_of_what_they_hold(demo: Book) -> None:
    types = {
        (x["table_name"], x["column_name"]): x["data_type"]
        for x in dicts(demo, "FROM information_schema.columns")
    }
    assert types == {
        (table, one.name): TYPES[one.kind]
        .replace(", ", ",")
        .replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE")
        for table, fields in FIELDS.items()
        for one in fields
    }
    assert types["valuations", "amount_min"] == "DECIMAL(38,6)"
    assert types["claims", "effective_first"] == "DATE"
    assert types["claims", "published_from"] == "TIMESTAMP WITH TIME ZONE"
    assert types["claims", "investors"] == "VARCHAR[]"


def test_days_are_those_of_the_ledger_and_never_of_the_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    with demo_book(tmp_path) as demo:
        query = "SELECT min(published_from)::DATE AS day FROM claims"
        first = dicts(demo, "SELECT min(published_from) AS at FROM claims")[0]["at"]
        for zone in ("UTC", "America/New_York", "Pacific/Auckland"):
            (row,) = dicts(demo, query, demo.basis(tz=zone))
            there = datetime.fromtimestamp(first / 1_000_000, UTC)
            assert row["day"] == str(there.astimezone(ZoneInfo(zone)).date())


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT 1.50 AS a", [(Decimal("1.5"),)]),
        ("SELECT DATE '2024-02-29'", [("2024-02-29",)]),
        ("SELECT TIMESTAMPTZ '2024-01-01 00:00:00+00'", [(1_704_067_200_000_000,)]),
        ("SELECT 1 AS a, 2 AS a", [(1, 2)]),
        ("SELECT ['x', NULL], [1, 2]", [(("x", None), (1, 2))]),
        ("SELECT {'a': 1.5, 'b': [DATE '2024-01-01']}",
         [('{"a": "1.5", "b": ["2024-01-01"]}',)]),
        ("SELECT 'ab'::BLOB, INTERVAL 1 DAY", [("6162", "1 day, 0:00:00")]),
        ("SELECT 9223372036854775807::HUGEINT * 2",
         [(Decimal(18446744073709551614),)]),
        ("SELECT NULL, TRUE", [(None, True)]),
        ("SELECT 1 WHERE FALSE", []),
        ("-- a remark\nSELECT 1;", [(1,)]),
        ("PIVOT (SELECT 'x' AS k, 2 AS v) ON k USING sum(v)", [(2,)]),
        ("WITH a AS (SELECT 1) FROM a", [(1,)]),
    ],
)  # fmt: skip
def test_cells_are_exact(demo: Book, query: str, rows: list[Any]) -> None:
    assert demo.sql(query).value.rows == rows


def test_columns_of_one_name_are_told_apart(demo: Book) -> None:
    found = demo.sql("SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a").value
    assert [x.name for x in found.fields] == ["a", "a_2", "a_2_2", "a_3"]


def test_only_what_a_query_names_is_worked_out() -> None:
    assert mentioned("SELECT * FROM Claims JOIN sources USING (source)") == [
        "claims",
        "sources",
    ]
    assert set(mentioned("FROM query_table('cla' || 'ims')")) == set(FIELDS)


def test_a_name_that_is_put_together_is_filled_too(demo: Book) -> None:
    (row,) = dicts(demo, "SELECT count(*) AS n FROM query_table(['claims'])")
    assert row["n"] == len(exported(demo, "claims", demo.basis()))


def test_the_tables_are_left_in_a_file(demo: Book, tmp_path: Path) -> None:
    basis = demo.basis(as_of="2024-05-28")
    counts = demo.to_duckdb(tmp_path / "a.duckdb", basis)
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as connection:
        for name in VIEWS:
            (found,) = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
            assert found == (counts[name],)
            assert counts[name] == len(demo.sql(f"FROM {name}", basis).value.rows)
        (row,) = connection.execute("SELECT token, about FROM basis").fetchall()
    assert row == (basis.token, date(2024, 5, 28))
    assert [path.name for path in tmp_path.iterdir()] == ["a.duckdb"]


def test_the_command_answers_in_every_form(sayso: Sayso) -> None:
    assert sayso("demo", "--db", "demo.db").exit_code == 0
    query = (
        "SELECT company, amount_max, effective_first, published_from, sources, headline"
        " FROM valuations WHERE company = 'xai' AND figure = 'confirmed'"
    )
    asked = ("sql", query, "--db", "demo.db", "--as-of", "2024-06-01")
    shown = sayso(*asked).stdout.splitlines()
    assert shown[2].split() == [
        *("xai", "24000000000", "2024-05-26", "2024-05-27T04:00:00Z"),
        *("elon-musk,", "xai", "true"),
    ]
    lines = sayso(*asked, "-f", "csv").stdout.splitlines()
    assert lines[1] == (
        "xai,24000000000,2024-05-26,2024-05-27T04:00:00Z,elon-musk;xai,true"
    )
    piped = sayso("sql", "-", *asked[2:], "-f", "csv", stdin=query)
    assert piped.stdout.splitlines() == lines
    for form in ("json", "jsonl"):
        assert '"amount_max":"24000000000"' in sayso(*asked, "-f", form).stdout


def test_a_row_a_field_where_a_terminal_is_too_narrow(sayso: Sayso) -> None:
    assert sayso("demo", "--db", "demo.db").exit_code == 0
    query = "SELECT * FROM claims WHERE company = 'xai' ORDER BY seq"
    one = sayso("sql", f"{query} LIMIT 1", "--db", "demo.db", COLUMNS="80").stdout
    lines = [line.split() for line in one.splitlines()[1:]]
    assert lines[0] == ["column", "value"]
    assert ["company", "xai"] in lines
    assert [x[0] for x in lines[1:] if x[0] in {y.name for y in FIELDS["claims"]}]
    several = sayso("sql", f"{query} LIMIT 2", "--db", "demo.db", COLUMNS="80").stdout
    lines = [line.split() for line in several.splitlines()[1:]]
    assert lines[0] == ["row", "column", "value"]
    assert ["1", "company", "xai"] in lines
    assert ["2", "company", "xai"] in lines
    narrow = "SELECT 1 AS a, 2 AS b, 3 AS c, 4 AS d, 5 AS e, 6 AS f, 7 AS g, 8 AS h"
    wide = sayso("sql", narrow, "--db", "demo.db", COLUMNS="80").stdout.splitlines()
    assert wide[1].split() == list("abcdefgh")
    none = sayso("sql", f"{query} LIMIT 0", "--db", "demo.db", COLUMNS="80")
    assert none.exit_code == 0


def test_the_command_lists_the_tables_and_their_columns(sayso: Sayso) -> None:
    lines = sayso("sql", "--tables", "-f", "csv").stdout.splitlines()
    assert 'claims,price_min,"DECIMAL(38, 6)"' in lines
    assert len(lines) == 1 + sum(map(len, FIELDS.values()))
    for words in ((), ("--tables", "SELECT 1")):
        assert sayso("sql", *words).exit_code == 2


def test_the_command_leaves_a_file_whole_or_not_at_all(sayso: Sayso) -> None:
    assert sayso("demo", "--db", "demo.db").exit_code == 0
    asked = ("export", "--duckdb", "a.duckdb", "--db", "demo.db")
    assert "valuations " in sayso(*asked).stderr
    assert sayso(*asked).stderr.startswith("error: a.duckdb exists already")
    assert sayso(*asked, "--force").exit_code == 0
    for more in (("claims",), ("-f", "jsonl"), ("--from", "2020"), ("-o", "x.csv")):
        done = sayso(*asked, "--force", *more)
        assert (done.exit_code, done.stdout) == (2, "")
    lost = sayso("export", "--duckdb", "no/a.duckdb", "--db", "demo.db")
    assert lost.stderr.startswith("error: no/a.duckdb cannot be written")
    own = sayso("export", "--duckdb", "demo.db", "--db", "demo.db", "--force")
    assert own.stderr.startswith("error: demo.db is the ledger itself")
    assert {p.name for p in Path().iterdir()} >= {"a.duckdb", "demo.db"}
    assert not [p for p in Path().iterdir() if p.name.endswith(".part")]
