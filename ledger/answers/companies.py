"""What companies are worth and raised, their rounds, and what is denied of them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Unpack

from ledger.answers.asking import AskedLedger, Shape, believed, nothing, with_telling
from ledger.claims.dates import show_instant
from ledger.claims.names import Directory
from ledger.claims.rates import Unit
from ledger.claims.tags import KEYS
from ledger.claims.vocabulary import STANDINGS
from ledger.errors import found_all, one_of
from ledger.projections.basis import Answer, Basis
from ledger.reading import questions
from ledger.reading.cuts import Cuts, resolved
from ledger.reading.folding import SMALL
from ledger.reading.parameters import question
from ledger.reading.questions import NameOrNames, listed
from ledger.reading.rates import unit_at
from ledger.rendering.tags import with_tags

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.projections.basis import Telling
    from ledger.projections.raised import RaisedLine
    from ledger.projections.rounds import Round
    from ledger.projections.standing import CompanyAt
    from ledger.projections.valuations import Headline, Valuation
    from ledger.rendering.tables import Table


WIDE: Final = 120
"""Columns of a terminal in which a round can name its origins, too."""


@question
def valuations(
    ledger: AskedLedger,
    basis: Basis | None = None,
    companies: NameOrNames = (),
    *,
    standing: str | None = None,
    headline: "Headline" = "newest",
    top: int | None = None,
    aside: bool = False,
    beliefs: bool = False,
    **cuts: Unpack[Cuts],
) -> "Answer[list[Valuation]]":
    """Give the figures of some companies, or of all, and their headlines.

    The document lists those of one `standing`, or all; with `top` of the highest
    headlines only; with `aside` also figures that are set aside. With `beliefs` P(real)
    and the consensus stand next to each. `headline` says which price may be one: the
    `newest` that is not disputed, entitled parties' only (`confirmed`), or also a
    `disputed` one. The value holds at least the companies listed, in every standing.
    """
    from ledger.rendering.consensus import ranking_tables

    basis, companies = resolved(ledger, basis, cuts), listed(companies)
    one_of("standing", standing, STANDINGS, none=True)
    # Beliefs first: what they read of all companies serves these, too.
    moment, unit = believed(ledger, basis, companies, beliefs=beliefs), unit_at(basis)
    answer = questions.valuations(
        *(ledger, basis, companies),
        headline=headline,
        top=top if unit is None else None,
        aside=aside or beliefs,  # the consensus asks which rounds are older
    )
    names = questions.names(ledger, basis)
    shown = partial(ranking_tables, answer, names, moment, unit=unit)
    tables = partial(shown, standing=standing, top=top, aside=aside)
    noted = partial(_noted, answer.value, top, companies or names.companies)
    asked = {
        "companies": list(companies),
        "standing": standing,
        "headline": headline,
        "top": top,
        "aside": aside,
        "beliefs": beliefs,
    }
    return with_telling(
        *(ledger, answer, "valuations", asked),
        exact=lambda: with_tags(noted(tables(brief=False))[0], names),
        drawn=lambda _: noted(tables(brief=True)),
    )


def _noted(
    found: "Sequence[Valuation]",
    top: int | None,
    every: Collection[str],
    tables: "list[Table]",
) -> "list[Table]":
    """Say below the first table of a top how many companies are not in it."""
    first, *others = tables
    shown = sum(valuation.headline is not None for valuation in found)
    if top is None or min(top, shown) >= len(every):
        return tables
    many = min(top, shown)
    highest = "highest headline" if many == 1 else f"{many:,} highest headlines"
    left_out = f"the {highest} of {len(every):,} companies"
    if none := len(every) - shown:
        left_out += f", {none:,} of which {'has' if none == 1 else 'have'} none"
    return [replace(first, notes=(left_out, *first.notes)), *others]


@question
def raised(
    ledger: AskedLedger,
    basis: Basis | None = None,
    companies: NameOrNames = (),
    *,
    by: str | None = None,
    **cuts: Unpack[Cuts],
) -> "Answer[list[list[RaisedLine]]]":
    """Give what each round of some companies, or of all, raised.

    The document lists the rounds and their sums; with `by` the sums by sector or
    country.
    """
    from ledger.rendering.raised import raised_table
    from ledger.rendering.raised_by import raised_by_table

    basis, companies = resolved(ledger, basis, cuts), listed(companies)
    one_of("by", by, KEYS, none=True)
    answer = questions.raised(ledger, basis, companies)
    names, asked = questions.names(ledger, basis), {"companies": list(companies)}
    if by is not None:
        by_tag = partial(raised_by_table, answer, by, names, unit=unit_at(basis))
        return with_telling(
            *(ledger, answer, "raised-by", {**asked, "by": by}),
            exact=lambda: by_tag(brief=False),
            drawn=lambda _: [by_tag(brief=True)],
        )
    table = partial(raised_table, answer, unit=unit_at(basis))
    return with_telling(
        *(ledger, answer, "raised", asked),
        exact=lambda: with_tags(table(brief=False), names),
        drawn=lambda _: [table(brief=True)],
    )


@question
def rounds(
    ledger: AskedLedger,
    basis: Basis | None = None,
    names: NameOrNames = (),
    *,
    standing: str | None = None,
    **cuts: Unpack[Cuts],
) -> "Answer[Sequence[CompanyAt]]":
    """Give the rounds of some companies, some rounds by name, or all.

    The document lists those of one `standing`, or all. The companies of a large ledger
    are not held: they are folded again each time one goes through them.
    """
    from ledger.rendering.rounds import rounds_table

    basis, names = resolved(ledger, basis, cuts), listed(names, "names")
    one_of("standing", standing, STANDINGS, none=True)
    companies = list(dict.fromkeys(name.partition("/")[0] for name in names))

    def find(name: str) -> str:
        if "/" in name:
            return questions.round_(ledger, name, basis)[1].name
        return ledger.folding.names.slug(name, basis)

    only = [name for name in found_all(names, find) if "/" in name]
    answer: Answer[Sequence[CompanyAt]]
    if companies or basis.known_at < SMALL:
        answer, tally = questions.companies(ledger, basis, companies), None
    else:
        count = partial(_tallied, standing=standing)
        answer, counted = questions.through(ledger, basis, count)
        tally = sum(counted, start=Counter[str]())
    known = questions.names(ledger, basis)
    shown = partial(rounds_table, answer, known, standing=standing, only=only)
    table = partial(shown, unit=unit_at(basis), tally=tally)
    return with_telling(
        *(ledger, answer, "rounds", {"names": list(names), "standing": standing}),
        exact=lambda: with_tags(table(brief=False), known),
        drawn=lambda width: [table(brief=True, wide=width >= WIDE)],
    )


@question
def disputed(
    ledger: AskedLedger,
    basis: Basis | None = None,
    companies: NameOrNames = (),
    *,
    since: int | None = None,
    beliefs: bool = False,
    **cuts: Unpack[Cuts],
) -> "Answer[Sequence[CompanyAt]]":
    """Give the denials that are open, of some companies or of all.

    `since` leaves out what was published before that instant (microseconds). With
    `beliefs` each has the P(real) of its round. The companies of a large ledger
    are not held: they are folded again each time one goes through them.
    """
    from ledger.rendering.disputed import denials_table, denied_in

    basis, companies = resolved(ledger, basis, cuts), listed(companies)
    answer: Answer[Sequence[CompanyAt]]
    ask = partial(denied_in, since=since)
    if companies or basis.known_at < SMALL:
        answer = questions.companies(ledger, basis, companies)
        found = list(map(ask, answer.value))
    else:
        answer, found = questions.through(ledger, basis, ask)
    lines = [line for some in found for line in some]
    known = questions.names(ledger, basis)
    moment = believed(ledger, basis, companies, beliefs=beliefs)
    table = partial(denials_table, answer, known, moment, lines=lines)
    asked = {
        "companies": list(companies),
        "since": None if since is None else show_instant(since),
        "beliefs": beliefs,
    }
    return with_telling(
        *(ledger, answer, "disputed", asked),
        exact=lambda: table(brief=False),
        drawn=lambda _: [table(brief=True)],
    )


@question
def company(
    ledger: AskedLedger, text: str, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> "Answer[CompanyAt]":
    """Fold one company at a basis."""
    at = resolved(ledger, basis, cuts)
    answer = questions.company(ledger, text, at)
    return _later(
        ledger,
        answer,
        "show-company",
        {"name": answer.value.slug},
        lambda: _show(ledger, f"company:{answer.value.slug}", at),
    )


@question
def companies(
    ledger: AskedLedger,
    basis: Basis | None = None,
    companies: NameOrNames = (),
    **cuts: Unpack[Cuts],
) -> "Answer[list[CompanyAt]]":
    """Fold some companies, or all, at a basis."""
    at, names = resolved(ledger, basis, cuts), listed(companies)
    answer = questions.companies(ledger, at, names)
    return _later(
        ledger,
        answer,
        "rounds",
        {"names": list(names), "standing": None},
        lambda: rounds(ledger, at, names),
    )


@question
def round_(
    ledger: AskedLedger, text: str, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> "tuple[Answer[CompanyAt], Round]":
    """Find a round, named `company/label`; UnknownName with near misses."""
    at = resolved(ledger, basis, cuts)
    answer, found = questions.round_(ledger, text, at)
    later = _later(
        ledger,
        answer,
        "show-round",
        {"name": text},
        lambda: _show(ledger, text, at),
    )
    return later, found


def _show(ledger: AskedLedger, name: str, basis: Basis) -> Answer[Any]:
    from ledger.answers.cards import show  # it stands above

    return show(ledger, name, basis)


def _later(
    ledger: AskedLedger,
    answer: Answer[Any],
    name: str,
    asked: Mapping[str, object],
    ask: "Callable[[], Answer[Any]]",
) -> Answer[Any]:
    """Give an answer that is told as another one, which is asked when it is told."""

    def telling() -> "Telling":
        found = ask().told
        assert found is not None, "a document is told"
        return found

    return with_telling(
        *(ledger, answer, name, asked),
        exact=lambda: telling().exact(),
        drawn=lambda width: telling().drawn(width),
        names=questions.names(ledger),
        parallel=None,
    )


def _tallied(company: "CompanyAt", standing: str | None) -> Counter[str]:
    """Count the rounds of a company, of one `standing` or of each."""
    from ledger.rendering.rounds import company_round_rows

    found = Counter(line.standing for line in company_round_rows(company))
    return found if standing is None else Counter({standing: found[standing]})


def _valuations() -> "Table":
    from ledger.rendering.consensus import ranking_tables

    unit = Unit("USD", {}, None)
    table = ranking_tables(nothing([]), Directory(), None, brief=False, unit=unit)[0]
    return with_tags(table, None)


def _raised() -> "Table":
    from ledger.rendering.raised import raised_table

    table = raised_table(nothing([]), brief=False, unit=Unit("USD", {}, None))
    return with_tags(table, None)


def _raised_by() -> "Table":
    from ledger.rendering.raised_by import every_column

    return every_column(nothing([]))


def _rounds() -> "Table":
    from ledger.rendering.rounds import rounds_table

    unit = Unit("USD", {}, None)
    return with_tags(
        rounds_table(nothing([]), Directory(), brief=False, unit=unit), None
    )


def _disputed() -> "Table":
    from ledger.rendering.disputed import denials_table

    return denials_table(nothing([]), Directory(), None, brief=False)


SHAPES: Final = {
    "valuations": Shape(
        "what companies were said to be worth; a row is a figure",
        _valuations,
        {
            "companies": "texts",
            "standing": "text",
            "headline": "text",
            "top": "whole",
            "aside": "flag",
            "beliefs": "flag",
        },
    ),
    "raised": Shape(
        "money raised; a row is a round, a sum of a company, or one of all listed",
        _raised,
        {"companies": "texts"},
    ),
    "raised-by": Shape(
        "money raised by sector or country; a row is a group, a kind of money and a"
        " currency",
        _raised_by,
        {"companies": "texts", "by": "text"},
    ),
    "rounds": Shape(
        "rounds, with their stage and standing; a row is a round",
        _rounds,
        {"names": "texts", "standing": "text"},
    ),
    "disputed": Shape(
        "open denials: who contradicts whom, and in what; a row is a denial",
        _disputed,
        {"companies": "texts", "since": "instant", "beliefs": "flag"},
    ),
}
