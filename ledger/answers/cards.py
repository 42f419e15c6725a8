"""`show`: one thing, whole; and the lists of companies, sources and events."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar, Unpack

from ledger.answers.asking import NOWHEN, AskedLedger, Shape, nothing, with_telling
from ledger.answers.funding import investors
from ledger.claims.evidence import DOCUMENT
from ledger.claims.kinds import targets_in
from ledger.claims.names import Company, Directory, Source, fold, near, quoted, shown
from ledger.credibility.settings import AT_ONCE
from ledger.errors import UnknownName
from ledger.projections.basis import Answer, Basis
from ledger.reading import citations, entries, funding, questions
from ledger.reading.cuts import Cuts, resolved
from ledger.reading.parameters import EventName, question
from ledger.reading.questions import listed

if TYPE_CHECKING:
    from ledger.claims.entry import Entry, Stored
    from ledger.projections.evidence import Documented
    from ledger.projections.investors import Investment
    from ledger.projections.rows import Row
    from ledger.projections.standing import CompanyAt
    from ledger.projections.tellings import SourceEvent
    from ledger.reading.entries import EntryDetails
    from ledger.rendering.tables import Table

COMPANY: Final = "company:"
SOURCE: Final = "source:"
K = TypeVar("K", Company, Source)
EVENT: Final = re.compile(r"\d{1,18}|[0-9a-f]{8,64}")


@question
def show(
    ledger: AskedLedger,
    thing: EventName,
    basis: Basis | None = None,
    **cuts: Unpack[Cuts],
) -> Answer[Any]:
    """Give all of one thing, by its name; UnknownName with near misses.

    `xai/series-b` is a round, `73` or the beginning of an id an event, any other name
    a company, a source or an investor: `xai`, `马斯克`, or, where a name could be
    several, `company:xai`, `source:bloomberg`. A company goes before ids of events.
    """
    basis, thing = resolved(ledger, basis, cuts), str(thing)
    names = questions.names(ledger, basis)
    if thing.startswith(SOURCE):
        return _source(ledger, names.source(thing), basis, names)
    if thing.startswith(COMPANY):
        return _company(ledger, thing.removeprefix(COMPANY), basis, names)
    if "/" in thing:
        return _round(ledger, thing, basis, names)
    if EVENT.fullmatch(thing) and names.find_company(thing) is None:
        return _event(ledger, thing, basis, names)
    return _card_of_name(ledger, thing, basis, names)


def _card_of_name(
    ledger: AskedLedger, text: str, basis: Basis, names: Directory
) -> Answer[Any]:
    """Give the company, the source or the investor of a name.

    A source that speaks for a company of the name is shown with that company.
    """
    companies = names.companies_meant(text)
    sources = [
        slug
        for slug in names.sources_meant(text)
        if not set(names.sources[slug].speaks_for) & set(companies)
    ]
    if len(companies) == 1 and (not sources or text == companies[0]):
        return _company(ledger, text, basis, names)
    if len(sources) == 1 and not companies:
        return _source(ledger, sources[0], basis, names)
    if companies or sources:
        may_be = [f"{COMPANY}{x}" for x in companies] + [
            f"{SOURCE}{x}" for x in sources
        ]
        raise UnknownName(
            f"'{shown(text)}' may be {' or '.join(may_be)}",
            "say which one you mean",
        )
    return _investor(ledger, text, basis, names)


def _investor(
    ledger: AskedLedger, text: str, basis: Basis, names: Directory
) -> Answer[Any]:
    """Give an investor that is neither company nor source; UnknownName if nobody is."""
    every = [one.who for one in funding.investors(ledger, basis).value]
    if fold(text) in {who.key for who in every}:
        return investors(ledger, basis, text)
    called = [*names.companies, *names.sources, *(who.name for who in every)]
    called += [company.name for company in names.companies.values()]
    called += [source.name for source in names.sources.values()]
    close = near(text, list({fold(name): name for name in reversed(called)}.values()))
    listed = "`sayso company list`, `sayso source list`, `sayso investors` list them"
    raise UnknownName(
        f"no company, source or investor is known by the name '{quoted(text)}'",
        f"perhaps {', '.join(close)}; or register it first" if close else listed,
    )


def _company(
    ledger: AskedLedger, text: str, basis: Basis, names: Directory
) -> "Answer[CompanyAt]":
    from ledger.rendering.cards import company_exact
    from ledger.rendering.parties import company_card

    answer = questions.company(ledger, text, basis)
    at = answer.value
    found = _invested(ledger, basis, at.slug)
    if found and not at.rounds:
        answer = replace(answer, empty=None)
    told_of = citations.evidence_on(ledger, at, [x.id for x in at.prices])
    return with_telling(
        *(ledger, answer, "show-company", {"name": text}),
        exact=lambda: company_exact(answer, names, found),
        drawn=lambda _: [company_card(answer, names, told_of, found)],
        parallel=None,
    )


def _invested(ledger: AskedLedger, basis: Basis, key: str) -> "list[Investment] | None":
    """Give what somebody invested in; None in a large ledger, since it reads all."""
    if basis.known_at >= AT_ONCE:
        return None
    every = funding.investors(ledger, basis).value
    return [one for one in every if one.who.key == key]


def _round(
    ledger: AskedLedger, text: str, basis: Basis, names: Directory
) -> "Answer[CompanyAt]":
    from ledger.rendering.cards import round_exact
    from ledger.rendering.parties import round_card

    answer, found = questions.round_(ledger, text, basis)
    said = [x.id for x in found.claims] + [x.row.id for x in found.denials]
    told_of = citations.evidence_on(ledger, answer.value, said)
    return with_telling(
        *(ledger, answer, "show-round", {"name": text}),
        exact=lambda: round_exact(answer, found),
        drawn=lambda _: [round_card(answer, found, names, told_of)],
        parallel=None,
    )


def _source(
    ledger: AskedLedger, slug: str, basis: Basis, names: Directory
) -> "Answer[list[SourceEvent]]":
    from ledger.rendering.cards import source_exact
    from ledger.rendering.parties import source_card

    answer = questions.spoken(ledger, slug, basis)
    numbers = _numbers_about(ledger, [one.row for one in answer.value])
    found = _invested(ledger, basis, f"{SOURCE}{slug}")
    return with_telling(
        *(ledger, answer, "show-source", {"name": f"{SOURCE}{slug}"}),
        exact=lambda: source_exact(answer, slug, names, numbers, found),
        drawn=lambda _: [source_card(answer, slug, names, numbers, found)],
        parallel=None,
    )


def _event(
    ledger: AskedLedger, text: str, basis: Basis, names: Directory
) -> Answer[Any]:
    from ledger.claims.canonical import parse_entry
    from ledger.rendering.cards import EventCard, event_exact
    from ledger.rendering.documents import with_evidence
    from ledger.rendering.event_card import event_card

    upto = basis.known_at
    story = entries.story(ledger, text, upto)
    if story.today.type == DOCUMENT:
        return _document(ledger, story, basis, names)
    stored, leaf = parse_entry(story.stored.body), story.stored.leaf.hex()
    numbers = _numbers_about(ledger, [story.today])

    def drawn(_: int) -> "Iterable[Table]":
        card = event_card(stored, leaf, story.today, story.answers, names, numbers)
        evidence = citations.evidence(ledger, text, upto)
        return [with_evidence(card, evidence, story.today.seq)]

    several = {x.id: x.seq for x in (story.today, *story.answers)}
    found = EventCard(story.today, stored, leaf, {**numbers, **several})
    return with_telling(
        *(ledger, Answer(basis, story), "show-event", {"name": text}),
        exact=lambda: event_exact(found, story.answers, story.texts),
        drawn=drawn,
        parallel=None,
    )


def _document(
    ledger: AskedLedger, story: "EntryDetails", basis: Basis, names: Directory
) -> "Answer[Documented]":
    """Give a document; a row is what was read in it."""
    from ledger.claims.canonical import parse_entry
    from ledger.rendering.cards import EventCard, event_exact
    from ledger.rendering.documents import document_card

    found = citations.document(ledger, story.today.id, basis.known_at)
    stored, leaf = parse_entry(story.stored.body), story.stored.leaf.hex()
    read = list({about.id: about for _, about, _ in found.cited}.values())
    numbers = _numbers_about(ledger, read) | {x.id: x.seq for x in read}
    carriers = tuple(x.seq for x in found.others)
    event = EventCard(story.today, stored, leaf, numbers, carriers)
    return with_telling(
        *(ledger, Answer(basis, found), "show-event", {"name": story.today.id}),
        exact=lambda: event_exact(event, read, story.texts),
        drawn=lambda _: [document_card(found, names, numbers)],
        parallel=None,
    )


def _numbers_about(
    ledger: AskedLedger, events: "Iterable[Row | Entry]"
) -> dict[str, int]:
    """Give the numbers of the events that some events are about, by their ids."""
    about = {one for event in events for one in targets_in(event.type, event.data)}
    parts = entries.batched(sorted(about))
    return {one.id: one.seq for part in parts for one in ledger.log.several(part)}


@question
def companies_list(
    ledger: AskedLedger, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> Answer[list[Company]]:
    """List the companies that are registered."""
    from ledger.rendering.lists import companies_table

    basis = resolved(ledger, basis, cuts)
    known = questions.names(ledger, basis).companies.values()
    return _registered(ledger, basis, known, "companies", companies_table)


@question
def sources_list(
    ledger: AskedLedger, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> Answer[list[Source]]:
    """List the sources that are registered."""
    from ledger.rendering.lists import sources_table

    basis = resolved(ledger, basis, cuts)
    known = questions.names(ledger, basis).sources.values()
    return _registered(ledger, basis, known, "sources", sources_table)


def _registered(
    ledger: AskedLedger,
    basis: Basis,
    known: Iterable[K],
    kind: str,
    table: "Callable[..., Table]",
) -> Answer[list[K]]:
    answer = Answer(basis, sorted(known, key=attrgetter("slug")))
    return with_telling(
        *(ledger, answer, kind, {}),
        exact=lambda: table(answer, brief=False),
        drawn=lambda _: [table(answer, brief=True)],
    )


@question
def log(
    ledger: AskedLedger,
    after: int | None = None,
    upto: int | None = None,
    types: Sequence[str] = (),
) -> "Answer[Iterator[Stored]]":
    """Give the events in the order in which they were recorded, streamed once."""
    from ledger.rendering.lists import log_table

    types = listed(types, "types")
    events = partial(entries.events, ledger, after, upto, types)
    answer = Answer(NOWHEN, events())
    asked = {"since": after, "until": upto, "types": list(types)}
    return with_telling(
        *(ledger, answer, "log", asked),
        exact=lambda: log_table(events(), ledger.zone, brief=False),
        drawn=lambda _: [log_table(events(), ledger.zone, brief=True)],
        names=Directory(),  # the rows are the events, and name nobody
    )


def _shown_company() -> "Table":
    from ledger.projections.standing import company_at
    from ledger.rendering.cards import company_exact

    names = Directory()
    names.add_company("nobody", "nobody")
    company = company_at("nobody", (), names, NOWHEN.cut)
    return company_exact(nothing(company), names)


def _shown_round() -> "Table":
    from ledger.rendering.cards import round_columns

    return round_columns()


def _shown_source() -> "Table":
    from ledger.rendering.cards import source_exact

    names = Directory()
    names.add_source("nobody", "nobody", "unknown")
    return source_exact(nothing([]), "nobody", names, {})


def _shown_event() -> "Table":
    from ledger.rendering.cards import event_columns

    return event_columns()


def _companies() -> "Table":
    from ledger.rendering.lists import companies_table

    return companies_table(nothing([]), brief=False)


def _sources() -> "Table":
    from ledger.rendering.lists import sources_table

    return sources_table(nothing([]), brief=False)


def _log() -> "Table":
    from ledger.rendering.lists import log_table

    return log_table((), NOWHEN.zone, brief=False)


NAMED: Final = {"name": "text"}
SHAPES: Final = {
    "show-company": Shape(
        "everything about a company; a row is a round", _shown_company, NAMED
    ),
    "show-round": Shape(
        "everything about a round; a row is a claim", _shown_round, NAMED
    ),
    "show-source": Shape(
        "everything about a source; a row is what it published", _shown_source, NAMED
    ),
    "show-event": Shape(
        "everything about an event; a row is an event that refers to it",
        _shown_event,
        NAMED,
        based=False,
    ),
    "companies": Shape("the companies that are registered", _companies),
    "sources": Shape("the sources that are registered", _sources),
    "log": Shape(
        "events in the order in which they were recorded",
        _log,
        {"since": "whole", "until": "whole", "types": "texts"},
        based=False,
    ),
}
