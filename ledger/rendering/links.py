"""The table of rounds that may be one, with the command that accepts each proposal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from ledger.claims.dates import MAX_US, day_of, show_day
from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.comparing import Match
from ledger.projections.links import Link, Linked
from ledger.projections.twins import CompanyLink
from ledger.rendering.basis import answer_table
from ledger.rendering.columns import Column, Columns
from ledger.rendering.figures import source_names
from ledger.rendering.tables import Table

if TYPE_CHECKING:
    from ledger.claims.figures import Figure

ROOM: Final = 78
"""Characters: where a command is broken, with room for the backslash."""

WORDS: Final = {"raised": "raised", "valuation": "price"}


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A proposal, of rounds or of companies, and the commands that answer it."""

    number: int
    link: Link | CompanyLink
    accept: str
    refuse: str | None

    @property
    def figures(self) -> "dict[str, tuple[Figure, Figure]]":
        """Its figures that are alike, by field: of the round, and of the other."""
        if isinstance(self.link, CompanyLink):
            return {}
        best = self.link.best
        swapped = best.one.round != self.link.round.name
        return {
            x.field: (x.other, x.one) if swapped else (x.one, x.other)
            for x in best.matches
        }


def links_table(
    answer: Answer[list[Linked]], names: Directory, zone: str, *, brief: bool
) -> Table:
    """One row a proposal, the strongest first.

    `zone` is the ledger's: in it the days of the commands are read.
    """
    found = [link for linked in answer.value for link in linked.links]
    found.sort(key=lambda x: (x.best.order, x.round.name, x.into.name))
    day = show_day(day_of(min(answer.basis.cut, MAX_US - 1), zone) - 1)
    twins = dict.fromkeys(x for one in answer.value for x in one.companies)
    lines = [
        LinkRow(number, link, accepting(link, zone), refusing(link))
        for number, link in enumerate(found, 1)
    ]
    lines += [
        LinkRow(number, link, joining(link, day), parting(link))
        for number, link in enumerate(twins, len(found) + 1)
    ]
    apart = sorted({seq for linked in answer.value for seq in linked.apart})
    notes = list(_commands(lines)) if brief else []
    if not lines and not answer.empty:
        notes.append("no rounds that may be the same, and no duplicates, at that date")
    if apart:
        events = " ".join(map(str, apart))
        notes.append(
            f"kept apart: {len(apart)}, by events {events} (`sayso record void EVENT`"
            " proposes them again)"
        )
    return answer_table(answer, LINKS, lines, notes=notes, names=names, brief=brief)


def _both(match: Match) -> str:
    one, other = match.one.brief(), match.other.brief()
    return one if match.exact else f"{one} and {other}"


def _why(line: LinkRow, names: Directory) -> str:
    if isinstance(line.link, CompanyLink):
        return f"both are called {line.link.name}"
    best = line.link.best
    why = ", ".join(f"{WORDS[x.field]} {_both(x)}" for x in best.matches)
    if best.duplicate:
        why = why or "no figures, one day, one type"
        why = f"{source_names([best.one.source], names)} states it twice: {why}"
    if best.again:
        why = f"{source_names([best.one.source], names)} states it again: {why}"
    return f"{why} (other figures differ)" if best.conflicts else why


def _goes(line: LinkRow) -> str:
    """Name what would go: a round, or a company."""
    link = line.link
    return link.company if isinstance(link, CompanyLink) else link.round.name


def _stays(line: LinkRow) -> str:
    """Name what would stay."""
    link = line.link
    return link.into if isinstance(link, CompanyLink) else link.into.name


def _may_be(line: LinkRow, _: Directory) -> str:
    return "itself" if _goes(line) == _stays(line) else _stays(line)


def _kind(line: LinkRow) -> str:
    if isinstance(line.link, CompanyLink):
        return "company"
    return "duplicate" if line.link.best.duplicate else "link"


def _fields(line: LinkRow) -> tuple[str, ...]:
    return ("name",) if isinstance(line.link, CompanyLink) else tuple(line.figures)


def _sources(line: LinkRow) -> tuple[str, ...]:
    if isinstance(line.link, CompanyLink):
        return ()
    evidence = line.link.evidence
    return tuple(sorted({x.source for one in evidence for x in (one.one, one.other)}))


def _days(line: LinkRow) -> int | None:
    return None if isinstance(line.link, CompanyLink) else line.link.best.days


def _conflicts(line: LinkRow) -> bool:
    return not isinstance(line.link, CompanyLink) and line.link.best.conflicts


def _events(line: LinkRow) -> tuple[int, ...]:
    return tuple(sorted(line.link.events))


def _figure_column(name: str, field: str, side: int) -> Column[LinkRow]:
    """Give a column of the figures that are alike: of the round, or of the other."""
    return Column(
        name, of=lambda x: x.figures.get(field, (None, None))[side], kind="figure"
    )


LINKS: Final[Columns[LinkRow]] = (
    Column("number", "", lambda x: x.number, kind="whole", right=True),
    Column("company", of=lambda x: _goes(x).split("/")[0]),
    Column("round", "round", _goes, firm=True),
    Column("other", "may be", _stays, _may_be, firm=True),
    Column("why", "why", brief=_why, wide=True),
    Column("kind", of=_kind, words=("company", "duplicate", "link")),
    Column("fields", of=_fields, kind="texts"),
    _figure_column("round_raised", "raised", 0),
    _figure_column("other_raised", "raised", 1),
    _figure_column("round_price", "valuation", 0),
    _figure_column("other_price", "valuation", 1),
    Column("conflicts", of=_conflicts, kind="flag"),
    Column("days", "days", _days, kind="whole", right=True),
    Column("sources", of=_sources, kind="sources"),
    Column(
        "events",
        "events",
        _events,
        lambda x, _: " ".join(map(str, _events(x))),
        kind="events",
        wide=True,
    ),
    Column("accept", of=lambda x: x.accept),
    Column("refuse", of=lambda x: x.refuse),
)


def _commands(lines: Sequence[LinkRow]) -> Iterator[str]:
    if lines:
        yield "to join two, or to record why they are different:"
    for line in lines:
        yield from _pasted(f"{line.number}  {line.accept}")
        if line.refuse is not None:
            yield from _pasted(f"   or {line.refuse}")


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
    """Give the command that joins the two.

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
    """Give the command that records that they are different; none for one round."""
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
