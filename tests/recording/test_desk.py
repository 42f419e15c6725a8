"""Import: all or nothing, in little memory, one writer at a time."""

import json
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.book import Book
from ledger.claims.canonical import parse_entry
from ledger.recording.intake import Imported

Clock = Callable[[], int]
NAMES = (
    ("company.registered", {"slug": "xai", "name": "xAI"}),
    (
        "source.registered",
        {"slug": "bloomberg", "name": "Bloomberg", "kind": "press"},
    ),
    ("source.registered", {"slug": "musk", "name": "Musk", "kind": "person"}),
)


@pytest.fixture
def book(tmp_path: Path, clock: Clock) -> Iterator[Book]:
    """A ledger of four events that knows xAI, Bloomberg and Musk."""
    place = str(tmp_path / "sayso.db")
    with Book.create(place, clock=clock, actor="ann") as made:
        made.record(NAMES)
        yield made


def report(number: int, **more: object) -> dict[str, Any]:
    """A line that nobody else makes."""
    data = {
        "round": f"xai/series-{number % 7}",
        "source": "bloomberg",
        "published": "2024-01-19",
        "stage": "closed",
        "raised": [{"figure": "500M", "basis": "target"}],
        "investors": [{"name": f"report {number}"}],
    }
    return {"type": "round.reported", "data": data, **more}


def denial(label: str, **more: object) -> dict[str, Any]:
    """A line that denies another."""
    data = {"company": "xai", "claims": [f"@{label}"], "source": "musk"}
    data |= {"published": "2024-01-19", "scope": ["whole"], "form": "fake"}
    return {"type": "claim.denied", "data": data, **more}


def packed(*lines: dict[str, Any]) -> list[bytes]:
    """Lines as a file holds them."""
    return [json.dumps(line).encode() + b"\n" for line in lines]


def brought(book: Book, *lines: dict[str, Any], dry_run: bool = False) -> Imported:
    """What became of some lines."""
    return book.import_lines(packed(*lines), name="f", dry_run=dry_run)


def told(imported: Imported) -> list[tuple[str, str]]:
    """Where something is wrong, and the first word that says what."""
    return [(one.where, one.message) for one in imported.problems]


def test_one_bad_line_in_10_000_keeps_all_out(book: Book) -> None:
    lines = packed(*map(report, range(10_000)))
    lines[7_776] = lines[7_776].replace(b"bloomberg", b"blomberg")
    imported = book.import_lines(iter(lines), name="f")
    ((where, message),) = told(imported)
    assert where == "line 7777"
    assert "bloomberg" in message
    assert book.log.head().seq == 3


def test_problems_are_told_in_the_order_of_lines(book: Book) -> None:
    lines = [denial("later"), report(1), denial("none"), report(2, ref="x")]
    lines += [{**report(3), "data": {}}, report(4, ref="x")]
    imported = brought(book, *lines)
    places = list(dict.fromkeys(where for where, _ in told(imported)))
    assert places == ["line 1", "line 3", "line 5", "line 6"]
    assert book.log.head().seq == 3


def test_a_label_may_stand_on_a_later_line(book: Book) -> None:
    imported = brought(
        book,
        {
            "type": "claim.retracted",
            "data": {
                "company": "xai",
                "claim": "@no",
                "source": "musk",
                "published": "2024-02-01",
            },
        },
        denial("a", ref="no"),
        report(1, ref="a"),
    )
    assert (imported.new, told(imported)) == (3, [])
    types = [stored.type for stored in book.events(after=3)]
    assert types == ["round.reported", "claim.denied", "claim.retracted"]


def test_labels_that_wait_for_each_other_are_told(book: Book) -> None:
    imported = brought(book, denial("b", ref="a"), denial("a", ref="b"))
    assert [where for where, _ in told(imported)] == ["line 1", "line 2"]


def test_what_refers_to_a_bad_line_is_told_too(book: Book) -> None:
    bad = report(1, ref="a")
    bad["data"]["stage"] = "done"
    assert [where for where, _ in told(brought(book, bad, denial("a")))] == [
        "line 1",
        "line 2",
    ]


def test_an_id_that_does_not_fit_is_told(book: Book) -> None:
    ((where, message),) = told(brought(book, report(1, id="0" * 64)))
    assert where == "line 1"
    assert "is not that of the content" in message


@pytest.mark.parametrize("schema", [0, -1, 99])
def test_a_schema_that_is_not_known_is_told(book: Book, schema: int) -> None:
    ((where, _),) = told(brought(book, report(1, schema=schema)))
    assert where == "line 1"


def test_a_line_twice_is_recorded_once(book: Book) -> None:
    imported = brought(book, report(1), report(1), report(2))
    assert (imported.new, imported.known) == (2, 1)


def test_an_event_that_no_entry_can_hold_is_told(book: Book) -> None:
    data = {
        "slug": "q",
        "name": "Q",
        "aliases": ["企" * 200 + str(n) for n in range(150)],
    }
    ((_, message),) = told(brought(book, {"type": "company.registered", "data": data}))
    assert "65,535" in message


def test_an_empty_file_records_nothing(book: Book) -> None:
    imported = book.import_lines([], name="f")
    assert (imported.new, imported.known, imported.problems) == (0, 0, [])


def test_a_dry_run_records_nothing_and_its_events_import(book: Book) -> None:
    imported = brought(book, denial("a"), report(1, ref="a"), dry_run=True)
    assert (imported.new, book.log.head().seq) == (2, 3)
    again = [{"type": one.type, "data": one.data} for one in imported.recorded]
    assert brought(book, *again).new == 2
    assert [one.id for one in imported.recorded] == [
        stored.id for stored in book.events(after=3)
    ]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_an_export_is_known_here_and_new_elsewhere(
    book: Book, tmp_path: Path, clock: Clock, zone: str
) -> None:
    brought(book, report(1, ref="a"), denial("a"), report(2))
    fixed = {"target": book.event("6").id, "reason": "a"}
    change = {"published": "2024-01-18"}
    book.record([("entry.corrected", {**fixed, "set": change})])
    book.record([("entry.voided", fixed)])
    lines = [stored.body + b"\n" for stored in book.events()]
    here = book.import_lines(lines, name="export")
    assert (here.new, here.known, here.problems) == (0, 8, [])
    place = str(tmp_path / "other.db")
    with Book.create(place, clock=clock, zone=zone, actor="bob") as other:
        there = other.import_lines(lines, name="export")
        assert (there.new, there.known, there.problems) == (8, 0, [])
        datas = [
            [parse_entry(stored.body)["data"] for stored in side.events(after=0)]
            for side in (book, other)
        ]
        assert datas[0] == datas[1]


def test_an_interrupted_import_leaves_nothing(book: Book) -> None:
    def progress(number: int) -> None:
        if number == 1_500:  # a batch was written by that time
            raise KeyboardInterrupt

    lines = packed(*map(report, range(2_000)))
    with pytest.raises(KeyboardInterrupt):
        book.import_lines(lines, name="f", progress=progress)
    assert book.log.head().seq == 3
    assert book.log.check() == 4
    assert brought(book, report(1)).new == 1


def peak(book: Book, lines: int) -> int:
    """The most memory, in bytes, that an import of generated lines takes."""
    feed = (json.dumps(report(number)).encode() for number in range(lines))
    tracemalloc.start()
    try:
        book.import_lines(feed, name="f", dry_run=False)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_a_file(tmp_path: Path, clock: Clock) -> None:
    peaks: list[int] = []
    for lines in (600, 600, 3_000):  # the first one imports what it needs
        place = str(tmp_path / f"{len(peaks)}.db")
        with Book.create(place, clock=clock, actor="ann") as book:
            book.record(NAMES)
            peaks.append(peak(book, lines))
    assert peaks[2] < 1.5 * peaks[1]


def test_who_records_during_an_import_waits_for_its_end(
    book: Book, clock: Clock
) -> None:
    started = threading.Event()
    seqs: list[int | None] = []

    def other() -> None:
        with Book.open(book.place, clock=clock, actor="bob") as second:
            started.set()
            (done,) = second.record([("round.reported", report(-1)["data"])])
            seqs.append(done.seq)

    thread = threading.Thread(target=other)

    def progress(number: int) -> None:
        if number == 100:
            thread.start()
            started.wait(10)

    lines = packed(*map(report, range(600)))
    imported = book.import_lines(lines, name="f", progress=progress)
    thread.join(20)
    assert imported.new == 600
    assert seqs == [604]
    assert book.log.check() == 605


def test_a_correction_in_the_same_file_counts(book: Book) -> None:
    fix = {"target": "@a", "set": {"source": "musk"}, "reason": "misread"}
    take = {"company": "xai", "claim": "@a", "source": "musk"}
    imported = brought(
        book,
        report(1, ref="a"),
        {"type": "entry.corrected", "data": fix},
        {"type": "claim.retracted", "data": {**take, "published": "2024-02-01"}},
    )
    assert (imported.new, told(imported)) == (3, [])


@pytest.mark.parametrize("batch", [1, 2, 500])
@pytest.mark.parametrize("companies", [0, 2000])
def test_what_was_voided_is_not_answered_however_much_is_remembered(
    book: Book, monkeypatch: pytest.MonkeyPatch, batch: int, companies: int
) -> None:
    monkeypatch.setattr("ledger.recording.intake.BATCH", batch)
    monkeypatch.setattr("ledger.recording.desk.BATCH", batch)
    monkeypatch.setattr("ledger.recording.mistakes.MOST_COMPANIES", companies)
    voided = {"target": book.record([("round.reported", report(1)["data"])])[0].id}
    again = {"type": "entry.voided", "data": {**voided, "reason": "r"}}
    second = report(2)["data"]
    on_record = book.record([("round.reported", second)], dry_run=True)[0].id
    applied = {"target": on_record, "set": {"note": "better"}, "reason": "r"}
    twice = {"type": "entry.voided", "data": {"target": on_record, "reason": "r"}}
    done = brought(
        book,
        report(2, ref="b"),
        report(3, ref="c"),
        again,
        {"type": "entry.corrected", "data": applied},
        denial("c"),
        twice,
        {**denial("c"), "data": {**denial("c")["data"], "claims": [voided["target"]]}},
        {**denial("c"), "data": {**denial("c")["data"], "claims": [on_record]}},
    )
    assert [where for where, _ in told(done)] == ["line 7", "line 8"]
    assert all("was voided" in message for _, message in told(done))
