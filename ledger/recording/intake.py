"""A file's lines on their way in: decided one by one, with every problem told.

Nothing stops at a problem. Labels may name later lines; companies may be named as
somebody else calls them. What becomes of the whole, its problems known, is the
caller's to decide.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from ledger.claims.canonical import draft
from ledger.claims.entry import Draft, Entry
from ledger.claims.kinds import KINDS
from ledger.claims.resolving import UnknownNames
from ledger.claims.upcasting import upcast
from ledger.errors import BadInput, LedgerError, Problem
from ledger.importers.kit.limits import LIMITS, RAISE, Limits, too_many
from ledger.importers.kit.lines import (
    Item,
    Line,
    NotYet,
    SaltedText,
    bound,
    line_targets,
    under_company,
)
from ledger.importers.kit.reading import Speaker
from ledger.recording.citing import TYPED, same_id
from ledger.recording.companies import Naming
from ledger.recording.desk import BATCH, Desk
from ledger.recording.filings import with_round
from ledger.recording.outcomes import Recorded
from ledger.recording.restated import Restated, RestatedRow
from ledger.recording.speakers import Speakers
from ledger.store.payloads import Payload

MOST_REPEATS: Final = 1000
"""So many lines that repeat others are named, and so many voided events."""

_WHOLE_ID: Final = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Intake:
    """How a file is taken in."""

    speaker: Speaker | None = None
    """Who was registered as a source first, unless the slug is known."""
    create: bool | None = False
    """Whether companies that nobody registered are; None: Stranger at the first one."""
    sources: str | None = None
    """The kind of source as which those are registered that nobody is; None: no."""
    skip_bad: bool = False
    """Whether what is right is recorded, if something is wrong."""
    ahead: bool = False
    """Whether lines may be read before what stands in front of them is accepted."""
    limits: Limits = LIMITS
    future: bool = False
    """Whether a date of publication may lie ahead."""


@dataclass(slots=True)
class Imported:
    """What became of a file."""

    new: int = 0
    known: int = 0
    registered: int = 0
    """Companies that were registered for it."""
    recognised: list[str] = field(default_factory=list)
    """Companies that were known by name, and have a vendor's identifier now."""
    sources: list[str] = field(default_factory=list)
    """The names of the sources that were registered because a line names them."""
    alike_sources: list[str] = field(default_factory=list)
    """Of these, those that look like one on record: `A (b)`."""
    unknown_sources: bool = False
    """Whether a line names a source that nobody registered."""
    tagged: set[str] = field(default_factory=set)
    """Companies that have a sector or a country now which they lacked."""
    other_tags: dict[str, str] = field(default_factory=dict)
    """Companies with another sector or country on record, which stays."""
    introduced: str | None = None
    """The source that was registered for it."""
    problems: list[Problem] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    """The new events; filled by a dry run only."""
    repeated: int = 0
    """How many of the known were said by an earlier line of the same file."""
    repeats: list[str] = field(default_factory=list)
    """Where these stand, the first of them."""
    evidence: int = 0
    """How many documents and citations were recorded next to the new events."""
    relabelled: int = 0
    """How many of the known go by a label that an earlier version gave them."""
    restated: list[RestatedRow] = field(default_factory=list)
    """Rows that differ from an earlier claim, and stand next to it."""
    first: int = 0
    """The number of its first entry, if it has any."""
    stay_voided: int = 0
    """How many of the known were voided, and stay so."""
    voided: list[Entry] = field(default_factory=list)
    """These, the first of them."""
    alike: list[str] = field(default_factory=list)
    """Companies that were registered, and look like one on record: `A (b)`."""


def record_items(
    desk: Desk,
    items: Iterable[Item],
    imported: Imported,
    intake: Intake,
    *,
    keep: bool,
) -> None:
    """Accept item after item; problems are collected, and nothing stops the rest.

    `keep` remembers the new events, for a dry run.
    """
    imported.first = desk.first
    reading = _FileIntake(desk, imported, intake, keep=keep)
    reading.introduce(intake.speaker)
    feed = iter(items)
    while several := list(islice(feed, BATCH if intake.ahead else 1)):
        if intake.ahead:
            reading.look_ahead(several)
        for item in several:
            reading.take_in(item)
        reading.note_voided(BATCH)
    reading.end()
    imported.problems += desk.attachments.problems()
    desk.write()
    imported.problems.sort(key=lambda problem: problem.line)


class _FileIntake:
    """One file on its way in: what its labels stand for, and who waits for one."""

    def __init__(
        self, desk: Desk, imported: Imported, intake: Intake, *, keep: bool
    ) -> None:
        self._desk, self._imported, self._keep = desk, imported, keep
        self._limits = intake.limits
        self._naming = Naming(desk, create=intake.create, careful=intake.skip_bad)
        imported.recognised = self._naming.recognised
        self._speakers = Speakers(desk, intake.sources)
        imported.sources = self._speakers.registered
        imported.alike_sources = self._speakers.alike
        imported.alike = self._naming.alike
        imported.tagged = self._naming.tagged
        imported.other_tags = self._naming.kept
        self._ids: dict[str, str] = {}
        self._labels: set[str] = set()
        self._early: list[Line] = []
        self._earlier = _Earlier(desk)
        self._known: list[Draft] = []
        self._restated = Restated(desk) if intake.ahead else None

    def introduce(self, speaker: Speaker | None) -> None:
        """Register whose file it is, unless somebody is called so."""
        if speaker is None or self._desk.directory.find_source(speaker.slug):
            return
        about = {"slug": speaker.slug, "name": speaker.name, "kind": speaker.kind}
        self._keep_new(self._desk.accept("source.registered", about)[0], {})
        self._imported.introduced = speaker.name

    def look_ahead(self, items: Iterable[Item]) -> None:
        """Fetch what the events to come answer, all at once."""
        named = [
            x for item in items if isinstance(item, Line) for x in line_targets(item)
        ]
        ids = (self._ids.get(x[1:], "") if x[:1] == "@" else x for x in named)
        self._desk.expect(one for one in ids if _WHOLE_ID.fullmatch(one))

    def take_in(self, item: Item) -> None:
        """Accept an event, offer a text, or note a problem."""
        match item:
            case Line():
                self.take(item)
            case SaltedText():
                self.bring(item)
            case Problem():
                self._tell([item])

    def take(self, line: Line) -> None:
        """Accept a line, put it off until its labels are known, or tell a problem."""
        if line.ref is not None and line.ref in self._labels:
            what = f"the ref {line.ref[:60]} stands on an earlier line too"
            self._tell([Problem(line.line, "ref", what)])
            return
        if line.ref is not None:
            self._labels.add(line.ref)
        try:
            self._accept(line)
        except NotYet:
            self._early.append(line)
        if len(self._early) > self._limits.waiting:
            raise BadInput(
                f"{line.where}: more than {self._limits.waiting:,} lines wait for"
                " others whose labels they name; file not imported",
                f"put a line before the lines that refer to it; {RAISE}",
            )

    def _tell(self, problems: Sequence[Problem]) -> None:
        """Keep problems, until there are too many to be of use."""
        found = self._imported.problems
        found += problems
        if len(found) > self._limits.problems:
            raise too_many(found[0], found[-1], self._limits)

    def bring(self, text: SaltedText) -> None:
        """Offer a text to the entries that follow."""
        one = Payload(text.commitment, text.salt, text.media_type, text.body)
        try:
            self._desk.attachments.bring(one)
        except LedgerError as error:
            self._tell(_problems(text.line, error))

    def end(self) -> None:
        """Accept what was put off, then tell which rows changed, or were voided."""
        self._accept_early()
        self.note_voided()
        if self._restated is not None:
            self._imported.restated = list(self._restated.rows())

    def note_voided(self, least: int = 1) -> None:
        """Note which of the known were voided, if there are at least that many."""
        if len(self._known) >= least:
            found = self._desk.voided(self._known)
            self._imported.stay_voided += len(found)
            self._imported.voided += found[: MOST_REPEATS - len(self._imported.voided)]
            self._known = []

    def _accept_early(self) -> None:
        """Accept what was put off, in its order, as long as that leads any further."""
        while self._early:
            waiting, self._early = self._early, []
            missing: list[Problem] = []
            for line in waiting:
                try:
                    self._accept(line)
                except NotYet as error:
                    self._early.append(line)
                    missing += _problems(line.line, error)
            if len(self._early) == len(waiting):
                self._tell(missing)
                return

    def _accept(self, line: Line) -> None:
        imported = self._imported
        try:
            event, new = self._decided(line)
        except NotYet:
            raise
        except LedgerError as error:
            fields = {x.field for x in getattr(error, "problems", ())}
            if isinstance(error, UnknownNames) and fields & set(
                KINDS[line.type].sources
            ):
                imported.unknown_sources = True
            self._tell(_problems(line.line, error, line.columns))
            return
        if line.ref is not None:
            self._ids[line.ref] = event.id
        imported.new += new
        imported.known += not new
        imported.evidence += len(self._desk.citing.made)
        imported.registered = self._naming.registered
        self._known += [] if new else [event]
        if self._restated is not None:
            self._restated.look(line, event, new=new)
        if not new and line.company is not None and self._desk.is_own(event.id):
            imported.repeated += 1
            imported.repeats += [line.where][: MOST_REPEATS - len(imported.repeats)]
        if new or self._desk.citing.made:
            self._keep_new(event, line.data)
        self._tag(line, event)
        if self._desk.waits >= BATCH:
            self._desk.write()

    def _keep_new(self, event: Draft, said: Mapping[str, Any]) -> None:
        """Keep a new event, together with the evidence that came with it."""
        if self._keep:
            typed = {key: said[key] for key in TYPED if key in said}
            shown = {**self._desk.attachments.shown(event.data), **typed}
            one = Recorded(None, event.id, new=True, type=event.type, data=shown)
            self._imported.recorded.append(one)

    def _decided(self, line: Line) -> tuple[Draft, bool]:
        if line.company is None:
            if self._speakers.kind and line.schema in {None, KINDS[line.type].shape}:
                self._meet(line.type, bound(line, self._ids))
            return _accepted(self._desk, line, self._ids)
        data = bound(line, self._ids)
        company = self._naming.slug(line.type, data, line.company)
        if company is not None:
            data = under_company(company, data)
        for made in self._naming.made:
            self._keep_new(made, {})
        self._meet(line.type, data)
        if line.papers is not None:
            data = with_round(data, line.papers, self._desk)
        if line.earlier is not None:
            known = self._earlier.event(line.type, data, line.earlier)
            if known is not None:
                self._imported.relabelled += 1
                return known, False
        return self._desk.accept(line.type, data, None, line.line)

    def _meet(self, type_: str, data: Mapping[str, Any]) -> None:
        """Register the sources that an event names, if that was asked for."""
        for made in self._speakers.met(type_, data):
            self._keep_new(made, {})

    def _tag(self, line: Line, event: Draft) -> None:
        """Record what the file says of the company itself."""
        if line.company is not None and line.company.tags:
            slug = event.data.get("company")
            made = slug and self._naming.tag(slug, line.company.tags)
            if made:
                self._keep_new(made, {})


class _Earlier:
    """Rows that are on record as an earlier version read them, under another label.

    Behind a label that was made up a number may stand there, which depended on the
    order of the file. So each label that the company has on record is tried: what
    says the same in all else is the same event.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._labels: dict[str, frozenset[str]] = {}

    def event(
        self, type_: str, data: Mapping[str, Any], earlier: Mapping[str, Any]
    ) -> Draft | None:
        """Give the event of an earlier version, if there is one and no newer one."""
        company = str(data["company"])
        if not self._desk.knew(company):
            return None
        plain = re.compile(re.escape(f"{company}/{earlier['round']}") + r"(-\d+)?")
        names = sorted(x for x in self._on_record(company) if plain.fullmatch(x))
        if not names or self._desk.recorded(type_, data):
            return None
        was = ({**data, **earlier, "round": name} for name in names)
        return next(filter(None, (self._desk.recorded(type_, x) for x in was)), None)

    def _on_record(self, company: str) -> frozenset[str]:
        if company not in self._labels:
            reports = self._desk.reports(company)
            self._labels[company] = frozenset(str(x.data["round"]) for x in reports)
        return self._labels[company]


def _accepted(desk: Desk, line: Line, ids: Mapping[str, str]) -> tuple[Draft, bool]:
    """Resolve the labels of a line and decide about it.

    A stored entry of an older schema keeps its shape and with it its id, which other
    entries name.
    """
    data: Mapping[str, Any] = bound(line, ids)
    shape = KINDS[line.type].shape
    schema = shape if line.schema is None else line.schema
    zone = None if line.id is None else "UTC"
    commitment = str(data.get("commitment"))
    if line.type == "payload.erased" and desk.attachments.is_missed(commitment):
        desk.attachments.forgive(commitment)
        return desk.accept_own(line.type, data)
    lifted = upcast(line.type, schema, data)
    if schema >= shape:
        return desk.accept(line.type, data, zone, line.line, id_=line.id)
    if line.id is None:
        return desk.accept(line.type, lifted, zone)
    old = draft(line.type, data, schema)
    same_id(line.id, old.id)
    return desk.accept_old(old, lifted)


def _problems(
    number: int, error: LedgerError, columns: Mapping[str, str] | None = None
) -> list[Problem]:
    """Give what is wrong with a line, by the columns that its fields come from."""
    several = getattr(error, "problems", ())
    if several:
        named = dict(columns or {})
        named.setdefault("name", named.get("company", "name"))  # of who is registered
        return [
            Problem(
                number,
                named.get(one.field.partition(".")[0], one.field),
                one.what,
                hint=one.hint,
            )
            for one in several
        ]
    return [Problem(number, "", error.message, hint=error.hint or "")]
