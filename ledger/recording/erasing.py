"""Erasing a text that came with an event: the event stays, and says what it lost.

In one transaction an event puts on record that a payload is erased, and why, and the
payload goes with its salt. The entry still holds the commitment, so every proof stays
good; without the salt nobody can find out what the words were, not even by trying.
"""

from collections.abc import Callable

from ledger.errors import Refused
from ledger.reading.entries import attached
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
            drop(writer, one.commitment)
    gone = [part for one in chosen for part in (one.body, one.salt)]
    log.scrub(gone)
    return done


def _chosen(writer: Writer, event_id: str, kinds: tuple[str, ...]) -> list[Payload]:
    texts = [x for x in attached(writer, event_id) if not kinds or x.what in kinds]
    there = [x for x in texts if x.text is not None]
    if not there:
        seq = writer.get(event_id).seq
        gone = ", ".join(
            f"event {x.erased_by}" for x in texts if x.erased_by is not None
        )
        why = f"it was erased by {gone}" if gone else "none came with it"
        what = " or ".join(kinds) or "text"
        raise Refused(f"event {seq} has no {what} to erase: {why}")
    found = (payload_of(writer, bytes.fromhex(one.commitment)) for one in there)
    return [one for one in found if one is not None]


MakeDesk = Callable[[Writer], Desk]
"""Gives the right to append, with who does it and when."""
