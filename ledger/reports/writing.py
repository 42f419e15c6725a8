"""From what a report holds to the bytes of its page."""

from importlib.resources import files

from ledger.rendering.report.contents import Report
from ledger.rendering.report.page import Assets, document
from ledger.reports.charts import drawn, runtime


def page_of(report: Report) -> bytes:
    """Give the page of a report, in UTF-8."""
    scripts = [_packaged("page.js")]
    if report.charts:
        scripts = [runtime(), _packaged("charts.js"), *scripts]
    assets = Assets(_packaged("page.css"), scripts, drawn(report.charts))
    return document(report, assets).encode()


def _packaged(name: str) -> str:
    return (files("ledger.reports") / name).read_text("utf-8")
