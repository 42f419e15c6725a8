"""Tables of stories: what happened after what, and why an answer is what it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.claims import Claim
from ledger.projections.closing import closed_by_time
from ledger.projections.denials import Denial
from ledger.projections.explain import (
    Explanation,
    Reason,
    ended_in_words,
    rule_of,
)
from ledger.projections.prose import Prose
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.timeline import Moment
from ledger.projections.valuations import Valued
from ledger.rendering import figures
from ledger.rendering.basis import answer_table, facts, footnotes, heading
from ledger.rendering.beliefs import (
    FINE,
    chance,
    consensus,
    left_out,
    likely,
    number,
    rounded,
)
from ledger.rendering.beliefs import figures_of as consensus_of
from ledger.rendering.columns import Column, Columns, joined, part
from ledger.rendering.figures import day_part, priced, sources, speakers
from ledger.rendering.rounds import open_fields
from ledger.rendering.sentences import spaced, terms, told
from ledger.rendering.tables import Table

if TYPE_CHECKING:
    from ledger.credibility.consensus import Consensus
    from ledger.credibility.worth import Believed, Weighed


def numbers_of(rows: Iterable[Row]) -> dict[str, int]:
    """Give the number of each event by its id, for sentences that name events."""
    return {row.id: row.seq for row in rows}


@dataclass(frozen=True, slots=True)
class Line:
    """An event of a story, and what was believed after it."""

    moment: Moment
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
        return told(self.row.type, self.row.data, self.numbers, within=within)


def timeline_table(
    answer: Answer[list[Moment]],
    names: Directory,
    what: str,
    *,
    brief: bool,
    more: Columns[Line] = (),
) -> Table:
    """One row an event, with what was believed after it; `more` are further columns."""
    numbers, cut = numbers_of(moment.row for moment in answer.value), answer.basis.cut
    lines = [Line(x, numbers, x.row.recorded >= cut) for x in answer.value]
    columns = (*STORY, LATE, *more)
    if brief:
        # What is true of none, or of all, stands in the notes.
        some = 0 < answer.late < len(lines)
        columns = (*STORY, *more, *([LATE] if some else []))
    return answer_table(answer, columns, lines, what, names=names, brief=brief)


def _day(published: str) -> str:
    """Write a date so that a span of days can be wrapped between them."""
    return day_part(published).replace("/", "/ ")


def _believed(moment: Moment) -> str:
    """Write the headline after an event, or what stands in its place."""
    believed = moment.believed
    if believed.ended is not None:
        return ended_in_words(believed.ended)
    if believed.headline is not None:
        return priced(believed.headline)
    for valued in believed.rows:
        if valued.name != "secondary":
            return f"({valued.standing} {priced(valued)})"
    return ""


_HEADLINE: Final[Columns[Line]] = part(
    (
        Column[Valued]("believed_kind", of=lambda x: x.kind),
        Column[Valued]("believed_standing", of=lambda x: x.standing),
    ),
    lambda x: x.headline,
)
STORY: Final[Columns[Line]] = (
    Column(
        "published",
        "published",
        lambda x: x.row.when.text,
        lambda x, _: _day(x.row.when.text),
    ),
    Column("event", "event", lambda x: x.row.seq, page="events", right=True),
    sources("source", "source", lambda x: x.source),
    Column(
        "what",
        "what",
        lambda x: x.what(),
        lambda x, _: x.what(within=x.moment.believed.company),
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
    Column("standing", "standing", lambda x: x.moment.standing, flag=True),
    Column("round", of=lambda x: x.moment.round),
)
LATE: Final[Column[Line]] = Column("late", "late", lambda x: x.late)


class After(NamedTuple):
    """What was to be believed of a round after an event."""

    weighed: "Weighed"
    price: "Consensus | None"


AFTER: Final[Columns[After]] = joined(
    (
        rounded("p_real", "P", lambda x: chance(x.weighed), likely),
        Column("nats", of=lambda x: number(x.weighed.belief.nats, FINE)),
    ),
    consensus(lambda x: consensus_of(x.price, x.weighed.case.currency)),
)


def story_table(
    answer: Answer[list[Moment]],
    names: Directory,
    what: str,
    believed: "Sequence[Believed] | None",
    *,
    brief: bool,
) -> Table:
    """Put the belief after each event of a story beside it."""
    if brief and believed is None:
        return left_out(timeline_table(answer, names, what, brief=brief), answer.basis)
    pairs = zip(answer.value, believed or (), strict=believed is not None)
    after = {
        moment.row.id: After(one.weighed, one.price)
        for moment, one in pairs
        if one.weighed is not None
    }
    more: Columns[Line] = part(AFTER, lambda x: after.get(x.row.id))
    return timeline_table(answer, names, what, brief=brief, more=more)


def explanation_tables(
    answer: Answer[Explanation],
    names: Directory,
    what: str,
    *,
    brief: bool,
    more: Columns[Reason] = (),
) -> list[Table]:
    """The figures with their rules; every claim and why; the denials.

    Programs get the claims alone; `more` are further columns of these.
    """
    found = answer.value
    columns = (*CLAIMS, *more)
    claims = Table.of(
        "claims", columns, found.reasons, facts(answer), names=names, brief=brief
    )
    tables = [claims]
    if brief:
        shown = [claims] if found.reasons else []
        rules = ruled_table(found, heading(answer.basis, what))
        tables = [rules, *shown, *_denials(found.company, names, found.reasons)]
    last = tables[-1]
    notes = (*last.notes, "rules: docs/concepts/valuations.md", *footnotes(answer))
    return [*tables[:-1], replace(last, notes=notes)]


def ruled_table(
    found: Explanation, title: str, more: Columns[figures.Line] = ()
) -> Table:
    """For eyes: one row a figure, with the rule by which it was chosen."""
    lines = list(figures.lines_of(found.valuation, found.day))
    notes = [] if lines else [_no_figure(found)]
    return Table.of(title, (*RULED, *more), lines, notes=notes)


RULED: Final[Columns[figures.Line]] = (
    figures.NAME,
    figures.AMOUNT,
    figures.STANDING,
    Column("rule", "rule", lambda x: rule_of(x.valued), wide=True),
)


def _no_figure(found: Explanation) -> str:
    ended = found.valuation.ended
    if ended is not None:
        return f"no figure of its own: {ended_in_words(ended)}"
    return "no figure"


def claim_terms(claim: Claim) -> str:
    """Say what a claim states now, its revisions applied."""
    data = {**claim.row.data}
    for row in claim.revised:
        data.update(row.data["set"])
    return terms(data)


def _says(reason: Reason) -> Prose:
    """Say what a claim states, and who revised and carried it."""
    claim = reason.claim
    words = Prose.of(claim_terms(claim))
    for verb, rows in (("revised", claim.revised), ("carried", claim.carriers)):
        if rows:
            named = Prose.listed(row.seq for row in rows)
            words = Prose.of(*words.parts, f" ({verb} by ", *named.parts, ")")
    return words


def _said_of(reason: Reason, _: Directory) -> Prose:
    """Say it with the label of the round that it is about."""
    label = (reason.claim.round or reason.claim.company).split("/")[-1]
    return Prose.of(f"{label}: ", *_says(reason).parts)


CLAIMS: Final[Columns[Reason]] = (
    Column("event", "event", lambda x: x.claim.seq, page="events", right=True),
    sources("source", "source", lambda x: x.claim.source),
    Column("says", "says", _says, _said_of, page="prose", wide=True),
    Column("counted", "counted for", lambda x: x.counted),
    Column(
        "reason",
        "why, or why not",
        lambda x: x.reason,
        lambda x, _: "" if x.counted else x.reason,
        page="prose",
        wide=True,
    ),
    Column("denied_by", "denied by", lambda x: x.against, page="events", wide=True),
    Column("round", of=lambda x: x.claim.round),
)


@dataclass(frozen=True, slots=True)
class Denied:
    """A denial of claims that are accounted for."""

    denial: Denial
    covered: list[Claim]
    closed: bool
    """Whether time has closed it."""

    @property
    def open(self) -> Prose:
        """What is open of it, or who took it back."""
        if self.denial.taken_back is not None:
            return Prose.of("taken back by ", self.denial.taken_back.seq)
        if not self.denial.open:
            return Prose.of("nothing")
        over = " (closed by time)" if self.closed else ""
        return Prose.of(", ".join(open_fields(self.denial)) + over)

    @property
    def stated(self) -> tuple[int, ...]:
        """The events by which who denied it stated it later."""
        answers = [self.denial.answers_to(claim).values() for claim in self.covered]
        return tuple(sorted({row.seq for rows in answers for row in rows}))


def _denials(
    company: CompanyAt, names: Directory, reasons: Sequence[Reason]
) -> list[Table]:
    """The denials of the claims that are accounted for."""
    asked = {reason.claim.id for reason in reasons}
    every = [
        Denied(
            denial,
            [claim for claim in denial.claims if claim.id in asked],
            closed_by_time(denial, company),
        )
        for denial in company.denials
    ]
    lines = [line for line in every if line.covered]
    return [Table.of("denials", DENIALS, lines, names=names)] if lines else []


def _scope(line: Denied) -> str:
    data = line.denial.row.data
    return ", ".join(map(spaced, (*data["scope"], data["form"])))


DENIALS: Final[Columns[Denied]] = (
    Column("event", "event", lambda x: x.denial.row.seq, page="events", right=True),
    Column(
        "source", "denial by", brief=lambda x, names: speakers([x.denial.source], names)
    ),
    Column("published", "published", lambda x: _day(x.denial.row.when.text)),
    Column("scope", "scope, form", _scope, wide=True),
    Column(
        "claims",
        "of claims",
        lambda x: tuple(claim.seq for claim in x.covered),
        page="events",
    ),
    Column("open", "still open", lambda x: x.open, page="prose", wide=True),
    Column("stated", "stated later by", lambda x: x.stated, page="events"),
)
