"""Charts on a dark ground: the same drawing, its colours changed by the style sheet."""

from collections.abc import Iterator
from typing import Final

from ledger.charts.colours import AMBER, GREEN, NAVY, PAPERS, PLUM, RED

WAYS: Final = ("fill", "stroke")


def darkened() -> str:
    """Give the rules that put the dark colour of each ink in place of the light one."""
    rules = "".join(
        f'.chart [{way}="{light}"]{{{way}:{dark}}}'
        for light, dark in _pairs()
        for way in WAYS
    )
    return f"@media screen and (prefers-color-scheme: dark){{{rules}}}"


def _pairs() -> Iterator[tuple[str, str]]:
    yield from (NAVY, AMBER, GREEN, PLUM, RED)
    one, other = PAPERS["light"], PAPERS["dark"]
    yield from (
        (one.ground, other.ground),
        (one.ink, other.ink),
        (one.faint, other.faint),
        (one.grid, other.grid),
    )
