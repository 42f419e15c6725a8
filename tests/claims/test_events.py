"""Every kind of event: what it may hold, and what is told of what it may not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.checking import NotAnEvent, event_data, event_from
from ledger.claims.events import MODELS
from ledger.claims.kinds import KINDS

A, B = "a" * 64, "b" * 64
USD = {"currency": "USD", "min": "500000000", "max": "500000000", "qualifier": "exact"}
RANGE = {"currency": "USD", "min": "15", "max": "20", "qualifier": "range"}
SAID = {"company": "xai", "source": "bloomberg", "published": "2024-01-19"}
MORE = {
    "url": "https://example.org/a",
    "locator": "line 24",
    "language": "zh",
    "note": "in our words",
    "via": ["reuters", "ithome"],
}
CLAIM = {
    "raised": [
        {"figure": USD, "basis": "tranche", "part": "first"},
        {"figure": USD, "basis": "conditional", "condition": "met"},
    ],
    "valuation": [{"figure": RANGE, "kind": "post_money", "part": "first"}],
    "round_type": "series_b",
    "instrument": "equity",
    "investors": [
        {"name": "Sequoia", "lead": True, "amount": USD, "stake": "2.5"},
        {"name": "a16z", "stage": "withdrawn"},
    ],
    "arrangers": ["Morgan Stanley"],
    "own_sourcing": True,
    "effective": "2024-Q1",
    "supersedes": ["xai/letter"],
}
ROUND = {**SAID, "round": "xai/series-b", "stage": "closed"}
PRICE = [{"figure": USD, "kind": "secondary"}]
KNOWN = {"company": "xai", "published": "2024-01-19"}
TABLE = {"source": "vendor", "published": "2024-01-19"}
TEXT = {"what": "article", "commitment": B, "media_type": "text/plain", "bytes": 9}
OPENED = {"log": "u", "origin": "o", "zone": "UTC", "profile": "sayso/1"}
DENIED = {**SAID, "scope": ["whole"], "form": "fake"}

EXAMPLES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("ledger.opened", OPENED, {"key": "k"}),
    ("company.registered", {"slug": "xai", "name": "xAI"}, {"aliases": ["X.AI", "叉"]}),
    ("company.alias_added", {"slug": "xai", "alias": "X"}, {}),
    (
        "company.tagged",
        {"slug": "xai", "tags": {"sector": "ai"}},
        {
            "tags": {"country": "US", "note": "a b", "sector": "ai"},
            "without": ["stage"],
            "after": A,
        },
    ),
    (
        "source.registered",
        {"slug": "musk", "name": "Musk", "kind": "person"},
        {"speaks_for": ["xai"], "aliases": ["马斯克"]},
    ),
    ("source.alias_added", {"slug": "musk", "alias": "E"}, {}),
    ("round.reported", ROUND, {**CLAIM, **MORE}),
    (
        "valuation.reported",
        {**SAID, "stage": "closed", "valuation": PRICE},
        {"amount": USD, "own_sourcing": True, "effective": "2024-01-05", **MORE},
    ),
    (
        "claim.revised",
        {**SAID, "claim": A, "set": {"stage": "closed"}},
        {"set": {"stage": "closed", **CLAIM}, **MORE},
    ),
    ("claim.retracted", {**SAID, "claim": A}, {"reason": "wrong", **MORE}),
    ("claim.denied", {**DENIED, "claims": [A]}, {"claims": [A, B], **MORE}),
    (
        "claim.confirmed",
        {**SAID, "claim": A, "scope": ["raised"]},
        {"scope": ["raised", "valuation", "stage", "investors", "timing"], **MORE},
    ),
    ("claim.commented", {**SAID, "round": "xai/b", "form": "no_comment"}, MORE),
    (
        "claim.relayed",
        {**KNOWN, "claim": A, "carrier": "ithome", "form": "cited"},
        MORE,
    ),
    ("claim.moved", {**KNOWN, "claim": A, "to": "x/b"}, {"source": "musk", **MORE}),
    (
        "rounds.merged",
        {**KNOWN, "round": "xai/a", "into": "xai/b"},
        {"source": "musk", **MORE},
    ),
    (
        "companies.merged",
        {**KNOWN, "into": "spacex", "form": "acquired"},
        {"effective": "2026-02", "source": "musk", **MORE},
    ),
    (
        "company.renamed",
        {"slug": "xai", "name": "xAI Corp.", "published": "2024-01-19"},
        {"effective": "2024", "source": "musk", **MORE},
    ),
    (
        "company.ended",
        {**KNOWN, "ended": "listed"},
        {"effective": "2024", "price": USD, "source": "musk", **MORE},
    ),
    (
        "companies.kept_apart",
        {"company": "figma", "other": "figure", "reason": "two"},
        {},
    ),
    (
        "rounds.kept_apart",
        {"company": "xai", "round": "xai/a", "other": "xai/b", "reason": "two"},
        {},
    ),
    (
        "document.recorded",
        {"sha256": A, "text_sha256": B, "media_type": "text/html", "payloads": [TEXT]},
        {
            "encoding": "big5",
            "language": "zh-Hant",
            "title": "News",
            "url": "https://example.com/1",
            "publisher": "reuters",
            "published": "2024-01-19",
        },
    ),
    (
        "claim.cited",
        {"claim": A, "note": "in our words"},
        {
            "company": "xai",
            "document": B,
            "start": 0,
            "end": 12,
            "url": "https://example.com/2",
            "locator": "line 3",
            "language": "en",
            "extractor": "rules",
            "version": "1",
            "tier": "high",
            "reviewer": "ann",
            "payloads": [{**TEXT, "what": "quote"}],
        },
    ),
    (
        "snapshot.taken",
        {**TABLE, "key": ["Id"], "columns": ["Id", "Sum"], "rows": 0},
        {"table": "rounds", "ignored": ["Notes"], **MORE},
    ),
    (
        "snapshot.column_seen",
        {**TABLE, "column": "Sum"},
        {"table": "rounds", "cells": [{"key": "1", "value": "5"}], **MORE},
    ),
    (
        "snapshot.row_seen",
        {**TABLE, "key": "1", "cells": [{"column": "Sum", "value": "5"}]},
        {"table": "rounds", "company": "xai", "claims": [A], **MORE},
    ),
    (
        "snapshot.row_changed",
        {**TABLE, "key": "1", "cells": [{"column": "Sum", "old": "5", "new": "6"}]},
        {"table": "rounds", "was": "0", "company": "xai", "claims": [A], **MORE},
    ),
    (
        "snapshot.row_gone",
        {**TABLE, "key": "1"},
        {"table": "rounds", "company": "xai", "claims": [A], **MORE},
    ),
    (
        "entry.corrected",
        {"target": A, "set": {"stage": "closed", "effective": None}, "reason": "typo"},
        {"company": "xai"},
    ),
    ("entry.voided", {"target": A, "reason": "twice"}, {"company": "xai"}),
    ("payload.erased", {"commitment": A, "reason": "asked"}, {}),
    ("key.rotated", {"new": "k2"}, {"old": "k1"}),
    ("rollback.accepted", {"size": 9, "root": A, "reason": "restored"}, {}),
]
MAXIMAL = {type_: {**least, **most} for type_, least, most in EXAMPLES}


def told(type_: str, data: dict[str, Any]) -> NotAnEvent:
    """What is said of data that no event can be made of."""
    with pytest.raises(NotAnEvent) as caught:
        event_from(type_, data)
    return caught.value


def test_the_union_is_closed_and_every_type_has_a_row_and_an_example() -> None:
    assert MODELS.keys() == KINDS.keys() == MAXIMAL.keys()
    assert all(MODELS[type_].type == type_ for type_ in MODELS)


@pytest.mark.parametrize(
    ("type_", "data"),
    [
        *[pytest.param(kind, least, id=f"least {kind}") for kind, least, _ in EXAMPLES],
        *[
            pytest.param(kind, most, id=f"most {kind}")
            for kind, most in MAXIMAL.items()
        ],
    ],
)
def test_an_event_comes_back_as_it_was_written(
    type_: str, data: dict[str, Any]
) -> None:
    event = event_from(type_, data)
    assert event_data(event) == data
    assert event_from(type_, event_data(event)) == event


@pytest.mark.parametrize("type_", MAXIMAL)
def test_an_unknown_field_is_refused(type_: str) -> None:
    assert (
        "colour: no such field"
        in told(type_, {**MAXIMAL[type_], "colour": "red"}).message
    )


@pytest.mark.parametrize(
    ("type_", "field"),
    [(kind, field) for kind, least, _ in EXAMPLES for field in least],
)
def test_a_field_that_is_needed_is_missed(type_: str, field: str) -> None:
    if (type_, field) == ("valuation.reported", "stage"):
        return  # it has a default
    given = MAXIMAL[type_]
    if (type_, field) == ("claim.cited", "note"):
        given = next(least for kind, least, _ in EXAMPLES if kind == type_)
    kept = {key: value for key, value in given.items() if key != field}
    assert told(type_, kept).problems


NUMBERED = {
    ("entry.corrected", "set"),
    ("rollback.accepted", "size"),
    ("snapshot.taken", "rows"),
    ("claim.cited", "start"),
    ("claim.cited", "end"),
}
"""What may hold a number: anything of another event, a count of entries or rows."""


@pytest.mark.parametrize("size", [0, -1, 4.0, True, "4", 2**53])
def test_a_count_of_entries_is_a_whole_number(size: object) -> None:
    data = {**MAXIMAL["rollback.accepted"], "size": size}
    assert told("rollback.accepted", data).problems


@pytest.mark.parametrize("type_", MAXIMAL)
@given(value=st.floats() | st.integers() | st.just([1.5]) | st.just({"a": 0.5}))
def test_a_number_is_no_value_of_any_field(type_: str, value: object) -> None:
    for field in MAXIMAL[type_]:
        if (type_, field) not in NUMBERED:
            assert told(type_, {**MAXIMAL[type_], field: value}).problems


@pytest.mark.parametrize(
    ("type_", "change", "field", "message"),
    [
        ("round.reported", {"published": "2024-01-19T08:00"}, "published", "offset"),
        ("round.reported", {"published": "01/02/2024"}, "published", ""),
        ("round.reported", {"published": "yesterday"}, "published", ""),
        ("round.reported", {"company": "x AI"}, "company", ""),
        ("round.reported", {"round": "openai/b"}, "", "is not a round of xai"),
        ("round.reported", {"round": "xai"}, "round", ""),
        ("round.reported", {"supersedes": ["openai/b"]}, "", "is not a round of xai"),
        ("round.reported", {"supersedes": ["xai/series-b"]}, "", "supersede itself"),
        ("round.reported", {"stage": "done"}, "stage", "is not one of"),
        ("round.reported", {"round_type": "series_zz"}, "round_type", "not one of its"),
        ("round.reported", {"effective": "2024-01-19[UTC]"}, "effective", ""),
        ("round.reported", {"note": " "}, "note", ""),
        ("round.reported", {"note": "n" * 2001}, "note", "2000"),
        ("round.reported", {"investors": [{"name": ""}]}, "investors.0.name", ""),
        (
            "round.reported",
            {"investors": [{"name": "A", "lead": "yes"}]},
            "investors.0.lead",
            "",
        ),
        (
            "round.reported",
            {"raised": [{"figure": USD, "basis": "tranche", "part": " a"}]},
            "raised.0.part",
            "label of visible characters",
        ),
        ("valuation.reported", {"valuation": []}, "valuation", "at least 1"),
        ("claim.revised", {"set": {}}, "", "changes at least one field"),
        ("claim.revised", {"set": {"raised": []}}, "", "changes at least one field"),
        ("claim.revised", {"set": {"supersedes": ["x/b"]}}, "", "not a round of xai"),
        ("claim.denied", {"round": "xai/b"}, "", "either claims or a round"),
        ("claim.denied", {"claims": []}, "", "either claims or a round"),
        ("claim.denied", {"scope": []}, "scope", "at least 1"),
        (
            "claim.denied",
            {"claims": ["4"]},
            "claims.0",
            "is not the id of an event: 64 of",
        ),
        ("claim.denied", {"scope": ["all"]}, "scope.0", "is not one of"),
        ("claim.denied", {"claims": [], "round": "x/b"}, "", "not a round of xai"),
        ("claim.commented", {"claims": [A]}, "", "either claims or a round"),
        ("claim.relayed", {"copy": B}, "", "either the carrier or"),
        ("claim.relayed", {"carrier": None}, "", "either the carrier or"),
        ("rounds.merged", {"into": "xai/a"}, "", "merged into itself"),
        ("rounds.merged", {"into": "x/a"}, "", "not a round of xai"),
        ("rounds.kept_apart", {"other": "xai/a"}, "", "kept apart from itself"),
        ("rounds.kept_apart", {"other": "x/a"}, "", "not a round of xai"),
        ("companies.kept_apart", {"other": "figma"}, "", "kept apart from itself"),
        ("company.ended", {"ended": "shut_down"}, "", "only a company that was listed"),
        ("company.ended", {"ended": "sold"}, "ended", "is not one of"),
        ("companies.merged", {"into": "xai"}, "", "merged into itself"),
        ("entry.corrected", {"set": {}}, "set", "at least 1"),
        ("ledger.opened", {"zone": "Mars/Olympus"}, "zone", ""),
        ("ledger.opened", {"profile": "sayso/2"}, "profile", ""),
        ("ledger.opened", {"origin": "a\nb"}, "origin", "is not an origin"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(
    type_: str, change: dict[str, Any], field: str, message: str
) -> None:
    error = told(type_, {**MAXIMAL[type_], **change})
    problem = error.problems[0]
    assert error.hint
    assert problem.field == field
    assert message in problem.message


@pytest.mark.parametrize(
    ("figure", "message"),
    [
        (500.0, ""),
        (500, ""),
        (True, ""),
        (None, ""),
        ("500", "500"),
        ("-5M", ""),
        ({**USD, "min": 500}, ""),
        ({**RANGE, "min": "30"}, ""),
        ({**USD, "qualifier": "sharp"}, ""),
        ({**USD, "currency": "usd$"}, ""),
        ({**USD, "colour": "red"}, ""),
    ],
)
def test_an_amount_that_is_none_is_told_with_a_hint(
    figure: object, message: str
) -> None:
    raised = [{"figure": figure, "basis": "target"}]
    error = told("round.reported", {**ROUND, "raised": raised})
    assert [problem.field for problem in error.problems] == ["raised.0.figure"]
    assert message in error.message
    assert error.hint


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = {"stage": "done", "published": "01/02/2024", "raised": "500M"}
    error = told("round.reported", {**ROUND, **wrong})
    assert {one.field for one in error.problems} == wrong.keys()
    assert error.message.endswith("(and 2 more)")


def test_a_type_that_is_none_is_told_with_a_hint() -> None:
    error = told("round.painted", {})
    assert error.message == 'type: there is no event type "round.painted"'
    assert error.hint


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("2024-01-19", "2024-01-19[America/New_York]"),
        ("2024-01", "2024-01[America/New_York]"),
        ("2024-01-19[Asia/Shanghai]", "2024-01-19[Asia/Shanghai]"),
        ("2024-01-19[UTC]", "2024-01-19[UTC]"),
        ("2024-01-19T08:34+08:00", "2024-01-19T08:34+08:00"),
    ],
)
def test_a_date_without_a_zone_is_stored_with_the_ledgers(
    given: str, stored: str
) -> None:
    event = event_from(
        "round.reported", {**ROUND, "published": given}, "America/New_York"
    )
    assert event_data(event)["published"] == stored
    again = event_from("round.reported", event_data(event), "Asia/Tokyo")
    assert event_data(again) == event_data(event)


def test_amounts_may_be_written_as_text() -> None:
    raised = [{"figure": "500M", "basis": "target"}]
    event = event_from("round.reported", {**ROUND, "raised": raised})
    assert event_data(event)["raised"] == [{"figure": USD, "basis": "target"}]


def test_what_is_absent_is_left_out() -> None:
    event = event_from("round.reported", {**ROUND, "note": None, "raised": []})
    assert event_data(event) == ROUND


def test_amounts_are_read_from_one_text_as_people_type_them() -> None:
    typed = {**ROUND, "raised": ["committed:500M"], "valuation": ["post_money:24B"]}
    told = {
        **ROUND,
        "raised": [{"figure": "500M", "basis": "committed"}],
        "valuation": [{"figure": "24B", "kind": "post_money"}],
    }
    one, other = (event_from("round.reported", x) for x in (typed, told))
    assert one == other
    assert event_data(one) == event_data(other)


def test_a_text_that_is_no_amount_is_named_by_its_place() -> None:
    typed = {**ROUND, "raised": ["committed:500M", "gift:1B"], "valuation": ["mark:5"]}
    with pytest.raises(NotAnEvent) as failed:
        event_from("round.reported", typed)
    assert [(x.field, x.message) for x in failed.value.problems] == [
        ("raised.1", "'gift' is not a basis of money raised"),
        ("valuation.0", "'5': the unit of 5 is missing"),
    ]


def test_a_list_whose_only_item_is_wrong_is_one_problem() -> None:
    with pytest.raises(NotAnEvent) as failed:
        event_from("valuation.reported", {**SAID, "valuation": ["tender:5"]})
    assert [x.field for x in failed.value.problems] == ["valuation.0"]
