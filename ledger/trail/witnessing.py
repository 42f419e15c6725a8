"""Asking witnesses to cosign the signed head, and judging what they answer.

A witness gets the head, and a proof that it extends the last one that the witness
cosigned (C2SP's tlog-witness). It answers with a line that it signed; with the size
that it saw last, if that is another; or with a refusal. Only lines that verify with
the key that was named for it are kept. Nothing is sent unless `post` is given: else
requests are written as files, and answers are read from files.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.merkle import consistency_path
from ledger.audit.notes import Note, read_note
from ledger.audit.places import filed, got
from ledger.audit.policies import Policy, Witness
from ledger.audit.proofs import Growth, read_growth
from ledger.audit.signatures import seen_at, signed_by
from ledger.audit.verdicts import entries
from ledger.audit.witnesses import Witnesses, cosigned
from ledger.claims.dates import show_instant
from ledger.errors import NotProven, Refused, Unreachable
from ledger.store.checkpoints import StoredHead, last_kept
from ledger.store.log import Log
from ledger.store.tree import Tree
from ledger.trail.posting import NoAnswer, WitnessReply

CONFLICT: Final = 409
_REFUSED: Final = {
    403: "knows another key of this ledger: give it that of `sayso audit key show`",
    404: "does not know this ledger: give it what `sayso audit witness log-list` says",
    422: "saw another history of this ledger, and rejects this one",
}
_AGAINST: Final = frozenset({422})
_OK: Final = 200
_MICRO: Final = 1_000_000
_SIZE: Final = re.compile(rb"(0|[1-9][0-9]{0,18})\n?")

Post = Callable[[str, bytes], WitnessReply]
WitnessOutcome = Literal["cosigned", "waits", "away", "refused", "unsigned", "against"]


@dataclass(frozen=True, slots=True)
class WitnessResult:
    """What came of asking one witness."""

    witness: Witness
    outcome: WitnessOutcome
    """`against` if it contradicts the ledger; `unsigned` if its answer is not the line
    that it was asked for, or not the whole of it."""
    what: str

    def __str__(self) -> str:
        return f"{self.witness.name}  {self.what}"


class Witnessing:
    """The witnesses of one open ledger."""

    def __init__(self, log: Log, kept: Witnesses) -> None:
        self._log, self.kept = log, kept

    def policy(self) -> Policy:
        """Give the policy; Refused if no witness was named."""
        found = self.kept.policy
        if found is None:
            raise Refused(
                "no witness is registered for this ledger",
                "sayso audit witness add URL KEY",
            )
        return found

    def cosigned(self, note: Note) -> Note:
        """Give a signed head with the lines of witnesses that saw just this head."""
        return cosigned(note, self.kept.heads())

    def told(self) -> list[str]:
        """Say how many witnesses are wanted, and what each cosigned last.

        Nothing if there is no policy.
        """
        policy = self.kept.policy
        if policy is None:
            return []
        lines = [f"{one.name} {self._last(one)}" for one in policy.witnesses]
        return [f"witnesses: {policy} required", *lines]

    def shown(self, checkpoint: str) -> dict[str, Any]:
        """Give what a report shows of its signed head: with lines, and who wrote them.

        Nothing without a policy, or without a head.
        """
        lines = self.told()
        if not lines or not checkpoint:
            return {}
        note = self.cosigned(read_note(checkpoint.encode()))
        return {"checkpoint": bytes(note).decode(), "witnesses": lines}

    def fields(self) -> dict[str, object]:
        """Give the same as JSON holds it."""
        policy = self.policy()
        return {
            "wanted": policy.needed,
            "witnesses": [
                {"name": one.name, "url": one.url, "key": str(one.key)}
                | self._last_fields(one)
                for one in policy.witnesses
            ],
        }

    def _last_fields(self, witness: Witness) -> dict[str, object]:
        try:
            size, when = self._saw(witness)
        except NotProven as error:
            return {"entries": 0, "cosigned_at": None, "wrong": error.message}
        return {"entries": size, "cosigned_at": when, "wrong": None}

    def _last(self, witness: Witness) -> str:
        try:
            size, when = self._saw(witness)
        except NotProven as error:
            return error.message
        if when is None:
            return "cosigned nothing yet"
        return f"cosigned {entries(size)} on {when[:10]}"

    def _saw(self, witness: Witness) -> tuple[int, str | None]:
        """Give how many entries a witness cosigned last, and when."""
        note = self.kept.head_of(witness)
        if note is None or not signed_by(note, witness.key):
            return 0, None
        when = show_instant(seen_at(note, witness.key) * _MICRO)
        return checkpoint_in(note).size, when

    # -- asking -------------------------------------------------------------------

    def ask(self, post: Post) -> Iterator[WitnessResult]:
        """Ask every witness about the newest signed head, one after the other."""
        head = self._head()
        for witness in self.policy().witnesses:
            if self._has(witness, head):
                yield self._already(witness, head)
                continue
            try:
                yield self._ask(witness, head, post)
            except NoAnswer as error:
                yield WitnessResult(witness, "away", f"no answer: {error}")

    def _ask(self, witness: Witness, head: StoredHead, post: Post) -> WitnessResult:
        request = self.request(head, self._old(witness))
        answer = post(witness.url, bytes(request))
        if answer.status == CONFLICT:  # it saw more than we remember, or less
            old = _size_in(answer.body)
            if old is None or old > head.size:
                return self._judged(witness, request, answer)
            request = self.request(head, old)
            answer = post(witness.url, bytes(request))
        return self._judged(witness, request, answer)

    def ask_by_files(self, folder: Path) -> Iterator[WitnessResult]:
        """Take in the answers that lie in a folder, and write what is to be asked.

        A witness's request is `<name>.request`, what it answered belongs into
        `<name>.answer`: its lines, or the size that it named.
        """
        head = self._head()
        for witness in self.policy().witnesses:
            at = folder / filed(witness.name)
            old, told = self._taken(witness, at)
            if told is not None and told.outcome != "waits":
                yield told
            if told is not None and told.outcome == "against":
                continue
            if self._has(witness, head):
                if told is None:
                    yield self._already(witness, head)
                continue
            path = at.with_name(f"{at.name}.request")
            _write(path, bytes(self.request(head, old)))
            yield WitnessResult(
                witness,
                "waits",
                f"send {path} to {witness.url}/add-checkpoint; its answer goes"
                f" into {path.with_suffix('.answer')}",
            )

    def _taken(self, witness: Witness, at: Path) -> tuple[int, WitnessResult | None]:
        """Take in an answer; give from which size to ask on, and what came of it."""
        request = got(at.with_name(f"{at.name}.request"))
        path = at.with_name(f"{at.name}.answer")
        answer = got(path)
        if request is None or answer is None:
            return self._old(witness), None
        asked = read_growth(request)
        kept = last_kept(self._log, checkpoint_in(asked.note).size)
        if kept is None or kept.note != bytes(asked.note):
            raise Refused(
                f"{at.name}.request holds no head of this ledger", "delete the folder"
            )
        old = _size_in(answer)
        if old is not None:
            told = WitnessResult(witness, "waits", f"saw {entries(old)}")
            if old > self._head().size:
                told = self._judged(witness, asked, WitnessReply(CONFLICT, answer))
        else:
            told = self._judged(witness, asked, WitnessReply(_OK, answer))
        path.unlink()
        at.with_name(f"{at.name}.request").unlink()
        return self._old(witness) if old is None else old, told

    def request(self, head: StoredHead, old: int) -> Growth:
        """Give what a witness is asked that cosigned `old` entries last."""
        path: tuple[bytes, ...] = ()
        if 0 < old < head.size:
            subtree = Tree(self._log.rows, head.size).subtree
            path = tuple(consistency_path(old, head.size, subtree))
        return Growth(old, path, read_note(head.note))

    def _judged(
        self, witness: Witness, asked: Growth, answer: WitnessReply
    ) -> WitnessResult:
        """Keep what a witness signed, if it did; else say why not."""
        size = checkpoint_in(asked.note).size
        if answer.status == CONFLICT:
            found = _size_in(answer.body)
            if found is None:
                return WitnessResult(witness, "refused", "named no size that it saw")
            if found <= size:  # somebody else asked in between
                return WitnessResult(
                    witness, "refused", f"has now seen {entries(found)}: ask again"
                )
            return WitnessResult(
                witness, "against", f"saw {entries(found)}, here are {size:,}"
            )
        if answer.status != _OK:
            why = _REFUSED.get(answer.status, f"answered with status {answer.status}")
            bad = answer.status in _AGAINST
            return WitnessResult(witness, "against" if bad else "refused", why)
        try:
            note = _with_lines(asked.note, witness, answer.body)
        except NotProven as error:
            what = f"did not sign what it was asked: {error.message}"
            return WitnessResult(witness, "unsigned", what)
        self.kept.keep(witness, note)
        return WitnessResult(witness, "cosigned", f"cosigned {entries(size)}")

    def _already(self, witness: Witness, head: StoredHead) -> WitnessResult:
        return WitnessResult(witness, "cosigned", f"had cosigned {entries(head.size)}")

    def _has(self, witness: Witness, head: StoredHead) -> bool:
        note = self.kept.head_of(witness)
        try:
            text = read_note(head.note).text
            return (
                note is not None and note.text == text and signed_by(note, witness.key)
            )
        except NotProven:
            return False

    def _old(self, witness: Witness) -> int:
        note = self.kept.head_of(witness)
        return 0 if note is None else checkpoint_in(note).size

    def _head(self) -> StoredHead:
        found = last_kept(self._log)
        if found is None:
            raise Refused("no head has been signed yet", "sayso audit checkpoint")
        return found


def _with_lines(note: Note, witness: Witness, lines: bytes) -> Note:
    """Add a witness's own line to a head; NotProven if there is none that verifies."""
    answered = read_note(f"{note.text}\n".encode() + lines)
    own = tuple(one for one in answered.signatures if witness.key.made(one))
    if not signed_by(Note(note.text, own), witness.key):
        raise NotProven(f"there is no line of {witness.key.brief}")
    return Note(note.text, (*note.signatures, *own))


def _size_in(body: bytes) -> int | None:
    found = _SIZE.fullmatch(body)
    return None if found is None else int(found[1])


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise Unreachable(f"{path} cannot be written: {error.strerror}") from None
