"""The runner of benchmarks: ratios, rounds in turn, tables, kept figures. No timing."""

import ast
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks.printing import (
    BEGIN,
    END,
    WIDTH,
    listed,
    page,
    placed,
    row_lines,
    shown,
)
from benchmarks.rows import MeasuredOrSkipped, Measurement, Skipped, is_as_wanted
from benchmarks.runner import BENCHMARKS, Run, main
from benchmarks.taking import (
    Process,
    Subject,
    in_turn,
    used_by,
    whole,
)

HERE = Path(__file__).resolve().parents[2]
NOTHING = [sys.executable, "-S", "-E", "-c", "pass"]


class Hand:
    """A clock that anyone who is timed moves on by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def spend(self, *seconds: float) -> Subject:
        """Give somebody who takes so long, in one round after the other."""
        left = list(seconds)

        def run() -> None:
            self.now += left.pop(0)

        return Subject(f"takes {seconds}", run)


@pytest.mark.parametrize(
    ("wanted", "ratio", "reached"),
    [
        (">= 0.90", 0.9, True),
        (">= 0.90", 0.89, False),
        ("<= 1.25", 1.25, True),
        ("< 0.1", 0.1, False),
        ("= 0", 0.0, True),
    ],
)
def test_what_is_wanted_is_held(wanted: str, ratio: float, *, reached: bool) -> None:
    assert is_as_wanted(wanted, ratio) is reached


def test_what_nobody_can_hold_is_an_error() -> None:
    with pytest.raises(ValueError, match="fast"):
        is_as_wanted("fast", 1.0)


def test_a_row_is_the_median_of_its_rounds_and_tells_both_ends() -> None:
    row = Measurement.of("it", "the floor", "CPU", [1.0, 9.0, 2.0], wanted="<= 2.0")
    assert (row.ratio, row.low, row.high, row.rounds) == (2.0, 1.0, 9.0, 3)
    assert row.reached is True
    assert Measurement.of("it", "the floor", "CPU", [1.0]).reached is None


def test_a_ratio_is_that_of_one_round_and_not_of_two_medians() -> None:
    clock = Hand()
    floor, slow = clock.spend(1, 100, 3), clock.spend(2, 100, 12)
    (row,) = in_turn(floor, [slow], 3, clock=clock)
    assert (row.ratio, row.low, row.high) == (2.0, 1.0, 4.0)


def test_a_rate_is_the_other_way_round() -> None:
    clock = Hand()
    (row,) = in_turn(clock.spend(1), [clock.spend(4)], 1, clock=clock, rate=True)
    assert row.ratio == 0.25
    assert row.measure.startswith("rate")


def test_rounds_go_in_turn_and_somebody_else_begins_each() -> None:
    went: list[str] = []
    one, two, three = (Subject(x, lambda x=x: went.append(x)) for x in "abc")
    list(in_turn(one, [two, three], 3))
    assert went == [*"abc", *"bca", *"cab"]


def test_what_is_made_ready_is_handed_over_and_swept_away_untimed() -> None:
    clock, seen = Hand(), list[str]()

    @contextmanager
    def ready() -> Iterator[str]:
        clock.now += 1000
        yield "ready"
        seen.append("swept")

    def run(given: str) -> None:
        seen.append(given)
        clock.now += 2

    (row,) = in_turn(clock.spend(1), [Subject("it", run, ready)], 1, clock=clock)
    assert row.ratio == 2.0
    assert seen == ["ready", "swept"]


def test_whole_processes_are_measured_beside_each_other(tmp_path: Path) -> None:
    feed = tmp_path / "feed"
    feed.write_bytes(b"x" * 10)
    check = "import sys; assert len(sys.stdin.read()) == 10"
    reading = Process("reads", [sys.executable, "-c", check], stdin=feed)
    (row,) = whole(Process("nothing", NOTHING), [reading], 1)
    assert row.ratio > 0
    assert "MiB" in row.note


def test_memory_is_that_of_the_process_and_not_of_whoever_asks() -> None:
    held_here = b"x" * 200_000_000
    assert used_by(NOTHING).peak * 1024 < len(held_here)


def test_a_process_that_fails_fails_the_benchmark_with_its_words() -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        used_by([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_rows_fit_a_terminal_and_tell_their_floor_once() -> None:
    row = Measurement.of(
        "a thing with a name that is longer than its column, and then some",
        "a floor of which there is much to be said, for it is special",
        "rate, wall",
        [0.5, 0.7],
        wanted=">= 0.90",
        note="n " * 60,
    )
    first, again = row_lines(row, None), row_lines(row, row)
    assert all(len(line) <= WIDTH for line in first.splitlines())
    assert "against a floor" in first
    assert "against" not in again
    assert "MISSED" in again
    assert "skipped, not installed" in row_lines(
        Skipped("hledger", "not installed"), row
    )


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(443.2, "443"), (34.21, "34.2"), (1.2345, "1.23"), (0.0512, "0.051")],
)
def test_ratios_are_short(ratio: float, text: str) -> None:
    assert shown(ratio) == text


def test_every_module_that_measures_is_listed_and_no_other() -> None:
    measuring = set()
    for path in (HERE / "benchmarks").glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = {x.name for x in tree.body if isinstance(x, ast.FunctionDef)}
        measuring |= {path.stem} if "measure" in names else set()
    assert measuring == set(BENCHMARKS)
    assert all(len(line) <= 92 for line in listed(BENCHMARKS).splitlines())


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A benchmark that measures nothing."""

    def measure(run: Run) -> Iterator[MeasuredOrSkipped]:
        run.say("here")
        yield Measurement.of(
            "it", "the floor", "CPU", [1.5] * run.rounds, wanted="<= 2.0"
        )
        yield Skipped("a peer", "it is not installed")
        if not run.quick:
            raise OSError("the disk is full")

    module = ModuleType("benchmarks.tiny")
    vars(module)["measure"] = measure
    monkeypatch.setitem(sys.modules, "benchmarks.tiny", module)
    monkeypatch.setitem(BENCHMARKS, "tiny", "nothing at all")
    return module


@pytest.mark.usefixtures("tiny")
def test_a_run_prints_a_table_and_keeps_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.json"
    assert main(["--quick", "--json", str(kept), "tiny"]) == 0
    out, err = capsys.readouterr()
    assert "<= 2.0 ok" in out
    assert "a peer: skipped, it is not installed" in out
    assert "tiny: here" in err
    found = json.loads(kept.read_text("utf-8"))
    assert found["rounds"] == 3
    assert {"date", "python", "sqlite", "packages", "cpus"} <= set(found)
    assert found["benchmarks"][0]["rows"][0]["ratio"] == 1.5
    assert main(["--markdown", str(kept)]) == 0
    assert "| it | the floor | CPU | 1.50 | 1.50 to 1.50 |" in capsys.readouterr().out
    assert page(found).count("\n| --- |") == 1


@pytest.mark.usefixtures("tiny")
def test_a_benchmark_that_fails_is_told_and_the_rest_still_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["tiny", "tiny"]) == 1
    assert capsys.readouterr().out.count("failed: OSError: the disk is full") == 2


def test_an_unknown_name_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bulk"]) == 2
    assert "hint: one of processes," in capsys.readouterr().err


def test_the_list_tells_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines()] == list(BENCHMARKS)


@pytest.mark.usefixtures("tiny")
def test_figures_go_into_a_page_in_place_of_those_before(tmp_path: Path) -> None:
    kept, page_ = tmp_path / "kept.json", tmp_path / "page.md"
    main(["--quick", "--json", str(kept), "tiny"])
    page_.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", "utf-8")
    for _ in range(2):
        assert main(["--markdown", str(kept), "--into", str(page_)]) == 0
    text = page_.read_text("utf-8")
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"\n{END}\nafter\n")
    assert "old" not in text
    assert text.count("### `tiny`") == 1


def test_a_page_without_a_place_for_figures_is_left_alone() -> None:
    with pytest.raises(ValueError, match="no place for figures"):
        placed("a page", {})


def test_the_page_of_the_documents_holds_the_run_that_is_kept() -> None:
    kept = json.loads((HERE / "docs/performance.json").read_text("utf-8"))
    text = (HERE / "docs/performance.md").read_text("utf-8")
    assert placed(text, kept) == text
