"""What can go wrong, in words for people.

    LedgerError             exit code 1
    |- BadInput             what was typed cannot be read        (exit code 2)
    |- UnknownName          no such company, source, round or event
    |- Refused              a rule of the ledger forbids it
    |- Conflict             somebody else appended first
    |- Damaged              the database does not hold what was recorded
    |- NotProven            a proof, a signature or a bundle does not hold
    |- RolledBack           the ledger is shorter than it was when it was seen last
    |- Forked               the ledger is another than it was when it was seen last
    |- NeedsUpgrade         the database is older or newer than this program
    '- Unreachable          the database cannot be opened, read or written
       '- Unconfirmed       it was to be written, and may have been

Every error has a `message` (what went wrong, and where) and may have a `hint`
(what to do), which a traceback shows below it. Problems of *data* are values, so that
an import can list all of them; problems of *use* are raised. An error about parameters
lists them in `parameters` and names them as Python does: in front of a colon, or
between backticks. The command line puts its options there.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import ClassVar, NamedTuple


class LedgerError(Exception):
    """The root of every error that a user of the library or the command meets."""

    exit_code: ClassVar[int] = 1

    def __init__(
        self, message: str, hint: str | None = None, parameters: tuple[str, ...] = ()
    ) -> None:
        self.parameters = parameters
        self.say(message, hint)

    def say(self, message: str, hint: str | None) -> None:
        """Put a message and a hint in place of what it says."""
        self.args = (message,)
        self.message, self.hint = message, hint
        self.__notes__ = [f"hint: {hint}"] if hint else []

    def rename(self, names: Mapping[str, str]) -> None:
        """Put other names where the message and the hint name parameters.

        The name for `force` stands also where they say `force=True`.
        """
        for parameter in self.parameters:
            if parameter in names:
                place = rf"^{parameter}(?=: )|`{parameter}(?:=True)?`"
                put = partial(re.compile(place).sub, names[parameter])
                self.say(put(self.message), self.hint and put(self.hint))
        self.parameters = tuple(x for x in self.parameters if x not in names)


@contextmanager
def naming_parameter(parameter: str) -> Iterator[None]:
    """Let what is raised inside name the parameter whose value it is about."""
    try:
        yield
    except LedgerError as error:
        error.say(f"{parameter}: {error.message}", error.hint)
        error.parameters = (parameter, *error.parameters)
        raise


def one_of(
    parameter: str, given: object, allowed: Collection[str], *, none: bool = False
) -> None:
    """Raise BadInput for a value that a parameter does not take; `none`: None, too."""
    if given not in allowed and not (none and given is None):
        raise BadInput(
            f"{parameter}: {given!r} is none of its values",
            f"one of {', '.join(allowed)}",
            (parameter,),
        )


class BadInput(LedgerError):
    """What was typed or read cannot be understood."""

    exit_code = 2


class UnknownName(LedgerError):
    """A name that the ledger does not know; the hint offers near misses."""

    each: "tuple[UnknownName, ...]" = ()
    """Where it tells of several names, the error of each."""


class Refused(LedgerError):
    """A rule of the ledger forbids what was asked."""


class Conflict(LedgerError):
    """The ledger has moved on since the caller looked at it."""


class Damaged(LedgerError):
    """What is stored is not what was recorded."""


class NotProven(LedgerError):
    """What is claimed does not follow from the proof that was given for it."""


class RolledBack(LedgerError):
    """The ledger holds fewer entries than a head of it that was seen before."""


class Forked(LedgerError):
    """The ledger does not extend a head of it that was seen before."""


class NeedsUpgrade(LedgerError):
    """The database has another schema version than this program."""


class Unreachable(LedgerError):
    """The database cannot be opened, read or written."""


class Unconfirmed(Unreachable):
    """Whether it was recorded is not known: the server did not live to say so."""


def found_all(texts: Iterable[str], find: Callable[[str], str]) -> list[str]:
    """Find what each text names; UnknownName tells of all that name nothing."""
    found, unknown = [], list[UnknownName]()
    for text in texts:
        try:
            found.append(find(text))
        except UnknownName as error:
            unknown.append(error)
    if unknown:
        messages = dict.fromkeys(error.message for error in unknown)
        hints = dict.fromkeys(error.hint for error in unknown if error.hint)
        several = UnknownName("; ".join(messages), "; ".join(hints) or None)
        several.each = tuple(unknown)
        raise several
    return found


class Problem(NamedTuple):
    """One thing wrong with data that was read: where, which field, and what."""

    line: int
    """0 if it stands in no file."""
    field: str
    what: str
    cell: str = ""
    """What stands there, if it is a cell of a table."""
    hint: str = ""

    @property
    def where(self) -> str:
        """The line for people, as `line 12`; nothing outside a file."""
        return on_line(self.line)

    @property
    def message(self) -> str:
        """What is wrong, for people, with the hint if there is one."""
        return f"{self.what} ({self.hint})" if self.hint else self.what


def on_line(number: int) -> str:
    """Say where something stands in a file; nothing for 0."""
    noun = "item" if isinstance(number, ItemNumber) else "line"
    return f"{noun} {number}" if number else ""


class ItemNumber(int):
    """The place of an object in a list of JSON, which may be on one line as a whole."""
