"""A passphrase for the signing key: from the environment, or typed at the terminal."""

import os
from collections.abc import Callable
from typing import TypeVar

import click

from ._options import at_terminal

T = TypeVar("T")


def given() -> bytes | None:
    """SAYSO_PASSPHRASE, if it is set."""
    words = os.environ.get("SAYSO_PASSPHRASE")
    return words.encode() if words else None


def unlocking(use: Callable[[bytes | None], T]) -> T:
    """Does something with the key; asks for its passphrase if it wants one."""
    from ledger.audit.keys import Locked

    try:
        return use(given())
    except Locked:
        if not at_terminal():
            raise
        asked = click.prompt("passphrase of the signing key", hide_input=True, err=True)
        return use(asked.encode())


def new() -> bytes:
    """A new passphrase: SAYSO_PASSPHRASE, else it is asked for, twice."""
    found = given()
    if found is None:
        if not at_terminal():
            raise click.UsageError(
                "the key needs a passphrase; set SAYSO_PASSPHRASE",
                click.get_current_context(),
            )
        found = click.prompt(
            "new passphrase", hide_input=True, confirmation_prompt=True, err=True
        ).encode()
    return found
