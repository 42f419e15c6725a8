"""Why a fact changed: what kind of event did it, our own correction, or time.

An event that is recorded at both sides with other data was corrected by us; one that
is recorded at the earlier side and gone from the later one was voided by us. Any other
event did it by what it says: it came on record, or came to be known, between the two.
Where no event did it, a deadline passed, or a day came on which something takes effect.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from ledger.claims.entry import Entry
from ledger.projections.diff import Change

SAID: Final[Mapping[str, str]] = {
    "round.reported": "claim",
    "valuation.reported": "claim",
    "claim.revised": "revision",
    "claim.retracted": "retraction",
    "claim.denied": "denial",
    "claim.confirmed": "confirmation",
    "claim.commented": "comment",
    "claim.relayed": "copy",
    "claim.moved": "link",
    "rounds.merged": "link",
    "companies.merged": "merger",
    "company.renamed": "name",
    "company.ended": "end",
}
"""What an event is to those who read what changed."""

TAG: Final = "tag"
"""A tagging of a company, which is ours and has no day of publication."""
OURS: Final = ("correction", "voiding")
TIME: Final = ("deadline", "day")
REASONS: Final = (*dict.fromkeys(SAID.values()), TAG, *OURS, *TIME, "score")

RecordedEvents = Mapping[int, tuple[str, Mapping[str, Any]]]
"""What is recorded at one side: number -> type and data, our corrections applied."""


def by_number(entries: Sequence[Entry]) -> RecordedEvents:
    """Give what is recorded, by number."""
    return {x.seq: (x.type, x.data) for x in entries}


def explained(
    change: Change, before: RecordedEvents, after: RecordedEvents, last: int
) -> Change:
    """Give a change with why it happened: a word for each event, or for time.

    `last` is the last entry of the later side.
    """
    if change.deadline is not None or not change.events:
        return replace(change, why=("day" if change.deadline is None else "deadline",))
    words = (_why(before.get(x), after.get(x), known=x <= last) for x in change.events)
    return replace(change, why=tuple(words))


def _why(
    before: tuple[str, Mapping[str, Any]] | None,
    after: tuple[str, Mapping[str, Any]] | None,
    *,
    known: bool,
) -> str:
    if before is not None and after is not None and before != after:
        return "correction"
    if after is None and known:
        return "voiding"
    found = after or before
    assert found is not None, "an event that did something is recorded at a side"
    return SAID[found[0]]
