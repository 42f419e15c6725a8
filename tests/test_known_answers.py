"""What the demo's history says of investors, flows and questions with an end."""

import pytest

from ledger.book import Book
from ledger.projections.investors import Investment


def told(one: Investment) -> tuple[str, str, str, dict[str, str]]:
    figures = {column: str(amount.figure) for column, amount in one.amounts.items()}
    figures.pop("paid", None)
    return one.company, one.stage, one.standing, figures


def investments(demo: Book, name: str, day: str) -> list[Investment]:
    return demo.investors(demo.basis(as_of=day), name).value


def test_nvidia_on_the_first_of_october_2025(demo: Book) -> None:
    found = investments(demo, "nvidia", "2025-10-01")
    assert [told(one) for one in found] == [
        ("enfabrica", "announced", "reported", {"committed": "900M+"}),
        ("intel", "announced", "confirmed", {"committed": "5B"}),
        ("nscale", "announced", "reported", {"committed": "nearly.700M"}),
        ("openai", "loi_signed", "confirmed", {"sought": "..100B"}),
    ]
    assert [one.money for one in found] == ["purchase", "equity", "equity", "equity"]
    assert all(one.events for one in found)


def test_nvidia_at_the_end_of_june_2026(demo: Book) -> None:
    found = {one.round: told(one) for one in investments(demo, "英伟达", "2026-06-30")}
    assert found["openai/nvidia-loi"][2] == "superseded"
    assert found["openai/2026"] == (
        "openai",
        "closed",
        "confirmed",
        {"committed": "30B"},
    )
    flows = demo.flows(demo.basis(as_of="2026-06-30"), "nvidia").value
    assert {x.rounds for x in flows if x.company == "openai"} == {("openai/2026",)}


def test_amazon_s_50b_of_which_35b_are_conditional(demo: Book) -> None:
    found = {one.round: told(one) for one in investments(demo, "amazon", "2026-06-30")}
    assert found["openai/2026"][3] == {"committed": "15B", "conditional": "35B"}
    assert found["anthropic/amazon-2023"][3] == {"committed": "4B"}


def test_who_led_a_round_whose_parts_nobody_tells(demo: Book) -> None:
    (series_e, series_f) = investments(demo, "Lightspeed", "2026-06-30")
    assert (series_e.leads, series_f.leads) == (True, True)
    assert (series_e.amounts, series_e.sole) == ({}, False)


def test_talks_that_expired_are_no_flow(demo: Book) -> None:
    (one,) = investments(demo, "G42", "2026-06-30")
    assert (one.standing, one.counts) == ("expired", False)
    flows = demo.flows(demo.basis(as_of="2026-06-30")).value
    assert "g42" not in {flow.who.key for flow in flows}


def test_no_company_of_the_demo_funds_one_that_funds_it_back(demo: Book) -> None:
    assert demo.circles(demo.basis(as_of="2026-06-30")).value == []


SAID = {"y": "yes", "n": "no", "-": "not yet", "?": "cannot be told"}


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("xai raised >= 6B by 2024-06-30[America/New_York]", "yny"),
        ("xai raised >= 6B by 2024-05-25[America/New_York]", "nnn"),
        ("xai confirmed post_money >= 24B by 2024-05-28[America/New_York]", "yny"),
        ("xai valuation >= 15B by 2024-01-19[America/New_York]", "nnn"),
        ("openai secondary >= 500B by 2025-09-22", "nnn"),
        ("openai secondary >= 500B by 2025-10-03", "yny"),
        ("openai sought >= 500B by 2025-08-31", "ynn"),
        ("openai confirmed post_money >= 300B by 2025-04-30", "yny"),
        ("openai confirmed post_money >= 852B by 2026-04-30", "yny"),
        ("openai confirmed post_money >= 900B by 2026-10-31", "nnn"),
        ("openai confirmed post_money >= 900B by 2026-12-31", "---"),
        ("openai valuation >= 500B by 2025-12-31", "nnn"),
        ("anthropic confirmed >= 183B by 2025-09-30", "yny"),
        ("anthropic valuation > 183B by 2025-09-30", "nnn"),
        ("mistral valuation >= EUR1B by 2024-06-30", "?n?"),
        ("mistral valuation >= 2B by 2024-06-30", "yny"),
        ("cognition sought >= 2B by 2024-03-31", "ynn"),
        ("cognition reported >= 2B by 2024-04-24", "nnn"),
        ("cognition confirmed >= 2B by 2024-12-31", "nnn"),
    ],
)
def test_a_question_is_settled(demo: Book, question: str, says: str) -> None:
    """Published, recorded, effective."""
    found = [one.answer for one in demo.settle(demo.basis(), question).value]
    assert found == [SAID[sign] for sign in says]


def test_xai_s_6b_were_decided_by_its_own_announcement(demo: Book) -> None:
    question = "xai raised >= 6B by 2024-06-30[America/New_York]"
    found = demo.settle(demo.basis(), question).value[0]
    assert found.on == "2024-05-26"
    assert found.event is not None
    assert demo.on_record(str(found.event)).data["source"] == "xai"


def test_what_was_sought_by_then_stands_beside_the_no(demo: Book) -> None:
    question = "openai secondary >= 500B by 2025-09-22"
    found = demo.settle(demo.basis(), question).value[0]
    ((day, held),) = found.others
    assert (day, held.label, str(held.figure)) == (
        "2025-08-07",
        "sought secondary",
        "500B",
    )
