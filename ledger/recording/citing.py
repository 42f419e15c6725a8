"""Evidence on its way in: out of what somebody says, to events of its own.

A claim may be typed together with its evidence: `url`, `locator`, `language`, `note`,
texts (`payloads`), a `document` on record in which its quotes stand, and `cited`, whole
citations in a list. All of that becomes events next to the claim, in its transaction:
an article becomes a document, each quote a citation, its place in the document's text
looked up. What is on record is not recorded again: neither a document whose text is
known and of which nothing new is said, nor a claim that is equal but for evidence.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, Protocol

from ledger.claims.decisions import decide
from ledger.claims.entry import Draft, Entry
from ledger.claims.evidence import CITED, DOCUMENT, EVIDENCE, evidence_in
from ledger.claims.known import Known
from ledger.claims.quotes import find_quote
from ledger.errors import BadInput, Refused
from ledger.recording.alike import Alike, bared
from ledger.recording.documents import Documents
from ledger.recording.texts import PLAIN, Attachments, is_text

TYPED: Final = (*EVIDENCE, "document", "cited")
"""What may be typed with a claim and does not stay in it."""

_WORDS: Final = ("url", "locator", "language", "note")
_APART: Final = frozenset(TYPED) - frozenset(_WORDS)
"""What no claim is checked with; words are, and leave it afterwards."""


class Deciding(Known, Protocol):
    """Who decides about each event, as far as evidence needs it."""

    zone: str
    attachments: Attachments

    def decided(
        self,
        type_: str,
        data: Mapping[str, Any],
        zone: str | None = None,
        line: int = 0,
        *,
        stored: bool = False,
        late: bool = False,
    ) -> tuple[Draft, bool]: ...

    def take(
        self, event: Draft, today: Mapping[str, Any], *, late: bool = False
    ) -> tuple[Draft, bool]: ...

    def check_past(self, data: Mapping[str, Any]) -> None: ...


class Citing:
    """The evidence of one transaction."""

    def __init__(self, desk: Deciding, alike: Alike, documents: Documents) -> None:
        self._desk, self.alike, self.documents = desk, alike, documents
        self.made: list[Draft] = []
        """What was recorded of evidence for the event that was accepted last."""
        self.voided: list[Draft] = []
        """What of its evidence is on record already, but voided: it does not count."""

    def accept(
        self,
        type_: str,
        data: Mapping[str, Any],
        zone: str,
        line: int,
        *,
        stored: bool,
        id_: str | None,
    ) -> tuple[Draft, bool]:
        """Decide about something that somebody said, and about its evidence.

        `stored` tells that it comes out of a ledger; if it comes whole, under its
        `id_`, what is new keeps its evidence inside, and with it that id.
        """
        whole = id_ is not None
        plain = {key: data[key] for key in data if key not in _APART}
        if whole and "payloads" in data:
            plain["payloads"] = data["payloads"]
        said = decide(type_, plain, self._desk, zone, stored=stored)
        if id_ is not None:
            same_id(id_, said.id)
        if whole and self._desk.holds(said.id):
            return said, False
        event = bared(said)
        known = self.alike.found(event)
        if known is not None:
            event = event._replace(id=known.id)
        elif whole:
            return self._kept_whole(said, line)
        else:
            if not stored:
                self._desk.check_past(event.data)
            self._desk.take(event, event.data)
        self.cite(event.id, known, {k: data[k] for k in TYPED if k in data}, line)
        return event, known is None

    def _kept_whole(self, said: Draft, line: int) -> tuple[Draft, bool]:
        self._desk.attachments.take(said.data, line)
        self._desk.take(said, said.data)
        entry = self._desk.entry(said.id)
        assert entry is not None
        if any(key in said.data for key in EVIDENCE):
            self.alike.add(entry)
        return said, True

    def cite(
        self, target: str, known: Entry | None, typed: Mapping[str, Any], line: int
    ) -> None:
        """Record the evidence that was typed with an event, unless it is there.

        Nothing is added to what was voided.
        """
        if not typed or (known is not None and self._same(known, typed)):
            return
        entry = self._desk.entry(target)
        if entry is None or entry.voided_by is not None:
            return
        for item in self.items(typed, line):
            said = {"claim": target, **item}
            self._record(CITED, self.prepared(CITED, said), line)
        for item in _object_list(typed.get("payloads", ())):
            if is_text(item) and item.get("what") == "article":
                self.documents.note_unrelated(entry.company, str(item["text"]))

    def cite_all(self, data: Mapping[str, Any], line: int) -> tuple[Draft, bool] | None:
        """Record the citations that a typed one makes: one for each of its quotes.

        Gives the first, and None where there is nothing to take apart.
        """
        typed = {key: data[key] for key in TYPED if key in data}
        rest = {key: v for key, v in data.items() if key not in typed}
        first: tuple[Draft, bool] | None = None
        for item in self.items(typed, line):
            said = self.prepared(CITED, {**rest, **item})
            done = self._desk.decided(CITED, said, line=line, late=True)
            if first is None:
                first = done
            else:
                self._note(done)
        return first

    def clear(self) -> None:
        """Forget what became of the evidence of the event before."""
        self.made.clear()
        self.voided.clear()
        self.documents.notices.clear()

    def _note(self, done: tuple[Draft, bool]) -> None:
        event, new = done
        if new:
            self.made.append(event)
            return
        entry = self._desk.entry(event.id)
        if entry is not None and entry.voided_by is not None:
            self.voided.append(event)

    def _record(self, type_: str, data: Mapping[str, Any], line: int) -> str:
        done = self._desk.decided(type_, data, line=line, late=True)
        self._note(done)
        return done[0].id

    def _same(self, known: Entry, typed: Mapping[str, Any]) -> bool:
        """Tell whether an event holds just this evidence itself."""
        if typed.keys() - {*EVIDENCE}:
            return False
        inside = evidence_in(known.data)
        return self._digests(inside) == self._digests(typed)

    def _digests(self, evidence: Mapping[str, Any]) -> dict[str, Any]:
        """Give evidence with texts by their hashes, so that salts do not count."""
        found = {key: v for key, v in evidence.items() if key in _WORDS}
        texts = []
        for item in _object_list(evidence.get("payloads", ())):
            text = item.get("text")
            if text is None:
                there = self._desk.attachments.text_of(str(item.get("commitment")))
                text = there or item.get("commitment")
            texts.append((item.get("what"), text))
        return {**found, "payloads": texts}

    def items(self, typed: Mapping[str, Any], line: int) -> Iterator[Mapping[str, Any]]:
        """Give one citation for each quote, or for each document, or one for all."""
        yield from _object_list(typed.get("cited", ()), "cited")
        words: dict[str, Any] = {key: typed[key] for key in _WORDS if key in typed}
        payloads = list(_object_list(typed.get("payloads", ())))
        quotes = [x for x in payloads if is_text(x) and x.get("what") == "quote"]
        articles = [x for x in payloads if is_text(x) and x.get("what") == "article"]
        rest = [x for x in payloads if x not in quotes and x not in articles]
        documents = [typed["document"]] if "document" in typed else []
        if articles:
            own = [key for key in ("url", "language") if key in words]
            about = {str(key): words.pop(key) for key in own}
            documents += [self._article(item, about, line) for item in articles]
        shown = self._all_quoted(quotes, documents)
        used = {item.get("document") for item in shown}
        shown += [{"document": one} for one in documents if one not in used]
        if rest or (words and not shown):
            first = shown[0] if shown else {}
            shown[:1] = [{**first, "payloads": [*first.get("payloads", ()), *rest]}]
        note = words.pop("note", None)
        for place, item in enumerate(shown):
            remark = {"note": note} if note is not None and place == 0 else {}
            yield {**words, **remark, **{k: v for k, v in item.items() if v}}

    def _article(
        self, item: Mapping[str, Any], about: Mapping[str, Any], line: int
    ) -> str:
        text = {key: item[key] for key in item if key != "about"}
        data = {**item.get("about", {}), **about, "payloads": [text]}
        prepared = self.prepared(DOCUMENT, data)
        known = self.documents.find(prepared, self._desk.zone)
        return self._record(DOCUMENT, prepared, line) if known is None else known.id

    def _all_quoted(
        self, quotes: Sequence[Mapping[str, Any]], documents: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Find all quotes; BadInput names each that is not there."""
        found, troubles = list[dict[str, Any]](), list[BadInput]()
        for item in quotes:
            try:
                found.append(self._quoted(item, documents))
            except BadInput as error:
                troubles.append(error)
        if troubles:
            what = "\n       ".join(error.message for error in troubles)
            raise BadInput(what, troubles[0].hint)
        return found

    def _quoted(
        self, item: Mapping[str, Any], documents: Sequence[str]
    ) -> dict[str, Any]:
        """Find a quote in the first document that holds it; without one it is kept."""
        if not documents:
            return {"payloads": [item]}
        trouble: BadInput | None = None
        for one in documents:
            try:
                return self._placed({"document": one, "quote": item["text"]})
            except BadInput as error:
                trouble = trouble or error
        assert trouble is not None
        raise trouble

    def prepared(self, type_: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Give a document with its hashes, or a citation with its passage."""
        return self._hashed(data) if type_ == DOCUMENT else self._placed(data)

    def _placed(self, data: Mapping[str, Any]) -> dict[str, Any]:
        given = dict(data)
        quote = given.pop("quote", None)
        payloads = list(_object_list(given.get("payloads", ())))
        texts = [x for x in payloads if is_text(x) and x.get("what") == "quote"]
        if quote is None and "document" in given and len(texts) == 1:
            quote = texts[0].get("text")
            payloads.remove(texts[0])
            given["payloads"] = payloads
        if "document" not in given:
            if quote is not None:
                given["payloads"] = [*payloads, {"what": "quote", "text": quote}]
            return given
        text = self._text(given["document"])
        start, end = given.get("start"), given.get("end")
        if quote is not None and start is None:
            if text is None:
                raise BadInput(
                    "the text of the document is erased, so no quote can be checked",
                    "cite it without a quote, with --locator",
                )
            passage = find_quote(text, quote)
            return {**given, "start": passage.start, "end": passage.end}
        if text is not None and isinstance(end, int) and isinstance(start, int):
            if end > len(text):
                raise BadInput(
                    f"end: the document has {len(text):,} characters, not {end:,}"
                )
            if quote is not None and text[start:end] != quote:
                raise BadInput(f"quote: it is not what stands at {start} to {end}")
        return given

    def _hashed(self, data: Mapping[str, Any]) -> dict[str, Any]:
        items = list(_object_list(data.get("payloads", ())))
        if len(items) != 1:
            return dict(data)
        if not is_text(items[0]):
            there = self._desk.attachments.text_of(str(items[0].get("commitment")))
            if there is not None and digest_of(there) != data.get("text_sha256"):
                raise BadInput("text_sha256: it is not the hash of the text")
            return dict(data)
        text = items[0].get("text")
        if not isinstance(text, str):
            return dict(data)
        digest = digest_of(text)
        if data.get("text_sha256", digest) != digest:
            raise BadInput("text_sha256: it is not the hash of the text")
        item = {**items[0], "what": items[0].get("what", "article")}
        kind = item.pop("media_type", PLAIN)
        hashes = {"sha256": digest, "text_sha256": digest, "media_type": kind}
        kept = self._desk.attachments.kept(item)
        return {**hashes, **data, "payloads": [kept]}

    def _text(self, document: object) -> str | None:
        """Give the text of a document; None if it is erased, or there is none.

        Refused if the event is something else.
        """
        entry = self._desk.entry(str(document))
        if entry is None:
            return None
        if entry.type != DOCUMENT:
            raise Refused(
                f"event {entry.seq} is a {entry.type}, not a document",
                "`sayso record document FILE` records one",
            )
        return self._desk.attachments.text_of(entry.data["payloads"][0]["commitment"])


def same_id(id_: str, own: str) -> None:
    """Hold that an event has the id that it comes with."""
    if id_ != own:
        raise BadInput(
            f"the id {id_[:12]} is not that of the content, {own[:12]}",
            "the line was changed after it was exported; leave out its id",
        )


def digest_of(text: str) -> str:
    """Give the hash by which a document's text is known."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _object_list(value: object, field: str = "payloads") -> Sequence[Mapping[str, Any]]:
    """Give the objects of a list; BadInput names anything else."""
    hint = 'write a list of objects such as {"what": "quote", "text": "..."}'
    if not isinstance(value, list | tuple):
        raise BadInput(f"{field}: is not a list", hint)
    for place, one in enumerate(value):
        if not isinstance(one, Mapping):
            raise BadInput(f"{field}.{place}: is not an object", hint)
    return value
