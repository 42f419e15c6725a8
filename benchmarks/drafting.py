"""How good drafts are on labelled passages, and what one article costs.

The passages are those of the tests, our own words in three scripts. The figures are of
the rules as they are: all four sets have been looked at since they were labelled, and
`docs/drafting.md` says what each first look showed. The cost of one article is held
against reading and hashing its file in a Python of its own.
"""

import sys
from collections.abc import Iterator
from typing import Final

from benchmarks.core import SAYSO
from benchmarks.rows import Measurement
from benchmarks.runner import Run
from benchmarks.taking import Process, whole
from tests.drafting.measuring import SETS, Measured, interval, measured, passages
from tests.drafting.retold import measured_on_the_demo

HASHING: Final = """
import hashlib, sys
print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())
"""
LENGTHS: Final = (6_000, 20_000)
"""Characters of an article."""


def measure(run: Run) -> Iterator[Measurement]:
    """Draft the labelled passages, then whole articles as processes."""
    for everybody in (True, False):
        for name in SETS:
            yield from _shares(
                name, measured(name, everybody=everybody), everybody=everybody
            )
    yield from _shares("the demo's articles", measured_on_the_demo(), everybody=True)
    for length in LENGTHS:
        yield from _article(run, length)


def _shares(name: str, found: Measured, *, everybody: bool) -> Iterator[Measurement]:
    known = "all companies on record" if everybody else "30 companies on record"
    for tiers in (("high",), ("high", "mid")):
        for what in ("precision", "recall"):
            part, of = getattr(found, what)(*tiers)
            low, high = interval(part, of)
            yield Measurement(
                f"{name}, {known}: {what} of {' and '.join(tiers)}",
                *("", "share", part / of if of else 0.0, low, high),
                note=f"{part} of {of}, 95 % interval {low:.2f} to {high:.2f}",
            )


def _article(run: Run, length: int) -> Iterator[Measurement]:
    """One article made of the passages, drafted without a ledger."""
    texts = [passage["text"] for name in SETS for passage in passages(name)]
    article = run.folder / f"article-{length}.txt"
    article.write_text("\n\n".join(texts * 9)[:length], "utf-8")
    draft = run.folder / "article.draft.yaml"
    floor = Process("read and hash it", [sys.executable, "-c", HASHING, str(article)])
    command = [SAYSO, "draft", str(article), "-o", str(draft), "--force"]
    what = f"draft {length:,} characters in three scripts"
    yield from whole(floor, [Process(what, command)], run.rounds)
