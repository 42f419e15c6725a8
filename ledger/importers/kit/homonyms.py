"""Names that may be two companies: rows of one name with several identifiers.

A table whose rows have identifiers that nobody mapped can hold two companies of one
name. Their claims would be about one company, so it is told, with the option that keeps
them apart.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from ledger.claims.names import fold, shown
from ledger.importers.kit.meaning import Meaning

IDENTIFIERS: Final = frozenset(
    {
        *("id", "uuid", "guid", "permalink", "slug", "cik", "lei", "ticker", "domain"),
        *("companyid", "companyuuid", "orgid", "orguuid", "organizationid"),
        *("companypermalink", "homepage", "homepageurl", "website", "companyurl"),
    }
)
"""Headers of such columns, without blanks and signs."""

MOST: Final = 100_000
"""Names that are remembered."""


class Homonyms:
    """What the identifiers in a file say of the names in it."""

    def __init__(self, meaning: Meaning, header: Sequence[str]) -> None:
        mapped = {column.name for column in meaning.columns}
        named = (x for x in header if x not in mapped and _plain(x) in IDENTIFIERS)
        by_id = "company_id" in meaning.fields or "company" not in meaning.fields
        self._column = None if by_id else next(named, None)
        self._company = None if by_id else meaning.column_of("company")
        self._first: dict[str, str] = {}
        self._others: dict[str, tuple[str, str]] = {}

    def look(self, cells: Mapping[str, str]) -> None:
        """See one row."""
        if self._column is None or self._company is None:
            return
        name, given = cells.get(self._company, ""), cells.get(self._column, "")
        if not name or not given or len(self._first) >= MOST:
            return
        known = self._first.setdefault(fold(name), given)
        if known != given:
            self._others.setdefault(name, (known, given))

    def note(self) -> str | None:
        """Say which names stand with several identifiers; None if there are none."""
        if not self._others:
            return None
        name, (one, other) = next(iter(self._others.items()))
        many = len(self._others)
        more = f", and {many - 1:,} more names" if many > 1 else ""
        return (
            f'"{shown(name)}" stands with {shown(one)} and {shown(other)} in'
            f" {self._column}{more}: counted as one company; if they are several, add"
            f' --map "{self._column}=company_id"'
        )


def _plain(header: str) -> str:
    return "".join(sign for sign in header.casefold() if sign.isalnum())
