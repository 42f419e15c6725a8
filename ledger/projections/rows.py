"""The rows that folds read: slotted, parsed once, standard library only.

An `Entry` is one stored entry with its data in today's shape. A `Row` is an entry
that somebody published, with its interval and what it says as values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast

from ledger.claims.dates import Days, When, parse_days, parse_when
from ledger.claims.entry import Entry
from ledger.claims.figures import Price, Raised, price_from, raised_from
from ledger.claims.investors import Investor, investor_from
from ledger.claims.kinds import KINDS, PUBLISHED_KINDS, PublishedKind

EventOrder = tuple[int, int, int, str]

CLAIMS: Final = frozenset({"round.reported", "valuation.reported"})
SNAPSHOTS: Final = frozenset(x for x in PUBLISHED_KINDS if x.startswith("snapshot."))
"""What became of somebody's table; the claims in it are events of their own."""


class Said(NamedTuple):
    """What a claim says, or what a revision changes in it."""

    stage: str | None
    raised: tuple[Raised, ...]
    valuation: tuple[Price, ...]
    round_type: str | None
    instrument: str | None
    investors: tuple[Investor, ...]
    effective: Days | None
    supersedes: tuple[str, ...]
    arrangers: tuple[str, ...]
    """Names of the banks and placement agents of the round."""
    own_sourcing: bool
    """Whether its source has it from sources of its own."""


@dataclass(slots=True, eq=False)
class Row:
    """One published event: when, by whom, about what."""

    seq: int
    id: str
    type: PublishedKind
    recorded: int
    when: When
    key: EventOrder
    """The order of folds: published interval, then kind, then content id."""
    company: str
    """Nothing, for a row of a company that nobody registered."""
    round: str | None
    source: str | None
    data: Mapping[str, Any]
    said: Said | None


def row_from(entry: Entry) -> Row:
    """Parse a published entry; its data were checked when it was recorded."""
    data, type_ = entry.data, cast("PublishedKind", entry.type)
    rank = KINDS[type_].rank
    assert rank is not None, "a published kind has a rank"
    when = parse_when(data["published"])
    said = None
    if type_ in CLAIMS:
        said = said_in(data)
    elif type_ == "claim.revised":
        said = said_in(data["set"])
    return Row(
        seq=entry.seq,
        id=entry.id,
        type=type_,
        recorded=entry.recorded,
        when=when,
        key=(when.hi, when.lo, rank, entry.id),
        company=data.get("company") or data.get("slug", ""),
        round=data.get("round"),
        source=data.get("source"),
        data=data,
        said=said,
    )


def said_in(data: Mapping[str, Any]) -> Said:
    """Read the fields of a claim out of stored data."""
    effective = data.get("effective")
    return Said(
        stage=data.get("stage"),
        raised=tuple([raised_from(item) for item in data.get("raised", ())]),
        valuation=tuple([price_from(item) for item in data.get("valuation", ())]),
        round_type=data.get("round_type"),
        instrument=data.get("instrument"),
        investors=tuple([investor_from(item) for item in data.get("investors", ())]),
        effective=None if effective is None else parse_days(effective),
        supersedes=tuple(data.get("supersedes", ())),
        arrangers=tuple(data.get("arrangers", ())),
        own_sourcing=data.get("own_sourcing", False),
    )
