"""The documents say what the program has, and point only to what is there.

docs/commands.md is what `--help` prints. With SAYSO_REWRITE=1
(`python3 run.py docs`) it is written again.
"""

import inspect
import os
import re
import subprocess
import sys
import textwrap
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click
import pytest
from click.testing import CliRunner

from ledger.book import Book
from ledger.claims.amounts import QUALIFIERS
from ledger.claims.events import MODELS
from ledger.claims.vocabulary import (
    BASES,
    COMMENT_FORMS,
    CONDITIONS,
    DENIAL_FORMS,
    ENDINGS,
    INSTRUMENTS,
    MERGE_FORMS,
    PAYLOAD_KINDS,
    PRICE_KINDS,
    RELAY_FORMS,
    ROUND_TYPES,
    SCOPE_FIELDS,
    SERIES,
    SOURCE_KINDS,
    STAGES,
    STANDINGS,
)
from ledger.projections.raised import COLUMNS
from ledger.projections.rounds import GONE, HAPPENED
from ledger.projections.valuations import FIGURES
from tests.conftest import root_group
from tests.demo import demo_book

HERE: Final = Path(__file__).resolve().parent.parent
DOCS: Final = HERE / "docs"
COMMANDS: Final = DOCS / "commands.md"
DOCUMENTS: Final = [*sorted(HERE.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
LINK: Final = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
ADDRESS: Final = re.compile(r"\b(?:https?|ftp)://[^\s)>`\"']+")
ABSOLUTE: Final = re.compile(r"(?<![\w.:/~])/[a-z]+/[\w./-]+")
HOSTS: Final = frozenset(
    {
        "127.0.0.1",  # `sayso serve`
        "epoch.ai",
        *("www.cnbc.com", "www.nytimes.com", "www.reuters.com"),  # as a table cites
        "keepachangelog.com",
        "semver.org",
        "docs.astral.sh",
        "vega.github.io",
        "example.com",  # nobody's
        "witness.example.org",  # nobody's: a place for an example
        "www.apache.org",
        # what the rows of a vendor's table name as their sources
        "www.cnbc.com",
        "www.nytimes.com",
        "www.reuters.com",
    }
)
"""Whom the documents may point to."""

SHARED: Final = 4
"""In how many commands an option is, word for word, before it is explained once."""

HELP: Final = "-h, --help Show this message and exit."
SEE: Final = "Also: {} ([shared options](#shared-options))."


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below a group, depth first, in the order of `--help`."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def help_of(*path: str) -> str:
    """What `--help` prints for a command."""
    words = [*path, "--help"]
    done = CliRunner().invoke(
        root_group(), words, env={"COLUMNS": "80"}, prog_name="sayso"
    )
    assert done.exit_code == 0, done.output
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


def parts_of(*path: str) -> tuple[str, dict[str, str]]:
    """What `--help` prints for a command: the text before its options, and these."""
    before, _, listed = f"{help_of(*path)}\n".partition("\nOptions:\n")
    found = re.findall(r"^  -.*\n(?:    .*\n)*", listed, re.MULTILINE)
    return before, {" ".join(lines.split()): lines for lines in found}


def reference() -> str:
    """docs/commands.md as it should be; what stands above the first block is prose."""
    introduction = COMMANDS.read_text("utf-8").partition("```text")[0].rstrip()
    told = {path: parts_of(*path) for path, _ in commands(root_group())}
    counted = Counter(option for _, options in told.values() for option in options)
    most = {name(x): x for x, _ in reversed(counted.most_common())}
    shared = {option for option in most.values() if counted[option] >= SHARED}
    shown = {x: text for _, options in told.values() for x, text in options.items()}
    common = aligned(text for option, text in shown.items() if option in shared)
    parts = [
        f"{introduction}\n\n```text\n{help_of()}\n```\n",
        f"## Shared options\n\n```text\n{common}```\n",
    ]
    for path, (before, options) in told.items():
        own = "".join(text for x, text in options.items() if x not in shared)
        named = [f"`{name(x)}`" for x in options if x in shared and x != HELP]
        block = f"{before}\nOptions:\n{own}" if own else f"{before.rstrip()}\n"
        parts.append(f"{'#' * (len(path) + 1)} sayso {' '.join(path)}\n")
        parts.append(f"```text\n{block}```\n")
        if named:
            line = SEE.format(", ".join(named))
            parts.append(f"{textwrap.fill(line, 88, break_on_hyphens=False)}\n")
    return "\n".join(parts)


def aligned(options: Iterable[str]) -> str:
    """Options of several commands, as one command would print them."""
    found = [re.split(r"  +|\n +", x.strip(), maxsplit=1) for x in options]
    formatter = click.HelpFormatter(width=80)
    with formatter.indentation():
        formatter.write_dl([(x, " ".join(text.split())) for x, text in found])
    return formatter.getvalue()


def name(option: str) -> str:
    """The name of an option, the long one where it has two."""
    found = re.findall(r"--[\w-]+", option)
    return found[0] if found else option.split(maxsplit=1)[0]


def test_the_command_reference_is_what_help_prints() -> None:
    made = reference()
    if os.environ.get("SAYSO_REWRITE"):
        COMMANDS.write_text(made, "utf-8")
    assert COMMANDS.read_text("utf-8") == made, "`python3 run.py docs` rewrites it"


@pytest.mark.parametrize(
    "path", [path for path, _ in commands(root_group())], ids=" ".join
)
def test_every_command_shows_an_example(path: tuple[str, ...]) -> None:
    assert "Example:" in help_of(*path)


def written(name: str) -> str:
    """The text of a page below docs/."""
    return (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize("kind", MODELS)
def test_every_type_of_event_is_described_with_its_fields(kind: str) -> None:
    page = written("concepts/events.md")
    (row,) = re.findall(rf"^\| `{re.escape(kind)}` \|.*$", page, re.MULTILINE)
    shared = {"url", "locator", "language", "note", "via", "payloads", "published"}
    for name, found in MODELS[kind].model_fields.items():
        if name not in shared:
            assert f"`{found.alias or name}`" in row


@pytest.mark.parametrize("kind", MODELS)
def test_every_type_of_event_has_an_example(kind: str) -> None:
    assert f'"type": "{kind}"' in written("concepts/events.md")


def test_the_examples_of_events_can_be_imported(book: Book) -> None:
    lines = blocks("concepts/events.md", "jsonl")[0].encode().splitlines()
    imported = book.import_lines(lines, name="events.md", future=True)
    assert imported.problems == []
    assert imported.new == len(lines)


def test_the_examples_in_python_run_and_give_what_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = "\n".join(blocks("python.md", "python"))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert done.stdout.splitlines() == re.findall(r"^ *# (.+)$", code, re.MULTILINE)


def test_the_example_in_a_notebook_runs_and_gives_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with demo_book(tmp_path):
        monkeypatch.chdir(tmp_path)
    (code,) = blocks("charts.md", "python")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert done.stdout.splitlines() == re.findall(r"^ *# (.+)$", code, re.MULTILINE)


WITHIN: Final = {
    *("actor", "ranking", "registered"),
    *("sign", "table", "texts", "trouble"),
}
"""Attributes of a book that other parts of the package use, and may change."""

TABLE: Final = r"^\| (?:question|method) \|.*\n\| -.*\n((?:\|.*\n)+)"


def methods() -> dict[str, list[str]]:
    """The methods that the page on Python names, each with its parameters."""
    tables = re.findall(TABLE, written("python.md"), re.MULTILINE)
    cells = [row.split(" | ", 1)[0] for table in tables for row in table.splitlines()]
    calls = re.findall(r"`(?:Book\.)?(\w+)(?:\((.*?)\))?`", " ".join(cells))
    return {name: re.findall(r"\w+", words) for name, words in calls}


def test_the_page_on_python_names_every_method_with_its_parameters() -> None:
    named = methods()
    public = {name for name in dir(Book) if not name.startswith("_")}
    assert named.keys() == public - WITHIN - {"close"}
    for name, words in named.items():
        found = getattr(Book, name, None)
        if callable(found):
            taken = list(inspect.signature(found).parameters)
            own = [x for x in taken if x not in {"self", "ledger", "book"}]
            assert words == [x for x in own if x not in {"basis", "cuts"}], name


def blocks(name: str, language: str) -> list[str]:
    """The blocks of a language on a page."""
    fenced = rf"^```{language}\n(.*?)^```$"
    return re.findall(fenced, written(name), re.MULTILINE | re.DOTALL)


@pytest.fixture
def book(tmp_path: Path, clock: Callable[[], int]) -> Iterator[Book]:
    """Give an empty ledger."""
    with Book.create(str(tmp_path / "sayso.db"), clock=clock, actor="ann") as made:
        yield made


@pytest.mark.parametrize(
    "word",
    dict.fromkeys(
        [
            *STAGES,
            *SOURCE_KINDS,
            *SCOPE_FIELDS,
            *BASES,
            *CONDITIONS,
            *PRICE_KINDS,
            *(word for word in ROUND_TYPES if word not in SERIES),
            *INSTRUMENTS,
            *QUALIFIERS,
            *DENIAL_FORMS,
            *COMMENT_FORMS,
            *RELAY_FORMS,
            *MERGE_FORMS,
            *ENDINGS,
            *PAYLOAD_KINDS,
        ]
    ),
)
def test_every_word_that_a_claim_may_use_is_listed(word: str) -> None:
    assert f"`{word}`" in written("concepts/events.md")


def test_the_standings_that_are_offered_are_those_that_there_are() -> None:
    assert set(STANDINGS) == HAPPENED | GONE | {"rumoured", "disputed"}


@pytest.mark.parametrize("standing", STANDINGS)
def test_every_standing_is_explained(standing: str) -> None:
    assert f"`{standing}`" in written("concepts/valuations.md")


@pytest.mark.parametrize("name", [*FIGURES, *COLUMNS])
def test_every_figure_and_column_has_its_rule(name: str) -> None:
    page = written("concepts/valuations.md")
    assert re.search(rf"^\| `{name}` \|", page, re.MULTILINE)


def test_every_variable_of_the_environment_is_listed() -> None:
    code = [*(HERE / "commands").glob("*.py"), *(HERE / "ledger").rglob("*.py")]
    read = (re.findall(r'"(SAYSO_\w+)"', path.read_text("utf-8")) for path in code)
    page = written("exit-codes.md")
    assert {
        name for names in read for name in names if f"`{name}`" not in page
    } == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_relative_links_lead_to_files_and_headings(document: Path) -> None:
    for link in LINK.findall(document.read_text("utf-8")):
        address = urlsplit(link)
        if address.scheme:
            continue
        target = document.parent / address.path if address.path else document
        assert target.exists(), link
        if address.fragment:
            assert address.fragment in anchors(target), link


def anchors(document: Path) -> set[str]:
    """The names under which the headings of a document can be linked to."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    kept = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.strip().replace(" ", "-") for heading in kept}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_no_place_of_one_machine(document: Path) -> None:
    text = document.read_text("utf-8")
    hosts = {urlsplit(address).hostname for address in ADDRESS.findall(text)}
    assert hosts <= HOSTS
    assert not ABSOLUTE.findall(ADDRESS.sub("", text))


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, ahead = set(), [HERE / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        links = map(urlsplit, LINK.findall(page.read_text("utf-8")))
        ahead += [
            (page.parent / link.path).resolve()
            for link in links
            if link.path and not link.scheme
        ]
    assert set(DOCUMENTS) <= seen


def test_the_newest_heading_of_the_changelog_is_the_version() -> None:
    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["project"]
    changelog = (HERE / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    assert newest is not None
    assert newest[1] == project["version"]


def test_a_change_that_changes_nothing_is_of_a_line_that_there_is() -> None:
    rows = [
        [cell.strip().strip("`") for cell in line.replace(r"\|", "\0").split("|")[1:-1]]
        for line in written("testing.md").splitlines()
        if line.startswith("| `ledger/")
    ]
    assert rows
    for file, before, after, why in rows:
        lines = (HERE / file).read_text("utf-8").splitlines()
        assert before.replace("\0", "|") in {line.strip() for line in lines}
        assert after != before
        assert why


def test_each_decision_stands_once() -> None:
    page = (HERE / "docs" / "decisions.md").read_text("utf-8")
    first = [row.split(" | ")[0] for row in page.splitlines() if row.startswith("| ")]
    choices = Counter(x for x in first if x not in {"| decision", "| ---"})
    assert len(choices) > 100
    assert [one for one, many in choices.items() if many > 1] == []
