"""Entries as folds read them, without a ledger: for tests of one fold alone."""

from collections.abc import Sequence
from typing import Any

from ledger.claims.amounts import figure_data
from ledger.claims.entry import Entry
from ledger.claims.figures import parse_figure
from ledger.claims.names import Directory
from ledger.projections.claims import Claim, Identity, claims_at
from ledger.projections.rows import Row
from ledger.projections.visible import published_rows

ROUND = "halcyon/series-b"


def entry(seq: int, type_: str, **data: object) -> Entry:
    """Give entry `seq`, recorded at that microsecond; its id is its number."""
    return Entry(seq, f"{seq:064d}", type_, seq, {"company": "halcyon", **data})


def id_of(seq: int) -> str:
    return f"{seq:064d}"


def report(
    seq: int, by: str = "the-wire", on: str = "2024-01-10", **data: object
) -> Entry:
    """Give a report of a round, closed unless `stage` says otherwise."""
    said = {"round": ROUND, "stage": "closed", **data}
    return entry(seq, "round.reported", source=by, published=on, **said)


def answer(seq: int, verb: str, target: int, by: str, on: str, **data: object) -> Entry:
    """Give what a source says of a claim: `confirmed`, `retracted`, `revised`."""
    about = {"claim": id_of(target), "source": by, "published": on}
    return entry(seq, f"claim.{verb}", **about, **data)


def amount(text: str, basis: str = "round_total", **more: str) -> dict[str, Any]:
    """Give an item of `raised`."""
    return {"figure": figure_data(parse_figure(text)), "basis": basis, **more}


def price(text: str, kind: str = "post_money", **more: str) -> dict[str, Any]:
    """Give an item of `valuation`."""
    return {"figure": figure_data(parse_figure(text)), "kind": kind, **more}


def rows_of(*entries: Entry) -> list[Row]:
    """Give rows in the order of folds."""
    return published_rows(entries)


def claims_of(*entries: Entry) -> dict[int, Claim]:
    """Give the claims that entries make, by the number of the entry."""
    found = claims_at(rows_of(*entries), Identity())
    return {claim.seq: claim for claim in found.values()}


def directory(*sources: tuple[str, str, Sequence[str]]) -> Directory:
    """Give a directory with Halcyon, Kestrel and sources: slug, kind, speaks for."""
    made = Directory()
    made.add_company("halcyon", "Halcyon")
    made.add_company("kestrel", "Kestrel")
    for slug, kind, companies in sources:
        name = slug.replace("-", " ").title()
        made.add_source(slug, name, kind, speaks_for=companies)
    return made
