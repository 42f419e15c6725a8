"""`export --lake`, `log --follow --lake` and `replay`: what people type and see."""

import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet  # type: ignore[import-untyped]
import pytest
from click.testing import Result

from ledger.errors import Refused, Unreachable
from ledger.lake import scoring
from ledger.lake.table import LakeTable
from tests.commands.conftest import failed
from tests.commands.test_following import PATIENCE, following, line
from tests.lake.test_scoring import POINTS, Dying

Sayso = Callable[..., Result]


@pytest.fixture
def lake(told: Sayso) -> Sayso:
    """A ledger of three companies, one denied, with its lake."""
    done = told("export", "--lake", "lake")
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert done.stderr.startswith("lake: version ")
    return told


def test_a_lake_is_written_and_then_appended_to(lake: Sayso) -> None:
    first = lake("export", "--lake", "lake").stderr
    assert first.endswith(" entries, 0 new\n")
    done = lake("company", "add", "xai", "--name", "xAI")
    assert done.exit_code == 0
    again = lake("export", "--lake", "lake").stderr
    assert again.endswith(" entries, 1 new\n")


def test_the_ranking_is_that_of_valuations(lake: Sayso) -> None:
    for form in ("table", "csv"):
        words = ("--as-of", "2025-06", "-f", form)
        asked = lake("valuations", "--no-belief", *words)
        found = lake("replay", "lake", "--jobs", "1", *words)
        assert found.exit_code == 0, found.output
        assert (found.stdout, found.stderr) == (asked.stdout, asked.stderr)
    written = lake("replay", "lake", "--jobs", "1", "--as-of", "2025-06", "-o", "r.csv")
    assert written.exit_code == 0, written.output
    assert Path("r.csv").read_text() == found.stdout
    assert written.stderr.startswith("r.csv: 3 rows\nbasis: ")


@pytest.mark.parametrize("table", ["valuations", "raised", "rounds", "credibility"])
def test_a_panel_is_that_of_export(lake: Sayso, table: str) -> None:
    words = ("--from", "2025-01", "--to", "2025-05", "-f", "jsonl")
    asked = lake("export", table, *words)
    found = lake("replay", "lake", table, "--jobs", "1", *words)
    assert found.exit_code == 0, found.output
    assert (found.stdout, found.stderr) == (asked.stdout, asked.stderr)


def test_a_panel_as_parquet_is_the_same_bytes(lake: Sayso) -> None:
    words = ("valuations", "--from", "2025-01", "--to", "2025-05")
    assert lake("export", *words, "-o", "one.parquet").exit_code == 0
    done = lake("replay", "lake", *words, "--jobs", "1", "-o", "two.parquet")
    assert done.exit_code == 0, done.output
    assert Path("one.parquet").read_bytes() == Path("two.parquet").read_bytes()


def test_a_version_of_the_lake_is_a_known_at(lake: Sayso) -> None:
    last = int(lake("log", "-f", "csv").stdout.splitlines()[-1].split(",")[0])
    assert lake("company", "add", "xai", "--name", "xAI").exit_code == 0
    assert lake("export", "--lake", "lake").exit_code == 0
    table = LakeTable.found(Path("lake"))
    assert table is not None
    version = next(x.number for x in table.versions() if x.size == last + 1)
    words = ("replay", "lake", "-f", "csv", "--jobs", "1", "--as-of", "2025-06")
    then = lake(*words, "--at-version", str(version))
    assert then.exit_code == 0, then.output
    asked = lake(*words, "--known-at", f"seq:{last}")
    assert (then.stdout, then.stderr) == (asked.stdout, asked.stderr)
    failed(
        lake(*words, "--at-version", "99"),
        2,
        "--at-version: the lake has no head of version 99",
        f"its versions are 0 to {version + 1}",
    )


def test_a_lake_is_held_against_a_ledger(lake: Sayso) -> None:
    words = ("replay", "lake", "--jobs", "1", "--db", "sayso.db")
    assert lake(*words).exit_code == 0
    assert lake("company", "add", "xai", "--name", "xAI").exit_code == 0
    failed(lake(*words), 1, "the lake lake is behind its ledger", "sayso export --lake")
    assert lake("init", "other.db").exit_code == 0
    failed(
        lake(*words[:-1], "other.db"), 1, "lake is the lake of another ledger", "name"
    )
    failed(
        lake("export", "--lake", "lake", "--db", "other.db"),
        1,
        "lake is the lake of another ledger",
    )


def test_nothing_is_left_where_a_replay_fails(lake: Sayso) -> None:
    (gone, *_) = Path("lake").glob("part=[0-9]*/*.parquet")
    gone.unlink()
    done = lake("replay", "lake", "valuations", "-o", "panel.csv", "--jobs", "1")
    failed(done, 1, f"the lake lake lacks {gone.relative_to('lake')}", "restore it")
    assert not list(Path.cwd().glob("*panel*"))


def test_a_lake_that_is_altered_leaves_nothing_half_written(lake: Sayso) -> None:
    (path, *_) = Path("lake").glob("part=[0-9]*/*.parquet")
    table = pa.parquet.read_table(path, partitioning=None)
    rows = [{**x, "body": x["body"] + b" "} for x in table.to_pylist()]
    pa.parquet.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    done = lake("replay", "lake", "valuations", "-o", "panel.csv", "--jobs", "1")
    failed(done, 1, f"entry {rows[0]['seq']} is damaged")
    assert not list(Path.cwd().glob("*panel*"))


@pytest.mark.parametrize("point", POINTS)
def test_a_process_that_is_killed_leaves_nothing_half_written(
    lake: Sayso, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    monkeypatch.setattr(scoring, "Adding", partial(Dying, point=point))
    Path("panel.csv").write_text("before")
    words = ("replay", "lake", "credibility", "--jobs", "2", "-o", "panel.csv")
    done = lake(*words, "--force")
    failed(done, 1, "a process of the replay was ended", "repeat it")
    assert Path("panel.csv").read_text() == "before"
    assert [path.name for path in Path.cwd().glob("*panel*")] == ["panel.csv"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("lake", "--from", "2025"), "--from, --to, --every and --known-then need"),
        (("lake", "-f", "jsonl"), "a ranking is printed as table or csv"),
        (("lake", "-o", "x.jsonl"), "x.jsonl: a ranking is written as csv"),
        (("lake", "valuations", "-f", "table"), "valuations are written as csv"),
        (("lake", "--master", "local[2]"), "--master is for --engine spark"),
        (("lake", "--at-version", "1", "--known-at", "3"), "--at-version is a"),
        (("lake", "--force"), "--force is for -o FILE"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    lake: Sayso, words: tuple[str, ...], message: str
) -> None:
    failed(lake("replay", *words), 2, message)


def test_a_lake_wants_no_question(lake: Sayso) -> None:
    for words in (("valuations",), ("--as-of", "2025"), ("-f", "csv"), ("-o", "x.csv")):
        done = lake("export", "--lake", "lake", *words)
        failed(done, 2, "--lake writes all entries")


def test_without_a_lake_there_is_no_replay(lake: Sayso) -> None:
    failed(
        lake("replay", "nowhere"),
        1,
        "there is no lake in nowhere",
        "sayso export --lake nowhere",
    )
    failed(lake("log", "--lake", "lake"), 2, "--lake is for --follow")


def test_a_log_that_is_followed_fills_a_lake(told: Sayso) -> None:
    with following("-f", "jsonl", "--lake", "lake") as running:
        line(running)
        assert told("company", "add", "xai", "--name", "xAI").exit_code == 0
        end = time.monotonic() + PATIENCE
        while size_of(Path("lake")) < count_of(told) and time.monotonic() < end:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        assert running.wait(PATIENCE) == 0
    assert size_of(Path("lake")) == count_of(told)
    assert told("export", "--lake", "lake").stderr.endswith(" entries, 0 new\n")


def count_of(run: Sayso) -> int:
    """How many entries a ledger has."""
    return len(run("log", "-f", "jsonl").stdout.splitlines())


def size_of(folder: Path) -> int:
    """How many entries a lake has; none until its first version is written."""
    try:
        table = LakeTable.found(folder)
    except (Refused, Unreachable):  # its files come before the version that names them
        return 0
    return 0 if table is None else table.newest().size
