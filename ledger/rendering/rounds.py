"""Tables of rounds: their standing, what is denied, and what changed."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.projections.basis import Answer, Basis
from ledger.projections.claims import Claim
from ledger.projections.denials import Denial
from ledger.projections.diff import Change, Value
from ledger.projections.prose import Prose
from ledger.projections.standing import CompanyAt, Round
from ledger.rendering.basis import cuts, facts, footnotes, heading, replay
from ledger.rendering.figures import day_part, speakers, without_empty
from ledger.rendering.tables import Cell, Column, Table

NOTE: Final = 76
"""Characters: where a long note is wrapped."""

_ROUNDS_BRIEF = (
    Column("round", "round", firm=True),
    Column("standing", "standing", wide=True, flag=True),
    Column("origins", "origins", wide=True),
    Column("remarks", "remarks", wide=True),
    Column("news", "news", firm=True),
)
_ROUNDS = (
    Column("round", "round"),
    Column("stage", "stage"),
    Column("standing", "standing"),
    Column("contested", "contested"),
    Column("superseded_by", "superseded by"),
    Column("ended_by", "ended by"),
    Column("merged_by", "merged by"),
    Column("sources", "sources"),
    Column("origins", "origins"),
    Column("open_denials", "open denials"),
    Column("open_fields", "open fields"),
    Column("news", "news"),
    Column("events", "events"),
)
_DENIALS_BRIEF = (
    Column("about", "about", firm=True),
    Column("standing", "standing", wide=True, flag=True),
    Column("denial", "denied by", wide=True),
    Column("open", "open fields", wide=True),
    Column("against", "against", wide=True),
)
_DENIALS = (
    Column("about", "about"),
    Column("standing", "standing"),
    Column("denied_by", "denied by"),
    Column("published", "published"),
    Column("scope", "scope"),
    Column("open", "open fields"),
    Column("form", "form"),
    Column("against", "against"),
    Column("event", "event"),
)


def rounds_table(
    answer: Answer[list[CompanyAt]],
    names: Directory,
    *,
    brief: bool,
    standing: str | None = None,
    only: Sequence[str] = (),
) -> Table:
    """One row a round, those that were merged away included."""
    rows = [
        row
        for company in answer.value
        for row in _company_rows(company, names, standing, brief=brief)
        if not only or row[0] in only
    ]
    columns: tuple[Column, ...] = _ROUNDS_BRIEF if brief else _ROUNDS
    if brief:
        columns, rows = without_empty(columns, rows)
    return Table(heading(answer.basis), columns, rows, facts(answer), footnotes(answer))


def _company_rows(
    company: CompanyAt, names: Directory, standing: str | None, *, brief: bool
) -> Iterator[tuple[Cell, ...]]:
    for found in company.rounds.values():
        if standing in {None, found.standing}:
            yield _round_brief(found, names) if brief else _round_exact(found)
    if standing not in {None, "superseded"}:
        return
    for name, row in company.identity.merged.items():
        into, news = company.identity.round(name), row.when.text
        if brief:
            remark = f"merged into {into} by event {row.seq}"
            yield name, "superseded", "", remark, day_part(news)
        else:
            told = (False, into, None, row.seq, (), 0, (), (), news, (row.seq,))
            yield name, None, "superseded", *told


def _round_brief(found: Round, names: Directory) -> tuple[Cell, ...]:
    remarks = ["contested"] * found.contested
    if found.superseded_by:
        remarks.append(f"superseded by {found.superseded_by}")
    if found.ended_by is not None:
        remarks.append(f"ended by event {found.ended_by.seq}")
    remarks += [
        f"denied by event {denial.row.seq}: {', '.join(open_fields(denial))}"
        for denial in found.open_denials
    ]
    standing, stage = spaced(found.standing), spaced(found.stage)
    return (
        found.name,
        ", ".join(dict.fromkeys(word for word in (standing, stage) if word)),
        speakers(found.origins, names),
        "; ".join(remarks),
        day_part(found.news.when.text).split("/")[-1],
    )


def _round_exact(found: Round) -> tuple[Cell, ...]:
    fields = {x for denial in found.open_denials for x in open_fields(denial)}
    return (
        found.name,
        found.stage or None,
        found.standing,
        found.contested,
        found.superseded_by,
        None if found.ended_by is None else found.ended_by.seq,
        None,
        found.origins,
        len(found.origins),
        tuple(denial.row.seq for denial in found.open_denials),
        tuple(sorted(fields)),
        found.news.when.text,
        tuple(claim.seq for claim in found.claims),
    )


def spaced(word: str) -> str:
    """Write a word of the vocabulary for eyes."""
    return word.replace("_", " ")


def open_fields(denial: Denial) -> list[str]:
    """Name the fields that a denial still contradicts, of any live claim."""
    fields = {x for claim in denial.claims for x in denial.open_on(claim)}
    return ["whole"] if fields == denial.fields and denial.whole else sorted(fields)


def disputed_table(
    answer: Answer[list[CompanyAt]],
    names: Directory,
    *,
    brief: bool,
    since: int | None = None,
) -> Table:
    """One row an open denial: who contradicts whom, and in what.

    `since` leaves out denials published before that instant.
    """
    rows = [
        _denial_brief(company, denial, names) if brief else _denied(company, denial)
        for company in answer.value
        for denial in company.denials
        if denial.open and (since is None or denial.row.when.lo >= since)
    ]
    columns = _DENIALS_BRIEF if brief else _DENIALS
    notes = footnotes(answer)
    if not rows and not answer.empty:
        notes = ("no open denials by then", *notes)
    return Table(heading(answer.basis), columns, rows, facts(answer), notes)


def _still(denial: Denial) -> list[Claim]:
    """Give the live claims that a denial still contradicts."""
    return [claim for claim in denial.claims if claim.live and denial.open_on(claim)]


def _about(company: CompanyAt, claims: Iterable[Claim]) -> tuple[list[str], list[str]]:
    """Give the rounds of claims (a company, outside rounds) and their standings."""
    about = list(dict.fromkeys(claim.round or claim.company for claim in claims))
    standings = [company.rounds[x].standing for x in about if x in company.rounds]
    return about, list(dict.fromkeys(standings)) or ["disputed"]


def _denial_brief(
    company: CompanyAt, denial: Denial, names: Directory
) -> tuple[Cell, ...]:
    live = _still(denial)
    about, standings = _about(company, live)
    day = day_part(denial.row.when.text).split("/")[-1]
    form = spaced(str(denial.row.data["form"]))
    return (
        tuple(about),
        ", ".join(map(spaced, standings)),
        Prose.of(denial.row.seq, f" {speakers([denial.source], names)}, {day}: {form}"),
        ", ".join(open_fields(denial)),
        _against(live, names),
    )


def _against(claims: Iterable[Claim], names: Directory) -> Prose:
    """Name claims and who made them."""
    said = [(x.seq, f" {speakers([x.source], names)}") for x in claims]
    parts = [part for one in said for part in ("; ", *one)]
    return Prose(tuple(parts[1:]))


def _denied(company: CompanyAt, denial: Denial) -> tuple[Cell, ...]:
    live = _still(denial)
    about, standings = _about(company, live)
    return (
        tuple(about),
        tuple(standings),
        denial.source,
        denial.row.when.text,
        tuple(denial.row.data["scope"]),
        tuple(open_fields(denial)),
        str(denial.row.data["form"]),
        tuple(claim.seq for claim in live),
        denial.row.seq,
    )


def diff_table(before: Basis, answer: Answer[list[Change]], *, brief: bool) -> Table:
    """One row a fact that differs between two bases."""
    title = f"from {cuts(before)} to {cuts(answer.basis)}"
    columns: tuple[Column, ...] = (
        Column("company", "company"),
        Column("item", "item", firm=brief),
        Column("before", "before", wide=True),
        Column("after", "after", wide=True),
    )
    rows: list[tuple[Cell, ...]]
    if brief:
        rows = [
            (x.company, x.item, *map(told, (x.before, x.after))) for x in answer.value
        ]
    else:
        columns = (*columns, Column("events", "events"))
        rows = [(x.company, x.item, x.before, x.after, x.events) for x in answer.value]
    notes = list(_causes(answer.value)) or ["nothing changed"]
    notes += [replay(before), replay(answer.basis)]
    basis = {**facts(answer), "before": facts(Answer(before, None))}
    return Table(title, columns, rows, basis, tuple(notes))


def _causes(changes: Iterable[Change]) -> Iterator[str]:
    """Say which events did it, company by company."""
    by = {change.company: change.events for change in changes}
    for company, events in by.items():
        if events:
            words = f"{company}: by events {' '.join(map(str, events))}"
            yield from wrap(words, NOTE, subsequent_indent="  ")
        else:
            yield f"{company}: time alone did it"


def told(value: Value | None) -> str:
    """Write the value of a fact for eyes; nothing where there is nothing to say."""
    words: list[str] = []
    for part in value or ():
        if isinstance(part, Figure):
            word = part.brief()
        else:
            word = "disputed" if part is True else spaced(part or "")
        if word and word != "unspecified" and word not in words:
            words.append(word)
    return ", ".join(words)
