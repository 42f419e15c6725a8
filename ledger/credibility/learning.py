"""What is learned of all rounds and all sources at once, for as long as it stays.

What silence says, how many sources change, and what silence says of closed rounds rest
on all companies. Most scores are asked one moment after another, and between two of
these few sums move: of what did not move one need not ask again. Tallies note which of
the sums moved (`Tallies.moved`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from ledger.credibility.changes import (
    Changing,
    Fits,
    evidence,
    fits_of,
    share_of_changing,
)
from ledger.credibility.circumstances import Matured
from ledger.credibility.closing import Closing, ClosingOutcome, closing_of
from ledger.credibility.records import Counting
from ledger.credibility.settings import Settings
from ledger.credibility.silence import Silence, silence_of
from ledger.credibility.tallies import NEVER, Tallies, Whose


@dataclass(slots=True)
class Learned:
    """What was learned from tallies when they were last looked at."""

    matured: Mapping[Matured, int]
    quiet: Silence
    counting: Counting
    fits: dict[Whose, Fits] = field(default_factory=dict)
    """Source and kind -> how well shares of sources that change fit its record."""
    changing: Changing | None = None
    closing: Closing | None = None

    @classmethod
    def of(cls, tallies: Tallies, settings: Settings) -> Self:
        """Learn what silence says; all else is learned once it is asked for."""
        tallies.moved.clear()
        matured = matured_in(tallies)
        quiet = silence_of(matured, settings)
        return cls(matured, quiet, Counting(quiet))

    def after(self, tallies: Tallies, settings: Settings) -> "Learned":
        """Give what there is to learn now, of tallies that may have moved since."""
        moved = tallies.moved
        if ("matured", ()) in moved and matured_in(tallies) != self.matured:
            return Learned.of(tallies, settings)
        for what, whose in moved:
            match what:
                case "record":
                    self.fits.pop(whose, None)
                    self.changing = None
                case "closed":
                    self.closing = None
        moved.clear()
        return self

    def change(self, tallies: Tallies, settings: Settings) -> Changing:
        """Give the share of sources that change, by the records of all of them."""
        if self.changing is None:
            for whose, total in tallies.sums.get("record", {}).items():
                if whose not in self.fits:
                    prior = settings.priors[whose[1]]
                    record = self.counting.record([total], prior, "original")
                    self.fits[whose] = fits_of(evidence(record, prior, settings))
            self.changing = share_of_changing(self.fits.values(), settings)
        return self.changing

    def closed(self, tallies: Tallies, settings: Settings) -> Closing:
        """Give what silence says of rounds that are said to have closed."""
        if self.closing is None:
            counts = closed_in(tallies)
            self.closing = closing_of(counts, self.quiet.likely, settings)
        return self.closing


def matured_in(tallies: Tallies) -> dict[Matured, int]:
    """Count the rounds that are a year old."""
    return {
        (chance, None if code == NEVER else code // 2, code % 2 == 1): n
        for (code, chance), (n,) in tallies.of("matured").items()
        if chance is not None
    }


def closed_in(tallies: Tallies) -> list[tuple[ClosingOutcome, int]]:
    """Count the rounds that are a year old and were said to have closed."""
    return [
        (ClosingOutcome(chance, None if code == NEVER else code // 2, code % 2 == 1), n)
        for (code, chance), (n,) in tallies.of("closed").items()
        if chance is not None
    ]
