"""The tables: entries as they were recorded, and one row that says where they end.

An entry is its `body`, the bytes that were hashed. Every other column is derived
from the body and checked against it, so that SQL can find entries without reading
JSON. Instants are microseconds since 1970-01-01T00:00Z; hashes are 32 raw bytes.

`head` holds one row: the last entry's sequence, leaf hash and instant. Who appends
locks it; the database itself moves it, together with the insert (see guards).
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION: Final = 1
"""The version of the schema that this program reads and writes."""

APPLICATION_ID: Final = 0x53415953
"""What SQLite's header calls the file: "SAYS"."""

metadata = MetaData()

_Number = BigInteger().with_variant(Integer(), "sqlite")
_Slug = Text().with_variant(Text(collation="C"), "postgresql")

entry = Table(
    "entry",
    metadata,
    Column("seq", _Number, autoincrement=False, nullable=False),
    Column("id", LargeBinary(), nullable=False),
    Column("type", Text(), nullable=False),
    Column("company", _Slug),
    Column("other", _Slug),
    Column("published_from", _Number),
    Column("published_to", _Number),
    Column("recorded", _Number, nullable=False),
    Column("leaf", LargeBinary(), nullable=False),
    Column("body", LargeBinary(), nullable=False),
    PrimaryKeyConstraint("seq", name="entry_pkey"),
    UniqueConstraint("id", name="entry_id"),
    CheckConstraint("length(id) = 32", name="entry_id_is_a_hash"),
    CheckConstraint("length(leaf) = 32", name="entry_leaf_is_a_hash"),
    CheckConstraint("length(body) BETWEEN 2 AND 65535", name="entry_body_fits"),
    CheckConstraint(
        "leaf = sha256('\\x00'::bytea || body)", name="entry_leaf_is_of_body"
    ).ddl_if(dialect="postgresql"),
    sqlite_strict=True,
)

head = Table(
    "head",
    metadata,
    Column("one", Integer(), autoincrement=False, nullable=False),
    Column("seq", _Number, nullable=False),
    Column("leaf", LargeBinary(), nullable=False),
    Column("recorded", _Number, nullable=False),
    PrimaryKeyConstraint("one", name="head_pkey"),
    CheckConstraint("one = 1", name="head_is_one_row"),
    sqlite_strict=True,
)

version = Table(
    "sayso_schema",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="sayso_schema_pkc"),
)
"""Alembic's own table, under a name that no other program's migrations use."""


def _present(column: ColumnElement[str]) -> ColumnElement[bool]:
    return column.is_not(None)


Index("entry_company", entry.c.company, entry.c.seq)
Index(
    "entry_other",
    entry.c.other,
    sqlite_where=_present(entry.c.other),
    postgresql_where=_present(entry.c.other),
)
