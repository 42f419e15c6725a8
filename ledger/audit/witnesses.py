"""What witnesses saw of each ledger, kept next to the pin: one signed head a witness.

Such a head is the newest that the witness cosigned, with the log's own signature: a
signed note like any other, which can be given to somebody else as it is. The policy,
which says how many witnesses are wanted, lies next to them.
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.notes import Note, VerifierKey, read_note
from ledger.audit.places import Home, filed, got, write_whole
from ledger.audit.policies import Policy, Witness, read_policy
from ledger.errors import NotProven

_EDITED: Final = "delete it, and ask the witness again: sayso audit witness ask"


class Witnesses:
    """The witnesses of one ledger, as one person keeps them."""

    def __init__(self, home: Home, origin: str) -> None:
        self._origin = origin
        self._folder = home.pins / f"{filed(origin)}.witnesses"
        self.path = home.pins / f"{filed(origin)}.policy"
        """Where the policy lies, or would."""

    @property
    def policy(self) -> Policy | None:
        """How many of which witnesses are wanted; NotProven if somebody edited it."""
        data = got(self.path)
        if data is None:
            return None
        try:
            return read_policy(data)
        except NotProven as error:
            raise NotProven(
                f"{self.path}: {error.message}",
                "delete it, and add the witnesses again: sayso audit witness add",
            ) from None

    def write(self, policy: Policy | None, log: VerifierKey) -> None:
        """Keep a policy; None if nobody is wanted any more."""
        if policy is None:
            self.path.unlink(missing_ok=True)
        else:
            write_whole(self.path, policy.text(log).encode())

    def head_of(self, witness: Witness) -> Note | None:
        """Give the newest head that a witness cosigned.

        Its signatures are not checked. NotProven if it is malformed.
        """
        path = self._head(witness)
        data = got(path)
        if data is None:
            return None
        try:
            note = read_note(data)
            same = checkpoint_in(note).origin == self._origin
        except NotProven as error:
            raise NotProven(
                f"BAD-SIGNATURE  {path} was edited: {error.message}", _EDITED
            ) from None
        return note if same else None

    def heads(self) -> list[tuple[str, Note]]:
        """Give the newest head of each witness of the policy, with its name."""
        policy = self.policy
        named = () if policy is None else policy.witnesses
        found = [(one.name, self.head_of(one)) for one in named]
        return [(name, note) for name, note in found if note is not None]

    def keep(self, witness: Witness, note: Note) -> None:
        """Remember what a witness cosigned, unless it cosigned a later head before."""
        before = self.head_of(witness)
        size = checkpoint_in(note).size
        if before is None or checkpoint_in(before).size <= size:
            write_whole(self._head(witness), bytes(note))

    def forget(self, witness: Witness) -> None:
        """Let go of what a witness cosigned."""
        self._head(witness).unlink(missing_ok=True)
        with suppress(OSError):  # others are in it, or it was never made
            self._folder.rmdir()

    def _head(self, witness: Witness) -> Path:
        return self._folder / f"{filed(witness.name)}.checkpoint"


def cosigned(note: Note, heads: list[tuple[str, Note]]) -> Note:
    """Give a head with the lines of all who signed the same head."""
    lines = [
        line for _, head in heads if head.text == note.text for line in head.signatures
    ]
    return Note(note.text, tuple(dict.fromkeys((*note.signatures, *lines))))
