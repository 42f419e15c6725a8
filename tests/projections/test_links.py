"""Which rounds are proposed as one, in which order, and what keeps them apart."""

import pytest

from ledger.projections.links import Link, Linked, may_be_one
from tests.tales import Tale

A, B, C = "halcyon/talks", "halcyon/series-b", "halcyon/bridge"


def linked(tale: Tale, as_of: str | None = None, known_at: str | None = None) -> Linked:
    """What may be one in Halcyon."""
    basis = tale.book.basis(as_of=as_of, known_at=known_at)
    (found,) = tale.book.links(basis, ["halcyon"]).value
    return found


def links(tale: Tale, **asked: str) -> list[Link]:
    return list(linked(tale, **asked).links)


def pairs(tale: Tale, **asked: str) -> list[tuple[str, str]]:
    """The rounds that would go, and into which."""
    return [(x.round.name, x.into.name) for x in links(tale, **asked)]


def two(tale: Tale, **other: object) -> tuple[str, str]:
    """The wire's talks of 5B, and what another source says of series B."""
    one = tale.reported(A, "5B", by="the-wire", on="2024-01-10", stage="in_talks")
    said = {"price": "5B", "by": "herald", "on": "2024-02-10", **other}
    return one, tale.reported(B, **said)  # type: ignore[arg-type]


def test_two_sources_with_one_price_under_two_labels_are_proposed(tale: Tale) -> None:
    two(tale)
    (link,) = links(tale)
    assert (link.round.name, link.into.name) == (A, B)
    assert link.best.days == 31
    assert [match.field for match in link.best.matches] == ["valuation"]
    assert len(link.events) == 2


def test_nothing_is_linked_by_itself(tale: Tale) -> None:
    two(tale)
    assert links(tale)
    assert set(tale.company().rounds) == {A, B}


@pytest.mark.parametrize(
    ("price", "alike"),
    [
        ("5.5B", False),
        ("c.5.5B", True),
        ("4B..5.2B", True),
        ("EUR5B", False),
        ("4B+", True),
        ("3B+", False),
        ("..6B", True),
        ("..7B", False),
        ("billions", False),
        ("undisclosed", False),
    ],
)
def test_figures_are_alike_if_their_ends_overlap(
    tale: Tale, price: str, *, alike: bool
) -> None:
    two(tale, price=price)
    assert bool(links(tale)) is alike


@pytest.mark.parametrize(
    ("on", "near"),
    [
        ("2024-04-09", True),
        ("2024-04-10", False),
        ("2024-Q2", True),
        ("2023-10-11", False),
    ],
)
def test_claims_are_at_most_ninety_days_apart(
    tale: Tale, on: str, *, near: bool
) -> None:
    two(tale, on=on)
    assert bool(links(tale)) is near


def test_days_of_the_world_go_before_days_of_publication(tale: Tale) -> None:
    two(tale, on="2026-06-01", effective="2024-01-12")
    assert links(tale)[0].best.days == 2


def test_a_date_longer_than_a_year_says_nothing(tale: Tale) -> None:
    two(tale, effective="2022/2024")
    assert links(tale) == []


@pytest.mark.parametrize(
    ("label", "kind", "fit"),
    [
        ("series-b", "series_b", True),
        ("series-b", "series_a", False),
        ("series-c-2", None, False),
        ("series-b-2", None, True),
        ("round-of-may", None, True),
        ("x", "growth", True),
        ("x", "debt", False),
        ("x", "acquisition", False),
    ],
)
def test_types_must_go_together_and_unknown_goes_with_all(
    tale: Tale, label: str, kind: str | None, *, fit: bool
) -> None:
    tale.reported(
        "halcyon/one", "5B", by="the-wire", on="2024-01-10", round_type="series_b"
    )
    name = f"halcyon/{label}"
    tale.reported(name, "5B", by="herald", on="2024-01-20", round_type=kind)
    assert bool(links(tale)) is fit


def test_a_target_may_be_the_total_of_another_label(tale: Tale) -> None:
    seeks = {"stage": "seeking", "raised": [("target", "1B")]}
    tale.reported(A, by="the-wire", on="2024-01-10", **seeks)  # type: ignore[arg-type]
    tale.reported(B, by="herald", on="2024-03-10", raised="1B")
    assert [match.field for match in links(tale)[0].best.matches] == ["raised"]


def test_a_share_of_one_investor_is_no_total(tale: Tale) -> None:
    part = {"figure": "1B", "basis": "per_investor", "part": "The Fund"}
    for name, raised in ((A, part), (B, {"figure": "1B", "basis": "round_total"})):
        tale.say(
            "round.reported",
            round=name,
            source="the-wire" if name == A else "herald",
            published="2024-01-10",
            stage="committed",
            raised=[raised],
        )
    assert links(tale) == []


def test_deals_that_one_source_tells_apart_are_two(tale: Tale) -> None:
    two(tale)
    assert links(tale)
    tale.reported(A, "4B", by="herald", on="2024-01-20")
    assert links(tale) == []
    rounds = tale.company().rounds
    for one, other in ((A, B), (B, A)):
        rounds[one].ones.clear()
        assert not may_be_one(rounds[one], rounds[other])


def test_talks_are_no_deal_that_a_source_tells_apart(tale: Tale) -> None:
    two(tale)
    tale.reported(A, "4B", by="herald", on="2024-01-20", stage="in_talks")
    assert links(tale)


@pytest.mark.parametrize(
    "answer", ["retracted", "copied", "moved", "joined", "superseded", "failed"]
)
def test_what_is_answered_already_is_not_proposed(tale: Tale, answer: str) -> None:
    one, other = two(tale)
    assert links(tale)
    match answer:
        case "retracted":
            tale.retracted(one, by="the-wire", on="2024-03-01")
        case "copied":
            tale.copied(one, copy=other, on="2024-03-01")
        case "moved":
            tale.moved(one, C, on="2024-03-01")
        case "joined":
            tale.joined(A, B, on="2024-03-01")
        case "superseded":
            tale.revised(other, by="herald", on="2024-03-01", supersedes=[A])
        case "failed":
            tale.reported(A, by="the-wire", on="2024-03-01", stage="failed")
    assert links(tale) == []
    assert links(tale, as_of="2024-02-29")


def test_a_refusal_is_remembered_on_every_day_and_can_be_taken_back(
    tale: Tale,
) -> None:
    two(tale)
    before = tale.book.log.head().seq
    refusal = tale.say(
        "rounds.kept_apart", company="halcyon", round=B, other=A, reason="two sales"
    )
    for asked in ({}, {"as_of": "2024-02-10"}):
        assert linked(tale, **asked).links == ()
        assert linked(tale, **asked).apart == (before + 1,)
    assert links(tale, known_at=f"seq:{before}")
    tale.voided(refusal)
    assert links(tale)


def test_a_refusal_outlives_a_merge_into_a_third(tale: Tale) -> None:
    two(tale)
    tale.reported(C, "5B", by="gazette", on="2024-02-11")
    tale.say(
        "rounds.kept_apart", company="halcyon", round=A, other=B, reason="two sales"
    )
    assert len(links(tale)) == 2
    tale.joined(B, C, on="2024-03-01")
    assert links(tale) == []


def test_a_refusal_that_keeps_nothing_apart_is_not_listed(tale: Tale) -> None:
    two(tale, price="50B")
    tale.say(
        "rounds.kept_apart", company="halcyon", round=A, other=B, reason="two sales"
    )
    assert linked(tale) == Linked((), ())


def test_the_confirmed_round_stays_and_the_only_claim_can_be_moved(tale: Tale) -> None:
    one, _ = two(tale, by="halcyon-co", stage="closed")
    tale.reported(A, "5B", by="gazette", on="2024-01-11", stage="in_talks")
    (link,) = links(tale)
    assert (link.into.name, link.movable) == (B, None)
    (early,) = links(tale, as_of="2024-02-10")
    assert early.into.name == B
    tale.voided(one)
    (link,) = links(tale)
    assert link.movable is not None


def test_a_round_that_was_denied_by_its_name_is_merged_not_emptied(tale: Tale) -> None:
    two(tale, stage="closed", by="halcyon-co")
    assert links(tale)[0].movable is not None
    tale.denied(A, by="founder", on="2024-01-12")
    assert links(tale)[0].movable is None


def test_the_strongest_pair_comes_first(tale: Tale) -> None:
    two(tale, raised="1B")
    far = {"price": "5B", "raised": "1B", "by": "gazette", "on": "2024-02-15"}
    tale.reported(C, **far)
    assert pairs(tale) == [(C, B), (A, B), (C, A)]


def test_figures_that_conflict_weigh_less(tale: Tale) -> None:
    two(tale, raised="1B")
    tale.reported(A, "5B", by="gazette", on="2024-02-10", raised="3B")
    tale.reported(C, "5B", by="fund", on="2024-02-14", raised="1B")
    assert [x.best.conflicts for x in links(tale)] == [False, False, False]
    assert links(tale)[0].best.matches[0].field == "raised"


def test_one_source_that_says_the_same_twice_is_a_duplicate(tale: Tale) -> None:
    for name, more in ((A, {}), (B, {}), (B, {"instrument": "equity"})):
        tale.reported(name, "5B", by="the-wire", on="2024-01-10", raised="1B", **more)
    found = links(tale)
    assert [(x.round.name, x.into.name) for x in found] == [(B, B), (A, B)]
    assert all(x.best.duplicate for x in found)


@pytest.mark.parametrize(
    "other", [{"on": "2024-01-11"}, {"raised": "2B"}, {"effective": "2024"}]
)
def test_one_source_that_says_something_else_is_no_duplicate(
    tale: Tale, other: dict[str, str]
) -> None:
    said = {"by": "the-wire", "on": "2024-01-10", "raised": "1B"}
    tale.reported(A, "5B", **said)
    tale.reported(B, "5B", **{**said, **other})
    assert links(tale) == []


@pytest.mark.parametrize(
    ("day", "kind", "twice"),
    [
        ("2024-01-05", "seed", True),
        ("2024", "seed", False),
        (None, "seed", False),
        ("2024-01-05", None, False),
    ],
)
def test_what_says_nothing_of_money_is_a_duplicate_only_of_one_day_and_type(
    tale: Tale, day: str | None, kind: str | None, *, twice: bool
) -> None:
    more = {"raised": "undisclosed", "effective": day, "round_type": kind}
    for name in (A, "halcyon/other"):
        tale.reported(name, by="the-wire", on="2024-01-10", **more)  # type: ignore[arg-type]
    assert [x.best.duplicate for x in links(tale)] == [True] * twice


def test_companies_that_turned_out_to_be_one_are_looked_at_together(tale: Tale) -> None:
    tale.reported(A, "5B", by="the-wire", on="2024-01-10", stage="in_talks")
    tale.reported("kestrel/series-b", "5B", by="herald", on="2024-02-10")
    assert links(tale) == []
    tale.merged("kestrel", "halcyon", "identical", on="2024-03-01")
    assert pairs(tale) == [(A, "halcyon/series-b")]


def test_a_deal_of_unsaid_money_and_one_of_debt_by_one_source_are_two(
    tale: Tale,
) -> None:
    for name, more in ((A, {}), (B, {"round_type": "debt"})):
        said = {"by": "the-wire", "on": "2024-01-10", "raised": "100M", **more}
        tale.reported(name, stage="closed", **said)
    rounds = tale.company().rounds
    assert not may_be_one(rounds[A], rounds[B])
    assert not pairs(tale)
