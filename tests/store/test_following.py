"""Following: every entry once, in order, and nothing that does not continue."""

from collections.abc import Callable, Iterator
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from ledger.claims.entry import Stored
from ledger.errors import Damaged, Forked, RolledBack, Unreachable
from ledger.store.following import follow
from ledger.store.log import Log

if TYPE_CHECKING:
    from ledger.store.session import Rows
    from tests.store.conftest import Scribe

TAKEN_AWAY = {
    "sqlite": ("DROP TRIGGER entry_delete", "DROP TRIGGER entry_update"),
    "postgresql": ("ALTER TABLE entry DISABLE TRIGGER entry_never",),
}
"""What somebody does who owns the database, before changing it."""


def meanwhile(*happenings: Callable[[], object]) -> Callable[[], bool]:
    """Give a wait in which something happens each time, and then the end."""
    waiting = iter(happenings)

    def wait() -> bool:
        happening = next(waiting, None)
        if happening is not None:
            happening()
        return happening is not None

    return wait


def numbers(pages: Iterator[list[Stored]]) -> list[list[int]]:
    """Give the sequence numbers of each page."""
    return [[stored.seq for stored in page] for page in pages]


def test_a_follower_gets_what_is_there_and_then_what_comes(scribe: "Scribe") -> None:
    scribe.report(2)
    wait = meanwhile(scribe.report, lambda: None, lambda: scribe.report(3))
    assert numbers(follow(scribe.log, wait=wait)) == [[0, 1], [2], [3, 4, 5]]


def test_it_begins_behind_a_number(scribe: "Scribe") -> None:
    scribe.report(5)
    assert numbers(follow(scribe.log, 2, wait=meanwhile())) == [[3, 4]]


def test_a_number_that_is_not_there_yet_is_waited_for(scribe: "Scribe") -> None:
    scribe.report(2)
    wait = meanwhile(lambda: scribe.report(2), lambda: scribe.report(2))
    assert numbers(follow(scribe.log, 3, wait=wait)) == [[4, 5]]


def test_an_empty_ledger_is_waited_for(scribe: "Scribe") -> None:
    pages = follow(scribe.log, wait=meanwhile(scribe.report))
    assert numbers(pages) == [[0]]


def test_much_comes_in_pages_and_nothing_is_waited_for(scribe: "Scribe") -> None:
    scribe.report(2500)
    pages = numbers(follow(scribe.log, wait=meanwhile()))
    assert [len(page) for page in pages] == [1000, 999, 501]
    assert all(b == a + 1 for a, b in pairwise(chain(*pages)))


def tampered(engine: Engine, statement: str) -> None:
    """Change the past, as anyone who owns the database can."""
    with engine.begin() as connection:
        for taken in TAKEN_AWAY[engine.dialect.name]:
            connection.exec_driver_sql(taken)
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("DELETE FROM entry", RolledBack),
        ("DELETE FROM entry WHERE seq > 1", RolledBack),
        ("DELETE FROM entry WHERE seq IN (2, 4)", Damaged),
        ("DELETE FROM entry WHERE seq = 4", Damaged),
    ],
)
def test_what_does_not_continue_is_not_given(
    scribe: "Scribe", engine: Engine, statement: str, error: type[Exception]
) -> None:
    scribe.report(3)

    def change() -> None:
        scribe.report(3)
        tampered(engine, statement)

    pages = follow(scribe.log, wait=meanwhile(change))
    assert [stored.seq for stored in next(pages)] == [0, 1, 2]
    with pytest.raises(error):
        next(pages)


def test_another_history_is_a_fork(
    scribe: "Scribe", monkeypatch: pytest.MonkeyPatch
) -> None:
    scribe.report(3)
    pages = follow(scribe.log, wait=meanwhile(scribe.report))
    last = next(pages)[-1]
    changed = last._replace(leaf=last.leaf[::-1])
    monkeypatch.setattr("ledger.store.following.stored", lambda _: changed)
    with pytest.raises(Forked):
        next(pages)


def test_an_entry_that_seals_another_one_is_not_given(
    scribe: "Scribe", monkeypatch: pytest.MonkeyPatch
) -> None:
    scribe.report(3)
    first, _, third = scribe.entries()
    forged = [first, third._replace(seq=1)]
    given = iter(forged)
    monkeypatch.setattr("ledger.store.following.stored", lambda _: next(given, third))
    monkeypatch.setattr(Log, "rows", lambda *_: [(), ()])
    with pytest.raises(Damaged, match="prev"):
        next(follow(scribe.log, wait=meanwhile()))


def test_a_database_that_is_away_is_tried_again(
    scribe: "Scribe", monkeypatch: pytest.MonkeyPatch
) -> None:
    scribe.report(2)
    away = iter([True, False, True, True, False])
    asked, told = Log.rows, list[Unreachable]()

    def rows(log: Log, *given: object) -> "Rows":
        if next(away, False):
            raise Unreachable("it is away")
        return asked(log, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Log, "rows", rows)
    wait = meanwhile(*[lambda: None] * 5)
    assert numbers(follow(scribe.log, wait=wait, trouble=told.append)) == [[0, 1]]
    assert len(told) == 3


def test_without_somebody_to_tell_it_is_an_error(
    scribe: "Scribe", monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> "Rows":
        raise Unreachable("it is away")

    monkeypatch.setattr(Log, "rows", away)
    with pytest.raises(Unreachable):
        next(follow(scribe.log, wait=meanwhile()))
