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
            "Show what companies are said to be worth, by kind of figure.",
        ),
        "raised": (
            "raised:raised",
            "Show money raised: paid, committed, conditional and sought, by round.",
        ),
        "rounds": (
            "rounds:rounds",
            "List rounds: type, amount, price, day, standing, investors, denials.",
        ),
        "totals": (
            "totals:totals",
            (
                "Add up money raised by quarter, month or year, and what was known in"
                " time."
            ),
        ),
        "investors": (
            "investors:investors",
            "List who invested in which company, with each investor's own amount.",
        ),
        "flows": (
            "flows:flows",
            "Show money from investors to companies, by stage.",
        ),
        "settle": (
            "settle:settle",
            "Settle a question: yes, no, not yet or cannot be told, on each clock.",
        ),
        "disputed": (
            "disputed:disputed",
            "List open denials: who contradicts whom, and about what.",
        ),
        "timeline": (
            "timeline:timeline",
            "Show the history event by event, with the answer after each.",
        ),
        "chart": (
            "chart:chart",
            "Draw valuations over time, with the events that changed them.",
        ),
        "explain": (
            "explain:explain",
            "Explain an answer: every claim, used or set aside, and why.",
        ),
        "who-said": (
            "who_said:who_said",
            "Show who said it first, who repeated it, and who denied it.",
        ),
        "links": (
            "links:links",
            "Propose rounds that may be the same, and duplicate claims.",
        ),
        "lint": (
            "lint:lint",
            "Check for suspicious figures and dates (nothing is rejected).",
        ),
        "diff": (
            "diff:diff",
            "Show what changed between two days, and which events changed it.",
        ),
        "watch": (
            "watch:watch",
            "Show what changed since you last looked, on any clock, and why.",
        ),
        "vintages": (
            "vintages:vintages",
            "Show the figure for each day, as known on each later day.",
        ),
        "rewritten": (
            "rewritten:rewritten",
            "Show earlier versions of a database, and how much of it was rewritten.",
        ),
        "ask": ("ask:ask", "Run a saved question; without a name, list all."),
        "show": (
            "show:show",
            "Show everything about a company, round, source or event.",
        ),
        "cite": (
            "cite:cite",
            "Cite an event, a round, or what stands behind a figure of a company.",
        ),
        "search": (
            "search:search",
            "Search companies, sources, rounds, investors, documents and notes.",
        ),
        "log": ("log:log", "List events in the order in which they were recorded."),
        "schema": (
            "schema:schema",
            "Print the JSON Schema of -f json.",
        ),
        "export": (
            "export:export",
            (
                "Write tables and panels for other programs, with both clocks in every"
                " row."
            ),
        ),
        "replay": (
            "replay:replay",
            "Compute rankings and panels of large ledgers from a lake, in parallel.",
        ),
        "sql": (
            "sql:sql",
            "Query the ledger in SQL, as of any date.",
        ),
        "report": (
            "report:report",
            "Write a report: one HTML page with a slider for any day.",
        ),
        "serve": ("serve:serve", "Open the ledger in a browser, on this machine."),
        "mcp": ("mcp:mcp", "Serve the ledger to AI agents (Model Context Protocol)."),
    },
    "Record": {
        "record": (
            "record:record",
            "Record what a source said, or correct our own mistake.",
        ),
        "import": (
            "import_:import_",
            "Import events from files, each as a whole or not at all.",
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
            "Manage companies: names, sectors and countries.",
        ),
        "source": (
            "source:source",
            "Manage sources, and the companies for which they may speak.",
        ),
    },
    "Trust": {
        "credibility": (
            "credibility:credibility",
            "Rate sources by the outcomes of their claims.",
        ),
        "forecasts": (
            "forecasts:forecasts",
            "Compare what this ledger estimated before an outcome with the outcome.",
        ),
        "audit": (
            "audit:audit",
            "Prove that nothing was changed; anyone can check it.",
        ),
    },
    "Keep": {
        "demo": (
            "demo:demo",
            "Build a sample ledger of real claims and show what it can answer.",
        ),
        "init": ("init:init", "Create an empty ledger."),
        "config": (
            "config:config",
            "Settings of all commands: ledger, zone, format, currency, ...",
        ),
        "db": ("db:db", "Upgrade, copy, restore and clean a ledger."),
        "help": ("help_:help_", "Show the help of a command."),
        "version": ("help_:version", "Show the version."),
        "completion": (
            "completion:completion",
            "Print the script for completion with the TAB key.",
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


def place(ctx: click.Context, _: click.Parameter, given: str | None) -> None:
    """Keeps the ledger that is named in front of a command."""
    if given is not None:
        ctx.ensure_object(dict)["db"] = given


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
    help="Show the version and exit.",
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
    "--db",
    metavar="PLACE",
    expose_value=False,
    callback=place,
    help="The ledger; the same behind a command.",
)
@click.option(
    "-v",
    "--verbose",
    "logs",
    flag_value="text",
    is_eager=True,
    expose_value=False,
    callback=listen,
    help="Log to standard error; SAYSO_LOG=json for programs.",
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
