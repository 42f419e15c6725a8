"""What belongs together: rounds, answers and their claims, endings, prices alone."""

from ledger.claims.entry import Entry
from ledger.projections.claims import identity_at
from ledger.projections.components import Components, concerns
from tests.projections.entries import answer, entry, id_of, report, rows_of


def split(*entries: Entry) -> list[list[int]]:
    """Tell entries one by one; give the components, each by its numbers."""
    components = Components()
    for row in rows_of(*entries):
        components.add(row)
    return sorted(sorted(x.seq for x in rows) for rows in components.found.values())


def price(seq: int) -> Entry:
    return entry(
        seq,
        "valuation.reported",
        source="a",
        published="2024-01-10",
        stage="closed",
        valuation=[{"figure": "2B", "kind": "tender"}],
    )


def test_a_round_and_what_answers_it_belong_together() -> None:
    told = [report(1), report(2, "b"), answer(3, "confirmed", 1, "b", "2024-01-12")]
    other = report(4, round="halcyon/series-c")
    assert split(*told, other) == [[1, 2, 3], [4]]


def test_an_answer_may_come_before_its_claim() -> None:
    assert split(answer(2, "confirmed", 1, "b", "2024-01-01"), report(1)) == [[1, 2]]


def test_a_move_brings_two_rounds_together() -> None:
    to = "halcyon/series-c"
    move = entry(3, "claim.moved", claim=id_of(1), to=to, published="2024-02-01")
    assert split(report(1), report(2, round="halcyon/series-c"), move) == [[1, 2, 3]]


def test_prices_alone_and_purchases_are_read_together() -> None:
    bought = report(3, round="halcyon/deal", round_type="acquisition")
    assert split(price(1), price(2), bought, report(4)) == [[1, 2, 3], [4]]


def test_what_hung_together_by_one_event_comes_apart_without_it() -> None:
    to = "halcyon/c"
    move = entry(3, "claim.moved", claim=id_of(1), to=to, published="2024-02-01")
    rows = rows_of(report(1), report(2, round="halcyon/c"), move)
    components = Components()
    for row in rows:
        components.add(row)
    (last,) = (row for row in rows if row.type == "claim.moved")
    for row in components.remove(last):
        components.add(row)
    found = components.found.values()
    assert sorted(x.seq for rows in found for x in rows) == [1, 2]
    assert len(components.found) == 2


def test_a_component_concerns_whom_it_names() -> None:
    rows = rows_of(report(1))
    identity = identity_at(())
    assert concerns("halcyon", rows, identity)
    assert not concerns("nobody", rows, identity)
    identity.companies["halcyon"] = "nobody"
    assert concerns("nobody", rows, identity)
