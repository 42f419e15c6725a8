"""Who is who: rounds and companies that are one, claims that move, copies."""

from tests.tales import Tale

ONE = "halcyon/s1"
TWO = "halcyon/s2"


def test_rounds_merged_in_a_circle_are_one_round(tale: Tale) -> None:
    tale.reported(ONE, "5B", by="the-wire", on="2024-01-10")
    tale.reported(TWO, "5B", by="herald", on="2024-01-10")
    tale.joined(ONE, TWO, on="2024-02-01")
    tale.joined(TWO, ONE, on="2024-02-02")
    assert list(tale.company(as_of="2024-02-02").rounds) == [TWO]


def test_a_chain_of_merged_rounds_ends_at_the_last(tale: Tale) -> None:
    tale.reported(ONE, "5B", by="the-wire", on="2024-01-10")
    tale.joined(TWO, "halcyon/s3", on="2024-02-01")
    tale.joined(ONE, TWO, on="2024-02-02")
    assert list(tale.company(as_of="2024-02-02").rounds) == ["halcyon/s3"]


def test_identical_companies_share_one_story_from_that_day_on(tale: Tale) -> None:
    tale.reported("kestrel/seed", "1B", by="the-wire", on="2024-01-10")
    tale.merged("kestrel", "halcyon", "identical", on="2024-03-01")
    assert tale.figure("reported", "kestrel", as_of="2024-02-29") == "1B"
    assert tale.company(as_of="2024-02-29").rounds == {}
    for slug in ("halcyon", "kestrel"):
        found = tale.company(slug, as_of="2024-03-01")
        assert (found.slug, list(found.rounds)) == ("halcyon", ["halcyon/seed"])


def test_an_acquired_company_keeps_its_history_and_loses_its_figures(
    tale: Tale,
) -> None:
    tale.reported("kestrel/seed", "1B", by="the-wire", on="2024-01-10")
    tale.merged("kestrel", "halcyon", "acquired", on="2024-03-01")
    assert tale.figure("reported", "kestrel", as_of="2024-02-29") == "1B"
    after = tale.valuation("kestrel", as_of="2024-03-01")
    assert after.ended is not None
    assert (after.ended.how, after.ended.into) == ("bought", "halcyon")
    assert (after.rows, after.headline) == ((), None)
    assert list(tale.company("kestrel", as_of="2024-03-01").rounds) == ["kestrel/seed"]
    assert tale.company(as_of="2024-03-01").rounds == {}


def test_companies_merged_in_a_circle_are_one_company(tale: Tale) -> None:
    tale.reported("kestrel/seed", "1B", by="the-wire", on="2024-01-10")
    tale.merged("kestrel", "halcyon", "identical", on="2024-03-01")
    tale.merged("halcyon", "kestrel", "identical", on="2024-03-02")
    assert list(tale.company(as_of="2024-03-02").rounds) == ["halcyon/seed"]


def test_copies_in_a_circle_leave_one_origin(tale: Tale) -> None:
    one = tale.reported(ONE, "5B", by="the-wire", on="2024-01-10")
    two = tale.reported(ONE, "5B", by="herald", on="2024-01-11")
    tale.copied(one, copy=two, on="2024-01-12")
    tale.copied(two, copy=one, on="2024-01-13")
    assert tale.round(ONE, as_of="2024-01-13").origins == ("the-wire",)


def test_a_copy_is_a_claim_until_it_is_known_to_be_one(tale: Tale) -> None:
    one = tale.reported(ONE, "5B", by="the-wire", on="2024-01-10")
    two = tale.reported(ONE, "5B", by="herald", on="2024-01-11")
    tale.copied(one, copy=two, on="2024-02-01")
    assert tale.standing(ONE, as_of="2024-01-31") == "corroborated"
    assert tale.standing(ONE, as_of="2024-02-01") == "reported"


def test_correcting_a_day_across_midnight_moves_the_event(tale: Tale) -> None:
    claim = tale.reported(ONE, "5B", by="the-wire", on="2024-01-20T00:30Z")
    tale.corrected(claim, published="2024-01-19T23:30Z")
    assert tale.figure("reported", as_of="2024-01-19") == "5B"
    assert tale.figure("reported", as_of="2024-01-18") is None
