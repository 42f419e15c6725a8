"""The made-up history of benchmarks: valid, of its shape, and the same every time."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.companies import FIRST_DAY, LAST_DAY
from benchmarks.mix import DAY, TypedEvent, companies_in, feed, ledger, load, mix
from benchmarks.runner import Run
from ledger.book import Book
from ledger.claims.dates import parse_when

FEW = 2_000


@pytest.fixture(scope="module")
def told() -> list[TypedEvent]:
    """Give a small history."""
    return list(mix(FEW))


def digest(history: list[TypedEvent]) -> str:
    return sha256(b"".join(one.line() for one in history)).hexdigest()


def events(history: list[TypedEvent]) -> list[TypedEvent]:
    """Give what is told of companies, without registrations."""
    return [one for one in history if not one.draft.type.endswith(".registered")]


def test_an_import_finds_no_problem_and_the_same_ids(
    told: list[TypedEvent], tmp_path: Path, clock: Callable[[], int]
) -> None:
    with Book.create(str(tmp_path / "mix.db"), clock=clock) as book:
        done = book.import_lines([one.line() for one in told], name="mix")
        assert done.problems == []
        there = list(book.log.read(after=0))
    ids = [stored.id for stored in there if stored.type != "claim.cited"]
    assert ids == [one.draft.id for one in told]


def test_a_loaded_ledger_is_whole_and_answers(
    told: list[TypedEvent], place: str, clock: Callable[[], int]
) -> None:
    load(place, told)
    with Book.open(place, clock=clock) as book:
        assert book.log.check() == len(told) + 1
        head = book.log.head()
        assert head.recorded // DAY == told[-1].day
        early = book.companies(book.basis(known_at="2014"))
        late = book.companies(book.basis())
        assert early != late


def test_it_is_the_same_every_time_and_in_every_process(told: list[TypedEvent]) -> None:
    assert digest(list(mix(FEW))) == digest(told)
    assert digest(list(mix(FEW, seed=1))) != digest(told)
    program = (
        "from hashlib import sha256; from benchmarks.mix import mix;"
        f"print(sha256(b''.join(x.line() for x in mix({FEW}))).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == digest(told)


def test_there_are_as_many_events_as_asked_for_about_fifty_a_company() -> None:
    for many in (100, FEW, 20_000):
        found = events(list(mix(many)))
        assert len(found) == many
        about = Counter(
            one.draft.data.get("company", one.draft.data.get("slug")) for one in found
        )
        assert len(about) <= companies_in(many)
        assert max(about.values()) <= 1_000
    assert max(about.values()) > 10 * FEW / companies_in(FEW)


def test_every_kind_is_there_and_most_are_reports() -> None:
    kinds = Counter(one.draft.type for one in events(list(mix(20_000))))
    assert 0.5 < kinds["round.reported"] / kinds.total() < 0.7
    assert set(kinds) >= {
        *("valuation.reported", "claim.revised", "claim.denied", "claim.confirmed"),
        *("claim.retracted", "claim.relayed", "claim.commented", "claim.moved"),
        *("rounds.merged", "companies.merged", "company.renamed"),
        *("entry.corrected", "entry.voided"),
    }


def test_one_in_ten_is_late_and_none_is_early(told: list[TypedEvent]) -> None:
    said = [(one.day, one.draft.data.get("published")) for one in events(told)]
    lags = [day - parse_when(when).lo // DAY for day, when in said if when]
    late = [lag for lag in lags if lag > 0]
    assert min(lags) == 0
    assert max(lags) < 400
    assert 0.05 < len(late) / len(lags) < 0.15


def test_it_is_told_in_the_order_of_recording(told: list[TypedEvent]) -> None:
    days = [one.day for one in told]
    assert days == sorted(days)
    assert days[0] == FIRST_DAY
    assert days[-1] < LAST_DAY


def test_a_long_history_begins_at_once() -> None:
    assert len(list(islice(mix(1_000_000), 30_000))) == 30_000


def test_a_run_makes_a_ledger_and_its_lines_once(tmp_path: Path) -> None:
    told: list[str] = []
    run = Run(tmp_path, say=told.append)
    for _ in range(2):
        place, lines = ledger(run, 500), feed(run, 500)
    assert len(told) == 2
    assert len(lines.read_bytes().splitlines()) == len(list(mix(500)))
    assert sorted(x.suffix for x in tmp_path.glob("mix-*")) == [".db", ".jsonl"]
    with Book.open(str(place), clock=lambda: 0) as book:
        assert book.opening["key"]


def test_a_history_may_have_as_many_sources_as_one_asks_for() -> None:
    history = list(mix(400, reporters=200))
    named = {x.typed.get("source") for x in events(history)}
    registered = {x.typed["slug"] for x in history if x.draft.type.startswith("source")}
    assert named - {None} <= registered
    assert {f"s{number}" for number in range(200)} <= registered
    assert len(named) > 100
