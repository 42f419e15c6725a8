"""What a decision may ask of the ledger."""

from typing import Protocol

from ledger.claims.entry import Entry
from ledger.claims.names import Directory


class Known(Protocol):
    """Who is registered, and what is on record."""

    @property
    def directory(self) -> Directory: ...

    def holds(self, event_id: str) -> bool: ...

    def entry(self, event_id: str) -> Entry | None: ...
