"""What may be said: from an event that somebody wants to record to a draft, or not.

Names become slugs, the event is checked against its model, and then against what the
ledger holds: a name must be registered, a claim that is answered must be on record,
only the source of a claim may revise or retract it, nobody takes back what was not
said yet. Nothing here reads a database: what is on record comes in as `Known`.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, assert_never

from ledger.claims.canonical import draft
from ledger.claims.checking import FIELDS, NotAnEvent, event_data, event_from
from ledger.claims.companies import (
    CompaniesKeptApart,
    CompaniesMerged,
    CompanyAliasAdded,
    CompanyEnded,
    CompanyRegistered,
    CompanyRenamed,
    CompanyTagged,
)
from ledger.claims.documents import ClaimCited, DocumentRecorded
from ledger.claims.entry import Draft, Entry
from ledger.claims.events import (
    AnyEvent,
    ClaimCommented,
    ClaimConfirmed,
    ClaimDenied,
    ClaimMoved,
    ClaimRelayed,
    ClaimRetracted,
    ClaimRevised,
    EntryCorrected,
    EntryVoided,
    KeyRotated,
    LedgerOpened,
    PayloadErased,
    RollbackAccepted,
    RoundReported,
    RoundsKeptApart,
    RoundsMerged,
    SourceAliasAdded,
    SourceRegistered,
    ValuationReported,
)
from ledger.claims.evidence import CITED
from ledger.claims.figures import check_prices
from ledger.claims.kinds import KINDS
from ledger.claims.known import Known
from ledger.claims.registering import registrable, same_slug
from ledger.claims.resolving import UnknownNames, named_in
from ledger.claims.schemas import schema_of, used_in
from ledger.claims.snapshots import (
    SnapshotColumnSeen,
    SnapshotRowChanged,
    SnapshotRowGone,
    SnapshotRowSeen,
    SnapshotTaken,
)
from ledger.claims.targets import (
    CLAIMS,
    STANCES,
    evidence,
    own,
    stands,
    tagging,
    target_about,
    target_of,
)
from ledger.errors import Refused

_OURS: Final = frozenset({"entry.corrected", "entry.voided"})
_WHOLE_ID: Final = re.compile(r"[0-9a-f]{64}")


def decide(
    type_: str,
    data: Mapping[str, Any],
    known: Known,
    zone: str,
    *,
    stored: bool = False,
) -> Draft:
    """Give the draft to append, or say why this may not be recorded.

    What is on record already may be said again; it adds nothing.

    Raises BadInput (not an event), UnknownName (a name that is not registered) or
    Refused (a rule). `zone` is the ledger's. An event that is `stored` in some ledger
    already is not held to what came to be asked of events later.
    """
    try:
        named = named_in(type_, data, known.directory)
    except UnknownNames as error:
        _check_rest(type_, error, zone)
        raise
    if "claim" in named and "company" not in named and type_ != CITED:
        named |= _company_answered(named["claim"], known)
    event = event_from(type_, named, zone)
    plain = event_data(event)
    if isinstance(event, ClaimCited):
        return _cite(event, plain, known)
    said = draft(type_, plain, schema_of(type_, plain))
    if known.holds(said.id):
        return said
    if type_ in _OURS:
        assert isinstance(event, EntryCorrected | EntryVoided)
        return _ours_decided(event, said, known, zone, stored=stored)
    _ruled(event, known)
    if not stored:
        _prices_told_apart(plain)
    return said


def _check_rest(type_: str, error: UnknownNames, zone: str) -> None:
    """Tell what else is wrong with an event whose names are not registered."""
    try:
        event_from(type_, error.rest, zone)
    except NotAnEvent as more:
        hints = [x for x in (error.hint, more.hint) if x and x != FIELDS]
        every = (*error.problems, *more.problems)
        further = "" if more.hint in {None, FIELDS} else more.further
        raise NotAnEvent(every, "; ".join(hints) or None, further) from None


def _prices_told_apart(data: Mapping[str, Any]) -> None:
    """Hold that a claim, or what changes one, names the parts of several prices."""
    prices = data.get("set", data).get("valuation") or ()
    if len(prices) > 1:  # few have more than one
        check_prices((price["kind"], price.get("part")) for price in prices)


def _company_answered(claim: object, known: Known) -> dict[str, Any]:
    if not (isinstance(claim, str) and _WHOLE_ID.fullmatch(claim)):
        return {}
    target = known.entry(claim)
    if target is None:
        return {}
    if target.data.get("company") is None:
        raise Refused(
            f"event {target.seq} is a {target.type}, not a claim about a company",
            "`sayso log` lists the events",
        )
    return {"company": target.data["company"]}


def _ours_decided(
    event: EntryCorrected | EntryVoided,
    said: Draft,
    known: Known,
    zone: str,
    *,
    stored: bool,
) -> Draft:
    """Decide about a mistake of ours: what is stored names the company too.

    It is put into normal form before it is held against what is on record, so that
    the same words twice are the same event twice.
    """
    target = _ours(event.target, known)
    data = {key: v for key, v in said.data.items() if key != "company"}
    if target.company is not None:
        data["company"] = target.company
    if isinstance(event, EntryVoided):
        kept = draft(said.type, data, said.schema)
        if not known.holds(kept.id):
            _voidable(target)
        return kept
    if "payloads" in event.set:
        raise Refused(
            "attachments of an event cannot be corrected",
            f"`sayso record void {target.seq}`, and record it again",
        )
    made = _remade(event, target, known, zone)
    if not stored and event.set.keys() & {"valuation", "set"}:
        _prices_told_apart(made)
    data["set"] = {key: made.get(key) for key in event.set}
    schema = max(said.schema, _used_by(target, data["set"], known))
    kept = draft(said.type, data, schema)
    if not known.holds(kept.id):
        stands(target)
        if made == target.data:
            raise Refused(f"event {target.seq} already says so")
    return kept


def _cite(event: ClaimCited, plain: Mapping[str, Any], known: Known) -> Draft:
    """Decide about evidence: it is kept among the entries of what it is about."""
    target = target_of(event.claim, known)
    data = {key: v for key, v in plain.items() if key != "company"}
    if target.company is not None:
        data["company"] = target.company
    said = draft(CITED, data, schema_of(CITED, plain))
    if not known.holds(said.id):
        _ruled(event, known)
    return said


def _used_by(target: Entry, set_: Mapping[str, Any], known: Known) -> int:
    """Give the schema number that new values of a target's fields need."""
    if target.type != "entry.corrected":
        return used_in(target.type, set_)
    inner = _ours(target.data["target"], known)
    return _used_by(inner, set_.get("set", {}), known)


_RULED: Final = frozenset(
    {"alias", "company", "published", "source", "to"}
    | {field for kind in KINDS.values() for field in kind.events}
)
"""Fields that an event is held against the ledger for; a note is free."""


def _ruled(event: AnyEvent, known: Known) -> None:  # noqa: C901, PLR0912 - a case a type
    """Hold an event against what is on record; the commonest come first."""
    match event:
        case RoundReported() | ValuationReported():
            pass
        case ClaimRevised():
            own(event, known, CLAIMS, "revise")
        case ClaimDenied() | ClaimCommented():
            for claim in event.claims:
                target_about(event.company, claim, known, STANCES)
        case ClaimConfirmed():
            target_about(event.company, event.claim, known, CLAIMS | {"claim.denied"})
        case CompanyRegistered() | SourceRegistered() | CompanyAliasAdded():
            registrable(event, known.directory)
        case ClaimRetracted():
            own(event, known, STANCES, "retract")
        case ClaimRelayed():
            _relayed(event, known)
        case ClaimMoved():
            _moved(event, known)
        case SnapshotRowSeen() | SnapshotRowChanged() | SnapshotRowGone():
            _read_as(event, known)
        case ClaimCited():
            evidence(event, known)
        case CompanyTagged():
            tagging(event, known)
        case LedgerOpened() | PayloadErased() | KeyRotated() | RollbackAccepted():
            raise _untimely(event)
        case (
            RoundsMerged()
            | CompaniesMerged()
            | CompanyRenamed()
            | CompanyEnded()
            | RoundsKeptApart()
            | CompaniesKeptApart()
            | DocumentRecorded()
            | SnapshotTaken()
            | SnapshotColumnSeen()
            | SourceAliasAdded()
            | EntryCorrected()
            | EntryVoided()
        ):
            pass
        case _:
            assert_never(event)


def _untimely(
    event: LedgerOpened | PayloadErased | KeyRotated | RollbackAccepted,
) -> Refused:
    """Say which command records an event of the ledger's own keeping."""
    match event:
        case LedgerOpened():
            return Refused("a ledger is opened once", "`sayso init` makes another")
        case PayloadErased():
            return Refused(
                "a payload is not erased by recording that it was",
                "`sayso record erase EVENT` erases what an event commits to",
            )
        case KeyRotated():
            return Refused(
                "a key is not changed by recording that it was",
                "`sayso audit key rotate` changes it, and records it",
            )
        case RollbackAccepted():
            return Refused(
                "a rollback is accepted where it was noticed",
                "`sayso audit checkpoint --accept-rollback WHY` records it",
            )


def _relayed(event: ClaimRelayed, known: Known) -> None:
    """A relay leads to a claim, or to a denial that was carried on."""
    target_about(event.company, event.claim, known, CLAIMS | {"claim.denied"})
    if event.copy_ is None:
        return
    target_about(event.company, event.copy_, known, CLAIMS | {"claim.denied"})
    if event.copy_ == event.claim:
        raise Refused("a claim cannot be a copy of itself")


def _read_as(
    event: SnapshotRowSeen | SnapshotRowChanged | SnapshotRowGone, known: Known
) -> None:
    """Hold that the claims of a row are its own source's, about its company."""
    for claim in event.claims:
        target = target_about(event.company or "", claim, known, CLAIMS)
        if target.data["source"] != event.source:
            raise Refused(
                f"event {target.seq} is {target.data['source']}'s; it is not a"
                " claim that"
                f" a row of {event.source}'s makes"
            )


def _moved(event: ClaimMoved, known: Known) -> None:
    target = target_about(event.company, event.claim, known, CLAIMS)
    company = event.to.split("/")[0]
    if company not in known.directory.companies:
        known.directory.company(company)
    if target.data.get("round") == event.to:
        raise Refused(f"event {target.seq} is already about {event.to}")


def _ours(event_id: str, known: Known) -> Entry:
    target = target_of(event_id, known)
    if target.type == "ledger.opened":
        raise Refused("event 0 opens the ledger and stays as it is")
    return target


def _remade(
    event: EntryCorrected, target: Entry, known: Known, zone: str
) -> dict[str, Any]:
    """Give what a correction makes of its target: an event too, or it is refused."""
    if target.type == "entry.voided":
        raise Refused(
            f"event {target.seq} is a void; there is nothing in it to correct",
            f"undo it with `sayso record void {target.seq}`",
        )
    changed = {key: v for key, v in event.set.items() if v is not None}
    kept = {key: v for key, v in target.data.items() if key not in event.set}
    named = named_in(target.type, {**kept, **changed}, known.directory)
    made = event_from(target.type, named, zone)
    data = event_data(made)
    match made:
        case CompanyRegistered() | SourceRegistered():
            same_slug(made, target, known.directory)
        case ClaimCited() | DocumentRecorded():
            _same_thing(data, target)
        case EntryCorrected():
            _same_target(made, target)
            inner = _remade(made, _ours(made.target, known), known, zone)
            data["set"] = {key: inner.get(key) for key in made.set}
        case _ if event.set.keys() & _RULED:
            _ruled(made, known)
    return data


def _same_target(made: EntryCorrected, target: Entry) -> None:
    if made.target != target.data["target"]:
        raise Refused(
            f"event {target.seq} corrects another entry; that cannot be changed",
            f"`sayso record void {target.seq}`, then correct the right one",
        )


def _same_thing(made: Mapping[str, Any], target: Entry) -> None:
    """Hold that evidence stays that of its claim, and a document its text."""
    for field in ("claim", "company", "sha256", "text_sha256"):
        if made.get(field) != target.data.get(field):
            raise Refused(
                f"{field} of event {target.seq} cannot be corrected",
                f"`sayso record void {target.seq}`, and record the right one",
            )


def _voidable(target: Entry) -> None:
    stands(target)
    if target.type.endswith(".registered"):
        raise Refused(
            f"event {target.seq} registers a name that others may use",
            f"correct it with `sayso record correct {target.seq} --set name=...`",
        )
