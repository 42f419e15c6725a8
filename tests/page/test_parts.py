"""What a report is made of: spans of rows, small lines, and markup that escapes."""

import re
from decimal import Decimal
from html import unescape

import pytest

from ledger.page.contents import CellText, FigurePoint, ShownRows, Trend
from ledger.page.darkness import darkened
from ledger.page.markup import Html, join_markup, linked, tag, text
from ledger.page.spans import PlacedRows, RowSpans, numbered
from ledger.page.sparklines import HEIGHT, WIDTH, sparkline
from ledger.projections.prose import Prose


def row(key: int, words: str) -> PlacedRows:
    """Give one row at its place."""
    return key, (), ((words,),)


def test_a_row_is_written_once_for_all_days_on_which_it_stays() -> None:
    spans = RowSpans()
    spans.show(0, [row(1, "a"), row(2, "b")])
    spans.show(3, [row(1, "a"), row(2, "c")])
    spans.show(5, [row(1, "a")])
    assert spans.done(9) == [
        ShownRows(0, 9, (), (("a",),)),
        ShownRows(0, 3, (), (("b",),)),
        ShownRows(3, 5, (), (("c",),)),
    ]


def test_what_comes_back_is_a_span_of_its_own() -> None:
    spans = RowSpans()
    for day, rows in ((0, ["a"]), (2, []), (4, ["a"]), (4, [])):
        spans.show(day, numbered((words,) for words in rows))
    assert spans.done(9) == [ShownRows(0, 2, (), (("a",),))]


def test_text_of_others_is_never_markup() -> None:
    assert text("<b>&\"'") == "&lt;b&gt;&amp;&quot;&#x27;"
    assert text("a\u202eb\x1b[0m") == "a\\u202Eb\\u001B[0m"
    assert tag("p", "<i>", title='"x"') == '<p title="&quot;x&quot;">&lt;i&gt;</p>'
    assert tag("p", Html("<i></i>")) == "<p><i></i></p>"


def test_attributes_can_be_left_out_and_can_stand_alone() -> None:
    assert tag("input", hidden=True, max=0, min=None, disabled=False) == (
        '<input hidden max="0"/>'
    )
    assert tag("td", class_="right", data_label="a") == (
        '<td class="right" data-label="a"></td>'
    )
    assert join_markup(["<", None, tag("br")], " ") == "&lt; <br/>"


@pytest.mark.parametrize(
    ("kind", "words", "numbers"),
    [
        ("events", Prose.listed([73, 74, 9], " "), ["73", "74"]),
        ("prose", Prose.of("denies event ", 73, " (see event 74)"), ["73"]),
        ("prose", Prose.of("1B [closed] (carried by ", 74, ")"), ["74"]),
        ("named", Prose.of(73, " Bloomberg; ", 74, " The 73"), ["73", "74"]),
        ("prose", "whatever somebody writes of event 73", []),
        ("text", Prose.of(73, " ", 74), []),
        ("figure", "73B", []),
    ],
)
def test_numbers_of_events_on_the_page_are_links(
    kind: str, words: CellText, numbers: list[str]
) -> None:
    drawn = linked(words, kind, frozenset({73, 74}))
    assert unescape(re.sub("<[^>]*>", "", drawn)) == str(words)
    links = [f'<a href="#event-{number}">{number}</a>' for number in numbers]
    assert drawn.count("<a ") == len(links)
    assert all(link in drawn for link in links)


def test_a_date_is_not_broken() -> None:
    drawn = linked("Bloomberg, 2024-01-19; x", "text", frozenset())
    assert drawn == 'Bloomberg, <span class="date">2024-01-19</span>; x'


def steps(*points: tuple[int, str, bool], joined: bool = True) -> Trend:
    """Give a trend; each of its points follows from the one before, or none does."""
    made = (FigurePoint(day, Decimal(x), sure, joined) for day, x, sure in points)
    return Trend(tuple(made), "USD")


def test_a_small_line_goes_from_step_to_step() -> None:
    drawn = sparkline(steps((0, "1", True), (5, "100", True)), "rises", 10)
    low, high = HEIGHT - 3.5, 3.5
    assert f'd="M0 {low}H60M60 {low}V{high}H{WIDTH}"' in drawn
    assert 'class="sure"' in drawn
    assert 'class="open"' not in drawn
    assert f'data-steps="0 {low},5 {high}"' in drawn
    assert 'aria-label="rises"' in drawn


def test_a_small_line_breaks_where_nobody_named_the_way() -> None:
    broken = steps((0, "100", True), (5, "1", True), joined=False)
    drawn = sparkline(broken, "an older figure is the answer again", 10)
    assert f'd="M0 3.5H57.5M60 24.5H{WIDTH}"' in drawn
    assert "V" not in drawn.partition('d="')[2].partition('"')[0]


def test_a_small_line_has_gaps_and_says_what_is_no_headline() -> None:
    drawn = sparkline(steps((0, "1", False), (2, "0", False), (4, "2", True)), "x", 8)
    assert 'd="M0 24.5H30" class="open"' in drawn
    assert f'd="M60 3.5H{WIDTH}" class="sure"' in drawn
    assert 'data-steps="0 24.5,2 ,4 3.5"' in drawn


def test_one_day_and_one_amount_are_a_line_too() -> None:
    drawn = sparkline(steps((0, "5", True)), "flat", 0)
    assert f'd="M{WIDTH} 14H{WIDTH}"' in drawn


def test_every_ink_has_its_dark_one() -> None:
    rules = darkened()
    assert rules.startswith("@media screen and (prefers-color-scheme: dark){")
    assert '.chart [fill="#ffffff"]{fill:#14171b}' in rules
    assert rules.count("stroke:") == rules.count("fill:") == 9
