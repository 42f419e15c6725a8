"""What six questions say of awkward histories: order, marks, reasons, empty answers."""

import csv
import io
import json
from typing import Any

import pytest

from tests.commands.conftest import HALCYON, done, report
from tests.conftest import Sayso


def rows(run: Sayso, *words: str) -> list[dict[str, Any]]:
    """Give the rows of an answer as programs get them."""
    lines = done(run, *words, "-f", "jsonl").splitlines()
    return [json.loads(line) for line in lines[1:-1]]


def test_a_ranking_lists_dollars_first_and_the_undecided_last(told: Sayso) -> None:
    found = rows(told, "valuations")
    assert [row["company"] for row in found] == ["quill", "northlight", "halcyon"]
    assert [row["headline"] for row in found] == [True, True, False]


def test_the_top_of_a_ranking_is_its_first_companies(told: Sayso) -> None:
    assert [row["company"] for row in rows(told, "valuations", "--top", "1")] == [
        "quill"
    ]


@pytest.mark.parametrize("form", ["table", "csv"])
def test_figures_of_one_standing_name_their_company(told: Sayso, form: str) -> None:
    text = done(told, "valuations", "--standing", "reported", "-f", form)
    assert "northlight" in text
    assert "quill" not in text.split("\n\n", maxsplit=1)[0]


@pytest.mark.parametrize("command", ["valuations", "rounds"])
def test_an_unknown_standing_is_refused(told: Sayso, command: str) -> None:
    refused = told(command, "--standing", "sure")
    assert refused.exit_code == 2
    assert "confirmed_after_denial" in refused.stderr


def test_a_denied_figure_says_who_denies_it(told: Sayso) -> None:
    text = " ".join(done(told, "valuations", "halcyon").split())
    assert "denied by Ann" in text


def test_disputed_amounts_enter_no_sum(told: Sayso) -> None:
    found = rows(told, "raised", "halcyon", "quill")
    assert [(row["row"], row["company"], row["disputed"]) for row in found] == [
        ("round", "halcyon", True),
        ("round", "quill", False),
        ("total", "quill", False),
        ("all", None, False),
    ]


def test_a_round_lists_its_open_denials_and_their_fields(told: Sayso) -> None:
    (row,) = rows(told, "rounds", HALCYON)
    assert row["standing"] == "disputed"
    assert row["open_fields"] == ["raised", "stage", "valuation"]
    (denial,) = rows(told, "disputed")
    assert row["open_denials"] == [denial["event"]]
    assert (denial["denied_by"], denial["about"]) == ("ann", [HALCYON])


def test_a_round_that_was_merged_away_is_listed_as_superseded(told: Sayso) -> None:
    report(told, "quill/a", "2025-03-05", "--stage", "closed", "--raised", "100M")
    done(
        *(told, "record", "merge", "quill/a", "quill/series-a"),
        *("--published", "2025-03-06"),
    )
    (row,) = rows(told, "rounds", "quill", "--standing", "superseded")
    assert (row["round"], row["superseded_by"]) == ("quill/a", "quill/series-a")


@pytest.mark.parametrize(
    ("since", "expected"), [("2025-03-02", 1), ("2025-03-03", 0)], ids=["on", "after"]
)
def test_denials_since_a_day_include_that_day(
    told: Sayso, since: str, expected: int
) -> None:
    assert len(rows(told, "disputed", "--since", since)) == expected


def test_nothing_in_dispute_is_said_to_be_so(told: Sayso) -> None:
    assert "no open denials" in done(told, "disputed", "quill")


def test_a_difference_gives_exact_values_and_its_events(told: Sayso) -> None:
    words = ("diff", "2025-03-01", "2025-03-02", "--company", "halcyon")
    found = {row["item"]: row for row in rows(told, *words)}
    before, after = found["reported"]["before"], found["reported"]["after"]
    assert before["amount"] == after["amount"]
    assert before["amount"]["min"] == "9000000000"
    assert (before["standing"], after["standing"]) == ("reported", "disputed")
    assert (before["disputed"], after["disputed"]) == (False, True)
    assert len(found["reported"]["events"]) == 1


def test_a_difference_without_events_names_the_deadline(told: Sayso) -> None:
    report(told, "northlight/talks", "2025-03-03", "--stage", "in_talks")
    text = done(told, "diff", "2025-03-10", "2026-03-10", "--company", "northlight")
    (line,) = (x for x in text.splitlines() if "standing northlight/talks" in x)
    assert line.endswith("expired 2026-03-03")


def test_a_basis_token_is_a_side_of_a_difference(told: Sayso) -> None:
    words = ("valuations", "--as-of", "2025-03-01", "-f", "json")
    token = json.loads(done(told, *words))["basis"]["token"]
    by_token = done(told, "diff", token, "2025-03-02", "-f", "jsonl")
    assert by_token == done(told, "diff", "2025-03-01", "2025-03-02", "-f", "jsonl")


def test_a_difference_of_a_day_with_itself_is_empty(told: Sayso) -> None:
    assert "nothing changed" in done(told, "diff", "2025-03-02", "2025-03-02")


def test_a_triangle_in_long_form_has_no_column_before_its_row(told: Sayso) -> None:
    words = ("vintages", "quill", "--every", "month", "-f", "csv")
    found = list(csv.DictReader(io.StringIO(done(told, *words))))
    assert all(row["about"] <= row["known_on"] for row in found)
    (first,) = {row["amount_min"] for row in found}
    assert first == "1000000000"


def test_a_triangle_shows_the_newest_columns_that_fit(told: Sayso) -> None:
    words = ("vintages", "quill", "--every", "month")
    narrow, wide = told(*words, COLUMNS="60"), told(*words, COLUMNS="200")
    assert "earlier columns are not shown" in narrow.stdout
    days, all_days = (
        next(line for line in it.stdout.splitlines() if line.startswith("about"))
        for it in (narrow, wide)
    )
    assert days.split()[1:] == all_days.split()[-4:]
    assert all_days.split()[1] == "2025-03-31"


EMPTY = {
    "unpublished": (["--as-of", "2001"], "nothing published by that date"),
    "unrecorded": (["--known-at", "seq:3"], "nothing recorded by that date"),
}


@pytest.mark.parametrize("command", ["valuations", "raised", "rounds", "disputed"])
@pytest.mark.parametrize(("words", "reason"), EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize("company", [[], ["halcyon"]], ids=["all", "one"])
def test_an_empty_answer_says_why(
    told: Sayso, command: str, company: list[str], words: list[str], reason: str
) -> None:
    assert reason in done(told, command, *company, *words)
    exact = told(command, *company, *words, "-f", "csv")
    assert len(exact.stdout.splitlines()) == 1
    assert reason in exact.stderr
    assert told(command, "halcion", *words).exit_code == 1


def test_a_log_without_events_says_so(ledger: Sayso) -> None:
    for words in (("--since", "99"), ("--type", "claim.denied"), ("--until", "-1")):
        done = ledger("log", *words)
        assert (done.exit_code, done.stdout) == (0, "")
        assert done.stderr == "no such events; the last one is event 3\n"
    assert ledger("log", "--since", "2").stdout.count("\n") == 2
    assert ledger("log", "--since", "99", "-f", "csv").stderr == ""
