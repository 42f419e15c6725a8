"""From the names that people type to slugs, in every field of an event that has one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from ledger.claims.kinds import KINDS
from ledger.claims.names import Directory
from ledger.errors import Problem, UnknownName

_SOMEBODY: Final = "x"
"""A slug in the place of a name that is not registered, so that the rest is checked."""


class UnknownNames(UnknownName):
    """Every name of an event that is not registered.

    `problems` has them by field, and `rest` is the event with other names there.
    """

    def __init__(
        self, found: Sequence[tuple[str, UnknownName]], rest: Mapping[str, Any]
    ) -> None:
        messages = dict.fromkeys(error.message for _, error in found)
        hints = dict.fromkeys(error.hint for _, error in found if error.hint)
        super().__init__("; ".join(messages), "; ".join(hints) or None)
        self.problems = [
            Problem(0, field, x.message, hint=x.hint or "") for field, x in found
        ]
        self.rest = rest


class _Unknown:
    """Collects the names that are not registered."""

    def __init__(self) -> None:
        self.found: list[tuple[str, UnknownName]] = []

    def or_somebody(
        self, field: str, to: Callable[[str], str], instead: str = _SOMEBODY
    ) -> Callable[[str], str]:
        """Resolve a name; keep what is wrong with it, and give another."""

        def resolve(text: str) -> str:
            try:
                return to(text)
            except UnknownName as error:
                self.found.append((field, error))
                return instead

        return resolve


def named_in(
    type_: str, data: Mapping[str, Any], directory: Directory
) -> dict[str, Any]:
    """Turn every name that was typed into a slug, and fill in the company.

    UnknownNames lists all that are not registered.
    """
    unknown = _Unknown()
    named = _with_names(type_, data, directory, unknown)
    if unknown.found:
        raise UnknownNames(unknown.found, named)
    return named


def _with_names(
    type_: str, data: Mapping[str, Any], directory: Directory, unknown: _Unknown
) -> dict[str, Any]:
    named = dict(data)
    kind = KINDS.get(type_)
    if kind is None:
        return named
    for field in kind.rounds:
        round_ = unknown.or_somebody(
            field, lambda text: _round(text, directory), f"{_SOMEBODY}/{_SOMEBODY}"
        )
        _resolve_within(named, field, round_)
    if (
        "company" in kind.companies
        and "company" not in named
        and isinstance(named.get("round"), str)
    ):
        named["company"] = named["round"].split("/")[0]
    refused = bool(unknown.found)
    for field in kind.companies:
        if not (refused and named.get(field) == _SOMEBODY):
            to = unknown.or_somebody(field, lambda text: _company(text, directory))
            _resolve(named, field, to)
    for field in kind.sources:
        to = unknown.or_somebody(field, lambda text: _source(text, directory))
        _resolve(named, field, to)
    return named


def _resolve_within(
    named: dict[str, Any], field: str, to: Callable[[str], str]
) -> None:
    """Resolve a field, or one inside of another: `set.supersedes`."""
    outer, _, inner = field.partition(".")
    if not inner:
        _resolve(named, outer, to)
    elif isinstance(named.get(outer), Mapping):
        named[outer] = dict(named[outer])
        _resolve(named[outer], inner, to)


def _resolve(named: dict[str, Any], field: str, to: Callable[[str], str]) -> None:
    value = named.get(field)
    if value is None:  # most are absent
        return
    if isinstance(value, str) and value.strip():
        named[field] = to(value)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        named[field] = [to(x) if isinstance(x, str) else x for x in value]


def _company(text: str, directory: Directory) -> str:
    """Resolve a company; in files most are slugs already."""
    return text if text in directory.companies else directory.company(text)


def _source(text: str, directory: Directory) -> str:
    return text if text in directory.sources else directory.source(text)


def _round(text: str, directory: Directory) -> str:
    """Resolve the company in `company/label`; a bare name is no round."""
    company, slash, label = text.partition("/")
    if not slash or company in directory.companies:
        return text
    return f"{directory.company(company)}/{label}"
