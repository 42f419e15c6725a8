"""What may be recorded: every refusal, and that nothing on record is refused."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.book import Book
from ledger.claims.checking import NotAnEvent
from ledger.errors import BadInput, LedgerError, Refused, UnknownName

Said = tuple[str, dict[str, Any]]
REPORT = {
    "round": "xai/series-b",
    "source": "bloomberg",
    "published": "2024-01-19",
    "stage": "committed",
}
SETTING: list[Said] = [
    ("company.registered", {"slug": "xai", "name": "xAI", "aliases": ["X.AI"]}),
    ("company.registered", {"slug": "openai", "name": "OpenAI"}),
    ("source.registered", {"slug": "bloomberg", "name": "Bloomberg", "kind": "press"}),
    ("source.registered", {"slug": "musk", "name": "Elon Musk", "kind": "person"}),
    ("round.reported", REPORT),
]


@pytest.fixture
def book(tmp_path: Path, clock: Callable[[], int]) -> Iterator[Book]:
    """A New York ledger whose event 5 is Bloomberg's report."""
    place = str(tmp_path / "sayso.db")
    with Book.create(place, clock=clock, zone="America/New_York", actor="ann") as made:
        made.record(SETTING)
        yield made


def put(book: Book, type_: str, **data: object) -> str:
    """Record one event; give its id."""
    (done,) = book.record([(type_, data)])
    return done.id


def claim(book: Book) -> str:
    """The id of Bloomberg's report."""
    return book.event("5").id


def answer(book: Book, **more: object) -> dict[str, Any]:
    """What Bloomberg says of its report a day later."""
    said = {"company": "xai", "claim": claim(book), "source": "bloomberg"}
    return {**said, "published": "2024-01-20", **more}


def denial(book: Book, **more: object) -> dict[str, Any]:
    """What Musk says of the report."""
    said = {"company": "xai", "claims": [claim(book)], "source": "musk"}
    return {**said, "published": "2024-01-19", "scope": ["whole"], **more}


def refused(book: Book, type_: str, **data: object) -> LedgerError:
    """The refusal of one event, after which nothing more is on record."""
    before = book.log.head()
    with pytest.raises(LedgerError) as caught:
        book.record([(type_, data)])
    assert book.log.head() == before
    return caught.value


@pytest.mark.parametrize("name", ["x.OpenAI", "OpenOpenAI", "OpenA1"])
def test_a_name_that_is_not_registered_is_refused_with_near_misses(
    book: Book, name: str
) -> None:
    data = {**REPORT, "round": f"{name}/series-a"}
    error = refused(book, "round.reported", **data)
    assert isinstance(error, UnknownName)
    assert name in error.message
    assert "openai" in str(error.hint).lower()


@pytest.mark.parametrize("field", ["source", "via"])
def test_a_source_that_is_not_registered_is_refused(book: Book, field: str) -> None:
    value = ["blomberg"] if field == "via" else "blomberg"
    error = refused(book, "round.reported", **{**REPORT, field: value})
    assert isinstance(error, UnknownName)
    assert "bloomberg" in str(error.hint)


@pytest.mark.parametrize("name", ["xai", "xAI", "X.AI", "x.ai", "ＸＡＩ"])
def test_a_registered_name_becomes_its_slug(book: Book, name: str) -> None:
    data = {**REPORT, "round": f"{name}/series-b", "source": "BLOOMBERG"}
    assert put(book, "round.reported", **data) == claim(book)


@pytest.mark.parametrize("type_", ["claim.revised", "claim.retracted"])
def test_nobody_changes_what_another_source_said(book: Book, type_: str) -> None:
    more = {"set": {"stage": "closed"}} if type_ == "claim.revised" else {}
    error = refused(book, type_, **answer(book, source="musk", **more))
    assert "event 5 is bloomberg's; musk cannot" in error.message
    assert "sayso record deny 5 --source musk" in str(error.hint)


@pytest.mark.parametrize("published", ["2024-01-18", "2024-01-19T04:59Z", "2023"])
def test_nothing_is_taken_back_before_it_was_said(book: Book, published: str) -> None:
    error = refused(book, "claim.retracted", **answer(book, published=published))
    assert "before that" in error.message
    assert "--published" in str(error.hint)


@pytest.mark.parametrize("published", ["2024-01-19", "2024-01", "2024-01-19T05:00Z"])
def test_what_may_be_later_is_accepted(book: Book, published: str) -> None:
    assert put(book, "claim.retracted", **answer(book, published=published))


def test_a_target_that_is_not_there_is_refused(book: Book) -> None:
    error = refused(book, "claim.retracted", **answer(book, claim="0" * 64))
    assert "no event on record has the id 000000000000" in error.message
    assert error.hint


def test_a_target_of_another_company_is_refused(book: Book) -> None:
    error = refused(book, "claim.denied", **denial(book, company="openai", form="fake"))
    assert error.message == "event 5 is about xai, not openai"


def test_a_target_of_another_type_is_refused(book: Book) -> None:
    denied = put(book, "claim.denied", **denial(book, form="fake"))
    data = answer(book, claim=denied, source="musk", set={"stage": "closed"})
    error = refused(book, "claim.revised", **data)
    assert "event 6 is a claim.denied" in error.message


def test_a_target_that_was_voided_is_refused_with_the_way_back(book: Book) -> None:
    put(book, "entry.voided", target=claim(book), reason="twice")
    error = refused(book, "claim.denied", **denial(book, form="fake"))
    assert error.message == "event 5 was voided by event 6"
    assert "sayso record void 6" in str(error.hint)


def test_a_voiding_of_a_voiding_brings_the_entry_back(book: Book) -> None:
    voiding = put(book, "entry.voided", target=claim(book), reason="twice")
    put(book, "entry.voided", target=voiding, reason="it was right")
    assert book.on_record("5").voided_by is None
    put(book, "claim.denied", **denial(book, form="fake"))


def test_a_claim_is_no_copy_of_itself(book: Book) -> None:
    one = claim(book)
    data = {"company": "xai", "claim": one, "copy": one, "form": "syndicated"}
    error = refused(book, "claim.relayed", published="2024-01-20", **data)
    assert error.message == "a claim cannot be a copy of itself"


def test_a_claim_is_not_moved_to_where_it_is(book: Book) -> None:
    data = {"company": "xai", "claim": claim(book), "to": "xai/series-b"}
    error = refused(book, "claim.moved", published="2024-02", **data)
    assert error.message == "event 5 is already about xai/series-b"


@pytest.mark.parametrize(
    ("type_", "data", "told"),
    [
        ("company.registered", {"slug": "xai", "name": "Xi"}, "already registered"),
        ("source.registered", {"slug": "musk", "name": "M", "kind": "person"}, "alr"),
        ("company.registered", {"slug": "x", "name": "x.ai"}, "already means xai"),
        ("company.alias_added", {"slug": "xai", "alias": "openai"}, "means openai"),
    ],
)
def test_a_name_means_one_company(
    book: Book, type_: str, data: dict[str, Any], told: str
) -> None:
    error = refused(book, type_, **data)
    assert told in error.message
    assert error.hint


@pytest.mark.parametrize(
    ("type_", "data"),
    [
        ("payload.erased", {"commitment": "0" * 64, "reason": "asked"}),
        ("key.rotated", {"old": "a", "new": "b"}),
        (
            "ledger.opened",
            {"log": "u", "origin": "o", "zone": "UTC", "profile": "sayso/1"},
        ),
    ],
)
def test_what_has_nothing_to_act_on_is_refused(
    book: Book, type_: str, data: dict[str, Any]
) -> None:
    error = refused(book, type_, **data)
    assert isinstance(error, Refused)
    assert error.hint


@pytest.mark.parametrize(
    "change",
    [
        {"stage": None},
        {"stage": "done"},
        {"published": "01/02/2024"},
        {"raised": [{"figure": 5.0, "basis": "target"}]},
        {"colour": "red"},
        {"company": "openai"},
    ],
)
def test_a_correction_leaves_an_event(book: Book, change: dict[str, Any]) -> None:
    data = {"target": claim(book), "set": change, "reason": "typo"}
    error = refused(book, "entry.corrected", **data)
    assert isinstance(error, BadInput)
    assert error.hint


def test_a_correction_that_changes_nothing_is_refused(book: Book) -> None:
    data = {"target": claim(book), "set": {"stage": "committed"}, "reason": "typo"}
    error = refused(book, "entry.corrected", **data)
    assert error.message == "event 5 already says so"


def test_a_correction_keeps_to_the_rules_of_its_target(book: Book) -> None:
    said = put(book, "claim.revised", **answer(book, set={"stage": "closed"}))
    data = {"target": said, "set": {"source": "musk"}, "reason": "typo"}
    error = refused(book, "entry.corrected", **data)
    assert "musk cannot revise" in error.message


def test_a_slug_is_not_corrected(book: Book) -> None:
    data = {"target": book.event("1").id, "set": {"slug": "yai"}, "reason": "typo"}
    assert (
        "a slug cannot be changed" in refused(book, "entry.corrected", **data).message
    )


def test_a_name_is_not_corrected_to_that_of_another_company(book: Book) -> None:
    data = {"target": book.event("1").id, "set": {"name": "OpenAI"}, "reason": "typo"}
    error = refused(book, "entry.corrected", **data)
    assert "already means openai" in error.message


def test_a_correction_is_stored_in_normal_form(book: Book) -> None:
    change = {"published": "2024-01-18", "source": "Elon Musk", "stage": "closed"}
    fixed = put(
        book, "entry.corrected", target=claim(book), set=change, reason="misread"
    )
    stored = book.on_record(fixed).data
    assert stored["company"] == "xai"
    assert stored["set"]["published"] == "2024-01-18[America/New_York]"
    assert stored["set"]["source"] == "musk"


def test_a_correction_can_be_corrected(book: Book) -> None:
    change = {"published": "2024-01-18"}
    first = put(book, "entry.corrected", target=claim(book), set=change, reason="a")
    again = {"set": {"published": "2024-01-17"}}
    put(book, "entry.corrected", target=first, set=again, reason="b")
    assert book.on_record("5").data["published"] == "2024-01-17[America/New_York]"
    put(book, "entry.corrected", target=first, set={"reason": "c"}, reason="d")
    assert book.on_record(first).data["reason"] == "c"


def test_a_correction_stays_with_its_target(book: Book) -> None:
    first = put(
        book, "entry.corrected", target=claim(book), set={"note": "n"}, reason="a"
    )
    data = {"target": first, "set": {"target": book.event("1").id}, "reason": "b"}
    assert "cannot be changed" in refused(book, "entry.corrected", **data).message


def test_an_entry_moved_to_another_company_can_be_corrected_again(book: Book) -> None:
    change = {"company": "openai", "round": "openai/series-b"}
    put(book, "entry.corrected", target=claim(book), set=change, reason="wrong one")
    put(book, "entry.corrected", target=claim(book), set={"note": "n"}, reason="more")
    today = book.on_record("5").data
    assert (today["company"], today["note"]) == ("openai", "n")


@pytest.mark.parametrize("seq", ["0", "1", "3"])
def test_what_others_stand_on_is_not_voided(book: Book, seq: str) -> None:
    error = refused(book, "entry.voided", target=book.event(seq).id, reason="x")
    assert isinstance(error, Refused)


def test_a_voiding_is_not_corrected(book: Book) -> None:
    voiding = put(book, "entry.voided", target=claim(book), reason="twice")
    data = {"target": voiding, "set": {"reason": "x"}, "reason": "y"}
    error = refused(book, "entry.corrected", **data)
    assert "sayso record void 6" in str(error.hint)


def test_what_is_on_record_is_never_refused(book: Book) -> None:
    change = {"published": "2024-01-18", "source": "Elon Musk"}
    one = claim(book)
    batch: list[Said] = [
        *SETTING,
        ("claim.revised", answer(book, set={"stage": "closed"})),
        ("claim.denied", denial(book, form="fake")),
        ("entry.corrected", {"target": one, "set": change, "reason": "misread"}),
        ("claim.retracted", answer(book, source="musk", published="2024-01-21")),
        ("entry.voided", {"target": one, "reason": "twice"}),
    ]
    first, second = book.record(batch), book.record(batch)
    assert [one.new for one in first] == [False] * 5 + [True] * 5
    assert [one.new for one in second] == [False] * 10
    assert [one.seq for one in first] == [one.seq for one in second]


def test_names_in_a_revision_become_slugs(book: Book) -> None:
    change = {"supersedes": ["X.AI/letter"]}
    revised = put(book, "claim.revised", **answer(book, set=change))
    assert book.on_record(revised).data["set"] == {"supersedes": ["xai/letter"]}


def test_an_answer_is_about_the_company_of_its_claim(book: Book) -> None:
    data = answer(book)
    del data["company"]
    taken = put(book, "claim.retracted", **data)
    assert book.on_record(taken).data["company"] == "xai"


def test_a_name_is_nothing_that_can_be_answered(book: Book) -> None:
    data = answer(book, claim=book.event("1").id)
    del data["company"]
    error = refused(book, "claim.retracted", **data)
    assert error.message == (
        "event 1 is a company.registered, not a claim about a company"
    )


def row(book: Book, **more: object) -> dict[str, Any]:
    """A row of a table of Bloomberg's in which its report was read."""
    said = {"source": "bloomberg", "published": "2024-01-20", "key": "1"}
    cells = [{"column": "Id", "value": "1"}]
    return {**said, "company": "xai", "claims": [claim(book)], "cells": cells, **more}


def test_a_row_names_claims_of_its_own_source(book: Book) -> None:
    put(book, "snapshot.row_seen", **row(book))
    error = refused(book, "snapshot.row_seen", **row(book, source="musk"))
    assert "event 5 is bloomberg's" in error.message


def test_a_row_names_claims_on_its_own_company(book: Book) -> None:
    error = refused(book, "snapshot.row_gone", **_gone(book, company="openai"))
    assert "is about xai, not openai" in error.message
    without = _gone(book)
    del without["company"]
    assert "claims are about a company" in str(
        refused(book, "snapshot.row_gone", **without)
    )


def _gone(book: Book, **more: object) -> dict[str, Any]:
    said = row(book, **more)
    return {name: said[name] for name in said if name != "cells"}


def test_a_row_that_does_not_change_is_no_change(book: Book) -> None:
    cells = [{"column": "Sum", "old": "5", "new": "5"}]
    error = refused(book, "snapshot.row_changed", **row(book, cells=cells))
    assert "nothing changed here" in error.message


def test_a_row_of_a_stranger_is_kept(book: Book) -> None:
    said = row(book)
    del said["company"], said["claims"]
    assert put(book, "snapshot.row_seen", **said)


def test_two_prices_of_one_kind_say_of_which_part_each_is(book: Book) -> None:
    prices = [{"figure": figure, "kind": "post_money"} for figure in ("5B", "6B")]
    report = {**REPORT, "published": "2024-01-21"}
    message = refused(book, "round.reported", **report, valuation=prices).message
    assert "post_money" in message
    for number, price in enumerate(prices):
        price["part"] = f"tier {number}"
    assert put(book, "round.reported", **report, valuation=prices)


def test_what_is_cited_is_a_document(book: Book) -> None:
    article = {"what": "article", "text": "xAI raised 500M, people said."}
    document = put(book, "document.recorded", payloads=[article])
    said = {"claim": claim(book), "locator": "page 2"}
    error = refused(book, "claim.cited", **said, document=claim(book))
    assert "event 5 is a round.reported, not a document" in error.message
    assert put(book, "claim.cited", **said, document=document)


def test_a_name_and_a_field_that_are_wrong_are_told_with_both_hints(book: Book) -> None:
    data = {**REPORT, "source": "blomberg", "raised": ["500M"]}
    error = refused(book, "round.reported", **data)
    assert isinstance(error, NotAnEvent)
    assert {one.field.partition(".")[0] for one in error.problems} == {
        "source",
        "raised",
    }
    assert "bloomberg" in str(error.hint)
    assert "committed:500M" in str(error.hint)
