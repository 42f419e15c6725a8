"""The closed grammar of questions that can be settled."""

import pytest

from ledger.errors import BadInput
from ledger.projections.question import Question, parse_question


def known(name: str) -> bool:
    return name.lower() in {"openai", "thinking machines lab", "xai"}


def parsed(text: str) -> Question:
    return parse_question(text, known=known)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("openai valuation >= 500B by 2025", (None, "headline", None, ">=")),
        ("openai price < 500B by 2025", (None, "headline", None, "<")),
        ("openai confirmed >= 500B by 2025", (None, "confirmed", None, ">=")),
        (
            "openai confirmed post_money>=500B by 2025",
            (None, "confirmed", "post_money", ">="),
        ),
        ("openai post_money = 500B by 2025", (None, None, "post_money", "=")),
        ("openai secondary >= 500B by 2025", (None, "secondary", None, ">=")),
        ("openai secondary tender > 500B by 2025", (None, "secondary", "tender", ">")),
        ("openai raised >= 5B by 2025", ("committed", None, None, ">=")),
        ("openai raised paid <= 5B by 2025", ("paid", None, None, "<=")),
        ("Thinking Machines Lab RAISED >= 5B by 2025", ("committed", None, None, ">=")),
        (
            "Thinking Machines Lab confirmed post_money >= 5B by 2025",
            (None, "confirmed", "post_money", ">="),
        ),
    ],
)
def test_the_grammar(text: str, means: tuple[str | None, ...]) -> None:
    found = parsed(text)
    assert (found.raised, found.row, found.kind, found.how) == means


def test_what_is_printed_reads_back_to_the_same_question() -> None:
    text = "xai confirmed post_money >= 24B by 2024-05-28[America/New_York]"
    assert str(parsed(text)) == text
    assert parsed(str(parsed(text))) == parsed(text)


def test_a_date_is_the_whole_day_in_its_zone_or_the_one_that_is_given() -> None:
    new_york = parse_question("xai raised >= 1B by 2024-01-19[America/New_York]")
    utc = parse_question("xai raised >= 1B by 2024-01-19")
    asked = parse_question("xai raised >= 1B by 2024-01-19", "America/New_York")
    assert new_york.by.hi - utc.by.hi == 5 * 3_600_000_000
    assert asked.by.hi == new_york.by.hi


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        (
            "will openai be worth at least 900b before 2026-12-31",
            "openai valuation >= 900B by 2026-12-31",
        ),
        (
            "openai confirmd post_money >= 900B by 2026-12-31",
            "openai confirmed post_money >= 900B by 2026-12-31",
        ),
        (
            "openai raised more than 5B by 2026-Q1[America/New_York]",
            "openai raised > 5B by 2026-Q1[America/New_York]",
        ),
        ("openai raised sought >= 5B by 2026", "openai raised >= 5B by 2026"),
        ("openai raised >= 5B", "openai raised >= 5B by DATE"),
        ("openai valuation by 2026", "openai valuation >= AMOUNT by 2026"),
        ("", "COMPANY valuation >= AMOUNT by DATE"),
        (
            "openai post_money confirmed >= 5B by 2026",
            "openai confirmed post_money >= 5B by 2026",
        ),
        ("openai raised >= 5B and closed by 2026", "openai raised >= 5B by 2026"),
    ],
)
def test_what_is_outside_is_refused_with_the_grammar_and_the_nearest_form(
    text: str, nearest: str
) -> None:
    with pytest.raises(BadInput) as refused:
        parsed(text)
    hint = refused.value.hint or ""
    if "and closed" not in text:
        first, grammar = hint.split("\n")
        assert first == f"perhaps: {nearest}"
        assert grammar.startswith(
            "the grammar: COMPANY FIGURE COMPARISON AMOUNT by DATE"
        )


@pytest.mark.parametrize(
    "text",
    [
        "openai valuation >= 1B..2B by 2026",
        "openai valuation >= c.2B by 2026",
        "openai valuation >= 2B+ by 2026",
        "openai valuation >= billions by 2026",
        "openai valuation >= 2 by 2026",
        "openai valuation >= 2B by soon",
        "openai valuation >= 2B by 2026/..",
        "openai valuation >= 2B by 01/02/2026",
        "openai valuation >= -2B by 2026",
        "openai valuation >= 2B by 2026 by 2027",
    ],
)
def test_one_amount_and_one_date_that_ends(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parsed(text)
    assert refused.value.hint
