"""`sayso export`: what goes where, and what is refused in words."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from tests.commands.conftest import ours

Sayso = Callable[..., Result]
TABLES = ("valuations", "raised", "rounds", "claims", "credibility")
REPORT = ("record", "report", "xai/series-b", "--source", "bloomberg")


@pytest.fixture
def told(ledger: Sayso) -> Sayso:
    """A ledger in which Bloomberg reports on xAI, in January 2024."""
    words = ("--published", "2024-01-19", "--stage", "committed", "--raised", "500M")
    done = ledger(*REPORT, *words, "--price", "post_money:15B..20B")
    assert done.exit_code == 0, done.output
    return ledger


def test_rows_go_to_standard_output_and_talk_does_not(told: Sayso) -> None:
    done = told("export", "valuations", "--as-of", "2024-01-31")
    header, row = done.stdout.splitlines()
    assert header.startswith("company,as_of,published_before,known_at,about,figure")
    assert row.startswith("xai,2024-01-31,2024-02-01T05:00:00Z,4,2024-01-31,reported")
    late, basis = done.stderr.splitlines()
    assert late == "late: 1 of 1 rows rests on what came on record afterwards"
    assert basis.startswith("basis: b3.")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_the_same_question_gives_the_same_bytes(
    told: Sayso, clock: object, table: str, form: str
) -> None:
    words = ("export", table, "--from", "2023-12", "--to", "2024-06", "-f", form)
    first = told(*words)
    clock.advance(86_400)  # type: ignore[attr-defined]
    again = told(*words[:-2], "-o", f"panel.{form}")  # the form is that of the ending
    assert first.exit_code == again.exit_code == 0, again.output
    assert Path(f"panel.{form}").read_bytes() == first.stdout_bytes
    assert again.stdout == ""
    assert f"panel.{form}: 6 rows" in again.stderr
    assert again.stderr.splitlines()[-1] == first.stderr.splitlines()[-1]
    assert ours() == {f"panel.{form}"}


def test_a_dash_is_standard_output(told: Sayso) -> None:
    words = ("export", "rounds", "--as-of", "2024-01-31")
    assert told(*words, "-o", "-").stdout == told(*words).stdout != ""
    assert ours() == set()


def test_jsonl_and_csv_have_the_same_names(told: Sayso) -> None:
    import json  # here alone

    for table in TABLES:
        words = ("export", table, "--as-of", "2024-01-31")
        names = told(*words).stdout.splitlines()[0].split(",")
        (line,) = told(*words, "-f", "jsonl").stdout.splitlines()
        assert list(json.loads(line)) == names


def test_text_that_could_be_a_formula_is_made_safe(told: Sayso) -> None:
    added = told("source", "add", "eve", "--name", "Eve", "--kind", "press")
    assert added.exit_code == 0
    words = ("--published", "2024-01-19", "--stage", "committed", "--lead", "=1+1")
    report = ("record", "report", "xai/b", "--source", "eve")
    assert told(*report, *words).exit_code == 0
    done = told("export", "claims", "--as-of", "2024-02")
    assert ",'=1+1," in done.stdout
    assert ",=1+1" not in done.stdout


def test_no_rows_are_a_header_and_a_word(told: Sayso) -> None:
    words = ("export", "rounds", "--from", "2020", "--to", "2021")
    done = told(*words)
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr.startswith("no rows: nothing was published by that date\n")
    assert told(*words, "-f", "jsonl").stdout == ""
    then = told(
        "export", "rounds", "--from", "2024-02", "--to", "2024-06", "--known-then"
    )
    today = "2025-12-31"  # in New York, where the ledger keeps its days
    assert then.stderr.splitlines()[0] == (
        "no rows: nothing was published and on record here by that date: this ledger"
        f" began on {today}; leave out --known-then"
    )


def test_a_company_without_rows_is_named(told: Sayso) -> None:
    assert told("company", "add", "openai", "--name", "OpenAI").exit_code == 0
    done = told("export", "rounds", "openai", "xai")
    assert done.stderr.startswith("no rows: openai\n")
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["round"], 2, "'round' is not one of 'valuations', 'raised'"),
        (["rounds", "--from", "2024-05", "--to", "2024-01"], 2, "is after --to"),
        (["rounds", "--from", "2024-01", "--to", "2031"], 2, "is in the future"),
        (["rounds", "--from", "May 2024"], 2, "--from: 'May 2024'"),
        (["rounds", "--to", "2024-05"], 2, "add --from"),
        (["rounds", "--every", "week"], 2, "add --from"),
        (["rounds", "--force"], 2, "--force is for -o FILE"),
        (
            ["rounds", "--basis", "b1.x", "--as-of", "2024"],
            2,
            "--basis contains all clocks",
        ),
        (["rounds", "nvidia"], 1, "unknown company 'nvidia'"),
        (["credibility", "xai"], 1, "unknown source 'xai'"),
        (["rounds", "-f", "csv", "-o", "rounds.parquet"], 2, "use -f parquet"),
        (["rounds", "-o", "rounds.xlsx"], 2, "end its name in .csv, .jsonl or .parqu"),
        (["rounds", "-f", "jsonl", "-o", "rounds.json"], 2, "end its name in .csv"),
        (["rounds", "-o", "no/rounds.csv"], 1, "no/rounds.csv cannot be written"),
        (["rounds", "-o", "."], 1, ". is a folder"),
        (["rounds", "-o", "sayso.db", "--force"], 1, "sayso.db is the ledger itself"),
        (["rounds", "-o", "sayso.db-wal", "--force"], 1, "is the ledger itself"),
    ],
)
def test_what_cannot_be_is_refused_with_a_hint(
    told: Sayso, words: list[str], code: int, said: str
) -> None:
    before = ours()
    done = told("export", *words)
    assert done.exit_code == code, done.output
    assert said in done.stderr
    assert "\nhint: " in done.stderr
    assert done.stdout == ""
    assert ours() == before


@pytest.mark.parametrize("configured", ["csv", "jsonl"])
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_the_ending_of_a_file_sets_the_form(
    told: Sayso, form: str, configured: str
) -> None:
    words = ("export", "rounds", "--as-of", "2024-01-31")
    asked = told(*words, "-f", form)
    assert told("config", "set", "format", configured).exit_code == 0
    assert told(*words, "-o", f"rounds.{form}").exit_code == 0
    assert Path(f"rounds.{form}").read_bytes() == asked.stdout_bytes


def test_a_file_that_exists_stays_unless_force_is_used(told: Sayso) -> None:
    Path("panel.csv").write_text("mine")
    done = told("export", "rounds", "-o", "panel.csv")
    assert (done.exit_code, Path("panel.csv").read_text()) == (1, "mine")
    assert "panel.csv exists already" in done.stderr
    assert "--force" in done.stderr
    assert told("export", "rounds", "-o", "panel.csv", "--force").exit_code == 0
    assert Path("panel.csv").read_text().startswith("company,")
    assert ours() == {"panel.csv"}


def test_what_fails_on_the_way_leaves_nothing(
    told: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ledger.panels import panel  # to break it

    def broken(*_: object) -> Iterator[object]:
        raise OSError(28, "No space left on device")

    kind = replace(panel.COMPANIES["rounds"], things=broken)
    monkeypatch.setitem(panel.COMPANIES, "rounds", kind)
    done = told("export", "rounds", "-o", "panel.csv")
    assert done.exit_code == 1
    assert "panel.csv cannot be written: No space left on device" in done.stderr
    assert ours() == set()


def test_without_pyarrow_a_hint_says_what_to_install(
    told: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = told("export", "rounds", "-f", "parquet", "-o", "rounds.parquet")
    assert done.exit_code == 1
    assert "pip install 'sayso[parquet]'" in done.stderr
    assert told("export", "rounds").exit_code == 0


def test_the_two_exports_point_to_each_other(sayso: Sayso) -> None:
    assert "sayso audit export" in sayso("export", "--help").stdout
    assert "sayso export" in sayso("audit", "export", "--help").stdout
