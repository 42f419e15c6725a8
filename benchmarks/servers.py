"""Servers as processes of their own, asked one request after another."""

import http.client
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

TOKEN: Final = "a-token-of-the-benchmark"
BEARER: Final = {"Authorization": f"Bearer {TOKEN}"}
HELLO: Final = """
import socket, uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
app = Starlette(routes=[Route("/", lambda _: PlainTextResponse("hello"))])
ear = socket.create_server(("127.0.0.1", 0))
print(f"http://127.0.0.1:{ear.getsockname()[1]}/", flush=True)
config = uvicorn.Config(app, log_config=None, access_log=False)
uvicorn.Server(config).run(sockets=[ear])
"""
SERVE: Final = """
import sys
from ledger.commands import main
sys.argv[1:] = ["serve", "--port", "0", "--db", {!r}]
main()
"""


def asking(server: tuple[str, int], path: str, many: int) -> Callable[[], None]:
    """Give what sends so many requests; each must be answered with 200."""

    def ask() -> None:
        host = server[0].removeprefix("http://").partition("/")[0]
        connection = http.client.HTTPConnection(host, timeout=120)
        for _ in range(many):
            connection.request("GET", path, headers=BEARER)
            response = connection.getresponse()
            assert response.read(), path
            assert response.status == 200, path
        connection.close()

    return ask


@contextmanager
def process(program: str) -> Iterator[tuple[str, int]]:
    """Run a server as a process; give the address that it prints, and its number."""
    words = [sys.executable, "-c", program]
    env = {**os.environ, "SAYSO_TOKEN": TOKEN}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=env) as found:
        assert found.stdout is not None
        yield found.stdout.readline().strip(), found.pid
        found.terminate()


def resident(pid: int) -> int:
    """Give the memory that a process holds, in KiB; of Linux."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0])
