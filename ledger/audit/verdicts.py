"""The result of a verification: one verdict, its exit code, and what was found.

    0   VERIFIED         whole, and vouched for by a key or a head from outside
    1   ALTERED          something is not what was recorded
        TRUNCATED        fewer entries than were signed for
        ROLLED-BACK      fewer entries than a head that was seen before
        FORKED           another history than a head that was seen before
        BAD-SIGNATURE    signed by nobody who is trusted, or not signed at all
        MISSING          a payload is gone and no event says so
    3   UNSIGNED         whole, but nobody signed it, or not all of it
        UNPINNED         whole, but vouched for by nobody from outside
        UNWITNESSED      whole, but seen by fewer witnesses than are wanted
        PARTIAL          a selection, or tables that nobody compared with the entries
        GUARDS-MISSING   whole, but the database no longer refuses changes
        FOREIGN          whole, but the database holds more than the ledger's own

A problem outweighs everything; of what is merely lacking, the first in this list is
the verdict, and the others are told as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from ledger.audit.notes import Note

ProblemCode = Literal[
    "ALTERED", "TRUNCATED", "ROLLED-BACK", "FORKED", "BAD-SIGNATURE", "MISSING"
]
Lack = Literal[
    "UNSIGNED", "UNPINNED", "UNWITNESSED", "PARTIAL", "GUARDS-MISSING", "FOREIGN"
]
Verdict = Literal["VERIFIED"] | ProblemCode | Lack

NOT_SIGNED: Final = ("is not the one signed", "are not those signed")
LACKS: Final[tuple[str, ...]] = get_args(Lack)
EXIT: Final[dict[str, int]] = {
    "VERIFIED": 0,
    **dict.fromkeys(get_args(ProblemCode), 1),
    **dict.fromkeys(LACKS, 3),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or lacking, and what to do about it."""

    code: Verdict
    what: str
    hint: str = ""
    seq: int | None = None
    """The entry that it is about."""
    between: tuple[int, int] | None = None
    """Sizes: the last head that still holds, and the first that does not."""
    file: str | None = None
    expected: str | None = None
    """A hash (hex), and the one that was found instead."""
    found: str | None = None


class Witnessed(NamedTuple):
    """How many witnesses were wanted, and what those that are named saw."""

    by: str
    """Who wants them: the kept `policy`, or what was `given`."""
    wanted: int
    saw: tuple[tuple[str, int], ...]
    """Of each the name, and of how many entries it cosigned a head; 0 if of none."""


@dataclass(slots=True)
class Report:
    """All that a verification found out."""

    what: str
    """`ledger`, `bundle`, `proof` or `receipt`."""
    origin: str | None = None
    size: int = 0
    root: bytes = b""
    verdict: Verdict = "VERIFIED"
    findings: list[Finding] = field(default_factory=list)
    """What made the verdict, the weightiest first; none if it is VERIFIED."""
    warnings: list[str] = field(default_factory=list)
    signed_by: str | None = None
    """The key of the newest head, for eyes."""
    trusted_by: list[str] = field(default_factory=list)
    """On what, from outside, the verdict rests."""
    erased: int = 0
    seq: int | None = None
    """The entry that a proof is about."""
    witnessed: list[Witnessed] = field(default_factory=list)
    evidence: list[Path] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    """What was looked at, each as a line for people."""

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        return EXIT[self.verdict]


@dataclass(frozen=True, slots=True)
class Checked:
    """A report, and what was looked at that others may want to hold things against."""

    report: Report
    newest: Note | None = None
    """The newest signed head of what was verified."""
    contradicted: tuple[Note, ...] = ()
    """Heads from outside that it does not extend."""
    recorded: Mapping[int, int] = field(default_factory=dict)
    """Size of a head -> when its last entry was recorded, in microseconds."""


def many(count: int, one: str, more: str) -> str:
    """Say how many of something there are: `1 entry`, `1,000 entries`."""
    return f"{count:,} {one if count == 1 else more}"


def entries(size: int) -> str:
    """Say how many entries there are."""
    return many(size, "entry", "entries")


def span(first: int, end: int, said: tuple[str, str]) -> str:
    """Say something of entries `first` to `end - 1`: of one, or of several."""
    if end - first == 1:
        return f"entry {first:,} {said[0]}"
    return f"entries {first:,} to {end - 1:,} {said[1]}"


def judged(report: Report, found: Sequence[Finding]) -> Report:
    """Put findings into a report, and the verdict that follows from them."""
    problems = [one for one in found if EXIT[one.code] == 1]
    lacks = sorted(
        (one for one in found if one.code in LACKS),
        key=lambda one: LACKS.index(one.code),
    )
    report.findings = [*problems, *lacks]
    report.verdict = report.findings[0].code if report.findings else "VERIFIED"
    return report
