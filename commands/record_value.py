"""`sayso record value`: a price outside a round."""

import click

from ._options import Values, asked, company, writing
from ._publication import OWN_SOURCING, STAGE, effective, publication, said
from ._recording import recording
from ._typed import Typed, typed


@click.command
@company
@said
@asked(
    "--price",
    "prices",
    multiple=True,
    metavar="KIND:[PART:]F",
    help="secondary, tender, mark, 409a, implied, deal_value, ipo or offer, and a"
    " figure.",
    waits=True,
)
@click.option("--stage", **{**STAGE, "help": f"{STAGE['help']} [closed]"})
@click.option("--amount", metavar="F", help="Value of the shares sold.")
@OWN_SOURCING
@effective
@writing
def value(
    *,
    company: str,
    said: Values,
    prices: tuple[str, ...],
    stage: str | None,
    amount: str | None,
    own_sourcing: bool,
    effective: str | None,
    writing: Values,
) -> None:
    """A source gives a price outside a round.

    Secondary sales, tenders, a fund's marks, 409A appraisals, prices implied by a
    stake. The amount is the value of the shares sold, never money raised.

    \b
    Example:
        sayso record value openai --source reuters --published 2025-10-02 \\
          --price tender:500B --amount 6.6B
    """
    with recording(writing) as recorder:
        recorder.record(
            "valuation.reported",
            {
                "company": company,
                **publication(recorder, said),
                "stage": stage,
                "valuation": [typed(text, "--price") for text in prices],
                "amount": amount and Typed(amount, "--amount"),
                "own_sourcing": own_sourcing or None,
                "effective": effective and recorder.day(effective, "--effective"),
            },
        )
