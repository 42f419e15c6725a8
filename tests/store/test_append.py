"""Appending: dense, idempotent, all or nothing."""

from sqlalchemy import Engine

from ledger.claims.canonical import draft
from ledger.store.log import Log

UUID = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"


def test_the_first_entry_has_number_0(engine: Engine) -> None:
    with Log(engine).writer() as writer:
        [outcome] = writer.append(
            [draft("company.registered", {"slug": "xai", "name": "xAI"}, 1)],
            recorded=5,
            actor="ann",
            log=UUID,
        )
    assert (outcome.seq, outcome.new) == (0, True)
