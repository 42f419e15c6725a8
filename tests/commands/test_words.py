"""Words that people try first: they do it, or point the right way in one line."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest

from tests.commands.conftest import failed
from tests.conftest import Sayso

WORDS: Any = import_module("ledger.commands._words")
INSTEAD: dict[str, dict[str, str]] = WORDS.INSTEAD
SAME: dict[str, str] = WORDS.SAME

TRIED = (
    *("list", "ls", "add", "new", "create", "edit", "undo", "status", "remove"),
    *("delete", "rm", "history", "changes", "update", "info", "verify", "why"),
)


@pytest.mark.parametrize("word", TRIED)
def test_a_word_that_is_no_command_points_the_right_way(
    sayso: Sayso, word: str
) -> None:
    done = sayso(word)
    failed(done, 2, f"no command '{word}': ")
    assert "sayso " in done.stderr.splitlines()[0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("company", "ls"), "`sayso company list`"),
        (("company", "remove", "xai"), "`sayso record void EVENT --reason TEXT`"),
        (("source", "show", "ft"), "`sayso show SOURCE`"),
        (("record", "add"), "`sayso record report`"),
        (("db", "stat"), "Did you mean stats"),
        (("valutions",), "Did you mean valuations"),
    ],
)
def test_groups_point_the_right_way_too(
    sayso: Sayso, words: tuple[str, ...], told: str
) -> None:
    done = sayso(*words)
    assert done.exit_code == 2
    assert told in done.stderr


def named(text: str) -> Iterator[list[str]]:
    """Give the words in small letters of each command that a sentence names."""
    for one in re.findall(r"`sayso ([^`]*)`", text):
        words = re.match(r"[a-z -]+", one)
        assert words, one
        yield words[0].split(" --")[0].split()


@pytest.mark.parametrize(
    "text", sorted({x for words in INSTEAD.values() for x in words.values()})
)
def test_each_command_that_a_word_points_at_is_there(
    root: click.Group, text: str
) -> None:
    for words in named(text):
        group: click.Command | None = root
        for word in words:
            if not isinstance(group, click.Group):
                break
            group = group.get_command(click.Context(group), word)
            assert group is not None, (text, word)


@pytest.mark.parametrize("path", sorted(INSTEAD))
def test_no_word_that_points_elsewhere_is_a_command_itself(
    root: click.Group, path: str
) -> None:
    group: click.Command | None = root
    for word in path.split()[1:]:
        assert isinstance(group, click.Group)
        group = group.get_command(click.Context(group), word)
    assert isinstance(group, click.Group)
    there = set(group.list_commands(click.Context(group)))
    assert not there & (set(INSTEAD[path]) | set(SAME))


def test_help_is_what_the_option_prints(sayso: Sayso) -> None:
    assert sayso("help").stdout == sayso("--help").stdout
    for words in (["record", "report"], ["valuations"], ["company", "add"]):
        assert sayso("help", *words).stdout == sayso(*words, "--help").stdout
    failed(sayso("help", "valutions"), 2, "no command 'valutions'. Did you mean val")
    failed(sayso("help", "log", "on"), 2, "sayso log has no command 'on'")
    assert sayso("version").stdout == sayso("--version").stdout


def test_the_ledger_may_be_named_in_front_of_a_command(ledger: Sayso) -> None:
    Path("sayso.db").rename("ours.db")
    told = ledger("company", "list", "--db", "ours.db").stdout
    assert ledger("--db", "ours.db", "company", "list").stdout == told
    assert ledger("--db", "ours.db", "company", "list", SAYSO_DB="no").stdout == told
    ledger("init", "other.db")
    behind = ledger("--db", "other.db", "company", "list", "--db", "ours.db").stdout
    assert behind == told
    ledger("--db", "ours.db", "company", "add", "openai")
    assert "openai" in ledger("company", "list", "--db", "ours.db").stdout


def test_init_takes_the_ledger_as_every_command_does(sayso: Sayso) -> None:
    for words in (["init", "--db", "a.db"], ["--db", "b.db", "init"], ["init", "c.db"]):
        assert sayso(*words).exit_code == 0
    assert sayso("init", SAYSO_DB="d.db").exit_code == 0
    assert sayso("init", "e.db", SAYSO_DB="f.db").exit_code == 0
    there = {path.name for path in Path().glob("*.db")}
    assert there == {"a.db", "b.db", "c.db", "d.db", "e.db"}
    failed(sayso("init", "g.db", "--db", "h.db"), 2, "name the ledger once")


def test_an_unknown_company_comes_with_the_command_that_registers_it(
    ledger: Sayso,
) -> None:
    failed(
        ledger("valuations", "Black Forest"),
        1,
        "unknown company 'Black Forest'",
        "register it: sayso company add black-forest --name 'Black Forest'",
    )


def test_all_that_is_wrong_with_a_report_is_told_at_once(ledger: Sayso) -> None:
    report = ("record", "report", "mistral/seed", "--source", "the-wire")
    said = ("--published", "2024-01-19", "--stage", "closed")
    done = ledger(*report, *said)
    failed(done, 1, "unknown company 'mistral'; unknown source 'the-wire'")
    for command in ("company add mistral", "source add the-wire"):
        assert f"register it: sayso {command} --name" in done.stderr
    wrong = ("--published", "01/19/2024", "--stage", "closed", "--raised", "5X")
    done = ledger(*report, *wrong)
    failed(done, 2, "round: unknown company 'mistral'")
    for told in ("--source: unknown", "--published: '01/19/2024'", "--raised: '5X'"):
        assert f"\n       {told}" in done.stderr
    assert "register it: sayso company add mistral" in done.stderr
    assert "mistral" not in ledger("company", "list").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("end", "xai", "--shut-down"),
        ("rename", "xai", "Grok"),
        ("value", "xai", "--price", "post_money:3B"),
        ("report", "xai/a", "--stage", "closed"),
    ],
    ids=lambda words: words[0],
)
def test_a_wrong_day_is_told_at_its_option(
    ledger: Sayso, words: tuple[str, ...]
) -> None:
    given = ("--published", "2024-01-40", "--effective", "1/2/24")
    done = ledger("record", *words, "--source", "bloomberg", *given)
    assert done.exit_code == 2, done.output
    for option in ("--published", "--effective"):
        assert f" {option}: '" in done.stderr, done.stderr


def test_who_invested_in_a_company_that_invested_in_none(ledger: Sayso) -> None:
    said = ("--source", "bloomberg", "--published", "2024-01-19", "--stage", "closed")
    assert ledger("record", "report", "xai/a", *said, "--lead", "Lux").exit_code == 0
    done = ledger("investors", "xai")
    assert done.exit_code == 0
    assert "`sayso rounds xai` names those who invested in it" in done.stdout
