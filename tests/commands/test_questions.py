"""Every question, in every form, on the demo ledger and on awkward names."""

import csv
import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.conftest import Sayso

QUESTIONS = {
    "valuations": ["valuations"],
    "valuations of one": ["valuations", "xai"],
    "raised": ["raised"],
    "raised in one currency": ["raised", "openai", "--in", "EUR"],
    "valuations in one currency": ["valuations", "--in", "EUR", "--rate", "TWD=1"],
    "investors": ["investors"],
    "one investor": ["investors", "nvidia"],
    "flows": ["flows"],
    "totals": ["totals"],
    "totals by investor": ["totals", "--by", "investor", "--every", "year"],
    "totals by currency": ["totals", "openai", "--by", "currency"],
    "a question": ["settle", "openai confirmed post_money >= 900B by 2025"],
    "rounds": ["rounds"],
    "one round": ["rounds", "xai/series-b"],
    "disputed": ["disputed"],
    "links": ["links", "xai"],
    "lint": ["lint"],
    "lint of one": ["lint", "altman-chip-venture"],
    "diff": ["diff", "2024-01-18", "2024-05-28"],
    "diff of one": ["diff", "2024-01-18", "--company", "xai"],
    "vintages": ["vintages", "openai"],
    "timeline": ["timeline", "xai"],
    "timeline of a round": ["timeline", "xai/series-b"],
    "explain": ["explain", "xai"],
    "explain a round": ["explain", "openai/2025"],
    "show a company": ["show", "openai"],
    "show a round": ["show", "xai/series-b"],
    "show a source": ["show", "source:elon-musk"],
    "show an event": ["show", "73"],
    "companies": ["company", "list"],
    "sources": ["source", "list"],
    "log": ["log"],
}
NEW_YORK = ("--as-of", "2024-01-19", "--tz", "America/New_York")


@pytest.mark.parametrize("words", QUESTIONS.values(), ids=QUESTIONS)
def test_every_question_is_answered_in_every_form(
    demo: Sayso, words: list[str]
) -> None:
    table = demo(*words, COLUMNS="80")
    assert table.exit_code == 0, table.output
    document = json.loads(demo(*words, "-f", "json").stdout)
    assert document["rows"]
    drawn = set(table.stdout.splitlines()) - set(document["notes"])  # these are whole
    assert max(map(cell_len, drawn)) <= 80
    for line in demo(*words, "-f", "jsonl").stdout.splitlines():
        assert isinstance(json.loads(line), dict)
    rows = list(csv.reader(io.StringIO(demo(*words, "-f", "csv").stdout)))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 1


AT_A_BASIS = {
    name: words
    for name, words in QUESTIONS.items()
    if words[0] not in {"log", "diff", "company", "source"} and name != "show an event"
}


@pytest.mark.parametrize("words", AT_A_BASIS.values(), ids=AT_A_BASIS)
def test_an_answer_replays_under_its_basis(demo: Sayso, words: list[str]) -> None:
    said = demo(*words, "-f", "json").stdout
    token = json.loads(said)["basis"]["token"]
    assert demo(*words, "-f", "json", "--basis", token).stdout == said


def rows_of(demo: Sayso, *words: str) -> list[dict[str, object]]:
    answer = demo(*words, "-f", "json")
    assert answer.exit_code == 0, answer.output
    rows: list[dict[str, object]] = json.loads(answer.stdout)["rows"]
    return rows


def test_on_the_evening_in_new_york_the_report_is_disputed(demo: Sayso) -> None:
    (row,) = rows_of(demo, "valuations", "xai", *NEW_YORK)
    amount = row["amount"]
    assert isinstance(amount, dict)
    assert amount["text"] == "15B..20B"
    assert (row["figure"], row["standing"]) == ("reported", "disputed")
    assert row["denied_by"] == ["elon-musk"]
    assert row["headline"] is False


def test_a_disputed_figure_is_a_headline_only_on_request(demo: Sayso) -> None:
    (row,) = rows_of(demo, "valuations", "xai", "--include-disputed", *NEW_YORK)
    assert row["headline"] is True


def test_three_ways_to_have_no_answer(demo: Sayso) -> None:
    unpublished = demo("valuations", "xai", "--as-of", "2020")
    unrecorded = demo("valuations", "xai", "--known-at", "seq:5")
    unknown = demo("valuations", "x.OpenAI")
    assert "nothing published by that date" in unpublished.stdout
    assert "nothing recorded by that date" in unrecorded.stdout
    assert (unpublished.exit_code, unrecorded.exit_code) == (0, 0)
    assert unknown.exit_code == 1
    assert "openai" in unknown.stderr


@pytest.mark.parametrize("typed", ["x.OpenAI", "OpenOpenAI"])
def test_a_garbled_name_is_refused_with_near_misses(demo: Sayso, typed: str) -> None:
    refused = demo("explain", typed)
    assert refused.exit_code == 1
    assert "hint:" in refused.stderr
    assert "openai" in refused.stderr


@pytest.mark.parametrize("typed", ["英偉達", "英伟达", "NVIDIA", "nvidia"])
def test_a_company_is_found_under_its_name_in_any_script(
    demo: Sayso, typed: str
) -> None:
    answer = json.loads(demo("show", typed, "-f", "json").stdout)
    assert answer["company"][0]["company"] == "nvidia"


def test_names_of_any_kind_keep_the_table_within_its_width(demo: Sayso) -> None:
    long, bidi = "很" * 60 + "长的公司", "Evil\u202eCorp\x1b[31m"
    demo("source", "add", "long", "--name", long, "--kind", "press")
    demo("source", "add", "evil", "--name", bidi, "--kind", "press")
    for source in ("long", "evil"):
        done = demo(
            *("record", "report", "xai/late", "--source", source),
            *("--published", "2025-12-05", "--stage", "closed"),
            *("--post-money", "300B", "--note", f"said by {source}"),
        )
        assert done.exit_code == 0, done.output
    answer = demo("timeline", "xai", COLUMNS="80")
    assert max(cell_len(line) for line in answer.stdout.splitlines()) <= 80
    assert "\u202e" not in answer.stdout
    assert "\x1b" not in answer.stdout
    assert answer.stdout.count("很") == 2 * 60  # in the story, and of who said it
    assert "Evil\\u" in answer.stdout


def test_a_basis_and_another_cut_do_not_go_together(demo: Sayso) -> None:
    refused = demo("valuations", "--basis", "b1.x", "--as-of", "2024")
    assert refused.exit_code == 2
    assert "--basis" in refused.stderr


def test_the_axis_of_a_diff_is_said_once(demo: Sayso) -> None:
    refused = demo("diff", "2024", "2025", "--as-of", "2024")
    assert refused.exit_code == 2


def test_a_diff_on_the_recorded_clock_names_the_events(demo: Sayso) -> None:
    words = ("diff", "60", "--axis", "recorded", "--as-of", "2024-05-28")
    rows = rows_of(demo, *words, "--company", "xai")
    assert any(row["item"] == "confirmed" for row in rows)
    assert all(row["events"] for row in rows)


def test_the_demo_tells_the_story_and_how_to_go_on(sayso: Sayso) -> None:
    told = sayso("demo", COLUMNS="80")
    assert told.exit_code == 0, told.output
    for words in ("15B..20B", "denied", "24B", "sayso demo --db demo.db"):
        assert words in told.stdout
    assert max(cell_len(line) for line in told.stdout.splitlines()) <= 80
    assert not list(Path.cwd().glob("*.db"))


def test_the_demo_is_kept_where_one_says_and_nowhere_twice(sayso: Sayso) -> None:
    assert sayso("demo", "--db", "demo.db").exit_code == 0
    assert sayso("valuations", "xai", "--db", "demo.db").exit_code == 0
    again = sayso("demo", "--db", "demo.db")
    assert again.exit_code == 1
    assert "hint:" in again.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["raised"], "no rounds with money are known by that date"),
        (["rounds"], "no rounds are known by that date"),
        (
            ["rounds", "--standing", "rumoured"],
            "no rumoured rounds are known by that date",
        ),
        (["totals"], "no money raised is known by that date"),
    ],
)
def test_an_answer_without_rows_says_so(
    ledger: Sayso, words: list[str], told: str
) -> None:
    value = ("--price=post_money:24B", "--published", "2024-01-19")
    done = ledger("record", "value", "xai", "--source", "bloomberg", *value)
    assert done.exit_code == 0, done.output
    answer = ledger(*words, "xai")
    assert answer.stdout.splitlines()[1:] == [told], answer.output


def test_a_triangle_begins_with_the_first_row_that_says_something(
    demo: Sayso,
) -> None:
    words = ("vintages", "openai", "--as-of", "2026-06-30", "--every", "year")
    lines = demo(*words).stdout.splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("about"))
    assert len(lines[first + 1].split()) > 1, "a figure next to the day"
    day = lines[first + 1].split()[0]
    assert f"rows before {day} are empty, and not shown" in lines
    assert demo(*words, "-f", "csv").stdout.splitlines()[1].startswith("2019-")


def test_an_empty_list_says_what_fills_it(sayso: Sayso) -> None:
    assert sayso("init").exit_code == 0
    assert "`sayso company add` registers one" in sayso("company", "list").stdout
    assert "`sayso source add` registers one" in sayso("source", "list").stdout
    assert sayso("company", "list", "-f", "csv").stdout.count("\n") == 1
