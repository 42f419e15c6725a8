"""What is packed: gzip, zip with one table in it, workbooks of Excel as CSV.

A workbook is read by openpyxl, an extra, and handed on as CSV in UTF-8: so all that is
known of tables holds for it. Its days are ISO days; its numbers are written so that
they are read in one way only.
"""

import csv
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from gzip import BadGzipFile, GzipFile
from io import BufferedReader, TextIOWrapper
from tempfile import TemporaryFile
from typing import IO, Any, Final, cast

from ledger.importers.kit.limits import (
    Limits,
    Unreadable,
    bounded,
    too_large,
)

GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"
_WORKBOOK: Final = "xl/workbook.xml"
_PIECE: Final = 1 << 20
_LONE: Final = re.compile(r"\d{1,3}\.\d{3}", re.ASCII)
_DAMAGED: Final = "get it again; it was not imported"


@contextmanager
def unpacked(
    file: BufferedReader, name: str, sheet: str | None, limits: Limits
) -> Iterator[BufferedReader]:
    """Give the bytes of a table, unpacked if they are packed.

    `sheet` is which sheet of a workbook, or which file of a zip file. Unreadable where
    that must be said, where the file is damaged, or larger than the limits.
    """
    start = file.peek(len(ZIP))
    if start.startswith(GZIP):
        yield from _gunzipped(file, name, limits)
    elif start.startswith(ZIP):
        with _opened(file, name) as packed:
            if _WORKBOOK in packed.namelist():
                _check_parts(packed, name, limits)
                with TemporaryFile() as held:
                    _write_csv(file, name, sheet, held, limits)
                    held.seek(0)
                    yield bounded(cast("BufferedReader", held), name, limits)
            else:
                yield from _member(packed, name, sheet, limits)
    else:
        yield bounded(file, name, limits)


def check_unpacking(
    file: BufferedReader, name: str, sheet: str | None, limits: Limits
) -> None:
    """Unpack a file and keep nothing; Unreadable as `unpacked` says it.

    A workbook is left out: it is measured while it is written as CSV, before it is
    read.
    """
    start = file.peek(len(ZIP))
    if start.startswith(ZIP):
        with _opened(file, name) as packed:
            if _WORKBOOK in packed.namelist():
                return
        file.seek(0)
    if start.startswith((GZIP, ZIP)):
        with unpacked(file, name, sheet, limits) as plain:
            while plain.read(_PIECE):
                pass


def _gunzipped(
    file: BufferedReader, name: str, limits: Limits
) -> Iterator[BufferedReader]:
    size = os.fstat(file.fileno()).st_size
    try:
        with GzipFile(fileobj=file) as plain:
            yield bounded(cast("BufferedReader", plain), name, limits, size)
    except (EOFError, zlib.error, BadGzipFile):
        what = f"{name}: the gzip file is damaged or cut short"
        raise Unreadable(what, _DAMAGED) from None


def _opened(file: BufferedReader, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        what = f"{name}: the zip file is damaged or cut short"
        raise Unreadable(what, _DAMAGED) from None


def _check_parts(packed: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """Refuse a workbook with a part that is too large to be held; none has more.

    What a part says of its size is the most that is unpacked of it.
    """
    for part in packed.infolist():
        most = limits.size if "/worksheets/" in part.filename else limits.whole
        most = min(most, limits.out_of(part.compress_size))
        if part.file_size > most:
            what = f"{name}: {part.filename}"
            raise too_large(what, f"{most:,} bytes", packed=True)


def _member(
    packed: zipfile.ZipFile, name: str, wanted: str | None, limits: Limits
) -> Iterator[BufferedReader]:
    """Give the one file of a zip file, or the one that is wanted."""
    names = [
        one
        for one in packed.namelist()
        if not one.endswith("/") and not one.startswith("__MACOSX/")
    ]
    chosen = _chosen(name, "file", names, wanted)
    try:
        size = packed.getinfo(chosen).compress_size
        with packed.open(chosen) as plain:
            yield bounded(cast("BufferedReader", plain), name, limits, size)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
        what = f"{name}: {chosen} is damaged, or needs a password"
        raise Unreadable(what, _DAMAGED) from None


def _chosen(name: str, noun: str, names: list[str], wanted: str | None) -> str:
    if wanted in names:
        return wanted
    if wanted is None and len(names) == 1:
        return names[0]
    some = ", ".join(names[:10]) or "nothing"
    what = f"{name} has {len(names)} {noun}s"
    if wanted is not None:
        what = f"{name} has no {noun} {wanted!r}"
    raise Unreadable(what, f"choose one with --sheet NAME: {some}")


def _write_csv(
    file: BufferedReader, name: str, sheet: str | None, held: IO[bytes], limits: Limits
) -> None:
    """Write a sheet as CSV."""
    try:
        from openpyxl import load_workbook  # type: ignore[import-untyped]  # an extra
    except ImportError:
        raise Unreadable(
            f"{name} is a workbook, and openpyxl is not installed",
            "pip install 'sayso[excel]', or save it as CSV",
        ) from None
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except Exception:  # noqa: BLE001 - whatever a damaged workbook makes of its reader
        what = f"{name} is not a workbook that sayso can read"
        raise Unreadable(what, "save it as CSV") from None
    used = [one for one in book.sheetnames if _has_cells(book[one])]
    chosen = _chosen(name, "sheet", used if sheet is None else book.sheetnames, sheet)
    text = TextIOWrapper(held, encoding="utf-8", newline="", write_through=True)
    rows, cells = csv.writer(text), 0
    for row in book[chosen].iter_rows(values_only=True):
        cells += len(row) or 1
        if cells > limits.cells:
            raise too_large(f"{name}: {chosen}", f"{limits.cells:,} cells")
        rows.writerow([_cell(value) for value in row])
    text.detach()


def _has_cells(sheet: Any) -> bool:  # of a library without types
    rows = getattr(sheet, "iter_rows", None)  # a chart sheet has none
    return rows is not None and any(
        value is not None for row in rows(max_row=20, values_only=True) for value in row
    )


def _cell(value: object) -> str:
    """Write a cell: a midnight is its day, and a number can be read in one way only."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime():
            whole = value.time() == time()
            return value.date().isoformat() if whole else value.isoformat(" ")
        case float():
            return number(repr(value))
        case _:
            return str(value)


def number(text: str) -> str:
    """Write a number of a program's so that its point is no group's: 1.234E0."""
    whole = text.removesuffix(".0")
    return f"{whole}E0" if _LONE.fullmatch(whole) else whole
