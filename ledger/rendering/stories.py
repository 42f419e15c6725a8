"""Tables of stories: what happened after what, and why an answer is what it is."""

from collections.abc import Iterable, Mapping, Sequence

from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.claims import Claim
from ledger.projections.explain import RULES, Explanation, Reason, figures_of
from ledger.projections.prose import Prose
from ledger.projections.rows import Row
from ledger.projections.standing import CompanyAt
from ledger.projections.timeline import Moment
from ledger.rendering.basis import facts, footnotes, heading
from ledger.rendering.figures import day_part, priced, speakers
from ledger.rendering.rounds import open_fields
from ledger.rendering.sentences import said, terms, told
from ledger.rendering.tables import Cell, Column, Table


def numbers_of(rows: Iterable[Row]) -> dict[str, int]:
    """Give the number of each event by its id, for sentences that name events."""
    return {row.id: row.seq for row in rows}


def timeline_table(
    answer: Answer[list[Moment]], names: Directory, what: str, *, brief: bool
) -> Table:
    """One row an event, with what was believed after it."""
    numbers = numbers_of(moment.row for moment in answer.value)
    rows = [
        _moment_row(moment, names, numbers, answer.basis.cut, brief=brief)
        for moment in answer.value
    ]
    columns = _BRIEF_STORY if brief else _STORY
    if brief and (not answer.late or answer.late >= len(rows)):
        # What is true of none, or of all, stands in the notes.
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    title = heading(answer.basis, what)
    return Table(title, columns, rows, facts(answer), footnotes(answer))


_BRIEF_STORY: tuple[Column, ...] = (
    Column("published", "published"),
    Column("event", "event", right=True),
    Column("source", "source", wide=True),
    Column("what", "what", wide=True),
    Column("believed", "believed", wide=True),
    Column("standing", "standing", flag=True),
    Column("late", "late"),
)
_STORY: tuple[Column, ...] = (
    Column("published", "published"),
    Column("event", "event"),
    Column("source", "source"),
    Column("what", "what"),
    Column("believed", "believed", figure=True),
    Column("believed_kind", "believed kind"),
    Column("believed_standing", "believed standing"),
    Column("standing", "standing"),
    Column("round", "round"),
    Column("late", "late"),
)


def _moment_row(
    moment: Moment,
    names: Directory,
    numbers: Mapping[str, int],
    cut: int,
    *,
    brief: bool,
) -> tuple[Cell, ...]:
    row, believed = moment.row, moment.believed
    source = row.source or row.data.get("carrier")
    late = row.recorded >= cut
    if brief:
        return (
            _day(row.when.text),
            row.seq,
            speakers([source] if source else [], names),
            told(row.type, row.data, numbers, within=believed.company),
            _believed(moment),
            (moment.standing or "").replace("_", " "),
            late,
        )
    headline = believed.headline
    figure: tuple[Cell, ...] = (None, None, None)
    if headline is not None:
        figure = (headline.figure, headline.kind, headline.standing)
    said_by = (row.when.text, row.seq, source, said(row.type, row.data, numbers))
    return (*said_by, *figure, moment.standing, moment.round, late)


def _day(published: str) -> str:
    """Write a date so that a span of days can be wrapped between them."""
    return day_part(published).replace("/", "/ ")


def _believed(moment: Moment) -> str:
    """Write the headline after an event, or what stands in its place."""
    believed = moment.believed
    if believed.ended is not None:
        return f"merged into {believed.ended}"
    if believed.headline is not None:
        return priced(believed.headline)
    for name, valued in figures_of(believed).items():
        if name != "secondary":
            return f"({valued.standing} {priced(valued)})"
    return ""


def explanation_tables(
    answer: Answer[Explanation], names: Directory, what: str, *, brief: bool
) -> list[Table]:
    """The figures with their rules; every claim and why; the denials."""
    found = answer.value
    figures = figures_of(found.valuation)
    rule_rows: list[tuple[Cell, ...]] = [
        (
            name + ("*" if valued is found.valuation.headline else ""),
            priced(valued) if brief else valued.figure,
            valued.standing.replace("_", " ") if brief else valued.standing,
            RULES[name],
        )
        for name, valued in figures.items()
    ]
    rules = Table(
        heading(answer.basis, what),
        (
            Column("figure", "figure"),
            Column("amount", "amount"),
            Column("standing", "standing", flag=True),
            Column("rule", "rule", wide=True),
        ),
        rule_rows,
        facts(answer),
        () if rule_rows else (_no_figure(found),),
    )
    claims = Table(
        "claims",
        _CLAIMS if brief else (*_CLAIMS, Column("round", "round")),
        [_reason_row(reason, names, brief=brief) for reason in found.reasons],
        facts(answer),
    )
    tables = [claims]
    if brief:
        shown = [claims] if found.reasons else []
        tables = [rules, *shown, *_denials(found.company, names, found.reasons)]
    return [*tables[:-1], _with_notes(tables[-1], answer)]


_CLAIMS = (
    Column("event", "event", right=True),
    Column("source", "source", wide=True),
    Column("says", "says", wide=True),
    Column("counted", "counted for"),
    Column("reason", "why, or why not", wide=True),
    Column("denied_by", "denied by", wide=True),
)


def _with_notes(table: Table, answer: Answer[Explanation]) -> Table:
    rules = "rules: docs/concepts/valuations.md"
    notes = (*table.notes, rules, *footnotes(answer))
    return Table(table.heading, table.columns, table.rows, table.basis, notes)


def _no_figure(found: Explanation) -> str:
    ended = found.valuation.ended
    if ended is not None:
        return f"no figure of its own: merged into {ended}"
    return "no figure"


def _reason_row(reason: Reason, names: Directory, *, brief: bool) -> tuple[Cell, ...]:
    claim = reason.claim
    cells = (
        claim.seq,
        speakers([claim.source], names) if brief else claim.source,
        _says(claim, brief=brief),
        reason.counted,
        reason.reason if reason.counted == () or not brief else "",
        reason.against,
    )
    return cells if brief else (*cells, claim.round)


def _says(claim: Claim, *, brief: bool) -> Prose:
    """Say what a claim states, about which round, and who revised or carried it."""
    label = (claim.round or claim.company).split("/")[-1]
    words = Prose.of(f"{label}: " * brief, claim_terms(claim))
    for verb, rows in (("revised", claim.revised), ("carried", claim.carriers)):
        if rows:
            named = Prose.listed(row.seq for row in rows)
            words = Prose.of(*words.parts, f" ({verb} by ", *named.parts, ")")
    return words


def claim_terms(claim: Claim) -> str:
    """Say what a claim states now, its revisions applied."""
    data = {**claim.row.data}
    for row in claim.revised:
        data.update(row.data["set"])
    return terms(data)


def _words(parts: Iterable[str]) -> str:
    return ", ".join(part.replace("_", " ") for part in parts)


def _denials(
    company: CompanyAt, names: Directory, reasons: Sequence[Reason]
) -> list[Table]:
    """The denials of the claims that are accounted for."""
    asked = {reason.claim.id for reason in reasons}
    rows: list[tuple[Cell, ...]] = []
    for denial in company.denials:
        covered = [claim for claim in denial.claims if claim.id in asked]
        if not covered:
            continue
        answered = {
            row.seq for claim in covered for row in denial.answers_to(claim).values()
        }
        state = Prose.of(", ".join(open_fields(denial)) if denial.open else "nothing")
        if denial.taken_back is not None:
            state = Prose.of("taken back by ", denial.taken_back.seq)
        rows.append(
            (
                denial.row.seq,
                speakers([denial.source], names),
                _day(denial.row.when.text),
                _words((*denial.row.data["scope"], denial.row.data["form"])),
                tuple(claim.seq for claim in covered),
                state,
                tuple(sorted(answered)),
            )
        )
    if not rows:
        return []
    columns = (
        Column("event", "event", right=True),
        Column("source", "denial by"),
        Column("published", "published"),
        Column("scope", "scope, form", wide=True),
        Column("claims", "of claims"),
        Column("open", "still open", wide=True),
        Column("stated", "stated later by"),
    )
    return [Table("denials", columns, rows)]
