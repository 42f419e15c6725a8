"""Questions with an end, settled on each clock."""

from decimal import Decimal
from typing import Any

import pytest

from ledger.claims.figures import parse_figure
from ledger.projections.question import parse_question
from ledger.projections.settle import ClockAnswer, compare_ends, meets
from tests.tales import Tale

ROUND = "halcyon/series-c"


def settled(tale: Tale, question: str, **asked: Any) -> dict[str, ClockAnswer]:
    found = tale.book.settle(tale.book.basis(**asked), f"halcyon {question}").value
    return {one.clock: one for one in found}


def answers(tale: Tale, question: str, **asked: Any) -> tuple[str, str, str]:
    found = settled(tale, question, **asked)
    return (
        found["published"].answer,
        found["recorded"].answer,
        found["effective"].answer,
    )


@pytest.mark.parametrize(
    ("figure", "how", "reading"),
    [
        ("5B", ">=", "met"),
        ("5B", ">", "unmet"),
        ("5B", "=", "met"),
        ("5B", "<", "unmet"),
        ("5B", "<=", "met"),
        ("4B..6B", ">=", "open"),
        ("4B..6B", "=", "open"),
        ("5B..6B", ">=", "met"),
        ("5B..6B", ">", "open"),
        ("3B..4B", ">=", "unmet"),
        ("c.5B", ">=", "open"),
        ("c.6B", ">=", "met"),
        ("4.5B+", ">=", "open"),
        ("3B+", ">=", "unmet"),
        ("5B+", ">=", "met"),
        ("..6B", ">=", "open"),
        ("..4B", ">=", "unmet"),
        ("..4B", "<", "met"),
        ("billions", ">=", "open"),
        ("EUR9B", ">=", "open"),
    ],
)
def test_a_figure_is_read(figure: str, how: str, reading: str) -> None:
    question = parse_question(f"halcyon valuation {how} 5B by 2025")
    found, why = meets(parse_figure(figure), question)
    assert found == reading
    assert (why is not None) == (reading == "open")


def test_comparisons_and_their_opposites_never_both_hold() -> None:
    ends = [Decimal(x) for x in range(4)]
    for low in ends:
        for high in [x for x in ends if x >= low]:
            for amount in ends:
                for one, other in ((">=", "<"), ("<=", ">")):
                    pair = {
                        compare_ends(low, high, one, amount),
                        compare_ends(low, high, other, amount),
                    }
                    assert pair in ({"met", "unmet"}, {"open"})


def test_yes_from_the_day_on_which_it_was_published_with_its_event(tale: Tale) -> None:
    tale.reported(ROUND, "4B", by="the-wire", on="2025-03-01", stage="closed")
    sure = tale.reported(ROUND, "5B", by="halcyon-co", on="2025-03-03", stage="closed")
    found = settled(tale, "confirmed >= 5B by 2025-12-31")["published"]
    assert (found.answer, found.on) == ("yes", "2025-03-03")
    assert found.event == tale.book.event(sure).seq
    assert settled(tale, "confirmed >= 5B by 2025-03-02")["published"].answer == "no"


def test_what_was_true_for_a_day_only_is_yes(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="halcyon-co", on="2025-03-03")
    tale.retracted(claim, by="halcyon-co", on="2025-03-05")
    found = settled(tale, "confirmed >= 5B by 2025-12-31")["published"]
    assert (found.answer, found.on) == ("yes", "2025-03-03")


def test_what_this_ledger_was_told_late_is_no_on_the_recorded_clock(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="halcyon-co", on="2025-03-03")
    assert answers(tale, "confirmed >= 5B by 2025-12-31") == ("yes", "no", "yes")
    assert answers(tale, "confirmed >= 5B by 2027-12-31") == ("yes", "yes", "yes")


def test_what_was_recorded_in_time_and_voided_later(tale: Tale) -> None:
    tale.clock("2027-03-04")
    claim = tale.reported(ROUND, "5B", by="halcyon-co", on="2027-03-03")
    tale.clock("2029-01-01")
    tale.voided(claim)
    found = settled(tale, "confirmed >= 5B by 2027-12-31")
    assert (found["published"].answer, found["published"].event) == ("no", None)
    assert (found["recorded"].answer, found["recorded"].on) == ("yes", "2027-03-04")


def test_a_day_that_is_ahead_is_not_yet(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="halcyon-co", on="2025-03-03")
    question = "confirmed >= 6B by 2028-12-31"
    assert answers(tale, question) == ("not yet",) * 3
    assert answers(tale, question, as_of="2025-06-01")[0] == "not yet"


def test_what_is_agreed_for_later_is_not_in_effect_yet(tale: Tale) -> None:
    tale.reported(
        ROUND,
        "5B",
        by="halcyon-co",
        on="2025-03-03",
        stage="committed",
        effective="2028-01-01",
    )
    found = settled(tale, "confirmed >= 5B by 2028-12-31")
    assert found["effective"].answer == "not yet"


def test_in_effect_before_it_was_told(tale: Tale) -> None:
    tale.reported(
        ROUND,
        "5B",
        by="halcyon-co",
        on="2025-03-03",
        stage="closed",
        effective="2024-05",
    )
    found = settled(tale, "confirmed >= 5B by 2024-12-31")
    assert (found["published"].answer, found["effective"].answer) == ("no", "yes")
    assert found["effective"].on == "2024-05-31"


def test_a_range_that_straddles_the_amount_cannot_be_told(tale: Tale) -> None:
    tale.reported(ROUND, "4B..6B", by="halcyon-co", on="2025-03-03")
    found = settled(tale, "confirmed >= 5B by 2025-12-31")["published"]
    assert found.answer == "cannot be told"
    assert found.held is not None
    assert found.held.why == "4B..6B straddles 5B"
    assert settled(tale, "confirmed >= 4B by 2025-12-31")["published"].answer == "yes"


def test_a_straddling_figure_does_not_outlive_a_yes(tale: Tale) -> None:
    tale.reported("halcyon/b", "4B..6B", by="halcyon-co", on="2025-03-03")
    tale.reported(ROUND, "9B", by="halcyon-co", on="2025-05-03")
    found = settled(tale, "confirmed >= 5B by 2025-12-31")["published"]
    assert (found.answer, found.on) == ("yes", "2025-05-03")


def test_another_currency_cannot_be_told(tale: Tale) -> None:
    tale.reported(ROUND, "EUR6B", by="halcyon-co", on="2025-03-03")
    found = settled(tale, "confirmed >= 5B by 2025-12-31")["published"]
    assert found.answer == "cannot be told"
    assert found.held is not None
    assert "nothing is converted" in (found.held.why or "")
    assert settled(tale, "confirmed >= EUR6B by 2025")["published"].answer == "yes"


def test_a_disputed_figure_decides_nothing(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03")
    tale.denied(ROUND, by="halcyon-co", on="2025-03-03")
    assert settled(tale, "reported >= 5B by 2025-12-31")["published"].answer == "no"


def test_what_was_sought_stands_beside_a_no(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03", stage="in_talks")
    found = settled(tale, "post_money >= 5B by 2025-12-31")["published"]
    assert found.answer == "no"
    ((day, held),) = found.others
    assert (day, held.label) == ("2025-03-03", "sought post_money")
    assert settled(tale, "sought >= 5B by 2025-12-31")["published"].answer == "yes"


def test_money_raised_is_the_committed_total_of_equity(tale: Tale) -> None:
    tale.reported("halcyon/a", by="halcyon-co", on="2025-01-03", raised="2B")
    tale.reported("halcyon/b", by="halcyon-co", on="2025-02-03", raised="3B")
    tale.reported(
        "halcyon/d", by="halcyon-co", on="2025-02-04", raised="9B", round_type="debt"
    )
    found = settled(tale, "raised >= 5B by 2025-12-31")["published"]
    assert (found.answer, found.on) == ("yes", "2025-02-03")
    assert settled(tale, "raised >= 6B by 2025-12-31")["published"].answer == "no"
    assert settled(tale, "raised paid >= 1B by 2025")["published"].answer == "no"


def test_what_is_undisclosed_may_be_anything(tale: Tale) -> None:
    tale.reported("halcyon/a", by="halcyon-co", on="2025-01-03", raised="2B")
    tale.reported("halcyon/b", by="halcyon-co", on="2025-02-03", raised="undisclosed")
    found = settled(tale, "raised >= 5B by 2025-12-31")["published"]
    assert found.answer == "cannot be told"
    assert found.held is not None
    assert "1 undisclosed" in (found.held.why or "")


def test_mixed_money_may_be_equity(tale: Tale) -> None:
    tale.reported(
        "halcyon/a", by="halcyon-co", on="2025-01-03", raised="9B", instrument="mixed"
    )
    assert settled(tale, "raised >= 5B by 2025")["published"].answer == "cannot be told"


def test_nothing_on_record_is_no(tale: Tale) -> None:
    assert answers(tale, "raised >= 5B by 2025") == ("no", "no", "no")


def test_an_expiry_that_time_alone_brings_is_seen(tale: Tale) -> None:
    tale.reported(ROUND, "5B", by="the-wire", on="2025-03-03", stage="in_talks")
    before = settled(tale, "sought < 9B by 2025-03-03")["published"]
    assert before.answer == "yes"
    gone = tale.book.settle(
        tale.book.basis(as_of="2026-12-31"), "halcyon sought >= 9B by 2026-06-30"
    )
    assert gone.value[0].answer == "no"
