"""SEC Form D: what an issuer says it offers and has sold, one file a filing.

The primary issuer's claim holds the amounts: the offering as *target*, what was sold
as *raised to date*. It is at *filed*; while nothing is sold, at *seeking*, since an
offer alone closes nothing. What was sold is cumulative, so an amendment stands on the
same round as what it amends, and the newest filing counts. Each co-issuer has a claim
of its own without amounts, since all share one offering. A filing has no price. It is
published on the day on which it was filed, which EDGAR's whole submission holds or
somebody gives; the XML alone does not, and the last day of a signature stands in.

Debt is debt, also where equity stands next to it. Securities issued in a merger or an
exchange are a purchase. Persons are never read.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BufferedReader, BytesIO
from typing import Any, Final

from ledger.claims.names import shown
from ledger.errors import Problem
from ledger.importers.filing import ROOT, Filing, Issuer, filing_in
from ledger.importers.kit.beginning import Beginning
from ledger.importers.kit.cells import figure_text
from ledger.importers.kit.lines import Item, Line, NamedCompany
from ledger.importers.kit.markup import root_of, tree_in
from ledger.importers.kit.papers import Papers, locator_of
from ledger.importers.kit.reading import Account, Format, Setting, Speaker
from ledger.importers.submissions import (
    MOST_BYTES,
    is_of_form_d,
    is_submission,
    submission_in,
)

_DASHED: Final = re.compile(r"(?<!\d)(\d{10})-(\d{2})-(\d{6})(?!\d)")
_BARE: Final = re.compile(r"(?<!\d)(\d{10})(\d{2})(\d{6})(?!\d)")
_SAFE: Final = re.compile(
    r"\bSAFEs?\b|(?i:simple agreements? for future equity)", re.ASCII
)
_PEEK: Final = 100
_NAMED: Final = 5
"""Co-issuers that a note names."""
_OTHER: Final = 120


def _read(file: BufferedReader, setting: Setting, account: Account) -> Iterator[Item]:
    filed, number = setting.published, None
    if is_submission(file.peek(_PEEK)):
        whole = submission_in(file.read(MOST_BYTES), ROOT)
        file = BufferedReader(BytesIO(whole.xml))
        filed, number = filed or whole.filed, whole.number
    setting = replace(setting, published=filed)
    root = tree_in(file, setting.encoding)
    if isinstance(root, Problem):
        yield root
        return
    if root.name != ROOT:
        what = f"the root is <{shown(root.name[:60])}>, that of a Form D is <{ROOT}>"
        yield Problem(root.line, "", what)
        return
    filing = filing_in(root, is_dated=setting.published is not None)
    if isinstance(filing, list):
        yield from filing
        return
    account.notes += _remarks(filing, setting)
    number = number or _accession_in(setting.name, filing.amends)
    papers = Papers(number, filing.amends)
    for issuer in filing.issuers:
        yield _claim(filing, issuer, papers, setting)


def _accession_in(name: str, amends: str | None) -> str | None:
    """Find the filing's own number in the names of its file and folder.

    That of the filing which it amends says nothing about it.
    """
    for part in name.replace("\\", "/").split("/")[:-3:-1]:
        for found in (*_DASHED.finditer(part), *_BARE.finditer(part)):
            number = "-".join(found.groups())
            if number != amends:
                return number
    return None


def _claim(filing: Filing, issuer: Issuer, papers: Papers, setting: Setting) -> Line:
    is_primary = issuer == filing.issuers[0]
    data: dict[str, Any] = {
        "round": _label(filing, setting),
        "source": setting.source,
        "published": setting.published or filing.signed,
        "stage": "filed" if filing.sold else "seeking",
        "raised": _amounts(filing) if is_primary else None,
        **_kind(filing),
        "effective": filing.first_sale,
        "locator": locator_of(issuer.cik, papers),
        "note": _note(filing, issuer),
    }
    return Line(
        issuer.line,
        "round.reported",
        {key: value for key, value in data.items() if value is not None},
        company=NamedCompany(issuer.name, f"sec:{issuer.cik}", issuer.former),
        papers=papers,
    )


def _label(filing: Filing, setting: Setting) -> str:
    """Name the offering after its first sale, which amendments repeat."""
    if filing.first_sale is not None:
        return f"form-d-{filing.first_sale}"
    signed = filing.signed or setting.published or ""
    return f"form-d-signed-{'-'.join(re.findall('[0-9]+', signed)[:3])}"


def _amounts(filing: Filing) -> list[dict[str, str]]:
    target = "undecided" if filing.target is None else figure_text(filing.target)
    return [
        {"figure": target, "basis": "target"},
        {"figure": figure_text(filing.sold), "basis": "raised_to_date"},
    ]


def _kind(filing: Filing) -> dict[str, str | None]:
    """Give round type and instrument, as far as the boxes tell."""
    boxes = filing.securities
    if filing.is_merger:
        return {"round_type": "merger_stock"}
    if "debt" in boxes:
        return {"round_type": "debt", "instrument": "debt"}
    if _SAFE.search(filing.other):
        return {"round_type": "safe", "instrument": "safe"}
    if "equity" in boxes:
        return {"instrument": "equity"}
    return {"instrument": "warrant" if "options or warrants" in boxes else None}


def _note(filing: Filing, issuer: Issuer) -> str:
    """Say in a line what the fields of a claim cannot hold."""
    first, *others = filing.issuers
    said = [f"Form {filing.form} of {issuer.name}"]
    if issuer != first:
        said.append(f"shares the offering of {first.name}, which has the amounts")
    elif others:
        said.append(f"one offering with {_first_names([one.name for one in others])}")
    return shown("; ".join([*said, *_terms(filing)]))


def _terms(filing: Filing) -> Iterator[str]:
    if filing.securities:
        yield ", ".join(filing.securities)
    if filing.other:
        yield f"other means {filing.other[:_OTHER]}"
    if filing.is_merger:
        yield "offered in a merger, acquisition or exchange"
    if filing.target is None:
        yield "the offering is indefinite"
    elif filing.remaining is not None:
        yield f"{_dollars(filing.remaining)} remain"
    if filing.first_sale is None:
        yield "the first sale is yet to occur"
    if filing.investors is not None:
        yield f"{filing.investors:,} investors so far"
    if filing.industry:
        yield f"industry {filing.industry}"
    if filing.exemptions:
        yield f"exemptions {', '.join(filing.exemptions)}"


def _first_names(names: list[str]) -> str:
    more = len(names) - _NAMED
    first = ", ".join(names[:_NAMED])
    return first if more <= 0 else f"{first}, and {more:,} more"


def _remarks(filing: Filing, setting: Setting) -> Iterator[str]:
    """Tell what does not fit together in a filing, and how it was taken."""
    target, sold, remaining = filing.target, filing.sold, filing.remaining
    if setting.published is None:
        yield (
            f"published {filing.signed}, the day it was signed: a filing does not"
            " contain the day it was filed: set --published D, or use EDGAR's complete"
            " submission (.txt)"
        )
        if filing.first_sale and filing.signed and filing.first_sale > filing.signed:
            yield (
                f"first sold on {filing.first_sale}, after it was signed"
                f" ({filing.signed}): it was filed later"
            )
    if len(filing.issuers) > 1:
        count = len(filing.issuers)
        yield (
            f"{count:,} issuers share one offering: the amounts are with"
            f" {shown(filing.issuers[0].name)}"
        )
    if target is not None and remaining is not None and target - sold != remaining:
        yield (
            f"{_dollars(remaining)} are stated as remaining, but {_dollars(target)}"
            " offered"
            f" less {_dollars(sold)} sold is {_dollars(target - sold)}"
        )
    if "interests in a pooled fund" in filing.securities:
        yield "interests in a pooled fund: this is the fund's money, not a company's"
    if filing.is_merger:
        yield "offered in a merger or an exchange: a purchase, and no money raised"
    if filing.first_sale is None and sold:
        yield f"{_dollars(sold)} were sold, though the first sale is yet to occur"
    if filing.first_sale is not None and not sold:
        yield f"nothing was sold, though the first sale was on {filing.first_sale}"


def _dollars(value: Decimal) -> str:
    return f"USD {value:,f}"


def _fits(start: Beginning) -> bool:
    found = start.markup
    return bool(found) and (root_of(found) == ROOT or is_of_form_d(found))


FORMAT: Final = Format(
    "form-d",
    _read,
    _fits,
    Speaker("sec", "SEC Form D", "regulator"),
    takes=frozenset({"source", "published"}),
)
