"""What a Form D says, out of its XML, and what is missing or wrong in it.

Read are the issuers, the offering and its amounts, and when it was signed. Persons are
not: neither those related to an issuer, nor who sells or signs.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from ledger.claims.names import shown
from ledger.errors import BadInput, Problem
from ledger.importers.kit.cells import amount
from ledger.importers.kit.markup import Element

T = TypeVar("T")

ROOT: Final = "edgarSubmission"
SECURITIES: Final = {
    "isEquityType": "equity",
    "isDebtType": "debt",
    "isOptionToAcquireType": "options or warrants",
    "isSecurityToBeAcquiredType": "what options and warrants are exercised for",
    "isPooledInvestmentFundType": "interests in a pooled fund",
    "isTenantInCommonType": "tenancies in common",
    "isMineralPropertyType": "mineral property",
    "isOtherType": "other",
}
"""The boxes of item 9, and what they stand for."""

_ACCESSION: Final = re.compile(r"\d{10}-\d{2}-\d{6}")
_SHOWN: Final = 40
_NOBODY: Final = frozenset({"", "none", "n/a"})


@dataclass(frozen=True, slots=True)
class Issuer:
    """A company that files, by its number at the SEC."""

    cik: str
    name: str
    former: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Filing:
    """One Form D or D/A; amounts are in US dollars."""

    form: str
    issuers: tuple[Issuer, ...]
    """The primary one first, each once."""
    target: Decimal | None
    """None if it is indefinite."""
    sold: Decimal
    """All that was sold so far, that of earlier filings included."""
    remaining: Decimal | None
    first_sale: str | None
    """None if it is yet to occur."""
    signed: str | None
    """The last day of a signature."""
    amends: str | None
    """The accession number of the filing that it amends."""
    securities: tuple[str, ...]
    other: str
    """What the issuer calls securities that are none of these."""
    is_merger: bool
    """Whether it is offered in a merger, an acquisition or an exchange."""
    investors: int | None
    industry: str
    exemptions: tuple[str, ...]


def filing_in(root: Element, *, is_dated: bool) -> Filing | list[Problem]:
    """Read a filing, or list all that is wrong with it.

    `is_dated` says that its date is known from elsewhere, so that it needs none.
    """
    form = _FormReader(root)
    offering = "offeringData"
    sales = f"{offering}/offeringSalesAmounts"
    form.needed("submissionType", "whether this is a D or a D/A", _type)
    form.optional("testOrLive", _live)
    issuers = tuple(form.issuers())
    if not issuers:
        form.problem(root, "primaryIssuer", "missing: the issuer of this filing")
    target = form.needed(f"{sales}/totalOfferingAmount", "the amount offered", _target)
    sold = form.needed(f"{sales}/totalAmountSold", "the amount sold", _read_amount)
    signed = form.signed(needed=not is_dated)
    found = Filing(
        form=root.nearest("submissionType").text.upper(),
        issuers=_each_once(issuers),
        target=target,
        sold=sold or Decimal(0),
        remaining=form.optional(f"{sales}/totalRemaining", _target),
        first_sale=form.first_sale(f"{offering}/typeOfFiling/dateOfFirstSale"),
        signed=signed,
        amends=form.optional(
            f"{offering}/typeOfFiling/newOrAmendment/previousAccessionNumber",
            _accession,
        ),
        securities=tuple(
            what
            for name, what in SECURITIES.items()
            if form.says(f"{offering}/typesOfSecuritiesOffered/{name}")
        ),
        other=form.text(f"{offering}/typesOfSecuritiesOffered/descriptionOfOtherType"),
        is_merger=form.says(
            f"{offering}/businessCombinationTransaction/isBusinessCombinationTransaction"
        ),
        investors=form.optional(
            f"{offering}/investors/totalNumberAlreadyInvested", _count
        ),
        industry=form.text(f"{offering}/industryGroup/industryGroupType"),
        exemptions=tuple(
            one.text for one in root.all(f"{offering}/federalExemptionsExclusions/item")
        ),
    )
    return form.problems or found


class _FormReader:
    """A form that is being read; what is missing or wrong is collected."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self.problems: list[Problem] = []

    def problem(self, at: Element, name: str, what: str) -> None:
        self.problems.append(Problem(at.line, name, what))

    def text(self, path: str) -> str:
        """Give what stands at a path, or nothing."""
        found = self._root.find(path)
        return "" if found is None else found.text

    def says(self, path: str) -> bool:
        """Tell whether a box is ticked."""
        return self.optional(path, _yes) or False

    def needed(
        self, path: str, what: str, read: Callable[[str], T], at: Element | None = None
    ) -> T | None:
        """Read what must be there."""
        place = at or self._root
        found = place.find(path)
        if found is None or not found.text:
            name = path.rpartition("/")[2]
            self.problem(place.nearest(path), name, f"missing: {what}")
            return None
        return self._read(found, read)

    def optional(self, path: str, read: Callable[[str], T]) -> T | None:
        """Read what may be there."""
        found = self._root.find(path)
        return self._read(found, read) if found is not None and found.text else None

    def _read(self, found: Element, read: Callable[[str], T]) -> T | None:
        try:
            return read(found.text)
        except BadInput as error:
            self.problem(found, found.name, error.message)
            return None

    def issuers(self) -> Iterator[Issuer]:
        """Give the issuers, the primary one first."""
        for path in ("primaryIssuer", "issuerList/issuer"):
            for at in self._root.all(path):
                cik = self.needed("cik", "the issuer's number at the SEC", _cik, at)
                name = self.needed("entityName", "the issuer's name", str, at)
                former = dict.fromkeys(
                    one.text
                    for names in ("issuerPreviousNameList", "edgarPreviousNameList")
                    for part in ("previousName", "value")
                    for one in at.all(f"{names}/{part}")
                    if one.text.casefold() not in _NOBODY and one.text != name
                )
                yield Issuer(cik or "", name or "", tuple(former), at.line)

    def first_sale(self, path: str) -> str | None:
        """Read the day of the first sale; None if it is yet to occur."""
        if self.says(f"{path}/yetToOccur"):
            return None
        found = self._root.find(f"{path}/value")
        if found is None or not found.text:
            what = "missing: the date of first sale, or that it is yet to occur"
            self.problem(self._root.nearest(path), path.rpartition("/")[2], what)
            return None
        return self._read(found, _read_day)

    def signed(self, *, needed: bool) -> str | None:
        """Read the last day on which it was signed."""
        path = "offeringData/signatureBlock/signature/signatureDate"
        days = [self._read(at, _read_day) for at in self._root.all(path) if at.text]
        if needed and not days:
            what = (
                "missing: the date of signature; --published D sets the day of filing"
            )
            self.problem(self._root.nearest(path), "signatureDate", what)
        return max((day for day in days if day), default=None)


def _each_once(issuers: tuple[Issuer, ...]) -> tuple[Issuer, ...]:
    found: dict[str, Issuer] = {}
    for one in issuers:
        known = found.setdefault(one.cik, one)
        former = tuple(dict.fromkeys((*known.former, *one.former)))
        found[one.cik] = replace(known, former=former)
    return tuple(found.values())


def _bad(text: str, what: str) -> BadInput:
    return BadInput(f"'{shown(text[:_SHOWN])}' {what}")


def _type(text: str) -> str:
    if text.upper() not in {"D", "D/A"}:
        raise _bad(text, "is not form D or D/A")
    return text.upper()


def _live(text: str) -> str:
    if text.upper() != "LIVE":
        raise _bad(text, "is not a LIVE filing")
    return text


def _cik(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise _bad(text, "is not a number of up to ten digits")
    return text.zfill(10)


def _accession(text: str) -> str:
    if not _ACCESSION.fullmatch(text):
        raise _bad(text, "is not an accession number, such as 0001544190-19-000002")
    return text


def _yes(text: str) -> bool:
    if text.casefold() not in {"true", "false", "1", "0"}:
        raise _bad(text, "is neither true nor false")
    return text.casefold() in {"true", "1"}


def _read_day(text: str) -> str:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    raise _bad(text, "is not a day, such as 2023-01-27")


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise _bad(text, "is not a number of investors")
    return int(text)


def _read_amount(text: str) -> Decimal:
    found = amount(text)
    assert found is not None  # only an empty text is none
    return found


def _target(text: str) -> Decimal | None:
    return None if text.casefold() == "indefinite" else _read_amount(text)
