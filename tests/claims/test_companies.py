"""Events about companies themselves: what they hold, and what they may not."""

from typing import Any

import pytest

from ledger.claims.checking import NotAnEvent, event_data, event_from

USD = {"currency": "USD", "min": "5", "max": "5", "qualifier": "exact"}
LISTED = {"company": "xai", "published": "2024[UTC]", "ended": "listed"}


@pytest.mark.parametrize(
    ("type_", "data", "told"),
    [
        (
            "companies.merged",
            {"company": "a", "into": "a", "form": "acquired", "published": "2024"},
            "a company cannot be merged into itself",
        ),
        (
            "companies.kept_apart",
            {"company": "a", "other": "a", "reason": "r"},
            "a company cannot be kept apart from itself",
        ),
        (
            "company.ended",
            {**LISTED, "ended": "shut_down", "price": "5M"},
            "only a company that was listed has a price",
        ),
    ],
)
def test_what_cannot_be_is_refused(type_: str, data: dict[str, Any], told: str) -> None:
    with pytest.raises(NotAnEvent) as refused:
        event_from(type_, data)
    assert refused.value.message == told


@pytest.mark.parametrize(
    ("type_", "data"),
    [
        ("company.registered", {"slug": "a", "name": "A", "aliases": ["B"]}),
        ("company.alias_added", {"slug": "a", "alias": "B"}),
        ("company.renamed", {"slug": "a", "name": "B", "published": "2024[UTC]"}),
        (
            "companies.merged",
            {
                "company": "a",
                "into": "b",
                "form": "identical",
                "published": "2024[UTC]",
            },
        ),
        ("companies.kept_apart", {"company": "a", "other": "b", "reason": "r"}),
        ("company.ended", LISTED),
        ("company.ended", {**LISTED, "price": USD, "effective": "2024-Q1"}),
        ("company.ended", {**LISTED, "ended": "shut_down"}),
    ],
)
def test_what_was_said_is_kept(type_: str, data: dict[str, Any]) -> None:
    assert event_data(event_from(type_, data)) == data
