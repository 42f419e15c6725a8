"""What a draft proposes: figures with their places, claims, and what is no claim."""

from dataclasses import dataclass, field
from typing import Final

from ledger.claims.amounts import Figure
from ledger.drafting.names import FoundName
from ledger.drafting.text import Span

TIERS: Final = ("high", "mid", "low")
"""From sure to unsure."""

ROLES: Final = ("raised", "target", "investment", "valuation")
"""What a figure that is claimed can be of."""


@dataclass(slots=True)
class ArticleAmount:
    """A figure in an article, and what it is an amount of."""

    span: Span
    figure: Figure | None
    """None if somebody has to decide: then `ask` says what."""
    ask: str | None = None
    role: str = ""
    """One of ROLES, or why it is no claim: revenue, purchase, ..."""
    cue: str = ""
    """The words that gave it the role."""
    reach: int = 0
    """How far from the figure they stand, with a penalty for what is between."""


@dataclass(slots=True)
class DraftedClaim:
    """A claim that a passage makes, or a denial."""

    kind: str
    evidence: Span
    company: FoundName | None = None
    stage: str = ""
    round_type: str | None = None
    money: list[ArticleAmount] = field(default_factory=list)
    investors: list[tuple[FoundName, bool]] = field(default_factory=list)
    """Each with whether it leads."""
    attribution: tuple[str, Span] | None = None
    """Whose word it is (people, company, paper), and the words that say so."""
    speaker: FoundName | None = None
    effective: str | None = None
    form: str = ""
    """Of a denial."""
    denies: list["DraftedClaim"] = field(default_factory=list)
    tier: str = "low"
    reasons: list[str] = field(default_factory=list)
    guessed: bool = False
    """Whether the company is not named in the sentence."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about a document that a person has to see before recording it."""

    code: str
    count: int
    span: Span
    says: str
