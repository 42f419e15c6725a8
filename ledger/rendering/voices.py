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
    Beside,
    coarse,
    doubts,
    figure_at,
    left_out,
    likely,
    number,
)
from ledger.rendering.columns import Cell, Column, Columns, part
from ledger.rendering.figures import speakers
from ledger.rendering.stories import explanation_tables
from ledger.rendering.tables import Table


class Weighing(NamedTuple):
    """A claim on a round that is weighed."""

    claim: Claim
    found: Weighed
    beside: Beside
    directory: Directory

    @property
    def voice(self) -> Voice | None:
        """Its voice; copies have none of their own."""
        voices = self.found.belief.voices
        return next((x for x in voices if x.event == self.claim.seq), None)

    @property
    def shift(self) -> float | None:
        """By how much its figure shifts the consensus."""
        shifts = _shifts(self.found, self.beside)
        return next((x.by for x in shifts if x.event == self.claim.seq), None)


def weighed_beside(
    beside: Beside, directory: Directory, columns: Columns[Weighing]
) -> Columns[Reason]:
    """Give of each claim whether it is a copy, what its voice adds, and its figure
    shifts; or some of that.
    """

    def weighing(reason: Reason) -> Weighing | None:
        found = beside.round(reason.claim.round)
        if found is None:
            return None
        return Weighing(reason.claim, found, beside, directory)

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
    assert one.beside.moment is not None
    scores = one.beside.moment.scores
    return None if known is None else scores.score(known.slug, known.kind)


COPIED: Final = {
    "labelled": "somebody said so",
    "soon": "nothing new within 72 hours",
    "habit": "its source copies that one",
}


def _origin(one: Weighing) -> Prose | None:
    """Say whether a claim counts as an origin, or as a copy of which other, and why."""
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
        "score", of=lambda x: None if x.voice is None else number(x.voice.weight, FINE)
    ),
    Column("rated", of=_rated),
    Column(
        "nats", of=lambda x: None if x.voice is None else number(x.voice.nats, FINE)
    ),
    Column("p_real", of=lambda x: number(x.found.belief.chance, FINE)),
    Column("shift", of=lambda x: number(x.shift, FINE)),
    Column("admiralty", of=_admiralty),
)


def _shifts(found: Weighed, beside: Beside) -> Sequence[Shift]:
    assert beside.moment is not None
    rounds = beside.company(found.case.company)
    return shifts_in(found, rounds, beside.moment.scores)


VOICES: Final = {
    "base": "reports in general",
    "origin": "reports it",
    "denial": "denies it",
    "undenied": "nobody denies it",
    "more": "further reports so soon, as they fared before",
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
    """Put belief and consensus below an explanation, or beside its claims.

    `name` is the round that is explained; None for a whole company.
    """
    beside = Beside(moment)
    columns: Columns[Reason] = ()
    if not brief or moment is not None:
        columns = weighed_beside(beside, names, (ORIGIN,) if brief else WEIGHING)
    tables = explanation_tables(answer, names, what, brief=brief, more=columns)
    if not brief:
        return tables
    *first, last = tables
    if moment is None:
        return [*first, left_out(last, answer.basis)]
    valued = answer.value.valuation.rows
    resting = dict.fromkeys(x.round for x in valued if x.round is not None)
    added = belief_tables([name] if name else resting, beside, names)
    if not added:
        return tables
    notes = (*last.notes[:1], "belief: docs/credibility.md", *last.notes[1:])
    added[-1] = replace(added[-1], notes=notes)
    return [*first, replace(last, notes=()), *added]


def belief_tables(
    names: Iterable[str], beside: Beside, directory: Directory
) -> list[Table]:
    """For eyes: of each round the voices in nats, and the figures with their shifts."""
    tables = []
    for name in names:
        found = beside.round(name)
        if found is None:
            continue
        tables.append(_voices(found, beside.moment, directory))
        shifts = _shifts(found, beside)
        if shifts:
            tables.append(_figures(found, shifts, beside, directory))
    return tables


class Spoken(NamedTuple):
    """A voice, or the belief that all of them add up to."""

    words: str
    nats: float
    event: int | None = None
    score: Cell = None


SPOKEN: Final[Columns[Spoken]] = (
    Column("event", "event", lambda x: x.event, right=True),
    Column("voice", "voice", lambda x: x.words, wide=True),
    Column("score", "score", lambda x: x.score, right=True),
    Column("nats", "nats", lambda x: coarse(x.nats), right=True),
)


def _voices(found: Weighed, moment: Moment | None, directory: Directory) -> Table:
    belief, lines = found.belief, list[Spoken]()
    for voice in belief.voices:
        who = speakers([voice.source], directory) if voice.source else ""
        words = " ".join(x for x in (who, _what(voice, found)) if x)
        score = _score(voice, moment, directory)
        lines.append(Spoken(words, voice.nats, voice.event, score))
    lines.append(Spoken(f"P(real) = {likely(belief.chance)}", belief.nats))
    notes = doubts(moment) if found.outcome is None else []
    return Table.of(f"belief in {found.case.round}", SPOKEN, lines, notes=notes)


def _score(voice: Voice, moment: Moment | None, directory: Directory) -> Cell:
    """Give the score of a voice, and say whose it is where the source is unrated."""
    known = directory.sources.get(voice.source or "")
    value = coarse(voice.weight)
    if known is None or moment is None or value is None:
        return value
    role = "denial" if voice.what == "denial" else "original"
    score = moment.scores.score(known.slug, known.kind, role)
    if score.label != "unrated":
        return value
    return f"unrated {value}" if score.rows else f"its kind's {value}"


def _what(voice: Voice, found: Weighed) -> str:
    if voice.what == "settled" and found.outcome is not None:
        return f"settled: {NAMES[found.outcome.tier]}"
    copies = len(voice.claims) - 1
    word = VOICES[voice.what]
    return f"{word} (with {copies} copies)" if copies > 0 else word


class Shifted(NamedTuple):
    """A figure less the bias of its source, or the consensus of them all."""

    source: str
    figure: Figure | None
    spread: Cell
    event: int | None = None
    sound: float | None = None
    by: str | None = None


SHIFTED: Final[Columns[Shifted]] = (
    Column("event", "event", lambda x: x.event, right=True),
    Column("source", "source", lambda x: x.source, wide=True),
    Column("figure", "less its bias", lambda x: x.figure, right=True),
    Column("spread", "spread", lambda x: x.spread, right=True),
    Column("sound", "sound", lambda x: coarse(x.sound), right=True),
    Column("shift", "shifts it by", lambda x: x.by, right=True),
)


def _figures(
    found: Weighed, shifts: Sequence[Shift], beside: Beside, directory: Directory
) -> Table:
    lines: list[Shifted] = []
    for shift in shifts:
        opinion = shift.opinion
        lines.append(
            Shifted(
                speakers([shift.source], directory),
                figure_at(opinion.log, found.case.currency),
                f"{opinion.deviation:.0%}",
                shift.event,
                opinion.sound,
                None if shift.by is None else f"{shift.by:+.1%}",
            )
        )
    lines.append(Shifted("consensus, and its 90 %", *beside.price(found)))
    return Table.of(f"consensus on the price of {found.case.round}", SHIFTED, lines)
