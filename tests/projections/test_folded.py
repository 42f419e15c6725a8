"""A claim that is another now: in every list that holds it."""

from ledger.projections.folded import FoldedPart
from ledger.projections.standing import company_at
from tests.projections import entries
from tests.projections.entries import ROUND, answer, entry, id_of, report, rows_of

SOURCES = entries.directory(("halcyon-co", "company", ["halcyon"]))
DENIAL = {"claims": [id_of(1)], "source": "halcyon-co", "form": "false"}
TOLD = (
    report(1, "halcyon-co"),
    report(2, effective="2024-02-01"),
    answer(3, "confirmed", 2, "halcyon-co", "2024-01-11", scope=["whole"]),
    entry(4, "claim.denied", published="2024-01-12", **DENIAL),
)


def folded() -> FoldedPart:
    rows = rows_of(*TOLD)
    return FoldedPart(company_at("halcyon", rows, SOURCES, rows[-1].when.hi))


def test_another_object_takes_the_place_of_a_claim_everywhere() -> None:
    part = folded()
    old = part.claims[id_of(1)]
    new = part.replaced(old)
    company = part.at(part.rows[-1].when.hi)
    found = company.rounds[ROUND]
    assert new is not old
    assert company.claims[id_of(1)] is new
    assert [x is new for x in found.claims] == [True, False]
    assert [x is new for x in found.live] == [True, False]
    assert [x.claim is new for x in found.statements] == [True, False]
    assert [x is new for denial in company.denials for x in denial.claims] == [True]


def test_what_a_claim_states_goes_and_comes_again() -> None:
    part = folded()
    before = list(part.now.rounds[ROUND].statements)
    claim = part.claims[id_of(2)]
    confirmed = part.unstate(claim)
    assert [row.seq for row in confirmed] == [3]
    assert part.now.rounds[ROUND].statements == before[:1]
    part.restate(claim, confirmed)
    assert part.now.rounds[ROUND].statements == before


def test_a_claim_counts_for_the_days_that_it_names() -> None:
    part = folded()
    days = part.at(part.rows[-1].when.hi).days(dated=False)
    assert len({*days}) == 1
    part.undate(part.claims[id_of(2)])
    assert part.at(part.rows[-1].when.hi).days(dated=False) == []
