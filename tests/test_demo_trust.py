"""The records of the demo's history, as docs/credibility.md tells them."""

import pytest

from ledger.book import Book
from ledger.credibility.posterior import Score


def record(demo: Book, source: str, as_of: str, role: str = "original") -> Score:
    moment = demo.believing.moment(demo.basis(as_of=as_of)).value
    return moment.scores.score(source, demo.names().sources[source].kind, role)


def test_musk_has_no_record_when_he_first_calls_a_report_fake(demo: Book) -> None:
    found = record(demo, "elon-musk", "2024-01-20", "denial")
    assert [one.row.tier for one in found.rows] == [1]
    assert found.label == "provisional"


def test_after_may_2024_musk_was_wrong_twice(demo: Book) -> None:
    found = record(demo, "elon-musk", "2024-06-01", "denial")
    assert [one.row.grade for one in found.rows] == [0.0, 0.0]
    assert f"{found.mean:.2f}" == "0.55"


def test_after_january_2026_musk_was_wrong_three_times_and_lapses_say_little(
    demo: Book,
) -> None:
    found = record(demo, "elon-musk", "2026-01-31", "denial")
    hard = {one.row.round: one.row.grade for one in found.rows if one.row.tier < 9}
    assert hard == {"xai/form-d-2023": 0, "xai/series-b": 0, "xai/series-e": 0}
    assert {one.row.round for one in found.rows} - set(hard) == {"xai/first-round-2024"}
    assert f"{found.mean:.2f}" == "0.51"
    assert found.mean < record(demo, "elon-musk", "2024-06-01", "denial").mean


def test_bloomberg_is_provisional_and_the_information_unrated(demo: Book) -> None:
    bloomberg = record(demo, "bloomberg", "2026-01-31")
    assert (bloomberg.label, bloomberg.letter) == ("provisional", "D")
    assert record(demo, "the-information", "2026-01-31").label == "unrated"


@pytest.mark.parametrize(
    ("as_of", "tz", "chance"),
    [
        ("2024-01-19", "America/New_York", "0.62"),
        ("2024-02-01", "UTC", "0.53"),
        ("2025-02-01", "UTC", "0.19"),
    ],
)
def test_what_was_to_be_believed_of_the_report_on_xai(
    demo: Book, as_of: str, tz: str, chance: str
) -> None:
    basis = demo.basis(as_of=as_of, tz=tz)
    rounds = demo.believing.moment(basis).value.company("xai")
    (found,) = [x for x in rounds if x.case.round == "xai/first-round-2024"]
    assert f"{found.belief.chance:.2f}" == chance
