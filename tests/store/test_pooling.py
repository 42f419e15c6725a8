"""Connections to a server: limits that can be said in the URL, and what they say."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ledger.errors import BadInput, LedgerError, Unreachable
from ledger.store.connection import transaction
from ledger.store.database import connect, create
from ledger.store.failures import ledger_error
from ledger.store.log import Log
from ledger.store.postgresql import pooling
from ledger.store.session import Database
from tests.servers import serving
from tests.store.conftest import UUID, Scribe


def queried(place: str, **query: str) -> str:
    """Give a URL that says more."""
    url = make_url(place).update_query_dict(query)
    return url.render_as_string(hide_password=False)


@contextmanager
def opened(place: str, **query: str) -> Iterator[Database]:
    """Open a ledger by a URL that says more."""
    found = connect(queried(place, **query))
    yield found
    found.close()


@pytest.fixture
def server_place(server_database: Database, postgresql_url: str) -> str:
    """Give the URL of a new, empty ledger."""
    assert server_database
    return postgresql_url


def shown(database: Database, setting: str) -> str:
    """Ask the server what a setting is for us."""
    with transaction(database.engine) as connection:
        return str(connection.exec_driver_sql(f"SHOW {setting}").scalar_one())


def test_waiting_ends_by_itself_unless_the_url_says_otherwise(
    server_place: str,
) -> None:
    with opened(server_place) as found:
        assert {name: shown(found, name) for name in pooling.LIMITS} == pooling.LIMITS
        assert shown(found, "application_name") == "sayso"


@pytest.mark.parametrize("name", pooling.LIMITS)
def test_each_limit_can_be_said_in_the_url(server_place: str, name: str) -> None:
    with opened(server_place, **{name: "7s"}) as found:
        assert shown(found, name) == "7s"
    with opened(server_place, options=f"-c {name}=8s") as found:
        assert shown(found, name) == "8s"


def test_what_the_driver_understands_is_the_drivers(server_place: str) -> None:
    with opened(server_place, application_name="desk 3") as found:
        assert shown(found, "application_name") == "desk 3"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lock_timeout", "soon"),
        ("statement_timeout", "1s -c fsync=off"),
        ("pool_size", "-1"),
        ("pool_timeout", "long"),
    ],
)
def test_a_limit_that_is_none_is_refused(
    postgresql_url: str, name: str, value: str
) -> None:
    with pytest.raises(BadInput, match=f"is not a {name}") as caught:
        connect(queried(postgresql_url, **{name: value}))
    assert caught.value.hint


def refusal(place: str, **query: str) -> LedgerError:
    """Give what is said to somebody who waits for a writer that does not end."""
    with opened(place) as first, opened(place, **query) as second:
        with Log(first).writer(), pytest.raises(Unreachable) as caught:
            Scribe(Log(second)).report()
        Scribe(Log(second)).report()
    return caught.value


def test_who_waits_for_a_writer_is_told_how_to_wait_longer(server_place: str) -> None:
    said = refusal(server_place, lock_timeout="100ms")
    assert "is busy: canceling statement due to lock timeout" in said.message
    assert "lock_timeout=" in str(said.hint)


def test_a_statement_that_takes_too_long_is_ended(server_place: str) -> None:
    said = refusal(server_place, statement_timeout="100ms")
    assert "took too long: canceling statement due to statement" in said.message
    assert "statement_timeout=" in str(said.hint)


def test_who_holds_the_lock_and_does_nothing_loses_it(server_place: str) -> None:
    with (
        opened(server_place, idle_in_transaction_session_timeout="100ms") as idle,
        opened(server_place) as other,
    ):

        def idly() -> None:
            with Log(idle).writer() as writer:
                writer.append([Scribe.said(1)], recorded=1, actor="ann", log=UUID)
                Scribe(Log(other)).report()  # which waits until the first is ended

        with pytest.raises(Unreachable, match="nothing was recorded") as caught:
            idly()
        assert "idle_in_transaction_session_timeout=" in str(caught.value.hint)
        assert Log(other).check() == 1


def test_no_more_connections_than_were_allowed(server_place: str) -> None:
    few = {"pool_size": "1", "max_overflow": "1", "pool_timeout": "1"}
    with opened(server_place, **few) as found, ExitStack() as held:
        for _ in range(2):
            held.enter_context(transaction(found.engine))
        with (
            pytest.raises(Unreachable, match="no more connections") as caught,
            transaction(found.engine),
        ):
            pass
    assert "pool_size" in str(caught.value.hint)


def test_a_pool_that_is_full_is_told_like_a_server_that_is() -> None:
    assert (
        ledger_error(PoolTimeout("QueuePool limit"), "x").hint
        == ledger_error(crowd(), "x").hint
    )


def crowd() -> Exception:
    """Give what the driver raises when a server takes no more connections."""
    import psycopg.errors  # as the program imports it

    return psycopg.errors.TooManyConnections("sorry, too many clients already")


def test_an_idle_connection_that_was_cut_is_replaced_without_a_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pooling, "_IDLE_SECONDS", 0)
    with serving("fsync=off") as server:
        url = server.url.set(drivername="postgresql").render_as_string()
        found = create(url)
        scribe = Scribe(Log(found))
        scribe.report()
        server.stop()
        server.start()
        scribe.report()
        assert scribe.log.check() == 2
        server.stop()
        with pytest.raises(Unreachable, match="cannot be reached"):
            scribe.report()
        server.start()
        scribe.report()
        assert scribe.log.check() == 3
        found.close()


def test_a_server_that_does_not_answer_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        begin = time.monotonic()
        with pytest.raises(Unreachable, match="cannot be reached"):
            connect(f"postgresql://ann@127.0.0.1:{port}/x?connect_timeout=2")
    assert time.monotonic() - begin < 9
