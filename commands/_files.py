"""Answers as files: where they go, in which form, and that they are whole."""

import functools
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from ._failures import fail
from ._places import located

if TYPE_CHECKING:
    from ._options import Command

ENDINGS = {
    "txt": "table",
    "json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
    "xlsx": "xlsx",
}
"""How a file's name ends, and the form that it then has."""
BOM = "\ufeff".encode()

TARGET = click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a file; its ending sets the format: .csv, .xlsx, .json, .jsonl, .txt.",
)
FORCE = click.option("--force", is_flag=True, help="Replace the file if it exists.")
WITH_BOM = click.option(
    "--bom", is_flag=True, help="Mark csv as UTF-8, so that Excel reads every script."
)


def to_file(command: "Command") -> "Command":
    """Adds the options of a file, and puts there what the command prints."""

    @functools.wraps(command)
    def run(
        *, form: str, target: Path | None, force: bool, bom: bool, **values: Any
    ) -> None:
        form = settled_form(form, target, force=force, bom=bom)
        if target is None:
            with _standard(bom=bom):
                command(form=form, **values)
            return
        ended = None
        with _whole(target, force=force) as file:
            file.write(BOM * bom)
            with printed_to(file):
                try:
                    command(form=form, **values)
                except click.exceptions.Exit as error:
                    ended = error  # an exit code is no failure: the file is wanted
        click.echo(f"{target} is written", err=True)
        _settle()
        if ended is not None:
            raise ended

    found: Command = TARGET(FORCE(WITH_BOM(run)))
    return found


def to_pipe(command: "Command") -> "Command":
    """The same for a command that has files of its own: it prints, and no more."""

    @functools.wraps(command)
    def run(*, form: str, bom: bool, **values: Any) -> None:
        form = settled_form(form, None, force=False, bom=bom)
        with _standard(bom=bom):
            command(form=form, **values)

    found: Command = WITH_BOM(run)
    return found


def settled_form(form: str, target: Path | None, *, force: bool, bom: bool) -> str:
    """The form that is meant; usage errors for options that mean nothing together."""
    given = click.get_current_context().get_parameter_source("form")
    typed = given is click.core.ParameterSource.COMMANDLINE
    ending = "" if target is None else target.suffix.removeprefix(".").lower()
    wanted = ENDINGS.get(ending)
    if target is not None and not typed:
        if wanted is None:
            fail(f"{target}: end its name in .csv, .xlsx, .json, .jsonl or .txt")
        form = wanted
    elif wanted is not None and wanted != form:
        fail(f"{target} would contain {form}; use -f {wanted}, or choose another name")
    if bom and form != "csv":
        fail("--bom is for csv; use -f csv")
    if force and target is None:
        fail("--force is for -o FILE")
    if form == "xlsx" and target is None and sys.stdout.isatty():
        fail("a workbook cannot be printed; use -o FILE, or a pipe")
    return form


@contextmanager
def _standard(*, bom: bool) -> Iterator[None]:
    if bom:
        sys.stdout.buffer.write(BOM)
    yield


@contextmanager
def _whole(target: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """A file that is there at the end, whole, or not at all; never the ledger's own."""
    from ledger.errors import Unreachable
    from ledger.panels.writing import check_target, whole

    place = ""
    with suppress(Unreachable):  # some answers need no ledger; the others say so
        place = located(click.get_current_context().params.get("db"))
    check_target(target, place, force=force)
    with whole(target, force=force) as file:
        yield file


@contextmanager
def printed_to(file: IO[bytes]) -> Iterator[None]:
    """Lets all that is printed go into a file."""
    memory = click.get_current_context().find_root().ensure_object(dict)
    memory["file"] = file
    try:
        yield
    finally:
        del memory["file"]


def afterwards(done: Callable[[], None]) -> None:
    """Does something once all that was printed is there: now, or in the whole file."""
    memory = click.get_current_context().find_root().ensure_object(dict)
    if "file" in memory:
        memory.setdefault("afterwards", []).append(done)
    else:
        done()


def _settle() -> None:
    memory = click.get_current_context().find_root().ensure_object(dict)
    for done in memory.pop("afterwards", ()):
        done()


def file_of() -> IO[bytes] | None:
    """The file into which a command prints; None for standard output."""
    context = click.get_current_context(silent=True)
    known = None if context is None else context.find_root().obj
    found: IO[bytes] | None = known.get("file") if isinstance(known, Mapping) else None
    return found


def typed() -> str | None:
    """The command as it was typed, but for where the ledger is: that may be secret."""
    context = click.get_current_context(silent=True)
    known = None if context is None else context.find_root().obj
    words = list(known.get("words", ())) if isinstance(known, Mapping) else []
    kept = [
        word
        for before, word in zip([None, *words], words, strict=False)
        if before != "--db" and word != "--db" and not word.startswith("--db=")
    ]
    return shlex.join(["sayso", *kept]) if kept else None
