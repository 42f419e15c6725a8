"""One event to a server in one journey: it is sealed where the head is.

Who decides something about the ledger before recording must lock it, look, and come
back. Whoever has an event that is ready need not: all that is missing from its bytes is
the seal of the entry before, the number and the instant, and the server knows these.
So the lock is held while it works, and not while anything travels.

The bytes are ours, cut at the three places (`ledger.claims.canonical` made them); the
server only joins the pieces, hashes them as its own guard does, and stamps them by its
own clock. Everything is sent at once: lock, insert, asynchronous commit, and the empty
synchronous one behind it (see `ledger.store.commits`).
"""

import select
from collections.abc import Sequence
from struct import pack
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine

from ledger.audit.tiles import WIDTH
from ledger.claims.canonical import NO_LEAF, Draft, derived, entry_bytes, stamp
from ledger.errors import Unconfirmed
from ledger.store import commits

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn, PGresult

MICROSECONDS: Final = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
"""The server's clock, as SQL."""

_INSTANT: Final = (
    "to_char(timestamp 'epoch' + at.now * interval '1 microsecond',"
    """ 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
)
# What was put in is looked at in the same statement: a foreign trigger may have put
# something else there, and a division by zero takes it all back.
# The last entry of a tile brings a hash of the tree with it, and one that is on record
# already wants to be looked at: whoever gets no row goes the long way.
_SEAL: Final = f"""INSERT INTO entry (seq, id, type, company, other, published_from,
  published_to, recorded, leaf, body)
SELECT was.seq + 1, $1, $2, $3, $4, $5, $6, at.now,
  sha256('\\x00'::bytea || whole.body), whole.body
FROM head AS was,
  LATERAL (SELECT greatest(was.recorded, {MICROSECONDS}) AS now) AS at,
  LATERAL (SELECT $7 || convert_to(encode(was.leaf, 'hex'), 'UTF8')
    || $8 || convert_to({_INSTANT}, 'UTF8')
    || $9 || convert_to((was.seq + 1)::text, 'UTF8') || $10 AS body) AS whole
WHERE (was.seq + 2) % {WIDTH} <> 0
  AND NOT EXISTS (SELECT FROM entry WHERE id = $1)
RETURNING seq / CASE WHEN id = $1 AND type = $2
  AND company IS NOT DISTINCT FROM $3 AND other IS NOT DISTINCT FROM $4
  AND published_from IS NOT DISTINCT FROM $5 AND published_to IS NOT DISTINCT FROM $6
  THEN 1 ELSE 0 END AS seq"""  # noqa: S608 - our own words
_BYTEA, _TEXT, _INT8 = 17, 25, 20
_SEALED: Final = (
    *(_BYTEA, _TEXT, _TEXT, _TEXT, _INT8, _INT8),
    *(_BYTEA, _BYTEA, _BYTEA, _BYTEA),
)
# All up to a sync is one transaction, each statement of it with a view of its own.
_LOCK: Final = """SELECT one, set_config('synchronous_commit', 'off', true)
FROM head WHERE one = 1 FOR UPDATE"""
_STEPS: Final[dict[bytes, tuple[str, Sequence[int]]]] = {
    b"sayso_lock": (_LOCK, ()),
    b"sayso_seal": (_SEAL, _SEALED),
    b"sayso_disk": (f"SELECT {commits.WRITTEN}", ()),
}
"""Name -> statement and the types of its values. Each is prepared once a connection."""

_PREV: Final = b'"prev":"%b","recorded_at":"%b"' % (NO_LEAF.encode(), stamp(0).encode())
_READY: Final = "sayso_ready"

Values = Sequence[bytes | None]


def append_one(engine: Engine, one: Draft, *, actor: str, log: str) -> int | None:
    """Append an event; give its number, once it is on disk.

    None, and nothing is recorded, if it has to go the long way. Raises what the driver
    raises; Unconfirmed if the server does not say what became of it.
    """
    if not hasattr(select, "poll"):  # Windows
        return None
    values = _values(one, actor, log)
    borrowed = engine.raw_connection()
    try:
        connection: Any = borrowed.driver_connection
        flight = _Flight(connection.pgconn)
        flight.send(values, prepared=_READY in borrowed.info)
        number = flight.land()
        borrowed.info[_READY] = True
    except BaseException:
        borrowed.invalidate()  # what is still on its way is for nobody
        raise
    borrowed.close()
    return number


def _values(one: Draft, actor: str, log: str) -> Values:
    """Give the columns of an entry, and its bytes in four pieces."""
    body = entry_bytes(one, log=log, seq=0, prev=NO_LEAF, recorded=0, actor=actor)
    before, _, behind = body.rpartition(_PREV)
    schema, _, rest = behind.partition(b'"seq":0')
    company, other, first, last = derived(one.type, one.data)
    texts = [x if x is None else x.encode() for x in (one.type, company, other)]
    times = [x if x is None else pack(">q", x) for x in (first, last)]
    pieces = (
        before + b'"prev":"',
        b'","recorded_at":"',
        b'"' + schema + b'"seq":',
        rest,
    )
    return [bytes.fromhex(one.id), *texts, *times, *pieces]


class _Flight:
    """Statements on their way, in groups: preparing them, recording, and the disk."""

    def __init__(self, wire: "PGconn") -> None:
        self._wire = wire
        self._poll = select.poll()
        self._poll.register(wire.socket, select.POLLIN)
        self._groups = 0

    def send(self, values: Values, *, prepared: bool) -> None:
        """Send everything; nothing is waited for."""
        wire = self._wire
        wire.enter_pipeline_mode()
        if not prepared:
            for name, (statement, types) in _STEPS.items():
                wire.send_prepare(name, statement.encode(), types)
            self._group()
        wire.send_query_prepared(b"sayso_lock", [], [], 1)
        wire.send_query_prepared(b"sayso_seal", values, [1] * len(values), 1)
        self._group()
        wire.send_query_prepared(b"sayso_disk", [], [], 1)
        self._group()
        while wire.flush():  # as long as the server does not take it all
            select.select([wire.socket], [wire.socket], [])
            wire.consume_input()

    def _group(self) -> None:
        self._wire.pipeline_sync()
        self._groups += 1

    def land(self) -> int | None:
        """Wait for what became of it all; give the number of the entry."""
        from psycopg.pq import ExecStatus  # noqa: PLC0415 - an extra

        number, refusal, committed = None, None, False
        while self._groups:
            result = self._next()
            if result is None:
                continue
            if result.status == ExecStatus.PIPELINE_SYNC:
                self._groups -= 1
                committed = committed or (self._groups == 1 and refusal is None)
            elif result.status == ExecStatus.FATAL_ERROR and refusal is None:
                refusal = _told(result)
            elif result.ntuples and result.fname(0) == b"seq":
                number = int.from_bytes(result.get_value(0, 0) or b"", "big")
        if refusal is None:
            self._wire.exit_pipeline_mode()
            return number
        if committed or not getattr(refusal, "sqlstate", None):
            raise Unconfirmed(*commits.UNKNOWN) from refusal
        raise refusal

    def _next(self) -> "PGresult | None":
        from psycopg import OperationalError  # noqa: PLC0415 - an extra

        try:
            while self._wire.is_busy():
                self._poll.poll()  # other threads go on meanwhile
                self._wire.consume_input()
        except OperationalError as error:
            raise Unconfirmed(*commits.UNKNOWN) from error
        return self._wire.get_result()


def _told(result: "PGresult") -> Exception:
    """Give the driver's error for a refusal of the server."""
    from psycopg import errors  # noqa: PLC0415 - an extra
    from psycopg.pq import DiagnosticField  # noqa: PLC0415 - as above

    state = result.error_field(DiagnosticField.SQLSTATE)
    line = result.error_field(DiagnosticField.MESSAGE_PRIMARY)
    words = (line or result.error_message or b"").decode("utf-8", "replace")
    kind = errors.lookup(state.decode()) if state else errors.OperationalError
    return kind(words)
