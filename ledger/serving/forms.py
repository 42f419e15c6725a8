"""Fields of forms: each with its label, and with what was typed before."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from ledger.claims.checking import NotAnEvent
from ledger.errors import LedgerError
from ledger.page.markup import Child, Html, tag
from ledger.serving.posting import CSRF
from ledger.serving.site import Site

TypedBefore = Callable[[str], str]
"""Gives what was typed in a field before."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    name: str
    label: str
    hint: str = ""
    """How it is typed."""
    options: Sequence[str] = ()
    """The words that it may hold; any text if there are none."""
    required: bool = False
    long: bool = False
    """Whether it holds a text of several lines."""


def empty(_: str) -> str:
    """Give what was typed in a form that is new: nothing."""
    return ""


def grid(fields: Iterable[FormField], before: TypedBefore = empty) -> Html:
    """Draw fields next to each other."""
    return tag("div", *(field(x, before(x.name)) for x in fields), class_="fields")


def field(one: FormField, value: str) -> Html:
    """Draw a field under its label."""
    label = tag("span", one.label, tag("small", " ", one.hint) if one.hint else None)
    whole = "whole" if one.long else None
    return tag("label", label, _control(one, value), class_=whole)


def _control(one: FormField, value: str) -> Html:
    if one.long:
        return area(one.name, value, required=one.required)
    if one.options:
        return select(one.name, one.options, value, required=one.required)
    return tag("input", type="text", name=one.name, value=value, required=one.required)


def area(
    name: str, value: str, *, required: bool = False, hidden: bool = False
) -> Html:
    """Draw a text of several lines, which comes back as it is, sign for sign.

    So nothing in it is shown as its number; and since browsers leave out a line end at
    its beginning, there is one.
    """
    raw = Html(f"\n{escape(value)}")
    label = None if not hidden else name
    return tag(
        "textarea", raw, name=name, required=required, hidden=hidden, aria_label=label
    )


def select(
    name: str, options: Iterable[str], chosen: str, *, required: bool = False
) -> Html:
    """Draw a choice of words; of one that is not required also none."""
    words = [*options] if required and chosen else ["", *options]
    choices = [
        tag("option", x.replace("_", " "), value=x, selected=x == chosen) for x in words
    ]
    return tag("select", *choices, name=name, required=required)


def checks(name: str, legend: str, options: Iterable[str], on: Sequence[str]) -> Html:
    """Draw a choice of several words."""
    boxes = [check(name, x, x.replace("_", " "), on=x in on) for x in options]
    return tag("fieldset", tag("legend", legend), *boxes, class_="checks")


def check(name: str, value: str, words: str, *, on: bool) -> Html:
    """Draw a box to tick."""
    box = tag("input", type="checkbox", name=name, value=value, checked=on)
    return tag("label", box, f" {words}")


def form(site: Site, action: str, *content: Child, button: str) -> Html:
    """Draw a form that records, with what proves that it is ours."""
    return tag(
        "form",
        tag("input", type="hidden", name=CSRF, value=site.csrf),
        *content,
        tag("p", tag("button", button, class_="first")),
        action=action,
        method="post",
    )


NAMES: Final = {
    "as_of": "as of",
    "known_at": "known at",
    "future": "a date that lies ahead",
}


def problem(error: LedgerError) -> Html:
    """Say what was wrong with a form, all of it, and what to do."""
    error.rename(NAMES)
    lines = [error.message]
    if isinstance(error, NotAnEvent):
        lines = [
            f"{x.field}: {x.message}" if x.field else x.message for x in error.problems
        ]
    hint = None if error.hint is None else tag("p", tag("b", "hint: "), error.hint)
    told = [tag("p", line) for text in lines for line in text.split("\n")]
    return tag("div", *told, hint, class_="problem", role="alert")
