"""Claims at a cut: revised, retracted, copied, moved; and who is who."""

import pytest

from ledger.claims.dates import parse_days, parse_when
from ledger.claims.entry import Entry
from ledger.projections.claims import (
    Identity,
    claims_at,
    identity_at,
    origin_of,
    retractions_in,
    second,
)
from tests.projections.entries import (
    ROUND,
    amount,
    answer,
    claims_of,
    directory,
    entry,
    id_of,
    price,
    report,
    rows_of,
)
from tests.tales import Tale

ONE = "halcyon/s1"
TWO = "halcyon/s2"


def test_rounds_merged_in_a_circle_are_one_round(tale: Tale) -> None:
    tale.reported(ONE, "5B", by="the-wire", on="2024-01-10")
    tale.reported(TWO, "5B", by="herald", on="2024-01-10")
    tale.joined(ONE, TWO, on="2024-02-01")
    tale.joined(TWO, ONE, on="2024-02-02")
    assert list(tale.company(as_of="2024-02-02").rounds) == [TWO]


def test_a_chain_of_merged_rounds_ends_at_the_last(tale: Tale) -> None:
    tale.reported(ONE, "5B", by="the-wire", on="2024-01-10")
    tale.joined(TWO, "halcyon/s3", on="2024-02-01")
    tale.joined(ONE, TWO, on="2024-02-02")
    assert list(tale.company(as_of="2024-02-02").rounds) == ["halcyon/s3"]


def test_identical_companies_share_one_story_from_that_day_on(tale: Tale) -> None:
    tale.reported("kestrel/seed", "1B", by="the-wire", on="2024-01-10")
    tale.merged("kestrel", "halcyon", "identical", on="2024-03-01")
    assert tale.figure("reported", "kestrel", as_of="2024-02-29") == "1B"
    assert tale.company(as_of="2024-02-29").rounds == {}
    for slug in ("halcyon", "kestrel"):
        found = tale.company(slug, as_of="2024-03-01")
        assert (found.slug, list(found.rounds)) == ("halcyon", ["halcyon/seed"])


def test_an_acquired_company_keeps_its_history_and_loses_its_figures(
    tale: Tale,
) -> None:
    tale.reported("kestrel/seed", "1B", by="the-wire", on="2024-01-10")
    tale.merged("kestrel", "halcyon", "acquired", on="2024-03-01")
    assert tale.figure("reported", "kestrel", as_of="2024-02-29") == "1B"
    after = tale.valuation("kestrel", as_of="2024-03-01")
    assert after.ended is not None
    assert (after.ended.how, after.ended.into) == ("bought", "halcyon")
    assert (after.rows, after.headline) == ((), None)
    assert list(tale.company("kestrel", as_of="2024-03-01").rounds) == ["kestrel/seed"]
    assert tale.company(as_of="2024-03-01").rounds == {}


def test_companies_merged_in_a_circle_are_one_company(tale: Tale) -> None:
    tale.reported("kestrel/seed", "1B", by="the-wire", on="2024-01-10")
    tale.merged("kestrel", "halcyon", "identical", on="2024-03-01")
    tale.merged("halcyon", "kestrel", "identical", on="2024-03-02")
    assert list(tale.company(as_of="2024-03-02").rounds) == ["halcyon/seed"]


def test_copies_in_a_circle_leave_one_origin(tale: Tale) -> None:
    one = tale.reported(ONE, "5B", by="the-wire", on="2024-01-10")
    two = tale.reported(ONE, "5B", by="herald", on="2024-01-11")
    tale.copied(one, copy=two, on="2024-01-12")
    tale.copied(two, copy=one, on="2024-01-13")
    assert tale.round(ONE, as_of="2024-01-13").origins == ("the-wire",)


def test_a_copy_is_a_claim_until_it_is_known_to_be_one(tale: Tale) -> None:
    one = tale.reported(ONE, "5B", by="the-wire", on="2024-01-10")
    two = tale.reported(ONE, "5B", by="herald", on="2024-01-11")
    tale.copied(one, copy=two, on="2024-02-01")
    assert tale.standing(ONE, as_of="2024-01-31") == "corroborated"
    assert tale.standing(ONE, as_of="2024-02-01") == "reported"


def test_correcting_a_day_across_midnight_moves_the_event(tale: Tale) -> None:
    claim = tale.reported(ONE, "5B", by="the-wire", on="2024-01-20T00:30Z")
    tale.corrected(claim, published="2024-01-19T23:30Z")
    assert tale.figure("reported", as_of="2024-01-19") == "5B"
    assert tale.figure("reported", as_of="2024-01-18") is None


def revised(seq: int, target: int, on: str, **changes: object) -> Entry:
    return answer(seq, "revised", target, "the-wire", on, set=changes)


def relayed(seq: int, claim: int, on: str = "2024-01-20", **more: object) -> Entry:
    return entry(seq, "claim.relayed", claim=id_of(claim), published=on, **more)


def test_a_claim_as_it_was_first_said() -> None:
    claim = claims_of(report(1))[1]
    assert (claim.seq, claim.company, claim.round) == (1, "halcyon", ROUND)
    assert (claim.live, claim.dated) == (True, False)
    assert (claim.retracted, claim.copied) == (None, None)
    assert claim.days == parse_when("2024-01-10").day
    assert list(claim.states()) == [(claim.row, claim.said)]
    assert claim.word("stage") is claim.row


def test_a_claim_without_a_stage_is_a_rumour() -> None:
    assert claims_of(report(1, stage=None))[1].stage == "rumoured"


def test_a_revision_replaces_the_fields_that_it_names() -> None:
    first = report(1, valuation=[price("5B")], round_type="series_b", own_sourcing=True)
    claim = claims_of(
        first,
        revised(2, 1, "2024-01-12", valuation=[price("6B")]),
        revised(3, 1, "2024-01-14", stage="filed", effective="2024-01-09"),
    )[1]
    assert [str(item.figure) for item in claim.valuation] == ["6B"]
    assert (claim.stage, claim.said.round_type) == ("filed", "series_b")
    assert claim.said.own_sourcing is True
    assert (claim.dated, claim.days) == (True, parse_days("2024-01-09"))
    words = {name: claim.word(name).seq for name in ("valuation", "stage", "raised")}
    assert words == {"valuation": 2, "stage": 3, "raised": 1}
    assert claim.spoke("valuation") == claim.revised[0].key
    stages = [(row.seq, said.stage) for row, said in claim.states()]
    assert stages == [(1, "closed"), (2, "closed"), (3, "filed")]


@pytest.mark.parametrize("verb", ["revised", "retracted"])
def test_only_its_own_source_changes_a_claim(verb: str) -> None:
    more = {"set": {"stage": "filed"}} if verb == "revised" else {}
    other = claims_of(report(1), answer(2, verb, 1, "herald", "2024-01-12", **more))[1]
    assert (other.stage, other.live, other.revised) == ("closed", True, ())
    own = claims_of(report(1), answer(2, verb, 1, "the-wire", "2024-01-12", **more))[1]
    assert (own.stage == "filed") is (verb == "revised")
    assert own.live is (verb == "revised")


def test_the_first_retraction_is_the_one_that_counts() -> None:
    days = ("2024-01-12", "2024-01-11")
    taken = (
        answer(n, "retracted", 1, "the-wire", on) for n, on in enumerate(days, start=2)
    )
    claim = claims_of(report(1), *taken)[1]
    assert claim.retracted is not None
    assert claim.retracted.seq == 3


def test_a_carrier_makes_no_copy() -> None:
    claim = claims_of(report(1), relayed(2, 1, carrier="a-blog"))[1]
    assert [row.seq for row in claim.carriers] == [2]
    assert claim.live is True


@pytest.mark.parametrize(
    ("copy", "live"),
    [
        ({"valuation": [price("5B")]}, False),
        ({"valuation": [price("5B")], "raised": [amount("1B")]}, False),
        ({"valuation": [price("6B")]}, False),
        ({}, False),
        ({"valuation": [price("7B")]}, True),
        ({"valuation": [price("5B")], "raised": [amount("2B")]}, True),
        ({"valuation": [price("5B")], "own_sourcing": True}, True),
    ],
    ids=["same", "both", "before", "none", "price", "amount", "own"],
)
def test_a_copy_says_nothing_that_its_origin_never_said(
    copy: dict[str, object], *, live: bool
) -> None:
    origin = report(1, valuation=[price("6B")], raised=[amount("1B")])
    told = claims_of(
        origin,
        revised(2, 1, "2024-01-12", valuation=[price("5B")]),
        report(3, "herald", "2024-01-13", **copy),
        relayed(4, 1, copy=id_of(3)),
    )
    assert told[3].live is live
    assert [row.seq for row in told[1].carriers] == ([] if live else [4])


def test_a_relay_of_what_is_not_there_says_nothing() -> None:
    told = claims_of(
        report(1), relayed(2, 1, copy=id_of(9)), relayed(3, 9, copy=id_of(1))
    )
    assert (told[1].live, told[1].carriers) == (True, ())


def test_a_copy_of_a_copy_leads_back_to_the_origin() -> None:
    told = claims_of(
        report(1),
        report(2, "herald"),
        report(3, "gazette"),
        relayed(4, 1, copy=id_of(2)),
        relayed(5, 2, copy=id_of(3)),
        relayed(6, 1, copy=id_of(3), on="2024-01-21"),
    )
    claims = {claim.id: claim for claim in told.values()}
    assert [origin_of(claim, claims).seq for claim in told.values()] == [1, 1, 1]
    assert told[3].copied is not None
    assert told[3].copied.seq == 5
    del claims[id_of(1)]
    assert origin_of(told[3], claims).seq == 2


@pytest.mark.parametrize(
    ("by", "scope", "stands"),
    [
        ("herald", ["whole"], True),
        ("herald", ["valuation"], True),
        ("herald", ["raised"], False),
        ("a-blog", ["whole"], True),
        ("the-wire", ["whole"], False),
        ("fund", ["whole"], False),
        ("nobody", ["whole"], False),
    ],
)
def test_a_paper_that_stands_by_a_claim_is_one_more_origin(
    by: str, scope: list[str], *, stands: bool
) -> None:
    who = directory(
        *((slug, "press", ()) for slug in ("the-wire", "herald")),
        *(("a-blog", "blog", ()), ("fund", "investor", ())),
    )
    rows = rows_of(
        report(1),
        answer(2, "confirmed", 9, "herald", "2024-01-09", scope=["whole"]),
        answer(3, "confirmed", 1, by, "2024-01-12", scope=scope),
    )
    claims = claims_at(rows, Identity())
    second(claims, rows, who, {})
    (claim,) = claims.values()
    assert claim.origins("valuation") == (("the-wire", by) if stands else ("the-wire",))


def test_a_paper_that_took_it_back_is_none() -> None:
    who = directory(("the-wire", "wire", ()), ("herald", "press", ()))
    rows = rows_of(
        report(1),
        answer(2, "confirmed", 1, "herald", "2024-01-12", scope=["whole"]),
        answer(3, "retracted", 2, "herald", "2024-01-13"),
    )
    claims = claims_at(rows, Identity())
    second(claims, rows, who, retractions_in(rows))
    assert claims[id_of(1)].seconds == ()


def moved(seq: int, to: str, on: str) -> Entry:
    return entry(seq, "claim.moved", claim=id_of(1), to=to, published=on)


def joined(seq: int, round_: str, into: str, on: str) -> Entry:
    return entry(seq, "rounds.merged", round=round_, into=into, published=on)


@pytest.mark.parametrize(
    ("more", "company", "name"),
    [
        ([moved(2, "kestrel/a", "2024-02")], "kestrel", "kestrel/a"),
        (
            [moved(2, "halcyon/a", "2024-02"), moved(3, "halcyon/b", "2024-03")],
            "halcyon",
            "halcyon/b",
        ),
        (
            [
                moved(2, "halcyon/a", "2024-02"),
                joined(3, "halcyon/a", "halcyon/c", "2024-03"),
            ],
            "halcyon",
            "halcyon/c",
        ),
        (
            [
                joined(2, "halcyon/a", "halcyon/c", "2024-01"),
                moved(3, "halcyon/a", "2024-03"),
            ],
            "halcyon",
            "halcyon/a",
        ),
    ],
)
def test_a_claim_is_where_the_last_move_put_it(
    more: list[Entry], company: str, name: str
) -> None:
    rows = rows_of(report(1), *more)
    (claim,) = claims_at(rows, identity_at(rows)).values()
    assert (claim.company, claim.round) == (company, name)


def test_only_identical_companies_are_one() -> None:
    for form in ("identical", "acquired"):
        rows = rows_of(
            entry(1, "companies.merged", into="kestrel", form=form, published="2024")
        )
        found = identity_at(rows)
        one = form == "identical"
        assert found.company("halcyon") == ("kestrel" if one else "halcyon")
        assert found.round("halcyon/a") == ("kestrel/a" if one else "halcyon/a")
        assert found.company("other") == "other"


def test_a_merge_takes_along_what_was_merged_before_and_nothing_else() -> None:
    pairs = (("a", "b"), ("x", "y"), ("b", "c"))
    rows = rows_of(
        *(
            joined(n, f"halcyon/{old}", f"halcyon/{into}", f"2024-0{n}")
            for n, (old, into) in enumerate(pairs, 1)
        )
    )
    found = identity_at(rows)
    names = {name: found.round(f"halcyon/{name}")[8:] for name in "abcxyz"}
    assert names == {"a": "c", "b": "c", "c": "c", "x": "y", "y": "y", "z": "z"}
    assert {name[8:]: row.seq for name, row in found.merged.items()} == {
        "a": 1,
        "x": 2,
        "b": 3,
    }


def test_a_round_that_is_merged_into_itself_says_nothing() -> None:
    found = identity_at(rows_of(joined(1, "halcyon/a", "halcyon/a", "2024-01")))
    assert (found.rounds, found.merged) == ({}, {})
