"""Amounts that are stated of one thing: the last of them are all that is needed."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.figures import Figure, parse_figure
from ledger.projections.amount import choose_amount, chosen_in
from ledger.projections.amountslots import Slot
from ledger.projections.laststated import Stated, Word
from ledger.projections.rounds import Round
from ledger.projections.standing import company_at
from tests.laws.strategies import LAWS
from tests.projections import entries
from tests.projections.entries import ROUND, amount, entry, id_of, report, rows_of

BY = ("a", "b", "c")
FIGURES = ("5B", "7B", "EUR5B", "undisclosed", "c.6B", "8B+")
TOLD = [
    report(seq, BY[seq % 3], "2024-01-10", raised=[amount("5B")]) for seq in range(9)
]
DENIED = entry(
    *(9, "claim.denied"),
    claims=[id_of(seq) for seq in (1, 3, 4)],
    source="a",
    published="2024-01-11",
    form="false",
)
CLAIMS = entries.claims_of(*TOLD)


def a_round() -> Round:
    """Give a round of nine claims, three of which are denied."""
    rows = rows_of(*TOLD, DENIED)
    return company_at("halcyon", rows, entries.directory(), 99 * 10**15).rounds[ROUND]


@st.composite
def statements(draw: st.DrawFn) -> list[Stated]:
    """Give what each of some claims states, under one of two bases."""
    found = []
    for seq in draw(st.lists(st.integers(0, 8), unique=True)):
        word = Word(draw(st.integers(1, 2)), 0, draw(st.integers(1, 3)), 0)
        figure = parse_figure(draw(st.sampled_from(FIGURES)))
        settled = not draw(st.integers(0, 4))
        basis = draw(st.sampled_from(("paid", "round_total")))
        found.append(Stated(CLAIMS[seq], figure, word, settled, basis))
    return found


def slot_of(stated: Sequence[Stated]) -> Slot:
    slot = Slot()
    for one in stated:
        slot.put(one, 0)
    return slot


@LAWS
@given(statements(), st.sets(st.integers(0, 8)), st.sampled_from(("paid", "")))
def test_what_counts_of_all_is_among_the_last(
    stated: list[Stated], left_out: set[int], numbered: str
) -> None:
    def change(one: Stated) -> Figure | None:
        if one.claim.seq in left_out:
            return None
        vague = not one.figure.has_amount and one.basis == numbered
        return parse_figure("3B") if vague else one.figure

    found, slot = a_round(), slot_of(stated)
    changed = [(one, change(one)) for one in stated]
    every = [one._replace(figure=x) for one, x in changed if x is not None]
    assert chosen_in(found, slot, change) == choose_amount(found, every)
    assert chosen_in(found, slot) == choose_amount(found, stated)


@LAWS
@given(statements(), st.sets(st.integers(0, 8)))
def test_what_goes_was_never_there(stated: list[Stated], gone: set[int]) -> None:
    found, slot = a_round(), slot_of(stated)
    chosen_in(found, slot)
    for one in stated:
        if one.claim.seq in gone:
            slot.take(one, 0)
    rest = [one for one in stated if one.claim.seq not in gone]
    assert chosen_in(found, slot) == choose_amount(found, rest)
    assert bool(slot) == bool(rest)
