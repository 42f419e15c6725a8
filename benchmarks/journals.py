"""The mix as journals of plain-text accounting, and what they are asked.

A report of a price is a transaction that puts the amount on the company's account, so
that a balance as of a date reads as much as a valuation as of a date does. The tools
are found on the PATH; `bean-query` is that of beancount.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.mix import Told, companies_in, mix
from benchmarks.rows import Skipped
from benchmarks.taking import Process

FLOOR: Final = """
import sqlite3, sys
place, company, end = sys.argv[1:]
ask = "SELECT company, sum(amount) FROM posting WHERE day < ?"
given = (end,)
if company:
    ask, given = ask + " AND company = ?", (end, company)
for row in sqlite3.connect(place).execute(ask + " GROUP BY company", given):
    print(*row)
"""


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount on a company's account, in millions of US dollars."""

    day: str
    company: str
    amount: int


def postings(told: Iterable[Told]) -> Iterator[Posting]:
    """Give a posting for every event; those without a price move 1."""
    for one in told:
        company = one.draft.data.get("company")
        when = one.draft.data.get("published")
        if company is None or when is None:
            continue
        prices = one.draft.data.get("valuation", ())
        low = prices[0]["figure"].get("min") if prices else None
        yield Posting(when[:10], company, int(low) // 1_000_000 if low else 1)


def plain(found: Iterable[Posting], _: int) -> Iterator[str]:
    """Give a journal that ledger and hledger read."""
    for one in found:
        yield f"{one.day} said\n    assets:{one.company}    {one.amount} USD\n"
        yield "    equity:said\n\n"


def beans(found: Iterable[Posting], events: int) -> Iterator[str]:
    """Give a journal that beancount reads."""
    yield "2000-01-01 open Equity:Said\n"
    for number in range(companies_in(events)):
        yield f"2000-01-01 open Assets:C{number}\n"
    for one in found:
        yield f'{one.day} * "said"\n  Assets:{one.company.upper()}  {one.amount} USD\n'
        yield "  Equity:Said\n\n"


def indexed(place: Path, events: int) -> None:
    """Make the floor's database."""
    with closing(sqlite3.connect(place)) as made:
        made.execute("CREATE TABLE posting (company TEXT, day TEXT, amount INTEGER)")
        rows = ((x.company, x.day, x.amount) for x in postings(mix(events)))
        made.executemany("INSERT INTO posting VALUES (?, ?, ?)", rows)
        made.execute("CREATE INDEX one ON posting (company, day, amount)")
        made.commit()


Lines = Callable[[Iterable[Posting], int], Iterator[str]]
_JOURNALS: Final[dict[str, tuple[str, Lines]]] = {
    "ledger": ("journal", plain),
    "hledger": ("journal", plain),
    "bean-query": ("beancount", beans),
}


def tools(
    folder: Path, events: int, company: str, end: str
) -> Iterator[Process | Skipped]:
    """Give the processes that ask for a balance before a day, those that are here."""
    for program, (ending, lines) in _JOURNALS.items():
        found = shutil.which(program)
        if found is None:
            yield Skipped(program, "it is not installed")
            continue
        place = folder / f"mix-{events}.{ending}"
        if not place.exists():
            with place.open("w", encoding="utf-8") as file:
                file.writelines(lines(postings(mix(events)), events))
        yield Process(program, [found, *_ASKED[program](str(place), company, end)])


def _balance(place: str, company: str, end: str) -> list[str]:
    account = f"assets:{company}$" if company else "assets"
    return ["-f", place, "balance", account, "--end", end]


def _query(place: str, company: str, end: str) -> list[str]:
    which = f"account = 'Assets:{company.upper()}' AND" if company else ""
    ask = f"SELECT account, sum(position) WHERE {which} date < {end} GROUP BY account"
    return [place, ask]


_ASKED: Final = {"ledger": _balance, "hledger": _balance, "bean-query": _query}


def floor(folder: Path, events: int, company: str, end: str, python: str) -> Process:
    """Give the floor: an indexed table that a bare Python asks."""
    place = folder / f"mix-{events}-postings.db"
    if not place.exists():
        indexed(place, events)
    command = [python, "-S", "-E", "-c", FLOOR, str(place), company, end]
    return Process("Python and sqlite3 alone, indexed SQL", command)
