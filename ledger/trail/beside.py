"""What a ledger has beside its entries, and whether answers may come from there.

The entries prove themselves; tables of answers, indexes and whatever else the database
holds do not. So each is looked at in its own way, and what is not as it should be is a
finding with the command that puts it right: where entries are whole, nothing is lost.
"""

from typing import Any, Final

from ledger.audit.verdicts import Finding, Report, judged, many
from ledger.claims.canonical import parse_entry
from ledger.errors import LedgerError
from ledger.league.checking import drop, held
from ledger.store.log import Log

FEW: Final = 2_000
"""Entries; all companies of a ledger that is no larger are folded and compared."""


def look_beside(log: Log, report: Report, *, deep: bool) -> None:
    """Look at what is beside the entries; put what is found into a report."""
    found = list(report.findings)
    if not any(one.seq is not None for one in found):  # else nothing can be folded
        found += _league(log, report, deep=deep)
    judged(report, found)


def _league(log: Log, report: Report, *, deep: bool) -> list[Finding]:
    """Hold the kept ranking against the fold."""
    try:
        opening: dict[str, Any] = parse_entry(log.get(0).body)["data"]
        zone, end = opening["zone"], log.head()
        whole = deep or end.seq < FEW
        done = held(log, zone, end.recorded, whole=whole)
    except (LedgerError, KeyError, ValueError) as error:
        report.warnings.append(f"the kept ranking could not be compared: {error}")
        return []
    if done is None:
        return []
    companies = many(done.companies, "company", "companies")
    extent = "all of it" if done.whole else f"{companies} of it"
    report.looked.append(f"the kept ranking: {extent} folded and compared")
    if not done.wrong:
        return []
    what = f"the kept ranking is not what the entries say: {done.wrong[0]}"
    if len(done.wrong) > 1:
        what += f", and {len(done.wrong) - 1:,} more"
    hint = "the entries are not concerned: `sayso db rebuild` makes the ranking again"
    if drop(log):
        hint += "; it was dropped, and all companies are folded until then"
    return [Finding("ALTERED", what, hint)]
