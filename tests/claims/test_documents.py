"""What evidence is, and what citations and documents must say."""

from typing import Any

import pytest

from ledger.claims.checking import NotAnEvent, event_from
from ledger.claims.evidence import (
    CITABLE,
    EVIDENCE,
    carries_evidence,
    evidence_in,
    without_evidence_fields,
)
from ledger.claims.fields import Published
from tests.claims.test_events import MAXIMAL

CITED = {"claim": "1" * 64}
DOCUMENT = MAXIMAL["document.recorded"]


def wrong(type_: str, data: dict[str, Any]) -> str:
    """What is said of data that is refused."""
    with pytest.raises(NotAnEvent) as caught:
        event_from(type_, data)
    return caught.value.message


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({}, "a citation gives"),
        ({"company": "xai"}, "a citation gives"),
        ({"document": "2" * 64, "start": 3}, "a start and an end"),
        ({"document": "2" * 64, "end": 3}, "a start and an end"),
        ({"start": 1, "end": 3}, "needs a document"),
        ({"document": "2" * 64, "start": 3, "end": 3}, "ends after its start"),
        ({"document": "2" * 64, "start": 4, "end": 3}, "ends after its start"),
        ({"document": "2" * 64, "start": -1, "end": 3}, "start"),
        ({"tier": "perhaps", "url": "u"}, "tier"),
        ({"document": "bloomberg"}, "document"),
    ],
)
def test_a_citation_that_shows_nothing_is_none(
    more: dict[str, Any], message: str
) -> None:
    assert message in wrong("claim.cited", {**CITED, **more})


@pytest.mark.parametrize(
    "more",
    [
        {"url": "https://example.com"},
        {"document": "2" * 64},
        {"document": "2" * 64, "start": 0, "end": 1},
        {"tier": "low", "extractor": "rules"},
    ],
)
def test_a_citation_gives_any_of_them(more: dict[str, Any]) -> None:
    assert event_from("claim.cited", {**CITED, **more})


@pytest.mark.parametrize(
    "payloads",
    [[], DOCUMENT["payloads"] * 2, [{**DOCUMENT["payloads"][0], "what": "quote"}]],
)
def test_a_document_has_one_text(payloads: list[dict[str, Any]]) -> None:
    assert wrong("document.recorded", {**DOCUMENT, "payloads": payloads})


def test_evidence_is_what_a_claim_says_the_same_without() -> None:
    for kind in CITABLE:
        whole = MAXIMAL[kind]
        assert carries_evidence(kind, whole)
        assert not carries_evidence(kind, without_evidence_fields(whole))
        assert {**without_evidence_fields(whole), **evidence_in(whole)} == whole
        event_from(kind, without_evidence_fields(whole))


def test_evidence_is_every_field_of_a_statement_but_when_and_through_whom() -> None:
    assert set(Published.model_fields) - set(EVIDENCE) == {"published", "via"}


def test_a_row_of_a_table_keeps_its_own() -> None:
    assert not carries_evidence("snapshot.row_seen", MAXIMAL["snapshot.row_seen"])
    assert not carries_evidence("claim.cited", MAXIMAL["claim.cited"])
