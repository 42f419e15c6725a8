"""What a claim states of one amount, when that was last said, and how entitled.

An entitled party says an amount where it states it or stands by it; an investor is
entitled to speak of its own part.
"""

from typing import Final, NamedTuple

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.projections.claims import Claim
from ledger.projections.entitled import OWN_PART, Entitlements
from ledger.projections.rows import Row
from ledger.projections.statementindex import StatementIndex

RoundPart = tuple[str, str]
"""The basis of a part, and which tranche or whose share it is."""

OWN: Final = frozenset({"per_investor", "conditional"})
"""The bases of parts that may be named for an investor."""


class Word(NamedTuple):
    """When something was said, and how entitled the speaker is."""

    day: int
    rank: int
    hi: int
    lo: int

    @property
    def when(self) -> tuple[int, int]:
        return self.hi, self.lo


class Stated(NamedTuple):
    """An amount that a claim states of the whole round, or of a part."""

    claim: Claim
    figure: Figure
    word: Word
    settled: bool
    """Whether an entitled party states it."""
    basis: str = ""


def last_stated(
    claim: Claim,
    stated: StatementIndex,
    may: Entitlements,
    part: RoundPart | None = None,
) -> Word | None:
    """Give when an entitled party last stated the amount of a claim, if one did."""
    statements = stated.amounts(claim)
    if statements:
        return max(_word_at(one.row, one.rank) for one in statements)
    if _is_own(part, claim, may.directory) and may.of(claim) == OWN_PART:
        return _word_at(claim.word("raised"), OWN_PART)
    return None


def heard(
    claim: Claim,
    stated: StatementIndex,
    may: Entitlements,
    part: RoundPart | None = None,
) -> tuple[Word, bool]:
    """Give when an entitled party, else its source, last said the amount of a claim;
    and whether it was an entitled party.
    """
    word = last_stated(claim, stated, may, part)
    return (word or _word_at(claim.word("raised"), 0)), word is not None


def _word_at(row: Row, rank: int) -> Word:
    return Word(row.when.day.last, rank, row.when.hi, row.when.lo)


def _is_own(part: RoundPart | None, claim: Claim, directory: Directory) -> bool:
    """Tell whether a part is its source's, or that of a company it speaks for."""
    if part is None or part[0] not in OWN:
        return False
    known = directory.sources.get(claim.source)
    return part[1] in {claim.source, *(known.speaks_for if known else ())}
