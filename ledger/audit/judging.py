"""Who vouches for a log: from its heads and keys, and what is known from outside.

A log carries its own keys: event 0 names the first, each `key.rotated` the next. That
proves nothing by itself, since anyone who writes a whole new log writes new keys too.
So a verdict needs something from outside: a key, or a head that was seen before. A key
from outside vouches for the heads that it signed, and for the keys that stood in the
log by that time: so it hands over to its successors, whose first head both have signed.
A head from outside vouches for what stood in the log by that time, its keys included.
So does a head that a witness cosigned; how many witnesses are wanted is said with
`--witness` and `--quorum`, or by the policy that is kept next to the pin.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.audit.checkpoints import Checkpoint, checkpoint_in
from ledger.audit.notes import COSIGNATURE, Note, VerifierKey
from ledger.audit.policies import Policy
from ledger.audit.signatures import signed_by
from ledger.audit.verdicts import Finding, Witnessed, entries, many, span
from ledger.errors import NotProven


@dataclass(slots=True)
class Anchors:
    """What is known from outside of the log."""

    keys: list[VerifierKey] = field(default_factory=list)
    heads: list[tuple[str, Note]] = field(default_factory=list)
    """Heads that somebody kept, each with what to call it: `the pin`, a file."""
    witnesses: list[VerifierKey] = field(default_factory=list)
    quorum: int = 0
    """How many of the witnesses must have seen a head of this log."""
    former: list[VerifierKey] = field(default_factory=list)
    """Own keys that others took over from; they vouch for nothing."""
    policy: Policy | None = None
    """How many of which witnesses are wanted whenever this log is checked."""
    cosigned: list[tuple[str, Note]] = field(default_factory=list)
    """The newest head that each witness of the policy cosigned, with its name."""

    @property
    def outside(self) -> list[tuple[str, Note]]:
        """All heads that are kept outside of the log, each with what to call it."""
        seen = (
            (f"the head that {name} cosigned", note) for name, note in self.cosigned
        )
        return [*self.heads, *seen]


@dataclass(slots=True)
class Signed:
    """What a log says about itself, its entries having been checked."""

    origin: str
    size: int
    keys: list[tuple[int, VerifierKey]]
    """The number of the entry that names a key, and the key, in their order."""
    heads: list[Note]
    """Heads that fit the tree: the newest last, and those that several keys signed."""
    root_at: Callable[[int], bytes | None]
    """The root of the tree at the size of a head from outside."""
    cosigned: list[Note] = field(default_factory=list)
    """Heads that fit the tree, with lines of witnesses, as an export brings them."""


@dataclass(slots=True)
class Trust:
    """What the heads and keys come to."""

    findings: list[Finding] = field(default_factory=list)
    signed_by: VerifierKey | None = None
    trusted_by: list[str] = field(default_factory=list)
    contradicted: list[Note] = field(default_factory=list)
    """Heads from outside that the log does not extend."""
    witnessed: list[Witnessed] = field(default_factory=list)
    """Who saw the log, of those that were asked for."""


def weigh(log: Signed, anchors: Anchors) -> Trust:
    """Find out who vouches for the newest head of a log."""
    trust = Trust()
    kept = [one for one in anchors.outside if _extends(*one, log, anchors, trust)]
    if trust.findings:
        return trust
    if not log.heads:
        _unsigned(log, trust)
        return trust
    newest = log.heads[-1]
    trust.signed_by = signer(newest, [key for _, key in log.keys])
    trusted = _trusted(log, anchors, [note for _, note in kept])
    vouching = signer(
        newest, [*trusted, *(key for _, key in log.keys if key in trusted)]
    )
    if vouching is not None or any(note.text == newest.text for _, note in kept):
        trust.signed_by = vouching or trust.signed_by
        trust.trusted_by = _names(anchors)
    else:
        _unvouched(log, trust, anchors, kept)
    if checkpoint_in(newest).size < log.size:
        _unsigned(log, trust)
    own = {key.public for key in (*anchors.keys, *(key for _, key in log.keys))}
    notes = [newest, *log.cosigned, *(note for _, note in kept)]
    _witnessed(notes, anchors, own, trust)
    _held_to_policy(notes, anchors.policy, own, log.size, trust)
    return trust


def _extends(
    name: str, note: Note, log: Signed, anchors: Anchors, trust: Trust
) -> bool:
    """Tell whether the log extends a head from outside; what is wrong is found."""
    head = checkpoint_in(note)
    known = [*anchors.keys, *(key for _, key in log.keys)]
    if head.origin != log.origin:
        what = f"{name} is a head of {head.origin}, not of {log.origin}"
        hint = "give a checkpoint of this ledger"
        trust.findings.append(Finding("BAD-SIGNATURE", what, hint, file=name))
        return False
    if _is_head_of(log, note):
        return True
    if signer(note, known) is None:
        what = f"{name} was not signed by a known key"
        hint = "it was edited, or belongs to another ledger of the same name"
        trust.findings.append(Finding("BAD-SIGNATURE", what, hint, file=name))
        return False
    contradiction = _contradiction(name, head, log)
    if contradiction is None:
        return True
    trust.findings.append(contradiction)
    trust.contradicted.append(note)
    return False


def _is_head_of(log: Signed, note: Note) -> bool:
    """Tell whether a head from outside is one that the log has."""
    return any(is_same(head, note) for head in log.heads)


def is_same(head: Note, other: Note) -> bool:
    """Tell whether two notes are one signed head, whichever witnesses signed it."""
    shared = set(head.signatures) & set(other.signatures)
    return head.text == other.text and bool(shared)


def _contradiction(name: str, head: Checkpoint, log: Signed) -> Finding | None:
    if head.size > log.size:
        return Finding(
            "ROLLED-BACK",
            f"{name} saw {entries(head.size)}, found {log.size:,}",
            "an older copy was put back, or entries were cut off; look for a newer one",
            between=(log.size, head.size),
        )
    root = log.root_at(head.size)
    if root == head.root:
        return None
    return Finding(
        "FORKED",
        f"the first {head.size:,} entries are not those that {name} saw",
        "both heads are signed: their signer signed two histories",
        between=(0, head.size),
        expected=head.root.hex(),
        found=None if root is None else root.hex(),
    )


def signer(note: Note, keys: Iterable[VerifierKey]) -> VerifierKey | None:
    """Give the last of some keys that signed a note."""
    found = None
    for key in keys:
        try:
            if key.algorithm != COSIGNATURE and signed_by(note, key):
                found = key
        except NotProven:
            continue
    return found


def _trusted(log: Signed, anchors: Anchors, kept: Sequence[Note]) -> list[VerifierKey]:
    """Collect the keys that anything from outside vouches for."""
    reach = max((checkpoint_in(note).size for note in kept), default=0)
    trusted = list(anchors.keys)
    grown = True
    while grown:
        added = [key for seq, key in log.keys if seq < reach and key not in trusted]
        trusted += added
        sizes = [checkpoint_in(x).size for x in log.heads if signer(x, trusted)]
        grown = max(sizes, default=0) > reach
        reach = max([reach, *sizes])
    return trusted


def _names(anchors: Anchors) -> list[str]:
    """Name what vouches for a log; witnesses are counted by themselves."""
    keys = [f"the key {key.brief}" for key in anchors.keys]
    heads = [f"{name} at {checkpoint_in(x).size:,}" for name, x in anchors.heads]
    return [*keys, *heads]


def _unsigned(log: Signed, trust: Trust) -> None:
    if not log.heads:
        what = "this log is not signed"
        how = "`sayso audit checkpoint`" if log.keys else "`sayso audit key new`"
        hint = f"the keeper of the ledger can sign it: {how}"
    else:
        first = checkpoint_in(log.heads[-1]).size
        what = span(first, log.size, ("is not signed yet", "are not signed yet"))
        hint = "`sayso audit checkpoint` signs the head"
    trust.findings.append(Finding("UNSIGNED", what, hint))


def _unvouched(
    log: Signed, trust: Trust, anchors: Anchors, kept: Sequence[tuple[str, Note]]
) -> None:
    """Say that nothing from outside vouches for the newest head."""
    lines = (f"{x.name}+{x.key_id.hex()}" for x in log.heads[-1].signatures)
    by = trust.signed_by.brief if trust.signed_by else ", ".join(lines)
    if trust.signed_by is None and log.keys:
        what = "the newest head is not signed by any key named in the log"
        hint = (
            "the signature was forged or damaged, or the key was replaced"
            " without a record"
        )
        trust.findings.append(Finding("BAD-SIGNATURE", what, hint))
    elif anchors.keys:
        wanted = ", ".join(key.brief for key in anchors.keys)
        what = f"the newest head was signed by {by}, not by {wanted}"
        hint = _other_key(signer(log.heads[-1], anchors.former))
        trust.findings.append(Finding("BAD-SIGNATURE", what, hint))
    else:
        what = f"signed by {by}, a key that nothing from outside confirms"
        hint = "get the key from the keeper of the ledger, and give it with --key"
        if kept:
            what += ", which is in no head that was seen before"
        trust.findings.append(Finding("UNPINNED", what, hint))


def _other_key(former: VerifierKey | None) -> str:
    """Say what to do about a head that another key signed than those that count."""
    if former is None:
        return "if the key was rotated, get the new one from the keeper of the ledger"
    return (
        "your own key did, before it was rotated; if nobody else can have had it,"
        f" --key {former}"
    )


def _witnessed(
    notes: Sequence[Note], anchors: Anchors, own: set[bytes], trust: Trust
) -> None:
    """Count the witnesses that somebody names, and that saw any of these heads."""
    seen = _seen(notes, anchors.witnesses, own, trust)
    if anchors.quorum:
        told = _saw("given", anchors.quorum, anchors.witnesses, seen)
        trust.witnessed.append(told)
    if len(seen) < anchors.quorum:
        wanted = many(anchors.quorum, "witness", "witnesses")
        what = f"{len(seen)} of {wanted} saw this log"
        hint = "give a head that they cosigned with --since"
        trust.findings.append(Finding("UNWITNESSED", what, hint))
    elif anchors.quorum:
        trust.trusted_by.append(many(len(seen), "witness", "witnesses"))


def _held_to_policy(
    notes: Sequence[Note],
    policy: Policy | None,
    own: set[bytes],
    size: int,
    trust: Trust,
) -> None:
    """Tell how many entries as many witnesses saw as the policy wants."""
    if policy is None:
        return
    named = [one.key for one in policy.witnesses]
    seen = _seen(notes, named, own, trust)
    trust.witnessed.append(_saw("policy", policy.needed, named, seen))
    count = f"{len(seen)} of {many(len(policy.witnesses), 'witness', 'witnesses')}"
    if len(seen) < policy.needed:
        what = f"{count} saw this log, the policy wants {policy.needed}"
        hint = "`sayso audit witness ask --post`, or --offline DIR"
        trust.findings.append(Finding("UNWITNESSED", what, hint))
        return
    reach = sorted(seen.values(), reverse=True)[policy.needed - 1]
    upto = "all entries" if reach == size else f"the first {entries(reach)}"
    trust.trusted_by.append(f"{count}, {policy.needed} required, for {upto}")


def _saw(
    by: str, wanted: int, named: Sequence[VerifierKey], seen: Mapping[bytes, int]
) -> Witnessed:
    saw = tuple((key.name, seen.get(key.public, 0)) for key in named)
    return Witnessed(by, wanted, saw)


def _seen(
    notes: Sequence[Note],
    witnesses: Iterable[VerifierKey],
    own: set[bytes],
    trust: Trust,
) -> dict[bytes, int]:
    """Give by witness, each key once, the most entries of a head that it cosigned.

    The log's own key does not count: it says nothing about what others were shown.
    """
    seen: dict[bytes, int] = {}
    for witness in witnesses:
        for note in notes:
            try:
                if witness.public not in own and signed_by(note, witness):
                    size = checkpoint_in(note).size
                    seen[witness.public] = max(size, seen.get(witness.public, 0))
            except NotProven as error:
                found = Finding("BAD-SIGNATURE", error.message)
                if found not in trust.findings:
                    trust.findings.append(found)
    return seen
