"""Every question that can be asked over HTTP.

The parameters are those of the command of the same name. What they mean is said here
once, for the document of the interface and for agents.
"""

from collections.abc import Mapping
from typing import Any, Final

from ledger.answers.checks import STEPS
from ledger.answers.citing import cite
from ledger.book import Book
from ledger.claims.kinds import KINDS
from ledger.claims.vocabulary import FLAGS
from ledger.errors import BadInput, naming_parameter
from ledger.projections.basis import Answer, Basis
from ledger.projections.search import KINDS as FOUND
from ledger.projections.totals import BY, EVERY
from ledger.projections.valued import FIGURES
from ledger.reading.tagged import tagged_companies, wanted
from ledger.serving.clocks import AXES, MONEY, first_of, side
from ledger.serving.parameters import Parameter, ParameterValues
from ledger.serving.question import (
    ALL,
    BELIEF,
    COMPANIES,
    FALSE_COPIES,
    HALF_LIFE,
    HEADLINE,
    NAME,
    ROLE,
    SINCE,
    SOURCE,
    STANDING,
    TAGGED,
    TOP,
    WHO,
    Endpoint,
    beliefs,
    word,
)


def _companies(book: Book, basis: Basis, given: ParameterValues) -> tuple[str, ...]:
    """Give the companies that are asked about, less those without the tags."""
    names = given["names"] if "names" in given else given["companies"]
    tags = wanted(given["sector"], given["country"], given["tag"])
    return tagged_companies(book, basis, names, tags)


def _valuations(book: Book, basis: Basis, given: ParameterValues) -> Answer[Any]:
    return book.valuations(
        basis,
        _companies(book, basis, given),
        standing=given["standing"],
        headline=given["headline"],
        top=given["top"],
        aside=bool(given["all"]),
        beliefs=beliefs(basis, given),
    )


def _disputed(book: Book, basis: Basis, given: ParameterValues) -> Answer[Any]:
    with naming_parameter("since"):
        since = first_of(book, given["since"], basis.zone)
    believed = beliefs(basis, given)
    companies = _companies(book, basis, given)
    return book.disputed(basis, companies, since=since, beliefs=believed)


def _diff(book: Book, after: Basis, given: ParameterValues) -> Answer[Any]:
    before, believed = side(book, "before", given), beliefs(after, given)
    return book.diff(before, after, given["companies"], beliefs=believed)


def _vintages(book: Book, basis: Basis, given: ParameterValues) -> Answer[Any]:
    recorded = given["axis"] == "recorded"
    figure, every = given["figure"], given["every"]
    return book.vintages(given["company"], basis, figure, every, recorded=recorded)


def _credibility(book: Book, basis: Basis, given: ParameterValues) -> Answer[Any]:
    source, half_life = given["source"], given["half_life"]
    copies = bool(given["false_copies"])
    settings = {"half_life": half_life, "false_copies": copies}
    if given["model"] == "em":
        if given["role"] is not None:
            raise BadInput("role: the model em has reports only", "leave it out")
        return book.reliability(basis, source, **settings)
    return book.credibility(basis, source, role=given["role"], **settings)


def _flows(book: Book, basis: Basis, given: ParameterValues) -> Answer[Any]:
    if given["cycles"] and given["name"] is not None:
        raise BadInput("cycles: it asks about all companies", "leave name out")
    return book.circles(basis) if given["cycles"] else book.flows(basis, given["name"])


def _settle(book: Book, basis: Basis, given: ParameterValues) -> Answer[Any]:
    if given["effective"] is not None:
        raise BadInput(
            "effective: the question is settled on that clock, too", "leave it out"
        )
    return book.settle(basis, given["question"])


QUESTIONS: Final[Mapping[str, Endpoint]] = {
    one.name: one
    for one in (
        Endpoint(
            "valuations",
            "what companies are said to be worth, by kind of figure",
            _valuations,
            (COMPANIES, STANDING, TOP, HEADLINE, ALL, BELIEF, *TAGGED, *MONEY),
        ),
        Endpoint(
            "raised",
            "money raised: paid, committed, conditional and sought, by round",
            lambda book, basis, given: book.raised(
                basis, _companies(book, basis, given), by=given["by"]
            ),
            (
                COMPANIES,
                Parameter(
                    "by", "text", "sum for each of these", words=("sector", "country")
                ),
                *TAGGED,
                *MONEY,
            ),
            ("raised", "raised-by"),
        ),
        Endpoint(
            "rounds",
            "rounds: type, amount, price, day, standing, investors, what is denied",
            lambda book, basis, given: book.rounds(
                basis, _companies(book, basis, given), standing=given["standing"]
            ),
            (
                Parameter("names", "texts", "companies or rounds; all if none"),
                STANDING,
                *TAGGED,
                *MONEY,
            ),
        ),
        Endpoint(
            "totals",
            "money raised by period, and how much of it came late",
            lambda book, basis, given: book.totals(
                basis,
                _companies(book, basis, given),
                every=given["every"],
                by=given["by"],
            ),
            (
                COMPANIES,
                word("every", "how long a period is", EVERY, "quarter"),
                Parameter("by", "text", "sum for each of these", words=BY),
                *TAGGED,
            ),
        ),
        Endpoint(
            "investors",
            "who invested in which company, with each investor's own amount",
            lambda book, basis, given: book.investors(basis, given["name"]),
            (WHO,),
        ),
        Endpoint(
            "flows",
            "money from investors to companies, by stage",
            _flows,
            (WHO, Parameter("cycles", "flag", "companies that fund each other")),
            ("flows", "circles"),
        ),
        Endpoint(
            "settle",
            "settle a question: yes, no, not yet or cannot be told, on each clock",
            _settle,
            (
                Parameter(
                    "question",
                    "text",
                    "such as: xai raised >= 6B by 2024-06-30",
                    required=True,
                ),
            ),
        ),
        Endpoint(
            "disputed",
            "open denials: who contradicts whom, and in what",
            _disputed,
            (COMPANIES, SINCE, BELIEF, *TAGGED),
        ),
        Endpoint(
            "timeline",
            "the history event by event, with the answer after each",
            lambda book, basis, given: book.timeline(
                given["name"], basis, beliefs=beliefs(basis, given)
            ),
            (NAME, BELIEF),
        ),
        Endpoint(
            "chart",
            "lines and marks: what was said and since when",
            lambda book, basis, given: book.chart(given["what"], basis, given["names"]),
            (
                Parameter(
                    "names",
                    "texts",
                    "companies, or sources of credibility",
                    required=True,
                ),
                word(
                    "what",
                    "what is drawn",
                    ("valuation", "raised", "belief", "credibility"),
                    "valuation",
                ),
            ),
        ),
        Endpoint(
            "explain",
            "the explanation of an answer: every claim, used or set aside, and why",
            lambda book, basis, given: book.explain(
                given["name"], basis, beliefs=beliefs(basis, given)
            ),
            (NAME, BELIEF),
        ),
        Endpoint(
            "who-said",
            "who said it first, who repeated it, who denied it",
            lambda book, basis, given: book.who_said(given["name"], basis),
            (NAME,),
        ),
        Endpoint(
            "links",
            "rounds that may be the same, and duplicate claims",
            lambda book, basis, given: book.links(basis, given["companies"]),
            (COMPANIES,),
        ),
        Endpoint(
            "lint",
            "suspicious figures and dates",
            lambda book, basis, given: book.lint(
                basis, given["companies"], flag=given["flag"]
            ),
            (COMPANIES, Parameter("flag", "text", "only this flag", words=FLAGS)),
        ),
        Endpoint(
            "diff",
            "what changed between two days, and which events changed it",
            _diff,
            (
                Parameter("before", "text", "a day, or a basis token", required=True),
                Parameter("after", "text", "a day, or a basis token; now if none"),
                COMPANIES,
                word(
                    "axis", "the clock on which the days lie", tuple(AXES), "published"
                ),
                BELIEF,
            ),
        ),
        Endpoint(
            "vintages",
            "the figure for each day, as known on each later day",
            _vintages,
            (
                Parameter("company", "text", "a company by name", required=True),
                word("figure", "which figure", ("headline", *FIGURES), "headline"),
                word("every", "how far the days are apart", STEPS, "half"),
                word(
                    "axis",
                    "as published by a day, or as recorded here by it",
                    ("published", "recorded"),
                    "published",
                ),
            ),
        ),
        Endpoint(
            "rewritten",
            "earlier versions of a database, and how much of it was rewritten",
            lambda book, basis, given: book.rewritten(given["source"], basis),
            (Parameter("source", "text", "a database by name", required=True),),
        ),
        Endpoint(
            "credibility",
            "how far each source can be trusted, by outcomes of its claims",
            _credibility,
            (
                SOURCE,
                ROLE,
                word("model", "em is a second opinion", ("beta", "em"), "beta"),
                HALF_LIFE,
                FALSE_COPIES,
            ),
            (
                *("credibility", "credibility-of-source"),
                *("reliability", "reliability-of-source"),
            ),
        ),
        Endpoint(
            "forecasts",
            "what was estimated before an outcome, compared with the outcome",
            lambda book, basis, given: book.forecasts(
                basis, given["companies"], after=given["after"] or 21
            ),
            (
                COMPANIES,
                Parameter("after", "whole", "days after the first claim [21]", least=1),
            ),
        ),
        Endpoint(
            "show",
            "everything about a company, round, source or event",
            lambda book, basis, given: book.show(given["thing"], basis),
            (
                Parameter(
                    "thing",
                    "text",
                    "xai, xai/series-b, source:bloomberg, 73 (an event)",
                    required=True,
                ),
            ),
            ("show-company", "show-round", "show-source", "show-event", "investors"),
        ),
        Endpoint(
            "cite",
            "what stands behind a figure, a round or an event, as works to cite",
            lambda book, basis, given: cite(
                book, given["thing"], basis, figure=given["figure"]
            ),
            (
                Parameter("thing", "text", "xai, xai/series-b, 73", required=True),
                word("figure", "which figure", ("headline", *FIGURES), "headline"),
            ),
        ),
        Endpoint(
            "search",
            "companies, sources, rounds, investors, documents and notes by their words",
            lambda book, basis, given: book.search(given["text"], basis, given["kind"]),
            (
                Parameter("text", "text", "words; each must be there", required=True),
                Parameter("kind", "texts", "only these", words=FOUND),
            ),
        ),
        Endpoint(
            "companies",
            "the companies that are registered",
            lambda book, basis, _: book.companies_list(basis),
        ),
        Endpoint(
            "sources",
            "the sources that are registered",
            lambda book, basis, _: book.sources_list(basis),
        ),
        Endpoint(
            "log",
            "events in the order in which they were recorded",
            lambda book, _, given: book.logged(
                given["since"], given["until"], given["type"]
            ),
            (
                Parameter("since", "whole", "only events after this number", least=0),
                Parameter("until", "whole", "only events up to this number", least=0),
                Parameter("type", "texts", "only these types", words=tuple(KINDS)),
            ),
            timed=False,
        ),
    )
}
