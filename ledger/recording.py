"""From what somebody wants recorded to entries: decided and appended under one lock.

A `Desk` is the right to append together with what decisions may ask: who is
registered, and how an entry stands today. It sees what it has accepted itself, so
that within one batch an event can answer an earlier one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.asking import entry_of, standing
from ledger.attaching import Attachments
from ledger.claims.canonical import MAX_BYTES, Draft, draft
from ledger.claims.checking import event_data, event_from
from ledger.claims.decisions import decide
from ledger.claims.known import OnRecord
from ledger.claims.upcasting import SCHEMAS, upcast
from ledger.errors import BadInput, LedgerError, Problem, UnknownName
from ledger.importers.jsonl import Line, NotYet, Text, bound
from ledger.projections.names import directory_of, learn
from ledger.projections.rows import Entry
from ledger.projections.visible import CORRECTED, VOIDED, mend
from ledger.store.log import Outcome, Writer
from ledger.store.payloads import Payload

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
        self._looked_up = "", False
        self.attachments = Attachments(writer)

    def holds(self, event_id: str) -> bool:
        """Tell whether an event is on record, or accepted and about to be."""
        if event_id in self._accepted:
            return True
        if event_id != self._looked_up[0]:
            # Decisions ask first, then whoever accepts: one look is enough.
            self._looked_up = event_id, self._writer.holds(event_id)
        return self._looked_up[1]

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

    def accept(
        self,
        type_: str,
        data: Mapping[str, Any],
        zone: str | None = None,
        where: str = "",
    ) -> tuple[Draft, bool]:
        """Decide about an event; what is new waits to be written.

        `zone` is what a date without one means, the ledger's if not given; `where`
        is where it stands in a file. Gives the draft, and whether it is new.
        """
        for version in self.attachments.versions(data):
            event = decide(type_, version, self, zone or self._zone)
            if self.holds(event.id):
                return event, False
        self.attachments.take(event.data, where)
        return self._taken(event, event.data)

    def accept_own(self, type_: str, data: Mapping[str, Any]) -> tuple[Draft, bool]:
        """Accept an event of the ledger's own keeping, which its keeper decided on."""
        event = draft(type_, event_data(event_from(type_, data)), SCHEMAS[type_])
        return self._taken(event, event.data)

    def accept_old(self, old: Draft, lifted: Mapping[str, Any]) -> tuple[Draft, bool]:
        """Decide about a stored entry of an older schema, which keeps its shape.

        `lifted` is what it says in today's shape.
        """
        if not self.holds(old.id):
            decide(old.type, lifted, self, "UTC")
        return self._taken(old, lifted)

    def _taken(self, event: Draft, today: Mapping[str, Any]) -> tuple[Draft, bool]:
        if self.holds(event.id):
            return event, False
        if len(event.packed) > MAX_BYTES - ENVELOPE_BYTES:
            raise BadInput(
                f"the event has {len(event.packed):,} bytes; an entry holds"
                f" {MAX_BYTES:,}, some of them for its envelope",
                "shorten the note, or split what it says into several events",
            )
        entry = Entry(self._next, event.id, event.type, self._recorded, today)
        self._next += 1
        self._accepted[event.id] = entry
        self._waiting.append(event)
        learn(self.directory, entry)
        if event.type in {CORRECTED, VOIDED}:
            company = today.get("company")
            if company in self._ours:
                self._ours[company].append(entry)
        return event, True

    def write(self) -> list[Outcome]:
        """Append what waits."""
        waiting, self._waiting = self._waiting, []
        self._accepted = {}
        self._looked_up = "", False
        self.attachments.write()
        return self._writer.append(
            waiting, recorded=self._recorded, actor=self._actor, log=self._log
        )

    @property
    def waits(self) -> int:
        """How many drafts wait to be written."""
        return len(self._waiting)


def record_lines(
    desk: Desk,
    lines: Iterable[Line | Text | Problem],
    imported: Imported,
    *,
    keep: bool,
) -> None:
    """Accept line after line; problems are collected, and nothing stops the rest.

    `keep` remembers the new events, for a dry run.
    """
    reading = _Reading(desk, imported, keep=keep)
    for line in lines:
        match line:
            case Problem():
                imported.problems.append(line)
            case Text():
                reading.bring(line)
            case Line():
                reading.take(line)
    reading.end()
    imported.problems += desk.attachments.problems()
    desk.write()
    imported.problems.sort(key=lambda problem: int(problem.where.split()[-1]))


class _Reading:
    """One file on its way in: what its labels stand for, and who waits for one."""

    def __init__(self, desk: Desk, imported: Imported, *, keep: bool) -> None:
        self._desk, self._imported, self._keep = desk, imported, keep
        self._ids: dict[str, str] = {}
        self._labels: set[str] = set()
        self._early: list[Line] = []

    def take(self, line: Line) -> None:
        """Accept a line, put it off until its labels are known, or tell a problem."""
        if line.ref is not None and line.ref in self._labels:
            what = f"the ref {line.ref[:60]} stands on an earlier line too"
            self._imported.problems.append(Problem(line.where, "ref", what))
            return
        if line.ref is not None:
            self._labels.add(line.ref)
        try:
            self._accept(line)
        except NotYet:
            self._early.append(line)

    def bring(self, text: Text) -> None:
        """Offer a text to the entries that follow."""
        one = Payload(text.commitment, text.salt, text.media_type, text.body)
        try:
            self._desk.attachments.bring(one)
        except LedgerError as error:
            self._imported.problems += _problems(text.where, error)

    def end(self) -> None:
        """Accept what was put off, in its order, as long as that leads any further."""
        while self._early:
            waiting, self._early = self._early, []
            missing: list[Problem] = []
            for line in waiting:
                try:
                    self._accept(line)
                except NotYet as error:
                    self._early.append(line)
                    missing += _problems(line.where, error)
            if len(self._early) == len(waiting):
                self._imported.problems += missing
                return

    def _accept(self, line: Line) -> None:
        imported = self._imported
        try:
            event, new = _accepted(self._desk, line, self._ids)
        except NotYet:
            raise
        except LedgerError as error:
            imported.problems += _problems(line.where, error)
            return
        if line.ref is not None:
            self._ids[line.ref] = event.id
        imported.new += new
        imported.known += not new
        if self._keep and new:
            shown = self._desk.attachments.shown(event.data)
            imported.recorded.append(Recorded(None, event.id, new, line.type, shown))
        if self._desk.waits >= BATCH:
            self._desk.write()


def _accepted(desk: Desk, line: Line, ids: Mapping[str, str]) -> tuple[Draft, bool]:
    """Resolve the labels of a line and decide about it.

    A stored entry of an older schema keeps its shape and with it its id, which other
    entries name.
    """
    data: Mapping[str, Any] = bound(line, ids)
    today = SCHEMAS[line.type]
    schema = today if line.schema is None else line.schema
    zone = None if line.id is None else "UTC"
    commitment = str(data.get("commitment"))
    if line.type == "payload.erased" and desk.attachments.is_missed(commitment):
        desk.attachments.forgive(commitment)
        return desk.accept_own(line.type, data)
    if schema == today:
        event, new = desk.accept(line.type, data, zone, line.where)
        _same_id(line, event)
        return event, new
    lifted = upcast(line.type, schema, data)
    if line.id is None:
        return desk.accept(line.type, lifted, zone)
    old = draft(line.type, data, schema)
    _same_id(line, old)
    return desk.accept_old(old, lifted)


def _same_id(line: Line, event: Draft) -> None:
    if line.id not in {None, event.id}:
        raise BadInput(
            f"the id {str(line.id)[:12]} is not that of the content, {event.id[:12]}",
            "the line was changed after it was exported; leave out its id",
        )


def _problems(where: str, error: LedgerError) -> list[Problem]:
    several = getattr(error, "problems", ())
    if several:
        return [Problem(where, one.field, one.message) for one in several]
    hint = f" ({error.hint})" if isinstance(error, UnknownName) and error.hint else ""
    return [Problem(where, "", error.message + hint)]
