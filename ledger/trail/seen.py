"""Holding a ledger against the last head of it that this person saw.

It happens whenever a ledger is opened, so it costs a few look-ups, and no signature
is checked as long as all is well: whether the entries before that head are still those
that were signed is for `ledger.verifying` to find out.
"""

from typing import Final, NamedTuple

from ledger.audit.checkpoints import Checkpoint, checkpoint_in
from ledger.audit.notes import Note, read_note
from ledger.audit.pins import Pins
from ledger.audit.places import Home
from ledger.errors import Damaged, Forked, LedgerError, NotProven, RolledBack
from ledger.store.checkpoints import Kept, last_kept
from ledger.store.keys import keys_named
from ledger.store.log import Log
from ledger.store.reading import Reader
from ledger.store.tree import Tree

ACCEPT: Final = (
    "if you put an older copy back on purpose, `sayso audit checkpoint"
    ' --accept-rollback "why"` says so on record and goes on; else look for a newer one'
)


class Identity(NamedTuple):
    """Which ledger it is: its origin, its zone, and where it is kept."""

    origin: str
    zone: str
    place: str


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
            from ledger.audit.verdicts import entries  # noqa: PLC0415 - as below

            size = checkpoint_in(pin).size
            raise RolledBack(
                f"ROLLED-BACK  {place}: no entries, where {origin} had {entries(size)}",
                "the ledger was emptied: put a copy back",
            )

    def hold(self, reader: Reader, ledger: Identity) -> None:
        """Hold the ledger against the last head of it that was seen, if one was.

        RolledBack if it is shorter, Forked if it is another; both heads are kept as
        evidence. NotProven if somebody edited the pin.
        """
        pin = self.pins.read(ledger.origin)
        if pin is None:
            return
        seen, size = checkpoint_in(pin), reader.ends()[1] + 1
        if size < seen.size:
            from ledger.audit.verdicts import entries  # noqa: PLC0415 - as below

            what = f"{entries(size)}, {seen.size:,} were seen"
            raise self._stop(RolledBack, ledger, pin, what)
        kept = last_kept(reader, seen.size)
        if kept is not None and _says(kept, seen):
            return
        if _root_at(reader, seen.size) != seen.root:
            what = f"the first {seen.size:,} entries are not those that were seen"
            raise self._stop(Forked, ledger, pin, what)

    def _stop(
        self, kind: type[LedgerError], ledger: Identity, pin: Note, what: str
    ) -> LedgerError:
        # Signatures take long to import: nobody pays for it but who is in trouble.
        from ledger.audit.judging import signer  # noqa: PLC0415
        from ledger.audit.keys import Keys  # noqa: PLC0415

        own = Keys(self._home).public(ledger.origin)
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


def _says(kept: Kept, seen: Checkpoint) -> bool:
    try:
        return checkpoint_in(read_note(kept.note)) == seen
    except NotProven:
        return False
