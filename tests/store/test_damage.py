"""Anyone who owns the file can drop the guards: then the hashes and columns tell."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, text

from ledger.claims.canonical import draft, leaf_hash, parse_entry
from ledger.claims.entry import Stored
from ledger.errors import Damaged
from ledger.store.entries import agree, glance

if TYPE_CHECKING:
    from tests.store.conftest import Scribe

UNGUARDED = {
    "sqlite": [
        *(f"DROP TRIGGER entry_{name}" for name in ("update", "delete", "insert")),
        *(f"DROP TRIGGER head_{name}" for name in ("update", "delete", "insert")),
        "DROP TRIGGER entry_moves_head",
    ],
    "postgresql": [
        "ALTER TABLE entry DISABLE TRIGGER ALL",
        "ALTER TABLE head DISABLE TRIGGER ALL",
        "ALTER TABLE entry DROP CONSTRAINT entry_leaf_is_of_body",
    ],
}


def tamper(engine: Engine, statement: str, **values: object) -> None:
    """Change a ledger as the owner of the database can."""
    with engine.begin() as connection:
        for unguarded in UNGUARDED[engine.dialect.name]:
            connection.exec_driver_sql(unguarded)
        connection.execute(text(statement), values)


@pytest.fixture
def written(scribe: "Scribe") -> "Scribe":
    """Give a ledger of six entries: a name, four reports and a merger."""
    scribe.register("xai")
    for _ in range(4):
        scribe.report()
        scribe.now += 1_000_000
    data = {"company": "x-corp", "into": "xai", "form": "acquired"}
    merged = {**data, "published": "2025-03-28"}
    scribe.record(draft("companies.merged", merged, 1))
    return scribe


def test_a_whole_ledger_is_counted(written: "Scribe") -> None:
    assert written.log.check() == 6


def test_an_empty_ledger_is_whole(scribe: "Scribe") -> None:
    assert scribe.log.check() == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "leaf"),
        ("type", "'round.denied'"),
        ("company", "'anthropic'"),
        ("company", "NULL"),
        ("other", "'anthropic'"),
        ("published_from", "published_from + 1"),
        ("published_to", "NULL"),
        ("recorded", "recorded + 1"),
        ("recorded", "recorded - 1"),
        ("leaf", "id"),
    ],
)
def test_a_column_that_was_changed_is_named_with_its_entry(
    engine: Engine, written: "Scribe", column: str, value: str
) -> None:
    tamper(engine, f"UPDATE entry SET {column} = {value} WHERE seq = 3")
    with pytest.raises(Damaged, match=f"^entry 3 is damaged: its {column} was"):
        written.log.check()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "leaf"),
        ("type", "'round.denied'"),
        ("company", "'anthropic'"),
        ("recorded", "recorded + 1"),
        ("leaf", "id"),
    ],
)
def test_reading_alone_notices_what_is_cheap_to_notice(
    engine: Engine, written: "Scribe", column: str, value: str
) -> None:
    tamper(engine, f"UPDATE entry SET {column} = {value} WHERE seq = 3")
    with pytest.raises(Damaged, match=f"^entry 3 is damaged: its {column} was"):
        written.entries()


def test_an_entry_moved_to_another_company_is_noticed_where_it_was_put(
    engine: Engine, written: "Scribe"
) -> None:
    tamper(engine, "UPDATE entry SET company = 'anthropic' WHERE seq = 3")
    assert [one.seq for one in written.log.read(company="xai")] == [1, 2, 4]
    with pytest.raises(Damaged, match="entry 3"):
        list(written.log.read(company="anthropic"))


def test_other_bytes_under_the_old_leaf_are_noticed_when_read(
    engine: Engine, written: "Scribe"
) -> None:
    body = written.log.get(3).body.replace(b"closed", b"seeking")
    tamper(engine, "UPDATE entry SET body = :body WHERE seq = 3", body=body)
    with pytest.raises(Damaged, match="entry 3 is damaged: its leaf"):
        written.log.get(3)


def rewritten(change: Callable[[bytes], bytes]) -> Callable[[Engine, "Scribe"], None]:
    """Change the bytes of entry 3, and its leaf with them."""

    def rewrite(engine: Engine, scribe: "Scribe") -> None:
        body = change(scribe.log.get(3).body)
        values = {"body": body, "leaf": bytes.fromhex(leaf_hash(body))}
        statement = "UPDATE entry SET body = :body, leaf = :leaf WHERE seq = 3"
        tamper(engine, statement, **values)

    return rewrite


def swapped(pattern: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Replace a pattern in bytes, once."""

    def swap(body: bytes) -> bytes:
        changed, times = re.subn(pattern, new, body, count=1)
        assert times == 1
        return changed

    return swap


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (swapped(b"closed", b"rumoured"), "id"),
        (swapped(rb'"seq":3', b'"seq":4'), "seq"),
        (swapped(rb'"prev":"..', b'"prev":"00'), "prev"),
        (swapped(rb'"log":"6f', b'"log":"00'), "log"),
        (swapped(rb'"schema":2', b'"schema":1'), "id"),
        (swapped(rb'"actor":"ann"', b'"actor": "ann"'), "body"),
        (swapped(rb'"actor":"ann"', b'"actor":"a\\\\u006en"'), "body"),
        (swapped(rb'"v":1', b'"v":2'), "body"),
        (swapped(rb'Z","schema"', b'","schema"'), "recorded"),
        (swapped(rb'"type":"round', b'"type":"\xff'), "type"),
        (swapped(rb'"v":1\}', b'"v":1}\n'), "body"),
        (swapped(rb'"v":1\}', b'"v":1'), "body"),
        (swapped(rb'"published":"2024', b'"published":"what'), "body"),
        (swapped(rb'"actor":"ann",', b""), "body"),
        (swapped(rb'"actor":"ann"', b'"actor":"ann","also":1'), "body"),
        (swapped(rb'"note":"[^"]*"', b'"note":1.5'), "body"),
        (lambda _: b"{}", "body"),
        (lambda _: b"\xff\x00", "body"),
    ],
    ids=[
        "what was said",
        "number",
        "seal",
        "ledger",
        "schema",
        "a space",
        "an escape",
        "envelope",
        "no zone",
        "no UTF-8",
        "a newline",
        "cut",
        "a date that is none",
        "no actor",
        "one more member",
        "a float",
        "nothing",
        "noise",
    ],
)
def test_bytes_and_leaf_changed_together_are_noticed(
    engine: Engine, written: "Scribe", change: Callable[[bytes], bytes], column: str
) -> None:
    rewritten(change)(engine, written)
    said = f"its {column} was"
    if column == "body":
        said = f"({said}|it cannot be read)"
    with pytest.raises(Damaged, match=f"entry 3 is damaged: {said}"):
        written.log.check()


def test_another_actor_is_noticed_by_what_the_next_entry_follows(
    engine: Engine, written: "Scribe"
) -> None:
    rewritten(swapped(rb'"actor":"ann"', b'"actor":"bob"'))(engine, written)
    with pytest.raises(Damaged, match="entry 3 is damaged: entry 4 was recorded"):
        written.log.check()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM entry WHERE seq = 0", "entry 0 is missing"),
        ("DELETE FROM entry WHERE seq = 2", "entry 2 is missing"),
        ("DELETE FROM entry WHERE seq = 5", "the head says entry 5, .* found is 4"),
        ("DELETE FROM entry", "the head says entry 5, .* found is -1"),
        (
            "UPDATE head SET leaf = one.id FROM entry AS one",
            "entry 5, which is another",
        ),
        ("UPDATE head SET seq = 7", "the head says entry 7, .* found is 5"),
        (
            (
                "UPDATE head SET seq = 4, leaf = one.leaf, recorded = one.recorded "
                "FROM entry AS one WHERE one.seq = 4"
            ),
            "the head says entry 4, .* found is 5",
        ),
        ("UPDATE head SET recorded = 0", "the head says entry 5, which is another"),
        ("DELETE FROM head", "the ledger has no head"),
    ],
)
def test_what_is_missing_is_noticed(
    engine: Engine, written: "Scribe", statement: str, words: str
) -> None:
    tamper(engine, statement)
    with pytest.raises(Damaged, match=words):
        written.log.check()


def test_an_instant_is_not_looked_for_across_a_hole(
    engine: Engine, written: "Scribe"
) -> None:
    second = written.log.get(2).recorded
    tamper(engine, "DELETE FROM entry WHERE seq = 2")
    with pytest.raises(Damaged, match="entry 2 is missing"):
        written.log.seq_at(second)


def test_nothing_is_appended_to_a_head_that_does_not_fit(
    engine: Engine, written: "Scribe"
) -> None:
    tamper(engine, "DELETE FROM entry WHERE seq = 5")
    with pytest.raises(Damaged, match="the head says entry 5"):
        written.report()
    assert len(list(written.log.read(upto=9))) == 5


def test_an_entry_on_record_with_other_content_than_its_id_is_damaged(
    engine: Engine, written: "Scribe"
) -> None:
    one = written.said(100)
    written.record(one)
    body = written.log.get(6).body.replace(b"closed", b"rumoured")
    tamper(engine, "UPDATE entry SET body = :body WHERE seq = 6", body=body)
    with pytest.raises(Damaged, match="entry 6 is damaged: its data"):
        written.record(one)


def test_parsed_bytes_agree_with_their_columns(written: "Scribe") -> None:
    entries = list(written.entries())
    assert len(entries) > 5
    for stored in entries:
        agree(stored, parse_entry(stored.body))


@pytest.mark.parametrize("column", ["company", "published_to", "recorded", "seq", "id"])
def test_columns_that_disagree_with_parsed_bytes_are_named(
    written: "Scribe", column: str
) -> None:
    stored = written.log.get(3)
    changed = Stored(**{**stored._asdict(), column: None})
    with pytest.raises(Damaged, match=f"its {column} was changed"):
        agree(changed, parse_entry(stored.body))


def test_the_words_of_a_note_do_not_pass_for_a_company(scribe: "Scribe") -> None:
    scribe.record(scribe.said(1, note='"company":"anthropic"'))
    [stored] = scribe.entries()
    with pytest.raises(Damaged, match="company"):
        glance(stored._replace(company="anthropic"))
