"""Plain data to a checked event and back, and how it is told what is wrong."""

from typing import Any

import pytest

from ledger.claims.checking import FIELDS, NotAnEvent, event_data, event_from
from ledger.claims.figures import figure_data, parse_figure
from ledger.errors import Problem

ROUND = {
    "company": "xai",
    "source": "bloomberg",
    "published": "2024-01-19",
    "round": "xai/series-b",
    "stage": "closed",
}


def told(data: dict[str, Any], type_: str = "round.reported") -> NotAnEvent:
    with pytest.raises(NotAnEvent) as caught:
        event_from(type_, data)
    return caught.value


def test_one_problem_is_told_alone() -> None:
    error = told({**ROUND, "stage": "done"})
    assert error.problems == (Problem(0, "stage", error.message.split(": ", 1)[1]),)
    assert "more)" not in error.message
    assert error.message.startswith("stage: input should be")
    assert error.hint == FIELDS


def test_of_several_the_first_is_told_and_the_rest_counted() -> None:
    error = told({**ROUND, "stage": "done", "note": ""})
    assert len(error.problems) == 2
    assert error.message.startswith(f"{error.problems[0].field}: ")
    assert error.message.endswith("(and 1 more)")


def test_the_hint_is_the_first_that_there_is() -> None:
    error = told({**ROUND, "company": "X AI", "source": "Bloom Berg", "stage": "done"})
    assert str(error.hint).startswith("write x-ai")


def test_what_is_wrong_with_a_whole_event_is_told_without_a_field() -> None:
    data = {"company": "xai", "into": "xai", "published": "2024", "form": "acquired"}
    error = told(data, "companies.merged")
    assert error.message == "a company cannot be merged into itself"
    assert error.problems[0].field == ""


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("via", "reuters", "should be a list"),
        ("raised", [5], "should be an object"),
        ("investors", [{"name": "A", "lead": "yes"}], "boolean"),
    ],
)
def test_containers_are_called_as_in_json(
    field: str, value: object, message: str
) -> None:
    error = told({**ROUND, field: value})
    assert message in error.message
    assert "tuple" not in error.message
    assert "dictionary" not in error.message


def test_the_place_inside_a_list_is_told() -> None:
    raised = [{"figure": "5M", "basis": "target"}, {"figure": "5M", "basis": "all"}]
    assert told({**ROUND, "raised": raised}).problems[0].field == "raised.1.basis"


def test_of_a_long_list_of_words_the_near_ones_are_told() -> None:
    error = told({**ROUND, "round_type": "serie_b"})
    assert error.message.startswith("round_type: 'serie_b' is none of its ")
    assert "perhaps series_b" in error.message
    assert len(error.message) < 200
    nothing = told({**ROUND, "round_type": "%"})
    assert nothing.message.endswith(" words")


def test_a_long_word_is_cut_and_what_cannot_be_seen_is_escaped() -> None:
    error = told({**ROUND, "round_type": "\u202e" + "x" * 500})
    assert "\\u202Ex" in error.message
    assert len(error.message) < 200


def test_a_short_list_of_words_is_told_whole() -> None:
    data = {"company": "xai", "published": "2024", "ended": "sold"}
    error = told(data, "company.ended")
    assert "'shut_down' or 'listed'" in error.message


def test_a_date_without_a_zone_is_in_utc_unless_another_is_given() -> None:
    assert event_data(event_from("round.reported", ROUND)) == ROUND
    there = event_data(event_from("round.reported", ROUND, "Asia/Tokyo"))
    assert there["published"] == "2024-01-19[Asia/Tokyo]"


def test_what_says_nothing_is_not_stored() -> None:
    data = {
        **ROUND,
        "note": None,
        "via": [],
        "own_sourcing": False,
        "investors": [{"name": "A", "lead": False, "stage": None}],
    }
    stored = event_data(event_from("round.reported", data))
    assert stored == {**ROUND, "investors": [{"name": "A"}]}


def test_what_is_said_is_stored_as_it_was_said() -> None:
    five = figure_data(parse_figure("5M"))
    data = {
        **ROUND,
        "via": ["reuters"],
        "own_sourcing": True,
        "raised": [{"figure": five, "basis": "target"}],
    }
    assert event_data(event_from("round.reported", data)) == data


def test_a_field_is_stored_under_the_name_that_people_know() -> None:
    data = {"company": "xai", "claim": "a" * 64, "copy": "b" * 64, "form": "cited"}
    event = event_from("claim.relayed", {**data, "published": "2024"})
    assert event_data(event) == {**data, "published": "2024"}


def test_a_correction_keeps_the_null_that_takes_a_field_away() -> None:
    data = {"target": "a" * 64, "set": {"note": None, "via": []}, "reason": "typo"}
    event = event_from("entry.corrected", data)
    assert event_data(event) == data
    event_data(event)["set"]["note"] = "changed"
    assert event_data(event) == data
