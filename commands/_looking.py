"""One look at what changed: from which token to which, and what is kept of it.

First it is written down up to which token the changes are being printed; then they are
printed and flushed; then the feed is written; last it is written down that they were
printed. Whatever ends a run before that, the next one prints the same changes again.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._failures import typed_at

if TYPE_CHECKING:
    from ledger.audit.looks import FeedEntry, Look
    from ledger.book import Book
    from ledger.projections.basis import Answer, Basis
    from ledger.projections.diff import Change

BEGIN_AGAIN = "`sayso watch --since yesterday` begins again from a day"


def since_basis(book: "Book", text: str) -> "Basis":
    """The basis of --since: a token, or what was on record then."""
    if text.startswith("b") and text.count(".") > 1:
        with typed_at("token", "--since"):
            return book.basis(token=text)
    with typed_at("known_at", "--since"):
        return book.basis(known_at=text)


class Watching:
    """The look of one person at some companies of a ledger, or at all."""

    def __init__(
        self, book: "Book", companies: Sequence[str], since: str | None
    ) -> None:
        from ledger.errors import found_all

        self._book, self._since = book, since
        self._slugs = sorted(set(found_all(companies, book.names().company)))
        self._look = self._read()
        self.first = self._look.token is None and since is None
        self._again = self._look.printing is not None and since is None
        token = self._look.printing if self._again else None
        self.after = book.basis() if token is None else self._at(token)

    def _read(self) -> "Look":
        """What is kept; nothing, where it was damaged and --since replaces it."""
        from ledger.audit.looks import Look
        from ledger.audit.places import Home
        from ledger.errors import Refused

        book = self._book
        # A copy to try things in goes its own way.
        ledger = f"{self._uuid}{f' {book.place}' * book.log.what_if}"
        try:
            return Look.read(Home.of_user(), ledger, self._slugs)
        except Refused:
            if self._since is None:
                raise
            return Look.blank(Home.of_user(), ledger, self._slugs)

    @property
    def _uuid(self) -> str:
        return str(self._book.opening["log"])

    @cached_property
    def before(self) -> "Basis":
        """Where the look begins: --since, the last look, or now."""
        if self._since is not None:
            return since_basis(self._book, self._since)
        return self.after if self._look.token is None else self._at(self._look.token)

    def _at(self, token: str) -> "Basis":
        """The basis of a token that was kept; Refused if it does not fit."""
        from ledger.errors import BadInput, Refused

        try:
            return self._book.basis(token=token)
        except (BadInput, Refused) as error:
            what = f"your last look does not fit this ledger: {error.message}"
            raise Refused(what, BEGIN_AGAIN) from None

    @cached_property
    def _moves(self) -> bool:
        """Whether your last look moves on: not past what --since leaves out."""
        if self._since is None or self._look.token is None:
            return True
        kept = self._at(self._look.token)
        return self.before.known_at <= kept.known_at and self.before.cut <= kept.cut

    def ask(self, *, beliefs: bool) -> "Answer[list[Change]]":
        """What changed."""
        from ledger.answers.checks import watched

        sides = self.before, self.after
        return watched(self._book, *sides, self._slugs, beliefs=beliefs)

    def begin(self, answer: "Answer[list[Change]]") -> None:
        """Writes down what is being printed, if there is anything to lose."""
        if self._moves and answer.value:
            self._look = self._look.begin(self.after.token)

    def done(self, told: "Sequence[FeedEntry]", feed: Path | None) -> None:
        """Writes the feed, then that all was printed; the book may be closed."""
        from ledger.audit.looks import newest_first

        if feed is not None:
            self._write(feed, newest_first(told, self._look.feed))
        if self._moves:
            self._look = self._look.done(self.after.token, told)
        for line in self._notes():
            click.echo(line, err=True)

    def entries(self, answer: "Answer[list[Change]]") -> "list[FeedEntry]":
        """What a feed says of it."""
        from uuid import UUID, uuid5

        from ledger.audit.looks import FeedEntry
        from ledger.rendering.feed import entries

        space, names = UUID(self._uuid), self._book.names(self.after)
        sides = f"{self.before.token} {self.after.token}"
        return [
            FeedEntry(uuid5(space, f"{sides} {slug}").urn, title, updated, lines)
            for slug, title, updated, lines in entries(answer, names)
        ]

    @cached_property
    def _feed_id(self) -> str:
        """Which feed it is: that of the ledger, or of some of its companies."""
        from uuid import UUID, uuid5

        known = UUID(self._uuid)
        return (uuid5(known, " ".join(self._slugs)) if self._slugs else known).urn

    def check_feed(self, path: Path) -> None:
        """Refuses to put the feed in the place of something else."""
        from ledger.errors import Refused
        from ledger.panels.writing import check_target

        check_target(path, self._book.place, force=True)
        if path.exists() and self._feed_id.encode() not in path.read_bytes()[:1000]:
            raise Refused(
                f"{path} exists already and is no feed of this ledger and companies",
                "choose another name, or delete it",
            )

    def _write(self, path: Path, told: "Sequence[FeedEntry]") -> None:
        from ledger.claims.dates import show_instant
        from ledger.panels.writing import whole
        from ledger.rendering.feed import atom

        about = f" ({', '.join(self._slugs)})" if self._slugs else ""
        title = f"What changed in {self._book.opening['origin']}{about}"
        updated = told[0].updated if told else show_instant(self.after.cut)
        with whole(path, force=True) as file:
            file.write(atom(self._feed_id, title, updated, told))

    def _notes(self) -> Iterator[str]:
        """Notes on this look, in addition to what changed."""
        if self.first:
            ledger = self._book.opening["origin"]
            yield f"first look at {ledger}: there is nothing to compare with yet"
            yield "The next `sayso watch` prints what changed from now on."
            yield f"Kept: the token of this look, in {self._look.path}"
            yield "To look back now: sayso watch --since monday"
        if self._again:
            yield "printed again, under the same tokens: the last run did not end"
            yield "Run `sayso watch` once more for what changed since."
        if not self._moves:
            yield "your last look stays as it was: --since begins after it"
