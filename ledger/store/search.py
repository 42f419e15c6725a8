"""The index of words as the database keeps it: which entries may hold some of them.

For each entry it holds terms, which are made above (see `ledger.reading.index`). It
says which entries *may* answer; what they say, and whether they count, is read from the
entries themselves. So a term too many does no harm, and one that is missing hides
something: `sayso audit verify` looks for those.

How far the index goes stands in a row of `ranking`, with the same seal: it covers the
entries up to `told`, and what came since is read from the log.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from ledger.store.ranking import NOTHING, WORDS, RankingState
from ledger.store.reading import MAX_SEQ, Reader

if TYPE_CHECKING:
    from ledger.store.log import Writer

PREFIX: Final = "*"
"""At the end of a term: any term that begins with it will do."""

MOST: Final = 32
"""So many terms are asked for at once; with more of them the longest are taken."""

TermRow = tuple[int, str]
"""The number of an entry, and its terms with blanks between them."""


def index_state(reader: Reader) -> RankingState:
    """Tell how far the index goes, and how it was made."""
    rows = reader.rows("ranking", {"which": WORDS})
    return RankingState._make(rows[0]) if rows else NOTHING


def found(
    reader: Reader,
    every: Iterable[str] = (),
    either: Iterable[str] = (),
    *,
    first: int = 0,
    end: int = MAX_SEQ,
) -> list[int]:
    """Give the entries in [first, end) that have all of some terms, or one of others.

    A term that ends with `*` stands for all that begin so.
    """
    all_of = sorted(set(every), key=len, reverse=True)[:MOST]
    any_of = list(either)
    asked = {"match": _match(all_of, any_of), "tsquery": _tsquery(all_of, any_of)}
    rows = reader.rows("search_found", {**asked, "first": first, "end": end})
    return [row[0] for row in rows]


def _match(every: Sequence[str], either: Sequence[str]) -> str:
    """Ask in the words of FTS5."""
    together = " AND ".join(map(_fts_quoted, every))
    return " OR ".join(
        [*([f"({together})"] if every else []), *map(_fts_quoted, either)]
    )


def _fts_quoted(term: str) -> str:
    return f'"{term.removesuffix(PREFIX)}"{PREFIX if term.endswith(PREFIX) else ""}'


def _tsquery(every: Sequence[str], either: Sequence[str]) -> str:
    """Ask in the words of PostgreSQL."""
    together = " & ".join(map(_lexeme, every))
    return " | ".join([*([f"({together})"] if every else []), *map(_lexeme, either)])


def _lexeme(term: str) -> str:
    return f"'{term.removesuffix(PREFIX)}'{':*' if term.endswith(PREFIX) else ''}"


def add(writer: "Writer", rows: Iterable[TermRow]) -> None:
    """Put the terms of entries into the index."""
    writer.session.run_each("add_search", [_values(row) for row in rows])


def drop(writer: "Writer", rows: Iterable[TermRow]) -> None:
    """Take entries out; the terms must be those that were put in."""
    writer.session.run_each("drop_search", [_values(row) for row in rows])


def _values(row: TermRow) -> dict[str, object]:
    return {"seq": row[0], "terms": row[1]}


def clear(writer: "Writer") -> None:
    """Empty the index."""
    writer.session.run("clear_search", {})


def turn(writer: "Writer", new: RankingState) -> None:
    """Say how far the index goes from now on."""
    if writer.rows("ranking", {"which": WORDS}):
        values = {f"new_{key}": value for key, value in new._asdict().items()}
        writer.session.run("set_ranking", {"which": WORDS, **values})
    else:
        writer.session.add("ranking", [(WORDS, *new)])
