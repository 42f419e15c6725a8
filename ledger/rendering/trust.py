"""Tables of trust: how far each source can be trusted, and every row behind it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from ledger.claims.dates import show_instant
from ledger.claims.figures import Figure
from ledger.claims.names import Directory, Source
from ledger.credibility.scores import Counted, Score, Scores
from ledger.credibility.settings import FIELDS
from ledger.credibility.settling import LAPSED, NAMES
from ledger.credibility.sweeping import Moment
from ledger.projections.basis import Answer
from ledger.rendering.basis import CLAIMS_ONLY, facts, footnotes, heading
from ledger.rendering.beliefs import COARSE, FINE, amount, number
from ledger.rendering.tables import Cell, Column, Table

HALF: Final = 0.5

RANKING: Final = (
    Column("source", "source", wide=True),
    Column("kind", "kind"),
    Column("score", "score", right=True),
    Column("interval", "90 %", right=True),
    Column("settled", "settled", right=True),
    Column("rated", "rated"),
    Column("lapsed", "lapses", right=True),
    Column("lead", "lead", right=True),
)
RANKING_EXACT: Final = (
    Column("source", "source"),
    Column("kind", "kind"),
    Column("role", "role"),
    Column("rated", "rated"),
    Column("score", "score"),
    Column("low", "5 %"),
    Column("high", "95 %"),
    Column("settled", "settled"),
    Column("lapsed", "share of lapses"),
    Column("changed", "P(changed)"),
    Column("lead_days", "lead, days"),
    Column("prior", "prior of its kind"),
    Column("admiralty", "admiralty"),
    Column("raised", "score on amounts"),
    Column("valuation", "score on prices"),
    Column("bias", "bias of prices, logs"),
    Column("spread", "spread of prices, logs"),
    Column("sound", "P(no gross error)"),
)


def ranking_table(
    answer: Answer[Moment], names: Directory, role: str, *, brief: bool
) -> Table:
    """All sources with a record in a role, ranked by the lower end of the interval."""
    scores = answer.value.scores
    held = ranked(scores, names, role)
    if brief:
        rows = [_ranked(source, score) for source, score in held]
    else:
        rows = [_ranked_exact(source, score, scores) for source, score in held]
    notes = list(warnings(score for _, score in held))
    if not held and not answer.empty:
        notes.append("nothing is settled by then: every source has its kind's prior")
    title = heading(answer.basis, f"credibility, {role}")
    columns = RANKING if brief else RANKING_EXACT
    return Table(title, columns, rows, facts(answer), noted(notes, answer))


def ranked(scores: Scores, names: Directory, role: str) -> list[tuple[Source, Score]]:
    """Give the sources with a record in a role, best first by the 5 % bound."""
    found = [
        (source, scores.score(source.slug, source.kind, role))
        for source in names.sources.values()
    ]
    held = [(source, score) for source, score in found if score.rows]
    return sorted(held, key=lambda one: _rank(one[1]))


def noted(notes: Iterable[str], answer: Answer[Any]) -> tuple[str, ...]:
    """Put what is to be known of every answer below what is to be known of one."""
    about = [CLAIMS_ONLY] if answer.basis.apart else []
    return (*notes, *about, *footnotes(answer))


def _rank(score: Score) -> tuple[bool, float, str]:
    unrated = score.label == "unrated"
    return unrated, 0.0 if unrated else -score.interval[0], score.source


def _ranked(source: Source, score: Score) -> tuple[Cell, ...]:
    rated = score.label != "unrated"
    low, high = score.interval if rated else (0.0, 0.0)
    return (
        source.name,
        source.kind,
        number(score.mean, COARSE) if rated else None,
        f"{low:.2f}..{high:.2f}" if rated else None,
        number(score.n, COARSE),
        score.label,
        f"{score.lapsed:.0%}",
        days_long(score.lead),
    )


def days_long(days: float | None) -> Cell:
    return None if days is None else f"{days:.0f} d"


def _ranked_exact(source: Source, score: Score, scores: Scores) -> tuple[Cell, ...]:
    rated = score.label != "unrated"
    others = [
        scores.score(source.slug, source.kind, score.role, name) for name in FIELDS[1:]
    ]
    known = [one.mean if one.label != "unrated" else None for one in others]
    priced: tuple[float | None, ...] = (None, None, None)
    if score.role == "original" and others[-1].label != "unrated":
        bias, variance, sound = scores.errors(source.slug, source.kind, "valuation")
        priced = (bias, variance**HALF, sound)
    return (
        source.slug,
        source.kind,
        score.role,
        score.label,
        number(score.mean if rated else None, FINE),
        number(score.interval[0] if rated else None, FINE),
        number(score.interval[1] if rated else None, FINE),
        number(score.n, FINE),
        number(score.lapsed, FINE),
        number(score.changed, FINE),
        number(score.lead, FINE),
        number(score.prior, FINE),
        score.letter,
        *(number(value, FINE) for value in (*known, *priced)),
    )


def warnings(scores: Iterable[Score]) -> Iterable[str]:
    """Say when not to trust a score."""
    kept = [score for score in scores if score.label != "unrated"]
    soft = [score.source for score in kept if score.lapsed > HALF]
    if soft:
        yield f"more than half rests on lapses, no outcomes: {', '.join(soft)}"
    changed = [score.source for score in kept if score.changed > HALF]
    if changed:
        yield (
            "not what they were, so only their later claims count, and intervals"
            f" are too narrow: {', '.join(changed)}"
        )


_SCORES = (
    Column("role", "role", firm=True),
    Column("field", "field", firm=True),
    Column("score", "score", right=True),
    Column("interval", "90 %", right=True),
    Column("settled", "settled", right=True),
    Column("plus", "for", right=True),
    Column("minus", "against", right=True),
    Column("lead", "lead", right=True),
)
_ROWS = (
    Column("event", "event", right=True),
    Column("round", "round", firm=True),
    Column("what", "what", wide=True),
    Column("plus", "for", right=True),
    Column("minus", "against", right=True),
    Column("decided", "decided by", wide=True),
    Column("when", "on", firm=True),
)
_ROWS_EXACT = (
    Column("row", "row"),
    Column("role", "role"),
    Column("field", "field"),
    Column("rated", "rated"),
    Column("event", "event"),
    Column("round", "round"),
    Column("grade", "grade"),
    Column("weight", "weight"),
    Column("still", "share that still counts"),
    Column("plus", "for"),
    Column("minus", "against"),
    Column("outcome", "outcome"),
    Column("decided_by", "decided by"),
    Column("decided_on", "decided on"),
    Column("lead_days", "lead, days"),
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
    title = heading(answer.basis, f"credibility of source:{source.slug}")
    known = facts(answer)
    notes = [*warnings(score for score in held if score.field == "occurrence")]
    if not held:
        notes.append(_unrated_note(every[0]))
    if not brief:
        rows = [row for score in held or every[:1] for row in _exact_rows(score)]
        return [Table(title, _ROWS_EXACT, rows, known, noted(notes, answer))]
    if not held:
        return [Table(title, _SCORES, (), known, noted(notes, answer))]
    notes.insert(0, _prior_note(held))
    first = Table(title, _SCORES, [_scored(score) for score in held], known)
    rows_ = [_row(one) for score in held for one in _ordered(score.rows)]
    last = Table("what became of its claims", _ROWS, rows_, known, noted(notes, answer))
    return [first, last]


DONE: Final = {"original": "that it said", "relay": "passed on", "denial": "denied"}


def _unrated_note(score: Score) -> str:
    """Say that nothing is known of a source, and what stands for it."""
    denies = score.role == "denial"
    who = "deniers stand" if denies else f"{score.kind} as a kind stands"
    return (
        f"unrated: nothing {DONE[score.role]} is settled by then;"
        f" {who} at {score.prior:.2f}"
    )


def _prior_note(held: Sequence[Score]) -> str:
    """Say with what each score begins."""
    first = next((x for x in held if x.field == FIELDS[0]), held[0])
    who = "deniers" if first.role == "denial" else f"the kind {first.kind}"
    return (
        f"prior, from others: {who}, {first.prior:.2f}, worth {first.strength:.1f}"
        " claims"
    )


def _ordered(rows: Sequence[Counted]) -> list[Counted]:
    return sorted(rows, key=lambda one: (one.row.when, one.row.event))


def _scored(score: Score) -> tuple[Cell, ...]:
    rated = score.label != "unrated"
    low, high = score.interval if rated else (0.0, 0.0)
    return (
        score.role,
        score.field,
        number(score.mean, COARSE) if rated else "unrated",
        f"{low:.2f}..{high:.2f}" if rated else None,
        number(score.n, COARSE),
        number(score.plus, COARSE),
        number(score.minus, COARSE),
        days_long(score.lead),
    )


def _row(one: Counted) -> tuple[Cell, ...]:
    row = one.row
    by = NAMES[row.tier] if row.decided is None else f"{row.decided} {NAMES[row.tier]}"
    role = "" if row.role == "original" else f"{row.role}, "
    return (
        row.event,
        row.round,
        f"{role}{row.field}",
        number(one.plus, COARSE),
        number(one.minus, COARSE),
        by,
        show_instant(row.when - 1)[:10],
    )


def _exact_rows(score: Score) -> Iterable[tuple[Cell, ...]]:
    prior = (score.prior * score.strength, (1 - score.prior) * score.strength)
    sides = (_full(prior[0]), _full(prior[1]))
    nothing: tuple[Cell, ...] = (None,) * 4
    empty: tuple[Cell, ...] = (None,) * 5
    yield ("prior", score.role, score.field, score.label, *empty, *sides, *nothing)
    for one in _ordered(score.rows):
        row = one.row
        lead = None if one.row.when < row.told else (row.when - row.told) / 86_400e6
        yield (
            "settled",
            row.role,
            row.field,
            score.label,
            row.event,
            row.round,
            None if row.tier == LAPSED else number(row.grade, FINE),
            _full(row.weight),
            _full(one.share),
            _full(one.plus),
            _full(one.minus),
            NAMES[row.tier],
            row.decided,
            show_instant(row.when - 1),
            number(lead, FINE),
        )


def _full(value: float) -> str:
    """Write a number so that rows add up to the score again."""
    return repr(value)


def price_of(logarithm: float | None, code: str) -> Figure | None:
    """Give the figure of a log."""
    if logarithm is None:
        return None
    value = amount(logarithm)
    return Figure(code, value, value, "exact")
