"""What changed, what may be one, what deserves a look, what was rewritten."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Unpack

from ledger.answers.asking import NOWHEN, AskedLedger, Shape, nothing, with_telling
from ledger.answers.events import events_of
from ledger.answers.telling import Told
from ledger.claims.names import Directory
from ledger.claims.vocabulary import FLAGS
from ledger.errors import one_of
from ledger.projections.basis import Answer, Basis
from ledger.projections.diff import Unseen
from ledger.reading import questions
from ledger.reading.changes import diff as changed
from ledger.reading.changes import unseen
from ledger.reading.cuts import Cuts, DateInput, resolved, side
from ledger.reading.parameters import question
from ledger.reading.questions import NameOrNames, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.projections.diff import Change
    from ledger.projections.links import Linked
    from ledger.projections.lint.flags import Flag
    from ledger.projections.vintages import Triangle
    from ledger.rendering.tables import Table

STEPS: Final = ("month", "quarter", "half", "year")


@question
def diff(
    ledger: AskedLedger,
    before: Basis | DateInput,
    after: Basis | DateInput | None = None,
    companies: NameOrNames = (),
    *,
    beliefs: bool = False,
) -> "Answer[list[Change]]":
    """Say what changed between two bases, and which events did it.

    A day in place of a basis is asked about as of its end; `after` is now if it is not
    given. With `beliefs` also which scores of sources moved.
    """
    from ledger.rendering.basis import facts
    from ledger.rendering.diff import diff_table, told_unseen

    companies = listed(companies)
    before, after = side(ledger, "before", before), side(ledger, "after", after)
    answer = changed(ledger, before, after, companies)
    if beliefs:
        today = questions.names(ledger)
        wanted = [today.company(company) for company in companies]
        scores = ledger.believing.changes(before, after, wanted)
        answer = replace(answer, value=[*answer.value, *scores])
    notes = told_unseen(before, answer, _unseen(ledger, before, answer, companies))
    table = partial(diff_table, before, answer, notes)
    return with_telling(
        *(ledger, answer, "diff", {"companies": list(companies), "beliefs": beliefs}),
        exact=lambda: table(brief=False),
        drawn=lambda _: [table(brief=True)],
        extra={"before": facts(Answer(before, None))},
    )


@question
def watched(
    ledger: AskedLedger,
    before: Basis,
    after: Basis,
    companies: NameOrNames = (),
    *,
    beliefs: bool = False,
) -> "Answer[list[Change]]":
    """Say what changed between two bases as `diff` does, and what its events say."""
    from ledger.rendering.diff import said_table

    answer = diff(ledger, before, after, companies, beliefs=beliefs)
    telling = answer.told
    assert isinstance(telling, Told), "a difference is told"
    numbers = {
        event
        for change in answer.value
        for event in change.events
        if "score" not in change.why
    }

    def drawn(width: int) -> "Iterator[Table]":
        yield from telling.drawn(width)
        if numbers:
            events = list(events_of(ledger.log, numbers, after.known_at))
            yield said_table(events, questions.names(ledger, after), after.zone)

    return replace(answer, told=replace(telling, drawn=drawn))


def _unseen(
    ledger: AskedLedger,
    before: Basis,
    answer: "Answer[list[Change]]",
    companies: NameOrNames,
) -> Unseen:
    """Count what the difference cannot show, where the published clock moves on.

    It is looked for where nothing changed, and where the later side is now.
    """
    after, found = answer.basis, answer.value
    if before.cut >= after.cut or (found and after.cut < after.told):
        return Unseen()
    named = {event for change in found for event in change.events}
    return unseen(ledger, before, after, listed(companies), named)


@question
def vintages(
    ledger: AskedLedger,
    text: str,
    basis: Basis | None = None,
    figure: str = "headline",
    step: str = "half",
    *,
    recorded: bool = False,
    **cuts: Unpack[Cuts],
) -> "Answer[Triangle]":
    """Give the revision triangle of one figure of a company.

    Rows are days asked about, a `step` apart; columns are as published by a day, or as
    `recorded` by it.
    """
    from ledger.rendering.vintages import vintages_table

    basis = resolved(ledger, basis, cuts)
    slug = questions.names(ledger).company(text)
    answer = questions.vintages(ledger, slug, basis, figure, step, recorded=recorded)
    table = partial(vintages_table, answer, figure, slug)
    asked = {"company": slug, "figure": figure, "every": step, "recorded": recorded}
    return with_telling(
        *(ledger, answer, "vintages", asked),
        exact=lambda: table(brief=False, width=0),
        drawn=lambda width: [table(brief=True, width=width)],
        parallel=None,
    )


@question
def links(
    ledger: AskedLedger,
    basis: Basis | None = None,
    companies: NameOrNames = (),
    **cuts: Unpack[Cuts],
) -> "Answer[list[Linked]]":
    """Give the rounds, and the companies, that may be one."""
    from ledger.rendering.links import links_table

    basis, companies = resolved(ledger, basis, cuts), listed(companies)
    answer = questions.links(ledger, basis, companies)
    names = questions.names(ledger, answer.basis)
    table = partial(links_table, answer, names, ledger.zone)
    return with_telling(
        *(ledger, answer, "links", {"companies": list(companies)}),
        exact=lambda: table(brief=False),
        drawn=lambda _: [table(brief=True)],
    )


@question
def lint(
    ledger: AskedLedger,
    basis: Basis | None = None,
    companies: NameOrNames = (),
    *,
    flag: str | None = None,
    **cuts: Unpack[Cuts],
) -> "Answer[list[Flag]]":
    """Give what deserves a second look; of one `flag`, or of all."""
    from ledger.rendering.lint import lint_table

    basis, companies = resolved(ledger, basis, cuts), listed(companies)
    one_of("flag", flag, FLAGS, none=True)
    answer = questions.lint(ledger, basis, companies)
    names = questions.names(ledger, answer.basis)
    table = partial(lint_table, answer, names, only=flag)
    return with_telling(
        *(ledger, answer, "lint", {"companies": list(companies), "flag": flag}),
        exact=lambda: table(brief=False),
        drawn=lambda _: [table(brief=True)],
    )


@question
def rewritten(
    ledger: AskedLedger, source: str, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> Answer[Any]:
    """Give what a source's tables used to say, by their snapshots.

    UnknownName for a source that has none on record.
    """
    from ledger.rendering.rewritten import rewritten_tables

    basis = resolved(ledger, basis, cuts)
    slug = questions.names(ledger, basis).source(source)
    answer = questions.rewritten(ledger, slug, basis)
    tables = partial(rewritten_tables, answer, slug)
    return with_telling(
        *(ledger, answer, "rewritten", {"source": slug}),
        exact=lambda: tables(brief=False)[0],
        drawn=lambda _: tables(brief=True),
        parallel=None,
    )


def _diff() -> "Table":
    from ledger.rendering.diff import diff_table

    return diff_table(NOWHEN, nothing([]), brief=False)


def _vintages() -> "Table":
    from ledger.rendering import vintages as told_in
    from ledger.rendering.tables import Table

    return Table.of(None, told_in.VINTAGES, (), brief=False)


def _links() -> "Table":
    from ledger.rendering.links import links_table

    return links_table(nothing([]), Directory(), NOWHEN.zone, brief=False)


def _lint() -> "Table":
    from ledger.rendering.lint import lint_table

    return lint_table(nothing([]), Directory(), brief=False)


def _rewritten() -> "Table":
    from ledger.rendering.rewritten import rewritten_tables

    return rewritten_tables(nothing([]), "", brief=False)[0]


SHAPES: Final = {
    "diff": Shape(
        "what changed between two bases; a row is a fact that differs",
        _diff,
        {"companies": "texts", "beliefs": "flag"},
        extra={"before": "basis"},
    ),
    "vintages": Shape(
        "what was said of a day, as known on a later day; a row is a pair of days",
        _vintages,
        {"company": "text", "figure": "text", "every": "text", "recorded": "flag"},
    ),
    "links": Shape(
        "rounds and companies that may be the same; a row is a proposal",
        _links,
        {"companies": "texts"},
    ),
    "lint": Shape(
        "suspicious figures and dates; a row is a flag",
        _lint,
        {"companies": "texts", "flag": "text"},
    ),
    "rewritten": Shape(
        "what a database used to say; a row is a cell, or a row, that changed",
        _rewritten,
        {"source": "source"},
    ),
}
