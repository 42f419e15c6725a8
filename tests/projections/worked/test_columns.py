"""What companies raised, column by column: worked answers, and their siblings."""

import pytest

from tests.conftest import Sayso
from tests.projections.worked.raising import A, Ledger, texts


@pytest.fixture
def ledger(sayso: Sayso) -> Ledger:
    return Ledger(sayso)


# -- what is committed, and what is only if something happens ------------------


def test_conditional_money_is_a_part_of_what_is_committed(ledger: Ledger) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", "110B", "conditional:35B")
    assert ledger.round("a", "--as-of", "2025-03-01") == {
        "committed": "75B",
        "conditional": "35B",
    }
    ledger.told(A, "2025-03-31", "a", "closed", "122B", "conditional:35B")
    assert ledger.round("a", "--as-of", "2025-04-01") == {
        "paid": "87B",
        "committed": "87B",
        "conditional": "35B",
    }
    ledger.told("paper", "2025-06-30", "a", "closed", "paid:122B")
    assert ledger.round("a") == {"paid": "122B", "committed": "122B"}
    before = ledger.round("a", "--as-of", "2025-03-01")
    assert before == {"committed": "75B", "conditional": "35B"}


@pytest.mark.parametrize("basis", ["committed", "round_total"])
def test_closing_alone_ends_no_condition(ledger: Ledger, basis: str) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", f"{basis}:110B", "conditional:35B")
    ledger.told(A, "2025-03-31", "a", "closed", f"{basis}:122B")
    found = ledger.round("a")
    assert (found["committed"], found["conditional"]) == ("87B", "35B")


@pytest.mark.parametrize(
    ("by", "said", "committed", "conditional"),
    [
        (A, "conditional:35B:met", "110B", None),
        ("founder", "conditional:35B:met", "110B", None),
        (A, "conditional:35B:dropped", "75B", None),
        (A, "conditional:10B:met", "85B", "25B"),
        (A, "conditional:10B:dropped", "75B", "25B"),
        (A, "conditional:undisclosed:met", "110B", None),
        ("paper", "conditional:35B:met", "75B", "35B"),
        ("paper", "conditional:35B:dropped", "75B", "35B"),
        ("nova", "conditional:35B:met", "75B", "35B"),
    ],
)
def test_an_entitled_party_says_what_became_of_a_condition(
    ledger: Ledger, by: str, said: str, committed: str, conditional: str | None
) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", "110B", "conditional:35B")
    ledger.told(by, "2025-05-01", "a", "announced", said)
    found = ledger.round("a")
    assert found["committed"] == committed
    assert found.get("conditional") == conditional


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("nova", {"committed": "110B"}),
        ("amazon", {"committed": "75B", "conditional": "35B"}),
    ],
)
def test_an_investor_speaks_of_its_own_condition_alone(
    ledger: Ledger, part: str, found: dict[str, str]
) -> None:
    raised = ("110B", f"conditional:{part}:35B")
    ledger.told(A, "2025-02-27", "a", "announced", *raised, investor="nova")
    ledger.told("nova", "2025-05-01", "a", "announced", f"conditional:{part}:35B:met")
    assert ledger.round("a") == found


def test_a_claim_that_restates_the_rest_is_not_reduced_twice(ledger: Ledger) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", "110B", "conditional:35B")
    ledger.told(A, "2025-03-27", "a", "announced", "75B", "conditional:35B:dropped")
    assert ledger.round("a") == {"committed": "75B"}


def test_a_claim_that_repeats_the_whole_is_reduced_by_what_was_dropped(
    ledger: Ledger,
) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", "110B", "conditional:35B")
    ledger.told(A, "2025-03-27", "a", "announced", "110B", "conditional:35B:dropped")
    assert ledger.round("a") == {"committed": "75B"}


def test_a_revision_can_say_that_the_condition_is_met(ledger: Ledger) -> None:
    claim = ledger.told(A, "2025-02-27", "a", "announced", "110B", "conditional:35B")
    ledger.done(
        *("record", "revise", str(claim), "--source", A, "--published", "2025-04-01"),
        *("--raised", "110B", "--raised", "conditional:35B:met"),
    )
    assert ledger.round("a") == {"committed": "110B"}
    assert ledger.round("a", "--as-of", "2025-03-01")["committed"] == "75B"


def test_the_company_can_stand_by_a_paper_that_says_it_is_met(ledger: Ledger) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", "110B", "conditional:35B")
    claim = ledger.told("paper", "2025-05-01", "a", "announced", "conditional:35B:met")
    assert ledger.round("a")["conditional"] == "35B"
    ledger.done(
        *("record", "confirm", str(claim), "--source", A),
        *("--published", "2025-05-02", "--scope", "raised"),
    )
    assert ledger.round("a") == {"committed": "110B"}


def test_paid_in_full_ends_a_condition_at_any_stage(ledger: Ledger) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", "110B", "conditional:35B")
    ledger.told("wire", "2025-05-01", "a", "announced", "paid:110B")
    assert ledger.round("a") == {"paid": "110B", "committed": "110B"}


def test_paid_in_full_ends_a_condition_of_unknown_size(ledger: Ledger) -> None:
    ledger.told(A, "2025-02-27", "a", "closed", "110B", "conditional:undisclosed")
    assert ledger.round("a")["conditional"] == "undisclosed"
    ledger.told("wire", "2025-05-01", "a", "closed", "paid:110B")
    assert ledger.round("a") == {"paid": "110B", "committed": "110B"}


def test_a_word_of_payment_that_is_taken_back_ends_nothing(ledger: Ledger) -> None:
    ledger.told(A, "2025-02-27", "a", "closed", "122B", "conditional:35B")
    claim = ledger.told("paper", "2025-05-01", "a", "closed", "paid:122B")
    ledger.done(
        *("record", "retract", str(claim), "--source", "paper"),
        *("--published", "2025-05-02"),
    )
    assert ledger.round("a")["conditional"] == "35B"
    assert "conditional" not in ledger.round("a", "--as-of", "2025-05-01")


def test_a_condition_that_is_denied_takes_nothing_away(ledger: Ledger) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", "110B")
    claim = ledger.told("paper", "2025-03-01", "a", "announced", "conditional:35B")
    assert ledger.round("a")["committed"] == "75B"
    ledger.done(
        *("record", "deny", str(claim), "--source", A, "--published", "2025-03-02"),
        *("--scope", "raised", "--form", "false"),
    )
    assert ledger.round("a")["committed"] == "110B"
    assert texts(ledger.total()) == {"committed": "110B"}


def test_paid_in_full_that_is_denied_ends_nothing(ledger: Ledger) -> None:
    ledger.told(A, "2025-02-27", "a", "closed", "122B", "conditional:35B")
    claim = ledger.told("paper", "2025-05-01", "a", "closed", "paid:122B")
    ledger.done(
        *("record", "deny", str(claim), "--source", A, "--published", "2025-05-02"),
        *("--scope", "raised", "--form", "false"),
    )
    found = ledger.round("a")
    assert (found["committed"], found["conditional"]) == ("87B", "35B")


def test_paid_in_part_leaves_the_condition(ledger: Ledger) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", "110B", "conditional:35B")
    ledger.told("paper", "2025-05-01", "a", "announced", "paid:50B")
    assert ledger.round("a") == {
        "paid": "50B",
        "committed": "75B",
        "conditional": "35B",
    }


def test_more_paid_than_is_unconditional_leaves_the_rest(ledger: Ledger) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", "110B", "conditional:35B")
    ledger.told("paper", "2025-05-01", "a", "announced", "paid:100B")
    assert ledger.round("a") == {
        "paid": "100B",
        "committed": "100B",
        "conditional": "10B",
    }


def test_an_earlier_word_of_payment_ends_no_later_condition(ledger: Ledger) -> None:
    ledger.told("paper", "2025-01-01", "a", "announced", "paid:110B")
    ledger.told(A, "2025-02-27", "a", "announced", "110B", "conditional:35B")
    assert ledger.round("a") == {
        "paid": "75B",
        "committed": "75B",
        "conditional": "35B",
    }


def test_payments_go_on_after_the_company_spoke(ledger: Ledger) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", "110B", "paid:10B")
    ledger.told("paper", "2025-05-01", "a", "announced", "paid:110B")
    assert ledger.round("a") == {"paid": "110B", "committed": "110B"}
    ledger.told(A, "2025-06-01", "a", "announced", "110B", "paid:60B")
    assert ledger.round("a")["paid"] == "60B"


def test_parts_that_are_conditional_add_up_and_end_alone(ledger: Ledger) -> None:
    parts = ("conditional:amazon:35B", "conditional:softbank:10B")
    ledger.told(A, "2025-02-27", "a", "announced", *parts, "110B")
    assert ledger.round("a") == {"committed": "65B", "conditional": "45B"}
    ledger.told(A, "2025-04-27", "a", "announced", "conditional:Amazon:35B:met")
    assert ledger.round("a") == {"committed": "100B", "conditional": "10B"}
    ledger.told(A, "2025-05-27", "a", "announced", "conditional:softbank:10B:dropped")
    assert ledger.round("a") == {"committed": "100B"}


@pytest.mark.parametrize(
    ("raised", "committed", "conditional"),
    [
        (("35B", "conditional:35B"), None, "35B"),
        (("conditional:35B",), None, "35B"),
        (("committed:10B", "conditional:35B"), "10B", "35B"),
        (("round_total:110B", "committed:75B", "conditional:35B"), "75B", "35B"),
        (("c.110B", "conditional:35B"), "c.75B", "35B"),
        (("100B..110B", "conditional:35B"), "65B..75B", "35B"),
        (("EUR110B", "conditional:35B"), "EUR110B", "35B"),
        (("110B", "conditional:undisclosed"), "110B", "undisclosed"),
        (("tranche:first:10B", "conditional:second:30B"), "10B", "30B"),
        (
            ("tranche:1:10B", "tranche:2:30B", "conditional:2:30B"),
            "10B",
            "30B",
        ),
    ],
)
def test_a_condition_is_shown_apart_and_never_twice(
    ledger: Ledger,
    raised: tuple[str, ...],
    committed: str | None,
    conditional: str,
) -> None:
    ledger.told(A, "2025-02-27", "a", "announced", *raised)
    ledger.told(A, "2025-02-27", "b", "announced", *raised[::-1])
    for row in ledger.rows():
        if row["row"] == "round":
            found = texts(row)
            assert found.get("committed") == committed
            assert found["conditional"] == conditional


# -- sums ----------------------------------------------------------------------


def test_a_sum_keeps_both_ends_and_counts_what_has_no_number(ledger: Ledger) -> None:
    ledger.told(A, "2024-01-10", "a", "closed", "10B")
    ledger.told(A, "2024-06-10", "b", "announced", "..5B")
    ledger.told(A, "2024-09-10", "c", "announced", "undisclosed")
    total = ledger.total()
    assert texts(total) == {"paid": "10B", "committed": "10B..15B"}
    assert total["undisclosed"] == 1
    table = ledger.done("raised")
    assert "10B..15B" in table
    assert "and 1 undisclosed" in " ".join(table.split())


@pytest.mark.parametrize(
    ("figures", "sum_", "undisclosed"),
    [
        (("10B", "5B+"), "15B+", 0),
        (("10B", "nearly.5B"), "14.25B..15B", 0),
        (("10B", "c.5B"), "c.15B", 0),
        (("10B..12B", "c.5B"), "14.5B..17.5B", 0),
        (("10B", "billions"), "10B", 1),
        (("10B", "undecided", "undisclosed"), "10B", 2),
        (("..10B", "..5B"), "..15B", 0),
    ],
)
def test_sums_are_intervals(
    ledger: Ledger, figures: tuple[str, ...], sum_: str, undisclosed: int
) -> None:
    for month, figure in enumerate(figures, 1):
        ledger.told(A, f"2024-{month * 4:02}-10", f"r{month}", "announced", figure)
    total = ledger.total()
    assert texts(total)["committed"] == sum_
    assert total["undisclosed"] == undisclosed


def test_what_has_no_number_stands_alone_between_two_currencies(
    ledger: Ledger,
) -> None:
    ledger.told(A, "2024-01-10", "a", "closed", "10B")
    ledger.told(A, "2024-06-10", "b", "closed", "EUR5B")
    ledger.told(A, "2024-09-10", "c", "closed", "undisclosed")
    found = [(texts(row).get("paid"), row["undisclosed"]) for row in ledger.totals()]
    assert found == [(None, 1), ("EUR5B", 0), ("10B", 0)]


def test_paid_is_a_basis_of_its_own(ledger: Ledger) -> None:
    ledger.told(A, "2024-01-10", "a", "announced", "paid:1.25B")
    assert ledger.round("a") == {"paid": "1.25B", "committed": "1.25B"}
    ledger.told("paper", "2024-01-10", "b", "in_talks", "4B", "paid:1B")
    assert ledger.round("b", "--as-of", "2024-02-01") == {
        "paid": "1B",
        "committed": "1B",
        "sought": "4B",
    }
    ledger.told(A, "2024-01-10", "c", "closed", "4B", "paid:1B")
    assert ledger.round("c") == {"paid": "1B", "committed": "4B"}


def test_a_letter_of_intent_raises_nothing(ledger: Ledger) -> None:
    for by in (A, "nova"):
        words = {"round_type": "loi_commitment", "lead": "nova"}
        ledger.told(by, "2025-09-22", "loi", "loi_signed", "..100B", **words)
    assert ledger.round("loi", "--as-of", "2025-10-01") == {"sought": "..100B"}
    assert ledger.totals("--as-of", "2025-10-01") == []


@pytest.mark.parametrize("raised", ["2B", "committed:2B", "per_investor:nova:2B"])
def test_what_the_company_says_was_committed_stays_in_the_sum(
    ledger: Ledger, raised: str
) -> None:
    ledger.told(A, "2023-01-10", "a", "committed", raised, investor="nova")
    (line, total) = ledger.rows("--as-of", "2025-12-31")
    assert line["standing"] == "confirmed"
    assert texts(line) == texts(total) == {"committed": "2B"}


def test_an_investors_own_amount_is_its_part(ledger: Ledger) -> None:
    words = {"investor": "nova:2B"}
    ledger.told(A, "2023-01-10", "a", "committed", **words)
    assert ledger.round("a") == {"committed": "2B"}
    ledger.told(A, "2023-02-10", "b", "committed", investor="nova:2B:in_talks")
    assert ledger.round("b", "--as-of", "2023-03-01") == {"sought": "2B"}
    ledger.told(A, "2023-03-10", "c", "committed", investor="nova:2B:withdrawn")
    assert ledger.round("c") == {}


def test_what_a_paper_says_was_closed_stays_in_the_sum(ledger: Ledger) -> None:
    ledger.told("paper", "2021-01-10", "a", "closed", "5B")
    assert texts(ledger.total("--as-of", "2025-12-31"))["paid"] == "5B"


@pytest.mark.parametrize(
    ("price", "on", "ends"),
    [
        ("100B", "2025-06-10", True),
        ("100B", "2025-01-10", False),
        ("20B", "2025-06-10", False),
        (None, "2025-06-10", False),
    ],
)
def test_what_was_sought_ends_when_a_priced_round_comes_after_it(
    ledger: Ledger, price: str | None, on: str, *, ends: bool
) -> None:
    ledger.told(A, "2024-01-10", "old", "closed", "1B", post_money="20B")
    ledger.told("paper", "2025-03-10", "talks", "in_talks", "15B")
    words = {} if price is None else {"post_money": price}
    ledger.told(A, on, "new", "closed", "2B", **words)
    assert ledger.round("talks") == ({} if ends else {"sought": "15B"})


def test_debt_that_is_sought_does_not_end_with_a_round_of_equity(
    ledger: Ledger,
) -> None:
    ledger.told("paper", "2025-03-10", "loan", "in_talks", "15B", round_type="debt")
    ledger.told(A, "2025-06-10", "new", "closed", "2B", post_money="100B")
    assert ledger.round("loan") == {"sought": "15B"}


def test_what_was_sought_ends_with_its_round(ledger: Ledger) -> None:
    ledger.told("paper", "2024-01-10", "a", "in_talks", "4B")
    assert ledger.round("a", "--as-of", "2024-12-31") == {"sought": "4B"}
    assert ledger.round("a", "--as-of", "2025-02-01") == {}


@pytest.mark.parametrize(
    ("words", "money"),
    [
        ({"round_type": "debt"}, "debt"),
        ({"instrument": "debt"}, "debt"),
        ({"instrument": "mixed"}, "mixed"),
        ({"round_type": "series_b", "instrument": "mixed"}, "mixed"),
    ],
)
def test_debt_and_what_nobody_splits_are_never_in_equity(
    ledger: Ledger, words: dict[str, str], money: str
) -> None:
    ledger.told(A, "2024-01-10", "a", "closed", "1B")
    ledger.told(A, "2024-06-10", "b", "closed", "5B", **words)
    found = {row["money"]: texts(row)["paid"] for row in ledger.totals()}
    assert found == {"equity": "1B", money: "5B"}


def test_sources_who_call_it_equity_and_debt_make_it_mixed(ledger: Ledger) -> None:
    ledger.told("paper", "2024-01-10", "a", "closed", "1B", instrument="equity")
    ledger.told("wire", "2024-01-11", "a", "closed", "1B", instrument="debt")
    assert ledger.total()["money"] == "mixed"
    ledger.told(A, "2024-01-12", "a", "closed", "1B", instrument="equity")
    assert ledger.total()["money"] == "equity"


@pytest.mark.parametrize("kind", ["grant", "vendor_financing"])
def test_grants_and_vendor_financing_enter_no_sum(ledger: Ledger, kind: str) -> None:
    ledger.told(A, "2024-01-10", "a", "closed", "1B", round_type=kind)
    assert ledger.round("a")["paid"] == "1B"
    assert ledger.totals() == []


@pytest.mark.parametrize(
    "kind", ["secondary", "tender", "acquisition", "acquihire_license", "bid"]
)
def test_sales_and_purchases_have_no_line(ledger: Ledger, kind: str) -> None:
    ledger.told(A, "2024-01-10", "a", "closed", "1B", round_type=kind)
    assert ledger.rows() == []
