"""The tables: entries as they were recorded, and one row that says where they end.

An entry is its `body`, the bytes that were hashed. Every other column is derived
from the body and checked against it, so that SQL can find entries without reading
JSON. Instants are microseconds since 1970-01-01T00:00Z; hashes are 32 raw bytes.

`head` holds one row: the last entry's sequence, leaf hash and instant. Who appends
locks it; the database itself moves it, together with the insert (see guards).

`node` keeps the roots of the perfect subtrees of 256, 65,536, ... leaves, so that a
proof need not read the whole log; `checkpoint` the heads that were signed, with the
peaks of their trees; `payload` the texts that entries only commit to. Hashes can be
made again from the entries, and anyone who verifies does so.

The tables of the ranking (`ranking`, `ranking_line`, `ranking_count`, `ranking_name`)
keep answers, not facts: what all companies were worth at any time, as stretches. They
are made of the entries, may be emptied or made again at any time, and prove nothing.
So does the index of words (`search`), which is what each database has for searching
texts: a table of FTS5 on SQLite, a `tsvector` on PostgreSQL. Both hold for each entry
the terms that `ledger.reading.index.terms` makes, as they are: nothing is stemmed,
folded or left out by the database. How far it goes stands in a row of `ranking`.
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

ranking = Table(
    "ranking",
    metadata,
    Column("projection", Text(), nullable=False),
    Column("generation", _Number, nullable=False),
    Column("building", _Number, nullable=False),
    Column("version", Text(), nullable=False),
    Column("told", _Number, nullable=False),
    Column("seal", LargeBinary(), nullable=False),
    PrimaryKeyConstraint("projection", name="ranking_pkey"),
    sqlite_strict=True,
)
"""Which generation of lines answers, how they were made (`version`: others do not
count), and the last entry that is in them (`told`); and which one is being built,
0 for none. `seal` binds all that to the hash of that entry.
"""

ranking_line = Table(
    "ranking_line",
    metadata,
    Column("generation", _Number, nullable=False),
    Column("company", _Slug, nullable=False),
    Column("start", _Number, nullable=False),
    Column("until", _Number, nullable=False),
    Column("currency", Text()),
    Column("amount", _Number),
    Column("mark", _Number, nullable=False),
    Column("body", LargeBinary(), nullable=False),
    sqlite_strict=True,
)
"""What a company is for all cuts in [start, until). Currency and amount (whole units)
are those of its headline, only to find the highest; the figures themselves are in
`body`. `mark` is a hash of all of it, short enough to be summed.
"""

ranking_count = Table(
    "ranking_count",
    metadata,
    Column("generation", _Number, nullable=False),
    Column("level", Integer(), nullable=False),
    Column("at", _Number, nullable=False),
    Column("late", _Number, nullable=False),
    Column("possible", _Number, nullable=False),
    Column("marks", _Number, nullable=False),
    PrimaryKeyConstraint("generation", "level", "at", name="ranking_count_pkey"),
    sqlite_strict=True,
)
"""By how much the numbers of late and of possible events change at an instant (level
0) or on a day (level 1, `at` in days): their sums up to a cut are the numbers there.
`marks` does the same for the marks of all lines that hold there, and for both numbers.
"""

ranking_name = Table(
    "ranking_name",
    metadata,
    Column("generation", _Number, nullable=False),
    Column("name", Text(), nullable=False),
    Column("company", _Slug, nullable=False),
    PrimaryKeyConstraint("generation", "name", "company", name="ranking_name_pkey"),
    sqlite_strict=True,
)
"""Who is named, folded, as an investor of which company: a source that registers
under such a name later changes what is known of that company.
"""

version = Table(
    "sayso_schema",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="sayso_schema_pkc"),
)
"""Alembic's own table, under a name that no other program's migrations use."""


SEARCH: Final = {
    "sqlite": (
        (
            "CREATE VIRTUAL TABLE search USING fts5(terms, content='', detail=none,"
            " columnsize=0, tokenize=\"ascii tokenchars '_-'\")"
        ),
    ),
    "postgresql": (
        (
            "CREATE TABLE search (seq bigint NOT NULL, terms tsvector NOT NULL,"
            " CONSTRAINT search_pkey PRIMARY KEY (seq))"
        ),
        "CREATE INDEX search_terms ON search USING gin (terms)",
    ),
}
"""The index of words, by dialect. SQLite keeps no text in it: only which terms stand
in which entry.
"""


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
Index(
    "ranking_line_time",
    *(
        ranking_line.c[x]
        for x in ("generation", "until", "start", "mark", "currency", "amount")
    ),
)
Index(
    "ranking_line_company",
    *(ranking_line.c[x] for x in ("generation", "company", "until", "start")),
)
Index(
    "ranking_line_top",
    ranking_line.c.generation,
    ranking_line.c.currency,
    ranking_line.c.amount.desc(),
    ranking_line.c.until,
    ranking_line.c.start,
    sqlite_where=ranking_line.c.amount.is_not(None),
    postgresql_where=ranking_line.c.amount.is_not(None),
)
