"""What programs that we did not write make of an export.

The Python packages come with the tests. OpenSSL, sha256sum and jq are asked for where
they are installed; under CI=true it is a failure if they are not.
"""

import json
import re
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import prov.model
import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ledger.audit.notes import read_key, read_note
from ledger.audit.places import Home
from ledger.audit.signatures import cosign, verifier_key
from tests.audit.bundles import Bundle, exported, story
from tests.audit.conftest import Keeper, program

TLOG_TILES = Path(sys.executable).with_name("tlog-tiles")
BAGIT = Path(sys.executable).with_name("bagit.py")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Give an export of 700 entries: two full tiles and a part of one."""
    folder = tmp_path_factory.mktemp("foreign")
    keeper = Keeper(str(folder / "sayso.db"), Home.at(folder / "keeper"))
    keeper.make()
    with keeper.open() as book:
        story(book)
    keeper.report(700 - len(keeper.bodies()))
    return exported(keeper, folder / "export")


def run(*words: str | Path, cwd: Path | None = None, stdin: bytes = b"") -> bytes:
    done = subprocess.run(words, cwd=cwd, input=stdin, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


# -- the log, by tlog-scales -------------------------------------------------


@pytest.mark.parametrize("index", [0, 1, 255, 256, 511, 512, 699])
def test_tiles_give_every_entry_with_its_proof(bundle: Bundle, index: int) -> None:
    log = bundle.file("log")
    body = run(TLOG_TILES, "get-leaf", "-c", log, str(index))
    assert body == bundle.keeper.bodies()[index]


def test_proofs_are_those_that_others_make(bundle: Bundle) -> None:
    proofs = sorted(bundle.file("proofs").glob("*.tlog-proof"))
    assert proofs
    for path in proofs:
        made = run(TLOG_TILES, "gen-proof", bundle.file("log"), path.stem)
        assert made == path.read_bytes()


def test_others_read_the_key_and_the_signature(bundle: Bundle) -> None:
    from tlog_scales.signing import Vkey  # it has no types
    from tlog_scales.tlog import Checkpoint

    text = bundle.file("log/checkpoint").read_text("utf-8")
    vkey = Vkey.from_string(str(bundle.keeper.key))
    Checkpoint.from_text(text).verify(vkey)
    head = Checkpoint.from_text(text.replace("\n700\n", "\n701\n"))
    with pytest.raises(InvalidSignature):
        head.verify(vkey)


def test_others_read_a_witnesss_line(bundle: Bundle) -> None:
    from tlog_scales.signing import Vkey  # it has no types
    from tlog_scales.tlog import Checkpoint

    note = read_note(bundle.file("log/checkpoint").read_bytes())
    private = bundle.keeper.private
    line = cosign(note.text, "witness.example", private, 1_767_225_700)
    public = verifier_key("witness.example", private).public
    vkey = Vkey("witness.example", None, 4, public)
    text = f"{note.text}\n{line}\n"
    Checkpoint.from_text(text).verify(vkey)


@pytest.mark.parametrize("old", [1, 3, 699, 700])
def test_others_find_the_same_growth(bundle: Bundle, old: int) -> None:
    from tlog_scales.backend import LocalBackend  # it has no types
    from tlog_scales.reader import TilesReader

    reader = TilesReader(LocalBackend(bundle.file("log")))
    head = reader.get_checkpoint()
    assert reader.calculate_root_hash() == head.root_hash
    proof = reader.get_consistency_proof(old, 700)
    proof.check(bundle.keeper.root(old), head.root_hash)
    path = next(bundle.file("consistency").glob("*-700.txt"))
    first, *_ = path.read_text("utf-8").splitlines()
    before = int(first.removeprefix("old "))
    lines = path.read_text("utf-8").partition("\n\n")[0].splitlines()[1:]
    theirs = reader.get_consistency_proof(before, 700).node_hashes
    assert [b64decode(line) for line in lines] == theirs


# -- the signature, by OpenSSL -----------------------------------------------


def test_openssl_verifies_the_signature(bundle: Bundle, tmp_path: Path) -> None:
    openssl = program("openssl")
    note = read_note(bundle.file("log/checkpoint").read_bytes())
    key = Ed25519PublicKey.from_public_bytes(read_key(str(bundle.keeper.key)).public)
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key.pem").write_bytes(pem)
    (tmp_path / "text").write_text(note.text, "utf-8")
    (tmp_path / "signature").write_bytes(note.signatures[0].blob)
    words = [openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"]
    words += ["-in", "text", "-sigfile", "signature"]
    assert b"Verified Successfully" in run(*words, cwd=tmp_path)
    (tmp_path / "text").write_text(note.text.replace("700", "701"), "utf-8")
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode != 0


# -- the bag, by coreutils and bagit -----------------------------------------


def test_sha256sum_checks_every_file(bundle: Bundle) -> None:
    words = ["-c", "manifest-sha256.txt", "tagmanifest-sha256.txt"]
    told = run(program("sha256sum"), *words, cwd=bundle.path).decode()
    assert len(told.splitlines()) == len(bundle.names()) - 1
    assert all(line.endswith(": OK") for line in told.splitlines())


def test_bagit_validates_the_bag(bundle: Bundle, tmp_path: Path) -> None:
    run(BAGIT, "--validate", bundle.path)
    copy = bundle.copy(tmp_path / "copy")
    with copy.file("events.jsonl").open("ab") as file:
        file.write(b"x")
    words: list[str | Path] = [BAGIT, "--validate", copy.path]
    done = subprocess.run(words, capture_output=True, check=False)
    assert done.returncode == 1


def test_the_readmes_lines_of_python_give_the_root(bundle: Bundle) -> None:
    text = bundle.file("README.txt").read_text("utf-8")
    script = re.search(r"python3 - <<'END'\n(.*?)\n     END", text, re.DOTALL)
    assert script is not None
    lines = [line.removeprefix("     ") for line in script[1].splitlines()]
    told = run(sys.executable, "-c", "\n".join(lines), cwd=bundle.path).decode()
    computed, _, size, root, *_ = told.splitlines()
    assert computed == f"{size} {root}"
    assert size == "700"


def test_jq_reads_the_entries(bundle: Bundle) -> None:
    jq = program("jq")
    told = run(jq, "-s", "map(.seq) == [range(length)]", bundle.file("events.jsonl"))
    assert told.strip() == b"true"


# -- what is derived ---------------------------------------------------------


def test_prov_reads_the_provenance(bundle: Bundle) -> None:
    text = bundle.file("prov.json").read_text("utf-8")
    document = prov.model.ProvDocument.deserialize(content=text, format="json")
    again = prov.model.ProvDocument.deserialize(
        content=document.serialize(format="json"), format="json"
    )
    assert document == again
    kinds = {type(record).__name__ for record in document.get_records()}
    assert {
        "ProvEntity",
        "ProvActivity",
        "ProvAgent",
        "ProvGeneration",
        "ProvAssociation",
        "ProvAttribution",
        "ProvDerivation",
        "ProvInvalidation",
        "ProvInfluence",
    } <= kinds
    entities = list(document.get_records(prov.model.ProvEntity))
    assert len(entities) == 700
    derived = list(document.get_records(prov.model.ProvDerivation))
    told = {str(value) for one in derived for value in one.get_attribute("prov:type")}
    assert told == {"prov:Revision", "prov:Quotation"}


def test_cloudevents_reads_the_batch(bundle: Bundle) -> None:
    batch = json.loads(bundle.file("cloudevents.json").read_bytes())
    assert len(batch) == 700
    for event, body in zip(batch, bundle.keeper.bodies(), strict=True):
        found = JSONFormat().read(CloudEvent, json.dumps(event).encode())
        assert found.get_data() == json.loads(body)
        assert found.get_id() == json.loads(body)["id"]
        assert found.get_source() == "//example.com/ledger"
        assert found.get_type().startswith("sayso.")
        assert found.get_extension("sequence") == str(json.loads(body)["seq"])
