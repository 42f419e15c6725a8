"""`sayso audit prove`: that one event is on record."""

import shlex
import sys
from pathlib import Path

import click

from ._options import Values, event, opened, place
from ._passphrase import unlocking


@click.command
@event
@click.option(
    "--cose", is_flag=True, help="As a COSE receipt (RFC 9942), signed by the key."
)
@click.option(
    "--entry",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write the entry; a COSE receipt does not contain it.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the proof to this file. [standard output]",
)
@place
def prove(
    *,
    event: str,
    cose: bool,
    entry: Path | None,
    output: Path | None,
    place: Values,
) -> None:
    """Prove that one event is on record.

    Prints a tlog-proof: the entry, its path up the tree, and a signed head. Anyone who
    has the ledger's key can check it without the ledger.

    \b
    Example:
        sayso audit prove 12 > event-12.tlog-proof
        sayso audit verify event-12.tlog-proof --key sayso.vkey
        sayso audit prove 12 --cose --entry event-12.json -o event-12.cose
    """
    if cose and output is None and at_screen():
        raise click.UsageError(
            "a COSE receipt is not text: use -o FILE, or a pipe",
            click.get_current_context(),
        )
    with opened(place) as book:
        trail = book.trail
        proof = trail.prove(event)
        receipt = unlocking(lambda x: trail.receipt(proof, x)) if cose else None
    if entry is not None:
        _write(entry, proof.entry or b"")
        click.echo(f"{entry}: event {event}", err=True)
    data = bytes(proof if receipt is None else receipt)
    if output is None:
        click.echo(data, nl=False)
    else:
        _write(output, data)
        check = ["sayso", "audit", "verify", str(output)]
        check += ["--entry", str(entry or "FILE")] if cose else []
        click.echo(
            f"{output}: a proof of event {event}; check it with `{shlex.join(check)}`",
            err=True,
        )


def at_screen() -> bool:
    """Whether what is printed is shown to a person."""
    return sys.stdout.isatty()


def _write(path: Path, data: bytes) -> None:
    from ledger.errors import Unreachable

    try:
        path.write_bytes(data)
    except OSError as error:
        raise Unreachable(f"{path} cannot be written: {error.strerror}") from None
