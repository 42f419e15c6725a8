"""What each part of a large company offers, kept: so an append folds no other part.

What is printed of a company is chosen among what its parts offer (`offers.py`), and the
lines of its rounds are put together out of what each says alone (`raised.py`). So both
are kept by part, as lines of the ranking under a name of their own, over stretches of
cuts. A round that is read out of them knows its name, its standing and its days; asked
for more, it is folded of its own entries. Purchases and endings are not kept: there are
few of them, and they are folded.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import orjson

from ledger.claims.names import Directory
from ledger.projections.amount import Amount
from ledger.projections.basis import Basis
from ledger.projections.candidates import Candidates
from ledger.projections.priced import RoundPrices
from ledger.projections.raised import OwnLine, RaisedLine, own_lines
from ledger.projections.rounds import CompanyAt, Round
from ledger.projections.roundsides import Side, Sided, side_of
from ledger.projections.story import Story, known_from
from ledger.projections.valuations import offers_of
from ledger.projections.valued import RowPlace, Valued
from ledger.projections.visible import apply_corrections, published_rows
from ledger.reading.ranking.codec import encode_value, form_of
from ledger.reading.ranking.parts import CompanyParts
from ledger.store.ranking import RankingLine

T = TypeVar("T")

LARGE: Final = 300
"""Events of a company: fewer are folded as fast as parts are read."""


class HeldRound(NamedTuple):
    """What one knows of a round without folding it."""

    name: str
    stage: str
    standing: str
    first: int
    last: int
    replaces: tuple[str, ...]
    types: tuple[str, ...]
    """This and the rest is what tells it from other rounds, as `Sided` has it."""
    money: str | None
    deals: tuple[str, ...]
    said: tuple[tuple[str, int, int], ...]


class HeldPrice(NamedTuple):
    """The prices of a round, as `RoundPrices` has them; of what is cast off, only what
    was asked is chosen from.
    """

    round: int
    """Its place among the rounds of the part."""
    stood: RowPlace | None
    told: int
    confirmed: tuple[Valued, ...]
    reported: tuple[Valued, ...]
    current: bool
    disputed: tuple[Valued, ...]
    asked: tuple[Valued, ...]
    cast_off: tuple[Valued, ...]


class HeldLine(NamedTuple):
    """What one round raised, whatever others did."""

    round: int
    money: str
    counted: tuple[str, ...]
    amounts: tuple[tuple[str, Amount], ...]
    asked: int | None


class HeldPart(NamedTuple):
    """What a line holds."""

    event: int
    """The first of its entries, by which it is called."""
    rows: int
    """How many events are in it: with one more it has changed."""
    plain: bool
    """Whether it can be read: it has neither purchases nor endings."""
    rounds: tuple[HeldRound, ...]
    prices: tuple[HeldPrice, ...]
    outside: tuple[Valued, ...]
    lines: tuple[HeldLine, ...]


def subject_of(company: str, event: int) -> str:
    """Give the name under which a part has its lines; no company is called so."""
    return f"{company}/{event}"


def company_in(subject: str) -> str:
    """Give the company whose lines have a name."""
    return subject.partition("/")[0]


def first_in(part: CompanyAt) -> int:
    """Give the number of the first entry of a part."""
    return min(row.seq for row in part.rows)


def packed_part(part: CompanyAt, basis: Basis) -> bytes:
    """Write what a part offers at a basis."""
    found: Candidates = part.once("offers", basis, offers_of)
    places = {name: place for place, name in enumerate(part.rounds)}
    rounds = map(_round, part.rounds.values())
    prices = [_price(x, places[x.found.name]) for x in found.prices]
    lines = [
        HeldLine(
            places[x.found.name],
            x.line.money,
            tuple(sorted(x.line.counted)),
            tuple(x.line.amounts.items()),
            x.asked,
        )
        for x in part.once("raised", basis, own_lines)
    ]
    plain = not (found.deals or found.ends or part.ends)
    held = HeldPart(
        event=first_in(part),
        rows=len(part.rows),
        plain=plain,
        rounds=tuple(rounds) if plain else (),
        prices=tuple(prices) if plain else (),
        outside=found.outside if plain else (),
        lines=tuple(lines) if plain else (),
    )
    return encode_value(held)


def _round(x: Round) -> HeldRound:
    sided = side_of(x).sided
    return HeldRound(
        x.name,
        x.stage,
        x.standing,
        *x.days,
        replaces=tuple(sorted(x.replaces)),
        types=tuple(sorted(sided.types)),
        money=sided.money,
        deals=tuple(sorted(sided.deals)),
        said=tuple(sorted((source, *days) for source, days in sided.said)),
    )


def _price(x: RoundPrices, place: int) -> HeldPrice:
    return HeldPrice(
        round=place,
        stood=x.stood,
        told=x.told,
        confirmed=tuple(x.confirmed),
        reported=tuple(x.reported),
        current=x.current,
        disputed=tuple(x.disputed),
        asked=tuple(x.asked),
        cast_off=tuple(row for row in x.cast_off if row.name == "sought"),
    )


def held_in(line: RankingLine) -> HeldPart:
    """Read a line."""
    read = form_of(HeldPart).read
    assert read is not None
    found: HeldPart = read(orjson.loads(line.body))
    return found


KNOWN: Final = frozenset(
    {"name", "stage", "standing", "ones", "_days", "replaces", "side"}
)
"""What a round that is kept knows of itself."""


class KeptRound(Round):
    """A round that was read out of a line; it is folded when more is asked of it."""

    __slots__ = ("_whole",)

    def __init__(self, held: HeldRound, whole: Callable[[str], Round]) -> None:
        self.name, self.stage, self.standing = held.name, held.stage, held.standing
        self.ones, self._days = {}, (held.first, held.last)
        self.replaces = frozenset(held.replaces)
        said = frozenset((source, (first, last)) for source, first, last in held.said)
        types, deals = frozenset(held.types), frozenset(held.deals)
        self.side = Side(self, Sided(types, held.money, deals, said))
        self._whole = whole

    def __getattr__(self, name: str) -> Any:
        """Fold it: a slot that nothing was put into yet ends up here."""
        whole = self._whole(self.name)
        for slot in Round.__slots__:
            if slot not in KNOWN:
                setattr(self, slot, getattr(whole, slot))
        return getattr(self, name)


class KeptPart(CompanyAt):
    """A part that was read out of a line."""

    __slots__ = ("_made", "_whole")

    def __init__(
        self, company: str, held: HeldPart, whole: Callable[[], CompanyAt]
    ) -> None:
        self.slug, self._whole = company, whole
        rounds = [KeptRound(x, lambda name: whole().rounds[name]) for x in held.rounds]
        self._made: dict[str, Any] = {
            "offers": Candidates(
                prices=tuple(_priced(x, rounds[x.round]) for x in held.prices),
                outside=held.outside,
            ),
            "raised": [_own_line(company, x, rounds[x.round]) for x in held.lines],
        }

    @property
    def empty(self) -> bool:
        """Say that there are events in it: else it would not be kept."""
        return False

    def once(self, name: str, basis: Basis, make: Callable[[CompanyAt, Basis], T]) -> T:
        """Give what was kept of it: it is the same for the whole stretch."""
        found: T = self._made[name]
        return found

    def days(self, *, dated: bool) -> list[int]:
        """Give no days: another stretch of it is another line."""
        return []

    def __getattr__(self, name: str) -> Any:
        """Fold it: as above."""
        return getattr(self._whole(), name)


def _priced(held: HeldPrice, found: Round) -> RoundPrices:
    return RoundPrices(
        found,
        held.stood,
        held.told,
        list(held.confirmed),
        list(held.reported),
        held.current,
        list(held.disputed),
        list(held.asked),
        list(held.cast_off),
    )


def _own_line(company: str, held: HeldLine, found: Round) -> OwnLine:
    line = RaisedLine(
        company=company,
        round=found.name,
        standing=found.standing,
        stage=found.stage,
        money=held.money,
        counted=frozenset(held.counted),
        amounts=dict(held.amounts),
    )
    return OwnLine.of(found, line, held.asked)


class OtherParts:
    """The parts of a company that an append leaves as they are, as they are kept."""

    def __init__(
        self,
        company: str,
        lines: Sequence[tuple[RankingLine, HeldPart]],
        parts: CompanyParts,
        directory: Directory,
        plain: Basis,
    ) -> None:
        self._company, self._parts = company, parts
        self._directory, self._plain = directory, plain
        self._kept = [
            (line.start, line.until, self._part(line, held)) for line, held in lines
        ]

    def _part(self, line: RankingLine, held: HeldPart) -> KeptPart:
        found: list[CompanyAt] = []

        def whole() -> CompanyAt:
            if not found:
                found.append(self._folded(held.event, line.start))
            return found[0]

        return KeptPart(self._company, held, whole)

    def _folded(self, event: int, cut: int) -> CompanyAt:
        """Fold what belongs together with an entry, at a cut."""
        story = Story(self._company, self._directory)
        entries = self._parts.read(self._parts.with_(event))
        for row in published_rows(apply_corrections(entries).entries):
            if known_from(row, self._plain) <= cut:
                story.enter(row)
        return story.at(self._plain.at(cut))

    def turns(self, since: int) -> list[int]:
        """Give the cuts, after one, at which one of them changes, in order."""
        ends = {cut for start, until, _ in self._kept for cut in (start, until)}
        return sorted(cut for cut in ends if cut > since)

    def at(self, cut: int) -> list[CompanyAt]:
        """Give those that hold a cut."""
        return [part for start, until, part in self._kept if start <= cut < until]
