"""Documents, and what they show: evidence stands next to a claim, never in it.

So a claim is the same claim wherever it was read and however it was quoted; see
`ledger.claims.evidence` for events that hold their evidence themselves.
"""

from typing import Self

from pydantic import Field, StrictInt, model_validator

from ledger.claims.fields import (
    Detached,
    Event,
    EventId,
    MediaType,
    Name,
    Slug,
    Some,
    Text,
    WhenText,
)
from ledger.claims.vocabulary import ExtractionTier


class DocumentRecorded(Event):
    """An article or a file: what it is, and a commitment to its text.

    The text is an `article` among the payloads, stored once and erasable. Documents
    with one `text_sha256` are one document, which several may carry.
    """

    type = "document.recorded"
    sha256: EventId
    """Of its bytes, as they came."""
    text_sha256: EventId
    """Of its text in UTF-8."""
    media_type: MediaType
    """Of its bytes; the text is plain."""
    encoding: Name | None = None
    """Of its bytes; UTF-8 if absent."""
    language: Name | None = None
    title: Text | None = None
    url: Text | None = None
    publisher: Slug | None = None
    published: WhenText | None = None
    payloads: tuple[Detached, ...] = Field(min_length=1, max_length=1)

    @model_validator(mode="after")
    def _an_article(self) -> Self:
        if self.payloads[0].what != "article":
            raise ValueError("the text of a document is an article")
        return self


class ClaimCited(Event):
    """Where an event was read, and how: evidence that may come later, too.

    `start` and `end` count characters (Unicode code points) in the document's text as
    it is; the quote is what stands there. A quote without a document is a payload.
    """

    type = "claim.cited"
    claim: EventId
    company: Slug | None = None
    document: EventId | None = None
    start: StrictInt | None = Field(default=None, ge=0, lt=2**32)
    end: StrictInt | None = Field(default=None, gt=0, lt=2**32)
    url: Text | None = None
    locator: Text | None = None
    language: Name | None = None
    note: Text | None = None
    extractor: Name | None = None
    """The program or person that found the passage."""
    version: Name | None = None
    """Of the extractor."""
    tier: ExtractionTier | None = None
    reviewer: Name | None = None
    payloads: tuple[Detached, ...] = Some

    @model_validator(mode="after")
    def _shows_something(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("a passage has a start and an end")
        if self.start is not None and self.end is not None:
            if self.document is None:
                raise ValueError("a passage needs a document")
            if self.start >= self.end:
                raise ValueError("a passage ends after its start")
        if not (self.model_fields_set - {"claim", "company"}):
            raise ValueError("a citation gives a document, a quote, a url or a note")
        return self
