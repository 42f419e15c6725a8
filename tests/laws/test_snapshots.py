"""Laws of snapshots: their events give the rows, on every clock, in any order."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.canonical import draft
from ledger.claims.checking import event_data, event_from
from ledger.claims.dates import parse_when
from ledger.claims.entry import Entry
from ledger.importers.kit.before import Comparing
from ledger.importers.kit.lines import Line
from ledger.importers.kit.reading import Account, Setting
from ledger.importers.snapshot import FORMAT
from ledger.projections.basis import Basis
from ledger.projections.rewritten import VendorTable, tables_of
from ledger.projections.visible import published_rows, seen
from tests.laws.answers import facts
from tests.laws.strategies import (
    LAWS,
    Data,
    History,
    bases,
    histories,
    numbered,
    stored,
)

SOURCE: Final = "vendor"
KEYS: Final = tuple("abcd")
COLUMNS: Final = ("Id", "Name", "Größe", "見出し")
_cell = st.sampled_from(["", "", "x", "y", "1E+11", "a / b", '"quoted"', "two\nlines"])


@dataclass(frozen=True)
class Copy:
    """A copy of a table: its columns, and its rows by key."""

    columns: tuple[str, ...]
    rows: dict[str, dict[str, str]]

    def written(self) -> bytes:
        """Give the file."""
        out = io.StringIO()
        made = csv.DictWriter(out, self.columns)
        made.writeheader()
        for row in self.rows.values():
            made.writerow({name: row.get(name, "") for name in self.columns})
        return out.getvalue().encode()

    def kept(self) -> dict[str, dict[str, str]]:
        """Give what a ledger should hold of it: cells that hold anything."""
        return {
            key: {name: row[name] for name in self.columns if row.get(name)}
            for key, row in self.rows.items()
        }


@st.composite
def copies(draw: st.DrawFn) -> Copy:
    """Give any copy: rows and columns in any order, some of them missing."""
    chosen = draw(st.lists(st.sampled_from(COLUMNS[1:]), unique=True))
    columns = tuple(draw(st.permutations(["Id", *chosen])))
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    rows = {key: {"Id": key, **{x: draw(_cell) for x in chosen}} for key in keys}
    return Copy(columns, rows)


def read(copy: Copy, day: int, before: VendorTable) -> list[Line]:
    """Compare a copy with a table."""
    comparing = Comparing(
        keys=("Id",),
        table=None,
        ignored=(),
        zone="UTC",
        before=lambda: before,
        claim=_nothing,
        known=lambda _: None,
    )
    setting = Setting(SOURCE, f"2024-01-{day:02}", comparing=comparing)
    raw = cast("io.RawIOBase", io.BytesIO(copy.written()))
    items = list(FORMAT.read(io.BufferedReader(raw), setting, Account()))
    assert all(isinstance(item, Line) for item in items), items
    return cast("list[Line]", items)


def _nothing(id_: str) -> Any:  # no claim is ever asked for
    raise AssertionError(id_)


def entries_of(lines: Sequence[Line], first: int) -> list[Entry]:
    """Give the events of a file as the ledger holds them."""
    made = []
    for seq, line in enumerate(lines, first):
        data = event_data(event_from(line.type, line.data))
        made.append(Entry(seq, draft(line.type, data, 1).id, line.type, seq, data))
    return made


def taken(history: Sequence[Copy]) -> list[list[Entry]]:
    """Record copies, one a day; give the events of each."""
    days: list[list[Entry]] = []
    for day, copy in enumerate(history, 1):
        before = table([entry for entries in days for entry in entries])
        days.append(entries_of(read(copy, day, before), 1000 * day))
    return days


def table(entries: Sequence[Entry]) -> VendorTable:
    """Fold events into the one table that they are about."""
    return next(
        iter(tables_of(published_rows(entries), SOURCE)), VendorTable(SOURCE, None)
    )


def rows_of(found: VendorTable) -> dict[str, dict[str, str]]:
    """Give the rows of a table, by key."""
    return {key: row.cells for key, row in found.rows.items()}


def told(found: VendorTable) -> list[Any]:
    """Give all that a table says, but for the numbers of events."""
    return [
        (rows_of(found), found.columns, found.since_first, found.a_month),
        *(
            (
                *(one.when, one.rows, one.before, one.days, one.columns, one.lost),
                [(x.what, x.key, x.was, x.cells, x.rewritings) for x in one.touched],
            )
            for one in found.snapshots
        ),
    ]


def overlapping(history: Sequence[Copy]) -> list[Copy]:
    """Leave out copies that share no key with the one before: they are refused."""
    kept = list(history[:1])
    for copy in history[1:]:
        if copy.rows.keys() & kept[-1].rows.keys():
            kept.append(copy)
    return kept


HISTORIES = st.lists(copies(), min_size=1, max_size=4).map(overlapping)


@LAWS
@given(HISTORIES)
def test_the_events_give_exactly_the_rows_of_the_newest_copy(
    history: list[Copy],
) -> None:
    found = table([entry for entries in taken(history) for entry in entries])
    assert rows_of(found) == history[-1].kept()
    assert found.columns == history[-1].columns


@LAWS
@given(HISTORIES, st.data())
def test_the_order_of_recording_changes_no_row(
    history: list[Copy], data: st.DataObject
) -> None:
    entries = [entry for entries in taken(history) for entry in entries]
    mixed = data.draw(st.permutations(entries))
    renumbered = [entry._replace(seq=n) for n, entry in enumerate(mixed)]
    assert told(table(renumbered)) == told(table(entries))


@LAWS
@given(HISTORIES, st.integers(1, 4))
def test_what_was_taken_later_changes_no_earlier_answer(
    history: list[Copy], day: int
) -> None:
    days = taken(history)
    rows = published_rows([entry for entries in days for entry in entries])
    cut = parse_when(f"2024-01-{day:02}").hi
    (found,) = tables_of(seen(rows, cut, possible=False), SOURCE)
    until = [entry for entries in days[:day] for entry in entries]
    assert told(found) == told(table(until))
    assert rows_of(found) == history[min(day, len(history)) - 1].kept()


@LAWS
@given(HISTORIES)
def test_the_newest_copy_again_says_nothing_new(history: list[Copy]) -> None:
    days = taken(history)
    found = table([entry for entries in days for entry in entries])
    (line,) = read(history[-1], len(history), found)
    assert entries_of([line], 0)[0].id in {entry.id for entry in days[-1]}


@LAWS
@given(histories(8, ours=False), bases(), st.data())
def test_rows_of_tables_change_no_answer_about_companies(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    claims = [e for e in history.entries if e.type == "round.reported"]
    said: list[tuple[str, str, Data]] = [
        (e.id, e.type, dict(e.data)) for e in history.entries
    ]
    more = []
    for number, claim in enumerate(claims):
        row = {
            "published": data.draw(st.sampled_from(["2024-01-10", "2025-02"])),
            "source": claim.data["source"],
            "company": claim.data["company"],
            "claims": [claim.id],
            "key": "1",
            "cells": [{"column": "Id", "value": "1"}],
        }
        type_ = "snapshot.row_seen"
        more.append((f"{number:02}".ljust(64, "8"), type_, stored(type_, row)))
    before = facts(history.entries, basis)
    assert facts(numbered([*said, *more]), basis) == before
