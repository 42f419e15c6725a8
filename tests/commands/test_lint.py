"""`sayso lint`: what it prints, and that a flag is never a failure."""

import json
from typing import Any

import pytest
from rich.cells import cell_len

from tests.commands.conftest import done
from tests.conftest import Sayso

ROUND = "halcyon/series-a"


def rows(run: Sayso, *words: str) -> list[dict[str, Any]]:
    """Give the flags as programs get them."""
    found: list[dict[str, Any]] = json.loads(done(run, "lint", *words, "-f", "json"))[
        "rows"
    ]
    return found


@pytest.fixture
def told(sayso: Sayso) -> Sayso:
    """A ledger with one claim whose price is its amount."""
    done(sayso, "init")
    for slug in ("halcyon", "kestrel"):
        done(sayso, "company", "add", slug, "--name", slug.title())
    name = ("--name", "环球科技晚报" * 8)
    done(sayso, "source", "add", "wanbao", *name, "--kind", "press")
    report(sayso, ROUND, "--raised", "415M", "--post-money", "415M")
    return sayso


def report(run: Sayso, round_: str, *words: str) -> None:
    """Record what the evening paper says of a round."""
    said = ("--source", "wanbao", "--published", "2024-01-10", "--stage", "closed")
    done(run, "record", "report", round_, *said, *words)


def test_a_flag_names_the_event_the_field_and_the_reason(told: Sayso) -> None:
    (row,) = rows(told)
    assert row == {
        "company": "halcyon",
        "round": ROUND,
        "event": 4,
        "source": "wanbao",
        "flag": "price-equals-amount",
        "field": "valuation",
        "reason": "price and raised are both 415M",
        "beside": [],
    }
    assert rows(told, "Halcyon") == [row]


def test_flags_can_be_asked_for_by_name(told: Sayso) -> None:
    report(told, ROUND, "--raised", "9B", "--post-money", "1B", "--note", "x")
    assert sorted(row["flag"] for row in rows(told)) == [
        *("price-below-amount", "price-equals-amount"),
        *("two-values-one-day", "two-values-one-day"),
    ]
    (row,) = rows(told, "--flag", "price-below-amount")
    assert row["event"] == 5
    assert "no flags post-below-pre by that date" in done(
        told, "lint", "--flag", "post-below-pre"
    )


def test_a_name_that_no_flag_has_is_wrong_usage(told: Sayso) -> None:
    refused = told("lint", "--flag", "price-is-right")
    assert refused.exit_code == 2
    assert "price-equals-amount" in refused.stderr


def test_nothing_found_is_said(told: Sayso) -> None:
    assert "kestrel: nothing recorded by that date" in done(told, "lint", "kestrel")
    assert "nothing published by that date" in done(told, "lint", "--as-of", "2020")
    done(told, "record", "void", "4", "--reason", "the price was made up")
    report(told, "kestrel/seed", "--raised", "1M")
    assert "no flags by that date" in done(told, "lint")


def test_an_unknown_company_is_refused_with_near_misses(told: Sayso) -> None:
    refused = told("lint", "halcion")
    assert refused.exit_code == 1
    assert "perhaps halcyon" in refused.stderr


def test_long_and_chinese_names_fit_a_narrow_terminal(told: Sayso) -> None:
    report(
        *(told, f"halcyon/{'the-very-long-name-of-a-round-' * 2}a"),
        *("--raised", "9B", "--post-money", "1B"),
    )
    table = done(told, "lint", COLUMNS="80")
    assert max(map(cell_len, table.splitlines())) <= 80
    assert "".join(line[-24:] for line in table.splitlines()).count("环球") >= 8
