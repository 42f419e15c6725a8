"""`sayso watch`: what changed since somebody looked, on any clock, and why."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.commands.conftest import failed, fits
from tests.conftest import Clock, Sayso

ATOM = "{http://www.w3.org/2005/Atom}"


def report(ledger: Sayso, name: str = "series-b", **more: str) -> None:
    """Record a report of a round of xAI by Bloomberg."""
    said = {"published": "2025-12-19", "stage": "committed", "raised": "500M", **more}
    words = [f"--{key}={value}" for key, value in said.items()]
    done = ledger("record", "report", f"xai/{name}", "--source=bloomberg", *words)
    assert done.exit_code == 0, done.output


def rows(ledger: Sayso, *words: str) -> list[dict[str, Any]]:
    """Look once, and give what changed."""
    done = ledger("watch", "--no-belief", "-f", "json", *words)
    found = json.loads(done.stdout)["rows"]
    assert isinstance(found, list)
    return found


def test_the_first_look_says_what_it_keeps_and_the_second_what_changed(
    ledger: Sayso, clock: Clock, home: Path
) -> None:
    first = ledger("watch")
    assert (first.exit_code, first.stdout) == (0, "")
    assert "first look" in first.stderr
    (kept,) = (home / "looks").iterdir()
    assert str(kept) in first.stderr
    clock.advance(60)
    report(ledger)
    second = ledger("watch", COLUMNS="80")
    assert "claim 4" in second.stdout
    assert "Bloomberg: reports xai/series-b: 500M" in second.stdout
    assert second.stderr == ""
    fits(second.stdout)
    clock.advance(60)
    third = ledger("watch")
    assert "nothing changed on any clock" in third.stdout


def test_entries_that_change_no_answer_are_named(ledger: Sayso, clock: Clock) -> None:
    ledger("watch")
    clock.advance(60)
    assert "no answer" not in ledger("watch").stdout
    ledger("company", "add", "openai")
    clock.advance(60)
    told = ledger("watch").stdout
    assert "nothing changed on any clock\n" in told
    assert "entry 4 was recorded and changes no answer" in told
    ledger("company", "add", "mistral")
    ledger("company", "add", "cohere")
    clock.advance(60)
    assert "entries 5 6 were recorded and change no answer" in ledger("watch").stdout
    assert "no answer" not in ledger("watch").stdout


def test_a_new_tag_says_what_it_moved(ledger: Sayso, clock: Clock) -> None:
    ledger("watch")
    ledger("company", "tag", "xai", "sector=ai-models")
    clock.advance(60)
    told = ledger("watch").stdout
    assert "no answer" not in told
    (row,) = [line.split() for line in told.splitlines() if "tag sector" in line]
    assert row == ["xai", "tag", "sector", "ai-models", "tag", "4"]


def test_each_change_says_why(ledger: Sayso, clock: Clock) -> None:
    ledger("watch")
    clock.advance(1)
    report(ledger)
    assert {x for row in rows(ledger) for x in row["why"]} >= {"claim"}
    clock.advance(1)
    ledger(
        *("record", "deny", "4", "--source", "elon-musk", "--published", "2025-12-20"),
        *("--scope", "whole", "--form", "fake"),
    )
    assert {x for row in rows(ledger) for x in row["why"]} == {"denial"}
    clock.advance(1)
    ledger("record", "correct", "4", "--set", "raised=committed:6B", "--reason", "typo")
    assert {x for row in rows(ledger) for x in row["why"]} == {"correction"}
    clock.advance(1)
    ledger("record", "void", "4", "--reason", "not said")
    assert {x for row in rows(ledger) for x in row["why"]} == {"voiding"}


def test_a_deadline_that_passed_is_told(ledger: Sayso, clock: Clock) -> None:
    report(ledger, stage="in_talks", published="2025-06-01")
    ledger("watch")
    clock.advance(400 * 86_400)
    found = rows(ledger)
    assert {tuple(row["why"]) for row in found} == {("deadline",)}
    assert {row["expired"] for row in found} == {"2026-06-01"}


def test_it_is_the_difference_of_two_tokens(ledger: Sayso, clock: Clock) -> None:
    ledger("watch")
    clock.advance(60)
    report(ledger)
    told = ledger("watch", "-f", "json").stdout
    document = json.loads(told)
    tokens = document["before"]["token"], document["basis"]["token"]
    assert ledger("diff", *tokens, "-f", "json").stdout == told


def test_each_list_of_companies_is_looked_at_by_itself(
    ledger: Sayso, clock: Clock
) -> None:
    ledger("company", "add", "openai", "--name", "OpenAI")
    ledger("watch")
    ledger("watch", "xai")
    ledger("watch", "openai")
    clock.advance(60)
    report(ledger)
    assert {row["company"] for row in rows(ledger, "x.ai")} == {"xai"}
    assert rows(ledger, "openai") == []
    assert {row["company"] for row in rows(ledger)} == {"xai"}
    failed(ledger("watch", "nobody"), 1, "unknown company 'nobody'")


def test_two_ledgers_share_no_look(ledger: Sayso, home: Path) -> None:
    ledger("watch")
    ledger("init", "other.db")
    assert "first look" in ledger("watch", "--db", "other.db").stderr
    assert len(list((home / "looks").iterdir())) == 2


def test_a_look_at_an_older_copy_says_how_to_begin_again(
    ledger: Sayso, clock: Clock, home: Path
) -> None:
    ledger("watch")
    (look,) = (home / "looks").iterdir()
    kept = json.loads(look.read_text())
    kept["token"] = kept["token"].replace(".4.", ".9.")
    look.write_text(json.dumps(kept))
    failed(ledger("watch"), 1, "your last look does not fit", "`sayso watch --since")
    look.write_text("{")
    failed(ledger("watch"), 1, str(look), "`sayso watch --since yesterday`")
    clock.advance(60)
    assert ledger("watch", "--since", "yesterday").exit_code == 0
    assert ledger("watch").exit_code == 0


def test_since_looks_back_from_a_day_an_event_or_a_token(
    ledger: Sayso, clock: Clock
) -> None:
    clock.advance(3 * 86_400)
    report(ledger)
    (row, *_), _, _ = (rows(ledger, "--since", x) for x in ("yesterday", "3", "4"))
    assert row["why"] == ["claim"]
    failed(ledger("watch", "--since", "soon"), 2, "--since: 'soon' is not a date")


def test_since_never_moves_the_look_past_what_it_left_out(
    ledger: Sayso, clock: Clock
) -> None:
    ledger("watch")
    clock.advance(3600)
    report(ledger)
    clock.advance(3600)
    left_out = ledger("watch", "--since", "4")
    assert "your last look stays as it was" in left_out.stderr
    assert [x["events"] for x in rows(ledger)] == [[4]] * 2
    assert rows(ledger) == []
    clock.advance(3600)
    report(ledger, "series-c")
    assert rows(ledger, "--since", "3")
    assert rows(ledger) == []


def test_cron_learns_by_the_exit_code_whether_anything_changed(
    ledger: Sayso, clock: Clock
) -> None:
    assert ledger("watch", "--exit-code").exit_code == 0
    clock.advance(60)
    report(ledger)
    assert ledger("watch", "--exit-code").exit_code == 1
    clock.advance(60)
    assert ledger("watch", "--exit-code").exit_code == 0


@pytest.mark.parametrize(("company", "code"), [("xai", 1), ("openai", 0)])
def test_the_exit_code_is_about_the_rows_that_are_shown(
    ledger: Sayso, clock: Clock, company: str, code: int
) -> None:
    ledger("watch")
    clock.advance(60)
    report(ledger)
    shown = ("--where", f"company={company}", "--exit-code")
    assert ledger("diff", "2025-12-01", *shown).exit_code == code
    assert ledger("watch", *shown).exit_code == code


def test_what_is_published_today_counts_tomorrow_and_is_announced(
    ledger: Sayso, clock: Clock
) -> None:
    ledger("watch")
    clock.advance(60)
    report(ledger, published="today")
    told = ledger("watch").stdout
    assert "1 event was recorded whose day of publication is not over" in told
    clock.advance(2 * 86_400)
    assert rows(ledger)


def feed(path: str) -> ET.Element:
    """Read a feed, and hold what every Atom feed has."""
    root = ET.fromstring(Path(path).read_bytes())  # noqa: S314 - our own file
    assert root.tag == f"{ATOM}feed"
    for part in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = part.findall(f"{ATOM}{name}")
            assert found.text
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    return root


def ids(path: str) -> list[str | None]:
    return [x.findtext(f"{ATOM}id") for x in feed(path).findall(f"{ATOM}entry")]


def test_the_feed_gains_an_entry_for_each_company_and_keeps_the_others(
    ledger: Sayso, clock: Clock
) -> None:
    ledger("watch", "--atom", "news.xml")
    assert ids("news.xml") == []
    clock.advance(60)
    report(ledger)
    ledger("watch")  # without the feed, which learns of it all the same
    clock.advance(60)
    report(ledger, "series-c", stage="closed", raised="1B")
    ledger("watch", "--atom", "news.xml")
    new, old = ids("news.xml")
    clock.advance(60)
    ledger("watch", "--atom", "news.xml")
    assert ids("news.xml") == [new, old]
    first = feed("news.xml").find(f"{ATOM}entry")
    assert first is not None
    assert "xAI: " in (first.findtext(f"{ATOM}title") or "")
    assert "series-c" in (first.findtext(f"{ATOM}content") or "")


def test_a_feed_holds_names_as_text(ledger: Sayso, clock: Clock) -> None:
    ledger("company", "add", "bad", "--name", "<b>&]]> \x1b[2J 月之暗面")
    ledger("watch")
    clock.advance(60)
    ledger(
        *("record", "report", "bad/seed", "--source", "bloomberg", "--stage", "closed"),
        *("--published", "2024-01-19", "--raised", "5M"),
    )
    ledger("watch", "--atom", "news.xml")
    title = feed("news.xml").findtext(f"{ATOM}entry/{ATOM}title") or ""
    assert title.startswith("<b>&]]> \\u001B[2J 月之暗面")


@pytest.mark.parametrize("name", ["notes.txt", "sayso.db", "folder"])
def test_a_feed_replaces_nothing_else(ledger: Sayso, name: str, home: Path) -> None:
    Path("folder").mkdir()
    Path("notes.txt").write_text("mine")
    before = Path("sayso.db").read_bytes()
    assert ledger("watch", "--atom", name).exit_code in {1, 2}
    assert Path("notes.txt").read_text() == "mine"
    assert Path("sayso.db").read_bytes() == before
    assert not (home / "looks").exists()


REPEATED = {
    "before it is printed": "",
    "in the middle of a line": "from ",
    "after it is flushed": "claim 4",
    "before the feed": "claim 4",
    "before it is done": "claim 4",
}


def killed(point: str, *words: str) -> str:
    """Run a command line that kills itself at a point; give what it had printed."""
    program = Path(__file__).with_name("watching.py")
    done = subprocess.run(
        [sys.executable, program, point, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    return done.stdout


@pytest.mark.parametrize("point", REPEATED)
def test_a_look_that_was_killed_is_printed_again_under_the_same_tokens(
    ledger: Sayso, clock: Clock, home: Path, point: str
) -> None:
    ledger("watch")
    clock.advance(60)
    report(ledger)
    assert REPEATED[point] in killed(point, "watch", "--atom", "news.xml")
    (look,) = (home / "looks").iterdir()
    begun = json.loads(look.read_text())
    clock.advance(60)
    report(ledger, "series-c")
    again = ledger("watch", "-f", "json", "--atom", "news.xml")
    assert "printed again, under the same tokens" in again.stderr
    document = json.loads(again.stdout)
    assert document["before"]["token"] == begun["token"]
    assert document["basis"]["token"] == begun["printing"]
    assert {x for row in document["rows"] for x in row["events"]} == {4}
    assert len(ids("news.xml")) == 1
    assert {x for row in rows(ledger) for x in row["events"]} == {5}


def test_a_look_into_a_file_is_done_once_the_file_is_whole(
    ledger: Sayso, clock: Clock
) -> None:
    ledger("watch")
    clock.advance(60)
    report(ledger)
    assert killed("before the feed", "watch", "-o", "changes.json") == ""
    assert not Path("changes.json").exists()
    killed("before it is done", "watch", "-o", "changes.json")
    first = json.loads(Path("changes.json").read_text())
    again = ledger("watch", "-o", "changes.json", "--force", "--exit-code")
    assert again.exit_code == 1
    assert json.loads(Path("changes.json").read_text()) == first
    assert rows(ledger) == []


def test_a_look_that_was_killed_before_it_began_is_as_if_it_never_was(
    ledger: Sayso, clock: Clock
) -> None:
    ledger("watch")
    clock.advance(60)
    report(ledger)
    assert killed("before it is begun", "watch") == ""
    assert {x for row in rows(ledger) for x in row["events"]} == {4}


def test_a_look_that_was_killed_after_it_was_done_is_over(
    ledger: Sayso, clock: Clock
) -> None:
    ledger("watch")
    clock.advance(60)
    report(ledger)
    assert "claim 4" in killed("after it is done", "watch")
    assert rows(ledger) == []
