"""Labels for the rounds of tables that name none: of type and day.

A row that says something else about a company's round of one type and day is another
round; it gets a number. A row that says the same is the same round.
"""

from collections.abc import Hashable

from ledger.claims.names import MAX_SLUG
from ledger.importers.cells import label


class Labels:
    """The labels of one file, given row after row."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, Hashable], int] = {}
        self._rounds: dict[tuple[str, str], int] = {}
        self.more = 0
        """Rounds that share company, type and day with an earlier one."""

    def of(self, whose: str, words: str, said: Hashable) -> str:
        """Give the label of the round of a row that says `said`.

        `whose` is the company, and who speaks, if that differs from row to row: what
        two sources say otherwise is about one round.
        """
        plain = label(words)
        number = self._numbers.get((whose, plain, said))
        if number is None:
            number = self._rounds.get((whose, plain), 0) + 1
            self._numbers[whose, plain, said] = number
            self._rounds[whose, plain] = number
            self.more += number > 1
        ending = "" if number == 1 else f"-{number}"
        return plain[: MAX_SLUG - len(ending)].rstrip("-") + ending

    def note(self) -> str | None:
        """Say how many rows got a number; None if none did."""
        if not self.more:
            return None
        many = "1 row has" if self.more == 1 else f"{self.more:,} rows have"
        return (
            f"{many} the company, type and day of an earlier one and other amounts:"
            " rounds of their own, with a number behind the label"
        )
