"""The front door: open a ledger, record in it, ask it.

    with Book.open("sayso.db", clock=clock) as book:
        answer = book.valuations(book.basis(as_of="2024-01-19"), ["xai"])

A clock is a function that gives microseconds since 1970; nothing here reads another.
Every answer carries its basis and replays under the basis token.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from ledger.errors import BadInput, LedgerError, Refused
from ledger.logs import log, warn
from ledger.outgoing import Outgoing
from ledger.store.league import kept_in
from ledger.store.log import Log, Writer
from ledger.store.opening import connect
from ledger.store.reads import YEAR

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.audit.notes import Note
    from ledger.audit.places import Home
    from ledger.importers.lines import Item
    from ledger.importing import Imported, Intake
    from ledger.league.keeping import Keeper
    from ledger.recording import Desk, Recorded
    from ledger.registered import Registered
    from ledger.trail.seen import Copy, Identity, Seen
    from ledger.trail.signing import Trail

    Sign = Callable[[bytes | None], Note]
    Unlocking = Callable[[Sign], Note]


BEHIND = 300_000_000
"""So far (microseconds) clocks of several machines may be apart without a word."""

WHAT_IF = "{place} is a what-if copy: nothing that is recorded in it is signed"


class Book(Outgoing):
    """One open ledger; close it, or use it in `with`."""

    def __init__(
        self,
        entries: Log,
        *,
        place: str,
        clock: Callable[[], int],
        actor: str | None,
        home: "Home | None" = None,
    ) -> None:
        super().__init__(entries, place=place, clock=clock)
        self._actor = actor
        self._home = home
        self._trail: Trail | None = None
        self._copy: Copy | None = None

    @classmethod
    def create(
        cls,
        place: str,
        *,
        clock: Callable[[], int],
        zone: str = "UTC",
        origin: str | None = None,
        actor: str | None = None,
        home: "Home | None" = None,
    ) -> Self:
        """Make a new ledger; Refused where one is already.

        With a `home` it gets a signing key there, and its heads are signed.
        """
        # pydantic and the maker of tables are wanted by writers only.
        from ledger.claims.canonical import PROFILE, draft  # noqa: PLC0415
        from ledger.claims.checking import event_data, event_from  # noqa: PLC0415
        from ledger.claims.dates import check_zone  # noqa: PLC0415
        from ledger.store.database import create  # noqa: PLC0415
        from ledger.store.files import made_whole  # noqa: PLC0415

        uuid = str(uuid4())
        opening = {
            "log": uuid,
            "origin": origin or f"sayso/{uuid[:8]}",
            "zone": check_zone(zone),
            "profile": PROFILE,
        }
        event_from("ledger.opened", opening)
        if home is not None:
            from ledger.audit.keys import Keys  # noqa: PLC0415 - signers only

            Keys(home).check_free(opening["origin"])
        with made_whole(place):
            entries = Log(create(place))
            try:
                if home is not None:
                    opening["key"] = str(Keys(home).make(opening["origin"]).public)
                event = event_from("ledger.opened", opening)
                with entries.writer(expected=-1) as writer:
                    writer.append(
                        [draft("ledger.opened", event_data(event), 1)],
                        recorded=clock(),
                        actor=actor or login(),
                        log=uuid,
                    )
            except BaseException:
                entries.close()
                raise
        log("created", place=place, zone=opening["zone"])
        book = cls(entries, place=place, clock=clock, actor=actor, home=home)
        if home is not None:
            book.trail.sign()
        return book

    @classmethod
    def open(
        cls,
        place: str,
        *,
        clock: Callable[[], int],
        actor: str | None = None,
        home: "Home | None" = None,
        held: bool = True,
    ) -> Self:
        """Open the ledger at a path or URL.

        With a `home` it is held against the last head of it that was seen there
        (RolledBack, Forked), unless `held` is false, and what is recorded is signed
        with the key there.
        """
        entries = Log(connect(place))
        try:
            if entries.what_if:
                warn(WHAT_IF.format(place=entries.place))
                home = None
            if home is None:
                return cls(entries, place=place, clock=clock, actor=actor)
            from ledger.trail.seen import Seen  # noqa: PLC0415 - not without a home

            seen = Seen(entries, home)
            seen.check_not_emptied()
            book = cls(entries, place=place, clock=clock, actor=actor, home=home)
            if held:
                book._hold(seen)
        except BaseException:
            entries.close()
            raise
        return book

    @property
    def identity(self) -> "Identity":
        """Which ledger it is."""
        from ledger.trail.seen import Identity  # noqa: PLC0415 - not without a home

        return Identity(self.opening["origin"], self.zone, self.log.place)

    def _hold(self, seen: "Seen") -> None:
        """Hold it against what was seen; say it if it is a copy."""
        self._copy = seen.hold(self.log, self.identity)
        if self._copy is not None:
            from ledger.claims.dates import show_instant  # noqa: PLC0415 - copies only

            warn(self._copy.told(show_instant(self.log.head().recorded)))

    def _check_writable(self) -> None:
        if self._copy is not None:
            self._copy.check_writable()

    @property
    def trail(self) -> "Trail":
        """The audit trail; Refused for a book that was opened without a home."""
        if self._trail is None:
            from ledger.trail.signing import Trail  # noqa: PLC0415 - signers only

            if self.log.what_if:
                raise Refused(
                    "a what-if copy is not signed, and proves nothing",
                    "do it in the ledger that it is a copy of",
                )
            if self._home is None:
                raise Refused(
                    "this book was opened without a home for keys and pins",
                    "Book.open(..., home=Home.of_user())",
                )
            who = self.actor
            self._trail = Trail(
                self.log, self.identity, self._home, clock=self._clock, actor=who
            )
        return self._trail

    @property
    def trouble(self) -> LedgerError | None:
        """Why the head could not be signed after what was recorded last."""
        return None if self._trail is None else self._trail.trouble

    def actor(self) -> str:
        """Give who records."""
        return (self._actor or login())[:100]

    def close(self) -> None:
        """Let go of the database."""
        self.log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def record(
        self,
        events: Iterable[tuple[str, Mapping[str, Any]]],
        *,
        expected: int | None = None,
        dry_run: bool = False,
    ) -> "list[Recorded]":
        """Record events, all or none; what is on record already adds nothing.

        Conflict if `expected` is given and is not the last sequence number.
        """
        from ledger.recording import Recorded  # noqa: PLC0415 - writers only
        from ledger.rendering.sentences import named_in, sentence  # noqa: PLC0415

        self._check_writable()
        done: list[Recorded] = []
        with self.log.writer(expected=expected) as writer:
            desk = self._desk(writer)
            accepted = [(*desk.accept(*event), event[0]) for event in events]
            if missed := desk.attachments.problems():
                raise Refused(f"{missed[0].message}, to which an event commits")
            told = {id(e): desk.attachments.shown(e.data) for e, _, _ in accepted}
            desk.write()
            for event, new, type_ in accepted:
                on_record = desk.entry(event.id)
                assert on_record is not None
                about = [desk.entry(named) for named in named_in(event.data)]
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
            self._tell_clock(writer)
            if dry_run:
                writer.abandon()
        if not dry_run:
            self._registered.keep(desk.names)
        log("recorded", events=len(done), new=sum(x.new for x in done), dry=dry_run)
        self._sign(dry_run=dry_run)
        if not dry_run:
            self.keep(make=False)
        return done

    def import_lines(
        self,
        lines: Iterable[bytes],
        *,
        name: str,
        dry_run: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> "Imported":
        """Record JSON lines, all or nothing; every problem is listed.

        `progress` is called with the number of lines read so far.
        """
        from ledger.importers.jsonl import counted, lines_in  # noqa: PLC0415 - writers
        from ledger.importing import Intake  # noqa: PLC0415

        feed = lines if progress is None else counted(lines, progress)
        items, intake = lines_in(feed), Intake(ahead=True)
        return self.import_items(items, name=name, intake=intake, dry_run=dry_run)

    def import_items(
        self,
        items: "Iterable[Item]",
        *,
        name: str,
        intake: "Intake | None" = None,
        dry_run: bool = False,
        league: bool = True,
    ) -> "Imported":
        """Record what an importer read, all or nothing unless `intake` says otherwise.

        Every problem is listed. Without `league` it is left to a `keep` afterwards.
        """
        from ledger.cycles import unswept  # noqa: PLC0415 - writers only
        from ledger.importing import (  # noqa: PLC0415
            Imported,
            Intake,
            record_items,
        )

        self._check_writable()
        intake, imported = intake or Intake(), Imported()
        with self.log.writer() as writer:
            desk = self._desk(writer)
            with unswept():
                record_items(desk, items, imported, intake, keep=dry_run)
            self._tell_clock(writer)
            if dry_run or (imported.problems and not intake.skip_bad):
                writer.abandon()
        log(
            "imported",
            name=name,
            new=imported.new,
            known=imported.known,
            problems=len(imported.problems),
            dry=dry_run,
        )
        self._sign(dry_run=dry_run)
        if league and not dry_run:
            self.keep()
        return imported

    def erase(self, text: str, kinds: tuple[str, ...], reason: str) -> list[int]:
        """Erase texts that came with an event; give the events that say so.

        Refused if there is nothing to erase.
        """
        from ledger.erasing import erase  # noqa: PLC0415 - writers only

        self._check_writable()
        event_id = self.log.get(text).id
        done = erase(self.log, event_id, kinds, reason, self._desk)
        self._sign(dry_run=False)
        self.keep(make=False)
        return done

    def export(
        self,
        target: "Path",
        *,
        company: str | None = None,
        until: int | None = None,
        texts: bool = True,
        signing: "Unlocking | None" = None,
        **cuts: Any,  # noqa: ANN401 - as_of, effective, tz, possible
    ) -> tuple[int, int]:
        """Write a bundle that others can verify; give its files and its size.

        `until` is the last event of it. `signing` is handed a function that signs,
        given a passphrase or None, and calls it; without it nobody signs.
        """
        from ledger.exports.writing import Order, export  # noqa: PLC0415 - exports only
        from ledger.store.checkpoints import last_kept  # noqa: PLC0415

        last = self.log.head().seq
        if until is not None and until > last:
            raise BadInput(f"there is no event {until}; the last one is {last}")
        size = (last if until is None else until) + 1
        head = None
        if signing is not None:
            signing(lambda words: self.trail.sign(words, size))
            head = last_kept(self.log, size)
        basis = self.basis(known_at=f"seq:{size - 1}", **cuts)
        slug = None if company is None else self.names().company(company)
        order = Order(basis, size, head, slug, texts)
        return export(self, order, target), size

    def _sign(self, *, dry_run: bool) -> None:
        if self._home is not None and not dry_run:
            self.trail.sign_quietly()

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Make the league anew while the old one answers; give its companies.

        Refused if somebody else does so, too.
        """
        return self._keeper.rebuild(progress)

    def keep(
        self, progress: Callable[[int], None] | None = None, *, make: bool = True
    ) -> None:
        """Let the league follow what was recorded; make it in a ledger that is large.

        `progress` is called with the number of companies done. Without `make` only what
        is quick is done. Where it fails, whoever asks folds.
        """
        try:
            if kept_in(self.log):
                self._keeper.keep(progress, make=make)
        except LedgerError as error:
            log("the league is behind", why=error.message)

    @cached_property
    def _keeper(self) -> "Keeper":
        from ledger.league.keeping import Keeper  # noqa: PLC0415 - large ledgers only

        return Keeper(self.log, self.zone)

    @staticmethod
    def _tell_clock(writer: Writer) -> None:
        """Say that what was recorded is stamped years after all before it, if so."""
        if writer.ahead:
            years = writer.ahead // YEAR
            warn(
                f"the entry before was recorded {years} years ago, and nothing recorded"
                " now was published since: is this machine's clock ahead? what follows"
                " can never be stamped earlier"
            )

    def _desk(self, writer: Writer) -> "Desk":
        from ledger.recording import Desk  # noqa: PLC0415 - writers only

        behind = writer.head.recorded - self._clock()
        if behind > BEHIND:
            from ledger.claims.dates import show_instant  # noqa: PLC0415 - in trouble

            warn(
                "this machine's clock is behind the last entry, so what is recorded is"
                f" stamped as that was: {show_instant(writer.head.recorded)}"
            )
        return Desk(
            writer,
            self.zone,
            recorded=self._clock(),
            actor=self.actor(),
            registered=self._registered,
        )

    @cached_property
    def _registered(self) -> "Registered":
        from ledger.registered import Registered  # noqa: PLC0415 - writers only

        return Registered()


def login() -> str:
    """Give the login name of whoever runs this, for the record."""
    import getpass  # noqa: PLC0415 - writers only

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
