"""Tables of figures: what companies are said to be worth.

For eyes a row is short (a label instead of a round's full name, a kind next to its
amount); programs get every field under a name of its own. The columns that say
something of a figure alone are those of panels, too.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from ledger.claims.dates import MAX_DAY, parse_when, show_day
from ledger.claims.names import Directory
from ledger.claims.rates import Unit
from ledger.claims.vocabulary import PRICE_KINDS, STAGES, STANDINGS
from ledger.projections.basis import Answer
from ledger.projections.explain import ended_in_words
from ledger.projections.prose import Prose
from ledger.projections.valuations import Valuation, Valued
from ledger.projections.valued import AGREED, FIGURES, LISTED, MARKS, Ended, ranked
from ledger.rendering.basis import CompanyNote, answer_table
from ledger.rendering.columns import Cell, CellKind, Column, Columns, Thing, part
from ledger.rendering.sentences import PRICE_WORDS, spaced
from ledger.rendering.tables import Table
from ledger.rendering.units import DatedFigure, converted, in_unit, notes_on
from ledger.rendering.valued import NEWER, TIERS, effective, sold, tier_typed

T = TypeVar("T")

LATE: Final = 180
"""Days after which a sale that is told of late is printed with its own day."""


def source_names(slugs: Iterable[str], names: Directory) -> str:
    """Name sources as registered."""
    known = names.sources
    return ", ".join(known[x].name if x in known else x for x in slugs)


def sources(
    name: str,
    title: str,
    of: Callable[[T], str | tuple[str, ...] | None],
    kind: CellKind = "source",
) -> Column[T]:
    """Give a column of a source, or of several: people read their names."""

    def named(thing: T, names: Directory) -> str:
        found = of(thing) or ()
        return source_names([found] if isinstance(found, str) else found, names)

    return Column(name, title, of, named, kind=kind, wide=True)


def priced(valued: Valued) -> str:
    """Write an amount with its kind, and what it is marked with."""
    word = PRICE_WORDS.get(valued.kind, valued.kind)
    if valued.kind == valued.name:
        word = ""
    derived = "derived" if valued.derived else ""
    amount = " ".join(x for x in (valued.figure.brief(), word, derived) if x)
    dated = {AGREED: f"agreed, effective {valued.effective}"}
    dated[LISTED] = f"listed {valued.effective}"
    return ", ".join([amount, *(dated.get(x, x) for x in valued.marks)])


def worded(valued: Valued) -> str:
    """Name a figure for people: its worth in a merger is no secondary sale."""
    if valued.kind == "deal_value" and valued.name == "secondary":
        return "merger"
    return spaced(valued.name)


def aged(days: int) -> str:
    """Write an age for eyes, in days, months or years, as `--as-of` reads it."""
    if days < 2 * MONTH:
        return f"{days}d"
    if days < 2 * YEAR:
        return f"{int(days / MONTH)}mo"
    return f"{int(days / YEAR)}y"


def day_part(published: str) -> str:
    """Write a published date for eyes: its zone and its time of day left out."""
    return published.split("[", maxsplit=1)[0].split("T", maxsplit=1)[0]


YEAR: Final = 365.25
MONTH: Final = YEAR / 12
"""Days."""

Rank = tuple[bool, bool, str, object, str]


def rank_of(valuation: Valuation, unit: Unit | None = None, day: int = MAX_DAY) -> Rank:
    """Give what a company is ordered by in a ranking.

    In a `unit` by its converted headline; `day` is the day asked about.
    """
    headline = valuation.headline
    if headline is None:
        return True, True, "", 0, valuation.company
    if unit is not None:
        figure = unit.figure(*stated(headline, day))
        headline = headline._replace(figure=figure or headline.figure)
    currency = headline.figure.currency or ""
    return False, currency != "USD", currency, -ranked(headline), valuation.company


def stated(valued: Valued, day: int) -> DatedFigure:
    """Give a figure and the day whose rate counts: that on which it took effect."""
    return valued.figure, min(valued.effective.last, day)


def ordered(
    valuations: Iterable[Valuation], unit: Unit | None = None, day: int = MAX_DAY
) -> list[Valuation]:
    """Order a ranking: highest headline first, in dollars, then in each other
    currency, or all in one `unit`; those without one behind.
    """
    return sorted(valuations, key=lambda valuation: rank_of(valuation, unit, day))


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of a company."""

    valuation: Valuation
    valued: Valued
    day: int
    """The day of the world that is asked about, to tell its age."""

    @property
    def figure(self) -> str:
        """Its name: confirmed, reported, sought, secondary, ..."""
        return self.valued.name

    @property
    def headline(self) -> bool:
        """Whether it is the headline of its company."""
        return self.valued == self.valuation.headline

    @property
    def age(self) -> int:
        """Days since it was first said; None if it takes effect later."""
        return max(0, self.day - self.valued.since)

    @property
    def before(self) -> tuple[str, ...]:
        """The rounds and deals that are newer than a headline."""
        return self.valuation.before if self.headline else ()

    @property
    def newer(self) -> tuple[Valued, ...]:
        """The sales that are newer than a headline."""
        return self.valuation.newer if self.headline else ()


def rows_of(
    valuation: Valuation, day: int, standing: str | None = None, *, aside: bool = False
) -> Iterator[FigureRow]:
    """Give the figures there are, of one standing or of all; `aside` those, too, that
    are set aside.
    """
    for valued in (*valuation.rows, *(valuation.set_aside if aside else ())):
        if standing in {None, valued.standing}:
            yield FigureRow(valuation, valued, day)


def valuations_table(
    answer: Answer[list[Valuation]],
    names: Directory,
    *,
    brief: bool,
    standing: str | None = None,
    top: int | None = None,
    aside: bool = False,
    columns: Columns[FigureRow] | None = None,
    unit: Unit | None = None,
) -> Table:
    """One row a figure; the headline of each company is marked.

    With `top` only companies that have one, with `aside` also the figures that are set
    aside, in a `unit` all in one ranking. BadInput where a rate is missing.
    """
    day = answer.basis.effective
    listed = ordered(answer.value, unit, day)
    if top is not None:
        listed = [x for x in listed if x.headline is not None][:top]
    lines = [line for x in listed for line in rows_of(x, day, standing, aside=aside)]
    columns, notes = columns or VALUATIONS, valuations_notes(listed, unit)
    if unit is not None:
        place = columns.index(AMOUNT)
        both = _in_unit(unit, day, brief=brief)
        columns = (*columns[:place], *both, *columns[place + 1 :])
    table = answer_table(answer, columns, lines, notes=notes, names=names, brief=brief)
    if unit is not None:
        unit.check()
    if brief:
        return table
    over = [x for x in listed if x.ended]
    ended = Table.of(None, (OF_COMPANY, *ENDED), over, brief=False)
    without = Table.of(None, (COMPANY,), _companies_without(listed), brief=False)
    return replace(table, parts={"ended": ended, "without": without})


def valuations_notes(listed: Sequence[Valuation], unit: Unit | None) -> list[str]:
    """Say what is to be said below companies in their order, next to their rows."""
    ended = [(x.company, x.ended) for x in listed if x.ended]
    ends = [CompanyNote(_ended(slug, how), slug) for slug, how in ended]
    without = _companies_without(listed)
    words = f"no valuation at that date: {', '.join(without)}"
    none = [CompanyNote(words, *without)] * bool(without)
    codes = (x.headline.figure.currency for x in listed if x.headline)
    return [*ends, *none, *notes_on(unit, codes, many=len(listed) > 1)]


def _companies_without(listed: Iterable[Valuation]) -> list[str]:
    """Name the companies that have not ended and have no figure."""
    return [x.company for x in listed if x.ended is None and not x.rows]


def _in_unit(unit: Unit, day: int, *, brief: bool) -> Columns[FigureRow]:
    """Give the column of amounts, each also converted into a currency.

    People read both in one cell: a column more does not fit next to the others.
    """
    if not brief:
        also: Columns[FigureRow] = in_unit(unit, lambda line: stated(line.valued, day))
        return (AMOUNT, *also)
    make = AMOUNT.brief
    assert make is not None

    def told(line: FigureRow, names: Directory) -> Cell:
        words = converted(unit, stated(line.valued, day))
        return f"{make(line, names)} {words}" if words else make(line, names)

    return (replace(AMOUNT, brief=told),)


def _ended(company: str, ended: Ended) -> str:
    """Say how the line of a company ended, on which day, and what follows."""
    words = f"{company} {ended_in_words(ended)} on {show_day(ended.on)}"
    return f"{words}: since then it has no price of its own"


def _amount_words(line: FigureRow, _: Directory) -> str:
    """Write an amount, what it is made of, and what is newer than it."""
    valued = line.valued
    labels = [name.split("/", 1)[1] for name in line.before]
    marks = [sold(tier) for tier in valued.tiers]
    if valued.blended is not None:
        marks.append(f"blended {valued.blended.brief()} derived")
    if valued.name == "secondary" and _told_late(valued):
        marks.append(f"effective {valued.effective}")
    marks += [f"before {label}" for label in labels]
    marks += [f"newer {spaced(row.kind)} {row.figure.brief()}" for row in line.newer]
    return ", ".join([priced(valued), *marks])


def _effective(line: FigureRow, _: Directory) -> str:
    """Write the label of the round, if it is one, and the day of effect."""
    label = (line.valued.round or "/").split("/", 1)[1]
    return ", ".join(x for x in (label, effective(line.valued)) if x)


def _told_late(valued: Valued) -> bool:
    """Tell whether a price was told so late that its own day stands next to it."""
    return parse_when(valued.published).day.first - valued.effective.last > LATE


def _say_so(line: FigureRow, names: Directory) -> str:
    """Say who said it and when, and who denies it."""
    valued = line.valued
    said = f"{source_names(valued.sources, names)}, {day_part(valued.published)}"
    if not valued.deniers:
        return said
    return f"{said}; denied by {source_names(valued.deniers, names)}"


NAME: Final[Column[FigureRow]] = Column(
    "figure",
    "figure",
    lambda x: x.figure,
    lambda x, _: worded(x.valued) + "*" * x.headline,
    words=FIGURES,
    firm=True,
)
AMOUNT: Final[Column[FigureRow]] = Column(
    "amount",
    "amount",
    lambda x: x.valued.figure,
    _amount_words,
    kind="figure",
    page="figure",
    wide=True,
)
AGE: Final[Column[FigureRow]] = Column(
    "age_days",
    "age",
    lambda x: x.age,
    lambda x, _: aged(x.age),
    kind="whole",
    right=True,
    firm=True,
)
STANDING: Final[Column[FigureRow]] = Column(
    "standing",
    "standing",
    lambda x: x.valued.standing,
    words=STANDINGS,
    flag=True,
    firm=True,
)
EVENTS: Final[Column[FigureRow]] = Column(
    "events",
    "events",
    lambda x: x.valued.events,
    lambda x, _: Prose.listed(x.valued.events, " "),
    kind="events",
    page="events",
    right=True,
)
FIGURE: Final[Columns[FigureRow]] = (
    NAME,
    Column("headline", of=lambda x: x.headline, kind="flag"),
    AMOUNT,
    Column("kind", of=lambda x: x.valued.kind, words=PRICE_KINDS),
    STANDING,
    Column("disputed", of=lambda x: x.valued.disputed, kind="flag"),
    Column("derived", of=lambda x: x.valued.derived, kind="flag"),
    Column("stage", of=lambda x: x.valued.stage, words=("", *STAGES)),
    Column(
        "round", "round, effective", lambda x: x.valued.round, _effective, wide=True
    ),
    Column(
        "sources",
        "source, published",
        lambda x: x.valued.sources,
        _say_so,
        kind="sources",
        wide=True,
    ),
    Column("origins", of=lambda x: len(x.valued.sources), kind="whole"),
    Column("denied_by", of=lambda x: x.valued.deniers, kind="sources"),
    Column("count", of=lambda x: x.valued.number, kind="whole"),
    AGE,
    Column("since", of=lambda x: show_day(x.valued.since), kind="day"),
    Column("marks", of=lambda x: x.valued.marks, kind="texts", words=MARKS),
    Column("before", of=lambda x: x.before, kind="texts"),
    Column(
        "newer",
        of=lambda x: tuple(Thing(row, f"{row.kind} {row.figure}") for row in x.newer),
        panel=lambda x: tuple(f"{row.kind} {row.figure}" for row in x.newer),
        kind="things",
        parts=NEWER,
    ),
    Column("by", of=lambda x: x.valued.by, kind="texts"),
    Column(
        "tiers",
        of=lambda x: tuple(Thing(tier, tier_typed(tier)) for tier in x.valued.tiers),
        panel=lambda x: tuple(map(tier_typed, x.valued.tiers)),
        kind="things",
        parts=TIERS,
    ),
    Column("blended", of=lambda x: x.valued.blended, kind="figure"),
)
"""What is said of a figure, in tables and in panels."""

EFFECTIVE: Final[Column[FigureRow]] = Column(
    "effective", of=lambda x: effective(x.valued), kind="days"
)
COMPANY: Final[Column[str]] = Column("company", of=lambda x: x)
OF_COMPANY: Final[Column[Valuation]] = Column("company", of=lambda x: x.company)
ENDED: Final[Columns[Valuation]] = part(
    (
        Column[Ended](
            "how", of=lambda x: x.how, words=("bought", "listed", "shut_down")
        ),
        Column[Ended]("into", of=lambda x: x.into),
        Column[Ended]("on", of=lambda x: show_day(x.on), kind="day"),
    ),
    lambda x: x.ended,
)
VALUATIONS: Final[Columns[FigureRow]] = (
    Column(
        "company",
        "company",
        lambda x: x.valuation.company,
        firm=True,
        once=True,
    ),
    *FIGURE,
    Column("published", of=lambda x: x.valued.published, kind="when"),
    EFFECTIVE,
    EVENTS,
)
AGELESS: Final[Columns[FigureRow]] = tuple(x for x in VALUATIONS if x is not AGE)
"""The same for a page on which a table stands for many days."""
