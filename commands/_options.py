"""Each option that several commands share, defined once.

A *bundle* adds several options to a command and hands it one mapping of their
values, so that a command's function shows what is its own.
"""

import functools
import gc
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from ledger.claims.vocabulary import STANDINGS

from . import _named
from ._config import from_config
from ._failures import typed_at
from ._files import to_file, to_pipe
from ._output import PICK
from ._places import LEDGER, located
from ._typed import Unread
from ._wrong import GATHERING, MISSING

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.lake.replaying import LakeReplay
    from ledger.projections.basis import Basis

Command = Callable[..., None]
Option = Callable[[Command], Command]
Values = Mapping[str, Any]


def bundle(name: str, *options: Option) -> Option:
    """Adds the options to a command, which gets their values as one mapping."""

    def probe() -> None: ...

    for option in options:
        option(probe)
    keys = [option.name for option in getattr(probe, "__click_params__", [])]

    def apply(command: Command) -> Command:
        @functools.wraps(command)
        def run(**values: Any) -> None:  # what click parsed
            command(**{name: {key: values.pop(key) for key in keys}}, **values)

        found: Command = run
        for option in reversed(options):
            found = option(found)
        return found

    return apply


class Prompted(click.Option):
    """A required option; if it is missing, a person at a terminal is asked for it.

    With `waits` that it is missing is told with all that is wrong with the event:
    only for commands that record through a `Recorder`, which then records nothing.
    """

    def __init__(self, *args: Any, waits: bool = False, **extra: Any) -> None:
        super().__init__(*args, required=True, **extra)
        self._waits = waits

    def process_value(self, ctx: click.Context, value: Any) -> Any:  # click's
        """The value given, else what is answered at the terminal."""
        quiet = ctx.resilient_parsing or GATHERING in ctx.meta
        if quiet or not self.value_is_missing(value):
            return super().process_value(ctx, value)
        if at_terminal():
            answer = click.prompt(self.human_readable_name, type=self.type, err=True)
            value = [answer] if self.multiple else answer
        try:
            return super().process_value(ctx, value)
        except click.MissingParameter as error:
            if not self._waits:
                raise
            ctx.meta.setdefault(MISSING, []).append(error)
            return (Unread(),) if self.multiple else Unread()


def at_terminal() -> bool:
    """Whether a person can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def asked(*names: str, **extra: Any) -> Option:  # click's signature
    """A required option that is asked for when missing."""
    return click.option(*names, cls=Prompted, **extra)


def placed(ctx: click.Context, param: click.Parameter, given: str | None) -> str | None:
    """The ledger that was typed behind the command, else in front of it, else given."""
    assert param.name is not None, "an option has a name"
    typed = (
        ctx.get_parameter_source(param.name) is click.core.ParameterSource.COMMANDLINE
    )
    in_front: str | None = ctx.find_root().ensure_object(dict).get("db")
    return given if typed or in_front is None else in_front


PLACE = click.option(
    "--db",
    metavar="PLACE",
    envvar="SAYSO_DB",
    callback=placed,
    help=f"The ledger: a file or a database URL. [SAYSO_DB; else the nearest {LEDGER}]",
)

FORM = click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl", "csv", "xlsx"]),
    default="table",
    help="table is rounded for reading; the others are exact.",
)


def remember(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Keeps for what is printed whether tables tell their basis, too."""
    if wanted:
        ctx.find_root().ensure_object(dict)["verbose"] = True


VERBOSE = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    expose_value=False,
    callback=remember,
    help="Also print the basis token, and how much was recorded late.",
)


def wanted(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keeps for what is printed which rows and columns are wanted."""
    if not value:
        return
    if parameter.name == "where":
        from ledger.rendering.conditions import read_all

        value = read_all(value)
    elif parameter.name == "columns":
        value = tuple(x.strip() for part in value for x in part.split(",") if x.strip())
    ctx.meta.setdefault(PICK, {})[parameter.name] = value


def picking(*names: str, **extra: Any) -> Option:  # click's signature
    """An option that says which rows and columns of a table are wanted."""
    return click.option(*names, expose_value=False, callback=wanted, **extra)


def limit(*names: str) -> Option:
    """How many rows are wanted."""
    kind = click.IntRange(min=1)
    told = "Only the first N rows; says how many are left out."
    return picking(*names, "limit", type=kind, metavar="N", help=told)


PICKING = (
    picking(
        "--where",
        multiple=True,
        metavar="COLUMN=VALUE",
        help="Only matching rows; also != >= <= > < ~ (contains). May be repeated.",
    ),
    picking("--sort", metavar="COLUMN", help="Sort the rows by a column."),
    picking("--desc", is_flag=True, help="With --sort: the highest first."),
    picking(
        "--columns", multiple=True, metavar="A,B", help="Only these columns, in order."
    ),
)


WRITTEN = (FORM, to_file, VERBOSE)
"""The form of an answer, its file, and how much a table tells of its basis."""


def form(command: Command) -> Command:
    """Adds the form of an answer: which rows and columns, how, where, which notes."""
    return with_options(command, *PICKING, limit("--limit", "--top"), *WRITTEN)


def whole_form(command: Command) -> Command:
    """Adds the form of an answer that is no list of rows to pick from."""
    return with_options(command, *WRITTEN)


def form_alone(command: Command) -> Command:
    """The same without a file, for a command that writes files of its own."""
    return with_options(command, FORM, to_pipe, VERBOSE)


def ranked_form(command: Command) -> Command:
    """Adds the form to a command that has a `--top` of its own."""
    return with_options(command, *PICKING, limit("--limit"), *WRITTEN)


def with_options(command: Command, *options: Option) -> Command:
    """Adds options to a command, in their order."""
    for option in reversed(options):
        command = option(command)
    return command


standing = click.option(
    "--standing",
    metavar="S",
    type=click.Choice(STANDINGS),
    help="Only this standing, such as disputed.",
)

belief = click.option(
    "--belief/--no-belief",
    default=None,
    help="Show estimates: P(real) and consensus. [in small ledgers]",
)

cuts = bundle(
    "cuts",
    click.option(
        "--as-of",
        metavar="D",
        help="Use only what was published by the end of D. [now]",
    ),
    click.option(
        "--known-at",
        metavar="T",
        help="Use only what this ledger had recorded by T. [everything]",
    ),
    click.option(
        "--effective",
        metavar="W",
        help="Reference date for prices; estimates stay as of D. [D]",
    ),
    click.option(
        "--tz", metavar="ZONE", help="Time zone of the days above. [the ledger's]"
    ),
    click.option(
        "--possible",
        is_flag=True,
        help="Include events that may already have been public.",
    ),
    click.option("--basis", metavar="TOKEN", help="Repeat an earlier answer."),
)

money = bundle(
    "money",
    click.option(
        "--in",
        "code",
        metavar="CUR",
        help="Also give amounts in this currency, at ECB rates: USD.",
    ),
    click.option(
        "--rate",
        "rates",
        multiple=True,
        metavar="CUR=N",
        help="What one CUR is worth in it, if the ECB has no rate.",
    ),
)

KEY = click.Path(dir_okay=False)
"""A verifier key, written out, or a file of them."""

place = bundle("place", PLACE)

ACTOR = click.option(
    "--actor",
    metavar="NAME",
    envvar="SAYSO_ACTOR",
    help="Who records it. [SAYSO_ACTOR; else your login name]",
)

writing = bundle(
    "writing",
    PLACE,
    ACTOR,
    click.option(
        "--dry-run",
        is_flag=True,
        help="Print the events as JSON lines; record nothing.",
    ),
)

company = click.argument("company", type=_named.companies)
round_ = click.argument("round_", metavar="ROUND", type=_named.rounds)
event = click.argument("event")


def stays() -> None:
    """Lets a program that stays look for cycles as often as Python does by itself."""
    gc.set_threshold(700, 10, 10)


def clock() -> int:
    """Now, in microseconds since 1970; a test gives a clock of its own."""
    context = click.get_current_context(silent=True)
    given = (context.find_object(dict) or {}).get("clock") if context else None
    return int(given()) if given else time.time_ns() // 1000


def first_instant(option: str, text: str, zone: str, axis: str | None = None) -> int:
    """When the day begins that was typed at an option: microseconds since 1970.

    `yesterday` is that of `zone`; the day begins in the zone of the `axis`, if given.
    """
    from ledger.claims.dates import parse_when, resolve_relative
    from ledger.errors import naming_parameter

    with typed_at("day", option), naming_parameter("day"):
        return parse_when(resolve_relative(text, clock(), zone), axis or zone).lo


def opened(values: Values) -> "Book":
    """The ledger that the options name; close it with `with`."""
    found = located(values["db"])
    from ledger.audit.places import Home
    from ledger.book import Book

    actor, home = values.get("actor"), Home.of_user()
    return Book.open(found, clock=clock, actor=actor, home=home)


def unheld(values: Values) -> "Book":
    """The same, without holding it against the last head that was seen."""
    found = located(values["db"])
    from ledger.audit.places import Home
    from ledger.book import Book

    actor, home = values.get("actor"), Home.of_user()
    return Book.open(found, clock=clock, actor=actor, home=home, held=False)


def basis_of(book: "Book | LakeReplay", values: Values) -> "Basis":
    """The basis that the time options ask for."""
    token = values["basis"]
    rest = {key: given for key, given in values.items() if key != "basis"}
    if token is not None and from_config("tz"):
        del rest["tz"]  # the token says its zone
    basis: Basis = book.basis(**rest, token=token)
    return basis


def priced_in(basis: "Basis", values: Values) -> "Basis":
    """The same basis, with the currency that the money options ask for."""
    code, rates = values["code"], values["rates"]
    if code is None and not rates:
        return basis
    replayed = click.get_current_context().params.get("basis") is not None
    if replayed and not rates and from_config("code"):
        return basis
    if code is None:
        raise click.UsageError("--rate needs --in CUR")
    if from_config("code"):
        memory = click.get_current_context().find_root().ensure_object(dict)
        memory["configured"] = ("unit", "currency", code)
    from ledger.reading.cuts import priced

    found = priced(basis, code, rates)
    if basis.money is None:
        return found
    if found.money is None or found.money.alike(basis.money):
        return basis
    raise click.UsageError("--basis already sets the currency; leave --in out")


def beliefs_wanted(basis: "Basis", asked: bool | None) -> bool:
    """Whether to work beliefs out: it reads the whole ledger, so large ones ask."""
    from ledger.credibility.settings import AT_ONCE

    return basis.known_at < AT_ONCE if asked is None else asked
