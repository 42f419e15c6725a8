"""All that is wrong with what was typed, where the first fault hides the others.

Once something is wrong, the command line is read a second time: each option by click,
then each clock, tag and name with the ledger. A command that records is left out of the
second part: it collects by itself what is wrong with its event.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Final

import click
from click.core import iter_params_for_processing

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.errors import LedgerError

GATHERING = "sayso.gathering"
"""In the memory of a context: nobody is asked for what is missing, it is told."""

MISSING = "sayso.missing"
"""In the memory of a context: errors of required options that wait to be told."""

EMPTY: Final = (None, (), False)
"""What a parameter is that was not given; a text without a letter was."""

CLOCKS: Final = ("tz", "known_at", "as_of", "effective")
"""What can be wrong with the time of a question, each by itself."""


def second_reading(
    root: click.Context, words: Sequence[str], *, usage: bool
) -> "tuple[click.Context, list[click.UsageError | LedgerError]]":
    """Reads a whole command line again; gives the context of its command, and all
    that is wrong with its parameters, those that click reads first.

    `usage` is whether click refused it. UsageError, if it cannot be split into
    parameters.
    """
    ctx, rest = _command_context(root, words)
    if collects(ctx.command) and not usage:
        return ctx, []
    with ctx.scope(cleanup=False):
        found = [*_parameter_errors(ctx, rest), *_ledger_errors(ctx)]
    return ctx, found


def collects(command: click.Command) -> bool:
    """Whether a command records, and so collects by itself what is wrong."""
    return any(one.name == "actor" for one in command.params)


def _command_context(
    root: click.Context, words: Sequence[str]
) -> tuple[click.Context, list[str]]:
    """A context of the command that the words name, and the words behind its name."""
    ctx, rest = root, list(words)
    while isinstance(ctx.command, click.Group):
        name, *rest = ctx.command.make_parser(ctx).parse_args(args=rest)[1] or [""]
        command = ctx.command.get_command(ctx, name)
        if command is None:
            raise click.UsageError(f"no command {name!r}", ctx)
        ctx = click.Context(command, info_name=name, parent=ctx)
    return ctx, rest


def _parameter_errors(
    ctx: click.Context, words: list[str]
) -> "Iterator[click.UsageError | LedgerError]":
    """What click finds when it goes on to the other options."""
    from ledger.errors import LedgerError

    opts, rest, order = ctx.command.make_parser(ctx).parse_args(args=words)
    ctx.meta[GATHERING] = True
    for param in iter_params_for_processing(order, ctx.command.get_params(ctx)):
        try:
            _, rest = param.handle_parse_result(ctx, opts, rest)
        except (click.UsageError, LedgerError) as error:
            each = _value_errors(ctx, param, opts.get(param.name or ""))
            yield from each or (error,)
    # As click does at the end: what was not given is None.
    ctx.params = {
        key: None if isinstance(value, Enum) else value
        for key, value in ctx.params.items()
    }


def _value_errors(
    ctx: click.Context, param: click.Parameter, typed: object
) -> list[click.UsageError]:
    """What is wrong with each value of a parameter that takes several."""
    found = []
    several = param.nargs == -1 or getattr(param, "multiple", False)
    for value in typed if several and isinstance(typed, list | tuple) else ():
        try:
            param.type(value, param, ctx)
        except click.UsageError as error:
            found.append(error)
    return found


def _ledger_errors(ctx: click.Context) -> "Iterator[LedgerError]":
    """What the ledger finds wrong with the parameters that click could read."""
    from ledger.errors import LedgerError

    from ._options import unheld

    of_ledger = any(one.name == "db" for one in ctx.command.params)
    if collects(ctx.command) or not of_ledger:
        return
    with suppress(LedgerError), unheld(ctx.params) as book:
        for reading in _readings(book, ctx):
            try:
                reading()
            except LedgerError as error:
                yield error


def _readings(book: "Book", ctx: click.Context) -> Iterator[Callable[[], object]]:
    """What reads each clock, currency, tag and name that was typed, by itself."""
    from ._named import LedgerText
    from ._tagged import chosen

    given = {x: value for x, value in ctx.params.items() if value not in EMPTY}
    for name in CLOCKS:
        if name in given:
            yield partial(book.basis, **{name: given[name]})
    if "basis" in given and not given.keys() & set(CLOCKS):
        yield partial(book.basis, token=given["basis"])
    if "code" in given:
        yield partial(book.basis, unit=given["code"])
    for rate in given.get("rates", ()):
        yield partial(_read_rate, rate)
    for param in ctx.command.params:
        if isinstance(param.type, LedgerText):
            typed = given.get(param.name or "", ())
            for text in (typed,) if isinstance(typed, str) else typed:
                yield partial(param.type.check, book, text, ctx)
    if given.keys() & {"sector", "country", "tags"}:
        yield lambda: chosen(book, book.basis(), (), ctx.params)


def _read_rate(text: str) -> None:
    from ledger.claims.rates import parse_rate
    from ledger.errors import naming_parameter

    with naming_parameter("rates"):
        parse_rate(text)
