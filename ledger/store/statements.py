"""Every statement of the daily path, once, under a name, in the SQL of both databases.

To add one: its name in `Query` (gives rows) or `ChangeName` (gives none), its text in
`QUERIES` or `CHANGES`. A value is `:name`, and a list of values `IN (:names)`. Then ask
by the name: `reader.rows("name", {...})`, `session.run("name", {...})`; mypy knows the
names. `session.add("table", [row, ...])` puts rows in, in the order of `FILLED`.

The index of words (`search_...`) alone is asked otherwise on each: see `OWN_QUERIES`.

`ledger.store.sqlite.embedded` hands the texts to sqlite3 as they are,
`ledger.store.postgresql.server` in psycopg's way of naming values. Only what a command
needs every day belongs here: making, upgrading, counting and copying a ledger ask
SQLAlchemy.
"""

from typing import Final, Literal

WEIGHTS: Final = 1 << 31
"""An amount counts by its last 31 bits where lines of the ranking are summed."""

ALWAYS: Final = -(2**62)
"""Before every instant."""

Query = Literal[
    "entries",
    "entries_of_names",
    "entries_of_documents",
    "entries_of_citations",
    "citations_among",
    "entries_of_tables",
    "entries_of_companies",
    "entries_by_company",
    "entries_by_company_without_citations",
    "bodies_of",
    "entries_linked",
    "entries_of_ours",
    "entries_of_ours_among",
    "entry",
    "entries_among",
    "entries_numbered",
    "entries_with_prefix",
    "page",
    "written",
    "seqs",
    "ids",
    "leaves",
    "companies_between",
    "others_between",
    "first_published",
    "published_of",
    "recorded",
    "number",
    "known",
    "head",
    "ends",
    "nodes",
    "checkpoints",
    "checkpoints_counted",
    "last_checkpoint",
    "payload",
    "payloads_among",
    "payloads_same",
    "payloads",
    "payload_digests",
    "payloads_counted",
    "ranking",
    "ranking_generations",
    "ranking_lines",
    "ranking_lines_of",
    "ranking_companies",
    "ranking_marks",
    "ranking_story",
    "ranking_within",
    "ranking_top",
    "ranking_top_other",
    "ranking_tied",
    "ranking_counts",
    "ranking_named",
    "ranking_line_old",
    "ranking_line_nth",
    "ranking_count_old",
    "ranking_count_nth",
    "ranking_name_old",
    "ranking_name_nth",
    "search_found",
]
ChangeName = Literal[
    "set_ranking",
    "add_ranking_count",
    "add_ranking_name",
    "drop_ranking",
    "drop_ranking_lines",
    "drop_ranking_line",
    "clear_ranking_line",
    "clear_ranking_count",
    "clear_ranking_name",
    "drop_payload",
    "add_search",
    "drop_search",
    "clear_search",
]
Filled = Literal["entry", "node", "checkpoint", "payload", "ranking", "ranking_line"]

_SHORT: Final = "id, type, company, other, published_from, published_to, recorded, leaf"
_COLUMNS: Final = f"{_SHORT}, body"
_ENTRIES: Final = f"SELECT seq, {_COLUMNS} FROM entry"
_STREAM: Final = f"{_ENTRIES} WHERE seq > :after AND seq <= :upto"
_NEXT: Final = "ORDER BY seq LIMIT :batch"
_BY_COMPANY: Final = (
    f"{_ENTRIES} WHERE (company, seq) > (:company, :after) AND seq <= :upto"
)
_NEXT_COMPANY: Final = "ORDER BY company, seq LIMIT :batch"
_OURS: Final = "type IN ('entry.corrected', 'entry.voided')"
_THERE: Final = "FROM entry WHERE seq >= :first AND seq < :end ORDER BY seq"
_BETWEEN: Final = "FROM entry WHERE seq > :after AND seq <= :upto"
# What was published acts from the end of its interval on, what has no date always.
_SINCE: Final = (
    f"min(coalesce(published_to, {ALWAYS})) {_BETWEEN} AND type != 'claim.cited'"
)
_HEADS: Final = "SELECT size, note, peaks FROM checkpoint"
_PAYLOADS: Final = "SELECT commitment, salt, media_type, body FROM payload"

_LINE: Final = "company, start, until, currency, amount, mark, body"
_CUT: Final = "generation = :generation AND until > :cut AND start <= :cut"
# Where a better index is at hand, + 0 keeps a database from that of the cuts.
_ONCE: Final = "generation = :generation AND until + 0 > :cut AND start <= :cut"
_RANKED: Final = f"FROM ranking_line WHERE {_ONCE} AND amount IS NOT NULL"
_OTHERS: Final = (
    "generation NOT IN (SELECT generation FROM ranking)"
    " AND generation NOT IN (SELECT building FROM ranking) LIMIT 1"
)
_NTH: Final = "LIMIT 1 OFFSET :skipped"

QUERIES: Final[dict[Query, str]] = {
    "entries": f"{_STREAM} {_NEXT}",
    "entries_of_names": (
        f"{_STREAM} AND company IS NULL AND type NOT LIKE 'snapshot.%'"
        f" AND type != 'document.recorded' {_NEXT}"
    ),
    "entries_of_documents": (
        f"{_STREAM} AND company IS NULL AND type = 'document.recorded' {_NEXT}"
    ),
    "entries_of_citations": f"{_STREAM} AND type = 'claim.cited' {_NEXT}",
    "citations_among": (
        f"{_ENTRIES} WHERE company IN (:companies) AND type = 'claim.cited'"
        " AND seq <= :upto ORDER BY seq"
    ),
    "entries_of_tables": f"{_STREAM} AND (type LIKE 'snapshot.%' OR {_OURS}) {_NEXT}",
    "entries_of_companies": f"{_STREAM} AND company IN (:companies) {_NEXT}",
    "entries_by_company": f"{_BY_COMPANY} {_NEXT_COMPANY}",
    "entries_by_company_without_citations": (
        f"{_BY_COMPANY} AND type != 'claim.cited' {_NEXT_COMPANY}"
    ),
    "bodies_of": (
        "SELECT seq, id, type, body FROM entry WHERE company = :company"
        f" AND seq > :after AND seq <= :upto AND type != 'claim.cited' {_NEXT}"
    ),
    # by seq alone SQLite would go through all entries
    "entries_linked": (
        f"{_ENTRIES} WHERE other IS NOT NULL AND seq <= :upto ORDER BY other, seq"
    ),
    "entries_of_ours": f"{_ENTRIES} WHERE company IS NULL AND {_OURS} ORDER BY seq",
    "entries_of_ours_among": (
        f"{_ENTRIES} WHERE company IN (:companies) AND {_OURS} ORDER BY seq"
    ),
    "entry": f"{_ENTRIES} WHERE seq = :seq",
    "entries_among": f"{_ENTRIES} WHERE id IN (:ids)",
    "entries_numbered": f"{_ENTRIES} WHERE seq IN (:seqs)",
    "entries_with_prefix": (
        f"{_ENTRIES} WHERE id BETWEEN :low AND :high AND seq <= :upto"
        " ORDER BY id LIMIT 4"  # by id for the same reason
    ),
    "page": f"SELECT {_COLUMNS} {_THERE}",
    "written": f"SELECT seq, {_SHORT} {_THERE}",
    "seqs": f"SELECT seq {_THERE}",
    "ids": f"SELECT id {_THERE}",
    "leaves": f"SELECT leaf {_THERE}",
    "companies_between": f"SELECT company, {_SINCE} AND company IS NOT NULL GROUP BY 1",
    "others_between": f"SELECT other, {_SINCE} AND other IS NOT NULL GROUP BY 1",
    "first_published": (
        "SELECT seq FROM entry WHERE company IS NOT NULL AND published_to IS NOT NULL"
        " AND seq <= :upto ORDER BY seq LIMIT 1"
    ),
    "published_of": (
        "SELECT seq, type, published_from, published_to FROM entry"
        " WHERE company = :company AND published_to IS NOT NULL"
    ),
    "recorded": "SELECT recorded FROM entry WHERE seq = :seq",
    "number": "SELECT seq FROM entry WHERE id = :id",
    "known": "SELECT id, seq, body FROM entry WHERE id IN (:ids)",
    # The head row, and the last entry next to it, in one view of the database.
    "head": (
        "SELECT head.seq, head.leaf, head.recorded, last.seq, last.leaf, last.recorded"
        " FROM head LEFT JOIN entry AS last ON last.seq = (SELECT max(seq) FROM entry)"
    ),
    "ends": (
        "SELECT (SELECT seq FROM head WHERE one = 1), (SELECT max(seq) FROM entry)"
    ),
    "nodes": (
        "SELECT hash FROM node WHERE level = :level AND number >= :first"
        " AND number < :end ORDER BY number"
    ),
    "checkpoints": f"{_HEADS} WHERE size > :after ORDER BY size LIMIT :batch",
    "checkpoints_counted": "SELECT count(*) FROM checkpoint",
    "last_checkpoint": f"{_HEADS} WHERE size <= :upto ORDER BY size DESC LIMIT 1",
    "payload": f"{_PAYLOADS} WHERE commitment = :commitment",
    "payloads_among": f"{_PAYLOADS} WHERE commitment IN (:commitments)",
    "payloads_same": f"{_PAYLOADS} WHERE digest = :digest ORDER BY commitment",
    "payloads": (
        f"{_PAYLOADS} WHERE commitment > :after ORDER BY commitment LIMIT :batch"
    ),
    "payload_digests": (
        "SELECT commitment, digest FROM payload WHERE commitment IN (:commitments)"
    ),
    "payloads_counted": "SELECT count(*) FROM payload",
    "ranking": (
        "SELECT generation, building, version, told, seal FROM ranking"
        " WHERE projection = :which"
    ),
    "ranking_generations": "SELECT max(generation), max(building) FROM ranking",
    "ranking_lines": f"SELECT {_LINE} FROM ranking_line WHERE {_CUT}",
    "ranking_lines_of": (
        f"SELECT {_LINE} FROM ranking_line WHERE {_ONCE} AND company IN (:companies)"
    ),
    "ranking_companies": (
        "SELECT DISTINCT company FROM ranking_line WHERE generation = :generation"
    ),
    # What orders the lines is summed as it stands: see `ledger.store.ranking.weight`.
    "ranking_marks": (
        f"SELECT coalesce(sum(mark + coalesce((amount % {WEIGHTS})"
        " * CASE WHEN currency = 'USD' THEN 1 ELSE 3 END, 0)), 0)"
        f" FROM ranking_line WHERE {_CUT}"
    ),
    "ranking_story": (
        f"SELECT {_LINE} FROM ranking_line WHERE generation = :generation"
        " AND company = :company AND until > :since ORDER BY start, until, mark"
    ),
    "ranking_within": (
        f"SELECT {_LINE} FROM ranking_line WHERE generation = :generation"
        " AND company >= :begin AND company < :beyond AND until > :since"
        " ORDER BY company, start, until, mark"
    ),
    "ranking_top": (
        f"SELECT company, currency, amount {_RANKED} AND currency = 'USD'"
        " ORDER BY amount DESC LIMIT :top"
    ),
    "ranking_top_other": (
        f"SELECT company, currency, amount {_RANKED} AND currency != 'USD'"
        " ORDER BY currency, amount DESC LIMIT :top"
    ),
    "ranking_tied": (
        f"SELECT company {_RANKED} AND currency = :currency AND amount = :amount"
    ),
    "ranking_counts": (
        "SELECT coalesce(sum(late), 0), coalesce(sum(possible), 0),"
        " coalesce(sum(marks), 0) FROM ranking_count"
        " WHERE generation = :generation AND level = :level"
        " AND at >= :first AND at <= :last"
    ),
    "ranking_named": (
        "SELECT company FROM ranking_name"
        " WHERE generation = :generation AND name = :name"
    ),
    "ranking_line_old": f"SELECT generation FROM ranking_line WHERE {_OTHERS}",
    "ranking_line_nth": (
        "SELECT company FROM ranking_line WHERE generation = :generation"
        f" ORDER BY company {_NTH}"
    ),
    "ranking_count_old": f"SELECT generation FROM ranking_count WHERE {_OTHERS}",
    "ranking_count_nth": (
        "SELECT at FROM ranking_count WHERE generation = :generation"
        f" ORDER BY at {_NTH}"
    ),
    "ranking_name_old": f"SELECT generation FROM ranking_name WHERE {_OTHERS}",
    "ranking_name_nth": (
        "SELECT name FROM ranking_name WHERE generation = :generation"
        f" ORDER BY name {_NTH}"
    ),
}
"""What is asked, by name."""

CHANGES: Final[dict[ChangeName, str]] = {
    "set_ranking": (
        "UPDATE ranking SET generation = :new_generation, building = :new_building,"
        " version = :new_version, told = :new_told, seal = :new_seal"
        " WHERE projection = :which"
    ),
    "add_ranking_count": (
        "INSERT INTO ranking_count (generation, level, at, late, possible, marks)"
        " VALUES (:generation, :level, :at, :late, :possible, :marks)"
        " ON CONFLICT (generation, level, at) DO UPDATE SET"
        " late = ranking_count.late + excluded.late,"
        " possible = ranking_count.possible + excluded.possible,"
        " marks = ranking_count.marks + excluded.marks"
    ),
    "add_ranking_name": (
        "INSERT INTO ranking_name (generation, name, company)"
        " VALUES (:generation, :name, :company) ON CONFLICT DO NOTHING"
    ),
    "drop_ranking": "DELETE FROM ranking WHERE projection = :which",
    "drop_ranking_lines": (
        "DELETE FROM ranking_line WHERE generation = :generation AND company = :company"
        " AND until > :since"
    ),
    "drop_ranking_line": (
        "DELETE FROM ranking_line WHERE generation = :generation AND company = :company"
        " AND until = :until AND start = :start AND mark = :mark"
    ),
    "clear_ranking_line": (
        "DELETE FROM ranking_line WHERE generation = :generation AND company <= :last"
    ),
    "clear_ranking_count": (
        "DELETE FROM ranking_count WHERE generation = :generation AND at <= :last"
    ),
    "clear_ranking_name": (
        "DELETE FROM ranking_name WHERE generation = :generation AND name <= :last"
    ),
    "drop_payload": "DELETE FROM payload WHERE commitment = :commitment",
}
"""What is done apart from putting rows in, by name."""

_IN_RANGE: Final = ">= :first AND {0} < :end ORDER BY {0}"

OWN_QUERIES: Final[dict[str, dict[Query, str]]] = {
    "sqlite": {
        "search_found": (
            "SELECT rowid FROM search WHERE search MATCH :match"
            f" AND rowid {_IN_RANGE.format('rowid')}"
        )
    },
    "postgresql": {
        "search_found": (
            "SELECT seq FROM search WHERE terms @@ CAST(:tsquery AS tsquery)"
            f" AND seq {_IN_RANGE.format('seq')}"
        )
    },
}
"""What is asked of the search of texts that each database has of its own."""

OWN_CHANGES: Final[dict[str, dict[ChangeName, str]]] = {
    "sqlite": {
        "add_search": "INSERT INTO search (rowid, terms) VALUES (:seq, :terms)",
        # FTS5 keeps no text, so it is told which terms to take out
        "drop_search": (
            "INSERT INTO search (search, rowid, terms) VALUES ('delete', :seq, :terms)"
        ),
        "clear_search": "INSERT INTO search (search) VALUES ('delete-all')",
    },
    "postgresql": {
        "add_search": (
            "INSERT INTO search (seq, terms)"
            " VALUES (:seq, array_to_tsvector(string_to_array(:terms, ' ')))"
        ),
        "drop_search": "DELETE FROM search WHERE seq = :seq",
        "clear_search": "DELETE FROM search",
    },
}

FILLED: Final[dict[Filled, tuple[str, ...]]] = {
    "entry": ("seq", *_COLUMNS.split(", ")),
    "node": ("level", "number", "hash"),
    "checkpoint": ("size", "note", "peaks"),
    "payload": ("commitment", "salt", "digest", "media_type", "body"),
    "ranking": ("projection", "generation", "building", "version", "told", "seal"),
    "ranking_line": (
        *("generation", "company", "start", "until", "currency", "amount"),
        *("mark", "body"),
    ),
}
"""The tables that rows are put into, and their columns in order."""


def insert_of(table: Filled, mark: str) -> str:
    """Give the statement that puts a row into a table; `mark` stands for each value."""
    columns = FILLED[table]
    marks = ", ".join([mark] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
