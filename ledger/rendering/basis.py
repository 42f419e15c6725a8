"""The basis of an answer: for people around a table, for programs as fields."""

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from ledger.claims.dates import show_day, show_instant
from ledger.claims.names import Directory
from ledger.projections.basis import RULES, Answer, Basis
from ledger.rendering.columns import Columns
from ledger.rendering.tables import Table

T = TypeVar("T")

CLAIMS_ONLY: Final = "--effective acts on claims alone: beliefs are as of the as-of day"


def heading(basis: Basis, what: str = "") -> str:
    """Say which day, which knowledge and which day of the world an answer is for."""
    words = [f"as of {basis.as_of} ({basis.zone})", f"known at {basis.known_at}"]
    if basis.dated:
        words.append(f"about {show_day(basis.effective)}")
    if basis.possible:
        words.append("what was possible")
    return ", ".join([*([what] if what else []), *words])


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
        "head": basis.head,
        "root": basis.root,
        "token": basis.token,
    }


def footnotes(answer: Answer[object]) -> tuple[str, ...]:
    """Say what a reader should know of an answer, and how to replay it."""
    basis, notes = answer.basis, []
    if answer.empty:
        notes.append(answer.empty)
    if answer.late:
        notes.append(
            f"late: {answer.late} of the events used came on record afterwards"
        )
    if answer.possible:
        notes.append(
            f"possible: {answer.possible} of the events used may have come later"
            if basis.possible
            else f"possible: {answer.possible} more may have been published by then"
            " (--possible)"
        )
    if basis.provisional and len(basis.as_of) == len("2024-01-19"):
        notes.append("provisional: that day was not over")
    return (*notes, f"basis {basis.token}")


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
