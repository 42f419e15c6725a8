"""What another drafter proposes, held against the article."""

from typing import Any

import pytest

from ledger.drafting.gate import REFUSALS, Gated, Proposal, gated
from ledger.drafting.names import gazetteer
from ledger.drafting.text import page_of
from tests.drafting.knowing import directory

TEXT = (
    "OpenAI raised $40 billion at $300 billion. It has revenue of $10 billion.\n"
    "Cohere raised $500 million. Cohere raised $500 million. A day later it was denied."
)
FIRST = "OpenAI raised $40 billion at $300 billion."


def report(**fields: Any) -> dict[str, Any]:
    """A good answer, but for some fields."""
    figures = [
        {"role": "raised", "quote": "$40 billion"},
        {"role": "valuation", "quote": "$300 billion", "price": "post_money"},
    ]
    said = {"kind": "report", "company": "OpenAI", "quote": FIRST, "stage": "closed"}
    return {**said, "figures": figures, **fields}


def through(*said: Any, text: str = TEXT) -> Gated:
    """What comes through of some answers."""
    return gated(page_of(text), gazetteer(directory()), Proposal("model", "1", said))


def test_a_good_answer_is_admitted() -> None:
    found = through(report())
    (claim,) = found.proposed.claims
    assert (claim.tier, claim.reasons) == ("mid", ["admitted"])
    assert [str(money.figure) for money in claim.money] == ["40B", "300B"]
    assert claim.company is not None
    assert claim.company.company == "openai"
    assert found.refused == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("a sentence", "shape"),
        ({"kind": "order", "quote": FIRST}, "shape"),
        (report(quote=""), "shape"),
        (report(quote="OpenAI raised $50 billion."), "quote-missing"),
        (
            report(company="Cohere", quote="Cohere raised $500 million."),
            "quote-twice",
        ),
        (report(company="Anthropic"), "company-missing"),
        (report(figures=[]), "nothing-left"),
    ],
)
def test_a_claim_is_refused(said: Any, code: str) -> None:
    found = through(said)
    assert found.proposed.claims == []
    assert [one.code for one in found.refused] == [code]
    assert code in REFUSALS


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        ({"role": "raised", "quote": "$50 billion"}, "quote-missing"),
        ({"role": "raised", "quote": "OpenAI"}, "no-number"),
        ({"role": "raised", "quote": FIRST}, "several-numbers"),
        ({"role": "raised", "quote": "$40 billion", "amount": "4B"}, "number-differs"),
        ({"role": "profit", "quote": "$40 billion"}, "role"),
        ("$40 billion", "shape"),
    ],
)
def test_a_figure_is_refused_and_the_claim_is_low(figure: Any, code: str) -> None:
    good = {"role": "valuation", "quote": "$300 billion", "amount": "USD 300B"}
    found = through(report(figures=[figure, good]))
    (claim,) = found.proposed.claims
    assert [str(money.figure) for money in claim.money] == ["300B"]
    assert claim.tier == "low"
    assert [one.code for one in found.refused] == [code]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (report(stage="done"), "unknown-stage"),
        (report(investors=[{"name": "Nobody", "lead": True}]), "investor-missing"),
        (report(source="The Post"), "source-missing"),
        (report(quote="A day later it was denied."), "company-elsewhere"),
        (
            report(figures=[{"role": "raised", "quote": "$10 billion"}]),
            "ignored-by-rules",
        ),
    ],
)
def test_what_does_not_agree_is_looked_at(said: Any, code: str) -> None:
    (claim,) = through(said).proposed.claims
    assert claim.tier == "low"
    assert any(reason.startswith(f"look: {code}") for reason in claim.reasons)


def test_numbers_are_read_behind_pinyin_and_in_traditional_characters() -> None:
    text = "OpenAI宣(xuān)布完(wán)成500億美元融(róng)資(zī)。"
    figure = {"role": "raised", "quote": "500億美元"}
    found = through(report(quote=text, figures=[figure]), text=text)
    (claim,) = found.proposed.claims
    assert str(claim.money[0].figure) == "50B"


def test_a_denial_covers_what_it_may_deny() -> None:
    denial = {"kind": "denial", "company": "OpenAI", "form": "false"}
    found = through(report(), {**denial, "quote": "A day later it was denied."})
    report_, denied = found.proposed.claims
    assert denied.denies == [report_]
    assert denied.tier == "low"
