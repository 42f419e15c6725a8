"""Documents and evidence on the command line: recorded, cited, shown, erased."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Sayso = Callable[..., Result]

TEXT = "xAI raised  $500 million,\npeople said. The founder denied it, they said.\n"
REPORT = (
    *("record", "report", "xai/b", "--source", "bloomberg"),
    *("--published", "2024-01-19", "--stage", "committed", "--raised", "500M"),
)


@pytest.fixture
def told(sayso: Sayso, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sayso:
    """A ledger of four entries, and an article next to it."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, "utf-8", newline="")
    done(sayso, "init")
    done(sayso, "company", "add", "xai", "--name", "xAI")
    for name, kind in (("bloomberg", "press"), ("reuters", "wire")):
        done(sayso, "source", "add", name, "--name", name.title(), "--kind", kind)
    return sayso


def done(sayso: Sayso, *words: str) -> str:
    """What a command prints that must succeed."""
    result = sayso(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(sayso: Sayso, *words: str) -> str:
    """What a command says that must be refused, and records nothing."""
    before = done(sayso, "log", "-f", "jsonl")
    result = sayso(*words)
    assert result.exit_code != 0, result.output
    assert "Traceback" not in result.output
    assert done(sayso, "log", "-f", "jsonl") == before
    return result.stderr


def kinds(sayso: Sayso) -> list[str]:
    """The types of all entries after the names."""
    lines = done(sayso, "log", "-f", "jsonl").splitlines()
    return [json.loads(line)["type"] for line in lines][4:]


def card(sayso: Sayso, which: str) -> list[tuple[str, str]]:
    """The rows of a card, as people read it; wide enough that no cell is broken."""
    lines = sayso("show", which, COLUMNS="300").stdout.splitlines()
    wide = lines[1].index("value")
    return [(line[:wide].strip(), line[wide:].strip()) for line in lines[2:]]


def evidence(sayso: Sayso, *question: str) -> list[dict[str, Any]]:
    """The evidence of event 4, as an answer for programs has it."""
    events = json.loads(done(sayso, *question, "-f", "json"))["events"]
    (found,) = [one["evidence"] for one in events if one["event"] == 4]
    return list(found)


def test_a_document_is_recorded_and_a_claim_cites_it(told: Sayso) -> None:
    said = ("--url", "https://e.com", "--title", "News", "--publisher", "Reuters")
    assert done(told, "record", "document", "a.txt", *said).startswith(
        "4  document: News"
    )
    printed = done(
        told, *REPORT, "--document", "4", "--quote", "raised $500 million"
    ).splitlines()
    assert [line.split("  ")[0] for line in printed] == ["5", "6"]
    assert ("quote", "raised  $500 million") in card(told, "5")
    rows = dict(card(told, "4"))
    assert (rows["title"], rows["publisher"]) == ("News", "Reuters")
    assert rows["claims 5"].endswith('"raised  $500 million"')


def test_an_article_that_comes_along_is_a_document(told: Sayso) -> None:
    done(told, *REPORT, "--article", "a.txt", "--quote", "people said")
    assert kinds(told) == ["round.reported", "document.recorded", "claim.cited"]
    other = [x if x != "2024-01-19" else "2024-01-20" for x in REPORT]
    done(told, *other, "--article", "a.txt", "--quote", "denied it")
    assert kinds(told).count("document.recorded") == 1


@pytest.mark.parametrize("quote", ["raised $900 million", "said", " "])
def test_a_quote_that_is_not_there_once_is_refused(told: Sayso, quote: str) -> None:
    said = refused(told, *REPORT, "--article", "a.txt", "--quote", quote)
    assert said.startswith("error: ")
    assert "hint: " in said


def test_the_name_of_a_machine_is_no_article_about_a_round(told: Sayso) -> None:
    Path("hostname").write_text("localhost\n")
    said = refused(told, *REPORT, "--article", "hostname", "--quote", "xAI raised")
    assert "does not contain the quote 'xAI raised'" in said


def test_every_quote_that_is_not_there_is_named(told: Sayso) -> None:
    quotes = ("--quote", "nor this", "--quote", "people said", "--quote", "nor that")
    said = refused(told, *REPORT, "--article", "a.txt", *quotes)
    assert "'nor this'" in said
    assert "'nor that'" in said


def test_evidence_comes_later_and_makes_no_second_claim(told: Sayso) -> None:
    done(told, *REPORT)
    done(told, "record", "cite", "4", "--url", "https://e.com", "--note", "on paper")
    done(told, "record", "cite", "4", "--article", "a.txt", "--quote", "people said")
    assert kinds(told).count("round.reported") == 1
    again = ("record", "cite", "4", "--url", "https://e.com", "--note", "on paper")
    assert "already on record" in done(told, *again)
    assert ("evidence 5", "https://e.com; on paper") in card(told, "4")


def test_who_found_a_passage_and_who_checked_it_is_kept(told: Sayso) -> None:
    done(told, *REPORT)
    found = ("--extractor", "rules", "--version", "1", "--tier", "high")
    words = ("--article", "a.txt", "--quote", "people said", "--reviewer", "ann")
    done(told, "record", "cite", "4", *words, *found)
    (where,) = [value for field, value in card(told, "4") if "evidence" in field]
    assert where.endswith("found by rules 1 (high); reviewed by ann")


def test_a_citation_of_nothing_is_refused(told: Sayso) -> None:
    done(told, *REPORT)
    assert "a citation gives" in refused(told, "record", "cite", "4")
    assert "not a document" in refused(told, "record", "cite", "4", "--document", "2")
    assert "not a statement of a source" in refused(
        told, "record", "cite", "2", "--note", "x"
    )


def test_the_same_text_under_another_address_is_carried_by_another(
    told: Sayso,
) -> None:
    done(told, "record", "document", "a.txt")
    words = (
        "record",
        "document",
        "a.txt",
        "--publisher",
        "reuters",
        "--url",
        "https://u.example",
    )
    result = told(*words)
    assert "the same text as document 4" in result.stderr
    assert ("carried by 5", "Reuters, https://u.example") in card(told, "4")
    (event,) = json.loads(done(told, "show", "4", "-f", "json"))["event"]
    assert event["carried_by"] == [5]
    assert "already on record" in done(told, "record", "document", "a.txt")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7", "is a PDF"),
        ("café".encode("cp1252"), "--encoding"),
        (b"\x00\x01", "is not text"),
        (b"", "has no text"),
        (b"x" * 1_000_001, "at most"),
    ],
)
def test_what_is_no_text_is_refused(told: Sayso, content: bytes, message: str) -> None:
    Path("b").write_bytes(content)
    assert message in refused(told, "record", "document", "b")
    assert message in refused(told, "record", "document", "a.txt", "b")
    assert message in refused(told, *REPORT, "--article", "b", "--quote", "x")


def test_another_encoding_is_named(told: Sayso) -> None:
    Path("b.txt").write_bytes("最高1000億美元".encode("big5"))
    done(told, "record", "document", "b.txt", "--encoding", "big5")
    done(told, *REPORT, "--document", "4", "--quote", "1000億")
    assert dict(card(told, "4"))["encoding"] == "big5"


def test_what_a_dry_run_prints_records_the_same(told: Sayso) -> None:
    words = ("--article", "a.txt", "--quote", "people said", "--note", "ours")
    printed = done(told, *REPORT, *words, "--dry-run")
    assert kinds(told) == []
    Path("dry.jsonl").write_text(printed, "utf-8")
    done(told, "import", "dry.jsonl")
    assert kinds(told) == ["round.reported", "document.recorded", "claim.cited"]
    done(told, *REPORT, *words)
    done(told, "import", "dry.jsonl")
    assert len(kinds(told)) == 3


def test_a_denial_and_a_copy_are_read_in_it_too(told: Sayso) -> None:
    done(told, "record", "document", "a.txt")
    done(told, *REPORT, "--document", "4", "--quote", "raised $500 million")
    said = ("--published", "2024-01-20", "--document", "4")
    denial = ("--source", "reuters", "--scope", "whole", "--form", "fake")
    done(told, "record", "deny", "5", *denial, *said, "--quote", "denied it")
    relay = ("--carrier", "reuters", "--form", "cited")
    done(told, "record", "relay", "5", *relay, *said)
    fields = [field for field, _ in card(told, "4")]
    assert {"claims 5", "denies 7", "carries 9"} <= set(fields)


def test_an_erased_text_says_so_where_it_was_quoted(told: Sayso) -> None:
    done(told, *REPORT, "--article", "a.txt", "--quote", "people said")
    refusal = told("record", "erase", "4", "--reason", "asked to")
    assert "sayso record erase 5" in refusal.stderr
    done(told, "record", "erase", "5", "--reason", "its licence has ended")
    assert ("quote", "erased by event 7") in card(told, "4")
    assert dict(card(told, "5"))["text"] == "erased by event 7"
    (one,) = evidence(told, "explain", "xai")
    assert (one["quote"], one["erased_by"], one["span"]) == (None, 7, [26, 37])
    assert done(told, "audit", "verify").startswith("VERIFIED")


def test_answers_for_programs_carry_the_citations(told: Sayso) -> None:
    words = ("--note", "ours", "--locator", "line 1", "--quote", "people said")
    done(told, *REPORT, "--article", "a.txt", *words)
    done(told, "record", "cite", "4", "--url", "https://e.com")
    for question in (("explain", "xai"), ("timeline", "xai")):
        read, later = evidence(told, *question)
        assert (read["quote"], read["span"]) == ("people said", [26, 37])
        assert (read["locator"], read["note"]) == ("line 1", "ours")
        (document,) = json.loads(done(told, "show", "5", "-f", "json"))["event"]
        assert read["document"] == document["id"]
        assert (later["url"], later["quote"]) == ("https://e.com", None)
    (row,) = map(json.loads, done(told, "export", "claims", "-f", "jsonl").splitlines())
    assert (row["urls"], row["locators"]) == (["https://e.com"], ["line 1"])
    assert row["documents"][0].endswith(":26-37")
    assert (row["quotes"], row["erased_by"]) == (["people said"], [])
    assert "people said" in done(told, "explain", "xai")
    done(told, "record", "erase", "5", "--reason", "asked to")
    (row,) = map(json.loads, done(told, "export", "claims", "-f", "jsonl").splitlines())
    assert (row["quotes"], row["erased_by"]) == ([], [8])


def test_an_export_of_one_company_holds_its_documents(told: Sayso) -> None:
    done(told, *REPORT, "--article", "a.txt", "--quote", "people said")
    Path("b.txt").write_text("about nobody\n")
    done(told, "record", "document", "b.txt")
    done(told, "audit", "export", "out", "--company", "xai")
    lines = Path("out/data/events.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line)["seq"] for line in lines]
    assert found == [0, 1, 2, 3, 4, 5, 6]
    assert TEXT in Path("out/data/payloads.jsonl").read_text("utf-8").replace(
        "\\n", "\n"
    )
    key = done(told, "audit", "key", "show").split()[0]
    verdict = told("audit", "verify", "out", "--key", key).stdout
    assert verdict.startswith("PARTIAL  7 of 8 events")  # as each of one company is


def test_voided_evidence_that_is_given_again_is_told_to_be_voided(told: Sayso) -> None:
    read = ("--article", "a.txt", "--quote", "people said")
    done(told, *REPORT, *read)
    for seq in ("6", "5"):
        done(told, "record", "void", seq, "--reason", "the wrong paper")
    printed = done(told, *REPORT, *read)
    assert "5  already on record, voided by 8; nothing added" in printed
    done(told, *REPORT, "--url", "https://e.com")
    done(told, "record", "void", "9", "--reason", "not there")
    voided = "9  already on record, voided by 10; nothing added"
    assert voided in done(told, *REPORT, "--url", "https://e.com")
    assert voided in done(told, "record", "cite", "4", "--url", "https://e.com")


def test_a_text_that_was_erased_comes_back_with_a_warning(told: Sayso) -> None:
    read = ("--article", "a.txt", "--quote", "people said")
    done(told, *REPORT, *read)
    done(told, "record", "erase", "5", "--reason", "its licence has ended")
    again = told("record", "document", "a.txt", "--title", "again")
    assert again.exit_code == 0
    assert "erased by event 7 (its licence has ended)" in again.stderr
    assert "stored once" not in again.stderr
    rows = dict(card(told, "8"))
    assert rows["claims 4"].endswith("erased by event 7")
    assert ("quote", "erased by event 7") in card(told, "4")
    other = told("record", "document", "a.txt", "--title", "another")
    assert "the same text as document 8, stored once" in other.stderr
    assert "erased" not in other.stderr


def test_an_erased_text_that_comes_with_a_claim_is_told_too(told: Sayso) -> None:
    done(told, "record", "document", "a.txt")
    done(told, "record", "erase", "4", "--reason", "asked to")
    done(told, "record", "void", "4", "--reason", "asked to")
    result = told(*REPORT, "--article", "a.txt", "--quote", "people said")
    assert result.exit_code == 0
    assert "erased by event 5 (asked to)" in result.stderr


def test_a_voided_document_says_so(told: Sayso) -> None:
    done(told, "record", "document", "a.txt")
    done(told, "record", "void", "4", "--reason", "the wrong paper")
    assert dict(card(told, "4"))["voided by"] == "5"


@pytest.mark.parametrize("quote", [(), ("--quote", "people said")])
def test_what_is_no_document_is_said_to_be_none(
    told: Sayso, quote: tuple[str, ...]
) -> None:
    said = refused(told, *REPORT, "--document", "1", *quote)
    assert "event 1 is a company.registered, not a document" in said
    assert "sayso record document FILE" in said


def test_an_article_about_something_else_is_told(told: Sayso) -> None:
    Path("host.txt").write_text("workstation-7\n")
    result = told(*REPORT, "--article", "host.txt")
    assert result.exit_code == 0, result.output
    assert "names neither xAI nor an amount" in result.stderr
    result = told(*REPORT, "--article", "a.txt")
    assert "names neither" not in result.stderr
