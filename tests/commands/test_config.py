"""`sayso config` and `sayso ask`: one file that a person can read."""

import os
import stat
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import failed, fits
from tests.conftest import Sayso


def written(home: Path, text: str) -> None:
    """Write the configuration by hand."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text(text)


def row(sayso: Sayso, key: str) -> list[str]:
    """Give the line of a key, cell by cell."""
    done = sayso("config", COLUMNS="200")
    assert done.exit_code == 0, done.output
    lines = [line.split() for line in done.stdout.splitlines()]
    return next(line for line in lines if line and line[0] == key)


def test_without_a_file_everything_is_the_default(sayso: Sayso, home: Path) -> None:
    done = sayso("config", COLUMNS="80")
    assert str(home / "config.toml") in done.stdout.replace("\n", "")
    assert "not there yet" in done.stdout
    assert row(sayso, "format") == ["format", "table", "default", "-f"]
    assert not (home / "config.toml").exists()


def test_a_value_is_set_shown_with_its_line_and_taken_out(
    sayso: Sayso, home: Path
) -> None:
    written(home, "# mine\n\nformat = 'csv'  # for the sheet\n")
    assert sayso("config", "set", "zone", "Europe/Paris").exit_code == 0
    text = (home / "config.toml").read_text()
    assert text.startswith("# mine\n\nformat = 'csv'  # for the sheet\n")
    assert row(sayso, "format") == ["format", "csv", "line", "3", "-f"]
    assert row(sayso, "zone") == ["zone", "Europe/Paris", "line", "4", "--tz"]
    if os.name == "posix":
        assert stat.S_IMODE((home / "config.toml").stat().st_mode) == 0o600
    assert sayso("config", "unset", "zone").exit_code == 0
    assert row(sayso, "zone")[-2:] == ["default", "--tz"]
    assert "# for the sheet" in (home / "config.toml").read_text()
    failed(sayso("config", "unset", "zone"), 1, "zone is not set")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("zome", "UTC"), "there is no 'zome' (perhaps zone; one of ledger"),
        (("zone", "Mars"), "zone: unknown time zone 'Mars'"),
        (("format", "xml"), "format: 'xml' is no format"),
        (("currency", "BTC"), "currency: 'BTC' is no code of a currency"),
        (("drafter", " "), "drafter: it is empty"),
        (("ask.weekly", "log"), "saved questions: sayso ask --save"),
        (("columns", "a"), "there is no 'columns'"),
    ],
)
def test_a_wrong_key_or_value_is_refused_and_nothing_is_written(
    sayso: Sayso, home: Path, words: tuple[str, str], told: str
) -> None:
    failed(sayso("config", "set", *words), 2, told)
    assert not (home / "config.toml").exists()


def test_all_that_is_wrong_in_the_file_is_told_with_its_lines(
    sayso: Sayso, home: Path
) -> None:
    written(
        home,
        'zome = "UTC"\nformat = 3\n\n[ask.Weekly]\nrun = "log"\n[ask.b]\nabout = "x"\n',
    )
    done = sayso("config")
    failed(done, 2, f"{home}/config.toml: line 1: there is no 'zome'", "`sayso config")
    for told in (
        "line 2: format is a text",
        "line 4: 'Weekly'",
        "line 6: ask.b has no",
    ):
        assert told in done.stderr
    written(home, 'zone = "UTC"\nformat csv\n')
    failed(sayso("valuations"), 2, f"{home}/config.toml: line 2: this is not TOML")
    failed(sayso("config", "set", "format", "csv"), 2, f"{home}/config.toml: line 2")
    assert (home / "config.toml").read_text() == 'zone = "UTC"\nformat csv\n'


def test_options_and_the_environment_win_over_the_file(
    ledger: Sayso, home: Path
) -> None:
    written(home, 'zone = "Asia/Tokyo"\nformat = "csv"\nledger = "other.db"\n')
    assert "(Asia/Tokyo)" in ledger("raised", "-f", "table").stdout
    assert "(UTC)" in ledger("raised", "-f", "table", "--tz", "UTC").stdout
    assert ledger("company", "list").stdout.startswith("company,name")
    ledger("init", "other.db")
    assert "xai" in ledger("company", "list").stdout  # the nearest ledger is used
    assert "xai" not in ledger("company", "list", SAYSO_DB="other.db").stdout
    assert row(ledger, "ledger")[1].endswith("sayso.db")


def test_the_configured_ledger_is_used_where_there_is_no_other(
    ledger: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger("config", "set", "ledger", "sayso.db")
    elsewhere = Path("elsewhere").absolute()
    elsewhere.mkdir()
    Path("sayso.db").rename("ours.db")
    failed(ledger("company", "list"), 1, "")
    ledger("config", "set", "ledger", "ours.db")
    monkeypatch.chdir(elsewhere)
    assert "xai" in ledger("company", "list").stdout


def test_a_token_brings_its_own_zone_and_currency(ledger: Sayso, home: Path) -> None:
    token = ledger("raised", "-f", "csv").stderr.split()[-1]
    written(home, 'zone = "Asia/Tokyo"\ncurrency = "EUR"\n')
    for words in (["valuations"], ["raised"], ["rounds"]):
        done = ledger(*words, "--basis", token)
        assert done.exit_code == 0, done.output
        assert "(America/New_York)" in done.stdout


def test_every_question_works_with_a_file_that_sets_everything(
    ledger: Sayso, home: Path
) -> None:
    written(
        home,
        'zone = "Asia/Tokyo"\ncurrency = "EUR"\nformat = "jsonl"\ndrafter = "rules"\n',
    )
    for words in (
        *(["valuations"], ["raised"], ["rounds"], ["totals"], ["log"], ["watch"]),
        *(["export", "claims"], ["export", "valuations"], ["export", "rounds"]),
        *(["export", "credibility"], ["disputed"], ["lint"], ["company", "list"]),
        *(["diff", "yesterday"], ["chart", "xai"], ["credibility"], ["show", "xai"]),
    ):
        done = ledger(*words)
        assert done.exit_code == 0, (words, done.output)


def test_a_password_is_not_shown(sayso: Sayso) -> None:
    done = sayso("config", "set", "ledger", "postgresql://ann:secret@db/funding")
    assert "secret" not in done.output
    assert "secret" not in sayso("config").stdout


EDITOR = "import sys,pathlib; pathlib.Path(sys.argv[1]).write_text({text!r})"


def editor(text: str) -> dict[str, str]:
    """Give an editor that writes a text."""
    program = Path("editor.py")
    program.write_text(EDITOR.format(text=text))
    import sys

    return {"VISUAL": f"{sys.executable} {program.absolute()}", "EDITOR": ""}


def test_an_editor_changes_the_file_or_nothing(sayso: Sayso, home: Path) -> None:
    done = sayso("config", "edit", **editor('zone = "UTC"\n'))
    assert done.exit_code == 0, done.output
    assert (home / "config.toml").read_text() == 'zone = "UTC"\n'
    failed(sayso("config", "edit", **editor("zone = 3\n")), 2, str(home))
    assert (home / "config.toml").read_text() == 'zone = "UTC"\n'
    assert (
        "nothing changed" in sayso("config", "edit", **editor('zone = "UTC"\n')).stderr
    )


def test_a_question_is_saved_listed_run_and_forgotten(ledger: Sayso) -> None:
    assert "no question is saved yet" in ledger("ask").stderr
    saved = ledger("ask", "--save", "us", "sayso company list -f csv", "--about", "All")
    assert saved.stdout == "us is saved: sayso ask us\n"
    listed = ledger("ask", COLUMNS="80").stdout
    assert "All" in listed
    assert "sayso company list -f csv" in listed
    assert ledger("ask", "us").stdout == ledger("company", "list", "-f", "csv").stdout


def test_a_saved_question_is_the_command_that_it_stands_for(ledger: Sayso) -> None:
    words = ["raised", "--as-of", "2024-01-19", "-f", "json"]
    assert ledger("ask", "--save", "jan", " ".join(words)).exit_code == 0
    assert ledger("ask", "jan").stdout == ledger(*words).stdout
    more = ["xai", "--tz", "Asia/Tokyo"]
    assert ledger("ask", "jan", *more).stdout == ledger(*words, *more).stdout
    again = ledger("ask", "--save", "jan", "log", "--about", "Everything")
    assert again.stdout == "jan is replaced: sayso ask jan\n"
    told = ledger("ask", COLUMNS="80").stdout
    assert "Everything" in told
    fits(told)
    assert ledger("ask", "jan").stdout == ledger("log").stdout
    assert ledger("ask", "--forget", "jan").exit_code == 0
    failed(ledger("ask", "jan"), 1, "no question is saved as 'jan'")


def test_no_shell_reads_a_question(ledger: Sayso) -> None:
    ledger("ask", "--save", "bad", "show 'xai; touch gone $HOME | cat'")
    failed(ledger("ask", "bad"), 1, "")
    assert not Path("gone").exists()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("record undo", "record is no question: save"),
        ("ask weekly", "ask is no question"),
        ("company add x", "company is no question"),
        ("nothing", "no command 'nothing'"),
        ("raised --topp 3", "no such option '--topp'"),
        ("show 'xai", "a quote is open"),
        ("", "say what it asks"),
    ],
)
def test_what_is_no_question_is_not_saved(
    ledger: Sayso, home: Path, question: str, told: str
) -> None:
    failed(ledger("ask", "--save", "bad", question), 2, told)
    assert not (home / "config.toml").exists()
    failed(ledger("ask", "--save", "Bad Name", "log"), 2, "'Bad Name' is no name")
    failed(ledger("ask", "weekly", "--about", "x"), 2, "--about is for --save")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_format_that_is_set_stops_no_picture(ledger: Sayso, form: str) -> None:
    value = ("--price=post_money:24B", "--published", "2024-01-19")
    done = ledger("record", "value", "xai", "--source", "bloomberg", *value)
    assert done.exit_code == 0, done.output
    assert ledger("config", "set", "format", form).exit_code == 0
    done = ledger("chart", "xai", "-o", "xai.svg")
    assert done.exit_code == 0, done.output
    assert Path("xai.svg").read_text("utf-8").startswith("<svg")
    failed(ledger("chart", "xai", "-f", form, "-o", "b.svg"), 2, f"-f {form} prints")


def test_without_rates_a_configured_currency_is_named_with_both_remedies(
    ledger: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = (
        *("record", "report", "xai/seed", "--source", "bloomberg"),
        *("--published", "2024-01-19", "--stage", "closed", "--raised", "5M"),
    )
    assert ledger(*report).exit_code == 0
    assert ledger("config", "set", "currency", "EUR").exit_code == 0
    monkeypatch.setitem(sys.modules, "currency_converter", None)  # as if not installed
    done = ledger("raised", "xai")
    failed(done, 2, "USD in EUR: no table of exchange rates is installed")
    assert "pip install 'sayso[rates]'" in done.stderr
    assert "--rate USD=N" in done.stderr
    assert "`sayso config unset currency`" in done.stderr
    typed = ledger("raised", "xai", "--in", "EUR")
    failed(typed, 2, "USD in EUR: no table", "pip install")
    assert "config unset" not in typed.stderr
    assert ledger("raised", "xai", "--rate", "USD=0.9").exit_code == 0
