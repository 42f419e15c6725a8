"""Tags of companies: from what is typed to the event that changes them."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from ledger.claims.names import Company, near
from ledger.claims.tags import KEYS, parse_tags
from ledger.errors import BadInput, LedgerError, Refused
from ledger.reading import entries, questions

TAGGED: Final = "company.tagged"


def tagging(
    ledger: questions.Ledger,
    name: str,
    tags: Mapping[str, str],
    without: Sequence[str] = (),
) -> dict[str, Any]:
    """Give the data of the event that changes the tags of a company.

    Only what changes is in it. It names the tagging before it, so that a company can
    get back a tag that it once had. UnknownName for an unknown company; Refused if
    nothing would change.
    """
    known = questions.names(ledger)
    company = known.companies[known.company(name)]
    data = _tagging_event(company, tags, without, _newest_taggings(ledger))
    if data is None:
        told = ", ".join(f"{key}={x}" for key, x in company.tags.items())
        raise Refused(
            f"nothing changes: the tags of {company.slug} are {told or 'none'}"
        )
    return data


def _tagging_event(
    company: Company,
    tags: Mapping[str, str],
    without: Sequence[str],
    newest: Mapping[str, str],
) -> dict[str, Any] | None:
    """Give the event that changes the tags of a company; None if nothing changes."""
    fresh = {key: x for key, x in tags.items() if company.tags.get(key) != x}
    away = [key for key in without if key in company.tags]
    if not (fresh or away):
        return None
    data: dict[str, Any] = {"slug": company.slug, "tags": fresh, "without": away}
    before = newest.get(company.slug)
    return data if before is None else {**data, "after": before}


def _newest_taggings(ledger: questions.Ledger) -> dict[str, str]:
    """Give the id of the newest tagging of each company, voided or not."""
    stored = entries.events(ledger, None, None, [TAGGED])
    return {x.data["slug"]: x.id for x in map(entries.entry_of, stored)}


def mistyped(ledger: questions.Ledger, keys: Iterable[str]) -> list[str]:
    """Say of each key that no company has yet which known one it looks like."""
    companies = questions.names(ledger).companies.values()
    known = {*KEYS, *(key for x in companies for key in x.tags)}
    found = ((key, near(key, known)) for key in dict.fromkeys(keys) if key not in known)
    return [
        f"the key {key} is new; perhaps {' or '.join(close)} is meant"
        for key, close in found
        if close
    ]


OURS: Final = frozenset({"name", "aliases", "event", "tags"})
"""Columns of `company list` that are no tags of one key."""


def taggings(
    ledger: questions.Ledger, rows: Iterable[tuple[int, Mapping[str, str]]]
) -> list[dict[str, Any]]:
    """Give the events that a table of tags asks for: a row a company, a column a key.

    The table is one that `company list -f csv` writes, or has a column `company` and
    one for each key. An empty cell says nothing. `rows` are numbered by their lines.
    BadInput tells all that is wrong at once; what changes nothing is left out.
    """
    known, wrong = questions.names(ledger), list[str]()
    wanted: dict[str, dict[str, str]] = {}
    for line, row in rows:
        try:
            slug = known.company(row.get("company") or "")
            tags, _ = parse_tags(_typed_tags(row))
            wanted.setdefault(slug, {}).update(tags)
        except LedgerError as error:
            hint = f" ({error.hint})" if error.hint else ""
            wrong.append(f"line {line}: {error.message}{hint}")
    if wrong:
        raise BadInput("\n       ".join(wrong), "nothing was recorded")
    newest = _newest_taggings(ledger)
    changed = (
        _tagging_event(known.companies[slug], tags, (), newest)
        for slug, tags in wanted.items()
    )
    return [data for data in changed if data is not None]


def _typed_tags(row: Mapping[str, str]) -> Iterator[str]:
    """Give the tags of a row as they are typed."""
    for key, cell in row.items():
        if key == "tags":
            yield from filter(None, cell.split(";"))
        elif key not in OURS | {"company"} and cell.strip():
            yield f"{key}={cell}"


def read_table(content: bytes, name: str) -> list[tuple[int, dict[str, str]]]:
    """Read a csv of tags, each row with its line; BadInput if it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{name}: byte {error.start} is not UTF-8", "save it as csv in UTF-8"
        ) from None
    header = text.partition("\n")[0]
    divider = ";" if ";" in header and "," not in header else ","
    reader = csv.DictReader(io.StringIO(text, ""), delimiter=divider, restval="")
    if "company" not in (reader.fieldnames or ()):
        raise BadInput(
            f"{name}: there is no column `company`",
            "the first line names the columns: company,sector,country",
        )
    return [
        (reader.line_num, {key: cell for key, cell in row.items() if key and cell})
        for row in reader
    ]
