"""Somebody who keeps a signed ledger, and somebody who gets at its database."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from ledger.audit.checkpoints import Checkpoint, checkpoint_in
from ledger.audit.keys import KeyStore
from ledger.audit.merkle import Frontier, leaf
from ledger.audit.notes import Note, VerifierKey, read_note
from ledger.audit.pins import Pins
from ledger.audit.places import Home
from ledger.audit.signatures import sign
from ledger.audit.verdicts import Report
from ledger.book import Book
from ledger.claims.canonical import NO_LEAF
from ledger.store.checkpoints import all_kept
from ledger.store.connection import located, open_engine
from ledger.store.database import connect, missing_guards, session_of
from ledger.store.guards.guards import GUARDS
from ledger.store.log import Log
from ledger.store.tree import grow
from ledger.trail.auditing import verified
from ledger.trail.given import Given

START: Final = 1_767_225_600_000_000
SECOND: Final = 1_000_000
ORIGIN: Final = "example.com/ledger"
NAMES: Final = (
    ("company.registered", {"slug": "xai", "name": "xAI"}),
    ("source.registered", {"slug": "bloomberg", "name": "Bloomberg", "kind": "press"}),
)
UNGUARDED: Final = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {table}_{verb}"
        for table in ("entry", "head", "node", "checkpoint", "payload")
        for verb in ("insert", "update", "delete", "moves_head", "reads")
    ],
    "postgresql": [
        *(
            f"ALTER TABLE {table} DISABLE TRIGGER ALL"
            for table in ("entry", "head", "node", "checkpoint", "payload")
        ),
        "ALTER TABLE entry DROP CONSTRAINT IF EXISTS entry_leaf_is_of_body",
    ],
}


@dataclass(slots=True)
class Keeper:
    """Keeps one ledger, with a key and pins of their own."""

    place: str
    home: Home
    now: int = START
    said: int = 0

    def make(self, *, signed: bool = True) -> None:
        book = Book.create(
            self.place,
            clock=self.clock,
            origin=ORIGIN,
            actor="ann",
            home=self.home if signed else None,
        )
        with book:
            book.record(NAMES)

    def clock(self) -> int:
        self.now += SECOND
        return self.now

    def open(self, *, held: bool = True) -> Book:
        return Book.open(
            self.place, clock=self.clock, actor="ann", home=self.home, held=held
        )

    def report(self, times: int = 1) -> None:
        """Record reports that nobody made before; the head is signed at the end."""
        with self.open() as book:
            book.record(self.events(times))

    def events(self, times: int) -> list[tuple[str, dict[str, Any]]]:
        first, self.said = self.said, self.said + times
        return [
            (
                "round.reported",
                {
                    "round": "xai/series-b",
                    "source": "bloomberg",
                    "published": "2024-01-19",
                    "stage": "closed",
                    "investors": [{"name": f"report {number}"}],
                },
            )
            for number in range(first, first + times)
        ]

    def verify(
        self,
        given: Given | None = None,
        *,
        home: Home | None = None,
        deep: bool = False,
    ) -> Report:
        """Verify as anyone who has these folders, with what they bring along."""
        return verified(self.place, home or self.home, given or Given(), deep=deep)

    def heads(self) -> list[Note]:
        """Give every head that was signed."""
        log = Log(connect(self.place))
        notes = [read_note(kept.note) for kept in all_kept(log)]
        log.close()
        return notes

    def bodies(self) -> list[bytes]:
        """Give the bytes of every entry."""
        log = Log(connect(self.place))
        found = [row[8] for page in log.pages(log.ends()[1] + 1) for row in page]
        log.close()
        return found

    def tamper(self, *statements: str, guarded: bool = False, **values: object) -> None:
        """Change the database as its owner can, past every guard."""
        engine = open_engine(located(self.place))
        with engine.begin() as connection:
            if not guarded:
                for statement in UNGUARDED[engine.dialect.name]:
                    connection.exec_driver_sql(statement)
            for statement in statements:
                connection.execute(text(statement), values)
        engine.dispose()

    def guard(self) -> None:
        """Make the guards again, so that nobody sees that they were gone."""
        engine = open_engine(located(self.place))
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                for table in ("entry", "head", "node", "checkpoint", "payload"):
                    connection.exec_driver_sql(
                        f"ALTER TABLE {table} ENABLE TRIGGER ALL"
                    )
            else:
                for statement in GUARDS["sqlite"]:
                    if (
                        statement.startswith("CREATE")
                        and " ON ranking" not in statement
                    ):
                        connection.exec_driver_sql(statement)
        assert missing_guards(engine) == []
        engine.dispose()

    def rewrite(self, bodies: list[bytes], first: int) -> None:
        """Put other entries in from `first` on, with all that is made from them.

        Chain, leaves, hashes of the tree and the head fit again; signed heads of the
        old tree are left as they are.
        """
        before = self.bodies()[:first]
        prev = leaf(before[-1]).hex() if before else NO_LEAF
        self.tamper("DELETE FROM node")
        for seq, old in enumerate(bodies, first):
            body = relinked(old, seq, prev)
            prev = leaf(body).hex()
            self.tamper(
                "UPDATE entry SET body = :body, leaf = :leaf WHERE seq = :seq",
                body=body,
                leaf=bytes.fromhex(prev),
                seq=seq,
            )
        end = first + len(bodies)
        self.tamper("DELETE FROM entry WHERE seq >= :end", end=end)
        self.tamper(
            "UPDATE head SET (seq, leaf, recorded) = "
            "(SELECT seq, leaf, recorded FROM entry ORDER BY seq DESC LIMIT 1)"
        )
        engine = open_engine(located(self.place))
        with engine.begin() as connection:
            grow(session_of(connection), 0, end)
        engine.dispose()

    def root(self, size: int | None = None) -> bytes:
        tree = Frontier()
        tree.extend(leaf(body) for body in self.bodies()[:size])
        return tree.root

    def resign(self, private: Ed25519PrivateKey, *, name: str = ORIGIN) -> Note:
        """Sign the head with any key, in place of all heads that were signed."""
        bodies = self.bodies()
        tree = Frontier()
        tree.extend(map(leaf, bodies))
        text_ = Checkpoint(ORIGIN, tree.size, tree.root).text
        note = Note(text_, (sign(text_, name, private),))
        self.tamper(
            "DELETE FROM checkpoint",
            "INSERT INTO checkpoint (size, note, peaks) VALUES (:size, :note, :peaks)",
            size=tree.size,
            note=bytes(note),
            peaks=b"".join(tree.peaks),
        )
        return note

    @property
    def private(self) -> Ed25519PrivateKey:
        """The keeper's own key."""
        return KeyStore(self.home).open(ORIGIN).private

    @property
    def key(self) -> VerifierKey:
        """Its public side, as the keeper gives it away."""
        found = KeyStore(self.home).public(ORIGIN)
        assert found is not None
        return found

    @property
    def pin(self) -> Path:
        """Where the keeper's pin lies."""
        return Pins(self.home).path(ORIGIN)


def relinked(body: bytes, seq: int, prev: str) -> bytes:
    """Give an entry another place, as anyone who rewrites a ledger must."""
    start, _, rest = body.rpartition(b',"prev":"')
    tail = rest[64:]
    before, _, after = tail.rpartition(b',"seq":')
    kind = after[after.index(b",") :]
    return start + b',"prev":"' + prev.encode() + before + b',"seq":%d' % seq + kind


def program(name: str) -> str:
    """Find a program; its absence is said, and is a failure where CI runs."""
    found = shutil.which(name)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def size_of(note: Note) -> int:
    return checkpoint_in(note).size


@pytest.fixture
def stranger(tmp_path: Path) -> Home:
    """Give the folders of somebody who has no key and saw nothing yet."""
    return Home.at(tmp_path / "stranger")


@pytest.fixture
def keeper(place: str, tmp_path: Path) -> Keeper:
    """Give a signed ledger of ten entries, on SQLite, then on PostgreSQL."""
    made = Keeper(place, Home.at(tmp_path / "keeper"))
    made.make()
    made.report(3)
    made.report(4)
    return made


@pytest.fixture
def sqlite_keeper(tmp_path: Path) -> Keeper:
    """Give a signed ledger of ten entries on SQLite."""
    made = Keeper(str(tmp_path / "sayso.db"), Home.at(tmp_path / "keeper"))
    made.make()
    made.report(3)
    made.report(4)
    return made
