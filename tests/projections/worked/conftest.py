"""A ledger that knows a company, its buyer and those who speak, told on one line each.

    acme.told("A 2024-05-26 b closed --raised 6B --post-money 24B")
    assert acme.printed("2024-06-01") == ["confirmed* 24B"]

`A` is the company's own source and `F` its founder, `N` another company, `P`, `Q` and
`R` are papers, `D` is a database, `fund-1` to `fund-3` are investors, `sec` is a
regulator and `bank` a bank.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conftest import Clock, Sayso

SOURCES: Final = (
    ("A", "company", ["--speaks-for", "acme"]),
    ("F", "person", ["--speaks-for", "acme"]),
    ("N", "company", ["--speaks-for", "newco"]),
    ("P", "press", []),
    ("Q", "press", []),
    ("R", "press", []),
    ("D", "database", []),
    ("bank", "company", []),
    ("sec", "regulator", []),
    *((f"fund-{number}", "investor", []) for number in (1, 2, 3)),
)


@dataclass(slots=True)
class Acme:
    """A ledger about one company, in the folder in which the test runs."""

    sayso: Sayso

    def run(self, *words: str) -> str:
        """Run a command; give what it prints."""
        done = self.sayso(*words)
        assert done.exit_code == 0, done.output
        return done.stdout

    def told(self, *lines: str) -> None:
        """Record what is said, one event a line.

        `P 2024-05-26 b closed --raised 6B` is a report on the round acme/b. With
        `value` in place of a round it is a price alone, and with `deny`, `confirm`,
        `end`, `merge` or `relay` it is that.
        """
        for line in lines:
            source, day, about, *words = line.split()
            said = ["--source", source.lower(), "--published", day]
            match about:
                case "value":
                    self.run("record", "value", "acme", *said, *words)
                case "end":
                    self.run("record", "end", "acme", *said, *words)
                case "deny" | "confirm" | "relay" | "merge":
                    self.run("record", about, *words, *said)
                case _:
                    stage, *rest = words
                    reported = [f"acme/{about}", *said, "--stage", stage, *rest]
                    self.run("record", "report", *reported)

    def rows(self, command: str, *words: str) -> list[dict[str, Any]]:
        """Ask in JSON; give the rows."""
        found: dict[str, Any] = json.loads(self.run(command, *words, "-f", "json"))
        rows: list[dict[str, Any]] = found["rows"]
        return rows

    def valued(self, as_of: str, *words: str) -> list[dict[str, Any]]:
        """Ask what the company was worth; give the rows."""
        asked = ["acme", "--as-of", as_of, "--no-belief", *words]
        return [as_text(row) for row in self.rows("valuations", *asked)]

    def printed(self, as_of: str, *words: str) -> list[str]:
        """Ask what the company was worth; give each row in short."""
        return [brief(row) for row in self.valued(as_of, *words)]

    def standing(self, label: str, as_of: str) -> str:
        """Ask how sure a round is, and how far; and whether it is contested."""
        rows = self.rows("rounds", "acme", "--as-of", as_of)
        (row,) = [row for row in rows if row["round"] == f"acme/{label}"]
        contested = ", contested" if row["contested"] else ""
        return f"{row['standing']}, {row['stage']}{contested}"


def as_text(row: dict[str, Any]) -> dict[str, Any]:
    """Write dates, sales and tiers of a row as text."""
    dates = {name: row[name]["text"] for name in ("published", "effective")}
    newer = [f"{sale['kind']} {sale['amount']['text']}" for sale in row["newer"]]
    return {**row, **dates, "newer": newer, "tiers": [*map(tier, row["tiers"])]}


def tier(told: dict[str, Any]) -> str:
    """Write the price of a part of a round, and how much was sold at it."""
    amount = told["amount"]["text"] if told["amount"] else ""
    part = f"{told['part']}:" if told["part"] else ""
    return f"{part}{told['price']['text']} {amount}".strip()


def brief(row: dict[str, Any]) -> str:
    """Write a row in short: its figure, and what sets it apart."""
    words = [
        row["figure"] + ("*" if row["headline"] else ""),
        row["amount"]["text"],
        row["kind"] if row["kind"] not in {"post_money", "unspecified"} else "",
        "disputed" if row["disputed"] else "",
        "derived" if row["derived"] else "",
        *row["marks"],
        *(f"before {name}" for name in row["before"]),
        *(f"newer {sale}" for sale in row["newer"]),
        f"by {', '.join(row['by'])}" if row["by"] else "",
        f"({row['count']})" if row["count"] > 1 else "",
    ]
    return " ".join(word for word in words if word)


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a ledger that knows who speaks."""
    return tmp_path_factory.mktemp("acme")


@pytest.fixture
def acme(sayso: Sayso, clock: Clock, registered: Path) -> Acme:
    """Give a ledger of its own, in which nothing is said yet; it is January 2027."""
    clock.advance(366 * 24 * 3600)
    told = Acme(sayso)
    if not any(registered.iterdir()):
        told.run("init")
        for slug in ("acme", "newco"):
            told.run("company", "add", slug, "--name", slug.title())
        for name, kind, more in SOURCES:
            slug = name.lower()
            named = ["--name", f"The {name}", "--kind", kind]
            told.run("source", "add", slug, *named, *more)
        shutil.copytree(Path(), registered, dirs_exist_ok=True)
    else:
        shutil.copytree(registered, Path(), dirs_exist_ok=True)
    return told
