"""When a person looked last: for each ledger, and each list of companies, a token.

The file of a look holds the token of the last answer that was printed to its end, and
the token of one that is being printed. A program that is killed while it prints leaves
both: the next one prints the same difference again, from the same token to the same.
So what changed is told at least once, and told again under the same pair of tokens.
"""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from ledger.audit.places import Home, filed, got, write_whole
from ledger.errors import Refused

FORMAT: Final = "sayso-look/1"
KEPT: Final = 50
"""So many entries of the feed are kept, the newest first."""


class FeedEntry(NamedTuple):
    """What an entry of the feed says: what changed for one company in one look."""

    id: str
    title: str
    updated: str
    lines: Sequence[str]


class Look(NamedTuple):
    """One file: which ledger and companies, and how far somebody has looked."""

    path: Path
    ledger: str
    companies: Sequence[str]
    token: str | None = None
    """Of the last answer that was printed to its end; None before the first."""
    printing: str | None = None
    """Of an answer that was begun, and whose end nobody has seen."""
    feed: Sequence[FeedEntry] = ()

    @classmethod
    def read(cls, home: Home, ledger: str, companies: Iterable[str]) -> Self:
        """Give the look at some companies of a ledger, or at all of them.

        `ledger` says which ledger it is. Refused if the file was damaged.
        """
        look = cls.blank(home, ledger, companies)
        data = got(look.path)
        return look if data is None else look.reading(data)

    @classmethod
    def blank(cls, home: Home, ledger: str, companies: Iterable[str]) -> Self:
        """Give the look of somebody who never looked."""
        names = sorted(set(companies))
        more = sha256(" ".join(names).encode()).hexdigest()[:16]
        path = home.looks / f"{filed(ledger)}{f'-{more}' * bool(names)}.json"
        return cls(path, ledger, names)

    def reading(self, data: bytes) -> Self:
        """Give the same look with what its file says; Refused if it was damaged."""
        try:
            found = json.loads(data)
            _check_same((found["format"], found["ledger"]), (FORMAT, self.ledger))
            tokens = _text_or_none(found["token"]), _text_or_none(found["printing"])
            feed = [_from_json(x) for x in found["feed"]]
        except (ValueError, KeyError, TypeError):
            raise Refused(
                f"{self.path} does not say when you looked last: it was damaged",
                "`sayso watch --since yesterday` begins again from a day",
            ) from None
        return self._replace(token=tokens[0], printing=tokens[1], feed=feed)

    def begin(self, token: str) -> Self:
        """Write down that the changes up to a token are being printed."""
        return self._replace(printing=token).save()

    def done(self, token: str, told: Sequence[FeedEntry]) -> Self:
        """Write down that they were printed to the end, and what the feed says."""
        feed = newest_first(told, self.feed)
        return self._replace(token=token, printing=None, feed=feed).save()

    def save(self) -> Self:
        """Write the file, whole or not at all."""
        text = {
            "format": FORMAT,
            "ledger": self.ledger,
            "companies": list(self.companies),
            "token": self.token,
            "printing": self.printing,
            "feed": [one._asdict() for one in self.feed],
        }
        write_whole(self.path, (json.dumps(text, indent=1) + "\n").encode())
        return self


def newest_first(
    told: Sequence[FeedEntry], before: Sequence[FeedEntry]
) -> list[FeedEntry]:
    """Put new entries in front of older ones, each id once; the oldest are dropped."""
    ids = {one.id for one in told}
    return [*told, *(one for one in before if one.id not in ids)][:KEPT]


def _check_same(found: tuple[object, object], wanted: tuple[str, str]) -> None:
    if found != wanted:
        raise ValueError


def _text_or_none(found: object) -> str | None:
    if found is not None and not isinstance(found, str):
        raise TypeError
    return found


def _from_json(found: Any) -> FeedEntry:
    lines = [str(x) for x in found["lines"]]
    return FeedEntry(
        str(found["id"]), str(found["title"]), str(found["updated"]), lines
    )
