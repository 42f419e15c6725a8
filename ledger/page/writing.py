"""From what a report holds to the bytes of its page."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from ledger.page.contents import ReportContents
from ledger.page.page import Assets, document
from ledger.page.pictures import drawn, runtime

STYLES: Final = ("page.css", "contents.css", "media.css")
"""The page and its day; what stands in it; other screens, and paper."""


def page_of(report: ReportContents) -> bytes:
    """Give the page of a report, in UTF-8."""
    return b"".join(page_parts(report))


def page_parts(report: ReportContents) -> Iterator[bytes]:
    """Give the page of a report part by part, each made when it is asked for."""
    scripts = [_packaged("finding.js"), _packaged("page.js")]
    if report.charts:
        scripts = [runtime(), _packaged("charts.js"), *scripts]
    style = "\n".join(map(_packaged, STYLES))
    for part in document(report, Assets(style, scripts, drawn)):
        yield part.encode()


def _packaged(name: str) -> str:
    return (files("ledger.page") / name).read_text("utf-8")
