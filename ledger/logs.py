"""What the program does, told on standard error to anyone who asks for it.

Silent unless `speak` was called (by `sayso -v`, or with SAYSO_LOG=json). structlog is
imported only then, since importing it costs more than most commands do.
"""

import sys
from typing import Any, Literal

_spoken: list[Any] = []


def speak(form: Literal["text", "json"]) -> None:
    """Begin to log, as text for eyes or as JSON lines for programs."""
    import structlog

    renderer = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    _spoken[:] = [structlog.get_logger()]


def log(event: str, **values: object) -> None:
    """Log what happened, with its values by name; nothing if nobody asked."""
    for logger in _spoken:
        logger.info(event, **values)


def hush() -> None:
    """Be silent again."""
    _spoken.clear()


def warn(text: str) -> None:
    """Say on standard error what a person must hear, no matter who asked to log."""
    from ledger.claims.names import shown  # only when there is trouble

    sys.stderr.write(f"warning: {shown(text)}\n")
