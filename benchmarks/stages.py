"""What an import of JSON lines spends its time on, stage after stage.

Each stage runs alone over all lines; so the shares add up to less than the whole, in
which data does not stay in the processor's caches from one stage to the next.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from typing import Any, Final

from benchmarks.rows import Row
from benchmarks.taking import CPU, Subject, timed
from ledger.claims.canonical import draft, entry_bytes, leaf_hash, read_json
from ledger.claims.checking import event_data, event_from
from ledger.claims.entry import Draft, Entry
from ledger.claims.names import Directory
from ledger.claims.resolving import named_in
from ledger.claims.schemas import schema_of
from ledger.cycles import unswept
from ledger.importers.jsonl import lines_in
from ledger.importers.lines import Line
from ledger.projections.names import directory_of

ZEROS: Final = "0" * 64
LOG: Final = "0" * 36


def stages(lines: Sequence[bytes], rounds: int) -> Iterator[Row]:
    """Give microseconds an event for each stage."""
    taken = [one for one in lines_in(lines) if isinstance(one, Line)]
    names = directory_of(
        Entry(seq, "", one.type, 0, one.data)
        for seq, one in enumerate(taken)
        if one.type.endswith(".registered")
    )
    named = [(one.type, named_in(one.type, one.data, names)) for one in taken]
    events = [event_from(type_, data) for type_, data in named]
    plain = [(event.type, event_data(event)) for event in events]
    drafts = [
        draft(type_, data, schema_of(type_, data), plain=True) for type_, data in plain
    ]
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("reading JSON, strictly", partial(_each, read_json, lines)),
        ("lines: JSON, and its members", lambda: _each(id, lines_in(lines))),
        ("names to slugs", partial(_named, taken, names)),
        ("checking with pydantic", partial(_checked, named)),
        ("data as it is stored", partial(_each, event_data, events)),
        ("canonical bytes and id", partial(_drafted, plain)),
        ("entry, chained and hashed", partial(_each, _sealed, drafts)),
    )
    with unswept():
        for name, step in steps:
            one = Subject(name, step)
            times = [1e6 * timed(one, CPU) / len(lines) for _ in range(rounds)]
            ends = median(times), min(times), max(times)
            yield Row(name, "", "microseconds of CPU an event, alone", *ends, rounds)


def _each(do: Callable[[Any], object], values: Any) -> None:  # noqa: ANN401 - of any kind
    for value in values:
        do(value)


def _named(taken: Sequence[Line], names: Directory) -> None:
    for one in taken:
        named_in(one.type, one.data, names)


def _checked(named: Sequence[tuple[str, dict[str, Any]]]) -> None:
    for type_, data in named:
        event_from(type_, data)


def _drafted(plain: Sequence[tuple[str, dict[str, Any]]]) -> None:
    for type_, data in plain:
        draft(type_, data, schema_of(type_, data), plain=True)


def _sealed(one: Draft) -> str:
    where = {"log": LOG, "prev": ZEROS, "actor": "ann"}
    return leaf_hash(entry_bytes(one, seq=1, recorded=1, **where))
