"""From a company at a cut to cases: what the model reads of its rounds.

- A *hedge* is the class of a stage: talks up to seeking, advanced up to committed,
  closed from announced on. Ends are advanced: they say that a round was under way.
- A *party* is one interest: all sources that speak for a company, and for every other
  company that one of them speaks for, are one. Everybody else is a party of his own.
- *Evidence*: what a regulator files, at announced or later (tier 1); a statement at
  announced or later by an entitled party (tier 3), joined by that of another party
  (tier 2); an end that a regulator or two parties state (tier 5). A source that is
  entitled and states an outcome is no report to be graded.
- A denial acts on existence if its scope holds the whole or the stage, on timing if
  it is one of timing, was premature, or says that nobody raises now (of the stage),
  else on terms; `played_down` is about terms, whatever its scope.
- Amounts: of money raised a claim is taken at its round total, else what is committed,
  else the target; tranches, single investors' parts and sums over years are not
  comparable. Of prices those of a primary round, or sought; else a secondary price.
  Pre-money and an amount make post-money where one claim gives both; a price of
  unknown kind may be either. A bid is no price.
- Retractions, revisions, moves and mergers are as they stand at the cut.

Prices outside rounds belong to no round that could be settled, and are left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp, log
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.claims.vocabulary import ENDS, SECONDARY_KINDS, STRENGTH
from ledger.credibility.cases import (
    EXISTENCE,
    TERMS,
    TIMING,
    Carried,
    Case,
    Denied,
    Proof,
    Span,
    Told,
    Word,
)
from ledger.projections.claims import Claim
from ledger.projections.denials import Denial, is_strong
from ledger.projections.entitled import PRINCIPAL, REGULATOR
from ledger.projections.rows import Row, Said
from ledger.projections.standing import CompanyAt, Round
from ledger.projections.valuations import is_primary

ADVANCED: Final = STRENGTH["terms_agreed"]
CLOSED: Final = STRENGTH["announced"]
AMOUNTS: Final = ("round_total", "committed", "target")
TRUE_AMOUNTS: Final = ("round_total", "committed", "raised_to_date")
COMPARABLE: Final = (
    *("post_money", "unspecified", "pre_money", "sought"),
    *sorted(SECONDARY_KINDS),
)
"""Kinds of prices, in the order in which a claim's price is chosen."""

REPORTERS: Final = frozenset({"press", "wire", "blog", "database", "unknown"})
WIDEST: Final = {"over": 1.25, "nearly": 0.85, "up_to": 0.3}
"""How far a one-sided figure reaches, as a factor of the amount said."""

ABOUT: Final = 0.10
PLAYED_DOWN: Final = "played_down"
TIMELY: Final = frozenset({"premature", "not_raising_now"})


def cases_of(company: CompanyAt, parties: Mapping[str, str]) -> list[Case]:
    """Give the cases of a company's rounds."""
    directory = company.may.directory
    return [
        _case(company, found, parties, directory) for found in company.rounds.values()
    ]


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


def _case(
    company: CompanyAt,
    found: Round,
    parties: Mapping[str, str],
    directory: Directory,
) -> Case:
    voices = _Voices(company, parties, directory)
    codes = _currencies(found)
    claims = sorted(found.claims, key=lambda claim: claim.row.key)
    return Case(
        company=company.slug,
        round=found.name,
        told=tuple(_told(claim, voices, codes) for claim in claims),
        denied=tuple(_denied(denial, found, voices) for denial in found.denials),
        carried=tuple(_carried(claims, voices)),
        proofs=tuple(_proofs(found, voices, codes)),
        currencies=tuple(sorted(codes.items())),
        primary=is_primary(found),
    )


class _Voices:
    """Kinds and parties of sources, as they speak of one company."""

    def __init__(
        self, company: CompanyAt, parties: Mapping[str, str], directory: Directory
    ) -> None:
        self.company, self.parties, self.directory = company, parties, directory

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
    strength = STRENGTH.get(stage, ADVANCED)
    return (strength >= ADVANCED) + (strength >= CLOSED)


def _told(claim: Claim, voices: _Voices, codes: Mapping[str, str]) -> Told:
    first = claim.row.said
    assert first is not None
    kind, rank = voices.kind(claim.source), voices.company.may.of(claim)
    versions = [(claim.row, first), *((x, _over(x.said)) for x in claim.revised)]
    back = claim.retracted
    return Told(
        id=claim.id,
        event=claim.seq,
        source=claim.source,
        kind=kind,
        party=voices.party(claim.source),
        when=claim.row.when.hi,
        hedge=hedge_of(claim.stage),
        words=tuple(_words(versions, codes)),
        copy_of=None if claim.copied is None else claim.copied.data["claim"],
        taken_back=None if back is None else (back.seq, back.when.hi),
        deciding=rank >= PRINCIPAL and (is_strong(claim.stage) or claim.stage in ENDS),
        reporting=kind in REPORTERS and rank < PRINCIPAL,
        hedges=hedge_of(first.stage or "rumoured"),
    )


def _over(said: Said | None) -> Said:
    assert said is not None
    return said


def _words(
    versions: Iterable[tuple[Row, Said]], codes: Mapping[str, str]
) -> Iterator[Word]:
    """Give what was said of money, as first made and after each revision of it."""
    held: dict[str, tuple[Span, ...]] = {}
    for number, (row, said) in enumerate(versions):
        changed = {name: spans for name, spans in _spans(said, codes) if spans}
        if number and not changed:
            continue
        held = {**held, **changed}
        yield Word(row.seq, row.when.hi, tuple(sorted(held.items())))


def _spans(
    said: Said, codes: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Span, ...]]]:
    amount = _amount(said, AMOUNTS, codes.get("raised"))
    if amount is not None:
        yield "raised", (span_of(amount),)
    price = _price(said, codes.get("valuation"))
    if price is None:
        return
    figure, kind = price
    span = span_of(figure)
    added = None
    if amount is not None and amount.currency == figure.currency:
        added = _sum(span, span_of(amount))
    if kind == "pre_money" and added is not None:
        yield "valuation", (added,)
    elif kind == "unspecified" and added is not None:
        yield "valuation", (span, added)
    else:
        yield "valuation", (span,)


def _sum(one: Span, other: Span) -> Span:
    low = log(exp(one[0]) + exp(other[0]))
    same = one[0] == one[1] and other[0] == other[1]
    return low, low if same else log(exp(one[1]) + exp(other[1]))


def _amount(said: Said, names: Sequence[str], code: str | None) -> Figure | None:
    for name in names:
        for item in said.raised:
            fits = code is None or item.figure.currency == code
            if item.basis == name and fits and _positive(item.figure):
                return item.figure
    return None


def _price(said: Said, code: str | None) -> tuple[Figure, str] | None:
    """Give the price that is comparable: after the money, else before it, ..."""
    for kind in COMPARABLE:
        for price in said.valuation:
            if price.kind == kind and _usable(price.figure, code):
                return price.figure, kind
    return None


def _usable(figure: Figure, code: str | None) -> bool:
    return (code is None or figure.currency == code) and _positive(figure)


def _positive(figure: Figure) -> bool:
    """Tell whether an amount has a log: it is there, and not nothing."""
    return bool(figure.max or figure.min)


def span_of(figure: Figure) -> Span:
    """Give a figure as a log interval; what is one-sided reaches a set way."""
    if figure.qualifier == "exact":
        exact = log(figure.max or 1)
        return exact, exact
    if figure.qualifier in {"range", "about"}:
        high = log(figure.max or 1)
        low = log(figure.min) if figure.min else high + log(WIDEST["up_to"])
        wide = ABOUT if figure.qualifier == "about" else 0.0
        return low - wide, high + wide
    said = log(figure.min if figure.qualifier == "over" else figure.max or 1)  # type: ignore[arg-type]
    reach = said + log(WIDEST[figure.qualifier])
    return (said, reach) if reach > said else (reach, said)


def _currencies(found: Round) -> dict[str, str]:
    """Give the currency in which a field is compared: that of the most claims."""
    counts: dict[str, dict[str, int]] = {"raised": {}, "valuation": {}}
    for claim in found.claims:
        said = claim.said
        for name, figures in (
            ("raised", [x.figure for x in said.raised]),
            ("valuation", [x.figure for x in said.valuation]),
        ):
            for code in {x.currency for x in figures if x.currency}:
                counts[name][code] = counts[name].get(code, 0) + 1
    return {
        name: min(held, key=lambda code: (-held[code], code))
        for name, held in counts.items()
        if held
    }


def _denied(denial: Denial, found: Round, voices: _Voices) -> Denied:
    row, back = denial.row, denial.taken_back
    own = {claim.id for claim in found.claims}
    return Denied(
        event=row.seq,
        source=denial.source,
        kind=voices.kind(denial.source),
        party=voices.party(denial.source),
        when=row.when.hi,
        form=form_of(row.data["scope"], row.data["form"]),
        fields=denial.fields & {"raised", "valuation"},
        claims=frozenset(denial.ids & own),
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
                kind = voices.kind(source)
                yield Carried(row.seq, source, kind, claim.id, row.when.hi)


def _proofs(found: Round, voices: _Voices, codes: Mapping[str, str]) -> Iterator[Proof]:
    """Give the evidence there is of a round, in the order of folds."""
    stated: list[tuple[str, int]] = []
    for statement in found.statements:
        claim, row = statement.claim, statement.row
        said = row.said or claim.said
        party = voices.party(row.source or "")
        ended = claim.stage in ENDS
        if not statement.strong and not ended:
            continue
        filed = statement.rank >= REGULATOR
        joined = any(one != party for one, kind in stated if kind == ended)
        stated.append((party, ended))
        if ended and not (filed or joined):
            continue
        tier = 5 if ended else 1 if filed else 2 if joined else 3
        stating = () if ended else _truth(said, found, codes)
        truth = tuple(x for x in stating if x[0] in statement.fields)
        yield Proof(row.seq, row.when.hi, tier, not ended, party, truth)


def _truth(
    said: Said, found: Round, codes: Mapping[str, str]
) -> Iterator[tuple[str, tuple[float, ...]]]:
    amount = _amount(said, TRUE_AMOUNTS, codes.get("raised"))
    if amount is not None:
        yield "raised", (_middle(amount),)
    price = _price(said, codes.get("valuation"))
    if price is None:
        return
    figure, kind = price
    middle = _middle(figure)
    whole = amount or _stated_amount(found, codes.get("raised"))
    if kind != "pre_money" or whole is None or whole.currency != figure.currency:
        yield "valuation", (middle,)
    else:
        yield "valuation", (log(exp(middle) + exp(_middle(whole))),)


def _stated_amount(found: Round, code: str | None) -> Figure | None:
    """Give the newest amount of a round that an entitled party states."""
    for statement in reversed(found.strong_statements):
        amount = _amount(statement.claim.said, TRUE_AMOUNTS, code)
        if amount is not None:
            return amount
    return None


def _middle(figure: Figure) -> float:
    low, high = span_of(figure)
    return (low + high) / 2
