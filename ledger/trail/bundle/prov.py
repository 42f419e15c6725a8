"""Entries as W3C PROV-JSON: who said what, who recorded it, what answers what.

An event is an entity, attributed to its source; its recording is an activity of its
recorder, by which it was generated. A revision or correction was derived from what it
changes, a copy is a quotation; what was retracted or voided was invalidated by the
recording of that; a denial or confirmation was influenced by the claim, in that role.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson

from ledger.claims.kinds import KINDS, LinkEffect, targets_in

Entries = Callable[[], Iterable[Mapping[str, Any]]]
"""Gives all entries once more, in order."""

ProvRecord = tuple[str, dict[str, Any]]


def prov_json(entries: Entries) -> Iterator[bytes]:
    """Write a PROV-JSON document; the entries are gone through once a section."""
    log = next(iter(entries()))["log"]
    prefix = {"sayso": f"urn:uuid:{log}#", "prov": "http://www.w3.org/ns/prov#"}
    yield b'{"prefix":' + orjson.dumps(prefix, option=orjson.OPT_SORT_KEYS)
    sections: dict[str, Callable[[Entries], Iterator[ProvRecord]]] = {
        "entity": _entities,
        "activity": _activities,
        "agent": _agents,
        "wasGeneratedBy": _generated,
        "wasAssociatedWith": _associated,
        "wasAttributedTo": _attributed,
        "wasDerivedFrom": _derived,
        "wasInvalidatedBy": _invalidated,
        "wasInfluencedBy": _influenced,
    }
    for name, records in sections.items():
        yield f',"{name}":'.encode()
        yield from _object(records(entries))
    yield b"}\n"


def _object(records: Iterable[ProvRecord]) -> Iterator[bytes]:
    between = b"{"
    for name, value in records:
        written = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        yield between + orjson.dumps(name) + b":" + written
        between = b","
    yield b"}" if between == b"," else b"{}"


def _event(number: int) -> str:
    return f"sayso:event-{number}"


def _recording(number: int) -> str:
    return f"sayso:recording-{number}"


def _speaker(entry: Mapping[str, Any]) -> str | None:
    """Name the source that speaks in an entry."""
    source: str | None = entry["data"].get("source")
    return source


def _instant(value: str) -> dict[str, str]:
    return {"$": value, "type": "xsd:dateTime"}


def _entities(entries: Entries) -> Iterator[ProvRecord]:
    for entry in entries():
        data = entry["data"]
        about = {
            "prov:type": entry["type"],
            "sayso:id": entry["id"],
            "sayso:company": data.get("company"),
            "sayso:round": data.get("round"),
            "sayso:published": data.get("published"),
            "sayso:url": data.get("url"),
        }
        kept = {key: value for key, value in about.items() if value is not None}
        yield _event(entry["seq"]), kept


def _activities(entries: Entries) -> Iterator[ProvRecord]:
    for entry in entries():
        when = entry["recorded_at"]
        times = {"prov:startTime": when, "prov:endTime": when}
        yield _recording(entry["seq"]), times


def _agents(entries: Entries) -> Iterator[ProvRecord]:
    recorders: dict[str, int] = {}
    sources: dict[str, str] = {}
    for entry in entries():
        actor, data = entry["actor"], entry["data"]
        if actor not in recorders:
            recorders[actor] = len(recorders)
        if entry["type"] == "source.registered":
            sources.setdefault(data["slug"], data["name"])
        elif (source := _speaker(entry)) is not None:
            sources.setdefault(source, source)
    for actor, number in recorders.items():
        person = {"prov:type": "prov:Person", "prov:label": actor}
        yield f"sayso:recorder-{number}", person
    for slug, name in sources.items():
        yield f"sayso:source-{slug}", {"prov:label": name}


def _recorders(entries: Entries) -> Iterator[tuple[int, int]]:
    known: dict[str, int] = {}
    for entry in entries():
        yield entry["seq"], known.setdefault(entry["actor"], len(known))


def _generated(entries: Entries) -> Iterator[ProvRecord]:
    for entry in entries():
        seq = entry["seq"]
        yield (
            f"_:g{seq}",
            {
                "prov:entity": _event(seq),
                "prov:activity": _recording(seq),
                "prov:time": entry["recorded_at"],
            },
        )


def _associated(entries: Entries) -> Iterator[ProvRecord]:
    for seq, number in _recorders(entries):
        agent = f"sayso:recorder-{number}"
        yield f"_:a{seq}", {"prov:activity": _recording(seq), "prov:agent": agent}


def _attributed(entries: Entries) -> Iterator[ProvRecord]:
    for entry in entries():
        source = _speaker(entry)
        if source is not None:
            said = {
                "prov:entity": _event(entry["seq"]),
                "prov:agent": f"sayso:source-{source}",
            }
            yield f"_:t{entry['seq']}", said


def _link(entry: Mapping[str, Any]) -> LinkEffect | None:
    kind = KINDS.get(entry["type"])
    return None if kind is None else kind.link


def _numbers_by_id(entries: Entries) -> dict[str, int]:
    """Give the numbers of the events that others answer, by their ids."""
    wanted = {
        one for entry in entries() for one in targets_in(entry["type"], entry["data"])
    }
    return {entry["id"]: entry["seq"] for entry in entries() if entry["id"] in wanted}


def _derived(entries: Entries) -> Iterator[ProvRecord]:
    numbers = _numbers_by_id(entries)
    derived = {"revises": "prov:Revision", "quotes": "prov:Quotation"}
    for entry in entries():
        seq, data = entry["seq"], entry["data"]
        kind = derived.get(_link(entry) or "")
        used = next(targets_in(entry["type"], data), None)
        made = numbers[data["copy"]] if data.get("copy") in numbers else seq
        if kind is not None and used in numbers:
            edge = {
                "prov:generatedEntity": _event(made),
                "prov:usedEntity": _event(numbers[used]),
                "prov:type": {"$": kind, "type": "prov:QUALIFIED_NAME"},
            }
            yield f"_:d{seq}", edge


def _invalidated(entries: Entries) -> Iterator[ProvRecord]:
    numbers = _numbers_by_id(entries)
    for entry in entries():
        ended = next(targets_in(entry["type"], entry["data"]), None)
        if _link(entry) == "ends" and ended in numbers:
            edge = {
                "prov:entity": _event(numbers[ended]),
                "prov:activity": _recording(entry["seq"]),
            }
            yield f"_:x{entry['seq']}", edge


def _influenced(entries: Entries) -> Iterator[ProvRecord]:
    numbers = _numbers_by_id(entries)
    for entry in entries():
        if _link(entry) != "judges":
            continue
        type_ = entry["type"]
        for place, one in enumerate(targets_in(type_, entry["data"])):
            if one in numbers:
                edge = {
                    "prov:influencee": _event(entry["seq"]),
                    "prov:influencer": _event(numbers[one]),
                    "prov:role": type_.partition(".")[2],
                }
                yield f"_:i{entry['seq']}-{place}", edge
