"""Laws of a company's story: whatever entered, at any cut, it is the fold of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.accounts import Accounts
from ledger.projections.basis import Basis
from ledger.projections.closing import closed_by_time
from ledger.projections.explain import Reason, explanation_at
from ledger.projections.names import directory_of
from ledger.projections.raised import raised_at
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt, company_at
from ledger.projections.story import Story, known_from
from ledger.projections.timeline import in_order, rounds_of, timeline_at
from ledger.projections.valuations import valuation_at
from ledger.projections.valued import Valuation
from ledger.projections.visible import apply_corrections, published_rows, seen
from tests.laws.answers import observed
from tests.laws.strategies import (
    COMPANIES,
    CUTS,
    LAWS,
    MISSING,
    Event,
    History,
    bases,
    histories,
    ids,
    names,
    numbered,
    published,
    stored,
)
from tests.laws.test_raised import ITEMS

SPREAD = ("a", "b", "c", "d")


@st.composite
def spread(draw: st.DrawFn, size: int = 16) -> History:
    """Give a history whose claims are spread over more rounds, some kept apart, some
    with money that is conditional: what components must be put together for.
    """
    history = draw(histories(size))
    told = []
    for entry in history.entries:
        data = dict(entry.data)
        if entry.type == "round.reported":
            label = draw(st.sampled_from(SPREAD))
            data["round"] = f"{data['company']}/{label}"
            if "raised" in data and draw(st.booleans()):
                condition = draw(st.sampled_from(["open", "met", "dropped"]))
                more = {"basis": "conditional", "condition": condition}
                data["raised"] = [{**x, **more} for x in data["raised"][:1]]
        told.append((entry.id, entry.type, data))
    for number in range(draw(st.integers(0, 2))):
        one, other = draw(st.lists(st.sampled_from(SPREAD), min_size=2, max_size=2))
        pair = {"round": f"ash/{one}", "other": f"ash/{other}"}
        apart = {"company": "ash", **pair, "reason": "two closings"}
        told.append((f"{number}e".ljust(64, "0"), "rounds.kept_apart", apart))
    return History(numbered(told))


def read(history: History) -> tuple[list[Entry], list[Row], Directory]:
    """Give what is recorded, what is published, and who speaks."""
    applied = apply_corrections(history.entries).entries
    names = [entry for entry in applied if "company" not in entry.data]
    return applied, published_rows(applied), directory_of(names)


def all_of(company: CompanyAt, basis: Basis) -> dict[str, Any]:
    """Give all that can be observed of a company, but its own story."""
    numbers = {row.seq: row.id for row in company.rows}
    numbers |= {entry.seq: entry.id for entry in company.recorded}
    found = observed(company, basis, numbers)
    del found["timeline"]
    return found | {
        "slug": company.slug,
        "rows": [row.id for row in company.rows],
        "claims": list(company.claims),
        "prices": [claim.id for claim in company.prices],
        "aside": {*valuation_at(company, basis, aside=True).set_aside},
        "merged": {name: row.id for name, row in company.identity.merged.items()},
        "ranks": [company.may.of(claim) for claim in company.claims.values()],
        "ends": company.ends,
        "closed": [closed_by_time(x, company) for x in company.denials if x.ids],
    }


@LAWS
@given(
    spread(), st.sampled_from(COMPANIES), bases(), st.lists(CUTS, max_size=5), st.data()
)
def test_a_story_is_at_every_cut_the_fold_of_what_is_visible(
    history: History, slug: str, first: Basis, cuts: list[int], data: st.DataObject
) -> None:
    recorded, rows, directory = read(history)
    story, entered = Story(slug, directory, recorded), list[Row]()
    for cut in sorted({first.cut, *cuts}):
        basis = first.at(cut)
        there = seen(rows, cut, possible=basis.possible)
        fresh = [row for row in there if row not in entered]
        for row in data.draw(st.permutations(fresh)):
            story.enter(row)
        entered = there
        folded = company_at(slug, there, directory, cut, recorded)
        assert all_of(story.at(basis), basis) == all_of(folded, basis)
        assert story.at(basis) is story.at(basis)


@LAWS
@given(
    spread(), st.sampled_from(COMPANIES), bases(), st.lists(CUTS, max_size=5), st.data()
)
def test_accounts_that_go_on_are_those_of_the_fold(
    history: History, slug: str, first: Basis, cuts: list[int], data: st.DataObject
) -> None:
    recorded, rows, directory = read(history)
    story, accounts, entered = Story(slug, directory, recorded), Accounts(), list[Row]()
    for cut in sorted({first.cut, *cuts}):
        basis = first.at(cut)
        there = seen(rows, cut, possible=basis.possible)
        for row in data.draw(st.permutations([x for x in there if x not in entered])):
            story.enter(row)
        entered = there
        account = accounts.at(story.at(basis), basis)
        folded = company_at(slug, there, directory, cut, recorded)
        explained = explanation_at(folded, basis, evidence=False)
        reasons = [x for part in account.parts.values() for x in part.reasons]
        reasons.sort(key=lambda reason: reason.claim.row.key)
        assert [told(x, account.valuation) for x in reasons] == [
            told(x, explained.valuation) for x in explained.reasons
        ]
        assert account.commons == {x.common for x in explained.reasons if x.common}


def told(reason: Reason, valuation: Valuation) -> tuple[object, ...]:
    """Give what is told of a claim, a common reason in the words of some figures."""
    common = reason.common
    words = reason.reason if common is None else common.words(valuation)
    return reason.claim.id, reason.counted, words, reason.against


@st.composite
def one_round(draw: st.DrawFn, size: int = 14) -> History:
    """Give a history of one round, told in order: what is said, and what answers it,
    mostly by whom it takes to change something; with money of every kind.
    """
    day, said, told = date(2024, 1, 1), dict[str, str](), list[Event]()
    for id_ in ids(size):
        day += timedelta(days=draw(st.sampled_from((0, 0, 1, 1, 9, 400))))
        when = st.just(day.isoformat())
        type_, data = draw(published([*said, MISSING] if said else [MISSING], when))
        if type_ in {"companies.merged", "rounds.merged"} and draw(st.integers(0, 3)):
            continue
        if type_ == "round.reported" and draw(st.integers(0, 5)):
            data |= {"company": "ash", "round": "ash/a"}
            data.pop("supersedes", None)
        said_of = data.get("set", data)
        if "raised" in said_of and draw(st.booleans()):
            items = st.lists(st.sampled_from(ITEMS), min_size=1, max_size=3)
            said_of["raised"] = draw(items)
        if data.get("claim") in said and "source" in data and draw(st.integers(0, 2)):
            data["source"] = said[data["claim"]]
        said[id_] = data.get("source", "paper")
        told.append((id_, type_, stored(type_, data)))
    return History(numbered([*names(), *told]))


@LAWS
@given(one_round(), bases())
def test_a_round_that_is_told_event_by_event_is_the_fold_of_all(
    history: History, first: Basis
) -> None:
    recorded, rows, directory = read(history)
    story, entered = Story("ash", directory, recorded), list[Row]()
    cut = 0
    for row in rows:
        cut = max(cut, known_from(row, first))
        basis = first.at(cut)
        story.enter(row)
        entered.append(row)
        folded = company_at("ash", entered, directory, cut, recorded)
        assert all_of(story.at(basis), basis) == all_of(folded, basis)


@LAWS
@given(spread(), st.sampled_from(COMPANIES), bases(), st.data())
def test_what_leaves_a_story_is_as_if_it_had_never_been_there(
    history: History, slug: str, basis: Basis, data: st.DataObject
) -> None:
    recorded, rows, directory = read(history)
    story, there = Story(slug, directory, recorded), list[Row]()
    for row in data.draw(st.permutations(rows)):
        story.enter(row)
        there.append(row)
        if data.draw(st.integers(0, 2)):
            continue
        if data.draw(st.booleans()):
            story.at(basis)
        story.leave(there.pop(data.draw(st.integers(0, len(there) - 1))))
    there.sort(key=lambda row: row.key)
    folded = company_at(slug, there, directory, basis.cut, recorded)
    assert all_of(story.at(basis), basis) == all_of(folded, basis)


def told_anew(company: CompanyAt, directory: Directory, basis: Basis) -> list[Any]:
    """Tell a story by folding all that was told, after each event."""
    moments = []
    rows = in_order(company.rows)
    for index, (place, row) in enumerate(rows):
        at = basis.at(min(place[0], basis.cut))
        told = sorted((x for _, x in rows[: index + 1]), key=lambda x: x.key)
        then = company_at(company.slug, told, directory, at.cut, company.recorded)
        first = min(rounds_of(row, company), default=None)
        found = then.rounds.get(first or "")
        standing = None if found is None else found.standing
        moments.append((row, valuation_at(then, at), first, standing))
    return moments


@LAWS
@given(spread(), st.sampled_from(COMPANIES), bases())
def test_a_timeline_shows_what_was_folded_after_each_event(
    history: History, slug: str, basis: Basis
) -> None:
    recorded, rows, directory = read(history)
    there = seen(rows, basis.cut, possible=basis.possible)
    company = company_at(slug, there, directory, basis.cut, recorded)
    told = timeline_at(company, directory, basis)
    found = [(x.row, x.believed, x.round, x.standing) for x in told]
    assert found == told_anew(company, directory, basis)


@LAWS
@given(spread(), st.sampled_from(COMPANIES), bases(), st.lists(st.integers(-9, 9)))
def test_what_was_worked_out_for_a_stretch_of_days_holds_on_all_of_them(
    history: History, slug: str, basis: Basis, steps: Sequence[int]
) -> None:
    recorded, rows, directory = read(history)
    there = seen(rows, basis.cut, possible=basis.possible)
    company = company_at(slug, there, directory, basis.cut, recorded)
    days = {x + step for x in company.days(dated=True) for step in (-1, 0, 1)}
    forward = sorted(days | {basis.effective + step for step in steps})
    for day in (*forward, *forward[::-2]):
        for asked in (basis.on(day), basis.at(basis.cut)):
            fresh = company_at(slug, there, directory, basis.cut, recorded)
            assert valuation_at(company, asked) == valuation_at(fresh, asked)
            assert raised_at(company, asked) == raised_at(fresh, asked)


@LAWS
@given(
    spread(), st.sampled_from(COMPANIES), bases(), st.lists(CUTS, max_size=4), st.data()
)
def test_a_story_answers_for_days_in_any_order_as_the_fold_does(
    history: History, slug: str, first: Basis, cuts: list[int], data: st.DataObject
) -> None:
    recorded, rows, directory = read(history)
    story, entered = Story(slug, directory, recorded), list[Row]()
    for cut in sorted({first.cut, *cuts}):
        basis = first.at(cut)
        there = seen(rows, cut, possible=basis.possible)
        for row in (row for row in there if row not in entered):
            story.enter(row)
        entered, company = there, story.at(basis)
        folded = company_at(slug, there, directory, cut, recorded)
        days = {x + step for x in folded.days(dated=True) for step in (-1, 0)}
        some = st.sampled_from(sorted(days | {basis.effective}))
        for day in data.draw(st.lists(some, max_size=4)):
            for asked in (basis.on(day), basis):
                fresh = company_at(slug, there, directory, cut, recorded)
                assert valuation_at(company, asked) == valuation_at(fresh, asked)
                assert raised_at(company, asked) == raised_at(fresh, asked)
