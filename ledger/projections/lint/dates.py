"""Flags on dates: of closings, of reports, and of the record itself.

- *closed-before-report*: a source still has the round under way (before committed), and
  says so over 30 days after it was public that it closed, and after the closing day.
- *closed-after-report*: a claim says that it has closed, wholly or in part, on a day
  that begins after its publication.
- *date-implausible*: a claim was published, or took effect, before 1990. No round of a
  company here did; 1899-12-30 and 1970-01-01 are where programs begin to count.
- *sold-after-filing*: a filing says that its first sale came after its own publication:
  it was filed later, and the day that it has is that of its signature.
- *published-in-future*: an entry was recorded more than a day before its publication
  begins (zones differ by less). It is flagged from its recording on, though no other
  answer knows it yet: the one rule here that reads the clock of the ledger.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ledger.claims.dates import day_start, parse_when, show_instant
from ledger.claims.vocabulary import STRENGTH
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.denials import COMMITTED
from ledger.projections.lint.flags import Flag, flagged, live_in, plain_word
from ledger.projections.rounds import DAY, CompanyAt

LAG: Final = 30 * DAY
"""Microseconds in which the word of a closing gets about."""

_FIRST_DAY: Final = date(1990, 1, 1).toordinal()
_ORIGINS: Final = {
    "1970-01-01": ", the day from which computers count",
    "1899-12-30": ", the day from which spreadsheets count",
    "1899-12-31": ", the day from which spreadsheets count",
    "1900-01-01": ", the day from which spreadsheets count",
}
_CLOSED: Final = frozenset({"closed", "partially_closed"})


def closed_after_report(company: CompanyAt) -> Iterator[Flag]:
    """Flag a closing on a day that was still to come when it was told."""
    for _, claim in live_in(company):
        if claim.stage not in _CLOSED or not claim.dated:
            continue
        said = max(claim.spoke("stage"), claim.spoke("effective"))
        if day_start(claim.days.first, "UTC") > said[0]:
            reason = (
                f"{plain_word(claim.stage)} on {claim.days}, which was in the future"
            )
            yield flagged("closed-after-report", claim, "effective", reason)


def closed_before_report(company: CompanyAt) -> Iterator[Flag]:
    """Flag a round that somebody still has under way, long after it closed."""
    for found in company.rounds.values():
        closings = [claim for claim in found.live if claim.stage == "closed"]
        if not closings:
            continue
        first = min(closings, key=lambda x: (_closing(x), x.row.key))
        for claim in found.live:
            if STRENGTH.get(claim.stage, COMMITTED) >= COMMITTED:
                continue
            if claim.spoke("stage")[1] > _closing(first) + LAG:
                closed = f"event {first.seq} has it closed on {first.days}"
                reason = f"{plain_word(claim.stage)}, and {closed}"
                beside = (first.seq,)
                yield flagged("closed-before-report", claim, "stage", reason, beside)


def _closing(claim: Claim) -> int:
    """Give when a closing was over and public: microseconds."""
    day = day_start(claim.days.last, "UTC") + DAY if claim.dated else 0
    return max(claim.spoke("stage")[0], day)


def date_implausible(company: CompanyAt) -> Iterator[Flag]:
    """Flag claims of days before companies of this kind raised money."""
    alone = (claim for claim in company.prices if claim.live)
    for claim in (*(claim for _, claim in live_in(company)), *alone):
        for field, days in (
            ("published", claim.row.when.day),
            ("effective", claim.days),
        ):
            if days.last < _FIRST_DAY and (field == "published" or claim.dated):
                reason = f"{field} {days}{_ORIGINS.get(str(days), '')}"
                yield flagged("date-implausible", claim, field, reason)


def sold_after_filing(company: CompanyAt) -> Iterator[Flag]:
    """Flag filings that are older than the first sale that they tell of."""
    for _, claim in live_in(company):
        if claim.stage != "filed" or not claim.dated:
            continue
        said = max(claim.spoke("stage"), claim.spoke("effective"))
        if day_start(claim.days.first, "UTC") > said[0]:
            reason = f"first sold on {claim.days}, after it was published"
            yield flagged("sold-after-filing", claim, "effective", reason)


def published_in_future(company: CompanyAt, basis: Basis) -> Iterator[Flag]:
    """Flag what was on record before it was published, seen by the answer or not."""
    for entry in company.recorded:
        if "published" not in entry.data or entry.recorded >= basis.cut:
            continue
        slug = entry.data.get("company") or entry.data["slug"]
        if company.identity.company(slug) != company.slug:
            continue
        when = parse_when(entry.data["published"])
        if when.lo > entry.recorded + DAY:
            yield Flag(
                name="published-in-future",
                company=company.slug,
                round=entry.data.get("round"),
                event=entry.seq,
                field="published",
                reason=f"published {when}, recorded {show_instant(entry.recorded)}",
                source=entry.data.get("source"),
            )
