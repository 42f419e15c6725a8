"""The kinds of events: one row a kind, and what came with which schema number.

A row says which clock a kind moves, where it stands among events of one published
interval, and which of its fields name other events, rounds, companies and sources.
The models in `events` bind to it by the kind's name; the folds, which know nothing of
models, read it too.

An event is written at the lowest schema number that can express it, so that one which
uses no new field and no new word keeps its id for ever. `SINCE` says with which number
a field or word came. The numbers are shared by all kinds: what came with 3 came with 3
everywhere, and a kind that uses none of it stays at its own number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

PublishedKind = Literal[
    "companies.merged",
    "company.renamed",
    "company.ended",
    "rounds.merged",
    "claim.moved",
    "round.reported",
    "valuation.reported",
    "claim.relayed",
    "claim.revised",
    "claim.confirmed",
    "claim.denied",
    "claim.commented",
    "claim.retracted",
    "snapshot.taken",
    "snapshot.row_gone",
    "snapshot.row_changed",
    "snapshot.column_seen",
    "snapshot.row_seen",
]
"""What somebody said, or what became known: it has a publication date."""

RecordedKind = Literal[
    "ledger.opened",
    "company.registered",
    "company.alias_added",
    "company.tagged",
    "source.registered",
    "source.alias_added",
    "rounds.kept_apart",
    "companies.kept_apart",
    "document.recorded",
    "claim.cited",
    "entry.corrected",
    "entry.voided",
    "payload.erased",
    "key.rotated",
    "rollback.accepted",
]
"""What acts by its place in the ledger alone."""

KindName = Literal[PublishedKind, RecordedKind]
PUBLISHED_KINDS: Final[tuple[PublishedKind, ...]] = get_args(PublishedKind)

LinkEffect = Literal["revises", "ends", "quotes", "judges"]
"""What an event does to those that it names."""

_LATE: Final = "ijklmnopqrstuvwxyz"

SINCE: Final[Mapping[int, Mapping[str, tuple[str, ...]]]] = {
    3: {
        "RoundReported": ("arrangers", "own_sourcing"),
        "ValuationReported": ("own_sourcing",),
        "ClaimFields": ("arrangers", "own_sourcing"),
        "RaisedItem": ("condition",),
        "PriceItem": ("part",),
        "InvestorItem": ("amount", "stage", "stake"),
        "MoneyBasis": ("paid",),
        "PriceKind": ("ipo", "cap"),
        "Instrument": ("mixed",),
        "RoundType": (
            *("pre_seed_plus", "seed_plus", "spin_off"),
            *(f"series_{letter}" for letter in _LATE),
            *(f"series_{letter}_plus" for letter in "abdefgh" + _LATE),
        ),
        "Qualifier": ("hundreds-of-millions-unspecified", "millions-unspecified"),
    },
    4: {
        "DocumentRecorded": ("text_sha256",),
        "ClaimCited": ("claim",),
        "CompanyTagged": ("tags",),
    },
}
"""Schema number -> model or list of words -> the fields or words that came with it.

A model is named as in `events`, `fields` and `snapshots`, a list of words as in
`vocabulary`; the qualifiers of figures are `Qualifier`.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is to be known of a kind, besides the types of its fields."""

    rank: int | None
    """Which comes first of two events published in one interval; None: recorded."""
    schema: int = 1
    """The newest number that events of the kind may carry."""
    shape: int = 1
    """The lowest number of today's shape: an event without anything new carries it."""
    events: tuple[str, ...] = ()
    """The fields with ids of other events, or lists of them."""
    link: LinkEffect | None = None
    """What it does to these; None: nothing that an export would draw."""
    rounds: tuple[str, ...] = ()
    """The fields with names of rounds; `set.supersedes` stands inside of `set`."""
    companies: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    """Its sentence: the first of these of which all fields are there is filled in.

    Events become their numbers, lists their items, `!w` writes a word with blanks. A
    kind that has none has a function in `ledger.rendering.sentences`.
    """


KINDS: Final[Mapping[str, Kind]] = {
    "ledger.opened": Kind(rank=None, says=("opens the ledger {origin}",)),
    "company.registered": Kind(rank=None),
    "company.alias_added": Kind(
        rank=None, companies=("slug",), says=("{slug} is also {alias}",)
    ),
    "company.tagged": Kind(rank=None, schema=4, events=("after",), companies=("slug",)),
    "source.registered": Kind(rank=None, companies=("speaks_for",)),
    "source.alias_added": Kind(
        rank=None, sources=("slug",), says=("{slug} is also {alias}",)
    ),
    "round.reported": Kind(
        rank=3,
        schema=3,
        shape=2,
        rounds=("round", "supersedes"),
        companies=("company",),
        sources=("source", "via"),
    ),
    "valuation.reported": Kind(
        rank=3, schema=3, companies=("company",), sources=("source", "via")
    ),
    "claim.revised": Kind(
        rank=5,
        schema=3,
        events=("claim",),
        link="revises",
        rounds=("set.supersedes",),
        companies=("company",),
        sources=("source", "via"),
    ),
    "claim.retracted": Kind(
        rank=9,
        events=("claim",),
        link="ends",
        companies=("company",),
        sources=("source", "via"),
        says=("retracts {claim}",),
    ),
    "claim.denied": Kind(
        rank=7,
        events=("claims",),
        link="judges",
        rounds=("round",),
        companies=("company",),
        sources=("source", "via"),
        says=(
            "denies {round} ({scope}; {form!w})",
            "denies {claims} ({scope}; {form!w})",
        ),
    ),
    "claim.confirmed": Kind(
        rank=6,
        events=("claim",),
        link="judges",
        companies=("company",),
        sources=("source", "via"),
        says=("confirms {claim} ({scope})",),
    ),
    "claim.commented": Kind(
        rank=8,
        events=("claims",),
        rounds=("round",),
        companies=("company",),
        sources=("source", "via"),
        says=("comments on {round} ({form!w})", "comments on {claims} ({form!w})"),
    ),
    "claim.relayed": Kind(
        rank=4,
        events=("claim", "copy"),
        link="quotes",
        companies=("company",),
        sources=("carrier", "via"),
        says=("{copy} is a copy of {claim}", "carries {claim} ({form})"),
    ),
    "claim.moved": Kind(
        rank=2,
        events=("claim",),
        rounds=("to",),
        companies=("company",),
        sources=("source", "via"),
        says=("{claim} is about {to}",),
    ),
    "rounds.merged": Kind(
        rank=1,
        rounds=("round", "into"),
        companies=("company",),
        sources=("source", "via"),
        says=("{round} is the same as {into}",),
    ),
    "companies.merged": Kind(
        rank=0, companies=("company", "into"), sources=("source", "via")
    ),
    "company.renamed": Kind(
        rank=0,
        companies=("slug",),
        sources=("source", "via"),
        says=("{slug} is now called {name}",),
    ),
    "company.ended": Kind(
        rank=0, schema=3, companies=("company",), sources=("source", "via")
    ),
    "rounds.kept_apart": Kind(
        rank=None,
        rounds=("round", "other"),
        companies=("company",),
        says=("keeps {round} apart from {other}: {reason}",),
    ),
    "companies.kept_apart": Kind(
        rank=None,
        companies=("company", "other"),
        says=("keeps {company} apart from {other}: {reason}",),
    ),
    "document.recorded": Kind(rank=None, schema=4, sources=("publisher",)),
    "claim.cited": Kind(
        rank=None, schema=4, events=("claim", "document"), companies=("company",)
    ),
    "snapshot.taken": Kind(
        rank=10,
        sources=("source", "via"),
        says=("has {rows:,} rows in {table}, by {key}", "has {rows:,} rows, by {key}"),
    ),
    "snapshot.column_seen": Kind(rank=13, sources=("source", "via")),
    "snapshot.row_seen": Kind(
        rank=14,
        events=("claims",),
        companies=("company",),
        sources=("source", "via"),
    ),
    "snapshot.row_changed": Kind(
        rank=12,
        events=("claims",),
        companies=("company",),
        sources=("source", "via"),
    ),
    "snapshot.row_gone": Kind(
        rank=11,
        events=("claims",),
        companies=("company",),
        sources=("source", "via"),
        says=("has no row {key} any more in {table}", "has no row {key} any more"),
    ),
    "entry.corrected": Kind(
        rank=None,
        schema=4,
        events=("target",),
        link="revises",
        says=("corrects {set} of {target}: {reason}",),
    ),
    "entry.voided": Kind(
        rank=None, events=("target",), link="ends", says=("voids {target}: {reason}",)
    ),
    "payload.erased": Kind(rank=None, says=("erases payload {commitment:.8}",)),
    "key.rotated": Kind(
        rank=None,
        says=("replaces the signing key {old}", "names the signing key {new}"),
    ),
    "rollback.accepted": Kind(
        rank=None,
        says=("accepts a rollback from {size:,} entries (root {root:.8}): {reason}",),
    ),
}
"""Every kind; one that is missing here cannot be recorded."""


def values_named(data: Mapping[str, Any], fields: tuple[str, ...]) -> Iterator[Any]:
    """Give what stands in some fields of an event, lists item by item, in order."""
    for field in fields:
        outer, _, inner = field.partition(".")
        value = data.get(outer)
        if inner and isinstance(value, Mapping):
            value = value.get(inner)
        if isinstance(value, list | tuple):
            yield from value
        elif value is not None:
            yield value


def targets_in(type_: str, data: Mapping[str, Any]) -> Iterator[Any]:
    """Give the ids of the events that an event names."""
    kind = KINDS.get(type_)
    return iter(()) if kind is None else values_named(data, kind.events)
