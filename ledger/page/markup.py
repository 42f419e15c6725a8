"""HTML in which everything is escaped that is not markup of our own.

Text of others goes through `shown` first, so that controls, bidi and invisible
characters stand there as escapes, as they do in a terminal.
"""

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from ledger.claims.names import shown
from ledger.page.contents import LINKED, CellText

VOID: Final = frozenset(
    {"br", "circle", "hr", "img", "input", "line", "link", "meta", "rect", "source"}
)
DATE: Final = re.compile(r"(\d{4}-\d\d-\d\d)", re.ASCII)


class Html(str):
    """Markup: text of this type is not escaped again."""

    __slots__ = ()


Child = Html | str | None


def text(words: str) -> Html:
    """Make text of others safe to show."""
    return Html(escape(shown(words), quote=True))


def join_markup(children: Iterable[Child], between: str = "") -> Html:
    """Put markup and texts side by side."""
    parts = (x if isinstance(x, Html) else text(x) for x in children if x is not None)
    return Html(between.join(parts))


def tag(
    name: str, /, *children: Child, **attributes: str | float | bool | None
) -> Html:
    """Write an element; `class_` is its class, and `data_x` its attribute data-x.

    An attribute that is None or False is left out, one that is True has no value.
    """
    opening = opening_tag(name, **attributes)
    if name in VOID:
        return Html(f"{opening[:-1]}/>")
    return Html(f"{opening}{join_markup(children)}</{name}>")


def opening_tag(name: str, /, **attributes: str | float | bool | None) -> Html:
    """Write the tag with which an element begins, as `tag` does."""
    words = [name]
    for key, value in attributes.items():
        attribute = key.rstrip("_").replace("_", "-")
        if value is True:
            words.append(attribute)
        elif value is not None and value is not False:
            words.append(f'{attribute}="{text(str(value))}"')
    return Html(f"<{' '.join(words)}>")


def linked(words: CellText, kind: str, known: frozenset[int]) -> Html:
    """Make each event that is named and on the page a link, in columns of that kind."""
    parts = (words,) if isinstance(words, str) else words.parts
    there = known if kind in LINKED else frozenset()
    return join_markup(
        to_event(part, str(part)) if part in there else dated(str(part))
        for part in parts
    )


def dated(words: str) -> Html:
    """Keep dates whole: a line does not end within one."""
    parts = DATE.split(words)
    return join_markup(
        tag("span", part, class_="date") if number % 2 else part
        for number, part in enumerate(parts)
    )


def to_event(number: str | int, words: Child) -> Html:
    """Link to an event on the page."""
    return tag("a", words, href=f"#event-{number}")
