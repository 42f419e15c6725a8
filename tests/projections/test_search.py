"""What holds words: each thing once, by its first event, exact ones first."""

from typing import Any

from ledger.claims.entry import Entry
from ledger.claims.names import Company
from ledger.projections.search import Texts, hits_of, registered, unique_hits


def entry(seq: int, type_: str, **data: Any) -> Entry:
    """An entry on record."""
    return Entry(seq, f"{seq:064x}", type_, seq, data, "ann", data.get("company"))


def found(one: Entry, word: str, about: Entry | None = None, texts: Texts = ()) -> Any:
    """What is found of an event: kind, name, part, event."""
    hits = unique_hits(hits_of(one, about or one, texts, (word,)))
    return [(x.part.kind, x.part.name, x.part.within, x.event) for x in hits]


REPORT = entry(
    7,
    "round.reported",
    company="xai",
    round="xai/series-b",
    investors=[{"name": "Red Fund"}, {"name": "Blue Fund"}],
    note="said on air",
)


def test_a_report_is_a_round_its_investors_and_its_note() -> None:
    assert found(REPORT, "series") == [("round", "xai/series-b", "name", 7)]
    assert found(REPORT, "fund") == [
        ("investor", "Red Fund", "name", 7),
        ("investor", "Blue Fund", "name", 7),
    ]
    assert found(REPORT, "air") == [("note", "xai/series-b", "note", 7)]
    assert found(REPORT, "nothing") == []


def test_evidence_is_told_under_the_event_that_it_is_evidence_of() -> None:
    cited = entry(9, "claim.cited", company="xai", claim=REPORT.id, note="page two")
    quote = (("quote", "the price was open"),)
    assert found(cited, "page", REPORT) == [("note", "xai/series-b", "note", 7)]
    assert found(cited, "price", REPORT, quote) == [
        ("note", "xai/series-b", "quote", 7)
    ]


def test_a_document_goes_by_its_title_its_address_and_its_text() -> None:
    document = entry(
        3, "document.recorded", title="The Deal", url="https://a.example/x"
    )
    text = (("article", "They agreed on terms."),)
    assert found(document, "deal") == [("document", "The Deal", "title", 3)]
    assert found(document, "example") == [("document", "The Deal", "url", 3)]
    assert found(document, "terms", texts=text) == [("document", "The Deal", "text", 3)]
    assert found(entry(4, "document.recorded"), "x", texts=[("article", "x")]) == [
        ("document", "document 4", "text", 4)
    ]


def test_a_company_is_found_once_by_name_slug_or_alias() -> None:
    known = [Company("nvidia", "NVIDIA", ("英伟达", "nv"), 5), Company("xai", "xAI")]
    (hit,) = registered("company", known, ("nv",))
    assert (hit.part.name, hit.part.within, hit.event) == ("nvidia", "name", 5)
    (hit,) = registered("company", known, ("英",))
    assert hit.part.within == "alias"


def test_each_thing_is_told_once_and_exact_ones_stand_first() -> None:
    later = REPORT._replace(seq=9, id="f" * 64)
    twice = [
        *hits_of(later, later, (), ("xai",)),
        *hits_of(REPORT, REPORT, (), ("xai",)),
    ]
    assert [hit.event for hit in unique_hits(twice)] == [7]
    known = [Company("xai-labs", "xAI Labs", seq=1), Company("xai", "xAI", seq=2)]
    names = unique_hits(registered("company", known, ("xai",)))
    assert [hit.part.name for hit in names] == ["xai", "xai-labs"]
