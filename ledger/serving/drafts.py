"""An article that is pasted: drafted, reviewed claim by claim, and recorded.

The draft is the one of `sayso draft`, and what is accepted is checked and recorded by
the same functions as `sayso record --draft`. Between two steps it travels in the form,
with the article: the server keeps nothing. Whatever comes back is checked as a file
that a person edited is.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import orjson

from ledger.claims.canonical import parse_entry
from ledger.claims.dates import parse_when
from ledger.drafting.accepting import accepted, registered
from ledger.drafting.checking import check_form, problems, wrong_article
from ledger.drafting.editing import DraftDict, EditableClaim, edit, fields_of, round_for
from ledger.drafting.passages import ReadText
from ledger.drafting.text import page_of
from ledger.drafting.writing import ArticleFacts, drafted
from ledger.errors import BadInput, LedgerError
from ledger.importers.articles import article_in
from ledger.serving.posting import Form
from ledger.serving.records import day, recorded_view
from ledger.serving.reviews import Faults, article_page, review_page, text_of
from ledger.serving.site import Site

if TYPE_CHECKING:
    from ledger.projections.rounds import CompanyAt

PASTED: Final = "the pasted article"
FILE: Final = "-"
"""The name of an article that stands in no file."""


def draft(site: Site, given: Form) -> str:
    """Propose what an article claims, and draw it for review."""
    text = pasted(given)
    read = article_in(text.encode(), PASTED)
    published = day(site, given.one("published"))
    about = ArticleFacts(
        file=FILE,
        sha256=read.sha256,
        text_sha256=sha256(read.text.encode()).hexdigest(),
        media_type=read.media_type,
        encoding=read.encoding,
        title=given.one("title") or read.title,
        url=given.one("url") or None,
        source=given.one("source") or None,
        published=str(parse_when(published)) if published else None,
    )

    def folded(slugs: Sequence[str]) -> "Mapping[str, CompanyAt]":
        found = site.book.companies(site.book.basis(), slugs).value
        return {company.slug: company for company in found}

    page = page_of(read.text)
    made: DraftDict = drafted(page, about, site.book.names(), folded)
    document = made["document"]
    guess = document.get("published_guess")
    if document["published"] is None and guess:
        document["published"] = guess["value"]
    for claim in made["claims"]:
        fill(site, made, claim)
    return review_page(site, made, read.text, Faults())


def review(site: Site, given: Form) -> str:
    """Apply what was decided; record it if that is asked for and all of it is right."""
    text, made = pasted(given), sent(given)
    read = article_in(text.encode(), PASTED)
    wrong = wrong_article(made, read.sha256, sha256(read.text.encode()).hexdigest())
    if wrong:
        raise BadInput(wrong[0], "paste the article again")
    faults = applied(site, made, given)
    article, names = ReadText(page_of(read.text)), site.book.names()
    if not faults:
        found = problems(with_ids(site, made), article, names, site.book.zone)
        faults = Faults.of(found)
    if faults or given.one("do") != "record":
        return review_page(site, made, read.text, faults)
    actor = site.book.actor()
    events, claims = accepted(with_ids(site, made), article, names, actor)
    if not claims:
        return review_page(site, made, read.text, Faults(["nothing is accepted yet"]))
    return recorded_view(site, site.book.record(events))


def pasted(given: Form) -> str:
    """Give the article; a browser sends its lines with two signs at the end."""
    return given.raw("text").replace("\r\n", "\n")


def sent(given: Form) -> DraftDict:
    """Give the draft that a form carries; BadInput if it is none."""
    try:
        made = orjson.loads(given.raw("draft"))
    except orjson.JSONDecodeError:
        raise BadInput(
            "the draft was lost on the way", "paste the article again"
        ) from None
    if not isinstance(made, dict):
        raise BadInput("this is no draft", "paste the article again")
    check_form(made, "the draft")
    return made


def with_ids(site: Site, made: DraftDict) -> DraftDict:
    """Give a draft in which offers that were taken name events by their whole ids."""
    claims = [dict(claim) for claim in made["claims"]]
    for claim in claims:
        claim["ledger"] = [
            {**x, "event": parse_entry(site.book.event(str(x["event"])).body)["id"]}
            if x.get("take") is True
            else x
            for x in claim.get("ledger") or ()
        ]
    return {**made, "claims": claims}


def applied(site: Site, made: DraftDict, given: Form) -> Faults:
    """Put into a draft what a form says; give what cannot be read."""
    faults, document = Faults(), made["document"]
    for number, warning in enumerate(document.get("warnings") or ()):
        warning["acknowledged"] = bool(given.one(f"warning.{number}"))
    try:
        published = day(site, given.one("published"))
        document["published"] = str(parse_when(published)) if published else None
    except BadInput as error:
        faults.general.append(f"published: {error.message}")
    publisher = given.one("publisher")
    document["publisher"] = {"id": None, "text": publisher} if publisher else None
    made["register"] = registrations(given)
    named(site, made, document, "publisher", "sources")
    for claim in made["claims"]:
        try:
            _decide_claim(claim, given, site.book.actor())
        except LedgerError as error:
            faults.add(claim["id"], error.message)
        fill(site, made, claim)
    return faults


def _decide_claim(claim: EditableClaim, given: Form, actor: str) -> None:
    id_ = claim["id"]
    claim["decision"] = given.one(f"{id_}.decision") or "undecided"
    claim["acknowledged"] = bool(given.one(f"{id_}.acknowledged"))
    if claim["decision"] != "undecided":
        claim["reviewer"] = actor
    took = set(given.every(f"{id_}.take"))
    for number, offer in enumerate(claim.get("ledger") or ()):
        offer["take"] = str(number) in took
    for name in fields_of(claim):
        typed = given.one(f"{id_}.{name}")
        if name != "kind" and typed != text_of(claim, name):
            edit(claim, name, typed or "none")


def registrations(given: Form) -> dict[str, list[dict[str, Any]]]:
    """Give the names that are to be registered, as a draft has them."""
    found: dict[str, list[dict[str, Any]]] = {"companies": [], "sources": []}
    for noun, several in found.items():
        for number in given.every(f"new.{noun}"):
            slug, name = (
                given.one(f"new.{noun}.{number}.{x}") for x in ("slug", "name")
            )
            one: dict[str, Any] = {"slug": slug, "name": name}
            if noun == "sources":
                one["kind"] = given.one(f"new.sources.{number}.kind") or "press"
                speaks = given.one(f"new.sources.{number}.speaks_for")
                one |= {"speaks_for": [speaks]} if speaks else {}
            several.append(one)
    return found


def fill(site: Site, made: DraftDict, claim: EditableClaim) -> None:
    """Fill in what is known now: names, and a first guess of the round."""
    named(site, made, claim, "company", "companies")
    named(site, made, claim, "source", "sources")
    for number in range(len(claim.get("via") or ())):
        named(site, made, claim["via"], number, "sources")
    company = (claim.get("company") or {}).get("id")
    round_ = str(claim.get("round") or "")
    misplaced = company and not round_.startswith(f"{company}/")
    if claim.get("kind") == "round.reported" and (not round_ or misplaced):
        claim["round"] = round_for(claim, made, _offered(site, claim)) or None


def named(
    site: Site, made: DraftDict, holder: Any, field: str | int, noun: str
) -> None:
    """Find what a name means, on record or among those that the draft registers."""
    one = holder[field] if isinstance(field, int) else holder.get(field)
    if not one or one.get("id") is not None:
        return
    names, text = site.book.names(), str(one.get("text"))
    find = names.find_company if noun == "companies" else names.find_source
    holder[field] = {**one, "id": find(text) or registered(made, noun, text)}


def _offered(site: Site, claim: EditableClaim) -> str:
    """Give the round of the first claim on record that is offered, or nothing."""
    for offer in claim.get("ledger") or ():
        entry = parse_entry(site.book.event(str(offer["event"])).body)
        if entry["data"].get("round"):
            return str(entry["data"]["round"])
    return ""


def again(site: Site, given: Form, error: LedgerError) -> str:
    """Draw the form of an article with what was typed, and what was wrong."""
    return article_page(site, given.one, error)
