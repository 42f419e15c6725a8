"""Vega and a program as one script, kept in the user's cache folder."""

from pathlib import Path

import pytest

from ledger.charts.bundles import bundle

PROGRAM = "window.vegaEmbed = vegaEmbed;"
pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAYSO_HOME", str(tmp_path))
    return tmp_path


def test_a_script_is_made_once_and_made_again_if_it_was_damaged(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bundle(PROGRAM)
    (kept,) = (home / "cache").iterdir()
    kept.write_text(f"{kept.read_text('utf-8')} ", "utf-8")
    assert bundle(PROGRAM) == made
    assert kept.read_text("utf-8").endswith(made)
    monkeypatch.setattr("vl_convert.javascript_bundle", None)
    assert bundle(PROGRAM) == made
    kept.write_bytes(b"\xff")
    with pytest.raises(TypeError):
        bundle(PROGRAM)


def test_where_nothing_can_be_kept_a_script_is_made_all_the_same(home: Path) -> None:
    (home / "cache").write_text("no folder")
    assert "vegaEmbed" in bundle(PROGRAM)
    assert (home / "cache").read_text() == "no folder"
