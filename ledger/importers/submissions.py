"""EDGAR's whole submissions: a header with number and day, and documents in tags.

They come as `.txt` from EDGAR, and as `.nc` in its daily feeds; old ones begin with a
header for privacy-enhanced mail. Of the documents the Form D is read. A root `<XML>`
without any header is one too.
"""

import re
from dataclasses import dataclass
from typing import Final

from ledger.errors import BadInput

MOST_BYTES: Final = 2_000_000
_XML: Final = re.compile(rb"<XML>(.*?)</XML>", re.DOTALL | re.IGNORECASE)
_NUMBER: Final = re.compile(
    rb"(?:ACCESSION NUMBER:\s*|<ACCESSION-NUMBER>)(\d{10}-\d{2}-\d{6})"
)
_FILED: Final = re.compile(
    rb"(?:FILED AS OF DATE:\s*|<FILING-DATE>)(\d{4})(\d{2})(\d{2})"
)
_TYPE: Final = re.compile(
    rb"(?:CONFORMED SUBMISSION TYPE:[ \t]*|<TYPE>)D(?:/A)?\s", re.IGNORECASE
)
_BEGINS: Final = (
    *(b"<SEC-DOCUMENT>", b"<SUBMISSION>", b"<XML>", b"<SEC-HEADER>", b"<DOCUMENT>"),
    b"-----BEGIN PRIVACY-ENHANCED MESSAGE-----",
)


@dataclass(frozen=True, slots=True)
class Submission:
    """What a submission says of its Form D."""

    xml: bytes
    """The document, behind as many line ends as stand before it."""
    number: str | None
    filed: str | None


def is_submission(start: bytes) -> bool:
    """Tell whether a file begins as a submission does."""
    return start.lstrip().upper().startswith(_BEGINS)


def is_of_form_d(start: bytes) -> bool:
    """Tell from its first bytes whether a submission holds a Form D."""
    if not is_submission(start):
        return False
    return b"<edgarSubmission" in start or _TYPE.search(start) is not None


def submission_in(raw: bytes, root: str) -> Submission:
    """Take a submission apart; BadInput if no document in it has the root."""
    tag = f"<{root}".encode()
    for found in _XML.finditer(raw):
        if tag in found[1]:
            lines = raw[: found.start(1)].count(b"\n")
            head = raw[: found.start()]
            number, filed = _NUMBER.search(head), _FILED.search(head)
            return Submission(
                b"\n" * lines + found[1].strip(b"\r\n \t"),
                number[1].decode() if number else None,
                b"-".join(filed.groups()).decode() if filed else None,
            )
    raise BadInput(
        "this is a submission to EDGAR without the XML of a Form D",
        "those before 2009 are on paper forms, and cannot be read",
    )
