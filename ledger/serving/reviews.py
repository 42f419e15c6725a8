"""The pages of a draft: where an article is pasted, and where claims are decided."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import orjson

from ledger.claims.names import proposed_slug
from ledger.claims.vocabulary import DENIAL_FORMS, SOURCE_KINDS, STAGES
from ledger.drafting.editing import fields_of
from ledger.drafting.gist import investor_text, price_text, raised_text
from ledger.errors import LedgerError
from ledger.page.markup import Child, Html, tag
from ledger.serving import forms
from ledger.serving.forms import (
    FormField,
    TypedBefore,
    area,
    check,
    empty,
    form,
    grid,
    problem,
)
from ledger.serving.frame import plain
from ledger.serving.marking import MarkedSpan, with_marks
from ledger.serving.posting import CSRF
from ledger.serving.site import Site

if TYPE_CHECKING:
    from ledger.drafting.checking import Fault

ARTICLE: Final = (
    FormField("source", "Published by", "bloomberg"),
    FormField("published", "Published", "2024-01-19, yesterday"),
    FormField("url", "URL"),
    FormField("title", "Title"),
)
TEXT: Final = FormField("text", "The text of the article", required=True, long=True)

HINTS: Final = {
    "round": "xai/series-b",
    "raised": "committed:500M; target:1B",
    "valuation": "post_money:24B",
    "investors": "NVIDIA:2B; Sequoia:lead",
    "scope": "whole; raised",
    "denies": "c1; c2",
}
OPTIONS: Final = {"stage": STAGES, "form": DENIAL_FORMS}
TEXTS: Final = {
    "raised": raised_text,
    "valuation": price_text,
    "investors": investor_text,
}
"""Lists of a claim, and how an item of each is typed."""

BLANKS: Final = str.maketrans("\t\n\r", "   ")
"""A passage is shown on one line."""

DECISIONS: Final = ("accept", "reject", "undecided")


@dataclass(slots=True)
class Faults:
    """What keeps a draft from being recorded: in general, and claim by claim."""

    general: list[str] = field(default_factory=list)
    by_claim: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: "Iterable[Fault]") -> "Faults":
        """Sort what a check found."""
        faults = cls()
        for one in found:
            if one.claim is None:
                faults.general.append(one.what)
            else:
                faults.add(one.claim, one.what)
        return faults

    def add(self, claim: str, what: str) -> None:
        """Note what is wrong with a claim."""
        self.by_claim.setdefault(claim, []).append(what)

    def __bool__(self) -> bool:
        return bool(self.general or self.by_claim)


def article_page(
    site: Site, before: TypedBefore = empty, error: LedgerError | None = None
) -> str:
    """Draw where an article is pasted."""
    return plain(
        site,
        "Draft what an article claims",
        None if error is None else problem(error),
        article_form(site, before),
    )


def article_form(site: Site, before: TypedBefore = empty) -> Html:
    """Draw the form of an article."""
    fields = (grid(ARTICLE, before), forms.field(TEXT, before("text")))
    return form(site, "/record/draft", *fields, button="Draft it")


def review_page(site: Site, draft: Mapping[str, Any], text: str, faults: Faults) -> str:
    """Draw a draft: its article with marked passages, and each claim to decide."""
    claims = draft["claims"]
    count = "1 claim" if len(claims) == 1 else f"{len(claims)} claims"
    said = f"{count} proposed. Nothing is recorded until you press Record."
    state = area("draft", orjson.dumps(draft).decode(), hidden=True)
    kept = area("text", text, hidden=True)
    buttons = [
        tag("button", "Check", name="do", value="check"),
        " ",
        tag(
            "button",
            "Record what is accepted",
            name="do",
            value="record",
            class_="first",
        ),
    ]
    return plain(
        site,
        "Review the draft",
        tag("p", said),
        tag("h3", "The article"),
        _marked_text(text, claims),
        tag(
            "form",
            tag("input", type="hidden", name=CSRF, value=site.csrf),
            state,
            kept,
            _problems(faults.general),
            *_document(draft["document"]),
            *_new_names(draft),
            *(_claim(one, faults.by_claim.get(one["id"], ())) for one in claims),
            tag("p", *buttons, class_="buttons"),
            action="/record/review",
            method="post",
        ),
    )


def _marked_text(text: str, claims: Sequence[Mapping[str, Any]]) -> Html:
    spans = [
        MarkedSpan(one["evidence"]["start"], one["evidence"]["end"], one["id"])
        for one in claims
        if isinstance((one.get("evidence") or {}).get("start"), int)
    ]
    return with_marks(text, spans, lambda claim: f"#{claim}")


def _problems(lines: Sequence[str]) -> Html | None:
    if not lines:
        return None
    return tag("div", *(tag("p", x) for x in lines), class_="problem", role="alert")


def _document(document: Mapping[str, Any]) -> Iterator[Html]:
    publisher = document.get("publisher") or {}
    values = {
        "published": str(document.get("published") or ""),
        "publisher": str(publisher.get("id") or publisher.get("text") or ""),
    }
    fields = (
        FormField("publisher", "Published by"),
        FormField("published", "Published"),
    )
    yield grid(fields, values.__getitem__)
    for number, warning in enumerate(document.get("warnings") or ()):
        words = f"seen: {warning['says']}"
        on = warning.get("acknowledged") is True
        yield tag("p", check(f"warning.{number}", "yes", words, on=on))


def _new_names(draft: Mapping[str, Any]) -> Iterator[Html]:
    """Ask for those who are not on record: a slug, and what a source is."""
    for noun, texts in unknown(draft).items():
        one = "company" if noun == "companies" else "source"
        for number, text in enumerate(texts):
            yield _new_name(draft, noun, one, str(number), text)


def _new_name(
    draft: Mapping[str, Any], noun: str, one: str, number: str, text: str
) -> Html:
    before: Mapping[str, Any] = next(
        (x for x in (draft.get("register") or {}).get(noun) or () if x["name"] == text),
        {},
    )
    name = f"new.{noun}.{number}"
    fields = [
        FormField(f"{name}.slug", "Its name in this ledger", "small letters, hyphens")
    ]
    values = {f"{name}.slug": before.get("slug") or proposed_slug(text)}
    if noun == "sources":
        fields.append(
            FormField(f"{name}.kind", "Kind", "", SOURCE_KINDS, required=True)
        )
        fields.append(
            FormField(f"{name}.speaks_for", "Speaks for", "a company, if any")
        )
        speaks = before.get("speaks_for") or [""]
        values |= {f"{name}.kind": before.get("kind") or "press"}
        values |= {f"{name}.speaks_for": speaks[0]}
    return tag(
        "fieldset",
        tag("legend", f"{text}: a {one} that is not on record"),
        tag("input", type="hidden", name=f"{name}.name", value=text),
        check(f"new.{noun}", number, f"Register this {one}", on=bool(before)),
        grid(fields, values.__getitem__),
    )


def unknown(draft: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give the names of a draft that are not on record, each once."""
    register = draft.get("register") or {}
    found: dict[str, dict[str, None]] = {
        noun: dict.fromkeys(x["name"] for x in register.get(noun) or ())
        for noun in ("companies", "sources")
    }
    for noun, one in _names_in(draft):
        if one and one.get("id") is None:
            found[noun].setdefault(str(one.get("text")))
    return {noun: list(texts) for noun, texts in found.items()}


def _names_in(draft: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "sources", draft["document"].get("publisher")
    for claim in draft["claims"]:
        yield "companies", claim.get("company")
        for source in (claim.get("source"), *(claim.get("via") or ())):
            yield "sources", source


def _claim(claim: Mapping[str, Any], faults: Sequence[str]) -> Html:
    """Draw one claim: its words, its fields, what it may do, and the decision."""
    id_ = str(claim["id"])
    made = dict(claim)
    fields = [
        FormField(
            f"{id_}.{x}", x.replace("_", " "), HINTS.get(x, ""), OPTIONS.get(x, ())
        )
        for x in fields_of(made)
        if x != "kind"
    ]
    kind = "A denial" if claim["kind"] == "claim.denied" else "A report"
    reasons = "; ".join(map(str, claim.get("reasons") or ()))
    return tag(
        "fieldset",
        tag("legend", f"{id_}: {kind.lower()}, {claim.get('tier')}"),
        _problems(faults),
        tag("blockquote", _quote(claim)),
        tag("p", f"because: {reasons}", class_="note") if reasons else None,
        grid(fields, lambda name: text_of(made, name.partition(".")[2])),
        *_offers(claim),
        _low(claim),
        _decision(id_, str(claim.get("decision"))),
        id=id_,
        class_="claim",
    )


def _quote(claim: Mapping[str, Any]) -> Html:
    passage = claim.get("evidence") or {}
    before, quote, behind = (
        str(passage.get(key) or "").translate(BLANKS)
        for key in ("before", "quote", "behind")
    )
    return tag("p", before, tag("mark", quote), behind)


def _offers(claim: Mapping[str, Any]) -> Iterator[Html]:
    for number, offer in enumerate(claim.get("ledger") or ()):
        words = f"{offer['may']} event {str(offer['event'])[:12]}: {offer['because']}"
        on = offer.get("take") is True
        yield tag("p", check(f"{claim['id']}.take", str(number), words, on=on))


def _low(claim: Mapping[str, Any]) -> Html | None:
    if claim.get("tier") != "low":
        return None
    words = "The rules are unsure of it; I have read the passage."
    on = claim.get("acknowledged") is True
    return tag("p", check(f"{claim['id']}.acknowledged", "yes", words, on=on))


def _decision(claim: str, decided: str) -> Html:
    choices: list[Child] = []
    for one in DECISIONS:
        box = tag(
            "input",
            type="radio",
            name=f"{claim}.decision",
            value=one,
            checked=one == decided,
        )
        choices.append(tag("label", box, f" {one}"))
    return tag("p", *choices, class_="dates decision")


def text_of(claim: Mapping[str, Any], name: str) -> str:
    """Give a field of a claim as it is typed."""
    value = claim.get(name)
    if not value:
        return ""
    if name in TEXTS:
        return "; ".join(TEXTS[name](item) for item in value)
    several = value if isinstance(value, list) else [value]
    words = (
        (x.get("id") or x.get("text")) if isinstance(x, Mapping) else x for x in several
    )
    return "; ".join(str(word) for word in words)
