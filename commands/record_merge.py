"""`sayso record merge`: two rounds, or two companies, are one."""

import click

from ledger.claims.vocabulary import MERGE_FORMS

from . import _named
from ._options import Values, writing
from ._publication import OUR_MISTAKE, effective, only_one, publication, uncertain
from ._recording import entire, recording
from ._typed import Unread, WordType


@click.command
@click.argument("merged", metavar="ROUND | COMPANY", type=_named.things)
@click.argument("into", metavar="INTO", type=_named.things)
@uncertain
@click.option(
    "--form",
    type=WordType(MERGE_FORMS),
    help="For companies: one acquired the other, or they are identical.",
)
@effective
@OUR_MISTAKE
@writing
def merge(
    *,
    merged: str,
    into: str,
    said: Values,
    form: str | None,
    effective: str | None,
    our_mistake: str | None,
    writing: Values,
) -> None:
    """Two rounds, or two companies, are the same.

    Both are rounds (company/label), or both are companies. From the day on which it
    became known, the first counts as part of the second; its history stays.

    \b
    Example:
        sayso record merge xai/january-2024 xai/series-b --published 2024-05-27
        sayso record merge x-corp xai --form acquired --published 2025-03-28
    """
    if our_mistake and said["published"] is None:
        refuse(merged, into)
    rounds = entire(merged) and entire(into)
    with recording(writing) as recorder:
        said = only_one(recorder, said, our_mistake)
        if entire(merged) != entire(into):
            merged = into = recorder.refuse("give two rounds, or two companies")
            form = form or Unread()
        elif rounds and (form or effective):
            recorder.refuse("--form and --effective are for companies, not for rounds")
            form = effective = None
        elif not rounds and not form:
            needed = f"companies need --form: {' or '.join(MERGE_FORMS)}"
            form = recorder.refuse(needed)
        recorder.record(
            "rounds.merged" if rounds else "companies.merged",
            {
                "round" if rounds else "company": merged,
                "into": into,
                **publication(recorder, said),
                "form": form,
                "effective": effective and recorder.day(effective, "--effective"),
            },
        )


def refuse(merged: str, into: str) -> None:
    """A merge links two recorded things; it corrects no entry."""
    from ledger.errors import Refused

    raise Refused(
        "a merge records what became known, and when: it cannot be our mistake",
        f"if claims were recorded under {merged} by mistake, move each of them:"
        f" sayso record move EVENT {into} --our-mistake REASON",
    )
