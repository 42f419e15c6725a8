"""From a company at a cut to cases: what the model reads of its rounds.

- A *hedge* is the class of a stage: talks up to seeking, advanced up to committed,
  closed from announced on. Ends are advanced: they say that a round was under way.
- A *party* is one interest: all sources that speak for a company, and for every other
  company that one of them speaks for, are one. Everybody else is a party of his own.
- *Evidence*: what a regulator files, at announced or later (tier 1); a statement at
  committed or later by an entitled party (tier 3), joined by that of another party
  (tier 2); an end that a regulator or two parties state (tier 5). A source that is
  entitled and states an outcome is no report to be graded.
- A denial acts on existence if its scope holds the whole or the stage, on timing if
  it is one of timing, was premature, or says that nobody raises now (of the stage),
  else on terms; `played_down` is about terms, whatever its scope.
- Amounts and prices are those that can be compared (`spans.py`).
- A paper that stands by a claim from its own sources (`Claim.seconds`) tells the same,
  in its scope, and is an origin; so is anyone who says that it has its own sources.
- Retractions, revisions, moves and mergers are as they stand at the cut.

Prices outside rounds belong to no round that could be settled, and are left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp, log
from typing import Final

from ledger.claims.figures import Figure, Price, Raised
from ledger.claims.names import Directory
from ledger.claims.vocabulary import ENDS, STRENGTH
from ledger.credibility.cases import (
    EXISTENCE,
    TERMS,
    TIMING,
    Carried,
    Case,
    ClaimVersion,
    Denied,
    OutcomeEvidence,
    SourceClaim,
)
from ledger.credibility.spans import (
    TRUE_AMOUNTS,
    amount_of,
    middle_of,
    price_of,
    spans_of,
)
from ledger.projections.claims import Claim
from ledger.projections.denials import Denial, is_firm
from ledger.projections.entitled import PRINCIPAL, REGULATOR
from ledger.projections.rows import Row, Said
from ledger.projections.standing import CompanyAt, Round, is_primary

ADVANCED: Final = STRENGTH["terms_agreed"]
CLOSED: Final = STRENGTH["announced"]
HEDGE_OF: Final = {
    stage: (strength >= ADVANCED) + (strength >= CLOSED)
    for stage, strength in STRENGTH.items()
}
REPORTERS: Final = frozenset({"press", "wire", "blog", "database", "unknown"})
PLAYED_DOWN: Final = "played_down"
TIMELY: Final = frozenset({"premature", "not_raising_now"})


def cases_of(company: CompanyAt, parties: Mapping[str, str]) -> list[Case]:
    """Give the cases of a company's rounds."""
    voices = _Voices(company, parties, company.may.directory)
    return [_case(found, voices) for found in company.rounds.values()]


def parties_in(directory: Directory) -> dict[str, str]:
    """Join the companies that somebody speaks for at once: company -> its party."""
    joined: dict[str, str] = {}

    def end(slug: str) -> str:
        while joined.get(slug, slug) != slug:
            slug = joined[slug]
        return slug

    for source in directory.sources.values():
        for other in source.speaks_for[1:]:
            one, two = sorted((end(source.speaks_for[0]), end(other)))
            joined[two] = one
    return {
        slug: end(slug)
        for source in directory.sources.values()
        for slug in source.speaks_for
    }


def _case(found: Round, voices: "_Voices") -> Case:
    codes = _currencies(found)
    claims = sorted(found.claims, key=lambda claim: claim.row.key)
    return Case(
        company=voices.company.slug,
        round=found.name,
        told=tuple(_every_told(claims, voices, codes)),
        denied=tuple([_case_denial(denial, found, voices) for denial in found.denials]),
        carried=tuple(_carried(claims, voices)),
        proofs=tuple(_proofs(found, voices, codes)),
        currencies=tuple(sorted(codes.items())),
        primary=is_primary(found),
        party=voices.own,
    )


class _Voices:
    """Kinds and parties of sources, as they speak of one company."""

    def __init__(
        self, company: CompanyAt, parties: Mapping[str, str], directory: Directory
    ) -> None:
        self.company, self.parties, self.directory = company, parties, directory
        self._known: dict[str, tuple[str, str]] = {}

    def of(self, source: str) -> tuple[str, str]:
        """Give kind and party of a source."""
        found = self._known.get(source)
        if found is None:
            found = self._known[source] = (self.kind(source), self.party(source))
        return found

    @property
    def own(self) -> str:
        """Give the party of the company itself."""
        slug = self.company.slug
        return "party:" + self.parties.get(slug, slug)

    def kind(self, source: str) -> str:
        known = self.directory.sources.get(source)
        return "unknown" if known is None else known.kind

    def party(self, source: str) -> str:
        known = self.directory.sources.get(source)
        if known is None or not known.speaks_for:
            return source
        return "party:" + self.parties[known.speaks_for[0]]


def hedge_of(stage: str) -> int:
    """Give the class of a stage: 0 talks, 1 advanced, 2 closed."""
    return HEDGE_OF.get(stage, 1)


def _every_told(
    claims: Sequence[Claim], voices: _Voices, codes: Mapping[str, str]
) -> list[SourceClaim]:
    """Give all who tell of a round, in the order of folds."""
    found = [(claim.row.key, _source_claim(claim, voices, codes)) for claim in claims]
    found += [
        (row.key, _second(claim, row, voices, codes))
        for claim in claims
        for row in claim.seconds
    ]
    return [told for _, told in sorted(found, key=lambda one: one[0])]


def _second(
    claim: Claim, row: Row, voices: _Voices, codes: Mapping[str, str]
) -> SourceClaim:
    """Give what a paper tells that stands by the claim of another."""
    source = row.source or ""
    kind, party = voices.of(source)
    scope = set(row.data["scope"])
    spans = spans_of(claim.said, codes)
    kept = {x: spans[x] for x in spans if not scope.isdisjoint({"whole", x})}
    hedge = hedge_of(claim.stage) if not scope.isdisjoint({"whole", "stage"}) else 0
    return SourceClaim(
        id=row.id,
        event=row.seq,
        source=source,
        kind=kind,
        party=party,
        when=row.when.hi,
        hedge=hedge,
        words=(ClaimVersion(row.seq, row.when.hi, tuple(sorted(kept.items()))),),
        own=True,
        hedges=hedge,
    )


def _source_claim(
    claim: Claim, voices: _Voices, codes: Mapping[str, str]
) -> SourceClaim:
    first, stage, when = claim.row.said, claim.stage, claim.row.when.hi
    assert first is not None
    (kind, party), rank = voices.of(claim.source), voices.company.may.of(claim)
    back = claim.retracted
    return SourceClaim(
        id=claim.id,
        event=claim.seq,
        source=claim.source,
        kind=kind,
        party=party,
        when=when,
        hedge=hedge_of(stage),
        words=tuple(_claim_versions(claim, first, codes)),
        copy_of=None if claim.copied is None else claim.copied.data["claim"],
        taken_back=None if back is None else (back.seq, back.when.hi),
        deciding=rank >= PRINCIPAL and (is_firm(stage) or stage in ENDS),
        reporting=kind in REPORTERS and rank < PRINCIPAL,
        own=claim.said.own_sourcing,
        hedges=hedge_of(first.stage or "rumoured"),
    )


def _claim_versions(
    claim: Claim, first: Said, codes: Mapping[str, str]
) -> list[ClaimVersion]:
    """Give what was said of money, as first made and after each revision of it."""
    held = spans_of(first, codes)
    words = [ClaimVersion(claim.seq, claim.row.when.hi, tuple(held.items()))]
    for row in claim.revised:
        assert row.said is not None
        changed = spans_of(row.said, codes)
        if changed:
            held = {**held, **changed}
            words.append(
                ClaimVersion(row.seq, row.when.hi, tuple(sorted(held.items())))
            )
    return words


def _currencies(found: Round) -> dict[str, str]:
    """Give the currency in which a field is compared: that of the most claims."""
    said = [claim.said for claim in found.claims]
    fields: tuple[tuple[str, list[Sequence[Raised | Price]]], ...] = (
        ("raised", [one.raised for one in said]),
        ("valuation", [one.valuation for one in said]),
    )
    codes = ((name, _commonest(claims)) for name, claims in fields)
    return {name: code for name, code in codes if code is not None}


def _commonest(claims: Sequence[Sequence[Raised | Price]]) -> str | None:
    """Give the currency that most claims name, the first by name of equals."""
    named = {item.figure.currency for items in claims for item in items} - {None}
    if len(named) <= 1:  # nothing to be counted
        return next(iter(named), None)
    held = {
        code: sum(any(x.figure.currency == code for x in items) for items in claims)
        for code in named
        if code is not None
    }
    return min(held, key=lambda code: (-held[code], code))


def _case_denial(denial: Denial, found: Round, voices: _Voices) -> Denied:
    row, back = denial.row, denial.taken_back
    own = {claim.id for claim in found.claims}
    seconds = {
        second.id
        for claim in found.claims
        if claim.id in denial.ids
        for second in claim.seconds
        if second.key < row.key
    }
    kind, party = voices.of(denial.source)
    return Denied(
        event=row.seq,
        source=denial.source,
        kind=kind,
        party=party,
        when=row.when.hi,
        form=form_of(row.data["scope"], row.data["form"]),
        fields=denial.fields & {"raised", "valuation"},
        claims=frozenset(denial.ids & own | seconds),
        taken_back=None if back is None else (back.seq, back.when.hi),
    )


def form_of(scope: Sequence[str], form: str) -> str:
    """Tell on what a denial acts: existence, timing or terms."""
    fields = set(scope)
    if form == PLAYED_DOWN:
        return TERMS
    if "whole" in fields:
        return TIMING if form == "premature" else EXISTENCE
    if "stage" in fields:
        return TIMING if form in TIMELY else EXISTENCE
    return TIMING if "timing" in fields else TERMS


def _carried(claims: Iterable[Claim], voices: _Voices) -> Iterator[Carried]:
    for claim in claims:
        for row in claim.carriers:
            source = row.data.get("carrier")
            if source is not None and source != claim.source:
                kind, _ = voices.of(source)
                yield Carried(row.seq, source, kind, claim.id, row.when.hi)


def _proofs(
    found: Round, voices: _Voices, codes: Mapping[str, str]
) -> Iterator[OutcomeEvidence]:
    """Give the evidence there is of a round, in the order of folds."""
    stated: list[tuple[str, int]] = []
    for statement in found.statements:
        claim, row = statement.claim, statement.row
        said = row.said or claim.said
        _, party = voices.of(row.source or "")
        ended = claim.stage in ENDS
        if not statement.firm and not ended:
            continue
        filed = statement.rank >= REGULATOR
        joined = any(one != party for one, kind in stated if kind == ended)
        stated.append((party, ended))
        if ended and not (filed or joined):
            continue
        tier = 5 if ended else 1 if filed else 2 if joined else 3
        stating = () if ended else _truth(said, found, codes)
        truth = tuple(x for x in stating if x[0] in statement.fields)
        yield OutcomeEvidence(row.seq, row.when.hi, tier, not ended, party, truth)


def _truth(
    said: Said, found: Round, codes: Mapping[str, str]
) -> Iterator[tuple[str, tuple[float, ...]]]:
    amount = amount_of(said, TRUE_AMOUNTS, codes.get("raised"))
    if amount is not None:
        yield "raised", (middle_of(amount),)
    price = price_of(said, codes.get("valuation"))
    if price is None:
        return
    figure, kind = price
    middle = middle_of(figure)
    whole = amount or _stated_amount(found, codes.get("raised"))
    if kind != "pre_money" or whole is None or whole.currency != figure.currency:
        yield "valuation", (middle,)
    else:
        yield "valuation", (log(exp(middle) + exp(middle_of(whole))),)


def _stated_amount(found: Round, code: str | None) -> Figure | None:
    """Give the newest amount of a round that an entitled party states."""
    for statement in reversed(found.firm_statements):
        amount = amount_of(statement.claim.said, TRUE_AMOUNTS, code)
        if amount is not None:
            return amount
    return None
