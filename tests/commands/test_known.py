"""`investors`, `flows`, `totals` and `settle` on the command line."""

import json

import pytest

from tests.commands.conftest import failed
from tests.conftest import Sayso


def test_investors_say_who_put_what_into_whom(demo: Sayso) -> None:
    done = demo("investors", "nvidia", "--as-of", "2025-10-01")
    assert done.stdout.startswith("NVIDIA, as of 2025-10-01")
    for words in (
        "acquihire license, sole",
        "up to 100B",
        "letter of intent",
        "nearly 700M",
    ):
        assert words in done.stdout
    assert "never added together" in done.stdout


def test_an_investor_that_nobody_knows(demo: Sayso) -> None:
    unknown = "no investor known by that date is named 'nvidea'"
    failed(demo("investors", "nvidea"), 1, unknown, "perhaps NVIDIA")
    failed(demo("flows", "nvidea"), 1, unknown, "perhaps NVIDIA")


def test_cycles_are_of_all_companies(demo: Sayso) -> None:
    assert "directly or through others" in demo("flows", "--cycles").stdout
    assert demo("flows", "nvidia", "--cycles").exit_code == 2


def test_a_question_outside_the_grammar_shows_it_and_the_nearest_form(
    demo: Sayso,
) -> None:
    done = demo("settle", "will openai be worth 900B before 2026-12-31")
    failed(done, 2, "'will openai", "perhaps: openai valuation")
    assert "the grammar: COMPANY FIGURE COMPARISON AMOUNT by DATE" in done.stderr


def test_a_question_about_nobody(demo: Sayso) -> None:
    done = demo("settle", "openia valuation >= 900B by 2026-12-31")
    failed(done, 1, "unknown company 'openia'", "perhaps openai")


def test_totals_write_types_and_investors_as_people_do(demo: Sayso) -> None:
    shown = demo("totals", "--by", "type", "--every", "year").stdout
    assert "series a" in shown
    assert "series_a" not in shown
    rows = demo("totals", "--by", "type", "--every", "year", "-f", "csv").stdout
    assert "series_a" in rows
    shown = demo("totals", "--by", "investor", "--every", "year").stdout
    assert "NVIDIA" in shown
    assert "nvidia" not in shown


def test_diff_says_what_is_denied(demo: Sayso) -> None:
    words = ("2024-01-18", "2024-05-28", "--company", "xai", "--no-belief")
    shown = " ".join(demo("diff", *words).stdout.split())
    assert "denied:" in shown


def test_settle_never_rounds_a_figure_into_the_opposite_of_its_answer(
    demo: Sayso,
) -> None:
    done = demo("settle", "xai raised >= 6.135B by 2024-06-30")
    assert "6.1347B" in done.stdout
    assert "6.135B raised" not in done.stdout


def test_settle_says_where_nothing_is_on_record(demo: Sayso) -> None:
    assert demo("company", "add", "quiet-labs", "--name", "Quiet Labs").exit_code == 0
    done = demo("settle", "quiet-labs raised >= 1B by 2024-06-30")
    note = "published, recorded, effective: no such figure was on record"
    assert note in " ".join(done.stdout.split())


def test_settle_asks_for_quotation_marks(demo: Sayso) -> None:
    done = demo("settle", "mistral", "raised", ">=", "1B", "by", "2025-12-31")
    assert done.exit_code == 2
    assert 'sayso settle "mistral raised >= 1B by 2025-12-31"' in done.stderr
    assert "COMPANY FIGURE COMPARISON AMOUNT by DATE" in done.stderr


def test_settle_asks_on_the_effective_clock_itself(demo: Sayso) -> None:
    question = "openai valuation >= 900B by 2026-12-31"
    assert demo("settle", question, "--effective", "2025-01-01").exit_code == 2


def test_settle_gives_the_token_of_the_answer_that_shows_it(demo: Sayso) -> None:
    question = "openai confirmed post_money >= 300B by 2025-04-30"
    done = demo("settle", question, "-f", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    published, recorded, effective = (line for line in lines if "clock" in line)
    answers = [x["answer"] for x in (published, recorded, effective)]
    assert answers == ["yes", "no", "yes"]
    shown = demo("valuations", "openai", "--basis", published["token"], "-f", "jsonl")
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    assert published["amount"] in [row.get("amount") for row in rows]
    shown = demo("show", str(published["event"]))
    assert shown.exit_code == 0


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (("totals", "openai"), "period"),
        (("totals", "openai", "--by", "investor"), "investor"),
        (("totals", "openai", "--by", "currency"), "currency"),
    ],
)
def test_the_first_column_is_what_is_grouped_by(
    demo: Sayso, words: tuple[str, ...], column: str
) -> None:
    assert demo(*words, "-f", "csv").stdout.split(",")[0] == column


def test_replays_give_the_same(demo: Sayso) -> None:
    for words in (("investors", "nvidia"), ("flows",), ("totals",)):
        first = json.loads(demo(*words, "--as-of", "2026-01-31", "-f", "json").stdout)
        token = first["basis"]["token"]
        again = json.loads(demo(*words, "--basis", token, "-f", "json").stdout)
        assert again["rows"] == first["rows"]


def test_an_export_with_a_question_verifies(kept: Sayso) -> None:
    words = ("settle", "xai valuation >= 1B by 2025", "-o", "asked.zip")
    done = kept(*words, "-f", "csv")
    assert done.exit_code == 0, done.output
    assert "sayso audit verify asked.zip" in done.stderr
    found = kept("audit", "verify", "asked.zip", "--key", "ledger.vkey")
    assert (found.exit_code, found.stdout[:8]) == (0, "VERIFIED"), found.output
    failed(kept(*words), 1, "asked.zip exists already", "choose another name")
