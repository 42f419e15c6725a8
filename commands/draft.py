"""`sayso draft`: from an article to a proposal, which a person then looks at."""

import os
import sys
import time
from contextlib import contextmanager
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from . import _named
from ._articles import ENCODING, read_article
from ._failures import fail
from ._options import Values, bundle, clock, opened, place
from ._output import draw, put

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.book import Book
    from ledger.claims.names import Directory
    from ledger.drafting.gate import Proposal
    from ledger.drafting.writing import ArticleFacts, CompanyReader
    from ledger.importers.articles import Article
    from ledger.projections.rounds import CompanyAt

about = bundle(
    "about",
    click.option("--published", metavar="D", help="When it was published: 2024-01-19."),
    click.option(
        "--source",
        metavar="NAME",
        type=_named.sources,
        help="The source that published it.",
    ),
    click.option("--url", metavar="URL", help="URL where it can be read."),
    ENCODING,
)


@click.command
@click.argument("file", metavar="FILE|-|stats")
@click.argument(
    "drafts",
    metavar="[DRAFT]...",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@about
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. [standard output]",
)
@click.option(
    "--drafter",
    default="rules",
    metavar="NAME",
    help="Drafter: rules, openai (sends the article to SAYSO_OPENAI_URL), or"
    " one from a package. [rules]",
)
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@place
def draft(
    file: str,
    drafts: tuple[Path, ...],
    about: Values,
    output: Path | None,
    drafter: str,
    force: bool,
    place: Values,
) -> None:
    """Propose what an article claims; nothing is recorded.

    FILE is text, or an HTML page (extra: html); - is standard input. The draft is YAML:
    each claim with its words, how sure the rules are (high, mid, low) and why, what it
    may repeat, revise, confirm or deny on record, and the figures that are not claims.
    English, Simplified and Traditional Chinese are read. Companies are looked up in the
    ledger by name; without a ledger all of them stay open.

    `sayso draft stats DRAFT...` counts how often proposals were accepted unchanged, by
    extractor and tier. (A file called stats is ./stats.)

    \b
    Example:
        sayso draft article.txt --source bloomberg --published 2024-01-19 \\
          -o article.draft.yaml
        sayso draft stats *.draft.yaml
    """
    if file == "stats":
        stats(drafts)
        return
    if drafts:
        fail("one article at a time")
    from ledger.drafting.form import dumped
    from ledger.drafting.text import page_of
    from ledger.drafting.writing import drafted

    if output is not None and output.exists() and not force:
        fail(f"{output} exists already; --force overwrites it")
    article = article_from(file, about["encoding"])
    with ledger_or_none(place) as book:
        told = known_of(file, article, about, "UTC" if book is None else book.zone)
        registered, fold = on_record(book)
        other = None if drafter == "rules" else asked(drafter, article.text)
        found = drafted(page_of(article.text), told, registered, fold, other)
    text = dumped(found)
    if output is None:
        put(text.splitlines())
    else:
        write(output, text)
    tell(found, output)


def asked(name: str, text: str) -> "Proposal":
    """What another drafter proposes of a text; BadInput if there is none such."""
    from importlib.metadata import entry_points

    from ledger.drafting.openai import NAME, OpenAI, settings_in
    from ledger.errors import BadInput

    if name == NAME:
        return OpenAI(settings_in(os.environ), time.sleep).propose(text)
    others = entry_points(group="sayso.drafters")
    if name not in others.names:
        known = ", ".join(["rules", NAME, *sorted(others.names)])
        raise BadInput(f"--drafter: there is no {name!r}", f"one of {known}")
    found: Proposal = others[name].load()(text)
    return found


def stats(paths: tuple[Path, ...]) -> None:
    """Prints how often the proposals of some drafts were right."""
    from ledger.drafting.stats import Precision, precision
    from ledger.rendering.columns import Column
    from ledger.rendering.tables import Table

    from ._drafts import read_draft

    if not paths:
        fail("give the drafts: sayso draft stats *.draft.yaml")
    found = precision(map(read_draft, paths))
    whole = ("decided", "unchanged", "edited", "rejected")
    columns = (
        Column[Precision]("extractor", "extractor", lambda x: x.extractor),
        Column[Precision]("tier", "tier", lambda x: x.tier),
        *(
            Column[Precision](name, name, attrgetter(name), kind="whole", right=True)
            for name in whole
        ),
        Column[Precision]("precision", "precision", lambda x: f"{x.share:.2f}"),
        Column[Precision](
            "interval", "95 %", lambda x: "{:.2f} to {:.2f}".format(*x.interval)
        ),
    )
    if not found:
        click.echo("nothing is decided: sayso review DRAFT", err=True)
    draw(Table.of(None, columns, found))


def article_from(file: str, encoding: str | None) -> "Article":
    """The text of a file, or of standard input."""
    from ledger.importers.articles import MOST_BYTES, article_in

    if file == "-":
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        return article_in(raw, "standard input", encoding)
    return read_article(Path(file), encoding)


def known_of(file: str, article: "Article", about: Values, zone: str) -> "ArticleFacts":
    """What is known of an article but its text; BadInput for a day that is none."""
    from ledger.claims.dates import parse_when, resolve_relative
    from ledger.drafting.writing import ArticleFacts

    day = about["published"]
    return ArticleFacts(
        file=file,
        sha256=article.sha256,
        text_sha256=sha256(article.text.encode()).hexdigest(),
        media_type=article.media_type,
        encoding=article.encoding,
        title=article.title,
        url=about["url"],
        source=about["source"],
        published=day and str(parse_when(resolve_relative(day, clock(), zone))),
    )


@contextmanager
def ledger_or_none(place: Values) -> "Iterator[Book | None]":
    """The ledger that names are looked up in; none is needed."""
    from ledger.errors import Unreachable

    try:
        book = opened(place)
    except Unreachable:
        if place["db"]:
            raise
        click.echo("no ledger here: companies are not looked up", err=True)
        yield None
        return
    with book:
        yield book


def on_record(book: "Book | None") -> "tuple[Directory, CompanyReader]":
    """Who is registered, and a way to fold some companies."""
    from ledger.claims.names import Directory

    if book is None:
        return Directory(), nobody

    def folded(slugs: "Sequence[str]") -> "Mapping[str, CompanyAt]":
        found = book.companies(book.basis(), slugs).value
        return {company.slug: company for company in found}

    return book.names(), folded


def nobody(_: "Sequence[str]") -> "Mapping[str, CompanyAt]":
    """The companies that are on record where there is no ledger."""
    return {}


def write(output: Path, text: str) -> None:
    """Writes the draft as a whole or not at all."""
    from ledger.errors import Unreachable

    part = output.with_name(f"{output.name}.part")
    try:
        part.write_text(text, "utf-8")
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unreachable(f"{output} cannot be written: {error.strerror}") from None


def tell(draft: "Mapping[str, Any]", output: Path | None) -> None:
    """Says on standard error what was found."""
    tiers = [claim["tier"] for claim in draft["claims"]]
    counted = ", ".join(
        f"{tiers.count(tier)} {tier}" for tier in ("high", "mid", "low")
    )
    where = "" if output is None else f"{output}: "
    claims = "1 claim" if len(tiers) == 1 else f"{len(tiers)} claims"
    ignored = f"figures ignored: {len(draft['ignored'])}"
    click.echo(f"{where}{claims} proposed ({counted}); {ignored}", err=True)
    for warning in draft["document"]["warnings"]:
        click.echo(f"warning: {warning['code']}: {warning['says']}", err=True)
    if output is not None and tiers:
        click.echo(f"Next: sayso review {quote(str(output))}", err=True)
