"""Epoch AI's table of rounds, in the three shapes in which copies of it go round."""

from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import Any, cast

import pytest

from ledger.errors import BadInput, Problem
from ledger.importers.epoch import FORMAT
from ledger.importers.formats import format_of
from ledger.importers.kit.lines import Item, Line
from ledger.importers.kit.reading import Account, Setting

FILES = Path(__file__).resolve().parents[2] / "fixtures/importers/epoch"
FIRST = FILES / "funding_rounds_2025-12-14.csv"
SECOND = FILES / "funding_rounds_2026-01-16.csv"
DERIVED = FILES / "funding_rounds_2026-08-18_derived.csv"
HEADER = (
    "Id,Company,Close date,Status,Funding (equity),Funding (debt),"
    "Valuation (post-money),Report date,Type,Confidence,Exclude from graph view\n"
)


def read(raw: bytes, **how: Any) -> tuple[list[Item], Account]:  # a Setting's
    """Give the items of a file, and what its reader has to tell."""
    account = Account()
    setting = Setting(source="epoch-ai", **{"published": "2026-01-16", **how})
    return list(FORMAT.read(feed(raw), setting, account)), account


def feed(raw: bytes) -> BufferedReader:
    """Give bytes as a file gives them."""
    return BufferedReader(cast("RawIOBase", BytesIO(raw)))


def claims(raw: bytes, **how: Any) -> dict[str, dict[str, Any]]:  # as above
    """Give the claims of a file by their locators; nothing in it may be wrong."""
    found = {}
    for item in read(raw, **how)[0]:
        assert isinstance(item, Line)
        assert item.type == "round.reported"
        assert item.data["locator"] not in found
        found[item.data["locator"]] = dict(item.data)
    return found


def row(cells: str) -> dict[str, dict[str, Any]]:
    """Give the claims of one row."""
    return claims(f"{HEADER}{cells}\n".encode())


@pytest.mark.parametrize(
    ("path", "many", "debts"), [(FIRST, 40, 4), (SECOND, 41, 3), (DERIVED, 47, 3)]
)
def test_every_row_is_a_claim_and_its_debt_another(
    path: Path, many: int, debts: int
) -> None:
    found = claims(path.read_bytes())
    assert len(found) == many
    assert sum(x.get("instrument") == "debt" for x in found.values()) == debts


@pytest.mark.parametrize("path", [FIRST, SECOND, DERIVED])
def test_a_file_is_known_by_its_header(path: Path) -> None:
    assert format_of(path.read_bytes()[:8192], path.name).name == "epoch"


def test_a_row_keeps_what_it_says() -> None:
    claim = claims(SECOND.read_bytes())["row Jan 2026 20B Series E"]
    assert claim == {
        "source": "epoch-ai",
        "published": "2026-01-16",
        "round": "jan-2026-20b-series-e",
        "stage": "closed",
        "effective": "2026-01-06",
        "raised": [{"figure": "USD20000000000", "basis": "round_total"}],
        "valuation": [{"figure": "USD230000000000", "kind": "post_money"}],
        "instrument": "equity",
        "locator": "row Jan 2026 20B Series E",
        "url": "https://x.ai/news/series-e",
        "note": "Epoch AI: status Closed; confidence Likely; type Primary; report date"
        " 2025-09-19; also https://www.bloomberg.com/news/articles/2026-01-09/musk-s-"
        "xai-reports-higher-quarterly-loss-plans-to-power-optimus; also https://www."
        "nytimes.com/2026/01/06/technology/xai-elon-musk-funding.html",
    }


def test_numbers_and_dates_mean_the_same_in_both_ways_of_writing() -> None:
    first, second = claims(FIRST.read_bytes()), claims(SECOND.read_bytes())
    same = [x for x in first if x in second]
    fields = ("raised", "valuation", "effective", "stage", "round", "round_type")
    differ = [
        x for x in same if any(first[x].get(f) != second[x].get(f) for f in fields)
    ]
    assert differ == ["row 300B final stage"]


def test_an_open_round_is_in_talks_about_a_target() -> None:
    claim = claims(FIRST.read_bytes())["row Sep 2025 10B"]
    assert claim["stage"] == "in_talks"
    assert claim["raised"] == [{"figure": "USD10000000000", "basis": "target"}]
    assert "effective" not in claim


def test_debt_is_a_claim_on_a_round_of_its_own() -> None:
    found = claims(FIRST.read_bytes())
    equity, debt = found["row June 2024 6B"], found["row June 2024 6B, debt"]
    assert equity["raised"] == [{"figure": "USD500000000", "basis": "round_total"}]
    assert equity["round"] == "june-2024-6b"
    assert debt["raised"] == [{"figure": "USD140000000", "basis": "round_total"}]
    assert debt["round"] == "june-2024-6b-debt"
    assert debt["round_type"] == "debt"
    assert "valuation" not in debt


def test_a_loan_alone_is_one_claim() -> None:
    found = row("Loan,xAI,1/2/2025,Closed,,5E+9,,1/2/2025,Debt,Likely,")
    (claim,) = found.values()
    assert claim["instrument"] == "debt"
    assert claim["raised"][0]["figure"] == "USD5000000000"


def test_a_secondary_sale_raises_nothing() -> None:
    claim = claims(FIRST.read_bytes())["row 2025 500B tender"]
    assert "raised" not in claim
    assert claim["round_type"] == "secondary"
    assert claim["valuation"] == [{"figure": "USD500000000000", "kind": "secondary"}]


def test_a_price_of_another_kind_is_implied() -> None:
    claim = claims(FIRST.read_bytes())["row Mar 2025 80B X merger"]
    assert "raised" not in claim
    assert claim["valuation"] == [{"figure": "USD113000000000", "kind": "implied"}]


def test_without_a_day_a_table_is_refused() -> None:
    with pytest.raises(BadInput, match="when was this copy taken") as caught:
        read(SECOND.read_bytes(), published=None)
    assert "--published-column 'Report date'" in str(caught.value.hint)


def test_the_tables_own_dates_are_taken_by_whoever_asks_for_them() -> None:
    items, _ = read(SECOND.read_bytes(), published=None, published_column="Report date")
    said = [x.data["published"] for x in items if isinstance(x, Line)]
    assert said[0] == "2025-09-22"
    undated = [x for x in items if isinstance(x, Problem)]
    assert [x.where for x in undated] == ["line 13", "line 28"]
    assert "--published D" in undated[0].message


def test_a_column_that_is_not_there_cannot_date() -> None:
    with pytest.raises(BadInput, match="no column 'Reported'"):
        read(SECOND.read_bytes(), published_column="Reported")


def test_columns_that_are_not_read_are_told() -> None:
    _, account = read(HEADER.replace("Id,", "Notes,Id,").encode())
    assert account.notes == [
        "columns left out: Notes",
        "there is no row below the header",
    ]


@pytest.mark.parametrize(
    ("cells", "field", "told"),
    [
        (",xAI,1/2/2025,Paused,,,,,Primary,,", "Status", "not a status"),
        (
            ",xAI,1/2/2025,Closed,about 5,,,,Primary,,",
            "Funding (equity)",
            "not a plain",
        ),
        (",xAI,1/2/2025,Closed,,-5,,,Primary,,", "Funding (debt)", "is negative"),
        (",xAI,2 Jan,Closed,,,,,Primary,,", "Close date", "not a date"),
        (",xAI,1/2/2025,Closed,,,,,Grant,,", "Type", "not a type"),
        ("A,,1/2/2025,Closed,,,,,Primary,,", "Company", "no company"),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_problem(
    cells: str, field: str, told: str
) -> None:
    ((found,), _) = read(f"{HEADER}{cells}\n".encode())
    assert isinstance(found, Problem)
    assert (found.where, found.field) == ("line 2", field)
    assert told in found.message


def test_a_row_without_an_id_is_named_after_its_day() -> None:
    claim = claims(DERIVED.read_bytes())["line 45"]
    assert claim["round"] == "2026-01-06"


def test_an_id_without_latin_letters_still_names_a_round() -> None:
    (claim,) = row("智谱,Z.ai,1/8/2026,Closed,5E+8,,,,Primary,,").values()
    assert claim["round"].startswith("row-")
