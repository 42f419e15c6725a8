"""`sayso record merge`: two rounds, or two companies, are one."""

import click

from ledger.claims.vocabulary import MERGE_FORMS

from . import _completing
from ._failures import fail
from ._options import Values, writing
from ._recording import entire, recording
from ._statements import OUR_MISTAKE, effective, only_one, statement, uncertain


@click.command
@click.argument("merged", metavar="ROUND | COMPANY", shell_complete=_completing.things)
@click.argument("into", metavar="INTO", shell_complete=_completing.things)
@uncertain
@click.option(
    "--form",
    type=click.Choice(MERGE_FORMS),
    help="Of companies: one bought the other, or both were one all along.",
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
    """Two rounds, or two companies, are one.

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
        fail("merge a round into a round, or a company into a company")
    if entire(merged) and (form or effective):
        fail("--form and --effective are of companies, not of rounds")
    if not entire(merged) and not form:
        fail(f"companies need --form: {' or '.join(MERGE_FORMS)}")
    with recording(writing) as recorder:
        kind = "rounds.merged" if entire(merged) else "companies.merged"
        recorder.record(
            kind,
            {
                "round" if entire(merged) else "company": merged,
                "into": into,
                **statement(recorder, said),
                "form": form,
                "effective": effective and recorder.day(effective),
            },
        )


def refuse(merged: str, into: str) -> None:
    """A merge links two things that stand on record; it corrects no entry of ours."""
    from ledger.errors import Refused

    raise Refused(
        "a merge cannot be our mistake: it says what became known, and when",
        f"if claims were recorded under {merged} by mistake, move each of them:"
        f" sayso record move EVENT {into} --our-mistake REASON",
    )
