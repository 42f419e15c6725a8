"""`sayso audit key`: the key that signs a ledger."""

import click

from ._options import Values, opened, place
from ._passphrase import new as new_passphrase
from ._passphrase import unlocking

ACTOR = click.option(
    "--actor", metavar="NAME", envvar="SAYSO_ACTOR", help="Who does it."
)


@click.group
def key() -> None:
    """The key that signs this ledger.

    It is made by `sayso init`, and lies in your own folder, never in the ledger.
    Give its public side to whoever shall check the ledger.

    \b
    Example:
        sayso audit key show > sayso.vkey
    """


@key.command
@click.option(
    "--passphrase", is_flag=True, help="Protect it; it then signs only when asked to."
)
@ACTOR
@place
def new(passphrase: bool, actor: str | None, place: Values) -> None:
    """Make the first key of a ledger that has none.

    A ledger that was made without one gets it, and says so on record; its head is
    signed.

    \b
    Example:
        sayso audit key new
    """
    words = new_passphrase() if passphrase else None
    with opened({**place, "actor": actor}) as book:
        public = book.trail.new_key(words)
        path = book.trail.keys.path(public.name)
    click.echo(f"{public}\nThe key lies in {path}. Keep a copy elsewhere.")


@key.command
@click.option("--pem", is_flag=True, help="As PEM, for OpenSSL and readers of COSE.")
@place
def show(pem: bool, place: Values) -> None:
    """Print the public side, for whoever checks the ledger.

    \b
    Example:
        sayso audit key show > sayso.vkey
    """
    from ledger.audit.signatures import pem_of

    with opened(place) as book:
        public = book.trail.public()
    click.echo(pem_of(public).decode().rstrip("\n") if pem else str(public))


@key.command
@click.option("--lost", is_flag=True, help="The old key is gone and cannot sign.")
@ACTOR
@place
def rotate(lost: bool, actor: str | None, place: Values) -> None:
    """Let a new key take over.

    The change is put on record, and the first head after it is signed by both keys,
    so that whoever trusts the old one can go on. With --lost only the new one signs:
    then give it to all who trusted the old one.

    \b
    Example:
        sayso audit key rotate
    """
    with opened({**place, "actor": actor}) as book:
        trail = book.trail
        public = unlocking(lambda words: trail.rotate(words, lost=lost))
    click.echo(str(public))
