"""What the TAB key offers from the ledger: companies, rounds and sources.

A ledger in a file is asked as every command asks it. A server may be far away, and TAB
has to answer at once: from there, and where there is no ledger, nothing is offered.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

import click

from ._places import located

if TYPE_CHECKING:
    from ledger.book import Book

MOST = 200
"""Longer lists help nobody."""

Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def offering(read: Callable[["Book", str], Iterable[str]]) -> Complete:
    """A completion of names that a book gives, in their order."""

    def offer(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
        from ledger.errors import LedgerError

        try:
            place = located(ctx.params.get("db"))
            if "://" in place:
                return []
            from ledger.book import Book

            with Book.open(place, clock=_now, held=False) as book:
                fitting = (name for name in read(book, typed) if name.startswith(typed))
                return list(islice(fitting, MOST))
        except LedgerError:
            return []  # the shell has no place for what is wrong

    return offer


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


companies = offering(_companies)
sources = offering(_sources)
rounds = offering(_rounds)
things = offering(_things)
"""A company or a round; sources as `source:NAME` would trip bash over the colon."""
