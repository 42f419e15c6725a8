"""What witnesses cosigned, as an export brings it along: the policy, and their heads.

The keys in it prove nothing by themselves: anyone who checks an export names the
witnesses that they know. What is here must fit the log, and be signed as it says.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ledger.audit.archive import Archive
from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.notes import Note, VerifierKey
from ledger.audit.places import filed
from ledger.audit.policies import Policy, read_policy
from ledger.audit.signatures import signed_by
from ledger.audit.verdicts import Finding, entries
from ledger.audit.witnesses import Witnesses
from ledger.errors import NotProven
from ledger.trail.bundle.facts import (
    HINT,
    BundleFacts,
    Wrong,
    altered,
    files_below,
    note_in,
)

POLICY: Final = "witnesses/policy"


def heads_upto(kept: Witnesses, size: int) -> list[tuple[str, Note]]:
    """Give the heads of at most so many entries that witnesses cosigned."""
    return [one for one in kept.heads() if checkpoint_in(one[1]).size <= size]


def files_of(
    policy: Policy, heads: Sequence[tuple[str, Note]], log: VerifierKey
) -> Iterator[tuple[str, bytes]]:
    """Give the files of a policy and of the heads that witnesses cosigned."""
    yield POLICY, policy.text(log).encode()
    for name, note in heads:
        yield _file(name), bytes(note)


def _file(name: str) -> str:
    return f"witnesses/{filed(name)}.checkpoint"


def witness_summary(policy: Policy, heads: Sequence[tuple[str, Note]]) -> str:
    """Say how many witnesses are wanted, and what each saw."""
    saw = [f"{name} {entries(checkpoint_in(note).size)}" for name, note in heads]
    return f"{policy} required; cosigned: {', '.join(saw) or 'nothing'}"


def read_witnesses(archive: Archive, facts: BundleFacts) -> None:
    """Read the policy and the heads; whether these fit the log is not checked yet."""
    name = f"data/{POLICY}"
    if not archive.holds(name):
        return
    try:
        facts.policy = read_policy(archive.read(name))
    except NotProven as error:
        raise altered(f"{name} is malformed: {error.message}", name) from None
    facts.expected.add(name)
    there = files_below(archive, "data/witnesses/")
    for witness in facts.policy.witnesses:
        path = f"data/{_file(witness.name)}"
        if path in there:
            facts.cosigned.append((witness.name, note_in(archive, path)))
            facts.expected.add(path)


def check_witnesses(facts: BundleFacts) -> None:
    """Refuse a head that is not of this log, or that its witness did not sign."""
    heads = dict(facts.cosigned)
    for witness in () if facts.policy is None else facts.policy.witnesses:
        note = heads.get(witness.name)
        if note is None:
            continue
        path = f"data/{_file(witness.name)}"
        head = checkpoint_in(note)
        if head.origin != facts.origin or facts.roots.get(head.size) != head.root:
            raise altered(f"{path} is not a head of this log", path)
        try:
            own = signed_by(note, witness.key)
        except NotProven:
            own = False
        if not own:
            what = f"{path} was not signed by {witness.name}"
            raise Wrong(Finding("BAD-SIGNATURE", what, HINT, file=path))
