"""From data to a checked event and back: what is stored, and what never is."""

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.mix import mix, stored
from ledger.claims.canonical import encode, read_json
from ledger.claims.checking import event_data, event_from
from ledger.claims.events import MODELS
from ledger.claims.fields import Part
from ledger.claims.snapshots import SnapshotTaken
from ledger.errors import BadInput
from tests.demo import demo_lines

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


def parts(model: type[Part]) -> Iterator[type[Part]]:
    yield model
    for other in model.__subclasses__():
        yield from parts(other)


def test_what_models_make_is_inside_the_profile() -> None:
    for model in parts(Part):
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
