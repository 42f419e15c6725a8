"""A draft as a file: YAML that a person reads, edits and gives back.

`docs/drafting.md` describes its form. Comments and order are kept where a draft is read
and written again. Whatever a page holds, it stands in the file as text.
"""

from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from ledger.errors import BadInput

FORM: Final = 1
"""The number of the form; a file says it under `draft`."""

_WIDTH: Final = 100_000
"""No line is broken: what belongs together stands on one."""


def dumped(draft: Any) -> str:
    """Give a draft as YAML."""
    stream = StringIO()
    _yaml().dump(draft, stream)
    return stream.getvalue()


def loaded(text: str, name: str) -> Any:
    """Read a draft, with its comments; BadInput if it is none. `name` is its file."""
    try:
        found = _yaml().load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise BadInput(
            f"{name} is not YAML{where}",
            "in YAML, put text with a colon or a quotation mark in quotation marks",
        ) from None
    if not isinstance(found, dict) or "draft" not in found:
        raise BadInput(f"{name} is not a draft", "`sayso draft ARTICLE` creates one")
    if found["draft"] != FORM:
        raise BadInput(
            f"{name} has form {found['draft']!r}; this version reads {FORM}",
            "make it again: sayso draft ARTICLE",
        )
    return found


def flat(**fields: Any) -> CommentedMap:
    """Give a mapping that stands on one line."""
    found = CommentedMap(fields)
    found.fa.set_flow_style()
    return found


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=2, offset=0)
    yaml.representer.add_representer(
        type(None),
        lambda made, _: made.represent_scalar("tag:yaml.org,2002:null", "null"),
    )
    return yaml
