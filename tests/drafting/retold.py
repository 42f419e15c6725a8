"""The demo's five articles, and how much of what is on record the rules find in them.

A label is a figure of a claim that stands in a passage cited for it, or a denial. What
a relay carries has the amounts of the claim that it leads to, as the article says them.
A unit is right if company and figure are those on record, and it is money or a price
as there; whose money, and how far it is, are conventions of the demo's.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ledger.claims.canonical import read_json
from ledger.claims.evidence import CITED, DOCUMENT
from ledger.claims.figures import Figure, figure_from
from ledger.claims.names import Directory
from ledger.drafting.figures import figures_in
from ledger.drafting.names import Gazetteer, gazetteer
from ledger.drafting.rules import propose
from ledger.drafting.text import page_of
from tests.demo import demo_lines
from tests.drafting.measuring import Measured, Unit, company_in, proposed_units

LINES: Final = [read_json(line) for line in demo_lines()]
BY_REF: Final = {f"@{line['ref']}": line for line in LINES if "ref" in line}


def retold() -> list[dict[str, Any]]:
    """Give the articles, each with its text and its labels."""
    texts = [line["payload"] for line in LINES if "payload" in line]
    found = []
    for ref, line in BY_REF.items():
        if line["type"] != DOCUMENT:
            continue
        wanted = line["data"]["payloads"][0]["commitment"]
        text = next(one["text"] for one in texts if one["commitment"] == wanted)
        labels = {tuple(one.values()): one for one in labels_of(ref)}
        found.append({"id": ref[1:], "text": text, "claims": list(labels.values())})
    return found


def labels_of(document: str) -> Iterator[dict[str, Any]]:
    """Give what an article claims by what is on record, figure by figure."""
    for line in LINES:
        data = line.get("data", {})
        if line.get("type") != CITED or data["document"] != document:
            continue
        claim, quote = BY_REF[data["claim"]], data["quote"]
        about = {"company": data["company"], "figure": None, "at": quote}
        if is_denial(claim):
            yield {**about, "role": "denial"}
        else:
            yield from ({**about, **one} for one in figures_told(quote, claim))


def is_denial(line: Mapping[str, Any]) -> bool:
    """Tell whether an event is a denial, or a comment that retells one."""
    if line["type"] == "claim.commented":
        line = BY_REF[line["data"]["claims"][0]]
    return bool(line["type"] == "claim.denied")


def figures_told(quote: str, line: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the figures in a quote that a claim has, or the claim that it carries."""
    relayed = line["type"] == "claim.relayed"
    said = BY_REF[line["data"]["claim"]]["data"] if relayed else line["data"]
    page = page_of(quote)
    for money in figures_in(page):
        for role in ("raised", "valuation"):
            known = [figure_from(one["figure"]) for one in said.get(role, ())]
            if any(alike(money.figure, one, exactly=not relayed) for one in known):
                at = page.quote(money.span)
                yield {"role": role, "figure": str(money.figure), "at": at}


def alike(one: Figure | None, other: Figure, *, exactly: bool) -> bool:
    """Tell whether two figures are equal, or at least their amounts."""
    if exactly or one is None:
        return one == other
    ends = {x for x in (one.min, one.max) if x is not None}
    return bool(ends & {other.min, other.max}) or one == other


def directory() -> Directory:
    """Give the names of the demo."""
    known = Directory()
    for line in LINES:
        if line.get("type") == "company.registered":
            known.add_company(**line["data"])
        elif line.get("type") == "source.registered":
            known.add_source(**line["data"])
    return known


def measured_on_the_demo() -> Measured:
    """Draft the articles and hold them against what is on record."""
    known = gazetteer(directory())
    articles = retold()
    units = [unit for article in articles for unit in judged(article, known)]
    return Measured(units, sum(len(article["claims"]) for article in articles))


def judged(article: Mapping[str, Any], known: Gazetteer) -> Iterator[Unit]:
    """Draft an article; give what is proposed, each held against what is on record."""
    page = page_of(article["text"])
    wanted = list(article["claims"])
    for role, quote, figure, claim in proposed_units(page, propose(page, known)):
        what = role if role in {"denial", "valuation"} else "raised"
        there = [one for one in wanted if one["role"] == what and one["at"] == quote]
        same = [one for one in there if one["company"] == company_in(claim)]
        right = [one for one in same if one["figure"] == figure]
        if right:
            wanted.remove(right[0])
        found, hit = bool(there), bool(right)
        yield Unit(article["id"], claim.tier, role, quote, found, hit)
