"""The examples of the README, typed in order by a person who installed sayso.

The wheel is built and unpacked into an environment of its own, with the packages that
it requires and none of any extra. A real shell runs each command, in an empty folder.
"""

import os
import re
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution, requires
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement

from tests.test_packaging import built_wheel
from tests.test_sessions import BLOCK, HERE, KEPT_OUT, commands_in, matches

README: Final = (HERE / "README.md").read_text("utf-8")
END: Final = "\n--end of the answer--\n"
PROGRAM: Final = """\
#!{python}
import sys
from ledger.commands import main
sys.exit(main())
"""


def required(name: str, seen: set[str]) -> Iterator[str]:
    """The packages that one needs when no extra is asked for, itself included."""
    if name in seen:
        return
    seen.add(name)
    yield name
    for line in requires(name) or []:
        found = Requirement(line)
        if found.marker is None or found.marker.evaluate({"extra": ""}):
            yield from required(found.name, seen)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment in which the wheel alone is installed."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place, with_pip=False, symlinks=True)
    (packages,) = place.glob("lib/python*/site-packages")
    with zipfile.ZipFile(built_wheel(tmp_path_factory.mktemp("wheel"))) as wheel:
        wheel.extractall(packages)
        (script,) = [x for x in wheel.namelist() if x.endswith("entry_points.txt")]
        assert b"sayso = ledger.commands:main" in wheel.read(script)
    for name in required("sayso", set()):
        for file in distribution(name).files or [] if name != "sayso" else []:
            top = file.parts[0]
            target = packages / top
            if top != ".." and not target.exists():
                target.symlink_to(Path(str(distribution(name).locate_file(top))))
    program = place / "bin/sayso"
    program.write_text(PROGRAM.format(python=place / "bin/python"), "utf-8")
    program.chmod(0o755)
    return program.parent


def answers(commands: list[str], programs: Path, folder: Path) -> list[str]:
    """What each command prints, typed into one shell in an empty folder."""
    script = "".join(f"{x}\nprintf '%s' '{END}'\n" for x in commands)
    kept = {k: v for k, v in os.environ.items() if k not in KEPT_OUT}
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    own = {"PATH": path, "HOME": str(folder), "COLUMNS": "80", "PYTHONPATH": ""}
    done = subprocess.run(
        ["/bin/sh", "-eu"],
        input=script,
        cwd=folder,
        env={**kept, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.split(END)[:-1]


def test_the_installed_wheel_answers_as_the_readme_shows(
    programs: Path, tmp_path: Path
) -> None:
    typed = [pair for block in BLOCK.findall(README) for pair in commands_in(block)]
    lines = [command.removeprefix("$ ").strip() for command, _ in typed]
    printed = answers(lines, programs, tmp_path)
    for (command, shown), told in zip(typed, printed, strict=True):
        assert matches(shown.splitlines(), told.splitlines()), (command, told)


def test_no_extra_is_there(programs: Path) -> None:
    tried = "import click, pydantic\nimport vl_convert"
    done = subprocess.run(
        [programs / "python", "-c", tried],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "No module named 'vl_convert'" in done.stderr


INLINE: Final = re.findall(r"`sayso ([^`]+)`", README)


@pytest.mark.parametrize("line", INLINE)
def test_a_command_in_a_sentence_is_one_that_there_is(
    line: str, programs: Path, tmp_path: Path
) -> None:
    words = [word for word in line.split() if not word.isupper()]
    typed = ["sayso demo --db sayso.db > tour.txt", f"sayso {' '.join(words)}"]
    *_, told = answers(typed, programs, tmp_path)
    assert told


def test_the_programs_that_it_tells_to_run_are_those_of_run_py() -> None:
    done = subprocess.run(
        [sys.executable, HERE / "run.py", "-h"],
        capture_output=True,
        text=True,
        check=True,
    )
    for name in re.findall(r"python3 run\.py (\w+)", README):
        assert f"python3 run.py {name}" in done.stdout
