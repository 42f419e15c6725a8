"""Verifying a ledger in place: every entry, the tree, its heads, payloads and guards.

Nothing that the database keeps besides the entries is trusted: columns, hashes and
heads are made again and held against it. Who vouches for the result is weighed last,
in `ledger.audit.judging`. Reading goes page by page; memory does not grow.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from ledger.audit.checkpoints import Checkpoint, checkpoint_in
from ledger.audit.judging import Anchors, Signed, Trust, signer, weigh
from ledger.audit.merkle import Frontier
from ledger.audit.notes import Note, VerifierKey, read_key, read_note
from ledger.audit.verdicts import (
    NOT_SIGNED,
    Checked,
    Finding,
    Report,
    entries,
    judged,
    many,
    span,
)
from ledger.claims.canonical import parse_entry
from ledger.errors import NotProven
from ledger.store.checkpoints import StoredHead, all_kept, last_kept
from ledger.store.checkpoints import count as count_kept
from ledger.store.entries import (
    QUARANTINE,
    DamagedEntry,
    Head,
    LostEntry,
    UnreadEntry,
)
from ledger.store.log import Log
from ledger.store.pages import EntryPage
from ledger.store.payloads import all_payloads, payloads_of, wrong_digests
from ledger.store.payloads import count as count_payloads
from ledger.store.storage import Indexes
from ledger.store.tree import Levels
from ledger.store.walking import Walk

_RESTORE: Final = (
    "export the intact part with `sayso audit export --until N DIR`,"
    " then restore a backup"
)
_KEEPING: Final = frozenset({"ledger.opened", "key.rotated", "payload.erased"})
_SIGNATURES: Final = 250
"""So many signatures are checked, or one for so many entries, evenly spread: it takes
less than a tenth of the whole."""
_COMMITS: Final = b'"commitment":"'


@dataclass(slots=True)
class WalkFindings:
    """What a walk over all entries brought to light."""

    origin: str = ""
    keys: list[tuple[int, VerifierKey]] = field(default_factory=list)
    erased: dict[bytes, int] = field(default_factory=dict)
    """Commitment -> the entry that says that it is erased."""
    texts: set[bytes] = field(default_factory=set)
    """Commitments of payloads that are there, and that an entry holds."""
    misfiled: dict[bytes, int] = field(default_factory=dict)
    """Commitment of a payload with the digest of another -> its entry."""
    absent: dict[bytes, int] = field(default_factory=dict)
    """Commitment of a payload that is not there -> the entry that commits to it."""
    handovers: list[Note] = field(default_factory=list)
    """The first stored head after every change of keys."""
    newest: Note | None = None
    roots: dict[int, bytes] = field(default_factory=dict)
    """The roots at the sizes of heads from outside."""
    recorded: dict[int, int] = field(default_factory=dict)
    """Size of a head -> when its last entry was recorded, in microseconds."""
    holds: int = 0
    """The size of the last stored head that fits the tree."""
    findings: list[Finding] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    indexes: Indexes | None = None

    def signed(self, size: int) -> Signed:
        """Give what the log says about itself."""
        newest = [] if self.newest is None else [self.newest]
        heads = [*self.handovers, *newest]
        return Signed(self.origin, size, self.keys, heads, self.roots.get)


def verify_ledger(
    log: Log,
    anchors: Anchors,
    *,
    deep: bool = False,
    indexes: Indexes | None = None,
) -> Checked:
    """Verify a whole ledger, whatever state it is in; `indexes` see all entries."""
    head, last = log.ends()
    report, course, trust = Report("ledger", size=last + 1), WalkFindings(), Trust()
    course.indexes = indexes
    if last < 0:
        return Checked(_empty(report, course, anchors))
    walk = Walk(deep=deep)
    _go(log, walk, course, anchors, last + 1)
    report.root, report.origin = walk.frontier.root, course.origin
    found = course.findings
    if walk.size == last + 1 and not found:
        if head != last:
            found.append(_head_differs(head, last))
        elif _head_row(log) != walk.head:
            what = f"the head does not say what entry {last} says"
            found.append(Finding("ALTERED", what, _RESTORE, seq=last))
        _check_later_heads(log, course, last + 1)
        _check_payloads(log, course, report)
        trust = weigh(course.signed(last + 1), anchors)
        found += trust.findings
        report.signed_by = trust.signed_by.brief if trust.signed_by else None
        report.trusted_by = trust.trusted_by
        report.witnessed = trust.witnessed
    report.warnings = course.warnings
    contradicted = tuple(trust.contradicted)
    return Checked(judged(report, found), course.newest, contradicted, course.recorded)


def _head_row(log: Log) -> Head | None:
    for seq, leaf, recorded, *_ in log.rows("head", {}):
        return Head(seq, leaf.hex(), recorded)
    return None


def _empty(report: Report, course: WalkFindings, anchors: Anchors) -> Report:
    """Judge a ledger without entries: with nothing to hold it against, or too much."""
    for name, note in anchors.outside:
        size = checkpoint_in(note).size
        what = f"{name} saw {entries(size)}, there are none"
        hint = "the ledger was emptied, or replaced by another one"
        course.findings.append(
            Finding("ROLLED-BACK", what, hint, between=(0, size), file=name)
        )
    nothing = Finding("UNPINNED", "there are no entries, so nothing is proven")
    return judged(report, [*course.findings, nothing])


def _go(
    log: Log, walk: Walk, course: WalkFindings, anchors: Anchors, size: int
) -> None:
    """Walk over all entries, past every stored head, until something is wrong."""
    wanted = [checkpoint_in(note).size for _, note in anchors.outside]
    most = count_kept(log) if walk.deep else max(_SIGNATURES, size // _SIGNATURES)
    step = 1 + (count_kept(log) - 1) // max(most, 1)
    heads, levels = _Heads(all_kept(log), course, step), Levels(log.rows)
    try:
        for page in log.pages(size):
            first = walk.size
            stops = [*heads.upto(first + len(page)), *wanted]
            whole, seen, error = _past(page, walk, stops)
            course.roots |= {at: seen[at].root for at in wanted if at in seen}
            course.recorded |= {
                at: page[at - first - 1][6] for at in wanted if at in seen
            }
            _look(whole, first, course, log)
            if course.indexes is not None and whole:
                course.indexes.take(whole, first)
            heads.check(seen)
            if error is not None:
                raise error
            differs = levels.check(walk.tile_roots)
            walk.tile_roots.clear()
            if differs:
                course.findings.append(_node_differs(*differs))
            if course.findings:
                return
    except DamagedEntry as error:
        course.findings.append(_altered(log, course, error))
    except LostEntry as error:
        course.findings.append(Finding("ALTERED", error.message, _RESTORE, error.seq))
    for seq, years in walk.ahead:
        course.warnings.append(
            f"entry {seq} was recorded, by the clock, {years} years after the entry in"
            " front, and after what it is about: a clock was ahead"
        )
    if walk.backwards:
        course.warnings.append(
            f"{many(walk.backwards, 'entry was', 'entries were')} recorded, by the"
            " clock, before the entry in front: a clock was set back"
        )


def _past(
    page: EntryPage, walk: Walk, stops: Sequence[int]
) -> tuple[EntryPage, dict[int, Frontier], DamagedEntry | None]:
    """Read a page: give its sound entries, and the tree as it was at stops.

    What is whole ends before the first damaged entry, which is given, too.
    """
    try:
        return page, {tree.size: tree for tree in walk.take(page, stops)}, None
    except DamagedEntry as error:
        whole = page[: error.seq - walk.size]
        tree, seen = walk.frontier.copy(), {}
        for row in whole:
            tree.add(row[7])
            seen[tree.size] = tree.copy()
        return whole, seen, error


class _Heads:
    """The stored heads, which the walk passes one after the other."""

    def __init__(
        self, kept: Iterator[StoredHead], course: WalkFindings, step: int
    ) -> None:
        self._kept, self._course, self._step, self._passed = kept, course, step, 0
        self._waiting: list[StoredHead] = []
        self._keys = 0

    def upto(self, end: int) -> list[int]:
        """Give the sizes of the next heads, those of at most so many entries."""
        for one in self._kept:
            if one.size > end:
                self._kept = chain([one], self._kept)
                break
            self._waiting.append(one)
        return [one.size for one in self._waiting]

    def check(self, seen: Mapping[int, Frontier]) -> None:
        """Hold the heads that were passed against the tree, until one does not fit."""
        while self._waiting and self._waiting[0].size in seen:
            one = self._waiting.pop(0)
            finding = self._finding(one, seen[one.size])
            if finding is not None:
                self._course.findings.append(finding)
                return
            self._remember(one)

    def _remember(self, one: StoredHead) -> None:
        course, note = self._course, read_note(one.note)
        keys = sum(seq < one.size for seq, _ in course.keys)
        if keys != self._keys:
            course.handovers.append(note)
        self._keys, course.newest, course.holds = keys, note, one.size

    def _finding(self, one: StoredHead, tree: Frontier) -> Finding | None:
        """Say what is wrong with a stored head, given the tree of its size."""
        told, between = entries(one.size), (self._course.holds, one.size)
        try:
            note = read_note(one.note)
            head = checkpoint_in(note)
        except NotProven as error:
            what = f"the head stored for {told} is malformed: {error.message}"
            return Finding("BAD-SIGNATURE", what, between=between)
        if head.origin != self._course.origin:
            what = f"the head stored for {told} is of {head.origin}"
            return Finding("BAD-SIGNATURE", what, between=between)
        keys = [key for seq, key in self._course.keys if seq < one.size]
        self._passed += 1
        if self._passed % self._step == 0 and signer(note, keys) is None:
            what = f"the head stored for {told} was not signed by any of its keys"
            return Finding("BAD-SIGNATURE", what, between=between)
        return _misfit(one, head, tree, between)


def _misfit(
    one: StoredHead, head: Checkpoint, tree: Frontier, between: tuple[int, int]
) -> Finding | None:
    told = entries(one.size)
    if head.size != one.size:
        what = f"the head stored for {told} says {head.size:,}"
        return Finding("ALTERED", what, between=between)
    if head.root != tree.root:
        what = span(between[0], one.size, NOT_SIGNED)
        hashes = head.root.hex(), tree.root.hex()
        return Finding("ALTERED", what, _RESTORE, None, between, None, *hashes)
    if one.hashes != tree.peaks:
        what = f"the peaks stored with the head of {told} were changed"
        return Finding("ALTERED", what, between=between)
    return None


def _altered(log: Log, course: WalkFindings, error: DamagedEntry) -> Finding:
    after = next((x.size for x in all_kept(log) if x.size > error.seq), None)
    between = None if after is None else (course.holds, after)
    what = f"entry {error.seq} is not what was recorded: {error.what}"
    unsigned = isinstance(error, UnreadEntry) and after is None
    hint = QUARANTINE if unsigned else _RESTORE
    return Finding("ALTERED", what, hint, error.seq, between)


def _node_differs(level: int, number: int) -> Finding:
    first, end = (number << (8 * level)), ((number + 1) << (8 * level))
    what = f"the hash kept for entries {first:,} to {end - 1:,} does not match them"
    hint = "the entries themselves are intact, proofs made here are not: use a backup"
    return Finding("ALTERED", what, hint, between=(first, end))


def _head_differs(head: int | None, last: int) -> Finding:
    if head is None:
        return Finding("ALTERED", "the ledger has no head", _RESTORE)
    what = f"the head says {entries(head + 1)}, found {last + 1:,}"
    if head > last:
        return Finding("TRUNCATED", what, _RESTORE, between=(last + 1, head + 1))
    return Finding("ALTERED", what, _RESTORE, seq=head + 1)


def _check_later_heads(log: Log, course: WalkFindings, size: int) -> None:
    """Find a head that was signed for more entries than there are."""
    newest = last_kept(log)
    if newest is not None and newest.size > size:
        what = f"signed {entries(newest.size)}, found {size:,}"
        course.findings.append(
            Finding("TRUNCATED", what, _RESTORE, between=(size, newest.size))
        )


def _look(page: EntryPage, first: int, course: WalkFindings, log: Log) -> None:
    """Note what entries say about the ledger itself and about payloads."""
    committed: dict[bytes, tuple[int, str]] = {}
    for place, row in enumerate(page):
        if row[1] not in _KEEPING and _COMMITS not in row[8]:
            continue
        seq, entry = first + place, parse_entry(row[8])
        data = entry["data"]
        if row[1] == "payload.erased":
            course.erased[bytes.fromhex(data["commitment"])] = seq
        elif row[1] in _KEEPING:
            _look_at_keys(seq, entry, course)
        else:
            for one in data.get("payloads", ()):
                committed[bytes.fromhex(one["commitment"])] = seq, one["media_type"]
    _hold(committed, course, log)


def _look_at_keys(seq: int, entry: dict[str, Any], course: WalkFindings) -> None:
    data = entry["data"]
    if seq == 0:
        course.origin = data.get("origin", "")
        if data.get("log") != entry["log"]:
            what = "entry 0 opens another ledger than the one it is in"
            course.findings.append(Finding("ALTERED", what, seq=0))
    named = data.get("key") if seq == 0 else data.get("new")
    if named is None:
        return
    try:
        course.keys.append((seq, read_key(named)))
    except NotProven:
        course.warnings.append(f"entry {seq} names a key that is not valid")


def _hold(
    committed: dict[bytes, tuple[int, str]], course: WalkFindings, log: Log
) -> None:
    """Hold payloads against what entries commit to."""
    there = payloads_of(log, list(committed))
    course.texts |= there.keys()
    for commitment in wrong_digests(log, there):
        course.misfiled[commitment] = committed[commitment][0]
    for commitment, (seq, media_type) in committed.items():
        one = there.get(commitment)
        if one is None:
            course.absent[commitment] = seq
        elif not one.holds or one.media_type != media_type:
            what = f"the payload of entry {seq}, or its salt, is not what was recorded"
            name = commitment.hex()
            course.findings.append(
                Finding("ALTERED", what, _RESTORE, seq, expected=name)
            )


def _check_payloads(log: Log, course: WalkFindings, report: Report) -> None:
    """Tell payloads that were erased from those that are just gone."""
    for commitment, seq in course.absent.items():
        if commitment not in course.erased:
            what = f"the payload of entry {seq} is missing, and no event says why"
            course.findings.append(
                Finding("MISSING", what, _RESTORE, seq, expected=commitment.hex())
            )
    report.erased = len(course.absent.keys() & course.erased.keys())
    for commitment, seq in course.misfiled.items():
        if commitment not in course.erased:
            what = f"the payload of entry {seq} is stored under another text"
            name = commitment.hex()
            found = Finding("ALTERED", what, _RESTORE, seq, expected=name)
            course.findings.append(found)
    if count_payloads(log) > len(course.texts):
        strange = [x for x in all_payloads(log) if x.commitment not in course.texts]
        strange = [x for x in strange if x.commitment not in course.erased]
        if strange:
            name = strange[0].commitment.hex()
            what = f"{many(len(strange), 'text is', 'texts are')} kept to which no"
            what += f" entry commits: {name[:12]}"
            hint = "find out who added them: nobody recorded them"
            course.findings.append(Finding("FOREIGN", what, hint, expected=name))
    still = payloads_of(log, list(course.erased))
    for commitment in still:
        course.warnings.append(
            f"entry {course.erased[commitment]} says that a payload is erased, and"
            " it is still there: `sayso record erase` again"
        )
