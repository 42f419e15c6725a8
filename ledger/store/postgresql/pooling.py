"""Connections to a server: how many, how long anybody waits, and for what.

Everything can be said in the URL. What PostgreSQL's own library understands
(`sslmode`, `connect_timeout`, `application_name`, `options`) is left to it; the names
below are ours.
"""

import re
import time
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError

from ledger.errors import BadInput

LIMITS: Final = {
    "lock_timeout": "30s",
    "statement_timeout": "2min",
    "idle_in_transaction_session_timeout": "10min",
}
"""PostgreSQL's settings: to wait for the one who appends, for one statement, and for a
program that holds a transaction open and does nothing."""

POOL: Final = {"pool_size": 5, "max_overflow": 10, "pool_timeout": 30}
"""Connections that are kept, more of them in a rush, and seconds to wait for one."""

_DRIVER: Final = {
    "connect_timeout": "10",
    "application_name": "sayso",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
START_SECONDS: Final = 30
"""A server that is starting up is waited for so long."""

_STARTING: Final = "the database system is starting up"
_PAUSE_SECONDS: Final = 0.2
_AGE_SECONDS: Final = 1800
_IDLE_SECONDS: Final = 5
"""A connection that lay about for longer is tried before it is used: servers restart,
and what stands between cuts silent lines. To try each time would be a journey more."""

_TIME: Final = re.compile(r"[0-9]+(us|ms|s|min|h|d)?")


def server_engine(url: URL) -> Engine:
    """Give an engine for a PostgreSQL server; BadInput for a limit that is none."""
    limits = {name: _said(url, name, limit, _TIME) for name, limit in LIMITS.items()}
    pool = {
        name: int(_said(url, name, str(size), re.compile("[0-9]{1,4}")))
        for name, size in POOL.items()
    }
    ours: dict[str, Any] = {
        name: value for name, value in _DRIVER.items() if name not in url.query
    }
    given = url.query.get("options", "")
    ours["options"] = " ".join(
        [
            # Anyone who waits for the head row must then see what the other one
            # committed, whatever the server's own default is.
            r"-c default_transaction_isolation=read\ committed",
            *(f"-c {name}={value}" for name, value in limits.items()),
            *([given] if isinstance(given, str) else given),
        ]
    )
    engine = create_engine(
        url.difference_update_query([*LIMITS, *POOL, "options"]),
        isolation_level="READ COMMITTED",
        pool_recycle=_AGE_SECONDS,
        connect_args=ours,
        **pool,
    )
    _try_the_idle(engine)
    _wait_for_start(engine)
    return engine


def _said(url: URL, name: str, default: str, form: re.Pattern[str]) -> str:
    value = url.query.get(name, default)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise BadInput(
            f"{value!r} is not a {name}",
            f"such as ?{name}={default} at the end of the URL",
        )
    return value


def _wait_for_start(engine: Engine) -> None:
    @event.listens_for(engine, "do_connect")
    def _(dialect: Any, _record: Any, words: Any, options: Any) -> Any:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                return dialect.connect(*words, **options)
            except dialect.loaded_dbapi.OperationalError as error:
                if _STARTING not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE_SECONDS)


def _try_the_idle(engine: Engine) -> None:
    @event.listens_for(engine, "checkin")
    def _(_raw: Any, record: Any) -> None:
        record.info["left"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _(raw: Any, record: Any, _proxy: Any) -> None:
        idle = time.monotonic() - record.info.get("left", time.monotonic())
        if idle < _IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(raw)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error
