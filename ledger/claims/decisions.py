"""What may be said: from an event that somebody wants to record to a draft, or not.

Names become slugs, the event is checked against its model, and then against what the
ledger holds: a name must be registered, a claim that is answered must be on record,
only the source of a claim may revise or retract it, nobody takes back what was not
said yet. Nothing here reads a database: what is on record comes in as `Known`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ledger.claims.canonical import Draft, draft
from ledger.claims.checking import event_data, event_from
from ledger.claims.dates import parse_when
from ledger.claims.events import (
    AnyEvent,
    ClaimCommented,
    ClaimConfirmed,
    ClaimDenied,
    ClaimMoved,
    ClaimRelayed,
    ClaimRetracted,
    ClaimRevised,
    CompaniesMerged,
    CompanyAliasAdded,
    CompanyRegistered,
    CompanyRenamed,
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
from ledger.claims.known import Known, OnRecord
from ledger.claims.names import Directory
from ledger.claims.resolving import named_in
from ledger.claims.snapshots import (
    SnapshotColumnSeen,
    SnapshotRowChanged,
    SnapshotRowGone,
    SnapshotRowSeen,
    SnapshotTaken,
)
from ledger.claims.upcasting import SCHEMAS
from ledger.errors import Refused

CLAIMS: Final = frozenset({"round.reported", "valuation.reported"})
STANCES: Final = CLAIMS | {"claim.denied", "claim.confirmed", "claim.commented"}
"""What its own source can retract."""

_OURS: Final = frozenset({"entry.corrected", "entry.voided"})
_WHOLE_ID: Final = re.compile(r"[0-9a-f]{64}")


def decide(type_: str, data: Mapping[str, Any], known: Known, zone: str) -> Draft:
    """Give the draft to append, or say why this may not be recorded.

    What is on record already may be said again; it adds nothing.

    Raises BadInput (not an event), UnknownName (a name that is not registered) or
    Refused (a rule). `zone` is the ledger's.
    """
    named = named_in(type_, data, known.directory)
    if "claim" in named and "company" not in named:
        named |= _company_answered(named["claim"], known)
    event = event_from(type_, named, zone)
    ours = type_ in _OURS
    said = draft(type_, event_data(event), SCHEMAS[type_], plain=not ours)
    if known.holds(said.id):
        return said
    if ours:
        assert isinstance(event, EntryCorrected | EntryVoided)
        return _ours_decided(event, said, known, zone)
    _ruled(event, known)
    return said


def _company_answered(claim: object, known: Known) -> dict[str, Any]:
    if not (isinstance(claim, str) and _WHOLE_ID.fullmatch(claim)):
        return {}
    target = known.entry(claim)
    if target is None:
        return {}
    if target.data.get("company") is None:
        raise Refused(
            f"event {target.seq} is a {target.type}, no claim about a company",
            "`sayso log` lists what can be answered",
        )
    return {"company": target.data["company"]}


def _ours_decided(
    event: EntryCorrected | EntryVoided, said: Draft, known: Known, zone: str
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
            "what is attached to an event is not corrected",
            f"`sayso record void {target.seq}`, and record it again",
        )
    made = _remade(event, target, known, zone)
    data["set"] = {key: made.get(key) for key in event.set}
    kept = draft(said.type, data, said.schema)
    if not known.holds(kept.id):
        _stands(target)
        if made == target.data:
            raise Refused(f"event {target.seq} says so already")
    return kept


_RULED: Final = frozenset(
    {"alias", "claim", "claims", "company", "copy", "published", "source", "to"}
)
"""Fields that an event is held against the ledger for; a note is free."""


def _ruled(event: AnyEvent, known: Known) -> None:  # noqa: C901 - one case a type
    """Hold an event against what is on record; the commonest come first."""
    match event:
        case RoundReported() | ValuationReported():
            pass
        case ClaimRevised():
            _own(event, known, CLAIMS, "revise")
        case ClaimDenied() | ClaimCommented():
            for claim in event.claims:
                _about(event.company, claim, known, STANCES)
        case ClaimConfirmed():
            _about(event.company, event.claim, known, CLAIMS | {"claim.denied"})
        case CompanyRegistered() | SourceRegistered() | CompanyAliasAdded():
            _registrable(event, known.directory)
        case ClaimRetracted():
            _own(event, known, STANCES, "retract")
        case ClaimRelayed():
            _relayed(event, known)
        case ClaimMoved():
            _moved(event, known)
        case SnapshotRowSeen() | SnapshotRowChanged() | SnapshotRowGone():
            _read_as(event, known)
        case LedgerOpened() | PayloadErased() | KeyRotated() | RollbackAccepted():
            raise _untimely(event)
        case (
            RoundsMerged()
            | CompaniesMerged()
            | CompanyRenamed()
            | RoundsKeptApart()
            | SnapshotTaken()
            | SnapshotColumnSeen()
            | SourceAliasAdded()
            | EntryCorrected()
            | EntryVoided()
        ):
            pass


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


def _registrable(
    event: CompanyRegistered | SourceRegistered | CompanyAliasAdded,
    directory: Directory,
) -> None:
    match event:
        case CompanyRegistered():
            _free(event.slug, directory.companies, "company")
            _unclaimed((event.name, *event.aliases), event.slug, directory)
        case SourceRegistered():
            _free(event.slug, directory.sources, "source")
        case CompanyAliasAdded():
            _unclaimed((event.alias,), event.slug, directory)


def _relayed(event: ClaimRelayed, known: Known) -> None:
    """A relay leads to a claim, or to a denial that was carried on."""
    _about(event.company, event.claim, known, CLAIMS | {"claim.denied"})
    if event.copy_ is None:
        return
    _about(event.company, event.copy_, known, CLAIMS | {"claim.denied"})
    if event.copy_ == event.claim:
        raise Refused("a claim cannot be a copy of itself")


def _read_as(
    event: SnapshotRowSeen | SnapshotRowChanged | SnapshotRowGone, known: Known
) -> None:
    """Hold that the claims of a row are its own source's, about its company."""
    for claim in event.claims:
        target = _about(event.company or "", claim, known, CLAIMS)
        if target.data["source"] != event.source:
            raise Refused(
                f"event {target.seq} is {target.data['source']}'s; it is no claim that"
                f" a row of {event.source}'s makes"
            )


def _free(slug: str, taken: Mapping[str, Any], what: str) -> None:
    if slug in taken:
        raise Refused(
            f"{what} {slug} is registered already (event {taken[slug].seq})",
            f"add a name to it with `sayso {what} alias {slug} NAME`",
        )


def _unclaimed(names: Sequence[str], slug: str, directory: Directory) -> None:
    """Refuse a name that already means another company."""
    for name in names:
        owner = directory.company_called(name)
        if owner not in {None, slug}:
            raise Refused(
                f"{name} already means {owner}",
                f"use a longer name, or `sayso record merge {slug} {owner}`",
            )


def _target(event_id: str, known: Known) -> OnRecord:
    found = known.entry(event_id)
    if found is None:
        raise Refused(
            f"no event on record has the id {event_id[:12]}",
            "record the claim first; `sayso log` lists what is there",
        )
    return found


def _stands(target: OnRecord) -> None:
    if target.voided_by is not None:
        raise Refused(
            f"event {target.seq} was voided by event {target.voided_by}",
            f"`sayso record void {target.voided_by}` brings it back",
        )


def _about(
    company: str, event_id: str, known: Known, types: frozenset[str]
) -> OnRecord:
    """Find the event that is answered, of one of the types, about the company."""
    target = _target(event_id, known)
    _stands(target)
    if target.type not in types:
        wanted = " or ".join(sorted(types))
        raise Refused(f"event {target.seq} is a {target.type}; this answers a {wanted}")
    if target.data["company"] != company:
        raise Refused(
            f"event {target.seq} is about {target.data['company']}, not {company}"
        )
    return target


def _own(
    event: ClaimRevised | ClaimRetracted,
    known: Known,
    types: frozenset[str],
    verb: str,
) -> None:
    """Hold that the same source speaks, and not before it spoke first."""
    target = _about(event.company, event.claim, known, types)
    said_by = target.data["source"]
    if said_by != event.source:
        raise Refused(
            f"event {target.seq} is {said_by}'s; {event.source} cannot {verb} it",
            f"to record that {event.source} disagrees, use `sayso record deny"
            f" {target.seq} --source {event.source}`, or `record report` for its"
            " own figure",
        )
    said = target.data["published"]
    if parse_when(event.published).hi <= parse_when(said).lo:
        raise Refused(
            f"event {target.seq} was published {said}; nobody can {verb} it"
            f" on {event.published}, before that",
            "check --published",
        )


def _moved(event: ClaimMoved, known: Known) -> None:
    target = _about(event.company, event.claim, known, CLAIMS)
    company = event.to.split("/")[0]
    if company not in known.directory.companies:
        known.directory.company(company)
    if target.data.get("round") == event.to:
        raise Refused(f"event {target.seq} is about {event.to} already")


def _ours(event_id: str, known: Known) -> OnRecord:
    target = _target(event_id, known)
    if target.type == "ledger.opened":
        raise Refused("event 0 opens the ledger and stays as it is")
    return target


def _remade(
    event: EntryCorrected, target: OnRecord, known: Known, zone: str
) -> dict[str, Any]:
    """Give what a correction makes of its target: an event too, or it is refused."""
    if target.type == "entry.voided":
        raise Refused(
            f"event {target.seq} is a voiding; there is nothing in it to correct",
            f"take it back with `sayso record void {target.seq}`",
        )
    changed = {key: v for key, v in event.set.items() if v is not None}
    kept = {key: v for key, v in target.data.items() if key not in event.set}
    named = named_in(target.type, {**kept, **changed}, known.directory)
    made = event_from(target.type, named, zone)
    data = event_data(made)
    match made:
        case CompanyRegistered() | SourceRegistered():
            _same_slug(made, target, known.directory)
        case EntryCorrected():
            _same_target(made, target)
            inner = _remade(made, _ours(made.target, known), known, zone)
            data["set"] = {key: inner.get(key) for key in made.set}
        case _ if event.set.keys() & _RULED:
            _ruled(made, known)
    return data


def _same_slug(
    made: CompanyRegistered | SourceRegistered, target: OnRecord, directory: Directory
) -> None:
    if made.slug != target.data["slug"]:
        raise Refused(
            f"other events call it {target.data['slug']}; a slug stays as it is",
            f"add a name with `sayso company alias {target.data['slug']} NAME`",
        )
    if isinstance(made, CompanyRegistered):
        _unclaimed((made.name, *made.aliases), made.slug, directory)


def _same_target(made: EntryCorrected, target: OnRecord) -> None:
    if made.target != target.data["target"]:
        raise Refused(
            f"event {target.seq} corrects another entry; that cannot be changed",
            f"`sayso record void {target.seq}`, then correct the right one",
        )


def _voidable(target: OnRecord) -> None:
    _stands(target)
    if target.type.endswith(".registered"):
        raise Refused(
            f"event {target.seq} registers a name that others may use",
            f"mend it with `sayso record correct {target.seq} --set name=...`",
        )
