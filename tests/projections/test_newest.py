"""The newest words of each origin, kept up claim by claim."""

from ledger.claims.entry import Entry
from ledger.projections.claims import Claim
from ledger.projections.hulls import words_of
from ledger.projections.newest import Newest
from tests.projections import entries
from tests.projections.entries import answer, price, report


def kept(*told: Entry) -> tuple[Newest, dict[int, Claim]]:
    newest, claims = Newest(), entries.claims_of(*told)
    for claim in reversed(claims.values()):
        newest.put(claim, words_of(claim, ["post_money"]))
    return newest, claims


def five(seq: int, by: str, on: str, figure: str = "5B", **part: str) -> Entry:
    return report(seq, by, on, valuation=[price(figure, **part)])


def figures(newest: Newest, without: tuple[int, ...] = ()) -> list[str]:
    return [str(word.figure) for word in newest.of_each(without).words]


def test_of_each_origin_the_newest_word_in_the_order_of_folds() -> None:
    newest, claims = kept(
        five(1, "a", "2024-01-01"),
        five(2, "b", "2024-01-02", "6B"),
        five(3, "a", "2024-01-03", "7B"),
    )
    assert figures(newest) == ["7B", "6B"]
    newest.take(claims[3])
    assert figures(newest) == ["5B", "6B"]
    newest.take(claims[1])
    newest.take(claims[1])
    assert figures(newest) == ["6B"]


def test_claims_may_be_left_out() -> None:
    newest, _ = kept(five(1, "a", "2024-01-01"), five(3, "a", "2024-01-03", "7B"))
    assert figures(newest, (3,)) == ["5B"]
    assert figures(newest, (1, 3)) == []
    assert figures(newest) == ["7B"]


def test_a_revision_makes_a_word_newer() -> None:
    new = {"set": {"valuation": [price("8B")]}}
    newest, _ = kept(
        five(1, "a", "2024-01-01"),
        five(2, "a", "2024-01-02", "6B"),
        answer(3, "revised", 1, "a", "2024-01-03", **new),
    )
    assert figures(newest) == ["8B"]


def test_what_was_said_of_other_parts_stands_next_to_it() -> None:
    newest, _ = kept(
        five(1, "a", "2024-01-01", part="first"),
        five(2, "a", "2024-01-02", "6B", part="second"),
    )
    assert figures(newest) == ["5B", "6B"]


def test_the_words_of_the_last_interval_of_all() -> None:
    newest, _ = kept(
        five(1, "a", "2024-01-01"),
        five(2, "b", "2024-01-03", "6B"),
        five(3, "a", "2024-01-03", "7B"),
    )
    _, words = newest.last()
    assert [str(word.figure) for word in words] == ["6B", "7B"]
    assert Newest().last() == ((), [])


def test_the_words_are_one_object_until_a_claim_comes_or_goes() -> None:
    newest, claims = kept(five(1, "a", "2024-01-01"), five(2, "b", "2024-01-02", "6B"))
    whole = newest.of_each()
    assert newest.of_each() is whole
    assert newest.of_each((99,)) is whole
    assert newest.of_each((2,)) is newest.of_each([2, 99])
    newest.take(claims[2])
    assert newest.of_each() is not whole
    assert figures(newest) == ["5B"]


def test_words_are_grouped_by_currency_in_their_order() -> None:
    newest, _ = kept(
        five(1, "a", "2024-01-01", "EUR4B"),
        five(2, "b", "2024-01-02"),
        five(3, "c", "2024-01-03", "EUR5B"),
    )
    groups = newest.of_each().groups
    assert {code: [str(x.figure) for x in groups[code]] for code in groups} == {
        "EUR": ["EUR4B", "EUR5B"],
        "USD": ["5B"],
    }
