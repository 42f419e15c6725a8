"""The tools over HTTP, by a real server: the same answers, and only with the token."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx2
import pytest

from tests.conftest import Sayso
from tests.serving.agents import (
    TOKEN,
    Call,
    conversation,
    document,
    over_http,
    serving,
    trouble,
)
from tests.serving.conftest import client_of, settings_for

CALLS: Final[list[Call]] = [
    ("valuations", {"as_of": "2024-05-28", "known_at": "300"}),
    ("who_said", {"as_of": "2024-05-28", "known_at": "300", "name": "xai"}),
]


@pytest.fixture(scope="module")
def address(demo_place: Path) -> Iterator[str]:
    """Give the address of a server that answers agents."""
    with serving(demo_place, "--mcp") as found:
        yield found


def test_the_answers_are_those_of_standard_input(
    address: str, demo_place: Path
) -> None:
    over = [document(x) for x in over_http(address, CALLS, TOKEN)]
    assert over == [document(x) for x in conversation(demo_place, CALLS)]


def test_what_is_wrong_is_told_in_the_answer(address: str) -> None:
    (told,) = over_http(address, [("valuations", {})], TOKEN)
    assert trouble(told).startswith("error: as_of: not given")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Authorization": "Bearer another"}, 403),
        ({"Authorization": f"Bearer {TOKEN}", "Origin": "https://evil.example"}, 403),
        ({"Authorization": f"Bearer {TOKEN}", "Host": "evil.example"}, 421),
    ],
)
def test_nobody_else_is_answered(
    address: str, headers: dict[str, str], status: int
) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    answer = httpx2.post(f"{address}/mcp", json=asked, headers=headers, timeout=120)
    assert answer.status_code == status
    assert "valuations" not in answer.text


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_no_stream_is_kept_open(address: str, method: str) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "text/event-stream"}
    more = {"Origin": address} if method == "DELETE" else {}
    answer = httpx2.request(
        method, f"{address}/mcp", headers=headers | more, timeout=120
    )
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


def test_without_the_option_there_are_no_tools(demo_place: Path) -> None:
    with client_of(settings_for(demo_place)) as reader:
        assert reader.get("/mcp").status_code == 404


@pytest.mark.parametrize("token", ["short", "with spaces in it, and long"])
def test_a_token_that_can_be_guessed_is_refused(
    sayso: Sayso, demo_place: Path, token: str
) -> None:
    words = ("serve", "--port", "0", "--db", str(demo_place))
    told = sayso(*words, SAYSO_TOKEN=token)
    assert told.exit_code == 2
    assert "SAYSO_TOKEN" in told.stderr
    assert "token_urlsafe" in told.stderr
