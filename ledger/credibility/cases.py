"""What the model reads of a round: claims, denials and what may decide it.

A *case* is one round at a cut, as compact values: which source told what and when,
who denied it in which way, and which evidence there is. Instants are microseconds,
amounts are log intervals `(low, high)`, sources stand with their kind and the party
whose interest they share. Nothing here knows how events look.
"""

from dataclasses import dataclass, field
from typing import Final

LogRange = tuple[float, float]
"""Natural logs of the lower and the upper end of an amount."""

EXISTENCE: Final = "existence"
TERMS: Final = "terms"
TIMING: Final = "timing"


@dataclass(slots=True)
class ClaimVersion:
    """What a claim said of money at one time: as first made, or as revised."""

    event: int
    when: int
    spans: tuple[tuple[str, tuple[LogRange, ...]], ...]
    """Field -> its readings; a price of unknown kind has two."""

    def readings(self, field_name: str) -> tuple[LogRange, ...]:
        """Give the readings of a field; none if it was not stated."""
        return next((spans for name, spans in self.spans if name == field_name), ())


@dataclass(slots=True)
class SourceClaim:
    """One source's claim about a round."""

    id: str
    event: int
    source: str
    kind: str
    party: str
    """Whose interest: that of a company for all who speak for it, else the source."""
    when: int
    hedge: int
    """0 talks, 1 advanced, 2 closed."""
    words: tuple[ClaimVersion, ...]
    """Oldest first; the last one counts for belief and consensus."""
    copy_of: str | None = None
    """The claim that it relays, where recorded as a copy."""
    taken_back: tuple[int, int] | None = None
    """Event and instant of its source's retraction."""
    deciding: bool = False
    """Whether it states an outcome itself: then it is no report to be graded."""
    reporting: bool = True
    """Whether it comes from somebody who reports, so that it may be a silent copy."""
    own: bool = False
    """Whether it is said to rest on sources of its own: then it copies nobody."""
    hedges: int = -1
    """The hedge as first told, which is what its grade is counted under."""


@dataclass(frozen=True, slots=True)
class Denied:
    """One denial of claims on a round."""

    event: int
    source: str
    kind: str
    party: str
    when: int
    form: str
    """existence, terms or timing."""
    fields: frozenset[str]
    """Of terms: raised, valuation, or both."""
    claims: frozenset[str]
    taken_back: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A relay by a carrier: no claim, only a score of its own."""

    event: int
    source: str
    kind: str
    claim: str
    when: int

    @property
    def party(self) -> str:
        """A carrier speaks for itself."""
        return self.source


@dataclass(frozen=True, slots=True)
class OutcomeEvidence:
    """Evidence of what became of a round."""

    event: int
    when: int
    tier: int
    """1 filing, 2 joint announcement, 3 one party on record, 5 refutation."""
    real: bool
    party: str
    truth: tuple[tuple[str, tuple[float, ...]], ...] = ()
    """Field -> logs of the amounts that it states; a price before and after money."""

    def amounts(self, field_name: str) -> tuple[float, ...]:
        """Give the stated amounts of a field; none if it is silent about it."""
        return next((logs for name, logs in self.truth if name == field_name), ())


@dataclass(slots=True)
class Case:
    """One round at a cut."""

    company: str
    round: str
    told: tuple[SourceClaim, ...]
    """In the order of folds."""
    denied: tuple[Denied, ...] = ()
    carried: tuple[Carried, ...] = ()
    proofs: tuple[OutcomeEvidence, ...] = ()
    currencies: tuple[tuple[str, str], ...] = ()
    """Field -> the currency in which its logs are."""
    primary: bool = True
    """Whether it brings new equity, so that its price is one of the company."""
    party: str = ""
    """The interest of the company: of all who speak for it."""
    first: int = field(init=False)
    """When the first claim was published."""
    heard: int | None = field(init=False)
    """When a party first stated what became of the round."""

    def __post_init__(self) -> None:
        self.first = min([told.when for told in self.told])
        self.heard = min([proof.when for proof in self.proofs], default=None)

    def ahead(self, when: int, field_name: str | None = None) -> bool:
        """Tell whether something was published before the official word, on a field
        or on what became of the round.
        """
        if self.heard is None or when < self.heard:
            return True
        return field_name is not None and not any(
            proof.when <= when and proof.amounts(field_name) for proof in self.proofs
        )

    @property
    def currency(self) -> str:
        """The currency of its prices; USD where none is named."""
        return dict(self.currencies).get("valuation", "USD")
