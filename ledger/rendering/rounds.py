"""Tables of rounds: their standing, what is denied, and what changed."""

from collections.abc import Iterator, Sequence

from ledger.claims.figures import Figure
from ledger.claims.names import Directory
from ledger.projections.basis import Answer, Basis
from ledger.projections.denials import Denial
from ledger.projections.diff import Change, Value
from ledger.projections.standing import CompanyAt, Round
from ledger.rendering.basis import facts, footnotes, heading
from ledger.rendering.figures import day_part, speakers
from ledger.rendering.tables import Cell, Column, Table


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
        for row in _company_rows(company, names, brief=brief)
        if (not only or row[0] in only) and standing in {None, row[2]}
    ]
    columns: tuple[Column, ...] = (
        Column("round", "round"),
        Column("stage", "stage"),
        Column("standing", "standing", flag=True),
        Column("remarks", "remarks", wide=True),
        Column("origins", "origins", wide=True),
        Column("open_denials", "open denials", wide=True),
        Column("news", "news"),
        Column("events", "events", wide=True),
    )
    if brief:
        columns = columns[:-1]
        rows = [row[:-1] for row in rows]
    return Table(heading(answer.basis), columns, rows, facts(answer), footnotes(answer))


def _company_rows(
    company: CompanyAt, names: Directory, *, brief: bool
) -> Iterator[tuple[Cell, ...]]:
    for found in company.rounds.values():
        yield _round_row(found, names, brief=brief)
    for name, row in company.identity.merged.items():
        into = company.identity.round(name)
        merged = f"merged into {into} (event {row.seq})"
        yield (name, "", "superseded", merged, "", "", "", ())


def _round_row(found: Round, names: Directory, *, brief: bool) -> tuple[Cell, ...]:
    remarks = ["contested"] * found.contested
    if found.superseded_by:
        remarks.append(f"by {found.superseded_by}")
    if found.ended_by is not None:
        remarks.append(f"ended by event {found.ended_by.seq}")
    open_denials = [
        f"{denial.row.seq} ({', '.join(open_fields(denial))})"
        for denial in found.open_denials
    ]
    news = found.news.when.text
    return (
        found.name,
        found.stage,
        found.standing,
        ", ".join(remarks),
        speakers(found.origins, names) if brief else found.origins,
        "; ".join(open_denials) if brief else tuple(open_denials),
        day_part(news) if brief else news,
        tuple(claim.seq for claim in found.claims),
    )


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
        _denial_row(company, denial, names, brief=brief)
        for company in answer.value
        for denial in company.denials
        if denial.open and (since is None or denial.row.when.lo >= since)
    ]
    columns = (
        Column("about", "about"),
        Column("standing", "standing", flag=True),
        Column("denied_by", "denied by"),
        Column("published", "published"),
        Column("open", "open fields", wide=True),
        Column("form", "form"),
        Column("against", "against", wide=True),
        Column("event", "event", right=True),
    )
    return Table(heading(answer.basis), columns, rows, facts(answer), footnotes(answer))


def _denial_row(
    company: CompanyAt, denial: Denial, names: Directory, *, brief: bool
) -> tuple[Cell, ...]:
    live = [claim for claim in denial.claims if claim.live and denial.open_on(claim)]
    about = list(dict.fromkeys(claim.round or claim.company for claim in live))
    standings = [company.rounds[x].standing for x in about if x in company.rounds]
    fields = open_fields(denial)
    against = [
        f"{speakers([claim.source], names)} {claim.seq}" if brief else str(claim.seq)
        for claim in live
    ]
    published = denial.row.when.text
    form = str(denial.row.data["form"])
    return (
        ", ".join(about),
        ", ".join(dict.fromkeys(standings)) or "disputed",
        speakers([denial.source], names) if brief else denial.source,
        day_part(published) if brief else published,
        ", ".join(fields) if brief else tuple(fields),
        form.replace("_", " ") if brief else form,
        "; ".join(against) if brief else tuple(against),
        denial.row.seq,
    )


def diff_table(before: Basis, answer: Answer[list[Change]], *, brief: bool) -> Table:
    """One row a fact that differs between two bases."""
    title = f"from {_side(before)} to {_side(answer.basis)}"
    rows: list[tuple[Cell, ...]] = [
        (
            change.company,
            change.item,
            shown(change.before),
            shown(change.after),
            _events(change) if brief else change.events,
        )
        for change in answer.value
    ]
    columns = (
        Column("company", "company"),
        Column("item", "item"),
        Column("before", "before", wide=True),
        Column("after", "after", wide=True),
        Column("events", "events", wide=True),
    )
    notes = () if rows else ("nothing changed",)
    basis = {"before": before.token, "after": answer.basis.token}
    tokens = (f"basis {before.token}", f"basis {answer.basis.token}")
    return Table(title, columns, rows, basis, (*notes, *tokens))


def _side(basis: Basis) -> str:
    return heading(basis).removeprefix("as of ")


def _events(change: Change) -> str:
    return " ".join(map(str, change.events)) or "time alone"


def shown(value: Value | None) -> str:
    """Write the value of a fact; nothing where there is nothing to say."""
    if value is None:
        return ""
    words = []
    for part in value:
        if isinstance(part, Figure):
            words.append(part.brief())
        elif part is True:
            words.append("disputed")
        elif isinstance(part, str) and part != "unspecified" and part not in words:
            words.append(part)
    return ", ".join(words)
