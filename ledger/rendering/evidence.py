"""Columns of evidence: where an event was read, and the words."""

from collections.abc import Iterable, Iterator
from typing import Final

from ledger.projections.evidence import (
    GONE,
    Document,
    Evidence,
    EvidenceText,
    ShownEvidence,
)
from ledger.rendering.cells import short_id
from ledger.rendering.columns import Column, Columns

Several = tuple[ShownEvidence, ...]
LONG: Final = 240
"""Characters of a text that are shown where it is not all that was asked for."""
A_TEXT: Final = "a text"


def words_or_erased(words: EvidenceText) -> str:
    """Give a text, or who says that it is erased."""
    if words.text is not None:
        return words.text
    if words.erased_by == GONE:
        return "missing, and no event says why: `sayso audit verify`"
    return f"erased by event {words.erased_by}"


def in_one_line(text: str, event: int) -> str:
    """Give a text as one line; a long one shortened, with where all of it stands."""
    line = " ".join(text.split())
    if len(line) <= LONG:
        return line
    whole = " ".join(line[:LONG].split()[:-1])
    short = whole if len(whole) > LONG // 2 else line[:LONG]  # Chinese has no blanks
    return f"{short} ... (full text: sayso show {event})"


def read_in(several: Iterable[ShownEvidence], event: int) -> Iterator[str]:
    """Say where an event was read, and quote it: a line for each piece of evidence."""
    for shown in several:
        told_in = where(shown)
        texts = [f'"{x}"' for x in quoted(shown, event)]
        bare = told_in == A_TEXT and texts
        yield ": ".join([*([] if bare else [in_one_line(told_in, event)]), *texts])


def quoted(shown: ShownEvidence, event: int) -> Iterator[str]:
    """Give the quotes of a piece of evidence, each in one line, or who erased them."""
    for words in shown.words:
        if words.what != "article":
            text = words.text
            yield words_or_erased(words) if text is None else in_one_line(text, event)


def where(shown: ShownEvidence) -> str:
    """Say where something was read, and how it was found there."""
    one = shown.evidence
    return "; ".join(_evidence_words(shown, one.url, one.note)) or A_TEXT


def evidence_text(shown: ShownEvidence) -> str:
    """Say the same but for its address and its note; nothing if there is no more."""
    return "; ".join(_evidence_words(shown))


def _evidence_words(
    shown: ShownEvidence, url: str | None = None, note: str | None = None
) -> Iterator[str]:
    one = shown.evidence
    parts = [_document(shown.document), _span(one), one.locator, url, one.language]
    by = " ".join(x for x in (one.extractor, one.version) if x)
    tier = f" ({one.tier})" if one.tier else ""
    parts += [f"found by {by}{tier}" if by else None]
    parts += [f"reviewed by {one.reviewer}" if one.reviewer else None, note]
    yield from (x for x in parts if x)


def _document(document: Document | None) -> str | None:
    if document is None:
        return None
    about = document.title or document.url
    return f"document {document.seq}" + (f": {about}" if about else "")


def _span(one: Evidence) -> str | None:
    return one.span and f"characters {one.span[0]} to {one.span[1]}"


def _passages(several: Several) -> tuple[str, ...]:
    """Name documents by their ids, with the characters of the passage: `1f8c:4-24`."""
    found = dict.fromkeys(
        short_id(one.document)
        + ("" if one.span is None else ":{}-{}".format(*one.span))
        for one in (x.evidence for x in several)
        if one.document is not None
    )
    return tuple(found)


def _texts(several: Several, field: str) -> tuple[str, ...]:
    """Give what some evidence says in one field, each text once."""
    found = (getattr(one.evidence, field) for one in several)
    return tuple(dict.fromkeys(x for x in found if x is not None))


EVIDENCE: Final[Columns[Several]] = (
    Column("documents", of=_passages, kind="texts"),
    Column("urls", of=lambda x: _texts(x, "url"), kind="texts"),
    Column("locators", of=lambda x: _texts(x, "locator"), kind="texts"),
    Column("notes", of=lambda x: _texts(x, "note"), kind="texts"),
)
"""What entries alone say of evidence."""
