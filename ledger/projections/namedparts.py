"""Parts under names of their own, and which of them are others than before.

From one event of a company to the next few of its hundreds of parts are others: a story
notes which.
"""

from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class NamedParts(Generic[T]):
    """The parts of a company, each under a name of its own; they come and go."""

    def __init__(self, found: Iterable[tuple[object, T]] = ()) -> None:
        self.found = dict(found)
        self._changed: list[object] = []

    def put(self, name: object, part: T | None) -> None:
        """Let a part take the place of the one before it; None for no part."""
        if part is not None:
            self.found[name] = part
        elif self.found.pop(name, None) is None:
            return
        self._changed.append(name)

    def become(self, parts: Iterable[T]) -> None:
        """Hold these parts and no others, in their order, each by its id."""
        now: dict[object, T] = {id(part): part for part in parts}
        self._changed += self.found.keys() ^ now.keys()
        self.found = now

    @property
    def changes(self) -> int:
        """How often a part took the place of another, or went."""
        return len(self._changed)

    def since(self, changes: int) -> set[object]:
        """Name the parts that are others than after so many changes."""
        return set(self._changed[changes:])
