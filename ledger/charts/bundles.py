"""Vega and a program as one script that asks nobody for anything.

Its making takes more than a second, and gives the same bytes each time. So a script is
kept in the user's cache folder, under what it was made of. One that was damaged, or
cannot be read or written there, is made again: nothing else depends on it.
"""

from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final
from uuid import uuid4

import vl_convert as vega

from ledger.audit.places import Home

SCHEMA: Final = "6.4"
"""The version of Vega-Lite that specifications are written in."""

DIGEST: Final = 64
"""Letters: a kept script stands behind its own SHA-256."""


def bundle(program: str) -> str:
    """Give a program with all of Vega that it may import."""
    made_of = f"{version('vl-convert-python')}\n{SCHEMA}\n{program}"
    place = Home.of_user().cache / f"vega-{_digest(made_of)}.js"
    script = _whole_script(place)
    if script is None:
        script = vega.javascript_bundle(program, vl_version=SCHEMA)
        _keep(place, script)
    return script


def _whole_script(place: Path) -> str | None:
    """Read a script; None if there is none that is whole."""
    try:
        text = place.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    digest, script = text[:DIGEST], text[DIGEST:]
    return script if digest == _digest(script) else None


def _keep(place: Path, script: str) -> None:
    """Write a script so that nobody ever reads half of it."""
    part = place.with_name(f"{place.name}.{uuid4().hex[:8]}")
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            part.write_text(_digest(script) + script, "utf-8", newline="")
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
