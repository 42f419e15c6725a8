"""The statements of the daily path in SQLite's SQL, and what marks a file as a ledger.

SQLAlchemy wrote these texts from `ledger.store.statements` and `ledger.store.schema`:
change those, then `python3 run.py statements`.
"""

from typing import Final, Literal

SCHEMA_VERSION: Final = 4
APPLICATION_ID: Final = 0x53415953

Query = Literal[
    "entries",
    "entries_of_names",
    "entries_of_tables",
    "entries_of_company",
    "entries_by_company",
    "entries_linked",
    "entries_of_ours",
    "entries_of_ours_among",
    "entry",
    "entries_among",
    "entries_with_prefix",
    "page",
    "written",
    "seqs",
    "ids",
    "leaves",
    "companies_between",
    "others_between",
    "first_published",
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
    "league",
    "league_lines",
    "league_lines_of",
    "league_companies",
    "league_marks",
    "league_story",
    "league_top",
    "league_top_other",
    "league_tied",
    "league_counts",
    "league_named",
    "league_line_old",
    "league_line_nth",
    "league_count_old",
    "league_count_nth",
    "league_name_old",
    "league_name_nth",
]
Change = Literal[
    "set_league",
    "add_league_count",
    "add_league_name",
    "drop_league",
    "drop_league_lines",
    "clear_league_line",
    "clear_league_count",
    "clear_league_name",
    "drop_payload",
]
Filled = Literal["entry", "node", "checkpoint", "payload", "league", "league_line"]

QUERIES: Final[dict[Query, str]] = {
    "entries": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE entry.seq > :after AND entry.seq <= :upto ORDER "
        "BY entry.seq LIMIT :batch OFFSET 0"
    ),
    "entries_of_names": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE entry.seq > :after AND entry.seq <= :upto AND "
        "entry.company IS NULL AND entry.type NOT LIKE 'snapshot.%' ORDER BY entry.seq "
        "LIMIT :batch OFFSET 0"
    ),
    "entries_of_tables": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE entry.seq > :after AND entry.seq <= :upto AND "
        "(entry.type LIKE 'snapshot.%' OR entry.type IN ('entry.corrected', "
        "'entry.voided')) ORDER BY entry.seq LIMIT :batch OFFSET 0"
    ),
    "entries_of_company": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE entry.seq > :after AND entry.seq <= :upto AND "
        "entry.company = :company ORDER BY entry.seq LIMIT :batch OFFSET 0"
    ),
    "entries_by_company": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE (entry.company, entry.seq) > (:company, :after) "
        "AND entry.seq <= :upto ORDER BY entry.company, entry.seq LIMIT :batch OFFSET "
        "0"
    ),
    "entries_linked": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE entry.other IS NOT NULL AND entry.seq <= :upto "
        "ORDER BY entry.other, entry.seq"
    ),
    "entries_of_ours": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE entry.company IS :company AND entry.type IN "
        "('entry.corrected', 'entry.voided') ORDER BY entry.seq"
    ),
    "entries_of_ours_among": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE entry.company IN (__[POSTCOMPILE_companies]) AND "
        "entry.type IN ('entry.corrected', 'entry.voided') ORDER BY entry.seq"
    ),
    "entry": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE entry.seq = :seq"
    ),
    "entries_among": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE entry.id IN (__[POSTCOMPILE_ids])"
    ),
    "entries_with_prefix": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE entry.id BETWEEN :low AND :high AND entry.seq <= "
        ":upto ORDER BY entry.id LIMIT 4 OFFSET 0"
    ),
    "page": (
        "SELECT entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf, "
        "entry.body FROM entry WHERE entry.seq >= :first AND entry.seq < :end ORDER BY "
        "entry.seq"
    ),
    "written": (
        "SELECT entry.seq, entry.id, entry.type, entry.company, entry.other, "
        "entry.published_from, entry.published_to, entry.recorded, entry.leaf FROM "
        "entry WHERE entry.seq >= :first AND entry.seq < :end ORDER BY entry.seq"
    ),
    "seqs": (
        "SELECT entry.seq FROM entry WHERE entry.seq >= :first AND entry.seq < :end "
        "ORDER BY entry.seq"
    ),
    "ids": (
        "SELECT entry.id FROM entry WHERE entry.seq >= :first AND entry.seq < :end "
        "ORDER BY entry.seq"
    ),
    "leaves": (
        "SELECT entry.leaf FROM entry WHERE entry.seq >= :first AND entry.seq < :end "
        "ORDER BY entry.seq"
    ),
    "companies_between": (
        "SELECT DISTINCT entry.company FROM entry WHERE entry.seq > :after AND "
        "entry.seq <= :upto AND entry.company IS NOT NULL"
    ),
    "others_between": (
        "SELECT DISTINCT entry.other FROM entry WHERE entry.seq > :after AND entry.seq "
        "<= :upto AND entry.other IS NOT NULL"
    ),
    "first_published": (
        "SELECT entry.seq FROM entry WHERE entry.company IS NOT NULL AND "
        "entry.published_to IS NOT NULL AND entry.seq <= :upto ORDER BY entry.seq "
        "LIMIT 1 OFFSET 0"
    ),
    "recorded": "SELECT entry.recorded FROM entry WHERE entry.seq = :seq",
    "number": "SELECT entry.seq FROM entry WHERE entry.id = :id",
    "known": (
        "SELECT entry.id, entry.seq, entry.body FROM entry WHERE entry.id IN "
        "(__[POSTCOMPILE_ids])"
    ),
    "head": (
        "SELECT head.seq, head.leaf, head.recorded, last.seq AS seq_1, last.leaf AS "
        "leaf_1, last.recorded AS recorded_1 FROM head LEFT OUTER JOIN entry AS last "
        "ON last.seq = (SELECT max(entry.seq) AS max_1 FROM entry)"
    ),
    "ends": (
        "SELECT (SELECT head.seq FROM head WHERE head.one = 1) AS anon_1, (SELECT "
        "max(entry.seq) AS max_1 FROM entry) AS anon_2"
    ),
    "nodes": (
        "SELECT node.hash FROM node WHERE node.level = :level AND node.number >= "
        ":first AND node.number < :end ORDER BY node.number"
    ),
    "checkpoints": (
        "SELECT checkpoint.size, checkpoint.note, checkpoint.peaks FROM checkpoint "
        "WHERE checkpoint.size > :after ORDER BY checkpoint.size LIMIT :batch OFFSET 0"
    ),
    "checkpoints_counted": "SELECT count(*) AS count_1 FROM checkpoint",
    "last_checkpoint": (
        "SELECT checkpoint.size, checkpoint.note, checkpoint.peaks FROM checkpoint "
        "WHERE checkpoint.size <= :upto ORDER BY checkpoint.size DESC LIMIT 1 OFFSET 0"
    ),
    "payload": (
        "SELECT payload.commitment, payload.salt, payload.media_type, payload.body "
        "FROM payload WHERE payload.commitment = :commitment"
    ),
    "payloads_among": (
        "SELECT payload.commitment, payload.salt, payload.media_type, payload.body "
        "FROM payload WHERE payload.commitment IN (__[POSTCOMPILE_commitments])"
    ),
    "payloads_same": (
        "SELECT payload.commitment, payload.salt, payload.media_type, payload.body "
        "FROM payload WHERE payload.digest = :digest ORDER BY payload.commitment"
    ),
    "payloads": (
        "SELECT payload.commitment, payload.salt, payload.media_type, payload.body "
        "FROM payload WHERE payload.commitment > :after ORDER BY payload.commitment "
        "LIMIT :batch OFFSET 0"
    ),
    "payload_digests": (
        "SELECT payload.commitment, payload.digest FROM payload WHERE "
        "payload.commitment IN (__[POSTCOMPILE_commitments])"
    ),
    "payloads_counted": "SELECT count(*) AS count_1 FROM payload",
    "league": (
        "SELECT league.generation, league.building, league.version, league.told, "
        "league.seal FROM league WHERE league.projection = :which"
    ),
    "league_lines": (
        "SELECT league_line.company, league_line.start, league_line.until, "
        "league_line.currency, league_line.amount, league_line.mark, league_line.body "
        "FROM league_line WHERE league_line.generation = :generation AND "
        "league_line.until > :cut AND league_line.start <= :cut"
    ),
    "league_lines_of": (
        "SELECT league_line.company, league_line.start, league_line.until, "
        "league_line.currency, league_line.amount, league_line.mark, league_line.body "
        "FROM league_line WHERE league_line.generation = :generation AND "
        "league_line.until + 0 > :cut AND league_line.start <= :cut AND "
        "league_line.company IN (__[POSTCOMPILE_companies])"
    ),
    "league_companies": (
        "SELECT DISTINCT league_line.company FROM league_line WHERE "
        "league_line.generation = :generation"
    ),
    "league_marks": (
        "SELECT coalesce(sum(league_line.mark + coalesce((league_line.amount % "
        "2147483648) * CASE WHEN (league_line.currency = 'USD') THEN 1 ELSE 3 END, "
        "0)), 0) AS coalesce_1 FROM league_line WHERE league_line.generation = "
        ":generation AND league_line.until > :cut AND league_line.start <= :cut"
    ),
    "league_story": (
        "SELECT league_line.company, league_line.start, league_line.until, "
        "league_line.currency, league_line.amount, league_line.mark, league_line.body "
        "FROM league_line WHERE league_line.generation = :generation AND "
        "league_line.company = :company ORDER BY league_line.start"
    ),
    "league_top": (
        "SELECT league_line.company, league_line.currency, league_line.amount FROM "
        "league_line WHERE league_line.generation = :generation AND league_line.until "
        "+ 0 > :cut AND league_line.start <= :cut AND league_line.amount IS NOT NULL "
        "AND league_line.currency = 'USD' ORDER BY league_line.amount DESC LIMIT :top "
        "OFFSET 0"
    ),
    "league_top_other": (
        "SELECT league_line.company, league_line.currency, league_line.amount FROM "
        "league_line WHERE league_line.generation = :generation AND league_line.until "
        "+ 0 > :cut AND league_line.start <= :cut AND league_line.amount IS NOT NULL "
        "AND league_line.currency != 'USD' ORDER BY league_line.currency, "
        "league_line.amount DESC LIMIT :top OFFSET 0"
    ),
    "league_tied": (
        "SELECT league_line.company FROM league_line WHERE league_line.generation = "
        ":generation AND league_line.until + 0 > :cut AND league_line.start <= :cut "
        "AND league_line.amount IS NOT NULL AND league_line.currency = :currency AND "
        "league_line.amount = :amount"
    ),
    "league_counts": (
        "SELECT coalesce(sum(league_count.late), 0) AS coalesce_1, "
        "coalesce(sum(league_count.possible), 0) AS coalesce_3, "
        "coalesce(sum(league_count.marks), 0) AS coalesce_5 FROM league_count WHERE "
        "league_count.generation = :generation AND league_count.level = :level AND "
        "league_count.at >= :first AND league_count.at <= :last"
    ),
    "league_named": (
        "SELECT league_name.company FROM league_name WHERE league_name.generation = "
        ":generation AND league_name.name = :name"
    ),
    "league_line_old": (
        "SELECT league_line.generation FROM league_line WHERE league_line.generation "
        "!= :generation AND league_line.generation != :building LIMIT 1 OFFSET 0"
    ),
    "league_line_nth": (
        "SELECT league_line.company FROM league_line WHERE league_line.generation = "
        ":generation ORDER BY league_line.company LIMIT 1 OFFSET :skipped"
    ),
    "league_count_old": (
        "SELECT league_count.generation FROM league_count WHERE "
        "league_count.generation != :generation AND league_count.generation != "
        ":building LIMIT 1 OFFSET 0"
    ),
    "league_count_nth": (
        "SELECT league_count.at FROM league_count WHERE league_count.generation = "
        ":generation ORDER BY league_count.at LIMIT 1 OFFSET :skipped"
    ),
    "league_name_old": (
        "SELECT league_name.generation FROM league_name WHERE league_name.generation "
        "!= :generation AND league_name.generation != :building LIMIT 1 OFFSET 0"
    ),
    "league_name_nth": (
        "SELECT league_name.name FROM league_name WHERE league_name.generation = "
        ":generation ORDER BY league_name.name LIMIT 1 OFFSET :skipped"
    ),
}

CHANGES: Final[dict[Change, str]] = {
    "set_league": (
        "UPDATE league SET generation=:new_generation, building=:new_building, "
        "version=:new_version, told=:new_told, seal=:new_seal WHERE league.projection "
        "= :which"
    ),
    "add_league_count": (
        "INSERT INTO league_count (generation, level, at, late, possible, marks) "
        "VALUES (:generation, :level, :at, :late, :possible, :marks) ON CONFLICT "
        "(generation, level, at) DO UPDATE SET late = league_count.late + "
        "excluded.late, possible = league_count.possible + excluded.possible, marks = "
        "league_count.marks + excluded.marks"
    ),
    "add_league_name": (
        "INSERT INTO league_name (generation, name, company) VALUES (:generation, "
        ":name, :company) ON CONFLICT DO NOTHING"
    ),
    "drop_league": "DELETE FROM league WHERE league.projection = :which",
    "drop_league_lines": (
        "DELETE FROM league_line WHERE league_line.generation = :generation AND "
        "league_line.company = :company"
    ),
    "clear_league_line": (
        "DELETE FROM league_line WHERE league_line.generation = :generation AND "
        "league_line.company <= :last"
    ),
    "clear_league_count": (
        "DELETE FROM league_count WHERE league_count.generation = :generation AND "
        "league_count.at <= :last"
    ),
    "clear_league_name": (
        "DELETE FROM league_name WHERE league_name.generation = :generation AND "
        "league_name.name <= :last"
    ),
    "drop_payload": "DELETE FROM payload WHERE payload.commitment = :commitment",
}

FILLED: Final[dict[Filled, str]] = {
    "entry": (
        "INSERT INTO entry (seq, id, type, company, other, published_from, "
        "published_to, recorded, leaf, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ),
    "node": "INSERT INTO node (level, number, hash) VALUES (?, ?, ?)",
    "checkpoint": "INSERT INTO checkpoint (size, note, peaks) VALUES (?, ?, ?)",
    "payload": (
        "INSERT INTO payload (commitment, salt, digest, media_type, body) VALUES (?, "
        "?, ?, ?, ?)"
    ),
    "league": (
        "INSERT INTO league (projection, generation, building, version, told, seal) "
        "VALUES (?, ?, ?, ?, ?, ?)"
    ),
    "league_line": (
        "INSERT INTO league_line (generation, company, start, until, currency, amount, "
        "mark, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    ),
}
