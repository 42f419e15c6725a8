"""The log of an export of some entries: each is checked by its own proof."""

from ledger.audit.archive import Archive
from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.proofs import read_proof
from ledger.claims.canonical import MAX_BYTES, parse_entry
from ledger.errors import NotProven
from ledger.store.scratch import Scratch
from ledger.trail.bundle.facts import EVENTS, BundleFacts, altered, look_at, row_of
from ledger.trail.bundle.whole import check_growth, heads_in


def check_selection(archive: Archive, facts: BundleFacts, made: Scratch) -> None:
    """Check every entry of a selection by its own proof."""
    before = -1
    for line in archive.lines(EVENTS, MAX_BYTES):
        row = row_of(line, before + 1)
        seq = parse_entry(line)["seq"]
        if seq <= before:
            raise altered(f"entry {seq} comes after entry {before}", EVENTS, seq)
        name = f"data/proofs/{seq}.tlog-proof"
        if not archive.holds(name):
            raise altered(f"entry {seq} comes without a proof", name, seq)
        proof = read_proof(archive.read(name))
        if proof.note != facts.note or proof.index != seq:
            raise altered(f"{name} proves something else", name, seq)
        try:
            proof.check(line)
        except NotProven as error:
            what = f"entry {seq} is not the one that was signed: {error.message}"
            raise altered(what, EVENTS, seq) from None
        made.add([seq], [row])
        look_at(seq, row, facts)
        before = seq
        facts.found += 1
    facts.expected.add(EVENTS)
    facts.roots = {facts.size: facts.root}
    _check_heads(archive, facts)


def _check_heads(archive: Archive, facts: BundleFacts) -> None:
    """Refuse an older head unless it is proven that the newest one extends it.

    There are not all entries to make its root of, and it would vouch for keys that
    stand in entries after it.
    """
    facts.heads = heads_in(archive, facts)
    proven = check_growth(archive, facts)
    for size, note in facts.heads.items():
        root = checkpoint_in(note).root
        if size not in proven or facts.roots.setdefault(size, root) != root:
            name = f"data/checkpoints/{size}.checkpoint"
            raise altered(f"{name} is not proven to be a head of this log", name)
