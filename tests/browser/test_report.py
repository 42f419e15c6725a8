"""The report on the demo, as somebody reads it: in a browser, from a file."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ledger.page.writing import page_of
from tests.browser.conftest import Opening
from tests.tales import Tale, told

Keep = Callable[[Page, str], None]

CONTRAST = """
() => {
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((x) => x / 255).map(
      (x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parsed = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const [r, g, b, a = 1] = parsed(getComputedStyle(at).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const poor = new Map();
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent.trim();
    if (!words || !one.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(one);
    const drawn = one instanceof SVGElement;
    if (drawn && style.stroke !== "none") continue;
    const ink = parsed(drawn ? style.fill : style.color).slice(0, 3);
    const both = [luminance(ink), luminance(ground(one))];
    const [high, low] = both.sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    seen += 1;
    const name = `${one.tagName} ${one.className.baseVal ?? one.className}`;
    if (ratio < 4.5) poor.set(name, `${ratio.toFixed(2)} ${words.slice(0, 30)}`);
  }
  return [seen, Object.fromEntries(poor)];
}
"""


def test_on_19_january_2024_xai_is_disputed(
    opening: Opening, demo_report: Path, keep: Keep
) -> None:
    opened = opening(demo_report)
    opened.go("2024-01-19")
    row = opened.row("xAI")
    assert (
        "reported 15B..20B disputed first-round-2024, 2024-01-19 Bloomberg, 2024-01-19"
        in row
    )
    assert "denied by Elon Musk" in row
    page = opened.page
    said = page.locator("#that-day")
    expect(said).to_contain_text("Bloomberg reports xai/first-round-2024")
    expect(said).to_contain_text("Elon Musk denies event 73 (whole; fake)")
    disputes = page.locator("[data-table=disputed]")
    expect(disputes).to_contain_text("74 Elon Musk, 2024-01-19: fake")
    keep(page, "2024-01-19")
    opened.go("2024-01-18")
    assert page.locator("[data-table=ranking]").get_by_text("xAI").count() == 0


def test_on_28_may_2024_24b_is_confirmed(
    opening: Opening, demo_report: Path, keep: Keep
) -> None:
    opened = opening(demo_report, query="?as-of=2024-05-28")
    row = opened.row("xAI")
    assert "confirmed* 24B post-money derived confirmed after denial series-b" in row
    keep(opened.page, "2024-05-28")


def test_the_basis_of_the_day_is_told(opening: Opening, demo_report: Path) -> None:
    opened = opening(demo_report)
    page = opened.page
    last = page.locator(".basis .token").inner_text()
    opened.go("2024-01-19")
    expect(page.locator("#stated")).to_have_text(
        "as of 2024-01-19 (America/New_York), ledger entry 337"
    )
    expect(page.locator("#cut")).to_have_text("2024-01-20T05:00:00Z")
    token = page.locator(".basis .token").inner_text()
    assert re.fullmatch(r"b\d+(\.\w+){6}\.America/New_York", token)
    assert token != last
    expect(page.locator("#verify pre")).to_contain_text(
        f"sayso valuations --no-belief --basis {token}"
    )
    expect(page.locator("#verify pre")).to_contain_text(
        f"sayso report report.html --basis {last}"
    )


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("soon", "2026-11-23"),
        ("", "2026-11-23"),
        ("2031-01-01", "2026-11-23"),
        ("1999-01-01", "2019-07-22"),
    ],
)
def test_a_day_that_is_not_there_is_the_nearest_or_the_last(
    opening: Opening, demo_report: Path, asked: str, shown: str
) -> None:
    page = opening(demo_report, query=f"?as-of={asked}").page
    expect(page.locator("#day")).to_have_value(shown)


def test_the_slider_moves_by_keyboard(opening: Opening, demo_report: Path) -> None:
    opened = opening(demo_report)
    opened.go("2024-01-19")
    slider = opened.page.locator("#slider")
    slider.focus()
    opened.page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "2024-01-18")
    expect(opened.page.locator("#day")).to_have_value("2024-01-18")
    opened.page.keyboard.press("ArrowRight")
    assert "disputed" in opened.row("xAI")
    opened.page.keyboard.press("End")
    expect(opened.page.locator("#day")).to_have_value("2026-11-23")
    opened.page.keyboard.press("Home")
    expect(opened.page.locator("#stated")).to_contain_text("as of 2019-07-22")
    expect(opened.page.locator("#before")).to_be_disabled()


def test_everything_can_be_reached_by_the_tab_key(
    opening: Opening, demo_report: Path
) -> None:
    page = opening(demo_report).page
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        # Within the date field the browser marks the part that has the focus.
        assert outline != "none" or reached[-1] == "day", reached
    assert {"day", "before", "slider", "search", "order"} <= set(reached)


def test_buttons_go_from_event_to_event(opening: Opening, demo_report: Path) -> None:
    opened = opening(demo_report)
    opened.go("2024-01-15")
    opened.page.locator("#after").click()
    expect(opened.page.locator("#day")).to_have_value("2024-01-19")
    opened.page.locator("#before").click()
    expect(opened.page.locator("#day")).to_have_value("2024-01-04")


def test_an_explanation_opens_and_follows_the_day(
    opening: Opening, demo_report: Path, keep: Keep
) -> None:
    opened = opening(demo_report)
    opened.go("2024-01-19")
    section = opened.page.locator("#company-xai")
    section.locator(".explanation summary").click()
    claims = section.locator("[data-table='xai.claims']")
    expect(claims).to_be_visible()
    expect(claims.locator("tbody tr")).to_have_count(2)
    expect(section.locator("[data-table='xai.denials']")).to_contain_text("fake")
    keep(opened.page, "explanation")
    opened.go("2024-05-28")
    expect(claims).to_contain_text("series-b: 6B [closed]")


def test_a_figure_opens_its_event(opening: Opening, demo_report: Path) -> None:
    opened = opening(demo_report)
    page = opened.page
    opened.go("2024-01-19")
    page.locator("[data-table=ranking]").get_by_role("link", name="15B..20B").click()
    assert page.url.endswith("#event-73")
    event = page.locator("#event-73")
    expect(event).to_be_in_viewport()
    expect(event).to_contain_text("published 2024-01-19[America/New_York]")
    expect(event).to_contain_text("id b0b9928c78805203")
    top = page.evaluate(
        "document.getElementById('event-73').getBoundingClientRect().top"
    )
    bar = page.evaluate(
        "document.getElementById('when').getBoundingClientRect().bottom"
    )
    assert top >= bar, "the event lies under the bar"
    expect(page.locator("#event-91")).to_have_class("later")


def test_charts_follow_the_day(opening: Opening, demo_report: Path, keep: Keep) -> None:
    opened = opening(demo_report, query="?as-of=2024-01-20")
    page = opened.page
    page.locator("#company-xai").scroll_into_view_if_needed()
    chart = page.locator("[data-chart=xai]")
    expect(chart.locator(".vega-embed")).to_be_visible()
    lines = chart.locator(".role-mark [aria-label*='24B post-money']")
    expect(lines).to_have_count(0)
    marks = chart.locator(".role-mark [aria-label^='denial']")
    before = marks.count()
    assert before > 0
    keep(page, "chart")
    opened.go("2024-05-28")
    expect(lines).not_to_have_count(0)
    marks.first.hover(force=True)
    tip = page.locator("#vg-tooltip-element")
    expect(tip).to_contain_text("denial")
    marks.first.click(force=True)
    assert re.search(r"#event-\d+$", page.url)


def test_a_company_is_not_told_of_before_anything_was_published(
    opening: Opening, demo_report: Path
) -> None:
    opened = opening(demo_report, query="?as-of=2024-01-20")
    section = opened.page.locator("#company-spacex")
    expect(section).to_have_class("company unknown")
    assert section.inner_text().split() == ["SpaceX", "spacex"]
    opened.go("2026-02-03")
    expect(section.locator(".chart")).to_be_visible()


def test_the_wheel_moves_the_page_over_a_chart(
    opening: Opening, demo_report: Path
) -> None:
    page = opening(demo_report).page
    chart = page.locator("[data-chart=xai]")
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".vega-embed")).to_be_visible()
    chart.hover()
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, -300)
    for _ in range(50):
        if page.evaluate("scrollY") < before:
            break
        page.wait_for_timeout(20)
    assert page.evaluate("scrollY") < before


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_it_fits_and_can_be_read(
    opening: Opening, demo_report: Path, width: int, scheme: str, keep: Keep
) -> None:
    opened = opening(demo_report, width=width, scheme=scheme, query="?as-of=2024-01-20")
    page = opened.page
    charts = page.locator("[data-chart]").count()
    expect(page.locator(".vega-embed")).to_have_count(charts)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(
        "document.querySelectorAll('details').forEach((x) => (x.open = true))"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == width
    seen, poor = page.evaluate(CONTRAST)
    assert seen > 1000
    assert poor == {}
    for between in (320, 600, 1023, 1025, 1280) if width == 1440 else ():
        page.set_viewport_size({"width": between, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == between
    page.set_viewport_size({"width": width, "height": 900})
    keep(page, f"{width}-{scheme}")
    page.locator("#company-xai").scroll_into_view_if_needed()
    keep(page, f"{width}-{scheme}-xai")


def test_the_page_and_its_script_draw_alike(
    opening: Opening, demo_report: Path
) -> None:
    page = opening(demo_report).page
    drawn = "() => [...document.querySelectorAll('[data-table]')].map(x => x.outerHTML)"
    again = """() => [...document.querySelectorAll('[data-table]')].map((x) => {
      const copy = x.cloneNode(true);
      copy.removeAttribute('data-drawn');
      return copy.outerHTML;
    })"""
    moved = page.evaluate(again)
    context = page.context.browser
    assert context is not None
    plain = context.new_page(java_script_enabled=False)
    plain.goto(demo_report.as_uri())
    still = plain.evaluate(drawn)
    plain.close()
    assert len(still) > 50
    assert moved == still


def test_without_scripts_it_is_the_page_of_its_basis(
    opening: Opening, demo_report: Path, keep: Keep
) -> None:
    context = opening(demo_report).page.context.browser
    assert context is not None
    page = context.new_page(java_script_enabled=False)
    page.goto(demo_report.as_uri())
    expect(page.locator("#chooser")).to_be_hidden()
    expect(page.locator("#stated")).to_contain_text("as of 2026-11-23")
    expect(page.locator("[data-table=ranking]")).to_contain_text("965B post-money")
    expect(page.locator("[data-chart=xai] > svg")).to_be_visible()
    keep(page, "without-scripts")
    page.close()


def test_it_prints_with_everything_open(opening: Opening, demo_report: Path) -> None:
    page = opening(demo_report, query="?as-of=2024-05-28").page
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("#chooser")).to_be_hidden()
    expect(page.locator("[data-table='xai.claims']")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give an empty story."""
    with told(tmp_path) as begun:
        yield begun


def written(tale: Tale, folder: Path) -> Path:
    """Write a report on a story."""
    basis = tale.book.basis(as_of="2024-12-31")
    path = folder / "report.html"
    path.write_bytes(page_of(tale.book.report(basis, believed=True)))
    return path


def test_hostile_names_do_nothing(opening: Opening, tale: Tale, tmp_path: Path) -> None:
    name = "</script><img src=x onerror=alert(1)><b>\u202e'\""
    tale.say("company.registered", slug="evil", name=name)
    tale.say("source.registered", slug="eve", name=name, kind="press")
    tale.reported("evil/a", "1B", by="eve", on="2024-01-05")
    page = opening(written(tale, tmp_path)).page
    assert page.locator("img").count() == 0
    expect(page.locator("[data-table=ranking] th a")).to_have_text(
        "</script><img src=x onerror=alert(1)><b>\\u202E'\""
    )
    page.locator("#company-evil").scroll_into_view_if_needed()
    expect(page.locator("[data-chart=evil] .vega-embed")).to_be_visible()
    page.locator("[data-chart=evil] .role-mark [aria-label^='report:']").hover(
        force=True
    )
    expect(page.locator("#vg-tooltip-element")).to_contain_text("<img src=x")
    assert page.locator("img").count() == 0
    page.locator("#slider").press("Home")


def test_one_event_is_a_page_of_its_own(
    opening: Opening, tale: Tale, tmp_path: Path, keep: Keep
) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-12-31")
    opened = opening(written(tale, tmp_path), width=360)
    assert "reported* 1B post-money" in opened.row("Halcyon")
    expect(opened.page.get_by_role("button", name="next event")).to_be_disabled()
    keep(opened.page, "one-event")


def test_a_thousand_events_still_move(
    opening: Opening, tale: Tale, tmp_path: Path, keep: Keep
) -> None:
    first, slugs = date(2022, 1, 1), [f"company-{number}" for number in range(10)]
    for slug in slugs:
        tale.say("company.registered", slug=slug, name=slug.title())
    events = [
        (
            "round.reported",
            {
                "round": f"{slugs[number % 10]}/r{number // 50}",
                "source": ("herald", "gazette", "a-blog")[number % 3],
                "published": (first + timedelta(days=number)).isoformat(),
                "stage": "committed",
                "valuation": [{"figure": f"{number + 1}M", "kind": "post_money"}],
            },
        )
        for number in range(1000)
    ]
    tale.book.record(events)
    path = written(tale, tmp_path)
    assert path.stat().st_size < 10_000_000
    opened = opening(path)
    expect(opened.page.locator(".events > li")).to_have_count(1000)
    opened.go("2023-06-01")
    assert "reported*" in opened.row("Company-1")
    opened.page.locator("#slider").press("Home")
    keep(opened.page, "thousand-events")
