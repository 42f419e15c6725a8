"""Labels of rounds: what is kept of a name, and what is made up."""

import pytest

from ledger.claims.figures import parse_figure
from ledger.importers.kit.labels import generated, is_generic, plain, round_label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Series A", "series-a"),
        ("Series A+", "series-a-plus"),
        ("Seed+", "seed-plus"),
        ("A++", "a-plus-plus"),
        ("A轮", "a"),
        ("A+轮", "a-plus"),
        ("Pre-A轮", "pre-a"),
        ("Series A'", "series-a-prime"),
        ("Series A\u2032", "series-a-prime"),
        ("Private Equity", "private-equity-2018"),
        ("Venture", "venture-2018"),
        ("Debt Financing", "debt-financing-2018"),
        ("Unknown", "unknown-2018"),
        ("Seed", "seed"),
    ],
)
def test_a_label_keeps_what_tells_two_rounds_apart(text: str, label: str) -> None:
    assert round_label(text, "2018-09-01") == label


def test_signs_of_other_scripts_are_kept_as_a_digest() -> None:
    labels = {
        round_label(x, "2018")
        for x in ("Series A", "Series A（追加）", "Series A（二期）")
    }
    assert len(labels) == 3
    assert (
        round_label("天使轮", "2018")
        == plain("天使轮")
        == round_label("天使輪", "2018")
    )


def test_a_generic_label_is_known_by_its_year() -> None:
    assert is_generic(round_label("Venture", "2018-09-01"))
    assert not is_generic("series-a-2018")


def test_a_made_up_label_is_of_type_day_and_amounts_or_key() -> None:
    assert generated("seed 2024-06-11", [parse_figure("20M")]) == "seed-2024-06-11-20m"
    assert (
        generated("seed 2024", map(parse_figure, ("EUR1.75M", "10M", "undisclosed")))
        == "seed-2024-eur1-75m-10m"
    )
    assert generated("round 2024", []) == "round-2024"
    assert (
        generated("round 2024", [parse_figure("20M")], "org/12")
        == "round-2024-org-12-2c4a51b2"
    )
    long = generated("round 2024", [], "x" * 80), generated("round 2024", [], "x" * 81)
    assert len(set(long)) == 2
    assert max(map(len, long)) == 64
