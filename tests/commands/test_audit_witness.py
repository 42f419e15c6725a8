"""`sayso audit witness`: naming witnesses, asking them, and what it tells."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.audit.notes import COSIGNATURE, VerifierKey
from ledger.audit.proofs import read_growth
from ledger.audit.signatures import cosign, verifier_key
from tests.commands.conftest import failed
from tests.conftest import Sayso

NOON = 1_767_268_800
Answering = Callable[[bytes], tuple[int, bytes]]


@dataclass
class Server:
    """Somebody who is asked, on 127.0.0.1, and answers as a test says."""

    name: str
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    bodies: list[bytes] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)
    answer: Answering | None = None
    url: str = ""

    @property
    def key(self) -> str:
        public = verifier_key(self.name, self.private).public
        return str(VerifierKey(self.name, COSIGNATURE, public))

    def cosigned(self, body: bytes) -> tuple[int, bytes]:
        """Cosign whatever comes."""
        text = read_growth(body).note.text
        return 200, f"{cosign(text, self.name, self.private, NOON)}\n".encode()

    def answered(self, body: bytes) -> tuple[int, bytes]:
        self.bodies.append(body)
        return (self.answer or self.cosigned)(body)


@contextmanager
def serving(name: str = "w1.example") -> Iterator[Server]:
    made = Server(name)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, said = made.answered(body)
            self.send_response(status)
            for key, value in made.heads.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a witness that cosigns whatever it is asked."""
    with serving() as made:
        yield made


@pytest.fixture
def named(kept: Sayso, server: Server) -> Sayso:
    """Give a ledger of five entries that has this witness."""
    done = kept("audit", "witness", "add", server.url, server.key)
    assert done.exit_code == 0, done.output
    assert (
        done.stdout == "witnesses: 1 of 1 required\nw1.example cosigned nothing yet\n"
    )
    return kept


# -- naming ------------------------------------------------------------------------


def test_a_quorum_follows_until_somebody_sets_it(kept: Sayso) -> None:
    for number in (1, 2, 3):
        one = Server(f"w{number}.example")
        done = kept("audit", "witness", "add", "https://w.example/x/", one.key)
        assert done.stdout.startswith(f"witnesses: {number} of {number} required\n")
    done = kept("audit", "witness", "quorum", "2")
    assert done.stdout.startswith("witnesses: 2 of 3 required\n")
    done = kept("audit", "witness", "remove", "w2.example")
    assert done.stdout.startswith("witnesses: 2 of 2 required\n")
    assert done.stderr == ""
    done = kept("audit", "witness", "remove", "w1.example")
    assert done.stdout.startswith("witnesses: 1 of 1 required\n")
    done = kept("audit", "witness", "remove", "w3.example")
    assert done.stdout == "no witness is required any more\n"
    assert kept("audit", "verify").exit_code == 0


def test_a_quorum_that_follows_says_so(kept: Sayso) -> None:
    keys = [Server(f"w{number}.example").key for number in (1, 2, 3)]
    add = ("audit", "witness", "add", "https://w.example/x/")
    kept(*add, keys[0])
    done = kept(*add, keys[1])
    assert "2 of 2 are required now, instead of 1 of 1; `sayso audit" in done.stderr
    assert "witness quorum N` sets another number" in done.stderr
    kept(*add, keys[2])
    done = kept("audit", "witness", "remove", "w1.example")
    assert "2 of 2 are required now, instead of 3 of 3" in done.stderr


def test_a_quorum_that_was_set_outlives_a_removal(kept: Sayso) -> None:
    keys = [Server(f"w{number}.example").key for number in (1, 2, 3)]
    add = ("audit", "witness", "add", "https://w.example/x/")
    kept(*add, keys[0])
    kept(*add, keys[1])
    done = kept("audit", "witness", "quorum", "2")
    assert done.exit_code == 0, done.output
    assert kept(*add, keys[2]).stderr == ""  # 2 of 3
    assert kept("audit", "witness", "remove", "w3.example").stderr == ""
    done = kept("audit", "witness", "remove", "w2.example")
    assert "1 of 1 are required now, instead of 2 of 2" in done.stderr
    done = kept(*add, keys[1])
    assert "2 of 2 are required now, instead of 1 of 1" in done.stderr
    assert kept(*add, keys[2]).stderr == ""
    show = kept("audit", "witness", "show", "-f", "json")
    assert json.loads(show.stdout)["wanted"] == 2


def test_what_witnesses_saw_as_json(named: Sayso, server: Server) -> None:
    show = ("audit", "witness", "show", "-f", "json")
    (one,) = json.loads(named(*show).stdout)["witnesses"]
    assert (one["name"], one["entries"], one["cosigned_at"]) == ("w1.example", 0, None)
    assert (one["url"], one["key"]) == (server.url, server.key)
    told = json.loads(named("audit", "verify", "--json").stdout)
    saw = [{"name": "w1.example", "entries": 0}]
    assert told["witnesses"] == [{"wanted_by": "policy", "wanted": 1, "saw": saw}]
    assert named("audit", "witness", "ask", "--post").exit_code == 0
    told = json.loads(named(*show).stdout)
    assert told["wanted"] == 1
    assert told["witnesses"][0]["entries"] == 5
    assert told["witnesses"][0]["cosigned_at"] is not None
    brought = ("--witness", server.key, "--witness", Server("w9.example").key)
    done = named("audit", "verify", "--json", *brought, "--quorum", "2")
    report = json.loads(done.stdout)
    assert (done.exit_code, report["verdict"]) == (3, "UNWITNESSED")
    both = [{"name": "w1.example", "entries": 5}, {"name": "w9.example", "entries": 0}]
    assert report["witnesses"][0] == {"wanted_by": "given", "wanted": 2, "saw": both}
    failed(named(*show, "--policy"), 2, "--policy has its own format")


@pytest.mark.parametrize("said", [b"garbage", b"\xff", b"<html>", b"\xe2\x80\x94 cut"])
def test_an_answer_that_is_not_whole_is_to_be_saved_again(
    named: Sayso, said: bytes
) -> None:
    assert named("audit", "witness", "ask", "--offline", "asked").exit_code == 3
    Path("asked/w1.example.answer").write_bytes(said)
    done = named("audit", "witness", "ask", "--offline", "asked")
    assert (done.exit_code, "did not sign what it was asked" in done.stdout) == (
        1,
        True,
    )
    assert "ask it again, and save its complete answer" in done.stderr
    assert "was altered" not in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["add", "ftp://w.example", "KEY"], "'ftp://w.example' is not the URL"),
        (["add", "w.example", "KEY"], "'w.example' is not the URL"),
        (["add", "https://w.example?x", "KEY"], "'https://w.example?x': give the URL"),
        (["add", "https://w.example", "LOG"], "example.com/a-ledger"),
        (["add", "https://w.example", "nothing"], "nothing cannot be read"),
        (["add", "https://w.example", "KEY", "--quorum", "2"], "2 of 1 witnesses"),
    ],
)
def test_what_is_no_witness_is_refused(
    kept: Sayso, words: list[str], message: str
) -> None:
    keys = {"KEY": Server("w1.example").key, "LOG": Path("ledger.vkey").read_text()}
    done = kept("audit", "witness", *(keys.get(word, word).strip() for word in words))
    failed(done, 2, message)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["ask", "--post"], 1, "no witness is registered"),
        (["show"], 1, "no witness is registered"),
        (["quorum", "1"], 1, "no witness is registered"),
        (["remove", "w1.example"], 1, "there is no witness"),
        (["ask"], 2, "give --post, or --offline DIR"),
        (["ask", "--post", "--offline", "x"], 2, "give --post, or --offline DIR"),
    ],
)
def test_without_a_witness_nothing_can_be_asked(
    kept: Sayso, words: list[str], code: int, message: str
) -> None:
    failed(kept("audit", "witness", *words), code, message)


def test_twice_the_same_is_refused(named: Sayso, server: Server) -> None:
    done = named("audit", "witness", "add", server.url, server.key)
    failed(done, 2, "two witnesses have the same name")


def test_the_policy_and_the_log_list_are_printed_for_others(
    named: Sayso, server: Server
) -> None:
    key = Path("ledger.vkey").read_text().strip()
    done = named("audit", "witness", "show", "--policy")
    assert done.stdout.splitlines() == [
        f"log {key}",
        f"witness w1.example {server.key} {server.url}",
        "group enough 1 w1.example",
        "quorum enough",
    ]
    done = named("audit", "witness", "log-list", "--contact", "ann (at) x.example")
    assert done.stdout.splitlines() == [
        "logs/v0",
        "",
        f"vkey {key}",
        "origin none",
        "qpd 24",
        "bastion none",
        "contact ann (at) x.example",
    ]


# -- asking ------------------------------------------------------------------------


def test_nothing_is_sent_unless_it_is_asked_for(named: Sayso, server: Server) -> None:
    assert named("audit", "witness", "ask", "--offline", "asked").exit_code == 3
    for words in (["verify"], ["export", "x"], ["checkpoint"], ["prove", "3"]):
        named("audit", *words)
    named("report", "r.html")
    assert server.bodies == []


def test_what_a_witness_cosigned_is_told_everywhere(
    named: Sayso, server: Server
) -> None:
    done = named("audit", "witness", "ask", "--post")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "w1.example  cosigned 5 entries",
        "cosigned by 1 of 1, 1 required",
    ]
    assert read_growth(server.bodies[0]).old == 0
    told = "w1.example cosigned 5 entries on 2026-01-01"
    assert told in named("audit", "witness", "show").stdout
    assert told in named("audit", "export", "x").stdout
    assert "1 of 1 witness, 1 required" in named("audit", "verify").stdout
    assert "— w1.example " in named("audit", "checkpoint").stdout
    named("report", "r.html")
    page = Path("r.html").read_text("utf-8")
    assert told in page
    assert "— w1.example " in page


def test_later_heads_are_proven_from_the_last_that_it_saw(
    named: Sayso, server: Server
) -> None:
    named("audit", "witness", "ask", "--post")
    named("company", "add", "openai", "--name", "OpenAI")
    assert "for the first 5 entries" in named("audit", "verify").stdout
    named("audit", "witness", "ask", "--post")
    assert read_growth(server.bodies[1]).old == 5
    assert read_growth(server.bodies[1]).path
    assert "for all entries" in named("audit", "verify").stdout


def test_a_witness_that_saw_another_size_is_asked_from_there(
    named: Sayso, server: Server
) -> None:
    def answer(body: bytes) -> tuple[int, bytes]:
        if read_growth(body).old != 2:
            return 409, b"2\n"
        return server.cosigned(body)

    server.answer = answer
    assert named("audit", "witness", "ask", "--post").exit_code == 0
    assert [read_growth(body).old for body in server.bodies] == [0, 2]


def forged(_: Server) -> Answering:
    return lambda body: (200, Server("w1.example").cosigned(body)[1])


def of_another_head(server: Server) -> Answering:
    def answer(body: bytes) -> tuple[int, bytes]:
        text = read_growth(body).note.text.replace("\n5\n", "\n6\n")
        return 200, f"{cosign(text, server.name, server.private, NOON)}\n".encode()

    return answer


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        (forged, 1, "did not sign what it was asked"),
        (of_another_head, 1, "did not sign what it was asked"),
        (lambda _: lambda _: (200, b""), 1, "did not sign what it was asked"),
        (lambda _: lambda _: (200, b"\xff\n"), 1, "did not sign what it was asked"),
        (lambda _: lambda _: (200, b"x" * 200_000), 3, "more than 100,000 bytes"),
        (lambda _: lambda _: (409, b"9\n"), 1, "saw 9 entries, here are 5"),
        (lambda _: lambda _: (409, b"3\n"), 3, "has now seen 3 entries: ask again"),
        (lambda _: lambda _: (409, b"many\n"), 3, "named no size"),
        (lambda _: lambda _: (422, b""), 1, "saw another history"),
        (lambda _: lambda _: (403, b""), 3, "knows another key"),
        (lambda _: lambda _: (404, b""), 3, "does not know this ledger"),
        (lambda _: lambda _: (302, b""), 3, "answered with status 302"),
        (lambda _: lambda _: (503, b""), 3, "answered with status 503"),
    ],
)
def test_what_does_not_verify_is_not_kept(
    named: Sayso,
    server: Server,
    answer: Callable[[Server], Answering],
    code: int,
    told: str,
) -> None:
    server.answer = answer(server)
    server.heads["Location"] = "http://127.0.0.1:1/"
    done = named("audit", "witness", "ask", "--post")
    assert (done.exit_code, told in done.stdout) == (code, True), done.output
    assert "cosigned by 0 of 1, 1 required" in done.stdout
    assert named("audit", "verify").exit_code == 3


def test_a_witness_that_is_away_is_told(kept: Sayso, server: Server) -> None:
    kept("audit", "witness", "add", server.url, server.key)
    gone = Server("w2.example", url="http://127.0.0.1:1")
    kept("audit", "witness", "add", gone.url, gone.key, "--quorum", "1")
    done = kept("audit", "witness", "ask", "--post")
    assert done.exit_code == 0
    assert "w2.example  no answer: " in done.stdout
    assert "cosigned by 1 of 2, 1 required" in done.stdout
    assert (
        "1 of 2 witnesses, 1 required, for all entries"
        in kept("audit", "verify").stdout
    )


# -- by files ----------------------------------------------------------------------


def test_requests_and_answers_may_travel_as_files(named: Sayso, server: Server) -> None:
    ask = ("audit", "witness", "ask", "--offline", "asked")
    done = named(*ask)
    assert done.exit_code == 3
    assert "asked/w1.example.request" in done.stdout
    request = Path("asked/w1.example.request").read_bytes()
    # The ledger goes on meanwhile: what was asked is what is cosigned.
    named("company", "add", "openai", "--name", "OpenAI")
    Path("asked/w1.example.answer").write_bytes(server.cosigned(request)[1])
    done = named(*ask)
    assert "w1.example  cosigned 5 entries" in done.stdout
    assert "for the first 5 entries" in named("audit", "verify").stdout
    later = read_growth(Path("asked/w1.example.request").read_bytes())
    assert (later.old, len(later.path) > 0) == (5, True)
    Path("asked/w1.example.answer").write_bytes(server.cosigned(bytes(later))[1])
    done = named(*ask)
    assert (done.exit_code, list(Path("asked").iterdir())) == (0, [])
    assert named(*ask).exit_code == 0


def test_an_answer_may_name_the_size_that_it_saw(named: Sayso) -> None:
    ask = ("audit", "witness", "ask", "--offline", "asked")
    named(*ask)
    Path("asked/w1.example.answer").write_bytes(b"2\n")
    assert named(*ask).exit_code == 3
    assert read_growth(Path("asked/w1.example.request").read_bytes()).old == 2
    Path("asked/w1.example.answer").write_bytes(b"7\n")
    done = named(*ask)
    assert (done.exit_code, "saw 7 entries, here are 5" in done.stdout) == (1, True)


def test_a_request_that_somebody_changed_is_refused(
    named: Sayso, server: Server
) -> None:
    ask = ("audit", "witness", "ask", "--offline", "asked")
    named(*ask)
    path = Path("asked/w1.example.request")
    path.write_bytes(path.read_bytes().replace(b"\n5\n", b"\n3\n"))
    Path("asked/w1.example.answer").write_bytes(server.cosigned(path.read_bytes())[1])
    failed(named(*ask), 1, "w1.example.request holds no head of this ledger")
