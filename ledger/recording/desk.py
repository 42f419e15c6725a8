"""From what somebody wants recorded to entries: decided and appended under one lock.

A `Desk` is the right to append together with what decisions may ask: who is
registered, and how an entry stands today. It sees what it has accepted itself, so
that within one batch an event can answer an earlier one.
"""

import re
from collections.abc import Container, Iterable, Mapping
from itertools import islice
from typing import Any, Final

from ledger.claims.canonical import MAX_BYTES, draft
from ledger.claims.checking import event_data, event_from
from ledger.claims.dates import parse_when, show_instant
from ledger.claims.decisions import decide
from ledger.claims.entry import Draft, Entry
from ledger.claims.evidence import (
    CITABLE,
    CITED,
    DOCUMENT,
    carries_evidence,
    evidence_in,
)
from ledger.claims.kinds import KINDS
from ledger.claims.schemas import schema_of
from ledger.errors import BadInput, UnknownName
from ledger.projections.names import NAMING, learn
from ledger.projections.visible import CORRECTED, VOIDED
from ledger.reading.entries import entry_of
from ledger.reading.registered import Registered
from ledger.recording.alike import Alike, bared, without_evidence
from ledger.recording.citing import Citing, same_id
from ledger.recording.documents import Documents
from ledger.recording.mistakes import Mistakes
from ledger.recording.texts import Attachments
from ledger.store.absent import BloomFilter
from ledger.store.log import AppendOutcome, Writer

ENVELOPE_BYTES: Final = 1024
"""What the members of an entry other than its data take at most."""

_WHOLE_ID: Final = re.compile("[0-9a-f]{64}")

BATCH: Final = 500
"""So many drafts wait before they are written; memory does not grow with a file."""


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

        With `future` a date of publication may lie ahead of `recorded`. The first
        entry that is accepted here gets the number `first`.
        """
        self._writer = writer
        self.zone = zone
        self._recorded, self._actor, self._future = recorded, actor, future
        self.names = (registered or Registered()).read(writer)
        self.directory = self.names.directory
        self._log = self.names.entries[0].data["log"]
        self._waiting: list[Draft] = []
        self._late: dict[str, tuple[Draft, Mapping[str, Any]]] = {}
        self._aliases: dict[str, str] = {}
        self._accepted: dict[str, Entry] = {}
        self._written: dict[str, Entry] = {}
        self._expected: dict[str, Entry] = {}
        self._mistakes = Mistakes(writer)
        self._next = self.first = writer.head.seq + 1
        self._asked, self._held = "", False
        self._absent = BloomFilter(writer)
        self.attachments = Attachments(writer)
        self.citing = Citing(self, Alike(self, writer), Documents(self, writer))

    def holds(self, event_id: str) -> bool:
        """Tell whether an event is on record, or accepted and about to be."""
        if event_id != self._asked:
            # Decisions ask first, then what accepts: one look is enough.
            self._asked = event_id
            waits = event_id in self._accepted or event_id in self._late
            self._held = waits or self._is_stored(event_id)
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
        return number is not None and number >= self.first

    def entry(self, event_id: str) -> Entry | None:
        """Give an entry as it stands today, our own corrections applied."""
        found = (
            self._accepted.get(event_id)
            or self._written.get(event_id)
            or self._expected.get(event_id)
            or self._late_entry(event_id)
        )
        if found is None:
            try:
                found = entry_of(self._writer.get(event_id))
            except UnknownName:
                return None
        return self._mistakes.today(found)

    def _late_entry(self, event_id: str) -> Entry | None:
        """Give evidence that waits for a number behind the claims of its batch."""
        late = self._late.get(event_id)
        return None if late is None else self._numbered(*late)

    def expect(self, ids: Iterable[str]) -> None:
        """Fetch the entries that events to come will answer, in few statements."""
        here = self._accepted.keys() | self._written.keys()
        asked = iter([one for one in dict.fromkeys(ids) if one not in here])
        self._expected = {}
        while several := list(islice(asked, BATCH)):
            found = [entry_of(stored) for stored in self._writer.several(several)]
            self._expected |= {entry.id: entry for entry in found}
            self._mistakes.expect(entry.data.get("company") for entry in found)

    def voided(self, events: Iterable[Draft]) -> list[Entry]:
        """Give the entries of those events that we voided, each once."""
        about = {one.id: one.data.get("company") for one in events}
        self._mistakes.expect(about.values())
        ids = [one for one, of in about.items() if self._mistakes.answer(of, one)]
        self.expect(ids)
        entries = filter(None, map(self.entry, ids))
        return [one for one in entries if one.voided_by is not None]

    def reports(self, company: str) -> list[Entry]:
        """Give what is on record about a company's rounds, as first recorded."""
        return self.claims(company, ("round.reported",))

    def claims(self, company: str, types: Container[str]) -> list[Entry]:
        """Give the entries of some types about a company, as first recorded."""
        stored = self._writer.read(company=company)
        return [entry_of(one) for one in stored if one.type in types]

    def locators(self, company: str, *, today: bool) -> dict[str, list[str]]:
        """Give the locators cited for claims, as of `today` or as recorded."""
        found: dict[str, list[str]] = {}
        for stored in self._writer.read(company=company):
            if stored.type != CITED:
                continue
            entry = self.entry(stored.id) if today else entry_of(stored)
            if entry is not None and entry.voided_by is None:
                locator = str(entry.data.get("locator", ""))
                found.setdefault(entry.data["claim"], []).append(locator)
        return found

    def accept(
        self,
        type_: str,
        data: Mapping[str, Any],
        zone: str | None = None,
        line: int = 0,
        *,
        id_: str | None = None,
    ) -> tuple[Draft, bool]:
        """Decide about an event; what is new waits to be written.

        `zone` is what a date without one means, the ledger's if not given; `line`
        is where it stands in a file; `id_` is its id in the ledger that it comes out
        of. Gives the draft, with the id under which it is on record, and whether it
        is new. Evidence that came with it is recorded next to it.
        """
        self.citing.clear()
        zone = zone or self.zone
        said = self._renamed(type_, data)
        if id_ is not None and said is not data:
            original = event_data(event_from(type_, data, zone))
            same_id(id_, draft(type_, original, schema_of(type_, original)).id)
        stored, whole = id_ is not None, id_ if said is data else None
        if type_ in CITABLE:
            event, new = self.citing.accept(
                type_, said, zone, line, stored=stored, id_=whole
            )
        else:
            event, new = self._accept_other(type_, said, zone, line, stored=stored)
            if whole is not None and (new or type_ != DOCUMENT):
                same_id(whole, event.id)
        if id_ is not None and event.id != id_:
            self._aliases[id_] = event.id
        return event, new

    def _accept_other(
        self, type_: str, data: Mapping[str, Any], zone: str, line: int, *, stored: bool
    ) -> tuple[Draft, bool]:
        """Decide about what nobody said: names, documents, evidence, our mistakes."""
        if type_ not in {DOCUMENT, CITED}:
            return self.decided(type_, data, zone, line, stored=stored)
        if type_ == CITED and not stored and not data.keys() & {"quote", "start"}:
            found = self.citing.cite_all(data, line)
            if found is not None:
                return found
        said = self.citing.prepared(type_, data)
        known = self.citing.documents.find(said, zone) if type_ == DOCUMENT else None
        if known is not None:
            return Draft(type_, 0, known.data, known.id, b""), False
        return self.decided(type_, said, zone, line, stored=stored)

    def _renamed(self, type_: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Name events as they are on record, which another ledger calls otherwise.

        Gives the very same data if there is nothing to rename.
        """
        changed = {}
        for field in KINDS[type_].events if type_ in KINDS else ():
            value = data.get(field)
            if isinstance(value, str):
                renamed: Any = self._on_record(value, data)
            elif isinstance(value, list):
                renamed = [self._on_record(one, data) for one in value]
            else:
                continue
            if renamed != value:
                changed[field] = renamed
        return {**data, **changed} if changed else data

    def _on_record(self, event_id: object, data: Mapping[str, Any]) -> object:
        if not isinstance(event_id, str) or event_id in self._accepted:
            return event_id
        if event_id in self._aliases:
            return self._aliases[event_id]
        company = data.get("company")
        if company is None or not _WHOLE_ID.fullmatch(event_id) or self.entry(event_id):
            return event_id
        slug = self.directory.company_called(str(company))
        return (slug and self.citing.alike.named(slug, event_id)) or event_id

    def decided(
        self,
        type_: str,
        data: Mapping[str, Any],
        zone: str | None = None,
        line: int = 0,
        *,
        stored: bool = False,
        late: bool = False,
    ) -> tuple[Draft, bool]:
        """Decide about an event as it is; `late` ones get their numbers last."""
        with_texts = "payloads" in data
        versions = self.attachments.versions(data) if with_texts else (data,)
        for version in versions:
            event = decide(type_, version, self, zone or self.zone, stored=stored)
            if self.holds(event.id):
                return event, False
        if not stored:
            self.check_past(event.data)
        if with_texts:
            self.attachments.take(event.data, line)
        return self.take(event, event.data, late=late)

    def recorded(self, type_: str, data: Mapping[str, Any]) -> Draft | None:
        """Give the event that data make, if it is on record; nothing is accepted."""
        event = decide(type_, data, self, self.zone)
        if type_ not in CITABLE:
            return event if self.holds(event.id) else None
        known = self.citing.alike.found(bared(event))
        return None if known is None else event._replace(id=known.id)

    def knew(self, company: str) -> bool:
        """Tell whether a company was registered before this batch began."""
        return self.directory.companies[company].seq < self.first

    def check(self, type_: str, data: Mapping[str, Any]) -> None:
        """Raise what is wrong with an event about a company that is yet to be."""
        named = dict(data)
        if "source" in named:
            named["source"] = self.directory.source(named["source"])
        event_from(type_, named, self.zone)

    def accept_own(self, type_: str, data: Mapping[str, Any]) -> tuple[Draft, bool]:
        """Accept an event of the ledger's own keeping, which its keeper decided on."""
        plain = event_data(event_from(type_, data))
        event = draft(type_, plain, schema_of(type_, plain))
        return self.take(event, event.data)

    def accept_old(self, old: Draft, lifted: Mapping[str, Any]) -> tuple[Draft, bool]:
        """Decide about a stored entry of an older schema, which keeps its shape.

        `lifted` is what it says in today's shape.
        """
        self.citing.clear()
        if self.holds(old.id):
            return old, False
        known = self.citing.alike.found(without_evidence(old.type, lifted))
        if known is not None:
            self._aliases[old.id] = known.id
            self.citing.cite(known.id, known, evidence_in(lifted), 0)
            return old._replace(id=known.id), False
        decide(old.type, lifted, self, "UTC", stored=True)
        self.take(old, lifted)
        if carries_evidence(old.type, lifted):
            self.citing.alike.add(self._accepted[old.id])
        return old, True

    def take(
        self, event: Draft, today: Mapping[str, Any], *, late: bool = False
    ) -> tuple[Draft, bool]:
        """Let an event wait to be written; a late one stands behind all others."""
        if self.holds(event.id):
            return event, False
        if len(event.packed) > MAX_BYTES - ENVELOPE_BYTES:
            raise BadInput(
                f"the event has {len(event.packed):,} bytes; an entry holds"
                f" {MAX_BYTES:,}, some of them for its envelope",
                "shorten the note, or split what it says into several events",
            )
        self._absent.add(event.id)
        self._asked = ""
        if late:
            self._late[event.id] = event, today
        else:
            self._line_up(event, today)
        if event.type == DOCUMENT:
            self.citing.documents.learn(self._numbered(event, today))
        return event, True

    def _numbered(self, event: Draft, today: Mapping[str, Any]) -> Entry:
        return Entry(
            self._next,
            event.id,
            event.type,
            self._recorded,
            today,
            company=today.get("company"),
        )

    def _line_up(self, event: Draft, today: Mapping[str, Any]) -> None:
        entry = self._numbered(event, today)
        self._next += 1
        self._accepted[event.id] = entry
        self._waiting.append(event)
        if event.type in NAMING:
            learn(self.directory, entry)
        elif event.type in {CORRECTED, VOIDED}:
            self._mistakes.add(today.get("company"), entry)

    def write(self) -> list[AppendOutcome]:
        """Append what waits; evidence comes last, so claims are numbered in a row."""
        late, self._late = self._late, {}
        for event, today in late.values():
            self._line_up(event, today)
        waiting, self._waiting = self._waiting, []
        self._written, self._accepted = self._accepted, {}
        self._mistakes.forget(self._next)
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
        return len(self._waiting) + len(self._late)

    def check_past(self, data: Mapping[str, Any]) -> None:
        """Refuse a date of publication that lies ahead, unless that is accepted."""
        published = data.get("published") or data.get("set", {}).get("published")
        ahead = published is not None and parse_when(published).lo > self._recorded
        if ahead and not self._future:  # a date that has begun is not ahead
            raise BadInput(
                f"published {published} is in the future:"
                f" it is {show_instant(self._recorded)} now",
                "correct the date, or accept it with --future (future=True in Python)",
            )
