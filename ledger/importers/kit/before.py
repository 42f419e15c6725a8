"""What a snapshot is compared with, and what it may ask of the ledger."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ledger.claims.dates import When
from ledger.importers.kit.lines import NamedCompany


class RowBefore(Protocol):
    """A row of the snapshot before."""

    @property
    def cells(self) -> Mapping[str, str]: ...

    @property
    def company(self) -> str | None: ...

    @property
    def claims(self) -> Sequence[str]: ...


class TableBefore(Protocol):
    """A table after all of its snapshots on record; `when` is None before the first."""

    @property
    def when(self) -> When | None: ...

    @property
    def key(self) -> Sequence[str]: ...

    @property
    def columns(self) -> Sequence[str]: ...

    @property
    def ignored(self) -> Sequence[str]: ...

    @property
    def rows(self) -> Mapping[str, RowBefore]: ...


class Claimed(Protocol):
    """A claim on record, as it stands today."""

    @property
    def data(self) -> Mapping[str, Any]: ...

    @property
    def voided_by(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Comparing:
    """How a snapshot is compared, and what can be asked of the ledger meanwhile."""

    keys: tuple[str, ...]
    table: str | None
    ignored: tuple[str, ...]
    zone: str
    before: Callable[[], TableBefore]
    claim: Callable[[str], Claimed]
    """The claim of an id, which is on record."""
    known: Callable[[NamedCompany], str | None]
    """The slug of a company, if it is registered."""
    strangers: bool = True
    """Whether rows of companies that are not make claims, too."""
