"""From the names that people type to slugs, in every field of an event that has one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ledger.claims.kinds import KINDS
from ledger.claims.names import Directory


def named_in(
    type_: str, data: Mapping[str, Any], directory: Directory
) -> dict[str, Any]:
    """Turn every name that was typed into a slug, and fill in the company."""
    named = dict(data)
    kind = KINDS.get(type_)
    if kind is None:
        return named
    for field in kind.rounds:
        _resolve_within(named, field, lambda text: _round(text, directory))
    if (
        "company" in kind.companies
        and "company" not in named
        and isinstance(named.get("round"), str)
    ):
        named["company"] = named["round"].split("/")[0]
    for field in kind.companies:
        _resolve(named, field, lambda text: _company(text, directory))
    for field in kind.sources:
        _resolve(named, field, lambda text: _source(text, directory))
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
