"""How often proposals were right: by tier, over drafts that people decided.

A proposal is right if it was accepted as it was proposed. One that was edited before it
was accepted was partly wrong; one that was rejected was no claim, or not worth it. What
is undecided does not count. The interval is Wilson's, at 95 %.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Final

from ledger.drafting.gist import Item, changed_fields
from ledger.drafting.proposals import TIERS

ALL: Final = "all"
_Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class Precision:
    """The decisions about the proposals of one extractor and tier."""

    extractor: str
    tier: str
    decided: int
    unchanged: int
    edited: int
    rejected: int

    @property
    def share(self) -> float:
        """The share of proposals that were accepted unchanged."""
        return self.unchanged / self.decided

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of that share."""
        n, share = self.decided, self.share
        middle = share + _Z * _Z / (2 * n)
        spread = _Z * sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
        bottom = 1 + _Z * _Z / n
        return (middle - spread) / bottom, (middle + spread) / bottom


def precision(drafts: Iterable[Item]) -> list[Precision]:
    """Count decisions by extractor and tier; each extractor ends with all its tiers."""
    found: dict[str, dict[str, list[str]]] = {}
    for draft in drafts:
        for extractor, tier, outcome in _decided_proposals(draft):
            tiers = found.setdefault(extractor, {})
            tiers.setdefault(tier, []).append(outcome)
            tiers.setdefault(ALL, []).append(outcome)
    return [
        _counted(extractor, tier, found[extractor][tier])
        for extractor in sorted(found)
        for tier in (*TIERS, ALL)
        if tier in found[extractor]
    ]


def _decided_proposals(draft: Item) -> Iterator[tuple[str, str, str]]:
    """Give extractor, tier and outcome of each proposal that was decided."""
    for claim in draft["claims"]:
        decision, tier = claim.get("decision"), claim.get("tier")
        if "proposed" not in claim or tier not in TIERS:
            continue  # a person added it
        extractor = claim.get("extractor") or draft.get("extractor") or {}
        name = " ".join(str(extractor.get(key, "")) for key in ("name", "version"))
        if decision == "reject":
            yield name.strip(), tier, "rejected"
        elif decision == "accept":
            yield name.strip(), tier, "edited" if changed_fields(claim) else "unchanged"


def _counted(extractor: str, tier: str, outcomes: list[str]) -> Precision:
    counts = (outcomes.count(word) for word in ("unchanged", "edited", "rejected"))
    return Precision(extractor, tier, len(outcomes), *counts)
