"""What a round is held against others by."""

from ledger.projections.roundsides import side_of
from tests.tales import Tale


def test_a_side_says_whose_deal_a_round_is_and_on_which_days(tale: Tale) -> None:
    tale.reported("halcyon/a", raised="1B", by="herald", on="2025-03-03")
    tale.reported(
        "halcyon/a", raised="1B", by="gazette", on="2025-03-04", stage="in_talks"
    )
    found = tale.book.company("halcyon").value.rounds["halcyon/a"]
    side = side_of(found)
    assert side.sided.deals == {"herald"}
    assert {source for source, _ in side.sided.said} == {"herald", "gazette"}
    assert [claim.source for claim in side.claims] == ["herald", "gazette"]
    assert side_of(found) is side


def test_what_was_retracted_is_held_against_nothing(tale: Tale) -> None:
    said = tale.reported("halcyon/a", raised="1B", by="herald", on="2025-03-03")
    tale.say("claim.retracted", claim=said, source="herald", published="2025-03-05")
    found = tale.book.company("halcyon").value.rounds["halcyon/a"]
    assert side_of(found).claims == []
    assert not side_of(found).sided.said
