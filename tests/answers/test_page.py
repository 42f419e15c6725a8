"""docs/answers.md: every key once, every question with a row of the demo.

With SAYSO_REWRITE=1 what stands between the marks is written again.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ledger import Answer, Book
from ledger.answers import selecting, shapes, stats
from ledger.answers.keys import KEYS
from ledger.projections.basis import Telling
from ledger.store.database import connect
from ledger.store.database import stats as count

PAGE: Final = Path(__file__).resolve().parents[2] / "docs/answers.md"


def examples(book: Book) -> Iterator[tuple[str, Answer[Any]]]:
    """How each question is typed, and its answer."""
    may = book.basis(as_of="2024-05-28")
    january = book.basis(as_of="2024-01-20")
    now = book.basis()
    yield "valuations xai --as-of 2024-05-28", book.valuations(may, ["xai"])
    yield "raised xai --as-of 2024-05-28", book.raised(may, ["xai"])
    yield "raised --by sector", book.raised(now, by="sector")
    yield "investors nvidia", book.investors(now, "nvidia")
    yield "flows", book.flows(now)
    yield "flows --cycles", book.circles(now)
    yield "totals openai", book.totals(now, ["openai"])
    question = "openai confirmed post_money >= 900B by 2026-12-31"
    yield f'settle "{question}"', book.settle(now, question)
    yield "rounds xai --as-of 2024-01-20", book.rounds(january, ["xai"])
    yield "disputed xai --as-of 2024-01-20", book.disputed(january, ["xai"])
    yield "timeline xai --as-of 2024-05-28", book.timeline("xai", may, beliefs=True)
    yield "explain xai --as-of 2024-01-20", book.explain("xai", january)
    who_said = book.who_said("xai", may)
    yield "who-said xai --as-of 2024-05-28", who_said
    diff = book.diff(january, may, ["xai"])
    yield "diff 2024-01-20 2024-05-28 --company xai", diff
    vintages = book.vintages("xai", now, "headline", "year")
    yield "vintages xai --every year", vintages
    yield "links", book.links(now)
    yield "lint", book.lint(now)
    yield "credibility", book.credibility(now)
    of_source = book.credibility(now, "elon-musk")
    yield "credibility elon-musk", of_source
    yield "credibility --model em", book.reliability(now)
    yield "credibility elon-musk --model em", book.reliability(now, "elon-musk")
    yield "forecasts", book.forecasts(now)
    yield "show xai --as-of 2024-05-28", book.show("xai", may)
    of_round = book.show("xai/series-b", may)
    yield "show xai/series-b --as-of 2024-05-28", of_round
    yield "show source:bloomberg", book.show("source:bloomberg", now)
    yield "show 73", book.show("73", now)
    yield "cite 73", book.cite("73", now)
    yield "company list", book.companies_list(now)
    yield "source list", book.sources_list(now)
    yield "log", book.logged()
    yield "search softbank", book.search("softbank", now)
    counted = "SELECT source_kind, count(*) AS claims FROM claims GROUP BY 1 ORDER BY 1"
    yield f"sql {counted!r}", book.sql(counted, now)
    yield "chart xai --as-of 2024-05-28", book.chart("valuation", may, ["xai"])


def told_of(book: Book) -> dict[str, tuple[str, Telling]]:
    """How each question is typed and told, by its name."""
    found = {}
    for typed, answer in examples(book):
        assert answer.told is not None
        found[answer.told.question] = (typed, answer.told)
    database = connect(book.place)
    found["stats"] = ("db stats", stats.stats_answer(count(database.engine), ()))
    database.close()
    found["sql-tables"] = ("sql --tables", selecting.sql_tables())
    return found


OF_A_LEDGER: Final = re.compile(r"(sayso/|basis b3\.)[\w./]+")
"""What is another in every ledger: its name, and a token in a footnote."""


def keys_table() -> str:
    """The keys and what they mean."""
    lines = ["| key | means |", "| --- | --- |"]
    lines += [f"| `{key}` | {means} |" for key, means in KEYS.items()]
    return "\n".join(lines)


def questions(book: Book) -> Iterator[str]:
    """Each question, with a row."""
    told = told_of(book)
    for name, shape in shapes.QUESTIONS.items():
        yield f"### {name}\n"
        yield f"{shape.about[0].upper()}{shape.about[1:]}."
        if name not in told:
            yield "\nThe demo has no snapshots of tables.\n"
            continue
        typed, telling = told[name]
        document = telling.as_dict()
        asked = ", ".join(f"`{key}`" for key in document["asked"])
        shared = {"format", "question", "asked", "basis", "notes", "rows"}
        beside = [key for key in document if key not in {*shared, "sources", "events"}]
        yield f"\nAsked: {asked or 'nothing'}."
        if beside:
            yield f"Also, next to the rows: {', '.join(f'`{key}`' for key in beside)}."
        yield f"\nA row of `sayso {typed} -f json`:\n"
        yield f"```json\n{row_of(document)}\n```\n"


def row_of(document: dict[str, Any]) -> str:
    """The last row, a key a line."""
    if not document["rows"]:
        return "{}"
    row = document["rows"][-1]
    row |= {"token": "b3..."} if "token" in row else {}  # it is another ledger's
    lines = [f"  {json.dumps(key)}: {short(value)}" for key, value in row.items()]
    lines = [OF_A_LEDGER.sub(r"\1...", line) for line in lines]
    return "{\n" + ",\n".join(lines) + "\n}"


def short(value: object) -> str:
    """A value in one line."""
    return json.dumps(value, ensure_ascii=False)


def test_the_page_is_what_is_answered(demo: Book) -> None:
    page = PAGE.read_text("utf-8")
    made = between(page, "keys", keys_table())
    made = between(made, "questions", "\n".join(questions(demo)).rstrip())
    if os.environ.get("SAYSO_REWRITE"):
        PAGE.write_text(made, "utf-8")
    assert PAGE.read_text("utf-8") == made, "SAYSO_REWRITE=1 writes it again"


def between(page: str, mark: str, text: str) -> str:
    """The page with a text between two marks."""
    found = re.compile(rf"(?<=<!-- {mark} -->\n).*?(?=<!-- /{mark} -->)", re.DOTALL)
    assert found.search(page)
    return found.sub(lambda _: f"\n{text}\n\n", page)


def test_every_question_has_an_example(demo: Book) -> None:
    assert set(shapes.QUESTIONS) - set(told_of(demo)) == {"rewritten"}
