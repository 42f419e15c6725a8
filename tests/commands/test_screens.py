"""What a person first sees: rounds with their terms, single things, what changed."""

import csv
import json
from io import StringIO
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import done, failed, report
from tests.conftest import Sayso


def document(run: Sayso, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done(run, *words, "-f", "json"))
    return found


def test_rounds_tell_type_amount_price_day_and_investors(demo: Sayso) -> None:
    (row,) = document(demo, "rounds", "openai/2026", "--as-of", "2026-06-30")["rows"]
    assert row["committed"]["text"] == "87B"
    assert row["conditional"]["text"] == "35B"
    assert row["prices"][0]["amount"]["text"] == "852B"
    assert row["effective"]["text"] == "2026-02-27"
    shares = {x["investor"]: x["committed"]["text"] for x in row["investors"]}
    assert shares == {"Amazon": "15B", "NVIDIA": "30B", "SoftBank": "30B"}
    shown = done(demo, "rounds", "openai", "--as-of", "2026-06-30")
    for words in (
        "6.6B at 157B",
        "credit",
        "facility",
        "debt",
        "2024-10-02",
        "SoftBank",
    ):
        assert words in shown


@pytest.mark.parametrize("words", [("rounds", "enfabrica"), ("show", "enfabrica")])
def test_a_licence_payment_never_reads_like_equity(
    demo: Sayso,
    words: tuple[str, ...],
) -> None:
    assert "acquihire" in done(demo, *words)
    assert "as acquihire license" in done(demo, "show", "enfabrica/nvidia-2025")
    told_of = " ".join(done(demo, "timeline", "enfabrica").split())
    assert "900M+ as acquihire" in told_of


@pytest.mark.parametrize("width", ["80", "100", "120"])
@pytest.mark.parametrize("day", ["2024-05-28", "2025-09-23", "2026-06-30"])
def test_no_date_and_no_label_is_broken(
    demo: Sayso,
    width: str,
    day: str,
) -> None:
    for question in ("rounds", "valuations"):
        words = (question, "--as-of", day)
        drawn = demo(*words, COLUMNS=width).stdout.splitlines()
        shown = list(takewhile(bool, drawn[1:]))
        assert max(map(len, shown)) <= int(width)
        text = "\n".join(shown).replace("/", "")
        for row in document(demo, *words)["rows"]:
            day_told = row["effective"]
            assert day_told is None or day_told["text"].replace("/", "") in text


def test_many_rounds_are_counted(demo: Sayso) -> None:
    found = document(demo, "rounds", "--as-of", "2024-05-28")
    (note,) = (x for x in found["notes"] if "rounds:" in x)
    assert note.startswith(f"{len(found['rows'])} rounds: ")


def test_what_several_companies_raised_is_summed(demo: Sayso) -> None:
    rows = document(demo, "raised", "mistral", "cohere")["rows"]
    (both,) = (x for x in rows if x["row"] == "all")
    assert (both["company"], both["paid"]["text"]) == (None, "685M")
    assert not [
        x for x in document(demo, "raised", "mistral")["rows"] if x["row"] == "all"
    ]


def test_a_thing_is_found_by_any_of_its_names(demo: Sayso) -> None:
    assert done(demo, "show", "马斯克").startswith("source:elon-musk, ")
    assert done(demo, "show", "Wallstreetcn").startswith("source:wallstreetcn, ")
    assert done(demo, "show", "英偉達").startswith("nvidia, ")
    assert "openai/tender-2024" in done(demo, "show", "Thrive Capital")
    failed(demo("show", "nvida"), 1, "no company, source or investor", "perhaps nvidia")


def test_a_name_of_a_company_and_of_a_source_is_asked_about(told: Sayso) -> None:
    done(told, "source", "add", "paper", "--name", "Northlight News", "--kind", "press")
    done(told, "company", "add", "other", "--name", "Northlight News")
    failed(
        told("show", "Northlight News"),
        1,
        "'Northlight News' may be company:other or source:paper",
    )
    assert done(told, "show", "company:other").startswith("other, ")
    assert done(told, "show", "source:paper").startswith("source:paper, ")


def test_a_company_shows_what_it_invested_in(demo: Sayso) -> None:
    shown = done(demo, "show", "nvidia", "--as-of", "2025-10-01")
    assert "nothing recorded" not in shown
    assert "invested in openai/nvidia-loi" in shown
    found = document(demo, "show", "nvidia", "--as-of", "2025-10-01")["investments"]
    assert {x["round"] for x in found} >= {"intel/nvidia-2025", "openai/nvidia-loi"}
    before = document(demo, "show", "nvidia", "--as-of", "2025-01-01")
    assert before["investments"] == []


def test_a_source_shows_what_it_carried_and_what_it_denied(demo: Sayso) -> None:
    rows = document(demo, "show", "source:wallstreetcn")["rows"]
    by = {row["event"]: row["how"] for row in rows}
    assert (by[167], by[164], by[171]) == ("first", "carried", "carried")
    rows = document(demo, "show", "source:elon-musk")["rows"]
    assert {row["how"] for row in rows} >= {"denied", "own", "first"}
    shown = done(demo, "show", "source:elon-musk")
    assert "reported, event 114" in shown
    assert "\nevent 1" not in shown


def test_a_round_names_who_said_it_first_with_the_evidence(told: Sayso) -> None:
    done(told, "source", "add", "blog", "--name", "A Blog", "--kind", "blog")
    long = "The round was signed.\n" + "It was said again and again. " * 40
    report(
        *(told, "quill/series-b", "2025-05-01", "--stage", "closed", "--raised", "1B"),
        *("--quote", long, "--url", "https://example.com/q"),
    )
    for question in ("show", "timeline", "explain"):
        shown = " ".join(done(told, question, "quill/series-b").split())
        assert "https://example.com/q" in shown
        assert "The round was signed. It was said again" in shown
        assert "full text:" in shown
        assert long not in shown
    tellings = document(told, "show", "quill/series-b")["tellings"]
    assert [(x["how"], x["source"]) for x in tellings] == [("first", "wire")]


def test_the_order_of_tellings(demo: Sayso) -> None:
    for question in ("timeline", "explain", "show"):
        found = document(demo, question, "xai/first-round-2024")["tellings"]
        assert [(x["how"], x["source"]) for x in found] == [
            ("first", "bloomberg"),
            ("carried", "wallstreetcn"),
            ("own", "media-reports"),
        ]
        shown = " ".join(done(demo, question, "xai/first-round-2024").split())
        assert "said first" in shown


def test_machinery_is_shown_on_request(demo: Sayso) -> None:
    words = ("valuations", "xai", "--as-of", "2024-05-28")
    quiet = done(demo, *words)
    assert "basis b3" not in quiet
    assert "late:" not in quiet
    for loud in (done(demo, *words, "-v"), done(demo, "-v", *words)):
        assert "basis b3" in loud
        assert "late: " in loud
    basis = document(demo, *words)["basis"]
    assert basis["late"] > 0
    assert basis["token"].startswith("b3")


def test_what_changes_the_reading_of_an_answer_stays(demo: Sayso) -> None:
    assert "provisional" in done(demo, "valuations", "xai", "--as-of", "today")


def test_the_consensus_obeys_the_filters_and_says_what_is_new(demo: Sayso) -> None:
    words = ("valuations", "--as-of", "2024-05-28", "--belief")
    assert "openai     talks-2023-12     0." in done(demo, *words)
    assert "consensus" not in done(demo, *words, "--standing", "confirmed")
    assert "consensus" not in done(demo, "valuations", "xai", *words[1:])
    found = document(demo, *words, "--standing", "confirmed")
    assert {x["company"] for x in found["beliefs"]} == {"perplexity"}
    found = document(demo, *words, "--top", "1")
    assert {x["company"] for x in found["beliefs"]} == {found["rows"][0]["company"]}


def test_diff_tells_each_change_its_events_and_ends_with_a_code(demo: Sayso) -> None:
    words = ("diff", "2024-01-18", "2024-05-28", "--company", "xai", "--no-belief")
    rows = {x["item"]: x["events"] for x in document(demo, *words)["rows"]}
    assert rows["standing xai/series-b"] == [76, 77, 90, 91]
    assert rows["standing xai/first-round-2024"] == [73, 74]
    assert demo(*words, "--exit-code").exit_code == 1
    same = demo("diff", "2024-01-18", "2024-01-18", "--exit-code")
    assert (same.exit_code, "nothing changed" in same.stdout) == (0, True)


def test_an_export_says_what_was_said(told: Sayso) -> None:
    report(
        *(told, "quill/series-b", "2025-05-01", "--stage", "closed", "--raised", "1B"),
        *("--url", "https://example.com/q"),
    )
    done(told, "audit", "export", "out", "--unsigned")
    table = Path("out/data/tables/events.csv").read_text("utf-8")
    rows = list(csv.DictReader(StringIO(table)))
    claim = next(x for x in rows if x["round"] == "quill/series-b")
    assert claim["says"] == "reports quill/series-b: 1B [closed]"
    (cited,) = (x for x in rows if x["evidence_of"] == claim["id"])
    assert cited["url"] == "https://example.com/q"
