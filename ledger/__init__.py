"""A ledger of AI funding rounds that answers one question: on whose say-so?

    from ledger import Book, Home

    with Book.open("sayso.db") as book:
        answer = book.valuations(companies=["xai"], as_of="2024-01-19")

Everything that programs need is imported from here, and `__all__` lists it. Importing
the package loads nothing else: a name is fetched from its module when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.audit.places import Home
    from ledger.audit.verdicts import Report
    from ledger.book import Book
    from ledger.charts.colours import Style
    from ledger.charts.rows import chart_rows
    from ledger.charts.vega import chart_spec
    from ledger.claims.canonical import draft
    from ledger.claims.dates import When, parse_when
    from ledger.claims.entry import Draft, Stored
    from ledger.claims.figures import (
        Figure,
        Price,
        Raised,
        parse_figure,
        parse_price,
        parse_raised,
    )
    from ledger.claims.names import Directory
    from ledger.errors import (
        BadInput,
        Conflict,
        Damaged,
        Forked,
        LedgerError,
        NeedsUpgrade,
        NotProven,
        Problem,
        Refused,
        RolledBack,
        Unconfirmed,
        UnknownName,
        Unreachable,
    )
    from ledger.importers.formats import format_of
    from ledger.importers.kit.reading import Account, Setting
    from ledger.page.writing import page_of
    from ledger.panels.panel import Panel
    from ledger.projections.basis import Answer, Basis
    from ledger.projections.claims import Claim
    from ledger.projections.raised import RaisedLine
    from ledger.projections.rounds import CompanyAt, Round
    from ledger.projections.valued import Valuation, Valued
    from ledger.reading.cuts import Cuts
    from ledger.recording.intake import Imported, Intake
    from ledger.recording.outcomes import Recorded
    from ledger.sql.selecting import Selection
    from ledger.store.log import Log
    from ledger.store.opening import connect
    from ledger.trail.auditing import verified
    from ledger.trail.given import Given

__version__ = "0.6.0"

__all__ = [
    "Account",
    "Answer",
    "BadInput",
    "Basis",
    "Book",
    "Claim",
    "CompanyAt",
    "Conflict",
    "Cuts",
    "Damaged",
    "Directory",
    "Draft",
    "Figure",
    "Forked",
    "Given",
    "Home",
    "Imported",
    "Intake",
    "LedgerError",
    "Log",
    "NeedsUpgrade",
    "NotProven",
    "Panel",
    "Price",
    "Problem",
    "Raised",
    "RaisedLine",
    "Recorded",
    "Refused",
    "Report",
    "RolledBack",
    "Round",
    "Selection",
    "Setting",
    "Stored",
    "Style",
    "Unconfirmed",
    "UnknownName",
    "Unreachable",
    "Valuation",
    "Valued",
    "When",
    "chart_rows",
    "chart_spec",
    "connect",
    "draft",
    "format_of",
    "page_of",
    "parse_figure",
    "parse_price",
    "parse_raised",
    "parse_when",
    "verified",
]

_MODULES: Final = {
    "ledger.audit.places": ("Home",),
    "ledger.audit.verdicts": ("Report",),
    "ledger.book": ("Book",),
    "ledger.claims.canonical": ("draft",),
    "ledger.claims.entry": ("Draft", "Stored"),
    "ledger.claims.dates": ("When", "parse_when"),
    "ledger.claims.figures": (
        *("Figure", "Price", "Raised"),
        *("parse_figure", "parse_price", "parse_raised"),
    ),
    "ledger.claims.names": ("Directory",),
    "ledger.errors": (
        *("BadInput", "Conflict", "Damaged", "Forked", "LedgerError", "NeedsUpgrade"),
        *("NotProven", "Problem", "Refused", "RolledBack", "Unconfirmed"),
        *("UnknownName", "Unreachable"),
    ),
    "ledger.importers.formats": ("format_of",),
    "ledger.importers.kit.reading": ("Account", "Setting"),
    "ledger.recording.intake": ("Imported", "Intake"),
    "ledger.panels.panel": ("Panel",),
    "ledger.projections.basis": ("Answer", "Basis"),
    "ledger.projections.claims": ("Claim",),
    "ledger.projections.raised": ("RaisedLine",),
    "ledger.projections.rounds": ("CompanyAt", "Round"),
    "ledger.projections.valued": ("Valuation", "Valued"),
    "ledger.recording.outcomes": ("Recorded",),
    "ledger.reading.cuts": ("Cuts",),
    "ledger.sql.selecting": ("Selection",),
    "ledger.charts.rows": ("chart_rows",),
    "ledger.charts.vega": ("chart_spec",),
    "ledger.charts.colours": ("Style",),
    "ledger.page.writing": ("page_of",),
    "ledger.store.log": ("Log",),
    "ledger.store.opening": ("connect",),
    "ledger.trail.auditing": ("verified",),
    "ledger.trail.given": ("Given",),
}
"""Module -> the public names that it defines."""


def __getattr__(name: str) -> object:
    """Fetch a public name from its module, once (PEP 562)."""
    for module, names in _MODULES.items():
        if name in names:
            found: object = getattr(import_module(module), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module 'ledger' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
