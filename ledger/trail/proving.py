"""Verifying what proves one entry: a proof of C2SP's, or a COSE receipt."""

from dataclasses import replace
from pathlib import Path

from ledger.audit.judging import Signed, is_same, weigh
from ledger.audit.notes import VerifierKey, read_key
from ledger.audit.places import Home
from ledger.audit.proofs import Proof, read_proof
from ledger.audit.receipts import read_receipt
from ledger.audit.verdicts import Finding, Report, judged
from ledger.claims.canonical import parse_entry
from ledger.errors import BadInput, Damaged, NotProven
from ledger.trail.given import Given, anchors_for, read_file


def audit_proof(
    path: Path, home: Home, given: Given, entry: Path | None = None
) -> Report:
    """Verify the proof of one entry, which is in the proof or in a file next to it."""
    proof = read_proof(read_file(path))
    head = proof.checkpoint
    report = Report("proof", head.origin, head.size, head.root, seq=proof.index)
    try:
        body = _entry_of(proof, path, entry, report)
        proof.check(body)
        keys = _is_of(body, proof)
    except NotProven as error:
        hint = "the proof or the entry was changed, or they do not belong together"
        return judged(report, [Finding("ALTERED", error.message, hint, proof.index)])
    anchors = anchors_for(head.origin, home, given)
    # Of heads that were seen, a proof can show nothing; of keys and witnesses it can.
    same = [one for one in anchors.outside if is_same(one[1], proof.note)]
    anchors = replace(anchors, heads=same, policy=None, cosigned=[])
    log = Signed(head.origin, head.size, keys, [proof.note], {head.size: head.root}.get)
    trust = weigh(log, anchors)
    report.signed_by = trust.signed_by.brief if trust.signed_by else None
    report.trusted_by = trust.trusted_by
    report.witnessed = trust.witnessed
    return judged(report, trust.findings)


def audit_receipt(
    path: Path, home: Home, given: Given, entry: Path | None = None
) -> Report:
    """Verify the COSE receipt of one entry, which is in a file next to it."""
    receipt = read_receipt(read_file(path))
    report = Report("receipt", receipt.origin, receipt.size, seq=receipt.index)
    try:
        file = _entry_file(path, entry)
        body = read_file(file)
        report.looked.append(f"the entry's bytes in {file}")
        report.root = receipt.root(body)
        _check_subject(body, receipt.index, receipt.subject)
    except NotProven as error:
        hint = "the receipt or the entry was changed, or they do not belong together"
        return judged(report, [Finding("ALTERED", error.message, hint, receipt.index)])
    keys = anchors_for(receipt.origin, home, given).keys
    by = [key for key in keys if receipt.is_by(key, report.root)]
    if by:
        report.signed_by = by[0].brief
        report.trusted_by = [f"the key {by[0].brief}"]
        return judged(report, [])
    who = f"the key {receipt.key_id.hex()} of {receipt.origin}"
    if not keys:
        what = f"signed, according to itself, by {who}, which is not known here"
        hint = "get the key from the keeper of the ledger, and give it with --key"
        return judged(report, [Finding("UNPINNED", what, hint)])
    known = ", ".join(key.brief for key in keys)
    if any(key.key_id == receipt.key_id for key in keys):
        what = f"what {known} signed is not this receipt over the bytes in {file}"
        hint = (
            f"the entry's bytes or the receipt were changed: get both again; `sayso"
            f" audit prove {receipt.index} --cose -o FILE --entry FILE` writes them"
        )
        return judged(report, [Finding("BAD-SIGNATURE", what, hint, receipt.index)])
    what = f"it was not signed by {known}"
    hint = f"it says that {who} signed it; if that is another, get that one"
    return judged(report, [Finding("BAD-SIGNATURE", what, hint)])


def _check_subject(body: bytes, seq: int, subject: str) -> None:
    try:
        said = parse_entry(body)
        same = (said["seq"], said["id"]) == (seq, subject)
    except (Damaged, KeyError, TypeError):
        same = False
    if not same:
        raise NotProven("the entry is another one than the receipt is about")


def _entry_file(path: Path, entry: Path | None) -> Path:
    """Give the file with the entry's bytes; BadInput if there is none."""
    file = entry or path.with_suffix(".json")
    if not file.exists():
        raise BadInput(
            f"{path} proves an entry that is not in it",
            "give the entry's bytes with --entry FILE",
        )
    return file


def _entry_of(proof: Proof, path: Path, entry: Path | None, report: Report) -> bytes:
    if entry is None and proof.entry is not None:
        report.looked.append("the entry's bytes in the proof")
        return proof.entry
    file = _entry_file(path, entry)
    report.looked.append(f"the entry's bytes in {file}")
    return read_file(file)


def _is_of(body: bytes, proof: Proof) -> list[tuple[int, VerifierKey]]:
    """Check that an entry is the one that the proof is about; give keys it names."""
    try:
        parsed = parse_entry(body)
        seq, data = parsed["seq"], parsed["data"]
    except (Damaged, KeyError, TypeError):
        raise NotProven("what is proven is not an entry of a ledger") from None
    if seq != proof.index:
        raise NotProven(f"the entry says that it is number {seq}, not {proof.index}")
    if parsed["type"] != "ledger.opened":
        return []
    if data.get("origin") != proof.checkpoint.origin:
        raise NotProven("the entry opens another ledger than the one that was signed")
    return [(0, read_key(data["key"]))] if "key" in data else []
