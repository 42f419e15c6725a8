"""Change the code in small ways and see whether the tests of its room notice.

    python3 run.py mutants                        200 mutants of both rooms
    python3 run.py mutants --sample 40 --seed 7
    python3 run.py mutants --skip 80              go on where a run was interrupted
    python3 run.py mutants standing basis         of these modules only

cosmic-ray finds what can be changed and changes it: a comparison, an operator, a
number, a condition, a loop, a decorator. Each mutant is tried in a process of its own,
first on the test file that has the module's name, then on the rest of the room. The
process is forked from one that has loaded every third-party package, and it takes the
changed module from memory: no file is written, and no time goes into starting Python.

Mutants that no test can notice stand in docs/testing.md, each with the reason. They are
not counted. The exit code is 1 if fewer than 90 % of the others are caught.
"""

import argparse
import ast
import difflib
import importlib
import math
import os
import random
import resource
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from itertools import islice
from pathlib import Path
from types import CodeType
from typing import Final

import hypothesis
import pytest
from cosmic_ray.commands.init import init
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db

HERE: Final = Path(__file__).resolve().parent.parent
ROOMS: Final = {
    "ledger/claims": "tests/claims",
    "ledger/projections": "tests/projections",
}
"""Where the code is, and where its tests are."""

EXCUSED: Final = HERE / "docs" / "testing.md"
ENOUGH: Final = 0.9
LONGER: Final = 3
"""A mutant that takes so many times the CPU time of its room never ends: caught."""

BYTES: Final = 4 << 30
OURS: Final = ("ledger", "benchmarks", "tests", "conftest")
COMPARISONS: Final = {
    "Eq": ("NotEq",),
    "NotEq": ("Eq",),
    "Lt": ("LtE", "GtE"),
    "LtE": ("Lt", "Gt"),
    "Gt": ("GtE", "LtE"),
    "GtE": ("Gt", "Lt"),
    "Is": ("IsNot",),
    "IsNot": ("Is",),
}
"""Each comparison becomes its opposite, or moves its boundary. cosmic-ray knows more,
such as `==` to `is` and to `<`, of which most tell nothing about texts."""

ARITHMETIC: Final = {
    "Add": "Sub",
    "Sub": "Add",
    "Mul": "FloorDiv",
    "FloorDiv": "Mul",
    "Div": "Mul",
    "Mod": "FloorDiv",
    "Pow": "Mul",
    "LShift": "RShift",
    "RShift": "LShift",
    "BitOr": "BitAnd",
    "BitAnd": "BitOr",
    "BitXor": "BitOr",
}
"""Each operator becomes one other, its inverse where there is one."""

CACHES: Final = ("lru_cache", "cache")
QUIET: Final = (
    *("-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=mutants"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # hypothesis is loaded
)


@dataclass(frozen=True, slots=True)
class Place:
    """One thing of the code that can be changed, in one or more ways."""

    path: Path
    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to change it: an operator of cosmic-ray, and its how-manieth match."""

    operator: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change."""

    path: Path
    line: int
    before: str
    after: str
    source: str

    @property
    def change(self) -> tuple[str, str, str]:
        """The module and the changed lines, for the list of what is excused."""
        return str(self.path), self.before, self.after


# -- what can be changed ---------------------------------------------------------------


def places(names: Sequence[str]) -> dict[Place, list[Way]]:
    """Find all that can be changed, in all modules or in those with these names."""
    paths = [
        path.relative_to(HERE)
        for room in ROOMS
        for path in sorted((HERE / room).rglob("*.py"))
        if not names or path.stem in names
    ]
    found: dict[Place, list[Way]] = defaultdict(list)
    with use_db(":memory:", WorkDB.Mode.create) as session:
        init(paths, session, {})
        for item in session.work_items:
            for spec in item.mutations:
                if not wanted(spec.operator_name):
                    continue
                place = Place(Path(spec.module_path), spec.start_pos, spec.end_pos)
                found[place].append(Way(spec.operator_name, spec.occurrence))
    return found


def wanted(operator: str) -> bool:
    """Tell whether an operator of cosmic-ray is one of those that are tried."""
    kind, *change = operator.removeprefix("core/").split("_")
    match kind:
        case "ReplaceComparisonOperator":
            return change[1] in COMPARISONS.get(change[0], ())
        case "ReplaceBinaryOperator":
            return change[1] == ARITHMETIC.get(change[0])
        case _:
            return True


def mutants(found: dict[Place, list[Way]], chance: random.Random) -> Iterator[Mutant]:
    """Give mutants in random order, at most one of each place."""
    order = sorted(found, key=lambda place: (str(place.path), place.start, place.end))
    for place in chance.sample(order, len(order)):
        way = chance.choice(sorted(found[place], key=lambda way: way.operator))
        source = (HERE / place.path).read_text("utf-8")
        changed = mutate_code(source, get_operator(way.operator)(), way.occurrence)
        if changed is not None and differs(source, changed):
            yield mutant(place, source, changed)


def mutant(place: Place, source: str, changed: str) -> Mutant:
    """Give a mutant with the lines that differ."""
    lines = list(difflib.ndiff(source.splitlines(), changed.splitlines()))
    before, after = (
        " ".join(line[2:].strip() for line in lines if line.startswith(mark))
        for mark in ("- ", "+ ")
    )
    return Mutant(place.path, place.start[0], before, after, changed)


class _Meaning(ast.NodeTransformer):
    """Takes out what no run of the program shows: annotations, caches, and slots."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(arg=node.arg)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(value=None)
        return self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> ast.keyword | None:
        return None if node.arg == "slots" else node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        node.decorator_list = [
            given
            for given in node.decorator_list
            if not ast.unparse(given).startswith(CACHES)
        ]
        return self.generic_visit(node)


def differs(source: str, changed: str) -> bool:
    """Tell whether changed source is a program, and another one."""
    try:
        made = ast.parse(changed)
    except SyntaxError:
        return False
    one, other = _Meaning().visit(ast.parse(source)), _Meaning().visit(made)
    return ast.dump(one) != ast.dump(other)


# -- whether the tests notice ----------------------------------------------------------


class _Changed(SourceFileLoader):
    """Loads a module from changed source; its file stays as it is."""

    changed: str

    def get_code(self, fullname: str) -> CodeType:
        """Compile the changed source."""
        return compile(self.changed, self.get_filename(fullname), "exec")


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds the changed module before Python finds its file."""

    mutant: Mutant

    def find_spec(
        self, name: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        if name != ".".join(self.mutant.path.with_suffix("").parts):
            return None
        file = str(HERE / self.mutant.path)
        loader = _Changed(name, file)
        loader.changed = self.mutant.source
        return spec_from_file_location(name, file, loader=loader)


def room_of(path: Path) -> str:
    return next(room for room in ROOMS if path.is_relative_to(room))


def tests_of(path: Path) -> list[list[str]]:
    """Give the test files of a module's name, if any, and then the rest of its room."""
    tests = ROOMS[room_of(path)]
    found = sorted((HERE / tests).rglob(f"test_{path.name}"))
    own = [str(file.relative_to(HERE)) for file in found]
    rest = [tests, *(f"--ignore={file}" for file in own)]
    return [own, rest] if own else [rest]


def preload() -> None:
    """Load what the tests need from other packages, and nothing of ours."""
    importlib.import_module("tests.tales")
    importlib.import_module("tests.conftest")
    for name in [name for name in sys.modules if name.split(".")[0] in OURS]:
        del sys.modules[name]
    hypothesis.settings.register_profile(
        "mutants",
        database=None,
        derandomize=True,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )


def tried(changed: Mutant, folder: str, seconds: int) -> str:
    """Say who caught a mutant: its own test file, its room, or nobody."""
    for tests in tests_of(changed.path):
        if not passes(changed, tests, folder, seconds):
            return "room" if tests[0] in ROOMS.values() else "own tests"
    return "nobody"


def time_of(room: str, folder: str) -> int | None:
    """Give the CPU seconds of a room's tests over unchanged code; None if they fail."""
    path = Path(room) / "__init__.py"
    unchanged = Mutant(path, 0, "", "", (HERE / path).read_text("utf-8"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not passes(unchanged, [ROOMS[room]], folder, resource.RLIM_INFINITY):
        return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return math.ceil(after.ru_utime - before.ru_utime)


def passes(changed: Mutant, tests: list[str], folder: str, seconds: int) -> bool:
    """Run tests in a process of its own, over the changed module."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        sys.meta_path.insert(0, _Finder(changed))
        code = int(pytest.main([*QUIET, f"--basetemp={folder}/tests", *tests]))
    finally:
        os._exit(code)  # nothing of the parent's is to be closed twice


# -- what came of it -------------------------------------------------------------------


def excused() -> frozenset[tuple[str, str, str]]:
    """Read the table of mutants that change nothing: file, line, what it becomes."""
    rows = (
        [cell.strip() for cell in line.replace(r"\|", "\0").split("|")[1:-1]]
        for line in EXCUSED.read_text("utf-8").splitlines()
        if line.startswith("| `ledger/")
    )
    return frozenset(
        (path, before, after)
        for path, before, after, *_ in (
            [cell.strip("`").replace("\0", "|") for cell in row] for row in rows
        )
    )


def told(changed: Mutant) -> str:
    """Give a mutant as a row of that table, but for its reason."""
    cells = (f"`{cell}`".replace("|", r"\|") for cell in changed.change)
    return f"| {' | '.join(cells)} |"


def main(words: Sequence[str]) -> int:
    """Try a sample; print what nobody caught; give the exit code."""
    asked = argparse.ArgumentParser(prog="run.py mutants", description=__doc__)
    asked.add_argument("modules", nargs="*", help="names of modules, such as standing")
    asked.add_argument("--sample", type=int, default=200, help="how many [200]")
    asked.add_argument("--seed", type=int, default=1, help="which sample [1]")
    asked.add_argument("--skip", type=int, default=0, help="the first ones, tried [0]")
    given = asked.parse_args(words)
    chance = random.Random(given.seed)
    os.chdir(HERE)
    found = places(given.modules)
    if not found:
        asked.error("no such module: give the name of a file, such as standing")
    preload()
    with tempfile.TemporaryDirectory() as folder:
        seconds = {room: time_of(room, folder) for room in ROOMS}
        if failing := [room for room, time in seconds.items() if time is None]:
            print(f"error: tests fail over unchanged code: {', '.join(failing)}")
            return 2
        allowed = {room: LONGER * (time or 1) for room, time in seconds.items()}
        sample = islice(mutants(found, chance), given.skip, given.sample)
        return summed(Counter(outcomes(sample, folder, allowed)))


def outcomes(
    sample: Iterator[Mutant], folder: str, allowed: Mapping[str, int]
) -> Iterator[str]:
    """Try mutants; print those that nobody caught, and say who caught the others."""
    harmless = excused()
    for number, changed in enumerate(sample, 1):
        if changed.change in harmless:
            who = "nothing"
        else:
            who = tried(changed, folder, allowed[room_of(changed.path)])
        print(f"\r{number} tried", end="\r", file=sys.stderr)
        if who == "nobody":
            print(f"{changed.path}:{changed.line}\n{told(changed)}", flush=True)
        yield who


def summed(count: Counter[str]) -> int:
    """Print how many were caught, and give the exit code."""
    caught = count["own tests"] + count["room"]
    of = caught + count["nobody"]
    print(
        f"{caught} of {of} mutants caught: {count['own tests']} by the tests of their "
        f"module, {count['room']} by others of the room; "
        f"{count['nothing']} more change nothing"
    )
    return int(caught < ENOUGH * of)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
