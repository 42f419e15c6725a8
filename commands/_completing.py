"""What the TAB key offers from the ledger: companies, rounds and sources.

It reads an SQLite ledger directly, read-only and with the standard library alone, so
that TAB answers at once. On any failure, and for other databases, it offers nothing.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import sqlite3

MOST = 200
"""Longer lists help nobody."""

REGISTERED = """
    select json_extract(cast(body as text), '$.data.slug') from entry
    where company is null and type = ? order by 1
"""
REPORTED = """
    select distinct json_extract(cast(body as text), '$.data.round') from entry
    where company = ? and type = 'round.reported' order by 1
"""

Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def offering(read: Callable[["sqlite3.Connection", str], Iterable[str]]) -> Complete:
    """A completion that stays silent whatever goes wrong."""

    def offer(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
        try:
            import sqlite3
            from contextlib import closing
            from pathlib import Path

            from ._options import located

            path = Path(located(ctx.params.get("db"))).absolute()
            link = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0.2)
            with closing(link):
                names = [name for name in read(link, typed) if name.startswith(typed)]
        except Exception:  # noqa: BLE001 (the shell must not show a traceback)
            return []
        return names[:MOST]

    return offer


def _registered(link: "sqlite3.Connection", kind: str) -> list[str]:
    return [slug for (slug,) in link.execute(REGISTERED, [f"{kind}.registered"])]


def _rounds(link: "sqlite3.Connection", typed: str) -> list[str]:
    """The rounds of the companies that begin as typed; few companies, or none."""
    known = _registered(link, "company")
    asked = [slug for slug in known if slug.startswith(typed.partition("/")[0])]
    if "/" in typed:
        asked = [slug for slug in asked if typed.startswith(f"{slug}/")]
    found: list[str] = []
    for slug in asked:
        found += [name for (name,) in link.execute(REPORTED, [slug]) if name]
        if len(found) >= MOST:
            break
    return found


companies = offering(lambda link, _: _registered(link, "company"))
sources = offering(lambda link, _: _registered(link, "source"))
rounds = offering(_rounds)
things = offering(
    lambda link, typed: (
        [*_registered(link, "company"), *_rounds(link, typed)]
        if typed
        else _registered(link, "company")
    )
)
"""A company or a round; sources as `source:NAME` would trip bash over the colon."""
