"""A tool: a question that agents ask, at a day that they must say.

An answer is a page of the documented answer: at most 20,000 characters, with the basis
token, the events that it rests on, who said each, and a cursor if there is more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ledger.answers.keys import meaning
from ledger.answers.paging import FIRST, AnswerPage, Start
from ledger.answers.shapes import QUESTIONS
from ledger.book import Book
from ledger.errors import BadInput
from ledger.projections.basis import Basis
from ledger.serving import cursors
from ledger.serving.clocks import AS_OF, KNOWN_AT, basis_again, basis_at, is_token
from ledger.serving.cursors import Cursor
from ledger.serving.parameters import Parameter, ParameterValues, read_typed

if TYPE_CHECKING:
    from ledger.audit.places import Home

MOST: Final = 20_000
"""Characters of an answer."""

DAY: Final = replace(
    AS_OF,
    required=True,
    about="the day as of which to answer: only what was published by its end counts"
    " (2024-05-28, 2024-05, today); or the basis token of an earlier answer, which"
    " gives that answer again",
)
CURSOR: Final = Parameter(
    "cursor", "text", "`page.next` of the page before, with the same other parameters"
)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a tool, as it was read."""

    book: Book
    home: "Home | None"
    basis: Basis
    given: ParameterValues
    start: Start


@dataclass(frozen=True, slots=True)
class Tool:
    """A question that agents ask."""

    name: str
    title: str
    about: str
    page: Callable[[Call], AnswerPage]
    parameters: tuple[Parameter, ...] = ()
    answers: tuple[str, ...] = ()
    """The names of the documents that may answer it."""
    lists: tuple[str, ...] = ()
    """The lists of an answer that is no such document."""

    @property
    def every(self) -> tuple[Parameter, ...]:
        """All its parameters: first the day, at the end what all tools have."""
        return (DAY, *self.parameters, KNOWN_AT, CURSOR)

    def call(
        self, book: Book, home: "Home | None", arguments: Mapping[str, object]
    ) -> dict[str, Any]:
        """Answer a call with a page; LedgerError says what is wrong with it."""
        given = read_typed(self.every, arguments)
        asked = {x: y for x, y in given.items() if x != "cursor"} | {"tool": self.name}
        text = given["cursor"]
        at = Cursor(FIRST, None) if text is None else cursors.read_cursor(text, asked)
        basis = basis_of(book, given, at.token)
        page = self.page(Call(book, home, basis, given, at.start))
        if page.following is not None:
            after = Cursor(page.following, basis.token)
            page.document["page"]["next"] = cursors.cursor_text(after, asked)
        return page.document

    def input_schema(self) -> dict[str, Any]:
        """Give what it is called with as JSON Schema."""
        return {
            "type": "object",
            "properties": {
                one.name: {**one.schema(), "description": one.about}
                for one in self.every
            },
            "required": [one.name for one in self.every if one.required],
            "additionalProperties": False,
        }

    def output_schema(self) -> dict[str, Any]:
        """Give what it answers as JSON Schema: every key, and what it means.

        It is the short form of what `sayso schema` prints, since a model reads it.
        """
        lists: dict[str, Any] = {name: {} for name in self.lists}
        always: set[str] | None = None
        for name in self.answers:
            table = QUESTIONS[name].table()
            every = {**table.parts, "rows": table}
            always = set(every) & (set(every) if always is None else always)
            for key, part in every.items():
                keys = lists.setdefault(key, {})
                within = name if key == "rows" else key
                shown = [one.name for one in part.columns if one.of is not None]
                keys |= {one: {"description": meaning(one, within)} for one in shown}
        return {
            "type": "object",
            "properties": {
                **{key: _list(keys) for key, keys in lists.items()},
                **AROUND,
            },
            "required": [*ALWAYS, *self.lists, *sorted(always or ())],
        }


def _list(keys: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": keys}}


ALWAYS: Final = ("question", "asked", "basis", "notes", "page")
AROUND: Final[Mapping[str, Any]] = {
    "question": {"type": "string"},
    "asked": {"type": "object"},
    "basis": {
        "type": "object",
        "description": "what was published and known when it was asked;"
        " `token` gives the same answer again",
        "required": ["token", "as_of", "known_at"],
    },
    "notes": {"type": "array", "items": {"type": "string"}},
    "page": {
        "type": "object",
        "description": "rows on this page, of how many; `next` is the cursor of the"
        " next page, null at the end",
        "required": ["rows", "of", "next"],
    },
    "sources": {
        "type": "array",
        "items": {"type": "object"},
        "description": "who is named: slug, name, kind, for whom it speaks",
    },
    "events": {
        "type": "array",
        "items": {"type": "object"},
        "description": "each event that is named: number, who said it, when, what it"
        " says, where it can be read",
    },
}


def basis_of(book: Book, given: ParameterValues, token: str | None) -> Basis:
    """Give the basis of a call: that of the first page, a token, or a day."""
    day, known = given["as_of"], given["known_at"]
    if token is not None:
        return basis_again(book, token, "cursor")
    if not is_token(day):
        return basis_at(book, given)
    if known is not None:
        raise BadInput(
            "known_at: a basis token in as_of says everything", "leave known_at out"
        )
    return basis_again(book, day, "as_of")
