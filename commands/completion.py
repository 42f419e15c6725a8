"""`sayso completion`: what a shell must read so that TAB completes."""

import click


@click.command
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script for completion with the TAB key.

    Commands and options are completed at once; companies, rounds and sources come from
    the ledger.

    \b
    Example:
        sayso completion bash > ~/.local/share/bash-completion/completions/sayso
        sayso completion fish > ~/.config/fish/completions/sayso.fish
        source <(sayso completion zsh)
    """
    from click.shell_completion import get_completion_class

    completing = get_completion_class(shell)
    assert completing is not None
    root = click.get_current_context().find_root().command
    script = completing(root, {}, "sayso", "_SAYSO_COMPLETE")
    # Not its source(): that starts a bash to ask for its version first.
    click.echo(script.source_template % script.source_vars())
