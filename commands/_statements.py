"""The options that describe a statement: who said it, when, where, and what."""

from pathlib import Path
from typing import Any

import click

from ledger.claims.vocabulary import INSTRUMENTS, ROUND_TYPES, STAGES

from . import _completing
from ._failures import fail
from ._options import Option, Values, asked, bundle
from ._recording import Recorder, Typed

ATTACHED = ("quote", "article", "personal")
STATEMENT: tuple[Option, ...] = (
    click.option(
        "--via",
        multiple=True,
        metavar="NAME",
        shell_complete=_completing.sources,
        help="Who carried it, the nearest to the origin first.",
    ),
    click.option("--url", metavar="URL", help="Where it can be read."),
    click.option("--locator", metavar="TEXT", help="Where in it: a page, a line."),
    click.option("--language", metavar="TAG", help="Its language: en, zh, ja."),
    click.option("--note", metavar="TEXT", help="A note in your own words."),
    click.option(
        "--quote",
        multiple=True,
        metavar="TEXT",
        help="The very words; kept beside the event, so that they can be erased.",
    ),
    click.option(
        "--article",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The whole text, a file in UTF-8; kept likewise.",
    ),
    click.option(
        "--personal",
        multiple=True,
        metavar="TEXT",
        help="What is about a person; kept likewise.",
    ),
)
SOURCE: dict[str, Any] = {
    "metavar": "NAME",
    "shell_complete": _completing.sources,
}
DATE = "D"
DAY: dict[str, Any] = {
    "metavar": DATE,
    "help": "When it was said: 2024-01-19, 2024-Q1, yesterday, 2024-01-19T08:34Z.",
}

said = bundle(
    "said",
    asked("--source", help="Who says it.", **SOURCE),
    asked("--published", **DAY),
    *STATEMENT,
)
"""A statement that is new."""

answered = bundle(
    "said",
    click.option("--source", help="Who says it. [whose event it is]", **SOURCE),
    asked("--published", **DAY),
    *STATEMENT,
)
"""A statement by the source of an event that is named anyway."""

learnt = bundle(
    "said",
    asked("--published", **DAY),
    click.option("--source", help="Who says it, if anybody does.", **SOURCE),
    *STATEMENT,
)
"""Something that became known."""

OUR_MISTAKE = click.option(
    "--our-mistake",
    metavar="REASON",
    help="Nobody said so: we recorded it wrongly, and why.",
)
uncertain = bundle(
    "said",
    click.option("--published", **DAY),
    click.option("--source", help="Who says it, if anybody does.", **SOURCE),
    *STATEMENT,
)
"""Something that became known, or that we had wrong; only the recorder knows which."""

STAGE: dict[str, Any] = {
    "type": click.Choice(STAGES),
    "metavar": "STAGE",
    "help": f"How far the round is: {', '.join(STAGES)}.",
}
FIGURE: dict[str, Any] = {"multiple": True, "metavar": "F"}

effective = click.option(
    "--effective", metavar="W", help="The day in the world: of closing, of the price."
)
facts = bundle(
    "facts",
    click.option(
        "--raised",
        multiple=True,
        metavar="[BASIS:]F",
        help="Money raised: 500M, committed:15B..20B. [basis: round_total]",
    ),
    click.option("--target", help="What is sought to be raised.", **FIGURE),
    click.option("--post-money", help="Price with the new money.", **FIGURE),
    click.option("--pre-money", help="Price before the new money.", **FIGURE),
    click.option("--valuation", help="Price, of a kind that is not said.", **FIGURE),
    click.option(
        "--price", multiple=True, metavar="KIND:F", help="Price of another kind."
    ),
    click.option(
        "--round-type",
        type=click.Choice(ROUND_TYPES),
        metavar="TYPE",
        help="What kind of round: seed, series_b, growth, debt, tender, ...",
    ),
    click.option(
        "--instrument",
        type=click.Choice(INSTRUMENTS),
        help="What the money buys.",
    ),
    click.option(
        "--lead", multiple=True, metavar="NAME", help="An investor that leads."
    ),
    click.option("--investor", multiple=True, metavar="NAME", help="Another investor."),
    effective,
    click.option(
        "--supersedes",
        multiple=True,
        metavar="ROUND",
        shell_complete=_completing.rounds,
        help="A round that this one replaces.",
    ),
)


def statement(recorder: Recorder, values: Values) -> dict[str, Any]:
    """The fields of an event that say who said it, when and where."""
    rest = {key: value for key, value in values.items() if key not in ATTACHED}
    return {
        **rest,
        "published": recorder.day(values["published"]),
        "via": list(values["via"]),
        "payloads": attached(values),
    }


def attached(values: Values) -> list[dict[str, str]]:
    """The texts that come along with an event."""
    from ledger.errors import BadInput

    found = [{"what": "quote", "text": text} for text in values["quote"]]
    for path in values["article"]:
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            raise BadInput(f"--article: {path} is not UTF-8 text") from None
        html = {"media_type": "text/html"} if path.suffix in {".html", ".htm"} else {}
        found.append({"what": "article", "text": text, **html})
    found += [{"what": "personal", "text": text} for text in values["personal"]]
    return found


def claimed(recorder: Recorder, values: Values) -> dict[str, Any]:
    """The fields of an event that say what a claim is."""
    leads = [{"name": name, "lead": True} for name in values["lead"]]
    others = [{"name": name} for name in values["investor"]]
    return {
        "raised": [
            *(raised("--raised", text) for text in values["raised"]),
            *(raised("--target", f"target:{text}") for text in values["target"]),
        ],
        "valuation": [
            *(Typed(f"post_money:{f}", "--post-money") for f in values["post_money"]),
            *(Typed(f"pre_money:{f}", "--pre-money") for f in values["pre_money"]),
            *(Typed(f"unspecified:{f}", "--valuation") for f in values["valuation"]),
            *(Typed(text, "--price") for text in values["price"]),
        ],
        "round_type": values["round_type"],
        "instrument": values["instrument"],
        "investors": leads + others,
        "effective": values["effective"] and recorder.day(values["effective"]),
        "supersedes": list(values["supersedes"]),
    }


def raised(option: str, text: str) -> Typed:
    """An amount of money raised, and of what it is one: `committed:500M`."""
    return Typed(text if ":" in text else f"round_total:{text}", option)


def only_one(values: Values, our_mistake: str | None) -> None:
    """Holds that exactly one of --published and --our-mistake is given."""
    if (values["published"] is None) == (our_mistake is None):
        fail(
            "give either --published (when it became known)"
            " or --our-mistake (why we had it wrong)"
        )
