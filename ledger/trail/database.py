"""What the database holds next to the entries, and whether answers may come from there.

The entries prove themselves; tables of answers, indexes and whatever else the database
holds do not. So each is looked at in its own way, and what is not as it should be is a
finding with the command that puts it right: where entries are whole, nothing is lost.
"""

from collections.abc import Sequence
from typing import Any, Final

from ledger.audit.verdicts import Finding, Report, judged, many
from ledger.claims.canonical import parse_entry
from ledger.errors import LedgerError
from ledger.reading.index import checking as index
from ledger.reading.ranking.checking import check_ranking, drop
from ledger.reading.sums import checking as sums
from ledger.reading.sums.keeping import drop as drop_sums
from ledger.store.database import missing_guards
from ledger.store.entries import unread
from ledger.store.log import Log
from ledger.store.ranking import ranking_state
from ledger.store.reads import first_unread
from ledger.store.session import Database
from ledger.store.storage import HEAL, Indexes, unsound
from ledger.store.strangers import strangers

FEW: Final = 2_000
"""Entries; all companies of a ledger that is no larger are folded and compared."""


def look_at_database(
    log: Log, database: Database, report: Report, indexes: Indexes, *, deep: bool
) -> None:
    """Look at what is next to the entries; put what is found into a report.

    `indexes` saw all entries go past, unless something is wrong with these.
    """
    found = list(report.findings)
    whole = not any(one.seq is not None for one in found)
    if report.size and report.exit_code != 1:  # else the walk ended early
        report.looked += _walked(report, deep=deep)
    found += _guards(database)
    found += _storage(database, report, indexes if whole else None, deep=deep)
    found += _foreign(database, report)
    if whole:  # else nothing can be folded
        # first: who sources are is found in it, and a damaged one is dropped
        found += _check_word_index(log, report, deep=deep)
        found += _ranking(log, report, deep=deep)
        found += _sums(log, report, deep=deep)
    judged(report, found)


def _walked(report: Report, *, deep: bool) -> list[str]:
    """Name what was looked at of the entries, which are whole."""
    looked = ["entries, hash chain, tree and head", "payloads and their digests"]
    if report.signed_by is not None:
        heads = "all signed heads" if deep else "the newest head and of older ones"
        looked.append(f"signatures of {heads}")
    return looked


def look_at_tail(log: Log, report: Report, signed: int) -> None:
    """Look whether what nobody signed yet reads: what was signed did."""
    if report.exit_code == 1:  # what is wrong is named already
        return
    seq = first_unread(log, signed, report.size)
    if seq is not None:
        error = unread(seq)
        found = Finding("ALTERED", error.message, error.hint or "", seq)
        judged(report, [found, *report.findings])


def _storage(
    database: Database, report: Report, indexes: Indexes | None, *, deep: bool
) -> list[Finding]:
    """Ask the database whether its storage is sound, and its indexes fresh."""
    wrong = unsound(database.engine, whole=deep)
    if wrong is None:
        report.looked.append(
            "no index: amcheck is not installed, or you may not use it"
        )
        return []
    if indexes is not None and not deep:
        wrong = [*wrong, *indexes.stale(database.engine)]
    report.looked.append("storage and indexes")
    if not wrong:
        return []
    what = f"the database's storage is damaged: {wrong[0]}"
    if len(wrong) > 1:
        what += f", and {len(wrong) - 1:,} more"
    return [Finding("ALTERED", what, HEAL)]


def _guards(database: Database) -> list[Finding]:
    """Name the guards that are missing."""
    found = missing_guards(database.engine)
    if not found:
        return []
    what = f"the database would let entries be changed: {', '.join(found)}"
    hint = (
        "nothing has changed yet; find out who dropped the guards. `sayso audit"
        " export` and"
        " `sayso db restore` make a guarded copy"
    )
    return [Finding("GUARDS-MISSING", what, hint)]


def _foreign(database: Database, report: Report) -> list[Finding]:
    """Name what is on the tables and is not the ledger's."""
    every = found = strangers(database.engine)
    report.looked.append("triggers, rules, views, policies, columns and defaults")
    for one in found:
        if one.startswith("no rule "):  # rows that break it are found without it
            report.warnings.append(f"the database has {one}")
    lost = "no table search"
    found = [one for one in found if not one.startswith("no rule ") and one != lost]
    gone = [Finding("FOREIGN", *_INDEX_GONE)] if lost in every else []
    if not found:
        return gone
    what = f"the database has unexpected objects: {', '.join(found)}"
    hint = (
        "find out who added it: it may hide, swallow or invent entries; `sayso"
        " audit export` and `sayso db restore` make a ledger without it"
    )
    return [*gone, Finding("FOREIGN", what, hint)]


_INDEX_GONE: Final = (
    "the table of the index of words was dropped",
    "the entries are not affected: `sayso db rebuild` makes the index again",
)


def _ranking(log: Log, report: Report, *, deep: bool) -> list[Finding]:
    """Hold the kept ranking against the fold."""
    try:
        opening: dict[str, Any] = parse_entry(log.get(0).body)["data"]
        zone, end = opening["zone"], log.head()
        whole = deep or end.seq < FEW
        done = check_ranking(log, zone, end.recorded, whole=whole)
    except (LedgerError, KeyError, ValueError) as error:
        report.warnings.append(f"the stored ranking could not be compared: {error}")
        return []
    if done is None:
        report.looked.append(
            "the stored ranking was made by another version of sayso and is not used:"
            " `sayso db rebuild` makes it again"
            if ranking_state(log).generation
            else "no ranking is stored: answers are computed from the entries"
        )
        return []
    companies = many(done.companies, "company", "companies")
    extent = "all of it" if done.whole else f"{companies} of it"
    report.looked.append(f"the stored ranking: {extent} computed and compared")
    if not done.wrong:
        return []
    what = f"the stored ranking differs from the entries: {_some(done.wrong)}"
    hint = "the entries are not affected: `sayso db rebuild` rebuilds the ranking"
    if drop(log):
        hint += "; it was dropped, and all companies are computed until then"
    return [Finding("ALTERED", what, hint)]


def _some(wrong: Sequence[str]) -> str:
    """Name the first problems, and count the rest."""
    more = f", and {len(wrong) - 1:,} more" if wrong[1:] else ""
    return f"{wrong[0]}{more}"


def _sums(log: Log, report: Report, *, deep: bool) -> list[Finding]:
    """Hold the kept sums behind beliefs against the entries."""
    try:
        zone, end = str(parse_entry(log.get(0).body)["data"]["zone"]), log.head()
        whole = deep or end.seq < FEW
        done = sums.check_sums(log, zone, end.recorded, whole=whole)
    except (LedgerError, KeyError, ValueError) as error:
        report.warnings.append(
            f"the stored sums behind beliefs could not be compared: {error}"
        )
        return []
    if done is None:
        return []
    extent = "computed and compared" if done.whole else "marks compared"
    report.looked.append(f"the stored sums behind beliefs: {extent}")
    if not done.wrong:
        return []
    first = _some(done.wrong)
    what = f"the stored sums behind beliefs differ from the entries: {first}"
    hint = "the entries are not affected: `sayso db rebuild` stores them again"
    if drop_sums(log):
        hint += "; they were dropped, and beliefs are computed until then"
    return [Finding("ALTERED", what, hint)]


def _check_word_index(log: Log, report: Report, *, deep: bool) -> list[Finding]:
    """Hold the index of words against the entries."""
    done = index.check_index(log, whole=deep or report.size < FEW)
    if done is None:
        report.looked.append("no index of words is stored: searches read the entries")
        return []
    events = many(done.entries, "event", "events")
    report.looked.append(f"the index of words: {events} looked up in it")
    if done.wrong is None:
        return []
    what = f"the index of words differs from the entries: {done.wrong}"
    hint = "the entries are not affected: `sayso db rebuild` rebuilds the index"
    if index.drop(log):
        hint += "; it was dropped, and searches read the entries until then"
    return [Finding("ALTERED", what, hint)]
