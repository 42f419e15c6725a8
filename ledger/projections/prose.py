"""Words that name events: their numbers stay numbers, so nobody has to look for them.

A number belongs to one ledger. Anyone who prints the words may put an id in its place,
or a link around it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prose:
    """Text with the sequence numbers of the events that it names."""

    parts: tuple[str | int, ...]

    @classmethod
    def of(cls, *parts: str | int) -> "Prose":
        """Put text and numbers of events side by side; texts that touch are one."""
        joined: list[str | int] = []
        for part in parts:
            last = joined[-1] if joined else 0
            if isinstance(part, str) and isinstance(last, str):
                joined[-1] = last + part
            elif part != "":
                joined.append(part)
        return cls(tuple(joined))

    @classmethod
    def listed(cls, events: Iterable[int], between: str = ", ") -> "Prose":
        """Name several events."""
        parts = [part for event in events for part in (between, event)]
        return cls(tuple(parts[1:]))

    @classmethod
    def joined(cls, several: "Iterable[Prose]", between: str) -> "Prose":
        """Put several side by side."""
        parts = [part for one in several for part in (between, *one.parts)]
        return cls.of(*parts[1:])

    @property
    def events(self) -> tuple[int, ...]:
        """The events that it names, in order."""
        return tuple(part for part in self.parts if isinstance(part, int))

    def worded(self, change: Callable[[str], str]) -> "Prose":
        """Change its text, and no number."""
        parts = (x if isinstance(x, int) else change(x) for x in self.parts)
        return Prose(tuple(parts))

    def naming(self, name: Callable[[int], str]) -> str:
        """Write it with another name for each event."""
        return "".join(x if isinstance(x, str) else name(x) for x in self.parts)

    def __bool__(self) -> bool:
        return any(part != "" for part in self.parts)

    def __str__(self) -> str:
        return self.naming(str)
