"""From the names that people type to slugs, in every field of an event that has one."""

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any, Final

from ledger.claims.names import Directory

_COMPANIES: Final = ("company", "into")
_SOURCES: Final = ("source", "carrier", "via")
_ROUNDS: Final = ("round", "to", "into", "other", "supersedes")


def named_in(
    type_: str, data: Mapping[str, Any], directory: Directory
) -> dict[str, Any]:
    """Turn every name that was typed into a slug, and fill in the company."""
    named = dict(data)
    if type_.startswith(("ledger.", "entry.", "payload.", "key.", "rollback.")):
        return named
    if type_ in {"company.alias_added", "company.renamed"}:
        _resolve(named, "slug", directory.company)
    elif type_ == "source.alias_added":
        _resolve(named, "slug", directory.source)
    elif type_ in {"company.registered", "source.registered"}:
        _resolve(named, "speaks_for", directory.company)
        return named
    elif type_ == "companies.kept_apart":
        _resolve(named, "other", directory.company)
    for field in _ROUNDS:
        if field in named:  # most are absent, and a call costs more
            _resolve(named, field, lambda text: _round(text, directory))
    if type_ == "claim.revised" and isinstance(named.get("set"), Mapping):
        named["set"] = dict(named["set"])
        _resolve(named["set"], "supersedes", lambda text: _round(text, directory))
    if "company" not in named and isinstance(named.get("round"), str):
        named["company"] = named["round"].split("/")[0]
    _speakers(named, directory)
    return named


def _speakers(named: dict[str, Any], directory: Directory) -> None:
    """Resolve companies and sources; in files most are slugs already."""
    for field in _COMPANIES:
        if field in named and not _is_slug(named[field], directory.companies):
            _resolve(named, field, lambda text: _company(text, directory))
    for field in _SOURCES:
        if field in named and not _is_slug(named[field], directory.sources):
            _resolve(named, field, directory.source)


def _is_slug(value: object, slugs: Container[str]) -> bool:
    return type(value) is str and value in slugs


def _resolve(named: dict[str, Any], field: str, to: Callable[[str], str]) -> None:
    value = named.get(field)
    if isinstance(value, str) and value.strip():
        named[field] = to(value)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        named[field] = [to(x) if isinstance(x, str) else x for x in value]


def _company(text: str, directory: Directory) -> str:
    return text if "/" in text else directory.company(text)


def _round(text: str, directory: Directory) -> str:
    """Resolve the company in `company/label`; a bare name is no round."""
    company, slash, label = text.partition("/")
    if not slash or company in directory.companies:
        return text
    return f"{directory.company(company)}/{label}"
