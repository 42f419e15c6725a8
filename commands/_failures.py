"""From an exception to `error:`, `hint:` and an exit code.

    0    done (also: already on record, nothing found)
    1    refused, failed, or damage found
    2    wrong usage, or input that cannot be read
    130  interrupted

A closed pipe ends quietly. A traceback is shown with `--debug` only.
"""

import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from shlex import quote
from typing import Any, NoReturn

import click

from ._lazy import LazyGroup
from ._wrong import second_reading

WRONG_USAGE = 2
INTERRUPTED = 130
NAMED = {
    "token": "--basis",
    "place": "--db",
    "names": "--company",
    "unit": "--in",
    "rates": "--rate",
}
"""Options that are called otherwise than the parameter that they fill."""
CHOSEN = re.compile(r"'(.*)' is not one of ")
EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)\.?", re.DOTALL)
NUMBERS = {
    "a valid integer range": "a whole number",
    "a valid integer": "a whole number",
    "a valid float range": "a number",
    "a valid float": "a number",
}
"""What click asks for where a number is wanted, and what it is."""
NAMING = ("--name", "--company")
"""Options that take what somebody typed as a further argument."""
REPORT = "this is a bug in sayso; `sayso --debug ...` shows where"


class Root(LazyGroup):
    """The group that everything starts from; whatever goes wrong ends here."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; a reader who has left (`| head`) is no failure."""
        ctx.ensure_object(dict)["root"] = ctx
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            silence()
            ctx.exit(0)
        return result

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Runs the command line and gives its exit code, or exits with it."""
        memory = extra.setdefault("obj", {})
        extra["standalone_mode"] = False
        try:
            with ended_by_sigterm():
                code = super().main(*args, **extra) or 0
        except (click.Abort, KeyboardInterrupt):
            click.echo("interrupted", err=True)
            code = INTERRUPTED
        except Exception as error:
            if memory.get("debug"):
                raise
            code = (
                1
                if "_SAYSO_COMPLETE" in os.environ
                else told(
                    error,
                    memory.get("path"),
                    memory.get("command"),
                    memory.get("configured"),
                    memory.get("words", ()),
                    memory.get("root"),
                )
            )
        if standalone_mode:
            sys.exit(code)
        return code


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """Lets SIGTERM end a program as an exit does: nothing half written is left."""

    def ended(number: int, _: object) -> None:
        sys.exit(128 + number)

    try:
        before = signal.signal(signal.SIGTERM, ended)
    except ValueError:  # not in the main thread: the one who runs that decides
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def silence() -> None:
    """Nobody reads standard output any more; nor shall the interpreter try at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def told(
    error: Exception,
    path: str | None = None,
    command: click.Command | None = None,
    configured: tuple[str, str, str] | None = None,
    words: Sequence[str] = (),
    root: click.Context | None = None,
) -> int:
    """Says on standard error what went wrong and what to do; gives the exit code.

    `path` names the command that failed; its help is the last resort of a hint. What
    the library says of a parameter is said of the option of the command. A value from
    the configuration is in `configured`: its parameter, its key there, the value;
    `words` is the command line, `root` the context in which it ran.
    """
    from ledger.errors import LedgerError

    if isinstance(error, LedgerError) and configured is not None:
        parameter, key, value = configured
        if parameter in error.parameters:
            away = f"{key} = {value!r} is set in your configuration; remove it with"
            hints = [error.hint, f"{away} `sayso config unset {key}`"]
            error.say(error.message, "\n".join(filter(None, hints)))
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return error.exit_code
    several, path = every(error, command, words, root, path)
    message, hint, code = together(several, path)
    if hint is None and code == WRONG_USAGE and path:
        hint = f"see `{path} --help`"
    from ledger.claims.names import shown

    lines = [f"error: {message}", *(["", f"hint: {hint}"] if hint else [])]
    for line in "\n".join(lines).split("\n"):
        click.echo(shown(line), err=True)
    return code


def every(
    error: Exception,
    command: click.Command | None,
    words: Sequence[str],
    root: click.Context | None,
    path: str | None,
) -> tuple[list[Exception], str | None]:
    """The error, and what else is wrong with the command line; all name options.

    Then the path of the command, whole where `path` ends at the group that it is in.
    """
    from ledger.errors import BadInput, LedgerError, UnknownName

    found: list[Exception] = []
    usage = isinstance(error, click.UsageError)
    typed = usage or isinstance(error, BadInput | UnknownName)
    if root is not None and (typed or getattr(error, "parameters", None)):
        # What cannot be read again, or takes too long for a person who presses Ctrl-C,
        # leaves the first error.
        with suppress(Exception, KeyboardInterrupt):
            ctx, others = second_reading(root, words, usage=usage)
            command, path, found = ctx.command, ctx.command_path, list(others)
    for one in (error, *found):
        if isinstance(one, LedgerError):
            one.rename({name: option_of(name, command) for name in one.parameters})
    said = {message_of(one) for one in found}
    first = message_of(error)
    parts = error.each if isinstance(error, UnknownName) else ()
    if said.issuperset(map(message_of, parts or [error])):
        return found, path
    more = [one for one in found if message_of(one) not in first]
    return [*(parts or [error]), *more], path


def message_of(error: Exception) -> str:
    """What an error says of one thing."""
    if isinstance(error, click.ClickException):
        return sentence(error)
    return str(error)


def together(
    several: Sequence[Exception], path: str | None = None
) -> tuple[str, str | None, int]:
    """What to say of exceptions: message, hint, exit code."""
    usage = [one for one in several if isinstance(one, click.UsageError)]
    others = [one for one in several if not isinstance(one, click.UsageError)]
    told = [*([read_usage(usage, path)] if usage else []), *map(read_one, others)]
    messages = dict.fromkeys(message for message, _, _ in told)
    lines = (line for _, hint, _ in told for line in (hint or "").split("\n"))
    hints = list(dict.fromkeys(filter(None, map(str.strip, lines))))
    kept = [x for x in hints if not any(x in other for other in hints if x != other)]
    code = max(code for _, _, code in told)
    return "\n       ".join(messages), "\n      ".join(kept) or None, code


def read_usage(
    found: Sequence[click.UsageError], path: str | None
) -> tuple[str, str, int]:
    """The same of what click found wrong with the parameters of one command."""
    error = found[0]
    path = error.ctx.command_path if error.ctx else path or "sayso"
    hints = [perhaps(x) + as_name(x) + as_argument(x) for x in found]
    hint = f"{''.join(hints)}see `{path} --help`{as_filter(error)}"
    return "\n       ".join(map(sentence, found)), hint, error.exit_code


def read_one(error: Exception) -> tuple[str, str | None, int]:
    """The same of anything else."""
    from ledger.errors import LedgerError

    if isinstance(error, LedgerError):
        return error.message, error.hint, error.exit_code
    if isinstance(error, click.ClickException):
        return sentence(error), None, error.exit_code
    if isinstance(error, OSError):
        return operating(error), None, 1
    if type(error).__module__.startswith(("sqlalchemy", "sqlite3", "psycopg")):
        cause = str(getattr(error, "orig", None) or error).strip()
        return f"the database answers: {cause}", "`sayso --debug ...` shows more", 1
    return f"{type(error).__name__}: {error}", REPORT, 1


def perhaps(error: click.UsageError) -> str:
    """The values of an option that look like what was typed in place of one.

    If none does: the other options of the command that take it.
    """
    from ledger.claims.names import near

    words = getattr(getattr(error, "param", None), "type", None)
    typed = CHOSEN.match(error.message)
    if not isinstance(words, click.Choice) or typed is None:
        return ""
    others = error.ctx.command.params if error.ctx else ()
    close = near(typed[1], map(str, words.choices)) or [
        f"{other.opts[-1]} {typed[1]}"
        for other in others
        if isinstance(other.type, click.Choice) and typed[1] in other.type.choices
    ]
    return f"perhaps {' or '.join(close)}; " if close else ""


def as_name(error: click.UsageError) -> str:
    """The words for somebody who typed a name as a further argument of a command."""
    typed = EXTRA.fullmatch(error.message)
    if typed is None or error.ctx is None:
        return ""
    options = {option for one in error.ctx.command.params for option in one.opts}
    for option in NAMING:
        if option in options:
            return f"perhaps {option} {quote(typed[1])}; "
    return ""


def as_filter(error: click.UsageError) -> str:
    """The words for somebody who typed a name behind `log`, which takes none."""
    typed = EXTRA.fullmatch(error.message)
    if typed is None or error.ctx is None or error.ctx.command.name != "log":
        return ""
    return f"; --where about~{quote(typed[1])} lists the events about it"


def as_argument(error: click.UsageError) -> str:
    """The words for somebody who typed -o where the file to write is an argument."""
    if not isinstance(error, click.NoSuchOption) or error.ctx is None:
        return ""
    targets = [x for x in error.ctx.command.params if x.name == "target"]
    if error.option_name not in {"-o", "--output"} or not targets:
        return ""
    file = targets[0].make_metavar(error.ctx)
    return f"leave {error.option_name} out: {error.ctx.command_path} {file}; "


def option_of(parameter: str, command: click.Command | None) -> str:
    """How a command calls what the library calls by a parameter."""
    for one in command.params if command is not None else ():
        if one.name == parameter:
            option = isinstance(one, click.Option)
            return one.opts[-1] if option else one.human_readable_name
    return NAMED.get(parameter, f"--{parameter.replace('_', '-')}")


@contextmanager
def typed_at(parameter: str, argument: str) -> Iterator[None]:
    """Lets an error name the argument at which the value of a parameter was typed."""
    from ledger.errors import LedgerError

    try:
        yield
    except LedgerError as error:
        error.rename({parameter: argument})
        raise


def sentence(error: click.ClickException) -> str:
    """Click's message, begun in lower case as ours are, without a last full stop."""
    if isinstance(error, click.NoSuchOption):
        from ledger.claims.names import near

        close = [f"'{x}'" for x in near(error.option_name, error.possibilities or ())]
        offer = f". Did you mean {' or '.join(close)}?" if close else ""
        return f"no such option '{error.option_name}'{offer}"
    text = " ".join(error.format_message().split()).removesuffix(".")
    for theirs, ours in NUMBERS.items():
        text = text.replace(theirs, ours)
    return text[:1].lower() + text[1:]


def operating(error: OSError) -> str:
    """What the operating system refused, and on which file."""
    reason = (error.strerror or str(error)).lower()
    return f"{error.filename}: {reason}" if error.filename else reason


def fail(message: str) -> NoReturn:
    """Refuses a combination of options, as click would."""
    raise click.UsageError(message, click.get_current_context(silent=True))
