"""Any CSV file: what its columns are said to mean, and what a row becomes."""

from decimal import Decimal

import pytest

from ledger.claims.figures import Figure
from ledger.errors import BadInput
from ledger.importers.formats import format_of
from ledger.importers.kit.guessing import example
from ledger.importers.kit.reading import column_from
from tests.importers.reading import lines_among, problems_among, read

MAPPED = ("Company=company", "Date=published")


def exactly(amount: str, currency: str = "USD") -> Figure:
    """A figure as the model of an event takes it."""
    return Figure(currency, Decimal(amount), Decimal(amount), "exact")


def said(text: str, *columns: str, **more: str | None) -> dict[str, object]:
    """The data of the one event that a table gives."""
    items, _ = read("csv", text, *MAPPED, *columns, **more)
    (line,) = lines_among(items)
    assert len(items) == 1
    return dict(line.data)


def told(text: str, *columns: str, **more: str | None) -> list[tuple[str, str, str]]:
    """What is wrong with a table of which nothing is right."""
    items, _ = read("csv", text, *MAPPED, *columns, **more)
    assert not lines_among(items)
    return [(it.where, it.field, it.message) for it in problems_among(items)]


def test_a_row_is_one_claim_about_a_round() -> None:
    text = (
        "Company,Date,Round,Type,Stage,$M,Post,Who,Lead,Link,Line\n"
        'xAI,2024-05-26,Series B,Series B,closed,6000,24B,"A; B",B,http://x,24\n'
    )
    found = said(
        text,
        "Round=round",
        "Type=round_type",
        "Stage=stage",
        "$M=raised:M",
        "Post=post_money",
        "Who=investors",
        "Lead=lead",
        "Link=url",
        "Line=locator",
    )
    assert found == {
        "published": "2024-05-26",
        "round": "series-b",
        "round_type": "series_b",
        "stage": "closed",
        "raised": [{"figure": exactly("6000000000"), "basis": "round_total"}],
        "valuation": [{"figure": exactly("24000000000"), "kind": "post_money"}],
        "investors": [{"name": "A", "lead": False}, {"name": "B", "lead": True}],
        "url": "http://x",
        "locator": "24",
        "source": "the-wire",
    }


def test_a_round_without_stage_and_label_is_announced_and_named_by_type_and_day() -> (
    None
):
    found = said("Company,Date,Type\nxAI,2024-05,seed\n", "Type=round_type")
    assert (found["stage"], found["round"]) == ("announced", "seed-2024-05")
    assert said("Company,Date\nxAI,2024\n")["round"] == "round-2024"


def test_prices_outside_a_round_are_no_round() -> None:
    text = "Company,Date,Mark\nxAI,2024-06-30,20\n"
    items, account = read("csv", text, *MAPPED, "Mark=mark:B")
    (line,) = lines_among(items)
    assert line.type == "valuation.reported"
    assert line.data == {
        "published": "2024-06-30",
        "source": "the-wire",
        "valuation": [{"figure": exactly("20000000000"), "kind": "mark"}],
    }
    assert account.notes == []
    assert told("Company,Date,Mark\nxAI,2024,\n", "Mark=mark:B") == [
        ("line 2", "", "the row has no price")
    ]


def test_currencies_stay_what_they_are() -> None:
    text = "Company,Date,Amount,Cur\nMistral,2024-06-11,468,EUR\n"
    found = said(text, "Amount=raised:M", "Cur=currency")
    assert found["raised"] == [
        {"figure": exactly("468000000", "EUR"), "basis": "round_total"}
    ]


@pytest.mark.parametrize(
    ("field", "basis"), [("target", "target"), ("committed", "committed")]
)
def test_money_raised_has_the_basis_that_its_column_says(
    field: str, basis: str
) -> None:
    found = said("Company,Date,N\nxAI,2024,1\n", f"N={field}:B")
    assert found["raised"] == [{"figure": exactly("1000000000"), "basis": basis}]


def test_names_are_divided_by_what_was_said() -> None:
    text = 'Company,Date,Who\nxAI,2024,"A, B, Inc."\n'
    assert said(text, "Who=investors")["investors"] == [
        {"name": "A, B, Inc.", "lead": False}
    ]
    assert said(text, "Who=investors:,")["investors"] == [
        {"name": name, "lead": False} for name in ("A", "B", "Inc.")
    ]
    _, account = read("csv", text, *MAPPED, "Who=investors")
    assert account.notes[-1].startswith("1 cell with names holds commas")


def test_one_column_may_mean_two_fields() -> None:
    text = "Company,Date,Round\nxAI,2024,Series C\n"
    found = said(text, "Round=round", "Round=round_type")
    assert (found["round"], found["round_type"]) == ("series-c", "series_c")


def test_others_words_for_types_are_known() -> None:
    text = "Company,Date,T\nxAI,2024,Venture - Series Unknown\n"
    assert said(text, "T=round_type")["round_type"] == "series_unknown"


@pytest.mark.parametrize(
    "date",
    ["2024-Q1", "2024-01~", "2024-01/2024-03", "2024-01-19[Asia/Tokyo]"],
)
def test_dates_may_be_written_as_the_ledger_writes_them(date: str) -> None:
    assert said(f'Company,Date\nxAI,"{date}"\n')["published"] == date


def test_who_speaks_and_when_may_differ_from_row_to_row() -> None:
    text = "Company,Date,Who\nxAI,,\nxAI,2024,reuters\n"
    items, _ = read("csv", text, *MAPPED, "Who=source", published="2025")
    assert [
        (line.data["source"], line.data["published"]) for line in lines_among(items)
    ] == [
        ("the-wire", "2025"),
        ("reuters", "2024"),
    ]


def test_several_sources_of_a_table_speak_of_one_round() -> None:
    text = "Company,Date,Who,N\nxAI,2024,a,1\nxai,2024,b,2\nXAI,2024,a,3\n"
    items, _ = read("csv", text, *MAPPED, "Who=source", "N=raised:M")
    labels = [line.data["round"] for line in lines_among(items)]
    assert labels == ["round-2024"] * 3


def test_every_problem_of_a_row_is_told_with_line_column_and_hint() -> None:
    text = "Company,Date,N,T\n,01/02/2024,n/a,series zz\n"
    found = told(text, "N=raised:M", "T=round_type")
    assert [(where, field) for where, field, _ in found] == [
        ("line 2", "Date"),
        ("line 2", "N"),
        ("line 2", "T"),
    ]
    assert ":dmy, or :mdy" in found[0][2]
    assert "--empty n/a" in found[1][2]
    assert told("Company,Date\n,\n\n,2024\nxAI,\n") == [
        ("line 4", "Company", "the row names no company"),
        (
            "line 5",
            "Date",
            "missing date (use --published D to set one)",
        ),
    ]


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "#NAME?", "#REF!"])
def test_a_formula_is_no_name(cell: str) -> None:
    assert told(f"Company,Date\n{cell},2024\n")[0][1] == "Company"


def test_an_instant_without_its_zone_is_told_in_the_ledgers_words() -> None:
    assert "T08:00" in told("Company,Date\nxAI,2024-01-19T08:00\n")[0][2]


def test_a_currency_that_is_none_is_told() -> None:
    text = "Company,Date,N,C\nxAI,2024,5,Taler\n"
    assert told(text, "N=raised:M", "C=currency")[0][1] == "C"


def test_what_is_left_out_and_taken_for_granted_is_told_once() -> None:
    text = "Company,Date,City,,Zip\n" + "xAI,2024,Palo Alto,x,1\n" * 3
    _, account = read("csv", text, *MAPPED)
    assert account.notes == [
        "columns left out: City, column 4, Zip",
        "no column gives the stage: rounds count as announced",
    ]


@pytest.mark.parametrize(
    ("columns", "what", "hint"),
    [
        ((), "columns need a mapping", "--map Company=company"),
        (("Compny=company",), "no column 'Compny'", "perhaps Company; the header has"),
        (
            ("Company=compny",),
            "no field 'compny'",
            "perhaps company, company_id, country; fields",
        ),
        (("Company=per_investor",), "no field", "fields are"),
        (("Company=company",), "mapped to published", "--published D"),
        (("Date=published",), "mapped to company", "--map COLUMN=company"),
        ((*MAPPED, "N=company"), "two columns are mapped to company", "leave one"),
        ((*MAPPED, "N=raised:X1"), "not a unit", "EURM"),
        ((*MAPPED, "N=raised:XYZ"), "XYZ", ""),
        ((*MAPPED, "N=url:M"), "url has no unit", "leave :M out"),
        ((*MAPPED, "N=effective:M"), "which comes first", "dmy"),
        ((*MAPPED, "N=lead:x"), "separates two names", ";"),
    ],
)
def test_a_meaning_that_does_not_fit_is_told(
    columns: tuple[str, ...], what: str, hint: str
) -> None:
    with pytest.raises(BadInput, match=what) as found:
        read("csv", "Company,Date,N\nxAI,2024,5\n", *columns)
    assert hint in str(found.value.hint)


def test_somebody_must_have_said_it() -> None:
    with pytest.raises(BadInput, match="needs a source") as found:
        read("csv", "Company,Date\nxAI,2024\n", *MAPPED, source=None)
    assert "sayso source add" in str(found.value.hint)


def test_the_column_with_the_date_may_be_named_by_itself() -> None:
    text = "Company,Date\nxAI,2024\n"
    items, _ = read("csv", text, "Company=company", published_column="Date")
    assert lines_among(items)[0].data["published"] == "2024"


@pytest.mark.parametrize("text", ["Amount", "=raised", "Amount=", " = "])
def test_a_mapping_that_is_none_is_told(text: str) -> None:
    with pytest.raises(BadInput, match="write COLUMN=MEANING"):
        column_from(text)


def test_a_columns_name_may_hold_the_signs_of_a_mapping() -> None:
    column = column_from("A=B: C=raised:M")
    assert (column.name, column.field, column.unit) == ("A=B: C", "raised", "M")


@pytest.mark.parametrize(
    ("header", "maps"),
    [
        (
            "Startup,Date,Amount ($M),Lead",
            "Startup=company Date=published 'Amount ($M)=raised:M' Lead=lead",
        ),
        (
            "name,when,raised_eur,post (b)",
            "name=company when=published 'post (b)=post_money:B' raised_eur=raised:EUR",
        ),
        ("Wer,Wann", "'?=company' '?=published'"),
        ("Startup,Rounds,Founded", "Startup=company '?=published'"),
    ],
)
def test_an_example_is_made_of_the_files_own_columns(header: str, maps: str) -> None:
    made = example(header.split(","))
    assert made.startswith("--from csv --source S --map ")
    assert made.replace("--map ", "") == f"--from csv --source S {maps}"


def test_a_format_is_told_from_the_content() -> None:
    for start, name in (
        (b'{"type": "x"}', "jsonl"),
        (b"\xef\xbb\xbf\n{}", "jsonl"),
        (b"a;b\r1;2", "csv"),
        ("a\tb\n".encode("utf-16"), "csv"),
    ):
        assert format_of(start, "f").name == name


@pytest.mark.parametrize("start", [b"hello\nworld", b"<a>,", b"\x7fELF\0"])
def test_what_is_no_format_of_ours_is_told(start: bytes) -> None:
    with pytest.raises(BadInput, match="unknown format"):
        format_of(start, "f")


def test_a_format_that_is_said_and_is_not_there_is_told() -> None:
    with pytest.raises(BadInput, match="f is not crunchbase: it looks like csv"):
        format_of(b"a,b\n1,2\n", "f", "crunchbase")


def test_an_option_that_means_nothing_for_a_format_is_refused() -> None:
    with pytest.raises(BadInput, match="--map does not apply to jsonl"):
        format_of(b'{"type": "x", "data": {}}', "f", None, ["map"])
    with pytest.raises(BadInput, match="--published-column does not apply to crunch"):
        format_of(b"?", "f", "crunchbase", ["published_column"])
