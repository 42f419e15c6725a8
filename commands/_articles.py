"""From the files of articles to what is recorded of them."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ledger.importers.articles import Article

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FILE_OR_INPUT = click.Path(exists=True, dir_okay=False, path_type=Path, allow_dash=True)
INPUT = Path("-")
ENCODING = click.option(
    "--encoding",
    metavar="NAME",
    help="Encoding of an article that is not UTF-8: gb18030, big5, cp1252.",
)


def read_article(path: Path, encoding: str | None) -> "Article":
    """The text of a file, or of standard input for -.

    BadInput if it is none, Unreachable if it cannot be read.
    """
    from ledger.errors import Unreachable
    from ledger.importers.articles import MOST_BYTES, article_in

    if path == INPUT:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        return article_in(raw, "standard input", encoding)
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreachable(f"{path} cannot be read: {error.strerror}") from None
    return article_in(raw, str(path), encoding)


def about(article: "Article") -> dict[str, str]:
    """The fields of a document that its file alone tells."""
    found = {
        "sha256": article.sha256,
        "media_type": article.media_type,
        "encoding": article.encoding,
        "title": article.title,
    }
    return {key: value for key, value in found.items() if value is not None}


def attached(path: Path, encoding: str | None) -> dict[str, Any]:
    """An article as it comes along with a claim."""
    article = read_article(path, encoding)
    return {"what": "article", "text": article.text, "about": about(article)}
