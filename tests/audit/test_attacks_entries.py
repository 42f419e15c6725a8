"""Attacks on the entries of a live ledger, its guards dropped: each is named.

The numbers are those of the list of attacks in docs/audit-format.md.
"""

import re

import pytest

from ledger.audit.merkle import leaf
from ledger.audit.verdicts import Report
from ledger.errors import BadInput, Damaged
from tests.audit.conftest import ORIGIN, Keeper, relinked, size_of

SIZE = 10
"""Entries of the keeper's ledger: heads were signed at 1, 3, 6 and 10."""


def assert_found(report: Report, verdict: str, words: str, seq: int | None) -> None:
    first = report.findings[0]
    assert (report.verdict, first.seq) == (verdict, seq), report
    assert re.search(words, first.what), first.what
    assert report.exit_code == (0 if verdict == "VERIFIED" else 1)


def changed(body: bytes, old: bytes = b"closed", new: bytes = b"seeking") -> bytes:
    assert body.count(old) == 1
    return body.replace(old, new)


def test_an_untouched_ledger_is_verified(keeper: Keeper) -> None:
    for deep in (False, True):
        report = keeper.verify(deep=deep)
        assert (report.verdict, report.exit_code, report.findings) == (
            "VERIFIED",
            0,
            [],
        )
        assert (report.size, report.root) == (SIZE, keeper.root())
        assert report.origin == ORIGIN
        assert report.signed_by == keeper.key.brief
    assert [size_of(note) for note in keeper.heads()] == [1, 3, 6, SIZE]


def test_1_one_byte_of_an_entry(keeper: Keeper) -> None:
    body = keeper.bodies()[4]
    keeper.tamper("UPDATE entry SET body = :b WHERE seq = 4", b=changed(body))
    report = keeper.verify()
    assert_found(report, "ALTERED", "entry 4 is not what was recorded", 4)
    assert report.findings[0].between == (3, 6)


def test_2_an_entry_and_its_hash_together(keeper: Keeper) -> None:
    body = changed(keeper.bodies()[4])
    keeper.tamper(
        "UPDATE entry SET body = :b, leaf = :l WHERE seq = 4", b=body, l=leaf(body)
    )
    report = keeper.verify()
    assert_found(report, "ALTERED", "entry 4 .* entry 5 was recorded after another", 4)
    assert report.findings[0].between == (3, 6)


def test_3_everything_after_an_entry_but_the_signed_heads(keeper: Keeper) -> None:
    bodies = keeper.bodies()
    keeper.rewrite([changed(bodies[4]), *bodies[5:]], 4)
    report = keeper.verify()
    assert_found(report, "ALTERED", "entries 3 to 5 are not those signed", None)
    first = report.findings[0]
    assert first.between == (3, 6)
    assert first.expected != first.found
    assert first.found is not None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "leaf"),
        ("type", "'claim.denied'"),
        ("company", "'x-corp'"),
        ("other", "'x-corp'"),
        ("published_from", "published_from - 1"),
        ("published_to", "NULL"),
        ("recorded", "recorded + 1"),
    ],
)
def test_4_a_column_beside_an_entry(keeper: Keeper, column: str, value: str) -> None:
    keeper.tamper(f"UPDATE entry SET {column} = {value} WHERE seq = 4")
    assert_found(keeper.verify(), "ALTERED", f"its {column} was changed", 4)


def test_5_an_entry_deleted_in_the_middle(keeper: Keeper) -> None:
    keeper.tamper("DELETE FROM entry WHERE seq = 4")
    assert_found(keeper.verify(), "ALTERED", "entry 4 is missing", 4)


def test_6_an_entry_deleted_and_the_rest_renumbered(keeper: Keeper) -> None:
    keeper.tamper("DELETE FROM entry WHERE seq = 4")
    for seq in range(5, SIZE):
        keeper.tamper(f"UPDATE entry SET seq = {seq - 1} WHERE seq = {seq}")
    keeper.tamper(
        "UPDATE head SET (seq, leaf, recorded) = "
        "(SELECT seq, leaf, recorded FROM entry ORDER BY seq DESC LIMIT 1)"
    )
    assert_found(keeper.verify(), "ALTERED", "its seq was changed", 4)


def test_7_two_entries_swapped(keeper: Keeper) -> None:
    keeper.tamper(
        "UPDATE entry SET seq = 99 WHERE seq = 4",
        "UPDATE entry SET seq = 4 WHERE seq = 5",
        "UPDATE entry SET seq = 5 WHERE seq = 99",
    )
    assert_found(keeper.verify(), "ALTERED", "its seq was changed", 4)


def test_7_an_entry_put_over_another(keeper: Keeper) -> None:
    body = keeper.bodies()[5]
    keeper.tamper(
        "UPDATE entry SET body = :b, leaf = :l WHERE seq = 4", b=body, l=leaf(body)
    )
    assert_found(keeper.verify(), "ALTERED", "its (id|seq) was changed", 4)


def test_7_an_entry_slipped_in(keeper: Keeper) -> None:
    bodies = keeper.bodies()
    for seq in reversed(range(5, SIZE)):
        keeper.tamper(f"UPDATE entry SET seq = {seq + 1} WHERE seq = {seq}")
    slipped = relinked(changed(bodies[4]), 5, leaf(bodies[4]).hex())
    keeper.tamper(
        "INSERT INTO entry SELECT 5, :i, type, company, other, published_from, "
        "published_to, recorded, :l, :b FROM entry WHERE seq = 4",
        i=bytes(32),
        l=leaf(slipped),
        b=slipped,
    )
    report = keeper.verify()
    assert (report.verdict, report.findings[0].seq) == ("ALTERED", 5)


@pytest.mark.parametrize("lost", [1, 3, 9])
def test_8_the_newest_entries_dropped(keeper: Keeper, lost: int) -> None:
    left = SIZE - lost
    keeper.tamper(
        f"DELETE FROM entry WHERE seq >= {left}",
        "UPDATE head SET (seq, leaf, recorded) = "
        "(SELECT seq, leaf, recorded FROM entry ORDER BY seq DESC LIMIT 1)",
    )
    report = keeper.verify()
    assert_found(report, "TRUNCATED", f"signed {SIZE} entries, found {left}", None)
    assert report.findings[0].between == (left, SIZE)
    assert [one.code for one in report.findings[:2]] == ["TRUNCATED", "ROLLED-BACK"]


def test_8_the_newest_entry_dropped_but_not_the_head(keeper: Keeper) -> None:
    keeper.tamper(f"DELETE FROM entry WHERE seq = {SIZE - 1}")
    assert_found(keeper.verify(), "TRUNCATED", "the head says 10 entries", None)


def test_27_the_same_json_in_other_bytes_is_altered(keeper: Keeper) -> None:
    body = keeper.bodies()[4]
    for other in (
        body.replace(b'"stage":"closed"', b'"stage": "closed"'),
        body.replace(b'"ann"', b'"\\u0061nn"'),
        body + b"\n",
        b"\xef\xbb\xbf" + body,
    ):
        assert other != body
        keeper.tamper("UPDATE entry SET body = :b WHERE seq = 4", b=other)
        assert_found(keeper.verify(), "ALTERED", "entry 4 is not what was recorded", 4)


def test_27_an_entry_that_was_signed_but_is_not_canonical(keeper: Keeper) -> None:
    bodies = keeper.bodies()
    odd = bodies[4].replace(b'"stage":"closed"', b'"stage": "closed"')
    keeper.rewrite([odd, *bodies[5:]], 4)
    keeper.tamper("DELETE FROM checkpoint")
    keeper.resign(keeper.private)
    keeper.guard()
    found = keeper.verify(deep=True)
    assert_found(found, "ALTERED", "its body was changed", 4)


@pytest.mark.parametrize(
    "body",
    [
        b"x" * 65_535,
        b"[",
        b'{"v":1,"data":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        b'{"v":1,"seq":' + b"9" * 5_000 + b"}",
    ],
    ids=["noise", "one byte", "depth 10,000", "5,000 digits"],
)
def test_26_an_entry_that_is_none(sqlite_keeper: Keeper, body: bytes) -> None:
    keeper = sqlite_keeper
    keeper.tamper("PRAGMA ignore_check_constraints = ON")
    padded = body.ljust(2)
    keeper.tamper(
        "UPDATE entry SET body = :b, leaf = :l WHERE seq = 4", b=padded, l=leaf(padded)
    )
    for deep in (False, True):
        report = keeper.verify(deep=deep)
        assert (report.verdict, report.exit_code) == ("ALTERED", 1)


@pytest.mark.parametrize(
    "data",
    [
        {"note": "x" * 66_000},
        {"note": ["deep"]},
        {"colour": "red"},
        {"raised": [{"figure": 10**5000, "basis": "round_total"}]},
    ],
    ids=["65,536 bytes", "a list", "unknown", "5,000 digits"],
)
def test_26_an_event_that_fits_no_entry_is_refused(
    sqlite_keeper: Keeper, data: dict[str, object]
) -> None:
    (event,) = sqlite_keeper.events(1)
    with sqlite_keeper.open() as book, pytest.raises(BadInput):
        book.record([(event[0], {**event[1], **data})])
    assert sqlite_keeper.verify().size == SIZE


def test_37_a_clock_that_was_set_back_is_a_warning(keeper: Keeper) -> None:
    bodies = keeper.bodies()
    early = re.sub(rb'"recorded_at":"2026', b'"recorded_at":"2025', bodies[SIZE - 1])
    keeper.rewrite([early], SIZE - 1)
    keeper.tamper(
        f"UPDATE entry SET recorded = recorded - 31536000000000 WHERE seq = {SIZE - 1}",
        "UPDATE head SET recorded = (SELECT recorded FROM entry ORDER BY seq DESC"
        " LIMIT 1)",
    )
    keeper.tamper("DELETE FROM checkpoint")
    keeper.resign(keeper.private)
    keeper.guard()
    keeper.pin.unlink()
    report = keeper.verify()
    assert report.verdict == "VERIFIED"
    assert any("clock was set back" in text for text in report.warnings)


def test_41_guards_dropped_and_nothing_else(keeper: Keeper) -> None:
    keeper.tamper()
    report = keeper.verify()
    assert (report.verdict, report.exit_code) == ("GUARDS-MISSING", 3)
    assert "entry" in report.findings[0].what
    keeper.guard()
    assert keeper.verify().verdict == "VERIFIED"


@pytest.mark.parametrize("table", ["node", "checkpoint"])
def test_what_is_kept_of_the_tree_is_made_again(keeper: Keeper, table: str) -> None:
    keeper.report(300)
    column = {"node": "hash", "checkpoint": "peaks"}[table]
    kept = {"node": "number = 0", "checkpoint": "size = 310"}[table]
    flipped = bytes(32) * 5 if table == "checkpoint" else bytes(32)
    keeper.tamper(f"UPDATE {table} SET {column} = :x WHERE {kept}", x=flipped)
    report = keeper.verify()
    assert (report.verdict, report.findings[0].between) == (
        "ALTERED",
        {"node": (0, 256), "checkpoint": (10, 310)}[table],
    )


def test_a_hash_of_the_tree_that_is_gone_is_altered(keeper: Keeper) -> None:
    keeper.report(300)
    keeper.tamper("DELETE FROM node")
    assert keeper.verify().findings[0].between == (0, 256)


def test_a_head_row_that_is_gone_is_altered(keeper: Keeper) -> None:
    keeper.tamper("DELETE FROM head")
    assert_found(keeper.verify(), "ALTERED", "has no head", None)
    with pytest.raises(Damaged):
        keeper.report()


@pytest.mark.parametrize("size", [1, 255, 256, 257])
def test_46_ledgers_of_these_sizes(keeper: Keeper, size: int) -> None:
    if size > SIZE:
        keeper.report(size - SIZE)
    report = keeper.verify()
    assert report.verdict == "VERIFIED"
    assert report.root == keeper.root()


def test_46_ledgers_of_many_tiles(sqlite_keeper: Keeper) -> None:
    sqlite_keeper.report(65_536 - SIZE)
    assert sqlite_keeper.verify().root == sqlite_keeper.root()
    sqlite_keeper.report(1)
    report = sqlite_keeper.verify()
    assert (report.verdict, report.size) == ("VERIFIED", 65_537)
