"""What 0.4.0 imported, imported again: nothing is added where it was read right."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Sayso = Callable[..., Result]
WORDS = (
    *("--source", "src", "--create-companies", "yes"),
    *("--map", "Company=company", "--map", "Date=published", "--map", "N=raised:M"),
)
CRUNCHBASE = (
    "company_permalink,company_name,funding_round_type,funded_at,raised_amount_usd\n"
)


def report(round_: str, day: str, amount: int, **more: str) -> dict[str, object]:
    """A claim as 0.4.0 recorded one of a table."""
    figure = f"USD{amount}"
    return {
        "company": round_.partition("/")[0],
        "round": round_,
        "source": "src",
        "published": day,
        "stage": "announced",
        "raised": [{"figure": figure, "basis": "round_total"}],
        **more,
    }


def recorded(sayso: Sayso, *claims: dict[str, object]) -> None:
    """A ledger in which 0.4.0 recorded these."""
    sayso("init")
    sayso("source", "add", "src", "--name", "The Table", "--kind", "database")
    sayso("company", "add", "halcyon", "--name", "Halcyon")
    lines = [json.dumps({"type": "round.reported", "data": data}) for data in claims]
    done = sayso("import", "-", stdin="\n".join(lines))
    assert done.stdout == f"standard input: {len(lines)} recorded\n", done.stderr


@pytest.mark.parametrize("turned", [False, True])
def test_numbered_labels_are_found_in_any_order(sayso: Sayso, turned: bool) -> None:
    day = "2023-06-01"
    recorded(
        sayso,
        report("halcyon/round-2023-06-01", day, 20_000_000),
        report("halcyon/round-2023-06-01-2", day, 30_000_000),
    )
    rows = [f"Halcyon,{day},20", f"Halcyon,{day},30", f"Halcyon,{day},50"]
    rows = rows[::-1] if turned else rows
    Path("t.csv").write_text("\n".join(["Company,Date,N", *rows]))
    done = sayso("import", "t.csv", *WORDS)
    assert done.stdout == "t.csv: 1 recorded, 2 already on record\n"
    assert "2 rows are on record as an earlier version read them" in done.stderr
    again = sayso("import", "t.csv", *WORDS)
    assert again.stdout == "t.csv: 0 recorded, 3 already on record\n"


@pytest.mark.parametrize(
    ("label", "old"),
    [("Series A+", "series-a"), ("Venture", "venture"), ("Series A", "series-a")],
)
def test_labels_that_were_given_are_found(sayso: Sayso, label: str, old: str) -> None:
    recorded(sayso, report(f"halcyon/{old}", "2018-09-01", 5_000_000))
    Path("t.csv").write_text(f"Company,Date,N,R\nHalcyon,2018-09-01,5,{label}\n")
    done = sayso("import", "t.csv", *WORDS, "--map", "R=round")
    assert done.stdout == "t.csv: 0 recorded, 1 already on record\n"


def test_a_zero_that_was_recorded_is_found(sayso: Sayso) -> None:
    recorded(sayso, report("halcyon/round-2018", "2018", 0))
    Path("t.csv").write_text("Company,Date,N\nHalcyon,2018,0\n")
    done = sayso("import", "t.csv", *WORDS)
    assert done.stdout == "t.csv: 0 recorded, 1 already on record\n"


def test_what_says_something_else_is_another_event(sayso: Sayso) -> None:
    recorded(sayso, report("halcyon/round-2018", "2018", 5_000_000))
    Path("t.csv").write_text("Company,Date,N\nHalcyon,2018,6\nHalcyon,2019,5\n")
    done = sayso("import", "t.csv", *WORDS)
    assert done.stdout == "t.csv: 2 recorded (1 differs from an earlier claim)\n"


def test_crunchbases_rounds_are_found(sayso: Sayso) -> None:
    claim = report(
        "halcyon/angel-2012-01-13-2", "2012-01-13", 600_000, round_type="angel"
    )
    claim |= {"stage": "closed", "effective": "2012-01-13", "source": "crunchbase"}
    sayso("init")
    sayso("source", "add", "crunchbase", "--name", "Crunchbase", "--kind", "database")
    sayso(
        "company",
        "add",
        "halcyon",
        "--name",
        "Halcyon",
        "--alias",
        "crunchbase:halcyon",
    )
    sayso("import", "-", stdin=json.dumps({"type": "round.reported", "data": claim}))
    Path("t.csv").write_text(
        f"{CRUNCHBASE}/company/halcyon,Halcyon,angel,2012-01-13,600000\n"
    )
    done = sayso("import", "t.csv")
    assert done.stdout == "t.csv: 0 recorded, 1 already on record\n", done.stderr
