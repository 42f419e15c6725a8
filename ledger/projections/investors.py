"""Who invested in which company, as of any day: a line for each investor of a round.

An investor is in a round if a live claim on it names one, in its list of investors or
as the owner of a part. It *leads* if such a claim says so. Its *stage* is its own where
one is stated (the word of the company, a lead investor or the investor itself before
those of others, then the newest), else that of the round; the standing is that of the
round. It is *disputed* if every claim that names it is under an open denial of the
investors or of the stage.

Its *own amount* is what is stated of its part, in the columns of money raised: paid,
committed (what is paid included), conditional and sought, where letters of intent
stand. They are never summed across. A round that is a deal with one party (strategic, a
letter of intent, vendor financing, a purchase) and names one investor brings that
investor's money: its amount is that of the round, marked *sole*. What is put into a
round is equity, debt, or another kind of money; what was paid for old shares
(*secondary*) or for the company, its people or a licence (*purchase*) funds nobody.

Who an investor is: a registered company; a registered source that is no paper (one that
bears the name of the company for which it speaks is that company); else its name,
folded as all names are. A name that could be two of these stays a name, and says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Final, NamedTuple

from ledger.claims.investors import Investor
from ledger.claims.names import Directory, fold, near
from ledger.claims.rates import Unit
from ledger.claims.vocabulary import ENDS, PURCHASE_TYPES, SECONDARY_TYPES
from ledger.errors import UnknownName
from ledger.projections.amount import Amount, amounts_in
from ledger.projections.basis import Basis
from ledger.projections.claims import Claim
from ledger.projections.columns import own_amounts, whole_amounts
from ledger.projections.comparing import money_of, types_of
from ledger.projections.entitled import PARTY_KINDS, PRINCIPAL
from ledger.projections.rounds import GONE, CompanyAt, Round
from ledger.projections.stated import ALL, part_label

FUNDING: Final = frozenset({"equity", "debt", "mixed", "grant", "vendor_financing"})
"""The kinds of money that reach the company itself."""
KINDS: Final = (*sorted(FUNDING), "purchase", "secondary")
ONE_PARTY: Final = (
    frozenset({"strategic", "loi_commitment", "vendor_financing"}) | PURCHASE_TYPES
)
"""The types of rounds that are a deal with those whom they name alone."""
COMPANY: Final = "company:"
SOURCE: Final = "source:"


class Who(NamedTuple):
    """An investor, as far as it is known who that is."""

    key: str
    """`nvidia` for a company, `source:softbank` for a source, else the folded name."""
    name: str
    company: str | None = None
    """The slug of the company that it is, if it is one."""
    may_be: tuple[str, ...] = ()
    """The keys that the name could mean, if it could mean several."""


@dataclass(frozen=True, slots=True)
class Investment:
    """One investor's part in one round."""

    who: Who
    company: str
    round: str
    leads: bool
    stage: str
    standing: str
    disputed: bool
    money: str
    """Equity, debt, mixed, grant, vendor_financing, secondary or purchase."""
    types: tuple[str, ...]
    """Of the round, as far as they are known."""
    amounts: Mapping[str, Amount]
    """Its own, by column; empty where nobody states them."""
    sole: bool
    """Whether the amounts are those of a round that names nobody else."""
    stake: Decimal | None
    """Its share of the company in per cent, if stated."""
    published: str
    """When it was last named."""
    sources: tuple[str, ...]
    """Who names it."""
    events: tuple[int, ...]

    @property
    def counts(self) -> bool:
        """Whether the round and its own part stand: neither ended nor was replaced."""
        gone = self.standing in GONE and "paid" not in self.amounts
        return not (gone or self.stage in ENDS)

    def changed(self, unit: Unit) -> "Investment":
        """Give it in one currency, each amount at the rate of its own day."""
        return replace(self, amounts=amounts_in(self.amounts, unit))


class Invested(NamedTuple):
    """The investments in one company, and which companies are one at the cut."""

    investments: list[Investment]
    identical: Mapping[str, str]


class _InvestorClaim(NamedTuple):
    """A claim that names an investor, what it says of it, and the label of its part."""

    claim: Claim
    said: Investor | None
    name: str
    label: str


class _SharedRound(NamedTuple):
    """A round as each of its investors reads it."""

    found: Round
    company: CompanyAt
    basis: Basis
    money: str
    types: tuple[str, ...]
    sole: bool
    """Whether it is a deal with the one investor that it names."""


_NOTHING: Final[Mapping[str, Amount]] = {}
_same_who: Final = lru_cache(maxsize=1 << 14)(Who)
same_words: Final = lru_cache(maxsize=1 << 14)(tuple[str, ...])
"""Lists of all investors hold thousands of these: those that are equal are one."""


def who_is(name: str, directory: Directory) -> Who:
    """Tell who an investor is, by the name that a claim gives it."""
    companies, sources = _meant(name, directory)
    if len(companies) == 1 and not sources:
        slug = companies[0]
        return _same_who(slug, directory.companies[slug].name, slug)
    if len(sources) == 1 and not companies:
        slug = sources[0]
        return _same_who(f"{SOURCE}{slug}", directory.sources[slug].name)
    could_be = (*companies, *(f"{SOURCE}{slug}" for slug in sources))
    return _same_who(fold(name.removeprefix(SOURCE)), name, None, could_be)


def _meant(name: str, directory: Directory) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the companies and the sources that a name could mean as an investor.

    A source that bears the name of the company for which it speaks is that company.
    """
    typed = name.strip()
    companies = directory.companies_meant(typed.removeprefix(COMPANY))
    sources = [
        slug
        for slug in directory.sources_meant(typed)
        if directory.sources[slug].kind in PARTY_KINDS
    ]
    if typed.startswith(SOURCE):
        companies = ()
    elif typed.startswith(COMPANY):
        sources = []
    alone: list[str] = []
    for slug in sources:
        one = _same_company(slug, directory)
        if one is None:
            alone.append(slug)
        elif one not in companies:
            companies = (*companies, one)
    return companies, tuple(alone)


def _same_company(slug: str, directory: Directory) -> str | None:
    """Give the company that a source is, if it bears its name and speaks for it."""
    source = directory.sources[slug]
    for company in source.speaks_for:
        known = directory.companies.get(company)
        named = known is not None and fold(known.name) == fold(source.name)
        if source.kind != "person" and (company == slug or named):
            return company if known is not None else None
    return None


def investments_at(company: CompanyAt, basis: Basis) -> Invested:
    """Give every investor of every round of a company at a basis, by round and name."""
    found = [
        one
        for round_ in company.rounds.values()
        for one in investments_in(round_, company, basis)
    ]
    return Invested(found, company.identity.companies)


def investments_in(found: Round, company: CompanyAt, basis: Basis) -> list[Investment]:
    """Give every investor of one round, by its key."""
    directory = company.may.directory
    named: dict[str, tuple[Who, list[_InvestorClaim]]] = {}
    for one in _names_in(found, directory):
        who = who_is(one.name, directory)
        named.setdefault(who.key, (who, []))[1].append(one)
    if not named:
        return []
    whole = _SharedRound(
        found=found,
        company=company,
        basis=basis,
        money=deal_kind(found),
        types=tuple(sorted(types_of(found))),
        sole=len(named) == 1 and not ONE_PARTY.isdisjoint(types_of(found)),
    )
    return [_investment(whole, who, said) for _, (who, said) in sorted(named.items())]


def _names_in(found: Round, directory: Directory) -> list[_InvestorClaim]:
    """Give each naming of an investor by a live claim on a round."""
    names: list[_InvestorClaim] = []
    for claim in found.live:
        for investor in claim.said.investors:
            label = directory.find_source(investor.name) or fold(investor.name)
            names.append(_InvestorClaim(claim, investor, investor.name, label))
        for item in claim.raised:
            if item.basis == "per_investor":
                label = part_label(item, directory, claim.source)
                name = item.part or f"{SOURCE}{claim.source}"
                if label != ALL:
                    names.append(_InvestorClaim(claim, None, name, label))
    return names


def _investment(
    whole: _SharedRound, who: Who, named: Sequence[_InvestorClaim]
) -> Investment:
    found = whole.found
    claims = list(dict.fromkeys(one.claim for one in named))
    amounts = own_amounts(found, whole.basis, {one.label for one in named})
    sole = whole.sole and not amounts
    if sole:
        amounts = whole_amounts(found, whole.basis)
    told = sorted(named, key=lambda one: _word_order(one.claim, found, who))
    stages = [x.said.stage for x in told if x.said is not None and x.said.stage]
    stakes = [x.said.stake for x in told if x.said is not None and x.said.stake]
    denials = [found.disputes(claim, "investors", "stage") for claim in claims]
    against = {denial.row.seq for some in denials for denial in some}
    behind = {seq for amount in amounts.values() for seq in amount.events}
    newest = max(claims, key=lambda claim: claim.spoke("investors"))
    return Investment(
        who=who,
        company=whole.company.slug,
        round=found.name,
        leads=any(one.said is not None and one.said.leads for one in named),
        stage=intern(stages[-1] if stages else found.stage),
        standing=found.standing,
        disputed=all(denials),
        money=whole.money,
        types=whole.types,
        amounts=amounts or _NOTHING,
        sole=sole,
        stake=stakes[-1] if stakes else None,
        published=intern(newest.word("investors").when.text),
        sources=same_words(tuple(dict.fromkeys(claim.source for claim in claims))),
        events=tuple(sorted({claim.seq for claim in claims} | behind | against)),
    )


def _word_order(
    claim: Claim, found: Round, who: Who
) -> tuple[bool, tuple[object, ...]]:
    """Order the words on an investor: the entitled last, among equals the newest."""
    source = found.may.directory.sources.get(claim.source)
    own = source is not None and (
        who.key == f"{SOURCE}{source.slug}" or who.company in source.speaks_for
    )
    return own or found.may.of(claim) >= PRINCIPAL, claim.spoke("investors")


def deal_kind(found: Round) -> str:
    """Tell what kind of money a round brings, and whether it reaches the company."""
    types = types_of(found)
    if types & PURCHASE_TYPES:
        return "purchase"
    if types & SECONDARY_TYPES:
        return "secondary"
    return money_of(found) or "equity"


def all_investments(parts: Iterable[Invested]) -> list[Investment]:
    """Put the investments in all companies together, by investor, company and round.

    Companies that are known to be one by the cut are one investor.
    """
    identical: dict[str, str] = {}
    found: list[Investment] = []
    for part in parts:
        identical.update(part.identical)
        found += part.investments
    if identical:
        found = [_now(one, identical) for one in found]
    return sorted(found, key=lambda one: (one.who.key, one.company, one.round))


def _now(one: Investment, identical: Mapping[str, str]) -> Investment:
    into = identical.get(one.who.company or "")
    if into is None:
        return one
    return replace(one, who=one.who._replace(key=into, company=into))


def asked_for(
    text: str, investments: Sequence[Investment], directory: Directory
) -> tuple[Who, list[Investment]]:
    """Find the investor that is asked about, and give its part in rounds.

    UnknownName, with near misses, for a name that nobody has, and with all that it may
    be for one that could be two.
    """
    who = who_is(text, directory)
    keys = {one.who.key: one.who for one in investments}
    if len(who.may_be) > 1:
        choices = [x if x.startswith(SOURCE) else f"{COMPANY}{x}" for x in who.may_be]
        raise UnknownName(
            f"'{text}' may be {' or '.join(choices)}", "say which one you mean"
        )
    if who.company is None and not who.key.startswith(SOURCE) and who.key not in keys:
        names = [one.name for one in keys.values()]
        names += [company.name for company in directory.companies.values()]
        close = ", ".join(near(text, names))
        raise UnknownName(
            f"no investor known by that date is named '{text}'",
            f"perhaps {close}" if close else "`sayso investors` lists them all",
        )
    found = [x for x in investments if who.key == x.who.key or who.key in x.who.may_be]
    return who, found
