"""`cite`: an event, or the claims behind a figure, as works for a bibliography."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Unpack

from ledger.answers.asking import AskedLedger, Shape, nothing, with_telling
from ledger.answers.events import NamedEvent, events_of
from ledger.claims.dates import day_of, parse_when, show_day
from ledger.claims.evidence import DOCUMENT
from ledger.claims.names import Directory
from ledger.errors import Refused, one_of
from ledger.projections.basis import Answer, Basis
from ledger.projections.valued import FIGURES
from ledger.reading import questions
from ledger.reading.citations import named_in
from ledger.reading.cuts import Cuts, resolved
from ledger.reading.entries import on_record
from ledger.reading.parameters import EventName, question
from ledger.reading.replies import Replies
from ledger.rendering.basis import cuts
from ledger.rendering.sentences import said, spaced

if TYPE_CHECKING:
    from ledger.projections.claims import Claim
    from ledger.projections.denials import Denial
    from ledger.projections.evidence import ShownEvidence
    from ledger.projections.rows import Row
    from ledger.projections.valued import Valued
    from ledger.rendering.tables import Table
    from ledger.rendering.works import CitedWorks, Work

EVENT: Final = re.compile(r"\d{1,18}|[0-9a-f]{8,64}")
NAMED: Final = ("headline", *FIGURES)
DOLLARS: Final = " (in USD)"
"""What goes without saying in our tables, and not in a text of somebody else's."""


@question
def cite(
    ledger: AskedLedger,
    thing: EventName,
    basis: Basis | None = None,
    *,
    figure: str = "headline",
    **cuts: Unpack[Cuts],
) -> "Answer[CitedWorks]":
    """Give an event as works to cite, or what stands behind a figure of a company.

    `thing` is an event (its number or the beginning of its id), a round, or a company,
    of which `figure` says which one. Refused if the company has no such figure.
    """
    from ledger.rendering.works import WORKS, CitedWorks

    basis, thing = resolved(ledger, basis, cuts), str(thing)
    one_of("figure", figure, NAMED)
    names = questions.names(ledger, basis)
    notes, numbers = _cited_events(ledger, thing, basis, figure, names)
    works = list(_works(ledger, numbers, basis, names))
    answer = Answer(basis, CitedWorks(tuple(notes), works))

    def table(*, brief: bool) -> "Table":
        from ledger.rendering.basis import answer_table

        what = f"cited: {thing}"
        return answer_table(answer, WORKS, works, what, notes, names=names, brief=brief)

    return with_telling(
        *(ledger, answer, "cite", {"thing": thing, "figure": figure}),
        exact=lambda: table(brief=False),
        drawn=lambda _: [table(brief=True)],
    )


def _cited_events(
    ledger: AskedLedger, thing: str, basis: Basis, figure: str, names: Directory
) -> tuple[list[str], list[int]]:
    """Find the events that a thing rests on, with what to say of it."""
    if "/" in thing:
        _, found = questions.round_(ledger, thing, basis)
        return [], [claim.seq for claim in found.live or found.claims]
    if EVENT.fullmatch(thing) and names.find_company(thing) is None:
        return [], [_on_record(ledger, thing, basis)]
    slug = names.company(thing)
    every = questions.valuations(ledger, basis, [slug]).value
    rows = [x.headline if figure == "headline" else x.named(figure) for x in every]
    valued = next(iter(rows), None)
    if valued is None:
        raise Refused(
            f"{slug} has no {spaced(figure)} figure as of {cuts(basis)}",
            f"`sayso valuations {slug}` lists its figures; --figure names one",
        )
    return [_cited_figure(slug, valued, names)], list(valued.events)


def _on_record(ledger: AskedLedger, thing: str, basis: Basis) -> int:
    """Give the number of an event; Refused if it says nothing at the basis."""
    entry = on_record(ledger, thing, basis.known_at)
    if entry.seq > basis.known_at:
        raise Refused(
            f"event {entry.seq} came on record after entry {basis.known_at}",
            "ask with a later `known_at`",
            ("known_at",),
        )
    if entry.voided_by is not None:
        raise Refused(f"event {entry.seq} was voided by event {entry.voided_by}")
    published = entry.data.get("published")
    if published is not None:
        when = parse_when(published)
        if basis.cut < when.hi and not (basis.possible and when.lo < basis.cut):
            raise Refused(
                f"event {entry.seq} was not published as of {cuts(basis)}"
                f" (published {published})",
                "ask with a later `as_of`",
                ("as_of",),
            )
    return entry.seq


def _cited_figure(slug: str, valued: "Valued", names: Directory) -> str:
    """Say which figure is cited: xAI, confirmed: 24B post-money."""
    from ledger.rendering.figures import priced, worded

    disputed = ", disputed" if valued.disputed else ""
    which = f"{names.companies[slug].name}, {worded(valued)}{disputed}"
    code = DOLLARS if valued.figure.currency == "USD" else ""
    return f"{which}: {priced(valued)}{code}"


def _works(
    ledger: AskedLedger, numbers: Iterable[int], basis: Basis, names: Directory
) -> "Iterator[Work]":
    """Give the works of some events, in the order in which the events are named."""
    wanted = list(dict.fromkeys(numbers))
    found = {x.entry.seq: x for x in events_of(ledger.log, wanted, basis.known_at)}
    cited = {y.evidence.event for x in found.values() for y in x.evidence}
    replies = Replies(ledger.log, basis.known_at)
    recorded = {x.seq: x.recorded for x in named_in(ledger.log, cited, replies)}
    became = _became(ledger, found.values(), basis, names)
    for number in wanted:
        event = found[number]
        for place, (read, quotes) in enumerate(_reading_places(event.evidence)):
            seq = event.entry.seq if read is None else read.evidence.event
            day = show_day(day_of(recorded.get(seq, event.entry.recorded), ledger.zone))
            work = _work(ledger, basis, names, event, read, quotes, day, place)
            yield work._replace(became=became.get(event.entry.id, ()))


def _became(
    ledger: AskedLedger, events: "Iterable[NamedEvent]", basis: Basis, names: Directory
) -> dict[str, tuple[str, ...]]:
    """Say of each claim among some events, by id, what became of it by the basis."""
    ids = {x.entry.id: x.entry.data.get("company") for x in events}
    slugs = {names.find_company(x) for x in ids.values() if x} - {None}
    if not slugs:
        return {}
    every = questions.companies(ledger, basis, sorted(map(str, slugs))).value
    return {
        claim.id: tuple(_answers_to(claim, at.denials, names))
        for at in every
        for claim in at.claims.values()
        if claim.id in ids
    }


def _answers_to(
    claim: "Claim", denials: "Iterable[Denial]", names: Directory
) -> Iterator[str]:
    """Say that a claim was revised, retracted, or denied, by whom and when."""
    for row in claim.revised:
        yield f"revised {_said_by(row, names)}"
    if claim.retracted is not None:
        yield f"retracted {_said_by(claim.retracted, names)}"
    for denial in denials:
        if claim.id not in denial.ids:
            continue
        if denial.taken_back is not None:
            since = ", who has taken it back"
        else:
            since = "" if denial.open_on(claim) else ", and confirmed since"
        yield f"denied {_said_by(denial.row, names)}{since}"


def _said_by(row: "Row", names: Directory) -> str:
    """Name who said it, when, and the event."""
    from ledger.rendering.cells import short_id
    from ledger.rendering.works import day_words

    source = _name(row.source or "", names)
    return f"by {source}, {day_words(row.when.text)} (event {short_id(row.id)})"


def _reading_places(
    several: "Iterable[ShownEvidence]",
) -> "list[tuple[ShownEvidence | None, tuple[str, ...]]]":
    """Give where an event can be read, with the quotes: a document or an address each.

    There is at least one place, even if nothing is known of it.
    """
    found: dict[object, tuple[ShownEvidence, list[str]]] = {}
    for one in several:
        document = one.evidence.document or one.evidence.url
        _, quotes = found.setdefault(document, (one, []))
        quotes += [x.text for x in one.words if x.what == "quote" and x.text]
    places: list[tuple[ShownEvidence | None, tuple[str, ...]]] = [
        (one, tuple(quotes))
        for one, quotes in found.values()
        if one.document or one.evidence.url or one.evidence.locator or quotes
    ]
    return places or [(None, ())]


def _work(
    ledger: AskedLedger,
    basis: Basis,
    names: Directory,
    event: NamedEvent,
    read: "ShownEvidence | None",
    quotes: tuple[str, ...],
    day: str,
    place: int,
) -> "Work":
    from ledger.rendering.works import Work

    entry = event.entry
    if entry.type == DOCUMENT and "title" in entry.data:
        return _document(ledger, basis, names, event, day)
    document = None if read is None else read.document
    slug = entry.data.get("source") or entry.data.get("carrier")
    source = None if slug is None else names.sources.get(slug)
    via = [_name(x, names) for x in entry.data.get("via", ())]
    name = source.name if source else (slug or str(ledger.opening["origin"]))
    publisher = document.publisher if document else None
    return Work(
        event=entry.seq,
        id=entry.id,
        says=said(entry.type, entry.data)
        + (DOLLARS if _in_dollars(entry.data) else ""),
        source=slug,
        source_name=name,
        source_kind=source.kind if source else "unknown",
        told_by=via[0] if via else None,
        title=document.title if document else None,
        publisher=_name(publisher, names) if publisher else (via or [name])[0],
        url=(document.url if document else None)
        or (read.evidence.url if read else None),
        locator=read.evidence.locator if read else None,
        language=read.evidence.language if read else None,
        published=entry.data.get("published"),
        accessed=day,
        quotes=quotes,
        ledger=str(ledger.opening["origin"]),
        token=basis.token,
        place=place,
    )


def _document(
    ledger: AskedLedger, basis: Basis, names: Directory, event: NamedEvent, day: str
) -> "Work":
    """Give a recorded document that has a title: a work that says what it says."""
    from ledger.rendering.works import Work

    data, origin = event.entry.data, str(ledger.opening["origin"])
    slug = data.get("publisher")
    known = names.sources.get(slug) if slug else None
    return Work(
        event=event.entry.seq,
        id=event.entry.id,
        says="",
        source=slug,
        source_name=_name(slug, names) if slug else origin,
        source_kind=known.kind if known else "unknown",
        told_by=None,
        title=data["title"],
        publisher=_name(slug, names) if slug else None,
        url=data.get("url"),
        locator=None,
        language=data.get("language"),
        published=data.get("published"),
        accessed=day,
        quotes=(),
        ledger=origin,
        token=basis.token,
    )


def _in_dollars(data: object) -> bool:
    """Tell whether any amount in an event is one of US dollars."""
    match data:
        case Mapping():
            return data.get("currency") == "USD" or any(map(_in_dollars, data.values()))
        case list() | tuple():
            return any(map(_in_dollars, data))
    return False


def _name(slug: str, names: Directory) -> str:
    known = names.sources.get(slug)
    return slug if known is None else known.name


def _cited() -> "Table":
    from ledger.rendering.basis import answer_table
    from ledger.rendering.works import WORKS

    return answer_table(nothing([]), WORKS, [], brief=False)


SHAPES: Final = {
    "cite": Shape(
        "what an event or a figure rests on, as works to cite; a row is an event and"
        " where it can be read",
        _cited,
        {"thing": "text", "figure": "text"},
    ),
}
