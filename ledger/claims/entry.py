"""The forms of one event on its way into a ledger and out of it.

    data    as somebody says it
    Draft   checked and packed, without a place yet    canonical.draft
    bytes   what is hashed and kept for ever           canonical.entry_bytes
    Stored  the row of the database                    store.reading.stored
    Entry   read again, in today's shape               entries.entry_of
    Entry   as it stands after our own corrections     entries.standing

Standard library only: folds read entries wherever they run.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

EventData = tuple[str, Mapping[str, Any]]
"""A kind of event and what it says."""

EventMaker = Callable[[Sequence[str]], EventData]
"""Gives an event, from the ids of those before it."""


class Draft(NamedTuple):
    """What somebody wants recorded: an event without a place in the ledger yet.

    `id` is the SHA-256 (hex) of the canonical type, schema and data, so that the
    same content has the same id wherever and whenever it is recorded.
    """

    type: str
    schema: int
    data: Mapping[str, Any]
    id: str
    packed: bytes
    """The canonical bytes of `data`."""


class Stored(NamedTuple):
    """An entry as it stands in the store; see `ledger.store.schema`."""

    seq: int
    id: str
    type: str
    company: str | None
    other: str | None
    published_from: int | None
    published_to: int | None
    recorded: int
    leaf: bytes
    body: bytes


class Entry(NamedTuple):
    """One entry of the ledger; `recorded` in microseconds since 1970."""

    seq: int
    id: str
    type: str
    recorded: int
    data: Mapping[str, Any]
    actor: str = ""
    company: str | None = None
    """Among whose entries it is kept, whatever a correction says since."""
    voided_by: int | None = None
