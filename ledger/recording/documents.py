"""Documents on record, by their texts: a text that is known is not recorded again."""

from collections.abc import Mapping
from typing import Any, Final

from ledger.claims.checking import event_data, event_from
from ledger.claims.entry import Entry
from ledger.claims.evidence import DOCUMENT
from ledger.claims.grammar import find_phrases
from ledger.claims.known import Known
from ledger.claims.names import fold
from ledger.claims.resolving import named_in
from ledger.projections.visible import apply_corrections
from ledger.reading.entries import entry_of
from ledger.recording.texts import is_text
from ledger.store.log import Writer

_ABOUT: Final = ("title", "url", "language", "publisher", "published")
"""What is said of a document besides its text."""


class Documents:
    """The documents of one transaction, read once, when first asked for."""

    def __init__(self, known: Known, writer: Writer) -> None:
        self._directory, self._writer = known.directory, writer
        self._documents: dict[str, list[Entry]] | None = None
        self.notices: list[str] = []
        """What is to be known of texts that came: that they were erased before."""

    def find(self, data: Mapping[str, Any], zone: str) -> Entry | None:
        """Give a document on record with this text, if nothing new is said of it.

        What is said is put into normal form first, so that names are compared as such.
        """
        items = data.get("payloads", ())
        if not items:
            return None
        if is_text(items[0]):  # it is not here; it may have been, and was erased
            self._note_erased(data.get("text_sha256"))
            return None
        named = named_in(DOCUMENT, data, self._directory)
        said = event_data(event_from(DOCUMENT, named, zone))
        for one in self._known().get(said["text_sha256"], ()):
            same = all(one.data.get(x) == said[x] for x in _ABOUT if x in said)
            if same and one.voided_by is None:
                return one
        return None

    def _known(self) -> dict[str, list[Entry]]:
        """Give the documents by the hashes of their texts, read once."""
        if self._documents is None:
            self._documents = {}
            read = [
                entry_of(one)
                for one in (*self._writer.documents(), *self._writer.ours(None))
            ]
            applied = apply_corrections(read)
            today = {one.id: one for one in applied.entries}
            for one in read:
                if one.type == DOCUMENT:
                    entry = today.get(one.id, one)
                    voided = applied.voided.get(one.id)
                    self.learn(entry._replace(voided_by=voided))
        return self._documents

    def learn(self, entry: Entry) -> None:
        """Note a document that is about to be on record."""
        if self._documents is not None:
            same = self._documents.setdefault(entry.data["text_sha256"], [])
            same.append(entry)

    def _note_erased(self, digest: object) -> None:
        """Note that a text which comes was on record, and who erased it and why."""
        gone = {
            str(one.data["payloads"][0]["commitment"]): one.seq
            for one in self._known().get(str(digest), ())
        }
        for erased in map(entry_of, self._writer.read(names=True)) if gone else ():
            seq = gone.get(str(erased.data.get("commitment")))
            if erased.type == "payload.erased" and seq is not None:
                self.notices.append(
                    f"the text of document {seq} was erased by event {erased.seq}"
                    f" ({erased.data['reason']}), and is on record again with this;"
                    " quotes from the erased document stay erased"
                )

    def note_unrelated(self, slug: str | None, text: str) -> None:
        """Note an article that names neither the company of its claim nor an amount."""
        company = self._directory.companies.get(slug or "")
        if company is None or any(find_phrases(text)):
            return
        words = fold(text)
        names = (company.slug, company.name, *company.aliases)
        if not any(fold(name) in words for name in names):
            self.notices.append(
                f"the article names neither {company.name} nor an amount:"
                " is it the right file?"
            )
