"""The tables: entries as they were recorded, and one row that says where they end.

An entry is its `body`, the bytes that were hashed. Every other column is derived
from the body and checked against it, so that SQL can find entries without reading
JSON. Instants are microseconds since 1970-01-01T00:00Z; hashes are 32 raw bytes.

`head` holds one row: the last entry's sequence, leaf hash and instant. Who appends
locks it; the database itself moves it, together with the insert (see guards).

`node` keeps the roots of the perfect subtrees of 256, 65,536, ... leaves, so that a
proof need not read the whole log; `checkpoint` the heads that were signed, with the
peaks of their trees; `payload` the texts that entries only commit to. Hashes can be
made again from the entries, and whoever verifies does so.
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

SCHEMA_VERSION: Final = 2
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

node = Table(
    "node",
    metadata,
    Column("level", Integer(), autoincrement=False, nullable=False),
    Column("number", _Number, autoincrement=False, nullable=False),
    Column("hash", LargeBinary(), nullable=False),
    PrimaryKeyConstraint("level", "number", name="node_pkey"),
    CheckConstraint("level > 0 AND number >= 0", name="node_is_in_the_tree"),
    CheckConstraint("length(hash) = 32", name="node_is_a_hash"),
    sqlite_strict=True,
)
"""The root over the leaves [number * 256**level, (number + 1) * 256**level)."""

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", _Number, autoincrement=False, nullable=False),
    Column("note", LargeBinary(), nullable=False),
    Column("peaks", LargeBinary(), nullable=False),
    PrimaryKeyConstraint("size", name="checkpoint_pkey"),
    CheckConstraint("size > 0", name="checkpoint_is_of_entries"),
    sqlite_strict=True,
)

payload = Table(
    "payload",
    metadata,
    Column("commitment", LargeBinary(), nullable=False),
    Column("salt", LargeBinary(), nullable=False),
    Column("digest", LargeBinary(), nullable=False),
    Column("media_type", Text(), nullable=False),
    Column("body", LargeBinary(), nullable=False),
    PrimaryKeyConstraint("commitment", name="payload_pkey"),
    CheckConstraint("length(commitment) = 32", name="payload_commitment_is_a_hash"),
    CheckConstraint("length(salt) = 32", name="payload_has_a_salt"),
    CheckConstraint("length(digest) = 32", name="payload_digest_is_a_hash"),
    sqlite_strict=True,
)
"""`commitment` is SHA-256 of salt and body, `digest` of the body alone: by it, what
was recorded already is found again. All of a row goes when the payload is erased.
"""

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
Index("payload_digest", payload.c.digest)
Index(
    "entry_other",
    entry.c.other,
    sqlite_where=_present(entry.c.other),
    postgresql_where=_present(entry.c.other),
)
