"""Somebody who records is killed, again and again, at any moment; run as a program.

    python crashing.py PLACE HOME KILLS SEED

It forks a recorder, kills it with SIGKILL after a random while, and looks at what is
left: nothing that was acknowledged is lost, and the next command signs what is there.
A line of JSON says at the end at which moments it struck.
"""

import json
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.notes import read_note
from ledger.audit.pins import Pins
from ledger.audit.places import Home
from ledger.book import Book
from ledger.store.checkpoints import last_kept

BYTES = 8
LONGEST = 0.03
"""Seconds: a few rounds of recording and signing."""


def clock() -> int:
    return time.time_ns() // 1000


def said(number: int) -> tuple[str, dict[str, Any]]:
    data = {"round": "xai/series-b", "source": "bloomberg", "published": "2024-01-19"}
    return "round.reported", {**data, "stage": "closed", "note": f"report {number}"}


def record(place: str, home: Home, first: int, told: int) -> None:
    """Record for ever, and say of each event, when it is signed, that it is there."""
    with Book.open(place, clock=clock, actor="ann", home=home) as book:
        os.write(told, (0).to_bytes(BYTES, "big"))
        for number in range(first, first + 100_000):
            (done,) = book.record([said(number)])
            assert done.seq is not None
            os.write(told, done.seq.to_bytes(BYTES, "big"))


def killed(place: str, home: Home, first: int, after: float) -> int:
    """Let somebody record for a while; give the last event that was acknowledged."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        record(place, home, first, told)
        os._exit(0)
    os.close(told)
    os.read(heard, BYTES)  # it has opened the ledger
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    data = b""
    while part := os.read(heard, 1 << 16):
        data += part
    os.close(heard)
    whole = len(data) // BYTES * BYTES
    return int.from_bytes(data[whole - BYTES : whole], "big")


def left(place: str, home: Home, acknowledged: int) -> str:
    """Hold what is left against what was acknowledged; say when the kill came."""
    with Book.open(place, clock=clock, actor="ann", home=home) as book:
        head, kept = book.log.head().seq, last_kept(book.log)
        assert head >= acknowledged, f"event {acknowledged} is lost"
        assert kept is not None
        pin = Pins(home).read(book.opening["origin"])
        assert pin is not None
        seen = checkpoint_in(pin).size
        assert seen <= kept.size <= head + 1
        moment = "before the insert, or before its commit"
        if kept.size <= head:
            moment = "between commit and signature"
        elif seen < kept.size:
            moment = "between signature and pin"
        elif head > acknowledged:
            moment = "between pin and acknowledgement"
        (done,) = book.record([("company.alias_added", alias(head))])
        assert done.seq == head + 1
        assert book.trouble is None
        signed = last_kept(book.log)
        assert signed is not None
        assert checkpoint_in(read_note(signed.note)).size == head + 2
    return moment


def alias(number: int) -> dict[str, str]:
    return {"slug": "xai", "alias": f"alias {number}"}


def main(place: str, folder: str, kills: str, seed: str) -> None:
    """Kill so many recorders."""
    random, home = Random(int(seed)), Home.at(Path(folder))  # noqa: S311 - repeatable
    moments = Counter[str]()
    for number in range(int(kills)):
        after = random.uniform(0, LONGEST)
        acknowledged = killed(place, home, number * 100_000, after)
        moments[left(place, home, acknowledged)] += 1
    print(json.dumps(moments))  # noqa: T201 - it is a program


if __name__ == "__main__":
    main(*sys.argv[1:])
