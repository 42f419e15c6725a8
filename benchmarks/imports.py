"""What it costs to import a vendor's table, beside loading and checking it elsewhere.

    python -m benchmarks.imports [--quick] [FILE]

The table has the shape of Crunchbase's export of 2013, made up here unless a file is
given. The peer is what somebody would do without a ledger: `sqlite-utils insert --csv`,
and a loop that checks every row with pydantic. It is skipped where sqlite-utils is not
installed. Whole processes, in turn; CPU seconds, and the peak of memory.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

from benchmarks.core import SAYSO, cpu, told

ROWS: Final = 31_679
QUICK: Final = 3_000
COLUMNS: Final = (
    "company_permalink,company_name,company_category_code,company_country_code,"
    "company_state_code,company_region,company_city,funding_round_type,funded_at,"
    "funded_month,funded_quarter,funded_year,raised_amount_usd"
)
TYPES: Final = (
    *("venture", "angel", "series-a", "series-b", "series-c+", "other"),
    *("private-equity", "post-ipo", "crowdfunding"),
)
CHECKING: Final = """
import csv, sys
from datetime import date
from decimal import Decimal
from pydantic import BaseModel

class Round(BaseModel):
    company_permalink: str
    company_name: str
    funding_round_type: str
    funded_at: date
    raised_amount_usd: Decimal | None

with open(sys.argv[1], encoding="utf-8", errors="replace", newline="") as file:
    for row in csv.DictReader(file):
        row["raised_amount_usd"] = row["raised_amount_usd"] or None
        Round.model_validate(row)
"""


def table(rows: int, seed: int = 7) -> Iterator[str]:
    """Give the lines of a table with so many rounds, a few of them twice."""
    random = Random(seed)  # noqa: S311 - a benchmark wants the same table every time
    yield COLUMNS
    line = ""
    for number in range(rows):
        if number % 500 != 499:  # else the line before once more
            line = _line(number * 5 // 9, random)
        yield line


def _line(company: int, random: Random) -> str:
    year, month = random.randrange(2000, 2014), random.randrange(1, 13)
    day = random.choice((1, random.randrange(1, 29)))
    amount = "" if random.random() < 0.08 else str(random.randrange(10, 90_000) * 1_000)
    name = f"Company {company}"
    where = "software,USA,CA,SF Bay,San Francisco"
    when = f"{year}-{month:02}-{day:02},{year}-{month:02},{year}-Q{(month + 2) // 3}"
    kind = random.choice(TYPES)
    link = f"/company/company-{company}"
    return f"{link},{name},{where},{kind},{when},{year},{amount}"


def imported(feed: Path, folder: Path, number: int) -> tuple[float, int, float]:
    """Import a table into a new ledger, and again; give CPU, memory, CPU."""
    place = folder / f"ledger-{number}.db"
    subprocess.run([SAYSO, "init", place], check=True, capture_output=True)
    command = [str(SAYSO), "import", str(feed), "--db", str(place)]
    command += ["--create-companies", "yes", "--published", "2013-10-31"]
    first, peak = cpu(command)
    again, _ = cpu(command)
    return first, peak, again


def loaded(program: str, feed: Path, folder: Path, number: int) -> float:
    """Load a table with sqlite-utils and check its rows; give the CPU of both."""
    place = folder / f"peer-{number}.db"
    load, _ = cpu([program, "insert", str(place), "rounds", str(feed), "--csv"])
    check, _ = cpu([sys.executable, "-c", CHECKING, str(feed)])
    return load + check


def plain(given: Path, folder: Path) -> Path:
    """Give a copy of a file that the peer can read: UTF-8, lines that end in LF."""
    text = re.sub(r"\r\n?", "\n", given.read_bytes().decode("mac_roman"))
    made = folder / "given.csv"
    made.write_text(text, "utf-8")
    return made


def main() -> None:
    """Print every figure."""
    words = [word for word in sys.argv[1:] if word != "--quick"]
    quick = len(words) < len(sys.argv[1:])
    peer = shutil.which("sqlite-utils")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SAYSO_HOME"] = str(folder / "home")  # keys of these ledgers
        if words:
            feed = plain(Path(words[0]), folder)
        else:
            feed = folder / "made.csv"
            feed.write_text("\n".join(table(QUICK if quick else ROWS)) + "\n", "utf-8")
        rows = len(feed.read_bytes().splitlines()) - 1
        ours, theirs = [], []
        for number in range(1 if quick else 3):
            ours.append(imported(feed, folder, number))
            if peer:
                theirs.append(loaded(peer, feed, folder, number))
    first, peak, again = (median(column) for column in zip(*ours, strict=True))
    told(f"import of {rows:,} rounds", f"{first:6.2f} s CPU {peak / 1024:5.0f} MiB")
    told("the same file again, all on record", f"{again:6.2f} s CPU")
    if not theirs:
        told("sqlite-utils and pydantic", "skipped: sqlite-utils is not installed")
        return
    told(
        "sqlite-utils insert --csv, and pydantic in a loop", f"{median(theirs):6.2f} s"
    )
    ratios = [mine[0] / other for mine, other in zip(ours, theirs, strict=True)]
    told("import / these", f"{median(ratios):6.1f}")


if __name__ == "__main__":
    main()
