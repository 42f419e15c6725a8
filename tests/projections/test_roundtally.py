"""What the live claims of a round come to, kept up claim by claim."""

from ledger.projections.roundtally import Tally, gives_figures
from tests.projections import entries
from tests.projections.entries import amount, answer, price, report

CLAIMS = entries.claims_of(
    report(1, "a", stage="closed", round_type="series_b", raised=[amount("1B")]),
    report(2, "a", "2024-01-11", stage="committed", instrument="equity"),
    report(3, "b", stage="in_talks", supersedes=["halcyon/series-a"]),
)


def tally(**denied: bool) -> Tally:
    found = Tally()
    for seq, claim in CLAIMS.items():
        found.put(claim, denied=denied.get(f"of_{seq}", False))
    return found


def test_what_the_claims_call_it() -> None:
    found = tally()
    assert found.types == {None, "series_b"}
    assert found.instruments == {None, "equity"}
    assert found.replaced == {"halcyon/series-a"}
    assert found.stages == {"closed", "committed", "in_talks"}
    for seq in (1, 3):
        found.take(CLAIMS[seq].id)
    assert found.types == {None}
    assert found.replaced == frozenset()
    assert found.stages == {"committed"}


def test_claims_that_are_denied_count_if_there_are_no_others() -> None:
    found = tally(of_1=True)
    assert found.stages == {"committed", "in_talks"}
    assert not found.all_denied
    found.take(CLAIMS[2].id)
    found.take(CLAIMS[3].id)
    assert found.all_denied
    assert found.stages == {"closed"}
    found.take(CLAIMS[1].id)
    assert found.stages == frozenset()


def test_the_newest_word_of_each_source_at_committed_or_later() -> None:
    found = tally()
    assert [claim.seq for claim in found.firm] == [2]
    found.take(CLAIMS[2].id)
    assert [claim.seq for claim in found.firm] == [1]
    found.take(CLAIMS[2].id)
    assert [claim.seq for claim in found.firm] == [1]


def test_a_claim_with_a_figure_that_a_paper_stands_by_is_seconded() -> None:
    (claim,) = entries.claims_of(report(1, raised=[amount("1B")])).values()
    row = entries.rows_of(
        answer(2, "confirmed", 1, "herald", "2024-01-11", scope=["raised"])
    )[0]
    found = Tally()
    found.put(claim, denied=False)
    assert not found.seconded
    found.take(claim.id)
    claim.seconds = (row,)
    found.put(claim, denied=False)
    assert found.seconded
    found.take(claim.id)
    assert not found.seconded


def test_whether_a_claim_gives_a_number() -> None:
    told = entries.claims_of(
        report(1, raised=[amount("1B")]),
        report(2, valuation=[price("1B")]),
        report(3, raised=[amount("undisclosed")]),
    )
    assert [gives_figures(claim) for claim in told.values()] == [True, True, False]
