"""The pages that read, over the demo: what they say, and that each link leads on."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from ledger.book import Book
from tests.serving.conftest import BASE, client_of, settings_for
from tests.tales import told as story

HREF = re.compile(r'(?:href|src|srcset|action)="([^"]*)"')
THEN = "as_of=2024-01-19&known_at=327"


def words(html: str) -> str:
    """Give what a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def links(html: str) -> set[str]:
    """Give the addresses of this server that a page names."""
    every = {unescape(x) for x in HREF.findall(html)}
    return {x for x in every if x.startswith("/")}


@pytest.mark.parametrize("day", ["2023-12-07", "2024-01-19", "2026-11-23"])
def test_every_link_of_the_demo_leads_on(reader: TestClient, day: str) -> None:
    waiting, seen = {f"/?as_of={day}&known_at=327"}, set[str]()
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
