"""`log --follow` as a process: what it prints, when it ends, what it lives through."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result

from tests.servers import serving

Sayso = Callable[..., Result]
PROGRAM = Path(sys.executable).with_name("sayso")
PATIENCE = 30
Running = subprocess.Popen[str]


@contextmanager
def interrupts(handler: signal.Handlers | Callable[..., object]) -> Iterator[None]:
    """Start children with a way to take SIGINT, whatever the suite was started with.

    A background job ignores SIGINT, and its children inherit that. A signal that is
    handled has its default meaning in a child.
    """
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def following(
    *words: str, place: str = "sayso.db", background: bool = False
) -> Iterator[Running]:
    """Start to follow; anyone who still runs at the end is killed."""
    with interrupts(signal.SIG_IGN if background else signal.default_int_handler):
        started = subprocess.Popen(
            [PROGRAM, "log", "--follow", "--every", "0.05", "--db", place, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    with started as running:
        try:
            yield running
        finally:
            running.kill()


def line(running: Running) -> str:
    """Wait for the next line that it prints."""
    assert running.stdout is not None
    return running.stdout.readline().rstrip("\n")


def named(place: Sayso, *slugs: str, **where: str) -> None:
    """Register companies."""
    for slug in slugs:
        done = place("company", "add", slug, "--name", slug.title(), **where)
        assert done.exit_code == 0, done.output


@pytest.fixture
def begun(sayso: Sayso) -> Sayso:
    """Give a ledger of two events."""
    assert sayso("init").exit_code == 0
    named(sayso, "xai")
    return sayso


def test_it_prints_the_entries_as_they_are_recorded(begun: Sayso) -> None:
    with following("-f", "jsonl") as running:
        seen = [line(running), line(running)]
        named(begun, "openai")
        seen.append(line(running))
    assert seen == begun("log", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(one)["seq"] for one in seen] == [0, 1, 2]


def test_a_table_has_its_titles_once_and_keeps_its_columns(begun: Sayso) -> None:
    with following() as running:
        seen = [line(running) for _ in range(3)]
        named(begun, "openai")
        seen.append(line(running))
    assert [one.split()[0] for one in seen] == ["event", "0", "1", "2"]
    places = [re.search(r"ledger\.|company\.", one) for one in seen[1:]]
    assert len({found.start() for found in places if found}) == 1


def test_csv_has_its_titles_once(begun: Sayso) -> None:
    with following("-f", "csv", "--since", "0") as running:
        seen = [line(running), line(running)]
        named(begun, "openai")
        seen.append(line(running))
    assert [one.split(",")[0] for one in seen] == ["event", "1", "2"]


def test_types_and_a_beginning_are_chosen_as_without_it(begun: Sayso) -> None:
    words = ["--since", "1", "--type", "company.registered", "-f", "jsonl"]
    with following(*words) as running:
        done = begun("source", "add", "wire", "--name", "Wire", "--kind", "wire")
        assert done.exit_code == 0
        named(begun, "openai")
        assert json.loads(line(running))["seq"] == 3


@pytest.mark.usefixtures("begun")
def test_it_ends_with_a_number() -> None:
    with following("--until", "1", "-f", "jsonl") as running:
        seen, said = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, said
    assert len(seen.splitlines()) == 2


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_who_has_had_enough_ends_it_without_an_error(name: str) -> None:
    with following("-f", "jsonl") as running:
        line(running)
        line(running)
        running.send_signal(signal.Signals[name])
        rest, said = running.communicate(timeout=PATIENCE)
    assert (running.returncode, rest, said) == (0, "", "")


def test_a_background_job_goes_on_at_ctrl_c_and_ends_when_it_is_told(
    begun: Sayso,
) -> None:
    with following("-f", "jsonl", background=True) as running:
        seen = [line(running), line(running)]
        running.send_signal(signal.SIGINT)
        named(begun, "openai")
        seen.append(line(running))
        running.send_signal(signal.SIGTERM)
        rest, said = running.communicate(timeout=PATIENCE)
    assert [json.loads(one)["seq"] for one in seen] == [0, 1, 2]
    assert (running.returncode, rest, said) == (0, "", "")


@pytest.mark.usefixtures("begun")
def test_it_ends_when_nobody_reads_any_more() -> None:
    with following("-f", "jsonl") as running:
        line(running)
        line(running)
        assert running.stdout is not None
        running.stdout.close()
        assert running.wait(PATIENCE) == 0
        assert running.stderr is not None
        assert running.stderr.read() == ""


def test_a_document_that_has_an_end_cannot_be_followed(begun: Sayso) -> None:
    done = begun("log", "--follow", "-f", "json")
    assert done.exit_code == 2
    assert "-f jsonl" in done.stderr


def test_texts_come_before_the_entry_that_commits_to_them(begun: Sayso) -> None:
    done = begun("source", "add", "wire", "--name", "Wire", "--kind", "wire")
    words = ["--source", "wire", "--published", "2024-01-19", "--stage", "committed"]
    done = begun("record", "report", "xai/a", *words, "--quote", "so it is")
    assert done.exit_code == 0, done.output
    with following("--payloads", "--since", "2", "-f", "jsonl") as running:
        seen = [json.loads(line(running)) for _ in range(3)]
    assert seen[0]["type"] == "round.reported"
    assert seen[1]["payload"]["text"] == "so it is"
    assert seen[2]["type"] == "claim.cited"


def test_a_server_that_restarts_is_waited_for(sayso: Sayso) -> None:
    with serving("fsync=off") as server:
        place = server.url.set(drivername="postgresql").render_as_string()
        assert sayso("init", place).exit_code == 0
        named(sayso, "xai", SAYSO_DB=place)
        with following("-f", "jsonl", place=place) as running:
            seen = [line(running), line(running)]
            server.stop()
            assert running.stderr is not None
            assert "still trying" in running.stderr.readline()
            server.start()
            named(sayso, "openai", "mistral", SAYSO_DB=place)
            seen += [line(running), line(running)]
            running.send_signal(signal.SIGINT)
            assert running.wait(PATIENCE) == 0
    assert [json.loads(one)["seq"] for one in seen] == [0, 1, 2, 3]
