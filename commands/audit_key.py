"""`sayso audit key`: the key that signs a ledger."""

import click

from ._options import Values, opened, place
from ._passphrase import new as new_passphrase
from ._passphrase import unlocking

ACTOR = click.option(
    "--actor", metavar="NAME", envvar="SAYSO_ACTOR", help="Who records it."
)


@click.group
def key() -> None:
    """Manage the key that signs this ledger.

    `sayso init` creates it in your own folder, never in the ledger. Give the public key
    to anyone who needs to verify the ledger.

    \b
    Example:
        sayso audit key show > sayso.vkey
    """


@key.command
@click.option(
    "--passphrase",
    is_flag=True,
    help="Protect it with a passphrase, which each signature then needs.",
)
@ACTOR
@place
def new(passphrase: bool, actor: str | None, place: Values) -> None:
    """Create the first key of a ledger that has none.

    The ledger records the key, and its head is signed.

    \b
    Example:
        sayso audit key new
    """
    words = new_passphrase() if passphrase else None
    with opened({**place, "actor": actor}) as book:
        public = book.trail.new_key(words)
        path = book.trail.keys.path(public.name)
    click.echo(f"{public}\nThe key is in {path}. Keep a copy elsewhere.")


@key.command
@click.option("--pem", is_flag=True, help="As PEM, for OpenSSL and COSE programs.")
@place
def show(pem: bool, place: Values) -> None:
    """Print the public key, for verifying the ledger.

    \b
    Example:
        sayso audit key show > sayso.vkey
    """
    from ledger.audit.signatures import pem_of

    with opened(place) as book:
        public = book.trail.public()
    click.echo(pem_of(public).decode().rstrip("\n") if pem else str(public))


@key.command
@click.option("--lost", is_flag=True, help="The old key is lost and cannot sign.")
@ACTOR
@place
def rotate(lost: bool, actor: str | None, place: Values) -> None:
    """Replace the key with a new one.

    The change is recorded, and both keys sign the first head after it, so that anyone
    who trusts the old key can continue. With --lost only the new key signs: then give
    it to everyone who trusted the old one.

    \b
    Example:
        sayso audit key rotate
    """
    with opened({**place, "actor": actor}) as book:
        trail = book.trail
        public = unlocking(lambda words: trail.rotate(words, lost=lost))
    click.echo(str(public))
