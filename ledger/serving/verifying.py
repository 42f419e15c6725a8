"""`verify`: the whole ledger held against its hashes, signatures and heads."""

import re
from typing import Any, Final

from ledger.answers.paging import AnswerPage
from ledger.audit.places import Home
from ledger.rendering.verdicts import report_fields
from ledger.serving.listing import head_of, page_of_lists
from ledger.serving.tool import Call
from ledger.trail.auditing import audit_ledger
from ledger.trail.given import Given

INNER: Final = ("evidence", "looked_at", "exit_code", "event")
"""What a report says to somebody at this machine."""

_PATH: Final = re.compile(r"(?<![\w:/.])/(?:[^\s/'\"`]+/)+([^\s/'\"`]*)")


def verify(call: Call) -> AnswerPage:
    """Give the verdict and what was found; each finding with what to do."""
    place = call.book.place
    home = call.home or Home.of_user()
    report = report_fields(audit_ledger(place, home, Given(), only_read=True))
    told = {x: y for x, y in placeless(report, place).items() if x not in INNER}
    findings = [
        {x: y for x, y in one.items() if x != "file"} for one in told.pop("findings")
    ]
    head = head_of("verify", call) | told
    return page_of_lists(head, {"findings": findings}, call.start)


def placeless(value: Any, place: str) -> Any:  # JSON
    """Give a value without the places of this machine that its texts name."""
    match value:
        case str():
            return _PATH.sub(r"\1", value.replace(place, "the ledger"))
        case list() | tuple():
            return [placeless(one, place) for one in value]
        case dict():
            return {key: placeless(one, place) for key, one in value.items()}
    return value
