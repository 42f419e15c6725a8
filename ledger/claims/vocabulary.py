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

STANDINGS: Final = (
    "retracted",
    "superseded",
    "failed",
    "withdrawn",
    "confirmed",
    "confirmed_after_denial",
    "disputed",
    "corroborated",
    "reported",
    "rumoured",
    "expired",
)
"""What published claims add up to; `ledger.projections.standing` has the rule."""

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

MoneyBasis = Literal[
    "target",
    "committed",
    "conditional",
    "paid",
    "raised_to_date",
    "tranche",
    "round_total",
    "per_investor",
    "cumulative",
    "sector_aggregate",
]
"""What an amount of money raised is an amount of."""

BASES: Final[tuple[str, ...]] = get_args(MoneyBasis)

Condition = Literal["open", "met", "dropped"]
"""What became of the condition that `conditional` money is under."""

CONDITIONS: Final[tuple[str, ...]] = get_args(Condition)

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
    "ipo",
    "cap",
    "sought",
    "offer",
]
"""`deal_value` is the value put on the company in a merger or purchase, `ipo` the one
at which it was listed, `cap` the most that a SAFE or a note may convert at."""

PRICE_KINDS: Final[tuple[str, ...]] = get_args(PriceKind)
PRIMARY_KINDS: Final = frozenset({"pre_money", "post_money", "unspecified"})
SECONDARY_KINDS: Final = frozenset(
    {"secondary", "tender", "implied", "mark", "409a", "deal_value"}
)

RoundType = Literal[
    "pre_seed",
    "pre_seed_plus",
    "seed",
    "seed_plus",
    "angel",
    "series_a",
    "series_a_plus",
    "series_b",
    "series_b_plus",
    "series_c",
    "series_c_plus",
    "series_d",
    "series_d_plus",
    "series_e",
    "series_e_plus",
    "series_f",
    "series_f_plus",
    "series_g",
    "series_g_plus",
    "series_h",
    "series_h_plus",
    "series_i",
    "series_i_plus",
    "series_j",
    "series_j_plus",
    "series_k",
    "series_k_plus",
    "series_l",
    "series_l_plus",
    "series_m",
    "series_m_plus",
    "series_n",
    "series_n_plus",
    "series_o",
    "series_o_plus",
    "series_p",
    "series_p_plus",
    "series_q",
    "series_q_plus",
    "series_r",
    "series_r_plus",
    "series_s",
    "series_s_plus",
    "series_t",
    "series_t_plus",
    "series_u",
    "series_u_plus",
    "series_v",
    "series_v_plus",
    "series_w",
    "series_w_plus",
    "series_x",
    "series_x_plus",
    "series_y",
    "series_y_plus",
    "series_z",
    "series_z_plus",
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
    "spin_off",
    "bid",
]
ROUND_TYPES: Final[tuple[str, ...]] = get_args(RoundType)
SERIES: Final = frozenset(
    word for word in ROUND_TYPES if word.startswith("series_")
) - {"series_unknown"}
DEBT_TYPES: Final = frozenset({"debt", "credit_facility"})
SECONDARY_TYPES: Final = frozenset({"secondary", "tender"})
PURCHASE_TYPES: Final = frozenset(
    {"merger_stock", "acquisition", "acquihire_license", "spin_off", "bid"}
)

Instrument = Literal[
    "equity", "convertible", "safe", "debt", "mixed", "warrant", "in_kind"
]
"""`mixed` is equity and debt whose split nobody says."""

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

NOT_NOW: Final[tuple[ScopeField, ...]] = ("stage",)
"""What "we are not raising now" denies, if its scope is not said."""

CommentForm = Literal["no_comment", "neither", "joke", "other"]
COMMENT_FORMS: Final[tuple[str, ...]] = get_args(CommentForm)

RelayForm = Literal["syndicated", "translated", "cited"]
RELAY_FORMS: Final[tuple[str, ...]] = get_args(RelayForm)

PayloadKind = Literal["quote", "article", "personal"]
PAYLOAD_KINDS: Final[tuple[str, ...]] = get_args(PayloadKind)

ExtractionTier = Literal["high", "mid", "low"]
TIERS: Final[tuple[str, ...]] = get_args(ExtractionTier)
"""How sure an extractor is of what it read in a document."""

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
    "may-count-twice",
]
"""What `lint` may say of a claim, in the order in which it lists it."""

FLAGS: Final[tuple[str, ...]] = get_args(FlagName)

MergeForm = Literal["acquired", "identical"]
MERGE_FORMS: Final[tuple[str, ...]] = get_args(MergeForm)

Ending = Literal["shut_down", "listed"]
ENDINGS: Final[tuple[str, ...]] = get_args(Ending)
"""How a company ceases to be a private one."""
