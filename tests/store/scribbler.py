"""One writer of a storm, to be run as a process of its own, and to be killed.

    python -m tests.store.scribbler PLACE WHO SECONDS

It appends one to three reports at a time, as fast as it can, and prints the number of
the last one as soon as it is told that they are recorded.
"""

import sys
import time
from itertools import count

from ledger.claims.canonical import draft
from ledger.claims.entry import Draft
from ledger.errors import Unreachable
from ledger.store.log import Log
from ledger.store.opening import connect


def said(who: str, number: int) -> Draft:
    """Give a report that nobody else makes."""
    data = {"company": "xai", "round": "xai/a", "source": who, "note": str(number)}
    return draft("round.reported", {**data, "published": "2024-01-19"}, 2)


def main(place: str, who: str, seconds: str) -> None:
    """Append until the time is over."""
    log, numbers = Log(connect(place)), count()
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        number = next(numbers)
        many = 1 + number % 3
        drafts = [said(who, 10 * number + one) for one in range(many)]
        try:
            done = log.append(drafts, actor=who, log=LEDGER)
        except Unreachable:
            continue  # on SQLite the others may keep somebody waiting for too long
        for one in done:
            told = f"{one.seq} {one.id}\n"
            sys.stdout.write(told)
            sys.stdout.flush()  # a pipe gets a short line whole
    log.close()


LEDGER = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"

if __name__ == "__main__":
    main(*sys.argv[1:])
