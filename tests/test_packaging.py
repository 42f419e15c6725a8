"""What is shipped, and that asking for help costs nothing."""

import inspect
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ledger import __version__
from tests.conftest import root_group

HERE = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))
HEAVY = {
    "alembic",
    "asyncio",
    "ledger.book",
    "orjson",
    "psycopg",
    "pydantic",
    "rich",
    "sqlalchemy",
    "sqlite3",
    "structlog",
}
STYLED = ("charts.js", "contents.css", "media.css", "page.css", "page.js")
REPORT = [f"ledger/page/{x}" for x in STYLED]
OTHERS = ("ledger/py.typed", "ledger/answers/schema.json")
LIGHT = """
import sys
from importlib.metadata import entry_points
sys.argv = ["sayso", *sys.argv[1:]]
try:
    next(iter(entry_points(group="console_scripts", name="sayso"))).load()()
finally:
    print("LOADED", *sorted(sys.modules), file=sys.stderr)
"""


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, with its path."""
    context = click.Context(group, info_name="sayso")
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


COMMANDS = dict(commands(root_group()))
GROUPS = {
    name: command
    for name, command in {"": root_group(), **COMMANDS}.items()
    if isinstance(command, click.Group) and hasattr(command, "places")
}


def loaded(*words: str, **environment: str) -> set[str]:
    """The modules that a run of sayso has imported when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", LIGHT, *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    return set(done.stderr.rpartition("LOADED")[2].split())


def test_the_packages_listed_are_the_folders() -> None:
    places = PROJECT["tool"]["setuptools"]["package-dir"]
    elsewhere = {folder: package for package, folder in places.items()}
    found = set()
    for top in ("ledger", *elsewhere):
        for init in (HERE / top).rglob("__init__.py"):
            first, *rest = init.relative_to(HERE).parent.parts
            found.add(".".join([elsewhere.get(first, first), *rest]))
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == found


def test_no_folder_stands_where_another_is_installed() -> None:
    for package in PROJECT["tool"]["setuptools"]["package-dir"]:
        assert not (HERE / package.replace(".", "/")).exists()


def built_wheel(folder: Path) -> Path:
    """The wheel of this tree, built in a folder."""
    copy = folder / "copy"
    copy.mkdir()
    for name in ("ledger", "commands", "migrations", "fixtures"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(HERE / name, copy / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(HERE / name, copy)
    build = "from setuptools import build_meta as b; b.build_wheel('out')"
    subprocess.run(
        [sys.executable, "-c", build], cwd=copy, check=True, capture_output=True
    )
    (wheel,) = (copy / "out").iterdir()
    return wheel


def test_the_wheel_has_one_name_and_all_that_is_needed(tmp_path: Path) -> None:
    wheel = built_wheel(tmp_path)
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"ledger"}
    missing = [
        path for path in (*migrations(), *demo(), *REPORT, *OTHERS) if path not in names
    ]
    assert missing == []


def migrations() -> list[str]:
    """The files of the migrations, as the wheel names them."""
    found = [*(HERE / "migrations").rglob("*.py"), HERE / "migrations/script.py.mako"]
    return [f"ledger/{path.relative_to(HERE).as_posix()}" for path in found]


def demo() -> list[str]:
    """The files of the demo and the track record, as the wheel names them."""
    found = [
        path
        for folder in ("demo", "track-record")
        for path in (HERE / "fixtures" / folder).glob("*.jsonl")
    ]
    return [f"ledger/{path.relative_to(HERE).as_posix()}" for path in found]


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["record", "--help"],
        ["record", "report", "--help"],
        ["log", "--help"],
        ["import", "-h"],
        ["completion", "bash"],
    ],
    ids=" ".join,
)
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    assert loaded(*words) & HEAVY == set()


@pytest.mark.parametrize(
    ("typed", "position"),
    [("sayso co", 1), ("sayso record re", 2), ("sayso record report --st", 3)],
)
def test_the_tab_key_imports_nothing_heavy(typed: str, position: int) -> None:
    found = loaded(
        _SAYSO_COMPLETE="bash_complete", COMP_WORDS=typed, COMP_CWORD=str(position)
    )
    assert found & HEAVY == set()


def test_help_of_the_root_imports_no_command() -> None:
    ours = {name for name in loaded("--help") if name.startswith("ledger.")}
    allowed = {"__init__", "_failures", "_lazy", "_wrong"}
    names = {name.rpartition(".")[2] for name in ours} - {"commands"}
    assert names <= allowed


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_an_example(name: str) -> None:
    text = inspect.cleandoc(COMMANDS[name].help or "")
    assert text.splitlines()[0].endswith(".")
    _, example, lines = text.partition("Example:\n")
    assert example
    shown = [line.strip() for line in lines.splitlines()]
    wanted = [line for line in shown if f"sayso {name}" in line]
    assert wanted, "the example runs another command"


@pytest.mark.parametrize("name", GROUPS)
def test_the_helps_in_a_group_are_the_commands_own(name: str) -> None:
    group = GROUPS[name]
    for own, (_, told) in group.places.items():
        command = COMMANDS[f"{name} {own}".strip()]
        assert inspect.cleandoc(command.help or "").splitlines()[0] == told


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_says_what_it_is(name: str) -> None:
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.endswith((".", "]", "Z.")), parameter.help


def test_the_pins_name_no_place() -> None:
    pins = (HERE / "constraints.txt").read_text("utf-8").splitlines()
    for pin in pins:
        assert pin.startswith("#") or pin.count("==") == 1


def test_every_extra_has_its_size_and_licence_told() -> None:
    told = (HERE / "docs" / "dependencies.md").read_text("utf-8")
    extras = set(PROJECT["project"]["optional-dependencies"])
    for name in sorted(extras - {"bench", "test", "lint", "mutants"}):
        assert f"\n| `sayso[{name}]` |" in told, name


def test_all_that_the_project_needs_is_pinned() -> None:
    project = PROJECT["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["test"], *extras["lint"]]
    names = {
        line.partition("==")[0].lower()
        for line in (HERE / "constraints.txt").read_text("utf-8").splitlines()
    }
    for requirement in wanted:
        name = requirement.partition(">=")[0].partition("==")[0].partition("[")[0]
        assert name.lower() in names


@pytest.mark.parametrize(("words", "code"), [(["-h"], 0), ([], 0), (["paint"], 2)])
def test_run_says_what_it_can_do(words: list[str], code: int) -> None:
    done = subprocess.run(
        [sys.executable, HERE / "run.py", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    for word in ("demo", "test", "lint", "sayso"):
        assert f"python3 run.py {word}" in done.stdout


UNREAD = {
    *("alembic", "asyncio", "cryptography", "psycopg", "pydantic", "rich"),
    *("sqlalchemy", "structlog"),
}
"""What a question to a SQLite file does without."""


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger of the demo, which is drawn on a terminal."""
    place = str(tmp_path_factory.mktemp("demo") / "demo.db")
    assert {"rich", "sqlalchemy"} <= loaded("demo", "--db", place)
    return place


@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
@pytest.mark.parametrize(
    "command", ["valuations", "raised", "rounds", "disputed", "links", "lint", "log"]
)
def test_a_question_imports_only_what_reading_takes(
    demonstrated: str, command: str, form: str
) -> None:
    asked = loaded(command, "--db", demonstrated, "-f", form)
    assert "sqlite3" in asked
    assert asked & UNREAD == set()


def test_the_tab_key_asks_a_ledger_as_a_question_does(demonstrated: str) -> None:
    typed = {"COMP_WORDS": "sayso timeline x", "COMP_CWORD": "2"}
    place = {"SAYSO_DB": demonstrated}
    asked = loaded(_SAYSO_COMPLETE="bash_complete", **typed, **place)
    assert "ledger.book" in asked
    assert asked & UNREAD == set()


def test_the_version_imports_nothing_heavy() -> None:
    assert loaded("--version") & HEAVY == set()


def test_the_version_is_that_of_the_package() -> None:
    assert __version__ == PROJECT["project"]["version"]


def test_to_record_imports_no_sqlalchemy(tmp_path: Path) -> None:
    place = str(tmp_path / "new.db")
    assert "sqlalchemy" in loaded("init", place)
    record = loaded("company", "add", "xai", "--name", "xAI", "--db", place)
    assert "pydantic" in record
    assert record & {"alembic", "asyncio", "psycopg", "rich", "sqlalchemy"} == set()
