"""Flags on money that a sum may count twice.

- *may-count-twice*: two rounds stand in one sum, and `links` proposes them as one.
  The later of the two claims is flagged whose figures are most alike.
"""

from collections.abc import Iterator

from ledger.projections.basis import Basis
from ledger.projections.flags import Flag, flagged
from ledger.projections.links import Link, links_at
from ledger.projections.raised import RaisedLine, raised_at
from ledger.projections.standing import CompanyAt


def may_count_twice(company: CompanyAt, basis: Basis) -> Iterator[Flag]:
    """Flag pairs of rounds that make a sum a range."""
    lines = {line.round: line for line in raised_at(company, basis) if line.may_be}
    for link in links_at(company).links if lines else ():
        line = lines.get(link.round.name)
        if line is not None and link.into.name in line.may_be:
            yield _flag(link, line)


def _flag(link: Link, line: RaisedLine) -> Flag:
    pair = (link.best.one, link.best.other)
    first, second = sorted(pair, key=lambda claim: claim.row.key)
    amounts = line.in_sums
    amount = amounts.get("committed") or next(iter(amounts.values()))
    reason = (
        f"{amount.figure.brief()} of {link.round.name} may stand in the sum twice:"
        f" the round may be {link.into.name} (event {first.seq}); see `sayso links`"
    )
    return flagged("may-count-twice", second, "raised", reason, (first.seq,))
