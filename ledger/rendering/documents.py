"""Evidence and documents for people: where an event was read, and what a text says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.evidence import Documented, ShownEvidence
from ledger.projections.prose import Prose
from ledger.rendering.columns import Cell
from ledger.rendering.event_card import Fields, card
from ledger.rendering.evidence import where, words_or_erased
from ledger.rendering.sentences import sentence
from ledger.rendering.tables import Table

_VERBS: Final[Mapping[str, str]] = {
    "round.reported": "claims",
    "valuation.reported": "claims",
    "claim.denied": "denies",
    "claim.relayed": "carries",
}
"""What a document does by an event that was read in it; it `says` any other."""

_BELOW: Final = 3
"""Rows of a card that stay at its end: id and hashes."""


def with_evidence(table: Table, several: Iterable[ShownEvidence], own: int) -> Table:
    """Add the evidence of an event, whose number is `own`, to its card."""
    rows: list[tuple[Cell, ...]] = []
    for one in several:
        if one.evidence.event != own:
            rows.append((Prose.of("evidence ", one.evidence.event), where(one)))
        rows += [(words.what, words_or_erased(words)) for words in one.words]
    above, below = list(table.rows)[:-_BELOW], list(table.rows)[-_BELOW:]
    return replace(table, rows=[*above, *rows, *below])


def document_card(
    found: Documented, names: Directory, numbers: Mapping[str, int]
) -> Table:
    """A document: what it is, who carries it, what it claims, denies and carries.

    `numbers` gives the numbers of the events that are named, by their ids.
    """
    entry, data = found.entry, found.entry.data
    text = words_or_erased(found.text)
    if found.text.text is not None:
        text = f"{len(found.text.text):,} characters"
    publisher = data.get("publisher")
    known = names.sources.get(publisher or "")
    fields: Fields = [
        ("document", entry.seq),
        ("title", data.get("title")),
        ("publisher", publisher if known is None else known.name),
        ("published", data.get("published")),
        ("url", data.get("url")),
        ("language", data.get("language")),
        ("text", text),
        ("voided by", entry.voided_by),
        *((Prose.of("carried by ", x.seq), _carrier(x, names)) for x in found.others),
        *_read_in(found, names, numbers),
        ("media type", data["media_type"]),
        ("encoding", data.get("encoding")),
        ("sha256", data["sha256"]),
        ("sha256 of text", data["text_sha256"]),
        ("id", entry.id),
    ]
    return card(f"document {entry.seq}", fields, None)


def _carrier(other: Entry, names: Directory) -> str:
    data = other.data
    known = names.sources.get(data.get("publisher", ""))
    named = (known and known.name, data.get("title"), data.get("url"))
    return ", ".join(x for x in named if x) or "another file of the same text"


def _read_in(
    found: Documented, names: Directory, numbers: Mapping[str, int]
) -> Iterator[tuple[Prose, Cell]]:
    """One row for each event that was read in it, with its passages."""
    by_event: dict[int, list[str]] = {}
    about = {entry.seq: entry for _, entry, _ in found.cited}
    for citation, entry, words in found.cited:
        quotes = by_event.setdefault(entry.seq, [])
        if words is not None:
            quotes.append(
                f'"{words_or_erased(words)}"' if words.text else words_or_erased(words)
            )
        elif "locator" in citation.data:
            quotes.append(citation.data["locator"])
    for seq, quotes in sorted(by_event.items()):
        entry = about[seq]
        says = sentence(entry.type, entry.data, names, numbers)
        verb = _VERBS.get(entry.type, "says")
        yield (
            Prose.of(f"{verb} ", seq),
            ": ".join(x for x in (says, "; ".join(quotes)) if x),
        )
