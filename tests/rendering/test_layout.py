"""The layout of tables: no slug, number, date or amount is broken at any width."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, compress
from pathlib import Path
from typing import Any, Final

import pytest
from rich.cells import cell_len

from ledger import Answer, Book
from ledger.rendering.columns import Cell, Column
from ledger.rendering.tables import Table, render, said_once
from tests.answers.asking import of_all, of_company, of_source
from tests.demo import NOW, demo_book

WIDTHS: Final = (60, 80, 120)
TOKEN: Final = re.compile(r"\S+")
WHOLE: Final = re.compile(r"[(\[]*[\w.,+*%$:;&'()\[\]=<>?#-]+", re.ASCII)
LONG: Final = "the-very-long-name-of-a-laboratory"
CHINESE: Final = "北京月之暗面科技有限公司人工智能基础研究院"


def long_book(folder: Path) -> Book:
    """A ledger whose names are long, and partly Chinese."""
    book = Book.create(str(folder / "long.db"), clock=lambda: NOW, actor="ann")
    wire = {"slug": "a-news-wire-with-a-long-name", "name": "某某新闻通讯社国际部"}
    events: list[tuple[str, dict[str, Any]]] = [
        ("company.registered", {"slug": LONG, "name": CHINESE}),
        ("company.registered", {"slug": "ai", "name": "A Rather Long Company Name"}),
        ("source.registered", {**wire, "kind": "wire"}),
    ]
    for number, company in enumerate((LONG, "ai", LONG, "ai")):
        said = {
            "company": company,
            "round": f"{company}/an-extraordinary-round-of-2024-{number}",
            "source": wire["slug"],
            "published": f"2024-0{number + 1}-19",
            "stage": ("closed", "in_talks", "committed", "announced")[number],
            "raised": [{"figure": "CNY1234.5M..2345.6M", "basis": "committed"}],
            "valuation": [{"figure": "nearly.987.65B", "kind": "post_money"}],
            "investors": [
                {"name": "红杉资本中国基金"},
                {"name": "SoftBank Vision Fund"},
            ],
        }
        events.append(("round.reported", said))
    book.record(events)
    return book


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Book]]:
    """Give the demo's ledger, and the one with long names."""
    with (
        demo_book(tmp_path_factory.mktemp("demo")) as demo,
        long_book(tmp_path_factory.mktemp("long")) as long,
    ):
        yield [demo, long]


def answers(books: list[Book]) -> Iterator[Answer[Any]]:
    """Give every answer of both."""
    demo, long = books
    yield from of_all(demo, demo.basis())
    yield from of_company(demo, "xai", demo.basis())
    yield from of_source(demo, "bloomberg", demo.basis())
    yield demo.logged()
    yield from of_all(long, long.basis())
    yield from of_company(long, LONG, long.basis())
    yield long.logged()


def tokens(texts: Iterator[str] | list[str], width: int) -> Counter[str]:
    """Count the slugs, numbers, dates and amounts of texts that fit a line."""
    found = chain.from_iterable(map(TOKEN.findall, texts))
    bare = (x.rstrip(":;") for x in found)  # what stands below its row has one more
    return Counter(x for x in bare if len(x) <= width - 4 and WHOLE.fullmatch(x))


def broken(table: Table, width: int) -> Counter[str]:
    """Give what a table breaks, and print it where it does."""
    rows = list(said_once(table.columns, table.rows))
    full = [any(cells) for cells in zip(*rows, strict=True)]
    shown = compress(table.columns, full)
    titles = [x.title or "" for x in shown if x.below is None]
    wanted = tokens([*titles, *chain.from_iterable(rows)], width)
    bare = Table(None, table.columns, list(table.rows))
    return wanted - tokens(list(render(bare, "table", width=width)), width)


def test_no_table_breaks_a_slug_a_number_a_date_or_an_amount(
    books: list[Book],
) -> None:
    seen = 0
    for answer in answers(books):
        assert answer.told is not None
        for width in WIDTHS:
            for table in answer.told.drawn(width):
                streamed = Table(
                    None, table.columns, list(table.rows), notes=table.notes
                )
                lost = broken(streamed, width)
                printed = "\n".join(render(streamed, "table", width=width))
                assert not lost, f"{answer!r} at {width}: {lost}\n{printed}"
                seen += 1
    assert seen > 100


def drawn(titles: list[str], rows: list[tuple[Cell, ...]], width: int) -> list[str]:
    """Draw a table."""
    columns = tuple(Column[Any](x, x) for x in titles)
    return list(render(Table(None, columns, rows), "table", width=width))


def test_a_long_first_cell_stands_above_its_row() -> None:
    rows: list[tuple[Cell, ...]] = [("short", "1B", "closed")] * 9
    printed = drawn(["round", "paid", "stage"], [*rows, ("x" * 20, "2B", "closed")], 24)
    assert printed[-2] == "x" * 20
    assert printed[-1].split() == ["2B", "closed"]
    assert printed[-1].startswith(" ")


def test_a_long_cell_goes_to_a_second_line_under_its_title() -> None:
    rows: list[tuple[Cell, ...]] = [("ann", "b", "short")] * 9
    titles = ["by", "round", "why"]
    printed = drawn(titles, [*rows, ("bob", "c", "y" * 14)], 19)
    assert printed[-4] == "ann  b      short"
    assert [line.strip() for line in printed[-3:]] == ["bob  c", "why:", "y" * 14]


def test_columns_that_do_not_fit_stand_below_each_row() -> None:
    titles = ["company", "committed", "conditional", "sought", "events"]
    rows: list[tuple[Cell, ...]] = [("openai", "110B", "35B", "852B", "161")]
    printed = drawn(titles, rows, 30)
    assert all(cell_len(line) <= 30 for line in printed)
    for cell in ("openai", "110B", "35B", "852B", "161"):
        assert any(cell in line for line in printed)


def test_what_reads_well_alone_goes_below_its_row_before_anything_is_wrapped() -> None:
    columns = (
        Column[Any]("round", "round"),
        Column[Any]("standing", "standing", wide=True),
        Column[Any]("investors", "investors", wide=True, below="investors: "),
        Column[Any]("events", "events", right=True, below="events "),
    )
    row = ("openai/2025", "confirmed after denial", "SoftBank leads, Microsoft", "1 2")
    table = Table(None, columns, [row])
    assert list(render(table, "table", width=36)) == [
        "round        standing",
        "openai/2025  confirmed after denial",
        "  investors: SoftBank leads,",
        "    Microsoft; events 1 2",
    ]
    assert list(render(table, "table", width=60)) == [
        "round        standing                events",
        "openai/2025  confirmed after denial     1 2",
        "  investors: SoftBank leads, Microsoft",
    ]
    assert len(list(render(table, "table", width=80))) == 2


def test_room_that_no_line_of_a_column_fills_goes_to_the_next() -> None:
    rows: list[tuple[Cell, ...]] = [("no", "partially closed", "an aspiration only")]
    printed = drawn(["no", "stage", "remark"], rows, 33)
    assert [line.rstrip() for line in printed[1:]] == [
        "no  partially  an aspiration only",
        "    closed",
    ]


def test_a_round_is_never_broken_at_its_slash() -> None:
    rows: list[tuple[Cell, ...]] = [("openai", "an-event-of", "openai/share-sale-2023")]
    printed = drawn(["company", "what", "round"], rows, 36)
    assert any("openai/share-sale-2023" in line for line in printed)


def test_chinese_is_wrapped_between_two_signs() -> None:
    printed = drawn(["name", "event"], [(CHINESE, "12")], 20)
    assert "".join(line.split()[0] for line in printed[1:]) == CHINESE


def test_an_address_longer_than_a_line_is_cut_and_nothing_of_it_is_lost() -> None:
    address = "https://example.com/" + "a" * 80
    printed = drawn(["what", "value"], [("url", address)], 40)
    assert address in "".join(x.replace("value:", "").strip() for x in printed[1:])
    assert all(cell_len(line) <= 40 for line in printed)


def test_a_log_of_80_columns_has_one_line_for_most_events(books: list[Book]) -> None:
    told = books[0].logged().told
    assert told is not None
    (table,) = told.drawn(80)
    rows = list(table.rows)  # a stream, read once
    lines = list(render(replace(table, rows=rows), "table", width=80))
    assert lines[0].split() == [
        "event",
        "recorded",
        "type",
        "about,",
        "source",
        "published",
    ]
    assert sum(line.startswith("  ") and ": " in line for line in lines) < 10
    assert len(lines) - 1 < 1.25 * len(rows)


@pytest.mark.parametrize("first", ["2025-06-12", "2025-06", "2025-Q2"])
def test_a_range_may_end_a_line_between_its_dates_and_a_round_may_not(
    first: str,
) -> None:
    rows: list[tuple[Cell, ...]] = [("a", f"{first}/2025-07-13"), ("b", "ai-12/2025-b")]
    printed = drawn(["x", "about"], rows, 15)
    assert [x.split()[-1] for x in printed[1:]] == [
        f"{first}/",
        "2025-07-13",
        "ai-12/2025-b",
    ]


def test_few_cells_of_a_ranking_of_many_stand_below_their_rows() -> None:
    # Names, sources and standings that are longer than most: one column less for one
    # is a column more for another.
    names = ["anduril", "figure", "mercor", "openevidence", "hugging-face", "groq"]
    rows: list[tuple[Cell, ...]] = [
        (name, "confirmed*", "965B post-money", "confirmed", f"series-h, {day}", who)
        for name in names
        for day, who in (
            ("2026-05-28", "Anthropic, 2026-05-28"),
            ("2025-06-12/2025-06-13", "OpenEvidence, 2025-06-13"),
        )
    ]
    titles = ["company", "figure", "amount", "standing", "round", "source, published"]
    columns = tuple(Column[Any](x, x, firm=not at) for at, x in enumerate(titles))
    printed = list(render(Table(None, columns, rows), "table", width=66))
    assert not [x for x in printed if x.startswith("  ") and ": " in x]
    assert all(cell_len(x) <= 66 for x in printed)


def test_a_cell_of_the_row_stands_before_what_is_always_below() -> None:
    columns = (
        Column[Any]("by", "by"),
        Column[Any]("round", "round"),
        Column[Any]("events", "events", below="events "),
    )
    rows = [("ann", "b", "12 13 14 15 16 17")] * 9 + [("bob", "c" * 12, "18")]
    printed = list(render(Table(None, columns, rows), "table", width=16))
    assert printed[-1] == "  events 18"
    assert printed[-2].strip() == "c" * 12
