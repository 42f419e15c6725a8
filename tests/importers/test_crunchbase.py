"""Crunchbase's rounds of 2013: every row ends as an event or as a problem."""

from collections import Counter

import pytest

from ledger.errors import BadInput
from tests.importers.reading import SAMPLES, lines_among, problems_among, read

SAMPLE = (SAMPLES / "crunchbase" / "rounds.csv").read_bytes()
HEADER = SAMPLE.partition(b"\r")[0].decode()


def row(**cells: str) -> str:
    """A file of one row; what is not said is Waywire's."""
    said = {
        "company_permalink": "/company/waywire",
        "company_name": "#waywire",
        "funding_round_type": "series-a",
        "funded_at": "2012-06-30",
        "raised_amount_usd": "1750000",
        **cells,
    }
    names = HEADER.split(",")
    return f"{HEADER}\n{','.join(said.get(name, '') for name in names)}\n"


def test_every_row_of_the_sample_is_an_event_or_a_problem() -> None:
    items, account = read("crunchbase", SAMPLE, source="crunchbase")
    lines, problems = lines_among(items), problems_among(items)
    assert (account.rows, account.empty) == (95, 0)
    assert (len(lines), len(problems)) == (89, 6)
    assert {problem.field for problem in problems} == {"funded_at"}
    assert all("--published" in problem.message for problem in problems)


def test_with_a_day_for_what_nobody_knows_there_is_no_problem() -> None:
    items, _ = read("crunchbase", SAMPLE, source="crunchbase", published="2013-10-31")
    lines = lines_among(items)
    assert len(lines) == 95
    assert sum(line.data["published"] == "2013-10-31" for line in lines) == 6
    assert len({line.company for line in lines}) == 58


def test_a_row_is_a_round_that_closed() -> None:
    items, _ = read("crunchbase", row(), source="crunchbase")
    (line,) = lines_among(items)
    assert (line.where, line.type) == ("line 2", "round.reported")
    assert line.data == {
        "round": "series-a-2012-06-30-1-75m",
        "source": "crunchbase",
        "published": "2012-06-30",
        "stage": "closed",
        "effective": "2012-06-30",
        "round_type": "series_a",
        "raised": [{"figure": "USD1750000", "basis": "round_total"}],
    }
    assert line.company is not None
    assert (line.company.name, line.company.key) == ("#waywire", "crunchbase:waywire")


@pytest.mark.parametrize(
    ("written", "published", "label"),
    [
        ("2012-06-30", "2012-06-30", "series-a-2012-06-30-1-75m"),
        ("2012-06-01", "2012-06", "series-a-2012-06-1-75m"),
        ("2012-01-01", "2012", "series-a-2012-1-75m"),
        ("1960-01-01", "2013-10-31", "series-a-1-75m"),
        ("", "2013-10-31", "series-a-1-75m"),
    ],
)
def test_a_date_is_as_precise_as_it_is_honest(
    written: str, published: str, label: str
) -> None:
    text = row(funded_at=written)
    items, _ = read("crunchbase", text, published="2013-10-31")
    (line,) = lines_among(items)
    assert (line.data["published"], line.data["round"]) == (published, label)


@pytest.mark.parametrize(
    ("kind", "type_", "label"),
    [
        ("series-c+", "series_c_plus", "series-c-plus-2012-06-30-1-75m"),
        ("venture", "series_unknown", "venture-2012-06-30-1-75m"),
        ("post-ipo", "pipe", "post-ipo-2012-06-30-1-75m"),
        ("other", None, "other-2012-06-30-1-75m"),
    ],
)
def test_types_keep_what_they_lump(kind: str, type_: str | None, label: str) -> None:
    items, _ = read("crunchbase", row(funding_round_type=kind))
    (line,) = lines_among(items)
    assert (line.data.get("round_type"), line.data["round"]) == (type_, label)


def test_a_round_without_an_amount_says_none() -> None:
    items, _ = read("crunchbase", row(raised_amount_usd=""))
    assert "raised" not in lines_among(items)[0].data


def test_names_are_read_as_a_macintosh_wrote_them() -> None:
    items, _ = read("crunchbase", SAMPLE)
    names = Counter(line.company.name for line in lines_among(items) if line.company)
    for name in ("Anchor™", "Furnésh", "Jack and Jake’s", "MiaSolé", "_Shwrüm"):
        assert names[name] >= 1, name
    assert names["VoaltÃ©"] == 2, "garbled before the export, and not repaired here"


def test_a_copy_in_utf_8_is_read_as_that() -> None:
    text = row(company_name="Qualtré")
    (line,) = lines_among(read("crunchbase", text)[0])
    assert line.company is not None
    assert line.company.name == "Qualtré"


def test_a_spreadsheets_error_is_no_name() -> None:
    items, _ = read("crunchbase", row(company_name="#NAME?"))
    company = lines_among(items)[0].company
    assert company is not None
    assert (company.name, company.key) == ("waywire", "crunchbase:waywire")


def test_a_second_amount_of_one_day_is_a_second_round() -> None:
    both = row() + row(raised_amount_usd="600000").partition("\n")[2]
    items, account = read("crunchbase", both + row().partition("\n")[2])
    labels = [line.data["round"] for line in lines_among(items)]
    plain = "series-a-2012-06-30"
    assert labels == [f"{plain}-1-75m", f"{plain}-600k", f"{plain}-1-75m"]
    assert [line.earlier for line in lines_among(items)] == [{"round": plain}] * 3
    assert not account.notes


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"company_permalink": ""}, "company_permalink"),
        ({"funding_round_type": "series-z"}, "funding_round_type"),
        ({"funded_at": "6/30/2012"}, "funded_at"),
        ({"raised_amount_usd": "n/a"}, "raised_amount_usd"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told(cells: dict[str, str], field: str) -> None:
    items, _ = read("crunchbase", row(**cells))
    (problem,) = problems_among(items)
    assert (problem.where, problem.field) == ("line 2", field)


def test_a_table_without_its_columns_is_another_table() -> None:
    with pytest.raises(BadInput, match="no column 'company_permalink'"):
        read("crunchbase", "Company,Date\nxAI,2024\n")
