"""What programs import: from one place, listed, explained, and loaded when used."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ledger

HERE = Path(__file__).parents[1]
PAGE = (HERE / "docs" / "python.md").read_text("utf-8")
BLOCKS = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = sorted([*(HERE / "docs").rglob("*.md"), HERE / "README.md"])


@pytest.mark.parametrize("name", ledger.__all__)
def test_a_public_name_imports_and_says_what_it_is(name: str) -> None:
    found = getattr(ledger, name)
    assert inspect.getdoc(found)
    assert found.__name__ == name
    assert name in dir(ledger)


@pytest.mark.parametrize("name", ledger.__all__)
def test_a_public_name_is_on_the_page_about_python(name: str) -> None:
    assert re.search(rf"^\| .*`{name}`", PAGE, re.MULTILINE)


def test_a_checker_of_types_knows_the_same_names() -> None:
    tree = ast.parse(Path(ledger.__file__).read_text("utf-8"))
    (guarded,) = [node for node in tree.body if isinstance(node, ast.If)]
    told = {
        alias.name: node.module
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert sorted(told) == sorted(ledger.__all__)
    lazily = {name: home for home, names in ledger._MODULES.items() for name in names}
    assert told == lazily


def test_nothing_else_is_public() -> None:
    with pytest.raises(AttributeError, match="'ledger' has no attribute 'Desk'"):
        ledger.Desk  # noqa: B018 - what it raises is asked


def test_importing_the_package_loads_none_of_it() -> None:
    program = (
        "import sys, ledger;"
        "print(*sorted(x for x in sys.modules if x.startswith('ledger.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_documents_import_from_one_place(page: Path) -> None:
    code = "\n".join(BLOCKS.findall(page.read_text("utf-8")))
    homes = re.findall(r"^\s*(?:from|import) (ledger[\w.]*)", code, re.MULTILINE)
    assert set(homes) <= {"ledger"}


ROW = re.compile(r"^\| (`.*?`(?:, `.*?`)*) \| .*? \| (.*) \|$", re.MULTILINE)


@pytest.mark.parametrize(
    ("names", "held"), ROW.findall(PAGE.partition("\n## Names\n")[2])
)
def test_what_a_public_name_is_said_to_hold_is_there(names: str, held: str) -> None:
    owners = [getattr(ledger, name) for name in re.findall(r"`(\w+)`", names)]
    known = {name for owner in owners for name in attributes(owner)}
    words = re.findall(r"`([a-z_]\w*)(?:\(\w*\))?`", held)
    assert set(words) <= known


def attributes(owner: object) -> set[str]:
    """What an object of a class has, with what makes it and its parents set."""
    classes = inspect.getmro(owner) if isinstance(owner, type) else ()
    made = {name for one in classes for name in getattr(one, "__annotations__", {})}
    source = inspect.getsource(owner) if isinstance(owner, type) else ""
    own = set(re.findall(r"self\.(\w+)(?:, self\.(\w+))?", source))
    return {*dir(owner), *made, *(name for pair in own for name in pair)}
