"""A part of a company that was folded, and whose claims may have changed since.

What one change takes along is here: a claim in every list that holds it, what entitled
parties state by it, the denials that this answers, and what is counted of its round.
What an event changes is in `growing.py`.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from operator import attrgetter
from typing import Final

from ledger.claims.dates import Days
from ledger.projections.claims import Claim
from ledger.projections.closing import mark_over
from ledger.projections.denials import Statement, confirmed_in, stated_in
from ledger.projections.entitled import ARRANGER
from ledger.projections.rounds import CompanyAt, Round
from ledger.projections.rows import Row
from ledger.projections.standing import replaced_by, set_stage, set_standing
from ledger.projections.superseding import supersede

_KEY: Final = attrgetter("key")
_ROW_KEY: Final = attrgetter("row.key")


class FoldedPart:
    """A part of a company at its newest event, and what is kept to go on from there."""

    def __init__(self, found: CompanyAt) -> None:
        self.rows, self.claims = list(found.rows), dict(found.claims)
        self.now = replace(found, rows=self.rows, claims=self.claims)
        self.wholes: dict[str, frozenset[str]] = {}
        self.statements = {x.name: x.statements for x in found.rounds.values()}
        for denial in found.denials:
            denial.wholes, denial.statements = self.wholes, self.statements
        self._days = [day for end in found.ends for day in _ends(end.days)]
        for claim in found.claims.values():
            self._days += _days_of(claim)
        self._days.sort()
        self._told = len(self.rows)
        self._touched: set[str] = set()
        """The claims that are to be counted again."""
        self._unheard: set[str] = set()
        """The rounds of which something else is stated than their denials heard."""
        self._rounds: set[str] = set()
        """The rounds that are to be told again."""

    def news(self, name: str, row: Row) -> None:
        """Let an event be the newest about a round."""
        self.now.rounds[name].news = row
        self._rounds.add(name)

    def begun(self, name: str, row: Row) -> Round:
        """Begin a round that nothing was known of."""
        found = Round(name, [], [], "", "", [], [], row, self.now.may)
        rounds = {**self.now.rounds, name: found}
        self.now.rounds = dict(sorted(rounds.items()))
        self.statements[name] = found.statements
        return found

    def replaced(self, claim: Claim) -> Claim:
        """Put another object in the place of a claim, which may be changed."""
        new, now = copy(claim), self.now
        self.claims[claim.id] = new
        found = None if claim.round is None else now.rounds[claim.round]
        lists = [now.prices] if found is None else [found.claims, found.live]
        for claims in lists if found is None or claim.live else lists[:1]:
            claims[bisect_left(claims, claim.row.key, key=_ROW_KEY)] = new
        denials = now.denials if found is None else found.against.get(claim.id, ())
        for denial in denials:
            denial.claims = [new if x is claim else x for x in denial.claims]
        if found is not None:
            for place, one in enumerate(found.statements):
                if one.claim is claim:
                    found.stated.take(one)
                    found.statements[place] = one._replace(claim=new)
                    found.stated.put(found.statements[place])
        self.touch(new)
        return new

    def unstate(self, claim: Claim) -> list[Row]:
        """Let nobody state anything by a claim; give who had confirmed it."""
        if claim.round is None:
            return []
        found = self.now.rounds[claim.round]
        gone = [x for x in found.statements if x.claim is claim]
        for one in gone:
            found.stated.take(one)
            found.statements.remove(one)
        if gone:
            self._unheard.add(found.name)
        return [one.row for one in gone if one.row.type == "claim.confirmed"]

    def restate(self, claim: Claim, confirmed: Iterable[Row]) -> None:
        """Say again what entitled parties state by a claim that has changed."""
        may = self.now.may
        if claim.round is None or not claim.live:
            return
        found, rank = self.now.rounds[claim.round], may.of(claim)
        said = list(stated_in(claim, rank)) if rank >= ARRANGER else []
        said += [x for row in confirmed for x in confirmed_in(row, claim, may)]
        for one in said:
            found.stated.put(one)
            insort(found.statements, one, key=_KEY)
        if said:
            self._unheard.add(found.name)

    def _hear_again(self) -> None:
        """Let the denials of rounds be answered again by what is stated of these."""
        for name in self._unheard:
            for denial in self.now.rounds[name].denials:
                if denial.hear_again():
                    self.touch(*denial.claims)
        self._unheard.clear()

    def state(self, found: Round, statement: Statement) -> None:
        """Let an entitled party state something: denials may be answered by it."""
        found.stated.put(statement)
        found.statements.append(statement)
        self.touch(statement.claim)
        for denial in found.denials:
            if denial.hears(found.name, statement):
                self.touch(*denial.claims)

    def touch(self, *claims: Claim) -> None:
        """Let claims be counted again."""
        self._touched.update([claim.id for claim in claims])
        self._rounds.update([claim.round for claim in claims if claim.round])

    def date(self, claim: Claim) -> None:
        """Let a claim count for the days on which something takes effect."""
        for day in _days_of(claim):
            insort(self._days, day)

    def undate(self, claim: Claim) -> None:
        """Let it not, as it counted before."""
        for day in _days_of(claim):
            del self._days[bisect_left(self._days, day)]

    def _count(self) -> None:
        """Count the claims again whose word has changed."""
        now = self.now
        self._hear_again()
        for id_ in self._touched:
            claim = now.claims[id_]
            if claim.round is not None:
                now.rounds[claim.round].recount(claim)
        self._touched.clear()

    def at(self, cut: int) -> CompanyAt:
        """Give the part at a cut, all that changed counted again."""
        self._count()
        now = self.now
        names = self._rounds
        if any(found.replaces for found in now.rounds.values()):
            names = set(now.rounds)
        rounds = dict(now.rounds)
        for name, found in now.rounds.items():
            if name in names or (found.expires and found.deadline <= cut):
                rounds[name] = _again(found, now, cut)
        if any(found.replaces for found in rounds.values()):
            if len(names) < len(rounds):
                rounds = {name: _again(x, now, cut) for name, x in rounds.items()}
            supersede(rounds, now.identity)
        self._rounds = set()
        self.now = CompanyAt(
            slug=now.slug,
            rows=self.rows,
            rounds=rounds,
            prices=now.prices,
            denials=now.denials,
            claims=self.claims,
            may=now.may,
            identity=now.identity,
            ends=now.ends,
            recorded=now.recorded,
            kept={("days", False): self._days},
            told=self._told,
        )
        self._told = len(self.rows)
        mark_over(self.now, cut)
        return self.now


def _again(found: Round, company: CompanyAt, cut: int) -> Round:
    """Give a round as it is now at a cut; what was counted of it goes on."""
    new = Round(
        name=found.name,
        claims=found.claims,
        live=found.live,
        stage="",
        standing="",
        statements=found.statements,
        denials=found.denials,
        news=found.news,
        may=found.may,
        tally=found.tally,
        prices=found.prices,
        amounts=found.amounts,
        stating=found.stating,
        denied_by=found.against,
    )
    new.replaces = replaced_by(new, company.identity)
    set_stage(new)
    set_standing(new, cut)
    return new


def _days_of(claim: Claim) -> tuple[int, ...]:
    """Give the days on which a claim may take effect, if it names any."""
    return _ends(claim.effective) if claim.dated else ()


def _ends(days: Days) -> tuple[int, int]:
    return days.first, days.last
