"""Words that name events: their numbers stay numbers."""

from ledger.projections.prose import Prose


def test_texts_that_touch_are_one_and_numbers_stay_apart() -> None:
    words = Prose.of("by ", "events ", 1, " and ", "", 2, 3, "")
    assert words.parts == ("by events ", 1, " and ", 2, 3)
    assert words.events == (1, 2, 3)
    assert str(words) == "by events 1 and 23"


def test_events_are_listed_with_something_between() -> None:
    assert Prose.listed([7, 8, 9]).parts == (7, ", ", 8, ", ", 9)
    assert str(Prose.listed([7, 8], " ")) == "7 8"
    assert Prose.listed([]).parts == ()


def test_another_name_for_each_event() -> None:
    assert Prose.of("by ", 7).naming(lambda seq: f"#{seq}") == "by #7"


def test_its_text_is_changed_and_no_number() -> None:
    assert Prose.of("by ", 7).worded(str.upper).parts == ("BY ", 7)


def test_nothing_is_false() -> None:
    assert not Prose.of()
    assert not Prose.of("")
    assert Prose.of(0)
    assert Prose.of("x")
