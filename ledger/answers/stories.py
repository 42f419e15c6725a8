"""`timeline` and `explain`: what happened, and why an answer is what it is."""

from functools import partial
from typing import TYPE_CHECKING, Final, Unpack

from ledger.answers.asking import NOWHEN, Asked, Shape, believed, nothing, told
from ledger.claims.names import Directory
from ledger.projections.basis import Answer, Basis
from ledger.reading import questions
from ledger.reading.cuts import Cuts, resolved

if TYPE_CHECKING:
    from ledger.projections.explain import Explanation
    from ledger.projections.timeline import Moment
    from ledger.rendering.tables import Table


def timeline(
    ledger: Asked,
    text: str,
    basis: Basis | None = None,
    name: str | None = None,
    *,
    beliefs: bool = False,
    **cuts: Unpack[Cuts],
) -> "Answer[list[Moment]]":
    """Tell the story of a company, or of one of its rounds: `company/label`, or `name`.

    With `beliefs` it says after each event how likely its round was real.
    """
    from ledger.rendering.stories import story_table

    basis = resolved(ledger, basis, cuts)
    company, round_ = _named(ledger, name or text, basis)
    answer = questions.timeline(ledger, company, basis, round_)
    rows = [moment.row for moment in answer.value]
    after = ledger.believing.along(company, rows, basis) if beliefs else None
    names = questions.names(ledger, basis)
    table = partial(story_table, answer, names, name or text, after)
    return told(
        *(ledger, answer, "timeline", {"name": name or text, "beliefs": beliefs}),
        exact=lambda: table(brief=False),
        drawn=lambda _: [table(brief=True)],
    )


def explain(
    ledger: Asked,
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
    from ledger.rendering.voices import explained_tables

    basis = resolved(ledger, basis, cuts)
    company, round_ = _named(ledger, name or text, basis)
    answer = questions.explain(ledger, company, basis, round_)
    names = questions.names(ledger, basis)
    moment = believed(ledger, basis, beliefs=beliefs)
    tables = partial(explained_tables, answer, names, name or text, round_, moment)
    return told(
        *(ledger, answer, "explain", {"name": name or text, "beliefs": beliefs}),
        exact=lambda: tables(brief=False)[0],
        drawn=lambda _: tables(brief=True),
    )


def _named(ledger: Asked, text: str, basis: Basis) -> tuple[str, str | None]:
    """Give the company of a name, and the round if it is one."""
    company, slash, _ = text.partition("/")
    if not slash:
        return company, None
    return company, questions.round_(ledger, text, basis)[1].name


def _timeline() -> "Table":
    from ledger.rendering.stories import story_table

    return story_table(nothing([]), Directory(), "", None, brief=False)


def _explain() -> "Table":
    from ledger.projections.explain import explanation_at
    from ledger.projections.standing import company_at
    from ledger.rendering.voices import explained_tables

    company = company_at("nobody", (), Directory(), NOWHEN.cut)
    answer = nothing(explanation_at(company, NOWHEN))
    return explained_tables(answer, Directory(), "", None, None, brief=False)[0]


SHAPES: Final = {
    "timeline": Shape(
        "a story, with what was believed after each event; a row is an event",
        _timeline,
        {"name": "text", "beliefs": "flag"},
    ),
    "explain": Shape(
        "every claim, counted or set aside, and why; a row is a claim",
        _explain,
        {"name": "text", "beliefs": "flag"},
    ),
}
