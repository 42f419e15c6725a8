"""`sayso ask`: questions that are saved under a name."""

import shlex

import click

from ._config import QUESTION, SavedQuestion, config
from ._failures import Root, fail

NO_QUESTION = frozenset({"ask", "serve", "mcp"})
"""Of the commands that look, those that are no question."""
LISTS = ("company list", "source list")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.argument("words", metavar="[OPTION]...", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "--save",
    nargs=2,
    metavar="NAME QUESTION",
    help="Save a command line, without sayso, under a name.",
)
@click.option("--about", metavar="TEXT", help="With --save: what it is for.")
@click.option("--forget", metavar="NAME", help="Forget a saved question.")
def ask(
    *,
    name: str | None,
    words: tuple[str, ...],
    save: tuple[str, str] | None,
    about: str | None,
    forget: str | None,
) -> None:
    """Run a saved question; without a name, list all.

    A question is a command line that asks and never records. It is stored in your
    configuration (`sayso config`), and no shell runs it. Options after its name are
    added to it.

    \b
    Example:
        sayso ask --save weekly "valuations --top 20" --about "For Monday's meeting"
        sayso ask
        sayso ask weekly
        sayso ask weekly --as-of 2024-05-28 -f csv
    """
    if about is not None and save is None:
        fail("--about is for --save")
    if save is not None and name is not None:
        saved = shlex.join([save[1], name, *words])
        fail(f'put the whole question in quotes: --save {save[0]} "{saved}"')
    if sum(x is not None for x in (name, save, forget)) > 1:
        fail("run one, save one or forget one")
    if save is not None:
        _save(*save, about or "")
    elif forget is not None:
        _forget(forget)
    elif name is None:
        _list()
    else:
        _run([*shlex.split(_known(name).run), *words])


def _known(name: str) -> SavedQuestion:
    from ledger.claims.names import near
    from ledger.errors import UnknownName

    asks = config().asks
    if name not in asks:
        close = near(name, sorted(asks))
        hint = f"perhaps {', '.join(close)}" if close else "`sayso ask` lists them"
        raise UnknownName(f"no question is saved as {name!r}", hint)
    return asks[name]


def _list() -> None:
    from ledger.rendering.columns import Column
    from ledger.rendering.tables import Table

    from ._output import draw

    asks = sorted(config().asks.items())
    if not asks:
        click.echo(
            "no question is saved yet\n"
            'To save one: sayso ask --save weekly "valuations --top 20"',
            err=True,
        )
        return
    columns = (
        Column[tuple[str, SavedQuestion]]("name", "name", lambda x: x[0], firm=True),
        Column[tuple[str, SavedQuestion]](
            "about", "about", lambda x: x[1].about, wide=True
        ),
        Column[tuple[str, SavedQuestion]](
            "runs", "runs", lambda x: f"sayso {x[1].run}"
        ),
    )
    draw(Table.of(None, columns, asks))


def _save(name: str, text: str, about: str) -> None:
    from ledger.errors import BadInput

    from ._config_file import put_key

    if not QUESTION.fullmatch(name):
        raise BadInput(
            f"{name!r} is no name of a question", "small letters, digits and -"
        )
    try:
        words = shlex.split(text)
    except ValueError:
        raise BadInput(f"a quote is open in: {text}", "close it") from None
    if words[:1] == ["sayso"]:
        words = words[1:]
    if not words:
        fail("say what it asks, such as: valuations --top 20")
    _context(words)
    again = name in config().asks
    asking = {"run": shlex.join(words), **({"about": about} if about else {})}
    put_key(f"ask.{name}", asking)
    click.echo(f"{name} is {'replaced' if again else 'saved'}: sayso ask {name}")


def _forget(name: str) -> None:
    from ._config_file import drop_key

    _known(name)
    drop_key(f"ask.{name}")
    click.echo(f"{name} is forgotten")


def _context(words: list[str]) -> click.Context:
    """Reads a command line; a usage error if it is none, or if it is no question."""
    here = click.get_current_context().find_root()
    root = here.command
    assert isinstance(root, Root), "every command hangs on the root"
    asking = {*root.sections["Look"], "credibility", "forecasts", *LISTS} - NO_QUESTION
    known = words[0] not in root.places or {words[0], " ".join(words[:2])} & asking
    if not known:
        fail(f"{words[0]} is no question: save a command that asks, such as valuations")
    name, command, rest = root.resolve_command(here, words)
    assert command is not None, "an unknown command is refused"
    return command.make_context(name, rest, parent=here)


def _run(words: list[str]) -> None:
    with _context(words) as context:
        context.command.invoke(context)
