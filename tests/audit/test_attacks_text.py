"""Attacks by words: what is recorded comes back as it was, and harms nobody on the way.

The strings are those of the Big List of Naughty Strings. The numbers are those of the
list of attacks in docs/audit-format.md.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from ledger.claims.names import fold
from tests.conftest import Sayso

HERE: Final = Path(__file__).resolve()
STRINGS: Final = HERE.parents[2] / "fixtures/vectors/strings/blns.json"
OURS: Final = (
    *(
        "=1+1",
        "+1",
        "-5",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "  =1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
    ),
    *("</script><script>alert(1)</script>", "a\u202ebc", "\u2066a\u2069", "\x9b2J"),
    *("two\nlines", "two\r\nlines", "a\u2028b", "\x1b]0;title\x07", "\x7f", "a\x00b"),
)
"""What the list does not have: beginnings of formulas, controls beyond ASCII."""

SAID: Final = tuple(
    text
    for text in dict.fromkeys([*OURS, *json.loads(STRINGS.read_text("utf-8"))])
    if text.strip()
)
HARMFUL: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
"""All controls but the line end, and whatever turns the direction of a line."""

FORMULA: Final = re.compile("[ ]*[=+\\-@\t\r\n\x00＝＋－＠]")
COMPANIES: Final = 50
"""The rounds are shared out among so many: a long timeline takes its time."""

FORMS: Final = ("table", "json", "jsonl", "csv")


def history() -> Iterator[dict[str, Any]]:
    """Give events that say every string wherever an event takes words."""
    for number in range(COMPANIES):
        yield event("company.registered", slug=f"n{number}", name=f"No. {number}")
    yield event("source.registered", slug="press", name="Press", kind="press")
    for number, text in names():
        yield event("company.registered", slug=f"c{number}", name=text)
        yield event("source.registered", slug=f"s{number}", name=text, kind="blog")
    named = dict(names())
    for number, text in enumerate(SAID):
        company = f"n{number % COMPANIES}"
        about = {"company": company, "published": "2024-01-19"}
        source = f"s{number}" if number in named else "press"
        yield event(
            "round.reported",
            ref=f"r{number}",
            **report(text, f"{company}/r{number}", source),
        )
        yield event(
            "claim.commented",
            **about,
            claims=[f"@r{number}"],
            source="press",
            form="no_comment",
            note=text,
        )
        applied = {"locator": f"{text}."}
        target = f"@r{number}"
        yield event("entry.corrected", target=target, set=applied, reason=text)


def names() -> Iterator[tuple[int, str]]:
    """Give those that can be names: to be seen, not too long, and each another one."""
    taken = {"", "press", *(f"no. {number}" for number in range(COMPANIES))}
    for number, text in enumerate(SAID):
        if fold(text) not in taken and len(text) <= 200:
            taken.add(fold(text))
            yield number, text


def report(text: str, round_: str, source: str) -> dict[str, Any]:
    brief = text[:200]
    return {
        "round": round_,
        "source": source,
        "published": "2024-01-19",
        "stage": "closed",
        **dict.fromkeys(("note", "url", "locator"), text),
        "language": brief,
        "investors": [{"name": brief}],
        "raised": [
            {"figure": "5M", "basis": "round_total"},
            {"figure": "1M", "basis": "per_investor", **part(text)},
        ],
        "valuation": [{"figure": "50M", "kind": "post_money"}],
        "payloads": [{"what": "quote", "text": text}],
    }


def part(text: str) -> dict[str, str]:
    """Name a part of a round so, where the words will do for that."""
    label = text.strip()[:120].strip()
    return {"part": label} if fold(label) else {}


def event(type_: str, ref: str | None = None, **data: object) -> dict[str, Any]:
    return {"type": type_, "data": data, **({} if ref is None else {"ref": ref})}


def ok(sayso: Sayso, *words: str) -> str:
    done = sayso(*words)
    assert done.exit_code == 0, (words, done.output)
    return done.stdout


@pytest.fixture
def naughty(sayso: Sayso) -> Sayso:
    """Give a command line in a folder with a ledger in which all strings are said."""
    ok(sayso, "init", "--origin", "example.com/ledger")
    lines = "".join(f"{json.dumps(one)}\n" for one in history())
    Path("history.jsonl").write_text(lines)
    ok(sayso, "import", "history.jsonl")
    return sayso


def table_is_inert(text: str) -> None:
    found = HARMFUL.search(text)
    assert found is None, text[max(found.start() - 40, 0) : found.end() + 40]


QUESTIONS: Final = (
    ("log",),
    ("company", "list"),
    ("source", "list"),
    ("rounds",),
    ("valuations",),
    ("raised",),
    ("timeline", "n14"),
    ("explain", "n14/r14"),
    ("disputed",),
    ("credibility",),
)


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_35_every_answer_is_inert_in_every_form(
    naughty: Sayso, words: tuple[str, ...]
) -> None:
    for form in ("table", "json"):
        table_is_inert(ok(naughty, *words, "-f", form))
    json.loads(ok(naughty, *words, "-f", "json"))
    for line in ok(naughty, *words, "-f", "jsonl").split("\n"):
        assert not line or isinstance(json.loads(line), dict)
    check_cells(ok(naughty, *words, "-f", "csv"))


def check_cells(text: str) -> None:
    """Hold that no cell begins a formula, unless it is a number."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows for cell in row):
        assert not FORMULA.match(cell) or re.fullmatch(r"-\d+(\.\d+)?", cell), cell


def test_35_every_event_is_inert_when_it_is_shown(naughty: Sayso) -> None:
    log = ok(naughty, "log", "-f", "jsonl")
    entries = [json.loads(line) for line in log.split("\n") if line]
    wild = [one for one in entries if wildest(json.dumps(one, ensure_ascii=False))]
    assert len(wild) > 100
    for entry in wild[::9]:
        for form in FORMS:
            told = ok(naughty, "show", str(entry["seq"]), "-f", form)
            if form != "csv":
                table_is_inert(told)
            else:
                check_cells(told)


def wildest(text: str) -> bool:
    plain = text.replace("\\n", "\x1b").replace("\\u00", "\x1b")
    return HARMFUL.search(plain) is not None or "＝" in text


def test_34_cells_are_quoted_and_numbers_are_not(naughty: Sayso) -> None:
    numbers = {text: number for number, text in names()}
    rows = csv.DictReader(io.StringIO(ok(naughty, "source", "list", "-f", "csv")))
    told = {row["source"]: row["name"] for row in rows}
    for text in ("=1+1", "+1", "-5", "@SUM(1)", "\t=1", "＠x"):
        assert told[f"s{numbers[text]}"] == f"'{text}"
    claims = list(csv.DictReader(io.StringIO(ok(naughty, "raised", "-f", "csv"))))
    assert "5000000" in {value for row in claims for value in row.values()}


def texts(sayso: Sayso, *place: str) -> str:
    return ok(sayso, "log", "-f", "jsonl", "--payloads", *place)


@pytest.mark.parametrize("target", ["export", "export.zip"])
def test_35_an_export_carries_them_and_a_ledger_is_made_of_it(
    naughty: Sayso, target: str
) -> None:
    ok(naughty, "audit", "export", target)
    assert ok(naughty, "audit", "verify", target).startswith("VERIFIED")
    files = files_of(Path(target))
    for name in ("bag-info.txt", "data/README.txt", "data/tables/datapackage.json"):
        table_is_inert(files[name].decode())
    for name in ("sources", "rounds", "events", "valuations"):
        check_cells(files[f"data/tables/{name}.csv"].decode())
    ok(naughty, "db", "restore", target, "copy.db")
    assert texts(naughty, "--db", "copy.db") == texts(naughty)
    assert ok(naughty, "audit", "verify", "copy.db").startswith("VERIFIED")


def files_of(path: Path) -> dict[str, bytes]:
    if path.is_dir():
        found = (one for one in path.rglob("*") if one.is_file())
        return {one.relative_to(path).as_posix(): one.read_bytes() for one in found}
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_28_every_string_is_stored_as_it_was_given(naughty: Sayso) -> None:
    lines = [json.loads(line) for line in texts(naughty).split("\n") if line]
    quoted = [one["payload"]["text"] for one in lines if "payload" in one]
    assert quoted == list(SAID)
    cited = [one["data"] for one in lines if one.get("type") == "claim.cited"]
    assert [one["note"] for one in cited if "payloads" in one] == list(SAID)
    companies = [one for one in lines if one.get("type") == "company.registered"]
    known = [one["data"]["name"] for one in companies[COMPANIES:]]
    assert known == [text for _, text in names()]


def test_28_one_name_in_two_spellings(sayso: Sayso) -> None:
    composed, decomposed = "Caf\u00e9", "Cafe\u0301"
    leaves = []
    for number, name in enumerate((composed, decomposed)):
        place = ("--db", f"{number}.db")
        ok(sayso, "init", f"{number}.db", "--unsigned")
        ok(sayso, "company", "add", "cafe", "--name", name, *place)
        entry = json.loads(ok(sayso, "log", "--since", "0", "-f", "jsonl", *place))
        assert entry["data"]["name"] == name
        leaves.append(entry["id"])
        other = decomposed if name == composed else composed
        again = sayso("company", "add", "cafe-2", "--name", other, *place)
        assert again.exit_code == 1
        assert "already means cafe" in again.stderr
    assert leaves[0] != leaves[1]


def test_28_a_name_that_looks_like_another_is_another(sayso: Sayso) -> None:
    ok(sayso, "init")
    ok(sayso, "company", "add", "xai", "--name", "xAI")
    ok(sayso, "company", "add", "xai-2", "--name", "x\u0410I")
    rows = json.loads(ok(sayso, "company", "list", "-f", "json"))["rows"]
    assert [row["name"] for row in rows] == ["xAI", "x\u0410I"]
    hidden = sayso("company", "add", "xai-3", "--name", "x\u202eAI")
    assert hidden.exit_code == 1
    assert "x\\u202EAI already means xai" in hidden.stderr
