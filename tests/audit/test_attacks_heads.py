"""Attacks on the history as a whole: cut off, put back, rewritten, signed by others.

The numbers are those of the list of attacks in docs/audit-format.md.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.audit.checkpoints import Checkpoint, checkpoint_in
from ledger.audit.notes import COSIGNATURE, Note, VerifierKey, read_note
from ledger.audit.places import Home
from ledger.audit.signatures import cosign, sign, verifier_key
from ledger.audit.verdicts import Report
from ledger.errors import Forked, LedgerError, NotProven, Refused, RolledBack
from ledger.trail.given import Given
from tests.audit.conftest import ORIGIN, START, Keeper

SIZE = 10
OTHER = Ed25519PrivateKey.from_private_bytes(b"another key of thirty-two bytes.")
Touch = Callable[[bytes], bytes]


def verdict(report: Report) -> tuple[str, int]:
    return report.verdict, report.exit_code


def vouched(keeper: Keeper) -> Given:
    """What the keeper gave to anyone who verifies."""
    return Given(keys=[keeper.key])


def emptied(keeper: Keeper) -> None:
    keeper.tamper(
        "DELETE FROM entry",
        "DELETE FROM checkpoint",
        "DELETE FROM node",
        "UPDATE head SET seq = -1, leaf = :none, recorded = 0",
        none=bytes(32),
    )
    keeper.guard()


def test_9_everything_deleted(keeper: Keeper, stranger: Home) -> None:
    emptied(keeper)
    report = keeper.verify()
    assert verdict(report) == ("ROLLED-BACK", 1)
    assert report.findings[0].between == (0, SIZE)
    assert verdict(keeper.verify(home=stranger)) == ("UNPINNED", 3)
    with pytest.raises(RolledBack, match=f"no entries, where {ORIGIN} had {SIZE}"):
        keeper.open()


def restored(keeper: Keeper, tmp_path: Path) -> None:
    """Put yesterday's copy back, of a ledger that has grown since."""
    copy = tmp_path / "yesterday.db"
    shutil.copy(keeper.place, copy)
    keeper.report(5)
    shutil.copy(copy, keeper.place)
    for suffix in ("-wal", "-shm"):
        Path(keeper.place + suffix).unlink(missing_ok=True)


def test_10_yesterdays_copy_put_back(sqlite_keeper: Keeper, tmp_path: Path) -> None:
    keeper = sqlite_keeper
    restored(keeper, tmp_path)
    report = keeper.verify()
    assert verdict(report) == ("ROLLED-BACK", 1)
    assert report.findings[0].between == (SIZE, SIZE + 5)
    with pytest.raises(RolledBack, match="10 entries, 15 were seen") as caught:
        keeper.open()
    assert "--accept-rollback" in (caught.value.hint or "")
    kept = sorted(path.name for path in keeper.home.evidence.rglob("*.checkpoint"))
    assert [name.split("-")[0] for name in kept] == ["10", "15"]


def test_10_a_rollback_that_is_accepted_is_on_record(
    sqlite_keeper: Keeper, tmp_path: Path
) -> None:
    keeper = sqlite_keeper
    restored(keeper, tmp_path)
    lost = read_note(keeper.pin.read_bytes())
    with keeper.open(held=False) as book:
        book.trail.accept_rollback("the disk died")
        (event,) = book.events(types=["rollback.accepted"])
        assert lost.text.split("\n")[1].encode() in event.body
    assert keeper.verify().verdict == "VERIFIED"
    keeper.report()
    with keeper.open(held=False) as book, pytest.raises(Refused, match="nothing was"):
        book.trail.accept_rollback("again")
    since = Given(heads=[("yesterday", lost)])
    report = keeper.verify(since)
    assert verdict(report) == ("ROLLED-BACK", 1)


def forked(keeper: Keeper, tmp_path: Path) -> tuple[Note, Note]:
    """Put a copy back, record other things, sign them; give both heads of one size."""
    copy = tmp_path / "yesterday.db"
    shutil.copy(keeper.place, copy)
    keeper.report(5)
    seen = read_note(keeper.pin.read_bytes())
    shutil.copy(copy, keeper.place)
    for suffix in ("-wal", "-shm"):
        Path(keeper.place + suffix).unlink(missing_ok=True)
    secret = Keeper(keeper.place, keeper.home, now=START + 10**12, said=500)
    keeper.pin.unlink()
    secret.report(5)
    other = read_note(keeper.pin.read_bytes())
    keeper.pin.write_bytes(bytes(seen))
    return seen, other


def test_11_a_copy_put_back_and_gone_on_from_under_the_same_key(
    sqlite_keeper: Keeper, tmp_path: Path, stranger: Home
) -> None:
    keeper = sqlite_keeper
    seen, other = forked(keeper, tmp_path)
    assert checkpoint_in(seen).size == checkpoint_in(other).size
    report = keeper.verify()
    assert verdict(report) == ("FORKED", 1)
    assert {path.read_bytes() for path in report.evidence} == {
        bytes(seen),
        bytes(other),
    }
    with pytest.raises(Forked, match="the first 15 entries are not those"):
        keeper.open()
    since = Given(keys=[keeper.key], heads=[("monday", seen)])
    assert verdict(keeper.verify(since, home=stranger)) == ("FORKED", 1)
    assert list(stranger.evidence.rglob("*.checkpoint"))


def rewritten(keeper: Keeper, first: int) -> None:
    """Change an entry, and all that follows from it, and sign that with the key."""
    bodies = keeper.bodies()
    changed = bodies[first].replace(b"closed", b"seeking")
    keeper.rewrite([changed, *bodies[first + 1 :]], first)
    keeper.resign(keeper.private)
    keeper.guard()


def test_12_history_rewritten_before_the_last_head_that_was_seen(
    keeper: Keeper,
) -> None:
    rewritten(keeper, 4)
    assert verdict(keeper.verify()) == ("FORKED", 1)
    with pytest.raises(Forked):
        keeper.open()


def test_13_history_rewritten_after_it_is_not_noticed(
    keeper: Keeper, stranger: Home
) -> None:
    early = keeper.heads()[1]
    rewritten(keeper, 4)
    # Outside of the promise, and docs/trust.md says so: the key's holder rewrote what
    # came after the last head that anybody else saw.
    given = Given(keys=[keeper.key], heads=[("an early head", early)])
    assert verdict(keeper.verify(given, home=stranger)) == ("VERIFIED", 0)


def test_14_two_heads_of_one_size(keeper: Keeper, stranger: Home) -> None:
    text = Checkpoint(ORIGIN, SIZE, bytes(32)).text
    other = Note(text, (sign(text, ORIGIN, keeper.private),))
    given = Given(keys=[keeper.key], heads=[("the other head", other)])
    report = keeper.verify(given, home=stranger)
    assert verdict(report) == ("FORKED", 1)
    assert report.findings[0].expected == bytes(32).hex()
    assert len(report.evidence) == 2


def test_15_signed_anew_with_another_key_of_the_same_name(
    keeper: Keeper, stranger: Home
) -> None:
    keeper.resign(OTHER)
    keeper.guard()
    for home in (keeper.home, stranger):
        report = keeper.verify(vouched(keeper), home=home)
        assert verdict(report) == ("BAD-SIGNATURE", 1)


def taken_over(keeper: Keeper) -> VerifierKey:
    """Rewrite the ledger from its opening on, under another key of the same name."""
    own, other = keeper.key, verifier_key(ORIGIN, OTHER)
    bodies = [
        x.replace(str(own).encode(), str(other).encode()) for x in keeper.bodies()
    ]
    keeper.rewrite(bodies, 0)
    keeper.resign(OTHER)
    keeper.guard()
    return other


def test_16_the_key_in_the_ledger_itself_proves_nothing(
    keeper: Keeper, stranger: Home
) -> None:
    own, other = keeper.key, taken_over(keeper)
    report = keeper.verify(home=stranger)
    assert verdict(report) == ("UNPINNED", 3)
    assert report.signed_by == other.brief
    assert verdict(keeper.verify(Given(keys=[own]), home=stranger)) == (
        "BAD-SIGNATURE",
        1,
    )


def with_note(keeper: Keeper, touch: Touch) -> None:
    note = bytes(keeper.heads()[-1])
    keeper.tamper(
        "UPDATE checkpoint SET note = :n WHERE size = :s", n=touch(note), s=SIZE
    )
    keeper.guard()


@pytest.mark.parametrize(
    "touch",
    [
        lambda note: note.partition(b"\n\n")[0] + b"\n",
        lambda note: note[:-8] + b"AAA=\n",
        lambda note: note.replace(b"\n10\n", b"\n11\n"),
        lambda note: note.replace(b"\n10\n", b"\n010\n"),
        lambda note: note.replace(b"example.com/ledger\n", b"example.org/ledger\n", 1),
        lambda note: note.replace(b"\n", b"\r\n"),
        lambda note: note.replace("\N{EM DASH}".encode(), b"-"),
        lambda note: note.replace(b"\n\n", b"\nextension\n\n"),
    ],
    ids=[
        "no signature",
        "bits of the signature",
        "size",
        "leading zero",
        "origin",
        "CRLF",
        "hyphen",
        "extension",
    ],
)
def test_17_the_newest_head_touched(
    keeper: Keeper, touch: Touch, stranger: Home
) -> None:
    given = vouched(keeper)
    with_note(keeper, touch)
    report = keeper.verify(given, home=stranger)
    assert report.verdict in {"BAD-SIGNATURE", "ALTERED"}
    assert report.exit_code == 1


def test_17_a_signed_extension_is_malformed_too(keeper: Keeper) -> None:
    text = f"{keeper.heads()[-1].text}extension\n"
    signed = bytes(Note(text, (sign(text, ORIGIN, keeper.private),)))
    with_note(keeper, lambda _: signed)
    assert verdict(keeper.verify()) == ("BAD-SIGNATURE", 1)


def test_18_a_line_of_an_unknown_cosigner_is_ignored(
    keeper: Keeper, stranger: Home
) -> None:
    newest = keeper.heads()[-1]
    lines = (*newest.signatures, sign(newest.text, "elsewhere", OTHER))
    with_note(keeper, lambda _: bytes(Note(newest.text, lines)))
    assert verdict(keeper.verify(vouched(keeper), home=stranger)) == ("VERIFIED", 0)


def witness(name: str, private: Ed25519PrivateKey = OTHER) -> VerifierKey:
    return VerifierKey(name, COSIGNATURE, verifier_key(name, private).public)


def seen_by(note: Note, *names: str) -> Note:
    lines = tuple(cosign(note.text, name, OTHER, 1_767_225_700) for name in names)
    return Note(note.text, (*note.signatures, *lines))


def test_19_a_head_that_a_witness_saw(keeper: Keeper, stranger: Home) -> None:
    head = seen_by(keeper.heads()[-1], "witness.example")
    given = Given(
        keys=[keeper.key],
        heads=[("monday", head)],
        witnesses=[witness("witness.example")],
    )
    report = keeper.verify(given, home=stranger)
    assert verdict(report) == ("VERIFIED", 0)
    assert "1 witness" in " ".join(report.trusted_by)


def test_19_a_forged_cosignature(keeper: Keeper, stranger: Home) -> None:
    early, newest = keeper.heads()[1], keeper.heads()[-1]
    forged = Note(
        newest.text,
        (*newest.signatures, seen_by(early, "witness.example").signatures[-1]),
    )
    given = Given(
        keys=[keeper.key],
        heads=[("monday", forged)],
        witnesses=[witness("witness.example")],
    )
    report = keeper.verify(given, home=stranger)
    assert verdict(report) == ("BAD-SIGNATURE", 1)
    assert "witness.example" in report.findings[0].what


def test_19_one_witness_under_two_names_counts_once(
    keeper: Keeper, stranger: Home
) -> None:
    head = seen_by(keeper.heads()[-1], "one.example", "two.example")
    given = Given(
        keys=[keeper.key],
        heads=[("monday", head)],
        witnesses=[witness("one.example"), witness("two.example")],
    )
    report = keeper.verify(given, home=stranger)
    assert verdict(report) == ("UNWITNESSED", 3)
    assert "1 of 2 witnesses" in report.findings[0].what
    given.quorum = 1
    assert verdict(keeper.verify(given, home=stranger)) == ("VERIFIED", 0)


def test_20_a_head_of_another_ledger_under_the_same_key(
    keeper: Keeper, stranger: Home
) -> None:
    text = Checkpoint("example.com/other", SIZE, keeper.root()).text
    head = Note(text, (sign(text, ORIGIN, keeper.private),))
    with_note(keeper, lambda _: bytes(head))
    report = keeper.verify(vouched(keeper), home=stranger)
    assert verdict(report) == ("BAD-SIGNATURE", 1)
    assert "example.com/other" in report.findings[0].what
    given = Given(keys=[keeper.key], heads=[("monday", head)])
    assert verdict(keeper.verify(given, home=stranger)) == ("BAD-SIGNATURE", 1)


def test_44_a_key_that_was_rotated(
    keeper: Keeper, stranger: Home, tmp_path: Path
) -> None:
    old = keeper.key
    with keeper.open() as book:
        book.trail.rotate()
    new = keeper.key
    keeper.report(2)
    assert new != old
    for key in (old, new):
        report = keeper.verify(Given(keys=[key]), home=stranger)
        assert verdict(report) == ("VERIFIED", 0)
        assert report.signed_by == new.brief
    last = keeper.heads()[-1]
    assert [line.key_id for line in last.signatures] == [new.key_id]
    both = keeper.heads()[-2]
    assert [line.key_id for line in both.signatures] == [old.key_id, new.key_id]
    keeper.tamper(f"DELETE FROM checkpoint WHERE size = {checkpoint_in(both).size}")
    keeper.guard()
    newcomer = Home.at(tmp_path / "newcomer")
    report = keeper.verify(Given(keys=[old]), home=newcomer)
    assert verdict(report) == ("BAD-SIGNATURE", 1)
    given = Given(keys=[old], heads=[("the head both signed", both)])
    assert verdict(keeper.verify(given, home=newcomer)) == ("VERIFIED", 0)


def test_44_a_key_that_was_lost(keeper: Keeper, stranger: Home) -> None:
    old = keeper.key
    with keeper.open() as book:
        book.trail.rotate(lost=True)
    assert verdict(keeper.verify()) == ("VERIFIED", 0)
    given = Given(keys=[old])
    assert verdict(keeper.verify(given, home=stranger)) == ("BAD-SIGNATURE", 1)


def test_44_a_rotation_that_was_cut_short_is_completed(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = keeper.key
    with keeper.open() as book:
        trail = book.trail
        with monkeypatch.context() as cut:
            cut.setattr(
                trail, "_sign", lambda _: (_ for _ in ()).throw(KeyboardInterrupt)
            )
            with pytest.raises(KeyboardInterrupt):
                trail.rotate()
    keeper.report()
    assert keeper.key != old
    both = keeper.heads()[-1]
    assert [line.key_id for line in both.signatures] == [
        old.key_id,
        keeper.key.key_id,
    ]
    assert keeper.verify().verdict == "VERIFIED"
    assert keeper.verify(Given(keys=[old])).verdict == "VERIFIED"


def test_45_the_pin_deleted(keeper: Keeper, stranger: Home) -> None:
    assert verdict(keeper.verify(vouched(keeper), home=stranger)) == ("VERIFIED", 0)
    seen = stranger.pins / keeper.pin.name
    assert verdict(keeper.verify(home=stranger)) == ("VERIFIED", 0)
    seen.unlink()
    assert verdict(keeper.verify(home=stranger)) == ("UNPINNED", 3)


@pytest.mark.parametrize(
    "touch",
    [
        lambda note: note.replace(b"\n10\n", b"\n9\n"),
        lambda note: note.replace(b"\n10\n", b"\n010\n"),
        lambda _: b"nothing",
    ],
    ids=["size", "spelling", "noise"],
)
def test_45_the_pin_edited(keeper: Keeper, touch: Touch) -> None:
    keeper.pin.write_bytes(touch(keeper.pin.read_bytes()))
    try:
        report = keeper.verify()
    except NotProven as error:
        assert error.message.startswith("BAD-SIGNATURE")  # noqa: PT017
    else:
        assert verdict(report) == ("BAD-SIGNATURE", 1)
    with pytest.raises(LedgerError, match="BAD-SIGNATURE"):
        keeper.report()


def test_45_a_pin_of_another_ledger_is_ignored(keeper: Keeper, stranger: Home) -> None:
    text = Checkpoint("example.com/other", 99, bytes(32)).text
    other = Note(text, (sign(text, "example.com/other", OTHER),))
    stranger.pins.mkdir(parents=True)
    (stranger.pins / keeper.pin.name).write_bytes(bytes(other))
    assert verdict(keeper.verify(home=stranger)) == ("UNPINNED", 3)


def test_entries_that_nobody_signed_yet(keeper: Keeper) -> None:
    key = next(keeper.home.keys.glob("*.key"))
    key.rename(key.with_suffix(".away"))
    keeper.report(2)
    report = keeper.verify()
    assert verdict(report) == ("UNSIGNED", 3)
    assert report.findings[0].what == "entries 10 to 11 are not signed yet"
    key.with_suffix(".away").rename(key)
    keeper.report()
    assert keeper.verify().verdict == "VERIFIED"


def test_a_ledger_that_was_never_signed(tmp_path: Path, stranger: Home) -> None:
    keeper = Keeper(str(tmp_path / "sayso.db"), stranger)
    keeper.make(signed=False)
    keeper.report(2)
    assert verdict(keeper.verify()) == ("UNSIGNED", 3)
    with keeper.open() as book:
        public = book.trail.new_key()
    assert verdict(keeper.verify()) == ("VERIFIED", 0)
    assert keeper.key == public
    with keeper.open() as book, pytest.raises(Refused, match="already"):
        book.trail.new_key()


def test_only_a_head_that_extends_the_last_one_is_signed(keeper: Keeper) -> None:
    bodies = keeper.bodies()
    changed = bodies[4].replace(b"closed", b"seeking")
    keeper.rewrite([changed, *bodies[5:]], 4)
    keeper.guard()
    keeper.pin.unlink()
    with keeper.open() as book:
        book.record(keeper.events(1))
        assert isinstance(book.trouble, Forked)
    assert keeper.verify().verdict == "ALTERED"
