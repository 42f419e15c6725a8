"""One event, one byte string: RFC 8785 in a restricted profile, and its hashes.

The profile: ASCII keys, no floats, integers within 2^53 - 1 (so that every JSON
reader keeps them), Unicode scalar values only, at most 16 levels and 65,535 bytes
(an entry bundle of C2SP's tlog-tiles counts bytes in 16 bits). Inside it, orjson
with sorted keys writes the same bytes as RFC 8785; a property test holds it to the
`rfc8785` package. What is stored is hashed as stored and never encoded again.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NoReturn

import orjson

from ledger.claims.dates import parse_when
from ledger.claims.entry import Draft
from ledger.claims.names import split_round
from ledger.errors import BadInput, Damaged

ENVELOPE: Final = 1
PROFILE: Final = "sayso/1"
MAX_BYTES: Final = 65_535
MAX_DEPTH: Final = 16
MAX_INTEGER: Final = 2**53 - 1
NO_LEAF: Final = "0" * 64
"""What `prev` says in entry 0."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_DAY: Final = 86_400_000_000
_MINUTE: Final = 60_000_000
_MINUTES: Final = [
    f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in range(60)
]


def encode(value: object) -> bytes:
    """Give the canonical bytes of a JSON value, or BadInput outside the profile."""
    _check(value, 1)
    return _packed(value)


def _packed(value: object) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (TypeError, orjson.JSONEncodeError) as error:
        raise BadInput(
            f"this text cannot be stored: {error}",
            "it holds half of a surrogate pair; paste it again as UTF-8",
        ) from None


def _check(value: object, depth: int) -> None:
    inner: Iterable[object]
    if isinstance(value, dict):
        _check_keys(value)
        inner = value.values()
    elif isinstance(value, list | tuple):
        inner = value
    else:
        _check_one(value)
        return
    if value and depth >= MAX_DEPTH:
        raise BadInput(f"more than {MAX_DEPTH} levels deep", "flatten it")
    for one in inner:
        if type(one) is not str:  # most are text
            _check(one, depth + 1)


def _check_keys(keys: Iterable[object]) -> None:
    for key in keys:
        if not (isinstance(key, str) and key.isascii()):
            raise BadInput(
                f"the key {str(key)[:60]!r} is not ASCII text",
                "the names of fields are listed in docs/concepts/events.md",
            )


def _check_one(value: object) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if not isinstance(value, int):
        raise BadInput(
            f"a {type(value).__name__} cannot be stored",
            "amounts are text such as '500M', never floats",
        )
    if abs(value) > MAX_INTEGER:
        raise BadInput(
            f"an integer of {value.bit_length()} bits is past 2^53", "write it as text"
        )


def draft(type_: str, data: Mapping[str, Any], schema: int) -> Draft:
    """Prepare an event for the ledger; the id follows from its content."""
    packed = encode(data)
    content = b'{"data":%b%b' % (packed, _after_data(schema, type_))
    return Draft(type_, schema, data, sha256(content).hexdigest(), packed)


@lru_cache(maxsize=1000)
def _after_data(schema: int, type_: str) -> bytes:
    """Give what follows the data in the bytes of which an id is the hash."""
    return b"," + orjson.dumps({"schema": schema, "type": type_})[1:]


def entry_bytes(
    event: Draft, *, log: str, seq: int, prev: str, recorded: int, actor: str
) -> bytes:
    """Give the bytes to store for an event at its place in the ledger."""
    body = _packed(
        {
            "actor": actor,
            "data": orjson.Fragment(event.packed),
            "id": event.id,
            "log": log,
            "prev": prev,
            "recorded_at": stamp(recorded),
            "schema": event.schema,
            "seq": seq,
            "type": event.type,
            "v": ENVELOPE,
        },
    )
    if len(body) > MAX_BYTES:
        raise BadInput(
            f"the entry has {len(body):,} bytes; at most {MAX_BYTES:,} fit",
            "shorten the note, or split what it says into several events",
        )
    return body


def leaf_hash(body: bytes) -> str:
    """Give the RFC 6962 leaf hash (hex) of an entry's stored bytes."""
    return sha256(b"\x00" + body).hexdigest()


def parse_entry(body: bytes) -> dict[str, Any]:
    """Read the bytes of a stored entry; Damaged if they are no entry at all."""
    try:
        entry = orjson.loads(body)
    except orjson.JSONDecodeError:
        entry = None
    if not (isinstance(entry, dict) and entry.get("v") == ENVELOPE):
        raise Damaged("a stored entry is not readable", "restore it from a backup")
    return entry


def derived(
    type_: str, data: Mapping[str, Any]
) -> tuple[str | None, str | None, int | None, int | None]:
    """Give what the store keeps next to the bytes: company, other, published.

    `other` is the second company that an event is about; published is an interval
    of microseconds, [from, to).
    """
    company, other = data.get("company"), None
    if type_ == "companies.merged":
        other = data["into"]
    elif type_ == "companies.kept_apart":
        other = data["other"]
    elif type_ == "claim.moved":
        destination, _ = split_round(data["to"])
        other = destination if destination != company else None
    elif type_ == "entry.corrected":
        other = data["set"].get("company")
    published = data.get("published")
    if published is None:
        return company, other, None, None
    when = parse_when(published)
    return company, other, when.lo, when.hi


@lru_cache(maxsize=1000)
def stamp(recorded: int) -> str:
    """Write microseconds since 1970 as `2026-11-23T09:20:10.123456Z`."""
    days, rest = divmod(recorded, _DAY)
    minutes, rest = divmod(rest, _MINUTE)
    second, micros = divmod(rest, 1_000_000)
    return f"{_day_text(days)}T{_MINUTES[minutes]}:{second:02d}.{micros:06d}Z"


@lru_cache(maxsize=1000)
def _day_text(days: int) -> str:
    """Write a day, counted from 1970-01-01."""
    return date.fromordinal(_EPOCH.toordinal() + days).isoformat()


def unstamp(text: str) -> int:
    """Read what `stamp` writes, back to microseconds since 1970."""
    return (datetime.fromisoformat(text) - _EPOCH) // _MICROSECOND


def read_json(text: str | bytes) -> Any:  # JSON is anything
    """Read JSON that came from outside, strictly.

    Refused as BadInput: floats, NaN and infinities, a key twice in one object,
    integers past 2^53, more than 16 levels, text that is not UTF-8.
    """
    try:
        value = json.loads(
            text.decode() if isinstance(text, bytes) else text,
            object_pairs_hook=_object_of_pairs,
            parse_float=_no_float,
            parse_int=_integer,
            parse_constant=_no_float,
        )
    except RecursionError:
        raise BadInput(f"more than {MAX_DEPTH} levels deep", "flatten it") from None
    except UnicodeDecodeError:
        raise BadInput("this is not UTF-8", "save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadInput(
            f"this is not JSON: {error.msg} at column {error.colno}",
            "write one JSON object per line",
        ) from None
    return value


def _object_of_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        times = Counter(key for key, _ in pairs)
        twice, _ = times.most_common(1)[0]
        raise BadInput(f'the key "{twice[:60]}" occurs twice in one object', "keep one")
    return found


def _no_float(text: str) -> NoReturn:
    raise BadInput(
        f"{text[:24]} is a float",
        'write amounts as text: "500M", "15B..20B", "EUR385M"',
    )


def _integer(text: str) -> int:
    if len(text) > len(str(MAX_INTEGER)) + 1 or abs(int(text)) > MAX_INTEGER:
        raise BadInput(f"the integer {text[:24]} is past 2^53", "write it as text")
    return int(text)
