"""A ledger to be thrown away: entries from elsewhere, to ask questions of.

Its entries are those of an export, already checked; so there are no guards, and not
all of them need to be there. It lies in a temporary folder and goes with it.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, insert, update

from ledger.store.connection import located, open_engine
from ledger.store.log import Log
from ledger.store.pages import EntryPage
from ledger.store.payloads import Payload
from ledger.store.schema import entry, head, metadata, payload
from ledger.store.sqlite.embedded import Embedded

_COLUMNS = [column.name for column in entry.c]


class Scratch:
    """A throw-away ledger that is being filled."""

    def __init__(self, engine: Engine, log: Log) -> None:
        self._engine, self.log = engine, log

    def add(self, seqs: Sequence[int], page: EntryPage) -> None:
        """Put entries in, each under its own number, in their order."""
        if not page:
            return
        pairs = zip(seqs, page, strict=True)
        rows = [dict(zip(_COLUMNS, (seq, *row), strict=True)) for seq, row in pairs]
        end = {"seq": seqs[-1], "leaf": page[-1][7], "recorded": page[-1][6]}
        with self._engine.begin() as connection:
            connection.execute(insert(entry), rows)
            connection.execute(update(head), end)

    def attach(self, one: Payload) -> None:
        """Put a text in."""
        with self._engine.begin() as connection:
            values = {**one._asdict(), "digest": bytes(32)}
            connection.execute(insert(payload), values)


@contextmanager
def scratch() -> Iterator[Scratch]:
    """Make a throw-away ledger; it is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="sayso") as folder:
        place = Path(folder) / "scratch.db"
        engine = open_engine(located(place), new=True)
        try:
            metadata.create_all(engine)
            with engine.begin() as connection:
                nothing = {"one": 1, "seq": -1, "leaf": bytes(32), "recorded": 0}
                connection.execute(insert(head), nothing)
            with closing(Log(Embedded(str(place)))) as log:
                yield Scratch(engine, log)
        finally:
            engine.dispose()
