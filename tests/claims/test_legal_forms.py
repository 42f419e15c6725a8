"""Names of one company that differ in their legal form, accents or blanks."""

import pytest

from ledger.claims.legal_forms import core


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("OpenAI, Inc.", "openai"),
        ("Open AI", "openai"),
        ("OPENAI LP", "openai"),
        ("The OpenAI Group PBC", "openai"),
        ("Mistral AI S.A.S.", "mistralai"),
        ("Dónde Ltd", "donde"),
        ("xAI Holdings Corp.", "xai"),
        ("Meta Platforms, Inc. (formerly Facebook)", "metaplatforms"),
        ("Group", "group"),
        ("The", "the"),
        ("月之暗面", "月之暗面"),
    ],
)
def test_the_legal_form_is_left_out_but_never_the_whole_name(
    name: str, left: str
) -> None:
    assert core(name) == left
