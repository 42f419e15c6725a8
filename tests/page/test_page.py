"""The page of a report: closed in itself, safe, and the same for the same question."""

import base64
import hashlib
import json
import re

import pytest

from ledger.book import Book
from ledger.page.contents import ReportContents
from ledger.page.writing import page_of
from tests.page.reading import Read, read
from tests.tales import Tale

MEGABYTES = 1_000_000
ADDRESSES = {"href", "src", "srcset", "action", "data", "poster", "style", "xlink:href"}
HOSTILE = "</script><img src=x onerror=alert(1)>\u202e'\"&amp;"
LONG = "N" * 200


@pytest.fixture(scope="module")
def page(report: ReportContents) -> str:
    """Give the page of the demo."""
    return page_of(report).decode()


@pytest.fixture(scope="module")
def parsed(page: str) -> Read:
    """Give its elements."""
    return read(page)


def sources_in(policy: str, name: str) -> list[str]:
    """Give what a policy allows for a kind of thing."""
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    return rules[name].split()


def digest(text: str) -> str:
    """Give the hash of a script or a style as a policy names it."""
    raw = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(raw).decode()}'"


def check_closed(parsed: Read) -> None:
    """Hold that a page can run nothing but its own scripts, and ask nobody."""
    (policy,) = (
        one.attributes["content"]
        for one in parsed.named("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert "unsafe" not in policy
    assert sources_in(policy, "default-src") == ["'none'"]
    assert sources_in(policy, "base-uri") == ["'none'"]
    assert sources_in(policy, "form-action") == ["'none'"]
    scripts = [x for x in parsed.named("script") if x.attributes["type"] == "module"]
    assert sources_in(policy, "script-src") == [digest(x.text) for x in scripts]
    (style,) = parsed.named("style")
    assert sources_in(policy, "style-src") == [digest(style.text)]
    assert len(parsed.named("script")) == len(scripts) + 1
    assert {"img", "iframe", "object", "embed", "link", "base", "a"} & {
        one.name for one in parsed.elements
    } <= {"a"}
    for one in parsed.elements:
        assert not [key for key in one.attributes if key.startswith("on")]
        for key in ADDRESSES & set(one.attributes):
            address = one.attributes[key]
            if one.name == "a" and one.attributes.get("class") == "out":
                assert address.startswith(("https://", "http://")), one
                assert one.attributes["rel"] == "noreferrer noopener"
                continue
            assert address.startswith("#"), one


def test_a_page_runs_only_its_own_scripts_and_asks_nobody(parsed: Read) -> None:
    check_closed(parsed)
    (style,) = parsed.named("style")
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_every_link_leads_somewhere_on_the_page(parsed: Read) -> None:
    ids = [one.attributes["id"] for one in parsed.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    links = {
        one.attributes["href"]
        for one in parsed.named("a")
        if one.attributes.get("class") != "out"
    }
    assert links <= {f"#{id_}" for id_ in ids}
    assert {"#event-73", "#company-xai", "#ranking"} <= links


def test_every_event_is_on_the_page_with_what_proves_it(
    demo: Book, page: str, report: ReportContents, parsed: Read
) -> None:
    ids = {one.attributes.get("id") for one in parsed.named("li")}
    assert ids >= {f"event-{event.seq}" for event in report.events}
    published = [x for x in demo.events() if b'"published"' in x.body]
    published = [x for x in published if x.type != "document.recorded"]
    assert {x.seq for x in published} == {event.seq for event in report.events}
    for stored in published:
        assert f'title="{stored.id}"' in page
    assert report.basis.root in page
    assert "sayso/" in page


def test_every_figure_leads_to_its_event(parsed: Read) -> None:
    figures = [x for x in parsed.classed("figure") if x.name == "td"]
    at = [parsed.elements.index(figure) for figure in figures]
    assert figures
    for figure, place in zip(figures, at, strict=True):
        inside = parsed.elements[place + 1]
        assert figure.text == ""
        assert inside.attributes["href"].startswith("#event-")


def test_the_demo_is_below_two_megabytes(page: str) -> None:
    assert len(page.encode()) < 2 * MEGABYTES


def test_the_same_question_gives_the_same_bytes(demo: Book, page: str) -> None:
    token = re.findall(r"sayso report report.html --basis (\S+?)<", page)[0]
    again = demo.report(demo.basis(token=token), believed=True)
    assert page_of(again).decode() == page


def test_the_data_hold_a_token_for_every_day(
    report: ReportContents, parsed: Read
) -> None:
    (script,) = (x for x in parsed.named("script") if x.attributes.get("id") == "data")
    data = json.loads(script.text)
    head, tail = data["token"]
    tokens = [f"{head}{day}{tail}" for day in data["days"]]
    assert tokens == [basis.token for basis in report.bases]


def test_headers_have_scopes_and_pictures_have_words(parsed: Read) -> None:
    assert {x.attributes.get("scope") for x in parsed.named("th")} <= {
        *("col", "row", "rowgroup"),
    }
    assert len(parsed.named("caption")) == len(parsed.named("table"))
    for one in parsed.named("svg"):
        told = {"aria-label", "aria-hidden"} & set(one.attributes)
        assert told or one.attributes.get("class") == "marks"
    for one in parsed.named("input"):
        assert one.attributes["id"] == "day" or "aria-label" in one.attributes


def test_hostile_names_stay_text(tale: Tale) -> None:
    tale.say("company.registered", slug="evil", name=HOSTILE)
    tale.say("company.registered", slug="long", name=LONG)
    tale.say("source.registered", slug="eve", name=HOSTILE, kind="press")
    for company in ("evil", "long"):
        tale.reported(f"{company}/a", "1B", by="eve", on="2024-01-05")
        tale.reported(f"{company}/b", "2B", by="herald", on="2024-02-05")
        tale.denied(f"{company}/a", by="eve", on="2024-03-01", company=company)
    basis = tale.book.basis(as_of="2024-06-01")
    made = page_of(tale.book.report(basis, believed=True)).decode()
    parsed = read(made)
    check_closed(parsed)
    assert "\u202e" not in made
    assert "<img src=x" not in made
    told = [one.text for one in parsed.named("a")]
    assert HOSTILE.replace("\u202e", "\\u202E") in told
    assert LONG in told


def test_a_page_about_nothing_says_so(tale: Tale) -> None:
    made = page_of(tale.book.report(tale.book.basis(), believed=False)).decode()
    parsed = read(made)
    check_closed(parsed)
    assert "Nothing was published by that date" in made
    assert "nothing recorded by that date" in made
    assert "vegaEmbed" not in made


def test_a_page_of_one_event_and_one_company(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-05")
    basis = tale.book.basis(as_of="2024-01-05")
    report = tale.book.report(basis, ["halcyon"], believed=True)
    made = page_of(report).decode()
    parsed = read(made)
    assert [one.text for one in parsed.named("h1")] == [
        "What Halcyon is said to be worth"
    ]
    assert "1 published event about 1 company" in made
    assert "Nothing was settled at that date." in made


def test_without_a_signed_head_the_page_says_so(page: str) -> None:
    assert "No head of this ledger was signed at that date" in page


def test_the_root_is_that_of_the_basis(report: ReportContents) -> None:
    assert report.proof.root == report.basis.root
    assert report.proof.size == report.basis.known_at + 1
