"""What SQLAlchemy makes of the statements for SQLite, as a file of Python.

    python3 run.py statements

writes `ledger/store/compiled.py`, which the daily path reads instead of importing
SQLAlchemy. Nothing else imports this.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Delete, Select, insert
from sqlalchemy.dialects import sqlite

from ledger.store.schema import APPLICATION_ID, SCHEMA_VERSION
from ledger.store.statements import CHANGES, FILLED, QUERIES

TARGET: Final = Path(__file__).with_name("compiled.py")
_HEADING: Final = '''\
"""The statements of the daily path in SQLite's SQL, and what marks a file as a ledger.

SQLAlchemy wrote these texts from `ledger.store.statements` and `ledger.store.schema`:
change those, then `python3 run.py statements`.
"""

from typing import Final, Literal
'''


def named(statement: Select[Any] | Delete) -> str:
    """Give the text of a statement, each of its values under a name."""
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    text = " ".join(str(compiled).split())
    for name, value in compiled.params.items():
        if value is not None:  # one that SQLAlchemy put in itself, such as OFFSET 0
            assert isinstance(value, int), f"{name} is the same on every run: word()"
            text = re.sub(rf":{name}\b", str(value), text)
    return text


def written() -> str:
    """Give the whole file."""
    dialect = sqlite.dialect()
    filled = {x.name: str(insert(x).compile(dialect=dialect)) for x in FILLED}
    kinds = {
        "Query": ("QUERIES", {name: named(x) for name, x in QUERIES.items()}),
        "Change": ("CHANGES", {name: named(x) for name, x in CHANGES.items()}),
        "Filled": ("FILLED", filled),
    }
    lines = [_HEADING]
    lines += [f"SCHEMA_VERSION: Final = {SCHEMA_VERSION}"]
    lines += [f"APPLICATION_ID: Final = 0x{APPLICATION_ID:X}", ""]
    for kind, (_, texts) in kinds.items():
        lines += _literal(kind, texts)
    for kind, (name, texts) in kinds.items():
        lines += ["", f"{name}: Final[dict[{kind}, str]] = {{", *_entries(texts), "}"]
    return "\n".join(lines) + "\n"


def _literal(kind: str, names: Iterable[str]) -> Iterator[str]:
    quoted = [f'"{name}"' for name in names]
    line = f"{kind} = Literal[{', '.join(quoted)}]"
    if len(line) <= _WIDTH:
        yield line
    else:
        yield f"{kind} = Literal["
        yield from (f"    {name}," for name in quoted)
        yield "]"


_WIDTH: Final = 88


def _entries(texts: dict[str, str]) -> Iterator[str]:
    for name, text in texts.items():
        line = f'    "{name}": "{text}",'
        if len(line) <= _WIDTH:
            yield line
            continue
        parts = textwrap.wrap(text, 77, break_long_words=False, break_on_hyphens=False)
        yield f'    "{name}": ('
        yield from (f'        "{part} "' for part in parts[:-1])
        yield f'        "{parts[-1]}"'
        yield "    ),"


if __name__ == "__main__":
    TARGET.write_text(written(), "utf-8")
