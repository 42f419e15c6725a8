"""A table that comes every week: rows that changed are told, with what to do."""

from pathlib import Path

import pytest

from tests.conftest import Sayso

WORDS = (
    *("--source", "src", "--create-companies", "yes"),
    *("--map", "Company=company", "--map", "Date=published"),
)
ROUNDS = (*WORDS, "--map", "Round=round", "--map", "N=raised:M")
FIRST = (
    "Company,Date,Round,N",
    "Halcyon,2024-06-11,Series B,468",
    "Northlight,2024-05-03,Series A,40",
    "Quill,2024-05-04,,12",
)


def imported(
    run: Sayso, rows: tuple[str, ...], *options: str, words: tuple[str, ...] = ROUNDS
) -> tuple[str, str]:
    """Import a table of some rows; give what is printed, and what is said of it."""
    Path("t.csv").write_text("\n".join(rows))
    done = run("import", "t.csv", *words, *options)
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def changed(rows: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    """The same rows, but for some text."""
    return tuple(row.replace(old, new) for row in rows)


def test_rows_that_changed_are_counted_and_named(table: Sayso) -> None:
    assert "differ" not in "".join(imported(table, FIRST))
    weekly = changed(changed(FIRST, "468", "500"), ",12", ",13")
    told, said = imported(table, (*weekly, "Zeta,2024-06-12,Seed,3"))
    assert told == (
        "t.csv: 3 recorded (2 differ from earlier claims), 1 already on record,"
        " 1 company registered\n"
    )
    assert "2 rows differ from earlier claims of the same source, round and day" in said
    assert "line 2 (event 3), line 4 (event 7)" in said
    assert "--from snapshot --key COLUMN --published DAY" in said
    assert "`sayso record void --import 8 --reason WHY`" in said
    voided = table("record", "void", "--import", "8", "--reason", "the table changed")
    assert voided.exit_code == 0, voided.stderr
    assert "halcyon: total 468M" in " ".join(table("raised").stdout.split())


def test_the_same_rows_and_rows_that_are_added_are_no_change(table: Sayso) -> None:
    imported(table, FIRST)
    told, said = imported(table, FIRST)
    assert told == "t.csv: 0 recorded, 3 already on record\n"
    assert "differ" not in said
    # The table means two rounds of a day: the first is still in it.
    told, said = imported(table, (*FIRST, "Quill,2024-05-04,,20"))
    assert told == "t.csv: 1 recorded, 3 already on record\n"
    assert "differ" not in said


@pytest.mark.parametrize(
    ("old", "new"),
    [("2024-06-11", "2024-06-12"), ("Series B", "Series C"), ("Halcyon", "Halcyon 2")],
)
def test_another_day_round_or_company_is_no_change(
    table: Sayso, old: str, new: str
) -> None:
    imported(table, FIRST)
    told, said = imported(table, changed(FIRST, old, new))
    assert told.startswith("t.csv: 1 recorded, 2 already on record")
    assert "differ" not in said


def test_another_source_and_what_was_voided_are_no_change(table: Sayso) -> None:
    imported(table, FIRST)
    table("source", "add", "other", "--name", "Other", "--kind", "press")
    weekly = changed(FIRST, "468", "500")
    _, said = imported(table, weekly, words=("--source", "other", *ROUNDS[2:]))
    assert "differ" not in said
    table("record", "void", "3", "--reason", "wrong")
    _, said = imported(table, weekly)
    assert "differ" not in said


def test_a_price_alone_that_changed_is_told(table: Sayso) -> None:
    rows = ("Company,Date,Mark", "Halcyon,2024-06-30,5B", "Quill,2024-06-30,2B")
    words = (*WORDS, "--map", "Mark=mark")
    imported(table, rows, words=words)
    told, said = imported(table, changed(rows, "5B", "6B"), words=words)
    assert "1 recorded (1 differs from an earlier claim)" in told
    assert "1 row differs from an earlier claim" in said
    assert "stands next to it: line 2 (event 3)" in said


def test_a_dry_run_tells_the_same(table: Sayso) -> None:
    imported(table, FIRST)
    _, said = imported(table, changed(FIRST, "468", "500"), "--dry-run")
    assert "1 new (1 differs from an earlier claim)" in said
    assert "would stand next to it: line 2 (event 3)" in said
    assert "--from snapshot" in said
    assert "record void" not in said, "nothing was recorded"


def test_what_was_corrected_to_what_the_table_says_does_not_differ(
    table: Sayso,
) -> None:
    imported(table, FIRST)
    fixed = "raised=round_total:500M"
    edited = table("record", "correct", "3", "--set", fixed, "--reason", "misread")
    assert edited.exit_code == 0, edited.stderr
    _, said = imported(table, changed(FIRST, "468", "500"))
    assert "differ" not in said


def test_snapshots_make_revisions_of_the_same_changes(table: Sayso) -> None:
    rows = tuple(f"{at},{row}" for at, row in enumerate(FIRST))
    rows = ("Id" + rows[0][1:], *rows[1:])
    for day, table_rows in enumerate((rows, changed(rows, "468", "500")), 1):
        words = ("--from", "snapshot", "--key", "Id", "--published", f"2024-07-0{day}")
        mapped = tuple(x.replace("published", "effective") for x in ROUNDS)
        _, said = imported(table, table_rows, *words, words=mapped)
        assert "differ" not in said
    assert "claim.revised" in table("log").stdout
    assert "halcyon: total 500M" in " ".join(table("raised").stdout.split())


def test_rows_that_were_voided_are_named_with_what_brings_them_back(
    table: Sayso,
) -> None:
    imported(table, FIRST)
    table("record", "void", "3", "--reason", "wrong")
    told, said = imported(table, FIRST)
    assert told == "t.csv: 0 recorded, 3 already on record\n"
    assert "1 row is on record as an event that was voided, and stays so" in said
    assert "event 3 (by event 8); `sayso record void 8 --reason WHY`" in said
    assert table("record", "void", "8", "--reason", "it was right").exit_code == 0
    _, said = imported(table, FIRST)
    assert "voided" not in said


def test_all_rows_that_were_voided_are_counted(table: Sayso) -> None:
    many = 1200
    rows = ("Company,Date,Round,N", *(f"Halcyon,2024-06-11,,{n}" for n in range(many)))
    imported(table, rows)
    half = (rows[0], *rows[1::2], "Halcyon,2024-06-12,,1")
    assert table("record", "void", "--import", "2", "--reason", "no").exit_code == 0
    told, said = imported(table, half)
    assert told == f"t.csv: 1 recorded, {many // 2} already on record\n"
    assert f"{many // 2} rows are on record as events that were voided" in said
    assert f", and {many // 2 - 5} more; `sayso record void" in said
