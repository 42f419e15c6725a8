"""What agents can ask: ten tools over the documented answers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from ledger.answers.paging import AnswerPage, page_of
from ledger.answers.telling import Told
from ledger.book import Book
from ledger.errors import naming_parameter
from ledger.projections.basis import Answer, Basis
from ledger.serving.clocks import IN, basis_at, first_of
from ledger.serving.parameters import Parameter, ParameterValues
from ledger.serving.proposing import propose
from ledger.serving.question import (
    BELIEF,
    COMPANIES,
    NAME,
    SINCE,
    STANDING,
    TOP,
    WHO,
    QuestionRunner,
)
from ledger.serving.tool import MOST, Call, Tool
from ledger.serving.verifying import verify


def _pages_of(ask: QuestionRunner) -> Callable[[Call], AnswerPage]:
    """Make pages of the answers to a question."""

    def page(call: Call) -> AnswerPage:
        told = ask(call.book, call.basis, call.given).told
        assert isinstance(told, Told), "every question of a book is told"
        return page_of(told, call.start, most=MOST)

    return page


def _valuations(book: Book, basis: Basis, given: ParameterValues) -> Answer[Any]:
    if given["in"] is not None:
        basis = basis_at(book, {"basis": basis.token, "in": given["in"]})
    return book.valuations(
        basis,
        given["companies"],
        standing=given["standing"],
        top=given["top"],
        beliefs=bool(given["belief"]),
    )


def _changes(book: Book, basis: Basis, given: ParameterValues) -> Answer[Any]:
    known = f"seq:{basis.known_at}"
    with naming_parameter("since"):
        before = book.basis(as_of=given["since"], known_at=known, tz=basis.zone)
    return book.diff(before, basis, given["companies"])


def _disputed(book: Book, basis: Basis, given: ParameterValues) -> Answer[Any]:
    with naming_parameter("since"):
        since = first_of(book, given["since"], basis.zone)
    return book.disputed(basis, given["companies"], since=since)


def _source(book: Book, basis: Basis, given: ParameterValues) -> Answer[Any]:
    name = given["name"]
    if given["what"] == "record":
        return book.credibility(basis, name)
    return book.show(f"source:{name.removeprefix('source:')}", basis)


TOOLS: Final[Mapping[str, Tool]] = {
    one.name: one
    for one in (
        Tool(
            "valuations",
            "What companies were worth",
            "Prices of companies as of a day: confirmed, reported, sought and more,"
            " never merged. A row is one figure with its standing, its sources and its"
            " events; `headline` marks the one to quote. Say the standing with it.",
            _pages_of(_valuations),
            (
                COMPANIES,
                STANDING,
                TOP,
                replace(BELIEF, about="also P(real) and the consensus price"),
                IN,
            ),
            ("valuations",),
        ),
        Tool(
            "explain",
            "Why an answer is what it is",
            "Every claim on a company or a round as of a day: counted or set aside, and"
            " why; figures with their rules; denials.",
            _pages_of(lambda book, basis, given: book.explain(given["name"], basis)),
            (NAME,),
            ("explain",),
        ),
        Tool(
            "timeline",
            "A story, event by event",
            "What was said of a company or a round up to a day, in order, and which"
            " figure was believed after each event.",
            _pages_of(lambda book, basis, given: book.timeline(given["name"], basis)),
            (NAME,),
            ("timeline",),
        ),
        Tool(
            "who_said",
            "Who said it first",
            "Who told of each round of a company first, who said it later or copied it,"
            " and who denied it.",
            _pages_of(lambda book, basis, given: book.who_said(given["name"], basis)),
            (NAME,),
            ("who-said",),
        ),
        Tool(
            "changes",
            "What changed between two days",
            "What differs between what could be known at the end of `since` and at the"
            " end of `as_of`, and which events made each change.",
            _pages_of(_changes),
            (
                Parameter(
                    "since", "text", "the earlier day: 2024-01-19", required=True
                ),
                COMPANIES,
            ),
            ("diff",),
        ),
        Tool(
            "disputed",
            "Open denials",
            "Who contradicts whom, and in what, as far as the denier did not take it"
            " back and nobody entitled stated it since. A denial proves nothing.",
            _pages_of(_disputed),
            (COMPANIES, SINCE),
            ("disputed",),
        ),
        Tool(
            "investors",
            "Who invested in which company",
            "Investors by round, with their own amount where somebody stated it. Paid,"
            " committed and sought money is never added together.",
            _pages_of(lambda book, basis, given: book.investors(basis, given["name"])),
            (WHO,),
            ("investors",),
        ),
        Tool(
            "source",
            "How far a source can be trusted",
            "The record of a source: its scores, and each claim of which something"
            " became; or all that it published.",
            _pages_of(_source),
            (
                Parameter("name", "text", "a source by name: bloomberg", required=True),
                Parameter(
                    "what",
                    "text",
                    "its record (scores and outcomes), or all that it published",
                    words=("record", "published"),
                    default="record",
                ),
            ),
            ("credibility-of-source", "show-source"),
        ),
        Tool(
            "verify",
            "Whether the ledger is what was recorded",
            "Checks every entry, hash and signature of the ledger. VERIFIED takes a key"
            " or a head from outside; UNSIGNED and UNPINNED say that it is whole, but"
            " nobody vouches for it. Answers as of the day rest on `basis.root`.",
            verify,
            lists=("findings",),
        ),
        Tool(
            "propose",
            "What an article claims",
            "A dry run: reads the text of an article and proposes its claims, each with"
            " its passage and how sure the rules are. Nothing is recorded.",
            propose,
            (
                Parameter("text", "text", "the article, word for word", required=True),
                Parameter("source", "text", "who published it: bloomberg"),
                Parameter("published", "text", "when: 2024-01-19"),
                Parameter("url", "text", "where it can be read"),
            ),
            lists=("claims", "ignored"),
        ),
    )
}
