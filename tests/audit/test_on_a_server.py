"""On PostgreSQL: kept by people who may only append; dumped, and restored elsewhere."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from ledger.audit.places import Home
from ledger.errors import Refused
from ledger.store.connection import located, open_engine
from ledger.store.database import missing_guards
from tests.audit.bundles import story
from tests.audit.conftest import Keeper
from tests.conftest import database_on
from tests.servers import postgresql_binaries
from tests.store.conftest import member, roles_in


@pytest.fixture
def server_keeper(postgresql_url: str, tmp_path: Path) -> Keeper:
    """Give a signed ledger on a server, with texts and an erased one."""
    made = Keeper(postgresql_url, Home.at(tmp_path / "keeper"))
    made.make()
    with made.open() as book:
        story(book)
    made.report(300)
    return made


@pytest.fixture
def administered(server_keeper: Keeper) -> Iterator[Engine]:
    """Give its database as the administrator has it."""
    engine = open_engine(located(server_keeper.place))
    yield engine
    engine.dispose()


def test_who_may_only_append_records_asks_and_signs(
    server_keeper: Keeper, administered: Engine
) -> None:
    keeper = server_keeper
    with (
        roles_in(administered) as prefix,
        member(administered, f"{prefix}_recorder") as ann,
    ):
        place = ann.engine.url.set(drivername="postgresql").render_as_string()
        clerk = Keeper(place, keeper.home, now=keeper.now, said=keeper.said)
        clerk.report(3)
        with clerk.open() as book:
            assert book.trouble is None
            basis = book.basis(as_of="2026-12-31")
            assert book.valuations(basis, ["xai"]).value
            assert book.log.seq_at(2**60) == book.log.head().seq
        assert clerk.heads()[-1] == keeper.heads()[-1]
        assert clerk.verify(deep=True).verdict == "VERIFIED"
        with clerk.open() as book, pytest.raises(Refused, match="permission denied"):
            book.erase("6", (), "somebody asked for it")
        assert clerk.verify(deep=True).verdict == "VERIFIED"


def test_who_may_erase_erases(server_keeper: Keeper, administered: Engine) -> None:
    keeper = server_keeper
    with (
        roles_in(administered) as prefix,
        member(administered, f"{prefix}_eraser") as carol,
    ):
        place = carol.engine.url.set(drivername="postgresql").render_as_string()
        clerk = Keeper(place, keeper.home, now=keeper.now, said=keeper.said)
        with clerk.open() as book:
            assert book.erase("6", (), "somebody asked for it")
        assert clerk.verify(deep=True).verdict == "VERIFIED"


def ran(program: str, *words: str | Path) -> None:
    """Run one of the server's own programs; it must not even warn."""
    done = subprocess.run(
        [postgresql_binaries() / program, *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def dumped(keeper: Keeper, target: Path) -> Path:
    """Dump a ledger as an administrator does."""
    ran("pg_dump", "--format=custom", f"--file={target}", "--dbname", keeper.place)
    return target


def restored(dump: Path, place: str) -> None:
    """Restore a dump into an empty database."""
    words = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    ran("pg_restore", *words, "--dbname", place, dump)


def test_43_a_dump_that_is_restored_has_the_same_root(
    server_keeper: Keeper, postgresql_server: URL, tmp_path: Path
) -> None:
    keeper = server_keeper
    dump = dumped(keeper, tmp_path / "ledger.dump")
    with database_on(postgresql_server) as place:
        restored(dump, place)
        copy = Keeper(place, keeper.home, now=keeper.now, said=keeper.said)
        report = copy.verify(deep=True)
        assert (report.verdict, report.root) == ("VERIFIED", keeper.root())
        assert copy.bodies() == keeper.bodies()
        assert copy.heads() == keeper.heads()
        engine = open_engine(located(place))
        assert missing_guards(engine) == []
        engine.dispose()
        size = len(copy.bodies())
        copy.report(3)
        assert copy.verify(deep=True).verdict == "VERIFIED"
        assert copy.root(size) == keeper.root()


def test_43_a_dump_of_a_ledger_with_roles_is_restored_where_nobody_has_any(
    server_keeper: Keeper,
    administered: Engine,
    postgresql_server: URL,
    tmp_path: Path,
) -> None:
    keeper = server_keeper
    with roles_in(administered):
        dump = dumped(keeper, tmp_path / "ledger.dump")
    with database_on(postgresql_server) as place:
        restored(dump, place)
        copy = Keeper(place, keeper.home, now=keeper.now, said=keeper.said)
        assert copy.verify(deep=True).root == keeper.root()
        copy.report(1)
        assert copy.verify(deep=True).verdict == "VERIFIED"


def test_an_older_dump_that_is_put_back_is_told_from_the_ledger(
    server_keeper: Keeper, postgresql_server: URL, tmp_path: Path
) -> None:
    keeper = server_keeper
    dump = dumped(keeper, tmp_path / "ledger.dump")
    keeper.report(2)
    with database_on(postgresql_server) as place:
        restored(dump, place)
        report = Keeper(place, keeper.home).verify()
        assert report.verdict == "VERIFIED"
        assert "and older: " in report.warnings[0]
