"""How good the rules are, on passages with labels.

A unit is a figure that is claimed, with its role, or a denial. It is *found* where a
figure that is proposed stands there, or a denial in that sentence; *right* if role,
figure and company are those of the label.
"""

from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from ledger.claims.names import Directory, fold
from ledger.drafting.names import Gazetteer, gazetteer
from ledger.drafting.proposals import DraftedClaim
from ledger.drafting.rules import Proposed, propose
from ledger.drafting.text import ArticlePage, page_of
from tests.drafting.knowing import directory

LABELLED = Path(__file__).parent / "labelled"
SETS = ("worked", "second", "third", "fourth")
"""In the order in which they were labelled; each was unseen when it was measured."""


class Unit(NamedTuple):
    """One thing that was proposed, and what became of it."""

    passage: str
    tier: str
    role: str
    quote: str
    found: bool
    right: bool


class Measured(NamedTuple):
    """The units that were proposed, and how many there are by the labels."""

    units: list[Unit]
    labelled: int

    def of(self, *tiers: str) -> list[Unit]:
        """The units of some tiers."""
        return [unit for unit in self.units if unit.tier in tiers]

    def precision(self, *tiers: str) -> tuple[int, int]:
        """How many units of some tiers are right, and how many there are."""
        units = self.of(*tiers)
        return sum(unit.right for unit in units), len(units)

    def recall(self, *tiers: str) -> tuple[int, int]:
        """How many of the labelled units are right in some tiers, of how many."""
        return sum(unit.right for unit in self.of(*tiers)), self.labelled


def passages(name: str) -> list[Mapping[str, Any]]:
    """The labelled passages of a set."""
    text = (LABELLED / f"{name}.yaml").read_text("utf-8")
    found: list[Mapping[str, Any]] = YAML(typ="safe").load(text)
    return found


def measured(name: str, *, everybody: bool = False) -> Measured:
    """Draft every passage of a set and hold it against the labels.

    With `everybody` all companies of the labels are on record, else those of `knowing`.
    """
    known = directory()
    units: list[Unit] = []
    labelled = 0
    for passage in passages(name) if everybody else ():
        for label in passage["claims"]:
            if known.find_company(label["company"]) is None:
                known.add_company(f"co-{len(known.companies)}", label["company"])
    names = gazetteer(known)
    for passage in passages(name):
        claims = [_resolved(label, known) for label in passage["claims"]]
        units += judged({**passage, "claims": claims}, names)
        labelled += len(claims)
    return Measured(units, labelled)


def _resolved(label: Mapping[str, Any], known: Directory) -> dict[str, Any]:
    company = label["company"]
    return {**label, "company": known.find_company(company) or company}


def judged(passage: Mapping[str, Any], known: Gazetteer) -> Iterator[Unit]:
    """Draft one passage; give what was proposed, each held against its label."""
    page = page_of(passage["text"])
    wanted = [dict(label) for label in passage["claims"]]
    for role, quote, figure, claim in proposed_units(page, propose(page, known)):
        denial = role == "denial"
        label = next(
            (
                x
                for x in wanted
                if (x["role"] == "denial") == denial
                and (x["at"] in quote if denial else x["at"] == quote)
            ),
            None,
        )
        right = False
        if label is not None:
            wanted.remove(label)
            same = label["role"] == role and (denial or label["figure"] == figure)
            right = same and fold(company_in(claim)) == fold(label["company"])
        yield Unit(passage["id"], claim.tier, role, quote, label is not None, right)


def proposed_units(
    page: ArticlePage, proposed: Proposed
) -> Iterator[tuple[str, str, str | None, DraftedClaim]]:
    """What is proposed of a page, unit by unit."""
    for claim in proposed.claims:
        if claim.kind == "claim.denied":
            yield "denial", page.quote(claim.evidence), None, claim
        for money in claim.money:
            figure = None if money.figure is None else str(money.figure)
            yield money.role, page.quote(money.span), figure, claim


def company_in(claim: DraftedClaim) -> str:
    """The company of a proposal: its slug, else its name; nothing if it has none."""
    if claim.company is None:
        return ""
    return claim.company.company or claim.company.text


def interval(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson)."""
    if not whole:
        return 0.0, 1.0
    z, share = 1.96, part / whole
    middle = share + z * z / (2 * whole)
    spread = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    bottom = 1 + z * z / whole
    return (middle - spread) / bottom, (middle + spread) / bottom
