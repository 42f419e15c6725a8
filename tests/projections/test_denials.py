"""Denials: whom they cover, in which fields, and what ends them."""

import pytest

from tests.tales import Tale

ROUND = "halcyon/series-b"


@pytest.fixture
def claim(tale: Tale) -> str:
    return tale.reported(ROUND, "15B", by="the-wire", on="2024-01-10", raised="500M")


def open_fields(tale: Tale, as_of: str = "2026-01-01") -> set[str]:
    found = tale.round(ROUND, as_of=as_of)
    return {x for d in found.denials for c in found.live for x in d.open_on(c)}


def test_a_denial_in_the_amount_leaves_price_and_standing(
    tale: Tale, claim: str
) -> None:
    tale.denied(claim, by="founder", on="2024-01-11", scope="raised")
    assert tale.standing(ROUND, as_of="2024-01-11") == "reported"
    assert tale.figure("headline", as_of="2024-01-11") == "15B"
    assert tale.lines(as_of="2024-01-11")[ROUND].amounts["committed"].disputed
    assert tale.totals(as_of="2024-01-11") == []


@pytest.mark.parametrize(
    ("scope", "standing", "headline"),
    [
        ("whole", "disputed", None),
        ("stage", "disputed", None),
        ("valuation", "reported", None),
        ("raised", "reported", "15B"),
        ("investors", "reported", "15B"),
        ("timing", "reported", "15B"),
    ],
)
def test_each_scope_touches_its_own_fields(
    tale: Tale, claim: str, scope: str, standing: str, headline: str | None
) -> None:
    tale.denied(claim, by="founder", on="2024-01-11", scope=scope)
    assert tale.standing(ROUND, as_of="2024-01-11") == standing
    assert tale.figure("headline", as_of="2024-01-11") == headline


@pytest.mark.usefixtures("claim")
def test_a_claim_published_after_the_denial_is_not_covered(tale: Tale) -> None:
    tale.denied(ROUND, by="founder", on="2024-01-11")
    tale.reported(ROUND, "16B", by="herald", on="2024-01-12")
    found = tale.round(ROUND, as_of="2024-01-12")
    assert (found.standing, found.contested) == ("reported", True)
    assert tale.figure("headline", as_of="2024-01-12") == "16B"


def test_denying_a_round_does_not_deny_ones_own_claim(tale: Tale) -> None:
    tale.reported(ROUND, "15B", by="founder", on="2024-01-10")
    tale.denied(ROUND, by="founder", on="2024-01-11")
    assert open_fields(tale) == set()


def test_denying_a_copy_denies_its_origin(tale: Tale, claim: str) -> None:
    copy = tale.reported(ROUND, "15B", by="herald", on="2024-01-10")
    tale.copied(claim, copy=copy, on="2024-01-10")
    tale.denied(copy, by="founder", on="2024-01-11")
    assert tale.standing(ROUND, as_of="2024-01-11") == "disputed"


def test_a_denier_takes_a_denial_back(tale: Tale, claim: str) -> None:
    denial = tale.denied(claim, by="founder", on="2024-01-11")
    tale.retracted(denial, by="founder", on="2024-01-13")
    assert tale.standing(ROUND, as_of="2024-01-12") == "disputed"
    assert tale.standing(ROUND, as_of="2024-01-13") == "reported"


def test_a_denial_of_a_denial_ends_neither(tale: Tale, claim: str) -> None:
    denial = tale.denied(claim, by="founder", on="2024-01-11")
    tale.denied(denial, by="the-wire", on="2024-01-12")
    found = tale.round(ROUND, as_of="2024-01-12")
    assert found.standing == "disputed"
    assert [len(x.denied_by) for x in found.open_denials] == [1]


@pytest.mark.usefixtures("claim")
def test_no_comment_moves_nothing(tale: Tale) -> None:
    tale.commented(ROUND, by="halcyon-co", on="2024-01-11")
    assert tale.standing(ROUND, as_of="2024-01-11") == "reported"
    assert tale.round(ROUND, as_of="2024-01-11").denials == []


@pytest.mark.parametrize(
    ("stage", "standing"),
    [
        ("in_talks", "disputed"),
        ("committed", "reported"),
        ("closed", "confirmed_after_denial"),
    ],
    ids=["a weaker stage answers nothing", "the stage denied", "a stronger stage"],
)
@pytest.mark.usefixtures("claim")
def test_the_company_states_the_stage_after_a_denial(
    tale: Tale, stage: str, standing: str
) -> None:
    tale.denied(ROUND, by="founder", on="2024-01-11", scope="stage")
    tale.reported(ROUND, by="halcyon-co", on="2024-02-01", stage=stage)
    tale_claims = tale.round(ROUND, as_of="2024-02-01")
    wire = next(x for x in tale_claims.live if x.source == "the-wire")
    assert bool(tale_claims.denied(wire, "stage")) is (standing == "disputed")
    if stage == "closed":
        assert tale_claims.standing == standing


@pytest.mark.usefixtures("claim")
def test_a_stranger_who_states_the_field_answers_no_denial(tale: Tale) -> None:
    tale.denied(ROUND, by="founder", on="2024-01-11", scope="valuation")
    tale.reported(ROUND, "15B", by="stranger", on="2024-01-12", stage="closed")
    assert "valuation" in open_fields(tale)


@pytest.mark.usefixtures("claim")
def test_a_price_stays_denied_while_only_the_amount_is_stated(tale: Tale) -> None:
    tale.denied(ROUND, by="founder", on="2024-01-11")
    tale.reported(
        ROUND, by="halcyon-co", on="2024-02-01", stage="closed", raised="500M"
    )
    assert open_fields(tale) == {"valuation"}


def test_a_statement_before_the_denial_does_not_answer_it(
    tale: Tale, claim: str
) -> None:
    tale.confirmed(claim, by="halcyon-co", on="2024-01-11", scope="valuation")
    tale.denied(claim, by="founder", on="2024-01-12", scope="valuation")
    assert open_fields(tale) == {"valuation"}


def test_both_on_one_day_the_denial_comes_after_the_confirmation(
    tale: Tale, claim: str
) -> None:
    tale.denied(claim, by="founder", on="2024-01-12", scope="valuation")
    tale.confirmed(claim, by="halcyon-co", on="2024-01-12", scope="valuation")
    assert open_fields(tale) == {"valuation"}
