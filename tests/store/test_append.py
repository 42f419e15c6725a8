"""Appending: dense, sealed, idempotent, all of it or nothing."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from ledger.claims.canonical import leaf_hash, parse_entry
from ledger.claims.entry import Draft
from ledger.errors import BadInput, Conflict, Refused
from ledger.store.log import CHUNK_ROWS

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tests.store.conftest import Overheard, Scribe

UUID = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"


def test_an_empty_ledger_ends_before_entry_0(scribe: "Scribe") -> None:
    head = scribe.log.head()
    assert (head.seq, head.leaf, head.recorded) == (-1, "0" * 64, 0)


def test_numbers_begin_at_0_and_leave_no_gap(scribe: "Scribe") -> None:
    outcomes = [*scribe.report(2), *scribe.report(), *scribe.report(3)]
    assert [outcome.seq for outcome in outcomes] == [0, 1, 2, 3, 4, 5]
    assert [stored.seq for stored in scribe.entries()] == [0, 1, 2, 3, 4, 5]


def test_each_entry_seals_the_one_before(scribe: "Scribe") -> None:
    scribe.report(2)
    scribe.report(2)
    bodies = [stored.body for stored in scribe.entries()]
    assert parse_entry(bodies[0])["prev"] == "0" * 64
    for before, after in pairwise(bodies):
        assert parse_entry(after)["prev"] == leaf_hash(before)


def test_the_head_is_the_last_entry(scribe: "Scribe") -> None:
    scribe.report(3)
    last, head = scribe.entries()[-1], scribe.log.head()
    assert (head.seq, head.leaf) == (last.seq, last.leaf.hex())
    assert head.recorded == last.recorded == scribe.now


def test_columns_are_derived_from_what_was_said(scribe: "Scribe") -> None:
    scribe.record(scribe.said(1, published="2024-01-20T04:00:00Z"))
    [stored] = scribe.entries()
    assert (stored.type, stored.company) == ("round.reported", "xai")
    assert stored.other is None
    assert stored.published_from == 1_705_723_200_000_000
    assert stored.published_to == 1_705_723_201_000_000


def test_what_is_on_record_is_not_appended_again(scribe: "Scribe") -> None:
    scribe.report(1)
    one = scribe.said(100)
    [first] = scribe.record(one)
    [again] = scribe.record(one)
    assert (first.seq, first.new) == (1, True)
    assert (again.seq, again.id, again.new) == (1, first.id, False)
    assert scribe.log.head().seq == 1


def test_new_and_known_drafts_mix_in_one_batch(scribe: "Scribe") -> None:
    scribe.record(scribe.said(1), scribe.said(2))
    outcomes = scribe.record(scribe.said(3), scribe.said(1), scribe.said(4))
    assert [(one.seq, one.new) for one in outcomes] == [
        (2, True),
        (0, False),
        (3, True),
    ]


def test_the_same_draft_twice_in_one_batch_is_one_entry(scribe: "Scribe") -> None:
    outcomes = scribe.record(scribe.said(1), scribe.said(1))
    assert [(one.seq, one.new) for one in outcomes] == [(0, True), (0, False)]
    assert scribe.log.check() == 1


@pytest.mark.parametrize("known", ["in an earlier batch", "in this batch"])
def test_an_id_on_record_with_other_content_is_refused(
    scribe: "Scribe", known: str
) -> None:
    scribe.report(4)
    real = scribe.said(100)
    forged = scribe.said(101)._replace(id=real.id)
    batch = [real, forged]
    if known == "in an earlier batch":
        scribe.record(real)
        batch = [forged]
    with pytest.raises(Refused, match="number 4, with other content"):
        scribe.record(*batch)


@pytest.mark.parametrize("change", [{"type": "claim.revised"}, {"schema": 1}])
def test_type_and_schema_are_content_too(
    scribe: "Scribe", change: dict[str, Any]
) -> None:
    scribe.record(scribe.said(1))
    with pytest.raises(Refused, match="number 0"):
        scribe.record(scribe.said(1)._replace(**change))


def test_a_batch_that_fails_leaves_nothing(scribe: "Scribe") -> None:
    scribe.report(2)
    long = scribe.said(9, note="x" * 70_000)
    with pytest.raises(BadInput, match="at most 65,535 fit"):
        scribe.record(*map(scribe.said, range(100, 1200)), long)
    assert scribe.log.head().seq == 1
    assert scribe.log.check() == 2


def test_a_failed_batch_cannot_be_committed_in_part(scribe: "Scribe") -> None:
    many = [*map(scribe.said, range(CHUNK_ROWS)), scribe.said(0, note="x" * 70_000)]

    def careless() -> None:
        with scribe.log.writer() as writer:
            with pytest.raises(BadInput):
                writer.append(many, recorded=scribe.now, actor="ann", log=UUID)
            assert writer.head.seq == CHUNK_ROWS - 1

    with pytest.raises(Refused, match="nothing was recorded"):
        careless()
    assert scribe.log.head().seq == -1


def test_an_exception_in_the_transaction_rolls_it_back(scribe: "Scribe") -> None:
    def interrupted() -> None:
        with scribe.log.writer() as writer:
            writer.append([scribe.said(1)], recorded=1, actor="ann", log=UUID)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert scribe.log.head().seq == -1


def test_an_expected_end_that_holds_is_no_conflict(scribe: "Scribe") -> None:
    scribe.record(scribe.said(1), expected=-1)
    [outcome] = scribe.record(scribe.said(2), expected=0)
    assert outcome.seq == 1


@pytest.mark.parametrize("expected", [-1, 0, 2, 99])
def test_another_end_than_expected_is_a_conflict(
    scribe: "Scribe", expected: int
) -> None:
    scribe.report(2)
    with pytest.raises(Conflict, match="at entry 1, not at") as caught:
        scribe.record(scribe.said(100), expected=expected)
    assert caught.value.hint
    assert scribe.log.head().seq == 1


def test_recording_never_goes_back_in_time(scribe: "Scribe") -> None:
    noon = scribe.now
    scribe.report()
    scribe.now -= 3_600_000_000
    scribe.report()
    scribe.now += 7_200_000_000
    scribe.report()
    recorded = [stored.recorded for stored in scribe.entries()]
    assert recorded == [noon, noon, noon + 3_600_000_000]
    said = [parse_entry(stored.body)["recorded_at"] for stored in scribe.entries()]
    assert said == sorted(said)


def test_events_that_are_ready_are_stamped_where_the_ledger_is(
    scribe: "Scribe",
) -> None:
    one, other = scribe.said(1), scribe.said(2)
    [first] = scribe.log.append([one], actor="ann", log=UUID)
    done = scribe.log.append([other, one], actor="ann", log=UUID)
    assert (first.seq, first.new) == (0, True)
    assert [(x.seq, x.new) for x in done] == [(1, True), (0, False)]
    scribe.now = 2**52  # a clock that ran ahead
    scribe.report()
    scribe.log.append([scribe.said(3)], actor="ann", log=UUID)
    times = [stored.recorded for stored in scribe.entries()]
    assert times[0] <= times[1] < times[2] == times[3] == 2**52
    assert scribe.log.check() == 4


def test_a_refusal_of_the_database_is_one_of_ours(
    postgresql_scribe: "Scribe", postgresql_engine: "Engine"
) -> None:
    with postgresql_engine.begin() as connection:
        connection.exec_driver_sql(
            "ALTER TABLE entry ADD CONSTRAINT no CHECK (company <> 'xai')"
        )
    with pytest.raises(Refused, match="the database rejects this"):
        postgresql_scribe.report()
    assert postgresql_scribe.report(company="openai")[0].new


def test_a_writer_sees_what_it_has_appended(scribe: "Scribe") -> None:
    with scribe.log.writer() as writer:
        [one] = writer.append([scribe.said(1)], recorded=1, actor="ann", log=UUID)
        [two] = writer.append([scribe.said(2)], recorded=2, actor="bob", log=UUID)
        assert writer.head.seq == 1
        assert [stored.seq for stored in writer.read()] == [0, 1]
        assert writer.get(two.id).seq == 1
        assert writer.get(0).id == one.id
        assert [stored.id for stored in writer.read(company="xai")] == [one.id, two.id]


def test_nobody_else_sees_it_before_the_commit(scribe: "Scribe") -> None:
    with scribe.log.writer() as writer:
        writer.append([scribe.said(1)], recorded=1, actor="ann", log=UUID)
        assert scribe.log.head().seq == -1
        assert scribe.entries() == []
    assert scribe.log.head().seq == 0


def test_drafts_may_come_from_a_generator(scribe: "Scribe") -> None:
    def feed() -> Iterator[Draft]:
        for number in range(CHUNK_ROWS + 1):
            yield scribe.said(number)

    with scribe.log.writer() as writer:
        outcomes = writer.append(feed(), recorded=1, actor="ann", log=UUID)
    assert outcomes[-1].seq == CHUNK_ROWS
    assert scribe.log.check() == CHUNK_ROWS + 1


def test_a_duplicate_in_a_later_chunk_is_known(scribe: "Scribe") -> None:
    numbers = [*range(CHUNK_ROWS + 5), 3, CHUNK_ROWS + 2]
    outcomes = scribe.record(*map(scribe.said, numbers))
    assert [(one.seq, one.new) for one in outcomes[-2:]] == [
        (3, False),
        (CHUNK_ROWS + 2, False),
    ]


def test_a_statement_carries_about_a_megabyte_at_most(
    scribe: "Scribe", overheard: "Overheard"
) -> None:
    long = "x" * 60_000
    scribe.record(*(scribe.said(0, note=f"{number}{long}") for number in range(50)))
    sizes = [len(str(rows)) for table, rows in overheard.added if table == "entry"]
    assert len(sizes) == 4
    assert max(sizes) < 2_000_000
    assert scribe.log.check() == 50


def test_an_empty_batch_changes_nothing(scribe: "Scribe") -> None:
    assert scribe.record() == []
    assert scribe.log.head().seq == -1


@pytest.mark.parametrize("text", ["英偉達 «x» \u0000\t\\ \" '", "a" * 60_000])
def test_bytes_come_back_as_they_went(scribe: "Scribe", text: str) -> None:
    scribe.record(scribe.said(1, note=text))
    [stored] = scribe.entries()
    assert parse_entry(stored.body)["data"]["note"] == text
    assert stored.leaf.hex() == leaf_hash(stored.body)
