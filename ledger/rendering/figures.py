"""Tables of figures: what companies are said to be worth.

For eyes a row is short (a label instead of a round's full name, a kind beside its
amount); programs get every field under a name of its own.
"""

from collections.abc import Iterable, Iterator

from ledger.claims.dates import show_day
from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.prose import Prose
from ledger.projections.valuations import Valuation, Valued
from ledger.projections.valued import ranked
from ledger.rendering.basis import facts, footnotes, heading
from ledger.rendering.sentences import PRICE_WORDS
from ledger.rendering.tables import Cell, Column, Table


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


Place = tuple[bool, bool, str, object, str]


def placed(valuation: Valuation) -> Place:
    """Give what a company is ordered by in a league."""
    headline = valuation.headline
    if headline is None:
        return True, True, "", 0, valuation.company
    currency = headline.figure.currency or ""
    return False, currency != "USD", currency, -ranked(headline), valuation.company


def ordered(valuations: Iterable[Valuation]) -> list[Valuation]:
    """Order a league: highest headline first, in dollars, then in each other
    currency; those without one behind.
    """
    return sorted(valuations, key=placed)


def _figures(
    valuation: Valuation, standing: str | None = None
) -> Iterator[tuple[str, Valued]]:
    """Give the figures there are, of one standing or of all."""
    for valued in valuation.rows:
        if standing in {None, valued.standing}:
            yield valued.name, valued


def valuations_table(
    answer: Answer[list[Valuation]],
    names: Directory,
    *,
    brief: bool,
    standing: str | None = None,
    top: int | None = None,
) -> Table:
    """One row a figure; the headline of each company is marked."""
    listed = ordered(answer.value)[:top]
    if brief:
        rows = _league_rows(listed, names, standing)
    else:
        rows = _exact_rows(listed, standing, answer.basis.effective)
    ends = [
        f"{x.company} was merged into {x.ended.into} on {show_day(x.ended.on)};"
        " it has no figures since"
        for x in listed
        if x.ended is not None
    ]
    without = [x.company for x in listed if x.ended is None and not any(_figures(x))]
    none = [f"no figure by then: {', '.join(without)}"] if without else []
    return Table(
        heading(answer.basis),
        _LEAGUE if brief else _EXACT,
        rows,
        basis=facts(answer),
        notes=(*ends, *none, *footnotes(answer)),
    )


_LEAGUE = (
    Column("company", "company"),
    Column("figure", "figure"),
    Column("amount", "amount"),
    Column("standing", "standing", flag=True),
    Column("round", "round"),
    Column("sources", "on whose say-so", wide=True),
    Column("events", "events", right=True),
)
_EXACT = (
    Column("company", "company"),
    Column("figure", "figure"),
    Column("headline", "headline"),
    Column("amount", "amount", figure=True),
    Column("kind", "kind"),
    Column("standing", "standing"),
    Column("disputed", "disputed"),
    Column("derived", "derived"),
    Column("stage", "stage"),
    Column("round", "round"),
    Column("sources", "sources"),
    Column("origins", "origins"),
    Column("denied_by", "denied by"),
    Column("published", "published"),
    Column("effective", "effective"),
    Column("events", "events"),
    Column("marks", "marks"),
    Column("since", "since"),
    Column("age", "age"),
    Column("before", "before"),
    Column("newer", "newer"),
    Column("by", "by"),
    Column("blended", "blended", figure=True),
    Column("number", "number"),
    Column("tiers", "tiers"),
)


def _league_rows(
    valuations: Iterable[Valuation], names: Directory, standing: str | None
) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for valuation in valuations:
        first = True
        for name, valued in _figures(valuation, standing):
            mark = "*" if valued is valuation.headline else ""
            rows.append(
                (
                    valuation.company if first else "",
                    name + mark,
                    priced(valued),
                    valued.standing.replace("_", " "),
                    (valued.round or "/-").split("/", 1)[1],
                    _say_so(valued, names),
                    Prose.listed(valued.events, " "),
                )
            )
            first = False
    return rows


def _say_so(valued: Valued, names: Directory) -> str:
    """Say who said it and when, and who denies it."""
    said = f"{speakers(valued.sources, names)}, {day_part(valued.published)}"
    if not valued.deniers:
        return said
    return f"{said}; denied by {speakers(valued.deniers, names)}"


def _exact_rows(
    valuations: Iterable[Valuation], standing: str | None, day: int
) -> list[tuple[Cell, ...]]:
    return [
        (
            valuation.company,
            name,
            valued is valuation.headline,
            valued.figure,
            valued.kind,
            valued.standing,
            valued.disputed,
            valued.derived,
            valued.stage,
            valued.round,
            valued.sources,
            len(valued.sources),
            valued.deniers,
            valued.published,
            valued.effective.text or show_day(valued.effective.last),
            valued.events,
            valued.marks,
            show_day(valued.since),
            day - valued.since,
            valuation.before if valued is valuation.headline else (),
            tuple(f"{x.kind} {x.figure}" for x in valuation.newer)
            if valued is valuation.headline
            else (),
            valued.by,
            valued.blended,
            valued.number,
            tuple(f"{x.part} {x.figure} {x.amount}" for x in valued.tiers),
        )
        for valuation in valuations
        for name, valued in _figures(valuation, standing)
    ]


def without_empty(
    columns: tuple[Column, ...], rows: list[tuple[Cell, ...]]
) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    """Leave out columns in which no row says anything."""
    full = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    kept = tuple(columns[place] for place in full)
    return kept, [tuple(row[place] for place in full) for row in rows]
