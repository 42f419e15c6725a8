"""Tags of companies: from what is typed to the event that changes them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ledger.errors import Refused
from ledger.reading import entries, questions

TAGGED: Final = "company.tagged"


def tagging(
    ledger: questions.Ledger,
    name: str,
    tags: Mapping[str, str],
    without: Sequence[str] = (),
) -> dict[str, Any]:
    """Give the data of the event that changes the tags of a company.

    Only what changes is in it. It names the tagging before it, so that a company can
    get back a tag that it once had. UnknownName for an unknown company; Refused if
    nothing would change.
    """
    known = questions.names(ledger)
    company = known.companies[known.company(name)]
    fresh = {key: x for key, x in tags.items() if company.tags.get(key) != x}
    away = [key for key in without if key in company.tags]
    if not (fresh or away):
        told = ", ".join(f"{key}={x}" for key, x in company.tags.items())
        raise Refused(
            f"nothing changes: the tags of {company.slug} are {told or 'none'}"
        )
    data: dict[str, Any] = {"slug": company.slug, "tags": fresh, "without": away}
    before = [
        entry.id
        for entry in map(entries.entry_of, entries.events(ledger, None, None, [TAGGED]))
        if entry.data["slug"] == company.slug
    ]
    return data | ({"after": before[-1]} if before else {})
