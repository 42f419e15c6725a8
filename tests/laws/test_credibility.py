"""Laws of trust: no look-ahead, no order, exact sums, copies that move nothing."""

from collections.abc import Sequence
from dataclasses import replace
from math import fsum
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.entry import Entry
from ledger.credibility.moving import Moves, note
from ledger.credibility.origins import CopyingHabit
from ledger.credibility.replaying import Replay, replayed
from ledger.credibility.settings import DAY, FIELDS, ROLES
from ledger.credibility.sweeping import CompanyGroup, Moment, Sweep, group_of
from ledger.credibility.tallies import Tallies, TallyPart
from ledger.credibility.worth import of_company, of_one_round
from ledger.projections.basis import Basis
from ledger.projections.names import directory_of
from ledger.projections.rows import Row
from ledger.projections.visible import apply_corrections, published_rows
from tests.laws.strategies import (
    COMPANIES,
    DATES,
    LAWS,
    SOURCES,
    STAGES,
    History,
    bases,
    histories,
    numbered,
    stored,
)
from tests.laws.test_order import shuffled
from tests.laws.test_published import later


def rows_and_names(entries: Sequence[Entry], basis: Basis) -> tuple[list[Row], Any]:
    applied = apply_corrections(
        [entry for entry in entries if entry.seq <= basis.known_at]
    )
    names = [entry for entry in applied.entries if "company" not in entry.data]
    return published_rows(applied.entries), directory_of(names)


def sweep_of(
    entries: Sequence[Entry], basis: Basis, replay: Replay | None = None
) -> Sweep:
    rows, directory = rows_and_names(entries, basis)
    groups: list[CompanyGroup] = [group_of(COMPANIES, rows, possible=basis.possible)]
    return Sweep(groups, directory, replay or Replay())


def moment_of(entries: Sequence[Entry], basis: Basis) -> Moment:
    return sweep_of(entries, basis).to(basis.cut)


def observed(moment: Moment, numbers: dict[int, str]) -> list[Any]:
    """Give all that is to be believed, events by their ids."""
    told: list[Any] = [moment.scores.base, moment.scores.quiet]
    told += [moment.scores.hedged(hedge) for hedge in range(3)]
    for source in SOURCES:
        for role in ROLES:
            for field in FIELDS:
                score = moment.scores.score(source, "press", role, field)
                told.append((source, role, field, score.a, score.b, score.n))
                told += sorted(
                    (numbers[x.row.event], x.row.grade, x.plus, x.minus)
                    for x in score.rows
                )
    for slug in COMPANIES:
        rounds = moment.company(slug)
        for found in rounds:
            belief = found.belief
            told.append((belief.round, belief.chance, belief.nats))
            told.append([(x.what, x.source, x.nats) for x in belief.voices])
            price = of_one_round(found, rounds, moment.scores)
            told.append(None if price is None else (price.median, price.low))
        worth = of_company(rounds, moment.scores, moment.cut)
        told.append(None if worth is None else (worth.median, worth.high))
    return told


def seen(entries: Sequence[Entry], basis: Basis) -> list[Any]:
    numbers = {entry.seq: entry.id for entry in entries}
    return observed(moment_of(entries, basis), numbers)


@LAWS
@given(histories(), bases(), st.data())
def test_what_is_published_later_changes_no_belief(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    before = seen(history.entries, basis)
    said = [(e.id, e.type, dict(e.data)) for e in history.entries]
    more = numbered([*said, *data.draw(later(basis))])
    assert seen(more, basis) == before


@LAWS
@given(histories(ours_last=True), bases(), st.data())
def test_the_order_of_recording_changes_no_belief(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    other = shuffled(history, data)
    assert seen(other.entries, basis) == seen(history.entries, basis)


@LAWS
@given(histories(14), bases(), st.lists(st.integers(-800, 0), max_size=4))
def test_sums_that_are_kept_up_equal_a_replay(
    history: History, basis: Basis, days: list[int]
) -> None:
    sweep = sweep_of(history.entries, basis)
    for day in sorted(days):
        sweep.to(basis.cut + day * DAY)
    kept = sweep.to(basis.cut)
    once = moment_of(history.entries, basis)
    assert kept.replay.tallies == once.replay.tallies
    assert kept.replay.habits == once.replay.habits
    assert observed(kept, {e.seq: e.id for e in history.entries}) == seen(
        history.entries, basis
    )


@LAWS
@given(histories(14), bases(), st.lists(st.integers(-800, 800), max_size=3))
def test_what_moves_up_to_a_cut_adds_up_to_the_sums_there(
    history: History, basis: Basis, days: list[int]
) -> None:
    basis = replace(basis, possible=False)
    rows, directory = rows_and_names(history.entries, basis)
    moves = Moves()
    note(moves, COMPANIES, rows, directory, CopyingHabit())
    for cut in (basis.cut, *(basis.cut + day * DAY for day in days)):
        tallies = Tallies()
        for (at, what, whose, detail), values in moves.by.items():
            if at <= cut:
                tallies.enter(TallyPart(what, whose, detail, values))
        once = moment_of(history.entries, replace(basis, cut=cut)).replay.tallies
        assert tallies.sums == once.sums


@LAWS
@given(histories(14), bases())
def test_taking_everything_out_leaves_nothing(history: History, basis: Basis) -> None:
    replay = moment_of(history.entries, basis).replay
    replay.put((), list(replay.cases))
    assert replay.tallies == Replay().tallies


@LAWS
@given(histories(14), bases(), st.data())
def test_cases_may_be_put_in_any_order(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    replay = moment_of(history.entries, basis).replay
    cases = data.draw(st.permutations(list(replay.cases.values())))
    assert replayed(cases, basis.cut).tallies == replay.tallies


@LAWS
@given(histories(14), bases())
def test_rows_add_up_to_every_score(history: History, basis: Basis) -> None:
    scores = moment_of(history.entries, basis).scores
    for source in SOURCES:
        for role in ROLES:
            for field in FIELDS:
                score = scores.score(source, "press", role, field)
                prior = score.prior * score.strength
                a = fsum([prior, *(one.plus for one in score.rows)])
                b = score.strength - prior
                b = fsum([b, *(one.minus for one in score.rows)])
                assert abs(a - score.a) < 1e-12
                assert abs(a / (a + b) - score.mean) < 1e-12
                low, high = score.interval
                assert 0 <= low <= high <= 1


@LAWS
@given(histories(), bases(), st.data())
def test_a_relay_moves_the_score_of_relays_alone(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    claims = [e for e in history.entries if e.type == "round.reported"]
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
    relayed = numbered(
        [*said, ("e" * 64, "claim.relayed", stored("claim.relayed", relay))]
    )
    before, after = (moment_of(x, basis) for x in (history.entries, relayed))
    for slug in COMPANIES:
        rounds, others = before.company(slug), after.company(slug)
        for one, other in zip(rounds, others, strict=True):
            assert one.belief == other.belief
            price = of_one_round(one, rounds, before.scores)
            assert of_one_round(other, others, after.scores) == price
        worth = of_company(rounds, before.scores, basis.cut)
        assert of_company(others, after.scores, basis.cut) == worth
    for source in SOURCES:
        for role in ("original", "denial"):
            old, new = (x.scores.score(source, "press", role) for x in (before, after))
            assert (old.a, old.b) == (new.a, new.b)


@LAWS
@given(histories(ours=False), bases(), st.data())
def test_a_slip_of_ours_that_is_corrected_was_never_made(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    claims = [e for e in history.entries if e.type == "round.reported"]
    if not claims:
        return
    right = data.draw(st.sampled_from(claims))
    slip = {
        "published": data.draw(st.sampled_from(DATES)),
        "stage": data.draw(st.sampled_from(STAGES)),
    }
    applied = {name: right.data[name] for name in slip}
    said = [(e.id, e.type, dict(e.data)) for e in history.entries]
    said[right.seq] = (right.id, right.type, {**right.data, **slip})
    wrong = numbered(said)
    corrected = stored(
        "entry.corrected", {"target": right.id, "set": applied, "reason": "a slip"}
    )
    entries = numbered([*said, ("e" * 64, "entry.corrected", corrected)])
    assert seen(entries, basis) == seen(history.entries, basis)
    before = replace(basis, known_at=history.last)
    assert seen(entries, before) == seen(wrong, before)


@LAWS
@given(histories(), bases(), st.data())
def test_what_is_voided_left_no_trace(
    history: History, basis: Basis, data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(history.entries[-3:]))
    said = [(e.id, e.type, dict(e.data)) for e in history.entries]
    voiding = stored("entry.voided", {"target": chosen.id, "reason": "wrong"})
    voided = numbered([*said, ("e" * 64, "entry.voided", voiding)])
    rest = [entry for entry in history.entries if entry.id != chosen.id]
    if chosen.type.endswith(".registered"):
        return
    assert seen(voided, basis) == seen(rest, basis)
    then = replace(basis, known_at=history.last)
    assert seen(voided, then) == seen(history.entries, then)
