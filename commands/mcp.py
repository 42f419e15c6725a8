"""`sayso mcp`: the ledger for agents."""

import click

from ._options import Values, opened, place, stays
from ._places import located


@click.command
@place
def mcp(place: Values) -> None:
    """Serve the ledger to AI agents (Model Context Protocol).

    It communicates on standard input and output, and is started by the agent's program.
    Its tools are valuations, explain, timeline, who_said, changes, disputed, investors,
    source, verify and propose. Each needs the day as of which it answers; nothing is
    recorded. docs/agents.md shows how to add it. Over HTTP: `sayso serve --mcp`.

    \b
    Example:
        sayso mcp --db fund.db
    """
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        from ledger.errors import Refused

        raise Refused(
            "agents need a package that is not installed", "pip install 'sayso[mcp]'"
        )
    with opened(place):  # what is wrong with the ledger is said now
        pass
    from ledger.audit.places import Home
    from ledger.serving.mcp_server import serve_stdio
    from ledger.serving.settings import ServerSettings

    settings = ServerSettings(
        place=located(place["db"]), token="", hosts=frozenset(), home=Home.of_user()
    )
    stays()
    serve_stdio(settings)
