"""The house of DESIGN section 10: who may use whom, what is pure, how long it is."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1]
_BASE = {"claims", "errors"}
_ANSWERS = {"credibility", "projections", *_BASE}
ROOMS = {
    "errors": set(),
    "logs": _BASE,
    "claims": {"errors"},
    "audit": _BASE,
    "projections": _BASE,
    "importers": _BASE,
    "credibility": {"projections", *_BASE},
    "store": {"logs", "audit", *_BASE},
    "migrations": {"store", "logs", "audit", *_BASE},
    "fixtures": set(),
    "drafting": {"projections", *_BASE},
    "reading": {"store", "logs", *_ANSWERS},
    "rendering": {"audit", *_ANSWERS},
    "panels": {"rendering", "reading", *_ANSWERS},
    "charts": {"rendering", "reading", "audit", *_ANSWERS},
    "sql": {"panels", "rendering", "reading", *_ANSWERS},
    "recording": {
        *("rendering", "reading", "store", "importers", "audit", "logs"),
        *("projections", *_BASE),
    },
    "answers": {"charts", "sql", "panels", "rendering", "reading", "store", *_ANSWERS},
    "page": {"charts", "rendering", "reading", "store", *_ANSWERS},
    "lake": {"answers", "panels", "reading", "store", "audit", "logs", *_ANSWERS},
    "trail": {
        *("recording", "rendering", "reading", "store", "audit", "logs"),
        *("projections", *_BASE),
    },
    "book": {
        *("answers", "sql", "trail", "page", "charts", "panels", "recording"),
        "rendering",
        "reading",
        *("store", "importers", "audit", "logs", *_ANSWERS),
    },
    "serving": {
        *("book", "answers", "page", "charts", "recording", "drafting", "rendering"),
        *("reading", "store", "importers", "audit", "logs", "trail", *_ANSWERS),
    },
}
"""Room -> the rooms below it, which it may import; its own files always."""

WITHIN = {
    "ledger/importers/kit": ("ledger.importers.", "ledger.importers.kit."),
    "ledger/projections": ("ledger.projections.lint.", None),
}
"""Folder -> what its files may not name, but for what begins with the second: formats
stand above what they share, flags above the folds.
"""

PURE = ("claims", "projections", "credibility", "drafting", "rendering")
WITH_EFFECTS = {
    "charts": {"believed", "bundles", "asked", "files", "vega_files"},
    "page": {"gathering", "days", "pictures", "writing"},
}
"""Room -> its files that read a ledger or write a file; the others are pure."""

FORMATS = {
    *("checkpoints", "judging", "merkle", "notes", "policies", "proofs"),
    *("receipts", "signatures"),
    *("texts", "tiles", "timestamps", "verdicts"),
}
"""Files of `ledger.audit` that turn bytes into values and judge these, nothing else."""

FILING = {
    *("archive", "bag", "keys", "looks", "packing", "pins", "places", "witnesses"),
}
"""Its other files: they read and write what lies in folders."""

IMPURE = {
    "alembic",
    "click",
    "logging",
    "os",
    "pathlib",
    "psycopg",
    "random",
    "secrets",
    "shutil",
    "socket",
    "sqlalchemy",
    "sqlite3",
    "structlog",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "uuid",
}
EFFECTS = {"input", "open", "print"}
FILED = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "unlink"}
CLOCKS = {"now", "today", "utcnow"}
AT_THE_BORDER = {
    "pydantic": {"ledger/claims"},
    "orjson": {
        "ledger/answers/schema.py",
        "ledger/claims/canonical.py",
        "ledger/charts",
        "ledger/importers",
        "ledger/page",
        "ledger/panels",
        "ledger/reading/ranking",
        "ledger/reading/sums",
        "ledger/rendering",
        "ledger/serving",
        "ledger/trail/bundle",
    },
    "ruamel": {"ledger/drafting/form.py"},
    "tomlkit": {"commands/_config_file.py"},
    "rich": {
        "ledger/charts/canvas.py",
        "ledger/charts/terminal.py",
        "ledger/rendering",
        "commands",
    },
    "sqlalchemy": {"ledger/store", "migrations"},
    "alembic": {"ledger/store/database.py", "migrations"},
    "cryptography": {
        "ledger/audit/keys.py",
        "ledger/audit/signatures.py",
        "ledger/audit/timestamps.py",
    },
    "cbor2": {"ledger/audit/receipts.py"},
    "rfc3161_client": {"ledger/audit/timestamps.py"},
    "platformdirs": {"ledger/audit/places.py"},
    "deltalake": {"ledger/lake/table.py"},
    "pyarrow": {"ledger/panels/parquet.py", "ledger/lake"},
    "pyspark": {"ledger/lake/spark.py"},
    "duckdb": {"ledger/sql/duck.py"},
    "polars": {"ledger/rendering/frames.py"},
    "currency_converter": {"ledger/reading/rates.py"},
    "vl_convert": {
        "ledger/charts/bundles.py",
        "ledger/charts/forms.py",
        "ledger/charts/vega_files.py",
        "ledger/page/pictures.py",
    },
    "starlette": {"ledger/serving"},
    "uvicorn": {"commands/serve.py"},
    "anyio": {"ledger/serving/mcp_server.py"},
    "mcp": {"ledger/serving/mcp_server.py"},
    "mcp_types": {"ledger/serving/mcp_server.py"},
    "click": {"commands"},
}
"""What comes from outside, and the only places that may import it."""

FOLDABLE = (
    *("amounts", "currencies", "dates", "entry", "figures", "kinds", "names"),
    *("legal_forms", "vocabulary"),
)
"""What the folds use of claims: it goes wherever they go."""

MACHINE_PATHS = ("/work" + "/", "/opt/" + "pypi", "/root" + "/")
REGISTRIES = ("pypi." + "org", "python" + "hosted", "registry.npm" + "js")


def sources(*folders: str) -> list[Path]:
    """The Python files of some folders, as paths in the checkout."""
    found = [path for folder in folders for path in (HERE / folder).rglob("*.py")]
    assert found
    return sorted(path.relative_to(HERE) for path in found)


OURS = sources("ledger", "commands", "migrations", "fixtures")
EVERYTHING = [*OURS, *sources("tests", "benchmarks"), Path("run.py")]


def tree(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse((HERE / path).read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, at its top or later; for types, too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "ledger":
            yield from (of_the_package(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def of_the_package(name: str) -> str:
    """What `from ledger import ...` means: one of its modules, or the front itself."""
    place = HERE / "ledger" / name
    is_module = place.is_dir() or place.with_suffix(".py").is_file()
    return f"ledger.{name}" if is_module else "ledger"


def room(path: Path) -> str:
    """The room that a file stands in; a file of `ledger` itself is its own."""
    parts = path.with_suffix("").parts
    return parts[1] if parts[0] == "ledger" else parts[0]


def is_pure(path: Path) -> bool:
    """Whether a file turns values into values, and touches nothing else."""
    effects = WITH_EFFECTS.get(room(path))
    return room(path) in PURE or (effects is not None and path.stem not in effects)


def below(path: Path) -> Iterator[str]:
    """The rooms of `ledger` that a file imports from."""
    for name in imports(path):
        first, _, rest = name.partition(".")
        if first == "ledger" and rest:
            yield rest.partition(".")[0]


@pytest.mark.parametrize("path", OURS, ids=str)
def test_no_import_runs_up_or_aside(path: Path) -> None:
    here = room(path)
    if here in {"__init__", "commands"}:
        return
    assert set(below(path)) <= ROOMS[here] | {here}


@pytest.mark.parametrize("folder", sorted(WITHIN))
def test_what_formats_and_folds_share_names_none_of_them(folder: str) -> None:
    above, shared = WITHIN[folder]
    for path in (HERE / folder).glob("*.py"):
        named = [
            x for x in imports(path.relative_to(HERE)) if f"{x}.".startswith(above)
        ]
        up = [x for x in named if shared is None or not f"{x}.".startswith(shared)]
        assert up == [], path


@pytest.mark.parametrize("path", sources("commands"), ids=str)
def test_a_command_is_named_by_nobody_and_stands_above_all(path: Path) -> None:
    assert set(below(path)) <= set(ROOMS) - {"fixtures", "migrations"}
    assert not [name for name in imports(path) if name.startswith("..")]


@pytest.mark.parametrize("path", sources("ledger"), ids=str)
def test_the_library_imports_itself_by_full_names(path: Path) -> None:
    assert not [name for name in imports(path) if name.startswith(".")]
    assert "commands" not in set(below(path))


def test_no_import_runs_in_a_circle() -> None:
    files = {
        ".".join(path.with_suffix("").parts).removesuffix(".__init__"): path
        for path in sources("ledger")
    }
    uses = {name: set(imports(path)) & set(files) for name, path in files.items()}
    while free := [name for name, used in uses.items() if not used & set(uses)]:
        for name in free:
            del uses[name]
    assert uses == {}


@pytest.mark.parametrize(
    "path",
    [path for path in sources("ledger") if is_pure(path)],
    ids=str,
)
def test_a_pure_room_touches_nothing_outside_itself(path: Path) -> None:
    used = {name.partition(".")[0] for name in imports(path)}
    assert used & IMPURE == set()
    named, asked = called(path)
    assert named & EFFECTS == set()
    assert asked & CLOCKS == set()


def called(path: Path) -> tuple[set[str], set[str]]:
    """The functions and the methods that a file calls, by their names."""
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    named = {call.id for call in calls if isinstance(call, ast.Name)}
    return named, {call.attr for call in calls if isinstance(call, ast.Attribute)}


def test_every_file_of_the_audit_trail_is_a_format_or_files_things() -> None:
    found = {path.stem for path in sources("ledger/audit")} - {"__init__"}
    assert found == FORMATS | FILING


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_format_of_the_audit_trail_reads_and_writes_bytes_only(name: str) -> None:
    path = Path(f"ledger/audit/{name}.py")
    # A report names the files in which evidence was kept; it opens none.
    allowed = {"pathlib"} if name == "verdicts" else set()
    used = {name.partition(".")[0] for name in imports(path)}
    assert used & IMPURE <= allowed
    assert "store" not in set(below(path))
    filing = {f"ledger.audit.{other}" for other in FILING}
    assert filing & set(imports(path)) == set()
    named, asked = called(path)
    assert named & EFFECTS == set()
    assert asked & (CLOCKS | FILED) == set()


@pytest.mark.parametrize(
    "path",
    [
        *sources("ledger/projections", "ledger/credibility"),
        *(Path(f"ledger/claims/{name}.py") for name in FOLDABLE),
    ],
    ids=str,
)
def test_a_fold_needs_the_standard_library_alone(path: Path) -> None:
    outside = {"pydantic", "orjson", "rich", *AT_THE_BORDER}
    assert {name.partition(".")[0] for name in imports(path)} & outside == set()


def test_importing_every_fold_loads_nothing_from_outside() -> None:
    modules = [
        ".".join(path.with_suffix("").parts)
        for path in sources("ledger/projections", "ledger/credibility")
        if path.name != "__init__.py"
    ]
    program = "import sys; " + "; ".join(f"import {name}" for name in modules)
    program += f"; print(sorted(set(sys.modules) & {set(AT_THE_BORDER)!r}))"
    assert python(program) == "[]"


@pytest.mark.parametrize("path", OURS, ids=str)
def test_what_comes_from_outside_stays_at_its_border(path: Path) -> None:
    for name in {name.partition(".")[0] for name in imports(path)}:
        places = AT_THE_BORDER.get(name, {""})
        assert any(path.as_posix().startswith(place) for place in places), name


@pytest.mark.parametrize("path", EVERYTHING, ids=str)
def test_no_file_and_no_function_is_too_long(path: Path) -> None:
    lines = (HERE / path).read_text("utf-8").count("\n")
    assert lines <= (500 if path.parts[0] == "tests" else 400)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 50, f"{node.name} has {length} lines"


def test_no_tracked_file_names_a_registry_or_this_machine() -> None:
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=HERE, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout")
    for name in filter(None, listed.stdout.decode().split("\0")):
        assert Path(name).name not in {"uv.lock", "pylock.toml"}
        path = HERE / name
        if not path.is_file() or b"\0" in (found := path.read_bytes()):
            continue
        text = found.decode("utf-8", "replace")
        named = [word for word in (*REGISTRIES, *MACHINE_PATHS) if word in text]
        assert not named, f"{name} names {named}"


def python(program: str) -> str:
    """What a program prints in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


MIRRORED = ("claims", "projections")
"""Rooms of which every module has the test file of its name; see docs/testing.md."""

ELSEWHERE = {
    "claims/entry": "claims/test_canonical",  # names of fields, and nothing else
    "claims/known": "claims/test_decisions",
    "claims/vocabulary": "claims/test_words",
    "projections/lint/names": "projections/lint/test_small",
}
"""What is tested under another name."""


@pytest.mark.parametrize("room", MIRRORED)
def test_every_module_has_the_test_file_of_its_name(room: str) -> None:
    tests = HERE / "tests"
    for path in (HERE / "ledger" / room).rglob("*.py"):
        inside = path.relative_to(HERE / "ledger").with_suffix("")
        own = tests / inside.parent / f"test_{path.stem}.py"
        elsewhere = ELSEWHERE.get(inside.as_posix())
        if elsewhere is not None:
            assert (tests / f"{elsewhere}.py").is_file(), inside
            assert not own.is_file(), f"{inside} has its own file now"
        elif path.stem != "__init__":
            assert own.is_file(), f"{own.relative_to(HERE)} is missing"
