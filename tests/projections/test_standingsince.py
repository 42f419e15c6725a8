"""Since when a round stands at committed or later, and since when at a price."""

from ledger.claims.dates import parse_when
from ledger.claims.entry import Entry
from ledger.projections.hulls import ClaimedPrice, words_of
from ledger.projections.pricedates import effect
from ledger.projections.standingsince import CommittedClaim, Stood
from tests.projections import entries
from tests.projections.entries import price, report


def counted(*told: Entry) -> list[CommittedClaim]:
    found = []
    for claim in entries.claims_of(*told).values():
        days = effect(claim)
        assert days is not None
        found.append(CommittedClaim(claim, days, principal=False, priced=True))
    return found


def stood(*told: CommittedClaim) -> Stood:
    found = Stood()
    for one in told:
        found.put(one)
    return found


def words(one: CommittedClaim) -> list[ClaimedPrice]:
    return words_of(one.claim, ["post_money"])


def at(seq: int, on: str, figure: str, **data: object) -> Entry:
    return report(seq, f"s{seq}", on, valuation=[price(figure)], **data)


def day(text: str) -> object:
    return parse_when(text).day


def test_a_second_price_takes_effect_when_it_was_first_told() -> None:
    one, two = counted(
        at(1, "2024-01-10", "5B", stage="announced"),
        at(2, "2024-02-10", "9B", stage="announced"),
    )
    found = stood(one, two)
    assert found.at(words(one), []) == day("2024-01-10")
    assert found.at(words(two), []) == day("2024-02-10")
    found.take(one)
    assert found.at(words(two), []) == day("2024-02-10")


def test_what_is_told_late_of_a_closed_round_does_not_date_it_again() -> None:
    one, two = counted(at(1, "2024-01-10", "5B"), at(2, "2024-02-10", "9B"))
    found = stood(one, two)
    assert found.at(words(two), []) == day("2024-01-10")
    found.take(two)
    found.put(two._replace(principal=True))
    assert found.at(words(two), []) == day("2024-02-10")


def test_who_says_the_day_is_believed_for_the_price() -> None:
    one, two = counted(
        at(1, "2024-01-10", "5B"), at(2, "2024-02-10", "9B", effective="2024-02-01")
    )
    assert str(stood(one, two).at(words(two), [])) == "2024-02-01"
    assert str(stood(one).at(words(two), [two])) == "2024-02-01"


def test_the_first_day_and_when_it_was_told() -> None:
    empty = Stood()
    assert empty.first is None
    assert empty.told == 0
    found = stood(*counted(at(1, "2024-01-10", "5B", effective="2024-03-01")))
    assert found.first is not None
    assert str(found.first[2]) == "2024-03-01"
    assert found.told == parse_when("2024-01-10").day.last
