"""Which round a document is about, told by the documents on record that it amends.

An amendment names what it amends, but may give another date for what both are about;
and it may be imported first. So it goes to the round of the document that it names, or
of the one that names it. A document that is on record stays where it is: imported
again, it adds nothing.

A correction of ours may give a document another number. One that only words its locator
in another way names no document, and moves none: what was recorded counts.
"""

from collections.abc import Mapping
from typing import Any

from ledger.claims.entry import Entry
from ledger.importers.kit.papers import Located, Papers, located
from ledger.recording.desk import Desk

CitedLocators = Mapping[str, list[str]]
"""The locators that are cited for claims, by the ids of these."""


def with_round(data: Mapping[str, Any], papers: Papers, desk: Desk) -> dict[str, Any]:
    """Give a report with the round of the documents that belong to it, if any has."""
    if papers == Papers():
        return dict(data)
    source, company = desk.directory.find_source(str(data["source"])), data["company"]
    reports = [one for one in desk.reports(company) if one.data["source"] == source]
    cited = desk.locators(company, today=False) if reports else {}
    found = (
        _recorded(reports, cited, papers.own)
        or _amended(reports, cited, papers, desk)
        or data["round"]
    )
    return {**data, "round": found}


def _recorded(
    reports: list[Entry], cited: CitedLocators, own: str | None
) -> str | None:
    """Find the round of the document itself, as it was recorded, corrections or not.

    It is compared with what is on record, which keeps its shape.
    """
    for one in reports:
        if own in _documents_of(one, cited).own:
            return str(one.data["round"])
    return None


def _amended(
    reports: list[Entry], cited: CitedLocators, papers: Papers, desk: Desk
) -> str | None:
    """Find the round, as of today, of the filing that amends this one or is amended."""
    today = desk.locators(str(reports[0].data["company"]), today=True) if cited else {}
    standing = [(one, desk.entry(one.id)) for one in reports]
    there = [
        (now, _documents_of(now, today) or _documents_of(one, cited))
        for one, now in standing
        if now is not None and now.voided_by is None
    ]
    rounds = [
        *(now for now, named in there if papers.amends in named.own),
        *(now for now, named in there if papers.own in named.amended),
    ]
    return str(rounds[0].data["round"]) if rounds else None


def _documents_of(report: Entry, cited: CitedLocators) -> Located:
    """Read the documents that a report holds itself, or that are cited for it."""
    several = [located(x) for x in (_locator(report), *cited.get(report.id, ()))]
    return Located(
        frozenset[str]().union(*(one.own for one in several)),
        frozenset[str]().union(*(one.amended for one in several)),
    )


def _locator(report: Entry) -> str:
    return str(report.data.get("locator", ""))
