"""Verifying whatever somebody points at, with all that is known from outside of it.

After a verdict of VERIFIED the pin moves
forward. Where a ledger contradicts a head that was seen, both signed heads are written
down.
"""

from pathlib import Path
from typing import Any, Final

from ledger.audit.archive import Archive
from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.judging import Anchors
from ledger.audit.pins import Pins
from ledger.audit.places import Home
from ledger.audit.proofs import HEADER
from ledger.audit.receipts import START
from ledger.audit.timestamps import stamp_in
from ledger.audit.verdicts import Checked, Finding, Report, entries, judged
from ledger.claims.canonical import parse_entry
from ledger.claims.dates import show_instant
from ledger.errors import BadInput, Damaged, LedgerError, NotProven, Refused
from ledger.store.database import connect
from ledger.store.log import Log
from ledger.store.only_read import OnlyRead
from ledger.store.session import Database
from ledger.store.storage import Indexes
from ledger.trail.bundle.restoring import restore
from ledger.trail.bundle.verifying import verify_bundle
from ledger.trail.database import look_at_database, look_at_tail
from ledger.trail.given import Given, anchors_for
from ledger.trail.proving import audit_proof, audit_receipt
from ledger.trail.seen import LedgerIdentity, Seen, UnknownCopy
from ledger.trail.verifying import verify_ledger

_VERIFIABLE: Final = "give a ledger, an export (a folder or a zip) or a proof"
_SQLITE: Final = b"SQLite format 3\0"


def verified(
    target: str,
    home: Home,
    given: Given,
    *,
    entry: Path | None = None,
    deep: bool = False,
) -> Report:
    """Verify what is at a path or URL: a proof, an export, or a ledger.

    BadInput if it is none of these.
    """
    path = Path(target)
    if "://" in target:
        return audit_ledger(target, home, given, deep=deep)
    if not path.exists():
        raise BadInput(f"there is nothing at {path} to verify", _VERIFIABLE)
    if path.is_dir():
        return audit_bundle(path, home, given, deep=deep)
    start = _start(path)
    if start.startswith(HEADER.encode()):
        return audit_proof(path, home, given, entry)
    if start.startswith(START):
        return audit_receipt(path, home, given, entry)
    if start.startswith(b"PK") or path.suffix == ".zip":
        return audit_bundle(path, home, given, deep=deep)
    if start.startswith(_SQLITE):
        return audit_ledger(target, home, given, deep=deep)
    what = "is neither a ledger nor an export nor a proof" if start else "is empty"
    raise BadInput(f"{path} {what}", _VERIFIABLE)


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(max(len(HEADER), len(_SQLITE)))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None


def audit_bundle(path: Path, home: Home, given: Given, *, deep: bool = False) -> Report:
    """Verify an export, a folder or a zip; nothing of it is unpacked."""
    for file in given.files:
        if path.is_dir() and file.resolve().is_relative_to(path.resolve()):
            raise Refused(
                f"{file} is part of what is to be checked, so it proves nothing",
                "get the key from the keeper of the ledger in another way",
            )
    with Archive(path) as archive:
        checked = verify_bundle(
            archive, lambda origin: anchors_for(origin, home, given), deep=deep
        )
    _stamps(checked, given)
    _keep_evidence(checked, home)
    return checked.report


def _keep_evidence(checked: Checked, home: Home) -> None:
    """Write down the heads that contradict each other, all of them signed."""
    if checked.contradicted:
        own = [] if checked.newest is None else [checked.newest]
        notes = [*checked.contradicted, *own]
        origin = checkpoint_in(notes[0]).origin
        checked.report.evidence = Pins(home).keep_evidence(origin, *notes)


def _stamps(checked: Checked, given: Given) -> None:
    """Verify the time stamps that somebody brought, over heads of what was verified."""
    report = checked.report
    notes = [note for _, note in given.heads]
    notes += [] if checked.newest is None else [checked.newest]
    known = {bytes(note): checkpoint_in(note) for note in notes}
    found = list(report.findings)
    for name, token in given.tokens:
        try:
            stamp = stamp_in(token, known, given.authorities)
        except NotProven as error:
            what = f"{name}: {error.message}"
            hint = "give the stamp of a head of this log, and its authority with --tsa"
            found.append(Finding("BAD-SIGNATURE", what, hint, file=name))
            continue
        head, when = known[stamp.message], show_instant(stamp.instant)
        report.trusted_by.append(f"a time stamp of {when} over {entries(head.size)}")
        last = checked.recorded.get(head.size)
        if last is not None and last > stamp.instant:
            report.warnings.append(
                f"{name} is older than the last entry under its head: the ledger's"
                " clock was ahead"
            )
    judged(report, found)


def restored(path: Path, place: str, home: Home, given: Given) -> Report:
    """Verify an export and make a new ledger of it; see `bundle.restoring`."""
    with Archive(path) as archive:
        checked = verify_bundle(
            archive, lambda origin: anchors_for(origin, home, given), deep=True
        )
        restore(archive, checked.report, place)
    pins, newest = Pins(home), checked.newest
    if newest is not None and checked.report.verdict == "VERIFIED":
        seen = pins.read(checkpoint_in(newest).origin)
        if seen is None or checkpoint_in(newest).size >= checkpoint_in(seen).size:
            pins.mark(newest, _place_of(place))
    return checked.report


def _place_of(place: str) -> str:
    """Give a place as a ledger there names it."""
    database = connect(place)
    database.close()
    return database.place


def audit_ledger(
    place: str,
    home: Home,
    given: Given,
    *,
    deep: bool = False,
    only_read: bool = False,
) -> Report:
    """Verify a ledger in place; with `only_read` nothing in it is repaired."""
    database = connect(place)
    try:
        log = Log(OnlyRead(database) if only_read else database)
        pins = Pins(home)
        origin = origin_of(database) or pins.origin_at(log.place) or ""
        anchors = anchors_for(origin, home, given)
        copy = _here(log, origin, home, anchors)
        if database.what_if:
            _pass_over_seen(anchors)
        indexes = Indexes()
        checked = verify_ledger(log, anchors, deep=deep, indexes=indexes)
        _stamps(checked, given)
        signed = checked.newest and checkpoint_in(checked.newest).size
        look_at_database(log, database, checked.report, indexes, deep=deep)
        look_at_tail(log, checked.report, signed or 0)
        _keep_evidence(checked, home)
        if database.what_if:
            checked.report.warnings.append(
                "it is a copy to experiment with: `sayso db copy`"
            )
        elif copy is not None:
            last = show_instant(log.head_at(copy.size - 1).recorded)
            checked.report.warnings.append(copy.told(last))
        elif checked.report.verdict == "VERIFIED" and checked.newest is not None:
            pins.move(checked.newest, log.place)
        return checked.report
    finally:
        database.close()


def _here(log: Log, origin: str, home: Home, anchors: Anchors) -> UnknownCopy | None:
    """Hold a ledger against what was seen at its place; tell if it is a copy.

    A copy that is older, or went its own way, is not held against the newest head.
    """
    pins, here = Pins(home), log.place
    if pins.origin_at(here) == origin:
        if pins.elsewhere(origin, here) and (note := pins.head_at(here)) is not None:
            most = checkpoint_in(note).size
            seen = [x for x in anchors.cosigned if checkpoint_in(x[1]).size <= most]
            _pass_over_seen(anchors)
            anchors.heads, anchors.cosigned = [("the pin", note), *anchors.heads], seen
        return None
    try:
        copy = Seen(log, home).hold(log, LedgerIdentity(origin, "", here))
    except LedgerError:
        return None  # the walk says what is wrong
    if copy is not None and (copy.older or copy.other):
        _pass_over_seen(anchors)
    return copy


def _pass_over_seen(anchors: Anchors) -> None:
    """Leave out what this person saw of the ledger: another one is checked."""
    anchors.heads = [one for one in anchors.heads if one[0] != "the pin"]
    anchors.policy, anchors.cosigned = None, []


def origin_of(database: Database) -> str:
    """Give the origin that a ledger claims, before anything of it is checked."""
    try:
        (first,) = next(Log(database).pages(1))
        found: dict[str, Any] = parse_entry(first[8])["data"]
    except (Damaged, KeyError, TypeError):
        return ""
    origin = found.get("origin", "")
    return origin if isinstance(origin, str) else ""
