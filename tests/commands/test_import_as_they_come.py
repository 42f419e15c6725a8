"""Files as they come: what each of the small tables in `fixtures` must become."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Sayso = Callable[..., Result]
CASES = Path(__file__).resolve().parents[2] / "fixtures" / "importers" / "cases"
USUAL = ("--map", "Company=company", "--map", "Date=published")


def imported(sayso: Sayso, case: str, *words: str) -> Result:
    """Import a file of a case by src, with companies registered."""
    given = ("--source", "src", "--create-companies", "yes")
    return sayso("import", str(CASES / case), *given, *words)


def claims(sayso: Sayso) -> list[tuple[str, str, list[str]]]:
    """Of every claim its round, its day, and its amounts and prices."""
    found = []
    for line in sayso("log", "-f", "jsonl").stdout.splitlines():
        data = json.loads(line)["data"]
        if "round" in data:
            items = [*data.get("raised", ()), *data.get("valuation", ())]
            figures = [one(item["figure"]) for item in items]
            found.append((data["round"], data["published"], figures))
    return sorted(found)


def one(figure: dict[str, str]) -> str:
    """A figure in short: its currency and its ends, or what it is called."""
    ends = [figure[end] for end in ("min", "max") if end in figure]
    words = "..".join(dict.fromkeys(ends)) or figure["qualifier"]
    return f"{figure.get('currency', '')}{words}"


def days(sayso: Sayso) -> list[str]:
    """When every claim was published."""
    return [day for _, day, _ in claims(sayso)]


def amounts(sayso: Sayso) -> list[str]:
    """The figures of all claims."""
    return [figure for _, _, figures in claims(sayso) for figure in figures]


def rounds(sayso: Sayso) -> set[str]:
    """The rounds of all claims."""
    return {name for name, _, _ in claims(sayso)}


def test_unicorns_are_billions(table: Sayso) -> None:
    mapped = ("--map", "Company=company", "--map", "Date Joined=published")
    bare = imported(
        table,
        "unit-sign-billions/unicorns.csv",
        *mapped,
        *("--map", "Valuation ($B)=valuation"),
    )
    assert bare.exit_code == 2
    assert (
        "'$140': a sign without a scale letter, in a column whose name says B"
        in bare.stderr
    )
    done = imported(
        table,
        "unit-sign-billions/unicorns.csv",
        *mapped,
        *("--map", "Valuation ($B)=valuation:B"),
    )
    assert done.exit_code == 0, done.stderr
    assert amounts(table) == ["USD140000000000", "USD95000000000", "USD100300000000"]


@pytest.mark.parametrize(
    ("case", "words", "figures"),
    [
        (
            "lone-dot-thousands/eu.csv",
            ("--map", "Amount=raised:EUR"),
            ["EUR1500000", "EUR900", "EUR2250"],
        ),
        (
            "wrong-number-in-hint/hint.csv",
            ("--map", "Amount=raised:EUR"),
            ["EUR1200.5", "EUR1355.9", "EUR8.5"],
        ),
        (
            "dollar-of-others/cad.csv",
            ("--map", "Amount=raised", "--map", "Currency=currency"),
            ["CAD5000000", "AUD6000000"],
        ),
        (
            "divider-told-wrong/semi.csv",
            ("--map", "Amount, USD, total=raised:USD"),
            ["USD5000000"],
        ),
        (
            "preamble/pre.csv",
            ("--map", "Amount=raised", "--header-line", "4"),
            ["USD5000000"],
        ),
        (
            "preamble/com.csv",
            ("--map", "Amount=raised", "--comment", "#"),
            ["USD5000000"],
        ),
        (
            "masked-hints/mask.csv",
            ("--map", "Amount=raised", "--set", "currency=USD", "--skip-bad"),
            ["USD5000000", "USD5000000..10000000", "USD5000000", "USD5000000"],
        ),
    ],
)
def test_amounts_are_what_the_table_says(
    table: Sayso, case: str, words: tuple[str, ...], figures: list[str]
) -> None:
    done = imported(table, case, *USUAL, *words)
    assert done.exit_code == 0, done.stderr
    assert amounts(table) == figures


def test_a_column_without_a_name_is_nobodys(table: Sayso) -> None:
    Path("t.csv").write_text(",Company,Date,V\n360,Halcyon,2024,$5\n")
    words = (*USUAL, "--map", "V=valuation:B", "--source", "src")
    done = table("import", "t.csv", *words, "--create-companies", "yes")
    assert done.exit_code == 0, done.stderr
    assert amounts(table) == ["USD5000000000"]


def test_rows_that_name_a_company_alone_are_no_claims(table: Sayso) -> None:
    Path("t.csv").write_text("Company,Date,V\nHalcyon,-,-\nQuill,2024,-\n")
    words = (*USUAL, "--map", "V=raised:B", "--source", "src", "--empty", "-")
    done = table("import", "t.csv", *words, "--create-companies", "yes")
    assert done.stdout == "t.csv: 1 recorded, 1 company registered\n"
    assert "1 row names a company and nothing else" in done.stderr


def test_indian_groups_are_read_once_that_is_said(table: Sayso) -> None:
    mapped = ("--map", "Company=company", "--map", "Date=published:dmy")
    case, amount = "indian-groups/india.csv", ("--map", "AmountInUSD=raised:USD")
    refused = imported(table, case, *mapped, *amount)
    assert "add --numbers 1,23,45,678" in refused.stderr
    assert not claims(table)
    done = imported(table, case, *mapped, *amount, "--numbers", "1,23,45,678")
    assert done.exit_code == 0, done.stderr
    assert amounts(table) == ["USD200000000", "USD900000", "USD8048394"]
    assert days(table) == ["2020-01-09", "2020-01-14", "2020-01-13"]


def test_chinese_amounts_and_gaps_that_are_filled_down(table: Sayso) -> None:
    mapped = (
        *("--map", "公司=company", "--map", "时间=published"),
        *("--map", "轮次=round", "--map", "金额=raised"),
    )
    done = imported(table, "cjk-amounts/cn.csv", *mapped, "--fill-down", "公司")
    assert done.exit_code == 0, done.stderr
    assert sorted(amounts(table)) == sorted(
        ["CNY2000000", "USDmillions-unspecified", "USD150000000", "undisclosed"]
    )
    companies = {name.partition("/")[0] for name in rounds(table)}
    assert len(companies) == 3


@pytest.mark.parametrize(
    ("case", "words", "published"),
    [
        ("month-names/en.csv", (), ["2024-01-05", "2026-04-14"]),
        ("year-first-refused/yf.csv", (), ["2024-01-05", "2024-01-05", "2024-Q2"]),
        ("midnight-utc/js.csv", (), ["2024-01-05", "2024-01-05"]),
    ],
)
@pytest.mark.usefixtures("november")
def test_dates_are_what_the_table_says(
    table: Sayso, case: str, words: tuple[str, ...], published: list[str]
) -> None:
    done = imported(table, case, *USUAL, "--map", "Amount=raised", *words)
    assert done.exit_code == 0, done.stderr
    assert sorted(days(table)) == published


def test_midnight_in_a_table_of_excel_says_nothing(table: Sayso) -> None:
    mapped = ("--map", "Company=company", "--map", "Date=published:mdy")
    done = imported(table, "midnight-excel/xl.csv", *mapped, "--map", "Amount=raised")
    assert done.exit_code == 0, done.stderr
    assert days(table) == ["2024-01-05", "2024-01-06"]


def test_words_for_nothing_are_empty_cells_once_that_is_said(table: Sayso) -> None:
    mapped = (
        *("--map", "company=company", "--map", "date=published:mdy"),
        *("--map", "stage=round", "--map", "total=cumulative:M"),
    )
    refused = imported(table, "empty-words/null.csv", *mapped)
    assert refused.stderr.count("treats it as an empty cell") == 3
    for words in (("usual",), ("NULL", "Unknown", "-")):
        said = [x for word in words for x in ("--empty", word)]
        done = imported(table, "empty-words/null.csv", *mapped, *said)
        assert done.exit_code == 0, done.stderr
    assert amounts(table) == ["USD210000000"]
    assert len(rounds(table)) == 4


def test_zeros_say_nothing_and_are_told_once(table: Sayso) -> None:
    for column in ("Seed", "Series A"):
        words = (*USUAL, "--map", f"{column}=raised:USD")
        done = imported(table, "zero-is-none/zero.csv", *words)
        assert "1 cell holds 0, which is ignored" in done.stderr
    assert sorted(amounts(table)) == ["USD1750000", "USD4000000"]


def test_the_hint_says_where_the_header_stands(table: Sayso) -> None:
    words = (*USUAL, "--map", "Amount=raised")
    for case, line in (("preamble/pre.csv", 4), ("preamble/com.csv", 2)):
        refused = imported(table, case, *words)
        assert f"--header-line {line}" in refused.stderr


def test_each_problem_names_its_column(table: Sayso) -> None:
    words = (
        *("--map", "Company=company", "--map", "Closed on=published"),
        *("--map", "Amount=raised", "--map", "Curr=currency"),
    )
    refused = imported(table, "column-not-named/col.csv", *words)
    assert "line 2  Closed on  '0026-11-14': years run from" in refused.stderr
    long = Path("long.csv")
    long.write_text(f"Company,Date,Amount\n{'x' * 300},2024,$5M\n")
    told = table(
        *("import", "long.csv", "--source", "src", "--create-companies", "yes"),
        *(*USUAL, "--map", "Amount=raised"),
    )
    assert "line 2  Company" in told.stderr


def test_a_and_a_plus_are_two_rounds(table: Sayso) -> None:
    words = (*USUAL, "--map", "Round=round", "--map", "Amount=raised")
    imported(table, "series-a-plus/rounds.csv", *words)
    assert rounds(table) == {"halcyon/series-a", "halcyon/series-a-plus"}


def test_a_name_of_many_rounds_has_its_year(table: Sayso) -> None:
    words = (*USUAL, "--map", "Type=round", "--map", "Amount=raised")
    done = imported(table, "label-without-day/rounds.csv", *words)
    assert rounds(table) == {
        "halcyon/private-equity-2015",
        "halcyon/private-equity-2018",
    }
    assert "2 rounds have a name that many rounds have" in done.stderr


def test_the_order_of_rows_says_nothing(table: Sayso) -> None:
    words = (*USUAL, "--map", "Amount=raised")
    imported(table, "renumbered-on-resort/asc.csv", *words)
    done = imported(table, "renumbered-on-resort/desc.csv", *words)
    assert done.stdout.endswith("desc.csv: 0 recorded, 2 already on record\n")
    shown = table("raised", "--as-of", "2023-07-01", "-f", "csv").stdout
    assert "50000000" in shown


def test_two_amounts_of_one_day_are_both_kept_and_told(table: Sayso) -> None:
    words = (*USUAL, "--map", "Round=round", "--map", "Amount=raised")
    done = imported(table, "tie-arbitrary/tie.csv", *words)
    assert "2 named rounds have two amounts of one source and day" in done.stderr
    assert sorted(amounts(table)) == [
        *("USD10000000", "USD20000000", "USD30000000", "USD90000000")
    ]
    flags = table("lint", "--flag", "two-values-one-day", "-f", "csv").stdout
    assert len(flags.splitlines()) == 3


def test_what_is_far_too_small_is_flagged_on_the_day_of_its_import(
    table: Sayso,
) -> None:
    words = (*USUAL, "--map", "Round=round_type", "--map", "Amount=raised")
    imported(table, "too-small/small.csv", *words, "--map", "Price=post_money")
    flags = table("lint", "-f", "csv").stdout
    assert flags.count("amount-too-small") == 2
    assert flags.count("price-too-small") == 2


def test_two_companies_of_one_name_stay_two(table: Sayso) -> None:
    words = (*USUAL, "--map", "Valuation=valuation", "--map", "Id=company_id")
    for _ in range(2):
        done = imported(table, "homonyms/two.csv", *words)
        assert done.exit_code == 0, done.stderr
    assert done.stdout.endswith("two.csv: 0 recorded, 2 already on record\n")
    shown = table("company", "list", "-f", "json").stdout
    slugs = {one["company"] for one in json.loads(shown)["rows"]}
    assert slugs == {"bolt-eu", "bolt-us"}
    wrong = imported(table, "homonyms/two.csv", *USUAL, "--map", "Id=id")
    assert "perhaps company_id, round_id" in wrong.stderr


def test_a_name_is_never_another_companys_slug(table: Sayso) -> None:
    words = (*USUAL, "--map", "Amount=raised")
    done = imported(table, "name-equals-slug/accents.csv", *words)
    assert "4 companies registered" in done.stdout
    assert "2 new companies look like one on record: Donde (donde)" in done.stderr
    again = imported(table, "name-equals-slug/accents.csv", *words)
    assert again.stdout.endswith("accents.csv: 0 recorded, 4 already on record\n")


def test_legal_forms_are_told_and_never_bound(table: Sayso) -> None:
    table("company", "add", "openai", "--name", "OpenAI")
    words = (*USUAL, "--map", "Amount=raised")
    done = imported(table, "legal-suffix-twins/twins.csv", *words)
    assert "3 new companies look like one on record: Open AI (openai)" in done.stderr


def test_placeholders_are_nobodys_names(table: Sayso) -> None:
    words = (*USUAL, "--map", "Amount=raised", "--map", "Investors=investors:,")
    refused = imported(table, "placeholder-names/names.csv", *words)
    assert "4 lines are invalid; file not imported" in refused.stderr
    assert "'Total' is a sum of other rows, not a company" in refused.stderr
    for slug, name in (("true", "TRUE"), ("total", "Total")):
        table("company", "add", slug, "--name", name)
    done = imported(table, "placeholder-names/names.csv", *words, "--skip-bad")
    assert done.stdout.endswith("names.csv: 2 recorded, 2 left out\n")
    stored = table("log", "-f", "jsonl").stdout
    assert '"Alpha"' in stored
    assert "[" not in "".join(
        json.loads(stored.splitlines()[-2])["data"]["investors"][0]["name"]
    )


def test_guesses_are_of_columns_that_may_be_it(table: Sayso) -> None:
    told = imported(table, "guess-text-as-date/acq.csv").stderr
    assert "--map company_name=company --map company_permalink=company_id" in told
    assert "--map acquired_at=published" in told
    told = imported(table, "guess-text-as-date/vc.csv").stderr
    assert "--map name=company" in told
    assert "--map first_funding_at=published" in told
    assert "funding_rounds=" not in told
    assert "post_ipo_equity=" not in told
