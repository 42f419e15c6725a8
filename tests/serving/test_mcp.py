"""The tools as an agent finds them: questions of the tutorial, pages, errors."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from ledger import Book
from ledger.answers.sheets import length
from ledger.serving.tools import TOOLS
from tests.answers.asking import validator
from tests.serving.agents import Call, conversation, document, tools_of, trouble

MAY: Final = "2024-05-28"
QUESTIONS: Final = {
    "valuations": "valuations",
    "explain": "explain",
    "timeline": "timeline",
    "who_said": "who-said",
    "changes": "diff",
    "disputed": "disputed",
    "investors": "investors",
    "source": "credibility-of-source",
}
"""Tool -> the documented answer that it gives."""

ARTICLE: Final = (
    "Cohere has raised $270 million at a valuation of $2.2 billion, it said on Friday."
)
EXAMPLES: Final[dict[str, dict[str, object]]] = {
    "valuations": {},
    "explain": {"name": "xai"},
    "timeline": {"name": "xai"},
    "who_said": {"name": "xai"},
    "changes": {"since": "2024-01-19"},
    "disputed": {},
    "investors": {},
    "source": {"name": "bloomberg"},
    "verify": {},
    "propose": {"text": ARTICLE},
}


REPORT: Final = {
    "company": "xai",
    "round": "xai/january-2024",
    "source": "bloomberg",
    "published": "2024-01-19",
    "stage": "committed",
    "raised": [
        {"figure": "500M", "basis": "committed"},
        {"figure": "1B", "basis": "target"},
    ],
    "valuation": [{"figure": "15B..20B", "kind": "unspecified"}],
}
DENIAL: Final = {
    "company": "xai",
    "source": "elon-musk",
    "published": "2024-01-19",
    "scope": ["whole"],
    "form": "fake",
}
STATEMENT: Final = {
    "company": "xai",
    "round": "xai/series-b",
    "source": "xai",
    "published": "2024-05-26",
    "stage": "closed",
    "round_type": "series_b",
    "raised": [{"figure": "6B", "basis": "round_total"}],
    "valuation": [{"figure": "18B", "kind": "pre_money"}],
}


def tutorial(book: Book) -> None:
    """Record what the tutorial records before it asks."""
    company = {"slug": "xai", "name": "xAI", "aliases": ["X.AI"]}
    book.record(
        [
            ("company.registered", company),
            _source("bloomberg", "Bloomberg", "press"),
            _source("elon-musk", "Elon Musk", "person", speaks_for=["xai"]),
            ("round.reported", REPORT),
        ]
    )
    denied = [book.event("4").id]
    book.record(
        [
            ("claim.denied", {**DENIAL, "claims": denied}),
            _source("xai", "xAI", "company", speaks_for=["xai"]),
            ("round.reported", STATEMENT),
        ]
    )


def _source(slug: str, name: str, kind: str, **more: object) -> tuple[str, Any]:
    return "source.registered", {"slug": slug, "name": name, "kind": kind, **more}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the ledger of the tutorial."""
    found = tmp_path_factory.mktemp("tutorial") / "sayso.db"
    with Book.create(found, zone="America/New_York") as book:
        tutorial(book)
    return found


@pytest.fixture(scope="module")
def asked(place: Path) -> dict[str, Any]:
    """Ask the questions of the tutorial in one conversation."""
    calls: dict[str, Call] = {
        "in january": ("valuations", {"as_of": "2024-01-19"}),
        "in may": ("valuations", {"as_of": MAY}),
        "why": ("explain", {"as_of": MAY, "name": "xai"}),
        "changed": ("changes", {"as_of": MAY, "since": "2024-01-19"}),
        "story": ("timeline", {"as_of": MAY, "name": "X.AI"}),
        "open": ("disputed", {"as_of": "2024-01-20"}),
        "first": ("who_said", {"as_of": MAY, "name": "xai/january-2024"}),
        "whole": ("verify", {"as_of": MAY}),
    }
    answers = map(document, conversation(place, list(calls.values())))
    return dict(zip(calls, answers, strict=True))


def test_each_tool_asks_for_the_day_and_says_what_it_takes(place: Path) -> None:
    listed = {one.name: one for one in tools_of(place).tools}
    assert set(listed) == set(TOOLS) == set(EXAMPLES)
    for tool in listed.values():
        assert "as_of" in tool.input_schema["required"], tool.name
        assert all(x["description"] for x in tool.input_schema["properties"].values())
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.output_schema is not None


def test_the_answers_of_the_tutorial(asked: dict[str, Any]) -> None:
    (row,) = asked["in january"]["rows"]
    assert (row["amount"]["text"], row["standing"]) == ("15B..20B", "disputed")
    (row,) = [x for x in asked["in may"]["rows"] if x["headline"]]
    assert (row["amount"]["text"], row["standing"]) == ("24B", "confirmed")
    assert (row["sources"], row["events"]) == (["xai"], [7])
    assert [x["event"] for x in asked["why"]["rows"]] == [4, 7]
    changed = {x["item"] for x in asked["changed"]["rows"]}
    assert "headline" in changed
    assert [x["event"] for x in asked["story"]["rows"]] == [4, 5, 7]
    assert [x["denied_by"] for x in asked["open"]["rows"]] == ["elon-musk"]
    assert [(x["how"], x["source"]) for x in asked["first"]["rows"]] == [
        ("first", "bloomberg")
    ]
    assert [x["source"] for x in asked["first"]["denials"]] == ["elon-musk"]
    assert asked["whole"]["verdict"] == "UNSIGNED"
    assert asked["whole"]["size"] == 8


def test_each_answer_says_on_whose_word_and_as_of_when(asked: dict[str, Any]) -> None:
    for name, found in asked.items():
        assert found["basis"]["token"], name
        named = {x["event"]: x for x in found["events"]}
        for row in found.get("rows", ()):
            numbers = row["events"] if "events" in row else [row["event"]]
            assert set(numbers) <= set(named), name
        speakers = {x["source"] for x in found["events"] if x["source"]}
        assert speakers <= {x["source"] for x in found["sources"]}


@pytest.fixture(scope="module")
def pages(demo_place: Path) -> dict[str, dict[str, Any]]:
    """Give the first page of each tool over the demo."""
    calls = [(name, {"as_of": "2025-06-01", **x}) for name, x in EXAMPLES.items()]
    answers = map(document, conversation(demo_place, calls))
    return dict(zip(EXAMPLES, answers, strict=True))


@pytest.mark.parametrize("tool", EXAMPLES)
def test_no_answer_is_longer_than_20_000_characters(
    pages: dict[str, dict[str, Any]], tool: str
) -> None:
    assert length(pages[tool]) <= 20_000
    assert pages[tool]["basis"]["token"]


@pytest.mark.parametrize("tool", QUESTIONS)
def test_an_answer_is_the_documented_one(
    pages: dict[str, dict[str, Any]], tool: str
) -> None:
    assert pages[tool]["question"] == QUESTIONS[tool]
    validator(QUESTIONS[tool]).validate(pages[tool])


def test_a_cursor_goes_on_at_the_same_basis(tmp_path: Path, demo_place: Path) -> None:
    copy = tmp_path / "grows.db"
    copy.write_bytes(demo_place.read_bytes())
    arguments: dict[str, object] = {"as_of": "2025-06-01", "name": "openai"}
    whole = _whole(copy, arguments)
    found, cursor = _page(copy, arguments)
    rows, pages = list(found["rows"]), 1
    with Book.open(copy) as book:
        book.record([_source("newcomer", "Newcomer", "press")])
    while cursor is not None:
        found, cursor = _page(copy, {**arguments, "cursor": cursor})
        rows, pages = rows + found["rows"], pages + 1
        assert found["basis"]["known_at"] == whole["basis"]["known_at"]
    assert pages > 2
    assert rows == whole["rows"]


def _page(
    place: Path, arguments: dict[str, object]
) -> tuple[dict[str, Any], str | None]:
    (answer,) = conversation(place, [("timeline", arguments)])
    found = document(answer)
    return found, found["page"]["next"]


def _whole(place: Path, arguments: dict[str, object]) -> dict[str, Any]:
    with Book.open(place) as book:
        name = str(arguments["name"])
        answer = book.timeline(name, as_of=str(arguments["as_of"]))
        found: dict[str, Any] = json.loads(answer.as_json())
        return found


def test_a_token_gives_an_answer_again(place: Path) -> None:
    (first,) = conversation(place, [("valuations", {"as_of": "2024-01-19"})])
    token = document(first)["basis"]["token"]
    (again,) = conversation(place, [("valuations", {"as_of": token})])
    assert document(again) == document(first)


def test_what_is_wrong_is_told_as_on_the_command_line(place: Path) -> None:
    unread = "01/02/2024"
    calls: list[Call] = [
        ("valuations", {}),
        ("valuations", {"as_of": unread}),
        ("explain", {"as_of": MAY, "name": "xia"}),
        ("explain", {"as_of": MAY, "name": 7, "what": 1}),
        ("source", {"as_of": MAY, "name": "blomberg"}),
        ("valuations", {"as_of": MAY, "standing": "sure"}),
        ("changes", {"as_of": MAY, "since": unread}),
        ("valuations", {"as_of": MAY, "cursor": "no"}),
        ("changes", {}),
    ]
    told = [trouble(x) for x in conversation(place, calls)]
    assert told[0].startswith("error: as_of: not given\nhint: the day as of which")
    assert told[1].startswith("error: as_of: ")
    assert "hint: write 2024-02-01" in told[1] or "2024" in told[1]
    assert told[2] == (
        "error: unknown company 'xia'\n"
        "hint: perhaps xai; or register it: sayso company add xia --name xia"
    )
    assert told[3].startswith("error: what: there is no such parameter")
    assert "bloomberg" in told[4]
    assert "hint: one of retracted, superseded" in told[5]
    assert told[6].startswith("error: since: ")
    assert told[7].startswith("error: cursor: it is none")
    assert "as_of: not given; since: not given" in told[8]
    assert not [x for x in told if "Traceback" in x or str(place) in x]


def test_a_cursor_of_another_question_is_refused(demo_place: Path) -> None:
    day = {"as_of": "2025-06-01"}
    (first,) = conversation(demo_place, [("investors", day)])
    cursor = document(first)["page"]["next"]
    assert cursor is not None
    (other,) = conversation(demo_place, [("valuations", {**day, "cursor": cursor})])
    assert "belongs to another question" in trouble(other)


def test_a_ledger_that_is_away_is_told_without_its_place(place: Path) -> None:
    away = place.with_name("gone.db")
    away.write_bytes(place.read_bytes())
    server = _moved_meanwhile(away)
    assert "the ledger cannot be read right now" in server
    assert str(away.parent) not in server


def _moved_meanwhile(place: Path) -> str:
    from ledger.serving.books import Books
    from ledger.serving.mcp_server import _answer
    from tests.serving.conftest import settings_for

    settings = settings_for(place)
    place.unlink()
    found = _answer(settings, Books(settings), TOOLS["valuations"], {"as_of": MAY})
    return trouble(found)


def test_a_proposal_writes_nothing(tmp_path: Path, place: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(place.read_bytes())
    text = (
        "xAI has raised $6 billion at a valuation of $24 billion, Bloomberg reported."
    )
    call: Call = ("propose", {"as_of": MAY, "text": text, "source": "bloomberg"})
    (answer,) = conversation(copy, [call])
    draft = document(answer)
    assert [x["company"]["id"] for x in draft["claims"]] == ["xai"]
    assert draft["claims"][0]["raised"][0]["figure"] == "6B"
    assert copy.read_bytes() == place.read_bytes()
    assert not copy.with_name("copy.db-wal").exists()


def test_what_is_no_article_is_refused(place: Path) -> None:
    calls: list[Call] = [
        ("propose", {"as_of": MAY, "text": " "}),
        ("propose", {"as_of": MAY, "text": "%PDF-1.7"}),
        ("propose", {"as_of": MAY, "text": ARTICLE, "published": "01/02/2024"}),
    ]
    told = [trouble(x) for x in conversation(place, calls)]
    assert told[0].startswith("error: the text has no text")
    assert told[1].startswith("error: the text is a PDF")
    assert told[2].startswith("error: published: ")
