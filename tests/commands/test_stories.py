"""Timeline, explain and show, asked of the packaged history."""

import json
from collections.abc import Callable
from itertools import takewhile
from typing import Any, Protocol

import pytest
from click.testing import Result

Sayso = Callable[..., Result]


class Clock(Protocol):
    """The clock of the test."""

    def advance(self, seconds: float) -> None: ...


NEW_YORK = ("--as-of", "2024-01-19", "--tz", "America/New_York")
MAY = ("--as-of", "2024-05-28")


@pytest.fixture
def told(sayso: Sayso) -> Sayso:
    """A folder with the packaged history in sayso.db."""
    done = sayso("demo", "--db", "sayso.db")
    assert done.exit_code == 0, done.stderr
    return sayso


def document(done: Result) -> dict[str, Any]:
    """A json answer."""
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rows(done: Result) -> list[dict[str, Any]]:
    """The rows of a json answer."""
    found: list[dict[str, Any]] = document(done)["rows"]
    return found


def thing(done: Result, name: str) -> dict[str, Any]:
    """What a json answer says of the one thing that was asked for."""
    (found,) = document(done)[name]
    assert isinstance(found, dict)
    return found


def numbered(told: Sayso, **wanted: str) -> int:
    """The number of the first event whose data are as wanted."""
    done = told("log", "-f", "jsonl")
    for line in done.stdout.splitlines():
        entry = json.loads(line)
        if wanted.items() <= entry["data"].items():
            return int(entry["seq"])
    raise AssertionError(wanted)


@pytest.fixture
def report(told: Sayso) -> int:
    """The number of Bloomberg's report of January 2024."""
    return numbered(told, source="bloomberg", round="xai/first-round-2024")


# -- timeline ---------------------------------------------------------------


def test_a_timeline_says_what_was_believed_after_each_event(told: Sayso) -> None:
    found = rows(told("timeline", "xai/series-b", *MAY, "-f", "json"))
    believed = [row["believed"] and row["believed"]["text"] for row in found]
    assert believed[-1] == "24B"
    assert believed[0] is None
    assert {row["round"] for row in found} == {"xai/series-b"}


def test_a_disputed_figure_is_believed_by_nobody(told: Sayso, report: int) -> None:
    found = rows(told("timeline", "xai", *NEW_YORK, "-f", "json"))
    by = {row["event"]: row for row in found}
    denial = by[report + 1]
    assert by[report]["believed"]["text"] == "15B..20B"
    assert denial["what"] == f"denies event {report} (whole; fake)"
    assert (denial["believed"], denial["standing"]) == (None, "disputed")


def test_a_timeline_for_eyes_fits_and_loses_nothing(told: Sayso) -> None:
    done = told("timeline", "xai", COLUMNS="80")
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines()[1:-2])) <= 80
    assert "first-round-" in done.stdout
    assert "(disputed" in done.stdout


def test_events_recorded_late_are_marked(ledger: Sayso, clock: Clock) -> None:
    for published in ("2024-01-19", "2025-06-30"):
        done = ledger(
            *("record", "report", "xai/series-b", "--source", "bloomberg"),
            *("--published", published, "--stage", "in_talks", "--raised", "1B"),
        )
        assert done.exit_code == 0, done.stderr
        clock.advance(3 * 86_400)
    asked = ("timeline", "xai", "--as-of", "2026-01-02")
    found = rows(ledger(*asked, "-f", "json"))
    assert [(row["event"], row["late"]) for row in found] == [(4, False), (5, True)]
    lines = ledger(*asked).stdout.splitlines()
    assert lines[1].endswith("late")
    story = takewhile(bool, lines)
    assert [line.endswith("yes") for line in story if "Bloomberg" in line] == [
        False,
        True,
    ]


# -- explain ----------------------------------------------------------------


def test_every_claim_is_counted_or_set_aside_with_a_reason(told: Sayso) -> None:
    found = rows(told("explain", "openai", "-f", "json"))
    assert len(found) > 20
    assert all(row["reason"] for row in found)
    counted = [row for row in found if row["counted"] == ["confirmed"]]
    assert [row["round"] for row in counted] == ["openai/2025"]


def test_a_denied_claim_names_the_denial(told: Sayso, report: int) -> None:
    found = rows(told("explain", "xai", *NEW_YORK, "-f", "json"))
    row = next(row for row in found if row["event"] == report)
    assert row["counted"] == ["reported"]
    (denial,) = row["denied_by"]
    shown = thing(told("show", str(denial), "-f", "json"), "event")
    assert shown["data"]["form"] == "fake"


def test_the_report_of_january_does_not_make_the_price_of_may(
    told: Sayso, report: int
) -> None:
    found = rows(told("explain", "xai", *MAY, "-f", "json"))
    by = {row["event"]: row for row in found}
    assert by[report]["counted"] == []
    assert [row["round"] for row in found if row["counted"]] == ["xai/series-b"] * 2


def test_an_explanation_for_eyes_gives_rules_claims_and_denials(told: Sayso) -> None:
    done = told("explain", "xai", *NEW_YORK, COLUMNS="80")
    assert done.exit_code == 0
    for part in ("claims", "denials", "whole, fake", "docs/concepts/valuations.md"):
        assert part in done.stdout
    rule = "at committed or later; it is under an open denial"
    assert rule in " ".join(done.stdout.split())


def test_a_round_that_is_not_known_by_then_is_refused(told: Sayso) -> None:
    done = told("explain", "xai/series-b", "--as-of", "2023-12-31")
    assert done.exit_code != 0
    assert "xai/series-b" in done.stderr
    assert "hint: " in done.stderr


@pytest.mark.parametrize("name", ["x.OpenAI", "OpenOpenAI"])
def test_a_garbled_name_is_refused_with_near_misses(told: Sayso, name: str) -> None:
    for command in ("timeline", "explain", "show"):
        done = told(command, name)
        assert done.exit_code != 0
        assert "openai" in done.stderr.partition("hint: ")[2]


# -- show -------------------------------------------------------------------


def test_a_company_shows_its_rounds_and_who_speaks_for_it(told: Sayso) -> None:
    done = told("show", "xai", *MAY, "-f", "json")
    assert thing(done, "company")["spoken_for_by"] == ["elon-musk", "xai"]
    found = {row["round"]: (row["standing"], row["stage"]) for row in rows(done)}
    assert found["xai/series-b"] == ("confirmed_after_denial", "closed")
    assert found["xai/first-round-2024"][0] == "disputed"


def test_a_round_shows_claims_denials_and_who_confirmed_it(told: Sayso) -> None:
    done = told("show", "xai/series-b", *MAY, "-f", "json")
    found = thing(done, "round")
    assert found["standing"] == "confirmed_after_denial"
    assert len(found["confirmed_by"]) == 2
    claims = {row["source"]: row for row in rows(done)}
    assert len(rows(done)) == 4
    (price,) = claims["elon-musk"]["valuation"]
    assert (price["kind"], price["amount"]["min"]) == ("pre_money", "18000000000")
    (denial, *_) = document(done)["denials"]
    assert (denial["source"], denial["scope"]) == ("elon-musk", ["whole"])


def test_a_source_shows_what_it_said_by_the_cut(told: Sayso) -> None:
    early = told("show", "source:elon-musk", *NEW_YORK, "-f", "json")
    late = told("show", "source:elon-musk", "-f", "json")
    assert thing(early, "source")["speaks_for"] == ["xai", "x-corp", "spacex"]
    assert len(rows(early)) < len(rows(late))


def test_an_event_shows_its_interval_and_what_answers_it(
    told: Sayso, report: int
) -> None:
    done = told("show", str(report), "-f", "json")
    assert thing(done, "event")["published"] == {
        "text": "2024-01-19[America/New_York]",
        "from": "2024-01-19T05:00:00Z",
        "to": "2024-01-20T05:00:00Z",
    }
    said = {(row["source"], row["says"]) for row in rows(done)}
    assert ("elon-musk", f"denies event {report} (whole; fake)") in said


def test_an_event_is_found_by_the_beginning_of_its_id(told: Sayso, report: int) -> None:
    by_number = thing(told("show", str(report), "-f", "json"), "event")
    by_id = thing(told("show", by_number["id"][:8], "-f", "json"), "event")
    assert by_id == by_number


def test_a_corrected_event_shows_both_what_stands_and_what_was_recorded(
    told: Sayso, report: int
) -> None:
    done = told(
        *("record", "correct", str(report), "--set", "stage=in_talks"),
        *("--reason", "misread"),
    )
    assert done.exit_code == 0, done.stderr
    found = thing(told("show", str(report), "-f", "json"), "event")
    assert found["data"]["stage"] == "in_talks"
    assert found["recorded_data"]["stage"] == "committed"


def test_a_company_goes_before_an_event_of_the_same_name(ledger: Sayso) -> None:
    assert ledger("company", "add", "12", "--name", "Twelve").exit_code == 0
    shown = thing(ledger("show", "12", "-f", "json"), "company")
    assert shown["name"] == "Twelve"


def test_an_event_that_is_not_there_is_refused(told: Sayso) -> None:
    done = told("show", "99999")
    assert done.exit_code != 0
    assert done.stderr.startswith("error: there is no event 99999")
