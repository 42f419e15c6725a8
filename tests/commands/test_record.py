"""What is said goes on record, and what is wrong does not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Sayso = Callable[..., Result]

SAID = ["--source", "bloomberg", "--published", "2024-02-01"]
REPORT = [
    *("record", "report", "xai/series-b", "--source", "bloomberg"),
    *("--published", "2024-01-19", "--stage", "committed"),
    *("--raised", "committed:500M", "--target", "1B", "--valuation", "15B..20B"),
]


def entries(sayso: Sayso) -> list[dict[str, Any]]:
    """All that is on record."""
    done = sayso("log", "-f", "jsonl")
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def last(sayso: Sayso) -> dict[str, Any]:
    """The newest entry."""
    return entries(sayso)[-1]


@pytest.fixture
def reported(ledger: Sayso) -> Sayso:
    """A ledger whose event 4 is Bloomberg's report."""
    done = ledger(*REPORT)
    assert done.exit_code == 0, done.stderr
    return ledger


def test_a_report_is_one_event(reported: Sayso) -> None:
    entry = last(reported)
    assert (entry["seq"], entry["type"], entry["actor"]) == (4, "round.reported", "ann")
    assert entry["data"] == {
        "company": "xai",
        "round": "xai/series-b",
        "source": "bloomberg",
        "published": "2024-01-19[America/New_York]",
        "stage": "committed",
        "raised": [
            {"figure": usd("500000000"), "basis": "committed"},
            {"figure": usd("1000000000"), "basis": "target"},
        ],
        "valuation": [
            {"figure": usd("15000000000", "20000000000"), "kind": "unspecified"}
        ],
    }


def usd(low: str, high: str | None = None) -> dict[str, str]:
    """A figure as it is stored."""
    qualifier = "range" if high else "exact"
    return {"currency": "USD", "min": low, "max": high or low, "qualifier": qualifier}


def test_a_report_says_what_it_recorded(ledger: Sayso) -> None:
    done = ledger(*REPORT)
    assert done.stdout.startswith("4  Bloomberg reports xai/series-b")
    assert done.stdout.count("\n") == 1
    for part in ("500M", "15B..20B", "2024-01-19"):
        assert part in done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--raised", "gift:5M"], "--raised: 'gift' is not a basis of money raised"),
        (
            ["--raised", "2M", "--target", "5"],
            "--target: '5': the unit of 5 is missing",
        ),
        (["--post-money", "5"], "--post-money: '5': the unit of 5 is missing"),
        (
            ["--pre-money", "1B", "--valuation", "5"],
            "--valuation: '5': the unit of 5 is missing",
        ),
        (["--price", "tip:5M"], "--price: 'tip' is not a kind of price"),
        (
            ["--raised", "5", "--price", "tip:5M"],
            (
                "--raised: '5': the unit of 5 is missing\n       --price: 'tip' is not"
                " a kind of price"
            ),
        ),
    ],
)
def test_what_is_no_amount_is_told_at_its_option(
    ledger: Sayso, words: list[str], message: str
) -> None:
    done = ledger(*REPORT[:9], *words)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"error: {message}\n\nhint: ")
    assert last(ledger)["seq"] == 3


def test_a_correction_and_a_revision_name_their_options_too(reported: Sayso) -> None:
    for words, message in (
        (["correct", "4", "--set", "raised=5", "--reason", "r"], "--set raised: '5'"),
        (
            ["revise", "4", "--published", "2024-02-01", "--raised", "5"],
            "--raised: '5'",
        ),
        (
            ["value", "xai", *SAID, "--price", "tender:1B", "--amount", "5"],
            "--amount: '5'",
        ),
    ):
        done = reported("record", *words)
        assert done.stderr.startswith(f"error: {message}: the unit of 5 is missing"), (
            done.stderr
        )
    assert last(reported)["seq"] == 4


def test_a_report_twice_is_on_record_already(reported: Sayso) -> None:
    done = reported(*REPORT)
    assert done.exit_code == 0
    assert done.stdout == "4  already on record; nothing added\n"


def test_a_report_keeps_all_that_is_told(ledger: Sayso) -> None:
    done = ledger(
        *REPORT,
        *("--round-type", "series_b", "--instrument", "equity"),
        *("--lead", "Sequoia", "--investor", "a16z", "--effective", "2024-01"),
        *("--pre-money", "18B", "--post-money", "24B", "--price", "offer:c.30B"),
        *("--raised", "tranche:first:134.7M", "--supersedes", "xai/seed"),
        *("--via", "elon-musk", "--url", "https://example.org/a", "--locator", "l. 3"),
        *("--language", "en", "--note", "our words"),
    )
    assert done.exit_code == 0, done.stderr
    *_, told, evidence = entries(ledger)
    data = told["data"]
    assert data["raised"][1]["part"] == "first"
    assert [item["kind"] for item in data["valuation"]] == [
        "post_money",
        "pre_money",
        "unspecified",
        "offer",
    ]
    assert data["investors"][0] == {"name": "Sequoia", "lead": True}
    assert data["investors"][1]["name"] == "a16z"
    assert data["supersedes"] == ["xai/seed"]
    assert data["via"] == ["elon-musk"]
    assert data["effective"] == "2024-01"
    cited = evidence["data"]
    assert (cited["claim"], evidence["type"]) == (told["id"], "claim.cited")
    assert (cited["url"], cited["locator"]) == ("https://example.org/a", "l. 3")
    assert (cited["language"], cited["note"]) == ("en", "our words")


def test_yesterday_becomes_a_day_of_the_ledgers_zone(ledger: Sayso) -> None:
    words = [word if word != "2024-01-19" else "yesterday" for word in REPORT]
    assert ledger(*words).exit_code == 0
    # It is 2026-01-01T00:00Z: in New York still the last day of 2025.
    assert last(ledger)["data"]["published"] == "2025-12-30[America/New_York]"


def test_names_are_resolved_and_never_guessed(ledger: Sayso) -> None:
    words = [word if word != "xai/series-b" else "X.AI/series-b" for word in REPORT]
    assert ledger(*words).exit_code == 0
    assert last(ledger)["data"]["round"] == "xai/series-b"
    words = [word if word != "xai/series-b" else "x.OpenAI/seed" for word in REPORT]
    done = ledger(*words)
    assert done.exit_code == 1
    assert "unknown company" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("500M", "500", "500", id="bare number"),
        pytest.param("500M", "lots", "--raised", id="no figure"),
        pytest.param("500M", "20B..15B", "--raised", id="min above max"),
        pytest.param("committed:500M", "donated:500M", "donated", id="no basis"),
        pytest.param("15B..20B", "-5B", "--valuation", id="negative"),
        pytest.param("2024-01-19", "01/02/2024", "01/02/2024", id="ambiguous date"),
        pytest.param("2024-01-19", "2024-01-19T08:34", "T08:34", id="naive"),
        pytest.param("2024-01-19", "2024-02-30", "2024-02-30", id="no such day"),
        pytest.param("bloomberg", "blomberg", "bloomberg", id="unknown source"),
        pytest.param("xai/series-b", "xai", "round", id="no round"),
        pytest.param("committed", "done", "done", id="no stage"),
    ],
)
def test_bad_input_is_told_and_not_recorded(
    ledger: Sayso, old: str, new: str, told: str
) -> None:
    words = list(REPORT)
    words[words.index(next(word for word in words if word.endswith(old)))] = new
    done = ledger(*words)
    assert done.exit_code in {1, 2}
    assert done.stderr.startswith("error: ")
    assert "hint: " in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.output
    assert len(entries(ledger)) == 4


def test_a_stage_is_never_guessed(ledger: Sayso) -> None:
    at = REPORT.index("--stage")
    done = ledger(*REPORT[:at], *REPORT[at + 2 :])
    assert done.exit_code == 2
    assert "missing option '--stage'" in done.stderr
    assert len(entries(ledger)) == 4


def test_a_dry_run_prints_what_import_reads(ledger: Sayso) -> None:
    done = ledger(*REPORT, "--dry-run")
    assert done.exit_code == 0
    assert len(entries(ledger)) == 4
    (printed,) = done.stdout.splitlines()
    assert set(json.loads(printed)) == {"type", "data"}
    assert ledger("import", "-", stdin=done.stdout).exit_code == 0
    assert ledger(*REPORT).stdout == "4  already on record; nothing added\n"


@pytest.mark.parametrize("target", ["4", "id", "xai/series-b"])
def test_a_denial_names_events_or_a_round(reported: Sayso, target: str) -> None:
    report = last(reported)
    named = report["id"][:10] if target == "id" else target
    done = reported(
        *("record", "deny", named, "--source", "elon-musk", "--form", "fake"),
        *("--published", "2024-01-19T23:30Z", "--scope", "raised"),
        *("--scope", "valuation"),
    )
    assert done.exit_code == 0, done.stderr
    data = last(reported)["data"]
    assert data["scope"] == ["raised", "valuation"]
    assert (data["company"], data["form"]) == ("xai", "fake")
    if target == "xai/series-b":
        assert (data["round"], data.get("claims")) == ("xai/series-b", None)
    else:
        assert (data["claims"], data.get("round")) == ([report["id"]], None)


SAID = ["--source", "elon-musk", "--published", "2024-01-20"]


@pytest.mark.parametrize(
    ("words", "kind", "part"),
    [
        pytest.param(
            ["confirm", "4", *SAID, "--scope", "stage"],
            "claim.confirmed",
            {"scope": ["stage"], "source": "elon-musk"},
            id="confirm",
        ),
        pytest.param(
            ["comment", "4", *SAID, "--form", "no_comment"],
            "claim.commented",
            {"form": "no_comment"},
            id="comment",
        ),
        pytest.param(
            ["revise", "4", "--published", "2024-01-20", "--raised", "600M"],
            "claim.revised",
            {
                "source": "bloomberg",
                "set": {
                    "raised": [{"figure": usd("600000000"), "basis": "round_total"}]
                },
            },
            id="revise",
        ),
        pytest.param(
            ["retract", "4", "--published", "2024-01-20", "--reason", "a target"],
            "claim.retracted",
            {"source": "bloomberg", "reason": "a target"},
            id="retract",
        ),
        pytest.param(
            [
                *("relay", "4", "--carrier", "elon-musk", "--form", "cited"),
                *("--published", "2024-01-20"),
            ],
            "claim.relayed",
            {"carrier": "elon-musk", "form": "cited"},
            id="relay",
        ),
        pytest.param(
            ["move", "4", "xai/series-c", "--published", "2024-01-20"],
            "claim.moved",
            {"to": "xai/series-c"},
            id="move",
        ),
    ],
)
def test_an_answer_names_its_claim(
    reported: Sayso, words: list[str], kind: str, part: dict[str, Any]
) -> None:
    report = last(reported)
    done = reported("record", *words)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("5  ")
    entry = last(reported)
    assert entry["type"] == kind
    named = entry["data"].get("claim") or entry["data"]["claims"][0]
    assert named == report["id"]
    for field, value in part.items():
        assert entry["data"][field] == value


@pytest.mark.parametrize(
    "words",
    [
        ["deny", "1", "2", *SAID, "--scope", "whole", "--form", "fake"],
        ["confirm", "1", *SAID, "--scope", "stage"],
        ["comment", "1", *SAID, "--form", "no_comment"],
        ["revise", "1", *SAID[2:], "--raised", "600M"],
        ["retract", "1", *SAID[2:], "--reason", "a target"],
        ["relay", "1", *SAID[2:], "--carrier", "elon-musk", "--form", "cited"],
        ["move", "1", "xai/series-c", *SAID[2:]],
    ],
    ids=lambda words: words[0],
)
def test_an_event_that_is_no_claim_has_no_answer(
    reported: Sayso, words: list[str]
) -> None:
    done = reported("record", *words)
    assert done.exit_code == 1
    assert ".registered, not a claim about a company" in done.stderr
    assert "`sayso log` lists the events" in done.stderr
    assert last(reported)["seq"] == 4


def test_a_price_outside_a_round(ledger: Sayso) -> None:
    done = ledger(
        *("record", "value", "xai", *SAID, "--price", "tender:500B"),
        *("--amount", "6.6B", "--effective", "2024-01"),
    )
    assert done.exit_code == 0, done.stderr
    data = last(ledger)["data"]
    assert data["valuation"] == [{"figure": usd("500000000000"), "kind": "tender"}]
    assert data["amount"] == usd("6600000000")


def test_rounds_and_companies_merge(ledger: Sayso) -> None:
    ledger("company", "add", "x-corp", "--name", "X Corp")
    when = ["--published", "2025-03-28"]
    done = ledger("record", "merge", "xai/january", "xai/series-b", *when)
    assert done.exit_code == 0, done.stderr
    assert last(ledger)["data"]["into"] == "xai/series-b"
    done = ledger("record", "merge", "x-corp", "xai", "--form", "acquired", *when)
    assert done.exit_code == 0, done.stderr
    data = last(ledger)["data"]
    assert (data["company"], data["into"], data["form"]) == (
        "x-corp",
        "xai",
        "acquired",
    )


def test_a_company_is_renamed(ledger: Sayso) -> None:
    done = ledger("record", "rename", "xai", "X.AI Corp", "--published", "2025-03-28")
    assert done.exit_code == 0, done.stderr
    assert last(ledger)["data"]["name"] == "X.AI Corp"


def test_our_mistake_moves_a_claim_for_every_day(reported: Sayso) -> None:
    done = reported("record", "move", "4", "xai/series-c", "--our-mistake", "misread")
    assert done.exit_code == 0, done.stderr
    entry = last(reported)
    assert entry["type"] == "entry.corrected"
    assert entry["data"]["set"] == {"round": "xai/series-c"}
    assert entry["data"]["reason"] == "misread"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["move", "4", "xai/b"], "--our-mistake", id="move: neither"),
        pytest.param(
            [
                *("move", "4", "xai/b", "--published", "2024"),
                *("--our-mistake", "x"),
            ],
            "either --published",
            id="move: both",
        ),
        pytest.param(
            ["merge", "xai/a", "xai/b", "--our-mistake", "x"],
            "record move EVENT xai/b",
            id="merge: our mistake",
        ),
        pytest.param(
            ["merge", "xai/a", "xai", "--published", "2024"],
            "give two rounds",
            id="merge: mixed",
        ),
        pytest.param(
            ["merge", "xai", "xai", "--published", "2024"], "--form", id="merge: form"
        ),
        pytest.param(
            ["relay", "4", "--published", "2024", "--form", "cited"],
            "--carrier or --copy",
            id="relay: neither",
        ),
        pytest.param(
            [
                *("revise", "4", "--published", "2024-02", "--raised", "1B"),
                *("--source", "elon-musk"),
            ],
            "record deny 4",
            id="revise: another source",
        ),
        pytest.param(
            ["retract", "99", "--published", "2024-02"], "99", id="no such event"
        ),
        pytest.param(
            ["retract", "4", "--published", "2023-02"], "before", id="too early"
        ),
        pytest.param(
            ["deny", "4", "xai/series-b", *SAID, "--scope", "whole", "--form", "fake"],
            "one round, or events",
            id="deny: both",
        ),
    ],
)
def test_what_cannot_be_said_is_refused(
    reported: Sayso, words: list[str], told: str
) -> None:
    done = reported("record", *words)
    assert done.exit_code in {1, 2}
    assert told in done.stderr
    assert "hint: " in done.stderr
    assert len(entries(reported)) == 5


def test_a_correction_says_what_should_have_been(reported: Sayso) -> None:
    done = reported(
        *("record", "correct", "4", "--reason", "typed it wrongly"),
        *("--set", "raised=committed:600M", "--set", "raised=target:2B"),
        *("--set", "published=2024-01-18", "--set", "investors=lead:Sequoia"),
        *("--unset", "valuation"),
    )
    assert done.exit_code == 0, done.stderr
    entry = last(reported)
    assert entry["type"] == "entry.corrected"
    assert entry["data"]["set"] == {
        "raised": [
            {"figure": usd("600000000"), "basis": "committed"},
            {"figure": usd("2000000000"), "basis": "target"},
        ],
        "published": "2024-01-18[America/New_York]",
        "investors": [{"name": "Sequoia", "lead": True}],
        "valuation": None,
    }


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (["--set", "stage"], "FIELD=VALUE"),
        (["--set", "stage=closed", "--set", "stage=filed"], "twice"),
        (["--set", "raised=much"], "--set raised"),
        (["--set", "colour=red"], "colour"),
        (["--set", "stage=committed"], "already says so"),
    ],
    ids=["no value", "twice", "no figure", "no field", "no change"],
)
def test_a_wrong_correction_is_refused(
    reported: Sayso, changes: list[str], told: str
) -> None:
    done = reported("record", "correct", "4", "--reason", "r", *changes)
    assert done.exit_code in {1, 2}
    assert told in done.stderr
    assert len(entries(reported)) == 5


def test_who_records_is_written_down(ledger: Sayso) -> None:
    assert ledger(*REPORT, "--actor", "bea", SAYSO_ACTOR="ann").exit_code == 0
    assert last(ledger)["actor"] == "bea"


def test_a_dry_run_leaves_the_file_as_it_was(ledger: Sayso) -> None:
    before = entries(ledger)
    assert ledger("company", "add", "quill", "--dry-run").exit_code == 0
    assert (
        ledger(
            "record", "merge", "xai/a", "xai/b", "--published", "2024", "--dry-run"
        ).exit_code
        == 0
    )
    assert entries(ledger) == before
    assert Path("sayso.db").exists()
