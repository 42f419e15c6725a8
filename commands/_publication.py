"""The options that describe a publication: who said it, when, where, and what."""

from typing import Any

import click

from ledger.claims.vocabulary import INSTRUMENTS, ROUND_TYPES, STAGES

from . import _named
from ._articles import ENCODING, FILE, attached
from ._options import Option, Values, asked, bundle
from ._recording import Recorder
from ._typed import RoundTypeOption, Typed, Unread, WordType, typed

EVIDENCE: tuple[Option, ...] = (
    click.option("--url", metavar="URL", help="URL where it can be read."),
    click.option("--locator", metavar="TEXT", help="Place in it: a page, a line."),
    click.option("--language", metavar="TAG", help="Its language: en, zh, ja."),
    click.option("--note", metavar="TEXT", help="A note in your own words."),
    click.option(
        "--document",
        metavar="EVENT",
        help="The recorded document in which it was read.",
    ),
    click.option(
        "--article",
        multiple=True,
        type=FILE,
        metavar="FILE",
        help="A file with the whole text; recorded as a document.",
    ),
    ENCODING,
    click.option(
        "--quote",
        multiple=True,
        metavar="TEXT",
        help="Exact quotation; must occur in the document or article, if one is"
        " given. Can be erased.",
    ),
    click.option(
        "--personal",
        multiple=True,
        metavar="TEXT",
        help="Personal data; can be erased.",
    ),
)
"""Where and how something was read: it stands next to the event."""

FUTURE = click.option(
    "--future", is_flag=True, help="Accept a publication date in the future."
)
PUBLICATION: tuple[Option, ...] = (
    click.option(
        "--via",
        multiple=True,
        metavar="NAME",
        type=_named.sources,
        help="Sources that carried it, nearest to the origin first.",
    ),
    FUTURE,
    *EVIDENCE,
)
SOURCE: dict[str, Any] = {
    "metavar": "NAME",
    "type": _named.sources,
}
DATE = "D"
DAY: dict[str, Any] = {
    "metavar": DATE,
    "help": "Date of publication: 2024-01-19, 2024-Q1, yesterday, 2024-01-19T08:34Z.",
}

said = bundle(
    "said",
    asked("--source", help="The source.", waits=True, **SOURCE),
    asked("--published", waits=True, **DAY),
    *PUBLICATION,
)
"""Something that is published first."""

answered = bundle(
    "said",
    click.option("--source", help="The source. [that of the event]", **SOURCE),
    asked("--published", waits=True, **DAY),
    *PUBLICATION,
)
"""Something by the source of an event that is named anyway."""

learnt = bundle(
    "said",
    asked("--published", waits=True, **DAY),
    click.option("--source", help="The source, if there is one.", **SOURCE),
    *PUBLICATION,
)
"""Something that became known."""

OUR_MISTAKE = click.option(
    "--our-mistake",
    metavar="REASON",
    help="Reason: we recorded it wrongly; no source said so.",
)
uncertain = bundle(
    "said",
    click.option("--published", **DAY),
    click.option("--source", help="The source, if there is one.", **SOURCE),
    *PUBLICATION,
)
"""Something that became known, or that we had wrong; only the recorder knows which."""


STAGE: dict[str, Any] = {
    "type": WordType(STAGES),
    "metavar": "STAGE",
    "help": f"Stage of the round: {', '.join(STAGES)}.",
}
FIGURE: dict[str, Any] = {"multiple": True, "metavar": "F"}
PRICE: dict[str, Any] = {"multiple": True, "metavar": "[PART:]F"}
INVESTOR: dict[str, Any] = {
    "multiple": True,
    "metavar": "NAME[:F][:STAGE][:STAKE%]",
}
OWN_SOURCING = click.option(
    "--own-sourcing",
    is_flag=True,
    help="The source says that it has its own sources.",
)


effective = click.option(
    "--effective", metavar="W", help="Date it refers to: of closing, of the price."
)
facts = bundle(
    "facts",
    click.option(
        "--raised",
        multiple=True,
        metavar="[BASIS:[PART:]]F",
        help="Money raised: 500M, committed:15B..20B, paid:1.25B, tranche:first:35M,"
        " conditional:35B, conditional:35B:met. [basis: round_total]",
    ),
    click.option("--target", help="Amount that is sought.", **FIGURE),
    click.option(
        "--post-money",
        help="Post-money valuation: 24B; of one tier: first:450M.",
        **PRICE,
    ),
    click.option("--pre-money", help="Pre-money valuation.", **PRICE),
    click.option(
        "--valuation", help="Valuation, pre- or post-money not stated.", **PRICE
    ),
    click.option(
        "--price",
        multiple=True,
        metavar="KIND:[PART:]F",
        help="Price of another kind: cap:20M, deal_value:32B.",
    ),
    click.option(
        "--round-type",
        type=RoundTypeOption(ROUND_TYPES),
        metavar="TYPE",
        help="Type of round: seed, series_b, 'Series A+', growth, debt, tender, ...",
    ),
    click.option(
        "--instrument",
        type=WordType(INSTRUMENTS),
        help="What the investors get.",
    ),
    click.option("--lead", help="A lead investor.", **INVESTOR),
    click.option(
        "--investor",
        help="Another investor, with its part if known: NVIDIA:2B, Apple:withdrawn,"
        " SoftBank:lead:30B:10%.",
        **INVESTOR,
    ),
    click.option(
        "--arranger",
        multiple=True,
        metavar="NAME",
        help="A bank or placement agent that arranges the round.",
    ),
    OWN_SOURCING,
    effective,
    click.option(
        "--supersedes",
        multiple=True,
        metavar="ROUND",
        type=_named.rounds,
        help="An earlier round that this one replaces.",
    ),
)


def publication(recorder: Recorder, values: Values) -> dict[str, Any]:
    """The fields of an event that say who said it, when and where."""
    recorder.future = values["future"]
    rest = {
        key: values[key] and typed(values[key], f"--{key}")
        for key in ("source", "carrier")
        if key in values
    }
    return {
        **rest,
        "published": recorder.day(values["published"], "--published"),
        "via": list(values["via"]),
        **evidence(recorder, values),
    }


def evidence(recorder: Recorder, values: Values) -> dict[str, Any]:
    """What was typed of where and how something was read."""
    readable(recorder, values)
    named = values["document"]
    encoding = values["encoding"]
    texts = [attached(path, encoding) for path in values["article"]]
    texts += [{"what": "quote", "text": text} for text in values["quote"]]
    texts += [{"what": "personal", "text": text} for text in values["personal"]]
    return {
        **{key: values[key] for key in ("url", "locator", "language", "note")},
        "document": named and recorder.target(named, "--document")["id"],
        "payloads": texts,
    }


def readable(recorder: Recorder, values: Values) -> None:
    """Holds that a URL is one, and a language."""
    from ledger.claims.addresses import check_language, check_url

    for option, check in (("url", check_url), ("language", check_language)):
        if values[option] is not None:
            recorder.read(f"--{option}", check, values[option])


def claimed(recorder: Recorder, values: Values) -> dict[str, Any]:
    """The fields of an event that say what a claim is."""
    leads = [investor(recorder, "--lead", text, lead=True) for text in values["lead"]]
    others = [investor(recorder, "--investor", text) for text in values["investor"]]
    when = values["effective"]
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
        "arrangers": list(values["arranger"]),
        "own_sourcing": values["own_sourcing"] or None,
        "effective": when and recorder.day(when, "--effective"),
        "supersedes": list(values["supersedes"]),
    }


def raised(option: str, text: str) -> Typed:
    """An amount of money raised, behind its basis: `committed:500M`."""
    return Typed(text if ":" in text else f"round_total:{text}", option)


def investor(
    recorder: Recorder, option: str, text: str, *, lead: bool = False
) -> dict[str, Any] | Unread:
    """Somebody who takes part in a round, as it stands in an event."""
    from ledger.claims.investors import investor_data, parse_investor

    found = recorder.read(option, parse_investor, text)
    if isinstance(found, Unread):
        return found
    return {**investor_data(found), **({"lead": True} if lead else {})}


def only_one(recorder: Recorder, values: Values, our_mistake: str | None) -> Values:
    """Holds that exactly one of --published and --our-mistake is given."""
    if (values["published"] is None) != (our_mistake is None):
        return values
    unsaid = recorder.refuse(
        "give either --published (when it became known)"
        " or --our-mistake (why we had it wrong)"
    )
    return {**values, "published": unsaid}
