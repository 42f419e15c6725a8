"""Why an answer is what it is: every claim, counted or set aside, and the rule.

A claim is *counted* under a figure if the figure rests on it. Every other claim is
set aside, and the first reason that holds is given.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

from ledger.claims.dates import day_of, show_day
from ledger.claims.vocabulary import ENDS, PRIMARY_KINDS
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.denials import is_firm
from ledger.projections.evidence import ShownEvidence, entries_say, evidence_of
from ledger.projections.hulls import ClaimedPrice
from ledger.projections.outside import ran_out, told_alone
from ledger.projections.priced import newer_denied
from ledger.projections.pricedates import asked_by
from ledger.projections.prose import Prose
from ledger.projections.rounds import DAY, EXPIRY
from ledger.projections.standing import GONE, CompanyAt, Round
from ledger.projections.valuations import (
    FIGURES,
    Valuation,
    Valued,
    applies,
    is_primary,
    valuation_at,
)
from ledger.projections.valued import FROM_TALKS, SALES, Ended

RULES: Final = {
    "confirmed": "the newest price stated by an entitled party for a primary round"
    " at committed or later, effective by the reference date",
    "reported": "the newest price of others for a primary round at committed or later",
    "sought": "the last asking price without a later priced round or sale",
    "secondary": "the newest price of its kind outside a primary round",
    "cap": "the newest cap of a SAFE or a note: not a price of the company",
    "deal_value": "what is paid for the company",
    "ipo": "the company is listed",
}
assert tuple(RULES) == FIGURES
ASKED_OUTSIDE: Final = "asked outside"
"""A price *sought* outside a primary round: only a sale ends it."""
OUTSIDE: Final = "the last asking price outside a primary round without a later sale"
PRICED: Final = frozenset({"confirmed", "reported"})
"""Figures that are set aside for a newer price, whatever the headline is."""
TALKS: Final = "the last price from its talks: nobody undisputed names a newer one"


class Common(NamedTuple):
    """A reason that many claims have in common, in words that follow the figures."""

    how: str
    """`older` than what is printed, `earlier` than the headline, or `outdone`."""
    name: str
    """The figure that it would have been; `ASKED_OUTSIDE` sets one of them apart."""

    def words(self, valuation: Valuation) -> Prose:
        """Write it as the figures of a company are."""
        head, name, how = valuation.headline, self.name, self.how
        gone = how == "earlier" or (how == "older" and valuation.sought is None)
        if name == "sought" and gone:
            return Prose.of("a priced round, or a sale, came after it")
        if name == ASKED_OUTSIDE:
            return _asked_outside(how, valuation)
        if how == "earlier" and head is not None:
            return _where("took effect before the headline, that of ", head)
        if name in PRICED and valuation.named(name) is None:
            (name,) = PRICED - {name}
        return _newest_reason(f"{name} ", name, valuation)


@dataclass(frozen=True, slots=True)
class Reason:
    """One claim: whether it counts, for which figure, and why or why not."""

    claim: Claim
    counted: tuple[str, ...]
    """The figures that rest on it."""
    reason: Prose
    against: tuple[int, ...]
    """Sequence numbers of open denials."""
    evidence: tuple[ShownEvidence, ...] = ()
    """Where it was read; the words are there if they were looked up."""
    common: Common | None = None
    """Which reason it is, if other claims have it, too."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The four figures of a company, and what became of each of its claims."""

    company: CompanyAt
    valuation: Valuation
    reasons: list[Reason]
    day: int
    """The day of the world that is asked about, as an ordinal."""


class _ExplainedCompany:
    """A company and its figures, with what each claim is looked up in."""

    def __init__(self, company: CompanyAt, valuation: Valuation, basis: Basis) -> None:
        self.company, self.valuation, self.basis = company, valuation, basis
        self.counted: dict[int, dict[str, Valued]] = {}
        """The figures that rest on a claim, by its number and by their labels."""
        self.aside: dict[int, Valued] = {}
        """The first figure set aside that rests on a claim, by its number."""
        self.of_round: dict[str | None, list[Valued]] = {}
        self.against: dict[str, list[int]] = {}
        """Open denials of a claim, by its id."""
        for label, row in figures_of(self.valuation).items():
            for event in row.events:
                self.counted.setdefault(event, {})[label] = row
        # Of a round that closed, what the price from its talks gave way to says more
        # than that it is asked no longer.
        for row in sorted(self.valuation.set_aside, key=_is_asked):
            for event in row.events:
                self.aside.setdefault(event, row)
        for row in _every(self.valuation):
            self.of_round.setdefault(row.round, []).append(row)
        for denial in company.denials:
            for claim in denial.claims:
                if denial.open_on(claim):
                    self.against.setdefault(claim.id, []).append(denial.row.seq)

    @cached_property
    def alone(self) -> Mapping[tuple[object, ...], Sequence[ClaimedPrice]]:
        """Prices outside every round, and who told each again."""
        return told_alone(self.company)


def explanation_at(
    company: CompanyAt,
    basis: Basis,
    name: str | None = None,
    *,
    evidence: bool = True,
) -> Explanation:
    """Account for every claim on a company, or on one of its rounds.

    Without `evidence` no claim says where it was read.
    """
    valuation = valuation_at(company, basis, aside=True)
    reasons = reasons_of(company, valuation, basis, name)
    if evidence:
        known = evidence_of(company.recorded)
        reasons = [replace(x, evidence=entries_say(x.claim.id, known)) for x in reasons]
    return Explanation(company, valuation, reasons, basis.effective)


def reasons_of(
    company: CompanyAt, valuation: Valuation, basis: Basis, name: str | None = None
) -> list[Reason]:
    """Account for the claims on a company or a part of it, in the order of folds.

    The figures are those of the whole, with what is set aside of the part.
    """
    asked = _ExplainedCompany(company, valuation, basis)
    claims = sorted(company.claims.values(), key=lambda claim: claim.row.key)
    return [
        _reason(claim, asked) for claim in claims if name is None or claim.round == name
    ]


def figures_of(valuation: Valuation) -> dict[str, Valued]:
    """Give the figures that there are, by labels that tell them apart."""
    return dict(valuation.labelled())


def _reason(claim: Claim, asked: _ExplainedCompany) -> Reason:
    counted, valuation = asked.counted.get(claim.seq, {}), asked.valuation
    against = tuple(asked.against.get(claim.id, ()))
    reason: Prose | Common
    if counted:
        reason = Prose.of("; ".join(dict.fromkeys(map(rule_of, counted.values()))))
    elif valuation.ended is not None and claim.live:
        reason = Prose.of(_ended_reason(asked.company.slug, valuation))
    else:
        reason = _set_aside(claim, asked)
    if isinstance(reason, Prose):
        return Reason(claim, tuple(counted), reason, against)
    words = reason.words(valuation)
    return Reason(claim, (), words, against, common=reason)


def rule_of(row: Valued) -> str:
    """Give the rule by which a figure is printed."""
    if FROM_TALKS in row.marks:
        return TALKS
    if "agreed" in row.marks:
        return f"agreed, and takes effect only on {row.effective}"
    rule = OUTSIDE if _named_in(row) == ASKED_OUTSIDE else RULES[row.name]
    return f"{rule}; it is under an open denial" if row.disputed else rule


def _named_in(row: Valued) -> str:
    """Give the figure of a row, as reasons in common name it."""
    return ASKED_OUTSIDE if _is_asked(row) and row.kind in SALES else row.name


def _ended_reason(slug: str, valuation: Valuation) -> str:
    ended = valuation.ended
    assert ended is not None
    return f"{slug} {ended_in_words(ended)} on {show_day(ended.on)}"


def ended_in_words(ended: Ended) -> str:
    """Say how the line of a company ended."""
    words = ENDED[ended.how]
    return f"{words} by {ended.into}" if ended.into else words


ENDED: Final = {
    "bought": "was bought",
    "listed": "was listed",
    "shut_down": "shut down",
}


def _set_aside(claim: Claim, asked: _ExplainedCompany) -> Prose | Common:
    found = asked.company.rounds.get(claim.round or "")
    if not claim.live or (found is not None and found.standing in GONE):
        return _gone_reason(claim, found, asked.basis)
    if is_firm(claim.stage) and not applies(claim, asked.basis):
        return Prose.of(f"takes effect only on {show_day(claim.effective.last)}")
    if not any(price.figure.has_amount for price in claim.valuation):
        return Prose.of("gives no price")
    if {price.kind for price in claim.valuation} == {"offer"}:
        return Prose.of("a bid is not a valuation; it is in the timeline")
    row = asked.aside.get(claim.seq)
    if row is not None:
        return _older(row, claim, found, asked.valuation)
    return _outdone(claim, found, asked)


def _gone_reason(claim: Claim, found: Round | None, basis: Basis) -> Prose:
    if claim.retracted is not None:
        return Prose.of("retracted by its source (event ", claim.retracted.seq, ")")
    if claim.copied is not None:
        return Prose.of("a copy of another claim (event ", claim.copied.seq, ")")
    assert found is not None
    if found.standing == "expired" and found.stage not in ENDS:
        expired = _expired(found.deadline, "its last news", basis)
        return Prose.of(f"its round {expired}")
    by = f" by {found.superseded_by}" if found.superseded_by else ""
    return Prose.of(f"its round is {found.standing}{by}")


def _expired(at: int, since: str, basis: Basis) -> str:
    """Say since when something that nobody settled counts no longer."""
    day = show_day(day_of(at - 1, basis.zone))
    return f"expired on {day}, {EXPIRY // DAY} days after {since}"


def _older(
    row: Valued, claim: Claim, found: Round | None, valuation: Valuation
) -> Prose | Common:
    """Say why a figure that could be printed is not."""
    if _is_asked(row) and (words := _only_asked(claim, found)):
        return words
    if row.name not in PRICED:
        how = "earlier" if _earlier(row, valuation) else "older"
        return Common(how, _named_in(row))
    if row.disputed:
        return Prose.of("under an open denial, and something newer is known")
    return _older_report(row, found, valuation)


def _is_asked(row: Valued) -> bool:
    return row.name == "sought"


def _only_asked(claim: Claim, found: Round | None) -> Prose | None:
    """Say that the round of a claim is further than its talks, if it is."""
    if found is None or is_firm(claim.stage) or not is_firm(found.stage):
        return None
    talks, stage = (x.replace("_", " ") for x in (claim.stage, found.stage))
    return Prose.of(f"only {talks}, and the round is {stage} by now")


def _older_report(
    row: Valued, found: Round | None, valuation: Valuation
) -> Prose | Common:
    if any(x.round == row.round and x.name == "confirmed" for x in valuation.rows):
        return Prose.of("an entitled party states the price of this round")
    if FROM_TALKS in row.marks and found is not None and newer_denied(found, row):
        return Prose.of("a price of the round that is denied is newer than its talks")
    return Common("older", row.name)


def _earlier(row: Valued, valuation: Valuation) -> bool:
    """Tell whether a figure took effect before the headline."""
    head = valuation.headline
    return head is not None and row.effective.last < head.effective.last


def _outdone(
    claim: Claim, found: Round | None, asked: _ExplainedCompany
) -> Prose | Common:
    """Say which word went before a price that is in no figure."""
    kinds = {price.kind for price in claim.valuation}
    primary = found is not None and is_primary(found) and bool(kinds & PRIMARY_KINDS)
    if words := _only_asked(claim, found) or _asked_no_more(claim, asked):
        return words
    # A price alone is in no round: other prices alone say nothing of it.
    own = asked.of_round.get(claim.round, []) if claim.round else []
    if primary and any(row.name == "confirmed" for row in own):
        return Prose.of("an entitled party states the price of this round")
    if own:
        return Prose.of("its source said something newer, or others are not denied")
    asks = ASKED_OUTSIDE if kinds & SALES else "sought"
    return Common("outdone", "secondary" if is_firm(claim.stage) else asks)


def _asked_no_more(claim: Claim, asked: _ExplainedCompany) -> Prose | None:
    """Say why what was asked, outside every round, is asked no more, or not yet."""
    if claim.stage in ENDS:
        return Prose.of(f"nothing came of it: its source says {claim.stage}")
    if is_firm(claim.stage):
        return None
    if not asked_by(claim, asked.basis):
        return Prose.of("was said only after the reference date")
    at = None if claim.round else ran_out(claim, asked.alone)
    if at is None or at > asked.basis.cut:
        return None
    return Prose.of(_expired(at, "it was last said", asked.basis))


def _every(valuation: Valuation) -> Iterator[Valued]:
    yield from valuation.rows
    yield from valuation.set_aside


def _newest_reason(words: str, name: str, valuation: Valuation) -> Prose:
    row = valuation.named(name)
    if row is None:
        return Prose.of("does not fit the rule of any figure")
    return _where(f"the newest {words}price is that of ", row)


def _asked_outside(how: str, valuation: Valuation) -> Prose:
    """Say what came after a price that was asked outside a primary round."""
    row = next((x for x in valuation.rows if _named_in(x) == ASKED_OUTSIDE), None)
    if row is not None:
        return _where("the newest price asked outside a primary round is that of ", row)
    outdone = "does not fit the rule of any figure"
    return Prose.of(outdone if how == "outdone" else "a sale came after it")


def _where(words: str, row: Valued) -> Prose:
    """End words with where a figure is from: its round, or its event."""
    if row.round is not None:
        return Prose.of(words + row.round)
    return Prose.of(f"{words}event ", row.events[0])
