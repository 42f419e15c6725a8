"""Rounds that a later round replaces.

A round is superseded by one that names it in its `supersedes`, and that is confirmed at
committed or later, or reported at announced or later and not disputed. Rounds that
would supersede each other in a circle keep to what was said first.
"""

from collections.abc import Mapping

from ledger.claims.vocabulary import STRENGTH
from ledger.projections.claims import Identity
from ledger.projections.denials import ANNOUNCED, is_firm
from ledger.projections.rounds import CONFIRMED, Round


def supersede(rounds: Mapping[str, Round], identity: Identity) -> None:
    """Mark the rounds that a later round replaces."""
    said = [
        (claim.row.key, other, identity.round(name))
        for other in rounds.values()
        if other.replaces and _replaces(other)
        for claim in other.live
        for name in claim.said.supersedes
    ]
    for _, other, name in sorted(said, key=lambda one: one[0]):
        old = rounds.get(name)
        if old is None or not old.live or old.name in _replacements(other, rounds):
            continue
        old.standing, old.superseded_by = "superseded", other.name


def _replaces(found: Round) -> bool:
    """Tell whether a round is firm enough to replace those that it names."""
    if found.standing in CONFIRMED:
        return is_firm(found.stage)
    denied = all(found.disputes(claim, "stage") for claim in found.live)
    strong = STRENGTH.get(found.stage, -1) >= ANNOUNCED
    return strong and bool(found.live) and not denied


def _replacements(found: Round, rounds: Mapping[str, Round]) -> set[str]:
    """Name a round and all that replaced it, one after the other."""
    names = {found.name}
    while found.superseded_by is not None:
        found = rounds[found.superseded_by]
        names.add(found.name)
    return names
