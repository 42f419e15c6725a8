"""Tables of figures: what companies are said to be worth.

For eyes a row is short (a label instead of a round's full name, a kind beside its
amount); programs get every field under a name of its own. The columns that say
something of a figure alone are those of panels, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ledger.claims.dates import show_day
from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.explain import figures_of
from ledger.projections.prose import Prose
from ledger.projections.valuations import Valuation, Valued
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Column, Columns
from ledger.rendering.sentences import PRICE_WORDS
from ledger.rendering.tables import Table


def speakers(sources: Iterable[str], names: Directory) -> str:
    """Name sources as registered."""
    known = names.sources
    return ", ".join(known[x].name if x in known else x for x in sources)


def priced(valued: Valued) -> str:
    """Write an amount with its kind, and whether it was derived."""
    word = PRICE_WORDS.get(valued.kind, valued.kind)
    derived = "derived" if valued.derived else ""
    return " ".join(x for x in (valued.figure.brief(), word, derived) if x)


def day_part(published: str) -> str:
    """Write a published date for eyes: its zone and its time of day left out."""
    return published.split("[", maxsplit=1)[0].split("T", maxsplit=1)[0]


def spaced(word: str) -> str:
    """Write a word of the vocabulary for eyes."""
    return word.replace("_", " ")


Place = tuple[bool, bool, str, object, str]


def placed(valuation: Valuation) -> Place:
    """Give what a company is ordered by in a league."""
    headline = valuation.headline
    if headline is None:
        return True, True, "", 0, valuation.company
    figure = headline.figure
    amount = figure.max if figure.max is not None else figure.min
    currency = figure.currency or ""
    return False, currency != "USD", currency, -(amount or 0), valuation.company


def ordered(valuations: Iterable[Valuation]) -> list[Valuation]:
    """Order a league: highest headline first, in dollars, then in each other
    currency; those without one behind.
    """
    return sorted(valuations, key=placed)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a company."""

    valuation: Valuation
    figure: str
    """Its name: confirmed, reported, sought, secondary."""
    valued: Valued
    first: bool = True
    """Whether it is the first of its company in a table."""

    @property
    def headline(self) -> bool:
        """Whether it is the headline of its company."""
        return self.valued is self.valuation.headline


def lines_of(valuation: Valuation, standing: str | None = None) -> Iterator[Line]:
    """Give the figures there are, of one standing or of all."""
    first = True
    for name, valued in figures_of(valuation).items():
        if standing in {None, valued.standing}:
            yield Line(valuation, name, valued, first)
            first = False


def valuations_table(
    answer: Answer[list[Valuation]],
    names: Directory,
    *,
    brief: bool,
    standing: str | None = None,
    top: int | None = None,
    more: Columns[Line] = (),
) -> Table:
    """One row a figure; the headline of each company is marked.

    `more` are further columns.
    """
    listed = ordered(answer.value)[:top]
    ends = [
        f"{x.company} was merged into {x.ended} on {show_day(x.ended_on)};"
        " it has no figures since"
        for x in listed
        if x.ended is not None and x.ended_on is not None
    ]
    without = [x.company for x in listed if x.ended is None and not figures_of(x)]
    none = [f"no figure by then: {', '.join(without)}"] if without else []
    lines = [line for x in listed for line in lines_of(x, standing)]
    columns, notes = (*VALUATIONS, *more), (*ends, *none)
    return answer_table(answer, columns, lines, notes=notes, names=names, brief=brief)


def _say_so(line: Line, names: Directory) -> str:
    """Say who said it and when, and who denies it."""
    valued = line.valued
    said = f"{speakers(valued.sources, names)}, {day_part(valued.published)}"
    if not valued.deniers:
        return said
    return f"{said}; denied by {speakers(valued.deniers, names)}"


NAME: Final[Column[Line]] = Column(
    "figure", "figure", lambda x: x.figure, lambda x, _: x.figure + "*" * x.headline
)
AMOUNT: Final[Column[Line]] = Column(
    "amount",
    "amount",
    lambda x: x.valued.figure,
    lambda x, _: priced(x.valued),
    kind="figure",
    page="figure",
)
STANDING: Final[Column[Line]] = Column(
    "standing", "standing", lambda x: x.valued.standing, flag=True
)
EVENTS: Final[Column[Line]] = Column(
    "events",
    "events",
    lambda x: x.valued.events,
    lambda x, _: Prose.listed(x.valued.events, " "),
    page="events",
    right=True,
)
FIGURE: Final[Columns[Line]] = (
    NAME,
    Column("headline", of=lambda x: x.headline, kind="flag"),
    AMOUNT,
    Column("kind", of=lambda x: x.valued.kind),
    STANDING,
    Column("disputed", of=lambda x: x.valued.disputed, kind="flag"),
    Column("derived", of=lambda x: x.valued.derived, kind="flag"),
    Column("stage", of=lambda x: x.valued.stage),
    Column(
        "round",
        "round",
        lambda x: x.valued.round,
        lambda x, _: (x.valued.round or "/-").split("/", 1)[1],
    ),
    Column(
        "sources",
        "on whose say-so",
        lambda x: x.valued.sources,
        _say_so,
        kind="texts",
        wide=True,
    ),
    Column("origins", of=lambda x: len(x.valued.sources), kind="whole"),
    Column("denied_by", of=lambda x: x.valued.deniers, kind="texts"),
)
"""What is said of a figure, in tables and in panels."""

EFFECTIVE: Final[Column[Line]] = Column(
    "effective",
    of=lambda x: x.valued.effective.text or show_day(x.valued.effective.last),
)
VALUATIONS: Final[Columns[Line]] = (
    Column(
        "company",
        "company",
        lambda x: x.valuation.company,
        lambda x, _: x.valuation.company if x.first else "",
    ),
    *FIGURE,
    Column("published", of=lambda x: x.valued.published),
    EFFECTIVE,
    EVENTS,
)
