"""What every page of a request knows: the open book, the basis, and where things are.

An address names a thing and the clocks, and nothing else: `/company/xai?as_of=...`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from ledger.book import Book
from ledger.credibility.settings import AT_ONCE
from ledger.projections.basis import Basis
from ledger.serving.asking import addressed

if TYPE_CHECKING:
    from ledger.claims.names import Directory

SAFE: Final = "/:"
"""What stands in a path as it is."""
DIGITS: Final = 9


@dataclass(frozen=True)
class Site:
    """The pages of one ledger at one basis."""

    book: Book
    basis: Basis
    path: str
    """The path that is asked for."""
    query: Mapping[str, str] = field(default_factory=dict)
    """What the address says besides the clocks."""
    csrf: str = ""
    actor: str | None = None
    """Who records; None where nobody can."""

    @property
    def here(self) -> str:
        """The path that is asked for, as an address has it."""
        return quote(self.path, safe=SAFE)

    @cached_property
    def names(self) -> "Directory":
        """Who is registered, under the names known at the basis."""
        return self.book.names(self.basis)

    @cached_property
    def clocks(self) -> dict[str, str]:
        """The clocks of the basis, as every address carries them."""
        return addressed(self.basis, self.book.zone)

    @cached_property
    def slugs(self) -> dict[str, str]:
        """Sources by the names under which tables show them."""
        return {one.name: slug for slug, one in self.names.sources.items()}

    @cached_property
    def _rounds(self) -> dict[str, frozenset[str]]:
        return {}

    def has_round(self, name: str) -> bool:
        """Tell whether a round is known at the basis, so that its page is there.

        In a large ledger that its company is: to know more would read all of them.
        """
        slug, _, label = name.partition("/")
        if slug not in self.names.companies or self.basis.known_at >= AT_ONCE:
            return slug in self.names.companies
        if slug not in self._rounds:
            at = self.book.company(slug, self.basis).value
            self._rounds[slug] = frozenset(at.rounds)
        return label in self._rounds[slug] or name in self._rounds[slug]

    def to(self, path: str, **query: str) -> str:
        """Give the address of a page at the same basis."""
        return f"{quote(path, safe=SAFE)}?{urlencode(query | self.clocks)}"

    def on(self, **clocks: str) -> str:
        """Give the address of the page that is asked for, on other clocks."""
        query = {**self.query, **self.clocks, **clocks}
        return f"{self.here}?{urlencode(query)}"

    @property
    def newest(self) -> str:
        """Give the address of the page that is asked for, as of now."""
        query = f"?{urlencode(self.query)}" if self.query else ""
        return self.here + query

    def company(self, slug: str) -> str:
        """Give the address of a company's page."""
        return self.to(f"/company/{slug}")

    def round_(self, name: str) -> str:
        """Give the address of the page of a round, `company/label`."""
        return self.to(f"/round/{name}")

    def source(self, slug: str) -> str:
        """Give the address of a source's page."""
        return self.to(f"/source/{slug}")

    def investor(self, name: str) -> str:
        """Give the address of an investor's page."""
        return self.to("/investor", name=name)

    def event(self, number: int | str) -> str:
        """Give the address of the page of an event, or of a document."""
        return self.to(f"/event/{number}")


def number_in(text: str) -> int | None:
    """Give the whole number that an address says; None if it is none of a kind."""
    fits = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return int(text) if fits else None
