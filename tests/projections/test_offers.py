"""What is chosen from, in order; that parts come and go is a law of stories."""

from ledger.projections.offers import Offers, SortedByKey, is_sale
from tests.projections.figures import valued


def test_things_stand_in_the_order_of_their_keys() -> None:
    ranked, things = SortedByKey[str](), {"b": 2, "a": 1, "d": 3, "c": 2}
    for name, key in things.items():
        ranked.put(1, (key,), name)
    assert "".join(ranked) == "abcd"
    assert [name for _, name in ranked.down()] == ["d", "c", "b", "a"]
    assert (ranked.least, ranked.most) == ((1,), (3,))
    assert list(ranked.before((2,))) == ["a"]
    assert list(ranked.before((3,))) == ["c", "b", "a"]
    assert ranked.between((2,), (3,)) == ["b", "c"]


def test_of_equal_things_the_very_one_is_taken_out() -> None:
    ranked = SortedByKey[list[int]]()
    one, other = [1], [1]
    ranked.put(1, (1,), one)
    ranked.put(1, (1,), other)
    ranked.put(-1, (1,), other)
    (left,) = ranked
    assert left is one
    ranked.put(-1, (1,), one)
    assert (list(ranked), ranked.least, ranked.most) == ([], None, None)


def test_nothing_offered_overtakes_nothing_and_ends_nothing() -> None:
    offers = Offers()
    assert offers.overtaken == Offers().overtaken
    assert offers.ending == ((), (), (), ())


def test_a_sale_is_a_transaction_that_nobody_denies() -> None:
    sale = valued(name="secondary", kind="tender")
    assert is_sale(sale)
    assert not is_sale(sale._replace(disputed=True))
    assert not is_sale(sale._replace(kind="mark"))
    assert not is_sale(sale._replace(name="sought"))
