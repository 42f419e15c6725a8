"""What a decision may ask of the ledger."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from ledger.claims.names import Directory


class OnRecord(NamedTuple):
    """An entry as it stands today, our own corrections applied."""

    seq: int
    id: str
    type: str
    data: Mapping[str, Any]
    voided_by: int | None = None
    company: str | None = None
    """Whose entries it was recorded among, whatever a correction says since."""


class Known(Protocol):
    """Who is registered, and what is on record."""

    @property
    def directory(self) -> Directory: ...

    def holds(self, event_id: str) -> bool: ...

    def entry(self, event_id: str) -> OnRecord | None: ...
