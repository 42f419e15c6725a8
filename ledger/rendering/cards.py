"""Single things for programs: a company, a round, a source, an event, as values.

What a thing is stands in a part of one row; the rows are what belongs to it: the rounds
of a company, the claims on a round, what a source said, what answers an event.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ledger.claims.entry import Entry
from ledger.claims.names import Company, Directory, Source
from ledger.projections.basis import Answer
from ledger.projections.claims import Claim
from ledger.projections.closing import closed_by_time
from ledger.projections.endings import End
from ledger.projections.investors import Investment
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, Round
from ledger.projections.tellings import HOWS, SourceEvent
from ledger.rendering import rounds
from ledger.rendering.basis import answer_table
from ledger.rendering.claimed import STATED
from ledger.rendering.columns import Column, Columns, Thing, join_columns, part
from ledger.rendering.exact import instant
from ledger.rendering.explained import DENIALS, DenialState, claim_terms
from ledger.rendering.figures import sources
from ledger.rendering.investors import INVESTORS
from ledger.rendering.sentences import sentence_of
from ledger.rendering.tables import Table
from ledger.rendering.tags import TAGS
from ledger.rendering.tellings import tellings_exact, told_in

LEFT_OUT: Final = "`sayso investors NAME` lists what it invested in"


class CompanyCard(NamedTuple):
    """A company, who speaks for it, and into what it went."""

    known: Company
    voices: tuple[str, ...]
    bought: End | None


TAGGED: Final[Columns[CompanyCard]] = part(TAGS, lambda x: x.known)
ABOUT: Final[Columns[CompanyCard]] = (
    Column("company", of=lambda x: x.known.slug),
    Column("name", of=lambda x: x.known.name),
    Column("aliases", of=lambda x: x.known.aliases, kind="texts"),
    *TAGGED,
    Column("registered", of=lambda x: x.known.seq, kind="event"),
    Column("spoken_for_by", of=lambda x: x.voices, kind="sources"),
    Column("into", of=lambda x: x.bought and x.bought.into),
    Column("bought_by", of=lambda x: x.bought and x.bought.row.seq, kind="event"),
)
CLAIMED: Final[Columns[Claim]] = (
    Column("event", of=lambda x: x.seq, kind="event"),
    sources("source", "source", lambda x: x.source),
    Column("round", of=lambda x: x.round),
    Column("says", of=claim_terms),
    *STATED,
)


def company_exact(
    answer: Answer[CompanyAt],
    names: Directory,
    investments: Sequence[Investment] | None = (),
) -> Table:
    """Give a company: its names, its voices, prices and investments; a row a round."""
    at = answer.value
    voices = tuple(x.slug for x in names.sources.values() if at.slug in x.speaks_for)
    bought = [end for end in at.ends if end.into is not None]
    about = CompanyCard(
        names.companies[at.slug], voices, bought[-1] if bought else None
    )
    lines = list(rounds.company_round_rows(at, answer.basis))
    notes = [LEFT_OUT] if investments is None else []
    return _with_tables(
        answer_table(answer, rounds.ROUNDS, lines, at.slug, notes, brief=False),
        company=Table.of(None, ABOUT, [about], brief=False),
        prices=Table.of(None, CLAIMED, at.prices, brief=False),
        investments=Table.of(None, INVESTORS, investments or (), brief=False),
    )


ROUND: Final[Columns[tuple[rounds.RoundRow, Round]]] = join_columns(
    part(rounds.ROUNDS, lambda x: x[0]),
    (
        Column(
            "confirmed_by",
            of=lambda x: tuple(dict.fromkeys(y.row.seq for y in x[1].firm_statements)),
            kind="events",
        ),
    ),
)


def round_exact(answer: Answer[CompanyAt], found: Round) -> Table:
    """Give a round: its standing, the denials of its claims; a row a claim."""
    lines = {
        line.name: line
        for line in rounds.company_round_rows(answer.value, answer.basis)
    }
    denied = [
        DenialState(
            x,
            [claim for claim in x.claims if claim.round == found.name],
            closed_by_time(x, answer.value),
        )
        for x in found.denials
    ]
    return _with_tables(
        answer_table(answer, CLAIMED, found.claims, found.name, brief=False),
        round=Table.of(None, ROUND, [(lines[found.name], found)], brief=False),
        denials=Table.of(None, DENIALS, denied, brief=False),
        tellings=tellings_exact(told_in(answer.value, found.name)),
    )


SOURCE: Final[Columns[Source]] = (
    Column("source", of=lambda x: x.slug, kind="source"),
    Column("name", of=lambda x: x.name),
    Column("kind", of=lambda x: x.kind),
    Column("speaks_for", of=lambda x: x.speaks_for, kind="texts"),
    Column("aliases", of=lambda x: x.aliases, kind="texts"),
    Column("registered", of=lambda x: x.seq, kind="event"),
)


class Publication(NamedTuple):
    """Something that a source published."""

    row: Row
    how: str
    numbers: Mapping[str, int]


PUBLISHED: Final[Columns[Publication]] = (
    Column("event", of=lambda x: x.row.seq, kind="event"),
    Column("published", of=lambda x: x.row.when.text, kind="when"),
    Column("how", of=lambda x: x.how, words=HOWS),
    Column("by", of=lambda x: x.row.source, kind="source"),
    Column("type", of=lambda x: x.row.type),
    Column("company", of=lambda x: x.row.company or None),
    Column("round", of=lambda x: x.row.round),
    Column(
        "says",
        of=lambda x: sentence_of(x.row.type, x.row.data, x.numbers),
        kind="prose",
    ),
)


def source_exact(
    answer: Answer[list[SourceEvent]],
    slug: str,
    names: Directory,
    numbers: Mapping[str, int],
    investments: Sequence[Investment] | None = (),
) -> Table:
    """Give a source: its kind, for whom it speaks; a row is what it said or carried."""
    rows = [Publication(one.row, one.how, numbers) for one in answer.value]
    notes = [LEFT_OUT] if investments is None else []
    return _with_tables(
        answer_table(answer, PUBLISHED, rows, f"source:{slug}", notes, brief=False),
        source=Table.of(None, SOURCE, [names.sources[slug]], brief=False),
        investments=Table.of(None, INVESTORS, investments or (), brief=False),
    )


class EventCard(NamedTuple):
    """An event as it stands today, and as its bytes say."""

    today: Entry
    stored: Mapping[str, Any]
    leaf: str
    numbers: Mapping[str, int]
    carriers: tuple[int, ...] = ()
    """Of a document: the others of the same text."""

    @property
    def corrected(self) -> bool:
        """Whether it stands otherwise than it was recorded."""
        return dict(self.today.data) != dict(self.stored["data"])


def _json(value: object) -> Thing | None:
    return None if value is None else Thing(value, "")


EVENT: Final[Columns[EventCard]] = (
    Column("event", of=lambda x: x.today.seq, kind="event"),
    Column("id", of=lambda x: x.today.id),
    Column("type", of=lambda x: x.today.type),
    Column("published", of=lambda x: x.today.data.get("published"), kind="when"),
    Column("recorded", of=lambda x: x.stored["recorded_at"], kind="instant"),
    Column("recorded_by", of=lambda x: x.stored["actor"]),
    Column("voided_by", of=lambda x: x.today.voided_by, kind="event"),
    Column(
        "says",
        of=lambda x: sentence_of(x.today.type, x.today.data, x.numbers),
        kind="prose",
    ),
    Column("data", of=lambda x: _json(dict(x.today.data)), kind="json"),
    Column(
        "recorded_data",
        of=lambda x: _json(dict(x.stored["data"])) if x.corrected else None,
        kind="json",
    ),
    Column("carried_by", of=lambda x: x.carriers, kind="events"),
    Column("leaf_hash", of=lambda x: x.leaf),
    Column("follows", of=lambda x: x.stored["prev"]),
)
TEXTS: Final[Columns[Any]] = (
    Column("what", of=lambda x: x.what),
    Column("media_type", of=lambda x: x.media_type),
    Column("commitment", of=lambda x: x.commitment),
    Column("text", of=lambda x: x.text),
    Column("erased_by", of=lambda x: x.erased_by, kind="event"),
)
ANSWERS: Final[Columns[tuple[Entry, Mapping[str, int]]]] = (
    Column("event", of=lambda x: x[0].seq, kind="event"),
    Column("type", of=lambda x: x[0].type),
    Column(
        "source",
        of=lambda x: x[0].data.get("source") or x[0].data.get("carrier"),
        kind="source",
    ),
    Column("published", of=lambda x: x[0].data.get("published"), kind="when"),
    Column("recorded", of=lambda x: instant(x[0].recorded), kind="instant"),
    Column("says", of=lambda x: sentence_of(x[0].type, x[0].data, x[1]), kind="prose"),
)


def event_exact(
    found: EventCard, answers: Iterable[Entry], texts: Iterable[object]
) -> Table:
    """Give an event, and the texts that came with it; a row is what answers it."""
    numbers = found.numbers
    return _with_tables(
        Table.of(None, ANSWERS, [(x, numbers) for x in answers], brief=False),
        event=Table.of(None, EVENT, [found], brief=False),
        texts=Table.of(None, TEXTS, list(texts), brief=False),
    )


def round_columns() -> Table:
    """Give the columns of a round, without one."""
    none = Table.of(None, CLAIMED, (), brief=False)
    return _with_tables(
        none,
        round=Table.of(None, ROUND, (), brief=False),
        denials=Table.of(None, DENIALS, (), brief=False),
        tellings=tellings_exact(()),
    )


def event_columns() -> Table:
    """Give the columns of an event, without one."""
    none = Table.of(None, ANSWERS, (), brief=False)
    return _with_tables(
        none,
        event=Table.of(None, EVENT, (), brief=False),
        texts=Table.of(None, TEXTS, (), brief=False),
    )


def _with_tables(table: Table, **parts: Table) -> Table:
    return table.with_lists(parts)
