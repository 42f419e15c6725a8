"""Where something can be read, and in which language, as a person types it.

Events hold both as text, whatever other programs wrote; what is recorded by hand is
checked, since a slip there leaves evidence that nobody finds.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from ledger.claims.names import shown
from ledger.errors import BadInput

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}", re.ASCII)
"""A tag as in BCP 47; languages whose code has more letters are not registered."""
_HINT: Final = (
    "write https://example.com/news; a page or a line goes to --locator, all else to"
    " --note"
)


def check_url(text: str) -> str:
    """Give the URL of a page on the web; BadInput for anything else."""
    url = text.strip()
    try:
        found = urlsplit(url)
        host = found.hostname or ""
    except ValueError:
        host = ""
    blank = any(sign.isspace() or not sign.isprintable() for sign in url)
    if blank or not host or found.scheme not in {"http", "https"}:
        raise BadInput(f"'{shown(text)}' is not a URL of the web", _HINT)
    return url


def check_language(text: str) -> str:
    """Give the tag of a language, such as `zh-Hant`; BadInput for anything else."""
    tag = text.strip()
    if not _LANGUAGE.fullmatch(tag):
        raise BadInput(
            f"'{shown(text)}' is not a language tag", "such as en, zh-Hant or ja"
        )
    return tag
