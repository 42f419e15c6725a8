"""What an export holds next to the log: texts, proofs, and all that is derived."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

import orjson

from ledger.audit.archive import Archive
from ledger.audit.bag import misstated
from ledger.audit.proofs import read_proof
from ledger.audit.receipts import read_receipt
from ledger.audit.verdicts import Finding, Report, many
from ledger.claims.canonical import parse_entry
from ledger.errors import LedgerError, NotProven, Refused
from ledger.projections.basis import RULES, read_token
from ledger.reading.questions import FixedLedger
from ledger.reading.settled import settle
from ledger.store.payloads import Payload
from ledger.store.scratch import Scratch
from ledger.trail.bundle.deriving import ExportScope, StoredEntry, derived, shape
from ledger.trail.bundle.facts import (
    HINT,
    SCOPE,
    TEXTS,
    BundleFacts,
    Wrong,
    altered,
    bag_info,
    files_below,
)
from ledger.trail.bundle.readme import readme
from ledger.trail.bundle.witnessed import witness_summary

_README: Final = "data/README.txt"
_KEYS: Final = "data/log.vkey"
_FREE: Final = frozenset({_README, _KEYS})
"""What may be missing, since it proves nothing."""


def check_texts(
    archive: Archive,
    facts: BundleFacts,
    scope: dict[str, Any],
    made: Scratch,
    report: Report,
) -> list[Finding]:
    """Hold texts against commitments; tell which are gone, and which were left out."""
    there = _texts_there(archive, facts, made)
    facts.expected.add(TEXTS)
    absent = {
        name: seq
        for name, seq in facts.wanted.items()
        if name not in there and name not in facts.erased
    }
    report.warnings += (
        f"entry {seq} says that a text is erased, but it is still in the export"
        for name, seq in facts.erased.items()
        if name in there
    )
    facts.erased = {
        name: seq
        for name, seq in facts.erased.items()
        if name in facts.wanted and name not in there
    }
    if absent and not scope["payloads"]:
        what = f"{many(len(absent), 'text was', 'texts were')} left out of it"
        return [Finding("PARTIAL", what, "ask for an export with its payloads")]
    return [
        Finding(
            "MISSING",
            f"the payload of entry {seq} is missing, and no event says why",
            HINT,
            seq,
            expected=name,
        )
        for name, seq in sorted(absent.items(), key=lambda pair: pair[1])
    ]


def _texts_there(archive: Archive, facts: BundleFacts, made: Scratch) -> set[str]:
    """Check the texts that come along, each once; give their commitments."""
    there = set[str]()
    for one in texts_in(archive):
        name = one.commitment.hex()
        if not one.holds or facts.media.get(name) != one.media_type:
            what = f"the text {name[:12]} is not what an entry commits to"
            raise altered(what, TEXTS, facts.wanted.get(name))
        if name in there:
            raise altered(f"the text {name[:12]} is in it twice", TEXTS)
        there.add(name)
        made.attach(one)
    return there


def texts_in(archive: Archive) -> Iterator[Payload]:
    """Give the texts that come along, one by one."""
    if archive.holds(TEXTS):
        yield from (_read_payload(line) for line in archive.lines(TEXTS, 1 << 24))


def _read_payload(line: bytes) -> Payload:
    try:
        found = orjson.loads(line)
        hashes = bytes.fromhex(found["commitment"]), bytes.fromhex(found["salt"])
        return Payload(*hashes, found["media_type"], found["text"].encode())
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
        raise altered(f"{TEXTS} has a malformed line", TEXTS) from None


def check_proofs(archive: Archive, facts: BundleFacts) -> None:
    """Check the proofs that come along, each with the entry next to it."""
    for name in files_below(archive, "data/proofs/"):
        if not name.endswith(".tlog-proof"):
            continue
        entry_file = name.removesuffix(".tlog-proof") + ".json"
        proof, body = read_proof(archive.read(name)), archive.read(entry_file)
        if proof.note != facts.note or name != f"data/proofs/{proof.index}.tlog-proof":
            raise altered(f"{name} proves something else", name, proof.index)
        try:
            proof.check(body)
        except NotProven as error:
            what = f"{name} does not prove {entry_file}: {error.message}"
            raise altered(what, name, proof.index) from None
        facts.expected |= {name, entry_file}


def check_receipts(archive: Archive, facts: BundleFacts) -> list[Finding]:
    """Check the COSE receipts that come along; tell if they cannot be read here."""
    names = files_below(archive, "data/receipts/")
    try:
        for name in names:
            _check_receipt(archive, facts, name)
    except Refused as error:  # an extra is missing
        what = f"not checked: {many(len(names), 'COSE receipt', 'COSE receipts')}"
        facts.expected |= set(names)
        return [Finding("PARTIAL", f"{what}: {error.message}", error.hint or "")]
    return []


def _check_receipt(archive: Archive, facts: BundleFacts, name: str) -> None:
    receipt = read_receipt(archive.read(name))
    entry_file = f"data/proofs/{receipt.index}.json"
    if (
        name != f"data/receipts/{receipt.index}.cose"
        or entry_file not in facts.expected
    ):
        raise altered(f"{name} is about another entry", name, receipt.index)
    body = archive.read(entry_file)
    root, said = receipt.root(body), parse_entry(body)["id"]
    named = (receipt.origin, receipt.size, root, receipt.subject)
    if named != (facts.origin, facts.size, facts.root, said):
        raise altered(f"{name} does not prove {entry_file}", name, receipt.index)
    if not any(receipt.is_by(key, root) for _, key in facts.keys):
        what = f"{name} was not signed by any key named in the log"
        raise Wrong(Finding("BAD-SIGNATURE", what, HINT, file=name))
    facts.expected.add(name)


def check_derived(
    archive: Archive,
    facts: BundleFacts,
    scope: dict[str, Any],
    made: Scratch,
) -> list[Finding]:
    """Make all that is derived anew, and compare; tell if this is not supported."""
    if scope["rules"] != RULES or scope.get("shape") != shape():
        facts.expected |= {SCOPE, *_derived_names(archive)}
        here = f"rules {RULES}" if scope["rules"] != RULES else "another shape"
        what = (
            f"tables are said to be made under rules {scope['rules']}, this program has"
            f" {here}: they were not compared with the entries"
        )
        hint = "rely on the entries only; `sayso db restore` makes a ledger of them"
        return [Finding("PARTIAL", what, hint, file=SCOPE)]
    try:
        basis = read_token(scope["basis"])
    except LedgerError:
        raise altered(f"{SCOPE} names no basis", SCOPE) from None
    asked = FixedLedger(made.log, "the export")
    whose, question = scope["company"], scope.get("question")
    told = ExportScope(scope["basis"], basis, whose, scope["payloads"], question)
    if question is not None:
        _check_question(asked, told)

    def entries() -> Iterator[StoredEntry]:
        return ((one.body, parse_entry(one.body)) for one in made.log.read())

    for name, pieces in derived(asked, entries, told):
        path = f"data/{name}"
        digest = sha256()
        for piece in pieces:
            digest.update(piece)
        if not archive.holds(path):
            raise altered(f"{path} is missing", path)
        found = sha256()
        for piece in archive.chunks(path):
            found.update(piece)
        if found.digest() != digest.digest():
            raise altered(f"{path} differs from what the entries say", path)
        facts.expected.add(path)
    return []


def _check_question(asked: FixedLedger, told: ExportScope) -> None:
    """Hold that the question of an export can be settled in it."""
    assert told.question is not None, "an export with a question"
    try:
        settle(asked, told.basis, told.question)
    except LedgerError as error:
        what = f"{SCOPE} holds a question that cannot be settled: {error.message}"
        raise altered(what, SCOPE) from None


def _derived_names(archive: Archive) -> list[str]:
    named = {"data/cloudevents.json", "data/prov.json"}
    return [x for x in archive.names if x in named or x.startswith("data/tables/")]


def check_labels(archive: Archive, facts: BundleFacts, report: Report) -> None:
    """Check what is written on the bundle: people read it before anything else."""
    info = bag_info(facts.origin, facts.size, facts.root)
    for label in misstated(archive, info):
        what = f"bag-info.txt says something else about this log: {label}"
        raise altered(what, "bag-info.txt")
    signed = facts.note is not None
    saw = "" if facts.policy is None else witness_summary(facts.policy, facts.cosigned)
    log = facts.origin, facts.size, facts.root, facts.found
    text = readme(*log, signed=signed, witnessed=saw)
    if archive.holds(_README) and archive.read(_README) != text.encode():
        report.warnings.append(
            f"{_README} differs from what this program writes: do not rely on it"
        )
    text = (
        archive.read(_KEYS).decode("utf-8", "replace") if archive.holds(_KEYS) else ""
    )
    keys = {line for line in text.split("\n") if line and not line.startswith("#")}
    if not keys <= {str(key) for _, key in facts.keys}:
        raise altered(f"{_KEYS} contains a key that the log does not name", _KEYS)


def check_all_known(archive: Archive, facts: BundleFacts) -> None:
    """Refuse files that are in the manifest and have no business here."""
    for name in archive.names:
        known = name in facts.expected or name in _FREE
        if name.startswith("data/") and not known:
            raise altered(f"{name} does not belong to an export", name)
