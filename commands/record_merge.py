"""`sayso record merge`: two rounds, or two companies, are one."""

import click

from ledger.claims.vocabulary import MERGE_FORMS

from . import _completing
from ._failures import fail
from ._options import Values, writing
from ._publication import OUR_MISTAKE, effective, only_one, publication, uncertain
from ._recording import entire, recording
from ._typed import WordType


@click.command
@click.argument("merged", metavar="ROUND | COMPANY", shell_complete=_completing.things)
@click.argument("into", metavar="INTO", shell_complete=_completing.things)
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
    only_one(said, our_mistake)
    if our_mistake:
        refuse(merged, into)
    if entire(merged) != entire(into):
        fail("give two rounds, or two companies")
    if entire(merged) and (form or effective):
        fail("--form and --effective are for companies, not for rounds")
    if not entire(merged) and not form:
        fail(f"companies need --form: {' or '.join(MERGE_FORMS)}")
    with recording(writing) as recorder:
        kind = "rounds.merged" if entire(merged) else "companies.merged"
        recorder.record(
            kind,
            {
                "round" if entire(merged) else "company": merged,
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
