"""Tables of trust: how far each source can be trusted, and every row behind it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from math import log
from typing import Any, Final, NamedTuple, TypeVar

from ledger.claims.names import Directory, Source
from ledger.credibility.posterior import Fates, Score
from ledger.credibility.scores import Scores
from ledger.credibility.settings import FIELDS, ROLES
from ledger.credibility.sweeping import Moment
from ledger.projections.basis import Answer
from ledger.rendering.basis import CLAIMS_ONLY, answer_table, facts, footnotes, heading
from ledger.rendering.beliefs import FINE, coarse, number, rounded
from ledger.rendering.columns import Cell, Column, Columns, join_columns, part
from ledger.rendering.graded import LABELS, ROWS, fine, graded_rows
from ledger.rendering.tables import Table

T = TypeVar("T")

HALF: Final = 0.5
CHANGED: Final = 0.75
"""P(a source has changed) from which on a note names it: in simulated worlds one in a
hundred of those that did not change is named.
"""

MANY: Final = log(10)
"""Nats of evidence that sources change, from which on a note says so: the records are
ten times as likely then as if none changed. Without records there is no evidence. Such
a ratio may be looked at again and again: if none changes, it exceeds ten on any day at
all with a probability of a tenth at most (Ville's inequality), where records are as the
model has them.
"""


class Errors(NamedTuple):
    """How far the prices of a source are off, in logs, and P(no gross error)."""

    bias: float
    variance: float
    sound: float


@dataclass(frozen=True)
class SourceScores:
    """A source in a role, with its scores by field."""

    source: Source
    score: Score
    scores: Scores

    @cached_property
    def raised(self) -> float | None:
        """Its score on amounts; None while unrated."""
        return self._mean("raised")

    @cached_property
    def valuation(self) -> float | None:
        """Its score on prices; None while unrated."""
        return self._mean("valuation")

    @cached_property
    def errors(self) -> Errors | None:
        """The errors of its prices; None while it is unrated."""
        if self.score.role != "original" or self.valuation is None:
            return None
        source = self.source
        return Errors(*self.scores.errors(source.slug, source.kind, "valuation"))

    def _mean(self, field: str) -> float | None:
        source, role = self.source, self.score.role
        return mean_of(self.scores.score(source.slug, source.kind, role, field))


def ranking_table(
    answer: Answer[Moment], names: Directory, role: str, *, brief: bool
) -> Table:
    """All sources with a record in a role, ranked by the lower end of the interval."""
    scores = answer.value.scores
    held = ranked(scores, names, role)
    lines = [SourceScores(source, score, scores) for source, score in held]
    notes = [*warnings(score for _, score in held), *restless(scores)]
    if not held and not answer.empty:
        notes.append(
            "nothing was settled at that date: every source has the prior of its kind"
        )
    notes += about_claims(answer)
    what = f"credibility, {role}"
    return answer_table(answer, RANKING, lines, what, notes, brief=brief)


def ranked(scores: Scores, names: Directory, role: str) -> list[tuple[Source, Score]]:
    """Give the sources with a record in a role, best first by the 5 % bound."""
    found = [
        (source, scores.score(source.slug, source.kind, role))
        for source in names.sources.values()
    ]
    held = [(source, score) for source, score in found if score.rows]
    return sorted(held, key=lambda one: _rank(one[1]))


def about_claims(answer: Answer[Any]) -> list[str]:
    """Say that beliefs know no other day of the world, where one was asked about."""
    return [CLAIMS_ONLY] if answer.basis.apart else []


def _rank(score: Score) -> tuple[bool, float, str]:
    unrated = score.label == "unrated"
    return unrated, 0.0 if unrated else -score.interval[0], score.source


def days_long(days: float | None) -> Cell:
    return None if days is None else f"{days:.0f} d"


def mean_of(score: Score) -> float | None:
    """Give the mean of a score; None while it is unrated."""
    return None if score.label == "unrated" else score.mean


def _interval(score: Score) -> str | None:
    if score.label == "unrated":
        return None
    low, high = score.interval
    return f"{low:.2f}..{high:.2f}"


def _interval_end(score: Score, place: int) -> Decimal | None:
    return None if score.label == "unrated" else number(score.interval[place], FINE)


INTERVAL: Final[Columns[Score]] = (
    Column("interval", "90 %", brief=lambda x, _: _interval(x), right=True),
    Column("low", of=lambda x: _interval_end(x, 0), kind="exact"),
    Column("high", of=lambda x: _interval_end(x, 1), kind="exact"),
)
SETTLED: Final[Column[Score]] = rounded("settled", None, lambda x: x.n)


def _fate(name: str, title: str, of: Callable[[Fates], int]) -> Column[Score]:
    return Column(name, title, lambda x: of(x.fates), kind="whole", right=True)


FATES: Final[Columns[Score]] = (
    _fate("came_true", "came true", lambda x: x.true),
    _fate("did_not", "did not", lambda x: x.untrue),
    _fate("never_settled", "never settled", lambda x: x.open),
)
"""What became of what a source said, in rounds."""

FATED: Final = "true/not/never"


def _fated(score: Score, _: Directory) -> str:
    """Write the three in one, where there are many sources."""
    return "/".join(map(str, score.fates))


def lead_of(of: Callable[[T], float | None]) -> Column[T]:
    """Give a column of how far ahead of the official word sources are."""
    return rounded("lead_days", "lead", of, days_long)


OPEN: Final[Columns[Score]] = (
    rounded("lapsed", None, lambda x: x.lapsed, lambda share: f"{share:.0%}"),
    Column("changed", of=lambda x: fine(x.changed), kind="exact"),
)
KIND: Final[Columns[Score]] = (
    Column("prior", of=lambda x: fine(x.prior), kind="exact"),
    Column("admiralty", of=lambda x: x.letter),
)
RECORD: Final[Columns[Score]] = (*OPEN, lead_of(lambda x: x.lead), *KIND)
"""What is said of a score, in tables and in panels."""

ERRORS: Final[Columns[Errors]] = (
    Column("bias", of=lambda x: fine(x.bias), kind="exact"),
    Column("spread", of=lambda x: fine(x.variance**HALF), kind="exact"),
    Column("sound", of=lambda x: fine(x.sound), kind="exact"),
)
RANKING: Final[Columns[SourceScores]] = join_columns(
    (
        Column(
            "source",
            "source",
            lambda x: x.source.slug,
            lambda x, _: x.source.name,
            kind="source",
            wide=True,
        ),
        Column("kind", "kind", lambda x: x.source.kind),
        Column("role", of=lambda x: x.score.role, words=ROLES),
        Column("rated", of=lambda x: x.score.label, words=LABELS),
    ),
    part(
        (
            *(replace(column, title=None) for column in FATES),
            Column("fates", FATED, brief=_fated, right=True),
        ),
        lambda x: x.score,
    ),
    (rounded("score", "score", lambda x: mean_of(x.score)),),
    part((*INTERVAL, SETTLED), lambda x: x.score),
    (Column("rated", "rated", brief=lambda x, _: x.score.label),),
    part(RECORD, lambda x: x.score),
    (
        Column("raised", of=lambda x: fine(x.raised), kind="exact"),
        Column("valuation", of=lambda x: fine(x.valuation), kind="exact"),
    ),
    part(ERRORS, lambda x: x.errors),
)


def warnings(scores: Iterable[Score]) -> Iterable[str]:
    """Say when not to trust a score."""
    kept = [score for score in scores if score.label != "unrated"]
    soft = [score.source for score in kept if _is_mostly_silence(score)]
    if soft:
        yield (
            "half of the record or more was never settled, so the score depends on"
            f" silence: {', '.join(soft)}"
        )
    changed = [score.source for score in kept if score.changed > CHANGED]
    if changed:
        yield (
            "these sources may have changed, so their later claims count most:"
            f" {', '.join(changed)}"
        )


def _is_mostly_silence(score: Score) -> bool:
    """Tell whether half of a record was never settled, in rounds or by what counts."""
    true, untrue, unsettled = score.fates
    return unsettled >= true + untrue or score.lapsed > HALF


def restless(scores: Scores) -> Iterator[str]:
    """Say that many sources change, whichever they are."""
    if scores.changing.nats > MANY:
        yield (
            f"about {scores.changing.mean:.0%} of all sources seem to have changed;"
            " most of these cannot be named, and their scores are partly out of date"
        )


def source_tables(
    answer: Answer[Moment], source: Source, roles: Sequence[str], *, brief: bool
) -> list[Table]:
    """One source: its scores by role and field, and every row behind them."""
    scores = answer.value.scores
    every = [
        scores.score(source.slug, source.kind, role, name)
        for role in roles
        for name in FIELDS
    ]
    held = [score for score in every if score.rows]
    what = f"credibility of source:{source.slug}"
    notes = [*warnings(score for score in held if score.field == "occurrence")]
    if "original" in roles:
        notes += restless(scores)
    if not held:
        notes.append(_unrated_note(every[0]))
    notes += about_claims(answer)
    if held:
        notes[:0] = [_prior_note(held), *_answers(held, scores)]
    if not brief:
        rows = [row for score in held or every[:1] for row in graded_rows(score)]
        table = answer_table(answer, ROWS, rows, what, notes, brief=False)
        scored = Table.of(None, SCORED, held or every[:1], brief=False)
        return [replace(table, parts={"scores": scored})]
    if not held:
        return [answer_table(answer, SCORES, (), what, notes, brief=True)]
    first = Table.of(heading(answer.basis, what), SCORES, held, facts(answer))
    rows = [row for score in held for row in graded_rows(score) if row.counted]
    below = (*notes, *footnotes(answer))
    last = Table.of("outcomes of its claims", ROWS, rows, facts(answer), below)
    return [first, last]


DONE: Final = {"original": "that it said", "relay": "passed on", "denial": "denied"}


def _unrated_note(score: Score) -> str:
    """Say that nothing is known of a source, and what stands for it."""
    denies = score.role == "denial"
    who = "deniers score" if denies else f"the kind {score.kind} scores"
    return (
        f"unrated: nothing {DONE[score.role]} was settled at that date;"
        f" {who} {score.of_kind:.2f}"
    )


def _prior_note(held: Sequence[Score]) -> str:
    """Say where each score begins: its prior."""
    first = next((x for x in held if x.field == FIELDS[0]), held[0])
    who = "deniers" if first.role == "denial" else f"the kind {first.kind}"
    return (
        f"prior, from others: {who}, {first.of_kind:.2f}, worth {first.strength:.1f}"
        " claims"
    )


def _answers(held: Sequence[Score], scores: Scores) -> Iterator[str]:
    """Say how a denier answers what is so, and what is not: what belief reads."""
    denials = [x for x in held if x.role == "denial" and x.field == FIELDS[0]]
    for score in denials:
        found = scores.denier(score.graded[0].party)
        yield (
            f"estimated to deny {found.of_real:.2f} of what is true"
            f" (so far {found.denied_real:.1f} of {found.real:.1f} rounds), and"
            f" {found.of_unreal:.2f} of what is not"
            f" ({found.denied_unreal:.1f} of {found.unreal:.1f})"
        )


def _scored(score: Score) -> Cell:
    return "unrated" if score.label == "unrated" else coarse(score.mean)


SCORES: Final[Columns[Score]] = (
    Column("role", "role", lambda x: x.role, firm=True),
    Column("field", "field", lambda x: x.field, firm=True),
    *FATES,
    Column("score", "score", _scored, right=True),
    Column("interval", "90 %", _interval, right=True),
    Column("settled", None, lambda x: coarse(x.n), right=True),
    Column("plus", None, lambda x: coarse(x.plus), right=True),
    Column("minus", None, lambda x: coarse(x.minus), right=True),
    Column("lead", "lead", lambda x: days_long(x.lead), right=True),
)
SCORED: Final[Columns[Score]] = (
    Column("role", of=lambda x: x.role, words=ROLES),
    Column("field", of=lambda x: x.field, words=FIELDS),
    Column("rated", of=lambda x: x.label, words=LABELS),
    rounded("score", "score", mean_of),
    *INTERVAL,
    *FATES,
    SETTLED,
    Column("plus", of=lambda x: repr(x.plus)),
    Column("minus", of=lambda x: repr(x.minus)),
    Column("strength", of=lambda x: fine(x.strength), kind="exact"),
    *RECORD,
)
"""The same for programs."""
