"""What the rows of a known table claim, from one snapshot to the next.

A row that is seen makes its claims. When it changes in a figure, a stage or a date, the
same source revises them; an amount that it does not give any more becomes
`undisclosed`. What a revision cannot say (another company, a date that was emptied) is
taken back and reported again. When a row goes, its claims are taken back. A row that
cannot be read as a claim stays a row, and is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ledger.errors import Problem
from ledger.importers.kit.before import Comparing, RowBefore
from ledger.importers.kit.comparing import Placed
from ledger.importers.kit.dialects import Dialect
from ledger.importers.kit.lines import Line, RowCells
from ledger.importers.kit.reading import Setting
from ledger.importers.kit.tables import TableRow

_FIELDS: Final = (
    *("stage", "raised", "valuation", "round_type", "instrument", "effective"),
)
_AMOUNTS: Final = {"raised": "basis", "valuation": "kind"}
_TOLD: Final = 5
"""Rows that are named in a note."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Events about claims, and the claims that a row makes then: ids or labels."""

    lines: list[Line] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    company: str | None = None
    """Whom these claims are about, if the row says something else."""


@dataclass(slots=True)
class RowClaims:
    """The claims of the rows of one file."""

    dialect: Dialect
    setting: Setting
    comparing: Comparing
    header: tuple[str, ...]
    unread: list[Problem] = field(default_factory=list)

    def seen(self, place: Placed) -> Answered:
        """Give what a new row claims."""
        answered = Answered()
        for part, line in (self._said(place) or {}).items():
            self._report(part, line, answered)
        return answered

    def changed(self, place: Placed, old: RowBefore, cells: RowCells) -> Answered:
        """Give how the claims of a row change with it; `cells` is what it said."""
        before = self._made(old, replace(place, cells=cells))
        now = self._said(place, tell=True)
        if now is None:
            return Answered([], [id_ for id_, _ in before.values()], old.company)
        answered = Answered()
        for part, (id_, data) in before.items():
            line = now.pop(part, None)
            change = None if line is None else self._change(id_, data, line)
            if line is not None and change is not None:
                answered.claims.append(id_)
                answered.lines.extend(self._revised(id_, line, change))
                continue
            answered.lines.append(self._retracted(id_, place.line, place.key))
            if line is not None:
                self._report(part, line, answered)
        for part, line in now.items():
            self._report(part, line, answered)
        return answered

    def gone(self, line: int, key: str, old: RowBefore) -> Answered:
        """Take back what a row claimed."""
        there = [id_ for id_ in old.claims if self._stands(id_)]
        lines = [self._retracted(id_, line, key) for id_ in there]
        return Answered(lines, there, old.company)

    def note(self) -> list[str]:
        """Say which rows made no claim that could be read."""
        if not self.unread:
            return []
        first = "; ".join(
            f"{x.where}, {x.field}: {x.message}" for x in self.unread[:_TOLD]
        )
        many = len(self.unread)
        more = f"; and {many - _TOLD:,} more" if many > _TOLD else ""
        return [f"kept as rows, but not claims: {first}{more}"]

    def _said(self, place: Placed, *, tell: bool = True) -> dict[str, Line] | None:
        """Give the claims of a row by part; None if it cannot be read as any."""
        cells = {name: place.cells.get(name, "") for name in self.header}
        locator = self._locator(place.key)
        found = {}
        for one in self.dialect.claims(
            TableRow(place.line, cells), self.setting, locator
        ):
            if isinstance(one, Problem):
                if tell:
                    self.unread.append(one)
                return None
            found[one.part] = one
        return found

    def _locator(self, key: str) -> str:
        table = self.comparing.table
        return f"row {key}" if table is None else f"row {key} of {table}"

    def _made(self, old: RowBefore, place: Placed) -> dict[str, tuple[str, Any]]:
        """Match the parts of a row with the claims on record."""
        said = self._said(place, tell=False) or {}
        if len(said) != len(old.claims):
            # Read by other rules: nothing can be told apart, so all is said again.
            return {f"old {id_}": (id_, {}) for id_ in old.claims if self._stands(id_)}
        pairs = zip(said.items(), old.claims, strict=True)
        return {
            part: (id_, line.data) for (part, line), id_ in pairs if self._stands(id_)
        }

    def _stands(self, id_: str) -> bool:
        return self.comparing.claim(id_).voided_by is None

    def _change(
        self, id_: str, old: Mapping[str, Any], line: Line
    ) -> dict[str, Any] | None:
        """Give the fields that a claim says otherwise; None if it is another claim."""
        assert line.company is not None
        company = self.comparing.claim(id_).data["company"]
        if self.comparing.known(line.company) != company:
            return None
        change = {}
        for name in _FIELDS:
            was, now = old.get(name), line.data.get(name)
            if was == now:
                continue
            if now is not None:
                change[name] = now
            elif name in _AMOUNTS:
                word = _AMOUNTS[name]
                change[name] = [
                    {"figure": "undisclosed", word: item[word]} for item in was or ()
                ]
            else:
                return None
        return change

    def _report(self, part: str, line: Line, answered: Answered) -> None:
        """Report a claim, unless it is about a stranger who is to stay one."""
        assert line.company is not None
        if self.comparing.strangers or self.comparing.known(line.company):
            ref = f"{line.where}{part}"
            answered.lines.append(replace(line, ref=ref))
            answered.claims.append(f"@{ref}")

    def _revised(self, id_: str, line: Line, change: dict[str, Any]) -> list[Line]:
        if not change:
            return []
        kept = ("source", "published", "url", "locator", "note")
        said = {name: line.data[name] for name in kept if name in line.data}
        data = {**said, "claim": id_, "set": change}
        return [Line(line.line, "claim.revised", data)]

    def _retracted(self, id_: str, line: int, key: str) -> Line:
        data = {
            "claim": id_,
            "source": self.setting.source,
            "published": self.setting.published,
            "locator": self._locator(key),
        }
        return Line(line, "claim.retracted", data)
