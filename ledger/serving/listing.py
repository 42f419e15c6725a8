"""Pages of lists that are no question of a book: what tools find out by themselves."""

from collections.abc import Mapping
from typing import Any, Final

from ledger.answers.paging import AnswerPage, Start
from ledger.answers.sheets import ItemReferences, PageBuilder, SheetValue
from ledger.projections.basis import Answer
from ledger.rendering.basis import facts, footnotes
from ledger.serving.tool import MOST, Call

NOTHING: Final = ItemReferences({}, {})
CLOCKS: Final = frozenset({"as_of", "known_at", "cursor"})
"""What the basis says."""


def head_of(question: str, call: Call) -> SheetValue:
    """Give what stands before the lists."""
    answer = Answer(call.basis, None)
    return {
        "question": question,
        "asked": {x: y for x, y in call.given.items() if x not in CLOCKS},
        "basis": facts(answer),
        "notes": [str(note) for note in footnotes(answer)],
    }


def page_of_lists(
    head: SheetValue, lists: Mapping[str, list[Any]], start: Start
) -> AnswerPage:
    """Give the page of some lists that begins at an item; the first is its rows."""
    sheet = PageBuilder(head, {name: [] for name in lists}, MOST)
    items = [(name, one) for name, several in lists.items() for one in several]
    end = start.item
    for name, one in items[start.item :]:
        if not sheet.add(name, one, NOTHING):
            if end > start.item:
                break
            sheet.add_cut(name, one, NOTHING)
        end += 1
    first = next(iter(lists))
    following = Start(end) if end < len(items) else None
    page = sheet.document(rows=len(sheet.lists[first]), of=len(lists[first]))
    return AnswerPage(page, following)
