"""`sayso record relay`: a copy of a claim."""

import click

from ledger.claims.vocabulary import RELAY_FORMS

from . import _named
from ._options import Values, asked, bundle, event, writing
from ._publication import DAY, PUBLICATION, publication
from ._recording import recording
from ._typed import WordType

carried = bundle("said", asked("--published", waits=True, **DAY), *PUBLICATION)


@click.command
@event
@click.option(
    "--carrier",
    metavar="NAME",
    type=_named.sources,
    help="Source that published the copy.",
)
@click.option(
    "--copy", "copied", metavar="EVENT", help="Recorded event that is the copy."
)
@asked("--form", type=WordType(RELAY_FORMS), help="Kind of copy.", waits=True)
@carried
@writing
def relay(
    *,
    event: str,
    carrier: str | None,
    copied: str | None,
    form: str,
    said: Values,
    writing: Values,
) -> None:
    """A source repeats a claim: a copy, not a new claim.

    EVENT is the original. Name the carrier, or an event on record that turned out to be
    a copy. A copy that states other figures is a claim of its own: use `report`.

    \b
    Example:
        sayso record relay 12 --carrier reuters --published 2024-01-19 --form cited
        sayso record relay 12 --copy 15 --published 2024-01-20 --form translated
    """
    with recording(writing) as recorder:
        copy = copied and recorder.claim(copied)["id"]
        if (carrier is None) == (copied is None):
            carrier = copy = recorder.refuse("give either --carrier or --copy")
        claim = recorder.claim(event)
        recorder.record(
            "claim.relayed",
            {
                "company": claim["data"].get("company"),
                "claim": claim["id"],
                **publication(recorder, said),
                "carrier": carrier,
                "copy": copy,
                "form": form,
            },
        )
