"""The same prices as journals: what others are asked adds up to the same."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.journals import Posting, beans, floor, plain, postings, tools
from benchmarks.mix import mix
from benchmarks.rows import Skipped
from benchmarks.taking import Process

EVENTS = 1_000
COMPANY, END = "c7", "2020-06-01"


def expected() -> int:
    found = postings(mix(EVENTS))
    return sum(x.amount for x in found if x.company == COMPANY and x.day < END)


def said(process: Process) -> str:
    assert not callable(process.command)
    done = subprocess.run(
        process.command, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def test_the_floor_gives_the_balance_of_one_company(tmp_path: Path) -> None:
    assert expected() > 0
    one = floor(tmp_path, EVENTS, COMPANY, END, sys.executable)
    assert said(one).split() == [COMPANY, str(expected())]


def test_the_floor_gives_those_of_all(tmp_path: Path) -> None:
    rows = said(floor(tmp_path, EVENTS, "", END, sys.executable)).splitlines()
    assert f"{COMPANY} {expected()}" in rows
    assert len(rows) > 10


def test_a_journal_is_what_the_tools_read() -> None:
    one = Posting("2020-01-02", "c7", 12)
    text = "".join(plain([one], 100))
    assert text == "2020-01-02 said\n    assets:c7    12 USD\n    equity:said\n\n"
    bean = "".join(beans([one], 100))
    assert "2000-01-01 open Assets:C1\n" in bean
    assert '2020-01-02 * "said"\n  Assets:C7  12 USD\n  Equity:Said\n\n' in bean


def test_those_that_are_here_give_the_same_and_the_others_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in tools(tmp_path, EVENTS, COMPANY, END):
        if isinstance(one, Skipped):
            assert shutil.which(one.what) is None
            assert one.why == "it is not installed"
        else:
            assert str(expected()) in said(one).replace(",", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = list(tools(tmp_path, EVENTS, COMPANY, END))
    assert [one.what for one in found] == ["ledger", "hledger", "bean-query"]
    assert all(isinstance(one, Skipped) for one in found)
