"""Which companies are not what they were at another entry of the ledger.

A company is touched by the entries about it, or about one that is linked to it; by a
new name of its own; and by a source that registers under a name, or takes one, under
which an investor of that company is known. Corrections of who a source is may touch
anybody.

What was published acts from the end of its interval on: at the cuts before that a
company is what it was. Whatever has no date of publication acts at all cuts.
"""

from collections.abc import Callable, Iterable, Iterator

from ledger.claims.entry import Entry
from ledger.claims.names import fold
from ledger.projections.rows import Row
from ledger.projections.visible import CORRECTED, VOIDED
from ledger.reading.entries import entry_of
from ledger.reading.folding import Folding, Group, clusters
from ledger.store.log import Log
from ledger.store.statements import ALWAYS

ByNames = Callable[[list[str]], Iterable[str]]
"""Names, folded -> the companies among whose investors they are."""


def touched(log: Log, one: int, other: int, by_names: ByNames) -> dict[str, int] | None:
    """Give the companies on which the entries between two may bear, each with the
    first cut at which they do; None for all.

    Companies that are linked have the same.
    """
    first, last = sorted((one, other))
    if first == last:
        return {}
    named = named_between(log, first, last, by_names)
    if named is None:
        return None
    since = {**log.companies_between(first, last), **dict.fromkeys(named, ALWAYS)}
    linked = clusters(log.linked(last))
    moved: dict[str, int] = {}
    for slug, cut in since.items():
        for near in linked.get(slug, (slug,)):
            moved[near] = min(cut, moved.get(near, cut))
    return moved


def named_between(
    log: Log, first: int, last: int, by_names: ByNames
) -> set[str] | None:
    """Give the companies on which names bear that were given between two entries: all
    of what is said of them may be another. None for all companies.
    """
    found: set[str] = set()
    names: set[str] = set()
    for stored in log.read(names=True, after=first, upto=last):
        entry = entry_of(stored)
        if entry.type in {CORRECTED, VOIDED}:
            target = _target(log, entry)
            if target.type.startswith("source."):
                return None
            entry = target
        if entry.type == "company.renamed":
            found.add(entry.data["slug"])
        elif entry.type.startswith("source."):
            names |= set(known_as(entry))
    return found | set(by_names(sorted(names)))


def groups_of(folding: Folding, slugs: Iterable[str], upto: int) -> Iterator[Group]:
    """Read some companies as they are read among all: one that was only ever renamed
    is not among these.
    """
    wanted = sorted(slugs)
    for group in folding.groups(wanted, upto) if wanted else ():
        if any("company" in entry.data for entry in group[1]):
            yield group


def _target(log: Log, entry: Entry) -> Entry:
    """Give what was corrected or voided in the end."""
    while entry.type in {CORRECTED, VOIDED}:
        entry = entry_of(log.get(entry.data["target"]))
    return entry


def known_as(entry: Entry) -> Iterable[str]:
    """Give the names, folded, that a registration or an alias gives to a source."""
    data = entry.data
    given = (data.get("slug"), data.get("name"), data.get("alias"))
    names = (*given, *data.get("aliases", ()))
    return [fold(name) for name in names if name]


def investors_in(rows: Iterable[Row]) -> set[str]:
    """Give the names, folded, of all who are said to take part, or to arrange."""
    return {
        fold(name.removeprefix("source:"))
        for row in rows
        if row.said is not None
        for name in (*(x.name for x in row.said.investors), *row.said.arrangers)
    }
