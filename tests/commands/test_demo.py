"""The tour of the packaged ledger."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from click.testing import Result

Sayso = Callable[..., Result]


class Clock(Protocol):
    """The clock of the test."""

    def advance(self, seconds: float) -> None: ...


STOPS = ("--as-of 2024-01-18", "--as-of 2024-01-19", "--as-of 2024-05-28", "")


@pytest.fixture
def stops(sayso: Sayso, clock: Clock) -> dict[str, str]:
    """What the tour prints after each command, in 2027."""
    clock.advance(366 * 86_400)
    done = sayso("demo", COLUMNS="80")
    assert done.exit_code == 0, done.stderr
    parts = done.stdout.split("\n$ sayso valuations")[1:]
    return {
        part.partition("\n")[0].strip(): part.partition("\n")[2].partition("\n#")[0]
        for part in parts
    }


def test_the_tour_stops_four_times_at_xai_and_ends_at_the_ranking(
    stops: dict[str, str],
) -> None:
    assert list(stops) == [*(f"xai {options}".strip() for options in STOPS), ""]


@pytest.mark.parametrize(
    ("options", "seen", "unseen"),
    [
        (STOPS[0], "134.7M", "15B..20B"),
        (STOPS[1], "15B..20B disputed", "confirmed*"),
        (STOPS[2], "confirmed* 24B", "15B..20B"),
        (STOPS[3], "bought by spacex on 2026-02-02", "24B"),
    ],
    ids=["before", "report", "series-b", "today"],
)
def test_each_stop_shows_what_could_be_known(
    stops: dict[str, str], options: str, seen: str, unseen: str
) -> None:
    told = " ".join(stops[f"xai {options}".strip()].split())
    assert seen in told
    assert unseen not in told


def test_nothing_but_the_filing_was_paid_on_the_19th(stops: dict[str, str]) -> None:
    told = stops[f"xai {STOPS[1]}"]
    total = next(line for line in told.splitlines() if "total" in line)
    assert total.split() == ["xai:", "total", "134.7M", "134.7M"]


def test_every_line_fits_into_eighty_columns(sayso: Sayso) -> None:
    lines = sayso("demo", COLUMNS="80").stdout.splitlines()
    assert [line for line in lines if len(line) > 80] == []


def test_nothing_is_left_behind(sayso: Sayso, tmp_path: Path) -> None:
    assert sayso("demo").exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_the_ledger_of_the_session_is_left_alone(sayso: Sayso, tmp_path: Path) -> None:
    done = sayso("demo", SAYSO_DB=str(tmp_path / "own.db"))
    assert done.exit_code == 0
    assert not (tmp_path / "own.db").exists()


def test_a_kept_ledger_answers_every_command_that_the_tour_ends_with(
    sayso: Sayso,
) -> None:
    toured = sayso("demo", "--db", "demo.db")
    offered = [
        line.split()[1:]
        for line in toured.stdout.splitlines()
        if line.startswith("  sayso ")
    ]
    assert len(offered) >= 4
    for words in offered:
        done = sayso(*words)
        assert done.exit_code == 0, (words, done.stderr)
        assert done.stdout


def test_a_file_that_is_there_is_refused(sayso: Sayso) -> None:
    sayso("demo", "--db", "demo.db")
    again = sayso("demo", "--db", "demo.db")
    assert again.exit_code == 1
    assert again.stderr.startswith("error: ")
    assert "hint: " in again.stderr


def test_a_file_that_is_no_ledger_keeps_its_content(
    sayso: Sayso, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = sayso("demo", "--db", "notes.txt")
    assert done.exit_code == 1
    assert done.stderr.startswith("error: ")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_the_track_record_is_a_ledger_that_goes_on_with_the_demos(
    sayso: Sayso,
) -> None:
    toured = sayso("demo", "--track-record", "--db", "record.db", COLUMNS="80")
    assert toured.exit_code == 0, toured.stderr
    assert "# how reliable each source was" in toured.stdout
    assert [line for line in toured.stdout.splitlines() if len(line) > 80] == []
    told = sayso("audit", "verify", "--db", "record.db")
    assert told.stdout.startswith("UNSIGNED"), told.output
    offered = [
        line.split()[1:]
        for line in toured.stdout.splitlines()
        if line.startswith("  sayso ")
    ]
    assert offered
    for words in offered:
        done = sayso(*words)
        assert done.exit_code == 0, (words, done.stderr)
        assert done.stdout


def test_what_is_not_kept_is_offered_to_be_kept(sayso: Sayso) -> None:
    told = sayso("demo", "--track-record")
    assert "  sayso demo --track-record --db record.db\n" in told.stdout


def test_the_track_record_is_imported_as_files_and_verified(sayso: Sayso) -> None:
    fixtures = Path(__file__).parents[2] / "fixtures"
    files = [
        str(fixtures / folder / f"{name}.jsonl")
        for folder in ("demo", "track-record")
        for name in ("names", "history")
    ]
    sayso("init", "--tz", "America/New_York")
    done = sayso("import", *files, "--future")
    assert done.exit_code == 0, done.stderr
    told = sayso("audit", "verify")
    assert (told.exit_code, told.stdout.split()[0]) == (0, "VERIFIED"), told.output
    again = sayso("import", *files, "--future")
    assert again.exit_code == 0, again.stderr
    assert again.output.count(" 0 recorded,") == len(files)


def test_a_demo_next_to_a_signed_one_is_a_ledger_of_its_own(sayso: Sayso) -> None:
    for words in ("demo --db a.db", "audit key new --db a.db", "demo --db b.db"):
        done = sayso(*words.split())
        assert done.exit_code == 0, done.output
    for place in ("a.db", "b.db"):
        done = sayso("valuations", "xai", "--as-of", "2024-05-28", "--db", place)
        assert done.exit_code == 0, done.output
        assert "24B" in done.stdout
