"""The words that a round may need: tiers, conditions, banks, own parts, and an end."""

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.claims.canonical import draft
from ledger.claims.entry import Entry
from ledger.projections.rows import row_from
from tests.commands.conftest import failed
from tests.conftest import Sayso

pytestmark = pytest.mark.usefixtures("november")
ROUND = [
    *("record", "report", "xai/series-e", "--source", "bloomberg"),
    *("--published", "2026-01-06", "--stage", "announced"),
]


def last(sayso: Sayso) -> dict[str, Any]:
    """The newest entry's data."""
    lines = sayso("log", "-f", "jsonl").stdout.splitlines()
    data: dict[str, Any] = json.loads(lines[-1])["data"]
    return data


def recorded(sayso: Sayso, *words: str) -> dict[str, Any]:
    """What is on record once a command has run."""
    done = sayso(*words)
    assert done.exit_code == 0, done.output
    return last(sayso)


def says(sayso: Sayso, event: str) -> str:
    """What the card of an event says, in one line."""
    return " ".join(sayso("show", event).stdout.split())


def usd(amount: str) -> dict[str, str]:
    return {"currency": "USD", "min": amount, "max": amount, "qualifier": "exact"}


def test_tiers_of_a_round_have_their_prices_and_amounts(ledger: Sayso) -> None:
    data = recorded(
        ledger,
        *ROUND,
        *("--raised", "tranche:first:35M", "--raised", "tranche:second:15M"),
        *("--post-money", "first:450M", "--post-money", "second:1B"),
    )
    assert data["valuation"] == [
        {"figure": usd("450000000"), "kind": "post_money", "part": "first"},
        {"figure": usd("1000000000"), "kind": "post_money", "part": "second"},
    ]
    assert [item["part"] for item in data["raised"]] == ["first", "second"]
    assert "450M post-money (first), 1B post-money (second)" in says(ledger, "4")


def test_two_prices_of_a_kind_without_parts_are_refused(ledger: Sayso) -> None:
    done = ledger(*ROUND, "--post-money", "450M", "--post-money", "1B")
    failed(done, 1, "2 prices of kind post_money in one claim", "write post_money:")
    done = ledger(*ROUND, "--price", "cap:20M", "--post-money", "450M")
    assert done.exit_code == 0, done.output


def test_two_prices_of_a_kind_are_a_problem_of_an_import(ledger: Sayso) -> None:
    prices = [{"figure": figure, "kind": "mark"} for figure in ("15B", "18B")]
    claim = {"company": "xai", "source": "bloomberg", "published": "2025-03-31"}
    line = {"type": "valuation.reported", "data": {**claim, "valuation": prices}}
    Path("marks.jsonl").write_text(json.dumps(line))
    done = ledger("import", "marks.jsonl")
    assert done.exit_code == 2, done.output
    assert "2 prices of kind mark in one claim: each must name" in done.stderr


def test_two_prices_that_another_ledger_holds_already_come_along(
    ledger: Sayso,
) -> None:
    prices = [{"figure": usd(f"{x}000000000"), "kind": "mark"} for x in (15, 18)]
    claim = {"company": "xai", "source": "bloomberg", "published": "2025-03-31[UTC]"}
    said = draft(
        "valuation.reported", {**claim, "stage": "closed", "valuation": prices}, 1
    )
    line = {"type": said.type, "schema": 1, "data": said.data, "id": said.id}
    Path("old.jsonl").write_text(json.dumps(line))
    done = ledger("import", "old.jsonl")
    assert done.exit_code == 0, done.output
    assert "mark:15B, mark:18B" in says(ledger, "4")
    note = ("record", "correct", "4", "--set", "note=seen", "--reason", "r")
    assert ledger(*note).exit_code == 0


def test_two_prices_that_are_stored_already_are_still_read() -> None:
    prices = [{"figure": figure, "kind": "mark"} for figure in ("15B", "18B")]
    data = {"company": "xai", "source": "a", "published": "2025", "valuation": prices}
    row = row_from(Entry(1, "a" * 64, "valuation.reported", 0, data))
    assert row.said is not None
    assert [str(price) for price in row.said.valuation] == ["mark:15B", "mark:18B"]


def test_a_revision_and_a_correction_are_held_to_the_same(ledger: Sayso) -> None:
    recorded(ledger, *ROUND, "--post-money", "450M")
    two = ("--post-money", "450M", "--post-money", "1B")
    done = ledger("record", "revise", "4", "--published", "2026-01-07", *two)
    failed(done, 1, "2 prices of kind post_money in one claim")
    two = ("--set", "valuation=post_money:450M", "--set", "valuation=post_money:1B")
    done = ledger("record", "correct", "4", *two, "--reason", "typed in haste")
    failed(done, 1, "2 prices of kind post_money in one claim")


def test_conditional_money_says_what_became_of_its_condition(ledger: Sayso) -> None:
    data = recorded(
        ledger,
        *ROUND,
        *("--raised", "committed:110B", "--raised", "conditional:35B:open"),
    )
    assert data["raised"][1] == {"basis": "conditional", "figure": usd("35000000000")}
    met = ("record", "revise", "4", "--published", "2026-02-01")
    data = recorded(ledger, *met, "--raised", "conditional:35B:met")
    assert data["set"]["raised"][0]["condition"] == "met"
    assert "35B conditional, condition met" in says(ledger, "5")
    done = ledger(*ROUND, "--raised", "committed:35B:met")
    failed(done, 2, "--raised: only conditional money has a condition")


def test_who_arranges_and_who_takes_part_with_what(ledger: Sayso) -> None:
    data = recorded(
        ledger,
        *(*ROUND, "--instrument", "mixed", "--round-type", "Series E+"),
        *("--lead", "SoftBank:30B:10%", "--investor", "Apple:withdrawn"),
        *("--investor", "Valor", "--arranger", "Morgan Stanley", "--own-sourcing"),
    )
    assert data["investors"] == [
        {"name": "SoftBank", "lead": True, "amount": usd("30000000000"), "stake": "10"},
        {"name": "Apple", "stage": "withdrawn"},
        {"name": "Valor"},
    ]
    assert (data["arrangers"], data["own_sourcing"]) == (["Morgan Stanley"], True)
    assert (data["instrument"], data["round_type"]) == ("mixed", "series_e_plus")
    assert "SoftBank:lead:30B:10%, Apple:withdrawn, Valor" in says(ledger, "4")
    assert "with SoftBank 30B 10%, Apple [withdrawn]" in says(ledger, "4")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--investor", "Apple:wthdrawn"), "--investor: 'Apple:wthdrawn'"),
        (("--lead", "Apple:120%"), "--lead: '120%' is not a stake"),
        (("--round-type", "Series B++"), "--round-type: 'Series B++' is not one"),
    ],
)
def test_what_is_mistyped_is_refused(
    ledger: Sayso, words: tuple[str, str], message: str
) -> None:
    failed(ledger(*ROUND, *words), 2, message)


def test_fields_that_were_mistyped_are_corrected(ledger: Sayso) -> None:
    recorded(ledger, *ROUND, "--investor", "Apple")
    data = recorded(
        ledger,
        *("record", "correct", "4", "--reason", "read again"),
        *("--set", "investors=Apple:withdrawn", "--set", "investors=lead:Valor:2B"),
        *("--set", "arrangers=Morgan Stanley", "--set", "own_sourcing=true"),
    )
    assert data["set"] == {
        "arrangers": ["Morgan Stanley"],
        "investors": [
            {"name": "Apple", "stage": "withdrawn"},
            {"name": "Valor", "lead": True, "amount": usd("2000000000")},
        ],
        "own_sourcing": True,
    }
    no = ("record", "correct", "4", "--set", "own_sourcing=no", "--reason", "r")
    failed(ledger(*no), 2, "--set own_sourcing=no", "--unset own_sourcing")


def test_a_price_outside_a_round_may_be_of_own_sourcing(ledger: Sayso) -> None:
    value = ("record", "value", "xai", "--source", "bloomberg", "--published", "2026")
    data = recorded(ledger, *value, "--price", "mark:A Fund:15B", "--own-sourcing")
    assert data["own_sourcing"] is True
    assert data["valuation"][0]["part"] == "A Fund"


def test_a_company_is_listed_or_shuts_down(ledger: Sayso) -> None:
    end = ("record", "end", "xAI", "--published", "2025-03-29")
    data = recorded(
        ledger, *end, "--listed", "--effective", "2025-03-28", "--price", "19B"
    )
    assert data == {
        "company": "xai",
        "ended": "listed",
        "effective": "2025-03-28",
        "price": usd("19000000000"),
        "published": "2025-03-29[America/New_York]",
    }
    assert "xai is listed on 2025-03-28 at 19B" in ledger("timeline", "xai").stdout
    data = recorded(ledger, *end, "--shut-down", "--source", "bloomberg")
    assert (data["ended"], data["source"]) == ("shut_down", "bloomberg")
    failed(ledger(*end), 2, "give either --shut-down or --listed")
    failed(ledger(*end, "--listed", "--shut-down"), 2, "give either")
    failed(ledger(*end, "--shut-down", "--price", "1B"), 2, "--price needs --listed")


def test_companies_are_kept_apart_in_whichever_order_they_are_named(
    ledger: Sayso,
) -> None:
    for slug in ("figma", "figure"):
        recorded(ledger, "company", "add", slug, "--name", slug.title())
    why = ("--reason", "one designs, one builds robots")
    data = recorded(ledger, "record", "apart", "Figure", "figma", *why)
    assert data == {"company": "figma", "other": "figure", "reason": why[1]}
    again = ledger("record", "apart", "figma", "figure", *why)
    assert "already on record" in again.stdout
    failed(ledger("record", "apart", "figma", "xai/b", *why), 2, "give two rounds")
    failed(ledger("record", "apart", "figma", "Figma", *why), 2, "a company cannot")
    failed(ledger("record", "apart", "figma", "figgure", *why), 1, "unknown company")


def test_not_raising_now_is_about_the_stage(ledger: Sayso) -> None:
    recorded(ledger, *ROUND)
    deny = ("record", "deny", "4", "--source", "elon-musk", "--published", "2026-01-07")
    assert recorded(ledger, *deny, "--form", "not_raising_now")["scope"] == ["stage"]
    said = recorded(ledger, *deny, "--form", "not_raising_now", "--scope", "whole")
    assert said["scope"] == ["whole"]
    failed(ledger(*deny, "--form", "fake"), 2, "missing option '--scope'")


@pytest.mark.parametrize("typed", ["1,5B", "USD 15,5bn", "15.000.000.000"])
def test_decimals_behind_a_comma_are_refused_with_how_they_are_written(
    ledger: Sayso, typed: str
) -> None:
    done = ledger(*ROUND, "--raised", typed)
    failed(done, 2, f"--raised: '{typed}' is not an amount", "decimals follow a point")
