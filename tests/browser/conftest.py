"""A real browser: Chromium from the system's packages, driven by Playwright.

Without it these tests are skipped, and say so; where CI is set they fail. Screenshots
go to SAYSO_SCREENSHOTS, if that names a folder.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.demo import demo_book

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
QUIET: Final = 5_000
"""Milliseconds: how long something may take to appear."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing = "no Chromium: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS])
        yield browser
        browser.close()


@dataclass(slots=True)
class Opened:
    """A page in the browser, and what it said and asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def go(self, day: str) -> None:
        """Choose a day by the date field."""
        self.page.locator("#day").fill(day)
        self.page.locator("#day").dispatch_event("change")

    def row(self, company: str) -> str:
        """Give the first row of a company in the ranking as text."""
        rows = self.page.locator("[data-table=ranking] tbody")
        own = rows.filter(has=self.page.get_by_role("link", name=company, exact=True))
        return " ".join(own.locator("tr").first.inner_text().split())


Opening = Callable[..., Opened]


@pytest.fixture
def opening(chromium: Browser) -> Iterator[Opening]:
    """Open files; at the end, nothing may have gone wrong in any of them."""
    kept: list[Opened] = []

    def opened(
        path: Path, *, width: int = 1440, scheme: str = "light", query: str = ""
    ) -> Opened:
        page = chromium.new_page(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        page.set_default_timeout(QUIET)
        one = Opened(page)
        page.on("console", lambda message: one.said.append(message.text))
        page.on("pageerror", lambda error: one.said.append(str(error)))
        page.on("request", lambda request: one.asked.append(request.url))
        page.goto(f"{path.as_uri()}{query}")
        kept.append(one)
        return one

    yield opened
    for one in kept:
        assert one.said == []
        assert all(url.startswith("file:") for url in one.asked), one.asked
        one.page.close()


@pytest.fixture(scope="session")
def demo_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the report on the demo, by the days of New York, in a file."""
    from ledger.page.writing import page_of  # once, and slow

    folder = tmp_path_factory.mktemp("report")
    with demo_book(folder) as book:
        basis = book.basis(as_of="today", tz="America/New_York")
        page = page_of(book.report(basis, believed=True))
    path = folder / "report.html"
    path.write_bytes(page)
    return path


@pytest.fixture
def keep() -> Callable[[Page, str], None]:
    """Keep a screenshot, where somebody wants them."""

    def kept(page: Page, name: str) -> None:
        folder = os.environ.get("SAYSO_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png")

    return kept
