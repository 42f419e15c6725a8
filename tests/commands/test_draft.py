"""`sayso draft`: a proposal as a file, and what is said on standard error."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.commands.conftest import failed
from tests.conftest import Sayso

TEXT = "Bloomberg reported that xAI raised $500 million at $15-20 billion.\n"
REPORT = [
    *("record", "report", "xai/series-b", "--source", "bloomberg"),
    *("--published", "2024-01-19", "--stage", "committed"),
    *("--raised", "committed:500M", "--valuation", "15B..20B"),
]


@pytest.fixture
def article(ledger: Sayso) -> Path:  # noqa: ARG001 (in its folder)
    """An article in the folder of a ledger."""
    path = Path("article.txt")
    path.write_text(TEXT, "utf-8")
    return path


def drafted(ledger: Sayso, text: str, *options: str) -> dict[str, Any]:
    """The draft of a text."""
    Path("article.txt").write_text(text, "utf-8")
    done = ledger("draft", "article.txt", *options)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = YAML(typ="safe").load(done.stdout)
    return found


def offers(ledger: Sayso, text: str, *options: str) -> list[list[str]]:
    """What each claim of a text may do to claims on record."""
    found = drafted(ledger, text, *options)
    return [[offer["may"] for offer in claim["ledger"]] for claim in found["claims"]]


def test_a_draft_is_written_and_the_ledger_is_not(ledger: Sayso, article: Path) -> None:
    before = ledger("log").stdout
    done = ledger("draft", str(article), "--source", "bloomberg", "-o", "x.yaml")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("x.yaml: 1 claim proposed (1 high")
    found = YAML(typ="safe").load(Path("x.yaml").read_text("utf-8"))
    (claim,) = found["claims"]
    assert claim["company"]["id"] == "xai"
    assert found["document"]["publisher"] == {"id": "bloomberg", "text": "bloomberg"}
    assert ledger("log").stdout == before


def test_a_file_that_is_there_is_kept(ledger: Sayso, article: Path) -> None:
    Path("x.yaml").write_text("mine")
    done = ledger("draft", str(article), "-o", "x.yaml")
    failed(done, 2, "x.yaml exists already; --force overwrites it")
    assert Path("x.yaml").read_text() == "mine"
    assert ledger("draft", str(article), "-o", "x.yaml", "--force").exit_code == 0


def test_no_ledger_is_needed(sayso: Sayso) -> None:
    Path("article.txt").write_text(TEXT, "utf-8")
    done = sayso("draft", "article.txt")
    assert done.exit_code == 0
    assert "no ledger here: companies are not looked up" in done.stderr
    assert "{id: null, text: xAI" in done.stdout


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\xff\xfe\xfd", "article.txt is not"),
        (b"%PDF-1.7", "article.txt is a PDF"),
        (b"   ", "article.txt has no text"),
    ],
)
def test_what_is_no_article_is_refused(ledger: Sayso, raw: bytes, message: str) -> None:
    Path("article.txt").write_bytes(raw)
    failed(ledger("draft", "article.txt", "-o", "x.yaml"), 2, message)
    assert not Path("x.yaml").exists()


def test_a_day_that_is_none_is_refused(ledger: Sayso, article: Path) -> None:
    done = ledger("draft", str(article), "--published", "someday")
    assert done.exit_code == 2
    assert "someday" in done.stderr


def test_another_language_is_told(ledger: Sayso) -> None:
    Path("article.txt").write_text("資金調達を完了したと発表しました。", "utf-8")
    done = ledger("draft", "article.txt")
    assert "warning: language: the rules read English and Chinese" in done.stderr


def test_a_claim_that_is_on_record_may_be_repeated(ledger: Sayso) -> None:
    assert ledger(*REPORT).exit_code == 0
    when = ("--published", "2024-01-20")
    assert offers(ledger, TEXT, *when) == [["repeat"]]
    assert offers(ledger, "xAI raised $700 million.", *when) == [[]]
    late = ("--published", "2025-01-20")
    assert offers(ledger, TEXT, *late) == [[]]


def test_the_same_source_with_other_amounts_may_revise(ledger: Sayso) -> None:
    assert ledger(*REPORT).exit_code == 0
    text = "Bloomberg reported that xAI raised $700 million."
    assert offers(ledger, text, "--published", "2024-01-20") == [["revise"]]


def test_the_company_that_says_the_same_may_confirm(ledger: Sayso) -> None:
    assert ledger(*REPORT).exit_code == 0
    text = "xAI said it raised $500 million."
    assert offers(ledger, text, "--published", "2024-01-20") == [["confirm"]]


def test_a_denial_is_offered_what_it_may_deny(ledger: Sayso) -> None:
    assert ledger(*REPORT).exit_code == 0
    text = "Elon Musk said that the report of funding for xAI is fake news."
    found = drafted(ledger, text, "--published", "2024-01-20")
    (denial,) = found["claims"]
    assert denial["source"]["id"] == "elon-musk"
    assert [offer["may"] for offer in denial["ledger"]] == ["deny"]
