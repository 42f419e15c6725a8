"""The table of rounds that may be one, with the command that accepts each proposal."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from ledger.claims.dates import MAX_US, day_of, show_day
from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.comparing import Match
from ledger.projections.links import Link, Linked
from ledger.projections.twins import CompanyLink
from ledger.rendering.basis import facts, footnotes, heading
from ledger.rendering.figures import speakers
from ledger.rendering.tables import Cell, Column, Table

if TYPE_CHECKING:
    from ledger.claims.figures import Figure

ROOM: Final = 78
"""Characters: where a command is broken, with room for the backslash."""

WORDS: Final = {"raised": "raised", "valuation": "price"}

_BRIEF = (
    Column("number", "", right=True),
    Column("round", "round", firm=True),
    Column("other", "may be", firm=True),
    Column("why", "why", wide=True),
    Column("days", "days", right=True),
    Column("events", "events", wide=True),
)
_EXACT = (
    Column("company", "company"),
    Column("round", "round"),
    Column("other", "other"),
    Column("kind", "kind"),
    Column("fields", "fields"),
    Column("round_raised", "raised of the round", figure=True),
    Column("other_raised", "raised of the other", figure=True),
    Column("round_price", "price of the round", figure=True),
    Column("other_price", "price of the other", figure=True),
    Column("conflicts", "conflicts"),
    Column("days", "days apart"),
    Column("sources", "sources"),
    Column("events", "events"),
    Column("accept", "accept"),
    Column("refuse", "refuse"),
)


def links_table(
    answer: Answer[list[Linked]], names: Directory, zone: str, *, brief: bool
) -> Table:
    """One row a proposal, the strongest first.

    `zone` is the ledger's: in it the days of the commands are read.
    """
    found = [link for linked in answer.value for link in linked.links]
    found.sort(key=lambda x: (x.best.order, x.round.name, x.into.name))
    apart = sorted({seq for linked in answer.value for seq in linked.apart})
    day = show_day(day_of(min(answer.basis.cut, MAX_US - 1), zone) - 1)
    twins = list(dict.fromkeys(x for one in answer.value for x in one.companies))
    rows: list[tuple[Cell, ...]]
    notes: list[str] = []
    if brief:
        rows = [_brief(number, link, names) for number, link in enumerate(found, 1)]
        rows += [_brief_twins(n, x) for n, x in enumerate(twins, len(found) + 1)]
        notes += _commands(found, twins, zone, day)
    else:
        rows = [_exact(link, zone) for link in found] + [
            _exact_twins(x, day) for x in twins
        ]
    if not rows and not answer.empty:
        notes.append("no rounds that may be one, and nothing twice, by then")
    if apart:
        events = " ".join(map(str, apart))
        notes.append(
            f"kept apart: {len(apart)}, by events {events} (`sayso record void EVENT`"
            " proposes them again)"
        )
    columns = _BRIEF if brief else _EXACT
    notes += footnotes(answer)
    return Table(heading(answer.basis), columns, rows, facts(answer), tuple(notes))


def _brief(number: int, link: Link, names: Directory) -> tuple[Cell, ...]:
    best, twice = link.best, link.round is link.into
    why = ", ".join(f"{WORDS[x.field]} {_both(x)}" for x in best.matches)
    if best.duplicate:
        why = why or "no figures, one day, one type"
        why = f"{speakers([best.one.source], names)} says it twice: {why}"
    if best.again:
        why = f"{speakers([best.one.source], names)} says it again: {why}"
    if best.conflicts:
        why += " (other figures differ)"
    return (
        number,
        link.round.name,
        "itself" if twice else link.into.name,
        why,
        best.days,
        " ".join(map(str, link.events)),
    )


def _brief_twins(number: int, link: CompanyLink) -> tuple[Cell, ...]:
    events = " ".join(map(str, sorted(link.events)))
    return number, link.company, link.into, f"both are called {link.name}", None, events


def _exact_twins(link: CompanyLink, day: str) -> tuple[Cell, ...]:
    return (
        *(link.company, link.company, link.into, "company", ("name",)),
        *(None, None, None, None, False, None, ()),
        tuple(sorted(link.events)),
        *(joining(link, day), parting(link)),
    )


def _both(match: Match) -> str:
    one, other = match.one.brief(), match.other.brief()
    return one if match.exact else f"{one} and {other}"


def _exact(link: Link, zone: str) -> tuple[Cell, ...]:
    best = link.best
    swapped = best.one.round != link.round.name
    figures: dict[str, tuple[Figure, Figure]] = {
        x.field: (x.other, x.one) if swapped else (x.one, x.other) for x in best.matches
    }
    sources = {x.source for one in link.evidence for x in (one.one, one.other)}
    return (
        link.round.name.split("/")[0],
        link.round.name,
        link.into.name,
        "duplicate" if best.duplicate else "link",
        tuple(figures),
        *figures.get("raised", (None, None)),
        *figures.get("valuation", (None, None)),
        best.conflicts,
        best.days,
        tuple(sorted(sources)),
        link.events,
        accepting(link, zone),
        refusing(link),
    )


def _commands(
    found: Sequence[Link], twins: Sequence[CompanyLink], zone: str, day: str
) -> Iterator[str]:
    if found or twins:
        yield "to make one of two, or to say for good why they are two:"
    for number, link in enumerate(found, 1):
        yield from _pasted(f"{number}  {accepting(link, zone)}")
        if (refusal := refusing(link)) is not None:
            yield from _pasted(f"   or {refusal}")
    for number, one in enumerate(twins, len(found) + 1):
        yield from _pasted(f"{number}  {joining(one, day)}")
        yield from _pasted(f"   or {parting(one)}")


def _pasted(command: str) -> Iterator[str]:
    """Break a long command as a shell reads it."""
    lines = wrap(
        command,
        ROOM,
        subsequent_indent="      ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from (f"{line} \\" for line in lines[:-1])
    yield lines[-1]


def accepting(link: Link, zone: str) -> str:
    """Give the command that makes one of the two.

    The link is dated to the day on which both claims were public: from then on it
    could be known.
    """
    best = link.best
    if link.round is link.into:
        first, second = sorted((best.one.seq, best.other.seq))
        return f'sayso record void {second} --reason "the same as event {first}"'
    until = max(claim.row.when.hi for claim in (best.one, best.other))
    day = show_day(day_of(min(until, MAX_US) - 1, zone))
    into = link.into.name
    if link.movable is not None:
        return f"sayso record move {link.movable.seq} {into} --published {day}"
    return f"sayso record merge {link.round.name} {into} --published {day}"


def refusing(link: Link) -> str | None:
    """Give the command that keeps the two apart; a round has no other self."""
    if link.round is link.into:
        return None
    return f"sayso record apart {link.round.name} {link.into.name} --reason WHY"


def joining(link: CompanyLink, day: str) -> str:
    """Give the command that makes two companies one, known on a day that is over."""
    return (
        f"sayso record merge {link.company} {link.into} --form identical"
        f" --published {day}"
    )


def parting(link: CompanyLink) -> str:
    """Give the command that keeps two companies apart."""
    return f"sayso record apart {link.company} {link.into} --reason WHY"
