"""Which fields of an event are evidence, and what it says without them.

Since schema 4 evidence stands next to a claim, in events of its own (`claim.cited`).
Older events hold it themselves. Without it they say what a claim of today says, so two
events that are equal but for evidence are one event.
"""

from collections.abc import Mapping
from typing import Any, Final

from ledger.claims.kinds import PUBLISHED_KINDS

CITED: Final = "claim.cited"
DOCUMENT: Final = "document.recorded"

EVIDENCE: Final = ("url", "locator", "language", "note", "payloads")
"""The fields of a published event that say where and how it was read."""

CITABLE: Final = frozenset(
    kind for kind in PUBLISHED_KINDS if not kind.startswith("snapshot.")
)
"""The kinds whose evidence stands next to them; a row of a table is its own."""


def carries_evidence(type_: str, data: Mapping[str, Any]) -> bool:
    """Tell whether an event holds evidence itself."""
    return type_ in CITABLE and any(field in data for field in EVIDENCE)


def without_evidence_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an event says, without its evidence."""
    return {key: value for key, value in data.items() if key not in EVIDENCE}


def evidence_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the evidence that an event holds itself."""
    return {key: data[key] for key in EVIDENCE if key in data}
