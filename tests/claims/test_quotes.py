"""A quote is found once in its text, as it stands there, or what is near is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.quotes import AROUND, Passage, around, find_quote
from ledger.errors import BadInput

TEXT = (
    "OpenAI 將獲得最高 1000億\n美元的投資。\r\n"
    "xAI raised  $500\N{NO-BREAK SPACE}million,"
    " \N{LEFT DOUBLE QUOTATION MARK}sources\N{RIGHT DOUBLE QUOTATION MARK} say."
    " The founder\N{RIGHT SINGLE QUOTATION MARK}s answer:"
    " ＄６ billion, re\N{SOFT HYPHEN}fused."
    " Zurich, Zürich, Zu\N{COMBINING DIAERESIS}rich \N{GRINNING FACE} twice twice."
)


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("最高1000億美元", "最高 1000億\n美元"),
        ("raised $500 million", "raised  $500\N{NO-BREAK SPACE}million"),
        (
            '"sources" say',
            "\N{LEFT DOUBLE QUOTATION MARK}sources\N{RIGHT DOUBLE QUOTATION MARK} say",
        ),
        ("founder's answer", "founder\N{RIGHT SINGLE QUOTATION MARK}s answer"),
        ("$6 billion", "＄６ billion"),
        ("refused", "re\N{SOFT HYPHEN}fused"),
        ("Zurich", "Zurich"),
        ("\N{GRINNING FACE}  twice", "\N{GRINNING FACE} twice"),
        ("投資。 xAI", "投資。\r\nxAI"),
        ("  say.\n", "say."),
    ],
)
def test_blanks_and_widths_do_not_count(quote: str, stands: str) -> None:
    start, end = find_quote(TEXT, quote)
    assert TEXT[start:end] == stands


@pytest.mark.parametrize("quote", ["Zürich", "twice", "a"])
def test_a_quote_that_stands_there_more_than_once_is_refused(quote: str) -> None:
    text = TEXT.replace("Zurich, Zürich", "Zürich, Zürich")
    with pytest.raises(BadInput, match="more than once") as caught:
        find_quote(text, quote)
    assert caught.value.hint


def test_places_that_overlap_are_more_than_one() -> None:
    with pytest.raises(BadInput, match="more than once"):
        find_quote("a quote of ababab", "abab")
    with pytest.raises(BadInput, match="more than once"):
        find_quote("a quote of aaa", "aa")


def test_the_nearest_passage_is_shown_from_its_beginning() -> None:
    """Even where the words in its middle move the rest to the next stretch of signs."""
    text = f"{'~' * 20}alphabetagammadelta{'-' * 13}epsilonzetaetatheta{'~' * 20}"
    with pytest.raises(BadInput) as caught:
        find_quote(text, "alphabetagammadeltaepsilonzetaetatheta")
    assert "alphabeta" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("quote", "near"),
    [
        ("raised $600 million", "raised $500 million"),
        ("The founders answered: $6 billion", "The founder"),
        ("最高1500億美元的投資", "1000億"),
    ],
)
def test_of_a_quote_that_is_not_there_the_nearest_passage_is_shown(
    quote: str, near: str
) -> None:
    with pytest.raises(BadInput, match="does not contain the quote") as caught:
        find_quote(TEXT, quote)
    hint = str(caught.value.hint)
    assert hint.startswith("the nearest passage: ")
    assert near in hint


@pytest.mark.parametrize(
    ("quote", "told"),
    [("zebras  of\nold", "'zebras of old'"), ("z" * 61, f"'{'z' * 60}...'")],
)
def test_a_message_names_a_quote_in_one_line_and_cuts_a_long_one(
    quote: str, told: str
) -> None:
    with pytest.raises(BadInput) as caught:
        find_quote(TEXT, quote)
    assert caught.value.message.endswith(f"the quote {told}")


def test_where_nothing_is_near_that_is_said() -> None:
    with pytest.raises(BadInput) as caught:
        find_quote(TEXT, "zebras crossing a motorway in the small hours")
    assert "right document" in str(caught.value.hint)


def test_a_passage_is_near_if_it_shares_three_groups_of_signs_in_ten() -> None:
    shared, rest = (
        "raised $500 million ",
        "zebras crossing a motorway in the small hours",
    )
    with pytest.raises(BadInput) as caught:
        find_quote(TEXT, shared + rest)
    assert "right document" in str(caught.value.hint), "14 of 52"
    with pytest.raises(BadInput) as caught:
        find_quote(TEXT, shared + rest.removesuffix("the small hours"))
    assert "raised" in str(caught.value.hint), "14 of 39"


@pytest.mark.parametrize("quote", ["", " ", "\n\t", "\N{SOFT HYPHEN}"])
def test_an_empty_quote_is_refused(quote: str) -> None:
    with pytest.raises(BadInput):
        find_quote(TEXT, quote)


def test_case_counts_and_a_word_is_no_other_word() -> None:
    with pytest.raises(BadInput):
        find_quote(TEXT, "openai")


def test_a_passage_has_a_little_before_and_behind_it() -> None:
    found = find_quote(TEXT, "$6 billion")
    before, behind = around(TEXT, found)
    assert (
        TEXT[found.start - AROUND : found.end + AROUND]
        == before + "＄６ billion" + behind
    )
    assert around("abc", Passage(0, 3)) == ("", "")


@given(text=st.text(min_size=1, max_size=200), data=st.data())
def test_what_is_found_is_what_was_quoted(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        found = find_quote(text, text[start:end])
    except BadInput:
        return
    assert 0 <= found.start < found.end <= len(text)
    if text.count(text[start:end]) == 1:
        assert found == (start, end)
