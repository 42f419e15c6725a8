"""Verifying an export: its files, its log, its proofs, and all that is derived.

Nothing of it is unpacked, and nothing in it is believed. Every file is hashed, the
entries are walked like those of a ledger, the tree is made again and held against the
tiles and every signed head, and what is derived is made again. Who vouches for it is
weighed last; the key that lies in the bundle never counts.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from ledger.audit.archive import Archive
from ledger.audit.bag import check_bag
from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.judging import Anchors, Signed, Trust, signer, weigh
from ledger.audit.notes import Note, read_key
from ledger.audit.signatures import signed_by
from ledger.audit.verdicts import Checked, Finding, Report, judged
from ledger.claims.canonical import MAX_BYTES
from ledger.errors import BadInput, NotProven
from ledger.store.scratch import scratch
from ledger.trail.bundle.contents import (
    check_all_known,
    check_derived,
    check_labels,
    check_proofs,
    check_receipts,
    check_texts,
)
from ledger.trail.bundle.facts import (
    EVENTS,
    HEAD,
    HINT,
    SCOPE,
    UNSIGNED_HEAD,
    BundleFacts,
    Wrong,
    altered,
    note_in,
    parsed,
)
from ledger.trail.bundle.selection import check_selection
from ledger.trail.bundle.whole import walk_whole
from ledger.trail.bundle.witnessed import (
    check_witnesses,
    read_witnesses,
    witness_summary,
)


def verify_bundle(
    archive: Archive, anchors_for: Callable[[str], Anchors], *, deep: bool = False
) -> Checked:
    """Verify a bundle; `anchors_for` gives what is known of an origin from outside.

    BadInput if it is no bundle of ours at all.
    """
    report, facts, trust = Report("bundle"), BundleFacts(), Trust()
    try:
        found = _missing_parts(archive, anchors_for, facts, report, deep=deep)
        anchors = _comparable(anchors_for(facts.origin), facts)
        trust = weigh(_signed(facts), anchors)
        found += trust.findings
        report.signed_by = trust.signed_by.brief if trust.signed_by else None
        report.trusted_by, report.erased = trust.trusted_by, len(facts.erased)
    except Wrong as error:
        found = [error.finding]
    except NotProven as error:
        found = [Finding("ALTERED", error.message, HINT)]
    contradicted = tuple(trust.contradicted)
    return Checked(judged(report, found), facts.note, contradicted, facts.recorded)


def _missing_parts(
    archive: Archive,
    anchors_for: Callable[[str], Anchors],
    facts: BundleFacts,
    report: Report,
    *,
    deep: bool,
) -> list[Finding]:
    """Check that a bundle is whole; give what is lacking. Wrong if it is not."""
    _check_files(archive)
    scope = _scope(archive)
    _read_head(archive, facts)
    report.origin, report.size, report.root = facts.origin, facts.size, facts.root
    read_witnesses(archive, facts)
    with scratch() as made:
        if scope["company"] is None:
            walk_whole(archive, facts, made, anchors_for(facts.origin), deep=deep)
        else:
            check_selection(archive, facts, made)
        found = check_texts(archive, facts, scope, made, report)
        check_proofs(archive, facts)
        found += check_receipts(archive, facts)
        found += check_derived(archive, facts, scope, made)
    _check_older_heads(facts)
    check_witnesses(facts)
    if facts.policy is not None:
        saw = witness_summary(facts.policy, facts.cosigned)
        report.looked.append(f"witnesses: {saw} (--witness KEY counts those you know)")
    check_all_known(archive, facts)
    check_labels(archive, facts, report)
    return found if scope["company"] is None else [*found, _partial(facts)]


def _check_files(archive: Archive) -> None:
    if not archive.holds(EVENTS):
        raise BadInput(
            f"{archive.path} is not an export of a ledger: there is no {EVENTS} in it"
        )
    for name, what in check_bag(archive):
        raise altered(f"{name} {what}", name)


def _scope(archive: Archive) -> dict[str, Any]:
    try:
        found = orjson.loads(archive.read(SCOPE))
    except orjson.JSONDecodeError:
        found = None
    wanted = {"basis": str, "company": str | None, "payloads": bool, "rules": int}
    if not isinstance(found, dict) or not (
        all(isinstance(found.get(name, ...), kind) for name, kind in wanted.items())
        and isinstance(found.get("question"), str | None)
    ):
        raise altered(f"{SCOPE} does not say what was exported", SCOPE)
    return found


def _read_head(archive: Archive, facts: BundleFacts) -> None:
    """Read which log it is and what its head is said to be."""
    first = next(archive.lines(EVENTS, MAX_BYTES), b"")
    opening = parsed(first, 0)
    facts.origin = str(opening["data"].get("origin", ""))
    if opening["seq"] != 0 or opening["type"] != "ledger.opened":
        raise altered("the first entry does not open a ledger", EVENTS, 0)
    if archive.holds(HEAD):
        facts.note = note_in(archive, HEAD)
        facts.head = checkpoint_in(facts.note)
        facts.size, facts.root = facts.head.size, facts.head.root
        facts.expected.add(HEAD)
        if facts.head.origin != facts.origin:
            what = f"{HEAD} is of {facts.head.origin}, the entries of {facts.origin}"
            raise Wrong(Finding("BAD-SIGNATURE", what, HINT, file=HEAD))
        _check_own_signature(facts.note, opening["data"].get("key"))
        return
    try:
        said = orjson.loads(archive.read(UNSIGNED_HEAD))
        facts.size, facts.root = int(said["size"]), bytes.fromhex(said["root"])
    except (KeyError, TypeError, ValueError):
        raise altered(f"{UNSIGNED_HEAD} is malformed", UNSIGNED_HEAD) from None
    facts.expected.add(UNSIGNED_HEAD)


def _check_own_signature(note: Note, named: object) -> None:
    """Refuse a head that says that the log's first key signed it, which did not.

    Then its size and root are anybody's, and nothing needs to be held against them.
    """
    try:
        if isinstance(named, str):
            signed_by(note, read_key(named))
    except NotProven as error:
        raise Wrong(Finding("BAD-SIGNATURE", error.message, HINT, file=HEAD)) from None


def _check_older_heads(facts: BundleFacts) -> None:
    """Refuse an older head that no key signed which the log had named by that time."""
    for size, note in facts.heads.items():
        if signer(note, [key for seq, key in facts.keys if seq < size]) is None:
            name = f"data/checkpoints/{size}.checkpoint"
            what = f"{name} was not signed by any key that the log named at that time"
            raise Wrong(Finding("BAD-SIGNATURE", what, HINT, file=name))


def _signed(facts: BundleFacts) -> Signed:
    heads = [facts.heads[size] for size in sorted(facts.heads) if size < facts.size]
    if facts.note is not None:
        heads.append(facts.note)
    seen = [note for _, note in facts.cosigned]
    return Signed(facts.origin, facts.size, facts.keys, heads, facts.roots.get, seen)


def _comparable(anchors: Anchors, facts: BundleFacts) -> Anchors:
    """Leave out heads from outside of which an export can say nothing.

    An export is not the newest there is; and a selection shows no other root than its
    own and those that it proves.
    """
    whole = facts.found == facts.size

    def comparable(note: Note) -> bool:
        size = checkpoint_in(note).size
        return size <= facts.size and (whole or size in facts.roots)

    heads = [one for one in anchors.heads if comparable(one[1])]
    cosigned = [one for one in anchors.cosigned if comparable(one[1])]
    # What witnesses saw later says nothing about an export, for it nor against it.
    policy = None if len(cosigned) < len(anchors.cosigned) else anchors.policy
    return replace(anchors, heads=heads, cosigned=cosigned, policy=policy)


def _partial(facts: BundleFacts) -> Finding:
    what = f"{facts.found:,} of {facts.size:,} events; that nothing was left out is not"
    return Finding("PARTIAL", f"{what} proven", "ask for the whole export")
