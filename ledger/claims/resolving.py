"""From the names that people type to slugs, in every field of an event that has one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from ledger.claims.names import Directory

_COMPANIES: Final = ("company", "into")
_SOURCES: Final = ("source", "carrier", "via")
_ROUNDS: Final = ("round", "to", "into", "supersedes")


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
    _resolve_all(named, _ROUNDS, lambda text: _round(text, directory))
    if type_ == "claim.revised" and isinstance(named.get("set"), Mapping):
        named["set"] = dict(named["set"])
        _resolve(named["set"], "supersedes", lambda text: _round(text, directory))
    if "company" not in named and isinstance(named.get("round"), str):
        named["company"] = named["round"].split("/")[0]
    _resolve_all(named, _COMPANIES, lambda text: _company(text, directory))
    _resolve_all(named, _SOURCES, directory.source)
    return named


def _resolve_all(
    named: dict[str, Any], fields: Sequence[str], to: Callable[[str], str]
) -> None:
    for field in fields:
        if field in named:  # most are absent, and a call costs more
            _resolve(named, field, to)


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
    return f"{directory.company(company)}/{label}" if slash else text
