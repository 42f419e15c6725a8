"""What a figure is of, and which figures are no claims."""

import pytest

from tests.drafting.reading import ignored, said


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "xAI raised $500 million, half of its $1 billion target.",
            ["xai: raised 500M, target 1B"],
        ),
        ("xAI is in talks to raise $6 billion.", ["xai: target 6B"]),
        (
            "xAI closed $500 million of a $1 billion round at $15-20 billion.",
            ["xai: raised 500M, target 1B, valuation 15B..20B"],
        ),
        ("xAI was valued at $24 billion.", ["xai: valuation 24B"]),
        (
            "xAI raised $6 billion at a $24 billion post-money valuation.",
            ["xai: raised 6B, valuation 24B"],
        ),
        ("Microsoft will invest $10 billion in OpenAI.", ["openai: investment 10B"]),
        (
            "Anthropic以1830亿美元估值募资130亿美元。",
            ["anthropic: valuation 183B, raised 13B"],
        ),
        ("微软向OpenAI投资100亿美元。", ["openai: investment 10B"]),
        ("xAI拟以500亿美元估值融资60亿美元。", ["xai: valuation 50B, target 6B"]),
        ("OpenAI完成66億美元募資。", ["openai: raised 6.6B"]),
    ],
)
def test_the_nearest_cue_gives_the_role(text: str, claims: list[str]) -> None:
    assert said(text) == claims


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("xAI has revenue of $500 million.", "revenue"),
        ("The market will reach $90 billion by 2030.", "market"),
        ("Google bought Fortwall for $3.2 billion.", "purchase"),
        ("OpenAI spends $7 billion on computing.", "cost"),
        ("Each chip sells for $30,000.", "price"),
        ("Shares of Oracle rose to $190.", "price"),
        ("Oracle's market value passed $500 billion.", "market value"),
        ("AI startups raised $50 billion in 2023.", "sector total"),
        ("Meta will invest $60 billion in data centers.", "spending"),
        ("Oracle took on $38 billion of debt.", "debt"),
        ("He got a signing bonus of $100 million.", "pay"),
        ("xAI营收达5亿美元。", "revenue"),
        ("AI芯片市场规模将达671亿美元。", "market"),
        ("谷歌以32亿美元收购了Fortwall。", "purchase"),
        ("特斯拉将耗费5亿美元。", "cost"),
        ("每块芯片售价3万美元。", "price"),
        ("甲骨文市值突破5000亿美元。", "market value"),
        ("国内大模型领域融资总额达232亿元。", "sector total"),
        ("台積電發行新台幣500億元公司債。", "debt"),
        ("微軟每年投資800億美元建設資料中心。", "spending"),
    ],
)
def test_a_figure_that_is_no_claim_is_ignored_with_the_reason(
    text: str, why: str
) -> None:
    assert list(ignored(text).values()) == [why]
    assert said(text) == []


def test_a_conversion_says_no_second_amount() -> None:
    text = "xAI完成5亿美元(约合人民币36亿元)融资。"
    assert said(text) == ["xai: raised 500M"]
    assert ignored(text) == {"约合人民币36亿元": "conversion"}


def test_a_figure_that_is_compared_with_is_of_the_same_kind() -> None:
    assert said("xAI is valued at $50 billion, up from $24 billion.") == [
        "xai: valuation 50B",
        "xai: valuation 24B",
    ]


def test_what_stands_under_the_article_is_ignored() -> None:
    text = "xAI完成5亿美元融资。\n猜你喜欢\nOpenAI完成66亿美元融资"
    assert said(text) == ["xai: raised 500M"]
    assert ignored(text) == {"66亿美元": "under the article"}
