"""All that is wrong with what was typed, where the first fault hides the others."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import iter_params_for_processing

GATHERING = "sayso.gathering"
"""In the memory of a context: nobody is asked for what is missing, it is told."""

MISSING = "sayso.missing"
"""In the memory of a context: errors of required options that wait to be told."""

CLOCKS: Final = ("tz", "known_at", "as_of", "effective")
"""What can be wrong with the time of a question, each by itself."""

if TYPE_CHECKING:
    from ledger.errors import LedgerError


def every(error: click.UsageError, words: Sequence[str]) -> list[click.UsageError]:
    """Gives the errors of all options of the command, the first one among them.

    `words` is the whole command line. What is wrong with no option, or is found only
    when the command runs, is alone.
    """
    if error.ctx is None or getattr(error, "param", None) is None:
        return [error]
    try:
        found = _gathered(error.ctx, _command_words(error.ctx, words))
    except click.UsageError:
        return [error]
    told = {one.format_message() for one in found}
    return found if error.format_message() in told else [error]


def _command_words(ctx: click.Context, words: Sequence[str]) -> list[str]:
    """The words behind the name of the command: each group takes some."""
    groups = []
    while ctx.parent is not None:
        ctx = ctx.parent
        groups.append(ctx)
    rest = list(words)
    for group in reversed(groups):
        rest = group.command.make_parser(group).parse_args(args=rest)[1][1:]
    return rest


def _gathered(ctx: click.Context, words: list[str]) -> list[click.UsageError]:
    """What click finds when it goes on to the other options."""
    opts, rest, order = ctx.command.make_parser(ctx).parse_args(args=words)
    ctx.meta[GATHERING] = True
    found = []
    for param in iter_params_for_processing(order, ctx.command.get_params(ctx)):
        try:
            _, rest = param.handle_parse_result(ctx, opts, rest)
        except click.UsageError as error:
            found.append(error)
    return found


def every_clock(
    error: "LedgerError", ask: Callable[..., object], given: Mapping[str, Any]
) -> "LedgerError":
    """Gives the error of a question about its time, with what is wrong with the other
    clocks; `ask` reads what is given, by parameter.
    """
    from ledger.errors import BadInput, LedgerError

    found = []
    for name in CLOCKS:
        if given.get(name) is not None:
            try:
                ask(**{name: given[name]})
            except LedgerError as wrong:
                wrong.rename({name: f"--{name.replace('_', '-')}"})
                found.append((name, wrong))
    if len(found) <= 1:
        return error
    messages = "\n       ".join(wrong.message for _, wrong in found)
    hints = dict.fromkeys(wrong.hint for _, wrong in found if wrong.hint)
    names = tuple(name for name, _ in found)
    return BadInput(messages, "\n      ".join(hints) or None, names)
