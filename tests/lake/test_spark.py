"""Apache Spark gives the lines of the ledger: on this machine, and from a cluster.

Spark is half a gigabyte and needs Java, so only `.ci/run` installs it, in an
environment of its own.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.errors import Damaged, LedgerError
from ledger.lake.copied import Lake
from ledger.lake.replaying import LakeReplay
from ledger.lake.spark import in_spark
from ledger.lake.work import CompanyQuestion
from ledger.projections.standing import CompanyAt
from tests.lake.hands import ranked, written

if find_spec("pyspark") is None:
    pytest.skip("Spark is not installed: .ci/run does it", allow_module_level=True)
if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
    pytest.skip("Spark needs Java, which is not here", allow_module_level=True)

HOST = "127.0.0.1"
PATIENCE = 180


@pytest.fixture(scope="module")
def lake(book: Book) -> Lake:
    """Give the lake of the demo, in which companies are linked."""
    found = Lake(Path(book.place).with_name("lake"))
    assert found.units
    return found


def replayed(book: Book, lake: Lake, master: str) -> LakeReplay:
    return LakeReplay(lake, partial(in_spark, master=master, jobs=3), book.clock)


def test_spark_on_this_machine_says_what_the_ledger_says(
    book: Book, lake: Lake
) -> None:
    replay = replayed(book, lake, "local[2]")
    basis = book.basis(as_of="2026-06-30")
    assert ranked(replay, basis) == ranked(book, basis)
    one = written(book.panel("rounds", basis, since="2025", every="quarter"))
    with replay.panel("rounds", basis, since="2025", every="quarter") as panel:
        assert written(panel) == one


def test_scores_added_up_by_spark_are_those_of_the_ledger(
    book: Book, lake: Lake
) -> None:
    replay, basis = replayed(book, lake, "local[2]"), book.basis(as_of="2026-06-30")
    one = written(book.panel("credibility", basis, since="2025", every="quarter"))
    with replay.panel("credibility", basis, since="2025", every="quarter") as panel:
        assert written(panel) == one


def fail(company: CompanyAt) -> str:
    raise OSError(company.slug)


def damaged(company: CompanyAt) -> str:
    raise Damaged(f"{company.slug} is damaged")


@pytest.mark.parametrize(
    ("ask", "kind", "message"),
    [(fail, LedgerError, "Spark failed"), (damaged, Damaged, "[a-z]+ is damaged")],
)
def test_a_fold_that_fails_in_spark_fails_the_replay(
    book: Book,
    lake: Lake,
    ask: Callable[[CompanyAt], str],
    kind: type[LedgerError],
    message: str,
) -> None:
    question = CompanyQuestion(book.basis(), ask, unseen=False)
    with (
        pytest.raises(kind, match=message),
        in_spark(lake, question, "local[1]", 1) as found,
    ):
        list(found)


def test_a_cluster_of_two_workers_says_what_the_ledger_says(
    book: Book, lake: Lake, tmp_path: Path
) -> None:
    basis = book.basis(as_of="2026-06-30")
    with cluster(tmp_path) as master:
        found = ranked(replayed(book, lake, master), basis)
    assert found == ranked(book, basis)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a standalone master and two workers on loopback; end them afterwards."""
    port, kind = free_port(), "org.apache.spark.deploy"
    master = f"spark://{HOST}:{port}"
    ports = ("--host", HOST, "--port", str(port), "--webui-port", str(free_port()))
    words: list[tuple[str, ...]] = [(f"{kind}.master.Master", *ports)]
    for number in range(2):
        work = ("--work-dir", str(folder / str(number)), "--cores", "1")
        shown = ("--host", HOST, "--webui-port", str(free_port()), "--memory", "1g")
        words.append((f"{kind}.worker.Worker", *shown, *work, master))
    running = []
    try:
        for one in words:
            running.append(begun(one, folder))
            wait_for(port)
        yield master
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(PATIENCE)


def begun(words: tuple[str, ...], folder: Path) -> "subprocess.Popen[bytes]":
    import pyspark

    home = Path(pyspark.__file__).parent
    settings = {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_DAEMON_MEMORY": "256m",
    }
    with (folder / "spark.log").open("ab") as log:
        return subprocess.Popen(
            [home / "bin" / "spark-class", *words],
            env={**os.environ, **settings},
            stdout=log,
            stderr=log,
        )


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        port: int = asked.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until the master listens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as asked:
            if asked.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail("the master of the cluster does not listen")
