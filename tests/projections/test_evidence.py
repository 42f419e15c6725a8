"""The evidence of an event: what it holds itself, then what was cited for it."""

from typing import Any

from ledger.claims.entry import Entry
from ledger.projections.evidence import entries_say, evidence_of

CLAIM = "1" * 64
DOCUMENT = "2" * 64


def entry(seq: int, type_: str, **data: Any) -> Entry:
    """An entry of which only this counts."""
    return Entry(seq, CLAIM if seq == 3 else f"{seq:064x}", type_, 0, data)


def cited(seq: int, **more: Any) -> Entry:
    """A citation for the claim."""
    return entry(seq, "claim.cited", claim=CLAIM, **more)


OLD = entry(3, "round.reported", url="https://example.com", note="ours", round="xai/b")


def test_what_an_event_holds_itself_reads_as_a_citation_of_its_own_number() -> None:
    (one,) = evidence_of([OLD])[CLAIM]
    assert (one.event, one.url, one.note, one.document) == (
        *(3, "https://example.com"),
        *("ours", None),
    )


def test_citations_follow_in_the_order_of_their_recording() -> None:
    first = cited(5, document=DOCUMENT, start=3, end=9, tier="low", extractor="rules")
    found = evidence_of([cited(7, locator="line 3"), OLD, first])[CLAIM]
    assert [one.event for one in found] == [3, 5, 7]
    assert (found[1].span, found[1].document) == ((3, 9), DOCUMENT)
    assert (found[1].tier, found[1].extractor, found[2].locator) == (
        *("low", "rules"),
        "line 3",
    )


def test_a_document_without_a_passage_has_no_span() -> None:
    (one,) = evidence_of([cited(5, document=DOCUMENT)])[CLAIM]
    assert one.span is None


def test_an_event_without_evidence_has_none() -> None:
    bare = entry(3, "round.reported", round="xai/b")
    known = evidence_of([bare, entry(4, "snapshot.row_seen", note="a row's own")])
    assert known == {}
    assert entries_say(CLAIM, known) == ()


def test_what_entries_say_has_no_words_yet() -> None:
    (shown,) = entries_say(CLAIM, evidence_of([OLD]))
    assert (shown.evidence.event, shown.document, shown.words) == (3, None, ())
