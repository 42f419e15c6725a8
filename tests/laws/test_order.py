"""Laws of order and of copies: L3, L10, L11, L20, and folding twice (L5)."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.dates import parse_when
from ledger.projections.basis import Basis
from tests.laws.answers import answer, companies, facts
from tests.laws.strategies import (
    DATES,
    LAWS,
    NAMES,
    SOURCES,
    Data,
    Event,
    History,
    bases,
    histories,
    names,
    numbered,
    stored,
)


def shuffled(history: History, data: st.DataObject) -> History:
    """Give the same events recorded in another order, our own mistakes last."""
    said = [(e.id, e.type, dict(e.data)) for e in history.entries[len(NAMES) :]]
    first = [(e.id, e.type, dict(e.data)) for e in history.entries[: len(NAMES)]]
    ours = [event for event in said if event[1].startswith("entry.")]
    others = [event for event in said if not event[1].startswith("entry.")]
    return History(numbered([*first, *data.draw(st.permutations(others)), *ours]))


@LAWS
@given(histories(ours_last=True), bases(), st.data())
def test_the_order_of_recording_changes_no_answer(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    other = shuffled(history, data)
    assert answer(other.entries, basis) == answer(history.entries, basis)


@LAWS
@given(histories(8, st.just("2024-01-10"), ours=False), bases(), st.data())
def test_events_of_one_instant_have_one_order(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    other = shuffled(history, data)
    assert answer(other.entries, basis) == answer(history.entries, basis)


@LAWS
@given(histories(), bases())
def test_folding_twice_and_folding_what_was_read_again_is_the_same(
    history: History, basis: Basis
) -> None:
    once = answer(history.entries, basis)
    again = [
        entry._replace(data=json.loads(json.dumps(dict(entry.data))))
        for entry in history.entries
    ]
    assert answer(history.entries, basis) == once
    assert answer(again, basis) == once


@LAWS
@given(histories(), bases(), st.data())
def test_a_relay_changes_neither_values_nor_origins(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    claims = [e for e in history.entries if e.type.endswith(".reported")]
    if not claims:
        return
    origin = data.draw(st.sampled_from(claims))
    relay = {
        "company": origin.data["company"],
        "claim": origin.id,
        "carrier": data.draw(st.sampled_from(SOURCES)),
        "published": data.draw(st.sampled_from(DATES)),
        "form": "syndicated",
    }
    said = [(e.id, e.type, dict(e.data)) for e in history.entries]
    type_ = "claim.relayed"
    relayed = numbered([*said, ("e" * 64, type_, stored(type_, relay))])
    assert facts(relayed, basis) == facts(history.entries, basis)
    origins = [
        {
            round_.name: (round_.origins, round_.standing)
            for company in companies(entries, basis).values()
            for round_ in company.rounds.values()
        }
        for entries in (relayed, history.entries)
    ]
    assert origins[0] == origins[1]


@LAWS
@given(histories(8, ours=False), bases(), st.data())
def test_a_copy_adds_nothing_whatever_becomes_of_its_origin(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    reports = [e for e in history.entries if e.type == "round.reported"]
    if not reports:
        return
    origin = data.draw(st.sampled_from(reports))
    copy = dict(origin.data) | {"source": "wire", "note": "in our own words"}
    relay = {
        "company": origin.data["company"],
        "claim": origin.id,
        "copy": "d" * 64,
        "published": origin.data["published"],
        "form": "syndicated",
    }
    revision = {
        **{name: origin.data[name] for name in ("company", "source")},
        "claim": origin.id,
        "published": data.draw(st.sampled_from(DATES)),
        "set": {"valuation": [{"figure": "5B", "kind": "post_money"}]},
    }
    said = [(e.id, e.type, dict(e.data)) for e in history.entries]
    said.append(("c" * 64, "claim.revised", stored("claim.revised", revision)))
    copied = numbered(
        [
            *said,
            ("d" * 64, "round.reported", stored("round.reported", copy)),
            ("e" * 64, "claim.relayed", stored("claim.relayed", relay)),
        ]
    )
    before, after = facts(numbered(said), basis), facts(copied, basis)
    assert {key: after[key] for key in before} == before
    assert all(after[key][0] == "retracted" for key in after.keys() - before.keys())


def test_a_denied_copy_may_have_its_origin_at_another_company() -> None:
    price = [{"figure": "2B", "kind": "post_money"}]
    on = {"published": "2024-01-10"}
    report: Data = {**on, "company": "ash", "round": "ash/a", "stage": "committed"}
    report["valuation"] = price
    origin, copy = "1" * 64, "2" * 64
    said: list[Event] = [
        (origin, "round.reported", {**report, "source": "paper"}),
        (copy, "round.reported", {**report, "source": "wire"}),
        ("3" * 64, "claim.relayed", {"claim": origin, "copy": copy, "form": "cited"}),
        ("4" * 64, "claim.moved", {"claim": origin, "to": "birch/a"}),
        (
            "5" * 64,
            "claim.denied",
            {"source": "fund", "claims": [copy], "scope": ["whole"], "form": "false"},
        ),
    ]
    events = [
        (id_, type_, stored(type_, {**on, "company": "ash", **data}))
        for id_, type_, data in said
    ]
    basis = Basis(parse_when("2024-02").lo, 99, 738_916, "UTC", 0)
    found = companies(numbered([*names(), *events]), basis)
    assert found["birch"].rounds["birch/a"].standing == "reported"
    assert found["ash"].rounds["ash/a"].standing == "retracted"
