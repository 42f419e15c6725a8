"""What a flag points to."""

from ledger.projections.lint.flags import Flag, flagged, live_in, plain_word
from tests.projections.entries import ROUND, claims_of, report
from tests.tales import Tale


def test_a_flag_points_to_a_field_of_a_claim() -> None:
    claim = claims_of(report(7))[7]
    flag = flagged("may-count-twice", claim, "raised", "why", (3,))
    expected = ("halcyon", ROUND, 7, "raised", "why", "the-wire")
    assert flag == Flag("may-count-twice", *expected, (3,))
    assert flagged("may-count-twice", claim, "raised", "why").beside == ()


def test_only_live_claims_are_looked_at_each_with_its_round(tale: Tale) -> None:
    gone = tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.retracted(gone, by="the-wire", on="2024-01-11")
    tale.reported(ROUND, "5B", by="herald", on="2024-01-10")
    tale.reported("halcyon/a", "5B", by="gazette", on="2024-01-10")
    tale.valued("halcyon", "5B", "tender", by="gazette", on="2024-01-10")
    company = tale.company(as_of="2024-02-01")
    found = [(found.name, claim.source) for found, claim in live_in(company)]
    assert found == [("halcyon/a", "gazette"), (ROUND, "herald")]


def test_words_are_written_for_eyes() -> None:
    assert plain_word("round_total") == "round total"
