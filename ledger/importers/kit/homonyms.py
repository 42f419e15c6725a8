"""Names that may be two companies: rows of one name with several identifiers.

A table whose rows have identifiers that nobody mapped can hold two companies of one
name. Their claims would be about one company, so it is told, with the option that keeps
them apart.
"""

from collections.abc import Iterator, Mapping, Sequence
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

    def __init__(self, company: str, column: str) -> None:
        """`company` is the column with the names, `column` that of an identifier."""
        self._company, self._column = company, column
        self._first: dict[str, str] = {}
        self._others: dict[str, tuple[str, str]] = {}

    def look(self, cells: Mapping[str, str]) -> None:
        """See one row."""
        name, given = cells.get(self._company, ""), cells.get(self._column, "")
        if not name or not given or len(self._first) >= MOST:
            return
        known = self._first.setdefault(fold(name), given)
        if known != given:
            self._others.setdefault(name, (known, given))

    def notes(self) -> Iterator[str]:
        """Say which names stand with several identifiers, if any do."""
        if not self._others:
            return
        name, (one, other) = next(iter(self._others.items()))
        many = len(self._others)
        more = f", and {many - 1:,} more names" if many > 1 else ""
        yield (
            f'"{shown(name)}" stands with {shown(one)} and {shown(other)} in'
            f" {self._column}{more}: counted as one company; if they are several, add"
            f' --map "{self._column}=company_id"'
        )


def homonyms_in(meaning: Meaning, header: Sequence[str]) -> Homonyms | None:
    """Give what will look at names and identifiers; None if no column has any, or if
    somebody said which column has them.
    """
    if "company_id" in meaning.fields or "company" not in meaning.fields:
        return None
    mapped = {column.name for column in meaning.columns}
    named = (x for x in header if x not in mapped and _fold_header(x) in IDENTIFIERS)
    column = next(named, None)
    return None if column is None else Homonyms(meaning.column_of("company"), column)


def _fold_header(header: str) -> str:
    return "".join(sign for sign in header.casefold() if sign.isalnum())
