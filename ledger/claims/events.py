"""Every kind of event, as frozen pydantic models in one closed union.

This is the border: what comes from a file or a command line is checked here, once,
before it is recorded. Inside, folds read plain rows. Amounts may be written as text
("500M", "15B..20B"); they are stored as currency, min, max and qualifier.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import Field, StrictBool, StrictInt, model_validator

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
from ledger.claims.fields import (
    DaysText,
    Event,
    EventId,
    EventPart,
    FigureField,
    InvestorItem,
    Name,
    Origin,
    PriceItem,
    Published,
    RaisedItem,
    RoundName,
    Slug,
    Some,
    Text,
    ZoneName,
)
from ledger.claims.snapshots import (
    SnapshotColumnSeen,
    SnapshotRowChanged,
    SnapshotRowGone,
    SnapshotRowSeen,
    SnapshotTaken,
)
from ledger.claims.vocabulary import (
    NOT_NOW,
    CommentForm,
    DenialForm,
    Instrument,
    RelayForm,
    RoundType,
    ScopeField,
    SourceKind,
    Stage,
)

Scope = Annotated[tuple[ScopeField, ...], Field(min_length=1)]


def _rounds_of(company: str, names: Sequence[str]) -> None:
    for name in names:
        if name.split("/")[0] != company:
            raise ValueError(f"{name} is not a round of {company}")


class LedgerOpened(Event):
    """Event 0: which ledger this is, and how to read it."""

    type = "ledger.opened"
    log: Name
    origin: Origin
    zone: ZoneName
    profile: Literal["sayso/1"]
    key: Name | None = None


class SourceRegistered(Event):
    type = "source.registered"
    slug: Slug
    name: Name
    kind: SourceKind
    speaks_for: tuple[Slug, ...] = Some
    """Companies in whose name it may speak."""
    aliases: tuple[Name, ...] = Some


class SourceAliasAdded(Event):
    type = "source.alias_added"
    slug: Slug
    alias: Name


class ClaimFields(EventPart):
    """What a claim says about a round; a revision changes some of it."""

    stage: Stage | None = None
    raised: tuple[RaisedItem, ...] = Some
    valuation: tuple[PriceItem, ...] = Some
    round_type: RoundType | None = None
    instrument: Instrument | None = None
    investors: tuple[InvestorItem, ...] = Some
    arrangers: tuple[Name, ...] = Some
    own_sourcing: StrictBool = False
    effective: DaysText | None = None
    supersedes: tuple[RoundName, ...] = Some


class RoundReported(Published):
    """One source's statement about one round: the atom of the ledger."""

    type = "round.reported"
    company: Slug
    round: RoundName
    source: Slug
    stage: Stage
    raised: tuple[RaisedItem, ...] = Some
    valuation: tuple[PriceItem, ...] = Some
    round_type: RoundType | None = None
    instrument: Instrument | None = None
    investors: tuple[InvestorItem, ...] = Some
    arrangers: tuple[Name, ...] = Some
    """Who places the round or lends its name to it: a bank, a placement agent."""
    own_sourcing: StrictBool = False
    """Whether the source says that it has this from sources of its own."""
    effective: DaysText | None = None
    """The day in the world: of closing, or for which the price holds."""
    supersedes: tuple[RoundName, ...] = Some

    @model_validator(mode="after")
    def _round_is_the_companys(self) -> Self:
        _rounds_of(self.company, (self.round, *self.supersedes))
        if self.round in self.supersedes:
            raise ValueError("a round cannot supersede itself")
        return self


class ValuationReported(Published):
    """A price outside a round: a secondary sale, a fund's mark, a 409A, a stake."""

    type = "valuation.reported"
    company: Slug
    source: Slug
    stage: Stage = "closed"
    valuation: tuple[PriceItem, ...] = Field(min_length=1, max_length=20)
    amount: FigureField | None = None
    """Worth of the shares sold; never money raised."""
    own_sourcing: StrictBool = False
    effective: DaysText | None = None


class ClaimRevised(Published):
    """The same source changes what its claim says."""

    type = "claim.revised"
    company: Slug
    claim: EventId
    source: Slug
    set: ClaimFields

    @model_validator(mode="after")
    def _something_changes(self) -> Self:
        if not any(getattr(self.set, field) for field in self.set.model_fields_set):
            raise ValueError("a revision changes at least one field")
        _rounds_of(self.company, self.set.supersedes)
        return self


class ClaimRetracted(Published):
    """The same source takes back a claim, a denial or a confirmation."""

    type = "claim.retracted"
    company: Slug
    claim: EventId
    source: Slug
    reason: Text | None = None


class _AboutClaims(Published):
    company: Slug
    source: Slug
    claims: tuple[EventId, ...] = Some
    round: RoundName | None = None
    """All claims on this round published by that time."""

    @model_validator(mode="after")
    def _claims_or_round(self) -> Self:
        if bool(self.claims) == (self.round is not None):
            raise ValueError("name either claims or a round")
        if self.round is not None:
            _rounds_of(self.company, (self.round,))
        return self


class ClaimDenied(_AboutClaims):
    """Somebody contradicts claims, in a scope; it erases and proves nothing."""

    type = "claim.denied"
    scope: Scope
    """The stage, if nobody says and the form is `not_raising_now`."""
    form: DenialForm

    @model_validator(mode="before")
    @classmethod
    def _not_now(cls, data: Mapping[str, Any]) -> Mapping[str, Any]:
        if data.get("form") == "not_raising_now" and not data.get("scope"):
            return {**data, "scope": NOT_NOW}
        return data


class ClaimConfirmed(Published):
    """Somebody stands by a claim, in a scope."""

    type = "claim.confirmed"
    company: Slug
    claim: EventId
    source: Slug
    scope: Scope


class ClaimCommented(_AboutClaims):
    """Neither a denial nor a confirmation: kept, moves nothing."""

    type = "claim.commented"
    form: CommentForm


class ClaimRelayed(Published):
    """A copy of a claim: an edge to its origin, never a claim of its own."""

    type = "claim.relayed"
    company: Slug
    claim: EventId
    carrier: Slug | None = None
    copy_: EventId | None = Field(default=None, alias="copy")
    form: RelayForm

    @model_validator(mode="after")
    def _carrier_or_copy(self) -> Self:
        if (self.carrier is None) == (self.copy_ is None):
            raise ValueError("name either the carrier or the claim that is a copy")
        return self


class ClaimMoved(Published):
    """It became known that a claim was about another round."""

    type = "claim.moved"
    company: Slug
    claim: EventId
    to: RoundName
    source: Slug | None = None


class RoundsMerged(Published):
    """It became known that two rounds are one."""

    type = "rounds.merged"
    company: Slug
    round: RoundName
    into: RoundName
    source: Slug | None = None

    @model_validator(mode="after")
    def _both_of_the_company(self) -> Self:
        _rounds_of(self.company, (self.round, self.into))
        if self.round == self.into:
            raise ValueError("a round cannot be merged into itself")
        return self


class RoundsKeptApart(Event):
    """Somebody looked at two rounds that may be one, and says that they are two."""

    type = "rounds.kept_apart"
    company: Slug
    round: RoundName
    other: RoundName
    reason: Text

    @model_validator(mode="after")
    def _two_of_the_company(self) -> Self:
        _rounds_of(self.company, (self.round, self.other))
        if self.round == self.other:
            raise ValueError("a round cannot be kept apart from itself")
        return self


class EntryCorrected(Event):
    """We recorded it wrongly: fields of an entry get other values, for every as-of."""

    type = "entry.corrected"
    target: EventId
    set: dict[str, Any] = Field(min_length=1, max_length=40)
    reason: Text
    company: Slug | None = None


class EntryVoided(Event):
    """We should not have recorded it at all."""

    type = "entry.voided"
    target: EventId
    reason: Text
    company: Slug | None = None


class PayloadErased(Event):
    type = "payload.erased"
    commitment: EventId
    reason: Text


class KeyRotated(Event):
    """Another key signs from now on; without an old one, it is the first."""

    type = "key.rotated"
    old: Name | None = None
    new: Name


class RollbackAccepted(Event):
    """An older copy of the ledger was put back, and some entries are lost."""

    type = "rollback.accepted"
    size: StrictInt = Field(gt=0, lt=2**53)
    """How many entries the lost head had, and its root."""
    root: EventId
    reason: Text


AnyEvent = (
    LedgerOpened
    | CompanyRegistered
    | CompanyAliasAdded
    | CompanyTagged
    | SourceRegistered
    | SourceAliasAdded
    | RoundReported
    | ValuationReported
    | ClaimRevised
    | ClaimRetracted
    | ClaimDenied
    | ClaimConfirmed
    | ClaimCommented
    | ClaimRelayed
    | ClaimMoved
    | RoundsMerged
    | CompaniesMerged
    | CompanyRenamed
    | CompanyEnded
    | RoundsKeptApart
    | CompaniesKeptApart
    | DocumentRecorded
    | ClaimCited
    | SnapshotTaken
    | SnapshotColumnSeen
    | SnapshotRowSeen
    | SnapshotRowChanged
    | SnapshotRowGone
    | EntryCorrected
    | EntryVoided
    | PayloadErased
    | KeyRotated
    | RollbackAccepted
)
"""The closed union."""

MODELS: Final[Mapping[str, type[AnyEvent]]] = {
    model.type: model for model in get_args(AnyEvent)
}
"""Kind -> its model; `kinds` holds what else is to be known of it."""
