"""A group whose commands are imported when they run, not when they are listed.

The one-line helps stand in the group itself, so that `--help` and the TAB key
import nothing; a test holds them equal to what the commands say of themselves.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Sections = Mapping[str, Mapping[str, tuple[str, str]]]
"""Section -> command -> (`module:attribute` next to this file, one-line help)."""


class LazyGroup(click.Group):
    """A group that knows its commands' names and helps, and loads none of them."""

    def __init__(self, *args: Any, sections: Sections, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.sections = sections
        self.places = {
            name: place for rows in sections.values() for name, place in rows.items()
        }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which `--help` shows them."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself; this is where its module is imported."""
        if cmd_name not in self.places:
            return None
        module, _, attribute = self.places[cmd_name][0].partition(":")
        found = getattr(import_module(f".{module}", __package__), attribute)
        assert isinstance(found, click.Command)
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keeps the words that were typed, for what tells how it was asked."""
        if ctx.parent is None:
            ctx.ensure_object(dict)["words"] = tuple(args)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuses an unknown name and offers the near ones; runs none of them."""
        name = args[0]
        ctx.ensure_object(dict)["path"] = f"{ctx.command_path} {name}"
        if name in self.places or ctx.resilient_parsing or name.startswith("-"):
            found = super().resolve_command(ctx, args)
            ctx.ensure_object(dict)["command"] = found[1]
            if found[1] is not None and not ctx.resilient_parsing:
                from ._config import defaults

                ctx.default_map = {name: defaults(name, found[1])}
            return found
        from ._words import unknown

        raise unknown(name, self.places, ctx)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """The sections, each with its commands and their one-line helps."""
        width = max(map(len, self.places))
        for title, rows in self.sections.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name.ljust(width), text) for name, (_, text) in rows.items()]
                )

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> "list[CompletionItem[str]]":
        """Names of commands, from the table above; options as click does."""
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(name, help=text)
            for name, (_, text) in self.places.items()
            if name.startswith(incomplete)
        ] + click.Command.shell_complete(self, ctx, incomplete)
