"""Which names differ in their legal form alone."""

import pytest

from ledger.projections.twins import bare


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Halcyon", "halcyon"),
        ("HALCYON, Inc.", "halcyon"),
        ("Halcyon Co., Ltd.", "halcyon"),
        ("Halcyon S.A.", "halcyon"),
        ("Halcyon Labs", "halcyon labs"),
        ("Limited", "limited"),
        ("Company Inc", "company"),
        ("晴鸟有限公司", "晴鸟"),
        ("晴鳥股份有限公司", "晴鸟"),
        ("公司", "公司"),
    ],
)
def test_a_name_is_known_without_its_legal_form(name: str, known: str) -> None:
    assert bare(name) == known
