"""Companies chosen by their tags: sector, country and others."""

from collections.abc import Iterable, Mapping, Sequence

from ledger.claims.names import Company
from ledger.claims.tags import COUNTRY, SECTOR, parse_tags, untagged
from ledger.errors import BadInput, UnknownName, found_all
from ledger.projections.basis import Basis
from ledger.reading.questions import Ledger, names


def wanted(
    sector: str | None, country: str | None, tags: Iterable[str]
) -> dict[str, str]:
    """Give the tags that are asked for, by key; BadInput for one without a value."""
    told = {SECTOR: sector, COUNTRY: country}
    words = [f"{key}={value}" for key, value in told.items() if value]
    found, empty = parse_tags([*words, *tags])
    if empty:
        raise BadInput(f"tag: {empty[0]}= has no value", "write KEY=VALUE", ("tag",))
    return found


def tagged_companies(
    ledger: Ledger, basis: Basis, named: Sequence[str], tags: Mapping[str, str]
) -> tuple[str, ...]:
    """Give the companies that are named, or all, less those without some tags.

    Rounds may be named, too. UnknownName if none is left.
    """
    if not tags:
        return tuple(named)
    known = names(ledger, basis)
    companies = known.companies
    asked = list(named) or sorted(companies)
    slugs = found_all((name.partition("/")[0] for name in asked), known.company)
    pairs = zip(asked, slugs, strict=True)
    kept = [name for name, slug in pairs if has(companies[slug], tags)]
    if not kept:
        raise _nobody(tags, [companies[slug] for slug in slugs])
    return tuple(kept)


def has(company: Company, tags: Mapping[str, str]) -> bool:
    """Tell whether a company has all of some tags."""
    return all(company.tags.get(key) == value for key, value in tags.items())


def _nobody(tags: Mapping[str, str], among: Sequence[Company]) -> UnknownName:
    """Say, where no company has the tags, which values there are."""
    told = " ".join(f"{key}={value}" for key, value in tags.items())
    for key, value in tags.items():
        known = [x.tags[key] for x in among if key in x.tags]
        if value not in known:
            return UnknownName(f"no company has {told}", untagged(key, value, known))
    return UnknownName(f"no company has {told}", "each alone is there; none has all")
