"""By which terms the index finds an entry: of its words, and of what it is.

Words are those of all parts of an entry in which anybody may search, and of the texts
that came with it. Terms that begin with `_` are no words: they find the corrections,
the entries about a company's names, the texts that an event commits to.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from ledger.claims.evidence import DOCUMENT
from ledger.claims.names import fold
from ledger.claims.searching import terms_of
from ledger.projections.visible import CORRECTED, VOIDED

FORMAT: Final = 1
"""It is raised when terms are made in another way."""

VOICES: Final = "_v"
"""An entry about names that anybody who folds needs: not what companies are called."""
OURS: Final = "_o"
"""A correction or a voiding, which changes what another entry says."""
LONG: Final = "_l"
"""An entry with too many words for the index: every search reads it."""

TAGGED: Final = "_t"
"""What gives tags to a company, or takes them away."""

CALLED: Final = frozenset(
    {"company.registered", "company.alias_added", "company.tagged"}
)
"""What companies are called, but for new names: who was renamed changes its story."""
NAMING: Final = CALLED | {"company.renamed"}

MOST: Final = 500_000
"""Characters of terms of one entry; PostgreSQL has room for a megabyte."""

_TEXTS: Final = ("round", "note", "name", "slug", "alias")
_OF_DOCUMENTS: Final = ("title", "url")
_APART: Final = ("snapshot.", "document.recorded")
"""Of no company, and not about names either."""


def version() -> str:
    """Say how terms are made: an index that was made otherwise is not used."""
    return f"{FORMAT} unicode {unicodedata.unidata_version}"


def terms(
    type_: str, company: str | None, data: Mapping[str, Any], texts: Iterable[str]
) -> str:
    """Give the terms of an entry, with blanks between them."""
    kept = _marks(type_, company, data)
    words = set(kept).union(*map(terms_of, (*_texts_of_entry(type_, data), *texts)))
    found = " ".join(words)
    return found if len(found) <= MOST else " ".join({*kept, LONG})


def _texts_of_entry(type_: str, data: Mapping[str, Any]) -> list[str]:
    """Give the texts of an entry, or what a correction says in their place."""
    found = [data[key] for key in _TEXTS if key in data]
    if type_ in {DOCUMENT, CORRECTED}:
        found += [data[key] for key in _OF_DOCUMENTS if key in data]
    found += data.get("aliases") or ()
    found += [one["name"] for one in data.get("investors") or ()]
    if type_ == CORRECTED and "set" in data:
        found += _texts_of_entry(type_, data["set"])
    return [text for text in found if text is not None]  # a correction may take it out


def _marks(type_: str, company: str | None, data: Mapping[str, Any]) -> list[str]:
    found = [committed(one["commitment"]) for one in data.get("payloads") or ()]
    if type_ in {CORRECTED, VOIDED}:
        found += [OURS, *map(name_term, names_in(data))]
    if type_ in NAMING:
        found += [naming(data["slug"]), *map(name_term, names_in(data))]
    if type_ == "company.tagged":
        found.append(TAGGED)
    if company is None and type_ not in CALLED and not type_.startswith(_APART):
        found.append(VOICES)
    return found


def names_in(data: Mapping[str, Any]) -> Iterator[str]:
    """Give the names that an entry about names holds, or puts in another's place."""
    for key in ("slug", "name", "alias"):
        if isinstance(data.get(key), str):
            yield data[key]
    yield from data.get("aliases") or ()
    if isinstance(data.get("set"), Mapping):
        yield from names_in(data["set"])


def name_term(name: str) -> str:
    """Give the term of entries that give something a name."""
    return f"_n{sha256(fold(name).encode()).hexdigest()[:32]}"


def naming(slug: str) -> str:
    """Give the term of entries about the names of a company."""
    return f"_c{slug}"


def committed(commitment: str) -> str:
    """Give the term of entries that commit to a text."""
    return f"_p{commitment}"
