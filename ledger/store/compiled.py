"""The statements of the daily path in SQLite's SQL, and what marks a file as a ledger.

SQLAlchemy wrote these texts from `ledger.store.statements` and `ledger.store.schema`:
change those, then `python3 run.py statements`.
"""

from typing import Final, Literal

SCHEMA_VERSION: Final = 2
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
    "seqs",
    "ids",
    "leaves",
    "recorded",
    "number",
    "known",
    "head",
    "ends",
    "nodes",
    "checkpoints",
    "last_checkpoint",
    "payload",
    "payloads_among",
    "payloads_same",
    "payloads",
    "payloads_counted",
]
Change = Literal["drop_payload"]
Filled = Literal["entry", "node", "checkpoint", "payload"]

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
    "payloads_counted": "SELECT count(*) AS count_1 FROM payload",
}

CHANGES: Final[dict[Change, str]] = {
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
}
