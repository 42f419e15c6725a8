"""What stands next to the entries: hashes, checkpoints, payloads, and their guards."""

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from alembic.command import upgrade as run_migrations
from alembic.config import Config
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from ledger.audit.merkle import leaf
from ledger.claims.canonical import draft
from ledger.errors import Refused
from ledger.store import checkpoints, payloads
from ledger.store.connection import located, open_engine, transaction
from ledger.store.database import connect, mark, missing_guards, upgrade
from ledger.store.log import Log
from ledger.store.payloads import Payload
from ledger.store.schema import entry, node
from ledger.store.tree import Tree
from tests.store.conftest import UUID, attacked

if TYPE_CHECKING:
    from tests.store.conftest import Scribe

TREE = "no hash and no checkpoint of the tree is replaced, or made early"
NEVER = "what is recorded is never changed or removed"
ERASE = "a payload goes only with the event that says that it is erased"
SALT = bytes(32)


def text_of(body: bytes, salt: bytes = SALT) -> Payload:
    return Payload(sha256(salt + body).digest(), salt, "text/plain", body)


@pytest.fixture
def kept(scribe: "Scribe") -> "Scribe":
    """Give a ledger of 300 entries with a checkpoint and a payload."""
    scribe.report(300)
    with scribe.log.writer() as writer:
        checkpoints.keep(writer, 300, b"a note", Tree(writer.rows, 300).peaks())
        payloads.keep(writer, text_of(b"said in confidence"))
    return scribe


def test_what_is_kept_is_given_back(kept: "Scribe") -> None:
    last = checkpoints.last_kept(kept.log)
    assert last is not None
    assert (last.size, last.note) == (300, b"a note")
    assert last.hashes == Tree(kept.log.rows, 300).peaks()
    assert checkpoints.last_kept(kept.log, 299) is None
    assert list(checkpoints.all_kept(kept.log)) == [last]
    one = text_of(b"said in confidence")
    assert payloads.payload_of(kept.log, one.commitment) == one
    assert payloads.payload_of(kept.log, SALT) is None
    assert payloads.payloads_of(kept.log, [one.commitment, SALT]) == {
        one.commitment: one
    }
    assert payloads.payloads_of(kept.log, []) == {}
    assert payloads.same_text(kept.log, one.body) == [one]
    assert payloads.same_text(kept.log, b"other") == []
    assert list(payloads.all_payloads(kept.log)) == [one]
    assert payloads.count(kept.log) == 1


def test_a_payload_knows_whether_it_is_what_was_committed_to() -> None:
    one = text_of(b"words")
    assert one.holds
    assert not one._replace(body=b"other words").holds
    assert not one._replace(salt=b"x" * 32).holds


BOTH = {
    "a hash changed": ("UPDATE node SET hash = hash", NEVER),
    "a hash removed": ("DELETE FROM node", NEVER),
    "a hash early": ("INSERT INTO node SELECT 1, 1, hash FROM node", TREE),
    "a checkpoint changed": ("UPDATE checkpoint SET size = size", NEVER),
    "a checkpoint removed": ("DELETE FROM checkpoint", NEVER),
    "a checkpoint early": (
        "INSERT INTO checkpoint SELECT size + 1, note, peaks FROM checkpoint",
        TREE,
    ),
    "a payload changed": ("UPDATE payload SET salt = commitment", NEVER),
    "a payload removed": ("DELETE FROM payload", ERASE),
}
SQLITE = {
    **BOTH,
    "a hash replaced": ("REPLACE INTO node SELECT * FROM node", TREE),
    "a checkpoint replaced": ("REPLACE INTO checkpoint SELECT * FROM checkpoint", TREE),
    "a payload replaced": ("REPLACE INTO payload SELECT * FROM payload", NEVER),
    "a checkpoint upserted": (
        (
            "INSERT INTO checkpoint SELECT * FROM checkpoint WHERE true "
            "ON CONFLICT (size) DO UPDATE SET note = x'00'"
        ),
        TREE,
    ),
}
POSTGRESQL = {
    **BOTH,
    "no hashes": ("TRUNCATE node", NEVER),
    "no checkpoints": ("TRUNCATE checkpoint", NEVER),
    "no payloads": ("TRUNCATE payload", NEVER),
    "a checkpoint upserted": (
        (
            "INSERT INTO checkpoint SELECT * FROM checkpoint "
            "ON CONFLICT (size) DO UPDATE SET note = '\\x00'"
        ),
        NEVER,
    ),
}


@pytest.mark.parametrize(
    ("dialect", "statement", "words"),
    [
        pytest.param(dialect, *attack, id=f"{dialect}: {name}")
        for dialect, attacks in (("sqlite", SQLITE), ("postgresql", POSTGRESQL))
        for name, attack in attacks.items()
    ],
)
def test_the_database_refuses(
    engine: Engine, kept: "Scribe", dialect: str, statement: str, words: str
) -> None:
    if engine.dialect.name != dialect:
        return
    before = list(checkpoints.all_kept(kept.log)), list(payloads.all_payloads(kept.log))
    with pytest.raises(DBAPIError, match=words):
        attacked(engine, statement)
    after = list(checkpoints.all_kept(kept.log)), list(payloads.all_payloads(kept.log))
    assert before == after


def erased(scribe: "Scribe", commitment: bytes) -> None:
    said = {"commitment": commitment.hex(), "reason": "asked to"}
    scribe.record(draft("payload.erased", said, 1))


def test_a_payload_goes_right_after_the_event_that_says_so(kept: "Scribe") -> None:
    one = text_of(b"said in confidence")
    with kept.log.writer() as writer:
        said = {"commitment": one.commitment.hex(), "reason": "asked to"}
        drafts = [draft("payload.erased", said, 1)]
        writer.append(drafts, recorded=kept.now, actor="ann", log=UUID)
        payloads.drop(writer, one.commitment)
    assert payloads.count(kept.log) == 0


def test_a_payload_stays_when_another_one_is_erased(kept: "Scribe") -> None:
    erased(kept, SALT)
    with pytest.raises(Refused, match=ERASE), kept.log.writer() as writer:
        payloads.drop(writer, text_of(b"said in confidence").commitment)


def test_a_payload_stays_when_more_was_recorded_since(kept: "Scribe") -> None:
    one = text_of(b"said in confidence")
    erased(kept, one.commitment)
    kept.report()
    with pytest.raises(Refused, match=ERASE), kept.log.writer() as writer:
        payloads.drop(writer, one.commitment)


@pytest.fixture
def first_version(empty_place: str, kept: "Scribe") -> Iterator[Engine]:
    """Give the same entries in a ledger as version 1 of the schema made it."""
    old = open_engine(located(empty_place), new=True)
    config = Config()
    config.set_main_option("script_location", "ledger.migrations:.")
    with transaction(old, "schema") as connection:
        config.attributes["connection"] = connection
        run_migrations(config, "0001")
        mark(connection)
        if old.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA user_version = 1")
        for stored in kept.log.read():
            row = (stored.seq, bytes.fromhex(stored.id), *stored[2:])
            connection.execute(entry.insert().values(row))
    yield old
    old.dispose()


def test_an_older_ledger_gets_its_tree_when_it_is_upgraded(
    first_version: Engine, kept: "Scribe"
) -> None:
    assert upgrade(first_version) == 1
    assert missing_guards(first_version) == []
    with first_version.connect() as connection:
        assert len(connection.execute(select(node)).all()) == 1
    place = first_version.url.render_as_string(hide_password=False)
    opened = connect(place.replace("+psycopg", ""))
    log = Log(opened)
    assert Tree(log.rows, 300).root() == Tree(kept.log.rows, 300).root()
    assert log.check() == 300
    opened.close()


@pytest.mark.parametrize(
    ("widened", "named"),
    [
        ("GRANT UPDATE ON entry TO {role}", "{role} may update entry"),
        ("GRANT DELETE ON node TO PUBLIC", "everybody may delete node"),
        ("GRANT TRIGGER ON checkpoint TO {role}", "{role} may trigger checkpoint"),
        ("GRANT UPDATE (leaf) ON head TO {role}", "{role} may update head"),
        ("GRANT UPDATE (body) ON entry TO {role}", "{role} may update entry"),
    ],
)
def test_rights_beyond_reading_and_appending_are_told(
    postgresql_engine: Engine, with_roles: str, widened: str, named: str
) -> None:
    role = f"{with_roles}_reader"
    assert missing_guards(postgresql_engine) == []
    attacked(postgresql_engine, widened.format(role=role))
    assert missing_guards(postgresql_engine) == [named.format(role=role)]


def test_leaves_are_hashed_as_the_tree_wants_them(scribe: "Scribe") -> None:
    scribe.report()
    (stored,) = scribe.entries()
    assert leaf(stored.body) == stored.leaf
