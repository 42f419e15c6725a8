"""Tables of stories: what happened after what, and why an answer is what it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.claims.names import Directory
from ledger.claims.vocabulary import STANDINGS
from ledger.projections.basis import Answer
from ledger.projections.explain import ended_in_words
from ledger.projections.prose import Prose
from ledger.projections.rows import Row
from ledger.projections.timeline import StoryMoment
from ledger.projections.valuations import Valued
from ledger.rendering.basis import answer_table
from ledger.rendering.beliefs import (
    FINE,
    chance,
    consensus,
    doubts_of,
    left_out,
    likely,
    number,
    rounded,
)
from ledger.rendering.beliefs import figures_of as consensus_of
from ledger.rendering.columns import Column, Columns, Thing, join_columns, part
from ledger.rendering.figures import day_part, priced, sources
from ledger.rendering.sentences import sentence_of
from ledger.rendering.tables import Table
from ledger.rendering.valued import HEADLINE, INSTEAD

if TYPE_CHECKING:
    from ledger.credibility.consensus import Consensus
    from ledger.credibility.worth import BeliefAfter, Weighed


def numbers_of(rows: Iterable[Row]) -> dict[str, int]:
    """Give the number of each event by its id, for sentences that name events."""
    return {row.id: row.seq for row in rows}


@dataclass(frozen=True, slots=True)
class StoryRow:
    """An event of a story, and what was believed after it."""

    moment: StoryMoment
    numbers: Mapping[str, int]
    """Of the events of the story, by their ids."""
    late: bool
    """Whether it came on record afterwards."""

    @property
    def row(self) -> Row:
        return self.moment.row

    @property
    def headline(self) -> Valued | None:
        return self.moment.believed.headline

    @property
    def source(self) -> str | None:
        return self.row.source or self.row.data.get("carrier")

    def what(self, within: str = "") -> Prose:
        """Say what the event says; rounds of a company `within` go by their labels."""
        return sentence_of(self.row.type, self.row.data, self.numbers, within=within)


def timeline_table(
    answer: Answer[list[StoryMoment]],
    names: Directory,
    what: str,
    *,
    brief: bool,
    more: Columns[StoryRow] = (),
) -> Table:
    """One row an event, with what was believed after it; `more` are further columns."""
    numbers, cut = numbers_of(moment.row for moment in answer.value), answer.basis.cut
    lines = [StoryRow(x, numbers, x.row.recorded >= cut) for x in answer.value]
    columns = (*STORY, LATE, *more)
    if brief:
        # What is true of none, or of all, stands in the notes.
        some = 0 < answer.late < len(lines)
        columns = (*STORY, *more, *([LATE] if some else []))
    return answer_table(answer, columns, lines, what, names=names, brief=brief)


def day_span(published: str) -> str:
    """Write a date so that a span of days can be wrapped between them."""
    return day_part(published).replace("/", "/ ")


def _instead(moment: StoryMoment) -> Valued | None:
    """Give the figure that stands where there is no headline."""
    believed = moment.believed
    if believed.ended is not None or believed.headline is not None:
        return None
    return next((row for row in believed.rows if row.name != "secondary"), None)


def _believed(moment: StoryMoment) -> str:
    """Write the headline after an event, or what stands in its place."""
    believed = moment.believed
    if believed.ended is not None:
        return ended_in_words(believed.ended)
    if believed.headline is not None:
        return priced(believed.headline)
    valued = _instead(moment)
    return "" if valued is None else f"({valued.standing} {priced(valued)})"


def _shown_instead(line: "StoryRow") -> Thing | None:
    valued = _instead(line.moment)
    return None if valued is None else Thing(valued, str(valued.figure))


def _ended(line: "StoryRow") -> str | None:
    ended = line.moment.believed.ended
    return None if ended is None else ended_in_words(ended)


_HEADLINE: Final[Columns[StoryRow]] = part(HEADLINE, lambda x: x.headline)
STORY: Final[Columns[StoryRow]] = (
    Column(
        "published",
        "published",
        lambda x: x.row.when.text,
        lambda x, _: day_span(x.row.when.text),
        kind="when",
    ),
    Column(
        "event", "event", lambda x: x.row.seq, kind="event", page="events", right=True
    ),
    sources("source", "source", lambda x: x.source),
    Column(
        "what",
        "what",
        lambda x: x.what(),
        lambda x, _: x.what(within=x.moment.believed.company),
        kind="prose",
        page="prose",
        wide=True,
    ),
    Column(
        "believed",
        "believed",
        lambda x: None if x.headline is None else x.headline.figure,
        lambda x, _: _believed(x.moment),
        kind="figure",
        wide=True,
    ),
    *_HEADLINE,
    Column("instead", of=_shown_instead, kind="thing", parts=INSTEAD),
    Column("ended", of=_ended),
    Column(
        "standing", "standing", lambda x: x.moment.standing, words=STANDINGS, flag=True
    ),
    Column("round", of=lambda x: x.moment.round),
)
LATE: Final[Column[StoryRow]] = Column("late", "late", lambda x: x.late, kind="flag")


class After(NamedTuple):
    """What was to be believed of a round after an event."""

    weighed: "Weighed"
    price: "Consensus | None"


AFTER: Final[Columns[After]] = join_columns(
    (
        rounded("p_real", "P", lambda x: chance(x.weighed), likely),
        Column("nats", of=lambda x: number(x.weighed.belief.nats, FINE), kind="exact"),
    ),
    consensus(lambda x: consensus_of(x.price, x.weighed.case.currency)),
)


def story_table(
    answer: Answer[list[StoryMoment]],
    names: Directory,
    what: str,
    believed: "Sequence[BeliefAfter] | None",
    *,
    brief: bool,
) -> Table:
    """Put the belief after each event of a story next to it."""
    pairs = zip(answer.value, believed or (), strict=believed is not None)
    after = {
        moment.row.id: After(one.weighed, one.price)
        for moment, one in pairs
        if one.weighed is not None
    }
    more: Columns[StoryRow] = part(AFTER, lambda x: after.get(x.row.id))
    if brief and believed is None:
        more = ()
    table = timeline_table(answer, names, what, brief=brief, more=more)
    if believed is None:
        return left_out(table, answer.basis)
    heard = [one.heard for one in believed if one.heard is not None]
    notes = (*table.notes, *doubts_of(heard[-1] if heard else None))
    return replace(table, notes=notes)
