"""What the live claims of one round say of prices: who said one first, and when."""

from ledger.claims.dates import Days, parse_when
from ledger.claims.entry import Entry
from ledger.projections.hulls import ClaimedPrice, hulls_of
from ledger.projections.priceindex import PriceIndex
from ledger.projections.pricerows import backed
from ledger.projections.pricesat import LiveClaim
from tests.projections import entries
from tests.projections.entries import answer, price, report

TOLD = [price("5B")]
OTHER = {"valuation": [price("7B")]}


def indexed(*told: Entry) -> tuple[PriceIndex, dict[int, LiveClaim]]:
    index, held = PriceIndex(), dict[int, LiveClaim]()
    for seq, claim in entries.claims_of(*told).items():
        held[seq] = LiveClaim(claim, 0, denied=False, stage_denied=False)
        index.put(held[seq])
    return index, held


def first(index: PriceIndex, said: LiveClaim) -> Days:
    (said_price,) = said.claim.valuation
    word = ClaimedPrice(said.claim, said_price.figure, said_price.kind)
    (hull,) = hulls_of([word])
    return index.first_said(backed(hull))


def test_the_first_day_on_which_somebody_said_it() -> None:
    index, told = indexed(
        report(1, on="2024-03-01", valuation=TOLD),
        report(2, "herald", "2024-01-05", stage="in_talks", valuation=TOLD),
        report(3, "gazette", "2024-01-01", valuation=[price("6B")]),
        report(4, "gazette", "2024-01-02", valuation=[price("5B", "pre_money")]),
    )
    assert first(index, told[1]) == parse_when("2024-01-05").day
    index.take(told[2].claim.id)
    assert first(index, told[1]) == parse_when("2024-03-01").day
    index.put(told[2])
    assert first(index, told[1]) == parse_when("2024-01-05").day


def test_what_a_claim_said_before_it_was_revised_was_said() -> None:
    index, told = indexed(
        report(1, on="2024-03-01", valuation=TOLD),
        report(2, "herald", "2024-01-05", valuation=TOLD),
        answer(
            3, "revised", 2, "herald", "2024-04-01", set={"valuation": [price("7B")]}
        ),
    )
    assert first(index, told[1]) == parse_when("2024-01-05").day


def test_of_equal_last_days_the_more_precise_is_the_first() -> None:
    index, told = indexed(
        report(1, on="2024-01", valuation=TOLD),
        report(2, "herald", "2024-01-31", valuation=TOLD),
    )
    assert first(index, told[1]) == parse_when("2024-01-31").day


def test_a_claim_that_is_not_there_goes_without_a_word() -> None:
    index, told = indexed(report(1, valuation=TOLD))
    index.take(entries.id_of(9))
    assert first(index, told[1]) == parse_when("2024-01-10").day
