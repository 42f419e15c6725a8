"""Prices by what they can mean: which overlap with one of some words."""

from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.figures import parse_figure
from ledger.projections.priceranges import AmountRanges, KindedFigure, Spanned
from tests.laws.strategies import LAWS

FIGURES = (
    *("0.9B", "1B", "1.1B", "2B", "2.4B", "3B", "USD0", "EUR2B", "c.1B", "c.2.2B"),
    *("nearly.1B", "1B..1.2B", "1B..3B", "2B+", "..1B", "undisclosed", "millions"),
)
SAID = st.tuples(
    st.sampled_from(FIGURES).map(parse_figure),
    st.sampled_from(["post_money", "pre_money"]),
)


def overlap(one: KindedFigure, other: KindedFigure) -> bool:
    return one[1] == other[1] and one[0].overlaps(other[0])


@LAWS
@given(st.lists(SAID, unique=True), st.lists(SAID), st.data())
def test_those_meet_that_overlap_one_by_one(
    kept: list[KindedFigure], words: list[KindedFigure], data: st.DataObject
) -> None:
    spanned = Spanned[list[KindedFigure]](list)
    for said in kept:
        spanned.at(said).append(said)
    gone = data.draw(st.lists(st.sampled_from(kept), unique=True)) if kept else []
    for said in gone:
        spanned.leave(said)
    spans = AmountRanges(words)
    left = {x for x in kept if x not in gone}
    expected = {x for x in left if any(overlap(x, word) for word in words)}
    assert {said for met in spanned.meeting(spans) for said in met} == expected
    assert {said for said in left if spans.meet(said)} == expected
