"""`sayso audit`: proof that nothing was changed, for anybody to check."""

import click

from ._lazy import LazyGroup, Sections

SECTIONS: Sections = {
    "Check": {
        "verify": (
            "audit_verify:verify",
            "Check a ledger, an export or a proof, and who confirms it.",
        ),
    },
    "Give away": {
        "checkpoint": ("audit_checkpoint:checkpoint", "Sign the head, and print it."),
        "export": (
            "audit_export:export",
            "Write a bundle that anyone can verify offline.",
        ),
        "prove": ("audit_prove:prove", "Prove that one event is on record."),
    },
    "Keys": {
        "key": ("audit_key:key", "Manage the key that signs this ledger."),
        "witness": (
            "audit_witness:witness",
            "Witnesses: outside services that sign what they saw of this ledger.",
        ),
    },
}


@click.group(cls=LazyGroup, sections=SECTIONS)
def audit() -> None:
    """Prove that nothing was changed; anyone can check it.

    Every entry is a leaf of a Merkle tree, and the head of the tree is signed whenever
    something is recorded. The formats are those of C2SP (tlog-tiles, signed-note), so
    programs that we did not write can check them too.

    \b
    Example:
        sayso audit verify
        sayso audit checkpoint > monday.checkpoint
        sayso audit verify --since monday.checkpoint
    """
