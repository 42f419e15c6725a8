"""What a vendor's tables show of being rewritten, folded from its snapshots."""

from decimal import Decimal

from ledger.projections.rewritten import MONTH, VendorTable, tables_of
from tests.projections.entries import entry, rows_of

FIRST, SECOND = "2025-12-14", "2026-01-16"


def cells(**values: str) -> list[dict[str, str]]:
    return [{"column": column, "value": value} for column, value in values.items()]


def seen(seq: int, key: str, by: str = "desk", **values: str) -> object:
    said = {"key": key, "cells": cells(**values), "source": by, "published": FIRST}
    return entry(seq, "snapshot.row_seen", **said)


def changed(seq: int, key: str, *changes: dict[str, str], **more: str) -> object:
    said = {"key": key, "cells": list(changes), "source": "desk", "published": SECOND}
    return entry(seq, "snapshot.row_changed", **said, **more)


def table(*entries: object, source: str = "desk") -> VendorTable:
    (found,) = tables_of(rows_of(*entries), source)  # type: ignore[arg-type] # entries
    return found


def test_each_source_has_its_own_tables() -> None:
    found = table(seen(1, "a", Amount="5"), seen(2, "b", "archive", Amount="6"))
    assert list(found.rows) == ["a"]
    assert tables_of(rows_of(entry(3, "round.reported")), "nobody") == []


def test_a_cell_that_had_a_value_before_was_rewritten() -> None:
    change = {"column": "Price", "old": "9", "new": "8"}
    found = table(seen(1, "a", Amount="5"), changed(2, "a", change))
    assert found.rows["a"].rewritten


def test_a_row_that_got_another_key_and_a_new_column_was_not_rewritten() -> None:
    change = {"column": "Country", "new": "FR"}
    found = table(seen(1, "a", Amount="5"), changed(2, "b", change, was="a"))
    assert list(found.rows) == ["b"]
    assert not found.rows["b"].rewritten
    assert found.rows["b"].cells == {"Amount": "5", "Country": "FR"}


def test_how_much_was_rewritten_is_told_by_month_and_since_the_first_snapshot() -> None:
    change = {"column": "Price", "old": "9", "new": "8"}
    rows = seen(1, "a", Price="9"), seen(2, "b", Price="7")
    found = table(*rows, changed(3, "a", change))
    assert (found.days, found.when) == (33, found.snapshots[-1].when)
    assert found.since_first == Decimal("0.5")
    assert found.a_month == MONTH / (2 * 33), "two rows could have been, for 33 days"


def test_of_one_snapshot_nothing_can_be_told() -> None:
    found = table(seen(1, "a", Amount="5"))
    assert (found.days, found.since_first, found.a_month) == (0, None, None)
    assert found.when is not None
