"""A scripted agent: the client of the SDK, and the server as a real process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import anyio
import httpx2
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, ListToolsResult, TextContent

Call = tuple[str, Mapping[str, object]]

TOKEN: Final = "a-token-of-tests-and-long"
SAYSO: Final = (sys.executable, "-c", "from ledger.commands import main; main()")


def conversation(place: str | Path, calls: Sequence[Call]) -> list[CallToolResult]:
    """Call tools in turn over standard input and output; give what each answered."""
    return anyio.run(_converse, str(place), calls)[1]


def tools_of(place: str | Path) -> ListToolsResult:
    """Give the tools that the server lists."""
    return anyio.run(_converse, str(place), ())[0]


async def _converse(
    place: str, calls: Sequence[Call]
) -> tuple[ListToolsResult, list[CallToolResult]]:
    command, *words = SAYSO
    home = str(Path(place).parent / "home")
    started = StdioServerParameters(
        command=command,
        args=[*words, "mcp", "--db", place],
        env={"SAYSO_HOME": home, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with Path(place).with_suffix(".log").open("w") as told:
        async with Client(stdio_client(started, told)) as client:
            tools = await client.list_tools()
            return tools, [await client.call_tool(x, dict(y)) for x, y in calls]


def document(result: CallToolResult) -> dict[str, Any]:
    """Give the answer; the text says the same as what is structured."""
    (text,) = result.content
    assert isinstance(text, TextContent)
    assert not result.is_error, text.text
    found: dict[str, Any] = result.structured_content
    assert json.loads(text.text) == found
    return found


def trouble(result: CallToolResult) -> str:
    """Give the words of an error."""
    (text,) = result.content
    assert result.is_error
    assert isinstance(text, TextContent)
    return text.text


@contextmanager
def serving(place: str | Path, *options: str, token: str = TOKEN) -> Iterator[str]:
    """Run `sayso serve` as a process of its own; give its address, without a slash."""
    words = [*SAYSO, "serve", "--port", "0", "--db", str(place), *options]
    home = str(Path(place).parent / "home")
    environment = {**os.environ, "SAYSO_HOME": home, "SAYSO_TOKEN": token}
    with subprocess.Popen(
        words,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            address, _, given = process.stdout.readline().strip().partition("/?token=")
            assert given == token, process.communicate()
            yield address
        finally:
            process.terminate()
            process.communicate()


def over_http(address: str, calls: Sequence[Call], token: str) -> list[CallToolResult]:
    """Call tools in turn over HTTP; give what each answered."""

    async def converse() -> list[CallToolResult]:
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx2.AsyncClient(headers=headers, timeout=120) as http:
            transport = streamable_http_client(f"{address}/mcp", http_client=http)
            async with Client(transport) as client:
                return [await client.call_tool(x, dict(y)) for x, y in calls]

    return anyio.run(converse)
