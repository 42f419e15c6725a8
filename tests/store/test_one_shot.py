"""Appending what is ready: sealed on a server, it is what we would have made."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine

from ledger.claims.canonical import entry_bytes, parse_entry, unstamp
from ledger.claims.entry import Draft
from ledger.errors import BadInput, Refused, Unconfirmed, Unreachable
from ledger.store import commits, journeys, pooling
from ledger.store.database import connect
from ledger.store.log import Log
from tests.store.conftest import UUID

if TYPE_CHECKING:
    from tests.store.conftest import Overheard, Scribe

DRAFTS: dict[str, dict[str, str]] = {
    "plain": {},
    "other scripts": {"note": "英偉達 «x» \u0000\t\\ \" ' 𝄞"},
    "its own tail": {"note": '"prev":"' + "0" * 64 + '","seq":0,"schema":1'},
    "no date": {"published": "../2024-03"},
    "long": {"note": "x" * 60_000},
}


def put(scribe: "Scribe", *drafts: Draft) -> list[tuple[int, bool]]:
    """Append at one go; give number and newness of each."""
    done = scribe.log.append(drafts, actor="ann", log=UUID)
    return [(one.seq, one.new) for one in done]


@pytest.mark.parametrize("more", DRAFTS.values(), ids=DRAFTS)
def test_an_entry_is_the_one_that_we_would_have_made(
    scribe: "Scribe", more: dict[str, str]
) -> None:
    scribe.report(2)
    one = scribe.said(7, **more)
    assert put(scribe, one) == [(2, True)]
    stored = scribe.log.get(2)
    parsed = parse_entry(stored.body)
    assert stored.body == entry_bytes(
        one,
        log=UUID,
        seq=2,
        prev=scribe.log.get(1).leaf.hex(),
        recorded=unstamp(parsed["recorded_at"]),
        actor="ann",
    )
    assert scribe.log.check() == 3


def test_tiles_get_their_hashes_and_the_chain_goes_on(scribe: "Scribe") -> None:
    for number in range(600):
        assert put(scribe, scribe.said(number)) == [(number, True)]
    assert scribe.log.check() == 600
    rows = scribe.log.rows("nodes", {"level": 1, "first": 0, "end": 9})
    assert len(rows) == 2


def test_a_single_event_takes_one_journey(
    postgresql_scribe: "Scribe", overheard: "Overheard"
) -> None:
    put(postgresql_scribe, postgresql_scribe.said(1))
    assert overheard.asked == []
    assert overheard.added == []


def test_what_is_on_record_already_is_said(scribe: "Scribe") -> None:
    put(scribe, scribe.said(1))
    assert put(scribe, scribe.said(1)) == [(0, False)]
    assert put(scribe, scribe.said(2), scribe.said(1)) == [(1, True), (0, False)]
    with pytest.raises(Refused, match="with other content"):
        put(scribe, scribe.said(3)._replace(id=scribe.said(1).id))


def test_what_does_not_fit_is_refused(scribe: "Scribe") -> None:
    with pytest.raises(BadInput, match="at most 65,535"):
        put(scribe, scribe.said(1, note="x" * 70_000))
    assert scribe.log.check() == 0


def test_recording_never_goes_back_behind_a_clock_that_ran_ahead(
    scribe: "Scribe",
) -> None:
    scribe.now = 2**52
    scribe.report()
    put(scribe, scribe.said(5))
    put(scribe, scribe.said(6), scribe.said(7))
    assert [stored.recorded for stored in scribe.entries()] == [2**52] * 4


def test_many_threads_lose_nothing(scribe: "Scribe") -> None:
    def record(number: int) -> int:
        return put(scribe, scribe.said(number))[0][0]

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(record, range(80)))
    assert sorted(numbers) == list(range(80))
    assert scribe.log.check() == 80


def test_who_looks_and_who_does_not_take_turns(scribe: "Scribe") -> None:
    start = threading.Barrier(2)

    def ready() -> None:
        start.wait()
        for number in range(40):
            put(scribe, scribe.said(1000 + number))

    def looking() -> None:
        start.wait()
        for _ in range(40):
            scribe.report(2)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(ready), pool.submit(looking)]:
            done.result()
    assert scribe.log.check() == 120


def test_a_writer_that_does_not_end_is_told_as_such(
    postgresql_scribe: "Scribe", postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pooling.LIMITS, "lock_timeout", "100ms")
    impatient = Log(connect(postgresql_url))
    one = postgresql_scribe.said(1)
    with (
        postgresql_scribe.log.writer(),
        pytest.raises(Unreachable, match="due to lock timeout"),
    ):
        impatient.append([one], actor="ann", log=UUID)
    assert impatient.append([one], actor="ann", log=UUID)[0].new
    impatient.close()


@pytest.mark.parametrize(
    ("step", "statement", "kept"),
    [
        (b"sayso_lock", "SELECT pg_terminate_backend(pg_backend_pid())", 0),
        (b"sayso_disk", "SELECT pg_terminate_backend(pg_backend_pid())", 1),
        (b"sayso_disk", "SELECT 1 / 0", 1),
    ],
)
def test_a_server_that_dies_before_it_says_so_leaves_it_unknown(
    postgresql_scribe: "Scribe",
    monkeypatch: pytest.MonkeyPatch,
    step: bytes,
    statement: str,
    kept: int,
) -> None:
    with monkeypatch.context() as patched:
        patched.setitem(journeys._STEPS, step, (statement, ()))
        with pytest.raises(Unreachable) as caught:
            put(postgresql_scribe, postgresql_scribe.said(1))
    assert isinstance(caught.value, Unconfirmed) or not kept
    assert postgresql_scribe.log.check() == kept
    assert put(postgresql_scribe, postgresql_scribe.said(1)) == [(0, not kept)]


def test_a_refusal_of_the_database_is_one_of_ours(
    postgresql_scribe: "Scribe", postgresql_engine: Engine
) -> None:
    with postgresql_engine.begin() as connection:
        connection.exec_driver_sql(
            "ALTER TABLE entry ADD CONSTRAINT no CHECK (company <> 'xai')"
        )
    with pytest.raises(Refused, match="the database refuses"):
        put(postgresql_scribe, postgresql_scribe.said(1))
    assert put(postgresql_scribe, postgresql_scribe.said(1, "openai")) == [(0, True)]


def test_an_interruption_leaves_no_answer_for_somebody_else(
    postgresql_scribe: "Scribe", monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> None:  # noqa: ANN401 - whatever it is called with
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(journeys._Flight, "land", interrupted)
        with pytest.raises(KeyboardInterrupt):
            put(postgresql_scribe, postgresql_scribe.said(1))
    put(postgresql_scribe, postgresql_scribe.said(2))
    assert postgresql_scribe.log.check() in {1, 2}


def test_all_that_is_on_its_way_ends_on_disk() -> None:
    assert list(journeys._STEPS)[-1] == b"sayso_disk"
    assert commits.WRITTEN in journeys._STEPS[b"sayso_disk"][0]
