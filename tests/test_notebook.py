"""docs/notebook.ipynb: every cell runs, in order, and shows what it says it shows.

With SAYSO_REWRITE=1 what the cells show is written again. Basis tokens hold hashes that
differ from run to run: they are not compared.
"""

import ast
import io
import json
import os
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, Final

import pytest

from ledger import Book
from tests.test_sessions import TOKEN

FILE: Final = Path(__file__).resolve().parents[1] / "docs" / "notebook.ipynb"
CELL: Final = {"cell_type", "metadata", "source"}


def notebook() -> dict[str, Any]:
    """The notebook as it ships."""
    found: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return found


def shown(source: str, names: dict[str, Any]) -> str:
    """Run a cell; give what it prints, and its last value as a notebook would."""
    tree, printed = ast.parse(source), io.StringIO()
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with redirect_stdout(printed):
        exec(compile(tree, str(FILE), "exec"), names)  # noqa: S102 - our own cells
        if isinstance(last, ast.Expr):
            code = compile(ast.Expression(last.value), str(FILE), "eval")
            value = eval(code, names)  # noqa: S307 - our own cells
            if value is not None:
                print(repr(value))  # noqa: T201 - into the text above
    return printed.getvalue()


def output(text: str) -> list[dict[str, Any]]:
    """What a cell shows, as a notebook holds it."""
    if not text:
        return []
    lines = TOKEN.sub("...", text).splitlines(keepends=True)
    return [{"name": "stdout", "output_type": "stream", "text": lines}]


def test_every_cell_runs_and_shows_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    found, names = notebook(), dict[str, Any]()
    cells = [cell for cell in found["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells, 1):
        cell["outputs"] = output(shown("".join(cell["source"]), names))
        cell["execution_count"] = number
    if os.environ.get("SAYSO_REWRITE"):
        text = json.dumps(found, ensure_ascii=False, indent=1)
        FILE.write_text(f"{text}\n", "utf-8")
    assert notebook() == found, "SAYSO_REWRITE=1 writes it again"
    assert isinstance(names["book"], Book)


def test_it_is_a_notebook_as_programs_read_it() -> None:
    found = notebook()
    assert (found["nbformat"], found["nbformat_minor"]) == (4, 4)
    for cell in found["cells"]:
        code = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert cell.keys() == CELL | code
        assert all(line.endswith("\n") for line in cell["source"][:-1])
    assert not re.search(r"/(?:tmp|home|root)/", FILE.read_text("utf-8"))
