"""A work on a lake in Apache Spark: on this machine, or on a cluster that runs already.

Spark reads the files, brings together what belongs together, and hands it to the same
folds, unit by unit. Who sources are, and which companies are linked, is broadcast. The
machines of a cluster need the folder of the lake under the same path, and this program
in the same Python.
"""

import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.claims.entry import Stored
from ledger.errors import LedgerError, Refused
from ledger.lake.copied import Lake
from ledger.lake.table import COLUMNS, NO_COMPANY, modules
from ledger.lake.work import Found, Work, done

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FOUND: Final = "company string, found binary"
FAMILY: Final = 1000
"""Companies of which the results are handed on at once."""


@contextmanager
def in_spark(
    lake: Lake, work: Work, master: str, jobs: int
) -> Iterator[Iterator[Found]]:
    """Do a work in `jobs` partitions; give what was found, in order of companies.

    Refused if Spark or Java is missing, LedgerError where Spark says that it failed.
    """
    session = _begun(master)
    try:
        entries = _entries(session, lake, work.upto)
        spread = entries.repartition(jobs, "unit").sortWithinPartitions("unit", "seq")
        known = session.sparkContext.broadcast((work, lake.voices))
        with warnings.catch_warnings(action="ignore", category=FutureWarning):
            # It warns of the newest pandas, which nothing here uses.
            found = spread.mapInArrow(lambda x: _done(known.value, x), FOUND)
        # One partition: its rows come in order, and each unit is folded once.
        rows = found.repartition(1).sortWithinPartitions("company").toLocalIterator()
        yield _told(rows)
    finally:
        session.stop()


def _begun(master: str) -> "SparkSession":
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise Refused(
            "Spark is not installed", "pip install 'sayso[lake,spark]'"
        ) from None
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise Refused(
            "Spark needs Java 17 or later",
            "apt-get install --no-install-recommends openjdk-17-jre-headless",
        )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    asked = SparkSession.builder.master(master).appName("sayso replay")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
    }
    if master.startswith("local") or "//127.0.0.1" in master:
        settings |= dict.fromkeys(
            ("spark.driver.host", "spark.driver.bindAddress"), "127.0.0.1"
        )
    for name, value in settings.items():
        asked = asked.config(name, value)
    try:
        return asked.getOrCreate()
    except PySparkException as error:
        raise _failed(error) from None


def _entries(session: "SparkSession", lake: Lake, upto: int) -> "DataFrame":
    """Read the entries about companies, each with its unit."""
    from pyspark.sql import functions as f

    files = [one.path for one in lake.files if one.part != NO_COMPANY]
    entries = session.read.parquet(*map(_named, files)).select(*COLUMNS)
    wanted = entries.where(f.col("company").isNotNull() & (f.col("seq") <= upto))
    pairs = list(lake.units.items())
    units = session.createDataFrame(pairs, "company string, linked string")
    joined = wanted.join(f.broadcast(units), "company", "left")
    return joined.select(*COLUMNS, f.coalesce("linked", "company").alias("unit"))


def _named(path: Path) -> str:
    """Name a file of this machine as Spark does, which takes names for patterns."""
    return "file://" + re.sub(r"([\\*?{}\[\]])", r"\\\1", str(path.resolve()))


def _done(known: tuple[Work, tuple[Stored, ...]], batches: Iterable[Any]) -> Any:
    """Do a work on the units of one partition, as batches of pyarrow come in."""
    _, pa = modules()
    schema = pa.schema([("company", pa.string()), ("found", pa.binary())])
    ready: list[Found] = []
    each = groupby(_rows(batches), key=lambda pair: pair[0])
    for one in done(*known, ([row for _, row in unit] for _, unit in each)):
        ready.append(one)
        if len(ready) >= FAMILY:
            yield pa.record_batch(list(zip(*ready, strict=True)), schema=schema)
            ready.clear()
    if ready:
        yield pa.record_batch(list(zip(*ready, strict=True)), schema=schema)


def _rows(batches: Iterable[Any]) -> Iterator[tuple[str, Stored]]:
    """Give the entries of batches, each with its unit."""
    for batch in batches:
        columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
        entries = zip(*(columns[name] for name in COLUMNS), strict=True)
        yield from zip(columns["unit"], map(Stored._make, entries), strict=True)


def _told(rows: Iterator[Any]) -> Iterator[Found]:
    from pyspark.errors import PySparkException

    try:
        for row in rows:
            yield row.company, bytes(row.found)
    except PySparkException as error:
        raise _failed(error) from None


def _failed(error: Exception) -> LedgerError:
    why = str(error).strip().splitlines() or [type(error).__name__]
    return LedgerError(
        f"Spark failed: {why[0]}", "its own log says more; nothing was written"
    )
