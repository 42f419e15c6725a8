"""`sayso serve` in a browser: a journalist's way, links, keys, sizes, strangers."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from ledger.book import Book
from ledger.serving.app import create_app
from ledger.serving.settings import RecordingUser, ServerSettings, hosts_of
from tests.browser.conftest import QUIET
from tests.demo import NOW, demo_book
from tests.tales import Tale, told

Keep = Callable[[Page, str], None]
TOKEN: Final = "a-token-of-tests"
SIZES: Final = (360, 1440)
SAME: Final = "http://127.0.0.1"
EVIL: Final = "http://127.0.0.1:9"

ARTICLE: Final = """\
Halcyon closes Series C

Halcyon said it has closed a Series C round of $2.5 billion at a post-money \
valuation of $31 billion.
"""


@dataclass(slots=True)
class Server:
    """A server on a port of its own, in a thread; it ends when it is told to."""

    place: str
    base: str
    first: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@contextmanager
def serving(place: str, **more: object) -> Iterator[Server]:
    """Serve a ledger, on a free port of this machine."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as ear:
        port = ear.getsockname()[1]
        given: dict[str, object] = {
            "place": place,
            "token": TOKEN,
            "hosts": hosts_of(port),
            "clock": lambda: NOW,
            **more,
        }
        app = create_app(ServerSettings(**given))  # type: ignore[arg-type]
        config = uvicorn.Config(app, log_config=None, log_level="critical")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [ear]})
        thread.start()
        try:
            base = f"{SAME}:{port}"
            yield Server(place, base, f"{base}/?token={TOKEN}")
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the demo, for reading."""
    folder = tmp_path_factory.mktemp("browsed")
    with demo_book(folder) as book:
        place = str(book.place)
    with serving(place) as server:
        yield server


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give a story in which two rounds are on record."""
    with told(tmp_path) as begun:
        begun.now = NOW
        begun.reported("halcyon/series-b", "15B", by="the-wire", on="2025-03-03")
        begun.reported("kestrel/series-a", "20B", by="the-wire", on="2025-04-03")
        yield begun


@pytest.fixture
def recorded(tale: Tale) -> Iterator[Server]:
    """Serve that story to Ann, who records."""
    with serving(tale.place, recording=RecordingUser(actor="ann")) as server:
        yield server


Browsing = Callable[..., Page]


@pytest.fixture
def browsing(chromium: Browser) -> Iterator[Browsing]:
    """Open a server in a browser of its own; at the end nothing may have gone wrong."""
    kept: list[tuple[Page, Server, list[str], list[str]]] = []

    def opened(
        server: Server, path: str = "/", *, width: int = 1440, **more: object
    ) -> Page:
        size = {"width": width, "height": 900}
        context = chromium.new_context(viewport=size, **more)  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(4 * QUIET)
        asked, said = list[str](), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(server.first)
        page.goto(f"{server.base}{path}")
        kept.append((page, server, asked, said))
        return page

    yield opened
    for page, server, asked, said in kept:
        assert [x for x in said if "422" not in x] == []
        assert all(x.startswith(server.base) for x in asked), asked
        page.context.close()


def test_from_a_pasted_article_to_a_changed_ranking(
    recorded: Server, browsing: Browsing, keep: Keep
) -> None:
    page = browsing(recorded)
    headlines = page.locator("table.ranking tbody")
    expect(headlines.first).to_contain_text("Kestrel")
    page.get_by_role("link", name="Record", exact=True).click()
    page.locator("form[action='/record/draft'] [name=source]").fill("herald")
    page.locator("form[action='/record/draft'] [name=published]").fill("2025-06-02")
    page.locator("textarea[name=text]").fill(ARTICLE)
    page.get_by_role("button", name="Draft it").click()
    expect(page.locator(".article mark").first).to_be_visible()
    keep(page, "serve-review")
    claims = page.locator("fieldset.claim")
    closed = claims.filter(has_text="31 billion").first
    closed.get_by_label("accept").check()
    low = closed.locator("[name$='.acknowledged']")
    if low.count():
        low.check()
    for warning in page.locator("[name^='warning.']").all():
        warning.check()
    page.get_by_role("button", name="Record what is accepted").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recorded")
    keep(page, "serve-recorded")
    page.get_by_role("link", name="The page of halcyon now").click()
    expect(page.locator("main")).to_contain_text("31B")
    page.get_by_role("link", name="Ranking").click()
    expect(headlines.first).to_contain_text("Halcyon")
    expect(headlines.first).to_contain_text("31B")


def test_a_link_opened_at_another_known_at(
    recorded: Server, tale: Tale, browsing: Browsing
) -> None:
    page = browsing(recorded, "/company/halcyon?as_of=2025-06-30")
    link = page.get_by_role("link", name="Link to this page").get_attribute("href")
    assert link is not None
    tale.denied("halcyon/series-b", by="halcyon-co", on="2025-03-04")
    other = browsing(recorded, link)
    expect(other.locator("main")).not_to_contain_text("disputed")
    other.get_by_label("known at entry").fill(str(tale.book.log.head().seq))
    other.get_by_role("button", name="Show", exact=True).click()
    expect(other.locator("main")).to_contain_text("disputed")
    assert f"known_at={tale.book.log.head().seq}" in other.url


def test_the_slider_moves_the_page_and_its_address(
    demo: Server, browsing: Browsing, keep: Keep
) -> None:
    page = browsing(demo, "/?as_of=2024-05-28&known_at=300")
    slider = page.get_by_role("slider")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(f"{demo.base}/?as_of=2024-05-25&known_at=300")
    expect(slider).to_be_focused()
    expect(page.get_by_label("As of", exact=False).first).to_have_value("2024-05-25")
    expect(page.locator("#cite a")).to_have_attribute(
        "href", "/?as_of=2024-05-25&known_at=300"
    )
    page.go_back()
    expect(page.locator("main")).to_contain_text("24B post-money")
    keep(page, "serve-ranking")


def test_without_a_script_all_of_it_works(demo: Server, browsing: Browsing) -> None:
    page = browsing(demo, "/?as_of=2024-05-28", java_script_enabled=False)
    page.get_by_label("As of", exact=False).first.fill("2024-01-20")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("main")).to_contain_text("15B..20B")
    page.get_by_role("button", name="Show the day of the slider").click()
    page.get_by_role("link", name="next event").click()
    assert "as_of=2024-01" in page.url


def test_by_the_keyboard_alone(demo: Server, browsing: Browsing) -> None:
    page = browsing(demo, "/?as_of=2024-05-28")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the answer")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="OpenAI").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("OpenAI")
    search = page.get_by_role("searchbox")
    for _ in range(30):
        if search.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("xai")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search: xai")


PAGES: Final = (
    "/?as_of=2024-05-28",
    "/company/openai",
    "/round/xai/series-b",
    "/rounds",
    "/source/bloomberg",
    "/sources",
    "/investors",
    "/investor?name=NVIDIA",
    "/event/73",
    "/event/256",
    "/documents",
    "/disputed?as_of=2024-05-28",
    "/changes?since=2024-01-01",
    "/search?q=a",
    "/company/nobody",
)


@pytest.mark.parametrize("width", SIZES)
def test_no_page_is_wider_than_the_screen(
    demo: Server, chromium: Browser, width: int, keep: Keep
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(demo.first)
    for path in PAGES:
        page.goto(f"{demo.base}{path}", wait_until="networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth")
        keep(
            page, f"serve-{width}-{path.strip('/').replace('/', '-').partition('?')[0]}"
        )
        assert wide <= width, path
    context.close()


def test_a_narrow_screen_says_what_was_before_and_after(
    demo: Server, browsing: Browsing
) -> None:
    page = browsing(demo, "/changes?since=2024-01-19", width=360)
    shown = "x => getComputedStyle(x, '::before').content"
    for title in ("before", "after"):
        cell = page.locator(f"td[data-label={title}]:not(:empty)").first
        assert cell.evaluate(shown) == f'"{title}"'
    page.goto(f"{demo.base}/round/xai/series-b")
    expect(page.locator("main .kicker").get_by_role("link")).to_be_visible()


@pytest.mark.parametrize("width", SIZES)
def test_no_form_is_wider_than_the_screen(
    recorded: Server, browsing: Browsing, width: int, keep: Keep
) -> None:
    page = browsing(recorded, "/record", width=width)
    keep(page, f"serve-{width}-record")
    for path in ("/record", "/event/13"):
        page.goto(f"{recorded.base}{path}")
        for one in page.locator("details").all():
            one.locator("summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    keep(page, f"serve-{width}-answer")


SCRIPT: Final = "<script>alert(1)</script>"
BROKEN: Final = '"><img src=x onerror=alert(1)>'


def test_a_name_that_is_a_script_runs_nowhere(
    recorded: Server, tale: Tale, browsing: Browsing
) -> None:
    tale.say("company.registered", slug="evil", name=SCRIPT, aliases=[BROKEN])
    tale.say("source.registered", slug="evil", name=BROKEN, kind="press")
    tale.reported("evil/series-a", "1B", by="evil", on="2025-03-03")
    page = browsing(recorded)
    for path in ("/", "/company/evil", "/source/evil", "/search?q=%3Cscript%3E"):
        page.goto(f"{recorded.base}{path}")
        expect(page.locator("main")).to_be_visible()
        assert page.locator("main script, main img[src=x]").count() == 0
    expect(page.locator("main")).to_contain_text(SCRIPT)


STOLEN: Final = """
async (address) => {
  const sent = await fetch(address, {
    method: "POST", mode: "no-cors", credentials: "include",
    headers: {"Content-Type": "application/x-www-form-urlencoded"},
    body: "round=halcyon/evil&source=herald&published=2025-01-01&stage=closed",
  }).catch(() => null);
  return sent === null ? "failed" : sent.type;
}
"""


def test_a_page_of_another_site_records_nothing(
    recorded: Server, tale: Tale, demo: Server, chromium: Browser
) -> None:
    """Another port is another origin: its page is the other site here."""
    before = tale.book.log.head().seq
    context = chromium.new_context()
    page = context.new_page()
    page.goto(recorded.first)
    page.goto("about:blank")
    page.evaluate(STOLEN, f"{recorded.base}/record/report")
    page.set_content(
        f'<form method="post" action="{recorded.base}/record/report">'
        '<input name="round" value="halcyon/evil"><button>go</button></form>'
    )
    page.get_by_role("button").click()
    expect(page.locator("body")).to_contain_text("another site")
    page.goto(f"{demo.base}/", wait_until="domcontentloaded")
    context.close()
    assert tale.book.log.head().seq == before


def test_a_name_that_is_bound_to_this_machine_is_refused(
    demo: Server, chromium: Browser
) -> None:
    """`*.localhost` leads here in Chromium, as a rebound name would."""
    context = chromium.new_context()
    page = context.new_page()
    port = demo.base.rpartition(":")[2]
    answer = page.goto(f"http://evil.localhost:{port}/?token={TOKEN}")
    assert answer is not None
    assert answer.status == 421
    assert context.cookies() == []
    context.close()


def test_five_read_while_an_import_runs(
    recorded: Server, tale: Tale, chromium: Browser
) -> None:
    """Five browsers reload a company while a file of events is imported."""
    contexts = [chromium.new_context() for _ in range(5)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(recorded.first)
    done = threading.Event()

    def importing() -> None:
        with Book.open(tale.place, clock=lambda: NOW, actor="ann") as book:
            for month in range(1, 13):
                for day in range(1, 8):
                    published = f"2024-{month:02}-{day:02}"
                    event = {
                        "round": f"kestrel/round-{month}-{day}",
                        "source": "herald",
                        "published": published,
                        "stage": "closed",
                        "valuation": ["post_money:1B"],
                    }
                    book.record([("round.reported", event)])
        done.set()

    thread = threading.Thread(target=importing)
    thread.start()
    statuses = list[int]()
    while not done.is_set() or len(statuses) < len(pages):
        for page in pages:
            answer = page.goto(f"{recorded.base}/company/kestrel")
            assert answer is not None
            statuses.append(answer.status)
    thread.join()
    assert set(statuses) == {200}
    page = pages[0]
    page.goto(f"{recorded.base}/company/kestrel")
    expect(page.locator("main")).to_contain_text("kestrel/round-12-7")
    for context in contexts:
        context.close()
