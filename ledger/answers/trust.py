"""How far each source can be trusted, and how past beliefs fared."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final, Unpack

from ledger.answers.asking import AskedLedger, Shape, nothing, with_telling
from ledger.errors import found_all, one_of
from ledger.projections.basis import Answer, Basis
from ledger.reading import questions
from ledger.reading.cuts import Cuts, resolved
from ledger.reading.parameters import question
from ledger.reading.questions import NameOrNames, listed

if TYPE_CHECKING:
    from ledger.claims.names import Source
    from ledger.credibility.forecasts import Forecast
    from ledger.credibility.sweeping import Moment
    from ledger.rendering.tables import Table


@question
def credibility(
    ledger: AskedLedger,
    basis: Basis | None = None,
    source: str | None = None,
    *,
    role: str | None = None,
    half_life: float | None = None,
    false_copies: bool = False,
    **cuts: Unpack[Cuts],
) -> "Answer[Moment]":
    """Give how far sources can be trusted; of one source, every row behind it.

    `role` is original, relay or denial; without it, original, or all of one source.
    `half_life` in days lets a claim count half after them; with `false_copies` sources
    that share false figures are one origin.
    """
    from ledger.credibility.settings import ROLES
    from ledger.rendering.trust import ranking_table, source_tables

    basis = resolved(ledger, basis, cuts)
    one_of("role", role, ROLES, none=True)
    names = questions.names(ledger, basis)
    named = None if source is None else names.sources[names.source(source)]
    shown = role or ("original" if named is None else None)
    asked = _parameters(named, shown, half_life, false_copies=false_copies)
    answer = ledger.believing.moment(
        basis, half_life=half_life, false_copies=false_copies
    )
    if named is None:
        table = partial(ranking_table, answer, names, role or "original")
        return with_telling(
            *(ledger, answer, "credibility", asked),
            exact=lambda: table(brief=False),
            drawn=lambda _: [table(brief=True)],
        )
    roles = ROLES if role is None else (role,)
    tables = partial(source_tables, answer, named, roles)
    return with_telling(
        *(ledger, answer, "credibility-of-source", asked),
        exact=lambda: tables(brief=False)[0],
        drawn=lambda _: tables(brief=True),
        parallel=None,
    )


@question
def reliability(
    ledger: AskedLedger,
    basis: Basis | None = None,
    source: str | None = None,
    *,
    half_life: float | None = None,
    false_copies: bool = False,
    **cuts: Unpack[Cuts],
) -> Answer[Any]:
    """Give the same under the second model, which learns from agreement, too."""
    from ledger.rendering.em import joint_table

    basis = resolved(ledger, basis, cuts)
    names = questions.names(ledger, basis)
    named = None if source is None else names.sources[names.source(source)]
    answer = ledger.believing.joint(
        basis, half_life=half_life, false_copies=false_copies
    )
    question = "reliability" if named is None else "reliability-of-source"
    asked = _parameters(named, None, half_life, false_copies=false_copies)
    table = partial(joint_table, answer, names, named)
    return with_telling(
        *(ledger, answer, question, asked),
        exact=lambda: table(brief=False),
        drawn=lambda _: [table(brief=True)],
    )


def _parameters(
    source: "Source | None",
    role: str | None,
    half_life: float | None,
    *,
    false_copies: bool,
) -> dict[str, object]:
    return {
        "source": None if source is None else source.slug,
        "role": role,
        "half_life": None if half_life is None else f"{half_life:g}",
        "false_copies": false_copies,
    }


@question
def forecasts(
    ledger: AskedLedger,
    basis: Basis | None = None,
    companies: NameOrNames = (),
    *,
    after: int = 21,
    **cuts: Unpack[Cuts],
) -> "Answer[list[Forecast]]":
    """Score what was believed of rounds a number of days after the first claim."""
    from ledger.rendering.forecasts import forecasts_table

    basis, companies = resolved(ledger, basis, cuts), listed(companies)
    today = questions.names(ledger)
    wanted = found_all(companies, today.company)
    answer = ledger.believing.forecasts(basis, wanted, after)
    table = partial(forecasts_table, answer, after)
    asked = {"companies": list(companies), "after": after}
    return with_telling(
        *(ledger, answer, "forecasts", asked),
        exact=lambda: table(brief=False),
        drawn=lambda _: [table(brief=True)],
    )


def _ranked() -> "Table":
    from ledger.rendering import trust
    from ledger.rendering.tables import Table

    return Table.of(None, trust.RANKING, (), brief=False)


def _of_source() -> "Table":
    from ledger.rendering import graded, trust
    from ledger.rendering.tables import Table

    scored = Table.of(None, trust.SCORED, (), brief=False)
    return Table.of(None, graded.ROWS, (), brief=False).with_lists({"scores": scored})


def _reliability() -> "Table":
    from ledger.rendering import em
    from ledger.rendering.tables import Table

    return Table.of(None, em.RANKING, (), brief=False)


def _reliability_of_source() -> "Table":
    from ledger.rendering import em
    from ledger.rendering.tables import Table

    return Table.of(None, em.BELIEVED, (), brief=False)


def _forecasts() -> "Table":
    from ledger.rendering.forecasts import forecasts_table

    return forecasts_table(nothing([]), 0, brief=False)


OF: Final = {
    "source": "source",
    "role": "text",
    "half_life": "exact",
    "false_copies": "flag",
}
SHAPES: Final = {
    "credibility": Shape("how reliable each source is; a row is a source", _ranked, OF),
    "credibility-of-source": Shape(
        "what a score is based on; a row is a claim with an outcome",
        _of_source,
        OF,
    ),
    "reliability": Shape("the second model (em); a row is a source", _reliability, OF),
    "reliability-of-source": Shape(
        "the second model (em) of one source; a row is a round",
        _reliability_of_source,
        OF,
    ),
    "forecasts": Shape(
        "past estimates, scored; a row is a round",
        _forecasts,
        {"companies": "texts", "after": "whole"},
    ),
}
