"""An article as rules read it: every passage is quoted as it stands in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.drafting.figures import figures_in
from ledger.drafting.text import ArticlePage, Span, page_of

GERMAN = """
Das Unternehmen hat eine neue Finanzierung abgeschlossen und wird damit seine
Belegschaft verdoppeln, wie ein Sprecher am Montag in Berlin sagte; beteiligt sind
mehrere Fonds, deren Namen nicht genannt wurden, teilte er weiter mit.
"""


def figures(raw: str) -> list[tuple[str, str]]:
    """The figures of a text: as they stand in it, and as they are read."""
    page = page_of(raw)
    return [(page.quote(money.span), str(money.figure)) for money in figures_in(page)]


@pytest.mark.parametrize(
    ("raw", "quote", "figure"),
    [
        ("投資最高1000億(yì)美元。", "最高1000億(yì)美元", "..100B"),
        ("英偉達計(jì)劃投資近7億美(měi)元", "近7億美(měi)元", "nearly.700M"),
        ("raised $15-20\r\nbillion in a round that people had long waited for", "", ""),
        ("🚀🚀 raised $500 million 🚀", "$500 million", "500M"),
        ("融资５００万美元", "５００万美元", "5M"),
        ("完成 300 亿美元的 G 轮融资", "300 亿美元", "30B"),
        ("raised\u00a0$500\u00a0million", "$500\u00a0million", "500M"),
        ("raised $5\u200b00 million", "$5\u200b00 million", "500M"),
        ("\ufeff$5 million", "$5 million", "5M"),
        ("投(tou)資" * 10 + "5億(yi)(yi)美元", "5億(yi)(yi)美元", "500M"),
    ],
)
def test_a_figure_is_quoted_as_it_stands(raw: str, quote: str, figure: str) -> None:
    expected = [(quote, figure)] if quote else [("$15-20\r\nbillion", "15B..20B")]
    line = "x" * 60 + " " + raw
    assert figures(line) == expected


def test_a_figure_never_reaches_over_a_paragraph() -> None:
    assert figures("In 2023\n\n500 million dollars") == [
        ("500 million dollars", "500M")
    ]


@given(st.text(alphabet="a1.5亿美元(yì)\u200b \n\r\u3000$–🚀ＡB，。會", max_size=60))
def test_every_place_of_the_plain_text_leads_back(raw: str) -> None:
    page = page_of(raw)
    for at in range(len(page.plain)):
        start, end = page.place(Span(at, at + 1))
        assert 0 <= start < end <= len(raw)
    for sentence in page.sentences:
        start, end = page.place(sentence)
        assert page.quote(sentence) == raw[start:end]
        assert page.quote(sentence) in raw


@pytest.mark.parametrize(
    ("raw", "language", "traditional"),
    [
        ("The company said that it raised money in the round.", "en", False),
        ("公司表示已经完成融资。", "zh-Hans", False),
        ("公司表示已經完成融資,並與輝達簽約。", "zh-Hant", True),
        ("同社は新たな資金調達を完了したと発表しました。", "ja", False),
        ("회사는 투자 유치를 완료했다고 밝혔다.", "ko", False),
        (GERMAN, "other", False),
    ],
)
def test_the_language_of_a_text_is_told(
    raw: str,
    language: str,
    traditional: bool,
) -> None:
    page = page_of(raw)
    assert page.language == language
    if language.startswith("zh"):
        assert page.traditional == traditional


def sentences(page: ArticlePage) -> list[str]:
    return [page.plain[span.start : span.end] for span in page.sentences]


def test_a_point_of_an_abbreviation_or_a_number_ends_no_sentence() -> None:
    page = page_of(
        "xAI Inc. raised $1.5 billion. U.S. funds led. It was led by OpenAI. Its Series"
        " B. Then 完成融资。估值不详"
    )
    assert sentences(page) == [
        "xAI Inc. raised $1.5 billion.",
        "U.S. funds led.",
        "It was led by OpenAI.",
        "Its Series B.",
        "Then完成融资。",
        "估值不详",
    ]


def test_what_stands_under_an_article_is_no_part_of_it() -> None:
    page = page_of("完成5亿美元融资。\n猜你喜欢\n拼多多营收398亿")
    assert page.plain[: page.body_end] == "完成5亿美元融资。\n"
    assert page_of("Raised $5m.").body_end == len("Raised $5m.")
