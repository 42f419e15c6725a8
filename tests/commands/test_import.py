"""Import and export: all or nothing, every problem listed, and back again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.commands.conftest import count

Sayso = Callable[..., Result]


def report(day: int, **more: Any) -> dict[str, Any]:  # JSON is anything
    """A line that reports a round."""
    data = {
        "company": "xai",
        "round": "xai/series-b",
        "source": "bloomberg",
        "published": f"2024-01-{day:02}",
        "stage": "committed",
        "raised": [{"figure": "500M", "basis": "committed"}],
    }
    return {"type": "round.reported", "data": data, **more}


def written(*lines: object, name: str = "events.jsonl") -> str:
    """The name of a file with these lines; text and bytes stand as they are."""
    raw = b""
    for line in lines:
        text = line if isinstance(line, str | bytes) else json.dumps(line)
        raw += (text if isinstance(text, bytes) else text.encode()) + b"\n"
    Path(name).write_bytes(raw)
    return name


def test_a_file_goes_on_record(ledger: Sayso) -> None:
    done = ledger("import", written(report(1), report(2)))
    assert done.exit_code == 0, done.stderr
    assert done.stdout == "events.jsonl: 2 recorded\n"
    assert count(ledger) == 6


def test_a_file_twice_adds_nothing(ledger: Sayso) -> None:
    name = written(report(1), report(2))
    ledger("import", name)
    done = ledger("import", name)
    assert done.exit_code == 0
    assert done.stdout == "events.jsonl: 0 recorded, 2 already on record\n"


def test_lines_name_each_other(ledger: Sayso) -> None:
    denial = {
        "type": "claim.denied",
        "data": {
            "company": "xai",
            "claims": ["@a"],
            "source": "elon-musk",
            "published": "2024-01-01",
            "scope": ["whole"],
            "form": "fake",
        },
    }
    done = ledger("import", written(denial, report(1, ref="a")))
    assert done.exit_code == 0, done.stderr
    assert count(ledger) == 6


def test_one_bad_line_keeps_all_out_and_every_problem_is_listed(
    ledger: Sayso,
) -> None:
    unknown, naive = report(3), report(4)
    unknown["data"]["source"] = "blomberg"
    naive["data"]["published"] = "2024-01-04T08:00"
    name = written(report(1), "not json", unknown, report(2), naive)
    done = ledger("import", name)
    assert done.exit_code in {1, 2}
    assert done.stderr.startswith("error: events.jsonl: 3 lines are invalid")
    for part in ("line 2", "line 3", "line 5", "blomberg", "T08:00", "hint: "):
        assert part in done.stderr
    assert count(ledger) == 4


FLOAT = json.dumps(report(1)).replace('"500M"', "500000000.5")
NAN = json.dumps(report(1)).replace('"500M"', "NaN")
TWICE = '{"type": "round.reported", "type": "x", "data": {}}'
DEEP = '{"type": "round.reported", "data": ' + "[" * 10_000 + "]" * 10_000 + "}"
LONG = json.dumps(
    {"type": "company.registered", "data": {"slug": "q", "name": "n" * 70_000}}
)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(FLOAT, id="float"),
        pytest.param(NAN, id="NaN"),
        pytest.param(TWICE, id="duplicate key"),
        pytest.param(DEEP, id="10,000 levels"),
        pytest.param(LONG, id="too long"),
        pytest.param(b'{"type": "\xff"}', id="not UTF-8"),
        pytest.param('"text"', id="no object"),
        pytest.param('{"type": "round.reported"}', id="no data"),
        pytest.param('{"type": "round.painted", "data": {}}', id="no such type"),
        pytest.param({**report(1), "colour": "red"}, id="unknown field"),
        pytest.param(report(1) | {"id": "0" * 64}, id="another id"),
    ],
)
def test_a_line_that_is_no_event_is_told(ledger: Sayso, line: object) -> None:
    done = ledger("import", written(report(2), line))
    assert done.exit_code in {1, 2}
    assert done.stderr.startswith("error: ")
    assert "line 2" in done.stderr
    assert "Traceback" not in done.output
    assert len(done.stderr) < 2_000
    assert count(ledger) == 4


def test_a_dry_run_prints_events_and_records_none(ledger: Sayso) -> None:
    done = ledger("import", "--dry-run", written(report(1), report(2)))
    assert done.exit_code == 0
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["type"] for event in printed] == ["round.reported"] * 2
    assert "2 new" in done.stderr
    assert count(ledger) == 4
    assert ledger("import", "-", stdin=done.stdout).exit_code == 0
    assert count(ledger) == 6


def test_several_files_are_read_in_their_order(ledger: Sayso) -> None:
    names = written(report(1), name="a.jsonl"), written(report(2), name="b.jsonl")
    done = ledger("import", *names)
    assert done.stdout == "a.jsonl: 1 recorded\nb.jsonl: 1 recorded\n"


def test_a_file_that_is_not_there_is_told_before_anything_is_read(
    ledger: Sayso,
) -> None:
    done = ledger("import", written(report(1)), "missing.jsonl")
    assert done.exit_code == 2
    assert "missing.jsonl" in done.stderr
    assert count(ledger) == 4


def test_an_export_makes_the_same_ledger_elsewhere(ledger: Sayso) -> None:
    ledger("import", written(report(1), report(2)))
    exported = ledger("log", "-f", "jsonl").stdout
    assert ledger("init", "copy.db").exit_code == 0
    done = ledger("import", "-", "--db", "copy.db", stdin=exported)
    assert done.exit_code == 0, done.stderr
    copied = ledger("log", "-f", "jsonl", "--db", "copy.db").stdout
    ids = [
        [json.loads(line)["id"] for line in text.splitlines()[1:]]
        for text in (exported, copied)
    ]
    assert ids[0] == ids[1]


def test_the_log_is_listed_in_every_form(ledger: Sayso) -> None:
    ledger("import", written(report(1)))
    table = ledger("log", "--since", "3").stdout.splitlines()
    assert len(table) == 2
    assert "round.reported" in table[1]
    rows = json.loads(ledger("log", "-f", "json").stdout)["rows"]
    assert [row["event"] for row in rows] == [0, 1, 2, 3, 4]
    assert rows[4]["published"]["text"] == "2024-01-01[America/New_York]"
    csv = ledger("log", "-f", "csv", "--type", "company.registered").stdout
    assert csv.splitlines()[1].startswith("1,")
    assert len(csv.splitlines()) == 2


def test_the_log_ends_where_it_is_told(ledger: Sayso) -> None:
    printed = ledger("log", "-f", "jsonl", "--since", "1", "--until", "2").stdout
    assert [json.loads(line)["seq"] for line in printed.splitlines()] == [2]


def test_an_unknown_type_of_event_is_refused(ledger: Sayso) -> None:
    done = ledger("log", "--type", "claim.denyed")
    assert done.exit_code == 2
    assert "claim.denied" in done.stderr
