"""Whatever is wrong with one command line is told at once."""

from collections.abc import Iterator

import click
import pytest

from tests.commands.conftest import failed
from tests.conftest import Sayso, root_group

NAMES = {"before": "2024-14", "after": "2024-15", "query": "SELECT 1", "text": "xai"}
"""What is typed at arguments that are no names."""


def questions() -> Iterator[tuple[str, ...]]:
    """Each command that asks a ledger as of a day, with a name that nobody knows.

    Whom `investors` and `flows` name nobody has to register; `settle` reads a
    sentence, and `replay` a folder.
    """
    root = root_group()
    here = click.Context(root)
    ways = [(name, root.get_command(here, name)) for name in root.list_commands(here)]
    for path, command in ways:
        several = command.commands if isinstance(command, click.Group) else {}
        for words, one in several.items() or [("", command)]:
            assert one is not None
            there = {x.name: x for x in one.params}
            asks = "as_of" in there and "actor" not in there
            if asks and path not in {"settle", "replay"}:
                yield (*f"{path} {words}".split(), *arguments(there))


def arguments(there: dict[str, click.Parameter]) -> list[str]:
    """The arguments of a command, in their order."""
    typed = []
    for name, one in there.items():
        if isinstance(one, click.Argument):
            wanted = "out" if name == "target" else "nobody"
            first = "valuations" if name == "table" else NAMES.get(name, wanted)
            typed.append(first)
    if "companies" in there and isinstance(there["companies"], click.Option):
        typed += ["--company", "nobody"]
    return typed


@pytest.mark.parametrize("words", list(questions()), ids=" ".join)
def test_a_wrong_choice_hides_no_clock_and_no_name(
    ledger: Sayso, words: tuple[str, ...]
) -> None:
    clocks = ("--as-of", "2024-13", "--known-at", "99", "--tz", "Mars")
    choice = () if words[0] == "report" else ("-f", "nonsense")
    done = ledger(*words, *clocks, *choice)
    assert (done.exit_code, done.stdout) == (2, "")
    told = done.stderr
    assert "--as-of: '2024-13': there is no month 13" in told
    assert "--known-at: there is no entry 99" in told
    assert "--tz: unknown time zone 'Mars'" in told
    assert ("'nonsense' is not one of" in told) == bool(choice)
    open_names = {"investors", "flows"}
    if "nobody" in words and words[0] not in open_names:
        assert "'nobody'" in told
    if words[0] == "diff":
        assert "BEFORE: '2024-14'" in told
        assert "AFTER: '2024-15'" in told
    assert told.count("write 2024, 2024-Q1") <= 1


@pytest.mark.parametrize(
    "typed",
    [
        ("--where", "x"),
        ("--in", "XYZ"),
        ("--in", "USD", "--rate", "TWD"),
        ("--sector", "robots"),
        ("--tag", "x"),
    ],
    ids=lambda typed: typed[0],
)
def test_what_an_option_says_hides_no_other(
    ledger: Sayso, typed: tuple[str, ...]
) -> None:
    alone = ledger("valuations", *typed).stderr.partition("\n")[0]
    done = ledger("valuations", "nobody", "noone", *typed, "-f", "tabel")
    assert done.exit_code == 2
    assert alone.removeprefix("error: ").strip() in done.stderr
    for name in ("nobody", "noone", "tabel"):
        assert f"'{name}'" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("watch", "nobody", "noone", "--since", "soon"), "--since: 'soon'"),
        (("disputed", "nobody", "noone", "--since", "soon"), "--since: 'soon'"),
        (("chart", "nobody", "noone", "--from", "soon"), "--from: 'soon'"),
        (("chart", "nobody", "noone", "--what", "belif"), "'belif' is not one of"),
        (("forecasts", "nobody", "noone", "--after", "x"), "'x' is not a whole"),
        (("watch", "nobody", "noone"), ""),
    ],
    ids=lambda x: x[0] if isinstance(x, tuple) else None,
)
def test_dates_of_a_command_and_all_its_names_are_told(
    ledger: Sayso, words: tuple[str, ...], told: str
) -> None:
    done = ledger(*words)
    assert done.exit_code == (2 if told else 1)
    assert told in done.stderr
    kind = "source" if "credibility" in words else "company"
    if "belif" not in words:  # whether they are companies or sources is not said
        for name in ("nobody", "noone"):
            assert f"unknown {kind} '{name}'" in done.stderr


def test_each_of_several_rates_is_told(ledger: Sayso) -> None:
    rates = ("--rate", "EUR=x", "--rate", "GBP=", "--rate", "TWD=0.03")
    done = ledger("valuations", "nobody", "--in", "USD", *rates)
    for words in ("'EUR=x' is no", "'GBP=' is no", "unknown company 'nobody'"):
        assert done.stderr.count(words) == 1
    assert "TWD=0.03'" not in done.stderr


@pytest.mark.parametrize("words", [("import",), ("record", "document")], ids=" ".join)
def test_each_file_that_is_missing_is_told(
    ledger: Sayso, words: tuple[str, ...]
) -> None:
    done = ledger(*words, "none.csv", "sayso.db", "nowhere.csv")
    failed(done, 2, "")
    for name in ("none.csv", "nowhere.csv"):
        assert done.stderr.count(f"File '{name}' does not exist") == 1
    assert "File 'sayso.db'" not in done.stderr


@pytest.mark.parametrize("option", ["--as-of", "--known-at", "--tz", "--basis", "--in"])
def test_what_is_given_empty_is_no_less_wrong(ledger: Sayso, option: str) -> None:
    alone = ledger("valuations", f"{option}=").stderr.partition("\n")[0]
    assert f"{option}: " in alone
    done = ledger("valuations", "nobody", "-f", "tabel", f"{option}=")
    for words in (alone.removeprefix("error: "), "'tabel'", "'nobody'"):
        assert words in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("source", "add", "zz", "--kind", "nonsense"),
        ("company", "tag", "xai", "nonsense", "words"),
    ],
    ids=" ".join,
)
def test_the_help_that_is_named_is_that_of_the_command(
    ledger: Sayso, words: tuple[str, ...]
) -> None:
    done = ledger(*words)
    assert done.exit_code == 2
    assert f"see `sayso {' '.join(words[:2])} --help`" in done.stderr


def test_names_of_a_command_that_records_stand_line_by_line(ledger: Sayso) -> None:
    done = ledger("record", "apart", "nobody", "noone", "--reason", "x")
    failed(done, 1, "unknown company 'nobody'\n       unknown company 'noone'\n")
    assert "; register" not in done.stderr


def test_a_person_who_does_not_wait_for_the_rest_gets_the_first_error(
    ledger: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ledger.book.Book.names", interrupted)
    failed(ledger("valuations", "nobody", "-f", "tabel"), 2, "invalid value for '-f'")


def test_a_name_of_another_kind_is_no_further_error(ledger: Sayso) -> None:
    done = ledger("export", "credibility", "bloomberg", "--as-of", "2024-13")
    failed(done, 2, "--as-of: '2024-13': there is no month 13\n")
    assert "bloomberg" not in done.stderr
    for thing in ("1", "xai", "X.AI", "source:bloomberg"):
        done = ledger("show", thing, "--as-of", "2024-13")
        failed(done, 2, "--as-of: '2024-13': there is no month 13\n")
        assert "\n       " not in done.stderr


def test_a_number_of_an_entry_that_looks_like_a_year_says_how_it_is_written(
    ledger: Sayso,
) -> None:
    done = ledger("valuations", "--known-at", "9999")
    failed(done, 2, "--known-at: '9999': years run from", "entry 9999 is written seq:")


def test_a_command_line_that_cannot_be_split_keeps_its_error(ledger: Sayso) -> None:
    done = ledger("valuations", "--nope", "--as-of", "2024-13")
    failed(done, 2, "no such option '--nope'")


def test_a_wrong_word_without_a_ledger_is_told_alone(sayso: Sayso) -> None:
    done = sayso("valuations", "nobody", "-f", "tabel", "--db", "none.db")
    failed(done, 2, "invalid value for '-f'")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            ["relay", "1"],
            ["'--form'", "'--published'", "--carrier or --copy", "event 1 is a comp"],
        ),
        (
            ["relay", "1", "--carrier", "stranger", "--copy", "99", "--form", "x"],
            ["'--published'", "--carrier or --copy", "no event 99", "'x' is not one"],
        ),
        (
            ["end", "nobody", "--published", "soon"],
            ["--shut-down or --listed", "'nobody'", "'soon'"],
        ),
        (
            ["end", "nobody", "--shut-down", "--price", "3Z"],
            ["--price needs --listed", "'nobody'", "'--published'"],
        ),
        (
            ["merge", "xai/a", "xai", "--published", "soon", "--form", "x"],
            ["two rounds, or two companies", "'soon'", "'x' is not one"],
        ),
        (
            ["merge", "xai/a", "nobody/b", "--form", "acquired"],
            ["give either --published", "are for companies", "'nobody'"],
        ),
        (
            ["merge", "xai", "nobody", "--published", "soon"],
            ["companies need --form", "'soon'", "'nobody'"],
        ),
        (["move", "99", "nobody/a"], ["give either --pub", "no event 99", "'nobody'"]),
        (["apart", "xai/a", "xai"], ["'--reason'", "two rounds, or two companies"]),
        (["apart", "nobody", "noone"], ["'--reason'", "'nobody'", "'noone'"]),
        (["confirm", "0", "--source", "x"], ["event 0 is a ledger.op", "'x'"]),
        (["retract", "0"], ["event 0 is a ledger.opened", "'--published'"]),
        (["revise", "0", "--stage", "x"], ["event 0 is a ledger.opened", "'x' is not"]),
    ],
    ids=lambda x: " ".join(x[:1]),
)
def test_options_that_exclude_each_other_hide_nothing(
    ledger: Sayso, typed: list[str], told: list[str]
) -> None:
    before = ledger("log", "-f", "csv").stdout
    done = ledger("record", *typed)
    assert (done.exit_code, done.stdout) == (2, "")
    for words in told:
        assert words in done.stderr
    assert "'?'" not in done.stderr
    assert "is missing" not in done.stderr
    assert ledger("log", "-f", "csv").stdout == before
