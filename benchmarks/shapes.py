"""How many rows of public tables of funding rounds come in, and with which options.

The tables are made up from forms: `shapes.json` has, for twelve public files, the
header and the share of each form of cell in the columns with dates and amounts (9 is a
digit, a run of more than four cut to four; Mon is a month's name). No row of any file
is there. Two files stand next to them: TechCrunch's list, whose dates have years of two
digits, and Crunchbase's export as `imports.py` makes it.
"""

import csv
import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks.core import SAYSO
from benchmarks.imports import table
from benchmarks.rows import MeasuredOrSkipped, Measurement
from benchmarks.runner import Run

SHAPES: Final = Path(__file__).with_name("shapes.json")
QUICK: Final = 400
LEAST: Final = 98
"""Per cent of the rows that are to come in."""

_MONTHS: Final = tuple(f"{date(2024, month, 1):%b}" for month in range(1, 13))
_TYPES: Final = (
    *("Seed Funding", "Private Equity", "Series A", "Series B", "Debt Funding"),
)
_OTHERS: Final = re.compile(r"\((?:others|other text)")
_TECHCRUNCH: Final = {
    "file": "techcrunch-2008",
    "rows": 999,
    "encoding": "utf-8",
    "separator": ",",
    "header": [
        *("permalink", "company", "numEmps", "category", "city", "state"),
        *("fundedDate", "raisedAmt", "raisedCurrency", "round"),
    ],
    "columns": {
        "fundedDate": {"9-Mon-99": 1.0},
        "raisedAmt": {"9999": 0.98, "999": 0.02},
        "raisedCurrency": {"USD": 0.98, "EUR": 0.02},
        "round": {"a": 0.4, "b": 0.3, "seed": 0.2, "angel": 0.1},
    },
}


@dataclass(frozen=True, slots=True)
class MappedTable:
    """A table, what its columns mean, and in which order its dates are written."""

    file: str
    called: str
    order: str
    words: tuple[str, ...]


def maps(**columns: str) -> tuple[str, ...]:
    """Give the options of a mapping; `_` in a name is a blank if no column has it."""
    return tuple(
        x for name, what in columns.items() for x in ("--map", f"{name}={what}")
    )


MAPPED: Final = (
    MappedTable(
        "unicorns-billions",
        "unicorns, in billions",
        "mdy",
        (
            *maps(Company="company"),
            *("--map", "Date Joined=published:mdy"),
            *("--map", "Valuation ($B)=valuation:B"),
            *("--map", "Select Investors=investors:,"),
        ),
    ),
    MappedTable(
        "india-startup-funding",
        "the Indian list",
        "dmy",
        (
            *maps(StartupName="company", AmountInUSD="raised:USD"),
            *("--map", "Date=published:dmy", "--encoding", "cp1252"),
            *maps(InvestmentType="round", InvestorsName="investors:,"),
            *("--numbers", "1,23,45,678", "--empty", "usual"),
        ),
    ),
    MappedTable(
        "investments-vc",
        "Kaggle's investments_VC",
        "ymd",
        (
            *maps(name="company", permalink="company_id", first_funding_at="published"),
            *maps(funding_total_usd="cumulative:USD"),
            *("--numbers", "1,23,45,678", "--empty", "-", "--encoding", "latin-1"),
        ),
    ),
    MappedTable(
        "layoffs",
        "layoffs",
        "mdy",
        (
            *maps(company="company", date="published:mdy", stage="round"),
            *maps(funds_raised_millions="cumulative:M"),
            *("--empty", "NULL"),
        ),
    ),
    MappedTable(
        "ai-funding",
        "an AI list with month names",
        "named",
        (
            *maps(company_name="company", date="published", round_type="round"),
            *maps(amount="raised", investors="investors:,"),
        ),
    ),
    MappedTable(
        "techcrunch-2008",
        "TechCrunch's list",
        "named",
        (
            *maps(company="company", fundedDate="published:d-mon-yy"),
            *maps(raisedAmt="raised", raisedCurrency="currency", round="round_type"),
        ),
    ),
    MappedTable(
        "itjuzi",
        "a Chinese list",
        "ymd",
        (
            *maps(公司名称="company", 融资时间="published", 轮次="round"),
            *maps(融资金额="raised", 投资方="investors:,"),
            *("--fill-down", "公司名称", "--empty", "-"),
        ),
    ),
)


def shapes() -> dict[str, dict[str, Any]]:
    """Give the forms of every table, by its name."""
    found = [*json.loads(SHAPES.read_text("utf-8")), _TECHCRUNCH]
    return {one["file"]: one for one in found}


def made(shape: Mapping[str, Any], order: str, rows: int, seed: int = 7) -> bytes:
    """Give a table with so many rows in the forms of a shape."""
    random = Random(seed)
    lines = _Lines()
    out = csv.writer(lines, delimiter=shape["separator"], lineterminator="\n")
    out.writerow(shape["header"])
    for number in range(rows):
        row = {
            name: _cell(name, shape["columns"].get(name), order, number, random)
            for name in shape["header"]
        }
        if row.get("融资时间") == "-":  # no round: then nothing of one is said
            row |= dict.fromkeys(("轮次", "融资金额", "投资方"), "-")
        out.writerow(row.values())
    return "".join(lines).encode(shape["encoding"], "replace")


class _Lines(list[str]):
    """Where a writer of CSV writes."""

    write = list.append


def _cell(
    name: str,
    forms: Mapping[str, float] | None,
    order: str,
    number: int,
    random: Random,
) -> str:
    plain = name.strip().casefold()
    if forms is None:
        return _filled_column(plain, number, random)
    form = random.choices(list(forms), list(forms.values()))[0]
    if form == "(empty)":
        return ""
    if _OTHERS.match(form):
        return "(ask)" if "amount" in plain else ""
    if re.search("date|_at$|joined|时间|founded", plain):
        return _day(form, order, random)
    return _filled(form, random, longer=1 if "million" in plain else 4)


def _filled_column(plain: str, number: int, random: Random) -> str:
    """Fill a column of which no forms are known."""
    if plain == "公司名称":  # most of its cells are gaps to be filled down
        return f"公司{number}" if number == 0 or random.random() < 0.57 else ""
    company: dict[str, Callable[[], str]] = {
        "permalink": lambda: f"/organization/firm-{number}",
        "investmenttype": lambda: random.choice(_TYPES),
        "round_type": lambda: random.choice(_TYPES),
        "stage": lambda: random.choice(("Series B", "Post-IPO", "Seed", "Unknown")),
        "轮次": lambda: random.choice(("A轮", "天使轮", "B轮", "A+轮", "战略投资")),
        "investorsname": lambda: f"Fund {number % 97}, Fund {number % 89}",
    }
    if plain in company:
        return company[plain]()
    if "compan" in plain or plain in {"name", "startupname", "startup name"}:
        return f"Firm {number} é" if number % 50 == 0 else f"Firm {number}"
    return f"Word {number % 7}"


def _day(form: str, order: str, random: Random) -> str:
    """Fill the digits of a date, so that there is such a day."""
    year, month, day = (
        random.randint(2005, 2023),
        random.randint(1, 12),
        random.randint(1, 28),
    )
    groups = re.findall("9+", form)
    if "Mon" in form:
        named = form.replace("Mon", _MONTHS[month - 1])
        parts = [_sized(day, len(groups[0])), str(year)[-len(groups[1]) :]]
        return _replaced(named, parts)
    if len(groups) != 3:
        return _filled(form, random)
    if len(groups[0]) == len("2024"):
        return _replaced(form, [str(year), f"{month:02d}", f"{day:02d}"])
    first, second = (day, month) if order == "dmy" else (month, day)
    sizes = [len(x) for x in groups[:2]]
    parts = [_sized(x, size) for x, size in zip((first, second), sizes, strict=True)]
    return _replaced(form, [*parts, str(year)[: len(groups[2])]])


def _sized(value: int, size: int) -> str:
    """Write a number with one digit or two, another one if it has not as many."""
    if size == 1:
        return str(value if value < 10 else value % 9 + 1)
    return f"{value:02d}"


def _replaced(form: str, parts: list[str]) -> str:
    found = iter(parts)
    return re.sub("9+", lambda _: next(found), form)


def _filled(form: str, random: Random, longer: int = 4) -> str:
    """Fill the digits of an amount; a run of four stands for four or more."""

    def digits(run: re.Match[str]) -> str:
        size, before = len(run[0]), form[run.start() - 1 : run.start()]
        if size == len("9999") and not form.strip("9"):
            size += random.randint(0, longer)
        rest = "".join(random.choices("0123456789", k=size - 1))
        one = random.choice("123456789")  # the end of a fraction, or else the start
        return rest + one if before == "." else one + rest

    return re.sub("9+", digits, form)


def measure(run: Run) -> Iterator[MeasuredOrSkipped]:
    """Import each table into a new ledger; give the share of its rows that came in."""
    known = shapes()
    for one in MAPPED:
        shape = known[one.file]
        rows = run.sized(min(QUICK, shape["rows"]), shape["rows"])
        path = run.folder / f"{one.file}.csv"
        path.write_bytes(made(shape, one.order, rows))
        run.say(f"{one.called}: {rows:,} rows")
        yield _imported(run, one.called, path, rows, ("--source", "src", *one.words))
    path = run.folder / "crunchbase.csv"
    rows = run.sized(QUICK, 31_679)
    path.write_text("\n".join(table(rows)) + "\n", "utf-8")
    words = ("--published", "2013-10-31")
    yield _imported(run, "Crunchbase 2013", path, rows, words)


def _imported(
    run: Run, called: str, path: Path, rows: int, words: tuple[str, ...]
) -> Measurement:
    place = run.folder / f"{path.stem}.db"
    _sayso("init", str(place))
    by = ("--name", "The Table", "--kind", "database")
    _sayso("source", "add", "src", *by, "--db", str(place))
    told = _sayso(
        *("import", str(path), "--db", str(place), *words),
        *("--create-companies", "yes", "--skip-bad"),
        *("--problems", str(path.with_suffix(".bad.csv"))),
    )
    bad = {
        line.partition(",")[0]
        for line in path.with_suffix(".bad.csv").read_text("utf-8").splitlines()[1:]
    }
    came = 100 * (rows - len(bad)) / rows
    note = told.strip().splitlines()[-1].partition(": ")[2]
    return Measurement(
        f"{called}, {rows:,} rows",
        "",
        "% of the rows come in",
        *(came, came, came),
        wanted=f">= {LEAST}",
        note=note,
    )


def _sayso(*words: str) -> str:
    done = subprocess.run([SAYSO, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"sayso {' '.join(words)}: {done.stderr}")
    return done.stdout
