"""The pages that read, over the demo: what they say, and that each link leads on."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from starlette.testclient import TestClient

from ledger.book import Book
from tests.demo import demo_book
from tests.serving.conftest import client_of, settings_for
from tests.tales import told as story

HREF = re.compile(r'(?:href|src|srcset|action)="([^"]*)"')
BLOCKS = re.compile(r"</(?:t[dhr]|p|li|h\d|d[td]|title|label|summary)>")
THEN = "as_of=2024-01-19&known_at=300"


def words(html: str) -> str:
    """Give what a page says, without its markup."""
    apart = BLOCKS.sub(" ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", apart)).split())


def links(html: str) -> set[str]:
    """Give the addresses of this server that a page names."""
    every = {unescape(x) for x in HREF.findall(html)}
    return {x for x in every if x.startswith("/")}


@pytest.fixture(scope="module")
def last(demo_place: Path) -> int:
    """Give the number of the last entry of the demo."""
    with Book.open(demo_place) as book:
        return book.log.head().seq


@pytest.mark.parametrize("day", ["2023-12-07", "2024-01-19", "2026-11-23"])
def test_every_link_of_the_demo_leads_on(
    reader: TestClient, last: int, day: str
) -> None:
    waiting, seen = {f"/?as_of={day}&known_at={last}"}, set[str]()
    while waiting:
        address = waiting.pop()
        path = urlsplit(address).path
        # A page of each kind is enough on other days, and of each thing on this one.
        seen.add(address)
        answer = reader.get(address, follow_redirects=False)
        assert answer.status_code == 200, (address, words(answer.text)[:300])
        if answer.headers["content-type"].startswith("text/html"):
            on = {x for x in links(answer.text) if f"as_of={day}" in x}
            waiting |= {x for x in on if "/chart/" not in x} - seen
        assert path
    assert len(seen) > 20


def test_an_address_carries_its_clocks(reader: TestClient, last: int) -> None:
    answer = reader.get("/company/xai?as_of=2024-05-28", follow_redirects=False)
    assert answer.status_code == 303
    there = f"/company/xai?as_of=2024-05-28&known_at={last}"
    assert answer.headers["location"] == there
    newest = reader.get("/rounds", follow_redirects=False).headers["location"]
    assert newest == f"/rounds?as_of=2026-11-23&known_at={last}"


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("as_of=2024-01", "as_of=2024-01-31&known_at={last}"),
        ("as_of=3d ago", "as_of=2026-11-20&known_at={last}"),
        ("as_of=2024-01-19&known_at=2026-11-23", "as_of=2024-01-19&known_at={last}"),
        ("day=738904", "as_of=2024-01-19&known_at={last}"),
        (
            "as_of=2024-01-19&tz=America/New_York",
            "as_of=2024-01-19&known_at={last}&tz=America%2FNew_York",
        ),
    ],
)
def test_what_people_type_becomes_an_address_for_ever(
    reader: TestClient, last: int, asked: str, address: str
) -> None:
    found = reader.get(f"/disputed?{asked}", follow_redirects=False)
    assert found.headers["location"] == f"/disputed?{address.format(last=last)}"
    assert reader.get(found.headers["location"]).status_code == 200


def test_what_asks_for_more_becomes_a_token(reader: TestClient) -> None:
    asked = "/?as_of=2024-01-19&effective=2023-01-01&possible=1"
    found = reader.get(asked, follow_redirects=False).headers["location"]
    assert set(parse_qs(urlsplit(found).query)) == {"basis"}
    page = reader.get(found, follow_redirects=False)
    assert page.status_code == 200
    assert "about 2023-01-01, what was possible" in words(page.text)


def test_the_pages_say_what_the_command_line_says(
    reader: TestClient, demo_place: Path
) -> None:
    with Book.open(demo_place) as book:
        at = book.basis(as_of="2024-01-19", known_at=300)
        told = book.valuations(at, beliefs=True).told
        assert told is not None
        page = words(reader.get(f"/?{THEN}").text)
        for table in told.drawn(160):
            for row in table.rows:
                for cell in row[1:]:
                    for word in str(cell or "").split():
                        assert word in page, word


def test_on_19_january_2024_xai_is_disputed(reader: TestClient) -> None:
    # By New York's clock: in UTC that day was over before the denial.
    clocks = "as_of=2024-01-19&known_at=300&tz=America/New_York"
    page = words(reader.get(f"/company/xai?{clocks}").text)
    assert "15B..20B disputed" in page
    assert "Elon Musk denies event 73 (whole; fake)" in page
    later = words(reader.get("/company/xai?as_of=2024-05-28&known_at=300").text)
    assert "24B post-money derived confirmed after denial" in later


def answer_of(html: str) -> str:
    """Give what a page answers, without where one can go from it."""
    found = re.search(r"<main.*</main>", html, re.DOTALL)
    assert found is not None
    return found[0]


def test_a_link_shows_the_same_next_year(tmp_path: Path) -> None:
    with story(tmp_path) as tale:
        tale.reported("halcyon/series-c", "15B", by="the-wire", on="2025-03-03")
        place = tale.place
        clock = [tale.now]
        client = client_of(settings_for(place, clock=lambda: clock[0]))
        first = client.get("/company/halcyon?as_of=2025-03-04")
        tale.denied("halcyon/series-c", by="halcyon-co", on="2025-03-04")
        clock[0] += 366 * 86_400 * 1_000_000
        again = client.get(str(first.url))
        newest = client.get("/company/halcyon?as_of=2025-03-04")
    assert answer_of(again.text) == answer_of(first.text)
    assert "disputed" not in answer_of(again.text)
    assert "disputed" in answer_of(newest.text)


def test_an_unknown_name_is_404_with_near_misses(reader: TestClient) -> None:
    for path, near in (
        ("/company/xia", "perhaps xai"),
        ("/round/xai/series-z", "series"),
        ("/source/bloombreg", "perhaps bloomberg"),
        ("/investor?name=Nobody+At+All", "investor"),
        ("/event/9999", "9"),
        ("/nowhere", "Not Found"),
    ):
        answer = reader.get(path)
        assert answer.status_code == 404, path
        assert near in words(answer.text), path


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("as_of=someday", "someday"),
        ("as_of=01/02/2024", "01/02/2024"),
        ("known_at=99999", "the last one is"),
        ("tz=Nowhere/City", "Nowhere/City"),
        ("basis=b3.rubbish", "basis: 'b3.rubbish' is not a basis token"),
        ("basis=b3.x&as_of=2024", "leave one of them out"),
        ("day=x", "no day"),
        ("day=99999999999", "no day"),
        ("day=-5", "no day"),
    ],
)
def test_a_bad_date_is_422_with_the_hint(
    reader: TestClient, query: str, hint: str
) -> None:
    answer = reader.get(f"/?{query}")
    assert answer.status_code == 422
    assert hint in words(answer.text)


@pytest.mark.parametrize(
    "path",
    [f"/?day={'9' * 5000}", f"/?limit={'9' * 5000}", "/?limit=0", "/rounds?limit=many"],
)
def test_a_number_that_is_none_is_422(reader: TestClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 422
    assert "9" * 100 not in answer.text


def test_a_name_is_read_as_it_was_written(reader: TestClient) -> None:
    for name in ("who?", "a#b"):
        answer = reader.get(f"/company/{quote(name)}")
        assert answer.status_code == 404
        assert f"unknown company &#x27;{name}&#x27;" in answer.text
    page = reader.get(f"/round/{quote('xai/series-b')}")
    assert page.status_code == 200


def test_where_there_is_no_page_the_way_is_told(reader: TestClient) -> None:
    answer = reader.get("/nowhere")
    assert "there is no page at this address" in answer.text
    assert "leads to all pages" in answer.text


@pytest.mark.parametrize("content", [b"", b"no ledger" * 100])
def test_a_file_that_is_no_ledger_any_more_is_503_without_its_place(
    tmp_path: Path, content: bytes
) -> None:
    with demo_book(tmp_path) as book:
        place = Path(book.place)
    client = client_of(settings_for(place))
    assert client.get("/").status_code == 200
    other = tmp_path / "other"
    other.write_bytes(content)
    other.replace(place)
    for path in ("/", "/api/valuations"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert str(tmp_path) not in answer.text


def test_a_ledger_that_is_away_is_503_and_comes_back(tmp_path: Path) -> None:
    with story(tmp_path) as tale:
        place = Path(tale.place)
    client = client_of(settings_for(place))
    assert client.get("/").status_code == 200
    away = place.rename(tmp_path / "elsewhere")
    answer = client.get("/")
    assert answer.status_code == 503
    assert "cannot be read right now" in answer.text
    assert str(tmp_path) not in answer.text
    away.rename(place)
    assert client.get("/").status_code == 200


def test_what_was_recorded_later_is_not_shown_before(reader: TestClient) -> None:
    answer = reader.get("/event/300?as_of=2026-11-23&known_at=200")
    assert answer.status_code == 404
    assert "was not on record at entry 200" in words(answer.text)


def test_what_changed_on_either_clock(reader: TestClient, last: int) -> None:
    asked = f"as_of=2024-05-28&known_at={last}"
    page = words(reader.get(f"/changes?since=2024-01-19&{asked}").text)
    assert "confirmed after denial" in page
    told = reader.get(f"/changes?since=2026-11-22&clock=recorded&{asked}")
    assert "confirmed after denial" in words(told.text)
    same = reader.get(f"/changes?since=2026-11-23&clock=recorded&{asked}")
    assert "Nothing changed." in words(same.text)
    for query in ("since=someday", "clock=effective"):
        assert reader.get(f"/changes?{query}&{asked}").status_code == 422


def test_what_changed_leads_to_the_events_that_did_it(
    reader: TestClient, last: int
) -> None:
    asked = f"as_of=2024-05-28&known_at={last}"
    page = reader.get(f"/changes?since=2024-01-18&{asked}").text
    assert f'claim <a href="/event/73?{asked.replace("&", "&amp;")}">73</a>' in page
    assert 'class="ranking titled"' in page
    assert 'class="ranking"' in reader.get(f"/?{asked}").text


def test_the_steps_lead_to_events_where_there_are_any(
    reader: TestClient, last: int
) -> None:
    steps = {
        "2023-01-01": ("day before", "next event"),
        "2024-05-28": ("event before", "next event"),
        "2026-11-22": ("event before", "next day"),
    }
    for day, wanted in steps.items():
        page = words(reader.get(f"/company/xai?as_of={day}&known_at={last}").text)
        assert all(x in page for x in wanted), day


def test_names_are_searched_in_any_script(reader: TestClient) -> None:
    for text, found in (
        ("musk", "Elon Musk"),
        ("彭博", "Bloomberg"),
        ("series-b", "xai/series-b"),
        ("zzz", "Nothing is called 'zzz', and no text holds it."),
        ("half of its $1 billion target", "document"),
    ):
        page = words(reader.get("/search", params={"q": text}).text)
        assert found in page, text
    before = "as_of=2026-11-23&known_at=20"
    assert "Nothing" in words(reader.get(f"/search?q=series-b&{before}").text)
    assert "Type a word" in words(reader.get("/search").text)


def test_an_event_is_shown_as_it_stood_at_an_entry(tmp_path: Path) -> None:
    with story(tmp_path) as tale:
        claim = tale.reported("halcyon/series-c", "15B", by="the-wire", on="2025-03-03")
        seq = tale.book.event(claim).seq
        client = client_of(settings_for(tale.place, clock=lambda: tale.now))
        first = client.get(f"/event/{seq}")
        said = {"source": "halcyon-co", "published": "2025-03-04"}
        denial = {"claims": [claim], "scope": ["whole"], "form": "fake", **said}
        tale.say("claim.denied", company="halcyon", **denial)
        tale.say("entry.corrected", target=claim, set={"stage": "filed"}, reason="typo")
        tale.say("claim.cited", company="halcyon", claim=claim, note="read later")
        again, now = client.get(str(first.url)), client.get(f"/event/{seq}")
    assert answer_of(again.text) == answer_of(first.text)
    for word in ("denies", "filed", "read later"):
        assert word in answer_of(now.text)


SCRIPT = "<script>alert(1)</script>"
QUOTED = "\"><img src=x onerror=alert(1)>'"


def test_a_name_that_is_a_script_is_shown_as_text(tmp_path: Path) -> None:
    with story(tmp_path) as tale:
        tale.say("company.registered", slug="evil", name=SCRIPT, aliases=[QUOTED])
        tale.say("source.registered", slug="evil", name=QUOTED, kind="press")
        tale.say(
            "round.reported",
            round="evil/series-a",
            source="evil",
            published="2025-03-03",
            stage="closed",
            valuation=["post_money:1B"],
            investors=[{"name": SCRIPT, "amount": "1M"}],
            note=QUOTED,
        )
        client = client_of(settings_for(tale.place))
        for path in (
            "/",
            "/company/evil",
            "/round/evil/series-a",
            "/source/evil",
            "/investors",
            "/sources",
            "/search?q=%3Cscript%3Ealert%281%29",
            "/company/%3Cscript%3Ealert%281%29",
            "/changes?since=%22%3E%3Cscript%3Ealert%281%29",
            "/investor?name=%3Cscript%3Ealert%281%29%3C%2Fscript%3E",
        ):
            html = client.get(path).text
            assert "<script>alert" not in html, path
            assert "<img src=x" not in html, path


def test_a_large_ledger_shows_the_first_rows(
    reader: TestClient, last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the demo were large: beliefs are left out, and so are later rows."""
    for name in ("views", "site"):
        monkeypatch.setattr(f"ledger.serving.{name}.AT_ONCE", 100)
    clocks = f"as_of=2026-11-23&known_at={last}"
    short = reader.get(f"/rounds?limit=3&{clocks}").text
    assert "3 of " in words(short)
    assert short.count("<tr>") == 1 + 3
    assert "3 of " not in words(reader.get(f"/rounds?{clocks}").text)
    for path in ("/", "/company/xai", "/sources", "/source/bloomberg", "/disputed"):
        assert reader.get(f"{path}?{clocks}").status_code == 200
    assert "day before" in words(reader.get(f"/?{clocks}").text)
