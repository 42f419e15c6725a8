"""The demo history: every line is an event, every label resolves, none is missing."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.claims.canonical import read_json
from ledger.claims.checking import event_data, event_from
from ledger.claims.dates import parse_when
from ledger.claims.evidence import CITED, DOCUMENT
from ledger.claims.names import Directory
from ledger.errors import UnknownName

DEMO = Path(__file__).parents[1] / "fixtures" / "demo"
FILES = ("names", "history", "articles")
ITEMS = {"xai": 30, "oai": 30, "tig": 4, "ant": 20, "cog": 4, "ppl": 8}
"""Items of the public history by prefix; `xai-06b` is one more."""

NOT_CLAIMS = {"xai-01", "xai-02", "xai-06b"}
PARTS = re.compile(r"(?<=\d)[a-d]$")
QUOTED = re.compile(r"[\"“”«»「」『』]|(?<!\w)'[^']+'(?!\w)")
"""Quotation marks of any script; a note needs none."""


def lines(name: str) -> list[dict[str, Any]]:
    text = (DEMO / f"{name}.jsonl").read_text(encoding="utf-8")
    return [read_json(line) for line in text.splitlines()]


ALL = {name: lines(name) for name in FILES}
TEXTS = [line["payload"] for line in ALL["articles"] if "payload" in line]
EVERY = [line for name in FILES for line in ALL[name] if "payload" not in line]
DOCUMENTS = [line for line in EVERY if line["type"] == DOCUMENT]
CITATIONS = [line for line in EVERY if line["type"] == CITED]
CLAIMS = [line for line in ALL["articles"] if line.get("ref", "").startswith("seed-")]
TOLD = ALL["history"] + CLAIMS
BY_REF = {line["ref"]: line for line in EVERY}


def resolved(value: Any) -> Any:  # JSON is anything
    """Put an id of the right shape where a label stands."""
    if isinstance(value, str):
        return "0" * 64 if value.startswith("@") else value
    if isinstance(value, list):
        return [resolved(item) for item in value]
    if isinstance(value, dict):
        return {key: resolved(item) for key, item in value.items()}
    return value


def labels(value: Any) -> Iterator[str]:  # JSON is anything
    """Give every label that a line's data mention."""
    if isinstance(value, str) and value.startswith("@"):
        yield value.removeprefix("@")
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from labels(item)


def directory() -> Directory:
    known = Directory()
    for line in ALL["names"]:
        data = dict(line["data"])
        if line["type"] == "company.registered":
            known.add_company(**data)
        else:
            known.add_source(**data)
    return known


@pytest.mark.parametrize("line", EVERY, ids=lambda line: str(line["ref"]))
def test_every_line_is_an_event(line: dict[str, Any]) -> None:
    assert set(line) == {"ref", "type", "data"}
    data = {key: v for key, v in line["data"].items() if key != "quote"}
    event_data(event_from(line["type"], resolved(data)))


def test_no_label_stands_twice() -> None:
    assert not [ref for ref, n in Counter(x["ref"] for x in EVERY).items() if n > 1]


def test_no_two_lines_are_the_same_event() -> None:
    bodies = Counter(str((line["type"], line["data"])) for line in EVERY)
    assert max(bodies.values()) == 1


def test_every_label_that_is_answered_exists_and_is_about_the_same_company() -> None:
    for line in TOLD:
        for label in labels(line["data"]):
            target = BY_REF[label]["data"]
            assert target["company"] == line["data"]["company"], line["ref"]


def test_what_is_answered_stands_before_the_answer() -> None:
    seen: set[str] = set()
    for line in EVERY:
        assert set(labels(line["data"])) <= seen, line["ref"]
        seen.add(line["ref"])


def test_a_relay_leads_to_a_claim() -> None:
    relays = [line for line in TOLD if line["type"] == "claim.relayed"]
    ends = {BY_REF[label]["type"] for x in relays for label in labels(x["data"])}
    assert relays
    assert ends == {"round.reported"}


def test_every_name_in_a_line_is_registered() -> None:
    known = directory()
    for line in TOLD:
        data = line["data"]
        assert data["company"] in known.companies, line["ref"]
        assert data.get("into", data["company"]) in known.companies, line["ref"]
        spoken = [data.get("source", data.get("carrier")), *data.get("via", [])]
        assert set(spoken) <= set(known.sources), line["ref"]


def test_every_registered_name_is_used() -> None:
    used = {"nvidia", "microsoft", "amazon", "disney"}  # they speak, none funds them
    used |= {line["data"]["company"] for line in TOLD}
    used |= {line["data"]["into"] for line in TOLD if "into" in line["data"]}
    said = {line["data"].get("source", line["data"].get("carrier")) for line in TOLD}
    said |= {slug for line in TOLD for slug in line["data"].get("via", [])}
    known = directory()
    assert set(known.companies) == used
    assert set(known.sources) == said


def test_sources_speak_for_registered_companies_only() -> None:
    known = directory()
    for source in known.sources.values():
        assert set(source.speaks_for) <= set(known.companies), source.slug


def test_names_are_found_in_three_scripts() -> None:
    known = directory()
    for text in ("英偉達", "英伟达", "NVIDIA", "nvidia"):
        assert known.company(text) == "nvidia"


@pytest.mark.parametrize("garbled", ["x.OpenAI", "OpenOpenAI"])
def test_a_garbled_name_belongs_to_nobody(garbled: str) -> None:
    with pytest.raises(UnknownName) as refused:
        directory().company(garbled)
    assert "openai" in str(refused.value.hint)


def test_every_item_of_the_public_history_is_there_or_explained() -> None:
    told = {PARTS.sub("", line["ref"]) for line in ALL["history"]}
    items = {f"{p}-{i:02d}" for p, n in ITEMS.items() for i in range(1, n + 1)}
    assert len(items) + 1 == 97
    assert told == items - NOT_CLAIMS
    readme = (DEMO / "README.md").read_text(encoding="utf-8")
    for item in NOT_CLAIMS:
        assert f"| `{item}` |" in readme


def test_the_parts_of_an_item_are_lettered_from_a() -> None:
    split: dict[str, str] = {}
    for line in ALL["history"]:
        if PARTS.search(line["ref"]):
            item = PARTS.sub("", line["ref"])
            split[item] = split.get(item, "") + line["ref"][-1]
    assert set(split.values()) <= {"ab", "abc", "abcd"}


@pytest.mark.parametrize(
    ("article", "events"),
    [("000", 7), ("001", 6), ("002", 2), ("003", 5), ("004", 5)],
)
def test_every_claim_of_an_article_is_there(article: str, events: int) -> None:
    refs = [x["ref"] for x in CLAIMS if x["ref"].startswith(f"seed-{article}")]
    assert refs == [f"seed-{article}-{n}" for n in range(1, events + 1)]


def test_every_line_says_who_spoke_and_where_it_stands() -> None:
    for line in ALL["history"]:
        item = PARTS.sub("", line["ref"])
        assert line["data"]["locator"] == f"timeline {item}", line["ref"]
        assert line["data"]["source"], line["ref"]
    for line in CLAIMS:
        assert line["data"].get("source") or line["data"].get("carrier"), line["ref"]


def test_every_claim_of_an_article_shows_what_says_so() -> None:
    shown = {x["data"]["claim"] for x in CITATIONS}
    assert shown == {f"@{line['ref']}" for line in CLAIMS}
    for line in CITATIONS:
        data = line["data"]
        article = data["claim"].split("-")[1]
        assert data["document"] == f"@article-{article}"
        assert (
            data["company"]
            == BY_REF[data["claim"].removeprefix("@")]["data"]["company"]
        )
        assert text_of(article).count(data["quote"]) == 1, line["ref"]
        above = text_of(article).partition(data["quote"])[0].count("\n")
        assert data["locator"] == f"article {article}, line {above + 1}"


def test_the_articles_are_in_three_scripts_and_say_that_they_are_retold() -> None:
    told = [line["data"] for line in DOCUMENTS]
    scripts = [data["language"] for data in told]
    assert scripts == ["en", "en", "zh-Hans", "zh-Hant", "zh-Hans"]
    assert all(x["title"].endswith("(retold in our own words)") for x in told)


def text_of(article: str) -> str:
    document = BY_REF[f"article-{article}"]["data"]
    commitment = document["payloads"][0]["commitment"]
    return str(next(x["text"] for x in TEXTS if x["commitment"] == commitment))


def test_notes_are_short_and_quote_nobody() -> None:
    for line in TOLD + CITATIONS:
        note = line["data"].get("note", "")
        assert len(note) <= 600, line["ref"]
        assert not QUOTED.search(note), line["ref"]


def test_the_history_is_told_in_the_order_of_publication() -> None:
    starts = [parse_when(x["data"]["published"]).lo for x in ALL["history"]]
    assert starts == sorted(starts)


def test_dates_of_the_history_are_days_in_new_york() -> None:
    for line in ALL["history"]:
        when = parse_when(line["data"]["published"])
        assert when.zone == "America/New_York", line["ref"]
        assert when.day.first == when.day.last, line["ref"]


def test_every_round_is_its_companys() -> None:
    for line in TOLD:
        name = line["data"].get("round")
        assert name is None or name.split("/")[0] == line["data"]["company"]


def test_superseded_rounds_exist() -> None:
    rounds = {line["data"].get("round") for line in TOLD}
    named = {x for line in TOLD for x in line["data"].get("supersedes", [])}
    assert named == {"openai/nvidia-loi", "openai/talks-2025-12"}
    assert named <= rounds


def test_hiring_plus_licence_is_no_financing() -> None:
    told = [x["data"] for x in TOLD if x["data"]["company"] == "enfabrica"]
    assert {data["round_type"] for data in told} == {"acquihire_license"}


def test_debt_is_marked_as_debt_both_ways() -> None:
    for line in TOLD:
        data = line["data"]
        kind = data.get("round_type") in {"debt", "credit_facility"}
        assert kind == (data.get("instrument") == "debt"), line["ref"]


def test_the_spread_of_kinds() -> None:
    assert Counter(line["type"] for line in EVERY) == {
        "company.registered": 18,
        "source.registered": 31,
        "round.reported": 102,
        "valuation.reported": 5,
        "claim.denied": 9,
        "claim.confirmed": 10,
        "claim.commented": 4,
        "claim.relayed": 7,
        "claim.cited": 30,
        "document.recorded": 5,
        "companies.merged": 2,
    }
