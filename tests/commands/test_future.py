"""What is said to be published later than now: a year that was mistyped, mostly."""

import json

import pytest

from ledger.book import Book
from ledger.claims.dates import parse_when
from ledger.errors import BadInput
from tests.commands.conftest import failed
from tests.conftest import Clock, Sayso

REPORT = ("record", "report", "xai/a", "--source", "bloomberg", "--stage", "closed")


@pytest.fixture
def today(ledger: Sayso, clock: Clock) -> Sayso:
    """Give a ledger in New York on 29 January 2026, 9 in the morning in UTC."""
    clock.now = parse_when("2026-01-29T09:00Z").lo
    return ledger


def test_a_date_ahead_asks_for_an_option_and_nothing_is_recorded(today: Sayso) -> None:
    before = today("log", "-f", "jsonl").stdout
    done = today(*REPORT, "--published", "2027-01-28")
    failed(
        done, 2, "published 2027-01-28[America/New_York] is in the future", "correct"
    )
    assert "--future" in done.stderr
    assert today("log", "-f", "jsonl").stdout == before
    assert today(*REPORT, "--published", "2027-01-28", "--future").exit_code == 0


@pytest.mark.parametrize(
    ("published", "code"),
    [
        ("2026-01-29", 0),
        ("2026-01", 0),
        ("2026", 0),
        ("../2026-02", 0),
        ("2026-01-29T09:00Z", 0),
        ("2026-01-29[Asia/Tokyo]", 0),
        ("2026-01-30[Asia/Tokyo]", 2),
        ("2026-01-29T09:01Z", 2),
        ("2026-01-30", 2),
        ("2026-02/..", 2),
    ],
)
def test_a_stretch_that_has_begun_is_not_in_the_future(
    today: Sayso, published: str, code: int
) -> None:
    assert today(*REPORT, "--published", published).exit_code == code


def test_answers_and_corrections_are_held_to_the_same(today: Sayso) -> None:
    assert today(*REPORT, "--published", "2026-01-02").exit_code == 0
    deny = ("record", "deny", "xai/a", "--source", "elon-musk", "--scope", "whole")
    late = ("--form", "false", "--published", "2026-02-02")
    assert today(*deny, *late).exit_code == 2
    assert today(*deny, *late, "--future").exit_code == 0
    correct = ("record", "correct", "4", "--reason", "typo", "--set")
    assert today(*correct, "published=2027-01-02").exit_code == 2
    assert today(*correct, "published=2027-01-02", "--future").exit_code == 0


def test_what_happens_later_may_have_been_said_today(today: Sayso) -> None:
    words = ("--published", "2026-01-28", "--effective", "2027-06-30")
    assert today(*REPORT, *words).exit_code == 0


def line(label: str, published: str) -> str:
    """Write a report as an import reads it."""
    about = {"company": "xai", "round": f"xai/{label}", "source": "bloomberg"}
    data = {**about, "stage": "closed", "published": published}
    return json.dumps({"type": "round.reported", "data": data})


def test_in_an_import_it_is_a_problem_of_the_row(today: Sayso) -> None:
    lines = "\n".join([line("a", "2026-01-02"), line("b", "2027-01-02")])
    refused = today("import", "-", stdin=lines)
    assert refused.exit_code == 2
    assert "line 2" in refused.stderr
    assert "is in the future" in refused.stderr
    assert "accept it with --future" in refused.stderr
    skipped = today("import", "--skip-bad", "-", stdin=lines)
    assert "1 recorded, 1 left out" in skipped.output
    taken = today("import", "--future", "-", stdin=lines)
    assert "1 recorded, 1 already on record" in taken.output


def test_what_is_on_record_already_is_no_problem(today: Sayso, clock: Clock) -> None:
    assert today(*REPORT, "--published", "2026-01-29").exit_code == 0
    clock.now = parse_when("2026-01-01").lo
    assert today(*REPORT, "--published", "2026-01-29").exit_code == 0


@pytest.mark.usefixtures("today")
def test_in_python(clock: Clock) -> None:
    said = json.loads(line("a", "2026-01-30"))["data"]
    with Book.open("sayso.db", clock=clock, actor="ann") as book:
        with pytest.raises(BadInput, match="in the future"):
            book.record([("round.reported", said)])
        (done,) = book.record([("round.reported", said)], future=True)
    assert done.new
