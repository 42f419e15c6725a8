"""From the entries of a ledger to what is to be believed: the shell around the model.

Scores rest on all companies, so every question about them reads the whole ledger
once. What was read for one basis is kept for the next question of the same book.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ledger.asking import Folding
from ledger.claims.dates import MIN_US
from ledger.credibility.cases import Case
from ledger.credibility.compared import score_changes
from ledger.credibility.em import Joint, joint
from ledger.credibility.forecasts import AFTER, Forecast, forecasts_of
from ledger.credibility.gathering import parties_in
from ledger.credibility.origins import roots
from ledger.credibility.settings import DEFAULT, Settings
from ledger.credibility.sweeping import (
    Group,
    Moment,
    Sweep,
    cases_in,
    group_of,
    moment_of,
    told_group,
)
from ledger.credibility.worth import Believed, of_one_round
from ledger.cycles import unswept
from ledger.errors import BadInput
from ledger.projections.basis import Answer, Basis
from ledger.projections.diff import Change
from ledger.projections.rows import Row
from ledger.projections.timeline import rounds_of
from ledger.projections.visible import mend, published_rows, select

KEPT: Final = 4
"""So many bases are remembered for one ledger."""


class Believing:
    """Answers questions of belief over one ledger."""

    def __init__(self, folding: Folding) -> None:
        self._folding = folding
        self._moments: dict[tuple[object, ...], Answer[Moment]] = {}

    def moment(
        self,
        basis: Basis,
        *,
        half_life: float | None = None,
        false_copies: bool = False,
    ) -> Answer[Moment]:
        """Give all scores and cases at a basis."""
        key = (basis.token, half_life, false_copies)
        if key not in self._moments:
            while len(self._moments) >= KEPT:
                del self._moments[next(iter(self._moments))]
            settings = replace(DEFAULT, half_life=half_life, false_copies=false_copies)
            self._moments[key] = self._replayed(basis, settings)
        return self._moments[key]

    def _replayed(self, basis: Basis, settings: Settings) -> Answer[Moment]:
        directory, cut = self._folding.directory(basis), basis.cut
        parties, cases = parties_in(directory), list[Case]()
        late, straddling, there, seen = 0, 0, False, False
        with unswept():
            for slugs, rows in self._rows(basis):
                view = select(rows, basis)
                there, seen = there or bool(rows), seen or bool(view.rows)
                late, straddling = late + view.late, straddling + view.straddling
                cases += cases_in(slugs, view.rows, directory, parties, cut)
            moment = moment_of(cases, cut, settings)
        empty = f"nothing {'published' if there else 'recorded'} by then"
        return Answer(basis, moment, late, straddling, None if seen else empty)

    def _rows(self, basis: Basis) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
        for slugs, entries in self._folding.groups((), basis.known_at):
            known = [entry for entry in entries if entry.seq <= basis.known_at]
            yield slugs, published_rows(mend(known).entries)

    def _groups(self, basis: Basis) -> list[Group]:
        return [
            group_of(slugs, rows, possible=basis.possible)
            for slugs, rows in self._rows(basis)
        ]

    def sweep(self, basis: Basis) -> Sweep:
        """Begin a replay of the whole ledger along the published clock."""
        return Sweep(self._groups(basis), self._folding.directory(basis))

    @unswept()
    def along(self, text: str, rows: Sequence[Row], basis: Basis) -> list[Believed]:
        """Give what was to be believed after each of some rows of a company."""
        company = self._folding.company(text, basis).value
        groups: list[Group] = []
        place = 0
        for slugs, every in self._rows(basis):
            group = group_of(slugs, every, possible=basis.possible)
            if company.slug in slugs:
                place = len(groups)
                group = told_group(slugs, select(every, basis).rows, basis.cut)
            groups.append(group)
        sweep = Sweep(groups, self._folding.directory(basis))
        numbers = {row.seq: number for number, row in enumerate(groups[place].rows, 1)}
        found, cut, told = [], MIN_US, 0
        for row in rows:
            # A copy that is dated before its origin is told after it.
            cut = max(cut, min(row.when.hi, basis.cut))
            told = max(told, numbers[row.seq])
            moment = sweep.to(cut, {place: told})
            about = next(iter(sorted(rounds_of(row, company))), None)
            found.append(_believed(moment, company.slug, about))
        return found

    def joint(
        self,
        basis: Basis,
        *,
        half_life: float | None = None,
        false_copies: bool = False,
    ) -> Answer[Joint]:
        """Run the second model at a basis; it knows no half-life."""
        if half_life is not None:
            raise BadInput("model em knows no half-life", "leave --half-life out")
        answer = self.moment(basis, false_copies=false_copies)
        replay = answer.value.replay
        settings = replay.settings
        cases = [
            (case, roots(case, settings, replay.habits), replay.shares[name].outcome)
            for name, case in sorted(replay.cases.items())
        ]
        found = joint(cases, basis.cut, settings)
        return Answer(basis, found, answer.late, answer.possible, answer.empty)

    def changes(
        self, before: Basis, after: Basis, companies: Sequence[str] = ()
    ) -> list[Change]:
        """Say which scores moved between two bases, and by which events."""
        one, other = (self.moment(basis).value.scores for basis in (before, after))
        names = self._folding.directory(after)
        return list(score_changes(one, other, names, companies))

    @unswept()
    def forecasts(
        self, basis: Basis, companies: Sequence[str], after: int = AFTER
    ) -> Answer[list[Forecast]]:
        """Score past beliefs against what came by a basis."""
        answer = self.moment(basis)
        sweep = self.sweep(basis)
        found = forecasts_of(answer.value, sweep, frozenset(companies), after)
        return Answer(basis, found, answer.late, answer.possible, answer.empty)


def _believed(moment: Moment, slug: str, about: str | None) -> Believed:
    rounds = moment.company(slug)
    for weighed in rounds:
        if weighed.case.round == about:
            return Believed(weighed, of_one_round(weighed, rounds, moment.scores))
    return Believed(None, None)
