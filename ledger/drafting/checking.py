"""Whether a draft can be recorded as it stands: everything that is wrong, at once.

The article must be the one that was drafted. Each warning of the document, and each
claim of the low tier that is accepted, must be acknowledged. Every quote must stand
where it is said to, and every figure must be what is read there again.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ledger.claims.checking import NotAnEvent, event_from
from ledger.claims.names import Directory
from ledger.drafting.accepting import (
    CONFIRMATION,
    DENIAL,
    KINDS,
    REPORT,
    claim_event,
    day_of,
    in_order,
    new_names,
    registered,
    taken,
)
from ledger.drafting.gist import Item
from ledger.drafting.passages import FIGURES, ReadText, figure_trouble, passages_of
from ledger.errors import BadInput

DECISIONS: Final = ("undecided", "accept", "reject")
OFFERS: Final = ("repeat", "revise", "confirm", "deny")
_SOME: Final = "0" * 64
"""In place of the id of an event that is not recorded yet."""


def wrong_article(draft: Item, sha256: str, text_sha256: str) -> list[str]:
    """Say if a file is not the article that was drafted."""
    document, name = draft["document"], draft["document"]["file"]
    if document["sha256"] != sha256:
        return [f"{name} was changed since the draft was made, or is another file"]
    if document["text_sha256"] != text_sha256:
        return [f"the text of {name} is read differently than when the draft was made"]
    return []


class Fault(NamedTuple):
    """Something that keeps a draft from being recorded."""

    what: str
    claim: str | None = None
    """The claim that it is about; None for the document, and for new names."""

    def __str__(self) -> str:
        return self.what if self.claim is None else f"{self.claim}: {self.what}"


def problems(draft: Item, text: ReadText, known: Directory, zone: str) -> list[Fault]:
    """Name all that keeps the accepted claims of a draft from being recorded."""
    claims = in_order(draft)
    found = [Fault(what) for what in _document(draft, known)] if claims else []
    for claim in draft["claims"]:
        if claim.get("decision") not in DECISIONS:
            options = ", ".join(DECISIONS)
            found.append(Fault(f"decision: write one of {options}", claim["id"]))
    accepted = {claim["id"] for claim in claims}
    for claim in claims:
        told = [
            *claim_problems(claim, draft, text, known, zone),
            *_not_accepted(claim, accepted),
        ]
        found += [Fault(what, claim["id"]) for what in dict.fromkeys(told)]
    return found or [Fault(what) for what in _registrations(draft, known)]


def claim_problems(
    claim: Item, draft: Item, text: ReadText, known: Directory, zone: str
) -> list[str]:
    """Name what is wrong with one claim, whatever becomes of the others."""
    return [
        *_open(claim, draft, known),
        *_wrong_quotes(claim, text),
        *_as_event(claim, draft, zone),
    ]


def _document(draft: Item, known: Directory) -> Iterator[str]:
    document = draft["document"]
    if day_of(draft) is None:
        guess = document.get("published_guess")
        perhaps = f"; perhaps {guess['value']}" if guess else ""
        yield f"document: published: when was it published{perhaps}?"
    publisher = document.get("publisher")
    if publisher:
        yield from _name("document: publisher", publisher, draft, "sources", known)
    for warning in document.get("warnings") or ():
        if warning.get("acknowledged") is not True:
            yield f"document: {warning['code']}: not acknowledged: {warning['says']}"


def _open(claim: Item, draft: Item, known: Directory) -> Iterator[str]:
    """Name what a person still has to say of a claim."""
    if claim.get("kind") not in KINDS:
        yield f"kind: write one of {', '.join(KINDS)}"
    yield from _name("company", claim.get("company"), draft, "companies", known)
    yield from _name("source", claim.get("source"), draft, "sources", known)
    for one in claim.get("via") or ():
        yield from _name("via", one, draft, "sources", known)
    if claim.get("tier") == "low" and claim.get("acknowledged") is not True:
        reasons = ", ".join(claim.get("reasons") or ())
        yield f"it is low ({reasons}); write acknowledged: true, or reject it"
    yield from _aimed(claim)


def _aimed(claim: Item) -> Iterator[str]:
    """Say what is open of the round, or of the claims that an answer is about."""
    offers = list(taken(claim))
    kind = claim.get("kind")
    if kind == REPORT and not offers and claim.get("round") is None:
        yield "round: write COMPANY/LABEL, such as xai/series-b"
    if kind == DENIAL and not offers and not claim.get("denies"):
        yield "denies: name a claim, or take an offer under ledger (take: true)"
    if kind == CONFIRMATION and not offers:
        yield "take an offer under ledger (take: true): what does it confirm?"
    if kind != DENIAL and len(offers) > 1:
        yield "ledger: take one offer"
    for offer in offers:
        if offer["may"] not in OFFERS:
            yield f"ledger: may: write one of {', '.join(OFFERS)}"


def _not_accepted(claim: Item, accepted: set[str]) -> Iterator[str]:
    for one in claim.get("denies") or ():
        if one not in accepted:
            yield f"denies: {one} is not accepted"


def _name(
    field: str, named: Item | None, draft: Item, noun: str, known: Directory
) -> Iterator[str]:
    """Say if a name means nobody on record, and nobody that the draft registers."""
    if not named:
        yield f"{field}: no name is given"
        return
    slug = named.get("id")
    if slug is None:
        near = ", ".join(named.get("near") or ())
        perhaps = f"; perhaps {near}" if near else ""
        yield f"{field}: {named.get('text')!r} is not on record{perhaps}"
        return
    there = known.companies if noun == "companies" else known.sources
    if slug not in there and registered(draft, noun, str(slug)) != slug:
        yield f"{field}: {slug} is not on record, and not under register"


def _wrong_quotes(claim: Item, text: ReadText) -> Iterator[str]:
    """Say which quotes do not stand in the article, and which numbers differ."""
    if not claim.get("evidence"):
        yield "evidence: the quote is missing"
    for field, item in passages_of(claim):
        try:
            text.passage(item)
        except BadInput as error:
            yield f"{field}: {error.message}"
    for field, name in FIGURES:
        for item in claim.get(field) or ():
            trouble = figure_trouble(text, item, name)
            if trouble is not None:
                yield f"{field}: {trouble}"


def _as_event(claim: Item, draft: Item, zone: str) -> Iterator[str]:
    """Say what keeps a claim from being an event, apart from open fields."""
    kind, data = claim_event(draft, claim, lambda _: _SOME)
    try:
        event_from(kind, data, zone)
    except NotAnEvent as error:
        for one in error.problems:
            if one.message != "is missing":
                yield f"{one.field}: {one.message}" if one.field else one.message
    except BadInput as error:
        yield error.message


def _registrations(draft: Item, known: Directory) -> Iterator[str]:
    for kind, data in new_names(draft, known):
        try:
            event_from(kind, data)
        except NotAnEvent as error:
            for one in error.problems:
                yield f"register: {data.get('slug')}: {one.field}: {one.message}"


def check_form(draft: Item, name: str) -> None:
    """Hold that a draft has the parts that the rest relies on; BadInput names all."""
    found = [*_form(draft)]
    if found:
        raise BadInput(
            f"{name} is incomplete:\n       " + "\n       ".join(found),
            "docs/drafting.md shows the form of a draft",
        )


def _form(draft: Item) -> Iterator[str]:
    document, claims = draft.get("document"), draft.get("claims")
    if not isinstance(document, Mapping):
        yield "document: is missing"
    else:
        for field in ("file", "sha256", "text_sha256", "media_type"):
            if not isinstance(document.get(field), str):
                yield f"document: {field}: is missing"
        yield from _mappings("document", document, ("publisher",), ("warnings",))
        yield from _texts_in("document", document, "warnings", ("code", "says"))
    if not isinstance(claims, list):
        yield "claims: is missing"
        return
    seen = set[object]()
    for at, claim in enumerate(claims, 1):
        if not isinstance(claim, Mapping) or not isinstance(claim.get("id"), str):
            yield f"claims: the id of claim {at} is missing"
            continue
        if claim["id"] in seen:
            yield f"claims: two have the id {claim['id']}"
        seen.add(claim["id"])
        one = ("company", "source", "attribution", "evidence", "proposed")
        yield from _mappings(claim["id"], claim, one, _LISTS)
        yield from _lists_of_text(claim["id"], claim)
        yield from _texts_in(claim["id"], claim, "ledger", ("event", "may", "because"))
    yield from _names_to_register(draft)


def _names_to_register(draft: Item) -> Iterator[str]:
    register = draft.get("register") or {}
    if not isinstance(register, Mapping):
        yield "register: is not a mapping"
        return
    yield from _mappings("register", register, (), ("companies", "sources"))
    for noun, needed in (("companies", ("slug", "name")), ("sources", _SOURCE)):
        for one in register.get(noun) or ():
            if isinstance(one, Mapping):
                for field in needed:
                    if not isinstance(one.get(field), str):
                        yield f"register: {noun}: {field}: is missing"


def _texts_in(
    where: str, part: Item, field: str, needed: tuple[str, ...]
) -> Iterator[str]:
    """Name texts that items of a list have lost; an event may be a number, too."""
    items = part.get(field)
    for item in items if isinstance(items, list) else ():
        for key in needed if isinstance(item, Mapping) else ():
            if not isinstance(item.get(key), str | int):
                yield f"{where}: {field}: {key}: is missing"


def _lists_of_text(where: str, claim: Item) -> Iterator[str]:
    for field in ("denies", "scope", "reasons"):
        items = claim.get(field) or []
        if not isinstance(items, list) or not all(isinstance(x, str) for x in items):
            yield f"{where}: {field}: write a list of words: [a, b]"


def _mappings(
    where: str, part: Item, one: tuple[str, ...], many: tuple[str, ...]
) -> Iterator[str]:
    """Name fields that are neither empty nor what they have to be."""
    for field in one:
        if not isinstance(part.get(field) or {}, Mapping):
            yield f"{where}: {field}: write {{...}} or null"
    for field in many:
        items = part.get(field) or []
        if not isinstance(items, list) or not all(
            isinstance(x, Mapping) for x in items
        ):
            yield f"{where}: {field}: write a list of {{...}}"


_LISTS: Final = ("raised", "valuation", "investors", "via", "ledger")
_SOURCE: Final = ("slug", "name", "kind")
