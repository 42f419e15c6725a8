"""A work on a lake in Apache Spark: on this machine, or on a cluster that runs already.

Spark reads the files, brings together what belongs together, and hands it to the same
folds, unit by unit. Who sources are, and which companies are linked, is broadcast. The
machines of a cluster need the folder of the lake under the same path, and this program
in the same Python.
"""

import os
import pickle
import re
import shutil
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.claims.entry import Stored
from ledger.errors import Damaged, LedgerError, Refused
from ledger.lake.copied import Lake
from ledger.lake.table import COLUMNS, NO_COMPANY, modules
from ledger.lake.work import CompanyResult, LakeJob, done, pickled
from ledger.logs import log

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FOUND: Final = "company string, found binary"
BATCH: Final = 1000
"""Companies whose results are handed on together."""

FAILED: Final = "!"
"""In place of a company: why a unit could not be folded. It comes before all names."""


@contextmanager
def in_spark(
    lake: Lake, work: LakeJob, master: str, jobs: int
) -> Iterator[Iterator[CompanyResult]]:
    """Do a work in `jobs` partitions; give what was found, in order of companies.

    Refused if Spark or Java is missing, Damaged for an entry that is not what was
    recorded, LedgerError where Spark fails.
    """
    session = _begun(master)
    try:
        with _plainly():
            rows = _spread(session, lake, work, jobs).toLocalIterator()
        yield _results(rows)
    finally:
        session.stop()


def _spread(
    session: "SparkSession", lake: Lake, work: LakeJob, jobs: int
) -> "DataFrame":
    """Do a work in partitions; one has what they found, in order of companies."""
    entries = _entries(session, lake, work.upto)
    units = entries.repartition(jobs, "unit").sortWithinPartitions("unit", "seq")
    known = session.sparkContext.broadcast((work, lake.voices))
    with warnings.catch_warnings(action="ignore", category=FutureWarning):
        # It warns of the newest pandas, which nothing here uses.
        found = units.mapInArrow(lambda x: _done(known.value, x), FOUND)
    # To order all partitions at once, Spark would fold everything twice.
    return found.repartition(1).sortWithinPartitions("company")


def _begun(master: str) -> "SparkSession":
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Refused(
            "Spark is not installed", "pip install 'sayso[lake,spark]'"
        ) from None
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise Refused(
            "Spark needs Java 17 or later",
            "apt-get install --no-install-recommends default-jre-headless",
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
    with _plainly():
        return asked.getOrCreate()


def _entries(session: "SparkSession", lake: Lake, upto: int) -> "DataFrame":
    """Read the entries about companies, each with its unit."""
    from pyspark.sql import functions as f

    files = [one.path for one in lake.files if one.part != NO_COMPANY]
    entries = session.read.parquet(*map(_spark_path, files)).select(*COLUMNS)
    wanted = entries.where(f.col("company").isNotNull() & (f.col("seq") <= upto))
    pairs = list(lake.units.items())
    units = session.createDataFrame(pairs, "company string, linked string")
    joined = wanted.join(f.broadcast(units), "company", "left")
    return joined.select(*COLUMNS, f.coalesce("linked", "company").alias("unit"))


def _spark_path(path: Path) -> str:
    """Name a file of this machine as Spark does, which takes names for patterns."""
    return "file://" + re.sub(r"([\\*?{}\[\]])", r"\\\1", str(path.resolve()))


def _done(known: tuple[LakeJob, tuple[Stored, ...]], batches: Iterable[Any]) -> Any:
    """Do a work on the units of one partition, as batches of pyarrow come in."""
    _, pa = modules()
    schema = pa.schema([("company", pa.string()), ("found", pa.binary())])
    each = groupby(_rows(batches), key=itemgetter(0))
    found = done(*known, ([row for _, row in unit] for _, unit in each))
    try:
        while some := list(islice(found, BATCH)):
            yield pa.record_batch(list(zip(*some, strict=True)), schema=schema)
    except LedgerError as error:  # it would come out as a traceback of Spark's
        said = pickle.dumps((error.message, error.hint))
        yield pa.record_batch([[FAILED], [said]], schema=schema)


def _rows(batches: Iterable[Any]) -> Iterator[tuple[str, Stored]]:
    """Give the entries of batches, each with its unit."""
    for batch in batches:
        columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
        entries = zip(*(columns[name] for name in COLUMNS), strict=True)
        yield from zip(columns["unit"], map(Stored._make, entries), strict=True)


def _results(rows: Iterator[Any]) -> Iterator[CompanyResult]:
    with _plainly():
        for row in rows:
            if row.company == FAILED:
                raise Damaged(*pickled(row.found))
            yield row.company, bytes(row.found)


@contextmanager
def _plainly() -> Iterator[None]:
    """Say in our words that Spark failed; its own are in its log."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException) as error:
        log("Spark failed", why=str(error))
        raise LedgerError(
            "Spark failed; nothing was written", "see its log; `sayso -v` shows more"
        ) from None
