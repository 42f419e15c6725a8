"""Flags on money that a sum may count twice.

- *may-count-twice*: two rounds stand in one sum, and `links` proposes them as one
  because one source says the same twice. The later of its two claims is flagged. Where
  two sources may speak of one round, no claim is odd: `links` and `raised` tell of it.
"""

from collections.abc import Iterator

from ledger.projections.basis import Basis
from ledger.projections.links import Link, LinkEvidence, links_at
from ledger.projections.lint.flags import Flag, flagged
from ledger.projections.raised import RaisedLine, raised_at
from ledger.projections.standing import CompanyAt


def may_count_twice(company: CompanyAt, basis: Basis) -> Iterator[Flag]:
    """Flag pairs of rounds that make a sum a range."""
    lines = {line.round: line for line in raised_at(company, basis) if line.may_be}
    for link in links_at(company).links if lines else ():
        line = lines.get(link.round.name)
        twice = [x for x in link.evidence if x.one.source == x.other.source]
        if line is not None and link.into.name in line.may_be and twice:
            yield _flag(link, line, twice[0])


def _flag(link: Link, line: RaisedLine, twice: LinkEvidence) -> Flag:
    pair = (twice.one, twice.other)
    first, second = sorted(pair, key=lambda claim: claim.row.key)
    amounts = line.in_sums
    amount = amounts.get("committed") or next(iter(amounts.values()))
    reason = (
        f"{amount.figure.brief()} of {link.round.name} may count twice in the sum:"
        f" the round may be {link.into.name} (event {first.seq}); see `sayso links`"
    )
    return flagged("may-count-twice", second, "raised", reason, (first.seq,))
