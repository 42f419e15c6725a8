"""The 24 rows of the truth table, each through the front door on a real ledger.

A row's number is at the start of its docstring. Its scores are left out: credibility
has tests of its own. Where the design words a standing otherwise than the prototype
that measured the table, the design's word stands here: a report that the company
stands by after it was denied is `confirmed_after_denial`, not `confirmed`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tales import Tale, told

ROUND = "halcyon/series-b"
OLD = "halcyon/series-a"


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give a ledger that was opened in 2023: its clock moves with the story."""
    with told(tmp_path, now="2023-01-01") as begun:
        yield begun


# -- 1 to 5: reported, denied hours later, confirmed in May ---------------------


@pytest.fixture
def fake(tale: Tale) -> str:
    """Tell of the report, and of the founder who calls it fake hours later."""
    tale.clock("2024-01-20T12:00Z")
    claim = tale.reported(
        ROUND, by="the-wire", on="2024-01-19T22:30Z", stage="announced", raised="500M"
    )
    tale.denied(ROUND, by="founder", on="2024-01-20T04:00Z")
    return claim


@pytest.mark.usefixtures("fake")
def test_on_the_day_of_the_report_it_is_reported(tale: Tale) -> None:
    """1"""
    assert tale.standing(ROUND, as_of="2024-01-19") == "reported"
    (total,) = tale.totals(as_of="2024-01-19")
    assert str(total.amounts["committed"]) == "500M"


@pytest.mark.usefixtures("fake")
def test_the_same_day_ends_later_in_new_york_and_holds_the_denial(tale: Tale) -> None:
    """2"""
    asked = {"as_of": "2024-01-19", "tz": "America/New_York"}
    assert tale.standing(ROUND, **asked) == "disputed"
    assert tale.totals(**asked) == []


@pytest.mark.usefixtures("fake")
def test_the_day_after_it_is_disputed_and_nothing_was_raised(tale: Tale) -> None:
    """3"""
    assert tale.standing(ROUND, as_of="2024-01-20") == "disputed"
    assert tale.totals(as_of="2024-01-20") == []


def test_the_company_stands_by_the_denied_report(tale: Tale, fake: str) -> None:
    """4"""
    tale.confirmed(fake, by="halcyon-co", on="2024-05-26")
    found = tale.round(ROUND, as_of="2024-05-26")
    assert found.standing == "confirmed_after_denial"
    assert found.open_denials == []


def test_a_confirmation_in_may_does_not_reach_back_to_february(
    tale: Tale, fake: str
) -> None:
    """5"""
    tale.clock("2024-06-01")
    tale.confirmed(fake, by="halcyon-co", on="2024-05-26")
    assert tale.standing(ROUND, as_of="2024-02-01") == "disputed"


# -- 6 to 11: what we recorded late, or wrongly ---------------------------------


@pytest.fixture
def article(tale: Tale) -> str:
    """Tell of an article of December that was recorded in March."""
    tale.clock("2024-03-01T12:00Z")
    return tale.reported(ROUND, "1000M", by="the-wire", on="2023-12-05")


@pytest.mark.usefixtures("article")
def test_an_article_recorded_late_counts_from_its_publication(tale: Tale) -> None:
    """6"""
    answer = tale.book.valuations(tale.book.basis(as_of="2023-12-31"), ["halcyon"])
    assert answer.late == 1
    assert tale.figure("reported", as_of="2023-12-31") == "1B"


@pytest.mark.usefixtures("article")
def test_before_it_was_recorded_the_ledger_had_been_told_nothing(tale: Tale) -> None:
    """7"""
    basis = tale.book.basis(as_of="2023-12-31", known_at="2024-02-01")
    answer = tale.book.valuations(basis, ["halcyon"])
    assert answer.value == []
    assert answer.empty == "halcyon: nothing recorded by that date"


@pytest.fixture
def correction(tale: Tale, article: str) -> str:
    """Tell of the typo in it, which was corrected on 5 March."""
    tale.clock("2024-03-05T12:00Z")
    price = {"figure": "100M", "kind": "post_money"}
    return tale.corrected(article, valuation=[price])


@pytest.mark.usefixtures("correction")
def test_our_correction_holds_on_every_as_of(tale: Tale) -> None:
    """8"""
    assert tale.figure("reported", as_of="2023-12-31") == "100M"


@pytest.mark.usefixtures("correction")
def test_known_before_the_correction_the_typo_is_printed_as_it_was(tale: Tale) -> None:
    """9"""
    asked = {"as_of": "2023-12-31", "known_at": "2024-03-02"}
    assert tale.figure("reported", **asked) == "1B"


def test_voiding_the_correction_restores_what_it_replaced(
    tale: Tale, correction: str
) -> None:
    """10"""
    tale.clock("2024-03-06T12:00Z")
    tale.voided(correction)
    assert tale.figure("reported", as_of="2023-12-31") == "1B"


def test_a_voided_event_is_gone_but_not_from_what_was_known(
    tale: Tale, article: str, correction: str
) -> None:
    """11"""
    tale.clock("2024-03-06T12:00Z")
    tale.voided(correction)
    tale.clock("2024-03-07T12:00Z")
    tale.voided(article)
    known = ("2024-03-02", "2024-03-05", "2024-03-06", "2024-03-07")
    printed = [
        tale.figure("reported", as_of="2023-12-31", known_at=day) for day in known
    ]
    assert printed == ["1B", "100M", "1B", None]
    assert tale.figure("reported", as_of="2023-12-31") is None


# -- 12 to 16: revisions, retractions, copies, corroboration --------------------


@pytest.fixture
def revised(tale: Tale) -> str:
    """Tell of 18 B on 1 February, which the source makes 15 B two days later."""
    tale.clock("2024-06-01")
    claim = tale.reported(ROUND, "18B", by="the-wire", on="2024-02-01")
    tale.revised(claim, by="the-wire", on="2024-02-03", price="15B")
    return claim


@pytest.mark.usefixtures("revised")
@pytest.mark.parametrize(
    ("day", "figure"),
    [("2024-02-02", "18B"), ("2024-02-03", "15B")],
    ids=["before the revision", "on its day"],
)
def test_a_source_revises_its_own_claim(tale: Tale, day: str, figure: str) -> None:
    """12"""
    assert tale.figure("reported", as_of=day) == figure


def test_a_source_retracts_its_claim(tale: Tale, revised: str) -> None:
    """13"""
    tale.retracted(revised, by="the-wire", on="2024-02-05")
    assert tale.figure("reported", as_of="2024-02-04") == "15B"
    assert tale.figure("reported", as_of="2024-02-05") is None
    assert tale.standing(ROUND, as_of="2024-02-05") == "retracted"


@pytest.fixture
def cited(tale: Tale) -> Tale:
    """Tell of a paper that cites the wire on the same day."""
    tale.clock("2024-06-01")
    claim = tale.reported(ROUND, "18B", by="the-wire", on="2024-02-01")
    copy = tale.reported(ROUND, "18B", by="herald", on="2024-02-01")
    tale.copied(claim, copy=copy, on="2024-02-01")
    tale.copied(claim, carrier="a-blog", on="2024-02-01")
    return tale


def test_a_paper_that_cites_another_is_no_second_origin(cited: Tale) -> None:
    """14"""
    found = cited.round(ROUND, as_of="2024-02-01")
    assert (found.origins, found.standing) == (("the-wire",), "reported")


@pytest.fixture
def two(cited: Tale) -> Tale:
    """Tell of another paper's own sourcing, the day after."""
    cited.reported(ROUND, "17.5B..18.5B", by="gazette", on="2024-02-02")
    return cited


def test_own_sourcing_of_an_overlapping_range_corroborates(two: Tale) -> None:
    """15"""
    valued = two.valuation(as_of="2024-02-02").reported
    assert valued is not None
    assert (str(valued.figure), valued.standing) == ("17.5B..18.5B", "corroborated")
    assert valued.sources == ("the-wire", "gazette")


def test_the_companys_own_figure_goes_before_the_papers_range(two: Tale) -> None:
    """16"""
    two.reported(ROUND, "18B", by="halcyon-co", on="2024-03-01", stage="announced")
    found = two.valuation(as_of="2024-03-01")
    assert found.confirmed is not None
    assert str(found.confirmed.figure) == "18B"
    assert found.confirmed.sources == ("halcyon-co",)
    assert found.reported is None


# -- 17 to 22: identity, partial dates, effective days ---------------------------


@pytest.fixture
def tranche(tale: Tale) -> str:
    """Tell of two rounds, of which the first turns out to be part of the second."""
    tale.clock("2024-06-01")
    claim = tale.reported("halcyon/s1", "10B", by="the-wire", on="2024-01-10")
    tale.reported("halcyon/s2", "10B", by="herald", on="2024-02-10")
    tale.joined("halcyon/s1", "halcyon/s2", on="2024-03-01")
    return claim


@pytest.mark.usefixtures("tranche")
def test_two_rounds_are_one_only_once_that_became_known(tale: Tale) -> None:
    """17"""
    assert list(tale.company(as_of="2024-02-15").rounds) == ["halcyon/s1", "halcyon/s2"]
    found = tale.company(as_of="2024-03-01").rounds
    assert list(found) == ["halcyon/s2"]
    assert found["halcyon/s2"].origins == ("the-wire", "herald")


def test_a_later_split_moves_the_claim_away_again(tale: Tale, tranche: str) -> None:
    """18"""
    tale.moved(tranche, "halcyon/s3", on="2024-04-01")
    rounds = tale.company(as_of="2024-04-01").rounds
    origins = {name: found.origins for name, found in rounds.items()}
    assert origins == {"halcyon/s2": ("herald",), "halcyon/s3": ("the-wire",)}
    assert list(tale.company(as_of="2024-03-31").rounds) == ["halcyon/s2"]


@pytest.mark.parametrize(
    ("day", "possible", "figure"),
    [
        ("2023-06-15", False, None),
        ("2023-06-15", True, "900M"),
        ("2023-06-30", False, "900M"),
        ("2023-05-31", True, None),
    ],
    ids=["within the month", "possibly", "its last day", "possibly, a day before"],
)
def test_a_round_of_june_took_effect_when_june_was_over(
    tale: Tale, day: str, figure: str | None, *, possible: bool
) -> None:
    """19"""
    tale.reported(ROUND, "900M", by="the-wire", on="2023-07-05", effective="2023-06")
    found = tale.figure(
        "reported", as_of="2023-07-05", effective=day, possible=possible
    )
    assert found == figure


@pytest.mark.parametrize(
    ("day", "possible", "figure"),
    [
        ("2024-02-15", False, "1B"),
        ("2024-02-15", True, "2B"),
        ("2024-02-29", False, "2B"),
        ("2024-01-31", True, "1B"),
    ],
    ids=["within the month", "possibly", "its last day", "possibly, a day before"],
)
def test_what_was_published_in_february_is_known_when_february_is_over(
    tale: Tale, day: str, figure: str, *, possible: bool
) -> None:
    """20"""
    tale.reported(OLD, "1B", by="the-wire", on="2023-05-01")
    tale.reported(ROUND, "2B", by="herald", on="2024-02")
    assert tale.figure("reported", as_of=day, possible=possible) == figure


def test_a_late_revision_of_the_old_round_leaves_the_newest_round(tale: Tale) -> None:
    """21"""
    old = tale.reported(OLD, "1B", by="the-wire", on="2023-05-01")
    tale.reported(ROUND, "2B", by="herald", on="2024-02-01")
    tale.revised(old, by="the-wire", on="2024-06-01", price="1.5B")
    assert tale.figure("reported", as_of="2024-06-02") == "2B"
    (claim,) = tale.round(OLD, as_of="2024-06-02").live
    assert str(claim.valuation[0].figure) == "1.5B"


def test_an_announced_round_is_no_price_before_it_closes(tale: Tale) -> None:
    """22"""
    tale.reported(
        ROUND,
        "24B",
        by="halcyon-co",
        on="2024-01-10",
        stage="announced",
        effective="2024-03-15",
    )
    assert tale.figure("confirmed", as_of="2024-01-31") is None
    later = tale.figure("confirmed", as_of="2024-01-31", effective="2024-12-31")
    assert later == "24B"
    assert tale.figure("confirmed", as_of="2024-03-15") == "24B"


# -- 23 and 24: order of recording, back-dated entries ----------------------------


def test_a_denial_recorded_before_its_report_attaches(tale: Tale) -> None:
    """23"""
    tale.denied(ROUND, by="founder", on="2024-01-20")
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-19")
    assert tale.standing(ROUND, as_of="2024-01-19") == "reported"
    assert tale.standing(ROUND, as_of="2024-01-20") == "disputed"


def test_a_back_dated_entry_is_mended_on_every_as_of(tale: Tale) -> None:
    """24"""
    tale.clock("2024-02-15")
    claim = tale.reported(ROUND, "5B", by="a-blog", on="2024-01-10")
    tale.clock("2024-02-20")
    tale.corrected(claim, published="2024-02-10")
    assert tale.figure("reported", as_of="2024-01-31") is None
    before = {"as_of": "2024-01-31", "known_at": "2024-02-18"}
    assert tale.figure("reported", **before) == "5B"
    assert tale.figure("reported", as_of="2024-02-10") == "5B"
