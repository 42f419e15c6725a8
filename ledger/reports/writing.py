"""From what a report holds to the bytes of its page."""

from importlib.resources import files

from ledger.rendering.report.contents import Report
from ledger.rendering.report.page import Assets, document


def page_of(report: Report) -> bytes:
    """Give the page of a report, in UTF-8."""
    style, script = (_packaged(name) for name in ("page.css", "page.js"))
    return document(report, Assets(style, [script])).encode()


def _packaged(name: str) -> str:
    return (files("ledger.reports") / name).read_text("utf-8")
