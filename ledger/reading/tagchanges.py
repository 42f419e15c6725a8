"""What changed in the tags of companies between two sides, and which event did it.

Tags have no day of publication: they act from their entry on. So a tag differs where
the sides are at other entries. The last tagging that gave, changed or took it is named,
which alone does it; of one that was corrected or voided, that tagging.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ledger.claims.names import Directory
from ledger.projections.diff import Change
from ledger.projections.reasons import TAG
from ledger.projections.visible import CORRECTED, VOIDED, apply_corrections
from ledger.reading import entries, questions

TAGGED: Final = "company.tagged"
Taggings = Mapping[int, tuple[str, Mapping[str, Any]]]
"""Number -> company, and what it is tagged with: by key its value, or None."""


def retagged(
    ledger: questions.Ledger,
    sides: tuple[tuple[int, Directory], tuple[int, Directory]],
    companies: Iterable[str],
) -> Iterator[Change]:
    """Give the tags that differ; a side is its last entry and who is known there."""
    (_, before), (_, after) = sides
    slugs = companies or sorted(before.companies.keys() | after.companies.keys())
    apart = [(slug, *one) for slug in slugs for one in _apart(before, after, slug)]
    if not apart:
        return
    then, now = (_taggings(ledger, last) for last, _ in sides)
    for slug, key, old, new in apart:
        by = max(
            seq
            for seq in then.keys() | now.keys()
            if _tag_in(then.get(seq), slug, key) != _tag_in(now.get(seq), slug, key)
        )
        why = _why(then.get(by), now.get(by), known=by <= sides[1][0])
        was, now_is = (None if x is None else (x,) for x in (old, new))
        yield Change(slug, f"tag {key}", was, now_is, (by,), why=(why,))


def _apart(
    before: Directory, after: Directory, slug: str
) -> Iterator[tuple[str, str | None, str | None]]:
    """Give the keys under which a company is tagged otherwise, and both values."""
    old, new = _tags(before, slug), _tags(after, slug)
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)


def _tags(directory: Directory, slug: str) -> Mapping[str, str]:
    found = directory.companies.get(slug)
    return {} if found is None else found.tags


def _taggings(ledger: questions.Ledger, last: int) -> Taggings:
    """Give the taggings up to an entry, our corrections up to it applied."""
    kinds = (TAGGED, CORRECTED, VOIDED)
    stored = entries.events(ledger, None, last, kinds)
    applied = apply_corrections([entries.entry_of(x) for x in stored]).entries
    return {
        x.seq: (
            x.data["slug"],
            {**x.data["tags"], **dict.fromkeys(x.data.get("without", ()))},
        )
        for x in applied
        if x.type == TAGGED
    }


_NOTHING: Final = object()


def _tag_in(
    tagging: tuple[str, Mapping[str, Any]] | None, slug: str, key: str
) -> object:
    """Give what a tagging says of a company under a key, if anything."""
    if tagging is None or tagging[0] != slug:
        return _NOTHING
    return tagging[1].get(key, _NOTHING)


def _why(before: object, after: object, *, known: bool) -> str:
    """Say what did it: the tagging, or our correction or voiding of it."""
    if before is not None and after is not None:
        return "correction"
    return "voiding" if after is None and known else TAG
