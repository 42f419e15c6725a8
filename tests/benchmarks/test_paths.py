"""The quick ways that a benchmark turns off: the answer is the same without them."""

import json
import subprocess
from pathlib import Path

import pytest

from benchmarks.mix import feed, ledger
from benchmarks.paths import ALL, MONTHS, WAYS, command
from benchmarks.runner import Run

ASKED = {
    "pages": ("audit", "verify"),
    "glance": ("log", "-f", "jsonl"),
    "ranking": (*ALL, "-f", "csv"),
    "story": ("export", "valuations", *MONTHS),
    "replay": ("export", "credibility", *MONTHS),
}


def told(*words: str, without: str = "") -> tuple[int, str]:
    """Run a command; give its exit code and what it prints."""
    done = subprocess.run(
        command(words, without), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger of 300 events that keeps a ranking."""
    place = ledger(Run(tmp_path_factory.mktemp("paths")), 300)
    assert told("db", "rebuild", "--db", str(place))[0] == 0
    return place


@pytest.mark.parametrize("way", ASKED)
def test_an_answer_is_the_same_without_a_quick_way(small: Path, way: str) -> None:
    words = (*ASKED[way], "--db", str(small))
    code, out = told(*words)
    assert (code, out) == told(*words, without=way)
    assert code in {0, 3}
    assert out


def test_an_import_is_the_same_without_the_filter_of_ids(tmp_path: Path) -> None:
    lines = str(feed(Run(tmp_path), 200))
    ids = []
    for without in ("", "absent"):
        place = str(tmp_path / f"{without or 'with'}.db")
        assert told("init", place)[0] == 0
        assert told("import", lines, "--db", place, without=without)[0] == 0
        code, out = told("log", "-f", "jsonl", "--since", "0", "--db", place)
        assert code == 0
        ids.append([json.loads(line)["id"] for line in out.splitlines()])
    assert set(WAYS) == {*ASKED, "absent"}
    assert ids[0] == ids[1]
    assert len(ids[0]) > 200
