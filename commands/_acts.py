"""Acts: what was recorded in one transaction, by one person; an import is one.

The ledger has no number for a transaction. Its entries have one time and one actor, and
where heads are signed, one head ends it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.book import Book

ENOUGH = 0.95
"""So many of the companies of an import are named in the file that it was made of."""
CLAIMS = frozenset({"round.reported", "valuation.reported"})


@dataclass(frozen=True, slots=True)
class Act:
    """The entries of one transaction, in their order."""

    entries: Sequence[dict[str, Any]]

    @property
    def first(self) -> int:
        """The number of its first entry."""
        return int(self.entries[0]["seq"])

    @property
    def span(self) -> str:
        """The numbers of its entries, for people."""
        last = int(self.entries[-1]["seq"])
        return str(last) if last == self.first else f"{self.first} to {last}"

    @property
    def actor(self) -> str:
        """Who recorded it."""
        return str(self.entries[0]["actor"])

    @property
    def companies(self) -> frozenset[str]:
        """Whom its claims are about."""
        claims = (one["data"] for one in self.entries if one["type"] in CLAIMS)
        return frozenset(data["company"] for data in claims)


def acts(book: "Book") -> Iterator[Act]:
    """Every act on record, from the first to the last; the opening is one."""
    from ledger.claims.canonical import parse_entry
    from ledger.store.checkpoints import all_kept

    heads = {kept.size for kept in all_kept(book.log)}
    entries: list[dict[str, Any]] = []
    for stored in book.events():
        entry = parse_entry(stored.body)
        if entries and (entry["seq"] in heads or _moment(entry) != _moment(entries[0])):
            yield Act(entries)
            entries = []
        entries.append(entry)
    if entries:
        yield Act(entries)


def _moment(entry: dict[str, Any]) -> tuple[str, str]:
    return entry["recorded_at"], entry["actor"]


def imported(book: "Book", named: str) -> Act:
    """The import of a file, or the one that an event is of; UnknownName if none is."""
    if Path(named).is_file():
        return _of_file(book, Path(named))
    seq = book.event(named).seq
    return next(act for act in acts(book) if act.first + len(act.entries) > seq)


def _of_file(book: "Book", path: Path) -> Act:
    """The one act whose companies the file names; Refused if several may be it."""
    from ledger.claims.names import fold
    from ledger.errors import Refused, UnknownName
    from ledger.importers.kit.feeds import feed_of
    from ledger.importers.kit.limits import LIMITS, read_whole

    with feed_of(path).opened() as file:
        content = read_whole(file, LIMITS)
    text = fold(content.decode("utf-8", "replace"))
    companies, rows = book.names().companies, len(content.splitlines())
    found = []
    for act in acts(book):
        claims = [one for one in act.entries if one["type"] in CLAIMS]
        named = [
            slug
            for slug in act.companies
            if any(
                fold(name) in text
                for name in (companies[slug].name, *companies[slug].aliases)
            )
        ]
        fits = named and len(named) >= ENOUGH * len(act.companies)
        if fits and len(claims) * 2 >= rows - 1:
            found.append(act)
    if not found:
        raise UnknownName(
            f"no import on record belongs to {path}",
            "give an event of the import: `sayso log` lists them",
        )
    if len(found) > 1:
        several = "; ".join(act.span for act in found)
        raise Refused(
            f"several imports may belong to {path}: events {several}",
            "choose one with --import NUMBER, an event of it",
        )
    return found[0]


def last_of(book: "Book", actor: str) -> Act:
    """The newest act of somebody; Refused if there is none."""
    from ledger.errors import Refused

    mine = None
    for act in acts(book):
        if act.actor == actor and act.first > 0:
            mine = act
    if mine is None:
        raise Refused(f"{actor} has recorded nothing here", "`sayso log` shows who did")
    return mine


def void(book: "Book", act: Act, reason: str, *, dry_run: bool) -> list[str]:
    """Voids all of an act that can be, in one transaction; says what became of it."""
    from ledger.errors import Refused

    kept = [one for one in act.entries if one["type"].endswith(".registered")]
    gone = {
        one["id"]
        for one in act.entries
        if one not in kept and book.on_record(one["id"]).voided_by is not None
    }
    rest = [one for one in act.entries if one not in kept and one["id"] not in gone]
    told = []
    if kept:
        many = f"{len(kept):,} registrations stay"
        many = "1 registration stays" if len(kept) == 1 else many
        told.append(f"{many}: other events may use the registered names")
    if gone:
        many = "1 event was" if len(gone) == 1 else f"{len(gone):,} events were"
        told.append(f"{many} voided before")
    if not rest:
        raise Refused(
            f"there is nothing to void in events {act.span}", "; ".join(told) or None
        )
    voidings = [
        ("entry.voided", {"target": one["id"], "reason": reason})
        for one in reversed(rest)
    ]
    done = book.record(voidings, dry_run=dry_run)
    many = "1 event" if len(done) == 1 else f"{len(done):,} events"
    verb = "would void" if dry_run else "voided"
    return [f"{verb} {many} of {act.span}: {reason}", *told]
