"""The front door: open a ledger, record in it, ask it.

    from ledger import Book

    with Book.open("sayso.db") as book:
        answer = book.valuations(companies=["xai"], as_of="2024-01-19")

A clock is a function that gives microseconds since 1970; it is the system's unless
another is given, and nothing here reads any other. Every answer carries its basis and
replays under the basis token.
"""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from ledger.answers import (
    cards,
    checks,
    citing,
    funding,
    searching,
    selecting,
    stories,
    trust,
)
from ledger.answers import charts as drawn
from ledger.answers import companies as of_companies
from ledger.claims.dates import show_instant
from ledger.errors import BadInput, Damaged, LedgerError, Refused
from ledger.logs import warn
from ledger.reading import citations, cuts, entries, questions
from ledger.reading.cuts import Cuts, resolved
from ledger.reading.folding import Folding
from ledger.reading.parameters import path_text
from ledger.recording import writing
from ledger.store.log import Log
from ledger.store.opening import connect

if TYPE_CHECKING:
    from ledger.audit.notes import Note
    from ledger.audit.places import Home
    from ledger.page.contents import ReportContents
    from ledger.panels.panel import Panel
    from ledger.projections.basis import Basis
    from ledger.reading.beliefs import Believing
    from ledger.reading.ranking.answering import Ranking
    from ledger.reading.ranking.keeping import Keeper
    from ledger.reading.registered import Registered
    from ledger.trail.seen import LedgerIdentity, Seen, UnknownCopy
    from ledger.trail.signing import Trail

    Sign = Callable[[bytes | None], Note]
    Unlocking = Callable[[Sign], Note]


WHAT_IF = "{place} is a what-if copy: nothing that is recorded in it is signed"


def now() -> int:
    """Give the time by the system's clock: microseconds since 1970."""
    return time.time_ns() // 1000


class Book:
    """One open ledger; close it, or use it in `with`."""

    # What can be asked of it, each a plain function of the room that answers it.
    basis = cuts.basis
    names = questions.names
    round_names = questions.round_names
    table = questions.table
    statements = questions.statements
    event = entries.event
    events = entries.events
    follow = entries.follow
    on_record = entries.on_record
    story = entries.story
    texts = entries.texts
    evidence = citations.evidence
    document = citations.document

    # What can be recorded in it.
    record = writing.record
    import_lines = writing.import_lines
    import_items = writing.import_items
    erase = writing.erase
    rebuild = writing.rebuild
    keep = writing.keep

    # What is told as one document, too; see `ledger.answers`.
    company = of_companies.company
    companies = of_companies.companies
    round = of_companies.round_
    valuations = of_companies.valuations
    raised = of_companies.raised
    rounds = of_companies.rounds
    disputed = of_companies.disputed
    investors = funding.investors
    flows = funding.flows
    circles = funding.circles
    totals = funding.totals
    settle = funding.settle
    timeline = stories.timeline
    explain = stories.explain
    who_said = stories.who_said
    cite = citing.cite
    diff = checks.diff
    vintages = checks.vintages
    links = checks.links
    lint = checks.lint
    rewritten = checks.rewritten
    credibility = trust.credibility
    reliability = trust.reliability
    forecasts = trust.forecasts
    chart = drawn.chart
    show = cards.show
    companies_list = cards.companies_list
    sources_list = cards.sources_list
    logged = cards.log
    search = searching.search
    sql = selecting.sql
    to_duckdb = selecting.to_duckdb

    def __init__(
        self,
        log: Log,
        *,
        place: str,
        clock: Callable[[], int],
        actor: str | None,
        home: "Home | None" = None,
    ) -> None:
        self.log, self.place, self.clock = log, place, clock
        self.opening = questions.opening_of(log, place)
        self.zone: str = self.opening["zone"]
        self.folding = Folding(log)
        self._actor, self._home = actor, home
        self._trail: Trail | None = None
        self._copy: UnknownCopy | None = None

    @classmethod
    def create(
        cls,
        place: str | os.PathLike[str],
        *,
        clock: Callable[[], int] = now,
        zone: str = "UTC",
        origin: str | None = None,
        actor: str | None = None,
        home: "Home | None" = None,
    ) -> Self:
        """Make a new ledger at a path or URL; Refused where one is already.

        With a `home` it gets a signing key there, and its heads are signed.
        """
        from ledger.recording.opening import make  # makers only

        place, who = path_text(place), actor or writing.login()
        made = make(place, clock=clock, zone=zone, origin=origin, actor=who, home=home)
        book = cls(made, place=place, clock=clock, actor=actor, home=home)
        if home is not None:
            book.trail.sign()
        return book

    @classmethod
    def open(
        cls,
        place: str | os.PathLike[str],
        *,
        clock: Callable[[], int] = now,
        actor: str | None = None,
        home: "Home | None" = None,
        held: bool = True,
        only_read: bool = False,
    ) -> Self:
        """Open the ledger at a path or URL; with `only_read` nothing can be recorded.

        With a `home` it is held against the last head of it that was seen there
        (RolledBack, Forked), unless `held` is false; its key signs what is recorded.
        """
        place = path_text(place)
        opened = Log(connect(place, only_read=only_read))
        try:
            if opened.what_if:
                warn(WHAT_IF.format(place=opened.place))
                home = None
            if home is None:
                return cls(opened, place=place, clock=clock, actor=actor)
            from ledger.trail.seen import Seen  # not without a home

            seen = Seen(opened, home)
            try:
                book = cls(opened, place=place, clock=clock, actor=actor, home=home)
            except Damaged:
                seen.check_not_emptied()
                raise
            if held:
                book._hold(seen)
        except BaseException:
            opened.close()
            raise
        return book

    @property
    def identity(self) -> "LedgerIdentity":
        """Which ledger it is."""
        from ledger.trail.seen import LedgerIdentity  # not without a home

        return LedgerIdentity(self.opening["origin"], self.zone, self.log.place)

    def _hold(self, seen: "Seen") -> None:
        """Hold it against what was seen; say it if it is a copy."""
        self._copy = seen.hold(self.log, self.identity)
        if self._copy is not None:
            warn(self._copy.told(show_instant(self.log.head().recorded)))

    def check_writable(self) -> None:
        """Raise Refused if nothing may be recorded in it: it is an older copy."""
        if self._copy is not None:
            self._copy.check_writable()

    @property
    def trail(self) -> "Trail":
        """The audit trail; Refused for a book that was opened without a home."""
        if self._trail is None:
            from ledger.trail.signing import Trail  # signers only

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
            home, clock, who = self._home, self.clock, self.actor
            self._trail = Trail(self.log, self.identity, home, clock=clock, actor=who)
        return self._trail

    @property
    def trouble(self) -> LedgerError | None:
        """Why the head could not be signed after what was recorded last."""
        return None if self._trail is None else self._trail.trouble

    def __repr__(self) -> str:
        return f"<Book {self.log.place}: {self.log.head().seq:,} events, {self.zone}>"

    def actor(self) -> str:
        """Give who records."""
        return (self._actor or writing.login())[:100]

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

    def export(
        self,
        target: "str | os.PathLike[str]",
        *,
        company: str | None = None,
        until: int | None = None,
        texts: bool = True,
        signing: "Unlocking | None" = None,
        receipts: bool = False,
        basis: "Basis | None" = None,
        question: str | None = None,
        **cuts: Any,  # as_of, effective, tz, possible
    ) -> tuple[int, int]:
        """Write a bundle that others can verify; give its files and its size.

        `until` is the last event of it. `signing` is handed a function that signs,
        given a passphrase or None, and calls it; without it nobody signs. `receipts`
        adds COSE receipts. With a `question` the answer of `settle` comes along, for
        others to settle again; a `basis` says at which it is asked, in place of `until`
        and the cuts.
        """
        from ledger.store.checkpoints import last_kept
        from ledger.trail.bundle.writing import ExportRequest, export  # exports only

        last = self.log.head().seq if basis is None else basis.known_at
        if until is not None and until > last:
            raise BadInput(
                f"until: there is no event {until}; the last one is {last}",
                "leave it out for all of them",
                ("until",),
            )
        size, head = (last if until is None else until) + 1, None
        witnesses, key = None, None
        if signing is not None:

            def sign(words: bytes | None) -> "Note":
                nonlocal key
                note = self.trail.sign(words, size)
                key = self.trail.open_key(words) if receipts else None
                return note

            signing(sign)
            head = last_kept(self.log, size)
            witnesses = self.trail.witnessing.kept
        slug = None if company is None else self.names().company(company)
        if basis is None:
            basis = self.basis(known_at=f"seq:{size - 1}", **cuts)
        order = ExportRequest(basis, size, head, slug, texts, witnesses, key, question)
        return export(self, order, Path(target)), size

    def panel(
        self,
        table: str,
        basis: "Basis | None" = None,
        names: questions.NameOrNames = (),
        *,
        since: str | None = None,
        until: str | None = None,
        every: str = "month",
        then: bool = False,
        **cuts: Unpack[Cuts],
    ) -> "Panel":
        """Give a table at a basis; with `since`, a row for each period, too.

        Each period is answered as of its end. With `then` each knows only what the
        ledger had been told by its end. The basis of a panel is that of its last row.
        """
        from ledger.panels.panel import bases_of, panel_of  # panels only

        at, names = resolved(self, basis, cuts), questions.listed(names, "names")
        last, bases = bases_of(self, at, since, until, every, then=then)
        return panel_of(table, self.folding, last, bases, names, then=then)

    def report(
        self,
        basis: "Basis | None" = None,
        names: questions.NameOrNames = (),
        *,
        believed: bool = True,
        **cuts: Unpack[Cuts],
    ) -> "ReportContents":
        """Give what a page holds about some companies, or all, up to a basis.

        With `believed`, how far each source can be trusted is in it.
        """
        from ledger.page.gathering import report_of  # reports only

        at, names = resolved(self, basis, cuts), questions.listed(names, "names")
        found = report_of(self, self.believing, at, names, believed=believed)
        if self._home is None:
            return found
        seen = self.trail.witnessing.shown(found.proof.checkpoint)
        return replace(found, proof=replace(found.proof, **seen))

    def sign(self) -> None:
        """Sign the head, if there is a home; why it failed is the book's trouble."""
        if self._home is not None:
            self.trail.sign_quietly()

    @cached_property
    def believing(self) -> "Believing":
        """How far sources can be trusted, and what is to be believed."""
        from ledger.reading.beliefs import Believing  # beliefs only

        return Believing(self.folding)

    @cached_property
    def ranking(self) -> "Ranking":
        """The figures of all companies, as far as they are kept."""
        from ledger.reading.ranking.answering import Ranking  # large ledgers only

        return Ranking(self.log, self.folding, self.zone)

    @cached_property
    def keeper(self) -> "Keeper":
        """Who keeps the figures of all companies, in a large ledger."""
        from ledger.reading.ranking.keeping import LineKeeper  # large ledgers only

        return LineKeeper(self.log, self.zone)

    @cached_property
    def registered(self) -> "Registered":
        """Who is registered, as the last transaction left it."""
        from ledger.reading.registered import Registered  # writers only

        return Registered()
