"""Whom claims are about, who takes part, how far a round is, and whose word it is."""

import pytest

from tests.drafting.reading import claims, read, said


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Valued at $2 billion, Cohere has raised $270 million.", "cohere"),
        ("The deal values Cohere at $2 billion.", "cohere"),
        ("NVIDIA, backed by nobody, invested $1 billion in Cohere.", "cohere"),
        ("软银计划向OpenAI投资250亿美元。", "openai"),
        ("投资者对OpenAI的估值达5000亿美元。", "openai"),
        ("Acme Labs, a rival of OpenAI, raised $50 million.", "Acme Labs"),
        ("Led by SoftBank, OpenAI raised $40 billion.", "openai"),
    ],
)
def test_the_company_is_the_one_that_gets_the_money(text: str, company: str) -> None:
    assert {one.split(":")[0] for one in said(text)} == {company}


def test_a_pronoun_stands_for_the_company_that_the_text_was_about() -> None:
    text = "Cohere builds models. The company raised $270 million."
    (claim,) = claims(text)
    assert claim.company is not None
    assert (claim.company.company, claim.tier) == ("cohere", "mid")


def test_a_company_that_nobody_names_is_only_guessed() -> None:
    assert [claim.tier for claim in claims("A round of $270 million was closed.")] == [
        "low"
    ]


@pytest.mark.parametrize(
    ("text", "leads", "others"),
    [
        ("xAI raised $1 billion, led by Sequoia Capital.", ["Sequoia Capital"], []),
        (
            "xAI raised $1 billion. Lux led the round, with participation from Accel.",
            ["Lux"],
            ["Accel"],
        ),
        (
            "月之暗面完成10亿美元融资,由阿里巴巴领投,小红书、美团跟投。",
            ["阿里巴巴"],
            ["小红书", "美团"],
        ),
        ("xAI完成10亿美元融资,投资方包括红杉资本、光速。", [], ["红杉资本", "光速"]),
        ("NVIDIA invested $2 billion in xAI.", [], ["NVIDIA"]),
    ],
)
def test_investors_are_those_that_are_named_so(
    text: str, leads: list[str], others: list[str]
) -> None:
    (claim,) = claims(text)
    assert [named.text for named, lead in claim.investors if lead] == leads
    assert [named.text for named, lead in claim.investors if not lead] == others


@pytest.mark.parametrize(
    ("text", "stage", "type_"),
    [
        ("xAI is in talks to raise $1 billion.", "in_talks", None),
        ("xAI seeks to raise $1 billion.", "seeking", None),
        ("xAI closed a $1 billion Series B.", "closed", "series_b"),
        ("xAI raised $1 million in a seed round.", "announced", "seed"),
        ("Microsoft committed to invest $1 billion in xAI.", "committed", None),
        ("英伟达与OpenAI签署意向书,将对OpenAI投资1000亿美元。", "loi_signed", None),
        ("小步科技完成近亿元A+轮融资。", "closed", "series_a_plus"),
    ],
)
def test_the_stage_and_the_type_of_a_round(
    text: str, stage: str, type_: str | None
) -> None:
    (claim,) = claims(text)
    assert (claim.stage, claim.round_type) == (stage, type_)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("xAI raised $1 billion, Bloomberg reported.", "paper", "Bloomberg"),
        ("据路透报道,xAI融资60亿美元。", "paper", "路透"),
        ("xAI raised $1 billion, people familiar with it said.", "people", None),
        ("据知情人士称,xAI融资60亿美元。", "people", None),
        ("xAI said it raised $1 billion.", "named", "xAI"),
    ],
)
def test_whose_word_it_is(text: str, kind: str, name: str | None) -> None:
    page, proposed = read(text)
    (claim,) = proposed.claims
    assert claim.attribution is not None
    assert claim.attribution[0] == kind
    assert page.quote(claim.attribution[1]) in text
    assert (claim.speaker and claim.speaker.text) == name


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Musk called the report that xAI raised $500 million fake news.", "fake"),
        ("xAI said it is not raising money.", "not_raising_now"),
        ("Cohere dismissed a story about its funding as inaccurate.", "inaccurate"),
        ("Anthropic denied that it sought $2 billion.", "other"),
        ("智谱回应称,融资消息不实。", "false"),
        ("DeepSeek表示融资传闻纯属谣言。", "fake"),
        ("馬斯克否認xAI募資60億美元。", "other"),
    ],
)
def test_a_denial_is_found(text: str, form: str) -> None:
    assert [c.form for c in claims(text) if c.kind == "claim.denied"] == [form]


@pytest.mark.parametrize(
    "text",
    [
        "Stability AI denied that it was running out of cash.",
        "马斯克否认非法使用毒品。",
        "xAI did not deny that it raised $500 million.",
        "创始人套现的传闻被驳斥。",
        "The engineer rejected the offer of a job.",
    ],
)
def test_a_denial_of_another_thing_is_none(text: str) -> None:
    assert [c for c in claims(text) if c.kind == "claim.denied"] == []


def test_a_denial_names_what_it_denies_in_the_article() -> None:
    claim, denial = claims("xAI raised $500 million. Musk said the report was fake.")
    assert denial.denies == [claim]
    assert denial.speaker is not None
    assert denial.speaker.source == "elon-musk"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Cohere raised $270 million in June last year.", "2023-06"),
        ("Cohere raised $270 million in March 2022.", "2022-03"),
        ("智谱去年10月完成25亿元融资。", "2023-10"),
        ("xAI今年1月完成5亿美元融资。", "2024-01"),
        ("Cohere raised $270 million.", None),
        ("Cohere seeks to raise $270 million by March 2025.", None),
    ],
)
def test_a_day_is_read_as_far_as_it_is_written(text: str, day: str | None) -> None:
    assert [claim.effective for claim in claims(text, "2024-01-20")] == [day]


ACME = "Acme raised $6 billion on Tuesday."
ZHIPU = "智谱完成5亿美元融资。"


@pytest.mark.parametrize(
    "text",
    [
        f"{ACME} The company is now valued at $24 billion.",
        f"{ACME} That gives it a valuation of $24 billion.",
        f"{ACME} Acme is valued at $24 billion post-money.",
        f"{ACME} Its valuation rose to $24 billion.",
        f"{ACME} The valuation is $24 billion, including the new money.",
        f"{ACME} The new funding values Acme at $24 billion.",
        f"{ZHIPU}公司估值达到30亿美元。",
        f"{ZHIPU}智谱的估值达到30亿美元。",
        f"{ZHIPU}该公司估值为30亿美元。",
        "智譜完成5億美元融資。這令其估值達到30億美元。",
    ],
)
def test_a_price_in_the_next_sentence_is_that_of_the_round(text: str) -> None:
    (claim,) = read(text)[1].claims
    assert [money.role for money in claim.money] == ["raised", "valuation"]


@pytest.mark.parametrize(
    "text",
    [
        f"{ACME} The startup is in talks to raise at a valuation of $40 billion.",
        f"{ACME} Employees sold shares at a valuation of $20 billion.",
        f"{ACME} It was valued at $10 billion last year.",
        f"{ACME} Investors had valued it at $10 billion.",
        f"{ACME} Beta is valued at $24 billion.",
        f"{ACME}\n\nThe company is valued at $24 billion.",
        f"{ACME} It plans to hire. The company is valued at $24 billion.",
        f"{ZHIPU}此前公司估值为20亿美元。",
        f"{ZHIPU}公司正洽谈以40亿美元估值进行新一轮融资。",
    ],
)
def test_a_price_of_something_else_is_no_part_of_the_round(text: str) -> None:
    claims = read(text)[1].claims
    assert [len(claim.money) for claim in claims] == [1, 1]


@pytest.mark.parametrize(
    ("text", "role", "stage"),
    [
        ("xAI正在洽谈新一轮融资,金额约30亿美元。", "target", "in_talks"),
        ("xAI正洽谈新融资,金额高达30亿美元。", "target", "in_talks"),
        ("xAI正与投资者谈判,金额为30亿美元。", "target", "in_talks"),
        ("xAI计划进行新一轮融资,金额约30亿美元。", "target", "seeking"),
        ("xAI完成新一轮融资,金额约30亿美元。", "raised", "closed"),
        ("xAI洽谈数月后完成融资,金额约30亿美元。", "raised", "closed"),
    ],
)
def test_an_amount_that_is_only_talked_of_was_not_raised(
    text: str, role: str, stage: str
) -> None:
    (claim,) = claims(text)
    assert [money.role for money in claim.money] == [role]
    assert claim.stage == stage
