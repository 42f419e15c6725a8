"""`sayso audit verify`: one verdict, and its exit code."""

from pathlib import Path

import click

from ._options import KEY, Values, bundle, place
from ._places import located

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


brought = bundle(
    "brought",
    click.option(
        "--key",
        "keys",
        multiple=True,
        type=KEY,
        metavar="KEY",
        help="Verifier key from the keeper of the ledger, name+id+base64 or a file"
        " of it. [your own, if you keep it]",
    ),
    click.option(
        "--since",
        multiple=True,
        type=FILE,
        metavar="CHECKPOINT",
        help="A saved head: the ledger must extend it.",
    ),
    click.option(
        "--witness",
        "witnesses",
        multiple=True,
        type=KEY,
        metavar="KEY",
        help="Key of a witness that must have seen a head of this ledger.",
    ),
    click.option(
        "--quorum",
        type=click.IntRange(min=1),
        metavar="N",
        help="Number of witnesses required. [all of them]",
    ),
    click.option(
        "--timestamp",
        "tokens",
        multiple=True,
        type=FILE,
        metavar="TSR",
        help="An RFC 3161 time stamp of the newest head, or of a CHECKPOINT.",
    ),
    click.option(
        "--tsa",
        "authorities",
        type=FILE,
        metavar="PEM",
        help="Certificates of accepted time-stamp authorities.",
    ),
)
"""What is known from outside of what is checked."""


@click.command
@click.argument("what", metavar="[LEDGER|EXPORT|PROOF]", required=False)
@brought
@click.option(
    "--entry",
    type=FILE,
    metavar="FILE",
    help="The entry that a proof or receipt is about.",
)
@click.option(
    "--deep",
    is_flag=True,
    help="Also rewrite every entry to compare, and check every signed head.",
)
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object.")
@place
def verify(
    *,
    what: str | None,
    brought: Values,
    entry: Path | None,
    deep: bool,
    as_json: bool,
    place: Values,
) -> None:
    """Check a ledger, an export or a proof, and who confirms it.

    Without an argument it checks the ledger of --db. VERIFIED requires something from
    outside the ledger: your own key or the last head that you saw, which are used
    automatically, or what you give. Exit codes: 0 verified; 1 altered, truncated,
    rolled back, forked, badly signed or missing; 2 not readable; 3 intact, but
    unsigned, unpinned, partial, unguarded, or with foreign parts.

    \b
    Example:
        sayso audit verify
        sayso audit verify export.zip --key sayso.vkey
        sayso audit verify --since monday.checkpoint --json
    """
    from ledger.audit.places import Home
    from ledger.rendering.verdicts import report_fields, report_lines
    from ledger.trail.auditing import verified
    from ledger.trail.given import Given, read_file, read_head, read_keys

    authorities = brought["authorities"]
    given = Given(
        keys=[key for text in brought["keys"] for key in read_keys(text)],
        heads=[read_head(path) for path in brought["since"]],
        witnesses=[key for text in brought["witnesses"] for key in read_keys(text)],
        quorum=brought["quorum"],
        tokens=[(str(path), read_file(path)) for path in brought["tokens"]],
        authorities=read_file(authorities) if authorities else b"",
        files=[
            Path(one)
            for one in (*brought["keys"], *brought["since"], *brought["witnesses"])
        ],
    )
    target = what or located(place["db"])
    report = verified(target, Home.of_user(), given, entry=entry, deep=deep)
    if as_json:
        import json

        click.echo(json.dumps(report_fields(report)))
    else:
        click.echo("\n".join(report_lines(report)))
    click.get_current_context().exit(report.exit_code)
