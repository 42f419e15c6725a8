"""A ledger behind a server: what a question costs, how many are answered, and memory.

The floor of an answer is the same question in an open `Book`; that of a server one of
Starlette that says hello, asked by the same client.
"""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.core import EVENTS_A_COMPANY, SAYSO, lines
from benchmarks.rows import Measurement
from benchmarks.runner import Run
from benchmarks.servers import HELLO, SERVE, TOKEN, asking, process, resident
from benchmarks.taking import WALL, Subject, in_turn, used_by
from ledger.book import Book
from ledger.serving.app import create_app
from ledger.serving.settings import ServerSettings, hosts_of

PAGES: Final = 100
DAY: Final = "2020-12-31"
JSON: Final = f"/api/valuations?companies=c3&as_of={DAY}&belief=false"


def measure(run: Run) -> Iterator[Measurement]:
    """Ask about one company of a large ledger; then a small ledger, many times."""
    events = run.sized(6_000, 100_000)
    large, small = run.folder / "large.db", run.folder / "small.db"
    for place, size in ((large, events), (small, EVENTS_A_COMPANY * 4)):
        source = place.with_suffix(".jsonl")
        source.write_bytes(b"".join(lines(size)))
        used_by([SAYSO, "init", str(place)])
        used_by([SAYSO, "import", str(source), "--db", str(place)])
    run.say(f"{events:,} events")
    yield from one_question(run, large, f"of {events:,} events")
    yield from many_requests(run, small)


def page(place: Path) -> str:
    """Give the address of a company's page that stays the same."""
    with Book.open(place) as book:
        return f"/company/c3?as_of={DAY}&known_at={book.log.head().seq}"


def one_question(run: Run, place: Path, of: str) -> Iterator[Measurement]:
    """Ask about one company over HTTP, next to the same questions in an open book."""
    app = create_app(ServerSettings(place=str(place), token=TOKEN, hosts=hosts_of(80)))
    with Book.open(place) as book:
        basis = book.basis(as_of=DAY)

        def figures() -> None:
            book.valuations(basis, ["c3"]).as_json()

        def everything() -> None:
            figures()
            for ask in (book.timeline, book.explain, book.show):
                ask("c3", basis).as_json()
            book.rounds(basis, ["c3"]).as_json()

        questions = (("JSON", figures, JSON), ("page", everything, page(place)))
        for what, floor, path in questions:
            same = Subject("the same in an open Book", floor)
            asked = Subject(
                f"a company's {what}, {of}", answering(app, path), wanted="<= 3.00"
            )
            for one in (same, asked):  # what is read once is read before
                one.run()
            yield from in_turn(same, [asked], run.rounds)


def answering(app: Callable[..., Any], path: str) -> Callable[[], None]:
    """Give what asks an app without a socket; it must answer."""
    where, _, query = path.partition("?")
    headers = {"host": "127.0.0.1", "authorization": f"Bearer {TOKEN}"}
    scope = {
        "type": "http",
        "method": "GET",
        "path": where,
        "raw_path": where.encode(),
        "query_string": query.encode(),
        "headers": [(x.encode(), y.encode()) for x, y in headers.items()],
    }
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message.get("status", 200))

    def ask() -> None:
        asyncio.run(app(dict(scope), receive, send))
        assert set(sent) == {200}, sent

    return ask


def many_requests(run: Run, place: Path) -> Iterator[Measurement]:
    """Count answers in a time, next to hello; then hold the memory of the server."""
    rounds, many = run.sized(100, 1_000), run.sized(1_000, 10_000)
    with process(HELLO) as hello, process(SERVE.format(str(place))) as sayso:
        asked = Subject("a company's JSON", asking(sayso, JSON, rounds), many=rounds)
        floor = Subject("Starlette's hello", asking(hello, "/", rounds))
        yield from in_turn(floor, [asked], run.rounds, clock=WALL, rate=True)
        asking(sayso, page(place), PAGES)()
        before = resident(sayso[1])
        asking(sayso, JSON, many)()
        asking(sayso, page(place), PAGES)()
        found = resident(sayso[1]) / before
    what = f"memory after {many:,} more, {PAGES} of them pages; none failed"
    yield Measurement.of(what, "memory before", "resident", [found], wanted="<= 1.05")
