"""Repair: all of an import, or one's own last act, is taken out at once."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Sayso = Callable[..., Result]
WORDS = (
    *("--source", "bloomberg", "--create-companies", "yes"),
    *(
        "--map",
        "Company=company",
        "--map",
        "Date=published",
        "--map",
        "N=valuation:USD",
    ),
)
REASON = ("--reason", "these were billions")


@pytest.fixture
def unicorns(ledger: Sayso) -> Sayso:
    """A ledger with a claim by hand, unicorns that were read wrong, and one more."""
    report = ("--source", "bloomberg", "--published", "2024", "--stage", "closed")
    assert ledger("record", "report", "xai/seed", *report).exit_code == 0
    Path("unicorns.csv").write_text(
        "Company,Date,N\nxAI,2017-04-07,140\nQuill,2012,100\nNorth,2014,95\n"
    )
    done = ledger("import", "unicorns.csv", *WORDS)
    assert done.stdout == "unicorns.csv: 3 recorded, 2 companies registered\n"
    assert ledger("record", "report", "xai/a", *report).exit_code == 0
    return ledger


def voided(sayso: Sayso) -> list[str]:
    """The reasons of all voidings."""
    lines = sayso("log", "-f", "jsonl").stdout.splitlines()
    entries = [json.loads(line) for line in lines]
    return [x["data"]["reason"] for x in entries if x["type"] == "entry.voided"]


def shown(sayso: Sayso) -> str:
    """Whom anybody says anything of."""
    return sayso("rounds", "-f", "csv").stdout


@pytest.mark.parametrize("named", ["unicorns.csv", "5", "9"])
def test_an_import_is_voided_at_once(unicorns: Sayso, named: str) -> None:
    done = unicorns("record", "void", "--import", named, *REASON)
    assert done.exit_code == 0, done.stderr
    assert "voided 3 events of 5 to 9: these were billions" in done.stdout
    assert "2 registrations stay" in done.stdout
    assert voided(unicorns) == ["these were billions"] * 3
    assert "quill" not in shown(unicorns)
    assert "xai/seed" in shown(unicorns)
    assert "xai/a" in shown(unicorns)
    again = unicorns("record", "void", "--import", named, *REASON)
    assert again.exit_code == 1
    assert "nothing to void in events 5 to 9" in again.stderr
    assert "3 events were voided before" in again.stderr


def test_an_import_may_be_tried_first(unicorns: Sayso) -> None:
    done = unicorns("record", "void", "--import", "5", *REASON, "--dry-run")
    assert "would void 3 events of 5 to 9" in done.stdout
    assert voided(unicorns) == []


def test_what_was_voided_by_hand_is_not_voided_again(unicorns: Sayso) -> None:
    unicorns("record", "void", "5", "--reason", "another company")
    done = unicorns("record", "void", "--import", "6", *REASON)
    assert "voided 2 events" in done.stdout
    assert "1 event was voided before" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--import", "other.csv"), "no import on record belongs to other.csv"),
        (("--import", "missing.csv"), "missing.csv"),
        (("--import", "99"), "99"),
        ((), "give an event, or --import"),
        (("5", "--import", "5"), "give an event, or --import"),
    ],
)
def test_what_names_no_import_is_told(
    unicorns: Sayso, words: tuple[str, ...], told: str
) -> None:
    Path("other.csv").write_text("Company,Date,N\nNobody,2024,5\n")
    refused = unicorns("record", "void", *words, *REASON)
    assert refused.exit_code in {1, 2}
    assert told in refused.stderr
    assert "Traceback" not in refused.output
    assert voided(unicorns) == []


def test_two_imports_of_one_file_are_told_apart_by_their_events(
    unicorns: Sayso,
) -> None:
    assert unicorns("import", "unicorns.csv", *WORDS[:-1], "N=mark:USD").exit_code == 0
    refused = unicorns("record", "void", "--import", "unicorns.csv", *REASON)
    assert refused.exit_code == 1
    assert "several imports may belong to unicorns.csv" in refused.stderr
    assert "--import NUMBER" in refused.stderr


def test_ones_own_last_act_is_undone_and_done_again(unicorns: Sayso) -> None:
    done = unicorns("record", "undo")
    assert "voided 1 event of 10: undone" in done.stdout
    assert "xai/a" not in shown(unicorns)
    unicorns("record", "undo")
    assert "xai/a" in shown(unicorns)


def test_an_import_is_one_act(unicorns: Sayso) -> None:
    unicorns("import", "unicorns.csv", *WORDS[:-1], "N=mark:USD")
    done = unicorns("record", "undo", "--reason", "the wrong column")
    assert "voided 3 events" in done.stdout
    assert voided(unicorns) == ["the wrong column"] * 3


def test_a_registration_cannot_be_undone(ledger: Sayso) -> None:
    ledger("company", "add", "quill", "--name", "Quill")
    refused = ledger("record", "undo")
    assert refused.exit_code == 1
    assert "nothing to void in events 4" in refused.stderr
    assert "1 registration stays" in refused.stderr


def test_a_voided_event_is_said_to_be_voided_when_it_comes_again(
    ledger: Sayso,
) -> None:
    said = (
        *("record", "report", "xai/seed", "--source", "bloomberg"),
        *("--published", "2024", "--stage", "closed"),
    )
    assert ledger(*said).exit_code == 0
    done = ledger("record", "void", "4", "--reason", "another company")
    assert done.exit_code == 0, done.stderr
    done = ledger(*said)
    assert done.stdout == "4  already on record, voided by 5; nothing added\n"
