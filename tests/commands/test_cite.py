"""Citations: what other programs read of them, and that they can be asked again."""

import io
import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from citeproc import (  # type: ignore[import-untyped]
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from pybtex.database import parse_string  # type: ignore[import-untyped]

from ledger.rendering.works import Work, bibtex, csl, day_words, footnote
from tests.commands.conftest import failed
from tests.conftest import Sayso

TEXT = "xAI raised $500 million, people said. The founder denied it.\n"
NASTY = (
    r"50% & \more {braces} }{ #1 $x_y^z ~ @misc{evil, a = {b}}",
    "“quotes” and \"others\" 'too'",
    "芯片公司 \u202e融资",
    "line\none, tab\tand \x07",
    "unbalanced } brace",
)

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text"
version="1.0"><info><title>plain</title><id>plain</id>
<updated>2026-01-01T00:00:00Z</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout delimiter=", ">
<names variable="author"/><text variable="title"/><text variable="publisher"/>
<date variable="issued"><date-part name="year"/></date>
<date variable="accessed"><date-part name="year"/></date>
<text variable="URL"/><text variable="note"/>
</layout></bibliography></style>"""
"""A style of citations that prints what there is."""


@pytest.fixture
def cited(ledger: Sayso) -> Sayso:
    """A ledger with a report that Reuters carried, read in an article, and a denial."""
    Path("a.txt").write_text(TEXT, "utf-8")
    for words in (
        ["source", "add", "reuters", "--name", "Reuters", "--kind", "wire"],
        [
            *("record", "document", "a.txt", "--title", "xAI & 100% of its money"),
            *("--url", "https://example.com/a_b?c=1%20{d}", "--publisher", "reuters"),
        ],
        [
            *("record", "report", "xai/b", "--source", "bloomberg", "--via", "reuters"),
            *("--published", "2024-01-19", "--stage", "committed"),
            *("--raised", "500M", "--price", "post_money:20B"),
            *("--document", "5", "--quote", "$500 million, people said"),
        ],
        [
            *("record", "deny", "xai/b", "--source", "elon-musk"),
            *("--published", "2024-01", "--form", "fake", "--scope", "whole"),
            *("--url", "https://x.com/elonmusk/1"),
        ],
    ):
        done = ledger(*words)
        assert done.exit_code == 0, done.output
    return ledger


def entries(text: str) -> dict[str, dict[str, str]]:
    """What pybtex reads of BibTeX, with its warnings as errors."""
    found = parse_string(text, "bibtex").entries
    return {
        key: {
            **entry.fields,
            "author": " ".join(map(str, entry.persons["author"])),
        }
        for key, entry in found.items()
    }


def bibliography(text: str) -> list[str]:
    """What citeproc makes of CSL-JSON in a plain style."""
    items = json.loads(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        source = CiteProcJSON(items)
        style = CitationStylesStyle(io.BytesIO(STYLE.encode()), validate=False)
    made = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        made.register(Citation([CitationItem(item["id"])]))
    return [str(x) for x in made.bibliography()]


def claim(sayso: Sayso) -> str:
    """The number of the report."""
    rows = [json.loads(x) for x in sayso("log", "-f", "jsonl").stdout.splitlines()]
    return str(next(x["seq"] for x in rows if x["type"] == "round.reported"))


def test_a_footnote_names_all_that_a_reader_needs(cited: Sayso) -> None:
    text = cited("cite", claim(cited)).stdout
    for words in (
        "Bloomberg, as told by Reuters, reports xai/b: 500M at 20B post-money",
        " [committed] (in USD)",
        "“xAI & 100% of its money”",
        "Reuters, 19 January 2024, https://example.com/a_b?c=1%20{d}",
        "(accessed 31 December 2025)",
        "“$500 million, people said”",
    ):
        assert words in text, text
    token = re.findall(r"basis (\S+)\]", text)[0]
    assert cited("cite", claim(cited), "--basis", token).stdout == text


def test_bibtex_is_read_by_another_program(cited: Sayso) -> None:
    done = cited("cite", claim(cited), "-f", "bibtex")
    (found,) = entries(done.stdout).values()
    assert found["author"] == "{Bloomberg}"
    assert found["title"] == r"{xAI \& 100\% of its money}"
    assert (found["year"], found["month"], found["date"]) == (
        "2024",
        "January",
        "2024-01-19",
    )
    assert found["url"] == "https://example.com/a_b?c=1%20%7Bd%7D"
    assert found["urldate"] == "2025-12-31"
    assert r"as told by Reuters" in found["note"]
    assert "people said" in found["note"]


def test_csl_is_read_by_another_program(cited: Sayso) -> None:
    text = cited("cite", claim(cited), "-f", "csl").stdout
    (item,) = json.loads(text)
    assert item["type"] == "article-newspaper"
    assert item["issued"] == {"date-parts": [[2024, 1, 19]]}
    assert item["author"] == [{"literal": "Bloomberg"}]
    (line,) = bibliography(text)
    assert "xAI & 100% of its money" in line
    assert "2024" in line


def test_a_figure_is_cited_by_what_stands_behind_it(cited: Sayso) -> None:
    asked = ["cite", "xai", "--figure", "reported", "--as-of", "2024-02-10"]
    text = cited(*asked).stdout
    first, *rest = text.splitlines()
    assert first == "xAI, reported, disputed: 20B post-money (in USD)"
    assert [line.partition(",")[0].split()[0] for line in rest] == ["Bloomberg", "Elon"]
    assert "January 2024, https://x.com/elonmusk/1" in rest[1]
    assert "denies xai/b (whole; fake)" in rest[1]
    made = cited(*asked, "-f", "bibtex").stdout
    assert made.startswith("% xAI, reported, disputed: 20B post-money (in USD)\n")
    assert len(entries(made)) == 2
    before = cited("cite", "xai", "--figure", "reported", "--as-of", "2024-01-01")
    failed(before, 1, "xai has no reported figure as of 2024-01-01", "`sayso valua")


def test_a_round_is_cited_by_its_claims(cited: Sayso) -> None:
    document = json.loads(cited("cite", "xai/b", "-f", "json").stdout)
    (row,) = document["rows"]
    assert row["source"] == "bloomberg"
    assert row["quotes"] == ["$500 million, people said"]
    assert row["footnote"] == cited(
        "cite", "xai/b", "--basis", document["basis"]["token"]
    ).stdout.removesuffix("\n")


def test_what_cannot_be_cited_is_refused(cited: Sayso) -> None:
    number = claim(cited)
    done = cited("cite", number, "--known-at", "seq:4")
    failed(done, 1, f"event {number} came on record after entry 4", "ask with a later")
    failed(cited("cite", "nobody"), 1, "unknown company 'nobody'")
    failed(cited("cite", "99"), 1, "")
    early = cited("cite", number, "--as-of", "2024-01-18")
    failed(early, 1, f"event {number} was not published as of 2024-01-18")
    assert "hint: ask with a later --as-of" in early.stderr
    upto = f"seq:{recorded(cited)}"
    assert cited("record", "void", number, "--reason", "x").exit_code == 0
    failed(cited("cite", number), 1, f"event {number} was voided")
    assert "reports xai/b" in cited("cite", number, "--known-at", upto).stdout


def recorded(sayso: Sayso, type_: str = "") -> int:
    """The number of the last event, or of the last one of a type."""
    rows = [json.loads(x) for x in sayso("log", "-f", "jsonl").stdout.splitlines()]
    return max(int(x["seq"]) for x in rows if type_ in {"", x["type"]})


def became(sayso: Sayso, *cuts: str) -> list[str]:
    """What became of the report, as JSON has it; every form says the same."""
    number = claim(sayso)
    (row,) = json.loads(sayso("cite", number, "-f", "json", *cuts).stdout)["rows"]
    (made,) = entries(sayso("cite", number, "-f", "bibtex", *cuts).stdout).values()
    (item,) = json.loads(sayso("cite", number, "-f", "csl", *cuts).stdout)
    for one in row["became"]:
        assert one[1:] in row["footnote"]
        assert one in made["note"]
        assert one in item["note"]
    return [x.partition(" (event ")[0] for x in row["became"]]


def test_what_became_of_a_claim_is_cited_with_it(cited: Sayso) -> None:
    assert became(cited, "--as-of", "2024-01-20") == []
    denied = "denied by Elon Musk, January 2024"
    assert became(cited, "--as-of", "2024-02-01") == [denied]
    denial = recorded(cited, "claim.denied")
    for words in (
        ["revise", claim(cited), "--raised", "600M", "--published", "2024-02-02"],
        ["retract", claim(cited), "--published", "2024-02-03"],
        ["retract", str(denial), "--published", "2024-02-04"],
    ):
        done = cited("record", *words)
        assert done.exit_code == 0, done.output
    revised = "revised by Bloomberg, 2 February 2024"
    assert became(cited, "--as-of", "2024-02-02") == [revised, denied]
    retracted = "retracted by Bloomberg, 3 February 2024"
    assert became(cited, "--as-of", "2024-02-03") == [revised, retracted, denied]
    back = cited("cite", claim(cited), "--as-of", "2024-02-04").stdout
    assert "who has taken it back." in back
    assert became(cited, "--as-of", "2024-02-01") == [denied]


BASED = "b3.x.y_z"


def works(text: str) -> Iterator[Work]:
    """Works in which every text is the same."""
    for place in (0, 1):
        yield Work(
            event=1,
            id="a" * 64,
            says=text,
            source="musk",
            source_name=text,
            source_kind="person",
            told_by=text,
            title=text if place else None,
            publisher=text,
            url=f"https://example.com/{text}",
            locator=text,
            language="zh",
            published="2024-01-19~",
            accessed="2024-01-20",
            quotes=(text, text),
            became=(text,),
            ledger=text,
            token=BASED,
            place=place,
        )


@pytest.mark.parametrize("text", NASTY)
def test_no_text_breaks_out_of_its_field(text: str) -> None:
    made = "\n".join(bibtex(works(text), [text]))
    found = entries(made)
    assert list(found) == ["musk-2024-aaaaaaaa", "musk-2024-aaaaaaaa-2"]
    assert all(set(x) == FIELDS for x in found.values())
    items: list[dict[str, Any]] = json.loads("\n".join(csl(works(text))))
    assert [x["title"] for x in items][1] == text
    assert len(bibliography("\n".join(csl(works(text))))) == 2
    for work in works(text):
        line = footnote(work)
        assert "\n" not in line
        assert "\u202e" not in line


FIELDS = {
    *("author", "title", "year", "month", "date", "publisher", "language"),
    *("url", "urldate", "note"),
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-01-19", "19 January 2024"),
        ("2024-01-19[America/New_York]", "19 January 2024"),
        ("2024-01-20T08:34+08:00", "20 January 2024"),
        ("2024-12", "December 2024"),
        ("2024", "2024"),
        ("2024-01~", "c. January 2024"),
        ("2024-Q1", "2024-Q1"),
        ("2024-01/2024-03", "between January and March 2024"),
        ("2024-01-05/2024-01-09[Asia/Shanghai]", "between 5 and 9 January 2024"),
        ("2024-01-31/2024-02-02", "between 31 January and 2 February 2024"),
        ("2023-12-31/2024-01-02", "between 31 December 2023 and 2 January 2024"),
        ("2023-05/2024-05", "between May 2023 and May 2024"),
        ("2023/2024", "between 2023 and 2024"),
        ("2023-05-05/2024-05-09", "between 5 May 2023 and 9 May 2024"),
        ("2024-03-04/2024-04-04", "between 4 March and 4 April 2024"),
        ("../2024-03", "../2024-03"),
        (None, None),
    ],
)
def test_a_date_is_written_for_people(text: str | None, words: str | None) -> None:
    assert day_words(text) == words


def test_a_footnote_has_one_full_stop_and_names_nobody_twice(cited: Sayso) -> None:
    said = ("--source", "elon-musk", "--published", "2024-02", "--via", "reuters")
    for quote in ("It is false.", "It is false", "消息不实。", "消息不实"):
        words = ("xai/c", "--stage", "closed", *said, "--quote", quote)
        assert cited("record", "report", *words).exit_code == 0
    text = cited("cite", "xai/c").stdout
    assert " “It is false.” “It is false”. “消息不实。” “消息不实”. [" in text
    assert text.count("Reuters") == text.count("as told by Reuters") > 0


def test_a_document_is_cited_by_its_title_and_its_publisher(cited: Sayso) -> None:
    number = next(
        line.split(",")[0]
        for line in cited("log", "-f", "csv").stdout.splitlines()
        if "document.recorded" in line
    )
    note = cited("cite", number).stdout
    assert note.startswith("Reuters, \u201cxAI & 100% of its money\u201d, https://")
    assert "document:" not in note
    (item,) = json.loads(cited("cite", number, "-f", "csl").stdout)
    assert item["author"] == [{"literal": "Reuters"}]
    assert item["title"] == "xAI & 100% of its money"
    title = "title = {{xAI \\& 100\\% of its money}}"
    assert title in cited("cite", number, "-f", "bibtex").stdout


def test_a_stretch_of_days_keeps_both_ends() -> None:
    work = next(works("it"))._replace(published="2024-03-05/2024-04-30[Asia/Shanghai]")
    assert "between 5 March and 30 April 2024" in footnote(work)
    assert "  date = {2024-03-05/2024-04-30}," in list(bibtex([work]))
    assert '"issued":{"date-parts":[[2024,3,5],[2024,4,30]]}' in "".join(csl([work]))
