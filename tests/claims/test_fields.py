"""The types of fields: what each takes, in which form it is kept, what it refuses."""

from typing import Any

import pytest

from ledger.claims.checking import NotAnEvent, event_data, event_from
from ledger.claims.events import RoundReported

USD = {"currency": "USD", "min": "5", "max": "5", "qualifier": "exact"}
ROUND = {
    "company": "xai",
    "source": "bloomberg",
    "published": "2024-01-19",
    "round": "xai/series-b",
    "stage": "closed",
}
OPENED = {"log": "u", "origin": "o", "zone": "UTC", "profile": "sayso/1"}
PAYLOAD = {
    "what": "quote",
    "commitment": "a" * 64,
    "media_type": "text/plain",
    "bytes": 1,
}


def refused(field: str, value: object, type_: str = "round.reported") -> str:
    """The one thing that is wrong with an event whose field has this value."""
    whole = OPENED if type_ == "ledger.opened" else ROUND
    with pytest.raises(NotAnEvent) as caught:
        event_from(type_, {**whole, field: value})
    (problem,) = caught.value.problems
    assert problem.field.startswith(field)
    return problem.message


def kept(**fields: Any) -> dict[str, Any]:  # what fields of events hold
    """An event as it is stored, without what it must have."""
    stored = event_data(event_from("round.reported", {**ROUND, **fields}))
    return {name: stored[name] for name in fields if name in stored}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("company", "X AI", "'X AI' is not a slug"),
        ("round", "xai", "'xai' is not a round"),
        ("round", "xai/Series B", "'Series B' is not a slug"),
        ("published", "01/02/2024", "'01/02/2024'"),
        ("effective", "2024-01-19T08:34Z", "'2024-01-19T08:34Z'"),
        ("note", "", "is empty"),
        ("note", " \n", "is blank"),
        ("note", "x" * 2001, "at most 2000 characters"),
        ("language", "x" * 201, "at most 200 characters"),
        ("via", ["a"] * 201, "at most 200 of them"),
        ("colour", "red", "no such field"),
        ("own_sourcing", "yes", "is neither true nor false"),
        ("own_sourcing", 1, "is neither true nor false"),
    ],
)
def test_what_is_no_value_of_a_field_is_refused(
    field: str, value: object, message: str
) -> None:
    assert message in refused(field, value)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("zone", "Mars/Olympus", "Mars/Olympus"),
        ("origin", "a\nb", "is not an origin"),
        ("origin", " a", "is not an origin"),
        ("origin", "x" * 201, "at most 200"),
    ],
)
def test_what_no_ledger_is_called_is_refused(
    field: str, value: object, message: str
) -> None:
    assert message in refused(field, value, "ledger.opened")


@pytest.mark.parametrize(
    "fields",
    [
        {"note": "x" * 2000, "url": "u", "locator": "l", "language": "x" * 200},
        {"via": ["a"] * 200},
        {"effective": "2024-Q1", "own_sourcing": True},
        {"payloads": [PAYLOAD]},
        {"payloads": [{**PAYLOAD, "bytes": 2**32 - 1, "media_type": "image/svg+xml"}]},
        {"investors": [{"name": "A", "lead": True, "amount": USD, "stake": "27"}]},
        {"raised": [{"figure": USD, "basis": "tranche", "part": "first"}]},
        {"raised": [{"figure": USD, "basis": "conditional", "condition": "met"}]},
        {"valuation": [{"figure": USD, "kind": "post_money", "part": "first"}]},
    ],
)
def test_what_is_in_its_normal_form_is_kept_as_it_is(fields: dict[str, Any]) -> None:
    assert kept(**fields) == fields


def test_a_share_is_kept_as_plain_digits() -> None:
    def stake(text: str) -> str:
        (investor,) = kept(investors=[{"name": "A", "stake": text}])["investors"]
        return str(investor["stake"])

    assert [stake("27.50 %"), stake("100%"), stake("0.5")] == ["27.5", "100", "0.5"]


def test_a_condition_that_is_open_is_absent() -> None:
    item = {"figure": USD, "basis": "conditional"}
    assert kept(raised=[{**item, "condition": "open"}]) == {"raised": [item]}


def test_only_conditional_money_has_a_condition() -> None:
    item = {"figure": USD, "basis": "target", "condition": "met"}
    assert "condition" in refused("raised", [item])


@pytest.mark.parametrize(
    "change",
    [
        {"bytes": 0},
        {"bytes": 2**32},
        {"bytes": "1"},
        {"commitment": "a" * 63},
        {"commitment": "A" * 64},
        {"commitment": "a" * 64 + "\n"},
        {"media_type": "text"},
        {"media_type": "text/" + "x" * 101},
        {"what": "song"},
    ],
)
def test_a_payload_that_is_none_is_refused(change: dict[str, object]) -> None:
    assert refused("payloads", [{**PAYLOAD, **change}])


@pytest.mark.parametrize("part", ["", " ", " a", "a ", "x" * 500])
def test_the_label_of_a_part_is_checked(part: str) -> None:
    assert refused("raised", [{"figure": USD, "basis": "tranche", "part": part}])


def test_an_event_does_not_change() -> None:
    event = event_from("round.reported", ROUND)
    assert isinstance(event, RoundReported)
    with pytest.raises(ValueError, match="frozen"):
        event.published = "2025"  # type: ignore[misc] # which is the point
