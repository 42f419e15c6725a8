"""Time stamps over heads, made by an authority that OpenSSL plays.

The numbers are those of the list of attacks in docs/audit-format.md.
"""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from ledger.audit.places import Home
from ledger.audit.verdicts import Report
from ledger.trail.given import Given, read_head
from tests.audit.bundles import exported
from tests.audit.conftest import Keeper, program

CONFIG = """
[tsa]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
"""
STAMPING = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
Purpose = x509.ExtendedKeyUsage


class Authority:
    """A root certificate, and one below it that may stamp, or may not."""

    def __init__(self, folder: Path, purpose: Purpose = STAMPING) -> None:
        folder.mkdir()
        self.folder = folder
        root, key = (generate_private_key(65537, 2048) for _ in range(2))
        top = named("Root of a test")
        self.root = certificate(top, top, root, root, None)
        signer = certificate(named("A test's authority"), top, key, root, purpose)
        (folder / "root.pem").write_bytes(self.root.public_bytes(Encoding.PEM))
        (folder / "signer.pem").write_bytes(signer.public_bytes(Encoding.PEM))
        (folder / "config").write_text(CONFIG)
        (folder / "serial").write_text("01\n")
        pem = key.private_bytes(
            Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        )
        (folder / "key.pem").write_bytes(pem)

    def stamp(self, message: bytes) -> bytes:
        """Give a token over a message; openssl makes it."""
        (self.folder / "message").write_bytes(message)
        openssl = program("openssl")
        ask = "ts -query -data message -sha256 -cert -no_nonce -out query"
        reply = "ts -reply -queryfile query -config config -section tsa"
        reply += " -signer signer.pem -inkey key.pem -out token"
        for words in (ask, reply):
            subprocess.run(
                [openssl, *words.split()],
                cwd=self.folder,
                check=True,
                capture_output=True,
            )
        return (self.folder / "token").read_bytes()

    def given(self, keeper: Keeper, *tokens: bytes) -> Given:
        named_ = [(f"{number}.tsr", token) for number, token in enumerate(tokens)]
        pem = (self.folder / "root.pem").read_bytes()
        return Given(keys=[keeper.key], tokens=named_, authorities=pem)


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: RSAPrivateKey,
    signer: RSAPrivateKey,
    purpose: Purpose | None,
) -> x509.Certificate:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(purpose is None, None), critical=True)
    )
    if purpose is not None:
        made = made.add_extension(purpose, critical=True)
    return made.sign(signer, hashes.SHA256())


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "tsa")


def refused(report: Report, words: str) -> None:
    assert (report.verdict, report.exit_code) == ("BAD-SIGNATURE", 1)
    assert words in report.findings[0].what


def test_36_a_stamp_of_the_newest_head(
    sqlite_keeper: Keeper, authority: Authority, stranger: Home, tmp_path: Path
) -> None:
    keeper = sqlite_keeper
    token = authority.stamp(bytes(keeper.heads()[-1]))
    report = keeper.verify(authority.given(keeper, token), home=stranger)
    assert report.verdict == "VERIFIED"
    assert any("over 10 entries" in name for name in report.trusted_by)
    assert report.warnings == []
    bundle = exported(keeper, tmp_path / "export")
    assert bundle.verify(authority.given(keeper, token)).verdict == "VERIFIED"


def test_36_a_stamp_of_a_head_that_was_kept(
    sqlite_keeper: Keeper, authority: Authority, stranger: Home, tmp_path: Path
) -> None:
    keeper = sqlite_keeper
    early = bytes(keeper.heads()[1])
    path = tmp_path / "early.checkpoint"
    path.write_bytes(early)
    given = authority.given(keeper, authority.stamp(early))
    refused(keeper.verify(given, home=stranger), "for another checkpoint")
    given.heads = [read_head(path)]
    report = keeper.verify(given, home=stranger)
    assert report.verdict == "VERIFIED"
    assert any("over 3 entries" in name for name in report.trusted_by)


def test_36_a_stamp_of_another_authority(
    sqlite_keeper: Keeper, authority: Authority, tmp_path: Path
) -> None:
    other = Authority(tmp_path / "other")
    token = other.stamp(bytes(sqlite_keeper.heads()[-1]))
    given = authority.given(sqlite_keeper, token)
    refused(sqlite_keeper.verify(given), "does not hold")
    given.authorities = b""
    refused(sqlite_keeper.verify(given), "does not hold")


def test_36_an_authority_that_may_not_stamp(
    sqlite_keeper: Keeper, tmp_path: Path
) -> None:
    signing = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.CODE_SIGNING])
    other = Authority(tmp_path / "other", signing)
    note = bytes(sqlite_keeper.heads()[-1])
    try:
        token = other.stamp(note)
    except subprocess.CalledProcessError:
        token = Authority(tmp_path / "third").stamp(note)  # openssl refuses already
    refused(sqlite_keeper.verify(other.given(sqlite_keeper, token)), "does not hold")


def test_36_a_stamp_older_than_the_last_entry(
    tmp_path: Path, authority: Authority
) -> None:
    ahead = int(datetime(2099, 1, 1, tzinfo=UTC).timestamp() * 1_000_000)
    home = Home.at(tmp_path / "keeper")
    keeper = Keeper(str(tmp_path / "sayso.db"), home, now=ahead)
    keeper.make()
    token = authority.stamp(bytes(keeper.heads()[-1]))
    report = keeper.verify(authority.given(keeper, token))
    assert report.verdict == "VERIFIED"
    assert "older than the last entry" in report.warnings[0]


@pytest.mark.parametrize("token", [b"", b"noise", b"0\x03\x02\x01\x00"])
def test_36_a_stamp_that_is_none(
    sqlite_keeper: Keeper, authority: Authority, token: bytes
) -> None:
    refused(
        sqlite_keeper.verify(authority.given(sqlite_keeper, token)), "cannot be read"
    )


def test_a_key_of_the_ledger_stamps_nothing(
    sqlite_keeper: Keeper, authority: Authority
) -> None:
    note = bytes(sqlite_keeper.heads()[-1])
    private = Ed25519PrivateKey.generate()
    given = authority.given(sqlite_keeper, private.sign(note))
    refused(sqlite_keeper.verify(given), "cannot be read")
