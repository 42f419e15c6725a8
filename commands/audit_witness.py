"""`sayso audit witness`: those outside who sign what they saw of a ledger."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._options import KEY, Values, opened, place
from ._passphrase import unlocking

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.audit.policies import Policy
    from ledger.trail.witnessing import WitnessResult

NEEDED = click.option(
    "--quorum",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of witnesses required. [as before; at first all]",
)


@click.group
def witness() -> None:
    """Witnesses: outside services that sign what they saw of this ledger.

    A witness cosigns a head only if it extends the one before (C2SP tlog-witness). So
    not even the holder of the signing key can rewrite what enough witnesses saw. The
    last cosignature of each is stored with the pin; `audit verify`, `audit export` and
    `report` say how many there are.

    \b
    Example:
        sayso audit witness add https://witness.example.org w1.vkey
        sayso audit witness ask --post
        sayso audit witness show
    """


@witness.command
@click.argument("url")
@click.argument("key", type=KEY)
@NEEDED
@place
def add(url: str, key: str, quorum: int | None, place: Values) -> None:
    """Register a witness of this ledger: its URL and its key.

    KEY is what the witness publishes, name+id+base64, or a file with it. With several
    witnesses, --quorum sets how many are enough.

    \b
    Example:
        sayso audit witness add https://witness.example.org w1.vkey
        sayso audit witness add https://witness.example.org/two w2.vkey --quorum 1
    """
    from ledger.audit.policies import wanting, witness_from
    from ledger.errors import BadInput
    from ledger.trail.given import read_keys

    keys = read_keys(key)
    if len(keys) != 1:
        raise BadInput(f"{key} holds {len(keys)} keys", "give the key of the witness")
    new = witness_from(url, keys[0])

    def change(before: "Policy | None") -> "Policy":
        known = () if before is None else before.witnesses
        asked = None if before is None else before.asked
        _check_quorum(quorum, len(known) + 1)
        return wanting(quorum or asked, (*known, new))

    _change(place, change, said=quorum is not None)


@witness.command
@click.argument("name")
@NEEDED
@place
def remove(name: str, quorum: int | None, place: Values) -> None:
    """Remove a witness, and what it cosigned.

    \b
    Example:
        sayso audit witness remove w3.example.org --quorum 1
    """
    from ledger.audit.policies import wanting

    def change(before: "Policy | None") -> "Policy | None":
        known = () if before is None else before.witnesses
        left = [one for one in known if one.name != name]
        if before is None or len(left) == len(known):
            raise _unknown(name, before)
        if not left:
            return None
        _check_quorum(quorum, len(left))
        return wanting(quorum or before.asked, left)

    _change(place, change, said=quorum is not None)


def _check_quorum(quorum: int | None, total: int) -> None:
    from ledger.errors import BadInput

    if quorum is not None and quorum > total:
        raise BadInput(f"{quorum} of {total} witnesses cannot be wanted")


def _unknown(name: str, policy: "Policy | None") -> Exception:
    from ledger.errors import UnknownName

    known = () if policy is None else policy.witnesses
    hint = ", ".join(one.name for one in known) or "sayso audit witness add URL KEY"
    return UnknownName(f"there is no witness {name!r}", hint)


@witness.command("quorum")
@click.argument("needed", metavar="N", type=click.IntRange(min=1))
@place
def quorum_(needed: int, place: Values) -> None:
    """Set how many of the witnesses are enough.

    \b
    Example:
        sayso audit witness quorum 2
    """
    from ledger.audit.policies import checked
    from ledger.errors import Refused

    def change(before: "Policy | None") -> "Policy":
        if before is None:
            raise Refused(
                "no witness is registered for this ledger",
                "sayso audit witness add URL KEY",
            )
        return checked(needed, before.witnesses, needed)

    _change(place, change, said=True)


def _change(
    place: Values, change: "Callable[[Policy | None], Policy | None]", *, said: bool
) -> None:
    """Writes another policy, and forgets what witnesses cosigned that are gone.

    `said` is whether the number that is wanted was given.
    """
    with opened(place) as book:
        trail = book.trail
        kept = trail.witnessing.kept
        before = kept.policy
        after = change(before)
        kept.write(after, trail.public())
        left = () if after is None else after.witnesses
        for one in () if before is None else before.witnesses:
            if one not in left:
                kept.forget(one)
        lines = trail.witnessing.told()
    click.echo("\n".join(lines or ["no witness is required any more"]))
    if before is not None and after is not None and not said:
        _tell_change(before, after)


def _tell_change(before: "Policy", after: "Policy") -> None:
    """Says that another number is wanted than before, though nobody named one."""
    if before.needed != after.needed:
        click.echo(
            f"{after} are required now, instead of {before};"
            " `sayso audit witness quorum N` sets another number",
            err=True,
        )


@witness.command
@click.option("--policy", is_flag=True, help="As a C2SP tlog-policy, for others.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@place
def show(policy: bool, form: str, place: Values) -> None:
    """Print how many witnesses are required, and what each cosigned last.

    \b
    Example:
        sayso audit witness show
        sayso audit witness show --policy > sayso.policy
    """
    if policy and form == "json":
        raise click.UsageError(
            "--policy has its own format: leave -f json out",
            click.get_current_context(),
        )
    with opened(place) as book:
        witnessing = book.trail.witnessing
        found = witnessing.policy()
        text = found.text(book.trail.public())
        lines, fields = witnessing.told(), witnessing.fields()
    if form == "json":
        import json

        lines = [json.dumps(fields)]
    click.echo(text if policy else "\n".join(lines), nl=not policy)


@witness.command("log-list")
@click.option(
    "--contact",
    metavar="TEXT",
    required=True,
    help="Contact for the operators of witnesses.",
)
@click.option(
    "--per-day",
    type=click.IntRange(min=1),
    default=24,
    metavar="N",
    show_default=True,
    help="Maximum number of requests per day.",
)
@place
def log_list(contact: str, per_day: int, place: Values) -> None:
    """Print the entry of this ledger for the witness network's lists.

    Operators of witnesses add such an entry, with the key, to their configuration.

    \b
    Example:
        sayso audit witness log-list --contact "ledger (at) example.org"
    """
    from ledger.audit.policies import log_list as written
    from ledger.claims.names import shown

    with opened(place) as book:
        key = book.trail.public()
    click.echo(written(key, shown(contact), per_day), nl=False)


@witness.command
@click.option(
    "--offline",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the requests to a folder, and read the answers from it.",
)
@click.option("--post", is_flag=True, help="Send the requests to the witnesses.")
@place
@click.pass_context
def ask(
    context: click.Context,
    folder: Path | None,
    post: bool,
    place: Values,
) -> None:
    """Ask the witnesses to cosign the head, which is signed first if necessary.

    Nothing is sent without --post. With --offline there is one request per witness in
    DIR, to be sent with `curl --data-binary @FILE URL/add-checkpoint`; save the answer
    in the file that is printed, and run the command again. Exit codes: 0 if enough
    witnesses cosigned the head; 1 if one contradicts the ledger, or answers with
    anything but its signature; 3 if not enough did.

    \b
    Example:
        sayso audit witness ask --post
        sayso audit witness ask --offline requests
    """
    from ledger.trail.posting import post as posted

    if post == (folder is not None):
        raise click.UsageError("give --post, or --offline DIR", context)
    with opened(place) as book:
        witnessing = book.trail.witnessing
        policy = witnessing.policy()
        unlocking(book.trail.sign)
        asked = []
        for one in (
            witnessing.ask(posted)
            if folder is None
            else witnessing.ask_by_files(folder)
        ):
            click.echo(str(one))
            asked.append(one)
    context.exit(_finish(asked, policy))


def _finish(asked: "list[WitnessResult]", policy: "Policy") -> int:
    """Says how many cosigned the head; gives the exit code."""
    count = len({one.witness.name for one in asked if one.outcome == "cosigned"})
    total = len(policy.witnesses)
    click.echo(f"cosigned by {count} of {total}, {policy.needed} required")
    if any(one.outcome == "against" for one in asked):
        click.echo(
            "\nhint: `sayso audit verify` shows whether it was altered", err=True
        )
        return 1
    if any(one.outcome == "unsigned" for one in asked):
        hint = "ask it again, and save its complete answer; check its key and URL"
        click.echo(f"\nhint: {hint}", err=True)
        return 1
    return 0 if count >= policy.needed else 3
