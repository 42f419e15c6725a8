"""`sayso credibility`: how far each source can be trusted."""

import click

from . import _named
from ._options import Values, basis_of, cuts, form, opened, place
from ._output import show


@click.command
@click.argument("source", required=False, type=_named.sources)
@click.option("--deniers", is_flag=True, help="Only records of denials.")
@click.option("--relays", is_flag=True, help="Only records of repeated claims.")
@click.option(
    "--model",
    type=click.Choice(["beta", "em"]),
    default="beta",
    show_default=True,
    help="em: a second opinion, from outcomes and agreement together.",
)
@click.option(
    "--half-life",
    type=click.FloatRange(min=1),
    metavar="DAYS",
    help="Half-life of a claim in days. [no decay]",
)
@click.option(
    "--false-copies",
    is_flag=True,
    help="Treat sources that share the same errors as one.",
)
@cuts
@form
@place
def credibility(
    *,
    source: str | None,
    deniers: bool,
    relays: bool,
    model: str,
    half_life: float | None,
    false_copies: bool,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Rate sources by the outcomes of their claims.

    Sources are ranked by the lower end of the 90 % interval, not by the mean. For each
    source the table shows how many of its rounds came true, did not, and were never
    settled (true/not/never). With less than one settled claim a source is unrated,
    with less than five provisional; a claim counts at the weight of its outcome, which
    is 0.8 if only one party stated it. For one SOURCE it shows the scores by role and
    field, and every claim behind them; the prior and the rows add up to the score.

    \b
    Example:
        sayso credibility --as-of 2026-01-31
        sayso credibility elon-musk --as-of 2024-06-01
        sayso credibility --deniers -f csv
    """
    if deniers and relays:
        raise click.UsageError("--deniers and --relays cannot be combined")
    if model == "em" and (deniers or relays):
        raise click.UsageError("model em has only reports; leave --deniers out")
    role = "denial" if deniers else "relay" if relays else None
    settings: Values = {"half_life": half_life, "false_copies": false_copies}
    with opened(place) as book:
        basis = basis_of(book, cuts)
        if model == "em":
            show(book.reliability(basis, source, **settings), form)
        else:
            show(book.credibility(basis, source, role=role, **settings), form)
