"""What people call a kind of round, and that what tells two rounds apart is kept."""

import pytest

from ledger.claims.round_types import round_type_of
from ledger.claims.vocabulary import ROUND_TYPES, SERIES


@pytest.mark.parametrize("word", ROUND_TYPES)
def test_each_word_names_itself_however_it_is_written(word: str) -> None:
    words = word.replace("_", " ")
    for text in (word, words.title(), f"{words} Round", word.replace("_", "-").upper()):
        assert round_type_of(text) == word
    if word.endswith("_plus"):
        assert round_type_of(f"{words.removesuffix(' plus')}+") == word


def test_series_run_to_z_each_with_a_plus() -> None:
    assert len(SERIES) == 2 * 26
    assert {"series_a_plus", "series_i", "series_z", "series_z_plus"} <= SERIES


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Series A+", "series_a_plus"),
        ("Series A +", "series_a_plus"),
        ("series-a-plus", "series_a_plus"),
        ("\uff21\uff0b\u8f6e", "series_a_plus"),
        ("A+\u8f2a", "series_a_plus"),
        ("A\u8f6e", "series_a"),
        ("b", "series_b"),
        ("Round C", "series_c"),
        ("Series J Funding", "series_j"),
        ("Seed+", "seed_plus"),
        ("Pre-Seed+", "pre_seed_plus"),
        ("\u79cd\u5b50\u8f6e", "seed"),
        ("\u5929\u4f7f\u8f2a", "angel"),
        ("\u6218\u7565\u6295\u8d44", "strategic"),
        ("Venture - Series Unknown", "series_unknown"),
        ("Venture Round", "series_unknown"),
        ("Corporate Round", "strategic"),
        ("Private Equity Round", "growth"),
        ("Debt Funding", "debt"),
        ("Venture Debt", "debt"),
        ("Tender Offer", "tender"),
        ("Spin-off", "spin_off"),
        ("M&A", "acquisition"),
        ("Early Stage VC", "series_unknown"),
        ("Seed Stage", "seed"),
        ("Bridge Round", "extension"),
        ("Undisclosed", "series_unknown"),
        ("\u80a1\u6b0a\u8f49\u8b93", "secondary"),
    ],
)
def test_what_others_write_is_known(text: str, type_: str) -> None:
    assert round_type_of(text) == type_


@pytest.mark.parametrize(
    "text",
    [
        *("", "+", "round", "funding", "plus", "Series", "Series A++", "Series AA"),
        *("Pre-A\u8f6e", "Pre-Series A", "Series B-1", "Series B1", "Series A Prime"),
        *("Series A Extension", "Late Seed", "Bridge to Series B"),
    ],
)
def test_a_name_that_says_more_is_never_cut_down_to_a_word_of_ours(text: str) -> None:
    assert round_type_of(text) is None
