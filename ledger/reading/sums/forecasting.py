"""Past beliefs scored from the sums that are kept: a company at a time, then in time.

Each company is replayed alone up to the days on which its forecasts are due. Then the
sums go once through time, and give the scores of each of these days. What is held is
one company, and what is due.
"""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from ledger.credibility.forecasts import DueForecast, Forecast, due_in, forecast_of
from ledger.credibility.gathering import parties_in
from ledger.credibility.moving import Moves
from ledger.credibility.origins import CopyingHabit
from ledger.credibility.replaying import Replay
from ledger.credibility.sweeping import Sweep, cases_in, group_of
from ledger.projections.basis import Basis
from ledger.projections.visible import View
from ledger.reading.folding import Cluster, Folding
from ledger.reading.sums.answering import KeptSums, OtherSums, subjects_of

VisibleCluster = tuple[Cluster, View]
"""Companies that belong together, and what is visible of them."""


def forecasts_from(
    kept: KeptSums,
    folding: Folding,
    clusters: Iterable[VisibleCluster],
    basis: Basis,
    companies: frozenset[str],
    after: int,
) -> list[Forecast] | None:
    """Score past beliefs in some companies, or in all; None if no sums are kept for
    this question. `clusters` are all companies.
    """
    now = kept.whole(basis)
    if now is None:
        return None
    course = kept.course(now)
    if course is None:
        return None
    due = sorted(
        (
            one
            for cluster, view in clusters
            for one in _due(folding, cluster, view, course, companies, after)
        ),
        key=attrgetter("made", "case.round"),
    )
    sources = {told.source for one in due for told in one.case.told}
    subjects = subjects_of([x.case for x in due], sources)
    stories = kept.stories(now, subjects, basis.cut)
    if stories is None:
        return None
    quiet = kept.quiet(now, basis.cut)
    others = OtherSums.of(stories, Moves())
    replay, found = Replay(tallies=others.tallies), []
    for one in due:
        others.to(one.made)
        found.append(forecast_of(one, replay.scores(), quiet))
    return found


def _due(
    folding: Folding,
    cluster: Cluster,
    view: View,
    course: CopyingHabit,
    companies: frozenset[str],
    after: int,
) -> Iterator[DueForecast]:
    """Give the forecasts that are due of companies that belong together."""
    basis = view.basis
    if companies and companies.isdisjoint(cluster.slugs):
        return
    names = folding.names.at(basis)
    last = Replay(cut=basis.cut, course=course)
    told = (folding.at(slug, view) for slug in cluster.slugs)
    last.put(cases_in(told, parties_in(names)))
    group = group_of(cluster.slugs, cluster.rows, possible=False)
    sweep = Sweep([group], names, Replay(course=course))
    yield from due_in(last, sweep, companies, after)
