"""What a round's claims add up to: every standing, in the order in which they match."""

import pytest

from tests.tales import Tale

ROUND = "halcyon/series-b"
NEXT = "halcyon/series-c"


@pytest.mark.parametrize(
    ("stage", "by", "standing"),
    [
        ("aspiration", "the-wire", "rumoured"),
        ("loi_signed", "the-wire", "rumoured"),
        ("committed", "the-wire", "reported"),
        ("closed", "the-wire", "reported"),
        ("in_talks", "halcyon-co", "confirmed"),
        ("loi_signed", "founder", "confirmed"),
        ("committed", "halcyon-co", "confirmed"),
        ("announced", "halcyon-co", "confirmed"),
        ("closed", "founder", "confirmed"),
        ("closed", "stranger", "reported"),
        ("closed", "fund", "reported"),
        ("filed", "sec", "confirmed"),
        ("withdrawn", "halcyon-co", "withdrawn"),
        ("failed", "the-wire", "failed"),
    ],
)
def test_one_claim_has_a_standing(
    tale: Tale, stage: str, by: str, standing: str
) -> None:
    tale.reported(ROUND, "5B", by=by, on="2024-01-10", stage=stage)
    assert tale.standing(ROUND, as_of="2024-01-10") == standing


@pytest.mark.parametrize(
    ("by", "investors", "standing"),
    [
        ("fund", [{"name": "The Fund", "lead": True}], "confirmed"),
        ("fund", [{"name": "The Fund"}], "reported"),
        ("angel", [{"name": "The Fund", "lead": True}], "reported"),
        ("herald", [{"name": "Herald", "lead": True}], "reported"),
    ],
    ids=["the lead", "one who follows", "another", "a paper of the lead's name"],
)
def test_an_investor_speaks_for_the_round_that_it_leads(
    tale: Tale, by: str, investors: list[dict[str, object]], standing: str
) -> None:
    tale.reported(
        ROUND, "5B", by="the-wire", on="2024-01-10", stage="closed", investors=investors
    )
    tale.reported(ROUND, "9B", by=by, on="2024-01-11", stage="closed")
    assert tale.standing(ROUND, as_of="2024-01-11") == standing


@pytest.mark.parametrize(
    ("price", "stage", "standing"),
    [
        ("5B..6B", "committed", "corroborated"),
        ("7B", "committed", "reported"),
        ("5B", "in_talks", "reported"),
        (None, "committed", "reported"),
    ],
    ids=["overlapping", "another figure", "weaker than committed", "no figure"],
)
def test_two_origins_corroborate(
    tale: Tale, price: str | None, stage: str, standing: str
) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.reported(ROUND, price, by="herald", on="2024-01-11", stage=stage)
    assert tale.standing(ROUND, as_of="2024-01-11") == standing


def test_one_source_twice_is_one_origin(tale: Tale) -> None:
    for day in ("2024-01-10", "2024-01-12"):
        tale.reported(ROUND, "5B", by="the-wire", on=day)
    assert tale.standing(ROUND, as_of="2024-01-12") == "reported"


def test_a_copy_with_other_figures_is_a_claim_of_its_own(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    copy = tale.reported(ROUND, "5B..6B", by="herald", on="2024-01-10")
    tale.copied(claim, copy=copy, on="2024-01-10")
    assert tale.standing(ROUND, as_of="2024-01-10") == "corroborated"


def test_a_new_report_after_a_retraction_is_a_new_claim(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.retracted(claim, by="the-wire", on="2024-01-12")
    tale.reported(ROUND, "6B", by="the-wire", on="2024-01-14")
    assert tale.standing(ROUND, as_of="2024-01-13") == "retracted"
    assert tale.standing(ROUND, as_of="2024-01-14") == "reported"
    assert tale.figure("reported", as_of="2024-01-14") == "6B"


def test_a_company_that_walks_its_claim_back_confirms_talks_alone(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="halcyon-co", on="2024-01-10", stage="closed")
    tale.revised(claim, by="halcyon-co", on="2024-01-12", stage="in_talks")
    assert tale.standing(ROUND, as_of="2024-01-11") == "confirmed"
    assert tale.round(ROUND, as_of="2024-01-12").stage == "in_talks"
    assert tale.figure("confirmed", as_of="2024-01-12") is None


@pytest.mark.parametrize(
    ("by", "standing"),
    [("the-wire", "confirmed"), ("founder", "withdrawn"), ("sec", "withdrawn")],
)
def test_only_an_equally_entitled_source_ends_a_round(
    tale: Tale, by: str, standing: str
) -> None:
    tale.reported(ROUND, "5B", by="halcyon-co", on="2024-01-10", stage="announced")
    tale.reported(ROUND, by=by, on="2024-01-12", stage="withdrawn")
    assert tale.standing(ROUND, as_of="2024-01-12") == standing


@pytest.mark.parametrize(
    ("stage", "by", "standing"),
    [
        ("in_talks", "halcyon-co", "rumoured"),
        ("committed", "the-wire", "rumoured"),
        ("announced", "the-wire", "superseded"),
        ("closed", "halcyon-co", "superseded"),
        ("withdrawn", "halcyon-co", "rumoured"),
    ],
)
def test_only_a_round_that_came_about_supersedes(
    tale: Tale, stage: str, by: str, standing: str
) -> None:
    tale.reported(ROUND, "5B", by="herald", on="2024-01-10", stage="in_talks")
    tale.reported(NEXT, by=by, on="2024-02-10", stage=stage, supersedes=[ROUND])
    assert tale.standing(ROUND, as_of="2024-02-10") == standing


def test_a_disputed_round_supersedes_none(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="herald", on="2024-01-10")
    tale.reported(
        NEXT, by="a-blog", on="2024-02-10", stage="closed", supersedes=[ROUND]
    )
    tale.denied(NEXT, by="founder", on="2024-02-11")
    assert tale.standing(ROUND, as_of="2024-02-10") == "superseded"
    assert tale.standing(ROUND, as_of="2024-02-11") == "reported"


def test_rounds_that_supersede_each_other_keep_to_what_was_said_first(
    tale: Tale,
) -> None:
    new = {"stage": "closed", "by": "halcyon-co"}
    tale.reported(NEXT, "6B", on="2024-02-10", supersedes=[ROUND], **new)
    tale.reported(ROUND, "5B", on="2024-03-10", supersedes=[NEXT], **new)
    assert tale.standing(ROUND, as_of="2024-03-10") == "superseded"
    assert tale.standing(NEXT, as_of="2024-03-10") == "confirmed"


def test_a_round_is_superseded_under_the_name_it_was_merged_into(tale: Tale) -> None:
    tale.reported("halcyon/talks", "5B", by="herald", on="2024-01-10")
    tale.joined("halcyon/talks", ROUND, on="2024-01-20")
    tale.reported(
        NEXT, by="herald", on="2024-02-10", stage="closed", supersedes=["halcyon/talks"]
    )
    assert tale.standing(ROUND, as_of="2024-02-10") == "superseded"


@pytest.mark.parametrize("by", ["the-wire", "halcyon-co"])
@pytest.mark.parametrize(
    ("day", "expired"),
    [("2024-02-28", False), ("2024-02-29", True)],
    ids=["364 days", "365 days"],
)
def test_talks_expire_after_365_days_whoever_told_of_them(
    tale: Tale, by: str, day: str, *, expired: bool
) -> None:
    tale.reported(ROUND, "5B", by=by, on="2023-03-01", stage="in_talks")
    assert (tale.standing(ROUND, as_of=day) == "expired") == expired


@pytest.mark.parametrize("stage", ["committed", "announced", "closed", "filed"])
def test_what_somebody_says_was_done_stays_reported(tale: Tale, stage: str) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2023-03-01", stage=stage)
    assert tale.standing(ROUND, as_of="2026-11-01") == "reported"


def test_a_disputed_round_expires(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2023-03-01")
    tale.denied(claim, by="founder", on="2023-03-02")
    assert tale.standing(ROUND, as_of="2024-02-29") == "disputed"
    assert tale.standing(ROUND, as_of="2024-03-01") == "expired"


def test_a_confirmed_round_never_expires(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="halcyon-co", on="2020-03-01", stage="closed")
    assert tale.standing(ROUND, as_of="2026-01-01") == "confirmed"


@pytest.mark.parametrize("news", ["comment", "carrier", "copy", "denial", "revision"])
def test_copies_and_comments_keep_no_round_from_expiring(tale: Tale, news: str) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2023-03-01", stage="in_talks")
    day = "2023-12-01"
    match news:
        case "comment":
            tale.commented(ROUND, by="halcyon-co", on=day)
        case "carrier":
            tale.copied(claim, carrier="a-blog", on=day)
        case "copy":
            copy = tale.reported(ROUND, "5B", by="a-blog", on=day, stage="in_talks")
            tale.copied(claim, copy=copy, on=day)
        case "denial":
            tale.denied(claim, by="stranger", on=day, scope="investors")
        case "revision":
            tale.revised(claim, by="the-wire", on=day, price="6B")
    kept = news in {"denial", "revision"}
    found = tale.standing(ROUND, as_of="2024-06-01")
    assert found == ("rumoured" if kept else "expired")


def test_a_company_keeps_prices_apart_from_rounds(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.valued("halcyon", "6B", "tender", by="herald", on="2024-01-11")
    tale.valued("kestrel", "7B", "tender", by="herald", on="2024-01-11")
    found = tale.company(as_of="2024-02-01")
    assert [claim.source for claim in found.prices] == ["herald"]
    assert [claim.source for claim in found.rounds[ROUND].claims] == ["the-wire"]
    assert len(found.claims) == 2


def test_what_is_said_of_another_company_is_left_out(tale: Tale) -> None:
    one = tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    two = tale.reported("kestrel/a", "5B", by="the-wire", on="2024-01-10")
    merged = tale.merged("kestrel", "halcyon", "acquired", on="2024-01-12")
    denial = tale.denied(one, by="founder", on="2024-01-11")
    tale.moved(one, "kestrel/b", on="2024-01-13")
    found = tale.company(as_of="2024-01-12")
    assert {row.id for row in found.rows} == {one, denial, merged}
    other = tale.company("kestrel", as_of="2024-01-12")
    assert {row.id for row in other.rows} == {two, merged}
    assert tale.company(as_of="2024-01-13").rounds == {}
    assert one in {row.id for row in tale.company("kestrel", as_of="2024-01-13").rows}


@pytest.mark.parametrize(
    ("taken_back", "scope", "standing"),
    [
        (False, "whole", "confirmed_after_denial"),
        (False, "investors", "confirmed"),
        (True, "whole", "confirmed"),
    ],
)
def test_a_round_is_confirmed_after_a_denial_that_was_answered(
    tale: Tale, scope: str, standing: str, *, taken_back: bool
) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    denial = tale.denied(ROUND, by="founder", on="2024-01-11", scope=scope)
    if taken_back:
        tale.retracted(denial, by="founder", on="2024-01-12")
    tale.reported(ROUND, "5B", by="halcyon-co", on="2024-01-13", stage="closed")
    assert tale.standing(ROUND, as_of="2024-01-13") == standing


def test_a_denial_after_the_companys_word_makes_no_confirmation_of_it(
    tale: Tale,
) -> None:
    tale.reported(ROUND, "5B", by="halcyon-co", on="2024-01-10", stage="closed")
    tale.denied(ROUND, by="stranger", on="2024-01-11")
    assert tale.standing(ROUND, as_of="2024-01-11") == "confirmed"


@pytest.mark.parametrize("later", [False, True], ids=["no more", "stated later"])
def test_what_answers_a_denial_on_another_round_confirms_nothing_on_this_one(
    tale: Tale, *, later: bool
) -> None:
    one = tale.reported(ROUND, "5B", by="halcyon-co", on="2024-01-10", stage="closed")
    other = tale.reported(NEXT, "9B", by="the-wire", on="2024-01-10", stage="closed")
    tale.say(
        "claim.denied",
        company="halcyon",
        claims=[one, other],
        scope=["whole"],
        source="founder",
        published="2024-01-11",
        form="false",
    )
    tale.confirmed(other, by="halcyon-co", on="2024-01-12")
    if later:
        tale.reported(ROUND, by="halcyon-co", on="2024-01-13", stage="rumoured")
    assert tale.standing(ROUND, as_of="2024-01-14") == "confirmed"
    assert tale.standing(NEXT, as_of="2024-01-14") == "confirmed_after_denial"


@pytest.mark.parametrize(
    ("about", "kept"),
    [("claim", True), ("round", True), ("other", False)],
)
def test_news_of_a_round_is_all_that_answers_it(
    tale: Tale, about: str, *, kept: bool
) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2023-03-01", stage="in_talks")
    other = tale.reported(NEXT, "5B", by="the-wire", on="2023-03-01", stage="in_talks")
    target = {"claim": claim, "round": ROUND, "other": other}[about]
    tale.denied(target, by="stranger", on="2023-12-01", scope="investors")
    tale.denied(other, by="stranger", on="2023-04-01", scope="investors")
    found = tale.standing(ROUND, as_of="2024-06-01")
    assert found == ("rumoured" if kept else "expired")


@pytest.mark.parametrize(
    ("scope", "stage", "figure", "standing"),
    [
        ("valuation", "committed", "5B", "corroborated"),
        ("whole", "committed", "5B", "corroborated"),
        ("stage", "committed", "5B", "reported"),
        ("valuation", "committed", "undisclosed", "reported"),
        ("valuation", "in_talks", "5B", "rumoured"),
    ],
)
def test_a_paper_that_stands_by_a_figure_corroborates_it(
    tale: Tale, scope: str, stage: str, figure: str, standing: str
) -> None:
    claim = tale.reported(ROUND, figure, by="the-wire", on="2024-01-10", stage=stage)
    tale.confirmed(claim, by="herald", on="2024-01-11", scope=scope)
    assert tale.standing(ROUND, as_of="2024-01-11") == standing


@pytest.mark.parametrize(
    ("first", "second", "standing"),
    [
        ([("tranche", "1B")], [("round_total", "1B")], "reported"),
        ([("round_total", "1B")], [("round_total", "1B")], "corroborated"),
        ([("round_total", "1B")], [("round_total", "2B")], "reported"),
    ],
)
def test_only_the_same_field_agrees(
    tale: Tale,
    first: list[tuple[str, str]],
    second: list[tuple[str, str]],
    standing: str,
) -> None:
    tale.reported(ROUND, by="the-wire", on="2024-01-10", raised=first)
    tale.reported(ROUND, by="herald", on="2024-01-10", raised=second)
    assert tale.standing(ROUND, as_of="2024-01-10") == standing


@pytest.mark.parametrize(
    ("kinds", "standing"),
    [
        (("post_money", "post_money"), "corroborated"),
        (("post_money", "unspecified"), "corroborated"),
        (("post_money", "pre_money"), "reported"),
    ],
)
def test_prices_of_other_kinds_do_not_agree(
    tale: Tale, kinds: tuple[str, str], standing: str
) -> None:
    for paper, kind in zip(("the-wire", "herald"), kinds, strict=True):
        tale.reported(ROUND, "5B", by=paper, on="2024-01-10", kind=kind)
    assert tale.standing(ROUND, as_of="2024-01-10") == standing


def test_two_that_agree_in_price_and_not_in_amount_do_not_agree(tale: Tale) -> None:
    for paper, raised in (("the-wire", "1B"), ("herald", "2B")):
        tale.reported(ROUND, "5B", by=paper, on="2024-01-10", raised=raised)
    assert tale.standing(ROUND, as_of="2024-01-10") == "reported"


def test_a_round_that_was_ended_goes_on_when_its_equals_say_so(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="halcyon-co", on="2024-01-10", stage="announced")
    ended = tale.reported(ROUND, by="founder", on="2024-01-12", stage="withdrawn")
    tale.reported(ROUND, by="the-wire", on="2024-01-13", stage="closed")
    found = tale.round(ROUND, as_of="2024-01-13")
    assert found.ended_by is not None
    assert (found.standing, found.ended_by.id) == ("withdrawn", ended)
    tale.reported(ROUND, by="halcyon-co", on="2024-01-14", stage="committed")
    found = tale.round(ROUND, as_of="2024-01-14")
    assert (found.stage, found.ended_by) == ("closed", None)


def test_a_second_word_at_one_stage_holds_it_at_the_higher_rank(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10", stage="closed")
    tale.reported(ROUND, "5B", by="halcyon-co", on="2024-01-11", stage="closed")
    tale.reported(ROUND, by="herald", on="2024-01-12", stage="withdrawn")
    assert tale.round(ROUND, as_of="2024-01-12").stage == "closed"
    assert tale.standing(ROUND, as_of="2024-01-12") == "confirmed"


def test_on_one_day_those_that_end_a_round_come_last(tale: Tale) -> None:
    tale.reported(ROUND, by="founder", on="2024-01-10", stage="withdrawn")
    tale.reported(ROUND, "5B", by="halcyon-co", on="2024-01-10", stage="announced")
    assert tale.standing(ROUND, as_of="2024-01-10") == "withdrawn"
