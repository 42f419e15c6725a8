"""`sayso links`: a person accepts or refuses with the commands that it prints."""

import json
import shlex
from typing import Any

import pytest
from rich.cells import cell_len

from tests.commands.conftest import done
from tests.conftest import Sayso

SERIES, NEW = "halcyon/series-b", "halcyon/new-round"


def rows(run: Sayso, *words: str) -> list[dict[str, Any]]:
    """Give the proposals as programs get them."""
    return json.loads(done(run, "links", *words, "-f", "json"))["rows"]  # type: ignore[no-any-return]


def report(run: Sayso, round_: str, source: str, day: str, *words: str) -> None:
    """Record 1B at 10B for a round, unless other words are given."""
    terms = words or ("--raised", "1B", "--post-money", "10B")
    done(
        *(run, "record", "report", round_, "--source", source, "--published", day),
        *("--stage", "closed", *terms),
    )


@pytest.fixture
def told(sayso: Sayso) -> Sayso:
    """A New York ledger in which two sources file one round under two labels."""
    done(sayso, "init", "--tz", "America/New_York")
    done(sayso, "company", "add", "halcyon", "--name", "Halcyon")
    done(sayso, "company", "add", "kestrel", "--name", "Kestrel")
    for name in ("wire", "herald"):
        done(sayso, "source", "add", name, "--name", name.title(), "--kind", "press")
    report(sayso, SERIES, "wire", "2024-01-10")
    report(sayso, NEW, "herald", "2024-01-20")
    return sayso


def test_a_proposal_names_its_events_and_why(told: Sayso) -> None:
    (row,) = rows(told, "halcyon")
    assert (row["round"], row["other"], row["kind"]) == (NEW, SERIES, "link")
    assert (row["fields"], row["days"]) == (["raised", "valuation"], 10)
    assert (row["events"], row["sources"]) == ([5, 6], ["herald", "wire"])
    assert row["round_price"]["text"] == row["other_price"]["text"] == "10B"
    table = done(told, "links")
    assert "raised 1B, price 10B" in table


def test_the_command_that_is_printed_accepts(told: Sayso) -> None:
    (row,) = rows(told)
    assert row["accept"] == f"sayso record move 6 {SERIES} --published 2024-01-20"
    done(told, *shlex.split(row["accept"])[1:])
    assert rows(told) == []
    assert len(rows(told, "--as-of", "2024-01-20", "--known-at", "6")) == 1
    assert "corroborated" in done(told, "rounds", "halcyon", "--as-of", "2024-01-20")


def test_rounds_of_several_claims_are_merged(told: Sayso) -> None:
    report(told, SERIES, "herald", "2024-01-21", "--stage", "in_talks")
    report(told, NEW, "herald", "2024-01-22", "--stage", "in_talks")
    (row,) = rows(told)
    assert row["accept"].startswith(f"sayso record merge {NEW} {SERIES} --published")
    done(told, *shlex.split(row["accept"])[1:])
    assert rows(told) == []


def test_the_command_that_is_printed_refuses_and_voiding_proposes_again(
    told: Sayso,
) -> None:
    (row,) = rows(told)
    said = done(told, *shlex.split(row["refuse"].replace("WHY", "'two sales'"))[1:])
    assert said == f"7  keeps {NEW} apart from {SERIES}: two sales\n"
    assert rows(told) == rows(told, "--as-of", "2024-01-25") == []
    assert "kept apart: 1, by events 7" in done(told, "links")
    done(told, "record", "void", "7", "--reason", "they are one after all")
    assert len(rows(told)) == 1


def test_a_refusal_is_one_event_whichever_round_is_named_first(told: Sayso) -> None:
    words = ("--reason", "two sales")
    done(told, "record", "apart", NEW, SERIES, *words)
    again = done(told, "record", "apart", SERIES, NEW, *words)
    assert again == "7  already on record; nothing added\n"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (SERIES, "halcyon/serie-b", "halcyon/series-b"),
        (SERIES, SERIES, "error: both are already halcyon/series-b"),
        ("halcion/series-b", SERIES, "perhaps halcyon"),
        (SERIES, "kestrel/series-b", "has no rounds at that date"),
    ],
)
def test_only_two_known_rounds_are_kept_apart(
    told: Sayso, one: str, other: str, why: str
) -> None:
    refused = told("record", "apart", one, other, "--reason", "x")
    assert refused.exit_code == 1
    assert why in refused.stderr


def test_rounds_of_two_companies_are_not_kept_apart(told: Sayso) -> None:
    report(told, "kestrel/seed", "wire", "2024-01-10")
    refused = told("record", "apart", SERIES, "kestrel/seed", "--reason", "x")
    assert (refused.exit_code, "not a round of" in refused.stderr) == (2, True)


def test_a_duplicate_on_one_round_is_voided(told: Sayso) -> None:
    terms = ("--raised", "1B", "--post-money", "10B", "--investor", "Fund")
    report(told, SERIES, "wire", "2024-01-10", *terms)
    first, second = rows(told)
    assert (first["kind"], second["kind"]) == ("duplicate", "link")
    assert first["round"] == first["other"] == SERIES
    assert first["refuse"] is None
    assert "Wire states it twice: raised 1B, price 10B" in done(
        told, "links", COLUMNS="200"
    )
    done(told, *shlex.split(first["accept"])[1:])
    assert [row["kind"] for row in rows(told)] == ["link"]


def test_nothing_to_propose_is_said(told: Sayso) -> None:
    assert "no rounds that may be the same" in done(
        told, "links", "--as-of", "2024-01-15"
    )
    assert "kestrel: nothing recorded by that date" in done(told, "links", "kestrel")
    assert "nothing published by that date" in done(told, "links", "--as-of", "2020")


def test_an_unknown_company_is_refused_with_near_misses(told: Sayso) -> None:
    refused = told("links", "halcion")
    assert refused.exit_code == 1
    assert "perhaps halcyon" in refused.stderr


def test_long_and_chinese_names_fit_a_narrow_terminal(told: Sayso) -> None:
    name = ("--name", "环球科技晚报" * 8)
    done(told, "source", "add", "wanbao", *name, "--kind", "press")
    long = f"halcyon/{'the-very-long-name-of-a-round-' * 2}a"
    for label, note in ((long, "1"), (f"{long}b", "2")):
        terms = ("--raised", "9B", "--note", note)
        report(told, label, "wanbao", "2023-01-10", *terms)
    table = done(told, "links", COLUMNS="80").split("to join two")[0]
    assert max(map(cell_len, table.splitlines())) <= 80
    assert "环球科技晚报" in table


def test_companies_that_differ_in_their_legal_form_may_be_one(told: Sayso) -> None:
    done(told, "company", "add", "halcyon-inc", "--name", "HALCYON, Inc.")
    report(told, "halcyon-inc/seed", "wire", "2022-01-10")
    for asked in ((), ("halcyon",), ("halcyon-inc",)):
        (row,) = [x for x in rows(told, *asked) if x["kind"] == "company"]
        assert (row["round"], row["other"]) == ("halcyon-inc", "halcyon")
        assert row["fields"] == ["name"]
    table = " ".join(done(told, "links", "halcyon-inc", COLUMNS="200").split())
    assert "both are called halcyon" in table
    assert row["accept"] in table.replace(" \\", "")


def test_two_companies_are_kept_apart_for_good(told: Sayso) -> None:
    done(told, "company", "add", "halcyon-gmbh", "--name", "Halcyon GmbH")
    report(told, "halcyon-gmbh/seed", "wire", "2022-01-10")
    (row,) = rows(told, "halcyon-gmbh")
    event = done(told, *shlex.split(row["refuse"].replace("WHY", "'no kin'"))[1:])
    number = event.split()[0]
    assert rows(told, "halcyon-gmbh") == []
    assert f"kept apart: 1, by events {number}" in done(told, "links", "halcyon-gmbh")
    done(told, "record", "void", number, "--reason", "they are one after all")
    assert len(rows(told, "halcyon-gmbh")) == 1


def test_companies_that_are_one_already_are_not_proposed(told: Sayso) -> None:
    done(told, "company", "add", "halcyon-ltd", "--name", "Halcyon Ltd")
    report(told, "halcyon-ltd/seed", "wire", "2022-01-10")
    (row,) = rows(told, "halcyon-ltd")
    done(told, *shlex.split(row["accept"])[1:])
    assert [x for x in rows(told) if x["kind"] == "company"] == []
