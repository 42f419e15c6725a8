"""Why a round is believed, and why at that price: tables for `explain`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.credibility.belief import Voice
from ledger.credibility.consensus import Shift
from ledger.credibility.posterior import Score
from ledger.credibility.settling import NAMES
from ledger.credibility.sweeping import Moment
from ledger.credibility.worth import Weighed, digit_of, shifts_in
from ledger.projections.basis import Answer
from ledger.projections.claims import Claim
from ledger.projections.explain import Explanation, Reason
from ledger.projections.prose import Prose
from ledger.rendering.beliefs import (
    FINE,
    Beliefs,
    coarse,
    consensus,
    doubts,
    figure_at,
    left_out,
    likely,
    number,
    rounded,
)
from ledger.rendering.columns import Cell, Column, Columns, part
from ledger.rendering.explained import explanation_tables
from ledger.rendering.figures import source_names, sources
from ledger.rendering.tables import Table


class Weighing(NamedTuple):
    """A claim on a round that is weighed."""

    claim: Claim
    found: Weighed
    beliefs: Beliefs
    directory: Directory

    @property
    def voice(self) -> Voice | None:
        """Its voice; copies have none of their own."""
        voices = self.found.belief.voices
        return next((x for x in voices if x.event == self.claim.seq), None)

    @property
    def shift(self) -> float | None:
        """By how much its figure shifts the consensus."""
        shifts = _shifts(self.found, self.beliefs)
        return next((x.by for x in shifts if x.event == self.claim.seq), None)


def weighed_columns(
    beliefs: Beliefs, directory: Directory, columns: Columns[Weighing]
) -> Columns[Reason]:
    """Give of each claim whether it is a copy, what its voice adds, and its figure
    shifts; or some of that.
    """

    def weighing(reason: Reason) -> Weighing | None:
        found = beliefs.round(reason.claim.round)
        if found is None:
            return None
        return Weighing(reason.claim, found, beliefs, directory)

    return part(columns, weighing)


def _admiralty(one: Weighing) -> str:
    """Give the Admiralty's letter for a source and its digit for the round."""
    score = _score_of(one.claim.source, one)
    return f"{'F' if score is None else score.letter}{digit_of(one.found)}"


def _rated(one: Weighing) -> str | None:
    score = None if one.voice is None else _score_of(one.voice.source or "", one)
    return None if score is None else score.label


def _score_of(source: str, one: Weighing) -> Score | None:
    known = one.directory.sources.get(source)
    assert one.beliefs.moment is not None
    scores = one.beliefs.moment.scores
    return None if known is None else scores.score(known.slug, known.kind)


COPIED: Final = {
    "labelled": "recorded as a copy",
    "soon": "nothing new within 72 hours",
    "habit": "its source copies the other",
}


def _origin(one: Weighing) -> Prose | None:
    """Say whether a claim counts as an origin, or which other it copies, and why."""
    case, id_ = one.found.case, one.claim.id
    told = next((x for x in case.told if x.id == id_), None)
    if told is None or told.taken_back is not None:
        return None
    copy = one.found.copied.get(id_)
    if copy is None:
        if told.deciding:
            return Prose.of("settles it")
        return Prose.of("origin, own sources" if told.own else "origin")
    event = next(x.event for x in case.told if x.id == copy.of)
    why = COPIED.get(copy.why, f"the same figures, {copy.odds or 0:.0f} to 1")
    return Prose.of("copy of ", event, f": {why}")


ORIGIN: Final = Column[Weighing](
    "origin", "counts as", _origin, lambda x, _: _origin(x), page="prose", wide=True
)
WEIGHING: Final[Columns[Weighing]] = (
    ORIGIN,
    Column(
        "score",
        of=lambda x: None if x.voice is None else number(x.voice.weight, FINE),
        kind="exact",
    ),
    Column("rated", of=_rated),
    Column(
        "nats",
        of=lambda x: None if x.voice is None else number(x.voice.nats, FINE),
        kind="exact",
    ),
    Column("p_real", of=lambda x: number(x.found.belief.chance, FINE), kind="exact"),
    Column("shift", of=lambda x: number(x.shift, FINE), kind="exact"),
    Column("admiralty", of=_admiralty),
)


def _shifts(found: Weighed, beliefs: Beliefs) -> Sequence[Shift]:
    assert beliefs.moment is not None
    rounds = beliefs.company(found.case.company)
    return shifts_in(found, rounds, beliefs.moment.scores)


VOICES: Final = {
    "base": "reports in general",
    "origin": "reports it",
    "denial": "denies it",
    "undenied": "nobody denies it",
    "retracted": "took it back, and nobody else reports it",
    "more": "further reports so soon",
    "closed": "said to have closed so soon",
    "silence": "nothing official yet",
}


def explained_tables(
    answer: Answer[Explanation],
    names: Directory,
    what: str,
    name: str | None,
    moment: Moment | None,
    *,
    brief: bool,
) -> list[Table]:
    """Put belief and consensus below an explanation, or next to its claims.

    `name` is the round that is explained; None for a whole company.
    """
    beliefs = Beliefs(moment)
    valued = answer.value.valuation.rows
    resting = dict.fromkeys(x.round for x in valued if x.round is not None)
    weighed = [
        found
        for found in map(beliefs.round, [name] if name else resting)
        if found is not None
    ]
    columns: Columns[Reason] = ()
    if not brief or moment is not None:
        columns = weighed_columns(beliefs, names, (ORIGIN,) if brief else WEIGHING)
    tables = explanation_tables(answer, names, what, brief=brief, more=columns)
    *first, last = tables
    if not brief:
        last = _with_beliefs(last, weighed, beliefs, names)
        return [last if moment else left_out(last, answer.basis)]
    if moment is None:
        return [*first, left_out(last, answer.basis)]
    added = belief_tables(weighed, beliefs, names)
    if not added:
        return tables
    open_ = any(found.outcome is None for found in weighed)
    warned = doubts(moment) if open_ else []
    notes = (*last.notes[:1], "belief: docs/credibility.md", *warned, *last.notes[1:])
    added[-1] = replace(added[-1], notes=notes)
    return [*first, replace(last, notes=()), *added]


def _with_beliefs(
    table: Table, weighed: Sequence[Weighed], beliefs: Beliefs, names: Directory
) -> Table:
    """Add to the claims, for programs, what is believed of rounds and why."""
    voices = [x for found in weighed for x in _spoken(found, beliefs, names)]
    shifts = [x for found in weighed for x in _shifted(found, beliefs)]
    believed = [(found, beliefs) for found in weighed]
    parts = {
        **table.parts,
        "beliefs": Table.of(None, BELIEFS, believed, brief=False),
        "voices": Table.of(None, SPOKEN, voices, brief=False),
        "shifts": Table.of(None, SHIFTED, shifts, brief=False),
    }
    open_ = any(found.outcome is None for found in weighed)
    notes = (*table.notes, *(doubts(beliefs.moment) if open_ else ()))
    return replace(table, parts=parts, notes=notes)


def belief_tables(
    weighed: Iterable[Weighed], beliefs: Beliefs, names: Directory
) -> list[Table]:
    """For eyes: of each round the voices in nats, and the figures with their shifts."""
    tables = []
    for found in weighed:
        belief, about = found.belief, found.case.round
        said = _spoken(found, beliefs, names)
        table = Table.of(f"belief in {about}", SPOKEN, said, names=names)
        sum_of = (None, f"P(real) = {likely(belief.chance)}", None, coarse(belief.nats))
        tables.append(replace(table, rows=[*table.rows, sum_of]))
        shifts = _shifted(found, beliefs)
        if shifts:
            heading = f"consensus on the price of {about}"
            table = Table.of(heading, SHIFTED, shifts, names=names)
            price = (None, "consensus, and its 90 %", *beliefs.price(found), None, None)
            tables.append(replace(table, rows=[*table.rows, price]))
    return tables


_PRICE: Final[Columns[tuple[Weighed, Beliefs]]] = consensus(lambda x: x[1].price(x[0]))
BELIEFS: Final[Columns[tuple[Weighed, Beliefs]]] = (
    Column("round", of=lambda x: x[0].case.round),
    Column("p_real", of=lambda x: number(x[0].belief.chance, FINE), kind="exact"),
    Column("nats", of=lambda x: number(x[0].belief.nats, FINE), kind="exact"),
    *_PRICE,
)


class RoundVoice(NamedTuple):
    """A voice for or against a round."""

    found: Weighed
    voice: Voice
    moment: Moment | None
    directory: Directory

    @property
    def score(self) -> Score | None:
        """The score of the source, if there is one."""
        known = self.directory.sources.get(self.voice.source or "")
        if known is None or self.moment is None or self.voice.weight is None:
            return None
        role = "denial" if self.voice.what == "denial" else "original"
        return self.moment.scores.score(known.slug, known.kind, role)

    @property
    def copies(self) -> int:
        """How many copies stand behind it, not further claims of its source."""
        return sum(claim in self.found.copied for claim in self.voice.claims)

    @property
    def outcome(self) -> str | None:
        """What settled the round, if that is what speaks."""
        outcome = self.found.outcome
        if self.voice.what != "settled" or outcome is None:
            return None
        return NAMES[outcome.tier]


def _spoken(found: Weighed, beliefs: Beliefs, names: Directory) -> list[RoundVoice]:
    return [RoundVoice(found, x, beliefs.moment, names) for x in found.belief.voices]


def _score(one: RoundVoice, _: Directory) -> Cell:
    """Give the score of a voice, and say whose it is where the source is unrated."""
    score, value = one.score, coarse(one.voice.weight)
    if score is None or score.label != "unrated":
        return value
    return f"unrated {value}" if score.rows else f"its kind's {value}"


def _speaker_words(one: RoundVoice, names: Directory) -> str:
    """Say who speaks, and what it is that speaks."""
    voice = one.voice
    who = source_names([voice.source], names) if voice.source else ""
    if one.outcome is not None:
        return f"settled: {one.outcome}"
    copies = "1 copy" if one.copies == 1 else f"{one.copies} copies"
    behind = f"(with {copies})" if one.copies else ""
    return " ".join(x for x in (who, VOICES[voice.what], behind) if x)


SPOKEN: Final[Columns[RoundVoice]] = (
    Column("event", "event", lambda x: x.voice.event, kind="event", right=True),
    Column("round", of=lambda x: x.found.case.round),
    Column(
        "voice",
        "voice",
        lambda x: x.voice.what,
        _speaker_words,
        words=(*VOICES, "settled"),
        wide=True,
    ),
    Column("source", of=lambda x: x.voice.source, kind="source"),
    Column("copies", of=lambda x: x.copies, kind="whole"),
    Column("outcome", of=lambda x: x.outcome),
    Column(
        "score",
        "score",
        lambda x: number(x.voice.weight, FINE),
        _score,
        kind="exact",
        right=True,
    ),
    Column("rated", of=lambda x: None if x.score is None else x.score.label),
    rounded("nats", "nats", lambda x: x.voice.nats),
)


class Shifted(NamedTuple):
    """A figure less the bias of its source, and by how much it shifts the consensus."""

    found: Weighed
    shift: Shift

    @property
    def figure(self) -> Figure:
        """The middle of what was said, less the bias of its source."""
        return figure_at(self.shift.opinion.log, self.found.case.currency)


def _shifted(found: Weighed, beliefs: Beliefs) -> list[Shifted]:
    return [Shifted(found, shift) for shift in _shifts(found, beliefs)]


def _percent(value: float | None) -> str | None:
    return None if value is None else f"{value:.0%}"


def _signed_percent(value: float | None) -> str | None:
    return None if value is None else f"{value:+.1%}"


SHIFTED: Final[Columns[Shifted]] = (
    Column("event", "event", lambda x: x.shift.event, kind="event", right=True),
    Column("round", of=lambda x: x.found.case.round),
    sources("source", "source", lambda x: x.shift.source),
    Column("amount", "less its bias", lambda x: x.figure, kind="figure", right=True),
    rounded("spread", "spread", lambda x: x.shift.opinion.deviation, _percent),
    rounded("sound", "sound", lambda x: x.shift.opinion.sound),
    rounded("shift", "shifts it by", lambda x: x.shift.by, _signed_percent),
)
