"""The report's first screen, its search and order, its parts, and its paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ledger.page import cards
from ledger.page.writing import page_of
from tests.browser.conftest import Opening
from tests.tales import Tale, told


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give a ledger that is told a story."""
    with told(tmp_path) as made:
        yield made


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1440, 900)])
def test_the_first_figure_stands_on_the_first_screen(
    opening: Opening, demo_report: Path, width: int, height: int
) -> None:
    page = opening(demo_report, width=width).page
    page.set_viewport_size({"width": width, "height": height})
    figure = page.locator("[data-table=ranking] td.figure a").first
    expect(figure).to_be_visible()
    box = figure.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= height


def test_the_contents_lead_to_every_part(opening: Opening, demo_report: Path) -> None:
    page = opening(demo_report).page
    links = page.locator(".contents a")
    parts = [x.get_attribute("href") or "" for x in links.all()]
    assert parts == [
        *("#ranking", "#news", "#disputed", "#companies"),
        *("#sources", "#deniers", "#events", "#verify"),
    ]
    for part in parts:
        expect(page.locator(f"section{part}")).to_have_count(1)
    links.get_by_text("Events (").click()
    expect(page.locator("#events h2")).to_be_in_viewport()


def test_words_are_found(opening: Opening, demo_report: Path) -> None:
    page = opening(demo_report, query="?as-of=2024-01-20").page
    search, found = page.locator("#search"), page.locator("#found")
    search.fill("XAI Bloomberg")
    expect(found).to_contain_text("found: 1 company")
    shown = page.locator("[data-table=ranking] > tbody:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("xAI")
    events = page.locator(".events > li:visible")
    assert 0 < events.count() < 20
    for text in events.all_inner_texts():
        assert "xai" in text.lower()
        assert "bloomberg" in text.lower()
    page.locator("[data-table=ranking]").get_by_role("link", name="15B..20B").click()
    expect(page.locator("#event-73")).to_be_in_viewport()
    search.fill("no such words")
    expect(found).to_contain_text("0 companies")
    page.evaluate("location.hash = 'event-91'")
    expect(page.locator("#event-91")).to_be_in_viewport()
    expect(search).to_have_value("")
    search.fill("bloomberg")
    expect(found).to_contain_text("found:")
    search.press("Escape")
    expect(found).to_be_empty()


def test_a_search_holds_while_the_day_changes(
    opening: Opening, demo_report: Path
) -> None:
    opened = opening(demo_report, query="?as-of=2024-05-28")
    opened.page.locator("#search").fill("xai")
    expect(opened.page.locator("#found")).to_contain_text("1 company")
    opened.go("2024-01-19")
    expect(opened.page.locator("#found")).to_contain_text("1 company")
    rows = opened.page.locator("[data-table=ranking] > tbody:visible")
    expect(rows).to_have_count(1)


def test_companies_stand_in_the_order_that_is_chosen(
    opening: Opening, demo_report: Path
) -> None:
    opened = opening(demo_report)
    page = opened.page
    names = page.locator("[data-table=ranking] th[scope=rowgroup] a")
    ranked = names.all_inner_texts()
    page.locator("#order").select_option("name")
    by_name = names.all_inner_texts()
    assert by_name == sorted(ranked, key=str.lower)
    sections = page.locator(".company h3").all_inner_texts()
    assert sections == sorted(sections, key=str.lower)
    opened.go("2025-06-01")
    then = names.all_inner_texts()
    assert then == sorted(then, key=str.lower)
    opened.go("2026-11-23")
    page.locator("#order").select_option("news")
    assert names.all_inner_texts()[0] == "Anthropic"
    page.locator("#order").select_option("rank")
    assert names.all_inner_texts() == ranked


def test_events_in_parts_open_for_a_link(
    opening: Opening, tale: Tale, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "PART", 3)
    for day in range(1, 8):
        tale.reported(f"halcyon/r{day}", f"{day}B", by="herald", on=f"2024-01-0{day}")
    report = tale.book.report(tale.book.basis(as_of="2024-02-01"), believed=False)
    path = tmp_path / "parts.html"
    path.write_bytes(page_of(report))
    page = opening(path).page
    last = page.locator(".events > li").last
    expect(last).to_be_hidden()
    page.evaluate("(id) => (location.hash = id)", last.get_attribute("id"))
    expect(last).to_be_in_viewport()
    page.locator("#search").fill("r2")
    expect(page.locator("#found")).to_contain_text("1 event")
    expect(page.locator(".events > li:visible")).to_have_count(1)


PRINTED = """
() => [...document.styleSheets[0].cssRules]
  .filter((rule) => rule instanceof CSSPageRule)
  .map((rule) => rule.cssText.replace(/\\s+/g, " "))
"""


def test_paper_has_margins_and_page_numbers(
    opening: Opening, demo_report: Path
) -> None:
    page = opening(demo_report).page
    (rule,) = page.evaluate(PRINTED)
    assert "margin: 16mm 14mm 18mm" in rule
    assert "@bottom-right" in rule
    assert 'counter(page) " / " counter(pages)' in rule
    plain = page.pdf(prefer_css_page_size=True)
    assert plain.count(b"/Type /Page\n") > 5
    page.emulate_media(media="print")
    expect(page.locator("#finding")).to_be_hidden()
    expect(page.locator(".contents")).to_be_hidden()
    expect(page.locator("#event-73")).to_be_visible()
