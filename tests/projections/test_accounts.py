"""Accounts that go on from day to day are those of each day alone."""

from collections.abc import Callable

import pytest

from ledger.book import Book
from ledger.projections.accounts import Accounts, CompanyAccount
from ledger.projections.explain import Common, Explanation, explanation_at
from ledger.projections.story import Story, along
from ledger.projections.visible import apply_corrections, published_rows
from tests.tales import Tale


def told(book: Book, as_of: str) -> list[tuple[CompanyAccount, Explanation]]:
    """Give the account at each cut, next to the explanation of that cut alone."""
    basis = book.basis(as_of=as_of)
    (_, entries), *_ = book.folding.one_by_one(["halcyon"], basis.known_at)
    recorded = apply_corrections(entries).entries
    story, accounts = Story("halcyon", book.names(basis), recorded), Accounts()
    return [
        (accounts.at(company, at), explanation_at(company, at, evidence=False))
        for at, company in along(story, published_rows(recorded), basis)
    ]


def a_sale_then_rounds(tale: Tale) -> None:
    """A sale outside any round is newer than a round, then older than another."""
    tale.reported("halcyon/a", "1B", by="herald", on="2023-01-05", stage="closed")
    for price, on in (("2B", "2023-03-01"), ("3B", "2023-05-01")):
        tale.valued("halcyon", price, "tender", by="herald", on=on)
    for name, price, on in (("b", "4B", "2023-04-01"), ("c", "5B", "2023-06-01")):
        tale.reported(f"halcyon/{name}", price, by="herald", on=on, stage="closed")


def an_end(tale: Tale) -> None:
    """Two rounds, then the company shuts down."""
    for name, price, on in (("a", "1B", "2023-01-05"), ("b", "4B", "2023-04-01")):
        tale.reported(f"halcyon/{name}", price, by="herald", on=on, stage="closed")
    told_of = {"source": "halcyon-co", "published": "2023-06-01"}
    tale.say("company.ended", company="halcyon", ended="shut_down", **told_of)


def talks(tale: Tale) -> None:
    """Asking prices, one after the other, and a round that ends them."""
    for name, price, on in (("a", "1B", "2023-01-05"), ("b", "4B", "2023-02-01")):
        tale.reported(f"halcyon/{name}", price, by="herald", on=on, stage="in_talks")
    tale.reported("halcyon/c", "5B", by="herald", on="2023-04-01", stage="closed")
    tale.denied("halcyon/c", by="founder", on="2023-05-01")


def prices_alone(tale: Tale) -> None:
    """Prices outside any round: a rumour that expires, a sale that failed, a sale."""
    tale.valued("halcyon", "1B", "mark", by="herald", on="2021-01-05", stage="rumoured")
    tale.valued(
        "halcyon", "2B", "tender", by="the-wire", on="2023-02-01", stage="failed"
    )
    tale.valued("halcyon", "3B", "tender", by="herald", on="2023-03-01")


@pytest.mark.parametrize("tell", [a_sale_then_rounds, an_end, talks, prices_alone])
def test_accounts_that_go_on_are_those_of_each_cut(
    tale: Tale, tell: Callable[[Tale], None]
) -> None:
    tell(tale)
    cuts = told(tale.book, "2023-12-31")
    assert len(cuts) > 2
    for account, explained in cuts:
        found = {x.claim.id: x for one in account.parts.values() for x in one.reasons}
        assert found.keys() == {x.claim.id for x in explained.reasons}
        for expected in explained.reasons:
            reason = found[expected.claim.id]
            words = reason.reason
            if reason.common is not None:
                words = reason.common.words(account.valuation)
            assert (reason.counted, words) == (expected.counted, expected.reason)
            assert (reason.common, reason.against) == (
                expected.common,
                expected.against,
            )


def test_a_part_is_accounted_for_again_only_where_something_changed(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2023-01-05", stage="closed")
    tale.reported("halcyon/b", "2B", by="herald", on="2023-02-05", stage="closed")
    tale.reported("halcyon/c", "3B", by="herald", on="2023-03-05", stage="closed")
    (first, _), (second, _), (third, _) = told(tale.book, "2023-12-31")
    (a,) = first.parts
    assert second.parts[a] is not first.parts[a]  # it is the headline no longer
    assert third.parts[a] is second.parts[a]
    assert third.commons == {Common("older", "reported")}
    words = Common("older", "reported").words
    assert str(words(second.valuation)).endswith("halcyon/b")
    assert str(words(third.valuation)).endswith("halcyon/c")
