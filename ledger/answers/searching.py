"""`search`: what holds some words, by name or by text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Unpack

from ledger.answers.asking import AskedLedger, Shape, nothing, with_telling
from ledger.errors import one_of
from ledger.projections.basis import Answer, Basis
from ledger.reading.cuts import Cuts, resolved
from ledger.reading.parameters import question
from ledger.reading.questions import listed

if TYPE_CHECKING:
    from ledger.projections.search import Hit
    from ledger.rendering.tables import Table


@question
def search(
    ledger: AskedLedger,
    text: str,
    basis: Basis | None = None,
    kinds: Sequence[str] = (),
    **cuts: Unpack[Cuts],
) -> "Answer[list[Hit]]":
    """Find companies, sources, rounds, investors, documents and notes by their words.

    Every word of the text must be there: `xai series`, `马斯克`. `kinds` are those
    that are wanted, such as `document`; all of them if there is none. BadInput for a
    text without a word.
    """
    from ledger.projections.search import KINDS
    from ledger.reading.searching import search as found_in
    from ledger.rendering.searching import search_table

    basis, kinds = resolved(ledger, basis, cuts), listed(kinds, "kinds")
    for kind in kinds:
        one_of("kinds", kind, KINDS)
    answer = found_in(ledger, text, basis, kinds)
    return with_telling(
        *(ledger, answer, "search", {"text": text, "kinds": list(kinds)}),
        exact=lambda: search_table(answer, brief=False),
        drawn=lambda _: [search_table(answer, brief=True)],
    )


def _search() -> "Table":
    from ledger.rendering.searching import search_table

    return search_table(nothing([]), brief=False)


SHAPES: Final = {
    "search": Shape(
        "what holds some words; a row is a company, source, round, investor, document"
        " or note",
        _search,
        {"text": "text", "kinds": "texts"},
    ),
}
