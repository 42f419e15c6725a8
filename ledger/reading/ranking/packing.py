"""A company's stretches as lines of the ranking, and back.

A line of figures holds what is printed of a company over one stretch of cuts, as JSON:
its rows, each once, and for each headline that can be asked for which of them are
printed, in their order, and which of them is the headline. It is empty while nothing is
printed. A line of money raised holds what one round raised, or is empty where it only
says that the company is there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

import orjson

from ledger.claims.entry import Entry
from ledger.claims.evidence import CITED
from ledger.projections.amount import Amount
from ledger.projections.basis import Basis
from ledger.projections.choosing import HEADLINES, Chosen, Headline
from ledger.projections.raised import RaisedLine, remember
from ledger.projections.rounds import CompanyAt, Round
from ledger.projections.valued import Ended, Valuation, Valued, ranked
from ledger.reading.folding import Group
from ledger.reading.ranking.codec import encode_value, form_of
from ledger.reading.ranking.offered import (
    LARGE,
    HeldPart,
    KeptRound,
    first_in,
    packed_part,
    subject_of,
)
from ledger.reading.ranking.stretches import ByPart, Figures, Money, Stretch, Told
from ledger.store.ranking import PARTS, PROJECTION, RAISED, RankingLine

_MOST: Final = 2**62
"""No amount is kept as more; a database's integers end soon after."""


class Pick(NamedTuple):
    """What is printed for one headline, as places in the rows of the line."""

    rows: tuple[int, ...]
    headline: int | None
    newer: tuple[int, ...]
    before: tuple[str, ...]


class Held(NamedTuple):
    """What a line holds."""

    rows: tuple[Valued, ...]
    picks: tuple[Pick, ...]
    """One for each headline; a single one if it is the same for all."""
    ended: Ended | None


class HeldMoney(NamedTuple):
    """What a line of money raised holds."""

    round: str
    standing: str
    stage: str
    money: str
    counted: tuple[str, ...]
    amounts: tuple[tuple[str, Amount], ...]
    may_be: tuple[str, ...]


class StoredLine(NamedTuple):
    """A line as the store keeps it, but for its generation."""

    company: str
    start: int
    until: int
    currency: str | None
    """Of the headline, if there is one."""
    amount: int | None
    """Its amount in whole units, to find the highest."""
    body: bytes


class LineMaker:
    """Makes the lines of a company of something that is kept, as it is told."""

    def __init__(self, which: str, company: str) -> None:
        self._which, self._company = which, company
        self._told: Told[Any] = _TOLD[which](company)
        self._last: CompanyAt | None = None

    def turn(self, at: Basis, company: CompanyAt) -> None:
        """Let the company be so from a cut on."""
        if company is not self._last:
            self._last = company
            self._told.turn(at, company)

    def lines(self) -> list[StoredLine]:
        """Give its lines."""
        write = _WRITTEN[self._which]
        return [write(self._company, one) for one in self._told.ended()]


class GroupLines:
    """The lines of companies that belong together, as these are told."""

    def __init__(self, which: str, slugs: Iterable[str]) -> None:
        self._makers = {slug: LineMaker(which, slug) for slug in slugs}

    def turn(self, at: Basis, companies: Sequence[CompanyAt]) -> None:
        """Let the companies be so from a cut on."""
        for maker, company in zip(self._makers.values(), companies, strict=True):
            maker.turn(at, company)

    def made(self) -> dict[str, list[StoredLine]]:
        """Give the lines of each."""
        return {slug: maker.lines() for slug, maker in self._makers.items()}


def _figure_line(company: str, one: Stretch[Chosen]) -> StoredLine:
    ranks, body = _ranks(one.value.newest), _packed(one.value)
    return StoredLine(company, one.start, one.until, *ranks, body)


def _money_line(company: str, one: Stretch[RaisedLine | None]) -> StoredLine:
    body = _packed_money(one.value)
    return StoredLine(company, one.start, one.until, None, None, body)


def _part_line(company: str, one: Stretch[tuple[int, bytes]]) -> StoredLine:
    event, body = one.value
    return StoredLine(
        subject_of(company, event), one.start, one.until, None, None, body
    )


def _packed_part(part: CompanyAt, at: Basis) -> tuple[int, bytes]:
    return first_in(part), packed_part(part, at)


_TOLD: Final[Mapping[str, Callable[[str], Told[Any]]]] = {
    PROJECTION: Figures,
    RAISED: Money,
    PARTS: partial(ByPart, write=_packed_part),
}
_WRITTEN: Final[Mapping[str, Callable[[str, Any], StoredLine]]] = {
    PROJECTION: _figure_line,
    RAISED: _money_line,
    PARTS: _part_line,
}
LINES: Final = tuple(_TOLD)
"""What is kept of companies as lines."""


def kept_by(which: str, group: Group) -> bool:
    """Tell whether something is kept of companies that belong together: the parts of
    small ones are not, and not those of companies that events link.

    Their entries are counted as `CompanyParts` counts them.
    """
    slugs, entries = group
    return which != PARTS or (
        len(slugs) == 1 and sum(map(_changes_answers, entries)) >= LARGE
    )


def _changes_answers(entry: Entry) -> bool:
    return "company" in entry.data and entry.type != CITED


class Paired:
    """Which rounds may be one, as the lines of money say that are kept."""

    def __init__(self, lines: Iterable[RankingLine]) -> None:
        self._cut: int | None = None
        self._found: dict[str, list[tuple[int, int, frozenset[str]]]] = {}
        for line in lines:
            if line.body:
                held = HeldMoney._make(orjson.loads(line.body))
                said = line.start, line.until, frozenset(held.may_be)
                self._found.setdefault(held.round, []).append(said)

    def turn(self, at: Basis, company: CompanyAt) -> None:
        """Speak of a cut while the company is looked at that is told there."""
        if self._cut is None:
            remember(company, self.tell)
        self._cut = at.cut

    def tell(self, found: Round) -> frozenset[str] | None:
        """Name the rounds that may be one with a round; None unless it was kept."""
        if not isinstance(found, KeptRound):
            return None
        there = self._found.get(found.name, ())
        assert self._cut is not None
        holds = (x for start, until, x in there if start <= self._cut < until)
        return next(holds, frozenset())


def _packed_money(line: RaisedLine | None) -> bytes:
    if line is None:
        return b""
    held = HeldMoney(
        round=line.round,
        standing=line.standing,
        stage=line.stage,
        money=line.money,
        counted=tuple(sorted(line.counted)),
        amounts=tuple(line.amounts.items()),
        may_be=line.may_be,
    )
    return encode_value(held)


def _ranks(valuation: Valuation) -> tuple[str | None, int | None]:
    headline = valuation.headline
    if headline is None:
        return None, None
    return headline.figure.currency or "", min(int(ranked(headline)), _MOST)


def _packed(chosen: Chosen) -> bytes:
    rows = list(dict.fromkeys(row for one in chosen for row in one.rows))
    ended = chosen.newest.ended
    if not rows and ended is None:
        return b""
    picks = [_pick(one, rows) for one in chosen]
    same = picks[:1] if len(set(picks)) == 1 else picks
    return encode_value(Held(tuple(rows), tuple(same), ended))


def _pick(valuation: Valuation, rows: Sequence[Valued]) -> Pick:
    head = valuation.headline
    return Pick(
        rows=tuple(_row_places(valuation.rows, rows)),
        headline=None if head is None else rows.index(head),
        newer=tuple(_row_places(valuation.newer, rows)),
        before=valuation.before,
    )


def _row_places(wanted: Iterable[Valued], rows: Sequence[Valued]) -> Iterator[int]:
    return (rows.index(row) for row in wanted)


def shape() -> str:
    """Name the shape of lines: those of another shape must not be read."""
    return ".".join(form_of(x).digest for x in (Held, HeldMoney, HeldPart))


def unpacked(company: str, body: bytes, headline: Headline = "newest") -> Valuation:
    """Give what is printed of a company, out of a line."""
    if not body:
        return Valuation(company)
    read = form_of(Held).read
    assert read is not None
    held: Held = read(orjson.loads(body))
    pick = held.picks[HEADLINES.index(headline) % len(held.picks)]
    return Valuation(
        company=company,
        rows=tuple(held.rows[place] for place in pick.rows),
        headline=None if pick.headline is None else held.rows[pick.headline],
        before=pick.before,
        newer=tuple(held.rows[place] for place in pick.newer),
        ended=held.ended,
    )


def unpacked_money(company: str, bodies: Iterable[bytes]) -> list[RaisedLine]:
    """Give what each round of a company raised, out of its lines at a cut."""
    read = form_of(HeldMoney).read
    assert read is not None
    every: list[HeldMoney] = [read(orjson.loads(body)) for body in bodies if body]
    return [
        RaisedLine(
            company=company,
            round=held.round,
            standing=held.standing,
            stage=held.stage,
            money=held.money,
            counted=frozenset(held.counted),
            amounts=dict(held.amounts),
            may_be=held.may_be,
        )
        for held in sorted(every, key=lambda one: one.round)
    ]
