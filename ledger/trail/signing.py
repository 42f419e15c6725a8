"""The audit trail of one open ledger: signing its heads, and what was seen of them.

Signing comes after the commit, never inside it, and only for a head that extends the
last one that was signed and the last one that this person saw. So a key signs one
history, whatever becomes of the process in between: the next command goes on from
the committed head.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ledger.audit.checkpoints import Checkpoint, checkpoint_in
from ledger.audit.judging import signer
from ledger.audit.keys import KeyStore, Locked, SigningKey
from ledger.audit.notes import Note, VerifierKey, read_note
from ledger.audit.places import Home
from ledger.audit.proofs import Proof
from ledger.audit.receipts import Receipt
from ledger.audit.verdicts import entries
from ledger.claims.canonical import parse_entry
from ledger.errors import (
    Damaged,
    Forked,
    LedgerError,
    NotProven,
    Refused,
    RolledBack,
)
from ledger.logs import log as tell
from ledger.store.checkpoints import StoredHead, keep, last_kept, path_of
from ledger.store.keys import keys_named
from ledger.store.log import Log, Writer
from ledger.store.reads import check_all_read
from ledger.store.tree import Tree
from ledger.trail.seen import ACCEPT, LedgerIdentity, Seen

if TYPE_CHECKING:
    from ledger.trail.witnessing import Witnessing

_NO_KEY: Final = "the ledger has no signing key", "`sayso audit key new` creates one"


class Trail:
    """Signs the heads of a ledger, and proves what stands in it."""

    def __init__(
        self,
        log: Log,
        ledger: LedgerIdentity,
        home: Home,
        *,
        clock: Callable[[], int],
        actor: Callable[[], str],
    ) -> None:
        self._log, self._ledger, self._home = log, ledger, home
        self.keys, self._seen = KeyStore(home), Seen(log, home)
        self._clock, self._actor = clock, actor
        self.trouble: LedgerError | None = None
        """Why the head could not be signed after what was recorded last."""

    # -- signing -----------------------------------------------------------------

    def sign_quietly(self) -> None:
        """Sign the committed head if there is a key that opens without being asked.

        What stands in the way is kept as `trouble`: the events are on record.
        """
        self.trouble = None
        if not self.keys.path(self._ledger.origin).exists():
            return
        try:
            self.sign()
        except Locked:
            tell("not signed", why="the key needs a passphrase")
        except LedgerError as error:
            self.trouble = error

    def sign(self, passphrase: bytes | None = None, size: int | None = None) -> Note:
        """Sign the committed head, unless it is signed already; give the note.

        With a size it is the head that the ledger had then. Refused or Locked if the
        key cannot be used.
        """
        origin = self._ledger.origin
        keys = [self.open_key(passphrase)]
        following = self.keys.following(origin, passphrase)
        if following is not None and following.public in self._named():
            keys.append(following)  # a rotation that was cut short
        note = self._sign(keys, size)
        if len(keys) > 1:
            self.keys.promote(origin, keys[-1].public)
        return note

    def _sign(self, keys: list[SigningKey], size: int | None = None) -> Note:
        with self._log.writer() as writer:
            self._seen.check_may_sign(writer, self._ledger)
            end, last = writer.head.seq + 1, last_kept(writer)
            size = end if size is None else size
            if last is not None:
                self._check_extends(writer, last)
            kept = last_kept(writer, size)
            if kept is not None and kept.size == size:
                note = read_note(kept.note)
            else:
                self._may_sign(keys[-1].public)
                check_all_read(writer, 0 if last is None else last.size, size)
                tree = Tree(writer.rows, size)
                text = Checkpoint(self._ledger.origin, size, tree.root()).text
                note = Note(text, tuple(key.sign(text) for key in keys))
                keep(writer, size, bytes(note), tree.peaks())
                tell("signed", size=size, key=keys[-1].public.brief)
        if size == end:
            self._seen.pins.move(note, self._ledger.place)
        return note

    def open_key(self, passphrase: bytes | None) -> SigningKey:
        """Open the key of the ledger; Refused or Locked if it cannot be used."""
        origin = self._ledger.origin
        if not self.keys.path(origin).exists() and not self._named():
            raise Refused(*_NO_KEY)
        return self.keys.open(origin, passphrase)

    def _check_extends(self, writer: Writer, last: StoredHead) -> None:
        """RolledBack or Forked unless the ledger extends the last signed head."""
        head = checkpoint_in(read_note(last.note))
        if head.size > writer.head.seq + 1:
            raise RolledBack(
                f"ROLLED-BACK  signed {entries(head.size)}, found"
                f" {writer.head.seq + 1:,}",
                ACCEPT,
            )
        if Tree(writer.rows, head.size).root() != head.root:
            raise Forked(
                f"FORKED  the first {head.size:,} entries are not those that were"
                " signed; nothing more is signed",
                "`sayso audit verify` names what was changed",
            )

    def _may_sign(self, key: VerifierKey) -> None:
        """Refuse a key that is not the one that the ledger named last.

        Anyone who may append could name a key of their own. To sign that would be to
        vouch for it.
        """
        named = self._named()
        if named and named[-1] != key:
            raise Refused(
                f"the ledger signs with {named[-1].brief}, the key here is {key.brief}",
                "if it was rotated elsewhere, get that key file, or work there; if"
                " nobody should have done so, restore a copy",
            )

    def _named(self) -> list[VerifierKey]:
        return list(keys_named(self._log))

    def public(self) -> VerifierKey:
        """Give the key that signs the ledger now; Refused if it has none."""
        named = self._named()
        if not named:
            raise Refused(*_NO_KEY)
        return named[-1]

    # -- keys -------------------------------------------------------------------

    def new_key(self, passphrase: bytes | None = None) -> VerifierKey:
        """Make the first key of a ledger that has none; sign its head.

        Refused if the ledger names a key already, or if there is one here.
        """
        if named := self._named():
            raise Refused(
                f"the ledger signs with {named[-1].brief} already",
                "restore its key from a copy, or `sayso audit key rotate --lost`",
            )
        made = self.keys.make(self._ledger.origin, passphrase)
        self._keep("key.rotated", {"new": str(made.public)})
        self._sign([made])
        return made.public

    def rotate(
        self, passphrase: bytes | None = None, *, lost: bool = False
    ) -> VerifierKey:
        """Let a new key take over; the first head after it is signed by both.

        With `lost` the old key is not there to sign: anyone who trusts it must then get
        the new one from the keeper.
        """
        origin = self._ledger.origin
        named = self._named()
        if not named:
            raise Refused(*_NO_KEY)
        old = [] if lost else [self.open_key(passphrase)]
        new = self.keys.prepare(origin, passphrase)
        if new.public not in named:
            said = {"old": str(named[-1]), "new": str(new.public)}
            self._keep("key.rotated", said)
        self._sign([*old, new])
        self.keys.promote(origin, new.public)
        return new.public

    def accept_rollback(self, reason: str, passphrase: bytes | None = None) -> Note:
        """Go on from an older copy: say so on record, and remember its head instead.

        Refused if nothing was rolled back.
        """
        pin = self._seen.pins.read(self._ledger.origin)
        try:
            copy = self._seen.hold(self._log, self._ledger)
        except (RolledBack, Forked):
            copy = None
        else:
            if copy is None or not (copy.older or copy.other):
                raise Refused("nothing was rolled back", "sayso audit checkpoint")
        assert pin is not None
        key = self.open_key(passphrase)
        lost = checkpoint_in(pin)
        said = {"size": lost.size, "root": lost.root.hex(), "reason": reason}
        self._keep("rollback.accepted", said)
        self._seen.pins.forget(self._ledger.origin, self._ledger.place)
        return self._sign([key])

    def _keep(self, type_: str, data: Mapping[str, Any]) -> None:
        """Record an event of the ledger's own keeping."""
        from ledger.recording.desk import Desk  # slow to import

        with self._log.writer() as writer:
            now = self._clock()
            desk = Desk(writer, self._ledger.zone, recorded=now, actor=self._actor())
            desk.accept_own(type_, data)
            desk.write()

    # -- witnesses --------------------------------------------------------------

    @cached_property
    def witnessing(self) -> "Witnessing":
        """Those outside who sign what they saw of this ledger."""
        from ledger.audit.witnesses import Witnesses  # slow to import
        from ledger.trail.witnessing import Witnessing

        return Witnessing(self._log, Witnesses(self._home, self._ledger.origin))

    # -- proofs -----------------------------------------------------------------

    def prove(self, text: str) -> Proof:
        """Prove that an event stands in the ledger, under its newest signed head.

        UnknownName for no such event; Refused if no head that holds it was signed.
        """
        stored, kept = self._log.get(text), last_kept(self._log)
        if kept is None or kept.size <= stored.seq:
            raise Refused(
                f"no signed head includes event {stored.seq} yet",
                "`sayso audit checkpoint` signs the head; without a key first"
                " `sayso audit key new`",
            )
        note = self.witnessing.cosigned(read_note(kept.note))
        path = path_of(self._log, stored.seq, kept)
        proof = Proof(stored.seq, tuple(path), note, stored.body)
        try:
            proof.check(stored.body)
        except NotProven as error:
            raise Damaged(
                f"event {stored.seq} cannot be proven: {error.message}",
                "`sayso audit verify` names what was changed",
            ) from None
        return proof

    def receipt(self, proof: Proof, passphrase: bytes | None = None) -> Receipt:
        """Give the proof of an event as a COSE receipt, which the key signs.

        It signs no other root than that of the head under which the proof stands, and
        only if it signed that head, too: else Refused. Locked if it wants a passphrase.
        """
        assert proof.entry is not None
        key = self.open_key(passphrase)
        return receipt_of(proof, proof.entry, key)


def receipt_of(proof: Proof, entry: bytes, key: SigningKey) -> Receipt:
    """Give a proof as a COSE receipt; Refused if the key did not sign its head."""
    if signer(proof.note, [key.public]) is None:
        raise Refused(
            "the key here did not sign the newest head", "sayso audit checkpoint"
        )
    head = proof.checkpoint
    subject = str(parse_entry(entry)["id"])
    plain = Receipt(
        head.origin, subject, key.public.key_id, head.size, proof.index, proof.path
    )
    return plain.signed(head.root, key.private.sign)
