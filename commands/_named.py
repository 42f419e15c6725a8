"""Text that only the ledger can read: names above all, and what TAB offers of them.

A command reads it when it runs. Where something else is wrong with the command line,
each such text is read for what is wrong with it, so that all is told at once.

A ledger in a file is asked by TAB as every command asks it. A server may be far away,
and TAB has to answer at once: from there, and where there is no ledger, nothing is
offered.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from ._places import located

if TYPE_CHECKING:
    from ledger.book import Book

MOST = 200
"""Longer lists help nobody."""

Check = Callable[["Book", str, click.Context], object]
"""Reads a text as its command does; a LedgerError says what is wrong with it."""


class LedgerText(click.types.StringParamType):
    """Text that the command reads with the ledger, once it runs."""

    def __init__(self, check: Check) -> None:
        self.check = check


class NameType(LedgerText):
    """A name of something on record; TAB offers those of today, in their order."""

    def __init__(
        self,
        offered: Callable[["Book", str], Iterable[str]],
        check: Check = lambda *_: None,
    ) -> None:
        super().__init__(check)
        self.offered = offered

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Names that begin as typed; none where the ledger cannot be read."""
        from ledger.errors import LedgerError

        try:
            place = located(ctx.params.get("db"))
            if "://" in place:
                return []
            from ledger.book import Book

            with Book.open(place, clock=_now, held=False) as book:
                known = self.offered(book, incomplete)
                fitting = (name for name in known if name.startswith(incomplete))
                return [CompletionItem(name) for name in islice(fitting, MOST)]
        except LedgerError:
            return []  # the shell has no place for what is wrong


class CompanyOrSource(NameType):
    """A company; a source where another parameter says `credibility`."""

    def __init__(self, parameter: str) -> None:
        super().__init__(_companies, self._check)
        self._parameter = parameter

    def _meant(self, ctx: click.Context) -> NameType | None:
        chosen = ctx.params.get(self._parameter)
        if chosen is None:
            return None
        return sources if chosen == "credibility" else companies

    def _check(self, book: "Book", text: str, ctx: click.Context) -> None:
        if (meant := self._meant(ctx)) is not None:
            meant.check(book, text, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Companies, or sources."""
        meant = self._meant(ctx) or companies
        return meant.shell_complete(ctx, param, incomplete)


def _now() -> int:
    return time.time_ns() // 1000


def _companies(book: "Book", _: str) -> list[str]:
    return sorted(book.names().companies)


def _sources(book: "Book", _: str) -> list[str]:
    return sorted(book.names().sources)


def _rounds(book: "Book", typed: str) -> Iterator[str]:
    """The rounds of the companies that begin as typed."""
    company, slash, _ = typed.partition("/")
    for slug in _companies(book, typed):
        if slug == company if slash else slug.startswith(company):
            yield from book.round_names(slug)


def _things(book: "Book", typed: str) -> Iterable[str]:
    return chain(_companies(book, typed), _rounds(book, typed) if typed else ())


def _company_of(book: "Book", text: str, _: click.Context) -> str:
    """The company of a round; which rounds it has depends on the day asked about."""
    return book.names().company(text.partition("/")[0])


companies = NameType(_companies, check=lambda book, text, _: book.names().company(text))
sources = NameType(_sources, check=lambda book, text, _: book.names().source(text))
rounds = NameType(_rounds, check=_company_of)
"""A round, or a company as a whole."""
shown = NameType(_rounds, check=lambda book, text, _: book.show(text))
"""Anything that has a page of its own."""
parties = NameType(_companies)
"""A company, a source or an investor, whom nobody has to register."""
things = NameType(_things, check=_company_of)
"""A company or a round; sources as `source:NAME` would trip bash over the colon."""
