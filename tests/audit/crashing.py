"""Somebody who records is killed, again and again; run as a program.

    python crashing.py PLACE HOME KILLS SEED

First the recorder kills itself with SIGKILL at each of the named points of a recording;
then it is killed so many times after a random while. Each time it is looked at what is
left: nothing that was acknowledged is lost, and the next command signs what is there.
A line of JSON says at the end what was left at each point, and after how many kills.
"""

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.notes import read_note
from ledger.audit.pins import Pins
from ledger.audit.places import Home
from ledger.book import Book
from ledger.store.checkpoints import last_kept
from ledger.store.log import Log, Writer
from ledger.trail import signing
from ledger.trail.signing import Trail

BYTES = 8
UNWRITTEN = "before the insert, or before its commit"
UNSIGNED = "between commit and signature"
UNPINNED = "between signature and pin"
UNTOLD = "between pin and acknowledgement"

LONGEST = 0.03
"""Seconds: a few rounds of recording and signing."""


def clock() -> int:
    return time.time_ns() // 1000


def said(number: int) -> tuple[str, dict[str, Any]]:
    data = {"round": "xai/series-b", "source": "bloomberg", "published": "2024-01-19"}
    told = {"stage": "closed", "investors": [{"name": f"report {number}"}]}
    return "round.reported", {**data, **told}


def record(place: str, home: Home, first: int, told: int) -> None:
    """Record for ever, and say of each event, when it is signed, that it is there."""
    with Book.open(place, clock=clock, actor="ann", home=home) as book:
        os.write(told, (0).to_bytes(BYTES, "big"))
        for number in range(first, first + 100_000):
            (done,) = book.record([said(number)])
            assert done.seq is not None
            os.write(told, done.seq.to_bytes(BYTES, "big"))


Point = tuple[object, str, bool]
"""A function, by its owner and its name, and whether to die before or after it."""

POINTS: dict[str, tuple[Point, str]] = {
    "before insert": ((Writer, "insert", True), UNWRITTEN),
    "after insert": ((Writer, "insert", False), UNWRITTEN),
    "before commit": ((Writer, "settle", True), UNWRITTEN),
    "after commit": ((Log, "writer", False), UNSIGNED),
    "before sign": ((signing, "keep", True), UNSIGNED),
    "after sign": ((signing, "keep", False), UNSIGNED),
    "before pin": ((Pins, "move", True), UNPINNED),
    "before answer": ((Trail, "sign_quietly", False), UNTOLD),
}


def dying(owner: Any, name: str, *, before: bool) -> None:  # as patched
    """Let anyone who calls a function next die, before it or after it."""
    whole = getattr(owner, name)

    def die(*words: Any, **more: Any) -> Any:  # whatever it takes
        if before:
            os.kill(os.getpid(), signal.SIGKILL)
        done = whole(*words, **more)
        os.kill(os.getpid(), signal.SIGKILL)
        return done

    @contextmanager
    def die_at_the_end(*words: Any, **more: Any) -> Iterator[Any]:
        with whole(*words, **more) as opened:
            yield opened
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, die_at_the_end if name == "writer" else die)


def dead_at(place: str, home: Home, first: int, point: Point) -> int:
    """Let somebody record, and die at a point; give what was acknowledged last."""
    owner, name, before = point
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        with Book.open(place, clock=clock, actor="ann", home=home) as book:
            (done,) = book.record([said(first)])
            assert done.seq is not None
            os.write(told, done.seq.to_bytes(BYTES, "big"))
            dying(owner, name, before=before)
            book.record([said(first + 1)])
        os._exit(0)
    os.close(told)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it did not come to that point"
    acknowledged = int.from_bytes(os.read(heard, BYTES), "big")
    os.close(heard)
    return acknowledged


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
        moment = UNWRITTEN
        if kept.size <= head:
            moment = UNSIGNED
        elif seen < kept.size:
            moment = UNPINNED
        elif head > acknowledged:
            moment = UNTOLD
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
    """Let one recorder die at each point, and kill so many more."""
    random, home = Random(int(seed)), Home.at(Path(folder))
    moments = Counter[str]()
    for number, (name, (point, expected)) in enumerate(POINTS.items()):
        acknowledged = dead_at(place, home, 10**9 + number * 10, point)
        found = left(place, home, acknowledged)
        assert found == expected, f"{name}: {found}"
        moments[name] += 1
    for number in range(int(kills)):
        after = random.uniform(0, LONGEST)
        acknowledged = killed(place, home, number * 100_000, after)
        left(place, home, acknowledged)
        moments["at random"] += 1
    print(json.dumps(moments))  # noqa: T201 - it is a program


if __name__ == "__main__":
    main(*sys.argv[1:])
