"""Tables made up from forms: they come in with the options that stand next to them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from benchmarks.shapes import MAPPED, MappedTable, made, shapes

Sayso = Callable[..., Result]
ROWS = 80
FEW = 3


def test_a_table_is_the_same_every_time_and_has_its_header() -> None:
    for one in MAPPED:
        shape = shapes()[one.file]
        first = made(shape, one.order, ROWS)
        assert first == made(shape, one.order, ROWS)
        header = first.decode(shape["encoding"]).splitlines()[0]
        assert all(name.strip('"') in header for name in shape["header"])


@pytest.mark.parametrize("one", MAPPED, ids=lambda one: one.file)
def test_nearly_all_rows_come_in(sayso: Sayso, one: MappedTable) -> None:
    sayso("init")
    sayso("source", "add", "src", "--name", "The Table", "--kind", "database")
    Path("t.csv").write_bytes(made(shapes()[one.file], one.order, ROWS))
    done = sayso(
        *("import", "t.csv", "--source", "src", *one.words, "--skip-bad"),
        *("--create-companies", "yes", "--problems", "bad.csv"),
    )
    assert done.exit_code == 0, done.stderr
    assert " recorded" in done.stdout
    assert len(Path("bad.csv").read_text("utf-8").splitlines()) <= 1 + FEW
