"""Tables of others, at the prompt: who is registered, what is told, what adds up."""

import gzip
import json
import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BufferedReader
from pathlib import Path

import pytest
from click.testing import Result

from ledger.importers.formats import FORMATS
from ledger.importers.kit.feeds import Feed
from tests.commands.conftest import count

Sayso = Callable[..., Result]
SAMPLE = (
    Path(__file__).resolve().parents[2]
    / "fixtures"
    / "importers"
    / "crunchbase"
    / "rounds.csv"
)
ROUNDS = "Company,Date,Amount\nxAI,2024-05-26,6000\nMistral,2024-06-11,640\n"
MAPPED = (
    *("--source", "bloomberg", "--map", "Company=company"),
    *("--map", "Date=published", "--map", "Amount=raised:M"),
)
YES = ("--create-companies", "yes")


@pytest.fixture
def table(ledger: Sayso) -> Callable[..., str]:  # noqa: ARG001 - it moves there
    """Writes a table next to the ledger."""

    def write(text: str, name: str = "rounds.csv") -> str:
        Path(name).write_text(text, "utf-8", newline="")
        return name

    return write


def numbers(told: str) -> dict[str, int]:
    """The numbers of the line that says what became of a file."""
    found = re.findall(
        r"([\d,]+) (recorded|already on record|left out|companies registered|new)",
        told.splitlines()[-1],
    )
    return {what: int(number.replace(",", "")) for number, what in found}


def test_a_table_goes_on_record(ledger: Sayso, table: Callable[..., str]) -> None:
    done = ledger("import", table(ROUNDS), *MAPPED, *YES)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == "rounds.csv: 2 recorded, 1 company registered\n"
    assert done.stderr.splitlines() == [
        "rounds.csv: read as csv",
        "rounds.csv: no column gives the stage: rounds count as announced",
    ]
    shown = ledger("rounds", "mistral", "-f", "csv").stdout
    assert "mistral/round-2024-06-11" in shown


def test_a_table_twice_adds_nothing(ledger: Sayso, table: Callable[..., str]) -> None:
    name = table(ROUNDS)
    ledger("import", name, *MAPPED, *YES)
    before = count(ledger)
    done = ledger("import", name, *MAPPED)
    assert done.stdout == "rounds.csv: 0 recorded, 2 already on record\n"
    assert count(ledger) == before


def test_the_sample_of_crunchbase_adds_up_with_and_without_a_day(
    ledger: Sayso,
) -> None:
    done = ledger("import", str(SAMPLE), *YES, "--skip-bad")
    assert done.exit_code == 0, done.stderr
    assert numbers(done.stdout) == {
        "recorded": 79,
        "already on record": 10,
        "left out": 6,
        "companies registered": 52,
    }
    assert "10 lines say what an earlier one says: line 78" in done.stderr
    assert "Crunchbase was registered as a source" in done.stderr
    assert done.stderr.count("missing date") == 6
    done = ledger("import", str(SAMPLE), *YES, "--published", "2013-10-31")
    assert numbers(done.stdout) == {
        "recorded": 6,
        "already on record": 89,
        "companies registered": 6,
    }


def test_without_skip_bad_nothing_of_the_sample_is_recorded(ledger: Sayso) -> None:
    before = count(ledger)
    done = ledger("import", str(SAMPLE), *YES)
    assert done.exit_code == 2
    assert "6 lines are invalid; file not imported" in done.stderr
    assert count(ledger) == before


def test_gzip_and_standard_input_will_do(ledger: Sayso) -> None:
    packed = gzip.compress(SAMPLE.read_bytes())
    done = ledger("import", "-", *YES, "--published", "2013-10-31", stdin=packed)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("standard input: 85 recorded, 10 already on record")


def test_a_dry_run_prints_what_an_import_reads(ledger: Sayso) -> None:
    before = count(ledger)
    words = ("import", str(SAMPLE), *YES, "--published", "2013-10-31")
    done = ledger(*words, "--dry-run")
    assert done.exit_code == 0, done.stderr
    assert numbers(done.stderr)["new"] == 85
    assert count(ledger) == before
    assert ledger("import", "-", stdin=done.stdout).exit_code == 0
    again = ledger(*words)
    assert numbers(again.stdout) == {"recorded": 0, "already on record": 95}


def test_strangers_are_refused_where_nobody_can_answer(
    ledger: Sayso, table: Callable[..., str]
) -> None:
    done = ledger("import", table(ROUNDS), *MAPPED)
    assert done.exit_code == 1
    assert "names 1 company that is not registered: Mistral" in done.stderr
    assert "--create-companies yes" in done.stderr
    assert count(ledger) == 4


def test_what_else_is_wrong_is_listed_with_strangers(
    ledger: Sayso, table: Callable[..., str]
) -> None:
    rows = "Company,Date,Amount,By\nMistral,2024-06-11,640,\nxAI,2024-05-26,?!,\n"
    rows += "xAI,2024-05-26,6000,nobodyx\n"
    done = ledger("import", table(rows), *MAPPED, "--map", "By=source")
    assert done.exit_code == 1
    assert "names 1 company that is not registered: Mistral" in done.stderr
    assert "line 3  Amount" in done.stderr
    assert "line 4  By      unknown source 'nobodyx'" in done.stderr
    assert count(ledger) == 4


def test_strangers_are_listed_where_nobody_is_to_be_registered(
    ledger: Sayso, table: Callable[..., str]
) -> None:
    name = table(ROUNDS)
    done = ledger("import", name, *MAPPED, "--create-companies", "no", "--skip-bad")
    assert done.stdout == "rounds.csv: 1 recorded, 1 left out\n"
    assert "line 3    unknown company 'Mistral'" in done.stderr


@pytest.mark.parametrize(("answer", "events"), [("y\n", 7), ("n\n", 4), ("", 4)])
def test_at_a_terminal_somebody_is_asked(
    ledger: Sayso,
    table: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    events: int,
) -> None:
    monkeypatch.setattr("ledger.commands._importing.at_terminal", lambda: True)
    done = ledger("import", table(ROUNDS), *MAPPED, stdin=answer)
    assert "names 1 company that is not registered: Mistral" in done.stderr
    assert "Register them? [y/N]" in done.stderr
    assert count(ledger) == events
    assert (done.exit_code == 0) == (answer == "y\n")


@pytest.mark.parametrize(
    ("text", "opened"),
    [("Company,Date,Amount\nxAI,2024,5\n", 2), (ROUNDS, 4)],
    ids=["all known", "a stranger"],
)
def test_a_file_is_read_again_only_if_it_names_strangers(
    ledger: Sayso,
    table: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    opened: int,
) -> None:
    times: list[Feed] = []
    plain = Feed.opened

    def counted(feed: Feed) -> AbstractContextManager[BufferedReader]:
        times.append(feed)
        return plain(feed)

    monkeypatch.setattr("ledger.commands._importing.at_terminal", lambda: True)
    monkeypatch.setattr(Feed, "opened", counted)
    done = ledger("import", table(text), *MAPPED, stdin="y\n")
    assert done.exit_code == 0, done.stderr
    assert len(times) == opened, "for its first bytes, and to be read"


def test_of_several_files_those_before_a_wrong_one_stay(
    ledger: Sayso, table: Callable[..., str]
) -> None:
    good = table("Company,Date,Amount\nxAI,2024,5\n", "good.csv")
    bad = table("Company,Date,Amount\nxAI,2024,n/a\n", "bad.csv")
    done = ledger("import", good, bad, good, *MAPPED)
    assert done.exit_code == 2
    assert done.stdout == "good.csv: 1 recorded\n"
    assert "bad.csv: 1 line is invalid; file not imported" in done.stderr
    assert "earlier files stay on record: good.csv" in done.stderr
    assert count(ledger) == 5


def test_ctrl_c_leaves_nothing(
    ledger: Sayso, table: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ledger.recording.desk import Desk  # the suite's only look at it

    accept = Desk.accept

    def interrupted(self: Desk, type_: str, *rest: object, **more: object) -> object:
        if type_ == "round.reported":
            raise KeyboardInterrupt
        return accept(self, type_, *rest, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Desk, "accept", interrupted)
        done = ledger("import", table(ROUNDS), *MAPPED, *YES)
    assert done.exit_code == 130
    assert "rounds.csv: nothing recorded" in done.stderr
    assert count(ledger) == 4


def test_a_row_that_is_left_out_registers_nobody(
    ledger: Sayso, table: Callable[..., str]
) -> None:
    text = f"Company,Date,N\nxAI,2024,\nNew,2024,{'x' * 2001}\nOld,2024,y\n"
    done = ledger(
        "import",
        table(text),
        *("--source", "bloomberg", "--map", "Company=company"),
        *("--map", "Date=published", "--map", "N=note", *YES, "--skip-bad"),
    )
    assert numbers(done.stdout) == {"recorded": 2, "left out": 1}
    assert "1 company registered" in done.stdout
    companies = ledger("company", "list", "-f", "csv").stdout
    assert "New" not in companies
    assert "Old" in companies


def test_a_pipe_is_read_although_it_can_be_read_once_only(ledger: Sayso) -> None:
    if sys.platform == "win32":
        pytest.skip("there are no named pipes there")
    import os
    import threading

    os.mkfifo("pipe")
    writer = threading.Thread(target=lambda: Path("pipe").write_text(ROUNDS, "utf-8"))
    writer.start()
    done = ledger("import", "pipe", *MAPPED, *YES)
    writer.join()
    assert done.stdout == "pipe: 2 recorded, 1 company registered\n"


def test_what_was_paid_long_ago_stays_in_the_sum(ledger: Sayso) -> None:
    ledger("import", *YES, "--skip-bad", str(SAMPLE))
    done = ledger("raised", "crunchbase:waywire", "--as-of", "2026", "-f", "json")
    one, total = json.loads(done.stdout)["rows"]
    assert one["standing"] == "reported"
    assert (total["row"], total["paid"]["min"]) == ("total", "1750000")


def test_help_offers_the_formats_that_there_are(ledger: Sayso) -> None:
    offered = re.search(r"--from \[(.*?)\]", ledger("import", "--help").stdout)
    assert offered is not None
    assert set(offered[1].split("|")) == set(FORMATS)


def test_unknown_sources_are_problems_until_they_may_be_registered(
    ledger: Sayso, table: Callable[..., str]
) -> None:
    text = "Company,Date,Amount,Outlet,Sector,Country\n"
    text += (
        "xAI,2024-05-26,6000,The Wire,AI models,USA\nxAI,2024-06-26,1,Blomberg,AI,FR\n"
    )
    columns = ("Outlet=source", "Sector=sector", "Country=country")
    more = (x for one in columns for x in ("--map", one))
    command = ("import", table(text), *MAPPED[2:], *more)
    done = ledger(*command)
    assert done.exit_code == 2
    assert "--create-sources press registers unknown sources" in done.stderr
    before = count(ledger)
    done = ledger(*command, "--create-sources", "press")
    assert done.exit_code == 0, done.output
    assert "sources registered: The Wire, Blomberg" in done.stderr
    assert "1 new source looks like one on record: Blomberg (Bloomberg)" in done.stderr
    assert "tags on record stay: xai (sector ai-models, not ai)" in done.stderr
    assert done.stdout == "rounds.csv: 2 recorded, 1 company tagged\n"
    assert count(ledger) == before + 5
    assert ledger(*command, "--create-sources", "press").exit_code == 0
    assert count(ledger) == before + 5


def test_sources_that_json_lines_name_are_registered_too(ledger: Sayso) -> None:
    claim = {
        "round": "xai/seed",
        "source": "新华社",
        "published": "2024-01-02",
        "stage": "closed",
    }
    line = json.dumps({"type": "round.reported", "data": claim})
    Path("a.jsonl").write_text(f"{line}\n", "utf-8")
    assert ledger("import", "a.jsonl").exit_code == 2
    done = ledger("import", "a.jsonl", "--create-sources", "wire")
    assert done.exit_code == 0, done.output
    assert "新华社" in ledger("source", "list").stdout


def test_a_source_that_is_given_is_registered_if_that_was_asked_for(
    ledger: Sayso,
) -> None:
    Path("t.csv").write_text("C,D,A\nHalcyon,2024,5M\n")
    words = ("t.csv", "--map", "C=company", "--map", "D=published", "--map", "A=raised")
    done = ledger("import", *words, "--source", "Deal Base", *YES)
    assert done.exit_code == 1, done.output
    assert done.stderr.startswith(
        "t.csv: read as csv\nerror: unknown source 'Deal Base'"
    )
    assert "or add --create-sources press (or another kind)" in done.stderr
    asked = ("--source", "Deal Base", "--create-sources", "database")
    done = ledger("import", *words, *asked, *YES)
    assert done.stdout == "t.csv: 1 recorded, 1 company registered\n", done.stderr
    assert "Deal Base was registered as a source" in done.stderr
    assert (
        "deal-base,Deal Base,database" in ledger("source", "list", "-f", "csv").stdout
    )


def test_an_unknown_source_hides_nothing_else(ledger: Sayso) -> None:
    Path("t.csv").write_text("C,D,A\nHalcyon,2024,5M\nQuill,2024,five\n")
    before = ledger("log", "-f", "csv").stdout
    unmapped = ledger("import", "t.csv", "--source", "nobodyx", *YES)
    assert unmapped.exit_code == 1
    assert "error: unknown source 'nobodyx'" in unmapped.stderr
    assert "t.csv: columns need a mapping: C, D, A" in unmapped.stderr
    words = ("t.csv", "--map", "C=company", "--map", "D=published", "--map", "A=raised")
    mapped = ledger("import", *words, "--source", "nobodyx", *YES)
    assert "'five' is not an amount that sayso can read" in mapped.stderr
    assert ledger("log", "-f", "csv").stdout == before
