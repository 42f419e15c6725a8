"""Killed at any moment (attack 39): nothing acknowledged is lost, nothing forks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audit.conftest import Keeper
from tests.audit.crashing import POINTS

KILLS = 20
"""At random, besides one at each named point."""
HERE = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_39_a_recorder_killed_at_every_point(keeper: Keeper) -> None:
    words = [sys.executable, "-m", "tests.audit.crashing", keeper.place]
    words += [str(keeper.home.keys.parent), str(KILLS), "7"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=HERE)
    assert done.returncode == 0, done.stderr
    moments = json.loads(done.stdout)
    assert moments == {**dict.fromkeys(POINTS, 1), "at random": KILLS}
    report = keeper.verify(deep=True)
    assert (report.verdict, report.warnings) == ("VERIFIED", [])
    assert report.size > 10 + len(POINTS) + KILLS
