"""The closed lists of words that claims are made of.

Stage, source kind, scope and basis are four independent fields; no single status
string merges them. Names follow Crunchbase, SEC Form D and OCF where they agree.
"""

from typing import Final, Literal, get_args

Stage = Literal[
    "aspiration",
    "rumoured",
    "in_talks",
    "seeking",
    "terms_agreed",
    "loi_signed",
    "committed",
    "announced",
    "partially_closed",
    "closed",
    "filed",
    "withdrawn",
    "failed",
    "expired",
]
"""From weak to strong; the last three are ends, not strengths."""

STAGES: Final[tuple[str, ...]] = get_args(Stage)
ENDS: Final = frozenset({"withdrawn", "failed", "expired"})
STRENGTH: Final = {
    stage: rank for rank, stage in enumerate(STAGES) if stage not in ENDS
}
"""`in_talks` and `seeking` are about as strong as each other; the order decides."""

SourceKind = Literal[
    "press",
    "wire",
    "blog",
    "company",
    "person",
    "investor",
    "regulator",
    "database",
    "unknown",
]
SOURCE_KINDS: Final[tuple[str, ...]] = get_args(SourceKind)

Basis = Literal[
    "target",
    "committed",
    "conditional",
    "raised_to_date",
    "tranche",
    "round_total",
    "per_investor",
    "cumulative",
    "sector_aggregate",
]
"""What an amount of money raised is an amount of."""

BASES: Final[tuple[str, ...]] = get_args(Basis)

PriceKind = Literal[
    "pre_money",
    "post_money",
    "unspecified",
    "secondary",
    "tender",
    "implied",
    "mark",
    "409a",
    "deal_value",
    "sought",
    "offer",
]
"""`deal_value` is the value put on the company in a merger or purchase."""

PRICE_KINDS: Final[tuple[str, ...]] = get_args(PriceKind)
PRIMARY_KINDS: Final = frozenset({"pre_money", "post_money", "unspecified"})
SECONDARY_KINDS: Final = frozenset(
    {"secondary", "tender", "implied", "mark", "409a", "deal_value"}
)

RoundType = Literal[
    "pre_seed",
    "seed",
    "angel",
    "series_a",
    "series_b",
    "series_c",
    "series_c_plus",
    "series_d",
    "series_e",
    "series_f",
    "series_g",
    "series_h",
    "series_unknown",
    "growth",
    "strategic",
    "extension",
    "convertible",
    "safe",
    "debt",
    "credit_facility",
    "secondary",
    "tender",
    "grant",
    "crowdfunding",
    "token",
    "pipe",
    "ipo",
    "loi_commitment",
    "vendor_financing",
    "merger_stock",
    "acquisition",
    "acquihire_license",
    "bid",
]
ROUND_TYPES: Final[tuple[str, ...]] = get_args(RoundType)
DEBT_TYPES: Final = frozenset({"debt", "credit_facility"})
SECONDARY_TYPES: Final = frozenset({"secondary", "tender"})
PURCHASE_TYPES: Final = frozenset(
    {"merger_stock", "acquisition", "acquihire_license", "bid"}
)

Instrument = Literal["equity", "convertible", "safe", "debt", "warrant", "in_kind"]
INSTRUMENTS: Final[tuple[str, ...]] = get_args(Instrument)

ScopeField = Literal["whole", "raised", "valuation", "stage", "investors", "timing"]
SCOPE_FIELDS: Final[tuple[str, ...]] = get_args(ScopeField)
DENIABLE: Final = frozenset({"raised", "valuation", "stage", "investors", "timing"})
"""What `whole` stands for."""

DenialForm = Literal[
    "fake",
    "false",
    "inaccurate",
    "premature",
    "not_raising_now",
    "played_down",
    "other",
]
DENIAL_FORMS: Final[tuple[str, ...]] = get_args(DenialForm)

CommentForm = Literal["no_comment", "neither", "joke", "other"]
COMMENT_FORMS: Final[tuple[str, ...]] = get_args(CommentForm)

RelayForm = Literal["syndicated", "translated", "cited"]
RELAY_FORMS: Final[tuple[str, ...]] = get_args(RelayForm)

PayloadKind = Literal["quote", "article", "personal"]
PAYLOAD_KINDS: Final[tuple[str, ...]] = get_args(PayloadKind)

FlagName = Literal[
    "amount-out-of-scale",
    "price-below-amount",
    "price-equals-amount",
    "closed-before-report",
    "closed-after-report",
    "post-below-pre",
    "currency-missing",
    "published-in-future",
    "parts-exceed-total",
    "sum-below-round",
    "amount-too-small",
    "price-too-small",
    "date-implausible",
    "sold-after-filing",
    "two-values-one-day",
    "names-alike",
]
"""What `lint` may say of a claim, in the order in which it lists it."""

FLAGS: Final[tuple[str, ...]] = get_args(FlagName)

MergeForm = Literal["acquired", "identical"]
MERGE_FORMS: Final[tuple[str, ...]] = get_args(MergeForm)
