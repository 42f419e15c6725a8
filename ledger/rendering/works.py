"""What is cited, as a footnote, as BibTeX and as CSL-JSON.

A work is one event with one place where it can be read. It is named by the beginning of
the event's id, which every ledger shares, and carries the basis token, so that a reader
can ask the same question again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from ledger.claims.names import shown
from ledger.rendering.cells import short_id
from ledger.rendering.columns import Column, Columns
from ledger.rendering.exact import json_line


class Work(NamedTuple):
    """One event and where it can be read; what is not known is None or empty."""

    event: int
    id: str
    says: str
    """What it says, in words; other events are named by their ids. Nothing of a
    document, which is named by its title.
    """
    source: str | None
    source_name: str
    source_kind: str
    told_by: str | None
    """Who carried it, the nearest to the origin."""
    title: str | None
    publisher: str | None
    url: str | None
    locator: str | None
    language: str | None
    published: str | None
    """As it was stated: a partial date."""
    accessed: str
    """The day on which it came on record here."""
    quotes: tuple[str, ...]
    ledger: str
    token: str
    place: int = 0
    """Which of several places where the event can be read."""
    became: tuple[str, ...] = ()
    """What became of a claim: who denied, retracted or revised it, and when."""

    @property
    def key(self) -> str:
        """How it is called in a bibliography."""
        parts = [self.source or "ledger", *_digits(self.published)[:1], self.id[:8]]
        return "-".join(parts) + ("" if not self.place else f"-{self.place + 1}")

    @property
    def called(self) -> str:
        """What it is called: its title, else who says what."""
        return self.title or f"{self.source_name} {self.says}"

    @property
    def record(self) -> str:
        """Where it is on record, and how the same is asked again."""
        return f"{self.ledger}, event {short_id(self.id)}, basis {self.token}"


class CitedWorks(NamedTuple):
    """What is cited: of a figure, which it is; and the works."""

    stated: tuple[str, ...]
    works: list[Work]


MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![-\d/])")
_STRETCH: Final = re.compile(r"(\d{4}[-\d]*)/(\d{4}[-\d]*)(?:\[.*\])?")
"""Both dates of a stretch such as `2024-01/2024-03`."""

# -- a footnote ----------------------------------------------------------------


def footnote(work: Work) -> str:
    """Write a work as a footnote, in one paragraph."""
    by = f", as told by {work.told_by}," if work.told_by else ""
    first = f"{work.source_name}{by} {work.says}".rstrip()
    if work.title:
        first += f"{';' if work.says else ','} “{work.title}”"
    named = {work.source_name} if work.title else {work.source_name, work.told_by}
    publisher = None if work.publisher in named else work.publisher
    parts = [publisher, day_words(work.published), work.locator, work.url]
    told = ", ".join(x for x in (first, *parts) if x)
    accessed = f" (accessed {day_words(work.accessed)})" if work.url else ""
    quotes = "".join(f" {_quote_sentence(x)}" for x in work.quotes)
    since = "".join(f" {x[0].upper()}{x[1:]}." for x in work.became)
    return shown(f"{told}{accessed}.{quotes}{since} [{work.record}]")


def _quote_sentence(text: str) -> str:
    """Quote a text; it gets a full stop if it has none of its own."""
    line = _on_one_line(text)
    return f"“{line}”" + "." * (not line.endswith(ENDS))


ENDS: Final = (".", "!", "?", "\u2026", "\u3002", "\uff01", "\uff1f")
"""Signs that end a sentence."""


def day_words(text: str | None) -> str | None:
    """Write a date for people: 19 January 2024, between 5 and 9 March 2024.

    Another stretch of time stays as it is.
    """
    if ends := _first_and_last(text):
        first, last = (str(day_words(one)).split() for one in ends)
        both = zip(first[:0:-1], last[::-1], strict=False)
        same = sum(1 for _ in takewhile(lambda x: x[0] == x[1], both))
        return f"between {' '.join(first[: len(first) - same])} and {' '.join(last)}"
    digits = _digits(text)
    if text is None or not digits:
        return text
    year, *rest = digits
    about = "c. " if "~" in text else ""
    month = f"{MONTHS[int(rest[0]) - 1]} " if rest else ""
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{about}{day}{month}{year}"


def _digits(text: str | None) -> list[str]:
    """Give year, month and day of a date, as far as it names them; else nothing."""
    found = None if text is None else _DATE.match(text)
    return [] if found is None else [x for x in found.groups() if x is not None]


def _first_and_last(text: str | None) -> tuple[str, ...]:
    """Give the first and the last date of a stretch that names both; else nothing."""
    found = None if text is None else _STRETCH.fullmatch(text)
    return () if found is None else found.groups()


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


WORKS: Final[Columns[Work]] = (
    Column("key", of=lambda x: x.key),
    Column("event", of=lambda x: x.event, kind="event"),
    Column("id", of=lambda x: x.id),
    Column("says", of=lambda x: x.says),
    Column("source", of=lambda x: x.source, kind="source"),
    Column("told_by", of=lambda x: x.told_by),
    Column("title", of=lambda x: x.title),
    Column("publisher", of=lambda x: x.publisher),
    Column("url", of=lambda x: x.url),
    Column("locator", of=lambda x: x.locator),
    Column("language", of=lambda x: x.language),
    Column("published", of=lambda x: x.published, kind="when"),
    Column("accessed", of=lambda x: x.accessed, kind="day"),
    Column("quotes", of=lambda x: x.quotes, kind="texts"),
    Column("became", of=lambda x: x.became, kind="texts"),
    Column("footnote", "footnote", footnote, wide=True),
)
"""What programs get of a work; people read the footnote."""

# -- BibTeX --------------------------------------------------------------------

ESCAPED: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "%&#$_"},
    }
)
"""What TeX would take for a command; braces would end the entry."""


def bibtex(works: Iterable[Work], notes: Iterable[str] = ()) -> Iterator[str]:
    """Write works as BibTeX: entries that BibTeX and biber read, a line a field.

    What stands outside of entries is a remark: that is where the notes go.
    """
    yield from (f"% {_tex(note).replace('@', ' at ')}" for note in notes)
    for work in works:
        yield f"@misc{{{work.key},"
        for name, value in _fields(work):
            yield f"  {name} = {value},"
        yield "}"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    yield "author", f"{{{{{_tex(work.source_name)}}}}}"
    yield "title", f"{{{{{_tex(work.called)}}}}}"
    digits = _digits(work.published)
    if digits:
        yield "year", f"{{{digits[0]}}}"
    if len(digits) > 1:
        yield "month", MONTHS[int(digits[1]) - 1][:3].lower()
    if work.published is not None:
        date = "/".join(_first_and_last(work.published)) or "-".join(digits)
        yield "date", f"{{{date or _tex(work.published)}}}"
    texts = {"publisher": work.publisher, "language": work.language}
    yield from ((name, f"{{{_tex(x)}}}") for name, x in texts.items() if x)
    if work.url:
        yield "url", f"{{{_url(work.url)}}}"
        yield "urldate", f"{{{work.accessed}}}"
    yield "note", f"{{{_tex(_note(work))}}}"


def _tex(text: str) -> str:
    return shown(_on_one_line(text)).translate(ESCAPED)


def _url(text: str) -> str:
    """Write an address with only such signs as stand for themselves in TeX."""
    return quote(text, safe="/:?=&;,.-_~+!*'()@$%#[]")


def _note(work: Work) -> str:
    """Say what a bibliography has no field for."""
    told = [f"as told by {work.told_by}"] if work.told_by else []
    told += [work.says] if work.title and work.says else []
    told += [work.locator] if work.locator else []
    told += [f"“{_on_one_line(x)}”" for x in work.quotes]
    told += work.became
    return "; ".join([*told, work.record])


# -- CSL-JSON ------------------------------------------------------------------

TYPES: Final[Mapping[str, str]] = {
    "press": "article-newspaper",
    "wire": "article-newspaper",
    "blog": "post-weblog",
    "person": "post",
    "regulator": "report",
    "database": "dataset",
}
"""What kind of work a kind of source publishes; of all others, a page."""


def csl(works: Iterable[Work]) -> Iterator[str]:
    """Write works as CSL-JSON, as Zotero and pandoc read it; an item a line."""
    lines = [json_line(_item(work)) for work in works]
    yield "["
    for number, line in enumerate(lines, 1):
        yield line + ("," if number < len(lines) else "")
    yield "]"


def _item(work: Work) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": work.key,
        "type": TYPES.get(work.source_kind, "webpage"),
        "title": work.called,
        "author": [{"literal": work.source_name}],
        "publisher": work.publisher,
        "container-title": work.publisher,
        "URL": work.url,
        "issued": _issued(work.published),
        "accessed": _issued(work.accessed),
        "language": work.language,
        "note": _note(work),
    }
    return {name: value for name, value in found.items() if value}


def _issued(text: str | None) -> dict[str, Any] | None:
    """Give a date, or two, in numbers; another stretch of time as it is written."""
    if text is None:
        return None
    dates = [x for x in map(_digits, _first_and_last(text) or (text,)) if x]
    if not dates:
        return {"literal": text}
    about = {"circa": True} if "~" in text else {}
    return {"date-parts": [[int(x) for x in one] for one in dates], **about}
