"""A replay: what a ledger answers about all companies, from its lake, by many hands.

The questions are those of a ledger, and so are the tables and files that are made of
their answers; only the folding is done elsewhere.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from ledger.answers.companies import valuations
from ledger.errors import Refused
from ledger.lake.copied import Lake
from ledger.lake.scoring import scored
from ledger.lake.work import (
    SUMMED,
    CompanyQuestion,
    CompanyRows,
    Engine,
    Summed,
    pickled,
)
from ledger.panels.panel import SCORES, Panel, bases_of, began_after, fields_in
from ledger.projections.basis import Answer, Basis
from ledger.projections.standing import CompanyAt
from ledger.projections.visible import View
from ledger.reading import cuts
from ledger.reading.entries import entry_of
from ledger.reading.folding import FoldedCompanies, Folding, answer_of_all

if TYPE_CHECKING:
    from ledger.projections.valuations import Valuation
    from ledger.reading.beliefs import Believing
    from ledger.reading.ranking.answering import Ranking
    from ledger.store.log import Log

T = TypeVar("T")


class _Elsewhere(Folding):
    """Folds all companies of a lake in other processes."""

    def __init__(self, lake: Lake, engine: Engine) -> None:
        super().__init__(lake.log)
        self._lake, self._engine = lake, engine

    def companies(
        self,
        texts: Sequence[str],
        basis: Basis,
        ask: Callable[[CompanyAt], T],
        *,
        unseen: bool = False,
    ) -> Answer[list[T]]:
        """Ask all companies; a lake is not asked about some."""
        assert not texts, "a lake is asked about all companies"
        done = FoldedCompanies[T]()
        with self._engine(self._lake, CompanyQuestion(basis, ask, unseen)) as found:
            for slug, answer in found:
                if slug != SUMMED:
                    done.found[slug] = pickled(answer)
                    continue
                summed: Summed = pickled(answer)
                done.there |= summed.there
                done.spoken |= summed.spoken
                done.views.append(View(basis, [], summed.late, summed.possible))
        return answer_of_all(basis, done)


class LakeReplay:
    """A lake as an open ledger, as far as questions about all companies go."""

    basis = cuts.basis

    def __init__(self, lake: Lake, engine: Engine, clock: Callable[[], int]) -> None:
        self._lake, self._engine, self._clock = lake, engine, clock
        self.log: Log = lake.log
        self.opening: Mapping[str, Any] = entry_of(lake.names[0]).data
        self.zone: str = self.opening["zone"]
        self.folding: Folding = _Elsewhere(lake, engine)

    def clock(self) -> int:
        """Give now, in microseconds since 1970."""
        return self._clock()

    @property
    def ranking(self) -> "Ranking":
        """Raise Refused: no ranking is kept with a lake."""
        raise _not_here()

    @property
    def believing(self) -> "Believing":
        """Raise Refused: beliefs ask all companies of each other."""
        raise _not_here()

    def valuations(self, basis: Basis) -> "Answer[list[Valuation]]":
        """Give the figures of all companies at a basis, as a ledger does."""
        return valuations(self, basis)

    @contextmanager
    def panel(
        self,
        table: str,
        basis: Basis,
        *,
        since: str | None = None,
        until: str | None = None,
        every: str = "month",
        then: bool = False,
    ) -> Iterator[Panel]:
        """Give a table or a panel of all companies or sources, as `Book.panel` does."""
        last, bases = bases_of(self, basis, since, until, every, then=then)
        fields, began = fields_in(table), began_after(self.folding, bases)
        if table == SCORES:
            days = [(one, self.folding.names.voices(one)) for one in bases]
            rows = scored(self._lake, self._engine, days)
            yield Panel(table, fields, last, bases, then, rows, began=began)
            return
        with self._engine(self._lake, CompanyRows(table, tuple(bases))) as found:
            rows = ((slug, row) for slug, some in found for row in pickled(some))
            yield Panel(table, fields, last, bases, then, rows, began=began)


def _not_here() -> Refused:
    return Refused("a lake has no beliefs and no ranking", "ask the ledger itself")
