"""From what is stored to what is on record: entries, texts, answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

from ledger.claims.canonical import parse_entry
from ledger.claims.entry import Entry, Stored
from ledger.claims.kinds import targets_in
from ledger.claims.upcasting import upcast
from ledger.errors import BadInput, Damaged
from ledger.logs import warn
from ledger.projections.visible import apply_corrections
from ledger.reading.parameters import EventName, question
from ledger.store.entries import UnreadEntry, damaged, unread
from ledger.store.log import Log
from ledger.store.payloads import Payload, payload_of, payloads_of
from ledger.store.reading import MANY, MAX_SEQ, Reader

if TYPE_CHECKING:
    from ledger.errors import Unreachable

T = TypeVar("T")

STUMBLED: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError),
    *(TypeError, ValueError),
    BadInput,
)
"""What a fold comes to where an entry holds data that no event of its type has."""


def entry_of(stored: Stored) -> Entry:
    """Read a stored entry, its data in today's shape.

    Damaged if it stands under another company than its bytes say.
    """
    try:
        parsed = parse_entry(stored.body)
        type_ = parsed["type"]
        data = upcast(type_, parsed["schema"], parsed["data"])
        company = data.get("company")
    except (Damaged, BadInput, KeyError, TypeError, AttributeError):
        raise unread(stored.seq) from None
    if company != stored.company:
        raise damaged(stored.seq, "company")
    actor = parsed.get("actor", "")
    return Entry(
        stored.seq, stored.id, type_, stored.recorded, data, actor, stored.company
    )


def entries_of(several: Iterable[Stored]) -> Iterator[Entry]:
    """Read stored entries; leave out, with a warning, what never was one."""
    for stored in several:
        try:
            yield entry_of(stored)
        except UnreadEntry as error:
            warn(f"entry {error.seq} is left out: {error.what}; {error.hint}")


def valid(entries: Sequence[Entry]) -> list[Entry]:
    """Leave out, with a warning, entries with data that no event of their type has.

    It takes long, so it is done only where such data were stumbled on.
    """
    from ledger.claims.checking import event_from  # only in trouble

    found = []
    for entry in entries:
        try:
            event_from(entry.type, entry.data)
        except BadInput as error:
            what = f"entry {entry.seq} is left out: its data are not a {entry.type}"
            warn(f"{what} ({error.message}); `sayso record void {entry.seq}`")
        else:
            found.append(entry)
    return found


def tolerant(fold: Callable[[Sequence[Entry]], T], entries: Sequence[Entry]) -> T:
    """Fold entries; where data that were slipped in are in the way, without these."""
    try:
        return fold(entries)
    except STUMBLED:
        sound = valid(entries)
        if len(sound) == len(entries):
            raise
        return fold(sound)


def standing(entry: Entry, ours: Sequence[Entry]) -> Entry:
    """Tell how an entry stands after our corrections and voidings."""
    if not ours:
        return entry
    applied = apply_corrections([entry, *(one for one in ours if one.seq > entry.seq)])
    now = next((one for one in applied.entries if one.id == entry.id), entry)
    return now._replace(voided_by=applied.voided.get(entry.id))


class Attached(NamedTuple):
    """One text of an event, as it is today."""

    what: str
    commitment: str
    media_type: str
    text: str | None
    """None once it is erased."""
    erased_by: int | None
    """The event that says so."""


def commitments(stored: Stored) -> list[bytes]:
    """Give the commitments to texts that an entry holds, in its order."""
    if b'"commitment":"' not in stored.body or stored.type == "payload.erased":
        return []
    items = entry_of(stored).data.get("payloads", ())
    return [bytes.fromhex(item["commitment"]) for item in items]


def attached(reader: Reader, event_id: str) -> list[Attached]:
    """Give the texts that came with an event, in its order."""
    entry = entry_of(reader.get(event_id))
    return texts_among(reader, [entry]).get(entry.id, [])


def batched(several: Sequence[T]) -> Iterator[Sequence[T]]:
    """Give a sequence in parts that a statement can name at once."""
    for first in range(0, len(several), MANY):
        yield several[first : first + MANY]


def texts_among(reader: Reader, entries: Sequence[Entry]) -> dict[str, list[Attached]]:
    """Give the texts that came with some entries, by their ids."""
    items = {x.id: x.data["payloads"] for x in entries if x.data.get("payloads")}
    if not items:
        return {}
    wanted = {bytes.fromhex(y["commitment"]) for x in items.values() for y in x}
    there: dict[bytes, Payload] = {}
    for part in batched(sorted(wanted)):
        there |= payloads_of(reader, part)
    erased = _erased(reader) if len(there) < len(wanted) else {}
    return {
        id_: [_attached(x, there, erased) for x in several]
        for id_, several in items.items()
    }


def _erased(reader: Reader) -> dict[str, int]:
    """Give the events that erased texts, by the commitments to these."""
    return {
        other.data["commitment"]: other.seq
        for other in map(entry_of, reader.read(names=True))
        if other.type == "payload.erased"
    }


def _attached(
    item: Mapping[str, Any],
    there: Mapping[bytes, Payload],
    erased: Mapping[str, int],
) -> Attached:
    commitment = item["commitment"]
    one = there.get(bytes.fromhex(commitment))
    text = None if one is None else one.body.decode("utf-8", "replace")
    by = erased.get(commitment)
    return Attached(item["what"], commitment, item["media_type"], text, by)


class EntryLedger(Protocol):
    """An open ledger, as far as entries go."""

    log: Log


class EntryDetails(NamedTuple):
    """One entry, as stored and as it stands today, with what refers to it."""

    stored: Stored
    today: Entry
    answers: list[Entry]
    texts: list[Attached]
    """The texts that came with it."""


@question
def event(ledger: EntryLedger, text: EventName) -> Stored:
    """Find an entry by its number or the beginning of its id."""
    return ledger.log.get(text)


@question
def on_record(ledger: EntryLedger, text: EventName, upto: int | None = None) -> Entry:
    """Find an entry, as it stands after our own corrections: today, or at an entry."""
    entry = entry_of(ledger.log.get(text))
    kept = ledger.log.ours(entry.data.get("company"))
    ours = [entry_of(x) for x in kept if upto is None or x.seq <= upto]
    return standing(entry, ours)


@question
def events(
    ledger: EntryLedger,
    after: int | None = None,
    upto: int | None = None,
    types: Sequence[str] = (),
) -> Iterator[Stored]:
    """Give entries in sequence, those in (after, upto], of some types or all."""
    for stored in ledger.log.read(after=after, upto=upto):
        if not types or stored.type in types:
            yield stored


def follow(
    ledger: EntryLedger,
    after: int | None = None,
    *,
    wait: Callable[[], bool] | None = None,
    trouble: "Callable[[Unreachable], None] | None" = None,
) -> Iterator[list[Stored]]:
    """Give entries after a number, at most 1,000 at once, and then what comes.

    It ends when `wait`, called while there is nothing new, gives False; without
    it half a second is waited each time, for ever. See `ledger.store.following`.
    """
    from ledger.store.following import follow, pause  # only for this

    begin = -1 if after is None else after
    return follow(ledger.log, begin, wait=wait or pause, trouble=trouble)


def texts(ledger: EntryLedger, stored: Stored) -> Iterator[dict[str, str]]:
    """Give the texts to which an entry commits and that are there, with salts."""
    for commitment in commitments(stored):
        one = payload_of(ledger.log, commitment)
        if one is not None:
            yield {
                "commitment": one.commitment.hex(),
                "salt": one.salt.hex(),
                "media_type": one.media_type,
                "text": one.body.decode("utf-8", "replace"),
            }


@question
def story(
    ledger: EntryLedger, text: EventName, upto: int | None = None
) -> EntryDetails:
    """Find an entry, and all that answers, corrects or voids it.

    With `upto` as it stood at that entry.
    """
    stored = ledger.log.get(text)
    entry = entry_of(stored)
    company = entry.data.get("company")
    last = MAX_SEQ if upto is None else upto
    kept = ledger.log.read(company=company, names=company is None, upto=last)
    answers = [
        other
        for other in map(entry_of, kept)
        if entry.id in targets_in(other.type, other.data)
    ]
    texts = attached(ledger.log, entry.id)
    return EntryDetails(stored, on_record(ledger, text, upto), answers, texts)
