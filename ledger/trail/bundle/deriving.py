"""What an export holds besides the log: made from the entries, and made again to check.

Tables, PROV and CloudEvents are for people who do not read entries. They stand in no
tree and are signed by nobody, so a verifier makes them again and compares: the same
entries at the same basis give the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson

from ledger.claims.dates import show_day, show_instant
from ledger.claims.evidence import CITED
from ledger.claims.names import Source
from ledger.claims.upcasting import upcast
from ledger.projections.basis import RULES, Basis
from ledger.reading import questions
from ledger.reading.questions import Ledger
from ledger.reading.settled import settle
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import VALUATIONS, valuations_table
from ledger.rendering.rounds import ROUNDS, rounds_table
from ledger.rendering.sentences import said as told
from ledger.rendering.settle import SETTLED, settled_table
from ledger.rendering.tables import Table, render
from ledger.trail.bundle.cloudevents import cloudevents
from ledger.trail.bundle.packages import Resource, datapackage
from ledger.trail.bundle.prov import prov_json

StoredEntry = tuple[bytes, Mapping[str, Any]]
"""The stored bytes of an entry, and what they say."""


class _Parsed(NamedTuple):
    """An entry: its bytes, and what they say."""

    body: bytes
    said: Mapping[str, Any]

    @property
    def data(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.said["data"]
        return found

    @property
    def says(self) -> str:
        """What it says in words, with its figures; other events by their ids."""
        type_ = self.said["type"]
        return told(type_, upcast(type_, self.said["schema"], self.data))

    @property
    def cites(self) -> bool:
        """Whether it is evidence of another event."""
        return bool(self.said["type"] == CITED)

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that came with it, by their commitments: they may be erased."""
        texts = self.data.get("payloads", ())
        return tuple(f"{one['what']} {one['commitment']}" for one in texts)


_EVENTS: Final[Columns[_Parsed]] = (
    Column("seq", of=lambda x: x.said["seq"]),
    Column("id", of=lambda x: x.said["id"]),
    Column("type", of=lambda x: x.said["type"]),
    Column("company", of=lambda x: x.data.get("company") or x.data.get("slug")),
    Column("round", of=lambda x: x.data.get("round")),
    Column("source", of=lambda x: x.data.get("source")),
    Column("published", of=lambda x: x.data.get("published")),
    Column("recorded_at", of=lambda x: x.said["recorded_at"]),
    Column("actor", of=lambda x: x.said["actor"]),
    Column("says", of=lambda x: x.says),
    Column("evidence_of", of=lambda x: x.data.get("claim") if x.cites else None),
    Column("url", of=lambda x: x.data.get("url")),
    Column("locator", of=lambda x: x.data.get("locator")),
    Column("note", of=lambda x: x.data.get("note")),
    Column("texts", of=lambda x: x.texts, kind="texts"),
    Column("leaf", of=lambda x: sha256(b"\x00" + x.body).hexdigest()),
)
_SOURCES: Final[Columns[Source]] = (
    Column("source", of=lambda x: x.slug),
    Column("name", of=lambda x: x.name),
    Column("kind", of=lambda x: x.kind),
    Column("speaks_for", of=lambda x: x.speaks_for),
    Column("also", of=lambda x: x.aliases),
    Column("event", of=lambda x: x.seq),
)


FORMAT: Final = 1
"""It is raised when what is derived is written in another way under the same names."""


def shape() -> str:
    """Name the shape of what is derived; another one cannot be compared with it."""
    tables: dict[str, Columns[Any]] = {
        "events": _EVENTS,
        "rounds": ROUNDS,
        "sources": _SOURCES,
        "settled": SETTLED,
        "valuations": VALUATIONS,
    }
    names = [
        f"{table}.{column.name}"
        for table, columns in tables.items()
        for column in columns
        if column.of is not None
    ]
    return sha256(" ".join([str(FORMAT), *names]).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class ExportScope:
    """Of what an export is: its basis, and one company or everything."""

    token: str
    basis: Basis
    company: str | None = None
    texts: bool = True
    """Whether the texts next to the entries come along."""
    question: str | None = None
    """A question that is settled in it."""

    def described(self) -> bytes:
        """Give it as JSON; the token alone decides the tables."""
        basis = self.basis
        about: dict[str, object] = {
            "basis": self.token,
            "as_of": basis.as_of,
            "published_before": show_instant(basis.cut),
            "known_at": basis.known_at,
            "effective": show_day(basis.effective),
            "zone": basis.zone,
            "strict": not basis.possible,
            "rules": RULES,
            "shape": shape(),
            "company": self.company,
            "payloads": self.texts,
        }
        if self.question is not None:
            about["question"] = self.question
        return orjson.dumps(about, option=orjson.OPT_INDENT_2) + b"\n"


def derived(
    asked: Ledger, entries: Callable[[], Iterable[StoredEntry]], scope: ExportScope
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Give the derived files of an export, each as its name and its pieces.

    A file is to be used up before the next one is asked for.
    """
    yield "scope.json", [scope.described()]
    yield "cloudevents.json", cloudevents(entries())
    yield "prov.json", prov_json(lambda: (entry for _, entry in entries()))
    resources: list[Resource] = []
    for name, table in _tables(asked, entries, scope):
        yield f"tables/{name}.csv", _csv(name, table, resources)
    title = f"{asked.opening['origin']}, as of {scope.basis.as_of}"
    sources = ["../events.jsonl"]
    package = datapackage("sayso-export", title, resources, sources)
    yield "tables/datapackage.json", [package]


def _csv(name: str, table: Table, resources: list[Resource]) -> Iterator[bytes]:
    digest, size, columns = sha256(), 0, list[str]()
    for line in render(table, "csv"):
        columns = columns or line.split(",")
        piece = f"{line}\r\n".encode()
        digest.update(piece)
        size += len(piece)
        yield piece
    made = Resource(name, f"{name}.csv", columns, digest.hexdigest(), size)
    resources.append(made)


def _tables(
    asked: Ledger, entries: Callable[[], Iterable[StoredEntry]], scope: ExportScope
) -> Iterator[tuple[str, Table]]:
    basis = scope.basis
    events = (_Parsed(*entry) for entry in entries())
    yield "events", Table.of(None, _EVENTS, events, brief=False)
    names = questions.names(asked, basis)
    rounds = questions.companies(asked, basis)
    yield "rounds", rounds_table(rounds, names, brief=False)
    known = sorted(names.sources.values(), key=lambda source: source.slug)
    yield "sources", Table.of(None, _SOURCES, known, brief=False)
    valued = questions.valuations(asked, basis)
    yield "valuations", valuations_table(valued, names, brief=False)
    if scope.question is not None:
        told = settle(asked, basis, scope.question)
        yield "settled", settled_table(told, scope.question, brief=False)
