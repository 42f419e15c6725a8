"""Tags of companies: a sector, a country, and whatever else people sort by.

A tag is a key and a value. A key is a slug. The value of `sector` is a slug, too, so
that one sector is written in one way; the value of `country` is a code of ISO 3166-1
with two letters; any other value is text. A company has one value a key.

What a tag says is ours: it acts by its place in the ledger, at every as-of from the
entry on at which it came on record.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ledger.claims.countries import COUNTRIES, country_code, near_countries
from ledger.claims.names import check_slug, near, proposed_slug, shown
from ledger.errors import BadInput

SECTOR: Final = "sector"
COUNTRY: Final = "country"
KEYS: Final = (SECTOR, COUNTRY)
"""The keys that totals can be had by, and that have columns of their own."""

_DIVIDED: Final = re.compile("[,;|]")
_MOST: Final = 200
_LISTED: Final = 8


def check_tag(key: str, value: str) -> str:
    """Give the value of a tag as it is stored; BadInput if it is none of its key."""
    text = value.strip()
    if not text or len(text) > _MOST or shown(text) != text:
        raise BadInput(
            f"{key}={shown(value[:_MOST])} is no tag",
            f"a value is one line of at most {_MOST} characters",
        )
    if key == COUNTRY:
        return _country(text)
    return check_slug(text) if key == SECTOR else text


def _country(text: str) -> str:
    code = text.upper()
    if code in COUNTRIES:
        return code
    meant = country_code(text)
    close = [meant] if meant else near_countries(text)
    hint = "write the two letters of ISO 3166-1, such as FR, US or CN"
    raise BadInput(
        f"'{shown(text)}' is no country",
        f"write {' or '.join(close)}" if close else hint,
    )


def tag_in(key: str, cell: str) -> str:
    """Read a tag as a table has it; BadInput if it is none of its key.

    Of several sectors in a cell it is the first; a country may be written out.
    """
    if key == COUNTRY:
        return check_tag(key, country_code(cell) or cell)
    if key != SECTOR:
        return check_tag(key, cell)
    first = next(filter(None, map(str.strip, _DIVIDED.split(cell))), "")
    return check_tag(key, proposed_slug(first) or first)


def parse_tags(words: Iterable[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Read `sector=ai country=FR note=`: tags by key, and keys that are taken away.

    BadInput tells all words that are wrong at once.
    """
    tags: dict[str, str] = {}
    away: dict[str, str] = {}
    wrong: list[BadInput] = []
    for word in words:
        try:
            key, value = _read_tag(word, {**tags, **away})
        except BadInput as error:
            wrong.append(error)
        else:
            (tags if value else away)[key] = value
    if wrong:
        if len(wrong) == 1:
            raise wrong[0]
        lines = (f"{error.message}: {error.hint}" for error in wrong)
        raise BadInput("\n       ".join(lines))
    return tags, tuple(away)


def _read_tag(word: str, before: Mapping[str, str]) -> tuple[str, str]:
    """Read one tag; without a value, its key is taken away."""
    key, equals, value = word.partition("=")
    if not equals:
        raise BadInput(
            f"'{shown(word)}' is no tag", "write KEY=VALUE, such as sector=ai-chips"
        )
    if check_slug(key) in before:
        raise BadInput(f"{key} is given twice", "a company has one value a key")
    return key, check_tag(key, value) if value.strip() else ""


def retagged(tags: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, str]:
    """Give the tags of a company after a tagging: its event's data."""
    away = frozenset(data.get("without", ()))
    kept = {key: value for key, value in tags.items() if key not in away}
    return {**kept, **data["tags"]}


def untagged(key: str, value: str, known: Iterable[str]) -> str:
    """Say what to do where no company has a tag: which values there are."""
    every = sorted(set(known))
    if not every:
        return f"`sayso company tag NAME {key}={value}` tags one"
    if close := near(value, every):
        return f"perhaps {' or '.join(close)}"
    return f"{key} is one of {', '.join(every[:_LISTED])}"
