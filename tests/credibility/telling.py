"""A simulated world told to the model: its events become cases, its questions answers.

What happens is told in the order of publication, and every answer is given as of the
day of its question: nothing later has been told by that time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import exp, log
from typing import Final

from ledger.credibility.cases import (
    EXISTENCE,
    Case,
    ClaimVersion,
    Denied,
    LogRange,
    OutcomeEvidence,
    SourceClaim,
)
from ledger.credibility.em import Joint, joint
from ledger.credibility.replaying import Replay
from ledger.credibility.settings import DAY, DEFAULT, Settings
from ledger.credibility.sweeping import Moment
from ledger.credibility.worth import of_company, of_one_round

TIERS: Final = {"filing": 1, "announcement": 2, "refutation": 5}
Range = tuple[float, float]

HEDGES = ("talks", "advanced", "closed")
"""Classes of stages, by their number in the model."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A report, a denial or an outcome, on a day."""

    number: int
    day: float
    kind: str
    company: str
    round: str
    source: str = ""
    """Who reports, or denies."""
    hedge: str = ""
    price: Range | None = None
    copy_of: int | None = None
    own: bool = False
    """Whether it says that it has its own sources."""


@dataclass(slots=True)
class Round:
    """A round as it has been told so far."""

    company: str
    told: list[SourceClaim] = field(default_factory=list)
    denied: list[Denied] = field(default_factory=list)
    proofs: list[OutcomeEvidence] = field(default_factory=list)


class Teller:
    """Tells what happens to a replay, and asks it."""

    def __init__(
        self,
        kinds: Mapping[str, str],
        priors: Mapping[str, float],
        settling: frozenset[str],
        settings: Settings = DEFAULT,
    ) -> None:
        self.kinds = kinds
        given = replace(settings, priors=dict(priors), settling_kinds=settling)
        self.replay = Replay(given)
        self.rounds: dict[str, Round] = {}
        self._moment: Moment | None = None

    def begin(self, company: str, day: float, price: float) -> None:
        """Tell of a price that was confirmed before everything else."""
        name, at = f"{company}/before", round(day * DAY)
        truth = (("valuation", (log(price),)),)
        word = ClaimVersion(0, at, ())
        told = SourceClaim(name, 0, company, "", company, at, 2, (word,), deciding=True)
        proof = OutcomeEvidence(0, at, 2, real=True, party=company, truth=truth)
        self.replay.put([Case(company, name, (told,), proofs=(proof,))])
        self._moment = None

    def tell(self, it: Happening) -> None:
        """Let something happen."""
        at = round(it.day * DAY)
        self.until(it.day)
        found = self.rounds.setdefault(it.round, Round(it.company))
        if it.kind == "report":
            found.told.append(self._told(it, at))
        elif it.kind == "denial":
            ids = frozenset(told.id for told in found.told)
            found.denied.append(
                Denied(
                    event=it.number,
                    source=it.source,
                    kind="person",
                    party=f"party:{it.company}",
                    when=at,
                    form=EXISTENCE,
                    fields=frozenset(),
                    claims=ids,
                )
            )
        else:
            stated = () if it.price is None else (("valuation", (log(it.price[0]),)),)
            real = it.kind != "refutation"
            party = f"party:{it.company}"
            found.proofs.append(
                OutcomeEvidence(it.number, at, TIERS[it.kind], real, party, stated)
            )
        self.replay.put([case_of(it.round, found)])
        self._moment = None

    def _told(self, it: Happening, at: int) -> SourceClaim:
        spans: tuple[tuple[str, tuple[LogRange, ...]], ...] = ()
        if it.price is not None:
            spans = (("valuation", ((log(it.price[0]), log(it.price[1])),)),)
        hedge = HEDGES.index(it.hedge)
        return SourceClaim(
            id=str(it.number),
            event=it.number,
            source=it.source,
            kind=self.kinds[it.source],
            party=it.source,
            when=at,
            hedge=hedge,
            words=(ClaimVersion(it.number, at, spans),),
            copy_of=None if it.copy_of is None else str(it.copy_of),
            own=it.own,
            hedges=hedge,
        )

    def until(self, day: float) -> None:
        """Let time go on to a day."""
        self.replay.advance(round(day * DAY))

    @property
    def moment(self) -> Moment:
        """Give the state now, with all scores."""
        if self._moment is None or self._moment.cut != self.replay.cut:
            self._moment = Moment(self.replay, self.replay.scores(), self.replay.cut)
        return self._moment

    def reliability(self, source: str) -> tuple[float, float, float]:
        """Give a source's score and the ends of its interval."""
        score = self.moment.scores.score(source, self.kinds[source])
        return score.mean, *score.interval

    def round(self, company: str, name: str) -> tuple[float, tuple[float, ...] | None]:
        """Give P(real), and median and interval of the price if anybody gave one."""
        moment = self.moment
        rounds = moment.company(company)
        (found,) = [one for one in rounds if one.case.round == name]
        price = of_one_round(found, rounds, moment.scores)
        told = None if price is None else (price.median, price.low, price.high)
        return found.belief.chance, None if told is None else tuple(map(exp, told))

    def company(self, company: str) -> tuple[float, ...]:
        """Give median and interval of what a company is worth."""
        moment = self.moment
        found = of_company(moment.company(company), moment.scores, moment.cut)
        assert found is not None
        return tuple(map(exp, (found.median, found.low, found.high)))

    def joint(self) -> Joint:
        """Give what the second model finds."""
        moment = self.moment
        weighed = map(moment.weigh, self.replay.cases.values())
        cases = [(one.case, one.origin, one.outcome) for one in weighed]
        return joint(cases, moment.cut, self.replay.settings)


def case_of(name: str, found: Round) -> Case:
    """Give a round as the model reads it."""
    return Case(
        company=found.company,
        round=name,
        told=tuple(found.told),
        denied=tuple(found.denied),
        proofs=tuple(found.proofs),
        party=f"party:{found.company}",
    )
