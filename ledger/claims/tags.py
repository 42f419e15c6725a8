"""Tags of companies: a sector, a country, and whatever else people sort by.

A tag is a key and a value. A key is a slug. The value of `sector` is a slug, too, so
that one sector is written in one way; the value of `country` is a code of ISO 3166-1
with two letters; any other value is text. A company has one value a key.

What a tag says is ours: it acts by its place in the ledger, at every as-of from the
entry on at which it came on record.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ledger.claims.names import check_slug, near, shown
from ledger.errors import BadInput

SECTOR: Final = "sector"
COUNTRY: Final = "country"
KEYS: Final = (SECTOR, COUNTRY)
"""The keys that totals can be had by, and that have columns of their own."""

_CODES: Final = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL"
    " BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV"
    " CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD"
    " GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM"
    " IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK"
    " LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW"
    " MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR"
    " PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS"
    " ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY"
    " UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
COUNTRIES: Final = frozenset(_CODES.split())
"""The 249 codes of ISO 3166-1 that are assigned."""

_MEANT: Final[Mapping[str, str]] = {"UK": "GB", "USA": "US", "GBR": "GB", "EL": "GR"}
"""What is often written instead of a code."""
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
    meant = _MEANT.get(code)
    hint = "write the two letters of ISO 3166-1, such as FR, US or CN"
    raise BadInput(
        f"'{shown(text)}' is no country", f"write {meant}" if meant else hint
    )


def parse_tags(words: Iterable[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Read `sector=ai country=FR note=`: tags by key, and keys that are taken away.

    BadInput tells all words that are wrong at once.
    """
    tags: dict[str, str] = {}
    away: dict[str, str] = {}
    wrong: list[BadInput] = []
    for word in words:
        try:
            key, value = _read(word, {**tags, **away})
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


def _read(word: str, before: Mapping[str, str]) -> tuple[str, str]:
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
    listed = ", ".join(near(value, every) or every[:_LISTED])
    return f"{key} is one of {listed}"
