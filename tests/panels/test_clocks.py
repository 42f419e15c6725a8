"""Both clocks of a panel: nothing looks ahead, and back-fill can be seen."""

from pathlib import Path
from typing import Any

from tests.panels.reading import Rows, read, rows_of, written
from tests.tales import Tale, told


def figures(rows: Rows) -> dict[str, tuple[str, str]]:
    return {row["as_of"][:7]: (row["figure"], row["amount_max"]) for row in rows}


def test_a_month_does_not_know_what_the_next_one_says(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-10")
    tale.reported("halcyon/a", "2B", by="halcyon-co", on="2024-03-10", stage="closed")
    rows = rows_of(tale.book, "valuations", since="2023-12", until="2024-03")
    assert figures(rows) == {
        "2024-01": ("reported", "1000000000"),
        "2024-02": ("reported", "1000000000"),
        "2024-03": ("confirmed", "2000000000"),
    }


def test_a_company_without_a_price_has_a_row_that_says_so(tale: Tale) -> None:
    tale.reported("halcyon/a", by="herald", on="2024-01-10", raised="5M")
    (row,) = rows_of(tale.book, "valuations", asked={"as_of": "2024-02"})
    assert (row["company"], row["figure"], row["amount_max"]) == ("halcyon", "", "")


def test_a_company_whose_money_is_disputed_has_a_row_that_says_so(tale: Tale) -> None:
    said = tale.reported("halcyon/a", by="herald", on="2024-01-10", raised="5M")
    tale.denied(said, by="halcyon-co", on="2024-02-10", scope="raised")
    tale.reported("kestrel/a", by="herald", on="2024-01-10", raised="5M")
    rows = rows_of(tale.book, "raised", since="2024-01", until="2024-02")
    names = ("company", "paid_max", "committed_max", "disputed_rounds")
    assert [tuple(row[x] for x in names) for row in rows] == [
        ("halcyon", "", "5000000", ""),
        ("halcyon", "", "", "halcyon/a"),
        ("kestrel", "", "5000000", ""),
        ("kestrel", "", "5000000", ""),
    ]


def test_a_company_that_was_bought_has_rows_that_say_into_which(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-10")
    tale.reported("kestrel/a", "1B", by="herald", on="2024-01-10")
    tale.merged("halcyon", "kestrel", "acquired", on="2024-03-05")
    rows = rows_of(
        tale.book, "valuations", ["halcyon"], since="2024-02", until="2024-03"
    )
    ends = [(row["figure"], row["merged_into"], row["merged_on"]) for row in rows]
    assert ends == [("reported", "", ""), ("", "kestrel", "2024-03-05")]
    every = rows_of(tale.book, "valuations", since="2024-02", until="2024-03")
    assert [row["company"] for row in every] == [*["halcyon"] * 2, *["kestrel"] * 2]


def test_companies_that_turn_out_to_be_one_have_one_row_from_then_on(
    tale: Tale,
) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-10")
    tale.reported("kestrel/b", "2B", by="herald", on="2024-01-10")
    tale.merged("halcyon", "kestrel", "identical", on="2024-02-05")
    rows = rows_of(tale.book, "rounds", since="2024-01", until="2024-02")
    assert [(row["as_of"][:7], row["round"]) for row in rows] == [
        ("2024-01", "halcyon/a"),
        ("2024-01", "kestrel/b"),
        ("2024-02", "kestrel/a"),
        ("2024-02", "kestrel/b"),
    ]
    span = {"since": "2024-01", "until": "2024-02"}
    asked = rows_of(tale.book, "rounds", ["halcyon"], None, **span)
    assert [row["company"] for row in asked] == ["halcyon", "kestrel", "kestrel"]
    panel = tale.book.panel("rounds", tale.book.basis(), ["halcyon"])
    assert {row["company"] for row in read(written(panel))} == {"kestrel"}
    assert list(panel.notes()) == []


def back_filled(tale: Tale) -> None:
    """One report recorded in time, one only in July."""
    tale.clock("2024-01-12")
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-10")
    tale.clock("2024-07-01")
    tale.reported("halcyon/a", "2B", by="halcyon-co", on="2024-03-10", stage="closed")
    tale.clock("2024-09-02")


def test_what_was_filled_in_afterwards_is_counted_in_its_row(tmp_path: Path) -> None:
    with told(tmp_path, "2024-01-01") as tale:
        back_filled(tale)
        rows = rows_of(tale.book, "valuations", since="2024-01", until="2024-08")
    late = {row["as_of"][:7]: (row["amount_max"][0], row["late"]) for row in rows}
    assert late["2024-01"] == ("1", "0")
    assert late["2024-03"] == ("2", "1")
    assert late["2024-06"] == ("2", "1")
    assert late["2024-07"] == ("2", "0")
    assert {row["known_at"] for row in rows} == {rows[-1]["known_at"]}
    march = rows[2]
    assert march["published"] == "2024-03-10"
    assert march["published_to"] == "2024-03-11T00:00:00Z"
    assert march["recorded"] == march["recorded_last"] == "2024-07-01T00:00:00Z"


def test_known_then_leaves_out_what_was_filled_in_afterwards(tmp_path: Path) -> None:
    span: dict[str, Any] = {"since": "2024-01", "until": "2024-08", "then": True}
    with told(tmp_path, "2024-01-01") as tale:
        back_filled(tale)
        rows = rows_of(tale.book, "valuations", **span)
        seen = {row["as_of"][:7]: row["amount_max"][0] for row in rows}
        assert [seen[f"2024-0{month}"] for month in range(1, 9)] == list("11111122")
        assert {row["late"] for row in rows} == {"0"}
        assert len({row["known_at"] for row in rows}) == 2
        before = written(tale.book.panel("valuations", tale.book.basis(), **span))
        tale.reported("halcyon/b", "9B", by="herald", on="2024-02-10")
        tale.corrected(
            tale.reported("halcyon/c", "9B", by="herald", on="2024-02-11"),
            published="2024-02-12",
        )
        assert (
            written(tale.book.panel("valuations", tale.book.basis(), **span)) == before
        )


def test_known_then_is_what_the_ledger_would_have_printed(tmp_path: Path) -> None:
    with told(tmp_path, "2024-01-01") as tale:
        back_filled(tale)
        for table in ("valuations", "raised", "rounds", "claims", "credibility"):
            rows = rows_of(
                tale.book, table, since="2024-01", until="2024-08", then=True
            )
            for month in range(1, 9):
                text = f"2024-0{month}"
                alone = rows_of(tale.book, table, asked={"known_at": text})
                there = [row for row in rows if row["as_of"].startswith(text)]
                assert there == alone, (table, text)


def test_one_table_known_then_is_what_was_on_record_by_its_day(tmp_path: Path) -> None:
    with told(tmp_path, "2024-01-01") as tale:
        back_filled(tale)
        asked = {"as_of": "2024-03-31"}
        (now,) = rows_of(tale.book, "valuations", asked=asked)
        (then,) = rows_of(tale.book, "valuations", asked=asked, then=True)
    assert (now["amount_max"][0], then["amount_max"][0]) == ("2", "1")


def test_a_revision_that_came_late_makes_its_row_late(tmp_path: Path) -> None:
    with told(tmp_path, "2024-01-01") as tale:
        tale.clock("2024-01-12")
        claim = tale.reported("halcyon/a", "1B", by="herald", on="2024-01-10")
        tale.clock("2024-07-01")
        tale.revised(claim, by="herald", on="2024-02-10", price="2B")
        rows = rows_of(tale.book, "valuations", since="2024-01", until="2024-06")
    assert [row["late"] for row in rows] == ["0", "1", "1", "1", "1", "1"]
    assert rows[1]["recorded"] == "2024-01-12T00:00:00Z"
    assert rows[1]["recorded_last"] == "2024-07-01T00:00:00Z"


def test_what_is_published_after_a_row_changes_no_byte_of_it(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-10")
    span: dict[str, Any] = {"since": "2024-01", "until": "2024-06", "then": False}
    last = str(tale.book.basis().known_at)
    panels = {}
    for table in ("valuations", "raised", "rounds", "claims", "credibility"):
        panels[table] = written(tale.book.panel(table, tale.book.basis(), **span))
    tale.denied("halcyon/a", by="halcyon-co", on="2024-07-02")
    tale.reported("halcyon/a", "5B", by="gazette", on="2024-07-03")
    for table, before in panels.items():
        basis = tale.book.basis(known_at=f"seq:{last}")
        assert written(tale.book.panel(table, basis, **span)) == before
        # The newest knowledge is another number, and nothing else is.
        rows = read(written(tale.book.panel(table, tale.book.basis(), **span)))
        assert [{**row, "known_at": last} for row in rows] == read(before)


def test_a_day_of_the_world_that_is_asked_for_is_that_of_all_rows(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-10")
    asked = {"effective": "2024-02-01"}
    rows = rows_of(
        tale.book, "valuations", asked=asked, since="2024-01", until="2024-03"
    )
    assert {row["about"] for row in rows} == {"2024-02-01"}
    rows = rows_of(tale.book, "valuations", since="2024-02", until="2024-03")
    assert [row["about"] for row in rows] == ["2024-02-29", "2024-03-31"]


def test_days_are_those_of_the_zone_that_is_asked_for(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-31[America/New_York]")
    span: dict[str, Any] = {"since": "2024-01", "until": "2024-02"}
    assert len(rows_of(tale.book, "valuations", **span)) == 1
    there = rows_of(tale.book, "valuations", asked={"tz": "America/New_York"}, **span)
    assert [row["published_before"] for row in there] == [
        "2024-02-01T05:00:00Z",
        "2024-03-01T05:00:00Z",
    ]


def test_a_token_gives_the_same_panel_again(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-10")
    tale.clock("2027-01-20")
    panel = tale.book.panel("claims", tale.book.basis(), since="2024-01")
    before = written(panel)
    tale.reported("halcyon/a", "2B", by="gazette", on="2024-01-10")
    tale.clock("2028-03-04")
    basis = tale.book.basis(token=panel.basis.token)
    again = tale.book.panel("claims", basis, since="2024-01")
    assert written(again) == before
    assert again.basis.token == panel.basis.token
