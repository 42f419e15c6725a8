"""What goes wrong with a query, in our words.

The engine says what it met and where, as JSON. Which kind of mistake it is, the place
in the query and the names in it are taken from there, and none of its sentences.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ledger.claims.names import near, shown
from ledger.errors import BadInput, LedgerError, Refused
from ledger.rendering.cells import Field

TableFields = Mapping[str, Sequence[Field]]

LONGEST: Final = 60
"""Signs of a query that are quoted."""

MISSING: Final = "MISSING_ENTRY"
NO_COLUMN: Final = "COLUMN_NOT_FOUND"
SENTENCES: Final[Mapping[str, str]] = {
    "Parser": "this is not SQL",
    "Binder": "it does not match the columns and their types",
    "Catalog": "it names something that does not exist",
    "Conversion": "a value cannot be converted to that type",
    "Out of Range": "a number is too large for its type",
    "Out of Memory": "the answer does not fit into memory",
    "Not implemented": "this is not supported",
}
"""Kind of a mistake -> what is wrong."""

OFTEN: Final[Mapping[str, str]] = {
    "group by": "a column is neither in GROUP BY nor in an aggregate such as max()",
    "ambiguous": "several tables have that column",
    "referenced table": "there is no such table in FROM",
    "does not have a column": "the table has no such column",
    "no function matches": "the function does not take these types",
    "unterminated": "a text or a name has no end",
    "parameters": "values for $1 or ? are not taken: write them out",
}
"""What the engine says of mistakes that are often made -> what is wrong."""

USES: Final = re.compile(r"'([^'\s]+\.[^'\s]+)'")
"""Names of columns with their tables, in what the engine says."""

OTHERWISE: Final = "it cannot be computed"
LISTED: Final = "`SHOW TABLES` lists the tables, `DESCRIBE claims` the columns of one"
CHECK: Final = f"check it there; {LISTED}"


def refusal(told: str, query: str, tables: TableFields) -> LedgerError:
    """Give the error for what the engine says of a query."""
    said = _find_json(told)
    kind = said.get("exception_type", "")
    if kind == "Permission":
        return Refused(
            "query: it would read a file, an address or an extension",
            f"ask the tables: {', '.join(tables)}",
            ("query",),
        )
    if kind == "TransactionContext":
        return read_only("it would write, but the tables are read-only")
    what, hint = _unknown_name(said, tables) or (
        _met(said, kind),
        _either(said) or CHECK,
    )
    return BadInput(f"query: {what}{_near_text(said, query)}", hint, ("query",))


def read_only(what: str) -> Refused:
    """Give the error for what would write."""
    return Refused(
        f"query: {what}",
        "write a SELECT; `sayso export --duckdb FILE` leaves the tables in a file of"
        " your own",
        ("query",),
    )


def _met(said: Mapping[str, Any], kind: str) -> str:
    """Say what is wrong: a mistake that is often made, else its kind."""
    told = str(said.get("exception_message", "")).lower()
    often = (ours for sign, ours in OFTEN.items() if sign in told)
    return next(often, SENTENCES.get(kind, OTHERWISE))


def _find_json(told: str) -> dict[str, Any]:
    """Find the JSON in what an exception says."""
    try:
        found = json.loads(told[told.index("{") :])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _unknown_name(
    said: Mapping[str, Any], tables: TableFields
) -> tuple[str, str] | None:
    """Say which name is unknown, with the near ones; None if the error is another."""
    name, subtype = str(said.get("name", "")), said.get("error_subtype")
    noun = str(said.get("type", "")).lower()
    if subtype == NO_COLUMN:
        noun, known = "column", sorted({x.name for one in tables.values() for x in one})
    elif subtype == MISSING and noun == "table":
        known = list(tables)
    elif subtype == MISSING:
        noun, known = ("type" if noun == "type" else "function"), []
    else:
        return None
    holding = [x for x, one in tables.items() if name in {y.name for y in one}]
    if subtype == NO_COLUMN and holding:
        what = f"no table of the query has a column {_shortened_quote(name)}"
        return what, f"it is in {', '.join(holding)}; {LISTED}"
    perhaps = near(name, known)
    hint = f"perhaps {', '.join(perhaps)}; {LISTED}" if perhaps else LISTED
    return f"there is no {noun} {_shortened_quote(name)}", hint


def _either(said: Mapping[str, Any]) -> str | None:
    """Say which columns a name may be, as the query calls their tables."""
    found = USES.findall(str(said.get("exception_message", "")))
    return f"write {' or '.join(found)}" if found else None


def _near_text(said: Mapping[str, Any], query: str) -> str:
    """Quote the query from where the engine stumbled; nothing if it does not say."""
    try:
        begin = int(said["position"])
    except (KeyError, ValueError):
        return ""
    found = query.encode()[begin:].decode("utf-8", "replace")
    return f", at {_shortened_quote(found)}" if found.strip() else ", at its end"


def _shortened_quote(text: str) -> str:
    one_line = " ".join(text.split())
    cut = one_line if len(one_line) <= LONGEST else one_line[:LONGEST] + "..."
    return f"'{shown(cut)}'"
