"""`sayso record rename`: a company has a new name."""

import click

from ._options import Values, company, writing
from ._publication import effective, learnt, publication
from ._recording import recording


@click.command
@company
@click.argument("name")
@learnt
@effective
@writing
def rename(
    company: str, name: str, said: Values, effective: str | None, writing: Values
) -> None:
    """A company has a new name.

    Its slug stays; the old name stays an alias.

    \b
    Example:
        sayso record rename cognition "Cognition AI" --published 2024-03-12
    """
    with recording(writing) as recorder:
        recorder.record(
            "company.renamed",
            {
                "slug": company,
                "name": name,
                **publication(recorder, said),
                "effective": effective and recorder.day(effective, "--effective"),
            },
        )
