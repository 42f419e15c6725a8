"""How far a long command is: on standard error, past one second, for people only."""

import sys
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import click

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")

PATIENCE = 1.0
"""Seconds that nobody minds."""


class Counter:
    """Counts the lines of a file, or something else; called with those done so far."""

    def __init__(
        self, name: str, noun: str = "lines", undone: str = "nothing recorded"
    ) -> None:
        self.name, self.noun, self.undone = name, noun, undone
        self.began = time.monotonic()
        self.bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """Gives the items, and counts them."""
        for number, item in enumerate(items, 1):
            self(number)
            yield item

    def __call__(self, done: int) -> None:
        if self.bar is None:
            if time.monotonic() - self.began < PATIENCE or not sys.stderr.isatty():
                return
            self.bar = self.started()
        self.bar.update(self.bar.task_ids[0], completed=done)

    def started(self) -> "Progress":
        """A line that shows the count and the time; it vanishes at the end."""
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        bar = Progress(
            SpinnerColumn(),
            TextColumn(f"{{task.description}}  {{task.completed:,.0f}} {self.noun}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        bar.add_task(self.name, total=None)
        bar.start()
        return bar

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()
        if isinstance(error, KeyboardInterrupt):
            click.echo(f"{self.name}: {self.undone}", err=True)
