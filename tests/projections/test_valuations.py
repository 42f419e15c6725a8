"""The four figures of a company, which never merge, and the headline."""

import pytest

from tests.tales import Tale

OLD = "halcyon/series-a"
ROUND = "halcyon/series-b"


@pytest.mark.parametrize("stage", ["aspiration", "in_talks", "seeking", "loi_signed"])
@pytest.mark.parametrize("kind", ["post_money", "sought"])
def test_what_is_asked_is_sought_and_never_a_value(
    tale: Tale, stage: str, kind: str
) -> None:
    tale.reported(ROUND, "2B", by="halcyon-co", on="2024-01-10", stage=stage, kind=kind)
    found = tale.valuation(as_of="2024-01-10")
    assert tale.figure("sought", as_of="2024-01-10") == "2B"
    assert (found.confirmed, found.reported, found.headline) == (None, None, None)


def test_what_was_sought_expires(tale: Tale) -> None:
    tale.reported(ROUND, "2B", by="the-wire", on="2023-01-10", stage="seeking")
    assert tale.figure("sought", as_of="2024-06-01") is None


def test_before_the_money_and_the_amount_make_a_derived_price(tale: Tale) -> None:
    tale.reported(
        ROUND,
        "18B",
        by="halcyon-co",
        on="2024-05-26",
        stage="closed",
        kind="pre_money",
        raised="6B",
    )
    found = tale.valuation(as_of="2024-05-26").confirmed
    assert found is not None
    assert (str(found.figure), found.kind, found.derived) == ("24B", "post_money", True)


def test_a_paper_gives_no_amount_to_a_confirmed_price(tale: Tale) -> None:
    tale.reported(
        ROUND,
        "18B",
        by="halcyon-co",
        on="2024-05-26",
        stage="closed",
        kind="pre_money",
    )
    tale.reported(ROUND, by="the-wire", on="2024-05-26", stage="closed", raised="6B")
    found = tale.valuation(as_of="2024-05-26").confirmed
    assert found is not None
    assert (str(found.figure), found.kind) == ("18B", "pre_money")


def test_a_price_stated_in_talks_is_confirmed_once_the_claim_is_closed(
    tale: Tale,
) -> None:
    claim = tale.reported(
        ROUND, "5B", by="halcyon-co", on="2024-01-10", stage="in_talks"
    )
    tale.revised(claim, by="halcyon-co", on="2024-02-10", stage="closed")
    assert tale.figure("confirmed", as_of="2024-02-09") is None
    assert tale.figure("confirmed", as_of="2024-02-10") == "5B"


def test_the_papers_price_of_a_round_whose_amount_is_confirmed(tale: Tale) -> None:
    tale.reported(ROUND, "24B", by="the-wire", on="2024-01-10", stage="in_talks")
    tale.reported(ROUND, by="halcyon-co", on="2024-02-10", stage="closed", raised="6B")
    found = tale.valuation(as_of="2024-02-10")
    assert found.confirmed is None
    assert found.reported is not None
    assert (str(found.reported.figure), found.reported.standing) == ("24B", "reported")


def test_a_late_report_about_an_old_round_is_not_the_current_figure(
    tale: Tale,
) -> None:
    tale.reported(ROUND, "9B", by="the-wire", on="2024-01-10", effective="2024-01-09")
    tale.reported(OLD, "3B", by="herald", on="2024-06-10", effective="2022-05-01")
    assert tale.figure("reported", as_of="2024-06-10") == "9B"


def test_a_report_older_than_the_confirmed_round_is_not_shown(tale: Tale) -> None:
    tale.reported(OLD, "3B", by="herald", on="2023-01-10")
    tale.reported(ROUND, "9B", by="halcyon-co", on="2023-06-10", stage="closed")
    found = tale.valuation(as_of="2023-06-10")
    assert found.reported is None
    assert found.headline == found.confirmed


def test_a_newer_report_is_the_headline_beside_the_confirmed_price(tale: Tale) -> None:
    tale.reported(OLD, "3B", by="halcyon-co", on="2023-01-10", stage="closed")
    tale.reported(ROUND, "9B", by="herald", on="2023-06-10")
    assert tale.figure("reported", as_of="2023-06-10") == "9B"
    assert tale.figure("confirmed", as_of="2023-06-10") == "3B"
    assert tale.figure("headline", as_of="2023-06-10") == "9B"
    sure = tale.figure("headline", as_of="2023-06-10", headline="confirmed")
    assert sure == "3B"


def test_a_disputed_price_is_a_headline_only_on_request(tale: Tale) -> None:
    claim = tale.reported(ROUND, "9B", by="herald", on="2023-06-10")
    tale.denied(claim, by="founder", on="2023-06-11")
    assert tale.figure("headline", as_of="2023-06-11") is None
    shown = tale.figure("headline", as_of="2023-06-11", headline="disputed")
    assert shown == "9B"


@pytest.mark.parametrize("kind", ["secondary", "tender", "mark", "409a", "implied"])
def test_a_price_outside_a_round_is_secondary(tale: Tale, kind: str) -> None:
    tale.valued("halcyon", "7B", kind, by="herald", on="2024-01-10")
    found = tale.valuation(as_of="2024-01-10")
    assert found.secondary is not None
    assert (str(found.secondary.figure), found.secondary.kind) == ("7B", kind)
    assert found.headline is None


def test_a_bid_is_no_value(tale: Tale) -> None:
    tale.valued("halcyon", "7B", "offer", by="herald", on="2024-01-10")
    found = tale.valuation(as_of="2024-01-10")
    assert (found.secondary, found.sought, found.headline) == (None, None, None)


def test_the_newest_word_of_a_source_may_be_a_revision_of_its_older_claim(
    tale: Tale,
) -> None:
    old = tale.reported(ROUND, "5B", by="herald", on="2024-01-10")
    tale.reported(ROUND, "6B", by="herald", on="2024-01-12")
    tale.revised(old, by="herald", on="2024-01-14", price="7B")
    assert tale.figure("reported", as_of="2024-01-12") == "6B"
    assert tale.figure("reported", as_of="2024-01-14") == "7B"


def test_a_price_restated_in_another_currency_replaces_the_first(tale: Tale) -> None:
    claim = tale.reported(
        ROUND, "5B", by="halcyon-co", on="2024-01-10", stage="announced"
    )
    tale.revised(claim, by="halcyon-co", on="2024-01-12", price="EUR4.5B")
    assert tale.figure("confirmed", as_of="2024-01-11") == "5B"
    assert tale.figure("confirmed", as_of="2024-01-12") == "EUR4.5B"


def test_standing_by_an_older_claim_leaves_another_figure_a_report(
    tale: Tale,
) -> None:
    one = tale.reported(ROUND, "5B", by="herald", on="2024-01-10", stage="announced")
    tale.reported(ROUND, "9B", by="the-wire", on="2024-01-10", stage="announced")
    tale.confirmed(one, by="halcyon-co", on="2024-01-12")
    found = tale.valuation(as_of="2024-01-12")
    assert found.confirmed is not None
    assert str(found.confirmed.figure) == "5B"
    assert found.reported is None
