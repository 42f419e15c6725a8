"""From what somebody wants recorded to entries: decided and appended under one lock.

A `Desk` is the right to append together with what decisions may ask: who is
registered, and how an entry stands today. It sees what it has accepted itself, so
that within one batch an event can answer an earlier one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from ledger.claims.canonical import MAX_BYTES, draft
from ledger.claims.checking import event_data, event_from
from ledger.claims.dates import parse_when, show_instant
from ledger.claims.decisions import decide
from ledger.claims.entry import Draft, Entry
from ledger.claims.kinds import answered
from ledger.claims.schemas import schema_of
from ledger.errors import BadInput, Refused, UnknownName
from ledger.projections.names import NAMING, learn
from ledger.projections.visible import CORRECTED, VOIDED
from ledger.reading.entries import entry_of, standing
from ledger.reading.registered import Registered
from ledger.recording.texts import Attachments
from ledger.rendering.sentences import sentence
from ledger.store.absent import Absent
from ledger.store.log import Outcome, Writer

ENVELOPE_BYTES: Final = 1024
"""What an entry's members beside its data take at most."""

BATCH: Final = 500
"""So many drafts wait before they are written; memory does not grow with a file."""

MOST_COMPANIES: Final = 2000
"""Of so many companies our own mistakes are remembered."""


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


class Desk:
    """What decisions may ask, and the drafts that were accepted so far."""

    def __init__(
        self,
        writer: Writer,
        zone: str,
        *,
        recorded: int,
        actor: str,
        registered: Registered | None = None,
        future: bool = False,
    ) -> None:
        """`registered` knows the names of this ledger from the transaction before.

        With `future` a date of publication may lie ahead of `recorded`.
        """
        self._writer = writer
        self._zone = zone
        self._recorded, self._actor, self._future = recorded, actor, future
        self.names = (registered or Registered()).read(writer)
        self.directory = self.names.directory
        self._log = self.names.entries[0].data["log"]
        self._waiting: list[Draft] = []
        self._accepted: dict[str, Entry] = {}
        self._written: dict[str, Entry] = {}
        self._expected: dict[str, Entry] = {}
        self._ours: dict[str | None, list[Entry]] = {}
        self._next = self._first = self._unmended = writer.head.seq + 1
        self._asked, self._held = "", False
        self._absent = Absent(writer)
        self.attachments = Attachments(writer)

    def holds(self, event_id: str) -> bool:
        """Tell whether an event is on record, or accepted and about to be."""
        if event_id != self._asked:
            # Decisions ask first, then whoever accepts: one look is enough.
            self._asked = event_id
            self._held = event_id in self._accepted or self._is_stored(event_id)
        return self._held

    def _is_stored(self, event_id: str) -> bool:
        if self._absent.certainly(event_id):
            return False
        return self._writer.number(event_id) is not None

    def is_own(self, event_id: str) -> bool:
        """Tell whether an event was accepted here, and was not on record before."""
        if event_id in self._accepted:
            return True
        number = self._writer.number(event_id)
        return number is not None and number >= self._first

    def entry(self, event_id: str) -> Entry | None:
        """Give an entry as it stands today, our own corrections applied."""
        found = (
            self._accepted.get(event_id)
            or self._written.get(event_id)
            or self._expected.get(event_id)
        )
        if found is None:
            try:
                found = entry_of(self._writer.get(event_id))
            except UnknownName:
                return None
        company = found.data.get("company")
        if company not in self._ours and found.seq >= self._unmended:
            return standing(found, [])  # what mends it would be here, too
        ours = self._mistakes(company)
        if not any(one.data["target"] == event_id for one in ours):
            ours = []  # what is not meant itself stands as it was recorded
        return standing(found, ours)

    def _mistakes(self, company: str | None) -> list[Entry]:
        """Give our corrections and voidings of what is about a company, or none."""
        if company not in self._ours:
            kept = self._writer.ours(company)
            self._ours[company] = [entry_of(stored) for stored in kept]
        return self._ours[company]

    def expect(self, ids: Iterable[str]) -> None:
        """Fetch the entries that events to come will answer, in few statements."""
        here = self._accepted.keys() | self._written.keys()
        asked = iter([one for one in dict.fromkeys(ids) if one not in here])
        self._expected = {}
        while several := list(islice(asked, BATCH)):
            found = [entry_of(stored) for stored in self._writer.several(several)]
            self._expected |= {entry.id: entry for entry in found}
            named = {entry.data.get("company") for entry in found}
            fresh = sorted({one for one in named if one} - self._ours.keys())
            self._ours |= {company: [] for company in fresh}
            for stored in self._writer.ours_of(fresh) if fresh else ():
                self._ours[stored.company].append(entry_of(stored))

    def reports(self, company: str) -> list[Entry]:
        """Give what is on record about a company's rounds, as first recorded."""
        entries = (entry_of(stored) for stored in self._writer.read(company=company))
        return [entry for entry in entries if entry.type == "round.reported"]

    def accept(
        self,
        type_: str,
        data: Mapping[str, Any],
        zone: str | None = None,
        line: int = 0,
        *,
        stored: bool = False,
    ) -> tuple[Draft, bool]:
        """Decide about an event; what is new waits to be written.

        `zone` is what a date without one means, the ledger's if not given; `line`
        is where it stands in a file; `stored` tells that it comes out of a ledger.
        Gives the draft, and whether it is new.
        """
        with_texts = "payloads" in data
        versions = self.attachments.versions(data) if with_texts else (data,)
        for version in versions:
            event = decide(type_, version, self, zone or self._zone, stored=stored)
            if self.holds(event.id):
                return event, False
        if not (stored or self._future):
            _check_past(event.data, self._recorded)
        if with_texts:
            self.attachments.take(event.data, line)
        return self._taken(event, event.data)

    def recorded(self, type_: str, data: Mapping[str, Any]) -> Draft | None:
        """Give the event that data make, if it is on record; nothing is accepted."""
        event = decide(type_, data, self, self._zone)
        return event if self.holds(event.id) else None

    def knew(self, company: str) -> bool:
        """Tell whether a company was registered before this batch began."""
        return self.directory.companies[company].seq < self._first

    def check(self, type_: str, data: Mapping[str, Any]) -> None:
        """Raise what is wrong with an event about a company that is yet to be."""
        named = dict(data)
        if "source" in named:
            named["source"] = self.directory.source(named["source"])
        event_from(type_, named, self._zone)

    def accept_own(self, type_: str, data: Mapping[str, Any]) -> tuple[Draft, bool]:
        """Accept an event of the ledger's own keeping, which its keeper decided on."""
        plain = event_data(event_from(type_, data))
        event = draft(type_, plain, schema_of(type_, plain))
        return self._taken(event, event.data)

    def accept_old(self, old: Draft, lifted: Mapping[str, Any]) -> tuple[Draft, bool]:
        """Decide about a stored entry of an older schema, which keeps its shape.

        `lifted` is what it says in today's shape.
        """
        if not self.holds(old.id):
            decide(old.type, lifted, self, "UTC", stored=True)
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
        entry = Entry(
            self._next,
            event.id,
            event.type,
            self._recorded,
            today,
            company=today.get("company"),
        )
        self._next += 1
        self._accepted[event.id] = entry
        self._absent.add(event.id)
        self._asked = ""
        self._waiting.append(event)
        if event.type in NAMING:
            learn(self.directory, entry)
        elif event.type in {CORRECTED, VOIDED}:
            self._mistakes(today.get("company")).append(entry)
        return event, True

    def write(self) -> list[Outcome]:
        """Append what waits."""
        waiting, self._waiting = self._waiting, []
        self._written, self._accepted = self._accepted, {}
        if len(self._ours) > MOST_COMPANIES:
            self._ours.clear()  # what waits in there is written next, and found again
            self._unmended = self._next
        self.attachments.write()
        return self._writer.append(
            waiting,
            recorded=self._recorded,
            actor=self._actor,
            log=self._log,
            fresh=True,
        )

    @property
    def waits(self) -> int:
        """How many drafts wait to be written."""
        return len(self._waiting)


def _check_past(data: Mapping[str, Any], now: int) -> None:
    """Refuse what is said to be published later than now: a year that was mistyped.

    A date that has begun is not in the future, wherever it was said.
    """
    published = data.get("published") or data.get("set", {}).get("published")
    if published is not None and parse_when(published).lo > now:
        raise Refused(
            f"published {published} is in the future: it is {show_instant(now)} now",
            "correct the date, or accept it with --future (future=True in Python)",
        )


def record(
    desk: Desk, events: Iterable[tuple[str, Mapping[str, Any]]], *, dry_run: bool
) -> list[Recorded]:
    """Accept and write events; say what became of each, and what it says."""
    accepted = [(*desk.accept(*event), event[0]) for event in events]
    if missed := desk.attachments.problems():
        raise Refused(f"{missed[0].message}, to which an event commits")
    told = {id(e): desk.attachments.shown(e.data) for e, _, _ in accepted}
    desk.write()
    done = []
    for event, new, type_ in accepted:
        on_record = desk.entry(event.id)
        assert on_record is not None
        about = [desk.entry(named) for named in answered(type_, event.data)]
        numbers = {known.id: known.seq for known in about if known}
        done.append(
            Recorded(
                seq=None if dry_run else on_record.seq,
                id=event.id,
                new=new,
                type=type_,
                data=told[id(event)],
                sentence=sentence(type_, event.data, desk.directory, numbers),
                voided_by=on_record.voided_by,
            )
        )
    return done
