"""What SQL is refused: what would write or reach out of the tables, and mistakes."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from ledger.book import Book
from ledger.errors import BadInput, LedgerError, Refused
from ledger.sql.duck import CLOSED, FIELDS
from ledger.sql.refusals import refusal
from tests.conftest import Sayso
from tests.demo import demo_book

WRITES = [
    "INSERT INTO claims SELECT * FROM claims",
    "UPDATE claims SET company = 'x'",
    "DELETE FROM events",
    "DROP TABLE claims",
    "CREATE TABLE a AS SELECT 1",
    "CREATE OR REPLACE VIEW claims AS SELECT 1",
    "CREATE MACRO a() AS 1",
    "ALTER TABLE claims ADD COLUMN a INT",
    "TRUNCATE events",
    "COPY claims TO 'out.csv'",
    "COPY claims FROM 'seen.csv'",
    "EXPORT DATABASE 'out'",
    "IMPORT DATABASE 'out'",
    "ATTACH 'out.db'",
    "DETACH memory",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET threads = 1",
    "RESET threads",
    "PRAGMA database_list",
    "CALL pragma_version()",
    "CALL enable_logging()",
    "BEGIN",
    "COMMIT",
    "VACUUM",
    "ANALYZE",
    "CHECKPOINT",
    "USE memory",
    "PREPARE a AS SELECT 1",
    "EXPLAIN ANALYZE DELETE FROM claims",
    "COMMENT ON TABLE claims IS 'x'",
    "MERGE INTO claims USING claims AS c ON FALSE WHEN MATCHED THEN DELETE",
    "WITH a AS (INSERT INTO claims (company) VALUES ('x') RETURNING 1) FROM a",
    "WITH a AS (UPDATE claims SET company = 'x' RETURNING 1) SELECT * FROM a",
    "WITH a AS (DELETE FROM events RETURNING 1) SELECT count(*) FROM a",
]
REACHES = [
    "WITH a AS (COPY claims TO 'out.csv') SELECT * FROM a",
    "FROM 'seen.csv'",
    "FROM read_csv('seen.csv')",
    "FROM read_csv_auto(['seen.csv'])",
    "FROM read_text('seen.csv')",
    "FROM read_blob('seen.csv')",
    "FROM read_json('seen.csv')",
    "FROM read_parquet('seen.csv')",
    "FROM parquet_schema('seen.csv')",
    "FROM sniff_csv('seen.csv')",
    "FROM glob('*')",
    "FROM 'https://example.com/a.parquet'",
    "FROM read_csv('s3://a/b.csv')",
    "FROM duckdb_secrets()",
    "FROM query('FROM read_text(''seen.csv'')')",
]
WRONG = [
    "PIVOT (WITH a AS (DELETE FROM claims RETURNING 'k' AS k) FROM a) ON k",
    "SELEC 1",
    "SELECT",
    "SELECT 'a",
    "SELECT * FROM claims WHERE",
    "SELECT nothing FROM claims",
    "SELECT comapny FROM claims",
    "SELECT claims.nothing FROM claims",
    "SELECT c.company FROM claims",
    "FROM claim",
    "FROM main.nothing",
    "SELECT nothing(1)",
    "FROM nothing(1)",
    "SELECT 'a'::nothing",
    "SELECT 'a'::INT",
    "SELECT company::INT FROM claims",
    "SELECT sum(company) FROM claims",
    "SELECT company, count(*) FROM claims",
    "SELECT company FROM claims a JOIN claims b ON TRUE",
    "SELECT 9223372036854775807 + 1",
    "SELECT repeat('a', 10000000000)",
    "SELECT error('boom')",
    "SELECT $1",
    "SELECT ?",
    "SELECT getenv('HOME')",
    "SELECT (SELECT company FROM claims)",
    "SELECT DATE '2024-13-01'",
    "SELECT DATE '290000-01-01'",
    "FROM enable_logging()",
    "SELECT * FROM claims LIMIT -1",
    "SELECT regexp_matches('a', '(')",
    "SELECT \x00",
    "(((",
    "FROM rows",
    "FROM book",
    "FROM sqlite_scan('seen.csv', 'a')",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE claims",
    "",
    " \n",
    "-- nothing",
    ";",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a file that could be read."""
    found = tmp_path_factory.mktemp("sql")
    (found / "seen.csv").write_text("secret\n1\n")
    return found


@pytest.fixture(scope="module")
def book(folder: Path) -> Iterator[Book]:
    """Give the demo's ledger."""
    with demo_book(folder) as made:
        yield made


def refused(book: Book, query: str) -> LedgerError:
    """Give how a query is refused, and hold that it left nothing."""
    head = book.log.head()
    files = sorted(Path().iterdir())
    with pytest.raises(LedgerError) as caught:
        book.sql(query)
    assert book.log.head() == head
    assert sorted(Path().iterdir()) == files
    error = caught.value
    assert error.message.startswith("query: ")
    assert error.hint
    assert error.parameters == ("query",)
    assert "Error" not in error.message
    assert "secret" not in error.message
    return error


@pytest.mark.parametrize("query", WRITES)
def test_what_would_write_is_refused(
    book: Book, query: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    error = refused(book, query)
    # What is no SQL here may be elsewhere; it is refused as well.
    assert isinstance(error, Refused) or "this is not SQL" in error.message


@pytest.mark.parametrize("query", REACHES)
def test_what_would_reach_out_of_the_tables_is_refused(
    book: Book, query: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    error = refused(book, query)
    assert "a file, an address or an extension" in error.message


@pytest.mark.parametrize("query", WRONG)
def test_what_is_wrong_is_told_in_our_words(
    book: Book, query: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    error = refused(book, query)
    for sentence in sentences(query):
        assert sentence not in f"{error.message} {error.hint}"


def sentences(query: str) -> Iterator[str]:
    """Give what the engine itself says of a query, if it says anything."""
    with duckdb.connect(config={**CLOSED}) as engine:
        for name, fields in FIELDS.items():
            columns = ", ".join(f'"{one.name}" VARCHAR' for one in fields)
            engine.execute(f"CREATE TABLE {name} ({columns})")
        engine.execute("SET enable_external_access = false")
        try:
            engine.execute(query)
        except duckdb.Error as error:
            said = str(error)
            told = json.loads(said[said.index("{") :])["exception_message"]
            yield from (line for line in told.split("\n") if line)


@pytest.mark.parametrize(
    ("query", "message", "hint"),
    [
        ("SELECT comapny FROM claims", "no column 'comapny', at 'comapny", "company"),
        ("FROM claim", "there is no table 'claim'", "perhaps claims"),
        ("SELECT nothing(1)", "there is no function 'nothing'", "SHOW TABLES"),
        ("SELECT 'é', selec(1) FROM claims", "at 'selec(1) FROM claims'", "DESCRIBE"),
        (
            "SELECT events FROM sources",
            "no table of the query has a column 'events'",
            "it is in valuations, ",
        ),
        (
            "SELECT company FROM valuations v, rounds",
            "several tables have that column",
            "write v.company or rounds.company",
        ),
        ("SELECT 1 +", "this is not SQL", "check it there"),
        ("SELECT company, 1 FROM claims GROUP BY 2", "neither in GROUP BY", "check"),
        ("SELECT 1; SELECT 2", "2 statements found", "write one SELECT"),
        ("-- x", "no statements found", "write one SELECT"),
        ("drop table claims", "DROP is refused", "--duckdb FILE"),
    ],
)
def test_the_place_and_the_near_names_are_told(
    book: Book, query: str, message: str, hint: str
) -> None:
    with pytest.raises(LedgerError) as caught:
        book.sql(query)
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize("query", [None, 5, b"SELECT 1"])
def test_a_query_is_text(book: Book, query: object) -> None:
    with pytest.raises(BadInput, match=r"^query: .* is "):
        book.sql(query)  # type: ignore[arg-type]


def test_what_the_engine_says_of_itself_is_no_sentence_of_ours() -> None:
    told = 'Odd Error: {"exception_type": "Odd", "exception_message": "Boom!"}'
    for said in (told, "Odd Error: Boom!", "{", "{}", '{"position": "x"}'):
        error = refusal(said, "SELECT 1", FIELDS)
        assert error.message == "query: it cannot be computed"


def test_a_value_of_this_program_is_no_table(book: Book) -> None:
    frame = [1, 2, 3]
    with pytest.raises(BadInput, match="no table 'frame'"):
        book.sql("FROM frame")
    assert frame


def test_the_command_names_its_argument(sayso: Sayso) -> None:
    assert sayso("init").exit_code == 0
    done = sayso("sql", "DROP TABLE claims")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("error: QUERY: DROP is refused")
    done = sayso("sql", "SELECT nothing FROM claims")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_without_the_engine_the_extra_is_named(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    target = tmp_path / "a.duckdb"
    for ask in (lambda: book.sql("SELECT 1"), lambda: book.to_duckdb(target)):
        with pytest.raises(Refused, match=r"^duckdb is not installed") as caught:
            ask()
        assert caught.value.hint == "pip install 'sayso[sql]'"
    assert list(tmp_path.iterdir()) == []
