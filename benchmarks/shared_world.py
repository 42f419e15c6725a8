"""Answer the questions of a simulated world that is written as files in a folder.

    python -m benchmarks.shared_world FOLDER [FOLDER ...] [--model em]

A folder holds `sources`, `companies`, `events` and `questions` as JSON lines. The
answers go to `predictions.jsonl` beside them. Each is given as of the day of its
question: only events up to that day have been told.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.telling import Happening, Teller

SETTLING: Final = frozenset({"wire", "paper", "trade"})
"""The kinds of press and wire, as the world names them."""

Lines = list[dict[str, Any]]


def lines(path: Path) -> Lines:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def happening(row: dict[str, Any]) -> Happening:
    """Read one event of the world."""
    price = None
    if row["kind"] == "report" and row["valuation_low"] is not None:
        price = (row["valuation_low"], row["valuation_high"])
    elif row.get("valuation") is not None:
        price = (row["valuation"], row["valuation"])
    copied = row.get("copy_of")
    return Happening(
        number=int(row["id"][1:]),
        day=row["day"],
        kind=row["kind"],
        company=row["company"],
        round=row["round"],
        source=row.get("source") or row.get("denier", ""),
        hedge=row.get("hedge", ""),
        price=price,
        copy_of=None if copied is None else int(copied[1:]),
    )


def teller_of(folder: Path) -> Teller:
    """Begin the story of a world: who speaks, and what is known before it."""
    sources = lines(folder / "sources.jsonl")
    kinds = {row["id"]: row["kind"] for row in sources}
    priors = {row["kind"]: row["prior_mean"] for row in sources}
    teller = Teller(kinds, priors, SETTLING)
    for row in lines(folder / "companies.jsonl"):
        if row["confirmed_valuation"] is not None:
            teller.begin(row["id"], row["confirmed_day"], row["confirmed_valuation"])
    return teller


def predictions(folder: Path, model: str) -> Iterator[dict[str, Any]]:
    """Answer all questions in the order of their days."""
    teller, events = teller_of(folder), lines(folder / "events.jsonl")
    told = 0
    for question in lines(folder / "questions.jsonl"):
        while told < len(events) and events[told]["day"] <= question["day"]:
            teller.tell(happening(events[told]))
            told += 1
        teller.until(question["day"])
        yield {"id": question["id"], **answer(teller, question, model)}


def answer(teller: Teller, question: dict[str, Any], model: str) -> dict[str, float]:
    """Answer one question, as of the day that the teller has reached."""
    if question["type"] == "source":
        found = teller.reliability(question["source"])
        if model == "em":
            one = teller.joint().sources.get(question["source"])
            if one is not None:  # else nobody ever heard anything first from it
                found = (one.mean, *one.interval)
        return dict(zip(("reliability", "low", "high"), found, strict=True))
    prices = ("valuation", "low", "high")
    if question["type"] == "company":
        return dict(zip(prices, teller.company(question["company"]), strict=True))
    chance, price = teller.round(question["company"], question["round"])
    if model == "em":
        chance = teller.joint().beliefs[question["round"]]
    if not question["valuation_asked"]:
        return {"p_real": chance}
    assert price is not None
    return {"p_real": chance, **dict(zip(prices, price, strict=True))}


def main() -> None:
    """Answer every folder's questions."""
    parser = argparse.ArgumentParser(description="Answer a simulated world.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--model", choices=("beta", "em"), default="beta")
    given = parser.parse_args()
    for folder in given.folders:
        rows = predictions(folder, given.model)
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / "predictions.jsonl").write_text(text, "utf-8")
        print(folder, flush=True)


if __name__ == "__main__":
    main()
