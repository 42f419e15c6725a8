"""What one claim states of money: in which column, of the whole or of a part.

A basis and a stage choose the column. Below committed all is sought, but for what is
said to be paid. A target is sought at every stage. What a closed or filed round raised
in all is paid, unless the claim says how much of it was. Where a claim says what is
committed of a total, only that is committed.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from ledger.claims.amounts import Figure, hull, total
from ledger.claims.figures import Raised
from ledger.claims.names import Directory, fold
from ledger.claims.vocabulary import (
    DEBT_TYPES,
    ENDS,
    PURCHASE_TYPES,
    SECONDARY_TYPES,
    STRENGTH,
)
from ledger.projections.claims import Claim
from ledger.projections.denials import COMMITTED

ByBasis = dict[str | None, dict[str, list[Figure]]]
"""Figures by currency and basis."""

COLUMNS: Final = ("paid", "committed", "conditional", "sought")
PARTS: Final = frozenset({"tranche", "per_investor"})
"""The bases of money that is a part of a round."""
PAID_STAGES: Final = frozenset({"closed", "filed"})
PAYING_STAGES: Final = frozenset({"partially_closed", "closed", "filed"})
CHECKS: Final = frozenset({"cumulative", "sector_aggregate"})
ALL: Final = ""
"""The label of a part that nobody named."""


def money_in(claim: Claim) -> str | None:
    """Tell what kind of money a claim speaks of; debt is told by either field."""
    kind, instrument = claim.said.round_type, claim.said.instrument
    if instrument in {"mixed", "debt"}:
        return instrument
    if kind in DEBT_TYPES:
        return "debt"
    if kind in {"grant", "vendor_financing"}:
        return kind
    equity = kind is not None and kind not in SECONDARY_TYPES | PURCHASE_TYPES
    return "equity" if equity or instrument is not None else None


class StatedWhole(NamedTuple):
    """What a claim states of the whole round, and under which basis."""

    basis: str
    figure: Figure


class PartShare(NamedTuple):
    """What a claim states of a part, and how far that part is."""

    basis: str
    label: str
    figure: Figure
    stage: str


def column_of(basis: str, stage: str) -> str | None:
    """Tell in which column an amount belongs; None if in none."""
    if basis in CHECKS:
        return None
    if basis == "paid":
        return "paid"
    if basis == "target" or STRENGTH.get(stage, -1) < COMMITTED:
        return "sought"
    if basis == "conditional":
        return "conditional"
    paid = {
        "raised_to_date": True,
        "tranche": stage in PAYING_STAGES,
        "committed": False,
    }.get(basis, stage in PAID_STAGES)
    return "paid" if paid else "committed"


def wholes_in(claim: Claim, column: str) -> list[StatedWhole]:
    """Give what a claim says of the whole round in a column, for each currency."""
    if column not in claim.kept:
        claim.kept[column] = _wholes_in(claim, column)
    found: list[StatedWhole] = claim.kept[column]
    return found


def _wholes_in(claim: Claim, column: str) -> list[StatedWhole]:
    if "wholes" not in claim.kept:
        claim.kept["wholes"] = _by_basis(claim)
    stated: ByBasis = claim.kept["wholes"]
    found = []
    for by in stated.values():
        bases = _bases(column, claim.stage, by)
        basis = next((basis for basis in bases if basis in by), None)
        if basis is not None:
            found.append(StatedWhole(basis, hull(by[basis])))
    return found


def _by_basis(claim: Claim) -> ByBasis:
    """Group what a claim says of the whole round by currency and basis."""
    stated: ByBasis = {}
    for item in claim.raised:
        if item.basis not in PARTS and not (item.basis == "paid" and item.part):
            by = stated.setdefault(item.figure.currency, {})
            by.setdefault(item.basis, []).append(item.figure)
    return stated


def _bases(column: str, stage: str, stated: Iterable[str]) -> tuple[str, ...]:
    """Name the bases that speak of the whole in a column, the best first."""
    if STRENGTH.get(stage, -1) < COMMITTED:
        early = {
            "paid": ("paid",),
            "sought": ("target", "round_total", "committed", "raised_to_date"),
        }
        return early.get(column, ())
    closed = stage in PAID_STAGES and not {"paid", "raised_to_date"} & set(stated)
    firm = {
        "paid": ("paid", "raised_to_date", *(["round_total"] if closed else [])),
        "committed": ("committed", *([] if closed else ["round_total"])),
        "sought": ("target",),
    }
    return firm.get(column, ())


def shares_in(claim: Claim, directory: Directory) -> list[PartShare]:
    """Give the parts that a claim states; an investor that left has none."""
    known, found = claim.kept.get("shares", (None, []))
    if known is not directory:
        found = _shares_in(claim, directory)
        claim.kept["shares"] = directory, found
    shares: list[PartShare] = found
    return shares


def _shares_in(claim: Claim, directory: Directory) -> list[PartShare]:
    gone, stages, own = set(), {}, []
    for investor in claim.said.investors:
        label = _party_name(investor.name, directory)
        stages[label] = investor.stage or claim.stage
        if investor.stage in ENDS:
            gone.add(label)
        elif investor.amount is not None:
            own.append(PartShare("per_investor", label, investor.amount, stages[label]))
    found = []
    for item in claim.raised:
        if item.basis in PARTS or (item.basis == "paid" and item.part):
            label = part_label(item, directory, claim.source)
            alone = item.basis == "per_investor"
            stage = stages.get(label, claim.stage) if alone else claim.stage
            if not (alone and label in gone):
                found.append(PartShare(item.basis, label, item.figure, stage))
    said = {share.label for share in found if share.basis == "per_investor"}
    return found + [share for share in own if share.label not in said]


def part_label(item: Raised, directory: Directory, source: str = ALL) -> str:
    """Name a part; an investor goes by one name, its source's.

    A share without a name is that of the source who speaks of it.
    """
    if item.basis == "tranche":
        return fold(item.part or ALL)
    name = item.part or (source if item.basis == "per_investor" else ALL)
    return _party_name(name, directory) if name else ALL


def _party_name(name: str, directory: Directory) -> str:
    return directory.find_source(name) or fold(name)


def figures_of_part(basis: str, label: str, figures: Iterable[Figure]) -> list[Figure]:
    """Make one figure a currency of what one claim states of one part.

    Parts without a name are parts of their own and add up; the figures of one name
    are a hull.
    """
    by: dict[str | None, list[Figure]] = {}
    for figure in figures:
        by.setdefault(figure.currency, []).append(figure)
    found = []
    for same in by.values():
        numbers = [figure for figure in same if figure.has_amount]
        adds = label == ALL and basis in {"tranche", "conditional"} and numbers
        found.append(total(numbers) if adds else hull(same))
    return found
