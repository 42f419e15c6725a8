"""Why a round is believed, and why at that price: tables for `explain`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.credibility.belief import Voice
from ledger.credibility.consensus import Shift
from ledger.credibility.settling import NAMES
from ledger.credibility.sweeping import Moment
from ledger.credibility.worth import Weighed, digit_of, shifts_in
from ledger.projections.basis import Answer
from ledger.projections.explain import Explanation
from ledger.projections.explain import figures_of as figures_by_name
from ledger.rendering.beliefs import (
    COARSE,
    FINE,
    Beside,
    amount,
    likely,
    number,
    told,
    widened,
)
from ledger.rendering.figures import speakers
from ledger.rendering.tables import Cell, Column, Table


def claims_beside(table: Table, beside: Beside, directory: Directory) -> Table:
    """Put beside each claim what its voice adds, and what its figure shifts."""
    columns = (
        Column("score", "score"),
        Column("rated", "rated"),
        Column("nats", "nats"),
        Column("p_real", "P(real)"),
        Column("shift", "shift of the consensus"),
        Column("admiralty", "admiralty"),
    )

    def cells(row: Mapping[str, Cell]) -> tuple[Cell, ...]:
        found = beside.round(None if row["round"] is None else str(row["round"]))
        if found is None or beside.moment is None:
            return (None,) * len(columns)
        voice = next((x for x in found.belief.voices if x.event == row["event"]), None)
        shift = next(
            (x.by for x in _shifts(found, beside) if x.event == row["event"]), None
        )
        return (
            None if voice is None else number(voice.weight, FINE),
            _rated(voice, beside.moment, directory),
            None if voice is None else number(voice.nats, FINE),
            number(found.belief.chance, FINE),
            number(shift, FINE),
            _admiralty(str(row["source"]), found, beside.moment, directory),
        )

    return widened(table, columns, cells)


def _admiralty(
    source: str, found: Weighed, moment: Moment, directory: Directory
) -> str:
    """Give the Admiralty's letter for a source and its digit for the round."""
    known = directory.sources.get(source)
    score = None if known is None else moment.scores.score(source, known.kind)
    return f"{'F' if score is None else score.letter}{digit_of(found)}"


def _rated(voice: Voice | None, moment: Moment, directory: Directory) -> str | None:
    known = None if voice is None else directory.sources.get(voice.source or "")
    if known is None:
        return None
    return moment.scores.score(known.slug, known.kind).label


def _shifts(found: Weighed, beside: Beside) -> Sequence[Shift]:
    assert beside.moment is not None
    rounds = beside.company(found.case.company)
    return shifts_in(found, rounds, beside.moment.scores)


VOICES: Final = {
    "base": "reports in general",
    "origin": "reports it",
    "denial": "denies it",
    "undenied": "nobody denies it",
    "silence": "nothing official yet",
}


def explained_beside(
    tables: Sequence[Table],
    answer: Answer[Explanation],
    name: str | None,
    moment: Moment | None,
    directory: Directory,
    *,
    brief: bool,
) -> list[Table]:
    """Put belief and consensus below an explanation, or beside its claims."""
    beside = Beside(moment)
    if not brief:
        return [claims_beside(table, beside, directory) for table in tables]
    *first, last = tables
    if moment is None:
        return [*first, told(last, answer.basis)]
    valued = figures_by_name(answer.value.valuation).values()
    resting = dict.fromkeys(x.round for x in valued if x.round is not None)
    added = belief_tables([name] if name else resting, beside, directory)
    if not added:
        return [*first, last]
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


def _voices(found: Weighed, moment: Moment | None, directory: Directory) -> Table:
    belief, rows = found.belief, []
    for voice in belief.voices:
        who = speakers([voice.source], directory) if voice.source else ""
        rows.append(
            (
                voice.event,
                " ".join(x for x in (who, _what(voice, found)) if x),
                _score(voice, moment, directory),
                number(voice.nats, COARSE),
            )
        )
    total = number(belief.nats, COARSE)
    rows.append((None, f"P(real) = {likely(belief.chance)}", None, total))
    columns = (
        Column("event", "event", right=True),
        Column("voice", "voice", wide=True),
        Column("score", "score", right=True),
        Column("nats", "nats", right=True),
    )
    return Table(f"belief in {found.case.round}", columns, rows)


def _score(voice: Voice, moment: Moment | None, directory: Directory) -> Cell:
    """Give the score of a voice, and say whose it is where the source is unrated."""
    known = directory.sources.get(voice.source or "")
    value = number(voice.weight, COARSE)
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


def _figures(
    found: Weighed, shifts: Sequence[Shift], beside: Beside, directory: Directory
) -> Table:
    code = found.case.currency
    rows: list[tuple[Cell, ...]] = []
    for shift in shifts:
        opinion = shift.opinion
        middle = amount(opinion.log)
        by = None if shift.by is None else f"{shift.by:+.1%}"
        rows.append(
            (
                shift.event,
                speakers([shift.source], directory),
                Figure(code, middle, middle, "exact"),
                f"{opinion.deviation:.0%}",
                number(opinion.sound, COARSE),
                by,
            )
        )
    middle_, spread = beside.price(found)
    rows.append((None, "consensus, and its 90 %", middle_, spread, None, None))
    columns = (
        Column("event", "event", right=True),
        Column("source", "source", wide=True),
        Column("figure", "less its bias", right=True),
        Column("spread", "spread", right=True),
        Column("sound", "sound", right=True),
        Column("shift", "shifts it by", right=True),
    )
    return Table(f"consensus on the price of {found.case.round}", columns, rows)
