"""`sayso record document`: articles and files, each with its text."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import _named
from ._articles import ENCODING, FILE_OR_INPUT, about, read_article
from ._failures import fail
from ._options import Values, bundle, writing
from ._publication import readable
from ._recording import recording

if TYPE_CHECKING:
    from ledger.projections.evidence import Documented

said = bundle(
    "said",
    click.option("--title", metavar="TEXT", help="Its title. [that of a page in HTML]"),
    click.option("--url", metavar="URL", help="URL where it can be read."),
    click.option(
        "--publisher",
        metavar="NAME",
        type=_named.sources,
        help="The source that published it.",
    ),
    click.option(
        "--published", metavar="D", help="When it was published: 2024-01-19, yesterday."
    ),
    click.option("--language", metavar="TAG", help="Its language: en, zh, ja."),
    ENCODING,
)


@click.command
@click.argument("files", metavar="FILE...", type=FILE_OR_INPUT, nargs=-1, required=True)
@said
@writing
def document(files: tuple[Path, ...], said: Values, writing: Values) -> None:
    """An article or file, with its text.

    It is plain text, or an HTML page (extra: html). Its text is stored once, separately
    from the entries, and can be erased. Then record claims with --document and --quote;
    `sayso show` lists what a document says. A file whose text is already on record is
    the same document; with another --url or --publisher, the same document carried by
    another.

    \b
    Example:
        sayso record document article.txt --url https://example.com/news --language en
        sayso record report xai/series-b --source bloomberg --published 2024-01-19 \\
          --stage committed --raised 500M --document 12 --quote "secured $500 million"
    """
    encoding = said["encoding"]
    with recording(writing) as recorder:
        readable(recorder, said)
        day = said["published"]
        typed = {
            **said,
            "published": day and recorder.day(day, "--published"),
            "encoding": None,
        }
        typed = {key: value for key, value in typed.items() if value is not None}
        documents = []
        if len(set(files)) < len(files):
            fail("a file is named twice")
        for path in files:
            article = read_article(path, encoding)
            text = {"what": "article", "text": article.text}
            documents.append({**about(article), **typed, "payloads": [text]})
        for one in recorder.record_all("document.recorded", documents):
            if one.new and one.seq is not None:
                tell_carried(recorder.book.document(one.id))


def tell_carried(found: "Documented") -> None:
    """Says that the text was on record before, if it is kept for another document."""
    kept = found.entry.data["payloads"]
    others = [x.seq for x in found.others if x.data["payloads"] == kept]
    if others:
        click.echo(f"the same text as document {min(others)}, stored once", err=True)
