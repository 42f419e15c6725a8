"""Evidence stands next to a claim: whatever its form and order, one claim stands."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import permutations
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.book import Book
from ledger.claims.canonical import draft
from ledger.claims.checking import event_data, event_from
from ledger.claims.entry import Entry, Stored
from ledger.claims.schemas import schema_of
from ledger.errors import BadInput, LedgerError, Refused
from ledger.reading.entries import entry_of
from ledger.recording.intake import Imported

Clock = Callable[[], int]
Lines = list[dict[str, Any]]

TEXT: Final = (
    "xAI raised  $500 million,\npeople said. The founder denied it, they said.\n"
)
NAMES: Final = (
    ("company.registered", {"slug": "xai", "name": "xAI"}),
    (
        "source.registered",
        {"slug": "bloomberg", "name": "Bloomberg", "kind": "press"},
    ),
    ("source.registered", {"slug": "musk", "name": "Musk", "kind": "person"}),
)
CLAIM: Final = {
    "company": "xai",
    "round": "xai/b",
    "source": "bloomberg",
    "stage": "committed",
    "published": "2024-01-19",
    "raised": ["round_total:500M"],
}
DENIAL: Final = {
    "company": "xai",
    "source": "musk",
    "published": "2024-01-20",
    "scope": ["whole"],
    "form": "fake",
}
ARTICLE: Final = {"what": "article", "text": TEXT}


@pytest.fixture
def book(tmp_path: Path, clock: Clock) -> Iterator[Book]:
    """A ledger of four entries that knows xAI, Bloomberg and Musk."""
    with Book.create(str(tmp_path / "sayso.db"), clock=clock, actor="ann") as made:
        made.record(NAMES)
        yield made


def entries(book: Book, type_: str) -> list[dict[str, Any]]:
    """The data of all entries of a kind."""
    return [
        json.loads(stored.body)["data"]
        for stored in book.events()
        if stored.type == type_
    ]


def quote(text: str) -> dict[str, str]:
    """A quote as it is typed."""
    return {"what": "quote", "text": text}


def brought(book: Book, lines: Sequence[dict[str, Any]]) -> Imported:
    """What became of some lines; none is wrong."""
    raw = [json.dumps(line).encode() for line in lines]
    imported = book.import_lines(raw, name="f")
    assert imported.problems == []
    return imported


def stored(type_: str, data: dict[str, Any]) -> dict[str, Any]:
    """A line as another ledger prints an entry of its own."""
    plain = event_data(event_from(type_, data))
    made = draft(type_, plain, schema_of(type_, plain))
    return {"type": type_, "schema": made.schema, "data": plain, "id": made.id}


def denied(claim: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The denial, as a ledger holds it that knows the claim under this id."""
    return stored("claim.denied", {**DENIAL, "claims": [claim["id"]], **more})


def noted(claim: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A citation of the claim, as a ledger holds it."""
    data = {"claim": claim["id"], "company": "xai", **more}
    return stored("claim.cited", data)


OLD: Final = stored("round.reported", {**CLAIM, "url": "https://e.com", "note": "mine"})
OTHER: Final = stored("round.reported", {**CLAIM, "locator": "line 3"})
BARE: Final = stored("round.reported", CLAIM)
FORMS: Final[tuple[Lines, ...]] = (
    [OLD, denied(OLD)],
    [OTHER, denied(OTHER, note="elsewhere")],
    [BARE, noted(BARE, note="later"), denied(BARE)],
    [
        {
            "type": "round.reported",
            "ref": "a",
            "data": {**CLAIM, "payloads": [ARTICLE, quote("people said.")]},
        },
        {
            "type": "claim.denied",
            "data": {**DENIAL, "claims": ["@a"], "url": "https://e.com/2"},
        },
    ],
    [
        {"type": "document.recorded", "ref": "d", "data": {"payloads": [ARTICLE]}},
        {"type": "round.reported", "ref": "b", "data": CLAIM},
        {
            "type": "claim.cited",
            "data": {"claim": "@b", "document": "@d", "quote": "raised $500 million"},
        },
    ],
    [
        {
            "type": "round.reported",
            "data": {**CLAIM, "note": "mine", "url": "https://e.com"},
        }
    ],
)
"""A claim and its denial: as older and newer ledgers print them, and as typed."""


@pytest.mark.parametrize("order", list(permutations(range(len(FORMS)), 2)))
def test_of_any_two_forms_the_same_claims_stand_once(
    book: Book, order: tuple[int, int]
) -> None:
    for form in (*order, *order):
        brought(book, FORMS[form])
    _stands_once(book)


def _stands_once(book: Book) -> None:
    found = Counter(one.type for one in book.events())
    assert found["round.reported"] == 1
    assert found["claim.denied"] <= 1
    assert found["document.recorded"] <= 1
    book.log.check()
    company = book.company("xai", book.basis()).value
    assert [len(x.claims) for x in company.rounds.values()] == [1]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_the_order_and_the_files_the_same_claims_stand_once(
    tmp_path_factory: pytest.TempPathFactory, clock: Clock, data: st.DataObject
) -> None:
    order = data.draw(
        st.lists(st.sampled_from(range(len(FORMS))), min_size=2, max_size=8)
    )
    joined = data.draw(st.booleans())
    place = str(tmp_path_factory.mktemp("law") / "sayso.db")
    with Book.create(place, clock=clock, actor="ann") as book:
        book.record(NAMES)
        if joined:
            # A label belongs to one file: the same form twice would name it twice.
            lines = [line for form in dict.fromkeys(order) for line in FORMS[form]]
            brought(book, lines)
        for form in order:
            brought(book, FORMS[form])
        _stands_once(book)
        size = book.log.head().seq
        for form in order:
            assert brought(book, FORMS[form]).new == 0
        assert book.log.head().seq == size


def test_an_event_with_its_evidence_inside_keeps_its_id(book: Book) -> None:
    brought(book, [OLD, denied(OLD)])
    assert [one.id for one in book.events()][4:] == [OLD["id"], denied(OLD)["id"]]
    assert brought(book, [BARE]).known == 1
    assert book.log.head().seq == 5


RENAMED: Final = {"slug": "xai", "name": "X.AI", "published": "2024-02-01"}
RENAMINGS: Final = (
    stored("company.renamed", {**RENAMED, "note": "mine"}),
    stored("company.renamed", RENAMED),
    {"type": "company.renamed", "data": {**RENAMED, "url": "https://e.com/3"}},
)


@pytest.mark.parametrize("order", list(permutations(RENAMINGS)))
@pytest.mark.parametrize("files", [1, 3])
def test_a_new_name_stands_once_in_whatever_form(
    book: Book, order: Lines, files: int
) -> None:
    for lines in [order] if files == 1 else [[line] for line in order]:
        brought(book, lines)
    assert len(entries(book, "company.renamed")) == 1


def test_new_names_are_compared_with_those_on_record_which_are_read_once(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(book, RENAMINGS[:1])
    read: list[str] = []

    def counting(one: Stored) -> Entry:
        read.append(one.type)
        return entry_of(one)

    monkeypatch.setattr("ledger.recording.alike.entry_of", counting)
    renamed = ({**RENAMED, "published": f"2024-03-{x:02}"} for x in range(1, 20))
    brought(book, [{"type": "company.renamed", "data": data} for data in renamed])
    assert read == ["company.renamed"]


def test_who_knows_a_claim_by_another_id_may_speak_of_it_later(book: Book) -> None:
    brought(book, [OLD])
    brought(book, [denied(BARE), noted(BARE, url="https://e.com/3")])
    (denial,), (citation,) = entries(book, "claim.denied"), entries(book, "claim.cited")
    assert denial["claims"] == [OLD["id"]]
    assert citation["claim"] == OLD["id"]


def test_a_line_that_was_changed_is_told_though_its_claim_is_known_otherwise(
    book: Book,
) -> None:
    brought(book, [BARE])
    bad = {**denied(OLD), "id": "f" * 64}
    raw = [json.dumps(line).encode() for line in (OLD, bad)]
    imported = book.import_lines(raw, name="f")
    assert [x.message[:6] for x in imported.problems] == ["the id"]


def test_a_claim_stands_without_its_evidence_and_citations_follow(book: Book) -> None:
    (done,) = book.record(
        [
            (
                "round.reported",
                {
                    **CLAIM,
                    "url": "https://e.com",
                    "language": "en",
                    "locator": "line 1",
                    "note": "our words",
                    "payloads": [
                        *(ARTICLE, quote("raised $500 million"), quote("denied it")),
                        {"what": "personal", "text": "by name"},
                    ],
                },
            )
        ]
    )
    assert [x.type for x in done.evidence] == [
        *("document.recorded", "claim.cited"),
        "claim.cited",
    ]
    (claim,), (document,) = (
        entries(book, "round.reported"),
        entries(book, "document.recorded"),
    )
    assert claim.keys() == CLAIM.keys()
    assert (document["url"], document["language"]) == ("https://e.com", "en")
    assert document["text_sha256"] == sha256(TEXT.encode()).hexdigest()
    first, second = entries(book, "claim.cited")
    assert TEXT[first["start"] : first["end"]] == "raised  $500 million"
    assert TEXT[second["start"] : second["end"]] == "denied it"
    assert first["note"] == "our words"
    assert "note" not in second
    assert (first["locator"], second["locator"]) == ("line 1", "line 1")
    assert [x["what"] for x in first["payloads"]] == ["personal"]
    assert "url" not in first


def test_what_is_cited_in_full_comes_along(book: Book) -> None:
    (document,) = book.record([("document.recorded", {"payloads": [ARTICLE]})])
    item = {
        "document": document.id,
        "quote": "people said",
        "tier": "high",
        "extractor": "rules",
        "version": "1",
        "reviewer": "ann",
    }
    book.record([("round.reported", {**CLAIM, "cited": [item]})])
    (citation,) = entries(book, "claim.cited")
    assert TEXT[citation["start"] : citation["end"]] == "people said"
    assert (citation["tier"], citation["reviewer"]) == ("high", "ann")


@pytest.mark.parametrize(
    ("payloads", "message"),
    [
        ([ARTICLE, quote("raised $900 million")], "does not contain the quote"),
        ([ARTICLE, quote("said")], "more than once"),
        (
            [{"what": "article", "text": "localhost\n"}, quote("raised")],
            "does not contain the quote",
        ),
        ([ARTICLE, quote("people said"), quote("no"), quote("nor this")], "nor this"),
        ("raised", "payloads: is not a list"),
        ([3], "payloads.0: is not an object"),
    ],
)
def test_a_quote_that_is_not_in_its_text_keeps_all_out(
    book: Book, payloads: Any, message: str
) -> None:
    before = book.log.head()
    with pytest.raises(LedgerError) as caught:
        book.record([("round.reported", {**CLAIM, "payloads": payloads})])
    assert message in caught.value.message
    assert book.log.head() == before


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"start": 0, "end": 900}, "characters"),
        ({"start": 0, "end": 4, "quote": "xAI raised"}, "not what stands at"),
        ({"quote": "nothing of it"}, "does not contain the quote"),
        ({"start": 5, "end": 2}, "ends after its start"),
    ],
)
def test_a_passage_that_is_not_in_the_text_is_refused(
    book: Book, more: dict[str, Any], message: str
) -> None:
    (document,) = book.record([("document.recorded", {"payloads": [ARTICLE]})])
    (claim,) = book.record([("round.reported", CLAIM)])
    said = {"claim": claim.id, "document": document.id, **more}
    with pytest.raises(BadInput, match=message):
        book.record([("claim.cited", said)])


def test_a_text_is_kept_once_however_many_claims_are_read_in_it(book: Book) -> None:
    for day in range(10, 20):
        said = {**CLAIM, "published": f"2024-01-{day}", "payloads": [ARTICLE]}
        book.record([("round.reported", said)])
    assert len(entries(book, "document.recorded")) == 1
    (one,) = book.events(types=("document.recorded",))
    assert len(book.document(str(one.seq)).cited) == 10


def test_another_address_carries_the_same_document(book: Book) -> None:
    said = {"payloads": [ARTICLE], "url": "https://e.com/1", "publisher": "Bloomberg"}
    (first,) = book.record([("document.recorded", said)])
    (again,) = book.record([("document.recorded", {"payloads": [ARTICLE]})])
    (other,) = book.record(
        [("document.recorded", {"payloads": [ARTICLE], "url": "https://e.com/2"})]
    )
    assert (again.new, again.id) == (False, first.id)
    assert other.new
    texts = [x["payloads"][0]["commitment"] for x in entries(book, "document.recorded")]
    assert len(set(texts)) == 1
    (claim,) = book.record([("round.reported", {**CLAIM, "document": other.id})])
    found = book.document(first.id)
    assert [x.id for x in found.others] == [other.id]
    assert [about.id for _, about, _ in found.cited] == [claim.id]


def test_a_hash_that_is_not_that_of_the_text_is_refused(book: Book) -> None:
    said = {"payloads": [ARTICLE], "text_sha256": "0" * 64}
    with pytest.raises(BadInput, match="text_sha256"):
        book.record([("document.recorded", said)])


def test_an_erased_text_takes_its_quotes_with_it(book: Book) -> None:
    payloads = [ARTICLE, quote("people said")]
    (claim,) = book.record([("round.reported", {**CLAIM, "payloads": payloads})])
    document, _ = claim.evidence
    (shown,) = book.evidence(claim.id)
    assert [x.text for x in shown.words] == ["people said"]
    (erased,) = book.erase(document.id, (), "the licence has ended")
    (shown,) = book.evidence(claim.id)
    assert [(x.text, x.erased_by) for x in shown.words] == [(None, erased)]
    assert book.document(document.id).text.erased_by == erased
    said = {"claim": claim.id, "document": document.id, "quote": "The founder"}
    with pytest.raises(BadInput, match="erased"):
        book.record([("claim.cited", said)])
    book.log.check()


def test_evidence_of_a_ledger_that_holds_it_inside_reads_the_same(book: Book) -> None:
    brought(book, [OLD])
    (shown,) = book.evidence("4")
    assert (shown.evidence.event, shown.evidence.url) == (4, "https://e.com")
    brought(book, [{"type": "claim.cited", "data": {"claim": OLD["id"], "note": "x"}}])
    assert [x.evidence.note for x in book.evidence("4")] == ["mine", "x"]


def test_a_citation_is_corrected_and_voided_as_any_event_is(book: Book) -> None:
    (claim,) = book.record([("round.reported", {**CLAIM, "note": "wrong"})])
    (citation,) = claim.evidence
    said = {"target": citation.id, "set": {"note": "right"}, "reason": "a slip"}
    book.record([("entry.corrected", said)])
    assert [x.evidence.note for x in book.evidence(claim.id)] == ["right"]
    book.record([("entry.voided", {"target": citation.id, "reason": "not there"})])
    assert book.evidence(claim.id) == []


@pytest.mark.parametrize(
    ("target", "data", "message"),
    [
        ("claim", {"document": "claim"}, "not a document"),
        ("name", {"note": "x"}, "not a statement of a source"),
        ("citation", {"note": "x"}, "not a statement of a source"),
    ],
)
def test_evidence_is_a_document_for_something_that_was_said(
    book: Book, target: str, data: dict[str, Any], message: str
) -> None:
    (claim,) = book.record([("round.reported", {**CLAIM, "note": "n"})])
    ids = {
        "claim": claim.id,
        "citation": claim.evidence[0].id,
        "name": next(x.id for x in book.events() if x.seq == 1),
    }
    said = {"claim": ids[target], **{k: ids.get(v, v) for k, v in data.items()}}
    with pytest.raises(Refused, match=message):
        book.record([("claim.cited", said)])


def test_what_was_voided_gets_no_evidence(book: Book) -> None:
    (claim,) = book.record([("round.reported", CLAIM)])
    book.record([("entry.voided", {"target": claim.id, "reason": "twice"})])
    with pytest.raises(Refused, match="voided"):
        book.record([("claim.cited", {"claim": claim.id, "note": "x"})])
    before = book.log.head()
    (again,) = book.record([("round.reported", {**CLAIM, "note": "x"})])
    assert (again.new, again.evidence, book.log.head()) == (False, (), before)


@pytest.mark.parametrize("field", ["claim", "company", "text_sha256", "sha256"])
def test_evidence_stays_that_of_its_claim_and_a_document_its_text(
    book: Book, field: str
) -> None:
    payloads = [ARTICLE, quote("people said")]
    (claim,) = book.record([("round.reported", {**CLAIM, "payloads": payloads})])
    (other,) = book.record([("round.reported", {**CLAIM, "published": "2025"})])
    document, citation = claim.evidence
    target, value = document, "0" * 64
    if field in {"claim", "company"}:
        target, value = citation, other.id if field == "claim" else "bloomberg"
    said = {"target": target.id, "set": {field: value}, "reason": "a slip"}
    with pytest.raises(LedgerError):
        book.record([("entry.corrected", said)])


def test_claims_of_a_batch_are_numbered_in_a_row(book: Book) -> None:
    days = [f"2024-01-{day:02d}" for day in range(1, 31)]
    done = book.record(
        [("round.reported", {**CLAIM, "published": x, "note": "n"}) for x in days]
    )
    assert [x.seq for x in done] == list(range(4, 34))
    assert [x.evidence[0].seq for x in done] == list(range(34, 64))


def test_a_file_says_how_much_evidence_came_along(book: Book) -> None:
    lines = [
        {
            "type": "round.reported",
            "data": {**CLAIM, "published": f"{2000 + x}", "locator": "row 1"},
        }
        for x in range(9)
    ]
    imported = brought(book, lines)
    assert (imported.new, imported.evidence) == (9, 9)
    assert book.log.head().seq == 21
