"""A server without a socket: the app, and who asks it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ledger.serving.app import create_app
from ledger.serving.settings import ServerSettings, hosts_of
from tests.demo import NOW, demo_book

TOKEN = "a-token-of-tests"
PORT = 8643
BASE = f"http://127.0.0.1:{PORT}"


def settings_for(place: str | Path, **more: object) -> ServerSettings:
    """Give settings for a ledger, with the clock of the demo."""
    given: dict[str, object] = {
        "place": str(place),
        "token": TOKEN,
        "hosts": hosts_of(PORT),
        "clock": lambda: NOW,
    }
    return ServerSettings(**(given | more))  # type: ignore[arg-type]


def client_of(settings: ServerSettings, *, known: bool = True) -> TestClient:
    """Give who asks; one who is known has opened the first address."""
    client = TestClient(create_app(settings), base_url=BASE)
    if known:
        client.get(f"/static/style.css?token={TOKEN}")
    return client


@pytest.fixture(scope="session")
def demo_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the demo's ledger as a file."""
    folder = tmp_path_factory.mktemp("served")
    with demo_book(folder) as book:
        return Path(book.place)


@pytest.fixture(scope="session")
def reader(demo_place: Path) -> Iterator[TestClient]:
    """Give somebody who reads the demo."""
    with client_of(settings_for(demo_place)) as client:
        yield client
