"""How sure a round is, and how far: worked answers of rules 3."""

import pytest

from tests.projections.worked.conftest import Acme


def test_a_letter_of_intent_that_both_sides_announce_is_confirmed(acme: Acme) -> None:
    said = "2025-09-22 loi loi_signed --raised ..100B --investor Newco"
    acme.told(f"A {said}", f"N {said}")
    assert acme.standing("loi", "2025-09-22") == "confirmed, loi_signed"
    assert acme.standing("loi", "2026-09-22") == "expired, loi_signed"


@pytest.mark.parametrize("by", ["A", "F"])
def test_a_companys_word_that_money_is_committed_is_confirmed(
    acme: Acme, by: str
) -> None:
    acme.told(f"{by} 2024-01-10 s committed --raised committed:2B")
    assert acme.standing("s", "2024-01-10") == "confirmed, committed"
    assert acme.standing("s", "2025-06-01") == "confirmed, committed"


def test_the_undenied_words_make_the_stage(acme: Acme) -> None:
    acme.told(
        "P 2024-01-10 s committed --raised 2B --post-money 5B",
        "Q 2024-01-10 s committed --raised 2B --post-money 5B",
        "R 2024-01-11 s in_talks --raised 2B",
        "D 2024-01-11 s in_talks --raised 2B",
        "F 2024-01-10 deny acme/s --scope whole --form false",
    )
    assert acme.standing("s", "2024-01-12") == "rumoured, in_talks, contested"
    assert acme.printed("2024-01-12") == ["reported 5B disputed (2)"]


def test_a_strangers_denial_moves_no_companys_word(acme: Acme) -> None:
    acme.told(
        "P 2024-01-09 s in_talks --raised 2B",
        "A 2024-01-10 s closed --raised 2B --post-money 5B",
        "R 2024-01-11 deny acme/s --scope whole --form false",
    )
    assert acme.standing("s", "2024-01-12") == "confirmed, closed"
    assert acme.printed("2024-01-12") == ["confirmed* 5B"]


@pytest.mark.parametrize("scope", ["stage", "timing"])
def test_a_denial_of_raising_now_is_closed_by_time(acme: Acme, scope: str) -> None:
    acme.told(
        "P 2023-01-10 a in_talks --raised 2B --post-money 5B",
        f"A 2023-01-11 deny acme/a --scope {scope} --form not_raising_now",
        "P 2023-05-10 a closed --raised 2B --post-money 5B",
    )
    assert len(acme.rows("disputed", "acme", "--as-of", "2023-06-01")) == 1
    acme.told("P 2024-05-10 b closed --raised 2B --post-money 9B")
    assert acme.rows("disputed", "acme", "--as-of", "2026-01-01") == []


def test_a_denial_of_a_round_that_expired_is_closed_by_time(acme: Acme) -> None:
    acme.told(
        "P 2023-01-10 a in_talks --raised 2B",
        "A 2023-01-11 deny acme/a --scope whole --form false",
    )
    assert len(acme.rows("disputed", "acme", "--as-of", "2024-01-01")) == 1
    assert acme.rows("disputed", "acme", "--as-of", "2024-02-01") == []


def test_an_arranger_states_amount_and_stage_and_no_price(acme: Acme) -> None:
    acme.told(
        "P 2025-06-10 c in_talks --raised 5B --post-money 30B --arranger bank",
        "bank 2025-06-30 c closed --raised 5B --post-money 33B",
    )
    assert acme.standing("c", "2025-07-01") == "confirmed, closed"
    assert acme.printed("2025-07-01") == ["reported* 33B"]


def test_a_filing_that_an_investor_made_is_the_investors(acme: Acme) -> None:
    said = "c filed --raised 6B --post-money 45B --investor fund-1"
    acme.told(f"sec 2025-01-10 {said} --via fund-1")
    assert acme.standing("c", "2025-01-11") == "reported, filed"
    acme.told(f"sec 2025-01-12 {said}")
    assert acme.standing("c", "2025-01-12") == "confirmed, filed"


def test_whoever_speaks_for_the_lead_speaks_for_the_round(acme: Acme) -> None:
    acme.told(
        "P 2025-06-10 c committed --raised 5B --post-money 30B --lead Newco",
        "N 2025-06-30 c closed --raised 5B --post-money 33B",
    )
    assert acme.printed("2025-07-01") == ["confirmed* 33B"]


def test_a_copy_never_stands_before_its_origin(acme: Acme) -> None:
    acme.told("P 2024-01-10 s in_talks --raised 2B --post-money 5B")
    event = acme.rows("log", "--type", "round.reported")[0]["event"]
    acme.run(
        *("record", "relay", str(event), "--carrier", "q", "--form", "cited"),
        *("--published", "2024-01-10T08:00Z"),
    )
    story = acme.rows("timeline", "acme", "--as-of", "2024-01-11")
    assert [row["event"] for row in story] == [int(event), int(event) + 1]
