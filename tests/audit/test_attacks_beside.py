"""Attacks on what stands next to the entries, from which answers come all the same."""

import re
from pathlib import Path

import pytest
from sqlalchemy import make_url

from ledger.audit.places import Home
from ledger.audit.verdicts import Report
from ledger.reading.ranking.counting import ChangeCounts
from ledger.store.ranking import NOTHING, Generation, RankingLine, ranking_state
from ledger.trail.auditing import verified
from ledger.trail.given import Given
from tests.audit.conftest import Keeper

PRICES = {"xai": "18B", "ssi": "30B", "kimi": "4B"}


def assert_found(report: Report, code: str, words: str, exit_code: int) -> None:
    first = report.findings[0]
    assert (report.verdict, report.exit_code) == (code, exit_code), report
    assert re.search(words, first.what), first.what
    assert first.hint or code == "BAD-SIGNATURE"


@pytest.fixture
def ranked(keeper: Keeper) -> Keeper:
    """Give a signed ledger of three companies with prices, and their kept ranking."""
    with keeper.open() as book:
        for slug, figure in PRICES.items():
            said = {"slug": slug, "name": slug}
            price = {"figure": figure, "kind": "post_money"}
            report = {
                "round": f"{slug}/a",
                "source": "bloomberg",
                "published": "2025-12-01",
                "stage": "closed",
                "valuation": [price],
            }
            named = [] if slug == "xai" else [("company.registered", said)]
            book.record([*named, ("round.reported", report)])
        book.rebuild()
    return keeper


def test_a_ranking_that_holds_is_looked_at(ranked: Keeper) -> None:
    report = ranked.verify()
    assert (report.verdict, report.exit_code) == ("VERIFIED", 0)
    assert "the stored ranking: all of it computed and compared" in report.looked
    assert "entries, hash chain, tree and head" in report.looked
    assert "signatures of the newest head and of older ones" in report.looked


def test_a_ranking_of_another_version_is_said_to_be_of_no_use(ranked: Keeper) -> None:
    ranked.tamper("UPDATE ranking SET version = '1' || version", guarded=True)
    report = ranked.verify()
    assert (report.verdict, report.exit_code) == ("VERIFIED", 0)
    assert (
        "the stored ranking was made by another version of sayso and is not used:"
        " `sayso db rebuild` makes it again"
    ) in report.looked


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize(
    ("attack", "words"),
    [
        (
            "DELETE FROM ranking_line WHERE company = 'ssi'",
            "do not add up to their sum",
        ),
        ("UPDATE ranking_line SET amount = 1000", "do not add up to their sum"),
        ("UPDATE ranking_count SET late = late + 1", "do not add up to their sum"),
        ("UPDATE ranking SET told = told - 1", "was not made from this log"),
    ],
)
def test_a_ranking_that_was_changed_is_named(
    ranked: Keeper, attack: str, words: str, *, deep: bool
) -> None:
    ranked.tamper(attack, guarded=True)
    assert_found(ranked.verify(deep=deep), "ALTERED", words, 1)
    assert ranked.verify().verdict == "VERIFIED", "it was dropped"


def forged(keeper: Keeper, slug: str, made: list[RankingLine]) -> None:
    """Put other lines in, with the marks and sums that belong to them."""
    with keeper.open() as book, book.log.ranking() as making:
        generation, counts = making.state().generation, ChangeCounts()
        counts.mark(making.forget(generation, [slug]), -1)
        counts.mark(made)
        making.add_lines(generation, made)
        making.add_counts(generation, counts.taken())


@pytest.mark.parametrize("deep", [False, True])
def test_a_price_that_was_forged_with_all_its_marks_is_found(
    ranked: Keeper, *, deep: bool
) -> None:
    with ranked.open() as book:
        shelf = Generation(book.log, ranking_state(book.log).generation)
        lines = shelf.story("ssi")
        made = [RankingLine.made((*x[:4], 1000, x.body)) for x in lines if x.amount]
    forged(ranked, "ssi", made)
    assert_found(
        ranked.verify(deep=deep), "ALTERED", "it says something else about ssi", 1
    )
    with ranked.open() as book:
        assert ranking_state(book.log) == NOTHING


def test_a_company_that_was_made_up_is_found(ranked: Keeper) -> None:
    with ranked.open() as book:
        shelf = Generation(book.log, ranking_state(book.log).generation)
        made = [
            RankingLine.made(("ghost", *x[1:5], x.body)) for x in shelf.story("ssi")
        ]
    forged(ranked, "ghost", made)
    words = "it has ghost, which is not in the log"
    assert_found(ranked.verify(), "ALTERED", words, 1)


def test_a_ranking_with_events_that_never_were_is_found(ranked: Keeper) -> None:
    with ranked.open() as book, book.log.ranking() as making:
        now = making.state()
        making.add_counts(now.generation, [(1, 0, 5, 0, 5 * 4_294_967_311)])
    assert_found(ranked.verify(), "ALTERED", "other events as late or possible", 1)


FOREIGN = {
    "sqlite": (
        "CREATE TRIGGER hide AFTER INSERT ON entry BEGIN SELECT 1; END",
        "the trigger hide on entry",
    ),
    "postgresql": (
        "CREATE RULE hide AS ON UPDATE TO entry DO INSTEAD NOTHING",
        "the rule hide on entry",
    ),
}


def test_a_stranger_on_the_tables_is_named(keeper: Keeper) -> None:
    dialect = "postgresql" if "://" in keeper.place else "sqlite"
    attack, words = FOREIGN[dialect]
    keeper.tamper(attack, guarded=True)
    assert_found(keeper.verify(), "FOREIGN", words, 3)


def test_rows_that_are_hidden_from_a_reader_are_told(
    postgresql_url: str, tmp_path: Path, stranger: Home
) -> None:
    """Who owns the tables sees all rows; who reads them sees what a policy lets by."""
    keeper = Keeper(postgresql_url, Home.at(tmp_path / "keeper"))
    keeper.make()
    keeper.report(7)
    name = f"bob_{keeper.place.rpartition('/')[2].partition('?')[0]}"
    keeper.tamper(
        f"CREATE ROLE {name} LOGIN",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT UPDATE (one) ON head TO {name}",
        "ALTER TABLE entry ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY hide ON entry FOR SELECT USING (seq < 7)",
        guarded=True,
    )
    try:
        url = make_url(keeper.place).set(username=name)
        as_bob = url.render_as_string(hide_password=False)
        report = verified(as_bob, stranger, Given())
    finally:
        keeper.tamper(f"DROP OWNED BY {name}", f"DROP ROLE {name}", guarded=True)
    assert (report.verdict, report.exit_code) == ("TRUNCATED", 1)
    told = [x.what for x in report.findings if x.code == "FOREIGN"]
    assert "row-level security on entry, which may hide rows from you" in told[0]
    assert "the policy hide on entry" in told[0]


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE head SET recorded = recorded + 1",
        "UPDATE head SET leaf = (SELECT leaf FROM entry WHERE seq = 1)",
    ],
)
def test_a_head_row_that_says_something_else_is_named(
    keeper: Keeper, attack: str
) -> None:
    keeper.tamper(attack)
    keeper.guard()
    report = keeper.verify()
    assert_found(report, "ALTERED", "head does not say what entry 9 says", 1)
    assert report.findings[0].seq == 9


def test_a_text_that_nobody_recorded_is_named(keeper: Keeper) -> None:
    keeper.tamper(
        "INSERT INTO payload VALUES (:hash, :hash, :hash, 'text/plain', :body)",
        hash=bytes(32),
        body=b"slipped in",
        guarded=True,
    )
    assert_found(keeper.verify(), "FOREIGN", "1 text is kept to which no entry", 3)


def test_another_version_in_the_table_of_versions_is_named(
    sqlite_keeper: Keeper,
) -> None:
    keeper = sqlite_keeper
    keeper.tamper("UPDATE sayso_schema SET version_num = '0009'", guarded=True)
    words = "another version in sayso_schema: 0009"
    assert_found(keeper.verify(), "FOREIGN", words, 3)


def test_the_signature_of_an_old_head_is_looked_at(keeper: Keeper) -> None:
    note = bytes(keeper.heads()[1])
    line = note.rstrip(b"\n").rpartition(b"\n")[2]
    other = bytes(keeper.heads()[2]).rstrip(b"\n").rpartition(b"\n")[2]
    keeper.tamper(
        "UPDATE checkpoint SET note = :note WHERE size = 3",
        note=note.replace(line, other),
    )
    keeper.guard()
    words = "stored for 3 entries was not signed by any of its keys"
    assert_found(keeper.verify(), "BAD-SIGNATURE", words, 1)


YEARS = 40 * 365 * 86_400 * 1_000_000


def test_a_clock_far_ahead_is_told(
    keeper: Keeper, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper.now += YEARS
    keeper.report()
    said = capsys.readouterr().err
    assert "recorded 40 years ago" in said
    assert "is this machine's clock ahead?" in said
    report = keeper.verify()
    assert report.verdict == "VERIFIED"
    assert "entry 10 was recorded, by the clock, 40 years after" in report.warnings[0]
    keeper.now -= YEARS
    keeper.report()
    said = capsys.readouterr().err
    assert "clock is behind the last entry" in said
    assert "2065-" in said


def test_a_ledger_that_lay_for_years_is_not_taken_for_a_wrong_clock(
    keeper: Keeper, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper.now += YEARS
    (type_, data), *_ = keeper.events(1)
    with keeper.open() as book:
        book.record([(type_, {**data, "published": "2065-11-01"})])
    assert capsys.readouterr().err == ""
    assert keeper.verify().warnings == []


def test_an_index_of_words_that_holds_is_looked_at(ranked: Keeper) -> None:
    report = ranked.verify()
    assert any(one.startswith("the index of words: ") for one in report.looked)


EMPTIED = {
    "sqlite": "INSERT INTO search (search) VALUES ('delete-all')",
    "postgresql": "DELETE FROM search WHERE seq = 2",
}


@pytest.mark.parametrize("deep", [False, True])
def test_an_index_that_hides_an_event_is_named(ranked: Keeper, *, deep: bool) -> None:
    dialect = "postgresql" if "://" in ranked.place else "sqlite"
    ranked.tamper(EMPTIED[dialect], guarded=True)
    report = ranked.verify(deep=deep)
    assert_found(report, "ALTERED", "does not find event", 1)
    assert len(report.findings) == 1, "what is compared with it is read from the log"
    report = ranked.verify()
    assert report.verdict == "VERIFIED", "it was dropped"
    assert any(one.startswith("no index of words") for one in report.looked)


def test_an_index_of_another_log_is_named(ranked: Keeper) -> None:
    told = "UPDATE ranking SET told = told - 1 WHERE projection = 'search'"
    ranked.tamper(told, guarded=True)
    assert_found(ranked.verify(), "ALTERED", "not made from this log", 1)
