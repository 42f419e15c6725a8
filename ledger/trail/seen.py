"""Holding a ledger against the last head of it that this person saw.

It happens whenever a ledger is opened, so it costs a few look-ups, and no signature
is checked as long as all is well: whether the entries before that head are still those
that were signed is for `ledger.verifying` to find out.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from ledger.audit.checkpoints import Checkpoint, checkpoint_in
from ledger.audit.notes import Note, read_note
from ledger.audit.pins import Pins
from ledger.audit.places import Home
from ledger.errors import Damaged, Forked, LedgerError, NotProven, Refused, RolledBack
from ledger.store.checkpoints import StoredHead, last_kept
from ledger.store.keys import keys_named
from ledger.store.log import Log
from ledger.store.reading import Reader
from ledger.store.tree import Tree

ACCEPT: Final = (
    "if you put an older copy back on purpose, `sayso audit checkpoint"
    ' --accept-rollback "why"` logs the rollback and continues; otherwise look for'
    " a newer copy"
)


class LedgerIdentity(NamedTuple):
    """Which ledger it is: its origin, its zone, and where it is kept."""

    origin: str
    zone: str
    place: str


@dataclass(frozen=True, slots=True)
class UnknownCopy:
    """A ledger at a place where it was not seen before, next to the one that was."""

    ledger: LedgerIdentity
    others: list[str]
    """Where it was seen, and may still be."""
    seen: int
    """Entries of the newest head that was seen."""
    size: int
    older: bool = False
    """Whether it is shorter than that."""
    other: bool = False
    """Whether it went on in another way."""

    @property
    def of(self) -> str:
        """What it is a copy of."""
        return (
            _brief(*self.others[:1], self.ledger.place)
            if self.others
            else (self.ledger.origin)
        )

    @property
    def name(self) -> str:
        """What it is called next to the other one."""
        return _brief(self.ledger.place, *self.others[:1])

    def told(self, last: str) -> str:
        """Say what it is; `last` is the day of its last entry, in words."""
        text = f"{self.name} is a copy of {self.of}"
        if self.older:
            text += f" and older: {self.size:,} entries, the last of {last}, where"
            return f"{text} {self.seen:,} were seen; it is read-only"
        return f"{text}, and continued differently" if self.other else text

    def check_writable(self) -> None:
        """Refuse to record in an older copy."""
        if self.older:
            raise Refused(
                f"{self.name} is an older copy of {self.of}: it is read-only",
                "if the newer one is lost, `sayso audit checkpoint --accept-rollback"
                ' "why"` continues from this one; `sayso db copy` makes a copy to try'
                " things in",
            )


def _brief(place: str, *others: str) -> str:
    """Name a file by its name alone where the other one lies in the same folder."""
    same = "://" not in place and any(
        Path(place).parent == Path(other).parent for other in others
    )
    return Path(place).name if same else place


class Seen:
    """What one person saw of the ledger at a place."""

    def __init__(self, log: Log, home: Home) -> None:
        self._log, self._home = log, home
        self.pins = Pins(home)

    def check_not_emptied(self) -> None:
        """RolledBack if there are no entries where a ledger was seen before."""
        if self._log.ends()[1] >= 0:
            return
        place = self._log.place
        origin = self.pins.origin_at(place)
        pin = None if origin is None else self.pins.read(origin)
        if pin is not None:
            from ledger.audit.verdicts import entries

            size = checkpoint_in(pin).size
            raise RolledBack(
                f"ROLLED-BACK  {place}: no entries, where {origin} had {entries(size)}",
                "the ledger was emptied: restore a copy",
            )

    def hold(self, reader: Reader, ledger: LedgerIdentity) -> "UnknownCopy | None":
        """Hold the ledger against the last head of it that was seen, if one was.

        What was seen at this place must still be there: RolledBack if the ledger is
        shorter, Forked if it is another; both heads are kept as evidence. At a place
        where it was never seen it is a copy if it is there still elsewhere, or if it
        is older; that is given. NotProven if somebody edited the pin.
        """
        pin, here = self.pins.read(ledger.origin), ledger.place
        if pin is None:
            return None
        known = self.pins.origin_at(here) == ledger.origin
        others = self.pins.elsewhere(ledger.origin, here)
        if known and others:  # what was seen there says nothing about this one
            pin, others = self.pins.head_at(here) or pin, []
        size, seen = reader.ends()[1] + 1, checkpoint_in(pin)
        if size < seen.size:
            if not known and self._vouched(ledger):
                return UnknownCopy(ledger, others, seen.size, size, older=True)
            from ledger.audit.verdicts import entries

            what = f"{entries(size)}, {seen.size:,} were seen"
            raise self._stop(RolledBack, ledger, pin, what)
        if not self._extends(reader, seen, size):
            if others and self._vouched(ledger):
                return UnknownCopy(ledger, others, seen.size, size, other=True)
            what = f"the first {seen.size:,} entries are not those that were seen"
            raise self._stop(Forked, ledger, pin, what)
        return UnknownCopy(ledger, others, seen.size, size) if others else None

    def check_may_sign(self, reader: Reader, ledger: LedgerIdentity) -> None:
        """Refuse to sign a copy, or another history than that which was signed."""
        copy = self.hold(reader, ledger)
        if copy is not None:
            raise Refused(
                f"{ledger.place} is a copy of {copy.of}",
                "a key signs one history: record there, or remove that copy",
            )
        pin = self.pins.read(ledger.origin)
        seen = None if pin is None else checkpoint_in(pin)
        size = reader.ends()[1] + 1
        if seen is None or self._extends(reader, seen, size):
            return
        places = ", ".join(self.pins.elsewhere(ledger.origin, ledger.place))
        raise Refused(
            f"another history of {ledger.origin} was signed, of {seen.size:,} entries",
            f"a key signs one history: record there ({places}), or `sayso audit"
            ' checkpoint --accept-rollback "why"` continues from this one',
        )

    @staticmethod
    def _extends(reader: Reader, seen: Checkpoint, size: int) -> bool:
        """Tell whether a ledger of this many entries begins as a head says."""
        if size < seen.size:
            return False
        kept = last_kept(reader, seen.size)
        if kept is not None and _is_same_head(kept, seen):
            return True
        return _root_at(reader, seen.size) == seen.root

    def _vouched(self, ledger: LedgerIdentity) -> bool:
        """Tell whether the person's own key signed the newest head of a ledger."""
        from ledger.audit.judging import signer  # slow to import
        from ledger.audit.keys import KeyStore

        own, newest = KeyStore(self._home).public(ledger.origin), last_kept(self._log)
        if own is None or newest is None:
            return False
        try:
            return signer(read_note(newest.note), [own]) is not None
        except NotProven:
            return False

    def _stop(
        self, kind: type[LedgerError], ledger: LedgerIdentity, pin: Note, what: str
    ) -> LedgerError:
        # Signatures take long to import: nobody pays for it but who is in trouble.
        from ledger.audit.judging import signer
        from ledger.audit.keys import KeyStore

        own = KeyStore(self._home).public(ledger.origin)
        if signer(pin, [*([own] if own else []), *keys_named(self._log)]) is None:
            return NotProven(
                f"BAD-SIGNATURE  the pin {self.pins.path(ledger.origin)} was signed by"
                " no key of this ledger",
                "it was edited, or the ledger was replaced; `sayso audit verify --key`",
            )
        newest = last_kept(self._log)
        notes = [] if newest is None else [read_note(newest.note)]
        paths = self.pins.keep_evidence(ledger.origin, pin, *notes)
        code = "ROLLED-BACK" if kind is RolledBack else "FORKED"
        kept = "\n  ".join(str(path) for path in paths)
        return kind(f"{code}  {ledger.place}: {what}\n  {kept}", ACCEPT)


def _root_at(reader: Reader, size: int) -> bytes | None:
    try:
        return Tree(reader.rows, size).root()
    except Damaged:
        return None


def _is_same_head(kept: StoredHead, seen: Checkpoint) -> bool:
    try:
        return checkpoint_in(read_note(kept.note)) == seen
    except NotProven:
        return False
