"""Erasing a text that came with an event: the event stays, and says what it lost.

In one transaction an event puts on record that a payload is erased, and why, and the
payload goes with its salt, and its words from the index. The entry still holds the
commitment, so every proof stays good; without the salt nobody can find out what the
words were, not even by trying. Of a document the hash of its text stays: with the
article one can still show which it was.
"""

from collections.abc import Callable, Iterator, Sequence

from ledger.claims.entry import Entry, Stored
from ledger.claims.evidence import CITED
from ledger.errors import Refused
from ledger.reading.entries import Attached, attached, entry_of
from ledger.reading.index.keeping import forget
from ledger.recording.desk import Desk
from ledger.store.log import Log, Writer
from ledger.store.payloads import Payload, drop, payload_of


def erase(
    log: Log, event_id: str, kinds: tuple[str, ...], reason: str, desk: "MakeDesk"
) -> list[int]:
    """Erase texts of an event, of some kinds or all; give the events that say so.

    Refused if there is nothing to erase.
    """
    with log.writer() as writer:
        chosen = _chosen(writer, event_id, kinds)
        done = []
        for one in chosen:
            keeping = desk(writer)
            said = {"commitment": one.commitment.hex(), "reason": reason}
            keeping.accept_own("payload.erased", said)
            done += [outcome.seq for outcome in keeping.write()]
            forget(writer, one.commitment)
            drop(writer, one.commitment)
    gone = [part for one in chosen for part in (one.body, one.salt)]
    log.scrub(gone)
    return done


def _chosen(writer: Writer, event_id: str, kinds: tuple[str, ...]) -> list[Payload]:
    """Give the texts that came with an event or with its citations, each once."""
    entry = entry_of(writer.get(event_id))
    cited = [
        one
        for one in map(entry_of, _near(writer, entry))
        if one.type == CITED and one.data["claim"] == entry.id
    ]
    texts = [
        text
        for one in (entry, *cited)
        for text in attached(writer, one.id)
        if not kinds or text.what in kinds
    ]
    there = {x.commitment: x for x in texts if x.text is not None}
    if not there:
        raise _nothing(writer, entry, cited, texts, kinds)
    found = (payload_of(writer, bytes.fromhex(one)) for one in there)
    return [one for one in found if one is not None]


def _near(writer: Writer, entry: Entry) -> Iterator[Stored]:
    return writer.read(company=entry.company, names=entry.company is None)


def _nothing(
    writer: Writer,
    entry: Entry,
    cited: Sequence[Entry],
    texts: Sequence[Attached],
    kinds: tuple[str, ...],
) -> Refused:
    """Say why there is nothing to erase, and where the words may stand."""
    gone = ", ".join(f"event {x.erased_by}" for x in texts if x.erased_by is not None)
    why = f"it was erased by {gone}" if gone else "it has none"
    what = " or ".join(kinds) or "text"
    documents = dict.fromkeys(x.data["document"] for x in cited if "document" in x.data)
    numbers = [writer.get(one).seq for one in documents]
    hint = None
    if numbers:
        which = " or ".join(f"`sayso record erase {seq}`" for seq in numbers)
        hint = f"its quotes stand in a document: {which} erases the whole text"
    return Refused(f"event {entry.seq} has no {what} to erase: {why}", hint)


MakeDesk = Callable[[Writer], Desk]
"""Gives the right to append, with who does it and when."""
