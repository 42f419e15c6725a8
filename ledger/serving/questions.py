"""Every question that can be asked over HTTP: its parameters, and the call of the book.

The parameters are those of the command of the same name. What they mean is said here
once, for the document of the interface and for agents.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ledger.answers.checks import STEPS
from ledger.book import Book
from ledger.claims.kinds import KINDS
from ledger.claims.vocabulary import FLAGS, STANDINGS
from ledger.credibility.reach import AT_ONCE
from ledger.errors import BadInput, about
from ledger.projections.basis import Answer, Basis
from ledger.projections.totals import BY, EVERY
from ledger.projections.valued import FIGURES
from ledger.serving.clocks import AXES, CLOCKS, MONEY, basis_at, first_of, side
from ledger.serving.parameters import Given, Parameter

Ask = Callable[[Book, Basis, Given], Answer[Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """What can be asked."""

    name: str
    about: str
    ask: Ask
    parameters: tuple[Parameter, ...] = ()
    shapes: tuple[str, ...] = ()
    """The names of the documents that may answer it; its own, if none is given."""
    timed: bool = True
    """Whether it is asked at a basis."""

    @property
    def every(self) -> tuple[Parameter, ...]:
        """All its parameters, those of the clocks last."""
        return (*self.parameters, *(CLOCKS if self.timed else ()))

    @property
    def answers(self) -> tuple[str, ...]:
        """The names of the documents that may answer it."""
        return self.shapes or (self.name,)

    def bases(self, book: Book, given: Given) -> list[Basis]:
        """Give what an answer rests on: one basis, the two sides of a comparison."""
        if not self.timed:
            return []
        if "after" in given and "before" in given:
            return [side(book, "before", given), side(book, "after", given)]
        return [basis_at(book, given)]

    def asked(self, book: Book, given: Given) -> Answer[Any]:
        """Ask it; `given` has a value for each parameter."""
        bases = self.bases(book, given)
        return self.ask(book, bases[-1] if bases else NOW, given)


NOW: Final = Basis(cut=0, known_at=-1, effective=1, zone="UTC", told=0)
"""Stands where a question has no basis."""

COMPANIES: Final = Parameter("companies", "texts", "companies by name; all if none")
NAME: Final = Parameter(
    "name", "text", "a company (xai) or a round (xai/series-b)", required=True
)
WHO: Final = Parameter("name", "text", "an investor, by any of its names; all if none")
STANDING: Final = Parameter(
    "standing", "text", "only what has this standing", words=STANDINGS
)
TOP: Final = Parameter("top", "whole", "only the highest N", least=1)
HEADLINE: Final = Parameter(
    "headline",
    "text",
    "which price may be the headline: the newest that is not disputed, entitled"
    " parties' only, or also a disputed one",
    words=("newest", "confirmed", "disputed"),
    default="newest",
)
ALL: Final = Parameter("all", "flag", "list also the figures that are set aside")
BELIEF: Final = Parameter(
    "belief", "flag", "say also what is to be believed; by itself in small ledgers only"
)
SINCE: Final = Parameter("since", "text", "only denials published on this day or later")
HALF_LIFE: Final = Parameter(
    "half_life", "number", "half-life of a claim in days", least=1
)
FALSE_COPIES: Final = Parameter(
    "false_copies", "flag", "treat sources that share the same errors as one"
)
ROLE: Final = Parameter(
    "role", "text", "in which role", words=("original", "relay", "denial")
)
SOURCE: Final = Parameter("source", "text", "a source, by any of its names")


def _word(name: str, about: str, words: tuple[str, ...], default: str) -> Parameter:
    return Parameter(name, "text", about, words=words, default=default)


def beliefs(basis: Basis, given: Given) -> bool:
    """Whether to work beliefs out: large ledgers ask for them."""
    asked: bool | None = given["belief"]
    return basis.known_at < AT_ONCE if asked is None else asked


def _valuations(book: Book, basis: Basis, given: Given) -> Answer[Any]:
    return book.valuations(
        basis,
        given["companies"],
        standing=given["standing"],
        headline=given["headline"],
        top=given["top"],
        aside=bool(given["all"]),
        beliefs=beliefs(basis, given),
    )


def _disputed(book: Book, basis: Basis, given: Given) -> Answer[Any]:
    with about("since"):
        since = first_of(book, given["since"], basis.zone)
    wanted = beliefs(basis, given)
    return book.disputed(basis, given["companies"], since=since, beliefs=wanted)


def _diff(book: Book, after: Basis, given: Given) -> Answer[Any]:
    before, wanted = side(book, "before", given), beliefs(after, given)
    return book.diff(before, after, given["companies"], beliefs=wanted)


def _vintages(book: Book, basis: Basis, given: Given) -> Answer[Any]:
    recorded = given["axis"] == "recorded"
    figure, every = given["figure"], given["every"]
    return book.vintages(given["company"], basis, figure, every, recorded=recorded)


def _credibility(book: Book, basis: Basis, given: Given) -> Answer[Any]:
    source, half_life = given["source"], given["half_life"]
    copies = bool(given["false_copies"])
    settings = {"half_life": half_life, "false_copies": copies}
    if given["model"] == "em":
        if given["role"] is not None:
            raise BadInput("role: the model em has reports only", "leave it out")
        return book.reliability(basis, source, **settings)
    return book.credibility(basis, source, role=given["role"], **settings)


def _flows(book: Book, basis: Basis, given: Given) -> Answer[Any]:
    if given["cycles"] and given["name"] is not None:
        raise BadInput("cycles: it asks about all companies", "leave name out")
    return book.circles(basis) if given["cycles"] else book.flows(basis, given["name"])


def _settle(book: Book, basis: Basis, given: Given) -> Answer[Any]:
    if given["effective"] is not None:
        raise BadInput(
            "effective: the question is settled on that clock, too", "leave it out"
        )
    return book.settle(basis, given["question"])


QUESTIONS: Final[Mapping[str, Question]] = {
    one.name: one
    for one in (
        Question(
            "valuations",
            "what companies are said to be worth, by kind of figure",
            _valuations,
            (COMPANIES, STANDING, TOP, HEADLINE, ALL, BELIEF, *MONEY),
        ),
        Question(
            "raised",
            "money raised: paid, committed, conditional and sought, by round",
            lambda book, basis, given: book.raised(basis, given["companies"]),
            (COMPANIES, *MONEY),
        ),
        Question(
            "rounds",
            "rounds: type, amount, price, day, standing, investors, what is denied",
            lambda book, basis, given: book.rounds(
                basis, given["names"], standing=given["standing"]
            ),
            (
                Parameter("names", "texts", "companies or rounds; all if none"),
                STANDING,
                *MONEY,
            ),
        ),
        Question(
            "totals",
            "money raised by period, and how much of it came late",
            lambda book, basis, given: book.totals(
                basis, given["companies"], every=given["every"], by=given["by"]
            ),
            (
                COMPANIES,
                _word("every", "how long a period is", EVERY, "quarter"),
                Parameter("by", "text", "sum for each of these", words=BY),
            ),
        ),
        Question(
            "investors",
            "who invested in which company, with each investor's own amount",
            lambda book, basis, given: book.investors(basis, given["name"]),
            (WHO,),
        ),
        Question(
            "flows",
            "money from investors to companies, by stage",
            _flows,
            (WHO, Parameter("cycles", "flag", "companies that fund each other")),
            ("flows", "circles"),
        ),
        Question(
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
        Question(
            "disputed",
            "open denials: who contradicts whom, and in what",
            _disputed,
            (COMPANIES, SINCE, BELIEF),
        ),
        Question(
            "timeline",
            "the history event by event, with the answer after each",
            lambda book, basis, given: book.timeline(
                given["name"], basis, beliefs=beliefs(basis, given)
            ),
            (NAME, BELIEF),
        ),
        Question(
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
                _word(
                    "what",
                    "what is drawn",
                    ("valuation", "raised", "belief", "credibility"),
                    "valuation",
                ),
            ),
        ),
        Question(
            "explain",
            "the explanation of an answer: every claim, used or set aside, and why",
            lambda book, basis, given: book.explain(
                given["name"], basis, beliefs=beliefs(basis, given)
            ),
            (NAME, BELIEF),
        ),
        Question(
            "who-said",
            "who said it first, who repeated it, who denied it",
            lambda book, basis, given: book.who_said(given["name"], basis),
            (NAME,),
        ),
        Question(
            "links",
            "rounds that may be the same, and duplicate claims",
            lambda book, basis, given: book.links(basis, given["companies"]),
            (COMPANIES,),
        ),
        Question(
            "lint",
            "suspicious figures and dates",
            lambda book, basis, given: book.lint(
                basis, given["companies"], flag=given["flag"]
            ),
            (COMPANIES, Parameter("flag", "text", "only this flag", words=FLAGS)),
        ),
        Question(
            "diff",
            "what changed between two days, and which events changed it",
            _diff,
            (
                Parameter("before", "text", "a day, or a basis token", required=True),
                Parameter("after", "text", "a day, or a basis token; now if none"),
                COMPANIES,
                _word(
                    "axis", "the clock on which the days lie", tuple(AXES), "published"
                ),
                BELIEF,
            ),
        ),
        Question(
            "vintages",
            "the figure for each day, as known on each later day",
            _vintages,
            (
                Parameter("company", "text", "a company by name", required=True),
                _word("figure", "which figure", ("headline", *FIGURES), "headline"),
                _word("every", "how far the days are apart", STEPS, "half"),
                _word(
                    "axis",
                    "as published by a day, or as recorded here by it",
                    ("published", "recorded"),
                    "published",
                ),
            ),
        ),
        Question(
            "rewritten",
            "earlier versions of a database, and how much of it was rewritten",
            lambda book, basis, given: book.rewritten(given["source"], basis),
            (Parameter("source", "text", "a database by name", required=True),),
        ),
        Question(
            "credibility",
            "how far each source can be trusted, by outcomes of its claims",
            _credibility,
            (
                SOURCE,
                ROLE,
                _word("model", "em is a second opinion", ("beta", "em"), "beta"),
                HALF_LIFE,
                FALSE_COPIES,
            ),
            (
                *("credibility", "credibility-of-source"),
                *("reliability", "reliability-of-source"),
            ),
        ),
        Question(
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
        Question(
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
        Question(
            "companies",
            "the companies that are registered",
            lambda book, basis, _: book.companies_list(basis),
        ),
        Question(
            "sources",
            "the sources that are registered",
            lambda book, basis, _: book.sources_list(basis),
        ),
        Question(
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
