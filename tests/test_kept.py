"""What 0.4.0 and 0.5.0 wrote: it opens, verifies and answers; no event gets another id.

`fixtures/kept-*/README.md` say how the files were made. The answers themselves
may change with the rules; that there are any may not.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ledger.claims.dates import parse_when
from ledger.claims.evidence import EVIDENCE
from ledger.projections.names import NAMING
from tests.audit.test_on_a_server import ran
from tests.conftest import Clock, Sayso, database_on
from tests.demo import demo_claims

if TYPE_CHECKING:
    from sqlalchemy import URL

HERE: Final = Path(__file__).resolve().parents[1]
LAST: Final = HERE / "fixtures/kept-0.5.0"
KEPT: Final = HERE / "fixtures/kept-0.4.0"
IMPORTERS: Final = HERE / "fixtures/importers"
LATER: Final = parse_when("2027-01-01T00:00Z").lo
ENTRIES: Final = 432
FILINGS: Final = ("1685-reit", "ap-fund", "shepherds")


def unpacked(name: str, folder: Path) -> Path:
    """Unpack one of the kept files into a folder."""
    path = folder / name
    path.write_bytes(gzip.decompress((KEPT / f"{name}.gz").read_bytes()))
    return path


@dataclass(frozen=True, slots=True)
class Kept:
    """A ledger of 0.4.0 and the public key that signs it."""

    place: str
    key: Path
    sayso: Sayso

    def run(self, *words: str, stdin: bytes | None = None) -> str:
        """Run a command on it, which must succeed; give what it prints."""
        done = self.sayso(*words, stdin=stdin, SAYSO_DB=self.place)
        assert done.exit_code == 0, done.output
        return done.stdout

    def entries(self) -> list[dict[str, object]]:
        """Give every entry as it is stored."""
        return [
            json.loads(line) for line in self.run("log", "-f", "jsonl").splitlines()
        ]


@pytest.fixture(params=["sqlite", "postgresql", "bundle"])
def kept(
    request: pytest.FixtureRequest, sayso: Sayso, clock: Clock, tmp_path: Path
) -> Iterator[Kept]:
    """Give a ledger of 0.4.0: a file, a dump that is restored, then an export."""
    clock.now = LATER
    if request.param == "sqlite":
        place = unpacked("ledger.sqlite", tmp_path)
        yield Kept(str(place), KEPT / "ledger.vkey", sayso)
    elif request.param == "bundle":
        bundle, place = unpacked("bundle.zip", tmp_path), tmp_path / "restored.db"
        key = KEPT / "ledger.vkey"
        done = sayso("db", "restore", str(bundle), str(place), "--key", str(key))
        assert done.exit_code == 0, done.output
        yield Kept(str(place), key, sayso)
    else:
        server: URL = request.getfixturevalue("postgresql_server")
        with database_on(server) as url:
            dump = unpacked("ledger.sql", tmp_path)
            words = ("--no-psqlrc", "--quiet", "--single-transaction")
            stop = ("--set", "ON_ERROR_STOP=1", "--output", tmp_path / "said")
            ran("psql", *words, *stop, "--dbname", url, "--file", dump)
            yield Kept(url, KEPT / "server.vkey", sayso)


def test_the_export_verifies_but_for_its_tables_of_older_rules(
    sayso: Sayso, tmp_path: Path
) -> None:
    bundle = unpacked("bundle.zip", tmp_path)
    done = sayso("audit", "verify", str(bundle), "--key", str(KEPT / "ledger.vkey"))
    assert (done.exit_code, done.stdout.split()[0]) == (3, "PARTIAL"), done.output


def test_it_is_upgraded_verifies_and_answers(kept: Kept) -> None:
    kept.run("db", "upgrade")
    kept.run("audit", "verify", "--deep", "--key", str(kept.key))
    found = kept.entries()
    assert [entry["seq"] for entry in found] == list(range(ENTRIES))
    asked = (
        ("valuations", "--as-of", "2024-05-28"),
        ("valuations",),
        ("raised", "xai"),
        ("rounds", "openai"),
        ("timeline", "xai"),
        ("explain", "xai"),
        ("disputed",),
        ("rewritten", "epoch-ai"),
        ("credibility",),
        ("diff", "2024-01-18", "2024-05-28", "--company", "xai"),
    )
    for words in asked:
        assert kept.run(*words), words
    kept.run("audit", "verify", "--deep", "--key", str(kept.key))


def test_recording_the_same_again_adds_only_what_was_not_read_then(kept: Kept) -> None:
    kept.run("db", "upgrade")
    yes = ("--create-companies", "yes")
    table = str(IMPORTERS / "crunchbase" / "rounds.csv")
    filings = [str(IMPORTERS / "form-d" / f"{name}.xml") for name in FILINGS]
    kept.run("import", "-", stdin=b"\n".join(demo_claims()))
    kept.run("import", "--skip-bad", *yes, table)
    kept.run("import", *yes, *filings)
    # 0.4.0 did not read sectors and countries of a table.
    added = kept.entries()[ENTRIES:]
    assert {one["type"] for one in added} == {"company.tagged"}
    kept.run("import", "--skip-bad", *yes, table)
    kept.run("import", "-", stdin=kept.run("log", "-f", "jsonl").encode())
    assert len(kept.entries()) == ENTRIES + len(added)


def test_it_takes_new_events_after_the_old(kept: Kept) -> None:
    kept.run("db", "upgrade")
    kept.run("record", "void", "430", "--reason", "the old note was right")
    *_, last = kept.entries()
    assert (last["seq"], last["type"]) == (ENTRIES, "entry.voided")
    words = ("audit", "verify", "--deep", "--key", str(kept.key))
    done = kept.sayso(*words, SAYSO_DB=kept.place)
    unsigned = 3  # the public key alone signs nothing that is new
    assert (done.exit_code, "433 entries" in done.stdout) == (unsigned, True)


def last_release(folder: Path) -> Path:
    """Unpack the ledger of 0.5.0, whose events hold their quotes and articles."""
    path = folder / "ledger-0.5.0.sqlite"
    kept = LAST / "ledger.sqlite.gz"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    return path


@pytest.fixture
def inside(sayso: Sayso, clock: Clock, tmp_path: Path) -> Kept:
    """Give the ledger of 0.5.0, upgraded."""
    clock.now = LATER
    key = LAST / "ledger.vkey"
    found = Kept(str(last_release(tmp_path)), key, sayso)
    found.run("db", "upgrade")
    return found


def test_quotes_inside_are_shown_as_evidence(inside: Kept) -> None:
    inside.run("audit", "verify", "--deep", "--key", str(inside.key))
    told = inside.run("show", "192")
    assert "quote" in told
    assert "20 million dollars" in told
    events = json.loads(inside.run("explain", "halcyon", "-f", "json"))["events"]
    (found,) = next(one["evidence"] for one in events if one["event"] == 192)
    assert (found["event"], found["quote"]) == (192, "20 million dollars")
    assert (found["url"], found["locator"]) == ("https://example.com/1", "line 1")
    assert "20 million dollars" in inside.run("explain", "halcyon")
    (row, *_) = inside.run("export", "claims", "halcyon", "-f", "jsonl").splitlines()
    assert json.loads(row)["locators"] == ["line 1"]


def test_the_same_events_meet_without_doubles(inside: Kept) -> None:
    lines = gzip.decompress((LAST / "entries.jsonl.gz").read_bytes())
    inside.run("import", "-", stdin=lines)
    assert len(inside.entries()) == 199
    terms = ("--published", "2026-03-01", "--stage", "closed", "--raised", "20M")
    report = ("record", "report", "halcyon/seed", "--source", "example-paper", *terms)
    assert "already on record" in inside.run(*report)
    assert len(inside.entries()) == 199
    inside.run(*report, "--note", "seen again")
    *_, last = inside.entries()
    assert (last["seq"], last["type"]) == (199, "claim.cited")
    inside.run("import", "-", stdin=lines)
    assert len(inside.entries()) == 200


@pytest.mark.parametrize("first", ["with evidence inside", "without"])
def test_they_meet_in_another_ledger_whichever_comes_first(
    inside: Kept, first: str, tmp_path: Path
) -> None:
    lines = gzip.decompress((LAST / "entries.jsonl.gz").read_bytes())
    bare = [
        {k: v for k, v in one["data"].items() if k not in EVIDENCE}  # type: ignore[attr-defined]
        for one in inside.entries()
    ]
    types = [one["type"] for one in inside.entries()]
    names = [
        json.dumps({"type": type_, "data": data})
        for type_, data in zip(types, bare, strict=True)
        if type_ in {*NAMING, "round.reported", "valuation.reported"}
    ]
    other = Kept(str(tmp_path / "other.db"), inside.key, inside.sayso)
    other.sayso("init", other.place)
    feeds = [lines, "\n".join(names).encode()]
    for feed in feeds if first == "with evidence inside" else reversed(feeds):
        other.run("import", "-", stdin=feed)
    kinds = [one["type"] for one in other.entries() if one["type"] in set(types)]
    assert sorted(map(str, kinds)) == sorted(map(str, types))
