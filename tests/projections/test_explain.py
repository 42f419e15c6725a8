"""Every claim is accounted for: counted under a figure, or set aside for a reason."""

import pytest

from tests.tales import Tale

OLD = "halcyon/series-a"
ROUND = "halcyon/series-b"


def reasons(tale: Tale, as_of: str) -> dict[int, tuple[tuple[str, ...], str]]:
    """Give, by sequence number, the figures that rest on a claim, and the reason."""
    answer = tale.book.explain("halcyon", tale.book.basis(as_of=as_of))
    return {
        reason.claim.seq: (reason.counted, str(reason.reason))
        for reason in answer.value.reasons
    }


def seq(tale: Tale, event: str) -> int:
    return tale.book.event(event).seq


def test_no_claim_is_left_out(tale: Tale) -> None:
    told = [
        tale.reported(OLD, "3B", by="herald", on="2023-01-10"),
        tale.reported(ROUND, "9B", by="halcyon-co", on="2023-06-10", stage="closed"),
        tale.reported(ROUND, "8B", by="the-wire", on="2023-06-01"),
        tale.valued("halcyon", "7B", "offer", by="a-blog", on="2023-06-01"),
    ]
    found = reasons(tale, "2023-06-10")
    assert sorted(found) == sorted(seq(tale, event) for event in told)
    assert found[seq(tale, told[1])][0] == ("confirmed",)
    assert found[seq(tale, told[2])] == (
        (),
        "an entitled party states the price of this round",
    )
    assert found[seq(tale, told[3])][1].startswith("a bid is not a valuation")


def test_what_was_retracted_or_copied_names_the_event_that_says_so(tale: Tale) -> None:
    one = tale.reported(ROUND, "9B", by="herald", on="2023-06-01")
    two = tale.reported(ROUND, "9B", by="the-wire", on="2023-06-01")
    copied = tale.copied(one, copy=two, on="2023-06-01")
    taken = tale.retracted(one, by="herald", on="2023-06-02")
    found = reasons(tale, "2023-06-02")
    assert found[seq(tale, one)][1].endswith(f"(event {seq(tale, taken)})")
    assert found[seq(tale, two)][1].endswith(f"(event {seq(tale, copied)})")


def test_a_claim_that_takes_effect_later_says_when(tale: Tale) -> None:
    claim = tale.reported(
        ROUND, "9B", by="herald", on="2023-06-01", effective="2023-09-15"
    )
    found = reasons(tale, "2023-06-01")
    reason = "agreed, and takes effect only on 2023-09-15"
    assert found[seq(tale, claim)] == (("sought agreed",), reason)


def test_open_denials_are_listed_with_what_they_deny(tale: Tale) -> None:
    claim = tale.reported(ROUND, "9B", by="herald", on="2023-06-01")
    denial = tale.denied(claim, by="founder", on="2023-06-02")
    answer = tale.book.explain("halcyon", tale.book.basis(as_of="2023-06-02"))
    assert [x.against for x in answer.value.reasons] == [(seq(tale, denial),)]


def test_talks_give_way_to_a_newer_round(tale: Tale) -> None:
    talks = tale.reported(OLD, "4B", by="the-wire", on="2023-01-10", stage="in_talks")
    tale.reported(OLD, None, by="herald", on="2023-02-10", stage="closed")
    assert reasons(tale, "2023-02-10")[seq(tale, talks)][0] == ("reported",)
    tale.reported(ROUND, "9B", by="halcyon-co", on="2023-06-10", stage="closed")
    reason = reasons(tale, "2023-06-10")[seq(tale, talks)][1]
    assert reason == f"the newest confirmed price is that of {ROUND}"


def test_each_price_gives_way_to_a_newer_one_of_its_own_figure(tale: Tale) -> None:
    own = {"by": "halcyon-co", "stage": "closed"}
    first = tale.reported(OLD, "3B", on="2023-01-10", **own)
    told = tale.reported(
        "halcyon/c", "6B", by="herald", on="2023-02-01", stage="closed"
    )
    tale.reported(ROUND, "5B", on="2023-03-01", **own)
    tale.reported("halcyon/d", "9B", by="herald", on="2023-06-01", stage="closed")
    found = reasons(tale, "2023-06-10")
    reason = "the newest {} price is that of halcyon/{}".format
    assert found[seq(tale, first)] == ((), reason("confirmed", "series-b"))
    assert found[seq(tale, told)] == ((), reason("reported", "d"))


def test_talks_give_way_to_a_newer_price_that_is_denied(tale: Tale) -> None:
    talks = tale.reported(OLD, "4B", by="the-wire", on="2023-01-10", stage="in_talks")
    tale.reported(OLD, None, by="herald", on="2023-02-10", stage="closed")
    newer = tale.reported(OLD, "5B", by="a-blog", on="2023-02-11", stage="in_talks")
    tale.denied(newer, by="founder", on="2023-02-12")
    found = reasons(tale, "2023-02-12")
    assert found[seq(tale, talks)] == (
        (),
        "a price of the round that is denied is newer than its talks",
    )
    asked = "only in talks, and the round is closed by now"
    assert found[seq(tale, newer)] == ((), asked)


def test_what_was_asked_says_whether_its_own_round_closed(tale: Tale) -> None:
    own = tale.reported(OLD, "4B", by="the-wire", on="2023-01-10", stage="in_talks")
    tale.reported(OLD, "5B", by="herald", on="2023-02-10", stage="closed")
    reason = reasons(tale, "2023-02-10")[seq(tale, own)][1]
    assert reason == "only in talks, and the round is closed by now"
    other = tale.reported(ROUND, "7B", by="a-blog", on="2023-03-10", stage="in_talks")
    tale.reported("halcyon/series-c", "9B", by="herald", on="2023-06-10")
    reason = reasons(tale, "2023-06-10")[seq(tale, other)][1]
    assert reason == "a priced round, or a sale, came after it"


def test_what_was_asked_gives_way_to_what_is_asked_in_a_newer_round(
    tale: Tale,
) -> None:
    older = tale.reported(OLD, "4B", by="herald", on="2023-01-10", stage="seeking")
    newer = tale.reported(ROUND, "9B", by="herald", on="2023-06-01", stage="seeking")
    found = reasons(tale, "2023-06-01")
    assert found[seq(tale, newer)][0] == ("sought",)
    reason = f"the newest sought price is that of {ROUND}"
    assert found[seq(tale, older)] == ((), reason)


def test_what_was_asked_outside_a_round_is_ended_by_a_sale_alone(tale: Tale) -> None:
    def asked(figure: str, on: str, stage: str = "in_talks") -> str:
        return tale.valued("halcyon", figure, "tender", by="herald", on=on, stage=stage)

    round_ = tale.reported(ROUND, "9B", by="herald", on="2023-01-10", stage="in_talks")
    first, second = asked("5B", "2023-02-10"), asked("6B", "2023-03-10")
    found = reasons(tale, "2023-04-01")
    newest = "the newest price asked outside a primary round is that of event "
    assert found[seq(tale, first)] == ((), f"{newest}{seq(tale, second)}")
    rule = "the last asking price outside a primary round without a later sale"
    assert found[seq(tale, second)] == (("sought tender",), rule)
    tale.reported(OLD, "8B", by="the-wire", on="2023-05-10", stage="closed")
    found = reasons(tale, "2023-05-10")
    assert found[seq(tale, round_)][1] == "a priced round, or a sale, came after it"
    assert found[seq(tale, first)] == ((), f"{newest}{seq(tale, second)}")
    assert found[seq(tale, second)] == (("sought tender",), rule)
    asked("7B", "2023-06-10", "closed")
    found = reasons(tale, "2023-06-10")
    for event in (first, second):
        assert found[seq(tale, event)] == ((), "a sale came after it")


def test_a_sale_ends_no_ask_of_a_round(tale: Tale) -> None:
    tale.reported(ROUND, "9B", by="herald", on="2023-01-10", stage="in_talks")
    asked, _ = (
        tale.valued("halcyon", "5B", "tender", by="herald", on=on, stage=stage)
        for on, stage in (("2023-02-10", "in_talks"), ("2023-03-10", "closed"))
    )
    found = reasons(tale, "2023-04-01")
    assert found[seq(tale, asked)] == ((), "a sale came after it")


def test_an_asking_price_alone_that_expired_says_when_and_why(tale: Tale) -> None:
    talk = tale.valued(
        "halcyon", "7B", "sought", by="herald", on="2023-06-01", stage="rumoured"
    )
    asked = seq(tale, talk)
    assert reasons(tale, "2024-05-30")[asked][0] == ("sought",)
    found = reasons(tale, "2024-05-31")[asked]
    why = "expired on 2024-05-31, 365 days after it was last said"
    assert found == ((), why)
    assert reasons(tale, "2025-01-01")[asked] == ((), why)
    again = tale.valued(
        "halcyon", "7B", "sought", by="the-wire", on="2023-09-01", stage="rumoured"
    )
    later = reasons(tale, "2025-01-01")
    why = "expired on 2024-08-31, 365 days after it was last said"
    assert later[asked] == later[seq(tale, again)] == ((), why)


def test_a_secondary_price_that_is_only_talked_about_expires_likewise(
    tale: Tale,
) -> None:
    talks = tale.valued(
        "halcyon", "7B", "secondary", by="herald", on="2023-06-01", stage="in_talks"
    )
    found = reasons(tale, "2025-01-01")[seq(tale, talks)]
    assert found[1] == "expired on 2024-05-31, 365 days after it was last said"


def test_a_round_that_expired_says_when_and_why(tale: Tale) -> None:
    claim = tale.reported(ROUND, "9B", by="herald", on="2023-06-01", stage="in_talks")
    assert reasons(tale, "2024-05-30")[seq(tale, claim)][0] == ("sought",)
    found = reasons(tale, "2024-05-31")[seq(tale, claim)]
    why = "its round expired on 2024-05-31, 365 days after its last news"
    assert found == ((), why)


@pytest.mark.parametrize("stage", ["withdrawn", "failed", "expired"])
def test_a_round_of_which_a_source_says_that_it_ended_names_no_later_day(
    tale: Tale, stage: str
) -> None:
    claim = tale.reported(ROUND, "9B", by="herald", on="2023-06-01", stage=stage)
    for day in ("2023-06-02", "2025-01-01"):
        found = reasons(tale, day)[seq(tale, claim)]
        assert found == ((), f"its round is {stage}")


def test_what_was_asked_and_failed_says_so(tale: Tale) -> None:
    claim = tale.valued(
        "halcyon", "7B", "sought", by="herald", on="2023-06-01", stage="failed"
    )
    found = reasons(tale, "2023-07-01")[seq(tale, claim)]
    assert found == ((), "nothing came of it: its source says failed")


def test_what_was_asked_after_the_reference_date_says_so(tale: Tale) -> None:
    claim = tale.valued(
        "halcyon", "7B", "sought", by="herald", on="2023-06-01", stage="rumoured"
    )
    basis = tale.book.basis(as_of="2023-07-01", effective="2023-05-01")
    (reason,) = tale.book.explain("halcyon", basis).value.reasons
    assert reason.claim.seq == seq(tale, claim)
    assert str(reason.reason) == "was said only after the reference date"
