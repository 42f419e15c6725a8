"""A ledger of one company that is told of rounds, and asked what they raised."""

import json
from typing import Any, Final

from tests.conftest import Sayso

A: Final = "halcyon-co"
SOURCES: Final = (
    (A, "company", "--speaks-for", "halcyon"),
    ("founder", "person", "--speaks-for", "halcyon"),
    ("nova", "investor"),
    ("paper", "press"),
    ("wire", "wire"),
    ("base", "database"),
)


class Ledger:
    """A ledger of one company that is told of rounds, and asked what they raised."""

    def __init__(self, run: Sayso) -> None:
        self.run = run
        self.done("init")
        self.done("company", "add", "halcyon", "--name", "Halcyon")
        for name, kind, *more in SOURCES:
            self.done("source", "add", name, "--name", name, "--kind", kind, *more)

    def done(self, *words: str) -> str:
        answer = self.run(*words)
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    def told(
        self, by: str, on: str, label: str, stage: str, *raised: str, **more: str
    ) -> int:
        """Record a report; give its number."""
        words = [part for one in raised for part in ("--raised", one)]
        for name, value in more.items():
            words += [f"--{name.replace('_', '-')}", value]
        said = self.done(
            *("record", "report", f"halcyon/{label}", "--source", by),
            *("--published", on, "--stage", stage, *words),
        )
        return int(said.split()[0])

    def rows(self, *asked: str) -> list[dict[str, Any]]:
        return json.loads(self.done("raised", "-f", "json", *asked))["rows"]  # type: ignore[no-any-return]

    def round(self, label: str, *asked: str) -> dict[str, str]:
        """Give what a round raised, column by column, as text."""
        rows = self.rows(*asked)
        found = [row for row in rows if row["round"] == f"halcyon/{label}"]
        return texts(found[0]) if found else {}

    def total(self, *asked: str) -> dict[str, Any]:
        """Give the one sum of the company."""
        (row,) = self.totals(*asked)
        return row

    def totals(self, *asked: str) -> list[dict[str, Any]]:
        return [row for row in self.rows(*asked) if row["row"] == "total"]


def texts(row: dict[str, Any]) -> dict[str, str]:
    columns = ("paid", "committed", "conditional", "sought")
    return {name: row[name]["text"] for name in columns if row[name] is not None}
