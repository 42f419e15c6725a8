"""Scores: what moves them, what does not, and when they are no knowledge."""

from math import fsum

import pytest

from ledger.credibility.beta import logit
from tests.credibility.asked import believed, moment, score, weighed
from tests.tales import Tale

COMPANY = "halcyon"


def settled(tale: Tale, label: str, year: int, by: str, price: str = "10B") -> str:
    """Tell of a report in January, and of the company's word in March."""
    name = f"{COMPANY}/{label}"
    claim = tale.reported(name, price, by=by, on=f"{year}-01-10", stage="in_talks")
    tale.reported(name, "10B", by="halcyon-co", on=f"{year}-03-01", stage="closed")
    return claim


def test_a_source_without_settled_claims_has_its_kinds_prior_and_is_unrated(
    tale: Tale,
) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-10")
    found = score(tale, "herald", as_of="2024-02-01")
    assert (found.label, found.n, found.letter) == ("unrated", 0, "F")
    assert found.mean == found.prior == pytest.approx(0.75)


def test_a_kinds_prior_is_learned_from_its_other_sources_alone(tale: Tale) -> None:
    for number in range(3):
        settled(tale, f"r{number}", 2020 + number, "gazette")
    assert score(tale, "herald").of_kind > 0.75
    assert score(tale, "gazette").of_kind == pytest.approx(0.75)


def test_labels_follow_the_number_of_settled_claims(tale: Tale) -> None:
    labels = []
    for number in range(9):
        settled(tale, f"r{number}", 2010 + number, "herald")
        labels.append(score(tale, "herald").label)
    assert labels[0] == "unrated"  # one party's word weighs 0.8 of a claim
    assert labels[1:5] == ["provisional"] * 4
    assert labels[-1] == "rated"


def test_rows_add_up_to_the_score(tale: Tale) -> None:
    for number in range(3):
        settled(tale, f"r{number}", 2018 + number, "herald", "9B")
    tale.reported("halcyon/lapsed", "3B", by="herald", on="2019-01-01")
    for field in ("occurrence", "valuation"):
        found = score(tale, "herald", field=field)
        a = fsum([found.prior * found.strength, *(x.plus for x in found.rows)])
        b = fsum([(1 - found.prior) * found.strength, *(x.minus for x in found.rows)])
        assert abs(a - found.a) < 1e-12
        assert abs(b - found.b) < 1e-12
        assert abs(a / (a + b) - found.mean) < 1e-12


def test_claims_and_revisions_of_one_source_on_a_round_share_one_vote(
    tale: Tale,
) -> None:
    first = settled(tale, "a", 2024, "herald", "9B")
    one = score(tale, "herald")
    tale.revised(first, by="herald", on="2024-01-20", price="10B")
    tale.reported("halcyon/a", "9.5B", by="herald", on="2024-02-01", stage="in_talks")
    again = score(tale, "herald")
    assert again.n == pytest.approx(one.n)
    assert again.mean == pytest.approx(one.mean)
    prices = score(tale, "herald", field="valuation")
    assert [x.row.weight for x in prices.rows] == pytest.approx([0.12, 0.12, 0.24])


def test_a_relay_moves_no_belief_no_figure_and_no_original_score(tale: Tale) -> None:
    claim = settled(tale, "a", 2024, "herald")
    rumour = tale.reported("halcyon/b", "20B", by="gazette", on="2024-06-01")
    before = weighed(tale, "halcyon/b"), score(tale, "herald"), score(tale, "a-blog")
    for origin in (claim, rumour):
        tale.copied(origin, carrier="a-blog", on="2024-01-11")
    after = weighed(tale, "halcyon/b"), score(tale, "herald"), score(tale, "a-blog")
    assert after[0].belief == before[0].belief
    assert after[1:] == before[1:]
    assert score(tale, "a-blog", "relay").plus > 0


def test_a_silent_copy_within_72_hours_is_a_copy_and_a_later_one_is_not(
    tale: Tale,
) -> None:
    tale.reported("halcyon/a", "10B", by="herald", on="2024-01-10T10:00Z")
    tale.reported("halcyon/a", "10B", by="a-blog", on="2024-01-13T10:00Z")
    one = believed(tale, "halcyon/a", as_of="2024-01-14")
    assert len(weighed(tale, "halcyon/a").belief.voices[1].claims) == 2
    tale.reported("halcyon/a", "10B", by="gazette", on="2024-01-13T10:01Z")
    assert believed(tale, "halcyon/a", as_of="2024-01-14") > one


def test_a_copy_that_adds_a_figure_or_a_stage_is_an_origin(tale: Tale) -> None:
    tale.reported("halcyon/a", by="herald", on="2024-01-10", stage="in_talks")
    tale.reported("halcyon/a", "10B", by="gazette", on="2024-01-11", stage="in_talks")
    tale.reported("halcyon/a", by="the-wire", on="2024-01-11", stage="closed")
    origins = [
        x for x in weighed(tale, "halcyon/a").belief.voices if x.what == "origin"
    ]
    assert {voice.source for voice in origins} == {"herald", "gazette", "the-wire"}


def test_what_its_source_took_back_counts_against_it_less_if_at_once(
    tale: Tale,
) -> None:
    for label, day in (("a", "2024-01-12"), ("b", "2024-03-12")):
        claim = tale.reported(f"halcyon/{label}", "1B", by="herald", on="2024-01-10")
        tale.retracted(claim, by="herald", on=day)
    rows = {x.row.round: x for x in score(tale, "herald", as_of="2024-04-01").rows}
    assert rows["halcyon/a"].row.weight == pytest.approx(0.8 * 0.7)
    assert rows["halcyon/b"].row.weight == pytest.approx(0.8)
    assert {x.row.grade for x in rows.values()} == {0.0}


def denied_nats(tale: Tale, name: str) -> float:
    voices = weighed(tale, name, as_of="2026-01-20").belief.voices
    return next(voice.nats for voice in voices if voice.what == "denial")


@pytest.mark.parametrize(("real", "weaker"), [(True, True), (False, False)])
def test_a_denier_who_was_wrong_moves_belief_less_and_one_who_was_right_more(
    tale: Tale, *, real: bool, weaker: bool
) -> None:
    name = "halcyon/now"
    tale.reported(name, "10B", by="herald", on="2026-01-10", stage="in_talks")
    tale.denied(name, by="founder", on="2026-01-11")
    before = denied_nats(tale, name)
    end = {"investors": [{"name": "The Fund", "lead": True}]}
    for number in range(3):
        old, year = f"halcyon/r{number}", 2021 + number
        tale.reported(old, "10B", by="herald", on=f"{year}-01-10", stage="in_talks")
        tale.denied(old, by="founder", on=f"{year}-01-11")
        stage = "closed" if real else "failed"
        for by in ("halcyon-co", "fund"):
            tale.reported(old, by=by, on=f"{year}-03-01", stage=stage, **end)  # type: ignore[arg-type]
    after = denied_nats(tale, name)
    assert (abs(after) < abs(before)) is weaker
    right = score(tale, "founder", "denial").plus
    assert bool(right) is not real


def test_who_was_wrong_in_every_settled_case_takes_nothing_away(tale: Tale) -> None:
    for number in range(6):
        old, year = f"halcyon/r{number}", 2018 + number
        tale.reported(old, "10B", by="herald", on=f"{year}-01-10", stage="in_talks")
        tale.denied(old, by="founder", on=f"{year}-01-11")
        tale.reported(old, "10B", by="halcyon-co", on=f"{year}-03-01", stage="closed")
    name = "halcyon/now"
    tale.reported(name, "10B", by="herald", on="2026-01-10", stage="in_talks")
    tale.denied(name, by="founder", on="2026-01-11")
    assert denied_nats(tale, name) > -0.2
    found = moment(tale).scores.denier("party:halcyon")
    assert (found.denied_real, found.real, found.unreal) == (6, 6, 0)


def test_what_an_honest_party_does_not_deny_is_believed_more(tale: Tale) -> None:
    for number in range(8):
        real = number % 2 == 0
        name, year = f"halcyon/r{number}", 2014 + number
        tale.reported(name, "10B", by="herald", on=f"{year}-01-10", stage="in_talks")
        if not real:
            tale.denied(name, by="founder", on=f"{year}-01-11")
        end = {"investors": [{"name": "The Fund", "lead": True}]}
        for by in ("halcyon-co", "fund"):
            stage = "closed" if real else "failed"
            tale.reported(name, by=by, on=f"{year}-03-01", stage=stage, **end)  # type: ignore[arg-type]
    tale.reported("halcyon/now", "9B", by="herald", on="2026-01-10", stage="in_talks")
    nats = {
        voice.what: voice.nats
        for voice in weighed(tale, "halcyon/now", as_of="2026-01-20").belief.voices
    }
    assert nats["undenied"] > 0.9


def test_fates_count_rounds_and_a_lapse_is_no_miss(tale: Tale) -> None:
    for number in range(3):
        settled(tale, f"r{number}", 2018 + number, "herald")
    for number in range(2):
        on = {"by": "herald", "on": f"2021-0{number + 1}-01"}
        tale.reported(f"halcyon/x{number}", "1B", **on)
        tale.reported(f"halcyon/x{number}", "1B", **on, stage="in_talks")
    assert score(tale, "herald").fates == (3, 0, 2)


def test_one_interest_counts_once(tale: Tale) -> None:
    name = "halcyon/now"
    tale.reported(name, "10B", by="herald", on="2026-01-10", stage="in_talks")
    tale.denied(name, by="founder", on="2026-01-11")
    one = believed(tale, name, as_of="2026-01-12")
    tale.denied(name, by="halcyon-co", on="2026-01-11")
    assert believed(tale, name, as_of="2026-01-12") == one
    tale.denied(name, by="fund", on="2026-01-11")
    assert believed(tale, name, as_of="2026-01-12") < one


@pytest.mark.parametrize(
    ("scope", "form", "acts"),
    [
        ("whole", "fake", True),
        ("stage", "false", True),
        ("whole", "not_raising_now", True),
        ("stage", "not_raising_now", True),
        ("timing", "not_raising_now", True),
        ("valuation", "inaccurate", False),
        ("whole", "played_down", False),
    ],
)
def test_denials_act_where_they_should(
    tale: Tale, scope: str, form: str, *, acts: bool
) -> None:
    name = "halcyon/now"
    tale.reported(name, "10B", by="herald", on="2026-01-10", stage="in_talks")
    before = believed(tale, name, as_of="2026-01-12")
    tale.denied(name, by="founder", on="2026-01-11", scope=scope, form=form)
    assert (believed(tale, name, as_of="2026-01-12") < before) is acts


def test_a_denial_of_timing_fades_after_90_days(tale: Tale) -> None:
    name = "halcyon/now"
    tale.reported(name, "10B", by="herald", on="2026-01-10", stage="in_talks")
    on = {"by": "founder", "on": "2026-01-11", "form": "not_raising_now"}
    tale.denied(name, scope="timing", **on)
    whats = [
        {voice.what for voice in weighed(tale, name, as_of=day).belief.voices}
        for day in ("2026-04-10", "2026-04-11")
    ]
    assert ["denial" in what for what in whats] == [True, False]


def test_a_comment_moves_nothing(tale: Tale) -> None:
    name = "halcyon/now"
    tale.reported(name, "10B", by="herald", on="2026-01-10", stage="in_talks")
    before = weighed(tale, name, as_of="2026-01-12").belief
    tale.commented(name, by="founder", on="2026-01-11")
    assert weighed(tale, name, as_of="2026-01-12").belief == before


def test_a_typo_that_is_mended_was_never_made(tale: Tale) -> None:
    right = settled(tale, "a", 2024, "herald", "10B")
    clean = score(tale, "herald", field="valuation").mean
    before = tale.book.log.head().seq
    tale.corrected(right, valuation=[{"figure": "1B", "kind": "post_money"}])
    wrong = score(tale, "herald", field="valuation").mean
    assert wrong < clean
    tale.corrected(right, valuation=[{"figure": "10B", "kind": "post_money"}])
    assert score(tale, "herald", field="valuation").mean == clean
    then = score(tale, "herald", field="valuation", known_at=f"seq:{before + 1}")
    assert then.mean == wrong


def test_a_voided_report_has_no_row(tale: Tale) -> None:
    claim = settled(tale, "a", 2024, "herald")
    assert score(tale, "herald").rows
    tale.voided(claim)
    assert not score(tale, "herald").rows


def test_the_share_of_lapses_is_told(tale: Tale) -> None:
    settled(tale, "a", 2020, "herald")
    for number in range(4):
        tale.reported(f"halcyon/x{number}", "1B", by="herald", on=f"2021-0{number + 1}")
    found = score(tale, "herald")
    assert 0.5 < found.n < 0.8  # one party's word, less P(it has changed since)
    assert found.label == "unrated"
    assert 0.4 < found.lapsed < 0.8


def test_lapses_alone_leave_a_source_unrated(tale: Tale) -> None:
    for number in range(9):
        on = f"2021-0{number + 1}"
        tale.reported(f"halcyon/x{number}", "1B", by="herald", on=on)
    found = score(tale, "herald")
    assert len(found.rows) == 9
    assert (found.label, found.n, found.lapsed) == ("unrated", 0, 1)
    assert found.mean < found.prior


def test_where_no_round_is_ever_announced_a_lapse_says_little(tale: Tale) -> None:
    for number in range(40):
        on = f"20{10 + number // 4}-0{1 + number % 4}-01"
        tale.reported(f"halcyon/x{number}", "1B", by="gazette", on=on)
    quiet = moment(tale).scores.quiet
    assert 0 > quiet.lapse > moment(tale, as_of="2009-01-01").scores.quiet.lapse


def test_a_source_that_changed_loses_its_past(tale: Tale) -> None:
    for number in range(8):
        settled(tale, f"good{number}", 2003 + number, "herald")
    steady = score(tale, "herald")
    for number in range(8):
        name = f"halcyon/bad{number}"
        claim = tale.reported(name, "1B", by="herald", on=f"{2012 + number}-01-01")
        tale.retracted(claim, by="herald", on=f"{2012 + number}-06-01")
    found = score(tale, "herald")
    assert steady.changed < 0.35
    assert found.changed > 0.9
    assert found.rows[0].share < 0.2
    assert found.mean < 0.35


def test_a_half_life_lets_old_claims_count_less(tale: Tale) -> None:
    settled(tale, "a", 2020, "herald")
    basis = tale.book.basis(as_of="2024-03-01")
    kept = tale.book.believing.moment(basis).value.scores.score("herald", "press")
    aged = tale.book.believing.moment(basis, half_life=1516.0).value.scores
    assert aged.score("herald", "press").plus == pytest.approx(kept.plus / 2, rel=1e-2)


def test_voices_add_up_to_the_belief(tale: Tale) -> None:
    name = "halcyon/now"
    tale.reported(name, "10B", by="herald", on="2026-01-10", stage="in_talks")
    tale.reported(name, "11B", by="gazette", on="2026-02-10", stage="committed")
    tale.denied(name, by="founder", on="2026-01-11")
    belief = weighed(tale, name, as_of="2026-06-01").belief
    assert {voice.what for voice in belief.voices} >= {"base", "origin", "silence"}
    total = fsum(voice.nats for voice in belief.voices)
    assert abs(total - logit(belief.chance)) < 1e-9


def test_a_round_that_nobody_reports_any_longer_is_believed_less(tale: Tale) -> None:
    name, before, after = "halcyon/now", "2026-01-25", "2026-01-27"
    claim = tale.reported(name, "10B", by="herald", on="2026-01-10", stage="in_talks")
    copy = tale.reported(name, "10B", by="a-blog", on="2026-01-11", stage="in_talks")
    tale.copied(claim, copy=copy, on="2026-01-11")
    tale.retracted(claim, by="herald", on="2026-01-26")
    voices = {
        voice.what: voice
        for voice in weighed(tale, name, as_of=after).belief.voices
        if voice.what != "base"
    }
    assert voices.keys() == {"retracted"}
    assert voices["retracted"].source == "herald"
    assert voices["retracted"].nats < -1
    assert believed(tale, name, as_of=after) < 0.3 < believed(tale, name, as_of=before)


def test_what_one_of_two_takes_back_leaves_the_word_of_the_other(tale: Tale) -> None:
    for name in ("halcyon/one", "halcyon/both"):
        tale.reported(name, "10B", by="gazette", on="2026-01-10", stage="in_talks")
    both = {"by": "herald", "on": "2026-01-20"}
    claim = tale.reported("halcyon/both", "12B", stage="in_talks", **both)
    tale.retracted(claim, by="herald", on="2026-01-26")
    one, other = (
        weighed(tale, name, as_of="2026-01-27").belief
        for name in ("halcyon/one", "halcyon/both")
    )
    assert [x.what for x in one.voices] == [x.what for x in other.voices]
    assert "retracted" not in {voice.what for voice in other.voices}
