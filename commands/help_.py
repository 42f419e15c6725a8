"""`sayso help` and `sayso version`: what people type before they know the options."""

import click


@click.command("help")
@click.argument("words", metavar="[COMMAND]...", nargs=-1)
def help_(words: tuple[str, ...]) -> None:
    """Show the help of a command.

    The same as COMMAND --help.

    \b
    Example:
        sayso help
        sayso help record report
    """
    here = click.get_current_context().find_root()
    for word in words:
        group = here.command
        if not isinstance(group, click.Group):
            raise click.UsageError(f"{here.command_path} has no command {word!r}", here)
        name, command, _ = group.resolve_command(here, [word])
        assert command is not None, "an unknown command is refused"
        here = click.Context(command, info_name=name, parent=here)
    click.echo(here.get_help())


@click.command
def version() -> None:
    """Show the version.

    \b
    Example:
        sayso version
    """
    from ledger import __version__

    click.echo(f"sayso {__version__}")
