"""A company's story: every visible event, and what was believed after each."""

import pytest

from ledger.errors import UnknownName
from ledger.projections.timeline import StoryMoment, in_order, rounds_of
from tests.projections.entries import answer, entry, id_of, report, rows_of
from tests.tales import Tale

ROUND = "halcyon/series-b"
OTHER = "halcyon/series-c"


def story(tale: Tale, as_of: str, name: str | None = None) -> list[StoryMoment]:
    return tale.book.timeline("halcyon", tale.book.basis(as_of=as_of), name).value


def seqs(*entries: object) -> list[int]:
    return [row.seq for _, row in in_order(rows_of(*entries))]  # type: ignore[arg-type] # entries


def test_events_come_in_the_order_in_which_they_were_published() -> None:
    assert seqs(report(1, on="2024-01-12"), report(2, on="2024-01-10")) == [2, 1]


def test_an_answer_to_the_minute_waits_for_a_claim_of_that_day() -> None:
    day = report(1, on="2024-01-10")
    minute = answer(2, "confirmed", 1, "a", "2024-01-10T08:00Z", scope=["whole"])
    reply = entry(
        3, "claim.denied", claims=[id_of(2)], source="b", published="2024-01-10T09:00Z"
    )
    assert seqs(minute, reply, day) == [1, 2, 3]


def test_a_copy_waits_for_what_it_copies() -> None:
    copy = report(2, "herald", on="2024-01-10T08:00Z")
    said = {"claim": id_of(1), "copy": id_of(2), "published": "2024-01-11"}
    relay = entry(3, "claim.relayed", **said)
    assert seqs(copy, report(1, on="2024-01-10"), relay) == [1, 2, 3]
    assert seqs(copy, report(1, on="2024-01-10")) == [2, 1]


def test_what_waits_stands_right_behind_what_it_is_about() -> None:
    month, copied = report(1, on="2024-01"), {"claim": id_of(1)}
    relay = entry(2, "claim.relayed", published="2024-01-10", **copied)
    assert seqs(relay, report(3, "herald", on="2024-01-31"), month) == [1, 2, 3]


def test_events_that_are_about_each_other_keep_their_order() -> None:
    told = [
        entry(
            one,
            "claim.relayed",
            claim=id_of(other),
            published=f"2024-01-1{one}",
        )
        for one, other in ((1, 2), (2, 1))
    ]
    assert sorted(seqs(*told)) == [1, 2]


def test_what_was_believed_after_each_event(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.denied(claim, by="founder", on="2024-01-11")
    tale.commented(ROUND, by="halcyon-co", on="2024-01-12")
    found = story(tale, "2024-01-12")
    assert [one.standing for one in found] == ["reported", "disputed", "disputed"]
    assert [one.round for one in found] == [ROUND] * 3
    heads = [one.believed.headline for one in found]
    assert [head and str(head.figure) for head in heads] == ["5B", None, None]


def test_events_of_one_day_follow_each_other(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.denied(claim, by="founder", on="2024-01-10")
    assert [one.standing for one in story(tale, "2024-01-10")] == [
        "reported",
        "disputed",
    ]


def test_the_story_of_one_round_leaves_the_others_out(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.reported(OTHER, "6B", by="the-wire", on="2024-01-11")
    tale.moved(claim, OTHER, on="2024-01-12")
    assert len(story(tale, "2024-01-12")) == 3
    assert len(story(tale, "2024-01-12", OTHER)) == 3
    assert len(story(tale, "2024-01-11", ROUND)) == 1
    with pytest.raises(UnknownName, match="no round"):
        story(tale, "2024-01-12", ROUND)


def test_what_is_about_the_company_has_no_round(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    tale.merged("kestrel", "halcyon", "acquired", on="2024-01-11")
    last = story(tale, "2024-01-11")[-1]
    assert (last.round, last.standing) == (None, None)


def test_an_event_is_about_the_rounds_of_what_it_answers(tale: Tale) -> None:
    one = tale.reported(ROUND, "5B", by="the-wire", on="2024-01-10")
    two = tale.reported(OTHER, "5B", by="the-wire", on="2024-01-10")
    tale.say(
        "claim.denied",
        company="halcyon",
        claims=[one, two],
        source="founder",
        published="2024-01-11",
        scope=["whole"],
        form="false",
    )
    tale.confirmed(one, by="halcyon-co", on="2024-01-12")
    company = tale.company(as_of="2024-01-12")
    about = {row.type: rounds_of(row, company) for row in company.rows}
    assert about["claim.denied"] == {ROUND, OTHER}
    assert about["claim.confirmed"] == {ROUND}
