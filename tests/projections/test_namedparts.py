"""Parts under names: which of them are others than before."""

from ledger.projections.namedparts import NamedParts


def test_what_was_put_is_noted_and_what_was_not_there_is_not() -> None:
    named = NamedParts([("first", "one")])
    assert named.changes == 0
    named.put("second", "two")
    named.put("none", None)
    before = named.changes
    named.put("first", "three")
    named.put("second", None)
    assert named.found == {"first": "three"}
    assert named.since(0) == named.since(before) == {"first", "second"}
    assert named.since(named.changes) == set()


def test_parts_without_names_go_by_themselves() -> None:
    named, (one, other, last) = NamedParts[object](), (object(), object(), object())
    named.become([one, other])
    before = named.changes
    named.become([last, one])
    assert list(named.found.values()) == [last, one]
    assert named.since(before) == {id(other), id(last)}
