"""Notes, keys, checkpoints, tiles and proofs: the published examples, and what is
refused because it is spelled in another way.
"""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.audit.checkpoints import Checkpoint, checkpoint_in
from ledger.audit.merkle import Frontier, inclusion_path, leaf, perfect
from ledger.audit.notes import Note, VerifierKey, is_name, read_key, read_note
from ledger.audit.proofs import Growth, Proof, read_growth, read_proof
from ledger.audit.signatures import cosign, seen_at, sign, signed_by, verifier_key
from ledger.audit.texts import base64, unbase64
from ledger.audit.tiles import (
    Tile,
    TileReader,
    bundle_entries,
    levels,
    packed,
    tiles_of,
)
from ledger.errors import NotProven

VECTORS = Path(__file__).resolve().parents[2] / "fixtures" / "vectors" / "note"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = "example.com/log"
HEAD = Checkpoint(NAME, 7, leaf(b"root"))


def signed(head: Checkpoint = HEAD, name: str = NAME) -> Note:
    return Note(head.text, (sign(head.text, name, KEY),))


@pytest.mark.parametrize("example", ["c2sp-example", "go-example"])
def test_a_published_note_verifies_under_its_key(example: str) -> None:
    data = (VECTORS / f"{example}.note").read_bytes()
    key = read_key((VECTORS / f"{example}.vkey").read_text("utf-8"))
    assert signed_by(read_note(data), key)
    assert bytes(read_note(data)) == data


def test_signing_the_published_text_gives_the_published_note() -> None:
    *_, secret = (VECTORS / "go-example.skey").read_text("utf-8").strip().split("+", 4)
    private = Ed25519PrivateKey.from_private_bytes(unbase64(secret, "the key")[1:])
    text = (VECTORS / "go-example.txt").read_text("utf-8")
    made = Note(text, (sign(text, "PeterNeumann", private),))
    assert bytes(made) == (VECTORS / "go-example.note").read_bytes()
    published = (VECTORS / "go-example.vkey").read_text("utf-8").strip()
    assert str(verifier_key("PeterNeumann", private)) == published


def test_a_checkpoint_is_read_as_it_was_written() -> None:
    note = read_note(bytes(signed()))
    assert checkpoint_in(note) == HEAD
    assert signed_by(note, verifier_key(NAME, KEY))


def test_an_unknown_key_signed_nothing() -> None:
    other = verifier_key(NAME, Ed25519PrivateKey.from_private_bytes(b"x" * 32))
    assert not signed_by(signed(), other)
    assert not signed_by(signed(), verifier_key("other", KEY))


def test_a_line_of_an_unknown_cosigner_is_ignored() -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"x" * 32)
    note = Note(HEAD.text, (*signed().signatures, sign(HEAD.text, "other", other)))
    assert signed_by(read_note(bytes(note)), verifier_key(NAME, KEY))


def test_a_witness_signs_the_instant_too() -> None:
    line = cosign(HEAD.text, "witness", KEY, 1_700_000_000)
    note = read_note(bytes(Note(HEAD.text, (*signed().signatures, line))))
    witness = VerifierKey("witness", 4, verifier_key("witness", KEY).public)
    assert signed_by(note, read_key(str(witness)))
    assert seen_at(note, witness) == 1_700_000_000
    forged = Note(
        note.text,
        (note.signatures[0], cosign("other\n1\nx\n", "witness", KEY, 1_700_000_000)),
    )
    with pytest.raises(NotProven, match="not its own"):
        signed_by(forged, witness)


def flipped(data: bytes) -> bytes:
    text, _, coded = data.decode().rpartition(" ")
    blob = unbase64(coded.strip(), "it")
    return f"{text} {base64(blob[:-1] + bytes([blob[-1] ^ 1]))}\n".encode()


@pytest.mark.parametrize(
    "touch",
    [
        flipped,
        lambda data: data.replace(b"\n7\n", b"\n8\n"),
        lambda data: data.replace(NAME.encode(), b"example.com/lot", 1),
    ],
    ids=["bits of the signature", "size", "origin"],
)
def test_a_touched_note_is_not_signed(touch: object) -> None:
    assert callable(touch)
    with pytest.raises(NotProven, match="not its own"):
        signed_by(read_note(touch(bytes(signed()))), verifier_key(NAME, KEY))


@pytest.mark.parametrize(
    "touch",
    [
        lambda data: data.partition(b"\n\n")[0] + b"\n\n",
        lambda data: data.partition(b"\n\n")[0] + b"\n",
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace("\N{EM DASH}".encode(), b"-"),
        lambda data: data[:-1],
        lambda data: data.replace(b"=\n", b"\n"),
        lambda data: data + b"\xff\n",
        lambda data: data + b"x" * 1_000_000 + b"\n",
        lambda data: data + data.partition(b"\n\n")[2] * 100,
        lambda data: data.replace(b" example", b" exa mple"),
        lambda _: b"",
    ],
    ids=range(11),
)
def test_another_spelling_of_a_note_is_refused(touch: object) -> None:
    assert callable(touch)
    with pytest.raises(NotProven):
        read_note(touch(bytes(signed())))


@pytest.mark.parametrize(
    "text",
    [
        f"{NAME}\n07\n{base64(HEAD.root)}\n",
        f"{NAME}\n+7\n{base64(HEAD.root)}\n",
        f"{NAME}\n7 \n{base64(HEAD.root)}\n",
        f"{NAME}\n\N{ARABIC-INDIC DIGIT SEVEN}\n{base64(HEAD.root)}\n",
        f"{NAME}\n{10**20}\n{base64(HEAD.root)}\n",
        f"{NAME}\n0\n{base64(HEAD.root)}\n",
        f"{NAME}\n7\n{base64(HEAD.root)}\nextension\n",
        f"{NAME}\n7\n{base64(HEAD.root[:31])}\n",
        f"{NAME}\n7\n",
        f"\n7\n{base64(HEAD.root)}\n",
    ],
)
def test_another_spelling_of_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NotProven):
        checkpoint_in(Note(text, signed().signatures))


@pytest.mark.parametrize(
    "touch",
    [
        lambda key: key.replace("+", "-"),
        lambda key: key[:-2],
        lambda key: key.replace(NAME, "other"),
        lambda key: key.replace("AQ", "Ag", 1) if "AQ" in key else "x",
        lambda key: key.replace(NAME, ""),
        lambda _: "",
    ],
    ids=range(6),
)
def test_a_malformed_key_is_refused(touch: object) -> None:
    assert callable(touch)
    with pytest.raises(NotProven):
        read_key(touch(str(verifier_key(NAME, KEY))))


@pytest.mark.parametrize(
    ("name", "fits"), [("a/b", True), ("a b", False), ("a+b", False), ("", False)]
)
def test_some_text_is_no_name_of_a_key(name: str, *, fits: bool) -> None:
    assert is_name(name) is fits


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0, 256), "tile/0/000"),
        (Tile(0, 999, 1), "tile/0/999.p/1"),
        (Tile(1, 1000, 256), "tile/1/x001/000"),
        (Tile(-1, 1_234_067, 255), "tile/entries/x001/x234/067.p/255"),
    ],
)
def test_a_tile_has_the_path_of_the_format(tile: Tile, path: str) -> None:
    assert tile.path == path


@pytest.mark.parametrize(
    ("size", "paths"),
    [
        (1, ["tile/0/000.p/1"]),
        (255, ["tile/0/000.p/255"]),
        (256, ["tile/0/000", "tile/1/000.p/1"]),
        (257, ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"]),
        (65_536, None),
    ],
)
def test_a_tree_has_these_tiles(size: int, paths: list[str] | None) -> None:
    found = [tile.path for level in levels(size) for tile in tiles_of(size, level)]
    if paths is None:
        assert len(found) == 256 + 1 + 1
        assert found[-2:] == ["tile/1/000", "tile/2/000.p/1"]
    else:
        assert found == paths


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_a_bundle_gives_its_entries_back(entries: list[bytes]) -> None:
    bundle = packed(entries)
    assert bundle_entries(bundle) == entries
    for end in range(1, len(bundle)):
        try:
            assert (
                bundle_entries(bundle[:end])
                == entries[: len(bundle_entries(bundle[:end]))]
            )
        except NotProven:
            continue


@pytest.mark.parametrize("size", [1, 3, 256, 257, 700, 66_000])
def test_a_shelf_gives_every_peak_and_fetches_a_tile_once(size: int) -> None:
    leaves = [leaf(b"%d" % one) for one in range(size)]
    asked: list[tuple[int, int]] = []

    def fetch(level: int, number: int) -> list[bytes]:
        asked.append((level, number))
        width = 1 << (8 * level)
        first = number * 256
        places = range(first, min(first + 256, size // width))
        return [perfect(leaves[x * width : (x + 1) * width]) for x in places]

    grown = Frontier()
    grown.extend(leaves)
    shelf = TileReader(fetch)
    path = inclusion_path(size - 1, size, shelf.subtree)
    proof = Proof(size - 1, tuple(path), signed(Checkpoint(NAME, size, grown.root)))
    proof.check(b"%d" % (size - 1))
    assert len(asked) == len(set(asked))


def test_a_shelf_with_a_short_tile_proves_nothing() -> None:
    with pytest.raises(NotProven, match="lacks hashes"):
        TileReader(lambda _, __: [leaf(b"0")]).subtree(1, 0)


def test_a_proof_is_read_as_it_was_written() -> None:
    for entry in (None, b'{"seq":3}'):
        proof = Proof(3, (leaf(b"1"), leaf(b"2")), signed(), entry)
        assert read_proof(bytes(proof)) == proof


def test_a_proof_of_growth_is_read_as_it_was_written() -> None:
    growth = Growth(3, (leaf(b"1"),), signed())
    assert read_growth(bytes(growth)) == growth


@pytest.mark.parametrize(
    "touch",
    [
        lambda data: data.replace(b"@v1", b"@v2"),
        lambda data: data.replace(b"index 3", b"index 03"),
        lambda data: data.replace(b"index 3", b"index 100000000000000000000"),
        lambda data: data.replace(b"index 3\n", b""),
        lambda data: data.replace(b"index 3", b"index 3\nAAAA"),
        lambda data: data.replace(b"\n\n", f"\n{base64(HEAD.root)}".encode() * 63, 1),
        lambda data: data.replace(
            b"\n\n", f"\n{base64(HEAD.root)}".encode() * 63 + b"\n\n", 1
        ),
        lambda data: data.replace(b"\n\n", b"\n"),
    ],
    ids=range(8),
)
def test_a_malformed_proof_is_refused(touch: object) -> None:
    assert callable(touch)
    proof = Proof(3, (leaf(b"1"),), signed())
    with pytest.raises(NotProven):
        read_proof(touch(bytes(proof)))


@pytest.mark.parametrize(
    "touch",
    [
        lambda data: data.replace(b"old 3", b"old 0"),
        lambda data: data.replace(b"old 3", b"new 3"),
        lambda data: data.replace(b"old 3", b"old 03"),
        lambda data: data.replace(b"\n\n", b"\n"),
    ],
    ids=range(4),
)
def test_a_malformed_proof_of_growth_is_refused(touch: object) -> None:
    assert callable(touch)
    with pytest.raises(NotProven):
        read_growth(touch(bytes(Growth(3, (leaf(b"1"),), signed()))))


def test_a_proof_of_growth_is_about_one_checkpoint_only() -> None:
    growth = Growth(3, (leaf(b"1"),), signed())
    for before in (Checkpoint(NAME, 4, HEAD.root), Checkpoint("other", 3, HEAD.root)):
        with pytest.raises(NotProven, match="another checkpoint"):
            growth.check(before)
