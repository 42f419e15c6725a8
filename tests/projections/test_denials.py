"""Denials: whom they cover, in which fields, and what ends them."""

from typing import Any

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


@pytest.mark.parametrize(
    ("form", "scope", "fields"),
    [
        ("not_raising_now", None, {"stage"}),
        ("not_raising_now", "valuation", {"valuation"}),
        ("false", "raised timing", {"raised", "timing"}),
        ("false", "whole", {"raised", "valuation", "stage", "investors", "timing"}),
    ],
)
def test_a_denial_contradicts_what_its_scope_says(
    tale: Tale, claim: str, form: str, scope: str | None, fields: set[str]
) -> None:
    tale.say(
        "claim.denied",
        company="halcyon",
        claims=[claim],
        source="founder",
        published="2024-01-11",
        form=form,
        scope=None if scope is None else scope.split(),
    )
    (found,) = tale.company(as_of="2024-01-11").denials
    assert found.fields == fields
    assert found.whole is (scope == "whole")
    assert found.not_raising_now is (form == "not_raising_now")
    assert (found.taken_back, found.over, found.denied_by) == (
        None,
        False,
        [],
    )


def stated(tale: Tale, as_of: str = "2024-06-01") -> list[tuple[set[str], bool]]:
    """What entitled parties state of the round: the fields, and whether firmly."""
    found = tale.round(ROUND, as_of=as_of)
    return [(set(one.fields), one.firm) for one in found.statements]


@pytest.mark.parametrize(
    ("stage", "more", "fields", "firm"),
    [
        ("in_talks", {}, {"stage"}, False),
        ("committed", {}, {"stage"}, True),
        ("announced", {}, {"stage", "timing"}, True),
        ("closed", {"raised": "1B"}, {"stage", "timing", "raised"}, True),
        ("committed", {"price": "5B"}, {"stage", "valuation"}, True),
        ("committed", {"effective": "2024-01-01"}, {"stage", "timing"}, True),
        ("committed", {"investors": [{"name": "A"}]}, {"stage", "investors"}, True),
        ("committed", {"raised": "undisclosed"}, {"stage"}, True),
        ("withdrawn", {}, set(), False),
    ],
)
def test_an_entitled_party_states_the_fields_that_it_gives(
    tale: Tale, stage: str, more: dict[str, Any], fields: set[str], *, firm: bool
) -> None:
    tale.reported(ROUND, by="halcyon-co", on="2024-01-10", stage=stage, **more)
    assert stated(tale) == [(fields, firm)]


def test_a_revision_states_only_what_it_changes(tale: Tale) -> None:
    one = tale.reported(ROUND, by="halcyon-co", on="2024-01-10", stage="closed")
    tale.revised(one, by="halcyon-co", on="2024-01-11", price="5B")
    assert [fields for fields, _ in stated(tale)] == [
        {"stage", "timing"},
        {"valuation"},
    ]


def test_a_party_that_stands_by_a_claim_states_what_is_in_scope(
    tale: Tale, claim: str
) -> None:
    tale.commented(ROUND, by="halcyon-co", on="2024-01-11")
    tale.confirmed(claim, by="herald", on="2024-01-11")
    said = tale.confirmed(claim, by="founder", on="2024-01-12", scope="raised timing")
    assert stated(tale) == [({"raised"}, True)]
    tale.retracted(said, by="founder", on="2024-01-13")
    assert stated(tale) == []


def test_standing_by_what_was_withdrawn_or_is_no_round_states_nothing(
    tale: Tale, claim: str
) -> None:
    price = tale.valued("halcyon", "7B", "tender", by="herald", on="2024-01-10")
    tale.confirmed(price, by="halcyon-co", on="2024-01-11", scope="valuation")
    tale.confirmed(claim, by="halcyon-co", on="2024-01-11")
    assert len(stated(tale)) == 1
    tale.retracted(claim, by="the-wire", on="2024-01-12")
    assert stated(tale) == []


def test_a_party_may_stand_by_a_denial(tale: Tale, claim: str) -> None:
    denial = tale.denied(claim, by="founder", on="2024-01-11")
    tale.confirmed(denial, by="halcyon-co", on="2024-01-12")
    assert tale.standing(ROUND, as_of="2024-01-12") == "disputed"
    assert stated(tale) == []


def test_an_arranger_states_no_price(tale: Tale) -> None:
    said = {"raised": "1B", "stage": "closed", "on": "2024-01-10"}
    tale.reported(ROUND, by="the-wire", arrangers=["Angel"], **said)
    tale.reported(ROUND, "5B", by="angel", **said)
    assert stated(tale) == [({"raised", "stage", "timing"}, True)]


def test_of_a_whole_claim_only_what_it_says_is_denied(tale: Tale) -> None:
    claim = tale.reported(ROUND, by="the-wire", on="2024-01-10", effective="2024-01-09")
    tale.denied(claim, by="founder", on="2024-01-11")
    assert open_fields(tale) == {"stage", "timing"}


def test_an_answer_to_one_field_leaves_the_others_denied(
    tale: Tale, claim: str
) -> None:
    denial = tale.denied(claim, by="founder", on="2024-01-11", scope="raised valuation")
    said = tale.confirmed(claim, by="halcyon-co", on="2024-01-12", scope="raised")
    found = tale.round(ROUND, as_of="2024-01-12")
    (one,) = found.denials
    (live,) = found.live
    assert one.row.id == denial
    assert {name: row.id for name, row in one.answers_to(live).items()} == {
        "raised": said
    }
    assert one.open_on(live) == {"valuation"}
    assert one.open is True


def test_a_later_denial_does_not_cover_what_it_does_not_name(
    tale: Tale, claim: str
) -> None:
    tale.reported(ROUND, "16B", by="herald", on="2024-01-10")
    tale.denied(claim, by="founder", on="2024-01-11", scope="raised")
    found = tale.round(ROUND, as_of="2024-01-11")
    denied = {one.source for one in found.live if found.denials[0].open_on(one)}
    assert denied == {"the-wire"}
