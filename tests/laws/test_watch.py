"""Laws of looks: what changed is what `diff` says, and nothing is lost between them."""

from importlib import import_module
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.projections.basis import Basis
from ledger.projections.diff import Change, apply
from tests.laws.answers import facts
from tests.laws.strategies import LAWS, NAMES, History, histories
from tests.laws.test_ledger import Ledger, opened

Watching = import_module("ledger.commands._looking").Watching

ON_DISK = settings(LAWS, max_examples=max(LAWS.max_examples // 6, 1))


def look(ledger: Ledger) -> tuple[Basis, Basis, list[Change]]:
    """Look once, as the command does; give both sides and what changed."""
    ledger.now += 1_000_000
    watching = Watching(ledger.book, (), None)
    answer = watching.ask(beliefs=False)
    watching.begin(answer)
    watching.done(watching.entries(answer), None)
    return watching.before, watching.after, answer.value


@ON_DISK
@given(histories(), st.lists(st.integers(0, 4), min_size=2, max_size=5))
def test_looks_add_up_and_each_equals_the_difference_of_its_tokens(
    history: History, steps: list[int]
) -> None:
    with opened() as ledger:
        _, first, none = look(ledger)
        assert none == []
        told = facts(ledger.entries, first)
        last = first
        left = iter(history.entries[len(NAMES) :])
        for step in steps:
            for entry in islice(left, step):
                ledger.tell(entry)
            before, after, found = look(ledger)
            assert before.token == last.token
            one, other = (ledger.book.basis(token=x.token) for x in (before, after))
            assert found == ledger.book.diff(one, other).value
            told, last = apply(told, found), after
        assert told == facts(ledger.entries, last)
