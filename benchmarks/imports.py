"""What it costs to import a vendor's table, compared with loading and checking it.

The table is made up, in the shape of Crunchbase's export of 2013. The peer is what
somebody would do without a ledger: `sqlite-utils insert --csv`, and a loop that checks
every row with pydantic. Without sqlite-utils the loop alone is the floor.
"""

import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.core import SAYSO
from benchmarks.rows import MeasuredOrSkipped, Skipped
from benchmarks.runner import Run
from benchmarks.taking import Process, used_by, whole

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
    random = Random(seed)
    yield COLUMNS
    line = ""
    for number in range(rows):
        if number % 500 != 499:  # else the line before once more
            line = _csv_line(number * 5 // 9, random)
        yield line


def _csv_line(company: int, random: Random) -> str:
    year, month = random.randrange(2000, 2014), random.randrange(1, 13)
    day = random.choice((1, random.randrange(1, 29)))
    amount = "" if random.random() < 0.08 else str(random.randrange(10, 90_000) * 1_000)
    name = f"Company {company}"
    where = "software,USA,CA,SF Bay,San Francisco"
    when = f"{year}-{month:02}-{day:02},{year}-{month:02},{year}-Q{(month + 2) // 3}"
    kind = random.choice(TYPES)
    link = f"/company/company-{company}"
    return f"{link},{name},{where},{kind},{when},{year},{amount}"


def loading(program: str | None, feed: Path, folder: Path) -> list[str]:
    """Give a command that loads a table with sqlite-utils and checks its rows."""
    check = [sys.executable, "-c", CHECKING, str(feed)]
    if program is None:
        return check
    load = [program, "insert", str(folder / "peer.db"), "rounds", str(feed), "--csv"]
    return ["sh", "-c", f"{shlex.join(load)} --truncate && {shlex.join(check)}"]


def measure(run: Run) -> Iterator[MeasuredOrSkipped]:
    """Import the table into a new ledger, and once more; the peer in turn."""
    peer = shutil.which("sqlite-utils", path=Path(SAYSO).parent)
    if not peer:
        yield Skipped("sqlite-utils insert --csv", "sqlite-utils is not installed")
    feed = run.folder / "made.csv"
    feed.write_text("\n".join(table(run.sized(QUICK, ROWS))) + "\n", "utf-8")
    rows = len(feed.read_bytes().splitlines()) - 1
    place = run.folder / "table.db"
    command = [SAYSO, "import", str(feed), "--db", str(place)]
    command += ["--create-companies", "yes", "--published", "2013-10-31"]
    floor = "sqlite-utils insert --csv, and pydantic in a loop"
    yield from whole(
        Process(
            floor if peer else "pydantic in a loop", loading(peer, feed, run.folder)
        ),
        [
            Process(
                f"import of {rows:,} rounds into a new ledger",
                command,
                partial(new_ledger, place),
                wanted="<= 0.50" if peer else "",
            ),
            Process("the same file again, all on record", command),
        ],
        run.sized(1, 3),
    )


@contextmanager
def new_ledger(place: Path) -> Iterator[None]:
    """Make a new, empty ledger where perhaps another one was."""
    for ending in ("", "-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    used_by([SAYSO, "init", str(place)])
    yield
