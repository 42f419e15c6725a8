"""`sayso config`: what is set for all commands."""

import os
from collections.abc import Iterator
from typing import NamedTuple

import click

from ._config import KEYS, TABLES, Config, config_path, no_such, read, text_of
from ._failures import fail


class Set(NamedTuple):
    """One line of what is set."""

    key: str
    value: str
    place: str
    option: str


@click.group(invoke_without_command=True)
@click.pass_context
def config(ctx: click.Context) -> None:
    """Settings of all commands: ledger, zone, format, currency, ...

    Without a command it prints each value, where it comes from, and the option that it
    sets. Options and environment variables override the file. A sayso.db in your folder
    or above it comes before the configured ledger. The file is TOML; your comments
    stay.

    \b
    Keys:
        ledger, zone, format, currency, drafter, columns.QUESTION

    \b
    Example:
        sayso config
        sayso config set zone Europe/Paris
        sayso config set columns.valuations company,amount
        sayso config unset zone
    """
    if ctx.invoked_subcommand is not None:
        return
    from ledger.rendering.columns import Column
    from ledger.rendering.tables import Table

    from ._output import draw

    path = config_path()
    there = "" if path.exists() else " (not there yet)"
    columns = (
        Column[Set]("key", "key", lambda x: x.key, firm=True),
        Column[Set]("value", "value", lambda x: x.value),
        Column[Set]("from", "from", lambda x: x.place),
        Column[Set]("option", "option", lambda x: x.option, firm=True),
    )
    rows = list(_setting_rows(read(path, text_of(path))))
    click.echo(f"{path}{there}")
    draw(Table.of(None, columns, rows))


def _setting_rows(found: Config) -> Iterator[Set]:
    for key, what in KEYS.items():
        value, place = found.values.get(key, what.default), "default"
        if key in found.values:
            place = f"line {found.lines[key]}"
        if key == "ledger":
            value, place = _ledger(value, place)
        yield Set(key, value, place, what.option)
    for name, value in found.columns.items():
        line = found.lines.get(f"columns.{name}", 1)
        yield Set(f"columns.{name}", value, f"line {line}", "--columns")
    for name, asking in found.asks.items():
        line = found.lines.get(f"ask.{name}", 1)
        yield Set(f"ask.{name}", asking.run, f"line {line}", f"sayso ask {name}")


def _ledger(value: str, place: str) -> tuple[str, str]:
    """The ledger that a command uses here; what is configured stands behind it."""
    from ._places import nearest

    if given := os.environ.get("SAYSO_DB"):
        return without_password(given), "SAYSO_DB"
    if found := nearest():
        return found, "in this folder or above it"
    return without_password(value), place


def without_password(place: str) -> str:
    """A URL of a database as it may be shown."""
    head, at, tail = place.rpartition("@")
    scheme, slashes, user = head.partition("://")
    name, colon, _ = user.partition(":")
    return f"{scheme}{slashes}{name}{':***' * bool(colon)}{at}{tail}" if at else place


@config.command("set")
@click.argument("key")
@click.argument("value")
def set_(key: str, value: str) -> None:
    """Set a key in the file.

    \b
    Example:
        sayso config set ledger ~/funding.db
        sayso config set currency EUR
    """
    from ledger.errors import BadInput

    from ._config_file import put_key

    table, _, name = key.partition(".")
    if table == "ask":
        fail('saved questions: sayso ask --save NAME "valuations --top 20"')
    if not (key in KEYS or (table == "columns" and name)):
        raise BadInput(no_such(key), "`sayso config` shows what is set")
    if key in KEYS:
        try:
            value = KEYS[key].check(value)
        except BadInput as error:
            raise BadInput(f"{key}: {error.message}", error.hint) from None
    put_key(key, value)
    click.echo(f"{key} = {without_password(value)}")


@config.command
@click.argument("key")
def unset(key: str) -> None:
    """Remove a key from the file.

    \b
    Example:
        sayso config unset zone
    """
    from ledger.errors import UnknownName

    from ._config_file import drop_key

    if not drop_key(key):
        known = key in KEYS or key.partition(".")[0] in TABLES
        what = f"{key} is not set" if known else no_such(key)
        raise UnknownName(what, "`sayso config` shows what is set")
    click.echo(f"{key} is not set any more")


@config.command
def edit() -> None:
    """Open the file in your editor ($VISUAL, $EDITOR).

    If it has an error, the error is shown and the file stays as it was.

    \b
    Example:
        sayso config edit
    """
    from ._config_file import keep

    text = text_of(config_path())
    changed = click.edit(text or _TEMPLATE, extension=".toml")
    if changed is None or changed in {text, _TEMPLATE}:
        click.echo("nothing changed", err=True)
        return
    keep(changed)
    click.echo(f"{config_path()} is written", err=True)


_TEMPLATE = "".join(
    f'# {what.about} ({what.option})\n# {key} = "{what.default}"\n'
    for key, what in KEYS.items()
)
