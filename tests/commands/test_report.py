"""`sayso report`: what is written, and what is refused in words."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.commands.conftest import failed, ours

Sayso = Callable[..., Result]


@pytest.fixture
def said(ledger: Sayso) -> Sayso:
    """A ledger in which Bloomberg reports on xAI, and its founder denies it."""
    words = ("record", "report", "xai/series-b", "--source", "bloomberg")
    price = ("--stage", "committed", "--price", "unspecified:15B..20B")
    assert ledger(*words, "--published", "2024-01-19", *price).exit_code == 0
    words = ("record", "deny", "xai/series-b", "--source", "elon-musk")
    form = ("--scope", "whole", "--form", "fake")
    done = ledger(*words, "--published", "2024-01-19", *form)
    assert done.exit_code == 0, done.output
    return ledger


def test_a_page_is_written_and_told_of(said: Sayso) -> None:
    done = said("report", "page.html", "--as-of", "2024-01-31")
    assert (done.exit_code, done.stdout) == (0, "")
    written, basis = done.stderr.splitlines()
    assert written == "page.html: 2 events, 13 days"
    assert basis.startswith("basis: b3.")
    page = Path("page.html").read_text("utf-8")
    assert page.startswith("<!doctype html>\n")
    assert "15B..20B" in page
    assert ours() == {"page.html"}


def test_one_is_no_plural(said: Sayso) -> None:
    done = said("report", "then.html", "--as-of", "2001-01-01")
    assert done.stderr.startswith("then.html: 0 events, 1 day\n")


def test_a_basis_gives_the_same_page_again(said: Sayso) -> None:
    first = said("report", "one.html", "--as-of", "2024-01-31")
    token = first.stderr.split("basis: ")[1].strip()
    assert said("company", "add", "openai", "--name", "OpenAI").exit_code == 0
    assert said("report", "two.html", "--basis", token).exit_code == 0
    assert Path("one.html").read_bytes() == Path("two.html").read_bytes()


def test_without_a_date_it_goes_up_to_today(said: Sayso) -> None:
    assert said("report", "page.html").exit_code == 0
    page = Path("page.html").read_text("utf-8")
    assert "from 2024-01-19 to 2025-12-31." in page


def test_companies_can_be_chosen(said: Sayso) -> None:
    assert said("company", "add", "openai", "--name", "OpenAI").exit_code == 0
    words = ("--company", "X.AI", "--company", "openai", "--no-belief")
    assert said("report", "page.html", *words).exit_code == 0
    page = Path("page.html").read_text("utf-8")
    assert "What xAI is said to be worth" in page
    assert "openai: nothing recorded by that date" in page
    assert "Left out because the ledger is large; --belief includes them." in page


def test_the_signed_head_is_on_the_page(said: Sayso) -> None:
    head = said("audit", "checkpoint").stdout
    assert said("report", "page.html").exit_code == 0
    assert f"<pre>{head.replace('+', '+')}</pre>" in Path("page.html").read_text(
        "utf-8"
    )


def test_a_file_that_exists_stays_unless_force_is_used(said: Sayso) -> None:
    Path("page.html").write_text("mine")
    failed(said("report", "page.html"), 1, "page.html exists already", "choose another")
    assert Path("page.html").read_text() == "mine"
    assert said("report", "page.html", "--force").exit_code == 0
    assert Path("page.html").read_text("utf-8").startswith("<!doctype html>")
    assert ours() == {"page.html"}


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["no/page.html"], 1, "no/page.html cannot be written: No such file"),
        (["."], 1, ". is a folder"),
        (["sayso.db", "--force"], 1, "sayso.db is the ledger itself"),
        (["page.html", "--company", "nvidia"], 1, "unknown company 'nvidia'"),
        (["page.html", "--as-of", "May 2024"], 2, "--as-of: "),
        (["page.html", "--basis", "b1.x"], 2, "--basis: 'b1.x' is not a basis token"),
        (
            ["page.html", "--basis", "b1.x", "--tz", "UTC"],
            2,
            "--basis contains all clocks",
        ),
        (["sayso.db/page.html"], 1, "sayso.db/page.html cannot be written: Not a dir"),
        ([], 2, "missing argument 'FILE'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_hint(
    said: Sayso, words: list[str], code: int, message: str
) -> None:
    before = ours()
    failed(said("report", *words), code, message)
    assert ours() == before


def test_a_missing_extra_is_named_before_anything_is_done(
    said: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    done = said("report", "page.html")
    failed(done, 1, "a report needs an extra package", "pip install 'sayso[report]'")
    assert ours() == set()


def test_an_empty_ledger_has_a_page_that_says_so(ledger: Sayso) -> None:
    assert ledger("report", "page.html").exit_code == 0
    page = Path("page.html").read_text("utf-8")
    assert "Nothing was published by that date, so there is nothing to show." in page


@pytest.mark.parametrize("name", ["xai", "X.AI"])
def test_a_file_called_as_a_company_is_asked_about(said: Sayso, name: str) -> None:
    hint = "sayso report xai.html --company xai"
    failed(said("report", name), 2, f"'{name}' is a company", hint)
    assert ours() == set()
    assert said("report", name, "--company", "xai").exit_code == 0
