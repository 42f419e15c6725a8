"""`sayso db`: upgrade, copy and count a ledger."""

from pathlib import Path

import click

from ._options import KEY, Values, opened, place, whole_form
from ._output import tell
from ._places import located
from ._words import WordGroup


@click.group(cls=WordGroup)
def db() -> None:
    """Upgrade, copy, restore and clean a ledger.

    \b
    Example:
        sayso db stats
        sayso db backup monday.db
    """


@db.command
@place
def upgrade(place: Values) -> None:
    """Upgrade a ledger to this program's schema.

    No recorded entry is changed. A file is copied first, in the same folder; on
    PostgreSQL use `pg_dump`.

    \b
    Example:
        sayso db upgrade
    """
    from ledger.reading.index import keeping
    from ledger.store.database import backup, connect, upgrade
    from ledger.store.log import Log
    from ledger.store.sqlite.files import SCHEMA_VERSION

    from ._progress import Counter

    database = connect(located(place["db"]), any_version=True)
    try:
        found = database.version()
        if "://" not in database.place and found < SCHEMA_VERSION:
            kept = free(Path(database.place), found)
            backup(database.engine, kept)
            click.echo(f"copy of the old file: {kept}")
        before = upgrade(database.engine)
        log = Log(database)
        again = log.make_index()
        with Counter("the index of words", "events", "it is made later") as progress:
            keeping.keep(log, progress, make=True)
        large = log.head().seq >= keeping.LARGE
    finally:
        database.close()
    if again:
        click.echo("the index of words had been dropped: it is there again")
    elif before == SCHEMA_VERSION:
        click.echo(f"schema {before} is the newest; nothing to do")
    else:
        click.echo(f"upgraded from schema {before} to {SCHEMA_VERSION}")
        if large:
            click.echo("Next: sayso db rebuild, for quick answers about all companies")


@db.command
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@place
def backup(target: Path, place: Values) -> None:
    """Copy a ledger while it is in use, and check the copy.

    \b
    Example:
        sayso db backup monday.db
    """
    from ledger.store.database import backup, connect

    database = connect(located(place["db"]), any_version=True)
    try:
        count = backup(database.engine, target)
    finally:
        database.close()
    click.echo(f"{target}: {count:,} events, checked")


@db.command
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@place
def copy(target: Path, place: Values) -> None:
    """Make a copy of a ledger to experiment with.

    The copy says that it is one whenever it is opened, and nothing in it is signed. The
    ledger itself is not affected.

    \b
    Example:
        sayso db copy what-if.db
        sayso record report xai/series-c --source wire --db what-if.db
    """
    from ledger.store.database import connect, what_if

    database = connect(located(place["db"]))
    try:
        count = what_if(database.engine, target)
    finally:
        database.close()
    click.echo(f"{target}: a copy of {count:,} events, to experiment with")


@db.command
@click.argument("export", type=click.Path(path_type=Path, exists=True))
@click.argument("path", envvar="SAYSO_DB")
@click.option(
    "--key",
    "keys",
    multiple=True,
    type=KEY,
    metavar="KEY",
    help="Verifier key of the maker of the export, or a file of it."
    " [your own, if you keep it]",
)
def restore(export: Path, path: str, keys: tuple[str, ...]) -> None:
    """Make a new ledger from an export, byte for byte.

    The export is verified first. PATH is a file or a database URL, SQLite or
    PostgreSQL: numbers, hashes and signed heads stay the same.

    \b
    Example:
        sayso db restore export.zip copy.db
    """
    from ledger.audit.places import Home
    from ledger.rendering.verdicts import report_lines
    from ledger.trail.auditing import restored
    from ledger.trail.given import Given, read_keys

    given = Given(keys=[key for text in keys for key in read_keys(text)])
    report = restored(export, path, Home.of_user(), given)
    click.echo("\n".join(report_lines(report)), err=True)
    click.echo(f"{path}: {report.size:,} events")


@db.command
@place
def rebuild(place: Values) -> None:
    """Rebuild what is derived from the events: ranking, sums and index of words.

    A ledger of 20,000 events or more builds all of them at the end of an import and
    keeps them up to date. Questions about all companies are answered from the ranking,
    what to believe of one from the sums; `sayso search` and the names of companies are
    found by the index of words. The old ones are used until the new ones are ready.
    Nothing is lost with any of them.

    \b
    Example:
        sayso db rebuild
    """
    from ._progress import Counter

    what = "the ranking, then the sums behind beliefs"
    counter = Counter(what, "companies", "the old ones are still used")
    with opened(place) as book, counter as progress:
        done = book.rebuild(progress)
    noun = "company" if done == 1 else "companies"
    click.echo(
        f"rebuilt: the index of words, the ranking of {done:,} {noun}, and the sums"
        " behind beliefs"
    )


@db.command
@whole_form
@place
def stats(form: str, place: Values) -> None:
    """Count what a ledger contains.

    \b
    Example:
        sayso db stats
    """
    from ledger.answers.stats import stats_answer
    from ledger.store.database import connect, missing_guards, stats

    database = connect(located(place["db"]))
    try:
        counted = stats(database.engine)
        missing = missing_guards(database.engine)
    finally:
        database.close()
    tell(stats_answer(counted, missing), form)


@db.command
@place
def scrub(place: Values) -> None:
    """Rewrite the file, so that nothing erased is left in it, and its indexes.

    `sayso record erase` does this itself if necessary; use it if another program was in
    the way. It also repairs a damaged index, which is derived from the tables. It needs
    as much free space as the ledger.

    \b
    Example:
        sayso db scrub
    """
    from ledger.store.database import connect
    from ledger.store.sqlite.scrubbing import rewrite

    database = connect(located(place["db"]))
    try:
        rewrite(database.engine)
    finally:
        database.close()
    click.echo("rewritten, with its indexes; nothing erased is left in it")


@db.command
@place
def quarantine(place: Values) -> None:
    """Take out unreadable entries, and keep them as evidence.

    The guards of the database admit no such entry; older ones did. Answers skip it, and
    no head is signed over it. This command writes it and all later entries to a file of
    evidence, cuts the log off before it, and appends the readable ones again, under new
    numbers. Entries under a signed head are never taken out.

    \b
    Example:
        sayso db quarantine
    """
    from ledger.audit.places import Home
    from ledger.trail.quarantining import quarantine

    done = quarantine(located(place["db"]), Home.of_user())
    if done is None:
        click.echo("every entry is readable; nothing to do")
        return
    cut, path = done
    gone = len(cut.removed) - cut.again
    click.echo(
        f"taken out from entry {cut.first} on: {gone:,} unreadable;"
        f" {cut.again:,} recorded again\nkept in {path}"
    )


@db.command
@click.option(
    "--prefix",
    default="sayso",
    show_default=True,
    metavar="NAME",
    help="Prefix of the role names; roles belong to the whole server.",
)
def roles(prefix: str) -> None:
    """Print SQL for PostgreSQL roles that can append but change nothing.

    An owner that nobody needs to be, a recorder that can read and append, an eraser
    that can also delete texts, and a reader. It does not connect: look at the SQL, run
    it with psql as the role that created the ledger, and again after each upgrade.

    \b
    Example:
        sayso db roles --prefix funding > roles.sql
        psql --set ON_ERROR_STOP=1 --single-transaction --file roles.sql funding
    """
    from ledger.store.postgresql.roles import roles_sql

    click.echo(roles_sql(prefix), nl=False)


def free(path: Path, version: int) -> Path:
    """A name next to a file that nothing has yet, for the copy before an upgrade."""
    for number in range(1, 1000):
        more = "" if number == 1 else f"-{number}"
        found = path.with_name(f"{path.stem}.schema-{version}{more}{path.suffix}")
        if not found.exists():
            return found
    raise click.UsageError(f"move away the copies next to {path}")
