"""Texts that come along with events, on their way out of the entries.

Quotes, articles and personal data never stand in an entry: it holds a commitment,
SHA-256 of a fresh salt and the text, and the text goes next to it, where it can be
erased. The salt keeps anybody from guessing what was erased. Since it is fresh, the
same words would be another event each time; so a text that is on record already is
tried first under the salts that it has.
"""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice, product
from typing import Any, Final

from ledger.errors import BadInput, Problem
from ledger.store.log import Writer
from ledger.store.payloads import Payload, keep, payload_of, same_text

PLAIN: Final = "text/plain"
MOST_BYTES: Final = 1_000_000
"""A text has no more; longer ones belong into an archive, with a locator."""

_SALT_BYTES: Final = 32
_MOST_TRIES: Final = 64
_WHOLE: Final = re.compile("[0-9a-f]{64}")
_MEMBERS: Final = frozenset({"what", "text", "media_type"})


class Attachments:
    """The texts of one transaction: those to be kept, and those that are missed."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._new: dict[bytes, Payload] = {}
        self._unsaved: list[Payload] = []
        self._missed: dict[str, int] = {}

    def versions(self, data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Give what an event may be stored as: under salts in use, then a fresh one.

        Data without texts comes back unchanged. BadInput for a payload without text.
        """
        items = data.get("payloads")
        if not isinstance(items, Sequence) or isinstance(items, str):
            yield dict(data)
            return
        choices = [self._choices(at, item) for at, item in enumerate(items)]
        for chosen in islice(product(*choices), _MOST_TRIES):
            yield {**data, "payloads": list(chosen)}
        if any(is_text(item) for item in items):
            fresh = [self._fresh(item) if is_text(item) else item for item in items]
            yield {**data, "payloads": fresh}

    def _choices(self, at: int, item: Any) -> list[Any]:  # as it came
        if not is_text(item):
            return [item]
        body, media_type = _read_text(at, item)
        known = [one for one in self._new.values() if one.body == body]
        known += same_text(self._writer, body)
        return [_reference(item, one) for one in known if one.media_type == media_type]

    def _fresh(self, item: Mapping[str, Any]) -> dict[str, Any]:
        body, media_type = _read_text(0, item)
        salt = secrets.token_bytes(_SALT_BYTES)
        commitment = sha256(salt + body).digest()
        one = Payload(commitment, salt, media_type, body)
        self._new[commitment] = one
        return _reference(item, one)

    def take(self, data: Mapping[str, Any], line: int) -> None:
        """Keep the texts of an event that is accepted; note those that are not here."""
        for item in data.get("payloads", ()):
            commitment = bytes.fromhex(item["commitment"])
            one = self._new.get(commitment)
            if one is not None and one not in self._unsaved:
                self._unsaved.append(one)
            if one is None and payload_of(self._writer, commitment) is None:
                self._missed[item["commitment"]] = line

    def bring(self, one: Payload) -> None:
        """Offer a text with its salt, as an export has it, to the events that follow.

        BadInput if it is not the text that it says it is.
        """
        if not one.holds:
            raise BadInput("the text and its salt do not match the commitment")
        self._new[one.commitment] = one

    def kept(self, item: Any) -> Any:
        """Give an item that commits to a text as it is kept already, if it is.

        So a text is kept once, however many events commit to it.
        """
        if not isinstance(item, Mapping) or not isinstance(item.get("text"), str):
            return item
        return next(iter(self._choices(0, item)), item)

    def text_of(self, commitment: str) -> str | None:
        """Give the text behind a commitment, brought or kept, if it is there."""
        if not _WHOLE.fullmatch(commitment):
            return None
        raw = bytes.fromhex(commitment)
        one = self._new.get(raw) or payload_of(self._writer, raw)
        return None if one is None else one.body.decode("utf-8", "replace")

    def is_missed(self, commitment: str) -> bool:
        """Tell whether an event wants a text that is not here."""
        return commitment in self._missed

    def forgive(self, commitment: str) -> None:
        """Note that an event says why a text is not here."""
        self._missed.pop(commitment, None)

    def problems(self) -> list[Problem]:
        """Name the texts that events want and nobody brought."""
        return [
            Problem(
                line,
                "payloads",
                f"the text {commitment[:12]} is not here"
                " (`sayso log -f jsonl --payloads` prints texts, too)",
            )
            for commitment, line in self._missed.items()
        ]

    def write(self) -> None:
        """Put the texts next to the entries."""
        for one in self._unsaved:
            keep(self._writer, one)
            del self._new[one.commitment]
        self._unsaved = []

    def shown(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give data with the new texts in it, as it can be recorded again."""
        items = [
            _with_text(item, self._new.get(bytes.fromhex(item["commitment"])))
            for item in data.get("payloads", ())
        ]
        return {**data, "payloads": items} if items else data


def is_text(item: object) -> bool:
    """Tell whether an item among payloads brings a text, and not a commitment."""
    return isinstance(item, Mapping) and "commitment" not in item


def _read_text(at: int, item: Mapping[str, Any]) -> tuple[bytes, str]:
    where = f"payloads.{at}"
    if unknown := sorted(item.keys() - _MEMBERS):
        raise BadInput(f'{where}: unknown member "{unknown[0]}"')
    text, media_type = item.get("text"), item.get("media_type", PLAIN)
    if not isinstance(text, str) or not text.strip():
        raise BadInput(f"{where}: a payload has a text", 'write "text": "..."')
    try:
        body = text.encode()
    except UnicodeEncodeError:
        raise BadInput(f"{where}: the text cannot be stored as UTF-8") from None
    if len(body) > MOST_BYTES:
        raise BadInput(
            f"{where}: the text has {len(body):,} bytes; at most {MOST_BYTES:,} fit",
            "keep the relevant passage, and give its place with a locator",
        )
    return body, media_type


def _reference(item: Mapping[str, Any], one: Payload) -> dict[str, Any]:
    return {
        "what": item.get("what"),
        "commitment": one.commitment.hex(),
        "media_type": one.media_type,
        "bytes": len(one.body),
    }


def _with_text(item: Mapping[str, Any], one: Payload | None) -> Mapping[str, Any]:
    if one is None:
        return item
    told = {"what": item["what"], "text": one.body.decode()}
    return told if one.media_type == PLAIN else {**told, "media_type": one.media_type}
