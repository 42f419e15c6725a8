"""What belongs together: rounds, answers and their claims, endings, prices alone."""

from ledger.claims.entry import Entry
from ledger.projections.claims import identity_at
from ledger.projections.components import Components, concerns
from tests.projections.entries import answer, entry, id_of, price, report, rows_of


def split(*entries: Entry) -> list[list[int]]:
    """Tell entries one by one; give the components, each by its numbers."""
    components = Components()
    for row in rows_of(*entries):
        components.add(row)
    return sorted(sorted(x.seq for x in rows) for rows in components.found.values())


def alone(seq: int, on: str, figure: str = "2B", **data: object) -> Entry:
    said = {"stage": "closed", "valuation": [price(figure, "tender")], **data}
    return entry(seq, "valuation.reported", source="a", published=on, **said)


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


def test_purchases_and_endings_are_read_together() -> None:
    bought = report(1, round="halcyon/deal", round_type="acquisition")
    into = {"into": "kestrel", "form": "acquired", "published": "2024-02-01"}
    told = [bought, entry(2, "companies.merged", **into)]
    ended = entry(3, "company.ended", ended="shut_down", published="2024-02-02")
    assert split(*told, ended, report(4)) == [[1, 2, 3], [4]]


def test_prices_alone_hang_together_by_a_figure_or_a_day() -> None:
    again = alone(2, "2024-01-11")
    same_day = alone(3, "2024-01-11", "3B")
    of_that_day = alone(4, "2024-01-12", "4B", effective="2024-01-11")
    other = alone(5, "2024-01-13", "5B")
    told = [alone(1, "2024-01-10"), again, same_day, of_that_day, other]
    assert split(*told) == [[1, 2, 3, 4], [5]]


def test_a_price_that_is_revised_hangs_together_with_its_new_figure() -> None:
    new = {"set": {"valuation": [price("3B", "tender")]}}
    revised = answer(3, "revised", 1, "a", "2024-01-20", **new)
    assert split(alone(1, "2024-01-10"), alone(2, "2024-01-11", "3B")) == [[1], [2]]
    told = [alone(1, "2024-01-10"), alone(2, "2024-01-11", "3B")]
    assert split(*told, revised) == [[1, 2, 3]]
    before = answer(3, "revised", 1, "a", "2024-01-01", **new)
    assert split(before, *told) == [[1, 2, 3]]
    assert split(report(1), revised, told[1]) == [[1, 3], [2]]


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
