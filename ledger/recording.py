"""From what somebody wants recorded to entries: decided and appended under one lock.

A `Desk` is the right to append together with what decisions may ask: who is
registered, and how an entry stands today. It sees what it has accepted itself, so
that within one batch an event can answer an earlier one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.asking import entry_of, standing
from ledger.claims.canonical import MAX_BYTES, Draft, draft
from ledger.claims.decisions import decide
from ledger.claims.known import OnRecord
from ledger.claims.upcasting import SCHEMAS, upcast
from ledger.errors import BadInput, LedgerError, Problem, UnknownName
from ledger.importers.jsonl import Line, bound
from ledger.projections.names import directory_of, learn
from ledger.projections.rows import Entry
from ledger.projections.visible import CORRECTED, VOIDED, mend
from ledger.store.log import Outcome, Writer

ENVELOPE_BYTES: Final = 1024
"""What an entry's members beside its data take at most."""

BATCH: Final = 500
"""So many drafts wait before they are written; memory does not grow with a file."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one event; `seq` is None after a dry run."""

    seq: int | None
    id: str
    new: bool
    type: str
    data: Mapping[str, Any]
    sentence: str = ""
    voided_by: int | None = None


@dataclass(slots=True)
class Imported:
    """What became of a file."""

    new: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    """The new events; filled by a dry run only."""


class Desk:
    """What decisions may ask, and the drafts that were accepted so far."""

    def __init__(self, writer: Writer, zone: str, *, recorded: int, actor: str) -> None:
        self._writer = writer
        self._zone = zone
        self._recorded, self._actor = recorded, actor
        names = [entry_of(stored) for stored in writer.read(names=True)]
        self.directory = directory_of(mend(names).entries)
        self._log = names[0].data["log"]
        self._waiting: list[Draft] = []
        self._accepted: dict[str, Entry] = {}
        self._ours: dict[str | None, list[Entry]] = {}
        self._next = writer.head.seq + 1

    def holds(self, event_id: str) -> bool:
        """Tell whether an event is on record, or accepted and about to be."""
        return event_id in self._accepted or bool(self._writer.known([event_id]))

    def entry(self, event_id: str) -> OnRecord | None:
        """Give an entry as it stands today, our own corrections applied."""
        found = self._accepted.get(event_id)
        if found is None:
            try:
                found = entry_of(self._writer.get(event_id))
            except UnknownName:
                return None
        company = found.data.get("company")
        if company not in self._ours:
            kept = self._writer.ours(company)
            self._ours[company] = [entry_of(stored) for stored in kept]
        return standing(found, self._ours[company])

    def accept(self, type_: str, data: Mapping[str, Any]) -> tuple[Draft, bool]:
        """Decide about an event; what is new waits to be written.

        Gives the draft, and whether it is new.
        """
        event = decide(type_, data, self, self._zone)
        if self.holds(event.id):
            return event, False
        if len(event.packed) > MAX_BYTES - ENVELOPE_BYTES:
            raise BadInput(
                f"the event has {len(event.packed):,} bytes; an entry holds"
                f" {MAX_BYTES:,}, some of them for its envelope",
                "shorten the note, or split what it says into several events",
            )
        entry = Entry(self._next, event.id, type_, self._recorded, event.data)
        self._next += 1
        self._accepted[event.id] = entry
        self._waiting.append(event)
        learn(self.directory, entry)
        if type_ in {CORRECTED, VOIDED}:
            company = event.data.get("company")
            if company in self._ours:
                self._ours[company].append(entry)
        return event, True

    def write(self) -> list[Outcome]:
        """Append what waits."""
        waiting, self._waiting = self._waiting, []
        self._accepted = {}
        return self._writer.append(
            waiting, recorded=self._recorded, actor=self._actor, log=self._log
        )

    @property
    def waits(self) -> int:
        """How many drafts wait to be written."""
        return len(self._waiting)


def record_lines(
    desk: Desk, lines: Iterable[Line | Problem], imported: Imported, *, keep: bool
) -> None:
    """Accept line after line; problems are collected, and nothing stops the rest.

    `keep` remembers the new events, for a dry run.
    """
    ids: dict[str, str] = {}
    for line in lines:
        if isinstance(line, Problem):
            imported.problems.append(line)
            continue
        try:
            event, new = _accepted(desk, line, ids)
        except LedgerError as error:
            imported.problems.extend(_problems(line.where, error))
            continue
        if line.ref is not None:
            ids[line.ref] = event.id
        imported.new += new
        imported.known += not new
        if keep and new:
            imported.recorded.append(
                Recorded(None, event.id, new, line.type, event.data)
            )
        if desk.waits >= BATCH:
            desk.write()
    desk.write()


def _accepted(desk: Desk, line: Line, ids: Mapping[str, str]) -> tuple[Draft, bool]:
    """Resolve the labels of a line, lift it to today's shape, and decide about it."""
    data: Mapping[str, Any] = bound(line, ids)
    if line.ref is not None and line.ref in ids:
        raise BadInput(f"the ref {line.ref} stands on an earlier line too")
    today = SCHEMAS[line.type]
    schema = line.schema or today
    if schema != today:
        old = draft(line.type, data, schema)
        if desk.holds(old.id):
            return old, False
        data = upcast(line.type, schema, data)
    event, new = desk.accept(line.type, data)
    if line.id is not None and schema == today and line.id != event.id:
        raise BadInput(
            f"the id {line.id[:12]} is not that of the content, {event.id[:12]}",
            "the line was changed after it was exported; leave out its id",
        )
    return event, new


def _problems(where: str, error: LedgerError) -> list[Problem]:
    several = getattr(error, "problems", ())
    if several:
        return [Problem(where, one.field, one.message) for one in several]
    hint = f" ({error.hint})" if isinstance(error, UnknownName) and error.hint else ""
    return [Problem(where, "", error.message + hint)]
