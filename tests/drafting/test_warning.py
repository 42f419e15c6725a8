"""What a person has to know about an article before anything of it is recorded."""

import pytest

from ledger.drafting.names import gazetteer
from ledger.drafting.rules import propose
from ledger.drafting.text import page_of
from tests.drafting.knowing import directory
from tests.drafting.reading import claims, read

KNOWN = gazetteer(directory())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("OpenOpenAI CEO Sam Altman seeks to raise $8 billion.", "replaced-words"),
        (
            "OpenAI startups raise money. OpenAI chips sell. OpenAI models grow.",
            "replaced-words",
        ),
        ("英偉達計(jì)劃投資", "pinyin-glosses"),
        ("It raised money at a 0 billion valuation.", "lost-digits"),
        ("估值0亿美元", "lost-digits"),
        ("xAI raised $6 billion. OpenAI raised $60 billion.", "ten-times"),
        ("完成融资。\n相关阅读\n另一条", "teaser-links"),
        ("資金調達を完了したと発表しました。", "language"),
        ("Il\ufffd raised money.", "broken-characters"),
    ],
)
def test_an_article_is_warned_of(text: str, code: str) -> None:
    page = page_of(text)
    (warned,) = [w for w in propose(page, KNOWN).warnings if w.code == code]
    assert warned.count > 0
    assert warned.says
    assert page.quote(warned.span) in text


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI raised $6 billion at $24 billion.",
        "The OpenAI startup grew.",
        "完成融资。",
    ],
)
def test_a_plain_article_has_no_warning(text: str) -> None:
    assert read(text)[1].warnings == []


def test_no_tier_is_high_where_words_were_replaced() -> None:
    text = "OpenAI raised $6 billion."
    assert [claim.tier for claim in claims(text)] == ["high"]
    replaced = f"{text} OpenOpenAI is another."
    assert [claim.tier for claim in claims(replaced)] == ["mid"]


def test_a_figure_that_asks_or_is_far_too_small_is_low() -> None:
    for text in ("OpenAI完成1000億元募資。", "OpenAI raised $6,600."):
        (claim,) = claims(text)
        assert claim.tier == "low"
        assert claim.money[0].ask
