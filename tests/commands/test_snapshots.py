"""Copies of somebody's table go on record, and what it used to say is told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import Clock

Sayso = Callable[..., Result]

FILES = Path(__file__).resolve().parents[2] / "fixtures/importers/epoch"
FIRST = FILES / "funding_rounds_2025-12-14.csv"
SECOND = FILES / "funding_rounds_2026-01-16.csv"
DERIVED = FILES / "funding_rounds_2026-08-18_derived.csv"


def snapshot(sayso: Sayso, path: Path, published: str, *words: str) -> Result:
    """Import a copy of Epoch AI's table; strangers are registered."""
    asked = words if "--key" in words else ("--key", "Id", *words)
    create = () if "--create-companies" in words else ("--create-companies", "yes")
    given = ("--published", published, *asked, *create)
    return sayso("import", "--from", "snapshot", *given, str(path))


@pytest.fixture
def pair(ledger: Sayso, clock: Clock) -> Sayso:
    """Give a ledger that has both copies, in December 2026."""
    clock.advance(340 * 86_400)
    for path, day in ((FIRST, "2025-12-14"), (SECOND, "2026-01-16")):
        done = snapshot(ledger, path, day)
        assert done.exit_code == 0, done.output
    return ledger


def events(sayso: Sayso, type_: str) -> list[dict[str, object]]:
    """Give the data of the events of a type."""
    done = sayso("log", "--type", type_, "-f", "jsonl")
    return [json.loads(line)["data"] for line in done.stdout.splitlines()]


def locators(sayso: Sayso, type_: str) -> list[object]:
    """Give where the events of a type stand in the table, by what is cited for them."""
    stored = map(json.loads, sayso("log", "-f", "jsonl").stdout.splitlines())
    ids = {one["id"]: one["type"] for one in stored}
    cited = events(sayso, "claim.cited")
    return [x["locator"] for x in cited if ids[str(x["claim"])] == type_]


def keys(sayso: Sayso, what: str) -> list[object]:
    """Give the keys of the rows that were seen, changed or gone."""
    return [data["key"] for data in events(sayso, f"snapshot.row_{what}")]


def test_the_second_copy_changes_four_rows_loses_two_and_adds_four(
    pair: Sayso,
) -> None:
    assert keys(pair, "changed") == [
        "June 2023 Seed",
        "December 2023 Series A",
        "February 2024 Series A+",
        "300B final stage",
    ]
    assert keys(pair, "gone") == ["June 2024 Series B", "Sep 2025 10B"]
    assert keys(pair, "seen")[36:] == [
        "750B",
        "1B Disney",
        "Jan 2026 20B Series E",
        "Z.ai IPO",
    ]


def test_a_new_column_is_told_once_with_all_that_it_holds(pair: Sayso) -> None:
    found = events(pair, "snapshot.column_seen")
    assert [data["column"] for data in found] == ["Source 1", "Source 2", "Source 3"]
    cells = found[0]["cells"]
    assert isinstance(cells, list)
    assert len(cells) == 34


def test_between_the_copies_the_round_is_what_the_first_one_said(pair: Sayso) -> None:
    done = pair("valuations", "xai", "--as-of", "2025-12-31", "-f", "json")
    sought = json.loads(done.stdout)["rows"]
    figures = {row["figure"]: row for row in sought}
    assert figures["sought"]["round"] == "xai/sep-2025-10b"
    assert figures["sought"]["amount"]["max"] == "200000000000"
    assert "230000000000" not in done.stdout
    raised = pair("raised", "xai", "--as-of", "2025-12-31").stdout
    assert "10B" in raised
    assert "20B" not in raised


def test_after_the_second_copy_the_round_is_what_that_says(pair: Sayso) -> None:
    done = pair("valuations", "xai", "--as-of", "2026-01-17", "-f", "json")
    figures = {row["figure"]: row for row in json.loads(done.stdout)["rows"]}
    assert "sought" not in figures
    assert figures["reported"]["round"] == "xai/jan-2026-20b-series-e"
    assert figures["reported"]["amount"]["max"] == "230000000000"


def test_the_same_copy_again_adds_nothing(pair: Sayso) -> None:
    done = snapshot(pair, SECOND, "2026-01-16")
    assert done.stdout.endswith(": 0 recorded, 1 already on record\n")


def test_the_same_rows_later_are_a_snapshot_without_changes(pair: Sayso) -> None:
    done = snapshot(pair, SECOND, "2026-02-16")
    assert done.stdout.endswith(": 1 recorded\n")
    assert "0 new, 0 changed, 0 gone" in done.stderr


def test_a_revised_row_revises_its_claim_and_an_amount_may_vanish(
    pair: Sayso,
) -> None:
    (data,) = events(pair, "claim.revised")
    assert "row 300B final stage" in locators(pair, "claim.revised")
    assert data["published"] == "2026-01-16[America/New_York]"
    changed = data["set"]
    assert isinstance(changed, dict)
    assert (changed["stage"], changed["effective"]) == ("closed", "2025-12-30")
    assert changed["valuation"][0]["figure"]["qualifier"] == "undisclosed"


def test_the_claims_of_a_row_that_went_are_taken_back(pair: Sayso) -> None:
    assert locators(pair, "claim.retracted") == [
        *["row June 2024 Series B"] * 2,
        "row Sep 2025 10B",
    ]


def test_what_was_rewritten_is_shown_with_its_share(pair: Sayso) -> None:
    done = pair("rewritten", "epoch-ai")
    assert done.exit_code == 0, done.output
    assert (
        "of the 36 rows of the first snapshot 16.7 % changed or disappeared within"
        in (done.stdout)
    )
    assert "within 33 days" in done.stdout
    assert "new columns on 2026-01-16: Source 1, Source 2, Source 3" in done.stdout
    rows = pair("rewritten", "epoch-ai", "-f", "jsonl").stdout.splitlines()
    told = [json.loads(row) for row in rows[1:-1]]
    assert sum(row["what"] == "new" for row in told) == 4
    (status,) = [row for row in told if row["column"] == "Status"]
    assert (status["before"], status["after"]) == ("Late discussions", "Closed")
    assert (status["rows_before"], status["days"]) == (36, 33)


def test_what_was_not_taken_yet_is_not_shown(pair: Sayso) -> None:
    done = pair("rewritten", "epoch-ai", "--as-of", "2025-12-31")
    assert "2026-01-16" not in done.stdout
    early = pair("rewritten", "epoch-ai", "--as-of", "2025-12-01").stdout
    assert "epoch-ai: no snapshot published by that date" in early
    untold = pair("rewritten", "epoch-ai", "--known-at", "4").stdout
    assert "epoch-ai: no snapshot recorded by that date" in untold


def test_a_source_without_snapshots_and_an_unknown_one_are_told(pair: Sayso) -> None:
    done = pair("rewritten", "bloomberg")
    assert done.exit_code == 1
    assert "no snapshot of bloomberg is on record" in done.stderr
    assert "hint: `sayso import --from snapshot`" in done.stderr
    assert "unknown source 'epoch'" in pair("rewritten", "epoch").stderr


@pytest.mark.parametrize(
    "words",
    [
        ("timeline", "openai"),
        ("explain", "openai/300b-final-stage"),
        ("diff", "2026-01-01", "2026-01-31"),
        ("vintages", "openai", "--every", "month", "--as-of", "2026-01-31"),
        ("show", "openai"),
        ("show", "openai/300b-final-stage"),
        ("show", "source:epoch-ai"),
        ("log",),
    ],
)
def test_questions_show_what_happened_to_rows(
    pair: Sayso, words: tuple[str, ...]
) -> None:
    for form in ("table", "json"):
        done = pair(*words, "-f", form, COLUMNS="400")
        assert done.exit_code == 0, done.output
        if words[0] == "timeline" and form == "table":
            assert "rewrites row 300B final stage" in done.stdout
            assert "Status: Late discussions -> Closed" in done.stdout


def test_a_row_names_its_claim_and_its_card_says_what_changed(pair: Sayso) -> None:
    told = pair("log", "--type", "snapshot.row_changed", "-f", "csv").stdout
    number = told.splitlines()[-1].split(",")[0]
    card = pair("show", number).stdout
    assert "Epoch AI rewrites row 300B final stage" in card
    assert "data.claims" in card


def test_difference_names_the_claims_and_not_the_rows(pair: Sayso) -> None:
    done = pair("diff", "2026-01-01", "2026-01-31", "--company", "xai", "-f", "json")
    named = {seq for row in json.loads(done.stdout)["rows"] for seq in row["events"]}
    types = {
        json.loads(line)["seq"]: json.loads(line)["type"]
        for line in pair("log", "-f", "jsonl").stdout.splitlines()
    }
    assert {types[seq] for seq in named} == {"claim.retracted", "round.reported"}


def test_an_earlier_copy_is_refused(pair: Sayso) -> None:
    done = snapshot(pair, FIRST, "2025-12-15")
    assert done.exit_code == 2
    assert "one of 2025-12-15 is not later" in done.stderr
    assert "from the oldest to the newest" in done.stderr


def test_another_copy_of_the_same_day_is_refused(pair: Sayso) -> None:
    done = snapshot(pair, FIRST, "2026-01-16")
    assert done.exit_code == 2
    assert "says otherwise" in done.stderr
    assert snapshot(pair, FIRST, "2026-01-17T08:00Z").exit_code == 0


def test_another_table_of_the_same_source_has_a_history_of_its_own(
    pair: Sayso,
) -> None:
    by = ("--key", "company", "--key", "date", "--key", "equity_usd")
    Path("other.csv").write_text(
        "company,date,status,equity_usd,valuation_usd\nNobody,2026-01-01,Closed,5,\n"
    )
    refused = snapshot(pair, Path("other.csv"), "2026-08-18", *by)
    assert "it is another table" in refused.stderr
    done = snapshot(pair, DERIVED, "2026-08-18", "--table", "derived", *by)
    assert done.exit_code == 0, done.stderr
    assert "the first snapshot: 44 rows" in done.stderr
    assert "epoch-ai derived" in pair("rewritten", "epoch-ai").stdout


def test_keys_that_are_missing_or_twice_are_listed(ledger: Sayso) -> None:
    done = snapshot(ledger, DERIVED, "2026-08-18", "--key", "date")
    assert done.exit_code == 2
    assert "line 25" in done.stderr
    assert "is the key of line 24 too" in done.stderr
    Path("rows.csv").write_text("Id,Name\n,A\n1,B\n")
    missing = snapshot(ledger, Path("rows.csv"), "2026", "--source", "bloomberg")
    assert "line 2  Id  a row without a key" in missing.stderr
    assert not events(ledger, "snapshot.taken")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--published", "2026", "--key", "No"), "there is no column 'No'"),
        (("--published", "2026"), "which column identifies a row?"),
        (("--key", "Id"), "a snapshot needs --published D"),
        (("--published", "2026", "--key", "Id", "--skip-bad"), "compared as a whole"),
        (
            ("--published", "2026", "--key", "Id", "--published-column", "Report date"),
            "all rows of a snapshot have one date",
        ),
        (
            ("--published", "2026", "--key", "Id", "--source", "nobody"),
            "unknown source 'nobody'",
        ),
        (("--published", "2026-13", "--key", "Id"), "2026-13"),
    ],
)
def test_what_makes_no_sense_of_a_snapshot_is_refused(
    ledger: Sayso, words: tuple[str, ...], told: str
) -> None:
    done = ledger("import", "--from", "snapshot", *words, str(FIRST))
    assert done.exit_code in {1, 2}
    assert told in done.stderr
    assert done.stderr.startswith("error: ")


def test_options_of_snapshots_are_refused_elsewhere(ledger: Sayso) -> None:
    done = ledger("import", "--key", "Id", "--published", "2026", str(FIRST))
    assert done.exit_code == 2
    assert "--key does not apply to epoch" in done.stderr
    assert "say --from snapshot" in done.stderr


@pytest.mark.usefixtures("november")
def test_an_unknown_table_needs_a_source_and_makes_no_claims(ledger: Sayso) -> None:
    Path("a.csv").write_text("Id,Who,Sum\n1,xAI,1E+9\n2,Nobody,5\n")
    Path("b.csv").write_text("Who,Sum,Id\nNobody,5.0,2\nxAI,2000000000.0,1\n")
    given = ("--key", "Id", "--map", "Who=company", "--map", "Sum=raised")
    told = snapshot(ledger, Path("a.csv"), "2026-01", *given)
    assert "needs --source" in told.stderr
    for name, day in (("a.csv", "2026-01"), ("b.csv", "2026-02")):
        by = ("--source", "bloomberg", *given)
        assert snapshot(ledger, Path(name), day, *by).exit_code == 0
    seen = events(ledger, "snapshot.row_seen")
    assert [data.get("company") for data in seen] == ["xai", None]
    (changed,) = events(ledger, "snapshot.row_changed")
    assert changed["cells"] == [
        {"column": "Sum", "new": "2000000000", "old": "1000000000"}
    ]
    assert "rewrites row 1" in ledger("timeline", "xai", "--as-of", "2027").stdout
    assert not events(ledger, "round.reported")


@pytest.mark.usefixtures("november")
def test_a_column_may_be_left_out(ledger: Sayso) -> None:
    Path("a.csv").write_text("Id,Sum,Notes\n1,5,long\n")
    Path("b.csv").write_text("Id,Sum,Notes\n1,5,longer\n")
    for name, day in (("a.csv", "2026-01"), ("b.csv", "2026-02")):
        by = ("--source", "bloomberg", "--ignore", "Notes")
        assert snapshot(ledger, Path(name), day, *by).exit_code == 0
    assert events(ledger, "snapshot.row_changed") == []
    assert "long" not in ledger("log", "-f", "jsonl").stdout


def test_a_row_that_only_got_another_key_is_the_same_row(pair: Sayso) -> None:
    Path("c.csv").write_text(SECOND.read_text().replace("\n750B,", "\n750B talks,"))
    done = snapshot(pair, Path("c.csv"), "2026-02-16")
    assert "0 new, 1 changed, 0 gone" in done.stderr
    Path("d.csv").write_text(
        Path("c.csv").read_text().replace("750000000000.0", "8E+11")
    )
    assert snapshot(pair, Path("d.csv"), "2026-03-16").exit_code == 0
    last = events(pair, "claim.revised")[-1]
    assert last["set"] == {
        "valuation": [
            {
                "figure": {
                    "currency": "USD",
                    "max": "800000000000",
                    "min": "800000000000",
                    "qualifier": "exact",
                },
                "kind": "post_money",
            }
        ]
    }
    assert "750B talks" in pair("rewritten", "epoch-ai").stdout


def test_rows_of_strangers_are_kept_without_claims(ledger: Sayso) -> None:
    done = snapshot(ledger, FIRST, "2025-12-14", "--create-companies", "no")
    assert done.exit_code == 0, done.stderr
    assert len(keys(ledger, "seen")) == 36
    assert {data["company"] for data in events(ledger, "round.reported")} == {"xai"}
    asked = snapshot(ledger, SECOND, "2026-01-16", "--create-companies", "ask")
    assert "no keeps their rows, without claims" in asked.stderr


def test_a_row_that_cannot_be_read_stays_a_row(pair: Sayso) -> None:
    text = SECOND.read_text().replace("Early discussions", "Paused")
    Path("c.csv").write_text(text)
    done = snapshot(pair, Path("c.csv"), "2026-02-16")
    assert done.exit_code == 0, done.stderr
    assert "kept as rows, but not claims: line 4, Status: 'Paused'" in done.stderr
    assert keys(pair, "changed")[-1] == "750B"
    assert len(events(pair, "claim.retracted")) == 3


def test_another_company_is_another_claim(pair: Sayso) -> None:
    text = SECOND.read_text().replace("Z.ai IPO,Z.ai,", "Z.ai IPO,Zhipu,")
    Path("c.csv").write_text(text)
    assert snapshot(pair, Path("c.csv"), "2026-02-16").exit_code == 0
    assert events(pair, "claim.retracted")[-1]["company"] == "z-ai"
    assert events(pair, "round.reported")[-1]["company"] == "zhipu"


def test_what_was_exported_can_be_imported_elsewhere(pair: Sayso) -> None:
    lines = pair("log", "-f", "jsonl").stdout
    pair("init", "other.db")
    done = pair("import", "-", "--db", "other.db", stdin=lines)
    assert done.exit_code == 0, done.stderr
    told = [
        pair("rewritten", "epoch-ai", "-f", "csv", *db).stdout
        for db in ((), ("--db", "other.db"))
    ]
    assert told[0].splitlines()[0] == told[1].splitlines()[0]
    assert len(told[0].splitlines()) == len(told[1].splitlines())


def test_a_dry_run_says_what_would_change(pair: Sayso) -> None:
    words = ("--from", "snapshot", "--key", "Id", "--published", "2026-02-01")
    done = pair("import", *words, "--dry-run", str(FIRST), "--create-companies", "no")
    assert done.exit_code == 0, done.stderr
    assert '"snapshot.row_gone"' in done.stdout
    assert len(keys(pair, "gone")) == 2
