"""Who comes in: the Host, the Origin, the token, and the headers of every answer."""

from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.routing import Route
from starlette.testclient import TestClient

from ledger.serving.app import create_app
from ledger.serving.settings import hosts_of
from ledger.serving.shell import is_proxied
from tests.serving.conftest import BASE, PORT, TOKEN, client_of, settings_for

STYLE = "/static/style.css"


@pytest.fixture
def stranger(demo_place: Path) -> TestClient:
    """Give somebody who has no token."""
    return client_of(settings_for(demo_place), known=False)


def test_without_the_token_nothing_is_shown(stranger: TestClient) -> None:
    for path in ("/", STYLE, "/api/valuations", "/nowhere"):
        answer = stranger.get(path)
        assert answer.status_code == 403, path
        assert "sayso serve" in answer.text
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("token", ["", "x", TOKEN + "x", TOKEN[:-1], "é"])
def test_a_wrong_token_is_none(stranger: TestClient, token: str) -> None:
    assert stranger.get("/", params={"token": token}).status_code == 403
    headers = {"Authorization": f"Bearer {token}"}
    if token.isascii():
        assert stranger.get(STYLE, headers=headers).status_code == 403


def test_the_token_becomes_a_cookie_and_leaves_the_address(
    stranger: TestClient,
) -> None:
    path = f"/company/xai?as_of=2024-01-19&token={TOKEN}&known_at=3"
    answer = stranger.get(path, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/company/xai?as_of=2024-01-19&known_at=3"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert TOKEN not in cookie
    assert stranger.get(STYLE).status_code == 200


def test_the_redirect_stays_here(stranger: TestClient) -> None:
    answer = stranger.get(
        f"{BASE}//evil.example/?token={TOKEN}", follow_redirects=False
    )
    assert answer.headers["location"] == "/evil.example/"


def test_a_program_sends_the_token_in_a_header(stranger: TestClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert stranger.get(STYLE, headers=headers).status_code == 200
    assert stranger.get(STYLE).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "localhost:80", "", "[::1]"],
)
def test_a_name_that_was_bound_to_this_machine_is_refused(
    reader: TestClient, host: str
) -> None:
    answer = reader.get(STYLE, headers={"Host": host})
    assert answer.status_code == 421
    assert "--name" in answer.text


@pytest.mark.parametrize(
    "host", [f"localhost:{PORT}", f"[::1]:{PORT}", "Ledger.Example"]
)
def test_our_own_names_are_answered(demo_place: Path, host: str) -> None:
    hosts = hosts_of(PORT, ("ledger.example",))
    client = client_of(settings_for(demo_place, hosts=hosts), known=False)
    headers = {"Host": host, "Authorization": f"Bearer {TOKEN}"}
    assert client.get(STYLE, headers=headers).status_code == 200


def test_a_public_name_has_a_cookie_for_https_only(demo_place: Path) -> None:
    hosts = hosts_of(PORT, ("ledger.example",))
    client = client_of(settings_for(demo_place, hosts=hosts), known=False)
    answer = client.get(
        f"/?token={TOKEN}", headers={"Host": "ledger.example"}, follow_redirects=False
    )
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("host", "proxied"),
    [
        ("127.0.0.1:8643", False),
        ("localhost", False),
        ("[::1]:8643", False),
        ("10.0.0.5:8643", False),
        ("[fd00::5]:8643", False),
        ("ledger.example", True),
        ("ledger.example:8643", True),
    ],
)
def test_only_what_a_proxy_answers_to_is_secure(host: str, *, proxied: bool) -> None:
    assert is_proxied(host) is proxied


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        f"http://127.0.0.1:{PORT + 1}",
        f"ftp://{BASE[7:]}",
        f"http://user@{BASE[7:]}",
        "http://[",
        "http://[zz]:1",
        "",
    ],
)
def test_what_comes_from_another_origin_is_refused(
    reader: TestClient, origin: str
) -> None:
    for method in ("GET", "POST", "DELETE"):
        answer = reader.request(method, STYLE, headers={"Origin": origin})
        assert answer.status_code == 403, method


def test_who_is_not_let_in_gets_what_is_read_there(
    reader: TestClient, stranger: TestClient
) -> None:
    refused: list[tuple[TestClient, str, dict[str, str], int]] = [
        (stranger, "GET", {}, 403),
        (reader, "GET", {"Host": "evil.example"}, 421),
        (reader, "GET", {"Origin": "http://["}, 403),
        (reader, "POST", {}, 403),
    ]
    for who, method, headers, status in refused:
        for path in ("/api", "/api/valuations", "/mcp"):
            answer = who.request(method, path, headers=headers)
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == status
            assert answer.json()["hint"]
        answer = who.request(method, "/", headers=headers)
        assert answer.headers["content-type"].startswith("text/plain")
        assert "hint: " in answer.text


def test_a_post_says_where_it_comes_from(reader: TestClient) -> None:
    crossed = {"Origin": BASE, "Sec-Fetch-Site": "cross-site"}
    assert reader.post(STYLE).status_code == 403
    assert reader.post(STYLE, headers=crossed).status_code == 403
    assert reader.post(STYLE, headers={"Origin": BASE}).status_code == 405


def test_every_answer_carries_the_policy(
    reader: TestClient, stranger: TestClient
) -> None:
    answers = [
        reader.get(STYLE),
        reader.get("/nowhere"),
        reader.get("/api/nowhere"),
        reader.get(STYLE, headers={"Host": "evil.example"}),
        stranger.get("/"),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"].startswith(("no-store", "private"))


def test_a_fault_of_ours_shows_no_traceback(demo_place: Path) -> None:
    def broken(_: Request) -> None:
        raise ZeroDivisionError(str(demo_place))

    app = create_app(settings_for(demo_place))
    app.router.routes[:0] = [Route("/broken", broken), Route("/api/broken", broken)]
    client = TestClient(app, base_url=BASE)
    client.get(f"{STYLE}?token={TOKEN}")
    for path in ("/broken", "/api/broken"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "Traceback" not in answer.text
        assert "ZeroDivision" not in answer.text
        assert str(demo_place) not in answer.text
    assert (
        client.get("/api/broken")
        .headers["content-type"]
        .startswith("application/problem+json")
    )


def test_files_are_sent_once(reader: TestClient) -> None:
    first = reader.get(STYLE)
    again = reader.get(STYLE, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert "0BSD" not in first.text
    assert reader.get("/static/htmx.js").text.startswith("var htmx=")
