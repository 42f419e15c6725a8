"""`sayso import` of Form D filings, as found and as somebody made them up."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.commands.conftest import count
from tests.importers.filings import FIXTURES, filed

Sayso = Callable[..., Result]

NAMES = ("1685-reit.xml", "ap-fund.xml", "shepherds.xml")
YES = ("--create-companies", "yes")
FIRST, SECOND = "0001544190-23-000001", "0001544190-23-000002"


@pytest.fixture
def filings(ledger: Sayso, tmp_path: Path) -> Sayso:
    """A ledger, in a folder with three filings."""
    for name in NAMES:
        (tmp_path / name).write_bytes((FIXTURES / name).read_bytes())
    return ledger


def paid(sayso: Sayso, company: str, as_of: str) -> list[str]:
    """What a company's rounds have paid, as machines read it."""
    done = sayso("raised", company, "--as-of", as_of, "-f", "jsonl")
    assert done.exit_code == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()[1:-1]]
    return [row["paid"]["max"] for row in rows if row.get("paid")]


def test_several_filings_go_on_record_and_a_second_run_adds_nothing(
    filings: Sayso,
) -> None:
    done = filings("import", *YES, *NAMES)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        "1685-reit.xml: 1 recorded, 1 company registered",
        "ap-fund.xml: 2 recorded, 2 companies registered",
        "shepherds.xml: 1 recorded, 1 company registered",
    ]
    assert "shepherds.xml: read as form-d" in done.stderr
    assert "shepherds.xml: published 2023-01-31, the day it was signed" in done.stderr
    before = count(filings)
    again = filings("import", *YES, *NAMES)
    assert (
        again.stdout.splitlines()[1] == "ap-fund.xml: 0 recorded, 2 already on record"
    )
    assert count(filings) == before


def test_the_source_is_a_regulator(filings: Sayso) -> None:
    filings("import", *YES, NAMES[0])
    rows = json.loads(filings("source", "list", "-f", "json").stdout)["rows"]
    (found,) = [row for row in rows if row["source"] == "sec"]
    assert (found["name"], found["kind"]) == ("SEC Form D", "regulator")


def test_companies_are_known_by_their_number(filings: Sayso) -> None:
    filings("import", *YES, NAMES[2])
    rows = json.loads(filings("company", "list", "-f", "json").stdout)["rows"]
    (found,) = [row for row in rows if row["name"] == "Shepherd's Finance, LLC"]
    assert found["company"] == "shepherd-s-finance-llc"
    assert found["aliases"] == ["sec:0001544190", "84 RE Partners, LLC"]


def test_no_person_gets_into_the_ledger(filings: Sayso) -> None:
    filings("import", *YES, *NAMES)
    raw = b"".join(path.read_bytes() for path in Path().glob("*.db*"))
    assert b"shepherd-s-finance-llc" in raw
    assert b"Roe" not in raw


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["D first", "D/A first"])
def test_an_amendment_replaces(ledger: Sayso, order: tuple[int, int]) -> None:
    amended = filed(sold="6000000", signed="2023-03-01", amends=FIRST)
    files = ((FIRST, filed()), (SECOND, amended))
    for at in order:
        name, raw = files[at]
        Path(f"{name}.xml").write_bytes(raw)
        assert ledger("import", *YES, f"{name}.xml").exit_code == 0
    assert paid(ledger, "halcyon", "2023-02-28") == ["5000000"] * 2  # and the total
    assert paid(ledger, "halcyon", "2023-03-01") == ["6000000"] * 2


def test_gzip_and_standard_input_are_read(filings: Sayso) -> None:
    raw = gzip.compress(Path(NAMES[1]).read_bytes())
    done = filings("import", *YES, "-", stdin=raw)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == "standard input: 2 recorded, 2 companies registered\n"


def test_a_dry_run_records_nothing_and_prints_the_events(filings: Sayso) -> None:
    before = count(filings)
    done = filings("import", "--dry-run", *YES, NAMES[1])
    assert done.exit_code == 0, done.stderr
    printed = [json.loads(line)["type"] for line in done.stdout.splitlines()]
    assert printed == [
        "source.registered",
        *["company.registered", "round.reported"] * 2,
    ]
    assert count(filings) == before


def test_unknown_companies_are_asked_about_or_listed(filings: Sayso) -> None:
    before = count(filings)
    asked = filings("import", NAMES[1])
    assert asked.exit_code == 1
    assert "names 2 companies that are not registered: AP Fund IV" in asked.stderr
    refused = filings("import", "--create-companies", "no", NAMES[1])
    assert "2 lines are invalid; file not imported" in refused.stderr
    assert "line 11 " in refused.stderr
    assert count(filings) == before


def test_a_registered_company_of_that_name_is_the_issuer(ledger: Sayso) -> None:
    Path("a.xml").write_bytes(filed(name="X.AI"))
    done = ledger("import", "--create-companies", "no", "a.xml")
    assert done.exit_code == 0, done.stderr
    assert paid(ledger, "xai", "2023-02-28") == ["5000000"] * 2


def test_the_day_of_filing_may_be_given(ledger: Sayso) -> None:
    Path("a.xml").write_bytes(filed(name="xAI"))
    done = ledger("import", "--published", "2023-02-06", "a.xml")
    assert done.exit_code == 0, done.stderr
    assert "published" not in done.stderr
    assert paid(ledger, "xai", "2023-02-05") == []
    assert paid(ledger, "xai", "2023-02-06") == ["5000000"] * 2


DTD = b'<!DOCTYPE edgarSubmission [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        pytest.param(DTD + filed()[22:], "line 1    a document type (DTD)", id="DTD"),
        pytest.param(filed()[:700], "before it is complete", id="cut short"),
        pytest.param(
            filed(name="Caf\N{LATIN SMALL LETTER E WITH ACUTE}")
            .decode()
            .encode("cp1252"),
            "not UTF-8",
            id="not UTF-8",
        ),
        pytest.param(filed().replace(b"LIVE", b"TEST"), "not a LIVE filing", id="TEST"),
        pytest.param(filed(sold="n/a", target=""), "2 lines are invalid", id="two"),
    ],
)
def test_a_filing_that_is_wrong_is_refused_whole(
    ledger: Sayso, raw: bytes, told: str
) -> None:
    before = count(ledger)
    Path("a.xml").write_bytes(raw)
    done = ledger("import", *YES, "a.xml")
    assert done.exit_code == 2
    assert told in done.stderr
    assert "file not imported" in done.stderr
    assert "Traceback" not in done.output
    skipped = ledger("import", *YES, "--skip-bad", "a.xml")
    assert skipped.exit_code == 0
    assert "0 recorded" in skipped.stdout
    assert "left out" in skipped.stdout
    assert count(ledger) - before <= 1  # who would have said so


def test_another_xml_file_is_told_by_its_root(ledger: Sayso) -> None:
    Path("a.xml").write_text("<?xml version='1.0'?>\n<feed/>\n")
    assert "a.xml: unknown format" in ledger("import", "a.xml").stderr
    done = ledger("import", "--from", "form-d", "a.xml")
    assert done.exit_code == 2
    assert "the root is <feed>" in done.stderr
