"""Set everything up on a bare machine, then run it.

    python3 run.py demo           a ledger of real rounds, and a tour of it
    python3 run.py test [...]     the tests; what follows goes to pytest (-k dates)
    python3 run.py coverage       which branches of the core its own tests leave out
    python3 run.py mutants [...]  whether they notice changes of it (--sample, --seed)
    python3 run.py lint           ruff, ruff format and mypy
    python3 run.py docs           rewrite what the documents quote of sayso, and redraw
                                  their pictures
    python3 run.py bench [...]    sayso compared with its peers (--quick, --list, names)
    python3 run.py sayso [...]    any command of sayso

It needs Python 3.11 or later. With uv on the PATH it uses uv; else it makes the
folder .venv here with pip, once, and again when the requirements have changed.
"""

from __future__ import annotations  # so that an older Python reads on to the check

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PINS = HERE / "constraints.txt"
DOCUMENTED = (
    *("tests/test_docs.py", "tests/test_sessions.py"),
    "tests/charts/test_pictures.py",
)
CORE = ("tests/claims", "tests/projections")
"""The tests of the rooms of which every branch counts."""

RUNS = {
    "demo": ([], ["sayso", "demo"], None),
    "sayso": ([], ["sayso"], None),
    "test": (["test"], ["pytest"], HERE),
    "coverage": (["test"], ["pytest", "-q", "--cov", "--cov-report=term", *CORE], HERE),
    "mutants": (["test", "mutants"], ["python", "-m", "tests.mutants"], HERE),
    "bench": (["bench"], ["python", "-m", "benchmarks"], HERE),
}
"""Name -> extras of the environment, program, and the folder that it runs in."""

LINTS = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])


def main(words: list[str]) -> int:
    """Run what the words ask for; give its exit code."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        return refuse(
            f"this is Python {found}; sayso needs 3.11 or later",
            "name a later one: python3.13 run.py demo",
        )
    name, rest = (words[0], words[1:]) if words else ("-h", [])
    if name == "docs":
        os.environ["SAYSO_REWRITE"] = "1"
        name, rest = "test", ["-q", *DOCUMENTED, *rest]
    if name in {"demo", "sayso"}:
        os.environ["SAYSO_PROGRAM"] = f"python3 {sys.argv[0]} sayso"  # for hints
    if name in RUNS:
        extras, command, folder = RUNS[name]
        return run(extras, [*command, *rest], folder)
    if name == "lint":
        return max(run(["test", "lint", "bench"], command, HERE) for command in LINTS)
    print(__doc__.strip())
    return 0 if name in {"-h", "--help"} else 2


def run(extras: list[str], command: list[str], folder: Path | None = None) -> int:
    """Run a command of the project in its environment, made first if need be."""
    if shutil.which("uv"):
        wanted = [word for extra in extras for word in ("--extra", extra)]
        stamp().unlink(missing_ok=True)  # uv takes out what others put into .venv
        return call(["uv", "run", "--project", str(HERE), *wanted, *command], folder)
    code = prepare(extras)
    return code or call([str(PROGRAMS / command[0]), *command[1:]], folder)


def prepare(extras: list[str]) -> int:
    """Make .venv and install into it, unless that was done for what is here now."""
    made = stamp().read_text("utf-8").split() if stamp().is_file() else []
    if made[:1] == [fingerprint()] and set(extras) <= set(made[1:]):
        return 0
    if importlib.util.find_spec("ensurepip") is None:
        return refuse(
            "this Python cannot make virtual environments",
            "on Debian and Ubuntu: apt install python3-venv; or install uv",
        )
    known = made[1:] if made[:1] == [fingerprint()] else []
    wanted = sorted({*known, *extras})
    named = f"{HERE}[{','.join(wanted)}]" if wanted else str(HERE)
    print(f"Installing into {VENV} (once) ...", file=sys.stderr, flush=True)
    clear = [] if known else ["--clear"]
    pip = [str(PROGRAMS / "python"), "-m", "pip", "--disable-pip-version-check"]
    steps = (
        [sys.executable, "-m", "venv", *clear, str(VENV)],
        [*pip, "install", "--quiet", "-c", str(PINS), "-e", named],
    )
    for step in steps:
        if call(step, HERE):
            return refuse(
                f"this failed: {' '.join(step)}",
                "see above; a first run needs the network",
            )
    stamp().write_text(" ".join([fingerprint(), *wanted]), "utf-8")
    return 0


def stamp() -> Path:
    """What says that .venv is complete: what it was made of, and its extras."""
    return VENV / "made-by-run.txt"


def fingerprint() -> str:
    """Of what .venv is made: this Python, the requirements, and this place."""
    parts = [sys.version, str(HERE)]
    parts += [(HERE / name).read_text("utf-8") for name in ("pyproject.toml", PINS)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def call(command: list[str], folder: Path | None) -> int:
    """Run a command to its end; give its exit code. Ctrl-C is the command's own."""
    with subprocess.Popen(command, cwd=folder) as running:
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:
                continue


def refuse(message: str, hint: str) -> int:
    """Say what is wrong and what to do."""
    print(f"error: {message}\n\nhint: {hint}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
