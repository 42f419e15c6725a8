"""Open denials that time has closed: all that they deny is over.

An open denial is closed by time once every round that it denies has ended (expired,
superseded, failed, withdrawn), or was closed or filed and had no news for 365 days; and
one that says "not raising now", once another primary round of the company has happened
on a later day. It is in dispute no longer; for stage, standing and prices it still
counts as open, since time proves nothing.
"""

from ledger.projections.denials import SETTLED, Denial
from ledger.projections.rounds import GONE, CompanyAt, Round


def mark_over(company: CompanyAt, cut: int) -> None:
    """Mark the open denials whose denied claims are all over."""
    over = {name for name, found in company.rounds.items() if _over(found, cut)}
    for denial in company.denials:
        denial.over = bool(over) and denial.open and _denied_in(denial) <= over


def _denied_in(denial: Denial) -> set[str | None]:
    """Name the rounds that it denies still; None for prices outside rounds."""
    return {claim.round for claim in denial.claims if denial.open_on(claim)}


def closed_by_time(denial: Denial, company: CompanyAt) -> bool:
    """Tell whether a denial of claims on a company is in dispute no longer."""
    if denial.over or not (denial.not_raising_now and denial.open):
        return denial.over
    return _raised_later(company, denial)


def _over(found: Round, cut: int) -> bool:
    """Tell whether a round has ended, or closed and had no news for 365 days."""
    if found.standing in GONE:
        return True
    return found.stage in SETTLED and found.deadline <= cut


def _raised_later(company: CompanyAt, denial: Denial) -> bool:
    """Tell whether another primary round happened after a denial was published."""
    denied = {claim.round for claim in denial.claims}
    day = denial.row.when.day.last
    return any(
        found.happened_on > day and found.name not in denied
        for found in company.rounds.values()
    )
