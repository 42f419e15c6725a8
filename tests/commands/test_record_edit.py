"""`sayso record edit`: what is changed in an editor is recorded as a correction."""

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import failed
from tests.conftest import Sayso

EDITOR = """\
import pathlib, sys
path = pathlib.Path(sys.argv[-1])
pathlib.Path("seen.txt").write_text(path.read_text())
text = path.read_text()
for before, after in {changes!r}:
    assert before in text, (before, text)
    text = text.replace(before, after)
path.write_text(text)
"""


def editor(*changes: tuple[str, str]) -> dict[str, str]:
    """Give an editor that replaces words, and keeps what it saw in seen.txt."""
    program = Path("editor.py").absolute()
    program.write_text(EDITOR.format(changes=changes))
    return {"VISUAL": shlex.join([sys.executable, str(program)])}


@pytest.fixture
def reported(ledger: Sayso) -> Sayso:
    """Give a ledger with one report, event 4."""
    done = ledger(
        *("record", "report", "xai/series-b", "--source", "bloomberg"),
        *("--published", "2024-01-19", "--stage", "committed", "--raised", "500B"),
        *("--target", "1B", "--valuation", "15B..20B", "--lead", "NVIDIA:2B"),
    )
    assert done.exit_code == 0, done.output
    return ledger


def last(ledger: Sayso) -> dict[str, Any]:
    """Give the last entry."""
    entry = json.loads(ledger("log", "-f", "jsonl").stdout.splitlines()[-1])
    assert isinstance(entry, dict)
    return entry


def test_a_change_is_recorded_as_correct_records_it(reported: Sayso) -> None:
    changes = ("total:500B", "total:500M"), ("reason = ", "reason = typed 500B")
    done = reported("record", "edit", "4", **editor(*changes))
    assert done.exit_code == 0, done.output
    seen = Path("seen.txt").read_text()
    for line in (
        *("raised = round_total:500B", "raised = target:1B", "stage = committed"),
        *("valuation = unspecified:15B..20B", "investors = NVIDIA:lead:2B"),
        *("source = bloomberg", "published = 2024-01-19[America/New_York]"),
    ):
        assert f"\n{line}\n" in seen
    entry = last(reported)
    assert (entry["seq"], entry["type"]) == (5, "entry.corrected")
    assert entry["data"]["reason"] == "typed 500B"
    assert set(entry["data"]["set"]) == {"raised"}
    again = reported(
        *("record", "correct", "4", "--set", "raised=round_total:500M"),
        *("--set", "raised=target:1B", "--reason", "typed 500B"),
    )
    assert "already on record" in again.stdout


def test_report_edit_is_the_same(reported: Sayso) -> None:
    change = editor(("= committed\n", "= closed\n"))
    words = ("record", "report", "--edit", "4", "--reason", "misread")
    assert reported(*words, **change).exit_code == 0
    assert last(reported)["data"]["set"] == {"stage": "closed"}
    again = ("record", "report", "--edit=4", "--reason", "misread again")
    assert reported(*again, **editor(("= closed\n", "= announced\n"))).exit_code == 0
    assert last(reported)["data"]["set"] == {"stage": "announced"}


def test_with_a_day_the_source_changed_its_claim(reported: Sayso) -> None:
    change = editor(("total:500B", "total:600B"))
    words = ("record", "edit", "4", "--published", "2024-01-20")
    assert reported(*words, **change).exit_code == 0
    entry = last(reported)
    assert entry["type"] == "claim.revised"
    assert entry["data"]["published"].startswith("2024-01-20")
    assert "reason" not in Path("seen.txt").read_text()


@pytest.mark.parametrize(
    "changes", [(), (("reason = ", "reason = nothing"),), (("= closed", "= closed"),)]
)
def test_where_nothing_changed_nothing_is_recorded(
    reported: Sayso, changes: tuple[tuple[str, str], ...]
) -> None:
    kept = tuple(one for one in changes if one[0] != "= closed")
    done = reported("record", "edit", "4", **editor(*kept))
    assert done.exit_code == 0
    assert "nothing changed; nothing recorded" in done.stderr
    assert last(reported)["seq"] == 4


def test_a_line_that_is_taken_away_empties_its_field(reported: Sayso) -> None:
    change = editor(("investors = NVIDIA:lead:2B\n", ""), ("= \n", "= not said\n"))
    assert reported("record", "edit", "4", **change).exit_code == 0
    assert last(reported)["data"]["set"] == {"investors": None}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ((("total:500B", "total:500M"),), "what had gone wrong is not said"),
        ((("total:500B", "total:5X"), ("= \n", "= x\n")), "--set raised: '5X'"),
        ((("source = bloomberg", "bloomberg"),), "write FIELD = VALUE"),
        ((("= bloomberg", "= ft"), ("= \n", "= x\n")), "unknown source 'ft'"),
        ((("stage =", "stages ="), ("= \n", "= x\n")), "stages: no such field"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_recorded(
    reported: Sayso, changes: tuple[tuple[str, str], ...], told: str
) -> None:
    done = reported("record", "edit", "4", **editor(*changes))
    assert done.exit_code in {1, 2}
    assert told in done.stderr
    assert done.stdout == ""
    assert last(reported)["seq"] == 4


def test_the_form_has_what_was_corrected_before(reported: Sayso) -> None:
    reported("record", "correct", "4", "--set", "stage=closed", "--reason", "typo")
    reported("record", "edit", "4", **editor())
    assert "\nstage = closed\n" in Path("seen.txt").read_text()


def test_a_denial_names_its_claims_by_number(reported: Sayso) -> None:
    reported(
        *("record", "deny", "4", "--source", "elon-musk", "--published", "2024-01-20"),
        *("--scope", "whole", "--form", "fake"),
    )
    change = editor(("form = fake", "form = inaccurate"), ("= \n", "= misread\n"))
    done = reported("record", "edit", "5", **change)
    assert done.exit_code == 0, done.output
    assert "\nclaims = 4\n" in Path("seen.txt").read_text()
    assert last(reported)["data"]["set"] == {"form": "inaccurate"}


def test_an_unknown_event_is_refused_before_an_editor_opens(reported: Sayso) -> None:
    failed(reported("record", "edit", "99", VISUAL="false"), 1, "")
    failed(reported("record", "report", "--edit", "99", VISUAL="false"), 1, "")
    done = reported("record", "edit", "4", VISUAL="false")
    assert done.exit_code == 1
    assert "Traceback" not in done.stderr
