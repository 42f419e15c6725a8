"""The documents behind a report, and the form in which its locator holds them.

    CIK 0001544190, accession 0001544190-23-000002, amends 0001544190-23-000001

The locator is a part of what was recorded, and so of the event's id: a field of its own
would give every filing on record another id, and the next import would record it again.
So this form never changes, and nothing else writes or reads it.
"""

from dataclasses import dataclass
from typing import Final

_BETWEEN: Final = ", "
_NUMBER: Final = "CIK"
_OWN: Final = "accession"
_AMENDS: Final = "amends"


@dataclass(frozen=True, slots=True)
class Papers:
    """A document and the one that it amends, by their numbers.

    Documents that amend each other are about one round, whatever each calls it.
    """

    own: str | None = None
    amends: str | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """The numbers that a locator holds; a person who types one may name several."""

    own: frozenset[str]
    amended: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.own or self.amended)


def locator_of(issuer: str, papers: Papers) -> str:
    """Write the locator of a filing, by its issuer's number at the SEC."""
    marks = ((_NUMBER, issuer), (_OWN, papers.own), (_AMENDS, papers.amends))
    return _BETWEEN.join(f"{word} {number}" for word, number in marks if number)


def located(locator: str) -> Located:
    """Read the documents that a locator names; other text names none."""
    marks = [part.partition(" ") for part in locator.split(_BETWEEN)]
    return Located(
        frozenset(number for word, _, number in marks if word == _OWN and number),
        frozenset(number for word, _, number in marks if word == _AMENDS and number),
    )
