"""What became of a source's claims: the rows behind a score, and the prior."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple, TypeVar

from ledger.claims.dates import show_instant
from ledger.claims.names import Directory
from ledger.credibility.posterior import CountedField, Score
from ledger.credibility.settings import FIELDS, ROLES
from ledger.credibility.settling import NAMES, SILENT
from ledger.rendering.beliefs import FINE, coarse, number
from ledger.rendering.columns import Column, Columns, join_columns, part

T = TypeVar("T")

LABELS: Final = ("rated", "provisional", "unrated")
"""Whether enough is settled."""


def fine(value: float | None) -> Decimal | None:
    """Give a number for programs."""
    return number(value, FINE)


class ScoreRow(NamedTuple):
    """One row of a score: a claim that was settled, or the prior."""

    score: Score
    counted: CountedField | None
    plus: float
    minus: float


def graded_rows(score: Score) -> Iterator[ScoreRow]:
    """Give the rows that add up to a score, the prior first."""
    prior = score.prior
    yield ScoreRow(score, None, prior * score.strength, (1 - prior) * score.strength)
    for one in sorted(score.rows, key=lambda one: (one.row.when, one.row.event)):
        yield ScoreRow(score, one, one.plus, one.minus)


def _what(one: CountedField, _: Directory) -> str:
    row = one.row
    return row.field if row.role == "original" else f"{row.role}, {row.field}"


def _decided(one: CountedField, _: Directory) -> str:
    by, name = one.row.decided, NAMES[one.row.tier]
    return name if by is None else f"{by} {name}"


def _lead(one: CountedField) -> Decimal | None:
    """Give how many days before the outcome a claim was told."""
    row = one.row
    return None if row.when < row.told else fine((row.when - row.told) / 86_400e6)


def _grade(one: CountedField) -> Decimal | None:
    return None if one.row.tier in SILENT else fine(one.row.grade)


def ended(name: str, title: str | None, of: Callable[[T], int | None]) -> Column[T]:
    """Give a column of the last moments before instants; people see their days."""

    def last(thing: T) -> str | None:
        instant = of(thing)
        return None if instant is None else show_instant(instant - 1)

    return Column(
        name,
        title,
        last,
        lambda x, _: (last(x) or "")[:10],
        kind="instant",
        firm=True,
    )


def _adding_column(
    name: str, title: str, of: Callable[[ScoreRow], float]
) -> Column[ScoreRow]:
    """Give a column of numbers that are whole for programs, so that they add up; for
    people what nobody settled speaks neither for nor against.
    """
    return Column(
        name,
        title,
        lambda x: repr(of(x)),
        lambda x, _: None if _silent(x) else coarse(of(x)),
        right=True,
    )


def _silent(row: ScoreRow) -> bool:
    return row.counted is not None and row.counted.row.tier in SILENT


def _by_silence(row: ScoreRow, _: Directory) -> str | None:
    """Say by how much silence moves a score, with its sign."""
    return f"{row.plus - row.minus:+.2f}" if _silent(row) else None


CLAIM: Final[Columns[CountedField]] = (
    Column("event", "event", lambda x: x.row.event, kind="event", right=True),
    Column("round", "round", lambda x: x.row.round, firm=True),
    Column("what", "what", brief=_what, wide=True),
    Column("grade", of=_grade, kind="exact"),
    Column("weight", of=lambda x: repr(x.row.weight)),
    Column("still", of=lambda x: repr(x.share)),
)
OUTCOME: Final[Columns[CountedField]] = (
    Column("outcome", of=lambda x: NAMES[x.row.tier], words=tuple(NAMES.values())),
    Column(
        "decided_by",
        "decided by",
        lambda x: x.row.decided,
        _decided,
        kind="event",
        wide=True,
        room=len("decided by"),
    ),
    ended("decided_on", "on", lambda x: x.row.when),
    Column("lead_days", of=_lead, kind="exact"),
)
ROWS: Final[Columns[ScoreRow]] = join_columns(
    (
        Column(
            "row",
            of=lambda x: "prior" if x.counted is None else "settled",
            words=("prior", "settled"),
        ),
        Column("role", of=lambda x: x.score.role, words=ROLES),
        Column("field", of=lambda x: x.score.field, words=FIELDS),
        Column("rated", of=lambda x: x.score.label, words=LABELS),
    ),
    part(CLAIM, lambda x: x.counted),
    (
        _adding_column("plus", "for", lambda x: x.plus),
        _adding_column("minus", "against", lambda x: x.minus),
        Column("silence", "silence", brief=_by_silence, right=True),
    ),
    part(OUTCOME, lambda x: x.counted),
)
