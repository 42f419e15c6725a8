"""From data to a checked event and back, and what is told of data that make none."""

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.mix import mix, stored
from ledger.claims.amounts import figure_data
from ledger.claims.canonical import encode, read_json
from ledger.claims.checking import FIELDS, NotAnEvent, event_data, event_from
from ledger.claims.events import MODELS
from ledger.claims.fields import EventPart
from ledger.claims.figures import parse_figure
from ledger.claims.snapshots import SnapshotTaken
from ledger.errors import BadInput, Problem
from tests.demo import demo_lines

ROUND = {
    "company": "xai",
    "source": "bloomberg",
    "published": "2024-01-19",
    "round": "xai/series-b",
    "stage": "closed",
}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
KEYS = st.text(st.sampled_from('ab":\\ ,\t'), max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | TEXTS | KEYS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=12,
)


def said() -> Iterator[tuple[str, dict[str, Any]]]:
    """Events of every kind that people write."""
    for one in mix(2_000):
        yield one.draft.type, one.typed
    about = {"source": "s", "published": "2024-01-19", "claims": ["a" * 64]}
    yield (
        "claim.commented",
        {**about, "company": "c", "form": "joke", "via": ["b", "a"]},
    )
    relayed = {"company": "c", "claim": "a" * 64, "copy": "b" * 64, "form": "cited"}
    yield "claim.relayed", {**relayed, "published": "2024-01", "language": "zh"}
    taken = {"source": "s", "published": "2024", "key": ["id"], "columns": ["id", "n"]}
    yield "snapshot.taken", {**taken, "rows": 0}
    cells = [{"column": "n", "new": "1"}, {"column": "m", "old": "2"}]
    row = {"source": "s", "published": "2024", "key": "7", "cells": cells}
    yield "snapshot.row_changed", row
    yield "rollback.accepted", {"size": 3, "root": "a" * 64, "reason": "r"}


def test_an_event_is_stored_as_it_was_said() -> None:
    found = 0
    for type_, typed in said():
        event = event_from(type_, typed)
        data = event_data(event)
        assert event_data(event_from(type_, data)) == data
        if type_ != "entry.corrected":  # what it sets is put right by its rule
            assert data == stored(typed)
        found += 1
    assert found > 2_000


def test_what_says_nothing_is_not_stored() -> None:
    claim = {"company": "c", "round": "c/a", "source": "s", "published": "2024"}
    investors = [{"name": "Fund", "lead": False}]
    data: dict[str, object] = {**claim, "stage": "closed", "url": None, "raised": []}
    event = event_from("round.reported", {**data, "investors": investors})
    kept = {**claim, "stage": "closed", "investors": [{"name": "Fund"}]}
    assert event_data(event) == kept


def test_a_count_of_nothing_is_kept() -> None:
    data = {"source": "s", "published": "2024", "key": ["id"], "columns": ["id"]}
    event = event_from("snapshot.taken", {**data, "rows": 0})
    assert isinstance(event, SnapshotTaken)
    assert event_data(event)["rows"] == 0


def test_two_events_share_no_figure() -> None:
    price = [{"figure": "500M", "kind": "post_money"}]
    claim = {"company": "c", "claim": "a" * 64, "source": "s", "published": "2024"}
    data = {**claim, "set": {"valuation": price}}
    first, second = (event_data(event_from("claim.revised", data)) for _ in "ab")
    first["set"]["valuation"][0]["figure"]["min"] = "changed"
    assert second["set"]["valuation"][0]["figure"]["min"] == "500000000"


def parts(model: type[EventPart]) -> Iterator[type[EventPart]]:
    yield model
    for other in model.__subclasses__():
        yield from parts(other)


def test_what_models_make_is_inside_the_profile() -> None:
    for model in parts(EventPart):
        for name, info in model.model_fields.items():
            kinds = {info.annotation, *get_args(info.annotation)}
            assert float not in kinds, f"{model.__name__}.{name}"
            plain = bool not in kinds or info.default is False
            assert plain, f"{model.__name__}.{name}: a False is left out"
            assert (info.alias or name).isascii()
            assert info.alias is None or model in MODELS.values()
    for type_, data in said():
        if not type_.startswith("entry."):
            encode(event_data(event_from(type_, data)))


@given(VALUES)
def test_json_is_read_however_it_is_spaced(value: object) -> None:
    for spaced in ((",", ":"), (", ", ": "), (" , ", " : ")):
        assert read_json(json.dumps(value, separators=spaced)) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize(
    "text",
    [
        '{"a":"x","a":"y"}',
        '{"a":"x","a" :"y"}',
        '{"a":"x","b":{"c":"","c"\t:""}}',
        '{"a":"\\":","a":"y"}',
        '{"a" :"\\":","a":"y"}',
        '{"a":1.5}',
        '[{"a":["x",1.0]}]',
        '{"a":NaN}',
        '{"a":1e3}',
        '{"a":9007199254740992}',
        '{"a":123456789012345678901234567890}',
    ],
)
def test_json_that_others_may_read_otherwise_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_json(text)


def test_whole_numbers_are_read() -> None:
    text = '{"rows":9007199254740991,"n":-5,"b":true}'
    assert read_json(text) == {"rows": 9007199254740991, "n": -5, "b": True}


def test_the_demo_is_read_alike() -> None:
    for line in demo_lines():
        assert read_json(line) == json.loads(line)


def told(data: dict[str, Any], type_: str = "round.reported") -> NotAnEvent:
    with pytest.raises(NotAnEvent) as caught:
        event_from(type_, data)
    return caught.value


def test_one_problem_is_told_alone() -> None:
    error = told({**ROUND, "stage": "done"})
    assert error.problems == (Problem(0, "stage", error.message.split(": ", 1)[1]),)
    assert "more)" not in error.message
    assert error.message.startswith("stage: 'done' is not one of aspiration")
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
        ("via", "reuters", "is not a list: write [...]"),
        ("raised", [5], "is not an object: write {...} with its fields"),
        ("investors", [{"name": "A", "lead": "yes"}], "is neither true nor false"),
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
    assert error.message.startswith("round_type: 'serie_b' is not one of its ")
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
    assert "shut_down, listed" in error.message


def test_a_date_without_a_zone_is_in_utc_unless_another_is_given() -> None:
    assert event_data(event_from("round.reported", ROUND)) == ROUND
    there = event_data(event_from("round.reported", ROUND, "Asia/Tokyo"))
    assert there["published"] == "2024-01-19[Asia/Tokyo]"


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
