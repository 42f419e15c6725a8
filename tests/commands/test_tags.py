"""Sectors and countries: recorded, shown, taken back, filtered and summed by."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.commands.conftest import failed
from tests.conftest import Sayso

REPORTS = (
    ("xai", "xai/a", "6B", "closed", ()),
    ("openai", "openai/a", "10B", "closed", ()),
    ("openai", "openai/b", "4B", "closed", ("--round-type", "debt_financing")),
    ("mistral", "mistral/a", "600M", "closed", ()),
    ("nobody", "nobody/a", "EUR1B", "closed", ()),
)


@pytest.fixture
def told(ledger: Sayso) -> Sayso:
    """A ledger of four companies that raised money, three of them tagged."""
    for name in ("openai", "mistral", "nobody"):
        assert ledger("company", "add", name).exit_code == 0
    for _, name, amount, stage, more in REPORTS:
        done = ledger(
            *("record", "report", name, "--source", "bloomberg", "--stage", stage),
            *("--published", "2024-05-01", "--raised", amount, *more),
        )
        assert done.exit_code == 0, done.output
    for name, *tags in (
        ("xai", "sector=models", "country=US"),
        ("openai", "sector=models", "country=US", "desk=growth"),
        ("mistral", "sector=open-models", "country=FR"),
    ):
        done = ledger("company", "tag", name, *tags)
        assert done.exit_code == 0, done.output
    return ledger


def rows(sayso: Sayso, *words: str) -> list[dict[str, str]]:
    """What a command prints as csv."""
    done = sayso(*words, "-f", "csv")
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_tags_are_shown_where_companies_are(told: Sayso) -> None:
    listed = {x["company"]: x for x in rows(told, "company", "list")}
    assert listed["openai"]["sector"] == "models"
    assert listed["openai"]["tags"] == "desk=growth"
    assert listed["nobody"]["sector"] == ""
    shown = [line.split() for line in told("show", "mistral").stdout.splitlines()]
    assert ["country", "FR"] in shown
    (about,) = json.loads(told("show", "mistral", "-f", "json").stdout)["company"]
    assert (about["sector"], about["country"], about["tags"]) == (
        "open-models",
        "FR",
        [],
    )
    for words in (["raised"], ["rounds"], ["valuations"]):
        for row in rows(told, *words):
            name = (row.get("company") or row.get("round") or "").partition("/")[0]
            assert row["sector"] == listed.get(name, {"sector": ""})["sector"]


def test_without_tags_no_table_has_a_column_for_them(ledger: Sayso) -> None:
    assert "sector" not in ledger("company", "list").stdout
    assert "sector" not in ledger("raised", "-f", "csv").stdout


def test_a_tag_changes_is_undone_and_comes_back(ledger: Sayso) -> None:
    def sector(**asked: str) -> str:
        words = [x for key, value in asked.items() for x in (f"--{key}", value)]
        (row,) = rows(ledger, "company", "list", *words)
        return row["sector"]

    for value in ("models", "chips", "models"):
        done = ledger("company", "tag", "xai", f"sector={value}")
        assert done.exit_code == 0, done.output
        assert "already" not in done.stdout
    failed(
        ledger("company", "tag", "xai", "sector=models"),
        1,
        "nothing changes: the tags of xai are sector=models",
    )
    assert ledger("record", "undo").exit_code == 0
    assert sector() == "chips"
    assert ledger("company", "tag", "xai", "sector=models").exit_code == 0
    assert sector() == "models"
    assert ledger("company", "untag", "xai", "sector").exit_code == 0
    assert sector() == ""
    found = [sector(**{"known-at": f"seq:{n}"}) for n in range(4, 8)]
    assert found == ["models", "chips", "models", "chips"]


def test_a_country_that_is_none_is_refused(ledger: Sayso) -> None:
    failed(ledger("company", "tag", "xai", "country=UK"), 2, "'UK' is no country")
    assert ledger("company", "tag", "xai", "country=gb", "--dry-run").exit_code == 0
    failed(
        ledger("company", "untag", "xai", "sector"),
        1,
        "nothing changes: the tags of xai are none",
    )


def test_money_is_summed_by_sector_and_debt_stays_apart(told: Sayso) -> None:
    found = rows(told, "raised", "--by", "sector")
    assert [
        (x["sector"], x["money"], x["currency"], x["committed_min"]) for x in found
    ] == [
        ("models", "equity", "USD", "16000000000"),
        ("models", "debt", "USD", "4000000000"),
        ("open-models", "equity", "USD", "600000000"),
        ("", "equity", "EUR", "1000000000"),
    ]
    assert [x["companies"] for x in found] == [
        "openai;xai",
        "openai",
        "mistral",
        "nobody",
    ]
    screen = told("raised", "--by", "sector", COLUMNS="80").stdout
    assert "no sector" in screen
    assert "no sector: `sayso company tag NAME sector=...` says it" in screen
    priced = rows(told, "raised", "--by", "country", "--in", "USD", "--rate", "EUR=2")
    assert [(x["country"], x["currency"], x["committed_min"]) for x in priced] == [
        ("FR", "USD", "600000000"),
        ("US", "USD", "16000000000"),
        ("US", "USD", "4000000000"),
        ("", "USD", "2000000000"),
    ]


def test_the_groups_are_the_sums_of_their_companies(told: Sayso) -> None:
    by = {(x["sector"], x["money"]): x for x in rows(told, "raised", "--by", "sector")}
    alone = rows(told, "raised", "--sector", "models")
    sums = {x["money"]: x for x in alone if x["row"] == "all"}
    for money in ("equity", "debt"):
        assert by["models", money]["paid_min"] == sums[money]["paid_min"]
        assert by["models", money]["committed_max"] == sums[money]["committed_max"]


def test_totals_go_by_sector_and_country(told: Sayso) -> None:
    found = rows(told, "totals", "--by", "country", "--every", "year")
    assert [(x["country"], x["money"], x["committed_min"]) for x in found] == [
        ("FR", "equity", "600000000"),
        ("US", "equity", "16000000000"),
        ("US", "debt", "4000000000"),
        ("", "equity", "1000000000"),
    ]
    assert [x["committed_then_min"] for x in found] == [
        x["committed_min"] for x in found
    ]
    assert "no country" in told("totals", "--by", "country").stdout


def test_rows_are_filtered_by_sector_and_their_sums_with_them(told: Sayso) -> None:
    found = rows(told, "raised", "--where", "sector=models")
    assert [x["round"] for x in found if x["row"] == "round"] == [
        "openai/a",
        "openai/b",
        "xai/a",
    ]
    sums = {x["money"]: x["committed_min"] for x in found if x["row"] == "all"}
    assert sums == {"equity": "16000000000", "debt": "4000000000"}
    named = rows(told, "raised", "--where", "country=FR", "--columns", "round,sector")
    assert {"round": "mistral/a", "sector": "open-models"} in named
    shown = told("valuations", "--columns", "company,sector", "--where", "sector=x")
    assert shown.exit_code == 0, shown.output


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["--sector", "models"], {"xai", "openai"}),
        (["--country", "fr"], {"mistral"}),
        (["--country", "US", "--tag", "desk=growth"], {"openai"}),
        (["xai", "mistral", "--sector", "models"], {"xai"}),
    ],
)
def test_an_answer_is_about_the_companies_of_a_tag(
    told: Sayso, words: list[str], names: set[str]
) -> None:
    for question in ("raised", "rounds", "valuations"):
        document = json.loads(told(question, *words, "-f", "json").stdout)
        asked = document["asked"]
        assert set(asked.get("companies", asked.get("names"))) == names


def test_a_tag_that_nobody_has_is_refused_with_those_that_there_are(
    told: Sayso,
) -> None:
    done = told("raised", "--sector", "model")
    failed(done, 1, "no company has sector=model", "perhaps models")
    done = told("rounds", "--tag", "size=small")
    failed(done, 1, "no company has size=small", "`sayso company tag NAME size=small`")
    done = told("raised", "--sector", "models", "--country", "FR")
    failed(done, 1, "no company has sector=models country=FR", "each alone")
    done = told("raised", "--tag", "desk=")
    failed(done, 2, "--tag desk=: a value is wanted")


def test_tags_go_along_into_another_ledger(told: Sayso) -> None:
    for words in (
        ("company", "tag", "xai", "sector=a"),
        ("company", "untag", "xai", "sector"),
    ):
        assert told(*words).exit_code == 0
    entries = told("log", "-f", "jsonl").stdout
    before = told("company", "list", "-f", "csv").stdout
    assert told("init", "other.db").exit_code == 0
    done = told("import", "-", "--db", "other.db", stdin=entries)
    assert done.exit_code == 0, done.output
    again = told("import", "-", "--db", "other.db", stdin=entries)
    assert "0 recorded" in again.stdout or "already" in again.stdout, again.output
    after = told("company", "list", "--db", "other.db", "-f", "csv").stdout

    def plain(text: str) -> list[str]:
        return [line.rpartition(",")[0] for line in text.splitlines()]

    assert plain(after) == plain(before)


def test_a_table_of_tags_is_read_all_or_nothing(told: Sayso) -> None:
    path = Path("companies.csv")
    assert told("company", "list", "-o", str(path), "--bom").exit_code == 0
    assert "nothing changes" in told("company", "tag", "--from", str(path)).stderr
    path.write_text(
        "company;sector;country;size\nnobody;chips;DE;small\nOpenAI;;;large\n"
        "mistral;open-models;FR;\n"
    )
    done = told("company", "tag", "--from", str(path))
    assert done.exit_code == 0, done.output
    assert len(done.stdout.splitlines()) == 2
    listed = {x["company"]: x for x in rows(told, "company", "list")}
    assert (listed["nobody"]["sector"], listed["nobody"]["tags"]) == (
        "chips",
        "size=small",
    )
    assert listed["openai"]["sector"] == "models"
    path.write_text("company,country\nxai,UK\nstranger,US\nxai,FR,\n")
    failed(
        told("company", "tag", "--from", str(path)),
        2,
        "line 2: 'UK' is no country (write GB)\n       line 3: unknown company",
    )
    assert rows(told, "company", "list")[-1]["country"] == "US"


def test_a_table_without_companies_is_refused(told: Sayso) -> None:
    Path("t.csv").write_text("name,sector\nxai,ai\n")
    done = told("company", "tag", "--from", "t.csv")
    failed(done, 2, "t.csv: there is no column `company`", "the first line names")
    Path("t.csv").write_bytes("company,sector\nxai,\xe9".encode("latin-1"))
    failed(told("company", "tag", "--from", "t.csv"), 2, "t.csv: byte")
    failed(told("company", "tag", "xai"), 2, "name a company and its tags")
    done = told("company", "tag", "xai", "a=b", "--from", "t.csv")
    failed(done, 2, "--from names the companies")


@pytest.mark.parametrize(
    ("tag", "warning"),
    [
        ("contry=FR", "warning: the key contry is new; perhaps country is meant\n"),
        ("sectors=chips", "warning: the key sectors is new; perhaps sector is meant\n"),
        ("dask=growth", "warning: the key dask is new; perhaps desk is meant\n"),
        ("desk=value", ""),
        ("country=FR", ""),
        ("owner=us", ""),
    ],
)
def test_a_key_that_looks_like_a_known_one_is_named(
    told: Sayso, tag: str, warning: str
) -> None:
    done = told("company", "tag", "nobody", tag)
    assert (done.exit_code, done.stderr) == (0, warning)
    key, _, value = tag.partition("=")
    Path("tags.csv").write_text(f"company,{key}\nxai,{value}2\n".replace("FR2", "FR"))
    if warning:  # it is known from here on
        assert told("company", "untag", "nobody", key).exit_code == 0
    done = told("company", "tag", "--from", "tags.csv")
    assert (done.exit_code, done.stderr) == (0, warning)
