"""An old entry is read in today's shape; what is stored stays as it is."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.book import Book
from ledger.claims.canonical import draft, parse_entry
from ledger.claims.checking import event_data, event_from
from ledger.claims.entry import Draft
from ledger.claims.kinds import KINDS
from ledger.claims.upcasting import upcast
from ledger.errors import BadInput, NeedsUpgrade

OLD = json.loads(
    (
        Path(__file__).resolve().parents[2] / "fixtures" / "old/round_reported_1.json"
    ).read_bytes()
)
NAMES = (
    ("company.registered", {"slug": "xai", "name": "xAI"}),
    (
        "source.registered",
        {"slug": "bloomberg", "name": "Bloomberg", "kind": "press"},
    ),
    ("source.registered", {"slug": "musk", "name": "Musk", "kind": "person"}),
)


def old() -> Draft:
    """The entry that a program of long ago recorded."""
    return draft(OLD["type"], OLD["data"], OLD["schema"])


def denial() -> tuple[str, dict[str, Any]]:
    """An answer to the old entry, by its id."""
    return "claim.denied", {
        "company": "xai",
        "claims": [old().id],
        "source": "musk",
        "published": "2024-01-19",
        "scope": ["whole"],
        "form": "fake",
    }


@pytest.fixture
def book(tmp_path: Path, clock: Callable[[], int]) -> Iterator[Book]:
    """A ledger with an entry that a program of long ago recorded."""
    with Book.create(str(tmp_path / "sayso.db"), clock=clock, actor="ann") as made:
        made.record(NAMES)
        with made.log.writer() as writer:
            writer.append(
                [old()], recorded=clock(), actor="ann", log=made.opening["log"]
            )
        yield made


def exported(book: Book) -> list[bytes]:
    """All entries, as `sayso log -f jsonl` prints them."""
    return [stored.body for stored in book.events()]


def test_todays_shape_is_given_as_it_is() -> None:
    data = {"company": "xai"}
    assert upcast("round.reported", KINDS["round.reported"].schema, data) is data


def test_the_old_shape_becomes_an_event_of_today() -> None:
    lifted = upcast(OLD["type"], 1, OLD["data"])
    assert event_data(event_from(OLD["type"], lifted)) == lifted
    assert lifted["raised"][0]["basis"] == "raised_to_date"
    assert lifted["valuation"][0]["kind"] == "post_money"


def test_lifting_leaves_what_was_stored_alone() -> None:
    before = json.dumps(OLD["data"])
    upcast(OLD["type"], 1, OLD["data"])
    assert json.dumps(OLD["data"]) == before


def test_a_newer_schema_wants_a_newer_program() -> None:
    with pytest.raises(NeedsUpgrade) as caught:
        upcast("round.reported", KINDS["round.reported"].schema + 1, {})
    assert caught.value.hint


def test_a_type_of_a_newer_program_wants_a_newer_program() -> None:
    with pytest.raises(NeedsUpgrade):
        upcast("round.painted", 1, {})


@pytest.mark.parametrize("schema", [0, -1])
def test_a_schema_that_never_was_is_refused(schema: int) -> None:
    with pytest.raises(BadInput):
        upcast("round.reported", schema, {})


def test_an_old_entry_is_read_as_one_of_today(book: Book) -> None:
    (valuation,) = book.valuations(book.basis(), ["xai"]).value
    assert valuation.reported is not None
    assert str(valuation.reported.figure) == "15B..20B"
    assert valuation.reported.kind == "post_money"


def test_its_bytes_and_its_id_stay(book: Book) -> None:
    stored = book.event(old().id)
    entry = parse_entry(stored.body)
    assert (entry["id"], entry["schema"]) == (old().id, 1)
    assert entry["data"] == OLD["data"]
    book.log.check()


def test_it_can_be_answered_and_corrected(book: Book) -> None:
    answered = book.record([denial()])
    assert answered[0].new
    fixed = {"target": old().id, "set": {"stage": "closed"}, "reason": "typo"}
    book.record([("entry.corrected", fixed)])
    today = book.on_record(old().id)
    assert today.data["stage"] == "closed"
    assert today.data["raised"][0]["basis"] == "raised_to_date"


def test_an_export_of_it_is_on_record_here(book: Book) -> None:
    imported = book.import_lines(exported(book), name="export")
    assert (imported.new, imported.problems) == (0, [])


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_it_keeps_its_id_elsewhere_and_answers_find_it(
    book: Book, tmp_path: Path, clock: Callable[[], int], zone: str
) -> None:
    book.record([denial()])
    place = str(tmp_path / "other.db")
    with Book.create(place, clock=clock, zone=zone, actor="bob") as other:
        imported = other.import_lines(exported(book), name="export")
        assert imported.problems == []
        ids = [[one.id for one in side.events(after=0)] for side in (book, other)]
        assert ids[0] == ids[1]
        parts = [parse_entry(side.event(old().id).body) for side in (book, other)]
        assert parts[0]["data"] == parts[1]["data"]


def test_an_old_line_without_an_id_is_recorded_in_todays_shape(book: Book) -> None:
    line = {**OLD, "data": {**OLD["data"], "post_money": "21B"}}
    imported = book.import_lines([json.dumps(line).encode()], name="old")
    assert (imported.new, imported.problems) == (1, [])
    *_, last = book.events()
    entry = parse_entry(last.body)
    assert entry["schema"] == 2
    assert entry["data"]["valuation"][0]["figure"]["max"] == "21000000000"
