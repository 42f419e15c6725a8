"""A question that can be asked over HTTP: its parameters, and the call of the book."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ledger.book import Book
from ledger.claims.vocabulary import STANDINGS
from ledger.credibility.settings import AT_ONCE
from ledger.projections.basis import Answer, Basis
from ledger.serving.clocks import CLOCKS, basis_at, side
from ledger.serving.parameters import Parameter, ParameterValues

QuestionRunner = Callable[[Book, Basis, ParameterValues], Answer[Any]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What can be asked."""

    name: str
    about: str
    ask: QuestionRunner
    parameters: tuple[Parameter, ...] = ()
    shapes: tuple[str, ...] = ()
    """The names of the documents that may answer it; its own, if none is given."""
    timed: bool = True
    """Whether it is asked at a basis."""

    @property
    def every(self) -> tuple[Parameter, ...]:
        """All its parameters, those of the clocks last."""
        return (*self.parameters, *(CLOCKS if self.timed else ()))

    @property
    def answers(self) -> tuple[str, ...]:
        """The names of the documents that may answer it."""
        return self.shapes or (self.name,)

    def bases(self, book: Book, given: ParameterValues) -> list[Basis]:
        """Give what an answer rests on: one basis, the two sides of a comparison."""
        if not self.timed:
            return []
        if "after" in given and "before" in given:
            return [side(book, "before", given), side(book, "after", given)]
        return [basis_at(book, given)]

    def asked(self, book: Book, given: ParameterValues) -> Answer[Any]:
        """Ask it; `given` has a value for each parameter."""
        bases = self.bases(book, given)
        return self.ask(book, bases[-1] if bases else NOW, given)


NOW: Final = Basis(cut=0, known_at=-1, effective=1, zone="UTC", told=0)
"""Stands where a question has no basis."""

COMPANIES: Final = Parameter("companies", "texts", "companies by name; all if none")
NAME: Final = Parameter(
    "name", "text", "a company (xai) or a round (xai/series-b)", required=True
)
SECTOR: Final = Parameter("sector", "text", "only companies of this sector")
COUNTRY: Final = Parameter("country", "text", "only companies of this country: FR")
TAG: Final = Parameter("tag", "texts", "only companies that have this tag: KEY=VALUE")
TAGGED: Final = (SECTOR, COUNTRY, TAG)
"""What chooses companies by their tags."""

WHO: Final = Parameter("name", "text", "an investor, by any of its names; all if none")
STANDING: Final = Parameter(
    "standing", "text", "only what has this standing", words=STANDINGS
)
TOP: Final = Parameter("top", "whole", "only the highest N", least=1)
HEADLINE: Final = Parameter(
    "headline",
    "text",
    "which price may be the headline: the newest that is not disputed, entitled"
    " parties' only, or also a disputed one",
    words=("newest", "confirmed", "disputed"),
    default="newest",
)
ALL: Final = Parameter("all", "flag", "list also the figures that are set aside")
BELIEF: Final = Parameter(
    "belief", "flag", "say also what is to be believed; by itself in small ledgers only"
)
SINCE: Final = Parameter("since", "text", "only denials published on this day or later")
HALF_LIFE: Final = Parameter(
    "half_life", "number", "half-life of a claim in days", least=1
)
FALSE_COPIES: Final = Parameter(
    "false_copies", "flag", "treat sources that share the same errors as one"
)
ROLE: Final = Parameter(
    "role", "text", "in which role", words=("original", "relay", "denial")
)
SOURCE: Final = Parameter("source", "text", "a source, by any of its names")


def word(name: str, about: str, words: tuple[str, ...], default: str) -> Parameter:
    """Give a parameter that is one of some words, with the one that is meant."""
    return Parameter(name, "text", about, words=words, default=default)


def beliefs(basis: Basis, given: ParameterValues) -> bool:
    """Whether to work beliefs out: large ledgers ask for them."""
    asked: bool | None = given["belief"]
    return basis.known_at < AT_ONCE if asked is None else asked
