"""Companies and sources: registered once, found under every name."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from click.testing import Result

Sayso = Callable[..., Result]


def listed(sayso: Sayso, what: str, *words: str) -> dict[str, dict[str, str]]:
    """What `company list` or `source list` says, by slug."""
    done = sayso(what, "list", "-f", "csv", *words)
    assert done.exit_code == 0, done.stderr
    return {row[what]: row for row in csv.DictReader(io.StringIO(done.stdout))}


def test_a_company_has_its_names(ledger: Sayso) -> None:
    done = ledger("company", "add", "nvidia", "--name", "NVIDIA", "--alias", "英伟达")
    assert done.exit_code == 0
    assert done.stdout.startswith("4  ")
    assert ledger("company", "alias", "nvidia", "Nvidia Corp.").exit_code == 0
    row = listed(ledger, "company")["nvidia"]
    assert row == {
        "company": "nvidia",
        "name": "NVIDIA",
        "aliases": "英伟达;Nvidia Corp.",
        "country": "",
        "sector": "",
        "tags": "",
        "event": "4",
    }


def test_a_company_without_a_name_is_called_by_its_slug(ledger: Sayso) -> None:
    ledger("company", "add", "quill")
    assert listed(ledger, "company")["quill"]["name"] == "quill"


def test_an_alias_finds_its_company_in_any_script(ledger: Sayso) -> None:
    ledger("company", "add", "nvidia", "--name", "NVIDIA", "--alias", "英伟达")
    assert ledger("company", "alias", "英偉達", "Team Green").exit_code == 0
    assert listed(ledger, "company")["nvidia"]["aliases"] == "英伟达;Team Green"


def test_a_source_says_for_whom_it_speaks(ledger: Sayso) -> None:
    row = listed(ledger, "source")["elon-musk"]
    assert (row["kind"], row["speaks_for"]) == ("person", "xai")
    assert ledger("source", "alias", "bloomberg", "彭博社").exit_code == 0
    assert listed(ledger, "source")["bloomberg"]["aliases"] == "彭博社"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["company", "add", "xai"], "already registered", id="taken"),
        pytest.param(["company", "add", "x AI"], "is not a slug", id="no slug"),
        pytest.param(["company", "alias", "xia", "X"], "perhaps xai", id="near miss"),
        pytest.param(["source", "alias", "blomberg", "B"], "bloomberg", id="source"),
        pytest.param(
            ["source", "add", "x", "--kind", "rumour"], "is not one of", id="kind"
        ),
        pytest.param(
            ["source", "add", "x", "--kind", "person", "--speaks-for", "nobody"],
            "unknown company",
            id="speaks for nobody",
        ),
        pytest.param(["company", "add", "q", "--name", " "], "name", id="blank"),
    ],
)
def test_a_wrong_name_is_refused_and_nothing_is_recorded(
    ledger: Sayso, words: list[str], told: str
) -> None:
    before = ledger("log", "-f", "jsonl").stdout
    done = ledger(*words)
    assert done.exit_code in {1, 2}
    assert told in done.stderr
    assert "hint: " in done.stderr
    assert ledger("log", "-f", "jsonl").stdout == before


def test_registering_twice_the_same_is_no_failure(ledger: Sayso) -> None:
    words = ["company", "add", "xai", "--name", "xAI", "--alias", "X.AI"]
    done = ledger(*words)
    assert done.exit_code == 0
    assert done.stdout == "1  already on record; nothing added\n"


def test_a_list_is_known_at_a_sequence(ledger: Sayso) -> None:
    ledger("company", "add", "quill")
    assert set(listed(ledger, "company")) == {"xai", "quill"}
    assert set(listed(ledger, "company", "--known-at", "1")) == {"xai"}


def test_a_name_cannot_steer_the_terminal(ledger: Sayso) -> None:
    done = ledger("company", "add", "evil", "--name", "E\x1b[31m\u202evil")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "\\u001B" in ledger("company", "list").stdout
    rows = json.loads(ledger("company", "list", "-f", "json").stdout)["rows"]
    assert rows[0]["name"] == "E\x1b[31m\u202evil"
