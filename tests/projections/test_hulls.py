"""One figure out of what several say of one price."""

from typing import Any

import pytest

from ledger.claims.figures import Figure, parse_figure
from ledger.projections.claims import Claim
from ledger.projections.hulls import (
    ClaimedPrice,
    Tier,
    after_money,
    amount_in,
    apart,
    hulls_of,
    newest_words,
    primary_words,
    span,
    words_of,
)
from tests.projections.entries import amount, claims_of, price, report


def claim(*prices: dict[str, Any], raised: tuple[dict[str, Any], ...] = ()) -> Claim:
    return claims_of(report(1, valuation=list(prices), raised=list(raised)))[1]


def word(figure: str, kind: str = "post_money", **more: Any) -> ClaimedPrice:
    return ClaimedPrice(more.pop("claim", claim()), parse_figure(figure), kind, **more)


def given(text: str) -> tuple[Figure, Claim]:
    """An amount of the round, and the claim that gives it."""
    return parse_figure(text), claim()


def figures(*texts: str) -> list[Any]:
    return [parse_figure(text) for text in texts]


@pytest.mark.parametrize(
    ("texts", "spanned"),
    [
        (["5B", "6B"], "5B..6B"),
        (["5B", "4B..6B", "c.9B", "3B+", "..20B"], "4B..6B"),
        (["c.5B", "c.6B", "3B+"], "5B..6B"),
        (["c.5B"], "c.5B"),
        (["3B+", "4B+"], "4B+"),
        (["..9B", "..8B"], "..8B"),
        (["3B+", "..8B"], "3B..8B"),
        (["8B+", "..8B"], "8B"),
        (["9B+", "..8B"], "9B+"),
    ],
)
def test_the_tightest_figures_make_the_hull(texts: list[str], spanned: str) -> None:
    assert str(span(figures(*texts))) == spanned


@pytest.mark.parametrize(
    ("texts", "far"),
    [
        (["1B", "1.25B"], False),
        (["1B", "1.26B"], True),
        (["1B..2B"], False),
        (["1B..1.25B"], False),
        (["1B+", "2B+"], False),
        (["..1B", "..2B"], False),
        (["2B+", "..1B"], True),
        (["undisclosed", "2B"], False),
    ],
)
def test_words_more_than_a_quarter_apart_differ(texts: list[str], *, far: bool) -> None:
    assert apart(figures(*texts)) is far


def test_a_price_after_the_money_goes_before_the_other_kinds() -> None:
    both = claim(price("8B", "pre_money"), price("10B"), price("9B", "unspecified"))
    kinds = ("post_money", "unspecified", "pre_money", "sought")
    for at in range(3):
        assert [one.kind for one in primary_words(both, kinds[at:])] == [kinds[at]]
    assert primary_words(both, ["sought", "tender"]) == []
    assert primary_words(claim(), kinds) == []


def test_a_claim_has_a_word_for_each_kind_and_currency() -> None:
    said = claim(price("10B"), price("EUR9B"), price("8B", "pre_money"))
    found = words_of(said, ["post_money", "pre_money"])
    assert [(one.kind, str(one.figure)) for one in found] == [
        ("post_money", "EUR9B"),
        ("post_money", "10B"),
        ("pre_money", "8B"),
    ]
    assert all(one.tiers == () and not one.derived for one in found)
    assert words_of(said, ["mark"]) == []
    assert words_of(claim(price("undisclosed")), ["post_money"]) == []


def test_several_prices_of_one_kind_are_tiers_in_order_of_amount() -> None:
    prices = [price("450M", part="first"), price("350M", part="second")]
    raised = (
        amount("35M", "tranche", part="First"),
        amount("EUR5M", "tranche", part="second"),
        amount("10M", "tranche", part="second"),
        amount("99M"),
    )
    for order in (prices, prices[::-1]):
        (found,) = words_of(claim(*order, raised=raised), ["post_money"])
        assert str(found.figure) == "350M..450M"
        assert found.tiers == (
            Tier("second", parse_figure("350M"), None),
            Tier("first", parse_figure("450M"), parse_figure("35M")),
        )


def test_one_price_told_twice_is_no_tier_unless_its_parts_are_two() -> None:
    (same,) = words_of(claim(price("5B"), price("5B")), ["post_money"])
    assert same.tiers == ()
    parts = claim(price("5B", part="a"), price("5B", part="b"))
    (two,) = words_of(parts, ["post_money"])
    assert (str(two.figure), len(two.tiers)) == ("5B", 2)


@pytest.mark.parametrize(
    ("raised", "found"),
    [
        ((amount("2B"),), "2B"),
        ((amount("2B"), amount("3B", "committed")), "2B"),
        ((amount("3B", "committed"), amount("4B", "raised_to_date")), "3B"),
        ((amount("4B", "raised_to_date"),), "4B"),
        ((amount("2B"), amount("3B")), "2B..3B"),
        ((amount("2B", "target"),), None),
        ((amount("EUR2B"),), None),
        ((amount("2B", part="a"),), None),
        ((amount("undisclosed"),), None),
        ((amount("EUR2B"), amount("3B", "committed")), "3B"),
    ],
)
def test_the_amount_of_the_whole_round(
    raised: tuple[dict[str, Any], ...], found: str | None
) -> None:
    amount_found = amount_in(claim(raised=raised), "USD")
    assert (amount_found and str(amount_found)) == found


def test_the_amount_makes_a_price_before_the_money_one_after_it() -> None:
    found = after_money(word("8B", "pre_money"), given("2B"))
    assert (str(found.figure), found.kind, found.derived) == ("10B", "post_money", True)
    assert found.said == (parse_figure("8B"), "pre_money")
    own = word("8B", "pre_money", claim=claim(raised=(amount("3B"),)))
    assert str(after_money(own, given("2B")).figure) == "11B"


@pytest.mark.parametrize(
    ("said", "added"),
    [
        (word("8B"), "2B"),
        (word("8B", "unspecified"), "2B"),
        (word("8B", "pre_money"), None),
        (word("8B", "pre_money"), "EUR2B"),
        (
            word(
                "8B",
                "pre_money",
                tiers=(Tier("a", parse_figure("8B"), None),) * 2,
            ),
            "2B",
        ),
    ],
)
def test_any_other_price_stays(said: ClaimedPrice, added: str | None) -> None:
    found = after_money(said, None if added is None else given(added))
    assert found == said
    assert found.derived is False


def hulled(
    *words: ClaimedPrice, added: str | None = None
) -> list[tuple[str, str, int]]:
    found = hulls_of(words, None if added is None else given(added))
    return [(str(hull.figure), hull.kind, len(hull.words)) for hull in found]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([word("5B"), word("6B")], [("5B..6B", "post_money", 2)]),
        ([word("5B"), word("5B", "unspecified")], [("5B", "post_money", 2)]),
        ([word("5B"), word("6B", "unspecified")], [("5B..6B", "unspecified", 2)]),
        ([word("5B"), word("4B+")], [("5B", "post_money", 2)]),
        (
            [word("5B"), word("6B+")],
            [("5B", "post_money", 1), ("6B+", "post_money", 1)],
        ),
        (
            [word("5B"), word("c.9B")],
            [("5B", "post_money", 1), ("c.9B", "post_money", 1)],
        ),
        (
            [word("8B", "pre_money"), word("10B")],
            [("10B", "post_money", 1), ("8B", "pre_money", 1)],
        ),
        ([word("8B", "pre_money"), word("7B+")], None),
        ([word("3B+"), word("..8B")], [("3B..8B", "post_money", 2)]),
        (
            [word("9B+"), word("..8B")],
            [("9B+", "post_money", 1), ("..8B", "post_money", 1)],
        ),
    ],
)
def test_words_make_a_figure_or_stand_apart(
    words: list[ClaimedPrice], found: list[tuple[str, str, int]] | None
) -> None:
    wanted = found or [("7B+", "post_money", 1), ("8B", "pre_money", 1)]
    assert hulled(*words) == wanted


def test_a_price_before_the_money_satisfies_a_floor_of_any_kind() -> None:
    floor = word("7B+", "unspecified")
    assert hulled(word("8B", "pre_money"), floor) == [("8B", "pre_money", 2)]
    higher = word("9B+", "unspecified")
    assert hulled(word("8B", "pre_money"), higher) == [
        ("8B", "pre_money", 1),
        ("9B+", "unspecified", 1),
    ]


def test_with_an_amount_both_kinds_are_one_figure() -> None:
    words = [word("8B", "pre_money"), word("10B")]
    (hull,) = hulls_of(words, given("2B"))
    assert (str(hull.figure), hull.kind, hull.derived) == ("10B", "post_money", True)
    (plain,) = hulls_of([word("10B")])
    assert (plain.derived, plain.differ, plain.tiers) == (False, False, ())
    assert plain.blended is None


def test_figures_that_stand_apart_differ_when_they_are_far() -> None:
    near = hulls_of([word("5B"), word("c.6B")])
    far = hulls_of([word("5B"), word("c.9B")])
    assert [hull.differ for hull in near] == [False, False]
    assert [hull.differ for hull in far] == [True, True]
    (one,) = hulls_of([word("5B"), word("9B")])
    assert one.differ is True


def tiered(*tiers: tuple[str, str | None]) -> ClaimedPrice:
    made = tuple(
        Tier(str(n), parse_figure(at), None if of is None else parse_figure(of))
        for n, (at, of) in enumerate(tiers)
    )
    return word("1B", tiers=made)


@pytest.mark.parametrize(
    ("words", "blended"),
    [
        ([tiered(("1B", "100M"), ("2B", "100M"))], "USD1333333333"),
        ([tiered(("1B", "100M"), ("2B", "200M"))], "1.5B"),
        ([tiered(("1B", "100M"), ("2B", "200M"), ("9B", None))], "1.5B"),
        ([tiered(("1B", "100M"), ("2B", None))], None),
        ([tiered(("1B", "100M"), ("2B..3B", "1M"))], None),
        ([tiered(("1B", "100M"), ("2B", "1M..2M"))], None),
        ([tiered(("1B", "100M"), ("2B", "EUR1M"))], None),
        ([tiered(("1B", "100M"), ("2B", "1M+"))], None),
        ([tiered(("1B", "USD0"), ("2B", "USD0"))], None),
        (
            [tiered(("1B", "1M"), ("2B", "1M")), tiered(("1B", "1M"), ("3B", "1M"))],
            None,
        ),
        ([word("1B")], None),
    ],
)
def test_the_blended_price_is_money_over_shares(
    words: list[ClaimedPrice], blended: str | None
) -> None:
    (hull,) = hulls_of(words)
    assert hull.blended == (None if blended is None else parse_figure(blended))


def test_each_origin_speaks_with_its_newest_words() -> None:
    told = claims_of(report(1), report(2), report(3), report(4, "herald"))
    words = [word(f"{seq}B", claim=told[seq]) for seq in told]
    days = {1: (1,), 2: (2,), 3: (2,), 4: (0,)}
    kept = newest_words(words, lambda one: days[one.claim.seq])
    assert [one.claim.seq for one in kept] == [2, 3, 4]
