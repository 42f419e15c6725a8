"""From what a person accepted to the events that are recorded, in one transaction.

First the companies and sources that are new and used, then the document, then the
claims, each with its citations. A claim that takes an offer of the draft becomes what
is offered: a copy of a claim on record (`repeat`), a revision, a confirmation. A
denial covers the claims of the draft that it names, and those whose offer it takes.

An event that names one before it in the list is a function of the ids so far.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ledger.claims.entry import EventData, EventMaker
from ledger.claims.names import Directory, fold
from ledger.drafting.gist import Item, changed_fields, fields_line
from ledger.drafting.passages import ReadText, passages_of

REPORT: Final = "round.reported"
PRICE: Final = "valuation.reported"
DENIAL: Final = "claim.denied"
CONFIRMATION: Final = "claim.confirmed"
KINDS: Final = (REPORT, PRICE, DENIAL, CONFIRMATION)

_FACTS: Final = ("stage", "round_type", "instrument")


class Accepted(NamedTuple):
    """The events of a draft; `claims` names the claim that each of the last ones is."""

    events: list[EventMaker]
    claims: list[str]


def accepted(draft: Item, text: ReadText, known: Directory, reviewer: str) -> Accepted:
    """Give the events of the claims that are accepted; the draft must be sound."""
    claims = in_order(draft)
    names = list(new_names(draft, known))
    document = len(names)
    places = {claim["id"]: document + 1 + at for at, claim in enumerate(claims)}
    events: list[EventMaker] = [_event_maker(*event) for event in names]
    events.append(
        _event_maker("document.recorded", document_data(draft, text.page.raw))
    )
    events += [
        _claim(draft, claim, places, document, text, reviewer) for claim in claims
    ]
    return Accepted(events, [claim["id"] for claim in claims])


def in_order(draft: Item) -> list[Item]:
    """Give the accepted claims, denials behind what they may deny."""
    found = [x for x in draft["claims"] if x.get("decision") == "accept"]
    return sorted(found, key=lambda claim: claim.get("kind") == DENIAL)


def new_names(draft: Item, known: Directory) -> Iterator[EventData]:
    """Give the registrations of companies and sources that accepted claims use."""
    register = draft.get("register") or {}
    sources = {one["slug"]: one for one in register.get("sources") or ()}
    used = set(used_sources(draft))
    speaks = {
        slug
        for one in used & sources.keys()
        for slug in sources[one].get("speaks_for") or ()
    }
    companies = speaks | {claim["company"]["id"] for claim in in_order(draft)}
    for one in register.get("companies") or ():
        if one["slug"] in companies and one["slug"] not in known.companies:
            yield "company.registered", _without_empty(one)
    for slug, one in sources.items():
        if slug in used and slug not in known.sources:
            yield "source.registered", _without_empty(one)


def used_sources(draft: Item) -> Iterator[str]:
    """Give the sources that accepted claims, and the document, name."""
    named = [draft["document"].get("publisher")]
    for claim in in_order(draft):
        named += [claim.get("source"), *(claim.get("via") or ())]
    for one in named:
        if one and one.get("id"):
            yield one["id"]


def registered(draft: Item, noun: str, text: str) -> str | None:
    """Give the slug under which a draft registers a name, if it does.

    `noun` is companies or sources.
    """
    for one in (draft.get("register") or {}).get(noun) or ():
        names = (one["slug"], one["name"], *(one.get("aliases") or ()))
        if fold(text) in map(fold, names):
            return str(one["slug"])
    return None


def document_data(draft: Item, raw: str) -> dict[str, Any]:
    """Give the document of a draft as it is recorded, with its text."""
    document = draft["document"]
    publisher = document.get("publisher") or {}
    said = {
        key: document.get(key)
        for key in ("sha256", "text_sha256", "media_type", "encoding", "language")
    }
    said |= {key: document.get(key) for key in ("title", "url")}
    said |= {"publisher": publisher.get("id"), "published": day_of(draft)}
    return {**_without_empty(said), "payloads": [{"what": "article", "text": raw}]}


def day_of(draft: Item) -> str | None:
    """Give the day on which the article was published, as text."""
    day = draft["document"].get("published")
    return None if day is None else str(day)


def claim_event(draft: Item, claim: Item, ids: Callable[[str], str]) -> EventData:
    """Give what a claim says as an event, without evidence.

    `ids` gives the event of another claim of the draft.
    """
    said = _without_empty(
        {
            "company": (claim.get("company") or {}).get("id"),
            "source": (claim.get("source") or {}).get("id"),
            "published": day_of(draft),
            "via": [one.get("id") for one in claim.get("via") or ()],
        }
    )
    kind = claim.get("kind")
    offer = next(taken(claim), None)
    if kind == DENIAL:
        named = [ids(one) for one in claim.get("denies") or ()]
        named += [str(one["event"]) for one in taken(claim)]
        scope, form = list(claim.get("scope") or ()), claim.get("form")
        return DENIAL, said | _without_empty(
            {"claims": named, "scope": scope, "form": form}
        )
    if offer is not None:
        return _offered(said, claim, offer)
    if kind == REPORT:
        said |= _without_empty({"round": claim.get("round")})
    return str(kind), said | facts(claim)


def taken(claim: Item) -> Iterator[Item]:
    """Give the offers that a person took."""
    return (one for one in claim.get("ledger") or () if one.get("take") is True)


def facts(claim: Item) -> dict[str, Any]:
    """Give what a report says of a round, as it stands in an event."""
    effective = claim.get("effective")
    return _without_empty(
        {
            **{key: claim.get(key) for key in _FACTS},
            "raised": [_amount_fields(x, "basis") for x in claim.get("raised") or ()],
            "valuation": [
                _amount_fields(x, "kind") for x in claim.get("valuation") or ()
            ],
            "investors": [_investor(x) for x in claim.get("investors") or ()],
            "effective": None if effective is None else str(effective),
        }
    )


def _offered(said: dict[str, Any], claim: Item, offer: Item) -> EventData:
    """Give what a claim on record gets in place of a new claim."""
    target = {"claim": str(offer["event"])}
    if offer["may"] == "repeat":
        carrier = said.pop("source", None)
        return "claim.relayed", said | target | {"carrier": carrier, "form": "cited"}
    if offer["may"] == "revise":
        return "claim.revised", said | target | {"set": facts(claim)}
    return CONFIRMATION, said | target | {
        "scope": list(claim.get("scope") or ["whole"])
    }


def _claim(
    draft: Item,
    claim: Item,
    places: Mapping[str, int],
    document: int,
    text: ReadText,
    reviewer: str,
) -> EventMaker:
    def said(ids: Sequence[str]) -> EventData:
        kind, data = claim_event(draft, claim, lambda one: ids[places[one]])
        shown = _cited(draft, claim, text, reviewer)
        cited = [{"document": ids[document], **one} for one in shown]
        return kind, {**data, "cited": cited}

    return said


def _cited(
    draft: Item, claim: Item, text: ReadText, reviewer: str
) -> Iterator[dict[str, Any]]:
    """Give the citations of a claim: its passage, and what else it needs."""
    extractor = claim.get("extractor") or draft.get("extractor") or {}
    fields = changed_fields(claim)
    found = {
        "extractor": extractor.get("name"),
        "version": extractor.get("version"),
        "tier": claim.get("tier"),
        "reviewer": claim.get("reviewer") or reviewer,
    }
    own = text.passage(claim["evidence"])
    note = f"proposed: {fields_line(claim['proposed'], fields)}" if fields else None
    yield _without_empty({"start": own.start, "end": own.end, **found, "note": note})
    others = {text.passage(item) for _, item in passages_of(claim)}
    for one in sorted(others):
        if not own.start <= one.start <= one.end <= own.end:
            yield _without_empty({"start": one.start, "end": one.end, **found})


def _amount_fields(item: Item, word: str) -> dict[str, Any]:
    figure = item.get("figure")
    return _without_empty(
        {
            word: item.get(word),
            "figure": None if figure is None else str(figure),
            "part": item.get("part"),
            "condition": item.get("condition"),
        }
    )


def _investor(item: Item) -> dict[str, Any]:
    amount = item.get("amount")
    return _without_empty(
        {
            "name": item.get("name"),
            "lead": item.get("lead") or None,
            "amount": None if amount is None else str(amount),
        }
    )


def _event_maker(kind: str, data: Mapping[str, Any]) -> EventMaker:
    return lambda _: (kind, data)


def _without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, [])}
