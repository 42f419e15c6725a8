"""Who invested in which company: investors, their own amounts, and who they are."""

from typing import Any

import pytest

from ledger.claims.names import Directory
from ledger.errors import UnknownName
from ledger.projections.investors import Investment, Who, who_is
from tests.tales import Tale

ROUND = "halcyon/series-c"


def found(tale: Tale, name: str | None = None, **asked: Any) -> list[Investment]:
    return tale.book.investors(tale.book.basis(**asked), name).value


def amounts(one: Investment) -> dict[str, str]:
    return {column: str(amount.figure) for column, amount in one.amounts.items()}


def test_an_investor_has_its_own_amount_and_leads(tale: Tale) -> None:
    tale.reported(
        ROUND,
        by="halcyon-co",
        on="2025-03-03",
        raised="5B",
        investors=[
            {"name": "Big Fund", "lead": True, "amount": "2B"},
            {"name": "Small Fund"},
        ],
    )
    big, small = found(tale)
    assert (big.who.name, big.leads, amounts(big)) == (
        "Big Fund",
        True,
        {"committed": "2B"},
    )
    assert (small.who.name, small.leads, amounts(small)) == ("Small Fund", False, {})
    assert (big.stage, big.standing) == ("committed", "confirmed")


def test_nothing_is_known_before_it_is_published(tale: Tale) -> None:
    tale.reported(
        ROUND, by="the-wire", on="2025-03-03", investors=[{"name": "Big Fund"}]
    )
    assert found(tale, as_of="2025-03-02") == []
    assert len(found(tale, as_of="2025-03-03")) == 1


def test_a_part_with_a_name_alone_names_an_investor(tale: Tale) -> None:
    part = {"basis": "per_investor", "figure": "8B", "part": "Big Fund"}
    tale.say(
        "round.reported",
        company="halcyon",
        round=ROUND,
        source="the-wire",
        published="2025-03-03",
        stage="in_talks",
        raised=[part],
    )
    (one,) = found(tale, "big  FUND")
    assert amounts(one) == {"sought": "8B"}


def test_what_is_paid_conditional_and_committed_stands_apart(tale: Tale) -> None:
    tale.say(
        "round.reported",
        company="halcyon",
        round=ROUND,
        source="halcyon-co",
        published="2025-03-03",
        stage="announced",
        raised=[
            {"basis": "committed", "figure": "110B"},
            {"basis": "per_investor", "figure": "50B", "part": "Big Fund"},
            {"basis": "conditional", "figure": "35B", "part": "Big Fund"},
        ],
    )
    (one,) = found(tale)
    assert amounts(one) == {"committed": "15B", "conditional": "35B"}


def test_the_own_stage_goes_before_that_of_the_round(tale: Tale) -> None:
    investors = [
        {"name": "Left", "stage": "withdrawn"},
        {"name": "Talks", "stage": "in_talks", "amount": "1B"},
    ]
    tale.reported(
        ROUND, by="the-wire", on="2025-03-03", stage="closed", investors=investors
    )
    left, talks = found(tale)
    assert (left.stage, left.counts) == ("withdrawn", False)
    assert (talks.stage, amounts(talks), talks.counts) == (
        "in_talks",
        {"sought": "1B"},
        True,
    )


def test_the_company_says_of_whom_a_later_paper_says_otherwise(tale: Tale) -> None:
    in_ = [{"name": "Big Fund", "stage": "committed"}]
    out = [{"name": "Big Fund", "stage": "withdrawn"}]
    tale.reported(ROUND, by="halcyon-co", on="2025-03-03", investors=in_)
    tale.reported(ROUND, by="the-wire", on="2025-03-05", investors=out)
    (one,) = found(tale)
    assert one.stage == "committed"


@pytest.mark.parametrize(
    ("round_type", "sole"),
    [("strategic", True), ("loi_commitment", True), ("series_c", False)],
)
def test_a_deal_with_one_party_is_that_party_s_money(
    tale: Tale, *, round_type: str, sole: bool
) -> None:
    tale.reported(
        ROUND,
        by="the-wire",
        on="2025-03-03",
        raised="4B",
        round_type=round_type,
        investors=[{"name": "Big Fund", "lead": True}],
    )
    (one,) = found(tale)
    assert (one.sole, bool(one.amounts)) == (sole, sole)


def test_a_deal_that_names_two_says_nothing_of_either(tale: Tale) -> None:
    tale.reported(
        ROUND,
        by="the-wire",
        on="2025-03-03",
        raised="4B",
        round_type="strategic",
        investors=[{"name": "One"}, {"name": "Two"}],
    )
    assert [(x.sole, amounts(x)) for x in found(tale)] == [(False, {})] * 2


def test_a_superseded_letter_of_intent_keeps_its_amount_and_does_not_count(
    tale: Tale,
) -> None:
    investors = [{"name": "Big Fund", "lead": True}]
    tale.reported(
        "halcyon/loi",
        by="halcyon-co",
        on="2025-03-03",
        stage="loi_signed",
        round_type="loi_commitment",
        raised=[("target", "..100B")],
        investors=investors,
    )
    tale.reported(
        ROUND,
        by="halcyon-co",
        on="2025-06-03",
        raised="30B",
        supersedes=["halcyon/loi"],
        investors=[{"name": "Big Fund", "amount": "30B"}],
    )
    (before,) = found(tale, as_of="2025-03-03")
    assert (before.stage, before.counts) == ("loi_signed", True)
    old, new = found(tale)
    assert (old.standing, amounts(old), old.counts) == (
        "superseded",
        {"sought": "..100B"},
        False,
    )
    assert amounts(new) == {"committed": "30B"}


def test_a_purchase_is_no_funding(tale: Tale) -> None:
    tale.reported(
        ROUND,
        by="the-wire",
        on="2025-03-03",
        raised="900M",
        round_type="acquihire_license",
        investors=[{"name": "Big Fund"}],
    )
    (one,) = found(tale)
    assert one.money == "purchase"


def test_a_denial_of_the_investors_makes_the_part_disputed(tale: Tale) -> None:
    tale.reported(
        ROUND, by="the-wire", on="2025-03-03", investors=[{"name": "Big Fund"}]
    )
    tale.denied(ROUND, by="halcyon-co", on="2025-03-04", scope="investors")
    (one,) = found(tale)
    assert (one.disputed, one.standing) == (True, "reported")
    (before,) = found(tale, as_of="2025-03-03")
    assert not before.disputed


def test_a_retracted_claim_names_nobody(tale: Tale) -> None:
    claim = tale.reported(
        ROUND, by="the-wire", on="2025-03-03", investors=[{"name": "Big Fund"}]
    )
    tale.retracted(claim, by="the-wire", on="2025-03-04")
    assert found(tale) == []


def test_a_company_is_one_investor_under_all_its_names(tale: Tale) -> None:
    tale.reported(
        "kestrel/a", by="the-wire", on="2025-03-03", investors=[{"name": "晴鸟"}]
    )
    tale.reported(
        "kestrel/b", by="the-wire", on="2025-03-03", investors=[{"name": "HALCYON"}]
    )
    mine = found(tale, "halcyon")
    assert {x.round for x in mine} == {"kestrel/a", "kestrel/b"}
    assert {x.who.key for x in mine} == {"halcyon"}


def test_a_source_is_an_investor_and_a_paper_is_not(tale: Tale) -> None:
    names = [{"name": "The Fund"}, {"name": "Herald"}]
    tale.reported(ROUND, by="the-wire", on="2025-03-03", investors=names)
    assert {x.who.key for x in found(tale)} == {"source:fund", "herald"}
    assert len(found(tale, "source:fund")) == 1


def test_a_source_with_the_name_of_its_company_is_that_company() -> None:
    """Under a slug of its own; one that speaks for a stranger is no company."""
    named = Directory()
    named.add_company("kestrel", "Kestrel")
    named.add_source("kestrel-news", "Kestrel", "company", speaks_for=["kestrel"])
    named.add_source("merlin-news", "Merlin", "company", speaks_for=["merlin"])
    assert who_is("Kestrel", named) == Who("kestrel", "Kestrel", "kestrel")
    assert who_is("Merlin", named) == Who("source:merlin-news", "Merlin")


def test_a_name_that_could_be_two_is_asked_about(tale: Tale) -> None:
    tale.say("company.registered", slug="fund-inc", name="The Fund")
    tale.reported(
        ROUND, by="the-wire", on="2025-03-03", investors=[{"name": "The Fund"}]
    )
    with pytest.raises(UnknownName, match="company:fund-inc or source:fund"):
        found(tale, "The Fund")
    (one,) = found(tale, "company:fund-inc")
    assert one.who.may_be == ("fund-inc", "source:fund")
    assert found(tale, "source:fund") == [one]


def test_a_name_that_nobody_has_is_refused_with_near_misses(tale: Tale) -> None:
    tale.reported(
        ROUND, by="the-wire", on="2025-03-03", investors=[{"name": "Big Fund"}]
    )
    with pytest.raises(UnknownName) as refused:
        found(tale, "Bigg Fund")
    assert refused.value.hint == "perhaps Big Fund"


def test_a_registered_company_that_invests_in_nobody_is_told_so(tale: Tale) -> None:
    answer = tale.book.investors(tale.book.basis(), "kestrel")
    assert answer.value == []
    assert answer.empty is not None


def test_companies_that_became_one_are_one_investor(tale: Tale) -> None:
    tale.say("company.registered", slug="kes", name="Kes")
    tale.reported(ROUND, by="the-wire", on="2025-03-03", investors=[{"name": "Kes"}])
    tale.reported("kes/a", by="the-wire", on="2025-03-03")
    assert found(tale)[0].who.key == "kes"
    tale.merged("kes", "kestrel", "identical", on="2025-04-01")
    assert found(tale)[0].who.key == "kestrel"
    assert len(found(tale, "kestrel")) == 1
    assert found(tale, as_of="2025-03-31")[0].who.key == "kes"


def test_the_order_of_recording_changes_nothing(tale: Tale) -> None:
    late = {"name": "Big Fund", "amount": "2B"}
    early = {"name": "Big Fund", "amount": "1B"}
    tale.reported(ROUND, by="herald", on="2025-03-05", investors=[late])
    tale.reported(ROUND, by="herald", on="2025-03-03", investors=[early])
    (one,) = found(tale)
    assert amounts(one) == {"committed": "2B"}
