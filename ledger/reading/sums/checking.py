"""The sums behind all scores held against the entries.

Marks and seals tell accidents. Anyone who knows how they are made can make them, so the
sums are also made again, of all companies, and compared number by number: no single
company tells what they must come to. That is done where all is asked for.
"""

from dataclasses import dataclass, field
from typing import Final

from ledger.credibility.moving import MoveKey
from ledger.credibility.tallies import Values
from ledger.projections.basis import Basis
from ledger.reading.folding import Folding
from ledger.reading.ranking.checking import YEARS
from ledger.reading.ranking.pieces import tell
from ledger.reading.ranking.stretches import ToldGroup
from ledger.reading.sums.keeping import (
    CompanySums,
    before_in,
    course_in,
    moves_in,
    version,
)
from ledger.reading.sums.packing import HABIT, pack_lines
from ledger.store.log import Log
from ledger.store.ranking import (
    BELIEFS,
    DAY,
    Generation,
    RankingLine,
    RankingState,
    leaf_at,
    ranking_state,
)

ADDED: Final = "their lines do not add up to their sum"


@dataclass(slots=True)
class Compared:
    """What became of holding sums against the log."""

    whole: bool = False
    """Whether they were made again."""
    wrong: list[str] = field(default_factory=list)
    """What does not fit."""


def check_sums(
    log: Log, zone: str, now: int, *, whole: bool = False
) -> Compared | None:
    """Hold the sums that answer against the log; None if none do.

    `now` is an instant: sums are compared up to there, and with `whole` at all times.
    LedgerError if entries cannot be folded.
    """
    kept = ranking_state(log, BELIEFS)
    if kept.version != version():
        return None
    done, shelf = Compared(whole), Generation(log, kept.generation)
    if not kept.holds(leaf_at(log, kept.told)):
        done.wrong.append("they were not made from this log")
        return done
    cuts = [now - 365 * DAY * year for year in range(YEARS)]
    if any(shelf.counts(cut) != (0, 0, shelf.marks(cut)) for cut in cuts):
        done.wrong.append(ADDED)
    elif whole:
        done.wrong += _compared(log, zone, kept, shelf)
    return (
        done
        if ranking_state(log, BELIEFS) == kept
        else check_sums(log, zone, now, whole=whole)
    )


def _compared(log: Log, zone: str, kept: RankingState, shelf: Generation) -> list[str]:
    """Make all sums again; name the lines that say something else."""
    made = _summed_again(log, zone, kept.told, shelf).by_subject()
    return [
        f"they say something else under {subject}"
        for subject in sorted({*made, *shelf.companies()})
        if not _lines_agree(subject, made.get(subject, {}), shelf.story(subject))
    ]


def _summed_again(log: Log, zone: str, told: int, shelf: Generation) -> CompanySums:
    # not by the index of words, which may hide an entry as well
    folding = Folding(log, companies=False, looked_up=False)
    sums = CompanySums(0, course_in(shelf.story(HABIT)))
    directory = folding.names.voices(Basis(0, told, 0, zone, 0))
    for group in folding.groups((), told):
        tell(ToldGroup(group, directory, zone), [sums])
    sums.turn()
    return sums


def _lines_agree(
    subject: str, moves: dict[MoveKey, Values], lines: list[RankingLine]
) -> bool:
    """Tell whether lines say what moves, and what it came to before each of them."""
    if not all(line.holds for line in lines) or moves_in(lines).by != moves:
        return False
    made = pack_lines(subject, moves.items(), {})
    before = {line.start: before_in([line]) for line in made}
    moving = [line for line in lines if moves_in([line]).by]
    return {line.start: before_in([line]) for line in moving} == before
