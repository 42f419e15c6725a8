"""`--in` and `--rate`: amounts in one currency, next to those that were stated."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from ledger.claims.dates import parse_when
from tests.conftest import Clock, Sayso

NOW = "2026-02-01"


@pytest.fixture
def told(sayso: Sayso, clock: Clock) -> Sayso:
    """Give the command over a ledger with prices in three currencies."""
    clock.now = parse_when(NOW).lo
    assert sayso("init").exit_code == 0
    for slug in ("euro", "dollar", "taiwan"):
        assert sayso("company", "add", slug).exit_code == 0
    assert sayso("source", "add", "wire", "--kind", "wire").exit_code == 0
    report(sayso, "euro/a", "post_money:EUR11.7B", "EUR1.7B", "2025-09-09")
    report(sayso, "euro/b", "post_money:EUR11.7B", "100M", "2025-09-10")
    report(sayso, "dollar/a", "post_money:1B", "100M", "2025-09-09")
    return sayso


def report(sayso: Sayso, name: str, price: str, raised: str, on: str) -> None:
    words = ["--source", "wire", "--published", on, "--stage", "closed"]
    words += ["--price", price, "--raised", f"round_total:{raised}"]
    found = sayso("record", "report", name, *words)
    assert found.exit_code == 0, found.output


def rows(found: Result) -> list[dict[str, object]]:
    assert found.exit_code == 0, found.output
    lines = [json.loads(line) for line in found.stdout.splitlines()]
    return [line for line in lines if "company" in line]


def test_without_it_each_currency_is_ranked_apart_and_the_screen_says_so(
    told: Sayso,
) -> None:
    found = told("valuations", "--no-belief")
    assert found.stdout.index("dollar") < found.stdout.index("euro")
    assert "each currency is ranked separately: USD, EUR (--in USD" in found.stdout


def test_with_it_all_are_ranked_together_and_the_native_amount_stays(
    told: Sayso,
) -> None:
    euro, dollar = rows(told("valuations", "--in", "USD", "-f", "jsonl"))
    assert (euro["company"], dollar["company"]) == ("euro", "dollar")
    assert euro["amount"]["text"] == "EUR11.7B"  # type: ignore[index]
    assert euro["converted"]["text"] == "13.69719B"  # type: ignore[index]
    assert (euro["rate"], euro["rate_day"], euro["rate_source"]) == (
        "1.1707",
        "2025-09-10",
        "ECB",
    )
    assert (dollar["converted"], dollar["rate"]) == (dollar["amount"], None)


def test_the_highest_are_the_highest_in_that_currency(told: Sayso) -> None:
    (one,) = rows(told("valuations", "--top", "1", "--in", "USD", "-f", "jsonl"))
    assert one["company"] == "euro"


def test_a_currency_that_the_table_lacks_asks_for_a_rate(told: Sayso) -> None:
    report(told, "taiwan/a", "post_money:TWD50B", "TWD1B", "2025-09-09")
    refused = told("valuations", "--in", "USD")
    assert refused.exit_code == 2
    assert "the ECB has no TWD" in refused.stderr
    assert "--rate TWD=N" in refused.stderr
    words = ("--in", "USD", "--rate", "TWD=0.031", "-f", "jsonl")
    found = rows(told("valuations", "taiwan", *words))
    assert found[0]["converted"]["text"] == "1.55B"  # type: ignore[index]
    assert (found[0]["rate_day"], found[0]["rate_source"]) == (None, "given")


def test_a_replay_of_the_token_gives_the_same_rates(told: Sayso) -> None:
    report(told, "taiwan/a", "post_money:TWD50B", "TWD1B", "2025-09-09")
    asked = told("valuations", "--in", "USD", "--rate", "TWD=0.031", "-f", "json")
    token = json.loads(asked.stdout)["basis"]["token"]
    again = told("valuations", "--basis", token, "-f", "json")
    assert json.loads(again.stdout)["rows"] == json.loads(asked.stdout)["rows"]
    assert told("valuations", "--basis", token, "--in", "EUR").exit_code == 2


def test_sums_of_one_currency_stay_and_one_of_all_is_added(told: Sayso) -> None:
    found = rows(told("raised", "euro", "--in", "USD", "-f", "jsonl"))
    sums = [x for x in found if x["row"] == "total"]
    assert [x["paid"]["text"] for x in sums] == ["EUR1.7B", "100M", "2.09648B"]  # type: ignore[index]
    assert ["converted" in str(x["marks"]) for x in sums] == [False, False, True]
    screen = told("raised", "euro", "--in", "USD").stdout
    assert "converted: a sum in USD" in screen


def test_nothing_is_converted_unless_it_is_asked_for(told: Sayso) -> None:
    found = rows(told("raised", "euro", "-f", "jsonl"))
    assert [x["row"] for x in found] == ["round", "round", "total", "total"]
    assert "paid_converted" not in found[0]


def test_exports_have_it_too(told: Sayso) -> None:
    words = ("--in", "USD", "--from", "2025-10", "--to", "2025-12", "-f", "jsonl")
    euro = [x for x in rows(told("export", "valuations", *words)) if x["rate"]]
    assert {x["converted_max"] for x in euro} == {"13697190000"}
    assert {x["as_of"] for x in euro} == {"2025-10-31", "2025-11-30", "2025-12-31"}
    found = rows(told("export", "rounds", "euro", "--in", "USD", "-f", "jsonl"))
    assert found[0]["paid_converted_max"] == "1996480000"
    assert found[0]["rates"] == [
        "paid 1.1744 2025-09-09 ECB",
        "committed 1.1744 2025-09-09 ECB",
    ]
    assert told("export", "claims", "--in", "USD").exit_code == 2


def test_an_export_that_lacks_a_rate_leaves_no_file(told: Sayso) -> None:
    done = told("export", "valuations", "--in", "TWD", "-o", "panel.csv")
    assert done.exit_code == 2
    assert "--rate" in done.stderr
    assert not Path("panel.csv").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--rate", "TWD=1"),
        ("--in", "XYZ"),
        ("--in", "USD", "--rate", "TWD"),
        ("--in", "USD", "--rate", "TWD=1", "--rate", "TWD=2"),
    ],
)
def test_bad_input(told: Sayso, words: tuple[str, ...]) -> None:
    assert told("valuations", *words).exit_code == 2


def test_screens_of_money_name_the_rate_and_its_day(told: Sayso) -> None:
    screen = told("raised", "euro", "--in", "USD").stdout
    assert "1.996B committed at 1.1744, 2025-09-09" in " ".join(screen.split())
    screen = told("rounds", "euro/b", "--in", "USD", COLUMNS="200").stdout
    assert "100M committed; price 13.7B at 1.1707, 2025-09-10" in screen


def test_prices_of_rounds_are_converted_too(told: Sayso) -> None:
    found = told("rounds", "euro/a", "--in", "USD", "-f", "json")
    (row,) = json.loads(found.stdout)["rows"]
    assert row["price_converted"]["text"] == "13.74048B"
    assert row["rates"] == [
        "paid 1.1744 2025-09-09 ECB",
        "committed 1.1744 2025-09-09 ECB",
        "price 1.1744 2025-09-09 ECB",
    ]


@pytest.mark.parametrize("by", [(), ("--by", "investor"), ("--by", "currency")])
def test_totals_have_one_sum_more_where_currencies_differ(
    told: Sayso, by: tuple[str, ...]
) -> None:
    words = ["--source", "wire", "--published", "2025-11-11", "--stage", "closed"]
    words += ["--raised", "round_total:5M", "--investor", "Acme:5M"]
    assert told("record", "report", "dollar/b", *words).exit_code == 0
    found = told("totals", *by, "--in", "USD", "-f", "json")
    rows = json.loads(found.stdout)["rows"]
    told_apart = [x for x in rows if "converted" not in x["marks"]]
    without = json.loads(told("totals", *by, "-f", "json").stdout)["rows"]
    assert told_apart == without
    sums = [x for x in rows if "converted" in x["marks"]]
    if by == ("--by", "investor"):
        assert sums == []  # nobody's own amount is in another currency
        return
    (one,) = sums
    assert (one["period"], one["currency"]) == ("2025-Q3", "USD")
    assert one["committed"]["text"] == "2.19648B"
    assert one["rounds_counted"] == 3
    assert one["committed_then"] == one["committed"]


def test_flows_have_one_sum_more_where_currencies_differ(told: Sayso) -> None:
    words = ["--source", "wire", "--stage", "closed", "--published"]
    for label, day, amount in (("c", "09", "EUR50M"), ("d", "10", "10M")):
        more = ["--raised", f"round_total:{amount}", "--investor", f"Acme:{amount}"]
        done = told(
            "record", "report", f"euro/{label}", *words, f"2025-09-{day}", *more
        )
        assert done.exit_code == 0, done.output
    rows = json.loads(told("flows", "--in", "USD", "-f", "json").stdout)["rows"]
    stated, native, both = (x["committed"]["text"] for x in rows)
    assert (stated, native, both) == ("EUR50M", "10M", "68.72M")
    assert [x["marks"] for x in rows] == [[], [], ["converted"]]


@pytest.mark.parametrize("verb", ["totals", "flows"])
def test_sums_ask_for_a_rate_that_is_missing(told: Sayso, verb: str) -> None:
    words = ["--source", "wire", "--published", "2025-09-09", "--stage", "closed"]
    words += ["--raised", "round_total:TWD1B", "--investor", "Acme:TWD1B"]
    assert told("record", "report", "taiwan/a", *words).exit_code == 0
    refused = told(verb, "--in", "USD")
    assert refused.exit_code == 2
    assert "--rate TWD=N" in refused.stderr
    found = told(verb, "--in", "USD", "--rate", "TWD=0.031")
    assert found.exit_code == 0
    assert "TWD as given" in found.stdout


def test_circles_have_no_amounts(told: Sayso) -> None:
    refused = told("flows", "--cycles", "--in", "USD")
    assert refused.exit_code == 2
    assert "--cycles has no amounts" in refused.stderr
