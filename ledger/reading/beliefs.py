"""From the entries of a ledger to what is to be believed: the shell around the model.

What is believed of one company rests on every round on record, of whatever company:
each settled one says how often its sources, all sources of their kind and all stages of
talk turned out true, and each that lapsed how much silence means. So the companies that
a belief needs are all that have rounds. The folding reads them once, for these and for
other questions of the same book; what was worked out for one basis is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from ledger.claims.dates import MIN_US
from ledger.credibility.cases import Case
from ledger.credibility.compared import score_changes
from ledger.credibility.em import Joint, joint
from ledger.credibility.forecasts import AFTER, Forecast, forecasts_of
from ledger.credibility.gathering import parties_in
from ledger.credibility.origins import roots
from ledger.credibility.settings import DEFAULT, Settings
from ledger.credibility.sweeping import (
    CompanyGroup,
    Moment,
    Sweep,
    cases_in,
    group_of,
    moment_of,
    told_group,
)
from ledger.credibility.worth import BeliefAfter, of_one_round
from ledger.errors import BadInput
from ledger.projections.basis import Answer, Basis
from ledger.projections.diff import Change
from ledger.projections.rows import Row
from ledger.projections.timeline import rounds_of
from ledger.projections.visible import View
from ledger.reading.folding import Cluster, Folding
from ledger.reading.garbage import unswept
from ledger.reading.sums.answering import KeptSums
from ledger.reading.sums.forecasting import forecasts_from

T = TypeVar("T")

KEPT: Final = 4
"""So many bases are remembered for one ledger."""


class Believing:
    """Answers questions of belief over one ledger."""

    def __init__(self, folding: Folding) -> None:
        self._folding, self._kept = folding, KeptSums(folding)
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

    def about(self, basis: Basis, slugs: Sequence[str]) -> Moment:
        """Say what is to be believed of some companies (slugs) at a basis.

        Where the sums behind all scores are kept, no other company is read. The moment
        holds the rounds of these companies, and the scores of those who speak of them.
        """
        known = (basis.token, None, False) in self._moments
        kept = None if known or not slugs else self._kept.moment(basis, slugs)
        return self.moment(basis).value if kept is None else kept

    def _replayed(self, basis: Basis, settings: Settings) -> Answer[Moment]:
        folding, read = self._folding, _Read()
        parties, cases = parties_in(folding.names.at(basis)), list[Case]()
        with unswept():
            for cluster, view in read.through(folding, basis):
                cases += cases_in((folding.at(x, view) for x in cluster.slugs), parties)
            moment = moment_of(cases, basis.cut, settings)
        return read.answer(basis, moment)

    def _groups(self, basis: Basis) -> list[CompanyGroup]:
        return [
            group_of(cluster.slugs, cluster.rows, possible=basis.possible)
            for cluster in self._folding.read((), basis)
        ]

    def following(self, slug: str, basis: Basis) -> Sweep:
        """Begin a replay in which at least the rounds of a company are held."""
        return self._following(self._group(slug, basis), basis)

    def alone(self, slug: str, basis: Basis) -> Sweep:
        """Begin a replay of a company alone, with those linked to it: it tells at which
        cuts its rounds change.
        """
        return Sweep([self._group(slug, basis)], self._folding.names.at(basis))

    def _group(self, slug: str, basis: Basis) -> CompanyGroup:
        (cluster,) = self._folding.read([slug], basis)
        return group_of(cluster.slugs, cluster.rows, possible=basis.possible)

    def _following(self, own: CompanyGroup, basis: Basis) -> Sweep:
        """Replay companies that belong together: among the kept sums of the others, or
        together with these. Their group is the first.
        """
        kept = self._kept.sweep(basis, own)
        if kept is not None:
            return kept
        others = [x for x in self._groups(basis) if x.slugs != own.slugs]
        return Sweep([own, *others], self._folding.names.at(basis))

    def sweep(self, basis: Basis) -> Sweep:
        """Begin a replay of the whole ledger along the published clock."""
        return Sweep(self._groups(basis), self._folding.names.at(basis))

    @unswept()
    def along(self, text: str, rows: Sequence[Row], basis: Basis) -> list[BeliefAfter]:
        """Give what was to be believed after each of some rows of a company."""
        if not rows:
            return []
        company = self._folding.company(text, basis).value
        (cluster,) = self._folding.read([company.slug], basis)
        own = told_group(cluster.slugs, cluster.view(basis).rows, basis.cut)
        sweep = self._following(own, basis)
        numbers = {row.seq: number for number, row in enumerate(own.rows, 1)}
        found, cut, told = [], MIN_US, 0
        for row in rows:
            # A copy that is dated before its origin is told after it.
            cut = max(cut, min(row.when.hi, basis.cut))
            told = max(told, numbers[row.seq])
            moment = sweep.to(cut, {0: told})
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
            raise BadInput(
                "model em knows no half-life", "leave `half_life` out", ("half_life",)
            )
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
        names = self._folding.names.at(after)
        return list(score_changes(one, other, names, companies))

    @unswept()
    def forecasts(
        self, basis: Basis, companies: Sequence[str], after: int = AFTER
    ) -> Answer[list[Forecast]]:
        """Score past beliefs against what came by a basis."""
        folding, wanted, read = self._folding, frozenset(companies), _Read()
        clusters = read.through(folding, basis)
        kept = forecasts_from(self._kept, folding, clusters, basis, wanted, after)
        if kept is not None:
            return read.answer(basis, kept)
        answer = self.moment(basis)
        found = forecasts_of(answer.value, self.sweep(basis), wanted, after)
        return Answer(basis, found, answer.late, answer.possible, answer.empty)


@dataclass(slots=True)
class _Read:
    """What an answer says of all companies, counted while they are read."""

    late: int = 0
    straddling: int = 0
    there: bool = False
    seen: bool = False

    def through(self, folding: Folding, basis: Basis) -> Iterator[tuple[Cluster, View]]:
        """Read all companies, each with what is visible of it."""
        for cluster in folding.read((), basis):
            view = cluster.view(basis)
            self.there |= bool(cluster.rows)
            self.seen |= bool(view.rows)
            self.late += view.late
            self.straddling += view.straddling
            yield cluster, view

    def answer(self, basis: Basis, value: T) -> Answer[T]:
        """Give an answer for all that was read."""
        empty = f"nothing {'published' if self.there else 'recorded'} by that date"
        return Answer(
            basis, value, self.late, self.straddling, None if self.seen else empty
        )


def _believed(moment: Moment, slug: str, about: str | None) -> BeliefAfter:
    case = moment.replay.cases.get(about or "")
    if case is None or case.company != slug:
        return BeliefAfter(None, None)
    weighed, others = moment.weigh(case), moment.decided(slug)
    price = of_one_round(weighed, others, moment.scores)
    heard = moment.scores.heard if weighed.outcome is None else None
    return BeliefAfter(weighed, price, heard)
