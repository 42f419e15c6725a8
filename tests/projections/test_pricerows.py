"""From one figure and the words behind it to a row that can be printed."""

from tests.tales import Tale

ROUND = "halcyon/series-b"


def test_a_row_names_its_sources_and_all_of_its_events(tale: Tale) -> None:
    first = tale.reported(ROUND, "5B", by="herald", on="2024-01-10", stage="closed")
    tale.reported(ROUND, "5B", by="gazette", on="2024-01-12", stage="closed")
    tale.denied(first, by="founder", on="2024-01-13", scope="investors")
    (row,) = tale.valuation(as_of="2024-06-30").rows
    assert (row.sources, row.number) == (("herald", "gazette"), 2)
    assert (row.published, row.deniers) == ("2024-01-12", ())
    start = tale.book.event(first).seq
    assert row.events == (start, start + 1)


def test_a_denial_of_the_price_stands_behind_what_it_denies(tale: Tale) -> None:
    claim = tale.reported(ROUND, "5B", by="herald", on="2024-01-10", stage="closed")
    tale.denied(claim, by="founder", on="2024-01-13", scope="valuation")
    (row,) = tale.valuation(as_of="2024-06-30", headline="disputed").rows
    assert (row.disputed, row.deniers) == (True, ("founder",))
    start = tale.book.event(claim).seq
    assert row.events == (start, start + 1)
