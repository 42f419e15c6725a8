"""What can be recorded in a browser: a report, an answer to a claim, a correction.

Each makes the event that the command of its name makes, and hands it to the book, which
decides. What was wrong is said above the same form.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ledger.claims.canonical import parse_entry
from ledger.claims.dates import resolve_relative
from ledger.claims.investors import investor_data, parse_investor
from ledger.claims.round_types import round_type_of
from ledger.claims.vocabulary import (
    DENIAL_FORMS,
    NOT_NOW,
    SCOPE_FIELDS,
    SOURCE_KINDS,
    STAGES,
)
from ledger.errors import BadInput, LedgerError, naming_parameter
from ledger.page.markup import Child, Html, tag
from ledger.serving.forms import (
    FormField,
    TypedBefore,
    checks,
    empty,
    form,
    grid,
    problem,
)
from ledger.serving.frame import plain as page
from ledger.serving.posting import Form
from ledger.serving.site import Site

if TYPE_CHECKING:
    from ledger.recording.outcomes import Recorded

Data = dict[str, Any]

SAID: Final = (
    FormField("source", "Source", "who says it", required=True),
    FormField("published", "Published", "2024-01-19, yesterday", required=True),
)
EVIDENCE: Final = (
    FormField("url", "URL"),
    FormField("locator", "Place in it", "a page, a line"),
    FormField("note", "Note", "in your own words"),
    FormField("quote", "Quote", "the exact words"),
)
REPORT: Final = (
    FormField("round", "Round", "xai/series-b", required=True),
    *SAID,
    FormField("stage", "Stage", "how far it is", STAGES, required=True),
    FormField("round_type", "Type of round", "series_b, growth, debt"),
    FormField("raised", "Raised", "500M; committed:1B"),
    FormField("target", "Target", "1B"),
    FormField("post_money", "Post-money", "24B"),
    FormField("pre_money", "Pre-money", "18B"),
    FormField("valuation", "Valuation", "kind not said: 15B..20B"),
    FormField("lead", "Leads", "NVIDIA:2B; Sequoia"),
    FormField("investor", "Other investors", "Apple; SoftBank:30B"),
    FormField("effective", "Effective", "the day of closing"),
    *EVIDENCE,
)
CORRECTION: Final = (
    FormField("field", "FormField", "stage, published, raised", required=True),
    FormField("value", "Should be", "nothing empties it; a; b for several"),
    FormField("reason", "Reason", "what had gone wrong", required=True),
)
VOIDING: Final = (
    FormField(
        "reason", "Reason", "why it should not have been recorded", required=True
    ),
)
SLUG: Final = FormField(
    "slug", "Its name here", "small letters, hyphens", required=True
)
NAME: Final = FormField("name", "Its name in full", required=True)
ALIASES: Final = FormField("aliases", "Other names", "a; b")
COMPANY: Final = (SLUG, NAME, ALIASES)
SOURCE: Final = (
    SLUG,
    NAME,
    FormField("kind", "Kind", "", SOURCE_KINDS, required=True),
    FormField("speaks_for", "Speaks for", "a company, if any"),
    ALIASES,
)
PRICES: Final = ("post_money", "pre_money", "valuation")
LISTS: Final = frozenset(
    {"aliases", "arrangers", "raised", "scope", "speaks_for", "supersedes"}
    | {"valuation", "via", "investors"}
)
"""Fields of an event that hold several values."""


def report_form(site: Site, before: TypedBefore = empty) -> Html:
    """Draw the form of a report."""
    return form(site, "/record/report", grid(REPORT, before), button="Record it")


def name_forms(site: Site, before: TypedBefore = empty) -> list[Html]:
    """Draw how a company or a source comes to be on record."""
    return [
        tag(
            "details",
            tag("summary", f"Register a {noun}"),
            form(site, f"/record/{noun}", grid(fields, before), button="Register it"),
        )
        for noun, fields in (("company", COMPANY), ("source", SOURCE))
    ]


def answer_forms(
    site: Site, event: int | str, before: TypedBefore = empty
) -> list[Html]:
    """Draw what can be answered to a claim, and how it is corrected."""
    scope = checks("scope", "What of it", SCOPE_FIELDS, before("scope").split())
    how = FormField("form", "How it is denied", "", DENIAL_FORMS, required=True)

    def one(kind: str, title: str, *content: Child, button: str) -> Html:
        action = f"/record/{kind}/{event}"
        made = form(site, action, *content, button=button)
        return tag("details", tag("summary", title), made)

    return [
        one(
            "deny",
            "Deny it",
            grid((*SAID, how), before),
            scope,
            grid(EVIDENCE, before),
            button="Record the denial",
        ),
        one(
            "confirm",
            "Confirm it",
            grid(SAID, before),
            scope,
            grid(EVIDENCE, before),
            button="Record the confirmation",
        ),
        *mistake_forms(site, event, before),
    ]


def mistake_forms(
    site: Site, event: int | str, before: TypedBefore = empty
) -> list[Html]:
    """Draw how what we recorded wrongly is corrected or voided."""
    corrected = form(
        site, f"/record/correct/{event}", grid(CORRECTION, before), button="Correct it"
    )
    voided = form(
        site, f"/record/void/{event}", grid(VOIDING, before), button="Void it"
    )
    return [
        tag("details", tag("summary", "Correct what we mistyped"), corrected),
        tag("details", tag("summary", "Void it: it should not be on record"), voided),
    ]


def report(site: Site, given: Form) -> str:
    """Record a report."""
    with naming_parameter("type of round"):
        kind = round_type(given.one("round_type"))
    data = {
        "round": given.one("round"),
        **publication(site, given),
        "stage": given.one("stage"),
        "round_type": kind,
        "raised": [
            *map(basis_first, given.several("raised")),
            *(f"target:{x}" for x in given.several("target")),
        ],
        "valuation": [
            f"{'unspecified' if name == 'valuation' else name}:{x}"
            for name in PRICES
            for x in given.several(name)
        ],
        "investors": [
            *({**investor(x), "lead": True} for x in given.several("lead")),
            *map(investor, given.several("investor")),
        ],
        "effective": day(site, given.one("effective")),
    }
    return recorded(site, "round.reported", data)


def company(site: Site, given: Form) -> str:
    """Register a company."""
    data = {name: given.one(name) for name in ("slug", "name")}
    return recorded(
        site, "company.registered", {**data, "aliases": given.several("aliases")}
    )


def source(site: Site, given: Form) -> str:
    """Register a source."""
    data: Data = {name: given.one(name) for name in ("slug", "name", "kind")}
    data |= {name: given.several(name) for name in ("speaks_for", "aliases")}
    return recorded(site, "source.registered", data)


def deny(site: Site, given: Form) -> str:
    """Record a denial of a claim."""
    how = given.one("form")
    scope = given.every("scope") or ([*NOT_NOW] if how == "not_raising_now" else [])
    claim = target(site)
    data = {
        "company": claim["data"].get("company"),
        "claims": [claim["id"]],
        **publication(site, given),
        "scope": scope,
        "form": how,
    }
    return recorded(site, "claim.denied", data)


def confirm(site: Site, given: Form) -> str:
    """Record that somebody stands by a claim."""
    claim = target(site)
    data = {
        "company": claim["data"].get("company"),
        "claim": claim["id"],
        **publication(site, given),
        "scope": given.every("scope"),
    }
    return recorded(site, "claim.confirmed", data)


def correct(site: Site, given: Form) -> str:
    """Record what an event should say."""
    name = given.one("field")
    values: list[Any] = (
        given.several("value") if name in LISTS else [given.one("value")]
    )
    values = [read_as(site, name, x) for x in values if x]
    value = (values or None) if name in LISTS else (values[0] if values else None)
    data = {"target": target(site)["id"], "set": {name: value}}
    return recorded(site, "entry.corrected", {**data, "reason": given.one("reason")})


def void(site: Site, given: Form) -> str:
    """Record that an event should not be on record."""
    data = {"target": target(site)["id"], "reason": given.one("reason")}
    return recorded(site, "entry.voided", data)


def read_as(site: Site, name: str, text: str) -> Any:
    """Read what a field of an event should be, as `--set` does."""
    readers: Mapping[str, Callable[[str], Any]] = {
        "raised": basis_first,
        "investors": investor,
        "published": lambda x: day(site, x),
        "effective": lambda x: day(site, x),
    }
    return readers.get(name, str)(text)


def target(site: Site) -> Mapping[str, Any]:
    """Give the entry that the address names; UnknownName if there is none."""
    return parse_entry(site.book.event(site.path.rpartition("/")[2]).body)


def publication(site: Site, given: Form) -> Data:
    """Give the fields that say who said it, when and where."""
    quote = given.one("quote")
    return {
        "source": given.one("source"),
        "published": day(site, given.one("published")),
        **{name: given.one(name) for name in ("url", "locator", "note")},
        "payloads": [{"what": "quote", "text": quote}] if quote else [],
    }


def day(site: Site, text: str) -> str:
    """Give a date as it stands in an event: `yesterday` becomes a day."""
    return resolve_relative(text, site.book.clock(), site.book.zone) if text else ""


def basis_first(text: str) -> str:
    """Give money raised with its basis."""
    return text if ":" in text else f"round_total:{text}"


def round_type(text: str) -> str:
    """Give a type of round as it stands in an event."""
    found = round_type_of(text) if text else ""
    if found is None:
        raise BadInput(f"'{text}' is no type of round", "such as seed, series_b, debt")
    return found


def investor(text: str) -> Data:
    """Give an investor as it stands in an event: `SoftBank:lead:30B:10%`."""
    with naming_parameter("investor"):
        return investor_data(parse_investor(text))


def kept(data: Mapping[str, Any]) -> Data:
    """Leave out what was not typed."""
    return {key: x for key, x in data.items() if x not in (None, [], "")}


def recorded(site: Site, kind: str, data: Mapping[str, Any]) -> str:
    """Put one event on record, and tell what became of it."""
    return recorded_view(site, site.book.record([(kind, kept(data))]))


def recorded_view(site: Site, done: "Sequence[Recorded]") -> str:
    """Draw what was recorded, and what is to be known of it."""
    every = [one for each in done for one in (each, *each.evidence)]
    lines = [_recorded_item(site, one) for one in every]
    title = "Recorded" if any(one.new for one in every) else "Already on record"
    warnings = [tag("p", x, class_="note") for one in done for x in one.notices]
    if (trouble := site.book.trouble) is not None:
        words = f"recorded, but not signed: {trouble.message}"
        warnings.append(tag("p", words, class_="problem"))
    companies = dict.fromkeys(_company(one.data) for one in done)
    links = [
        tag("p", tag("a", f"The page of {slug} now", href=f"/company/{slug}"))
        for slug in companies
        if slug
    ]
    return page(site, title, tag("ul", *lines, class_="hits done"), *warnings, *links)


def _recorded_item(site: Site, one: "Recorded") -> Html:
    words = one.sentence if one.new else f"{one.sentence} (was on record)"
    # It is later than the basis of this page.
    number = tag("a", str(one.seq), href=f"/event/{one.seq}")
    del site
    return tag("li", number, " ", words)


def _company(data: Mapping[str, Any]) -> str:
    named = data.get("company") or str(data.get("round") or "").partition("/")[0]
    return str(named or "")


def again(
    draw: Callable[[Site, TypedBefore], Iterable[Child]], title: str
) -> Callable[[Site, Form, LedgerError], str]:
    """Make the page with the same form, and what was wrong with it above."""

    def drawn(site: Site, given: Form, error: LedgerError) -> str:
        def before(name: str) -> str:
            return " ".join(given.every(name)) if name == "scope" else given.one(name)

        return page(site, title, problem(error), *draw(site, before))

    return drawn
