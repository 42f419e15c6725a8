"""Traditional Chinese characters, and the simplified ones that stand for them."""

from ledger.claims.han import SIMPLIFIED, TO_SIMPLIFIED, TRADITIONAL


def test_the_table_of_characters_is_aligned_and_done_in_one_step() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL)) > 4000
    assert not set(TRADITIONAL) & set(SIMPLIFIED)
    assert "漢語簡體".translate(TO_SIMPLIFIED) == "汉语简体"


def test_what_has_no_other_form_stays() -> None:
    assert "xAI 中文 トヨタ".translate(TO_SIMPLIFIED) == "xAI 中文 トヨタ"
