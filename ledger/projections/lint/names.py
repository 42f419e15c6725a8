"""Flags on companies whose names differ in their legal form only.

- *names-alike*: `OpenAI, Inc.` and `Open AI` may be one company. The one that was
  registered later is flagged, unless both were merged or are kept apart.
"""

from collections.abc import Collection, Iterator

from ledger.claims.legal_forms import core
from ledger.claims.names import Company, Directory
from ledger.projections.lint.flags import Flag


def names_alike(
    directory: Directory, asked: Collection[str], merged: Collection[str]
) -> Iterator[Flag]:
    """Flag those of the companies asked about that are called as an earlier one.

    `merged` are slugs that stand for another company by now.
    """
    first: dict[str, Company] = {}
    for company in sorted(directory.companies.values(), key=lambda x: x.seq):
        if company.slug in merged:
            continue
        called = dict.fromkeys(map(core, (company.name, *company.aliases)))
        others = (first.setdefault(name, company) for name in called if name)
        other = next((one for one in others if one is not company), None)
        if other is None or company.slug not in asked:
            continue
        yield Flag(
            name="names-alike",
            company=company.slug,
            round=None,
            event=company.seq,
            field="name",
            reason=(
                f"{company.name} has the name of {other.name} ({other.slug}) but for"
                " blanks, accents or its legal form"
            ),
            source=None,
            beside=(other.seq,),
        )
