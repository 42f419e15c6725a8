"""`sayso import`: events from files, all or nothing a file."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from ._options import Values, opened, writing
from ._output import put
from ._progress import Counter
from ._recording import line, tell_unsigned

if TYPE_CHECKING:
    from ledger.errors import Problem
    from ledger.recording import Imported


@click.command
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True),
)
@writing
def import_(files: tuple[str, ...], writing: Values) -> None:
    """Record events from files, all or nothing a file.

    A file holds one JSON object a line, `type` and `data`, and may name its own
    lines with `ref` and "@ref". What `sayso log -f jsonl` prints can be read, and
    what is on record already does no harm. - is standard input. If anything in a
    file is wrong, every problem is listed and nothing of it is recorded.

    \b
    Example:
        sayso import history.jsonl
        sayso import --dry-run history.jsonl > checked.jsonl
        sayso log -f jsonl --db old.db | sayso import - --db new.db
    """
    with opened(writing) as book:
        for path in files:
            name = "standard input" if path == "-" else path
            with click.open_file(path, "rb") as file, Counter(name) as counter:
                imported = book.import_lines(
                    file, name=name, dry_run=writing["dry_run"], progress=counter
                )
            if imported.problems:
                refuse(name, imported.problems)
            say(name, imported, dry_run=writing["dry_run"])
        tell_unsigned(book)


def say(name: str, imported: "Imported", *, dry_run: bool) -> None:
    """What became of a file."""
    if dry_run:
        put(line(event.type, event.data) for event in imported.recorded)
    counts = f"{imported.new:,} {'new' if dry_run else 'recorded'}"
    known = f", {imported.known:,} already on record" if imported.known else ""
    click.echo(f"{name}: {counts}{known}", err=dry_run)


def refuse(name: str, problems: Iterable["Problem"]) -> None:
    """Lists every problem of a file, and says that nothing of it was recorded."""
    from ledger.errors import BadInput

    found = list(problems)
    where = max(len(problem.where) for problem in found)
    field = max(len(problem.field) for problem in found)
    rows = [
        f"  {it.where:{where}}  {it.field:{field}}  {it.message}".rstrip()
        for it in found
    ]
    lines = len({problem.where for problem in found})
    many = "1 line is" if lines == 1 else f"{lines:,} lines are"
    raise BadInput(
        "\n".join([f"{name}: {many} wrong; nothing of it was recorded", "", *rows]),
        "mend the file and import it again: what is on record already is skipped",
    )
