"""What the live claims of one round state of money, kept up claim by claim."""

from ledger.claims.dates import parse_when
from ledger.claims.entry import Entry
from ledger.projections.amountindex import TARGET, AmountIndex
from ledger.projections.amountslots import Slot
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.entitled import Entitlements
from ledger.projections.statementindex import StatementIndex
from tests.projections import entries
from tests.projections.entries import amount, report

DAY = parse_when("2024-02-01").day.last
BASIS = Basis(0, 0, DAY, "UTC", 0)
TARGETED = [amount("6B"), amount("9B", "target")]


def indexed(*told: Entry) -> tuple[AmountIndex, dict[int, Claim]]:
    may = Entitlements(entries.directory())
    index, claims = (
        AmountIndex(BASIS, StatementIndex(()), may),
        entries.claims_of(*told),
    )
    for claim in claims.values():
        index.put(claim)
    return index, claims


def figures(slot: Slot) -> list[str]:
    return sorted(str(one.figure) for one in slot.last())


def test_amounts_stand_in_their_columns() -> None:
    index, claims = indexed(
        report(1, "a", raised=[amount("5B")]),
        report(
            2, "b", stage="announced", raised=[amount("6B"), amount("9B", "target")]
        ),
        report(3, "c", stage="in_talks", raised=[amount("7B")]),
    )
    assert figures(index.whole("paid")) == ["5B"]
    assert figures(index.whole("committed")) == ["6B"]
    assert figures(index.whole("sought")) == ["7B", "9B"]
    assert figures(index.whole(TARGET)) == ["9B"]
    index.take(claims[2].id)
    index.take(claims[2].id)
    assert not index.whole("committed")
    assert figures(index.whole("sought")) == ["7B"]


def test_a_claim_counts_from_the_day_on_which_it_takes_effect() -> None:
    index, _ = indexed(report(1, effective="2024-03-01", raised=[amount("5B", "paid")]))
    assert not index.whole("paid")
    index.go_to(parse_when("2024-03-01").day.last)
    assert figures(index.whole("paid")) == ["5B"]
    assert [claim.seq for claim in index.behind([1, 2])] == [1]
    index.go_to(DAY)
    assert not index.whole("paid")
    assert index.behind([1]) == index.bearing == list(index.paid_after((0, 0))) == []


def test_what_says_that_the_round_ended_states_no_money() -> None:
    index, _ = indexed(report(1, stage="failed", raised=[amount("5B")]))
    assert not any(map(index.whole, ("paid", "committed", "sought")))


def test_parts_are_in_the_order_in_which_they_were_first_told() -> None:
    second, first = (amount("2B", "tranche", part=x) for x in ("second", "first"))
    index, claims = indexed(
        report(1, raised=[second, amount("3B", "per_investor", part="Fund")]),
        report(2, on="2024-01-11", raised=[first, second]),
    )
    tranches = ("tranche", "second"), ("tranche", "first")
    fund = "per_investor", "fund"
    assert list(index.parts("paid")) == [tranches[0], fund, tranches[1]]
    index.take(claims[1].id)
    assert list(index.parts("paid")) == [*tranches[::-1]]
    assert figures(index.part("paid", tranches[0])) == ["2B"]
    assert not index.part("paid", fund)


def test_claims_that_bear_on_what_is_conditional() -> None:
    index, claims = indexed(
        report(1, raised=[amount("5B")]),
        report(2, raised=[amount("1B", "paid")]),
        report(3, raised=[amount("2B", "conditional", condition="open")]),
    )
    assert index.conditional
    assert [claim.seq for claim in index.bearing] == [2, 3]
    paid = parse_when("2024-01-10")
    assert [claim.seq for claim in index.paid_after((paid.hi - 1, 0))] == [2]
    assert list(index.paid_after((paid.hi, paid.lo))) == []
    index.take(claims[3].id)
    assert not index.conditional
