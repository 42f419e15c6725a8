"""`sayso diff`: what changed between two days, and which events did it."""

from typing import TYPE_CHECKING

import click

from . import _named
from ._failures import typed_at
from ._options import (
    Values,
    basis_of,
    belief,
    beliefs_wanted,
    cuts,
    form,
    opened,
    place,
)
from ._output import has_rows, show

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.projections.basis import Basis

OPTIONS = {"published": "as_of", "recorded": "known_at", "effective": "effective"}


def read_side(argument: str) -> _named.LedgerText:
    """The type of one side, which an axis is needed to read."""

    def check(book: "Book", text: str, ctx: click.Context) -> None:
        if (axis := ctx.params.get("axis")) is not None:
            side(book, text, argument, axis, {"basis": None, OPTIONS[axis]: None})

    return _named.LedgerText(check)


@click.command
@click.argument("before", type=read_side("BEFORE"))
@click.argument("after", required=False, type=read_side("AFTER"))
@click.option(
    "--company",
    "companies",
    multiple=True,
    metavar="C",
    type=_named.companies,
    help="Only this company.",
)
@click.option(
    "--axis",
    type=click.Choice(tuple(OPTIONS)),
    default="published",
    show_default=True,
    help="The clock of the two days.",
)
@click.option(
    "--exit-code",
    is_flag=True,
    help="Exit with code 1 if any change is shown, else 0.",
)
@belief
@cuts
@form
@place
def diff(
    *,
    before: str,
    after: str | None,
    companies: tuple[str, ...],
    axis: str,
    exit_code: bool,
    belief: bool | None,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Show what changed between two days, and which events changed it.

    BEFORE and AFTER are days, times or (recorded) entry numbers on one clock, or basis
    tokens; AFTER is now by default. The other clocks are the same for both sides. If no
    event is given, a deadline passed: a round took effect, or expired. Scores of
    sources that changed come last; large ledgers show them with --belief only.

    \b
    Example:
        sayso diff 2024-01-18 2024-05-28 --company xai
        sayso diff 120 --axis recorded --as-of 2024-12-31
    """

    with opened(place) as book:
        one = side(book, before, "BEFORE", axis, cuts)
        other = side(book, after, "AFTER", axis, cuts)
        wanted = beliefs_wanted(other, belief)
        answer = book.diff(one, other, companies, beliefs=wanted)
        show(answer, form)
        changed = has_rows(answer)
    if exit_code and changed:
        click.get_current_context().exit(1)


def side(
    book: "Book", text: str | None, argument: str, axis: str, cuts: Values
) -> "Basis":
    """The basis of one side: a token, or a day on the axis."""
    if text is not None and text.startswith("b") and text.count(".") > 1:
        with typed_at("token", argument):
            return basis_of(book, {"basis": text})
    if text is None:
        return basis_of(book, cuts)
    option = OPTIONS[axis]
    if cuts[option] is not None:
        name = option.replace("_", "-")
        raise click.UsageError(
            f"--{name} is given by BEFORE and AFTER on this axis",
            click.get_current_context(),
        )
    with typed_at(option, argument):
        return basis_of(book, {**cuts, option: text})
