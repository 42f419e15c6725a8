"""What an answer rests on: its cuts, what it says of them, and its token."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.claims.dates import day_start
from ledger.errors import BadInput, Refused
from ledger.projections.basis import RULES, Answer, Basis, read_token

DAY = date(2024, 1, 19).toordinal()
NEXT = day_start(DAY + 1, "UTC")
"""Where the 19th of January 2024 ends."""

BASIS = Basis(cut=NEXT, known_at=41, effective=DAY, zone="UTC", told=NEXT)


def test_nothing_is_so_unless_it_is_said() -> None:
    assert (BASIS.dated, BASIS.possible) == (False, False)
    assert (BASIS.head, BASIS.root) == ("", "")
    assert BASIS.asked_under == RULES
    answer = Answer(BASIS, "value")
    assert (answer.late, answer.possible, answer.empty) == (0, 0, None)


def test_a_cut_at_the_end_of_a_day_is_that_day() -> None:
    assert BASIS.as_of == "2024-01-19"
    there = replace(BASIS, cut=day_start(DAY + 1, "Asia/Tokyo"), zone="Asia/Tokyo")
    assert there.as_of == "2024-01-19"


def test_a_cut_within_a_day_is_the_last_instant_before_it() -> None:
    assert replace(BASIS, cut=NEXT - 1).as_of == "2024-01-19T23:59:59.999998Z"
    assert replace(BASIS, zone="Asia/Tokyo").as_of.startswith("2024-01-20T08:59:59")


@pytest.mark.parametrize(
    ("told", "provisional"), [(NEXT - 1, True), (NEXT, False), (NEXT + 1, False)]
)
def test_a_day_that_was_not_over_is_provisional(
    told: int, *, provisional: bool
) -> None:
    assert replace(BASIS, told=told).provisional is provisional
    assert replace(BASIS, cut=NEXT - 1, told=told).provisional is provisional


@pytest.mark.parametrize(
    ("dated", "effective", "apart"),
    [
        (False, DAY, False),
        (False, DAY - 1, False),
        (True, DAY, False),
        (True, DAY - 1, True),
        (True, DAY + 1, True),
    ],
)
def test_another_day_of_the_world_is_apart(
    effective: int, *, dated: bool, apart: bool
) -> None:
    assert replace(BASIS, dated=dated, effective=effective).apart is apart


def test_a_cut_within_a_day_asks_about_that_day() -> None:
    assert replace(BASIS, cut=NEXT - 1, dated=True).apart is False
    assert replace(BASIS, cut=NEXT + 1, dated=True).apart is True


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("possible", [True, False])
@pytest.mark.parametrize("known_at", [-1, 0, 41, 10**9])
@pytest.mark.parametrize("cut", [-1, 0, 35, 36, NEXT])
def test_a_token_replays_its_basis(
    cut: int, known_at: int, *, dated: bool, possible: bool
) -> None:
    basis = replace(
        BASIS,
        cut=cut,
        known_at=known_at,
        dated=dated,
        possible=possible,
        zone="America/New_York",
        head="0123456789ab",
    )
    assert read_token(basis.token) == basis
    assert read_token(f" {basis.token}\n") == basis


@pytest.mark.parametrize(
    ("dated", "possible", "flags"),
    [(False, False, "s"), (True, False, "d"), (False, True, "p"), (True, True, "dp")],
)
def test_a_token_says_how_it_was_asked(
    flags: str, *, dated: bool, possible: bool
) -> None:
    token = replace(BASIS, dated=dated, possible=possible, head="f" * 64).token
    assert token.split(".")[5:] == [flags, "f" * 12, "UTC"]
    assert token.startswith(f"b{RULES}.")


@pytest.mark.parametrize("rules", range(1, RULES))
def test_a_token_of_older_rules_is_asked_again(rules: int) -> None:
    old = BASIS.token.replace(f"b{RULES}.", f"b{rules}.", 1)
    assert read_token(old) == replace(BASIS, asked_under=rules)


@pytest.mark.parametrize("rules", [RULES + 1, 10 * RULES])
def test_a_token_of_newer_rules_wants_a_newer_program(rules: int) -> None:
    newer = BASIS.token.replace(f"b{RULES}.", f"b{rules}.", 1)
    with pytest.raises(Refused, match=f"rules {rules}; this program has {RULES}"):
        read_token(newer)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "b",
        f"b{RULES}",
        f"b{RULES}.1.2.3.4.s.head",
        "b0.1.2.3.4.s.head.UTC",
        "b.1.2.3.4.s.head.UTC",
        "bx.1.2.3.4.s.head.UTC",
        f"c{RULES}.1.2.3.4.s.head.UTC",
        f"{RULES}b.1.2.3.4.s.head.UTC",
        f"b{RULES}.1.2.3.%.s.head.UTC",
        f"b{RULES}.1..3.4.s.head.UTC",
        "b\u0663.1.2.3.4.s.head.UTC",
        "x" * 200,
    ],
)
def test_what_is_no_token_is_refused_in_few_words(token: str) -> None:
    with pytest.raises(BadInput, match="is not a basis token") as refused:
        read_token(token)
    assert len(refused.value.message) < 80


def test_a_zone_with_a_dot_in_it_would_still_be_read() -> None:
    assert read_token(f"b{RULES}.1.2.3.4.s.head.A.B").zone == "A.B"


def test_another_cut_moves_the_day_unless_one_was_asked_for() -> None:
    later = BASIS.at(NEXT + 1)
    assert (later.cut, later.effective, later.dated) == (NEXT + 1, DAY + 1, False)
    assert BASIS.at(NEXT).effective == DAY
    asked = replace(BASIS, dated=True).at(NEXT + 1)
    assert (asked.cut, asked.effective, asked.dated) == (NEXT + 1, DAY, True)


def test_another_day_is_one_that_was_asked_for() -> None:
    assert BASIS.on(DAY - 9) == replace(BASIS, effective=DAY - 9, dated=True)
