"""One event, one byte string: RFC 8785 in the profile, and nothing outside it."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.canonical import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_INTEGER,
    NO_LEAF,
    derived,
    draft,
    encode,
    entry_bytes,
    leaf_hash,
    parse_entry,
    read_json,
    stamp,
    unstamp,
)
from ledger.claims.entry import Draft
from ledger.errors import BadInput, Damaged

VECTORS = Path(__file__).resolve().parents[2] / "fixtures" / "vectors" / "jcs"
UUID = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
YEAR_9999 = 253_370_764_800 * 1_000_000

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
INTEGERS = st.integers(-MAX_INTEGER, MAX_INTEGER)
ATOMS = st.none() | st.booleans() | INTEGERS | TEXTS
VALUES = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)


def nested(levels: int) -> Any:  # JSON is anything
    """Lists in lists, the innermost of them empty."""
    value: list[Any] = []
    for _ in range(levels - 1):
        value = [value]
    return value


def said(**more: object) -> Draft:
    """A report that is ready for the ledger."""
    return draft("round.reported", {"company": "xai", **more}, 2)


def placed(event: Draft) -> bytes:
    """The bytes of an event as entry 7."""
    return entry_bytes(
        event, log=UUID, seq=7, prev=NO_LEAF, recorded=1_767_225_600_000_000, actor="a"
    )


@given(VALUES)
def test_values_of_the_profile_have_the_bytes_of_rfc_8785(value: object) -> None:
    assert encode(value) == rfc8785.dumps(value)  # type: ignore[arg-type] # JSON


@given(VALUES)
def test_what_is_written_reads_back(value: object) -> None:
    assert read_json(encode(value)) == value


@pytest.mark.parametrize("name", ["arrays", "unicode"])
def test_a_published_vector_in_the_profile_comes_out_byte_for_byte(name: str) -> None:
    packed = encode_vector(name)
    assert packed == (VECTORS / "output" / f"{name}.json").read_bytes()
    assert packed == bytes.fromhex((VECTORS / "outhex" / f"{name}.txt").read_text())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("structures", "a float cannot be stored"),
        ("values", "a float cannot be stored"),
        ("french", "is not ASCII"),
        ("weird", "is not ASCII"),
    ],
)
def test_a_published_vector_outside_the_profile_is_refused(
    name: str, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        encode_vector(name)


def encode_vector(name: str) -> bytes:
    """The canonical bytes of a vector's input."""
    return encode(json.loads((VECTORS / "input" / f"{name}.json").read_bytes()))


def len_of(number: int) -> str:
    """How long a number is, for the name of a test."""
    return f"{'-' if number < 0 else ''}{number.bit_length()} bits"


@pytest.mark.parametrize("number", [MAX_INTEGER, -MAX_INTEGER])
def test_integers_up_to_2_to_the_53_are_kept(number: int) -> None:
    assert encode(number) == str(number).encode()


@pytest.mark.parametrize("number", [2**53, -(2**53), 10**5000], ids=len_of)
def test_larger_integers_are_refused(number: int) -> None:
    with pytest.raises(BadInput, match=r"past 2\^53"):
        encode({"n": number})


@pytest.mark.parametrize(
    "value", [0.5, float("nan"), {"a": [1.0]}, b"text", {1, 2}, object()]
)
def test_what_json_of_the_profile_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(BadInput):
        encode(value)


@pytest.mark.parametrize("value", ["\ud800", {"a": "x\udfff"}, {"\ud800": "a"}])
def test_half_a_surrogate_pair_is_refused(value: object) -> None:
    with pytest.raises(BadInput):
        encode(value)


def test_a_key_that_is_not_ascii_is_refused_in_few_words() -> None:
    with pytest.raises(BadInput) as caught:
        encode({"é" * 10_000: 1})
    assert "is not ASCII" in caught.value.message
    assert len(caught.value.message) < 200


def test_sixteen_levels_fit_and_seventeen_do_not() -> None:
    assert encode(nested(MAX_DEPTH)) == b"[" * 16 + b"]" * 16
    with pytest.raises(BadInput, match="16 levels"):
        encode(nested(MAX_DEPTH + 1))


@given(st.dictionaries(KEYS, ATOMS, min_size=2, max_size=6), st.randoms())
def test_an_id_does_not_depend_on_the_order_of_keys(data: Any, chance: Any) -> None:
    keys = list(data)
    chance.shuffle(keys)
    other = {key: data[key] for key in keys}
    assert draft("x.y", other, 1) == draft("x.y", data, 1)


def test_an_id_is_the_hash_of_type_schema_and_data() -> None:
    content = b'{"data":{"company":"xai"},"schema":2,"type":"round.reported"}'
    assert said().id == sha256(content).hexdigest()


def test_an_id_tells_types_schemas_and_data_apart() -> None:
    data = {"company": "xai"}
    drafts = [said(), said(note="x"), draft("claim.moved", data, 2)]
    drafts.append(draft("round.reported", data, 1))
    assert len({one.id for one in drafts}) == 4


def test_an_entry_is_canonical_and_reads_back() -> None:
    event = said(note="英偉達 \x7f\u2028")
    body = placed(event)
    entry = parse_entry(body)
    assert rfc8785.dumps(entry) == body
    assert entry == {
        "v": 1,
        "log": UUID,
        "seq": 7,
        "prev": NO_LEAF,
        "id": event.id,
        "type": "round.reported",
        "schema": 2,
        "recorded_at": "2026-01-01T00:00:00.000000Z",
        "actor": "a",
        "data": dict(event.data),
    }


def test_an_entry_of_65_535_bytes_fits_and_one_more_does_not() -> None:
    room = MAX_BYTES - len(placed(said(note="")))
    assert len(placed(said(note="n" * room))) == MAX_BYTES
    with pytest.raises(BadInput, match=r"65,536 bytes; at most 65,535") as caught:
        placed(said(note="n" * (room + 1)))
    assert caught.value.hint


def test_an_actor_that_is_no_text_is_refused() -> None:
    with pytest.raises(BadInput):
        entry_bytes(said(), log=UUID, seq=0, prev=NO_LEAF, recorded=0, actor="\udcff")


def test_a_leaf_hash_is_that_of_rfc_6962() -> None:
    assert leaf_hash(b"") == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert leaf_hash(b"abc") == sha256(b"\x00abc").hexdigest()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"v":2}', b"\xff", b"1"])
def test_bytes_that_are_no_entry_are_damage(body: bytes) -> None:
    with pytest.raises(Damaged):
        parse_entry(body)


@given(st.integers(0, YEAR_9999))
def test_a_stamp_reads_back(recorded: int) -> None:
    assert unstamp(stamp(recorded)) == recorded


@given(st.integers(0, YEAR_9999), st.integers(0, YEAR_9999))
def test_stamps_sort_as_instants_do(one: int, other: int) -> None:
    assert (stamp(one) < stamp(other)) == (one < other)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": 1.5}', "1.5 is a float"),
        ('{"a": 1e3}', "1e3 is a float"),
        (f'{{"a": 0.{"1" * 40}}}', f"0.{'1' * 22} is a float"),
        ('{"a": NaN}', "NaN is a float"),
        ('{"a": -Infinity}', "-Infinity is a float"),
        ('{"a": 1, "a": 1}', 'the key "a" occurs twice'),
        ('{"b": {"a": 1, "c": 2, "a": 3}}', 'the key "a" occurs twice'),
        ("9007199254740992", "past 2"),
        ("-9007199254740992", "past 2"),
        ("1" * 5000, "past 2"),
        ("[" * 10_000 + "]" * 10_000, "16 levels"),
        ("", "not JSON"),
        ("{", "not JSON"),
        ("{'a': 1}", "not JSON"),
        ('{"a": 1} {}', "not JSON"),
        (b'"\xff"', "not UTF-8"),
    ],
    ids=lambda value: value[:16] if isinstance(value, str) else "bytes",
)
def test_json_from_outside_is_read_strictly(text: str | bytes, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_json(text)
    assert told in caught.value.message
    assert caught.value.hint
    assert len(caught.value.message) < 200


def test_a_long_key_that_stands_twice_is_told_in_few_words() -> None:
    pairs = ", ".join(f'"{"k" * 50_000}": {number}' for number in range(2))
    with pytest.raises(BadInput) as caught:
        read_json(f"{{{pairs}}}")
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    ("type_", "data", "company", "other"),
    [
        ("company.registered", {"slug": "xai"}, None, None),
        ("round.reported", {"company": "xai"}, "xai", None),
        ("companies.merged", {"company": "x", "into": "xai"}, "x", "xai"),
        ("claim.moved", {"company": "xai", "to": "xai/seed"}, "xai", None),
        ("claim.moved", {"company": "xai", "to": "x/seed"}, "xai", "x"),
        ("entry.corrected", {"company": "x", "set": {"company": "y"}}, "x", "y"),
        ("entry.corrected", {"set": {"name": "y"}}, None, None),
    ],
)
def test_the_companies_of_an_event_are_derived(
    type_: str, data: dict[str, Any], company: str | None, other: str | None
) -> None:
    assert derived(type_, data) == (company, other, None, None)


def test_the_published_interval_is_derived() -> None:
    data = {"company": "xai", "published": "2026-01-01"}
    day = 86_400_000_000
    start = 1_767_225_600_000_000
    assert derived("round.reported", data) == ("xai", None, start, start + day)
