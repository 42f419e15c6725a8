"""Rows and columns that are wanted, on the command line."""

import csv
import io
import json

import pytest

from tests.conftest import Sayso


@pytest.fixture
def told(sayso: Sayso) -> Sayso:
    """A ledger of three rounds of two companies."""
    for words in (
        "init",
        "company add halcyon",
        "company add quill",
        "source add wire --name TheWire --kind wire",
    ):
        assert sayso(*words.split()).exit_code == 0
    for round_, amount in (
        ("halcyon/series-a", "1B"),
        ("halcyon/series-b", "3B"),
        ("quill/series-a", "EUR2B"),
    ):
        said = ("--source", "wire", "--stage", "closed", "--published", "2025-03-01")
        found = sayso(
            "record", "report", round_, *said, "--raised", f"committed:{amount}"
        )
        assert found.exit_code == 0, found.output
    return sayso


def lines(run: Sayso, *words: str) -> list[str]:
    """The lines that a command prints; it must succeed."""
    found = run(*words)
    assert found.exit_code == 0, found.output
    return found.stdout.splitlines()


def refused(run: Sayso, *words: str) -> str:
    """What a command says that is wrong usage."""
    found = run(*words)
    assert found.exit_code in {1, 2}, found.output
    assert "Traceback" not in found.output
    return found.output


def test_every_form_shows_the_same_rows(told: Sayso) -> None:
    pick = ("raised", "--where", "committed>=1B", "--sort", "committed", "--desc")
    table = lines(told, *pick)
    wanted = ["halcyon/series-b", "halcyon/series-a", "halcyon: total"]
    assert [line.split("  ")[0] for line in table[2:5]] == wanted
    rows = json.loads("\n".join(lines(told, *pick, "-f", "json")))["rows"]
    assert [row["round"] for row in rows] == [*wanted[:2], None]
    text = "\r\n".join(lines(told, *pick, "-f", "csv")[:4])
    assert [row["round"] for row in csv.DictReader(io.StringIO(text))] == [
        *wanted[:2],
        "",
    ]
    _, *objects, _ = lines(told, *pick, "-f", "jsonl")
    assert [json.loads(row) for row in objects] == rows


def test_columns_are_printed_in_the_order_given(told: Sayso) -> None:
    printed = lines(told, "raised", "--columns", "committed,round", "--limit", "1")
    assert printed[1].split() == ["committed", "round"]
    assert printed[2].split() == ["1B", "halcyon/series-a"]


def test_conditions_must_all_hold(told: Sayso) -> None:
    both = ("--where", "company=halcyon", "--where", "committed>1B")
    printed = "\n".join(lines(told, "raised", *both))
    assert "halcyon/series-b" in printed
    assert "series-a" not in printed
    assert "1 of 3 rows shown: those with company=halcyon, committed>1B" in printed


def test_top_is_limit_where_nothing_is_ranked(told: Sayso) -> None:
    for option in ("--top", "--limit"):
        assert "2 of 3 rows shown; --limit 3 shows all" in lines(
            told, "rounds", option, "2"
        )


def test_the_top_of_a_ranking_is_that_of_the_rows_that_fit(told: Sayso) -> None:
    price = ("--post-money", "9B", "--source", "wire", "--published", "2025-03-02")
    for name in ("halcyon/series-b", "quill/series-a"):
        lines(told, "record", "report", name, "--stage", "closed", *price)
    some = lines(
        told, "valuations", "--where", "company=quill", "--top", "1", "-f", "csv"
    )
    assert len(some) == 2
    assert some[1].startswith("quill")


def test_the_log_is_picked_as_stored_entries_too(told: Sayso) -> None:
    pick = ("log", "--where", "type=round.reported", "--sort", "event", "--desc")
    stored = [json.loads(x) for x in lines(told, *pick, "--limit", "2", "-f", "jsonl")]
    assert [one["data"]["round"] for one in stored] == [
        "quill/series-a",
        "halcyon/series-b",
    ]


@pytest.mark.parametrize(
    ("words", "told_of"),
    [
        (("--where", "nothing"), "--where: 'nothing' is no condition"),
        (("--where", "comitted>1B"), "perhaps committed"),
        (("--where", "amuont>1B"), "perhaps paid or committed"),
        (("--sort", "totl"), "perhaps paid or committed"),
        (("--columns", "staus"), "perhaps standing; columns"),
        (("--where", "standing=confirmd"), "perhaps confirmed"),
        (("--sort", "foo", "--columns", "bar"), "'foo' or 'bar'"),
        (("--where", "committed>x"), "committed holds amounts"),
        (("--desc",), "--desc needs --sort COLUMN"),
        (("--limit", "0"), "--limit"),
    ],
)
def test_what_cannot_be_picked_is_refused(
    told: Sayso, words: tuple[str, ...], told_of: str
) -> None:
    assert told_of in refused(told, "raised", *words)


@pytest.mark.parametrize(
    ("words", "told_of"),
    [
        (("rounds", "--where", "amount>=5B"), "paid or committed or conditional or so"),
        (("rounds", "--sort", "amount"), "paid or committed or conditional or sought"),
        (("raised", "--columns", "round,amount"), "paid or committed or conditional"),
        (("investors", "--where", "amount>1B"), "paid or committed or conditional"),
        (("totals", "--where", "amount>1B"), "paid or committed or conditional"),
        (("valuations", "--where", "price>1B"), "perhaps amount; columns"),
        (("rounds", "--where", "date>2024"), "perhaps effective; columns"),
        (("rounds", "--where", "remarks~denied"), "open_denials or standing"),
        (("raised", "--where", "status=reported"), "perhaps standing; columns"),
    ],
)
def test_a_word_that_is_several_columns_names_them(
    told: Sayso, words: tuple[str, ...], told_of: str
) -> None:
    assert told_of in refused(told, *words)


def test_a_stream_and_stored_entries_are_not_picked_apart(told: Sayso) -> None:
    assert "--type" in refused(
        told, "log", "--follow", "--where", "type=round.reported"
    )
    assert "-f csv" in refused(told, "log", "--columns", "event", "-f", "jsonl")
