"""Laws of answers: one shape, and no form says what is not in it."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ledger import Answer, Basis
from ledger.claims.figures import figure_from
from ledger.claims.vocabulary import PRICE_KINDS, STAGES, STANDINGS
from ledger.projections.basis import Telling
from ledger.projections.valued import FIGURES
from ledger.rendering.tables import render
from tests.answers.asking import of_all, of_company, of_source, validator
from tests.laws.strategies import (
    COMPANIES,
    LAWS,
    NAMES,
    SOURCES,
    History,
    bases,
    histories,
)
from tests.laws.test_ledger import opened

FEW: Final = settings(
    LAWS,
    max_examples=max(LAWS.max_examples // 10, 1),
    phases=[Phase.explicit, Phase.generate],
)
"""Each example is a ledger on disk, asked everything: to shrink one takes minutes."""


@FEW
@given(histories(), bases(), st.sampled_from(COMPANIES), st.sampled_from(SOURCES))
def test_every_answer_has_the_one_shape_and_no_form_says_more(
    history: History, basis: Basis, company: str, source: str
) -> None:
    with opened() as ledger:
        for entry in history.entries[len(NAMES) :]:
            ledger.tell(entry)
        book = ledger.book
        at = replace(basis, known_at=min(basis.known_at, book.log.head().seq))
        for answer in of_all(book, at):
            check(answer)
        for answer in of_company(book, company, at):
            check(answer)
        for answer in of_source(book, source, at):
            check(answer)
        for stored in book.events(after=len(NAMES)):
            check(book.show(stored.id, at))


def check(answer: Answer[Any]) -> None:
    """Hold an answer against its schema, and every form of it against the answer."""
    assert answer.told is not None
    document = answer.as_dict()
    problems = list(validator(document["question"]).iter_errors(document))
    assert not problems, (document["question"], problems[0].message)
    assert json.loads(json.dumps(document)) == document
    assert json.loads(answer.as_json()) == document
    check_lines(answer.told, document)
    known = words(leaves(document))
    assert set(csv_words(answer.told)) <= known
    said = known | GLUE | words(derived(document))
    more = {word for word in table_words(answer.told) if word not in said}
    assert not more, (document["question"], more)


def check_lines(told: Telling, document: dict[str, Any]) -> None:
    """Put the lines of jsonl together again: they are the same document."""
    first, *rows, last = map(json.loads, "".join(told.object_text()).splitlines())
    assert {**first, "rows": rows, **last} == document


def leaves(part: object) -> Iterator[str]:
    """Every value of a document, as text."""
    match part:
        case dict():
            for key, value in part.items():
                yield str(key)
                yield from leaves(value)
        case list():
            for value in part:
                yield from leaves(value)
        case bool():
            yield "true" if part else "false"
        case None:
            yield "null"
        case _:
            yield str(part)


WORD: Final = re.compile(r"\d+(?:[.,]\d+)+[^\W\d_]*|[^\W_]+")


def words(texts: Iterator[str] | list[str]) -> set[str]:
    """The words and numbers of texts; a name of several words is each of them."""
    return {word for text in texts for word in WORD.findall(text)}


def csv_words(told: Telling) -> Iterator[str]:
    """What csv says, but for the names of its columns."""
    printed = "\r\n".join(render(told.exact(), "csv"))
    _, *rows = csv.reader(io.StringIO(printed, newline=""))
    yield from words([cell for row in rows for cell in row])


def table_words(told: Telling) -> Iterator[str]:
    """What tables say to people, but for the titles of their columns."""
    for table in told.drawn(1000):
        titles = words([column.title or "" for column in table.columns])
        printed = "\n".join(render(table, "table", width=2000))
        yield from words([printed]) - titles


def derived(part: object) -> Iterator[str]:
    """What people read instead: rounded amounts and numbers, days of instants."""
    match part:
        case dict():
            if "qualifier" in part:
                yield figure_from(figure_data(part)).brief()
            for value in part.values():
                yield from derived(value)
        case list():
            for value in part:
                yield from derived(value)
        case str():
            yield from rounded(part)
            yield f"{len(part):,}"  # of a text, in characters
        case int():
            yield from (f"{part:,}", *aged(part))


def figure_data(part: dict[str, Any]) -> dict[str, Any]:
    """An amount as an event holds it."""
    keys = ("currency", "min", "max", "qualifier")
    return {key: part[key] for key in keys if part.get(key) is not None}


def rounded(text: str) -> Iterator[str]:
    """A number as people read it: a share, a score, a probability, days."""
    if re.search(r"T\d\d:\d\d:\d\d\.\d", text):
        yield re.sub(r"\.\d+", "", text)  # nobody reads parts of a second
    if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text):
        value = Decimal(text)
        for shown in (value, min(max(value, Decimal("0.01")), Decimal("0.99"))):
            for places in (0, 1, 2, 3):
                yield f"{abs(float(shown)):.{places}f}"
                yield f"{abs(float(shown)) * 100:.{places}f}"
    yield from re.findall(r"\d{4}-\d{2}-\d{2}", text)


def aged(days: int) -> Iterator[str]:
    """An age as people read it."""
    yield from (f"{days}d", f"{int(days / 30.4375)}mo", f"{int(days / 365.25)}y")


GLUE: Final = words(
    [
        # headings
        "as of, ledger entry, about, what was possible, outcomes of its claims",
        "consensus beside the claims, on the price, and its 90 %, belief in, P(real)",
        "credibility, denials, now, from, to, total, newest event, claim, denial",
        "cited",
        # cells
        "yes, no, in, d, its kind's, with copies, denied by event, still open, before",
        "merged into, by, a copy, as, leads, named, since, time alone",
        "said first, said later, copied, carried, stood by, who said it, told again",
        "read in, document, characters, found by, reviewed by",
        "full text, sayso show, invested in, all listed",
        "reports in general, denies it, nobody denies it, nothing official yet",
        "further reports so soon, said to have so soon",
        "now, from claims over a year old",
        # notes
        "rows: reference date; columns: as known on that day",
        "rows before that day are empty, and not shown",
        "to join two, or to record why they are different",
        "days after the first claim",
    ]
)
"""The words that tables add to what they say: no number, no name, no word of ours."""


def test_what_tables_add_holds_nothing_that_could_be_an_answer() -> None:
    vocabulary = {*STAGES, *STANDINGS, *PRICE_KINDS, *FIGURES}
    assert not GLUE & vocabulary
    assert {word for word in GLUE if re.search(r"\d", word)} == {"90"}
