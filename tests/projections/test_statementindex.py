"""What entitled parties state of one round, by what a price asks of it."""

from ledger.claims.entry import Entry
from ledger.projections.denials import Statement, stated_in
from ledger.projections.entitled import ARRANGER, PRINCIPAL
from ledger.projections.statementindex import StatementIndex
from tests.projections import entries
from tests.projections.entries import amount, price, report


def stated(*told: Entry, rank: int = PRINCIPAL) -> list[Statement]:
    claims = entries.claims_of(*told).values()
    return [one for claim in claims for one in stated_in(claim, rank)]


def test_whose_price_is_stated() -> None:
    one, two = stated(report(1, valuation=[price("5B")]), report(2))
    index = StatementIndex([one, two])
    assert index.prices([two.claim, one.claim])
    assert not index.prices([two.claim])
    index.take(one)
    assert not index.prices([one.claim])


def test_who_may_state_no_price_states_none() -> None:
    told = stated(report(1, valuation=[price("5B")]), rank=ARRANGER)
    assert not StatementIndex(told).prices([told[0].claim])


def test_who_states_an_amount_in_a_currency_the_newest_first() -> None:
    told = stated(
        report(1, on="2024-01-01", raised=[amount("1B"), amount("EUR1B")]),
        report(2, on="2024-01-02", raised=[amount("2B")]),
        report(3, on="2024-01-03", raised=[amount("3B")], stage="in_talks"),
    )
    index = StatementIndex(told)
    assert [x.row.seq for x in index.raised("USD")] == [2, 1]
    assert [x.row.seq for x in index.raised("EUR")] == [1]
    assert list(index.raised("JPY")) == []
    index.take(told[0])
    assert [x.row.seq for x in index.raised("USD")] == [2]
