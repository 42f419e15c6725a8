"""What became of an event: who denied, copied, confirmed, revised or withdrew it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ledger.claims.names import Directory
from ledger.page.contents import EvidencePiece, Reply
from ledger.projections.evidence import ShownEvidence
from ledger.projections.rows import Row
from ledger.rendering.evidence import evidence_text, in_one_line, quoted
from ledger.rendering.figures import day_part
from ledger.rendering.sentences import spaced, subject

WORDS: Final = {
    "claim.denied": ("denial", "denied by"),
    "claim.relayed": ("copy", "copied by"),
    "claim.confirmed": ("confirmation", "confirmed by"),
    "claim.revised": ("revision", "revised by"),
    "claim.retracted": ("retraction", "retracted by"),
    "claim.commented": ("comment", "commented on by"),
}
"""The events that answer others: their kind, and what is said of the one answered."""


def replies_to(rows: Iterable[Row], names: Directory) -> Mapping[int, list[Reply]]:
    """Give the answers to each event, by its number; each in the order of publication.

    A denial of a round answers the claims about that round that stood before it.
    """
    found: dict[int, list[Reply]] = defaultdict(list)
    numbers: dict[str, int] = {}
    rounds: dict[str, list[int]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.key):
        numbers[row.id] = row.seq
        if row.type == "round.reported":
            rounds[row.data["round"]].append(row.seq)
        if row.type in WORDS:
            reply = _reply(row, names)
            for seq in _answered(row, numbers, rounds):
                found[seq].append(reply)
    return found


def _answered(
    row: Row, numbers: Mapping[str, int], rounds: Mapping[str, list[int]]
) -> Iterator[int]:
    data = row.data
    ids = data.get("claims") or [data["claim"]] if _names_claims(data) else []
    yield from (numbers[id_] for id_ in ids if id_ in numbers)
    if not ids and "round" in data:
        yield from rounds.get(data["round"], ())


def _names_claims(data: Mapping[str, Any]) -> bool:
    return "claims" in data or "claim" in data


def _reply(row: Row, names: Directory) -> Reply:
    kind, word = WORDS[row.type]
    scope = ", ".join(map(spaced, row.data.get("scope", ())))
    form = spaced(row.data.get("form", ""))
    return Reply(
        kind=kind,
        word=word,
        seq=row.seq,
        source=subject(row.data, names),
        published=day_part(row.when.text),
        how="; ".join(x for x in (scope, form) if x),
    )


def pieces_of(several: Iterable[ShownEvidence], event: int) -> Iterator[EvidencePiece]:
    """Give where an event was read, the words, and what was noted of it."""
    for shown in several:
        one, document = shown.evidence, shown.document
        url = one.url or (document.url if document else None) or ""
        yield EvidencePiece(
            where=in_one_line(evidence_text(shown), event),
            url=url,
            quotes=tuple(quoted(shown, event)),
            note=in_one_line(one.note or "", event),
        )
