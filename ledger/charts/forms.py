"""Charts of one form, turned from Vega-Lite into Vega once.

What differs from chart to chart (rows, ends of axes, titles, what legends explain) goes
through Vega-Lite as it is. So a chart is turned with placeholders for these values,
which are put in afterwards. Equal values have one placeholder: legends of equal domains
become one legend.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import orjson
import vl_convert as vega

from ledger.charts.bundles import SCHEMA

FORMS: Final = 128
"""Forms that are kept; fifty companies have some twenty."""

VALUES: Final = frozenset(
    {
        *("text", "subtitle", "title", "values", "size", "expr"),
        *("domain", "domainMin", "domainMax", "range"),
    }
)
"""What differs from chart to chart, unless it is an object."""

PLACEHOLDER: Final = re.compile(r'\["@value(\d+)"\]|"#value(\d+)"')
"""No colour is written so."""


def vega_of(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a Vega-Lite specification into Vega."""
    values: list[object] = []
    form = orjson.dumps(_emptied(spec, values))
    texts = [orjson.dumps(value).decode() for value in values]

    def value(found: re.Match[str]) -> str:
        return texts[int(found[1] or found[2])]

    made: dict[str, Any] = orjson.loads(PLACEHOLDER.sub(value, turned(form)))
    return made


@lru_cache(maxsize=FORMS)
def turned(form: bytes) -> str:
    """Turn a form into Vega, with its placeholders; both are JSON."""
    made = vega.vegalite_to_vega(orjson.loads(form), vl_version=SCHEMA)
    return orjson.dumps(made).decode()


def _emptied(part: Any, values: list[object], name: str = "") -> Any:  # a tree of JSON
    """Put placeholders in, and add the values that they stand for to a list."""
    if isinstance(part, dict):
        rows = name == "datasets"
        return {x: _emptied(part[x], values, "values" if rows else x) for x in part}
    if name in VALUES and not (part is None or part is False):
        return _placeholder(part, values)
    if isinstance(part, list):
        return [_emptied(one, values) for one in part]
    return part


def _placeholder(value: object, values: list[object]) -> object:
    if value not in values:
        values.append(value)
    place = values.index(value)
    return [f"@value{place}"] if isinstance(value, list) else f"#value{place}"
