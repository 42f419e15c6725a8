"""`sayso audit export`: a bundle that anybody can verify, offline."""

import shlex
from pathlib import Path

import click

from . import _named
from ._options import Values, bundle, opened, place
from ._passphrase import unlocking

scope = bundle(
    "scope",
    click.option(
        "--company",
        metavar="COMPANY",
        type=_named.companies,
        help="Only events about one company, each with its proof.",
    ),
    click.option(
        "--until", type=click.IntRange(min=0), metavar="N", help="Up to event N."
    ),
    click.option(
        "--no-payloads",
        "bare",
        is_flag=True,
        help="Leave out quotes, articles and personal data.",
    ),
    click.option("--cose", is_flag=True, help="Add COSE receipts to the proofs."),
    click.option("--unsigned", is_flag=True, help="Do not sign (weaker proof)."),
)
tables = bundle(
    "tables",
    click.option("--as-of", metavar="D", help="As-of day of the tables."),
    click.option("--effective", metavar="W", help="Reference date for prices in them."),
    click.option(
        "--tz", metavar="ZONE", help="Time zone of these days. [the ledger's]"
    ),
    click.option(
        "--possible",
        is_flag=True,
        help="Include events that may already have been public.",
    ),
)


@click.command
@click.argument("target", metavar="DIR|ZIP", type=click.Path(path_type=Path))
@scope
@tables
@click.option("--actor", metavar="NAME", envvar="SAYSO_ACTOR", help="Who records it.")
@place
def export(
    *, target: Path, scope: Values, tables: Values, actor: str | None, place: Values
) -> None:
    """Write a bundle that anyone can verify offline.

    A folder, or one file if its name ends in .zip: all events, the tree and its signed
    heads, proofs, and tables made from them. It is a BagIt bag; sha256sum, and programs
    that read tlog-tiles, check it without sayso. By default the tables show what was
    known when the last event was recorded. For panels and Parquet use `sayso export`.

    \b
    Example:
        sayso audit export export.zip
        sayso audit export march --until 120 --as-of 2024-03-31
        sayso audit export xai.zip --company xai --no-payloads
    """
    if scope["cose"] and scope["unsigned"]:
        raise click.UsageError(
            "--cose needs a signature: leave --unsigned out",
            click.get_current_context(),
        )
    with opened({**place, "actor": actor}) as book:
        files, size = book.export(
            target,
            company=scope["company"],
            until=scope["until"],
            texts=not scope["bare"],
            signing=None if scope["unsigned"] else unlocking,
            receipts=scope["cose"],
            **tables,
        )
        told = [] if scope["unsigned"] else book.trail.witnessing.told()
    events = "1 event" if size == 1 else f"{size:,} events"
    click.echo(
        f"{target}: a log of {events} in {files:,} files; check them with"
        f" `{shlex.join(['sayso', 'audit', 'verify', str(target)])}`"
    )
    for line in told:
        click.echo(f"  {line}")
