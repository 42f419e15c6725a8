"""`timeline`, `explain`, `who-said`: what happened, why, and on whose word."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, Unpack

from ledger.answers.asking import (
    NOWHEN,
    AskedLedger,
    Shape,
    believed,
    nothing,
    with_telling,
)
from ledger.claims.names import Directory
from ledger.projections.basis import Answer, Basis
from ledger.reading import citations, questions
from ledger.reading.cuts import Cuts, resolved
from ledger.reading.parameters import question

if TYPE_CHECKING:
    from ledger.projections.explain import Explanation
    from ledger.projections.timeline import StoryMoment
    from ledger.rendering.tables import Table


@question
def timeline(
    ledger: AskedLedger,
    text: str,
    basis: Basis | None = None,
    name: str | None = None,
    *,
    beliefs: bool = False,
    **cuts: Unpack[Cuts],
) -> "Answer[list[StoryMoment]]":
    """Tell the story of a company, or of one of its rounds: `company/label`, or `name`.

    With `beliefs` it says after each event how likely its round was real.
    """
    from ledger.rendering.explained import EventEvidence, evidence_tables
    from ledger.rendering.stories import story_table
    from ledger.rendering.tellings import tellings_exact, tellings_table, told_in

    basis = resolved(ledger, basis, cuts)
    company, round_ = _company_and_round(ledger, name or text, basis)
    folded = questions.company(ledger, company, basis)
    answer, at = questions.timeline(ledger, folded, basis, round_), folded.value
    rows = [moment.row for moment in answer.value]
    after = ledger.believing.along(company, rows, basis) if beliefs else None
    names = questions.names(ledger, basis)
    table = partial(story_table, answer, names, name or text, after)
    tellings = told_in(at, round_)

    def drawn(_: int) -> "list[Table]":
        shown = citations.evidence_on(ledger, at, [row.id for row in rows])
        read = (
            EventEvidence(row.seq, x) for row in rows for x in shown.get(row.id, ())
        )
        story, first = table(brief=True), tellings_table(tellings, names)
        below = [*evidence_tables(read), *([first] if first else [])]
        return told_last([story, *below])

    return with_telling(
        *(ledger, answer, "timeline", {"name": name or text, "beliefs": beliefs}),
        exact=lambda: table(brief=False).with_lists(
            {"tellings": tellings_exact(tellings)}
        ),
        drawn=drawn,
    )


@question
def explain(
    ledger: AskedLedger,
    text: str,
    basis: Basis | None = None,
    name: str | None = None,
    *,
    beliefs: bool = False,
    **cuts: Unpack[Cuts],
) -> "Answer[Explanation]":
    """Account for every claim on a company, or on one of its rounds.

    With `beliefs` it says what each voice adds to the belief in its round.
    """
    from ledger.rendering.explained_beliefs import explained_tables
    from ledger.rendering.tellings import tellings_exact, tellings_table, told_in

    basis = resolved(ledger, basis, cuts)
    company, round_ = _company_and_round(ledger, name or text, basis)
    answer = questions.explain(ledger, company, basis, round_)
    names = questions.names(ledger, basis)
    moment = believed(ledger, basis, [company], beliefs=beliefs)
    tables = partial(explained_tables, answer, names, name or text, round_, moment)
    tellings = told_in(answer.value.company, round_)
    lists = {"tellings": tellings_exact(tellings)}

    def drawn(_: int) -> "list[Table]":
        first = tellings_table(tellings, names)
        return told_last([*tables(brief=True), *([first] if first else [])])

    return with_telling(
        *(ledger, answer, "explain", {"name": name or text, "beliefs": beliefs}),
        exact=lambda: tables(brief=False)[0].with_lists(lists),
        drawn=drawn,
        parallel=1 if answer.value.reasons else None,
    )


@question
def who_said(
    ledger: AskedLedger,
    text: str,
    basis: Basis | None = None,
    name: str | None = None,
    **cuts: Unpack[Cuts],
) -> "Answer[Explanation]":
    """Say who told of a company, or of a round, first; who again; who denied it."""
    from ledger.rendering.explained import denials_table
    from ledger.rendering.tellings import everything_told, said_table

    basis = resolved(ledger, basis, cuts)
    company, round_ = _company_and_round(ledger, name or text, basis)
    answer = questions.explain(ledger, company, basis, round_)
    found = everything_told(answer.value.company, round_)
    names = questions.names(ledger, basis)
    said = partial(said_table, answer, found, names, name or text)
    denials = partial(denials_table, answer.value, names)

    def drawn(_: int) -> "list[Table]":
        denied = denials(brief=True)
        return told_last([said(brief=True), *([denied] if denied.rows else [])])

    return with_telling(
        *(ledger, answer, "who-said", {"name": name or text}),
        exact=lambda: said(brief=False).with_lists({"denials": denials(brief=False)}),
        drawn=drawn,
    )


def told_last(tables: "list[Table]") -> "list[Table]":
    """Put all notes below the last table."""
    notes = tuple(note for table in tables for note in table.notes)
    bare = [replace(table, notes=()) for table in tables]
    return [*bare[:-1], replace(bare[-1], notes=notes)]


def _company_and_round(
    ledger: AskedLedger, text: str, basis: Basis
) -> tuple[str, str | None]:
    """Give the company of a name, and the round if it is one."""
    company, slash, _ = text.partition("/")
    if not slash:
        return company, None
    return company, questions.round_(ledger, text, basis)[1].name


def _timeline() -> "Table":
    from ledger.rendering.stories import story_table
    from ledger.rendering.tellings import tellings_exact

    table = story_table(nothing([]), Directory(), "", None, brief=False)
    return table.with_lists({"tellings": tellings_exact(())})


def _explain() -> "Table":
    from ledger.projections.explain import explanation_at
    from ledger.projections.standing import company_at
    from ledger.rendering.explained_beliefs import explained_tables
    from ledger.rendering.tellings import tellings_exact

    company = company_at("nobody", (), Directory(), NOWHEN.cut)
    answer = nothing(explanation_at(company, NOWHEN))
    tables = explained_tables(answer, Directory(), "", None, None, brief=False)
    return tables[0].with_lists({"tellings": tellings_exact(())})


def _who_said() -> "Table":
    from ledger.projections.explain import explanation_at
    from ledger.projections.standing import company_at
    from ledger.rendering.explained import denials_table
    from ledger.rendering.tellings import said_table

    company = company_at("nobody", (), Directory(), NOWHEN.cut)
    answer = nothing(explanation_at(company, NOWHEN))
    denials = denials_table(answer.value, Directory(), brief=False)
    table = said_table(answer, (), Directory(), "", brief=False)
    return table.with_lists({"denials": denials})


SHAPES: Final = {
    "timeline": Shape(
        "the history, with the answer after each event; a row is an event",
        _timeline,
        {"name": "text", "beliefs": "flag"},
    ),
    "explain": Shape(
        "every claim, used or set aside, and why; a row is a claim",
        _explain,
        {"name": "text", "beliefs": "flag"},
    ),
    "who-said": Shape(
        "who said it first, who repeated it, who denied it; a row is an event",
        _who_said,
        {"name": "text"},
    ),
}
