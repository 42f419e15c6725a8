"""Why figures are what they are: every claim, counted or set aside, and the denials."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ledger.claims.names import Directory
from ledger.claims.vocabulary import DENIAL_FORMS
from ledger.projections.basis import Answer
from ledger.projections.claims import Claim
from ledger.projections.closing import closed_by_time
from ledger.projections.denials import Denial
from ledger.projections.evidence import ShownEvidence
from ledger.projections.explain import Explanation, Reason, ended_in_words, rule_of
from ledger.projections.prose import Prose
from ledger.projections.standing import CompanyAt
from ledger.projections.valued import Valuation
from ledger.rendering import figures
from ledger.rendering.basis import facts, footnotes, heading
from ledger.rendering.claimed import STATED
from ledger.rendering.columns import Column, Columns, part
from ledger.rendering.disputed import open_fields
from ledger.rendering.evidence import in_one_line, where, words_or_erased
from ledger.rendering.figures import source_names, sources
from ledger.rendering.sentences import spaced, terms
from ledger.rendering.stories import day_span
from ledger.rendering.tables import Table


def explanation_tables(
    answer: Answer[Explanation],
    names: Directory,
    what: str,
    *,
    brief: bool,
    more: Columns[Reason] = (),
) -> list[Table]:
    """The figures with their rules; every claim and why; the denials.

    For programs the claims are the rows; `more` are further columns of these.
    """
    found = answer.value
    columns = (*CLAIMS, *SAID, *more)
    claims = Table.of(
        "claims", columns, found.reasons, facts(answer), names=names, brief=brief
    )
    about = ("rules: docs/concepts/valuations.md", *footnotes(answer))
    denials = denials_table(found, names, brief=brief)
    if not brief:
        lines = list(figures.rows_of(found.valuation, found.day))
        none = () if lines else (_no_figure(found.valuation),)
        parts = {
            "figures": Table.of(None, FIGURES_RULED, lines, brief=False),
            "denials": denials,
        }
        return [replace(claims, notes=(*none, *about), parts=parts)]
    shown = [claims] if found.reasons else []
    title = heading(answer.basis, what)
    rules = ruled_table(found.valuation, found.day, title)
    denied = [denials] if denials.rows else []
    read = (EventEvidence(x.claim.seq, y) for x in found.reasons for y in x.evidence)
    *first, last = rules, *shown, *denied, *evidence_tables(read)
    return [*first, replace(last, notes=(*last.notes, *about))]


class EventEvidence(NamedTuple):
    """An event, and one place where it was read."""

    event: int
    shown: ShownEvidence


def evidence_tables(read: Iterable[EventEvidence]) -> list[Table]:
    """For eyes: events that were read in a document, or at an address, if any were."""
    lines = [
        x for x in read if x.shown.words or x.shown.document or x.shown.evidence.url
    ]
    return [Table.of("evidence", READ, lines, brief=True)] if lines else []


def _evidence_quote(line: EventEvidence, _: Directory) -> str:
    """Quote what was read; a long text is shortened, with where all of it stands."""
    return "; ".join(
        in_one_line(words_or_erased(x), line.event) for x in line.shown.words
    )


READ: Final[Columns[EventEvidence]] = (
    Column("event", "event", lambda x: x.event, right=True),
    Column("read", "read in", lambda x: where(x.shown), wide=True),
    Column("quote", "quote", brief=_evidence_quote, wide=True),
)


def ruled_table(
    valuation: Valuation, day: int, title: str, more: Columns[figures.FigureRow] = ()
) -> Table:
    """For eyes: one row a figure, with the rule by which it was chosen."""
    lines = list(figures.rows_of(valuation, day))
    notes = [] if lines else [_no_figure(valuation)]
    return Table.of(title, (*RULED, *more), lines, notes=notes)


RULED: Final[Columns[figures.FigureRow]] = (
    figures.NAME,
    figures.AMOUNT,
    figures.STANDING,
    Column("rule", "rule", lambda x: rule_of(x.valued), wide=True),
)
FIGURES_RULED: Final[Columns[figures.FigureRow]] = (*figures.VALUATIONS, RULED[-1])


def _no_figure(valuation: Valuation) -> str:
    if valuation.ended is not None:
        return f"no figure of its own: {ended_in_words(valuation.ended)}"
    return "no figure"


def claim_terms(claim: Claim) -> str:
    """Say what a claim states now, its revisions applied."""
    data = {**claim.row.data}
    for row in claim.revised:
        data.update(row.data["set"])
    return terms(data)


def _claim_words(reason: Reason) -> Prose:
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
    return Prose.of(f"{label}: ", *_claim_words(reason).parts)


CLAIMS: Final[Columns[Reason]] = (
    Column(
        "event", "event", lambda x: x.claim.seq, kind="event", page="events", right=True
    ),
    sources("source", "source", lambda x: x.claim.source),
    Column(
        "says", "says", _claim_words, _said_of, kind="prose", page="prose", wide=True
    ),
    Column("counted", "used for", lambda x: x.counted, kind="texts"),
    Column(
        "reason",
        "why, or why not",
        lambda x: x.reason,
        lambda x, _: "" if x.counted else x.reason,
        kind="prose",
        page="prose",
        wide=True,
    ),
    Column(
        "denied_by",
        "denied by",
        lambda x: x.against,
        kind="events",
        page="events",
        wide=True,
    ),
    Column("round", of=lambda x: x.claim.round),
)


SAID: Final[Columns[Reason]] = part(STATED, lambda x: x.claim)
"""What a claim states, for programs."""


@dataclass(frozen=True, slots=True)
class DenialState:
    """A denial of claims that are accounted for."""

    denial: Denial
    covered: list[Claim]
    closed: bool
    """Whether time has closed it."""

    @property
    def open(self) -> Prose:
        """What is open of it, or who took it back."""
        if self.denial.taken_back is not None:
            return Prose.of("withdrawn by ", self.denial.taken_back.seq)
        if not self.denial.open:
            return Prose.of("nothing")
        over = " (closed by time)" if self.closed else ""
        return Prose.of(", ".join(open_fields(self.denial)) + over)

    @property
    def stated(self) -> tuple[int, ...]:
        """The events by which who denied it stated it later."""
        answers = [self.denial.answers_to(claim).values() for claim in self.covered]
        return tuple(sorted({row.seq for rows in answers for row in rows}))


def denials_table(found: Explanation, names: Directory, *, brief: bool) -> Table:
    """Make the table of the denials of the claims that are accounted for."""
    asked = {reason.claim.id for reason in found.reasons}
    states = denial_states(found.company, found.company.denials, asked)
    heading = "denials" if brief else None
    return Table.of(heading, DENIALS, states, names=names, brief=brief)


def denial_states(
    company: CompanyAt,
    denials: Iterable[Denial],
    asked: Container[str] | None = None,
) -> list[DenialState]:
    """Give denials, each with the claims that are asked about; with all of them if
    None, and in any case only if there are any.
    """
    covered = (
        (denial, [x for x in denial.claims if asked is None or x.id in asked])
        for denial in denials
    )
    return [
        DenialState(denial, claims, closed_by_time(denial, company))
        for denial, claims in covered
        if claims
    ]


def _scope(line: DenialState) -> str:
    data = line.denial.row.data
    return ", ".join(map(spaced, (*data["scope"], data["form"])))


DENIALS: Final[Columns[DenialState]] = (
    Column(
        "event",
        "event",
        lambda x: x.denial.row.seq,
        kind="event",
        page="events",
        right=True,
    ),
    Column(
        "source",
        "denial by",
        lambda x: x.denial.source,
        lambda x, names: source_names([x.denial.source], names),
        kind="source",
    ),
    Column(
        "published",
        "published",
        lambda x: x.denial.row.when.text,
        lambda x, _: day_span(x.denial.row.when.text),
        kind="when",
    ),
    Column(
        "scope",
        "scope, form",
        lambda x: tuple(x.denial.row.data["scope"]),
        lambda x, _: _scope(x),
        kind="texts",
        wide=True,
    ),
    Column("form", of=lambda x: str(x.denial.row.data["form"]), words=DENIAL_FORMS),
    Column(
        "claims",
        "of claims",
        lambda x: tuple(claim.seq for claim in x.covered),
        kind="events",
        page="events",
    ),
    Column(
        "open", "still open", lambda x: x.open, kind="prose", page="prose", wide=True
    ),
    Column(
        "stated", "stated later by", lambda x: x.stated, kind="events", page="events"
    ),
)
