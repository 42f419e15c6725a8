"""Figures in Chinese, Japanese and Korean, read exactly."""

import pytest

from ledger.claims.cjk import is_traditional, read_cjk
from ledger.claims.figures import parse_figure
from ledger.errors import BadInput

WRITTEN = """
200亿美元             | 20B
5000万美元            | 50M
2.5亿美元             | 250M
1.2万亿美元           | 1.2T
3亿5000万美元         | 350M
1亿2千万元            | CNY120M
5千万美元             | 50M
300百万美元           | 300M
7,300美元             | 7.3K
0.04美元              | USD0.04
十亿美元              | 1B
两亿美元              | 200M
三十亿欧元            | EUR3B
一百二十亿美元        | 12B
五百万英镑            | GBP5M
一万亿日元            | JPY1T
近7亿美元             | nearly.700M
将近10亿元            | nearly.CNY1B
接近90亿美元          | nearly.9B
近百亿美元            | nearly.10B
近亿元                | nearly.CNY100M
超过9亿美元           | 900M+
超10亿元人民币        | CNY1B+
逾50亿美元            | 5B+
至少100亿美元         | 10B+
不低于3亿元           | CNY300M+
过亿元                | CNY100M+
50多亿美元            | 5B+
十余亿元              | CNY1B+
30亿余元              | CNY3B+
2000万美元以上        | 20M+
最高1000亿美元        | ..100B
至多5亿美元           | ..500M
不超过20亿元          | ..CNY2B
不到3000万美元        | ..30M
约130亿美元           | c.13B
大约200亿美元         | c.20B
人民币约15亿元        | c.CNY1.5B
约人民币15亿元        | c.CNY1.5B
300亿美元左右         | c.30B
15至20亿元人民币      | CNY1.5B..2B
15-20亿美元           | 1.5B..2B
15亿至20亿美元        | 1.5B..2B
15亿美元到20亿美元    | 1.5B..2B
5000万～1亿元         | CNY50M..100M
500亿至600亿美元之间  | 50B..60B
介于5亿和10亿美元之间 | 500M..1B
2.5万至3万美元        | 25K..30K
约150亿至200亿美元    | 15B..20B
人民币15亿元          | CNY1.5B
美元15亿              | 1.5B
US$15亿               | 1.5B
15亿USD               | 1.5B
RMB 3亿元             | CNY300M
15亿元(人民币)        | CNY1.5B
15亿美金              | 1.5B
8亿港元               | HKD800M
8亿港币               | HKD800M
30亿新台币            | TWD3B
2亿新加坡元           | SGD200M
1000万瑞士法郎        | CHF10M
数十亿美元            | billions
几十亿美元            | billions
上百亿元              | CNYbillions
十几亿美元            | billions
百亿美元              | billions
数千亿美元            | billions
数亿元                | CNYhundreds-of-millions
上亿美元              | hundreds-of-millions
亿元级                | CNYhundreds-of-millions
数千万美元            | millions
数百万欧元            | EURmillions
千万级人民币          | CNYmillions
数十万元              | CNY100K..1M
数千美元              | 1K..10K
三百几万美元          | millions
高达15亿美元          | 1.5B
达15亿美元            | 1.5B
已达约15亿美元        | c.1.5B
最多可達100億美元     | ..10B
最高可达100亿美元     | ..10B
可达100亿美元         | ..10B
15億元台幣            | TWD1.5B
50億ドル              | 5B
約50億米ドル          | c.5B
3億ユーロ             | EUR300M
5억 달러              | 500M
5억 유로              | EUR500M
两三亿美元            | 200M..300M
两、三亿美元          | 200M..300M
1、2亿美元            | 100M..200M
十五六亿美元          | 1.5B..1.6B
二三百万美元          | 2M..3M
四五千万美元          | 40M..50M
五六十亿美元          | 5B..6B
三四十億美元          | 3B..4B
一百二三十亿美元      | 12B..13B
约七八亿元            | CNY700M..800M
一两亿欧元            | EUR100M..200M
两三亿日元            | JPY200M..300M
二五〇亿美元          | 25B
一百零五亿美元        | 10.5B
未披露                | undisclosed
金额未透露            | undisclosed
最高1000億美元        | ..100B
近7億美元             | nearly.700M
超過9億美元           | 900M+
逾二十億美元          | 2B+
約350億美元           | c.35B
500億至600億美元之間  | 50B..60B
數十億美元            | billions
數億港元              | HKDhundreds-of-millions
幾千萬美元            | millions
不到3,000萬美元       | ..30M
至少100億美元         | 10B+
1.5兆美元             | 1.5T
30億元新台幣          | TWD3B
新台幣30億元          | TWD3B
人民幣15億元          | CNY1.5B
15億元人民幣          | CNY1.5B
港幣8億元             | HKD800M
1,200萬英鎊           | GBP12M
100億日圓             | JPY10B
50億円                | JPY5B
3億5000万円           | JPY350M
1兆2000億円           | JPY1.2T
約10億円              | c.JPY1B
5억원                 | KRW500M
1조원                 | KRW1T
300만달러             | 3M
１５億美元            | 1.5B
"""
ROWS = [row.split("|") for row in WRITTEN.strip().splitlines()]


@pytest.mark.parametrize(
    ("written", "printed"), [(text.strip(), figure.strip()) for text, figure in ROWS]
)
def test_a_figure_in_three_scripts_is_read_exactly(written: str, printed: str) -> None:
    figure = parse_figure(written)
    assert str(figure) == printed
    assert parse_figure(str(figure)) == figure


@pytest.mark.parametrize("text", ["1000億元", "約300萬元", "15億至20億元", "数億元"])
def test_a_bare_yuan_in_traditional_chinese_asks_for_the_currency(text: str) -> None:
    with pytest.raises(BadInput, match="元 may be CNY or USD or TWD or HKD"):
        parse_figure(text)
    for code in ("CNY", "USD", "TWD"):
        assert parse_figure(text, code).currency == code


def test_a_bare_yuan_is_asked_for_in_a_text_that_is_traditional() -> None:
    found = read_cjk("5000元", traditional=True)
    assert found is not None
    (end,) = found.ends
    assert end.money is not None
    assert end.money.currency() is None


@pytest.mark.parametrize("text", ["5亿", "5000万", "15至20亿", "数亿"])
def test_an_amount_without_a_currency_asks_for_it(text: str) -> None:
    with pytest.raises(BadInput, match="has no currency"):
        parse_figure(text)
    assert parse_figure(text, "CNY").currency == "CNY"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("5000万3亿元", "not a plain number"),
        ("三七亿美元", "not a plain number"),
        ("三二亿美元", "not a plain number"),
        ("一百五六亿美元", "not a plain number"),
        ("二三億円", "not a plain number"),
        ("三四亿五千万美元", "not a plain number"),
        ("1、3亿美元", "not a plain number"),
        ("一、二、三亿美元", "not a plain number"),
        ("十二三四亿美元", "not a plain number"),
        ("3千四七百万美元", "not a plain number"),
        ("20亿至15亿美元", "not a range"),
        ("15亿美元至20亿欧元", "two currencies"),
        ("美元15亿欧元", "two currencies"),
        ("0亿美元", "digits seem to be missing"),
        ("¥15亿", "the sign ¥"),
    ],
)
def test_what_contradicts_itself_is_refused(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        parse_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "介于5亿美元",
        "5亿美元之间",
        "从5亿美元",
        "两亿至三四亿美元",
        "超过不到5亿美元",
        "超过两三亿美元",
        "最高15至20亿美元",
        "5亿美元级别的",
        "五毛",
        "亿",
        "美元",
    ],
)
def test_words_that_do_not_go_together_are_no_figure(text: str) -> None:
    with pytest.raises(BadInput):
        parse_figure(text)


def test_traditional_chinese_is_known_by_its_characters() -> None:
    assert is_traditional("1000億元")
    assert not is_traditional("1000亿元")
