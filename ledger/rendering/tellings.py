"""Who said it first, and who told it again: rows of a round, or of all of a company."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple

from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.explain import Explanation
from ledger.projections.prose import Prose
from ledger.projections.rounds import CompanyAt
from ledger.projections.tellings import (
    CARRIED,
    COPY,
    FIRST,
    HOWS,
    OWN,
    STANDS_BY,
    RoundMention,
    tellings_of,
)
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import day_part, source_names
from ledger.rendering.sentences import sentence_of, terms
from ledger.rendering.tables import Table

HOW: Final[Mapping[str, str]] = {
    FIRST: "said first",
    OWN: "said later",
    COPY: "copied",
    CARRIED: "carried",
    STANDS_BY: "stood by",
}
"""How an event tells of a round, for people."""


class Mention(NamedTuple):
    """An event that tells of a round, or of a price outside rounds."""

    round: str | None
    telling: RoundMention


ROUND: Final = Column[Mention]("round", of=lambda x: x.round)
HOW_TOLD: Final = Column[Mention]("how", of=lambda x: x.telling.how, words=HOWS)
SOURCE: Final = Column[Mention]("source", of=lambda x: x.telling.source, kind="source")
EVENT: Final = Column[Mention]("event", of=lambda x: x.telling.row.seq, kind="event")
PUBLISHED: Final = Column[Mention](
    "published", of=lambda x: x.telling.row.when.text, kind="when"
)
RETELLS: Final = Column[Mention]("retells", of=lambda x: x.telling.origin, kind="event")
RETRACTED: Final = Column[Mention](
    "retracted", of=lambda x: x.telling.retracted, kind="flag"
)
TELLINGS: Final[Columns[Mention]] = (
    *(ROUND, HOW_TOLD, SOURCE, EVENT, PUBLISHED, RETELLS, RETRACTED),
)


def told_in(company: CompanyAt, name: str | None) -> list[Mention]:
    """Give who told of a round, or of each round of a company, in order."""
    names = company.rounds if name is None else [name]
    return [Mention(x, one) for x in names for one in tellings_of(company, x)]


def everything_told(company: CompanyAt, name: str | None) -> list[Mention]:
    """Give the same; of a company also who told of its prices outside rounds."""
    outside = tellings_of(company, None) if name is None else []
    return [*told_in(company, name), *(Mention(None, one) for one in outside)]


def said_table(
    answer: Answer[Explanation],
    found: Sequence[Mention],
    names: Directory,
    what: str,
    *,
    brief: bool,
) -> Table:
    """Make the table of who said what: a row is an event that tells of a round."""
    numbers = {one.telling.row.id: one.telling.row.seq for one in found}
    columns = _mention_columns(numbers)
    table = answer_table(answer, columns, found, what, names=names, brief=brief)
    return table.without_empty() if brief and found else table


def tellings_exact(found: Sequence[Mention]) -> Table:
    """Give them for programs."""
    return Table.of(None, TELLINGS, found, brief=False)


def tellings_table(found: Iterable[Mention], names: Directory) -> Table | None:
    """Give people a row for each round that more than one source tells of."""
    by_round = ((x, list(several)) for x, several in groupby(found, lambda x: x.round))
    lines = [
        _MentionRow(name, [x.telling for x in several])
        for name, several in by_round
        if len(several) > 1
    ]
    if not lines:
        return None
    return Table.of("who said it first", LINES, lines, names=names)


class _MentionRow(NamedTuple):
    round: str
    tellings: Sequence[RoundMention]


def mention_words(one: RoundMention, names: Directory) -> str:
    """Name who tells it, the day and the event."""
    gone = ", retracted" if one.retracted else ""
    day = day_part(one.row.when.text)
    return f"{source_names([one.source], names)}, {day} (event {one.row.seq}{gone})"


def how_told(one: RoundMention) -> str:
    """Say how it tells of the round, and which event it retells."""
    of = f" event {one.origin}" if one.origin != one.row.seq else ""
    return f"{HOW[one.how]}{of}"


def _first_tellings(line: _MentionRow, names: Directory) -> str:
    return "; ".join(mention_words(x, names) for x in line.tellings if x.how == FIRST)


def _again(line: _MentionRow, names: Directory) -> str:
    return "; ".join(_each_again(line, names))


def _each_again(line: _MentionRow, names: Directory) -> Iterator[str]:
    for one in line.tellings:
        if one.how != FIRST:
            yield f"{how_told(one)}: {mention_words(one, names)}"


def _mention_columns(numbers: Mapping[str, int]) -> Columns[Mention]:
    """Give the columns of who said what; sentences name events by their numbers."""

    def says(found: Mention) -> Prose:
        row = found.telling.row
        return sentence_of(row.type, row.data, numbers)

    def briefly(found: Mention, _: Directory) -> Prose | str:
        return terms(found.telling.row.data) or says(found)

    return (
        replace(ROUND, title="round", firm=True),
        replace(EVENT, title="event", right=True),
        replace(SOURCE, title="source", brief=_speaker),
        replace(PUBLISHED, title="published", brief=_day_words),
        replace(HOW_TOLD, title="how", brief=lambda x, _: how_told(x.telling)),
        Column("says", "says", says, briefly, kind="prose", wide=True, below=""),
        RETELLS,
        replace(RETRACTED, title="retracted"),
    )


def _speaker(found: Mention, names: Directory) -> str:
    return source_names([found.telling.source], names)


def _day_words(found: Mention, _: Directory) -> str:
    return day_part(found.telling.row.when.text)


LINES: Final[Columns[_MentionRow]] = (
    Column("round", "round", lambda x: x.round, firm=True),
    Column("first", "said first", brief=_first_tellings, wide=True),
    Column("again", "repeated", brief=_again, wide=True),
)
