"""Every statement of the daily path, once, under a name, as SQLAlchemy writes SQL.

On PostgreSQL SQLAlchemy runs them as they stand here. Its import takes longer than
most questions to a SQLite file, so for these it is asked beforehand: `python3 run.py
statements` writes what it makes of each into `ledger.store.compiled`, and the standard
library's sqlite3 runs that. A test holds the file equal to what SQLAlchemy says today.

To add one:

1.  Put it into `QUERIES` (gives rows) or `CHANGES` (gives none). What differs from one
    run to the next is a `bindparam("name")`, a list of values one with
    `expanding=True`; a text that never differs is written out with `word`. Rows that
    are put in need no statement: name the table in `FILLED`.
2.  `python3 run.py statements`
3.  Ask by the name: `reader.rows("name", {...})`, `writer.run("name", {...})`, or
    `writer.add("table", [row, ...])` with rows in the order of the table's columns.
    mypy knows the names.

Only what a command needs every day belongs here. Making, upgrading, counting and
copying a ledger ask SQLAlchemy itself.
"""

from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    Select,
    Table,
    TextClause,
    Update,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    tuple_,
)

from ledger.store import statements_league
from ledger.store.schema import checkpoint, entry, head, node, payload

FILLED: Final[tuple[Table, ...]] = (
    *(entry, node, checkpoint, payload),
    *statements_league.FILLED,
)
"""The tables that rows are put into."""


def word(text: str) -> ColumnElement[str]:
    """Give a text that stands in the statement itself, the same on every run."""
    assert "'" not in text
    return literal_column(f"'{text}'")


def _entries() -> dict[str, Select[Any]]:
    whole = select(*entry.c)
    upto = entry.c.seq <= bindparam("upto")
    batch: BindParameter[int] = bindparam("batch")
    stream = whole.where(entry.c.seq > bindparam("after"), upto)
    ordered = stream.order_by(entry.c.seq)
    tables = entry.c.type.like(word("snapshot.%"))
    ours = entry.c.type.in_([word("entry.corrected"), word("entry.voided")])
    company: BindParameter[str] = bindparam("company")
    following = tuple_(entry.c.company, entry.c.seq) > tuple_(
        company, bindparam("after")
    )
    among = entry.c.id.between(bindparam("low"), bindparam("high"))
    companies = entry.c.company.in_(bindparam("companies", expanding=True))
    return {
        "entries": ordered.limit(batch),
        "entries_of_names": ordered.where(entry.c.company.is_(None), ~tables).limit(
            batch
        ),
        "entries_of_tables": ordered.where(tables | ours).limit(batch),
        "entries_of_company": ordered.where(entry.c.company == company).limit(batch),
        "entries_by_company": whole.where(following, upto)
        .order_by(entry.c.company, entry.c.seq)
        .limit(batch),
        # by seq alone SQLite would go through all entries
        "entries_linked": whole.where(entry.c.other.is_not(None), upto).order_by(
            entry.c.other, entry.c.seq
        ),
        "entries_of_ours": whole.where(
            entry.c.company.is_not_distinct_from(company), ours
        ).order_by(entry.c.seq),
        "entries_of_ours_among": whole.where(companies, ours).order_by(entry.c.seq),
        "entry": whole.where(entry.c.seq == bindparam("seq")),
        "entries_among": whole.where(entry.c.id.in_(bindparam("ids", expanding=True))),
        "entries_with_prefix": whole.where(among, upto)
        .order_by(entry.c.id)  # as above
        .limit(4),
    }


def _columns() -> dict[str, Select[Any]]:
    there = (
        select()
        .where(entry.c.seq >= bindparam("first"), entry.c.seq < bindparam("end"))
        .order_by(entry.c.seq)
    )
    one = select().where(entry.c.seq == bindparam("seq"))

    def about(column: ColumnElement[Any]) -> Select[Any]:
        after = entry.c.seq > bindparam("after"), entry.c.seq <= bindparam("upto")
        return select(column).where(*after, column.is_not(None)).distinct()

    ids = entry.c.id.in_(bindparam("ids", expanding=True))
    return {
        "page": there.add_columns(*list(entry.c)[1:]),
        "written": there.add_columns(*list(entry.c)[:-1]),
        "seqs": there.add_columns(entry.c.seq),
        "ids": there.add_columns(entry.c.id),
        "leaves": there.add_columns(entry.c.leaf),
        "companies_between": about(entry.c.company),
        "others_between": about(entry.c.other),
        "first_published": select(entry.c.seq)
        .where(
            entry.c.company.is_not(None),
            entry.c.published_to.is_not(None),
            entry.c.seq <= bindparam("upto"),
        )
        .order_by(entry.c.seq)
        .limit(1),
        "recorded": one.add_columns(entry.c.recorded),
        "number": select(entry.c.seq).where(entry.c.id == bindparam("id")),
        "known": select(entry.c.id, entry.c.seq, entry.c.body).where(ids),
    }


def _ends() -> dict[str, Select[Any]]:
    last = entry.alias("last")
    final = select(func.max(entry.c.seq)).scalar_subquery()
    end = (head.c.seq, head.c.leaf, head.c.recorded)
    beside = (last.c.seq, last.c.leaf, last.c.recorded)
    row = select(head.c.seq).where(head.c.one == 1).scalar_subquery()
    return {
        # The head row, and the last entry beside it, in one view of the database.
        "head": select(*end, *beside).select_from(
            head.outerjoin(last, last.c.seq == final)
        ),
        "ends": select(row, final),
    }


def _trail() -> dict[str, Select[Any]]:
    some = (
        node.c.level == bindparam("level"),
        node.c.number >= bindparam("first"),
        node.c.number < bindparam("end"),
    )
    heads = select(*checkpoint.c)
    size = checkpoint.c.size
    return {
        "nodes": select(node.c.hash).where(*some).order_by(node.c.number),
        "checkpoints": heads.where(size > bindparam("after"))
        .order_by(size)
        .limit(bindparam("batch")),
        "checkpoints_counted": select(func.count()).select_from(checkpoint),
        "last_checkpoint": heads.where(size <= bindparam("upto"))
        .order_by(size.desc())
        .limit(1),
    }


def _payloads() -> dict[str, Select[Any]]:
    told = (payload.c.commitment, payload.c.salt, payload.c.media_type, payload.c.body)
    whole, which = select(*told), payload.c.commitment
    some: BindParameter[bytes] = bindparam("commitments", expanding=True)
    same = payload.c.digest == bindparam("digest")
    return {
        "payload": whole.where(which == bindparam("commitment")),
        "payloads_among": whole.where(which.in_(some)),
        "payloads_same": whole.where(same).order_by(which),
        "payloads": whole.where(which > bindparam("after"))
        .order_by(which)
        .limit(bindparam("batch")),
        "payload_digests": select(payload.c.commitment, payload.c.digest).where(
            which.in_(some)
        ),
        "payloads_counted": select(func.count()).select_from(payload),
    }


QUERIES: Final[dict[str, Select[Any]]] = {
    **_entries(),
    **_columns(),
    **_ends(),
    **_trail(),
    **_payloads(),
    **statements_league.QUERIES,
}
"""What is asked, by name."""

CHANGES: Final[dict[str, Delete | Update | TextClause]] = {
    **statements_league.CHANGES,
    "drop_payload": delete(payload).where(
        payload.c.commitment == bindparam("commitment")
    ),
}
"""What is done beside putting rows in, by name."""
