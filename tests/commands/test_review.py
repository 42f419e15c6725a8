"""`sayso review`, `sayso record --draft` and `sayso draft stats`."""

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.commands.conftest import failed
from tests.conftest import Sayso

TEXT = """\
Bloomberg reported that xAI raised $500 million at $15-20 billion.
Elon Musk called the report fake news.
"""
DRAFT = Path("x.draft.yaml")


def drafted(ledger: Sayso, text: str = TEXT, *options: str) -> dict[str, Any]:
    """Draft a text, published on 2024-01-19 by Bloomberg."""
    Path("article.txt").write_text(text, "utf-8")
    about = ("--published", "2024-01-19", "--source", "bloomberg", *options)
    done = ledger("draft", "article.txt", *about, "-o", str(DRAFT), "--force")
    assert done.exit_code == 0, done.output
    return draft()


def draft() -> dict[str, Any]:
    """The draft as it stands in its file."""
    found: dict[str, Any] = YAML(typ="safe").load(DRAFT.read_text("utf-8"))
    return found


def write(found: dict[str, Any]) -> None:
    """Put an edited draft into its file."""
    with DRAFT.open("w", encoding="utf-8") as file:
        YAML().dump(found, file)


def accepted(found: dict[str, Any], round_: str = "xai/series-b") -> dict[str, Any]:
    """Accept everything, as somebody who edits the file may do."""
    for claim in found["claims"]:
        claim["decision"] = "accept"
        if claim["kind"] == "round.reported":
            claim["round"] = round_
    write(found)
    return found


def entries(ledger: Sayso) -> list[dict[str, Any]]:
    """What is on record, entry by entry."""
    lines = ledger("log", "-f", "jsonl").stdout.splitlines()
    return [json.loads(line) for line in lines]


def of_kind(ledger: Sayso, kind: str) -> list[dict[str, Any]]:
    """The data of the events of a kind."""
    return [one["data"] for one in entries(ledger) if one["type"] == kind]


def test_what_is_accepted_is_recorded_once(ledger: Sayso) -> None:
    drafted(ledger)
    done = ledger("review", str(DRAFT), stdin="a\na\n")
    assert done.exit_code == 0, done.output
    assert "[Bloomberg reported that xAI raised $500 million" in done.stdout
    assert "x.draft.yaml: 2 accepted, 0 rejected, 0 undecided" in done.stdout
    before = len(entries(ledger))
    dry = ledger("record", "--draft", str(DRAFT), "--dry-run")
    assert dry.stdout.count("would record: ") == 5
    assert len(entries(ledger)) == before
    done = ledger("record", "--draft", str(DRAFT))
    assert done.exit_code == 0, done.output
    (report,) = of_kind(ledger, "round.reported")
    assert (report["round"], report["source"]) == ("xai/2024-01", "bloomberg")
    (denial,) = of_kind(ledger, "claim.denied")
    ids = {one["type"]: one["id"] for one in entries(ledger)}
    assert denial["claims"] == [ids["round.reported"]]
    again = ledger("record", "--draft", str(DRAFT))
    assert "everything is on record already; nothing added" in again.stderr
    assert len(entries(ledger)) == before + 5


def test_a_citation_says_what_found_it_and_who_looked(ledger: Sayso) -> None:
    drafted(ledger)
    assert ledger("review", str(DRAFT), "--actor", "eve", stdin="a\nr\n").exit_code == 0
    assert ledger("record", "--draft", str(DRAFT), "--actor", "bob").exit_code == 0
    (cited,) = of_kind(ledger, "claim.cited")
    (document,) = of_kind(ledger, "document.recorded")
    assert cited["reviewer"] == "eve"
    assert (cited["extractor"], cited["version"]) == ("rules", "1")
    assert cited["tier"] == "high"
    assert TEXT[cited["start"] : cited["end"]] == TEXT.splitlines()[0]
    assert document["publisher"] == "bloomberg"
    assert not of_kind(ledger, "claim.denied")


def test_a_review_is_taken_up_where_it_stopped(ledger: Sayso) -> None:
    drafted(ledger)
    done = ledger("review", str(DRAFT), stdin="r\n")
    assert (done.exit_code, "stopped" in done.stderr) == (0, True)
    assert [claim["decision"] for claim in draft()["claims"]] == ["reject", "undecided"]
    done = ledger("review", str(DRAFT), stdin="b\na\na\n")
    assert done.stdout.startswith("2 of 2: c2")
    assert [claim["decision"] for claim in draft()["claims"]] == ["accept", "accept"]
    again = ledger("review", str(DRAFT), stdin="n\n")
    assert "everything is decided" in again.stdout


def test_skipped_claims_stay_undecided_and_are_left_out(ledger: Sayso) -> None:
    drafted(ledger)
    ledger("review", str(DRAFT), stdin="a\ns\n")
    done = ledger("record", "--draft", str(DRAFT))
    assert "undecided, left out: c2" in done.stderr
    assert len(of_kind(ledger, "round.reported")) == 1


def test_there_is_no_key_that_accepts_all(ledger: Sayso) -> None:
    drafted(ledger)
    done = ledger("review", str(DRAFT), stdin="aa\nA A\ner\nq\n")
    assert done.stdout.count("no such key") == 3
    assert {claim["decision"] for claim in draft()["claims"]} == {"undecided"}


def test_new_companies_and_sources_are_asked_for(ledger: Sayso) -> None:
    drafted(ledger, "The Lumen Post reported that Lumen Labs raised $58 million.")
    keys = "a\nlumen\nthe-post\npress\n"
    found = draft()["claims"][0]
    assert found["company"]["id"] is None
    source = found["source"]["id"] is None
    done = ledger("review", str(DRAFT), stdin=keys if source else "a\nlumen\n")
    assert "1 accepted" in done.stdout, done.output
    assert "company 'Lumen Labs' is not on record" in done.stdout
    assert ledger("record", "--draft", str(DRAFT)).exit_code == 0
    companies = of_kind(ledger, "company.registered")
    assert companies[-1] == {"slug": "lumen", "name": "Lumen Labs"}
    assert of_kind(ledger, "round.reported")[0]["round"] == "lumen/2024-01"


def test_a_name_on_record_may_be_the_answer(ledger: Sayso) -> None:
    drafted(ledger, "Lumen Labs raised $58 million.")
    done = ledger("review", str(DRAFT), stdin="a\nno such/slug\nX.AI\n")
    assert "is not a slug" in done.stdout
    assert "1 accepted" in done.stdout, done.output
    assert "register" not in draft()
    assert draft()["claims"][0]["round"] == "xai/2024-01"


def test_yes_to_a_proposed_slug_is_that_slug(ledger: Sayso) -> None:
    drafted(ledger, "Lumen Labs raised $58 million.")
    done = ledger("review", str(DRAFT), stdin="a\ny\n")
    assert "1 accepted" in done.stdout, done.output
    assert draft()["claims"][0]["company"]["id"] == "lumen-labs"


def test_a_wrong_answer_to_a_question_is_explained(ledger: Sayso) -> None:
    drafted(ledger, "xAI raised $0 billion. " + TEXT, "--source", "The Lumen Post")
    done = ledger("review", str(DRAFT), stdin="maybe\nyes\n\nnewspaper\npress\nq\n")
    assert "answer y or n; q stops" in done.stdout
    assert "newspaper is no kind of source" in done.stdout
    assert draft()["document"]["warnings"][0]["acknowledged"] is True
    assert "1 of " in done.stdout
    again = ledger("review", str(DRAFT), stdin="q\n")
    assert "stopped" in again.stderr


def test_an_edit_is_kept_next_to_what_was_proposed(ledger: Sayso) -> None:
    drafted(ledger)
    keys = "e\nstage committed\nstage nonsense\nraised committed:500M\n\na\na\n"
    done = ledger("review", str(DRAFT), stdin=keys)
    assert "'nonsense' is not a stage" in done.stdout
    claim = draft()["claims"][0]
    assert claim["raised"][0]["quote"] == "$500 million"
    assert claim["proposed"]["raised"] == ["round_total:500M"]
    assert ledger("record", "--draft", str(DRAFT)).exit_code == 0
    notes = [one.get("note", "") for one in of_kind(ledger, "claim.cited")]
    assert notes[0].startswith("proposed: ")
    assert "raised: round_total:500M" in notes[0]
    assert notes[1] == ""
    told = ledger("draft", "stats", str(DRAFT)).stdout.splitlines()
    assert [line.split()[2:7] for line in told[1:3]] == [
        ["high", "1", "0", "1", "0"],
        ["mid", "1", "1", "0", "0"],
    ]


def test_a_number_is_read_again(ledger: Sayso) -> None:
    found = accepted(drafted(ledger))
    found["claims"][0]["raised"][0]["figure"] = "600M"
    write(found)
    before = len(entries(ledger))
    done = ledger("record", "--draft", str(DRAFT))
    failed(done, 2, "x.draft.yaml is not ready", "`sayso review x.draft.yaml`")
    assert "600M is not what '$500 million' says (500M)" in done.stderr
    assert len(entries(ledger)) == before
    for key in ("quote", "start", "end"):
        del found["claims"][0]["raised"][0][key]
    write(found)
    assert ledger("record", "--draft", str(DRAFT)).exit_code == 0


def test_every_fault_is_named_at_once(ledger: Sayso) -> None:
    found = accepted(drafted(ledger))
    first, second = found["claims"]
    first["evidence"]["start"] += 1
    first["stage"] = "nonsense"
    first["round"] = None
    first["company"] = {"id": None, "text": "Nobody"}
    second["tier"] = "low"
    second["decision"] = "accepted"
    found["document"]["warnings"] = [
        {"code": "lost-digits", "says": "digits are lost", "acknowledged": False}
    ]
    write(found)
    done = ledger("record", "--draft", str(DRAFT))
    failed(done, 2, "x.draft.yaml is not ready")
    for what in (
        "c1: evidence: the quote",
        "c1: stage: ",
        "c1: round: write COMPANY/LABEL",
        "c1: company: 'Nobody' is not on record",
        "c2: decision: write one of undecided, accept, reject",
        "document: lost-digits: not acknowledged",
    ):
        assert what in done.stderr, done.stderr


def test_what_is_low_is_acknowledged(ledger: Sayso) -> None:
    found = accepted(drafted(ledger))
    found["claims"][0]["tier"] = "low"
    found["claims"][0]["decision"] = "undecided"
    found["claims"].pop()
    write(found)
    done = ledger("review", str(DRAFT), stdin="a\nn\nq\n")
    assert "not accepted: it is low" in done.stdout
    assert ledger("review", str(DRAFT), stdin="a\ny\n").exit_code == 0
    assert ledger("record", "--draft", str(DRAFT)).exit_code == 0


def test_warnings_are_seen_first(ledger: Sayso) -> None:
    drafted(ledger, "xAI raised $0 billion. " + TEXT)
    assert [x["code"] for x in draft()["document"]["warnings"]] == ["lost-digits"]
    done = ledger("review", str(DRAFT), stdin="n\n")
    assert done.stdout.startswith("lost-digits: ")
    assert draft()["document"]["warnings"][0]["acknowledged"] is False
    ledger("review", str(DRAFT), stdin="y\nq\n")
    assert draft()["document"]["warnings"][0]["acknowledged"] is True


def test_another_article_is_refused(ledger: Sayso) -> None:
    accepted(drafted(ledger))
    Path("article.txt").write_text(TEXT.replace("500", "600"), "utf-8")
    done = ledger("record", "--draft", str(DRAFT))
    failed(done, 2, "article.txt: article.txt was changed since the draft was made")
    Path("article.txt").unlink()
    done = ledger("record", "--draft", str(DRAFT))
    failed(done, 2, "the article of x.draft.yaml is not at", "give its file: --article")
    Path("there.txt").write_text(TEXT, "utf-8")
    done = ledger("record", "--draft", str(DRAFT), "--article", "there.txt")
    assert done.exit_code == 0, done.output


REPORT = [
    *("record", "report", "xai/series-b", "--source", "bloomberg"),
    *("--published", "2024-01-18", "--stage", "committed", "--raised", "500M"),
]


@pytest.mark.parametrize(
    ("text", "source", "kind"),
    [
        ("xAI raised $500 million.", "the-post", "claim.relayed"),
        ("xAI raised $700 million.", "bloomberg", "claim.revised"),
        (
            "Elon Musk said that the report of funding for xAI is fake news.",
            "the-post",
            "claim.denied",
        ),
    ],
)
def test_an_offer_is_taken(ledger: Sayso, text: str, source: str, kind: str) -> None:
    assert ledger(*REPORT).exit_code == 0
    add = ("source", "add", "the-post", "--kind", "press")
    assert ledger(*add).exit_code == 0
    drafted(ledger, text, "--source", source)
    done = ledger("review", str(DRAFT), stdin="1\na\n")
    assert "1 accepted" in done.stdout, done.output
    assert ledger("record", "--draft", str(DRAFT)).exit_code == 0
    (data,) = of_kind(ledger, kind)
    ids = [one["id"] for one in entries(ledger) if one["type"] == "round.reported"]
    assert ids == [data.get("claim", data.get("claims", [None])[0])]


def test_two_claims_without_a_type_are_not_put_into_one_round(ledger: Sayso) -> None:
    drafted(ledger, "xAI raised $500 million.\nEarlier xAI raised $20 million.")
    done = ledger("review", str(DRAFT), stdin="a\na\nxai/first\n")
    assert "2 accepted" in done.stdout, done.output
    assert "round (a name, as in xai/2024-01)" in done.stdout
    rounds = [claim["round"] for claim in draft()["claims"]]
    assert rounds == ["xai/2024-01", "xai/first"]


def test_another_kind_has_other_fields(ledger: Sayso) -> None:
    drafted(ledger, "xAI raised $500 million at $20 billion in a Series B.")
    keys = "e\nkind valuation.reported\nstage closed\n\na\n"
    done = ledger("review", str(DRAFT), stdin=keys)
    assert "1 accepted" in done.stdout, done.output
    assert ledger("record", "--draft", str(DRAFT)).exit_code == 0
    (price,) = of_kind(ledger, "valuation.reported")
    assert price["stage"] == "closed"
    assert "raised" not in price


def test_a_currency_that_is_open_is_asked_for(ledger: Sayso) -> None:
    drafted(ledger, "xAI宣布完成1000億元融資，投資者參與這輪融資，經過談判。")
    found = draft()
    (item,) = found["claims"][0]["raised"]
    assert item["figure"] is None
    keys = "a\ny\nelon-musk\nUSD\n"
    done = ledger("review", str(DRAFT), stdin=keys)
    assert "1 accepted" in done.stdout, done.output
    assert ledger("record", "--draft", str(DRAFT)).exit_code == 0
    (report,) = of_kind(ledger, "round.reported")
    assert report["raised"][0]["figure"]["currency"] == "USD"


def test_a_draft_that_lost_parts_is_refused(ledger: Sayso) -> None:
    found = drafted(ledger)
    del found["document"]["sha256"]
    found["claims"][0]["company"] = "xai"
    found["claims"][1]["id"] = "c1"
    found["claims"][0]["ledger"] = [{"take": True}]
    found["claims"][0]["scope"] = "whole"
    write(found)
    for words in (["record", "--draft"], ["review"], ["draft", "stats"]):
        done = ledger(*words, str(DRAFT))
        failed(done, 2, "x.draft.yaml is incomplete")
        assert "document: sha256: is missing" in done.stderr
        assert "c1: company: write {...} or null" in done.stderr
        assert "two have the id c1" in done.stderr
        assert "c1: ledger: event: is missing" in done.stderr
        assert "c1: scope: write a list of words" in done.stderr


def test_options_of_the_draft_stand_before_no_command(ledger: Sayso) -> None:
    done = ledger("record", "--dry-run", "report", "xai/series-b")
    failed(done, 2, "--dry-run goes after the command")
    failed(ledger("record", "--dry-run"), 2, "give a command, or a draft")


def test_keys_decide_at_a_terminal(ledger: Sayso) -> None:
    drafted(ledger)
    ours, theirs = pty.openpty()
    sayso = str(Path(sys.executable).with_name("sayso"))
    with os.fdopen(ours, "rb+", buffering=0) as screen:
        done = subprocess.Popen(
            [sayso, "review", str(DRAFT)], stdin=theirs, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        shown = b""
        while True:
            # A key that comes before the program listens is lost: press it again.
            if not select.select([screen], [], [], 0.5)[0]:
                screen.write(b"r")
                continue
            try:
                shown += screen.read(4096)
            except OSError:  # the last one who could write has left
                break
        assert done.wait() == 0, shown
    assert [claim["decision"] for claim in draft()["claims"]] == ["reject", "reject"]
