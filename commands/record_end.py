"""`sayso record end`: a company shut down, or its shares were listed."""

import click

from ._options import Values, company, writing
from ._publication import effective, learnt, publication
from ._recording import recording
from ._typed import typed


@click.command
@company
@click.option("--shut-down", is_flag=True, help="It ceased to trade.")
@click.option("--listed", is_flag=True, help="Its shares trade on an exchange.")
@click.option(
    "--price",
    metavar="F",
    help="For a listing: value of the company at the price of its shares.",
)
@learnt
@effective
@writing
def end(
    *,
    company: str,
    shut_down: bool,
    listed: bool,
    price: str | None,
    said: Values,
    effective: str | None,
    writing: Values,
) -> None:
    """A company shut down, or was listed.

    From that day on it has no private price; its history stays. Without --effective the
    day is that of publication.

    \b
    Example:
        sayso record end coreweave --listed --published 2025-03-28 --price 19B
        sayso record end argo-ai --shut-down --published 2022-10-26 --source reuters
    """
    with recording(writing) as recorder:
        ended = "listed" if listed else "shut_down"
        if shut_down == listed:
            ended = recorder.refuse("give either --shut-down or --listed")
        elif price and not listed:
            price = recorder.refuse("--price needs --listed")
        recorder.record(
            "company.ended",
            {
                "company": company,
                "ended": ended,
                **publication(recorder, said),
                "effective": effective and recorder.day(effective, "--effective"),
                "price": price and typed(price, "--price"),
            },
        )
