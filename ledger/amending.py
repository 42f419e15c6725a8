"""Which round a document is about, told by the documents on record that it amends.

An amendment names what it amends, but may give another date for what both are about;
and it may be imported first. So it goes to the round of the document that it names, or
of the one that names it. A document that is on record stays where it is: imported
again, it adds nothing.
"""

from collections.abc import Mapping
from typing import Any

from ledger.claims.known import OnRecord
from ledger.importers.lines import Papers
from ledger.recording import Desk


def with_round(data: Mapping[str, Any], papers: Papers, desk: Desk) -> dict[str, Any]:
    """Give a report with the round of the documents that belong to it, if any has."""
    source = desk.directory.find_source(str(data["source"]))
    reports = [
        one for one in desk.reports(data["company"]) if one.data["source"] == source
    ]
    found = (
        _on(reports, papers.own, "accession")
        or _on(reports, papers.amends, "accession", desk)
        or _on(reports, papers.own, "amends", desk)
    )
    return {**data, "round": found or data["round"]}


def _on(
    reports: list[OnRecord], number: str | None, verb: str, desk: Desk | None = None
) -> str | None:
    """Find the round of a report whose locator has a mark; with a desk, as of today.

    The document itself is looked for as it was recorded, corrections or not: it is
    compared with what is on record, which keeps its shape.
    """
    if number is None:
        return None
    for one in reports:
        now = one if desk is None else desk.entry(one.id)
        if now is None or now.voided_by is not None:
            continue
        if f"{verb} {number}" in now.data.get("locator", "").split(", "):
            return str(now.data["round"])
    return None
