"""A filter that knows of most ids that they are not on record, without a statement.

Who appends many events asks of each whether it is there; of a file of news none is. A
bit for the first three bytes of every id on record says "certainly not" at once; where
it is set, the log has to be asked. Two megabytes, whatever the ledger's size.
"""

from typing import Final

from ledger.store.log import Writer

PAGE: Final = 10_000
PATIENCE: Final = 64
"""To fetch so many ids takes about as long as to ask for one."""


class BloomFilter:
    """The bits of the ids on record; made once it is worth it."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._bits = bytearray()
        self._early: list[str] = []
        self._asked = 0

    def certainly(self, event_id: str) -> bool:
        """Tell whether an id (hex) is not on record; False may mean either."""
        if not self._bits:
            self._asked += 1
            if self._asked * PATIENCE <= self._writer.head.seq + PATIENCE:
                return False
            self._fill()
        place = int(event_id[:6], 16)
        return not self._bits[place >> 3] & 1 << (place & 7)

    def add(self, event_id: str) -> None:
        """Note an id that is about to be on record."""
        if not self._bits:
            self._early.append(event_id)  # it may not be in the database yet
            return
        place = int(event_id[:6], 16)
        self._bits[place >> 3] |= 1 << (place & 7)

    def _fill(self) -> None:
        self._bits = bytearray(1 << 21)
        for event_id in self._early:
            self.add(event_id)
        self._early.clear()
        end = self._writer.head.seq + 1
        for first in range(0, end, PAGE):
            for raw in self._writer.ids(first, min(first + PAGE, end)):
                self.add(raw[:3].hex())
