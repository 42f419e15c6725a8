"""Histories for the laws: anything the models let through, however odd.

Three companies, four sources and few dates, so that equal instants, partial dates,
circles, missing targets and answers before what they answer are the rule. Nothing
here has passed `decide`: a fold must make sense of more than it will ever be given.
Ids are made up, which is what lets targets be later, missing or circular.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from ledger.claims.checking import event_data, event_from
from ledger.claims.dates import parse_when
from ledger.claims.entry import Entry
from ledger.claims.vocabulary import DENIABLE
from ledger.projections.basis import Basis

LAWS: Final = settings(
    max_examples=int(os.environ.get("SAYSO_TEST_EXAMPLES", "150")),
    deadline=None,
    derandomize="SAYSO_TEST_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""How every law is tried: the same examples in every run, and more on request."""

DAY: Final = 86_400_000_000
COMPANIES: Final = ("ash", "birch", "cedar")
ROUNDS: Final = tuple(f"{c}/{r}" for c in COMPANIES for r in ("a", "b"))
SOURCES: Final = ("paper", "ash-co", "fund", "wire")
NAMES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    *(("company.registered", {"slug": x, "name": x.title()}) for x in COMPANIES),
    ("source.registered", {"slug": "paper", "name": "Paper", "kind": "press"}),
    (
        "source.registered",
        {
            "slug": "ash-co",
            "name": "Ash Co",
            "kind": "company",
            "speaks_for": ["ash", "birch"],
        },
    ),
    ("source.registered", {"slug": "fund", "name": "Fund", "kind": "investor"}),
    ("source.registered", {"slug": "wire", "name": "Wire", "kind": "wire"}),
)

DATES: Final = (
    "2023",
    "2024-01",
    "2024-01-10",
    "2024-01-10T08:00Z",
    "2024-01-10T08:00:00Z",
    "2024-01-11",
    "2024-01-10[America/New_York]",
    "2024-01-10[Asia/Tokyo]",
    "2024-01-12~",
    "2024-Q1",
    "../2024-01-05",
    "2024-01-05/2024-01-10",
    "2024-01-20/..",
    "2024-02",
    "2024-02-29",
    "2025-01-15",
)
EFFECTIVE: Final = ("2023-06", "2024-01-10", "2024-01-31", "2024-Q1", "2030", "2023~")
FIGURES: Final = ("1B", "2B", "1B..3B", "c.2B", "3B+", "..1B", "EUR2B", "undisclosed")
KINDS: Final = (
    *("post_money", "pre_money", "unspecified", "tender", "sought", "offer"),
    *("mark", "deal_value", "cap", "ipo"),
)
BASES: Final = ("round_total", "committed", "target", "tranche", "per_investor")
TYPES: Final = (
    *("debt", "tender", "series_a", "series_b"),
    *("acquisition", "merger_stock", "acquihire_license", "safe", "ipo"),
)
STAGES: Final = ("rumoured", "in_talks", "committed", "announced", "closed", "failed")

MISSING: Final = "9" * 64
"""An id that no event has."""

Data = dict[str, Any]
Event = tuple[str, str, Data]
"""Id, type, data."""
Types = Mapping[str, str]

_when: Final = st.sampled_from(DATES)
_round = st.sampled_from([*("ash/a",) * 6, *("ash/b",) * 2, *ROUNDS])
"""Most of what happens, happens to one round, or nothing would meet."""
_source = st.sampled_from(["paper", *SOURCES])
_scope = st.lists(
    st.sampled_from(["whole", *sorted(DENIABLE)]), min_size=1, max_size=2, unique=True
)


def ids(size: int, letter: str = "a") -> list[str]:
    """Make ids up; their order has nothing to do with that of the events."""
    return [
        f"{(i * 37 + 11) % 251:02x}{letter}{i:x}".ljust(64, "0") for i in range(size)
    ]


@st.composite
def _fields(draw: st.DrawFn, name: str) -> Data:
    """Give what a claim or a revision says, apart from the stage."""
    said: Data = {}
    if draw(st.integers(0, 3)):
        price = st.tuples(st.sampled_from(FIGURES), st.sampled_from(KINDS))
        prices = draw(st.lists(price, min_size=1, max_size=2))
        said["valuation"] = [{"figure": f, "kind": kind} for f, kind in prices]
        if not draw(st.integers(0, 3)):
            for part, item in zip(("first", "second"), said["valuation"], strict=False):
                item["part"] = part
    if draw(st.booleans()):
        amount = st.tuples(st.sampled_from(FIGURES), st.sampled_from(BASES))
        amounts = draw(st.lists(amount, min_size=1, max_size=2))
        said["raised"] = [{"figure": f, "basis": basis} for f, basis in amounts]
    if not draw(st.integers(0, 2)):
        said["effective"] = draw(st.sampled_from(EFFECTIVE))
    if not draw(st.integers(0, 3)):
        said["investors"] = [{"name": "Fund", "lead": True}]
    if not draw(st.integers(0, 5)):
        said["supersedes"] = [name[:-1] + ("b" if name.endswith("a") else "a")]
    if not draw(st.integers(0, 5)):
        said["round_type"] = draw(st.sampled_from(TYPES))
    if not draw(st.integers(0, 7)):
        said |= draw(st.sampled_from(({"own_sourcing": True}, {"arrangers": ["Fund"]})))
    return said


@st.composite
def published(
    draw: st.DrawFn,
    targets: Sequence[str],
    when: st.SearchStrategy[str] = _when,
) -> tuple[str, Data]:
    """Give an event that somebody published, about any of these targets."""
    kind = draw(st.sampled_from(_TYPES))
    name = draw(_round)
    company = name.split("/")[0]
    said: Data = {"published": draw(when)}
    if kind == "company.renamed":
        new = draw(st.sampled_from(["Oak", "Elm"]))
        return kind, {**said, "slug": company, "name": new}
    said["company"] = company
    if kind in _SPOKEN:
        said["source"] = draw(_source)
    if kind in _ANSWERS:
        said["claim"] = draw(st.sampled_from(targets))
    if kind in {"claim.denied", "claim.commented"}:
        about = st.lists(st.sampled_from(targets), min_size=1, max_size=2)
        by_round = draw(st.booleans())
        said |= {"round": name} if by_round else {"claims": draw(about)}
    return kind, said | draw(_more(kind, name, tuple(targets)))


@cache
def _more(kind: str, name: str, targets: tuple[str, ...]) -> st.SearchStrategy[Data]:
    """Give what only this kind of event says."""
    company, _ = name.split("/")
    others = st.sampled_from([other for other in COMPANIES if other != company])
    stage = st.sampled_from(STAGES)
    by_copy = st.fixed_dictionaries({"copy": st.sampled_from(targets)})
    by_carrier = st.fixed_dictionaries({"carrier": _source})
    cited = st.just({"form": "cited"})
    sides = st.permutations([f"{company}/a", f"{company}/b"])
    more: dict[str, st.SearchStrategy[Data]] = {
        "round.reported": st.builds(
            lambda stage, said: {"round": name, "stage": stage, **said},
            stage,
            _fields(name),
        ),
        "valuation.reported": st.builds(
            lambda figure, kind, stage: {
                "valuation": [{"figure": figure, "kind": kind}],
                "stage": stage,
            },
            st.sampled_from(FIGURES),
            st.sampled_from(KINDS),
            st.sampled_from(STAGES),
        ),
        "claim.revised": st.builds(
            lambda stage, said: {"set": said or {"stage": stage}},
            stage,
            _fields(name) | st.fixed_dictionaries({"stage": stage}),
        ),
        "claim.denied": st.builds(
            lambda form, scope: {"form": form, "scope": scope},
            st.sampled_from(["false", "not_raising_now"]),
            _scope,
        ),
        "claim.commented": st.just({"form": "no_comment"}),
        "claim.confirmed": st.fixed_dictionaries({"scope": _scope}),
        "claim.relayed": st.builds(dict.__or__, by_copy | by_carrier, cited),
        "claim.moved": st.fixed_dictionaries({"to": _round}),
        "rounds.merged": st.builds(lambda x: {"round": x[0], "into": x[1]}, sides),
        "companies.merged": st.fixed_dictionaries(
            {"into": others, "form": st.sampled_from(["acquired", "identical"])}
        ),
        "company.ended": st.sampled_from(_ENDINGS),
    }
    return more.get(kind, st.just({}))


_ENDINGS: Final[tuple[Data, ...]] = (
    {"ended": "listed", "price": "2B"},
    {"ended": "listed"},
    {"ended": "shut_down", "effective": "2024-01-31"},
)


_REPORTS: Final = frozenset({"round.reported", "valuation.reported"})
_ANSWERS: Final = frozenset(
    f"claim.{x}" for x in ("revised", "retracted", "confirmed", "relayed", "moved")
)
_SPOKEN: Final = (
    _REPORTS
    | (_ANSWERS - {"claim.relayed", "claim.moved"})
    | {"claim.denied", "claim.commented"}
)
_TYPES: Final = (
    *("round.reported",) * 6,
    "valuation.reported",
    *("claim.revised", "claim.denied", "claim.relayed") * 2,
    *("claim.retracted", "claim.confirmed", "claim.commented", "claim.moved"),
    *("rounds.merged", "companies.merged", "company.renamed", "company.ended"),
)


@st.composite
def _patch(draw: st.DrawFn, target: str, types: Types, aims: Mapping[str, str]) -> Data:
    """Give a patch that fits its target, through corrections of corrections."""
    deep = 0
    while types.get(target) == "entry.corrected" and deep <= len(aims):
        target, deep = aims[target], deep + 1
    type_ = types.get(target, "")
    patch: Data = {"reason": "another"}
    if type_ and not type_.startswith("entry."):
        patch = {"published": draw(_when)}
        if type_ == "round.reported" and draw(st.booleans()):
            patch = {"stage": draw(st.sampled_from(STAGES)), "valuation": None}
    elif deep:
        return patch
    for _ in range(deep):
        patch = {"set": patch}
    return patch


@st.composite
def _ours(draw: st.DrawFn, made: Sequence[str], types: Types) -> list[Event]:
    """Give corrections and voidings of anything, of each other and of themselves."""
    kinds = st.sampled_from(["entry.corrected", "entry.voided"])
    types = {**types, **{id_: draw(kinds) for id_ in made}}
    aims = {id_: draw(st.sampled_from([*types, MISSING])) for id_ in made}
    events = []
    for id_ in made:
        data: Data = {"target": aims[id_], "reason": "typo"}
        if types[id_] == "entry.corrected":
            data["set"] = draw(_patch(aims[id_], types, aims))
        events.append((id_, types[id_], stored(types[id_], data)))
    return events


def stored(type_: str, data: Data) -> Data:
    """Give data as the store holds it: checked by its model, in normal form."""
    return event_data(event_from(type_, data))


@dataclass(frozen=True, repr=False)
class History:
    """Entries in sequence; written out briefly where a law fails."""

    entries: list[Entry]

    @property
    def last(self) -> int:
        return len(self.entries) - 1

    def __repr__(self) -> str:
        lines = [f"{e.seq} {e.id[:4]} {e.type} {dict(e.data)}" for e in self.entries]
        return "\n".join(["", *lines[len(NAMES) :]])


def numbered(events: Sequence[Event]) -> list[Entry]:
    """Put (id, type, data) into sequence, an hour apart, beginning in January 2024."""
    start = parse_when("2024-01-01").lo
    return [
        Entry(seq, id_, type_, start + seq * DAY // 2, data)
        for seq, (id_, type_, data) in enumerate(events)
    ]


def names() -> list[Event]:
    """Give the registrations with which every history begins."""
    made = ids(len(NAMES), "f")
    return [(i, t, stored(t, d)) for i, (t, d) in zip(made, NAMES, strict=True)]


@st.composite
def histories(
    draw: st.DrawFn,
    size: int = 12,
    when: st.SearchStrategy[str] = _when,
    *,
    ours: bool = True,
    ours_last: bool = False,
) -> History:
    """Give a history; our own mistakes stand anywhere, or after all the rest."""
    made = ids(size)[: draw(st.integers(1, size))]
    events: list[Event] = []
    for id_ in made:
        type_, data = draw(published([*made, MISSING], when))
        events.append((id_, type_, stored(type_, data)))
    types = {id_: type_ for id_, type_, _ in events}
    count = draw(st.integers(0, 5)) if ours else 0
    for event in draw(_ours(ids(count, "c"), types)):
        end = len(events)
        place = end if ours_last else draw(st.integers(0, end))
        events.insert(place, event)
    return History(numbered([*names(), *events]))


_MARKS = sorted({parse_when(x).lo for x in DATES} | {parse_when(x).hi for x in DATES})[
    1:-1
]
CUTS = st.builds(
    int.__add__,
    st.sampled_from(_MARKS),
    st.sampled_from([0, 0, 1, -1, DAY, 365 * DAY]),
)
DAYS = st.sampled_from([738_000, 738_895, 738_900, 738_916, 738_975, 741_000])


@st.composite
def bases(draw: st.DrawFn, known_at: int = 10**6) -> Basis:
    """Give a basis: any cut, strict or possible, with or without a day of its own."""
    plain = Basis(
        cut=0,
        known_at=known_at,
        effective=0,
        zone=draw(st.sampled_from(["UTC", "America/New_York", "Asia/Tokyo"])),
        told=parse_when("2026-01-01").lo,
        possible=draw(st.integers(0, 3)) == 0,
    ).at(draw(CUTS))
    return plain if draw(st.booleans()) else plain.on(draw(DAYS))
