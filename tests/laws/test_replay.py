"""A law of lakes: every line of a replay is that of the ledger, whatever happened.

Histories have mergers, claims that are moved from one company to another, renamings,
corrections and voidings; lakes grow while they are recorded.
"""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.projections.basis import Basis
from tests.lake.hands import lake_of, ranked, replay_of, written
from tests.laws.strategies import DAY, LAWS, NAMES, History, bases
from tests.laws.test_ledger import opened
from tests.laws.test_story import spread

FEW: Final = settings(LAWS, max_examples=max(LAWS.max_examples // 10, 1))
"""Each example writes a lake, and asks everything twice."""

TABLES: Final = ("valuations", "raised", "rounds")


@FEW
@given(
    spread(),
    bases(),
    st.integers(0, 8),
    st.sampled_from(TABLES),
    st.sampled_from(["then", "now"]),
)
def test_every_line_of_a_replay_is_that_of_the_ledger(
    history: History, basis: Basis, back: int, table: str, span: str
) -> None:
    with opened() as ledger, TemporaryDirectory() as folder:
        book, place = ledger.book, Path(folder) / "lake"
        told = history.entries[len(NAMES) :]
        for number, entry in enumerate(told):
            ledger.tell(entry)
            if number == len(told) // 2:
                lake_of(book, place)
        ledger.now += 3 * 365 * DAY
        replay = replay_of(book, place)
        last = max(book.log.head().seq - back, 0)
        there = replace(book.basis(known_at=f"seq:{last}"), possible=basis.possible)
        there = there.at(basis.cut)
        if basis.dated:
            there = there.on(basis.effective)
        assert replay.basis(token=there.token) == book.basis(token=there.token)
        assert ranked(replay, there) == ranked(book, there)
        later = book.basis(known_at=f"seq:{last}", as_of="2025-06")
        since, until, then = "2023-11", "2024-03", span == "then"
        found = book.panel(table, later, since=since, until=until, then=then)
        one = written(found)
        asked = replay.panel(table, later, since=since, until=until, then=then)
        with asked as panel:
            assert written(panel) == one
