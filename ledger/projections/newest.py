"""The words of some claims of a round, and the newest of each origin.

A round has many claims and few sources: what a source said last is worked out again
only where one of its own claims came or went.
"""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable
from itertools import islice, takewhile
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from ledger.projections.claims import Claim
from ledger.projections.hulls import ClaimedPrice, latest
from ledger.projections.pricedates import interval
from ledger.projections.rows import EventOrder


class _NewestClaim(NamedTuple):
    """What one claim says, and when it said so last."""

    at: tuple[int, int]
    key: EventOrder
    seq: int
    words: list[ClaimedPrice]


class _SourceClaims:
    """What one source says."""

    def __init__(self) -> None:
        self.told: list[_NewestClaim] = []
        """In the order of when it was said last, then of folds."""
        self.order: list[tuple[EventOrder, int]] = []
        """The claims in the order of folds, by their numbers."""
        self.newest: list[ClaimedPrice] | None = None

    def latest(self, without: Collection[int] = ()) -> list[ClaimedPrice]:
        """Give its newest words, and of those before what they say of other parts."""
        if without:
            return self._latest(without)
        if self.newest is None:
            self.newest = self._latest(())
        return self.newest

    def _latest(self, without: Collection[int]) -> list[ClaimedPrice]:
        last: list[_NewestClaim] = []
        for one in reversed(self.told):
            if one.seq not in without:
                if last and one.at < last[0].at:
                    break
                last.append(one)
        words = [word for one in reversed(last) for word in one.words]
        if all(word.parts for word in words):
            every = sorted(self.told, key=attrgetter("key"))
            left = (one for one in every if one.seq not in without)
            return latest([(one.at, word) for one in left for word in one.words])
        return words


class NewestByOrigin:
    """The newest words of each origin: the same object while they are the same."""

    def __init__(self, words: list[ClaimedPrice]) -> None:
        self.words = words
        self.groups = by_currency(words)
        self.made: dict[tuple[object, ...], Any] = {}
        """What was made of them, by what else it rests on."""


def by_currency(words: Iterable[ClaimedPrice]) -> dict[str, list[ClaimedPrice]]:
    """Group words by currency."""
    groups: dict[str, list[ClaimedPrice]] = {}
    for word in words:
        groups.setdefault(word.figure.currency or "", []).append(word)
    return groups


class Newest:
    """Words by source, in the order of folds."""

    def __init__(self) -> None:
        self._sources: dict[str, _SourceClaims] = {}
        self._order: list[tuple[EventOrder, str]] = []
        """The sources in the order of their first claims."""
        self._speakers: dict[int, str] = {}
        self._spoken: dict[frozenset[int], NewestByOrigin] = {}
        """The newest words, once they were looked up, by which claims are left out."""

    def put(self, claim: Claim, words: list[ClaimedPrice]) -> None:
        """Let the words of a claim come, if it has any."""
        if words:
            source = self._sources.setdefault(claim.source, _SourceClaims())
            key, before = claim.row.key, source.order[:1]
            insort(source.told, _NewestClaim(interval(claim), key, claim.seq, words))
            insort(source.order, (key, claim.seq))
            self._speakers[claim.seq] = claim.source
            self._look_up_again(claim.source, before)

    def take(self, claim: Claim) -> None:
        """Let the words of a claim go."""
        if self._speakers.pop(claim.seq, None) is None:
            return
        source, key = self._sources[claim.source], claim.row.key
        del source.told[bisect_left(source.told, (interval(claim), key))]
        before = source.order[:1]
        del source.order[bisect_left(source.order, (key,))]
        self._look_up_again(claim.source, before)
        if not source.told:
            del self._sources[claim.source]

    def _look_up_again(self, name: str, before: list[tuple[EventOrder, int]]) -> None:
        """Look up a source again of which a claim came or went: its first, before."""
        source = self._sources[name]
        source.newest = None
        self._spoken.clear()
        if source.order[:1] != before:
            for key, _ in before:
                del self._order[bisect_left(self._order, (key, name))]
            for key, _ in source.order[:1]:
                insort(self._order, (key, name))

    def of_each(self, without: Iterable[int] = ()) -> NewestByOrigin:
        """Give the newest words of each origin: those of its last interval.

        What it said before of other parts of the round stands next to them. Claims
        may be left out, by their numbers.
        """
        out = frozenset(seq for seq in without if seq in self._speakers)
        if out not in self._spoken:
            self._spoken[out] = NewestByOrigin(self._of_each(out))
        return self._spoken[out]

    def _of_each(self, without: frozenset[int]) -> list[ClaimedPrice]:
        sources = self._sources
        cut = dict.fromkeys([self._speakers[seq] for seq in without], without)
        order = self._order
        if cut:
            order = [one for one in order if one[1] not in cut]
            for name in cut:
                left = (key for key, seq in sources[name].order if seq not in without)
                order += [(key, name) for key in islice(left, 1)]
            order.sort()
        return [
            word
            for _, name in order
            for word in sources[name].latest(cut.get(name, ()))
        ]

    def last(self) -> tuple[tuple[int, ...], list[ClaimedPrice]]:
        """Give the last interval in which something was said, and the words of it."""
        every = self._sources.values()
        last = max((source.told[-1].at for source in every), default=())
        found = [
            (one.key, one.words)
            for source in every
            for one in takewhile(lambda one: one.at == last, reversed(source.told))
        ]
        found.sort(key=itemgetter(0))
        return last, [word for _, words in found for word in words]
