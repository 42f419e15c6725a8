"""Logging is silent unless it is asked for, and never stands among the results."""

import json
from collections.abc import Iterator

import pytest

from ledger.logs import hush, log, speak


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    yield
    hush()


def test_nothing_is_told_unless_somebody_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log("recorded", events=1)
    assert capsys.readouterr() == ("", "")


def test_what_is_told_goes_to_standard_error_with_its_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    speak("json")
    log("recorded", events=1)
    said = capsys.readouterr()
    assert said.out == ""
    told = json.loads(said.err)
    assert told["event"] == "recorded"
    assert told["events"] == 1
