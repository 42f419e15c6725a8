"""The command line: a verb for each daily question, in sections.

This module imports click alone. A command's module is imported when it runs.
"""

import gc
import os
from typing import NoReturn

import click

from ._failures import Root
from ._lazy import Sections

SECTIONS: Sections = {
    "Look": {
        "valuations": (
            "valuations:valuations",
            "What companies were said to be worth: figures that are never merged.",
        ),
        "raised": (
            "raised:raised",
            "Money raised: paid, committed, conditional and sought, by round.",
        ),
        "rounds": (
            "rounds:rounds",
            "Rounds: type, amount, price, day, standing, investors, what is denied.",
        ),
        "totals": (
            "totals:totals",
            "Money raised by quarter, month or year, and how much of it came late.",
        ),
        "investors": (
            "investors:investors",
            "Who put what into whom, with each investor's own amount.",
        ),
        "flows": (
            "flows:flows",
            "From whom to whom money goes, by stage.",
        ),
        "settle": (
            "settle:settle",
            "Settle a question: yes, no, not yet or cannot be told, on each clock.",
        ),
        "disputed": (
            "disputed:disputed",
            "Open denials: who contradicts whom, and in what.",
        ),
        "timeline": (
            "timeline:timeline",
            "A story, event by event, with what was believed after each.",
        ),
        "chart": (
            "chart:chart",
            "Draw what was said and since when, with the events that moved it.",
        ),
        "explain": (
            "explain:explain",
            "Why an answer is what it is: every claim, counted or set aside.",
        ),
        "who-said": (
            "who_said:who_said",
            "Who said it first, who told it again, and who denied it.",
        ),
        "links": (
            "links:links",
            "Rounds that may be one, and what is on record twice.",
        ),
        "lint": (
            "lint:lint",
            "Figures and dates that deserve a second look: flags, never refusals.",
        ),
        "diff": (
            "diff:diff",
            "What changed between two days, and which events did each change.",
        ),
        "watch": (
            "watch:watch",
            "What changed since you last looked, on any clock, and why.",
        ),
        "vintages": (
            "vintages:vintages",
            "What was said of each day, as known on each later day.",
        ),
        "rewritten": (
            "rewritten:rewritten",
            "What a database used to say, and how much of it is rewritten.",
        ),
        "show": (
            "show:show",
            "One thing, whole: a company, a round, a source or an event.",
        ),
        "cite": (
            "cite:cite",
            "Cite an event, a round, or what stands behind a figure of a company.",
        ),
        "log": ("log:log", "List events in the order of their recording."),
        "schema": (
            "schema:schema",
            "The JSON Schema of what -f json prints.",
        ),
        "export": (
            "export:export",
            "Tables and panels for other programs, with both clocks in every row.",
        ),
        "sql": (
            "sql:sql",
            "Ask in SQL, as of any date: a SELECT over tables of all answers.",
        ),
        "report": (
            "report:report",
            "One page to hand to somebody else: a file that travels in time.",
        ),
        "serve": ("serve:serve", "The ledger in a browser, on this machine."),
        "mcp": ("mcp:mcp", "The ledger for agents: a server of MCP."),
    },
    "Record": {
        "record": ("record:record", "What somebody said, or what we got wrong."),
        "import": (
            "import_:import_",
            "Record events from files, all or nothing a file.",
        ),
        "draft": (
            "draft:draft",
            "Propose what an article claims; nothing is recorded.",
        ),
        "review": (
            "review:review",
            "Decide about each claim of a draft: accept, edit, reject.",
        ),
        "company": (
            "company:company",
            "Companies: their names, sectors and countries.",
        ),
        "source": ("source:source", "Sources: who speaks, and for whom."),
    },
    "Trust": {
        "credibility": (
            "credibility:credibility",
            "How far each source can be trusted, by what became of its claims.",
        ),
        "forecasts": (
            "forecasts:forecasts",
            "What this ledger believed before the outcome, scored against what came.",
        ),
        "audit": (
            "audit:audit",
            "Proof that nothing was changed, for anybody to check.",
        ),
    },
    "Keep": {
        "demo": (
            "demo:demo",
            "Build a sample ledger of real claims and show what it can answer.",
        ),
        "init": ("init:init", "Make an empty ledger."),
        "db": ("db:db", "Upgrade, copy, restore and clean a ledger."),
        "completion": (
            "completion:completion",
            "Print the script that makes the TAB key complete.",
        ),
    },
}


def show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Prints the version of this program and ends."""
    if wanted and not ctx.resilient_parsing:
        from ledger import __version__

        click.echo(f"sayso {__version__}")
        ctx.exit()


def remember(ctx: click.Context, _: click.Parameter, debug: bool) -> None:
    """Keeps for `Root.main` whether tracebacks are wanted."""
    ctx.ensure_object(dict)["debug"] = debug


def listen(ctx: click.Context, _: click.Parameter, form: str | None) -> None:
    """Makes the library tell what it does, and tables their basis, if wanted."""
    if form:
        ctx.ensure_object(dict)["verbose"] = True
    form = form or os.environ.get("SAYSO_LOG")
    if form:
        from ledger.logs import speak

        speak("json" if form == "json" else "text")


@click.group(
    cls=Root,
    sections=SECTIONS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Show the version and end.",
)
@click.option(
    "--debug",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    envvar="SAYSO_DEBUG",
    callback=remember,
    help="Show a traceback when something fails.",
)
@click.option(
    "-v",
    "--verbose",
    "logs",
    flag_value="text",
    is_eager=True,
    expose_value=False,
    callback=listen,
    help="Tell on standard error what is done; SAYSO_LOG=json for programs.",
)
def root() -> None:
    """On whose say-so? A ledger of funding claims that answers as of any date.

    \b
    Example:
        sayso init
        sayso import history.jsonl
        sayso valuations --as-of 2024-01-19
        sayso explain xai

    What the terms mean: docs/glossary.md
    """


def main() -> NoReturn:
    """The command `sayso`."""
    # Most commands end before a search for cycles has found any; some hundred of
    # these, while modules are imported and entries are read, would be a tenth of it.
    gc.set_threshold(20_000, 10, 10)
    root.main(prog_name="sayso")
    raise AssertionError("main() exits")
