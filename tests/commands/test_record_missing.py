"""What is left out of an event is told with all else that is wrong with it."""

import pytest

from tests.commands.test_record import REPORT, entries
from tests.conftest import Sayso


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            ["report", "nobody/a", "--published", "someday", "--valuation", "3Z"],
            ["option '--source'", "option '--stage'", "'nobody'", "'someday'", "'3Z'"],
        ),
        (
            ["deny", "999", "--source", "stranger"],
            ["'--published'", "'--scope'", "'--form'", "no event 999", "'stranger'"],
        ),
        (
            ["confirm", "999", "--published", "someday"],
            ["option '--source'", "option '--scope'", "no event 999", "'someday'"],
        ),
        (["value", "nobody"], ["'--source'", "'--published'", "'--price'", "'nobody'"]),
        (
            ["relay", "999", "--carrier", "stranger"],
            ["option '--form'", "option '--published'", "no event 999", "'stranger'"],
        ),
    ],
)
def test_what_is_missing_is_told_with_all_else_that_is_wrong(
    ledger: Sayso, typed: list[str], told: list[str]
) -> None:
    before = len(entries(ledger))
    done = ledger("record", *typed)
    assert done.exit_code == 2
    for words in told:
        assert done.stderr.count(words) >= 1, words
    assert "'?'" not in done.stderr
    assert len(entries(ledger)) == before


def test_what_is_missing_alone_records_nothing(ledger: Sayso) -> None:
    # Each word of the event could be recorded, but for the one that is left out.
    before = len(entries(ledger))
    for option in ("--source", "--published", "--stage"):
        at = REPORT.index(option)
        done = ledger(*REPORT[:at], *REPORT[at + 2 :])
        assert done.exit_code == 2
        assert done.stderr.startswith(f"error: missing option '{option}'")
        assert "\n       " not in done.stderr.split("hint:")[0]
    assert len(entries(ledger)) == before


def test_what_is_no_claim_is_told_with_what_is_missing(ledger: Sayso) -> None:
    before = len(entries(ledger))
    words = ["--source", "bloomberg", "--scope", "whole", "--form", "fake"]
    done = ledger("record", "deny", "0", *words)
    assert done.exit_code == 2
    assert "missing option '--published'" in done.stderr
    assert "event 0 is a ledger.opened, not a claim" in done.stderr
    done = ledger("record", "deny", "0", "1", *words, "--published", "2024-01-19")
    assert done.exit_code == 1
    assert done.stderr.count("not a claim about a company") == 2
    assert len(entries(ledger)) == before
