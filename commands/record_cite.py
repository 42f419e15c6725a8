"""`sayso record cite`: evidence of an event, also later."""

import click

from ledger.claims.vocabulary import TIERS

from ._options import Values, bundle, event, writing
from ._publication import EVIDENCE, evidence
from ._recording import recording
from ._typed import WordType

found = bundle(
    "found",
    click.option("--extractor", metavar="NAME", help="Program that found the passage."),
    click.option("--version", metavar="TEXT", help="Its version."),
    click.option("--tier", type=WordType(TIERS), help="Its confidence."),
    click.option("--reviewer", metavar="NAME", help="Who checked it."),
)
shown = bundle("shown", *EVIDENCE)


@click.command
@event
@shown
@found
@writing
def cite(event: str, shown: Values, found: Values, writing: Values) -> None:
    """Evidence for an event: a quote, a URL, a note.

    The event itself does not change. A quote is looked up in the text of --document or
    --article; if it is not found, nothing is recorded.

    \b
    Example:
        sayso record cite 12 --url https://example.com/news --note "seen on paper"
        sayso record cite 12 --document 9 --quote "secured $500 million"
    """
    with recording(writing) as recorder:
        target = recorder.target(event)
        typed = {**evidence(recorder, shown), **found}
        recorder.record("claim.cited", {"claim": target["id"], **typed})
