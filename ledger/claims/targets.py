"""The events that others answer: on record, standing, of the right kind and company.

All of these raise Refused where a rule is broken.
"""

from typing import Final

from ledger.claims.companies import CompanyTagged
from ledger.claims.dates import parse_when
from ledger.claims.documents import ClaimCited
from ledger.claims.entry import Entry
from ledger.claims.events import ClaimRetracted, ClaimRevised
from ledger.claims.evidence import CITABLE, DOCUMENT
from ledger.claims.known import Known
from ledger.errors import Refused

CLAIMS: Final = frozenset({"round.reported", "valuation.reported"})
STANCES: Final = CLAIMS | {"claim.denied", "claim.confirmed", "claim.commented"}
"""What its own source can retract."""


def target_of(event_id: str, known: Known) -> Entry:
    """Find an event that another one names."""
    found = known.entry(event_id)
    if found is None:
        raise Refused(
            f"no event on record has the id {event_id[:12]}",
            "record the claim first; `sayso log` lists the events",
        )
    return found


def stands(target: Entry) -> None:
    """Refuse an event that was voided."""
    if target.voided_by is not None:
        raise Refused(
            f"event {target.seq} was voided by event {target.voided_by}",
            f"`sayso record void {target.voided_by}` brings it back",
        )


def target_about(
    company: str, event_id: str, known: Known, types: frozenset[str]
) -> Entry:
    """Find the event that is answered, of one of the types, about the company."""
    target = target_of(event_id, known)
    stands(target)
    if target.type not in types:
        wanted = " or ".join(sorted(types))
        raise Refused(f"event {target.seq} is a {target.type}; this answers a {wanted}")
    if target.data["company"] != company:
        raise Refused(
            f"event {target.seq} is about {target.data['company']}, not {company}"
        )
    return target


def own(
    event: ClaimRevised | ClaimRetracted,
    known: Known,
    types: frozenset[str],
    verb: str,
) -> None:
    """Hold that the same source speaks, and not before it spoke first."""
    target = target_about(event.company, event.claim, known, types)
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


def evidence(event: ClaimCited, known: Known) -> None:
    """Hold that what is cited is a document, for something that somebody said."""
    target = target_of(event.claim, known)
    stands(target)
    if target.type not in CITABLE:
        raise Refused(
            f"event {target.seq} is a {target.type}, not a statement of a source",
            "evidence belongs to claims, denials and other statements: `sayso log`"
            " lists them",
        )
    if event.document is None:
        return
    document = target_of(event.document, known)
    stands(document)
    if document.type != DOCUMENT:
        raise Refused(
            f"event {document.seq} is a {document.type}, not a document",
            "`sayso record document FILE` records one",
        )


def tagging(event: CompanyTagged, known: Known) -> None:
    """Hold that a tagging comes after one of the same company, voided or not."""
    if event.after is None:
        return
    before = target_of(event.after, known)
    if before.type != event.type or before.data["slug"] != event.slug:
        raise Refused(
            f"event {before.seq} is no tagging of {event.slug}",
            "leave `after` out of the first one",
        )
