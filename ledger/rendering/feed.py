"""What changed, as an Atom feed (RFC 4287): an entry for each company in each look.

An entry has the same id whenever it is written, so that a reader shows it once.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Final, Protocol

from ledger.claims.dates import show_instant
from ledger.claims.names import Directory, shown
from ledger.projections.basis import Answer
from ledger.projections.diff import Change
from ledger.rendering.diff import caused, said

SPACE: Final = "http://www.w3.org/2005/Atom"


class FeedItem(Protocol):
    """What an entry of a feed says."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def updated(self) -> str: ...
    @property
    def lines(self) -> Sequence[str]: ...


def entries(
    answer: Answer[list[Change]], names: Directory
) -> list[tuple[str, str, str, list[str]]]:
    """Give company (its slug), title, time and lines of what changed for each."""
    after = answer.basis
    made = []
    for slug, found in groupby(answer.value, key=lambda change: change.company):
        several = list(found)
        lines = [_change_line(change, after.zone) for change in several]
        made.append(
            (slug, _title(slug, several, names), show_instant(after.cut), lines)
        )
    return made


def _change_line(change: Change, zone: str) -> str:
    sides = (said(change.item, side) for side in (change.before, change.after))
    before, after = (side or "nothing" for side in sides)
    return f"{change.item}: {before} -> {after} ({caused(change, zone)})"


def _title(slug: str, changes: Sequence[Change], names: Directory) -> str:
    """Name the company and its first change, the headline if that changed."""
    first = next((x for x in changes if x.item == "headline"), changes[0])
    source = slug.removeprefix("source:")
    known = names.companies.get(slug) or names.sources.get(source)
    after = said(first.item, first.after) or "nothing any more"
    more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
    return f"{known.name if known else slug}: {first.item} {after}{more}"


def atom(id_: str, title: str, updated: str, told: Iterable[FeedItem]) -> bytes:
    """Write a feed as XML."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="{SPACE}">',
        *_head(id_, title, updated),
        "<author><name>sayso</name></author>",
    ]
    for entry in told:
        lines += ["<entry>", *_head(entry.id, entry.title, entry.updated)]
        text = "\n".join(map(_xml_text, entry.lines))
        lines += [f'<content type="text">{text}</content>', "</entry>"]
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def _head(id_: str, title: str, updated: str) -> tuple[str, ...]:
    return (
        f"<id>{_xml_text(id_)}</id>",
        f"<title>{_xml_text(title)}</title>",
        f"<updated>{_xml_text(updated)}</updated>",
    )


def _xml_text(text: str) -> str:
    """Write text as XML holds it; what it cannot hold is shown as an escape."""
    return escape(shown(text))
