"""Tables of other people's, as their snapshots have them: read and folded."""

from ledger.errors import UnknownName
from ledger.projections.basis import Answer, Basis
from ledger.projections.rewritten import VendorTable, tables_of
from ledger.projections.visible import apply_corrections, published_rows, select
from ledger.reading.entries import entry_of
from ledger.store.log import Log


class VendorTables:
    """The tables whose snapshots are in a ledger."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def newest(self, source: str, name: str | None) -> VendorTable:
        """Give a table as it is after all snapshots on record; empty without any."""
        entries = [entry_of(stored) for stored in self._log.tables()]
        rows = published_rows(
            x for x in apply_corrections(entries).entries if _is_of(x.type)
        )
        found = [one for one in tables_of(rows, source) if one.name == name]
        return found[0] if found else VendorTable(source, name)

    def at(self, source: str, basis: Basis) -> Answer[list[VendorTable]]:
        """Give the tables of a source as they were known at a basis.

        UnknownName for a source without any snapshot on record.
        """
        entries = [entry_of(stored) for stored in self._log.tables(basis.known_at)]
        told = published_rows(
            x for x in apply_corrections(entries).entries if _is_of(x.type)
        )
        own = [row for row in told if row.source == source]
        if not own and not self._any(source):
            raise UnknownName(
                f"no snapshot of {source} is on record",
                "`sayso import --from snapshot` records copies of its tables",
            )
        view = select(own, basis)
        empty = None
        if not view.rows:
            empty = (
                f"{source}: no snapshot {'published' if own else 'recorded'} by"
                " that date"
            )
        found = tables_of(view.rows, source)
        return Answer(basis, found, view.late, view.straddling, empty)

    def _any(self, source: str) -> bool:
        entries = map(entry_of, self._log.tables())
        return any(x.data.get("source") == source for x in entries if _is_of(x.type))


def _is_of(type_: str) -> bool:
    return type_.startswith("snapshot.")
