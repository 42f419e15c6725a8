"""Tables of single things: a company, a round, a source, an event.

For people they are read downwards, a field a row; programs get what `cards.py` makes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from ledger.claims.dates import parse_when, show_instant
from ledger.claims.entry import Entry
from ledger.claims.evidence import CITED
from ledger.claims.figures import figure_from
from ledger.claims.items import investor_from, price_from, raised_from
from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.claims import Claim
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, Round
from ledger.rendering.basis import facts, footnotes, heading
from ledger.rendering.columns import Cell, Column, Columns
from ledger.rendering.explained import claim_terms
from ledger.rendering.figures import day_part, speakers
from ledger.rendering.rounds import open_fields
from ledger.rendering.sentences import said, sentence, spaced, subject
from ledger.rendering.snapshots import cells_said
from ledger.rendering.tables import Table

Fields = list[tuple[str, Cell]]

_FIELDS: Final[Columns[tuple[str, Cell]]] = (
    Column("field", "field", lambda x: x[0]),
    Column("value", "value", lambda x: x[1], wide=True),
)


def card(title: str, fields: Fields, answer: Answer[object] | None) -> Table:
    """Make a table of fields, those left out that hold nothing."""
    told = [field for field in fields if field[1] not in (None, "", ())]
    if answer is None:
        return Table.of(title, _FIELDS, told)
    return Table.of(title, _FIELDS, told, facts(answer), footnotes(answer))


def company_card(answer: Answer[CompanyAt], names: Directory) -> Table:
    """A company: its names, who speaks for it, its rounds with their standing."""
    at = answer.value
    known = names.companies[at.slug]
    voices = [x.slug for x in names.sources.values() if at.slug in x.speaks_for]
    fields: Fields = [
        ("company", at.slug),
        ("name", known.name),
        ("also", known.aliases),
        ("registered", f"event {known.seq}"),
        ("spoken for by", tuple(voices)),
        ("merged", _merged(at)),
    ]
    fields += [
        (f"round {found.name}", f"{found.standing.replace('_', ' ')}, {found.stage}")
        for found in at.rounds.values()
    ]
    fields += [
        (
            f"price {claim.seq}",
            f"{speakers([claim.source], names)}: {claim_terms(claim)}",
        )
        for claim in at.prices
    ]
    return card(heading(answer.basis, at.slug), fields, answer)


def _merged(at: CompanyAt) -> str | None:
    bought = [end for end in at.ends if end.into is not None]
    return f"into {bought[-1].into} (event {bought[-1].row.seq})" if bought else None


def _told(claim: Claim, names: Directory) -> str:
    """Say who claims what, and when."""
    who = speakers([claim.source], names)
    return f"{who}, {day_part(claim.row.when.text)}: {claim_terms(claim)}"


def round_card(answer: Answer[CompanyAt], found: Round, names: Directory) -> Table:
    """A round: its standing, and every claim, denial and statement on it."""
    fields: Fields = [
        ("round", found.name),
        ("stage", found.stage),
        ("standing", spaced(found.standing)),
        ("contested", found.contested or None),
        ("superseded by", found.superseded_by),
        ("origins", speakers(found.origins, names)),
        ("newest event", f"{found.news.seq}, {day_part(found.news.when.text)}"),
    ]
    for claim in found.claims:
        state = ""
        if claim.retracted is not None:
            state = f" - retracted by {claim.retracted.seq}"
        elif claim.copied is not None:
            state = f" - a copy, by {claim.copied.seq}"
        who = speakers([claim.source], names)
        when = day_part(claim.row.when.text)
        fields.append(
            (f"claim {claim.seq}", f"{who}, {when}: {claim_terms(claim)}{state}")
        )
    for denial in found.denials:
        who = speakers([denial.source], names)
        still = ", ".join(open_fields(denial)) or "nothing"
        scope = ", ".join(denial.row.data["scope"])
        told = f"{who}, {day_part(denial.row.when.text)}: {scope}; still open: {still}"
        fields.append((f"denial {denial.row.seq}", told))
    confirmed = tuple(dict.fromkeys(x.row.seq for x in found.firm_statements))
    fields.append(("confirmed by", confirmed))
    return card(heading(answer.basis, found.name), fields, answer)


def source_card(
    answer: Answer[list[Row]],
    slug: str,
    names: Directory,
    numbers: Mapping[str, int],
) -> Table:
    """A source: its kind, for whom it speaks, and what it said.

    `numbers` gives the numbers of the events that it speaks of, by id.
    """
    known = names.sources[slug]
    fields: Fields = [
        ("source", f"source:{slug}"),
        ("name", known.name),
        ("kind", known.kind),
        ("speaks for", known.speaks_for),
        ("also", known.aliases),
        ("registered", f"event {known.seq}"),
    ]
    fields += [
        (
            f"event {row.seq}",
            f"{day_part(row.when.text)}: {said(row.type, row.data, numbers)}",
        )
        for row in answer.value
    ]
    return card(heading(answer.basis, f"source:{slug}"), fields, answer)


def event_card(
    stored: Mapping[str, Any],
    leaf: str,
    today: Entry,
    answers: Sequence[Entry],
    names: Directory,
    numbers: Mapping[str, int],
) -> Table:
    """An event: what it says, who recorded it, and what answers it.

    `stored` is the entry as its bytes say; `numbers` gives the numbers of the events
    that it is about, by id.
    """
    answer_table = {entry.id: entry.seq for entry in answers}
    numbers = {**numbers, today.id: today.seq, **answer_table}
    fields: Fields = [
        ("event", today.seq),
        ("says", sentence(today.type, today.data, names, numbers)),
        ("type", today.type),
        ("recorded", stored["recorded_at"]),
        ("recorded by", stored["actor"]),
        ("voided by", today.voided_by),
        *_interval(today.data.get("published")),
    ]
    fields += [(f"data.{key}", _plain(value)) for key, value in today.data.items()]
    if dict(today.data) != dict(stored["data"]):
        fields += [
            (f"recorded {key}", _plain(value))
            for key, value in stored["data"].items()
            if today.data.get(key) != value
        ]
    fields += [
        (
            f"event {entry.seq}",
            " ".join(
                x
                for x in (
                    subject(entry.data, names),
                    said(entry.type, entry.data, numbers),
                )
                if x
            ),
        )
        for entry in answers
        if entry.type != CITED  # its evidence follows, with its words
    ]
    fields += [("id", today.id), ("leaf hash", leaf), ("follows", stored["prev"])]
    return card(f"event {today.seq}", fields, None)


def _interval(published: str | None) -> Fields:
    """Give the instants between which a date says that something was published."""
    if published is None:
        return []
    when = parse_when(published)
    return [
        ("published from", show_instant(when.lo)),
        ("published before", show_instant(when.hi)),
    ]


def _plain(value: object) -> str:
    """Write a field as it can be typed again; JSON where there is no such form."""
    items: Any = value
    match value:
        case str():
            return value
        case {"qualifier": _}:
            return str(figure_from(items))
        case [_, *_]:
            return _listed(items)
    return orjson.dumps(value).decode()


def _listed(items: Sequence[Any]) -> str:
    """The same for a field that holds several things of one shape."""
    match items[0]:
        case str():
            return ", ".join(items)
        case {"figure": _}:
            return ", ".join(_typed(item) for item in items)
        case {"name": _}:
            return ", ".join(str(investor_from(item)) for item in items)
        case {"commitment": _}:
            return ", ".join(f"{item['what']} {item['commitment']}" for item in items)
        case {"column": _} | {"key": _}:
            return cells_said(items)
    return orjson.dumps(items).decode()


def _typed(item: Mapping[str, Any]) -> str:
    """Write money raised, or a price, as `record report` takes it."""
    return str(raised_from(item) if "basis" in item else price_from(item))
