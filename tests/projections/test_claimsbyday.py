"""Claims by the days from which on they count."""

from ledger.projections.claimsbyday import Dues


def test_who_counts_otherwise_on_another_day() -> None:
    dues = Dues(10)
    for day, id_ in ((10, "a"), (11, "b"), (12, "c"), (12, "d"), (11, "c")):
        dues.put(day, id_)
    assert dues.go_to(10) == set()
    assert dues.go_to(11) == {"b", "c"}
    assert dues.go_to(30) == {"c", "d"}
    assert dues.go_to(11) == {"c", "d"}
    dues.take(11, "b")
    assert dues.go_to(9) == {"a", "c"}
    assert dues.day == 9
