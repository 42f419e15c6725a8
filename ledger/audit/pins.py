"""Pins: the last head of each ledger that this person has seen, kept outside of it.

A pin is a checkpoint as it was signed. It moves forward only, after the ledger was
seen to extend it. Next to it stands, for each place where the ledger was, the last head
that was seen there: so a database that was emptied is still known for what it held, and
a copy at another place is told from an older ledger that was put into the same one.
"""

from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.notes import Note, read_note
from ledger.audit.places import Home, filed, got, write_whole
from ledger.errors import NotProven

_EDITED = "look for a copy; without it, delete it, and verify with --key"
_LINES = 3
"""A file of a place holds its origin, the place, and a head."""


def _database(place: str) -> str:
    """Name the database of a URL, no matter who asks it and how; a file as it is."""
    if "://" not in place:
        return place
    url = urlsplit(place)
    socket = parse_qs(url.query).get("host", [""])[0]
    host, port = url.hostname or socket, url.port or 5432
    return f"{url.scheme}://{host}:{port}{url.path}"


def _is_other(path: str, place: str) -> bool:
    """Tell whether there is a file at a path, and not the one that is at a place."""
    try:
        return not Path(path).samefile(place)
    except OSError:  # one of them is not there, or it is on a server
        return Path(path).exists()


class Pins:
    """The pins of one person."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def path(self, origin: str) -> Path:
        """Give where the pin of a ledger lies, or would."""
        return self._home.pins / f"{filed(origin)}.checkpoint"

    def _place(self, place: str) -> Path:
        named = sha256(_database(place).encode()).hexdigest()[:32]
        return self._home.pins / f"{named}.place"

    def read(self, origin: str) -> Note | None:
        """Give the pin of a ledger; NotProven if it is malformed.

        A pin of another ledger under its name does not count.
        """
        data = got(self.path(origin))
        if data is None:
            return None
        try:
            note = read_note(data)
            return note if checkpoint_in(note).origin == origin else None
        except NotProven as error:
            raise NotProven(
                f"BAD-SIGNATURE  the pin {self.path(origin)} was edited:"
                f" {error.message}",
                _EDITED,
            ) from None

    def origin_at(self, place: str) -> str | None:
        """Give the origin of the ledger that was last seen at a place."""
        data = got(self._place(place))
        return None if data is None else data.decode("utf-8", "replace").split("\n")[0]

    def head_at(self, place: str) -> Note | None:
        """Give the last head that was seen at a place; None if none was written down.

        NotProven if somebody edited it.
        """
        data = got(self._place(place)) or b""
        *_, note = data.split(b"\n", 2)
        if data.count(b"\n") < _LINES:
            return None  # as versions before 0.5 wrote it
        try:
            return read_note(note)
        except NotProven as error:
            path = self._place(place)
            raise NotProven(
                f"BAD-SIGNATURE  the pin {path} was edited: {error.message}", _EDITED
            ) from None

    def elsewhere(self, origin: str, place: str) -> list[str]:
        """Give the other files where a ledger was seen and something still is.

        Whether a database on a server is still there is not asked: it may take long.
        Another path to the same file is no other file. That two files are one is all
        that is taken from what the system calls them: it gives the numbers of deleted
        files to new ones, and a backup that is put back has another number.
        """
        found = []
        for path in sorted(self._home.pins.glob("*.place")):
            said = (got(path) or b"").decode("utf-8", "replace").split("\n")
            if len(said) <= _LINES or said[0] != origin:
                continue
            if _database(said[1]) != _database(place):
                found.append(said[1])
        return [one for one in found if "://" not in one and _is_other(one, place)]

    def move(self, note: Note, place: str) -> None:
        """Remember a head; the ledger was seen to extend the one before."""
        origin = checkpoint_in(note).origin
        data = bytes(note)
        if got(self.path(origin)) != data:
            write_whole(self.path(origin), data)
        self.mark(note, place)

    def mark(self, note: Note, place: str) -> None:
        """Remember a head for one place."""
        origin = checkpoint_in(note).origin
        said = f"{origin}\n{place}\n".encode() + bytes(note)
        if got(self._place(place)) != said:
            write_whole(self._place(place), said)

    def forget(self, origin: str, place: str) -> None:
        """Let go of the pin of a ledger, which was kept as evidence."""
        self.path(origin).unlink(missing_ok=True)
        self._place(place).unlink(missing_ok=True)

    def keep_evidence(self, origin: str, *notes: Note) -> list[Path]:
        """Write down heads that contradict each other; give where."""
        folder = self._home.evidence / filed(origin)
        kept = []
        for note in notes:
            head = checkpoint_in(note)
            path = folder / f"{head.size}-{head.root.hex()[:12]}.checkpoint"
            if got(path) is None:
                write_whole(path, bytes(note))
            kept.append(path)
        return kept
