"""The basis of an answer: for people around a table, for programs as fields."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, Self, TypeVar

from ledger.claims.dates import show_day, show_instant
from ledger.claims.names import Directory
from ledger.projections.basis import RULES, Answer, Basis
from ledger.rendering.columns import Columns
from ledger.rendering.tables import Table

T = TypeVar("T")

_FRACTION: Final = re.compile(r"(?<=:\d\d)\.\d+")

CLAIMS_ONLY: Final = (
    "--effective affects claims only: estimates are as of the as-of day"
)


class CompanyNote(str):
    """A note about some companies, or about all rows if it names none.

    It goes where rows are left out, unless one of its companies is shown.
    """

    __slots__ = ("column", "companies")
    companies: tuple[str, ...]
    column: str | None
    """The column for programs that it is about: people who ask for it read the note."""

    def __new__(cls, words: str, *companies: str, column: str | None = None) -> Self:
        """Make the note from its text and its companies."""
        note = super().__new__(cls, words)
        note.companies, note.column = companies, column
        return note


class Machinery(str):
    """A note that changes nothing in how an answer is read: people see it on request.

    It counts the events that came on record late, or may have come late.
    """

    __slots__ = ()


class ReplayNote(Machinery):
    """The note that replays an answer: `basis` and its token."""

    __slots__ = ()


def quiet(table: Table) -> Table:
    """Leave out the notes that people see on request only."""
    notes = tuple(x for x in table.notes if not isinstance(x, Machinery))
    return replace(table, notes=notes)


def heading(basis: Basis, what: str = "") -> str:
    """Say for which day, which entry and which effective date an answer is."""
    words = f"as of {cuts(basis)}"
    return f"{what}, {words}" if what else words


def cuts(basis: Basis) -> str:
    """Say the same, but for the words `as of`; nobody reads parts of a second."""
    return f"{_FRACTION.sub('', basis.as_of)}{day_suffix(basis)}"


def day_suffix(basis: Basis) -> str:
    """Say what stands behind the day: its zone, and the other cuts."""
    words = [f" ({basis.zone})", at_entry(basis)]
    if basis.dated:
        words.append(f"about {show_day(basis.effective)}")
    if basis.possible:
        words.append("what was possible")
    return ", ".join(words)


def at_entry(basis: Basis) -> str:
    """Say which entry of the ledger is the last that was used."""
    return "empty ledger" if basis.known_at < 0 else f"ledger entry {basis.known_at}"


def replay(basis: Basis) -> ReplayNote:
    """Say how an answer is replayed."""
    return ReplayNote(f"basis {basis.token}")


def facts(answer: Answer[object]) -> dict[str, object]:
    """Give the basis as JSON holds it."""
    basis = answer.basis
    return {
        "as_of": basis.as_of,
        "published_before": show_instant(basis.cut),
        "published_before_local": show_instant(basis.cut, basis.zone),
        "known_at": basis.known_at,
        "effective": show_day(basis.effective),
        "zone": basis.zone,
        "strict": not basis.possible,
        "provisional": basis.provisional,
        "late": answer.late,
        "possible": answer.possible,
        "rules": RULES,
        "asked_under": basis.asked_under,
        "head": basis.head,
        "root": basis.root,
        "token": basis.token,
    }


def footnotes(answer: Answer[object]) -> tuple[str, ...]:
    """Say what a reader should know of an answer, and how to replay it."""
    basis = answer.basis
    notes: list[str] = []
    if answer.empty:
        notes.append(answer.empty)
    if answer.late:
        words = f"late: {answer.late} of the events used were recorded after that day"
        notes.append(Machinery(words))
    if answer.possible:
        notes.append(_possible(answer))
    if basis.provisional and len(basis.as_of) == len("2024-01-19"):
        notes.append("provisional: that day had not ended when this was recorded")
    if basis.asked_under != RULES:
        notes.append(
            f"the token was printed under rules {basis.asked_under}: it is answered"
            f" again at the same dates under rules {RULES}, and the answer may differ"
        )
    return (*notes, replay(basis))


def _possible(answer: Answer[object]) -> str:
    """Count what may have been public already; quietly, unless it was counted in."""
    if answer.basis.possible:
        return (
            f"possible: {answer.possible} of the events used may have been"
            " published later"
        )
    more = f"possible: {answer.possible} more may already have been published"
    return Machinery(f"{more} (--possible)")


def answer_table(
    answer: Answer[Any],
    columns: Columns[T],
    things: Iterable[T],
    what: str = "",
    notes: Iterable[str] = (),
    *,
    names: Directory | None = None,
    brief: bool,
) -> Table:
    """Make the table of an answer: a row for each thing, its basis, its notes."""
    return Table.of(
        heading(answer.basis, what),
        columns,
        things,
        facts(answer),
        (*notes, *footnotes(answer)),
        names=names,
        brief=brief,
    )
