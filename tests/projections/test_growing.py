"""A part that grows event by event; that it equals the fold is a law of stories."""

import pytest

from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.projections.growing import Growing
from ledger.projections.rounds import DAY, CompanyAt
from ledger.projections.standing import company_at
from tests.projections import entries
from tests.projections.entries import answer, entry, id_of, price, report, rows_of

VOICE = ("halcyon-co", "company", ["halcyon"])
FUND = ("fund", "investor", ())
SOURCES: Directory = entries.directory(
    ("the-wire", "wire", ()), ("herald", "press", ()), VOICE, FUND
)
LEADS = [{"name": "Fund", "lead": True}]
FIRST = report(1, stage="in_talks", valuation=[price("5B")])
DENIED = entry(
    *(2, "claim.denied"),
    claims=[id_of(1)],
    source="halcyon-co",
    published="2024-01-11",
    form="false",
)


def said(verb: str, by: str, target: int = 1, **data: object) -> Entry:
    return answer(9, verb, target, by, "2024-02-01", **data)


def about(type_: str, **data: object) -> Entry:
    return entry(9, type_, published="2024-02-01", **data)


def grown(*told: Entry, cut: int | None = None) -> tuple[CompanyAt | None, CompanyAt]:
    """Give what grows of all but the last event, told of it, and the fold of all."""
    rows = rows_of(*told)
    cut = rows[-1].when.hi if cut is None else cut
    part = company_at("halcyon", rows[:-1], SOURCES, cut)
    found = Growing(part, rows[:-1]).grown(rows[-1:], cut)
    return found, company_at("halcyon", rows, SOURCES, cut)


def seen(company: CompanyAt) -> object:
    rounds = [
        (x.name, x.standing, x.stage, x.news.seq, sorted(x.types, key=str), x.deadline)
        for x in company.rounds.values()
    ]
    claims = [
        (x.id, x.said, x.live, len(x.seconds), len(x.carriers), company.may.of(x))
        for x in company.claims.values()
    ]
    denials = [(x.row.seq, x.open, x.over, sorted(x.ids)) for x in company.denials]
    rows = [row.seq for row in company.rows]
    days = {*company.days(dated=False)}
    return rounds, claims, denials, rows, days


@pytest.mark.parametrize(
    "last",
    [
        report(9, "herald", "2024-02-01"),
        report(9, "halcyon-co", "2024-02-01", effective="2024-01"),
        report(9, on="2024-02-01", round="halcyon/series-c"),
        report(9, on="2024-02-01", investors=[{"name": "Fund Two"}]),
        said("revised", "the-wire", set={"stage": "closed"}),
        said("revised", "herald", set={"stage": "closed"}),
        said("retracted", "the-wire"),
        said("retracted", "herald"),
        said("retracted", "halcyon-co", 2),
        said("retracted", "the-wire", 7),
        said("confirmed", "halcyon-co", scope=["whole"]),
        said("confirmed", "herald", scope=["valuation"]),
        said("relayed", "herald", carrier="herald", form="cited"),
        about("claim.denied", round="halcyon/series-b", source="fund", form="false"),
        about("claim.denied", claims=[id_of(2)], source="fund", form="false"),
        about("claim.commented", claims=[id_of(1)], source="fund", form="no_comment"),
    ],
    ids=lambda x: f"{x.type} by {x.data.get('source')}",
)
def test_what_says_or_answers_something_enters(last: Entry) -> None:
    found, folded = grown(FIRST, DENIED, last)
    assert found is not None
    assert seen(found) == seen(folded)


@pytest.mark.parametrize(
    "last",
    [
        said("moved", "the-wire", to="halcyon/series-c"),
        said("relayed", "herald", copy=id_of(3), form="cited"),
        report(9, on="2024-02-01", round_type="acquisition"),
        about("company.ended", ended="shut_down"),
        about("claim.relayed", claim=id_of(1), copy=id_of(2), form="cited"),
    ],
    ids=lambda x: x.type,
)
def test_what_moves_more_than_it_names_is_folded_again(last: Entry) -> None:
    found, _ = grown(FIRST, DENIED, last)
    assert found is None


def test_an_event_that_is_told_late_is_folded_again() -> None:
    late, first = rows_of(FIRST, report(9, on="2024-01-09"))
    part = company_at("halcyon", [first], SOURCES, first.when.hi)
    assert Growing(part, [first]).grown([late], first.when.hi) is None


def test_an_event_that_another_named_before_it_came_is_folded_again() -> None:
    before = answer(3, "retracted", 9, "the-wire", "2024-01-20")
    found, folded = grown(FIRST, before, report(9, on="2024-02-01"))
    assert found is None
    assert not folded.claims[id_of(9)].live


def test_an_event_that_makes_somebody_entitled_is_folded_again() -> None:
    told = report(2, "fund", "2024-01-11")
    assert grown(FIRST, told, report(9, on="2024-02-01", investors=LEADS))[0] is None
    assert grown(FIRST, told, report(9, "herald", "2024-02-01"))[0] is not None


def test_one_who_speaks_no_more_for_a_round_is_folded_again() -> None:
    named, told = (
        report(2, on="2024-01-11", investors=LEADS),
        report(3, "fund", "2024-01-12"),
    )
    assert grown(FIRST, named, told, said("retracted", "the-wire", 2))[0] is None
    assert grown(FIRST, named, said("retracted", "the-wire", 2))[0] is not None


def test_time_alone_ends_a_round_of_which_nothing_new_was_told() -> None:
    rows = rows_of(FIRST)
    part = company_at("halcyon", rows, SOURCES, rows[0].when.hi)
    later = rows[0].when.hi + 365 * DAY
    found = Growing(part, rows).grown((), later)
    assert found is not None
    assert [x.standing for x in found.rounds.values()] == ["expired"]


def test_rounds_that_replace_each_other_are_told_again_together() -> None:
    old = report(2, round="halcyon/series-a", stage="in_talks", on="2024-01-09")
    first, last = (
        report(seq, on=on, stage="announced", supersedes=["halcyon/series-a"])
        for seq, on in ((3, "2024-01-10"), (9, "2024-02-01"))
    )
    found, folded = grown(old, FIRST, last)
    assert found is not None
    assert seen(found) == seen(folded)
    assert found.rounds["halcyon/series-a"].standing == "superseded"
    told = [old, first, said("retracted", "the-wire", 3)]
    found, folded = grown(*told)
    assert found is not None
    assert seen(found) == seen(folded)
    assert found.rounds["halcyon/series-a"].standing == "rumoured"
