"""Words that are looked for: three scripts, and the passage around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.searching import (
    AROUND,
    LONGEST,
    beginnings,
    folded_with_places,
    passage,
    place_of,
    terms_of,
    words_of,
)
from ledger.errors import BadInput


def found(text: str, words: str) -> str | None:
    """The first word as the text has it, if the text holds all."""
    place = place_of(text, words_of(words))
    return None if place is None else text[slice(*place)]


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Backed by SoftBank Group", "soft", "Soft"),
        ("Backed by SoftBank Group", "oft", None),
        ("Backed by SoftBank Group", "group soft", "Soft"),
        ("Backed by SoftBank Group", "soft nvidia", None),
        ("xai/series-b", "series-b", "series-b"),
        ("xai/series-b", "b", "b"),
        ("Société Générale", "generale", "Générale"),
        ("Zürich", "ZURICH", "Zürich"),
        ("英偉達", "英伟", "英偉"),
        ("英伟达公司", "達", "达"),
        ("投資OpenAI的傳聞", "openai", "OpenAI"),
        ("投資OpenAI的傳聞", "传闻", "傳聞"),
        ("ＮＶＩＤＩＡ", "nvidia", "ＮＶＩＤＩＡ"),
        ("エヌビディア", "ビディ", "ビディ"),
        ("네이버 투자", "이버", "이버"),
        ("raised 500 million", "500", "500"),
        ("raised 1500 million", "500", None),
    ],
)
def test_a_word_is_found_in_three_scripts(
    text: str, words: str, wanted: str | None
) -> None:
    assert found(text, words) == wanted


@pytest.mark.parametrize("text", ["", "  ", "--", "..."])
def test_nothing_to_look_for_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="nothing to look for"):
        words_of(text)


def test_the_passage_is_one_line_cut_between_words() -> None:
    text = f"{'before ' * 20}the\nneedle {'behind ' * 20}"
    place = place_of(text, ("needle",))
    assert place is not None
    cut = passage(text, place)
    assert cut.startswith("...before")
    assert "the needle behind" in cut
    assert cut.endswith("behind...")
    assert len(cut) <= 2 * AROUND + len("needle") + 6


def test_a_short_text_is_its_own_passage() -> None:
    assert passage("xAI raises", (0, 3)) == "xAI raises"


@given(st.text())
def test_every_place_of_folded_text_is_in_the_text(text: str) -> None:
    plain, places = folded_with_places(text)
    if places is not None:
        assert len(plain) == len(places)
        assert all(0 <= place < len(text) for place in places)
        assert places == sorted(places)


@given(st.text(alphabet="aé英偉 x.", min_size=1), st.text(alphabet="aé英伟 x"))
def test_a_passage_holds_the_words_that_were_found(text: str, words: str) -> None:
    try:
        wanted = words_of(words)
    except BadInput:
        return
    place = place_of(text, wanted)
    if place is not None:
        assert folded_with_places(text[slice(*place)])[0] in wanted


@given(st.text(), st.text(alphabet="aéb英偉", min_size=1, max_size=2))
def test_a_text_that_holds_a_word_is_never_left_out(text: str, word: str) -> None:
    assert place_of(f"{text} {word}", words_of(word)) is not None


SIGNS = st.sampled_from(
    [*"aBé1ﬁ", "ß", "_", "-", "/", " ", ".", "İ", "́", *"英偉達克马ビ네이", "ｘ", "𠀀"]
)


@given(st.text(SIGNS, max_size=12), st.data())
def test_what_holds_words_has_all_their_terms(text: str, data: st.DataObject) -> None:
    """So an index that is asked for these terms leaves no text out."""
    start = data.draw(st.integers(0, len(text)))
    words = text[start : start + data.draw(st.integers(1, 5))].split()
    words += data.draw(st.lists(st.text(SIGNS, min_size=1, max_size=2), max_size=1))
    sought = tuple(word for one in words for word in folded_with_places(one)[0].split())
    if sought and place_of(text, sought) is not None:
        terms = terms_of(text)
        for begin in beginnings(sought):
            assert any(term.startswith(begin) for term in terms), begin


def test_terms_are_words_and_pairs_of_signs() -> None:
    assert terms_of("xAI/Series-B: 英偉達") == {
        "xai",
        "series",
        "b",
        "英伟",
        "伟达",
        "达",
    }
    assert beginnings(("series-b", "英偉達", "达")) == [
        *("series", "b", "英偉", "偉達", "达")
    ]
    assert beginnings(("--",)) == []
    assert max(map(len, terms_of("long" * 100))) == LONGEST
