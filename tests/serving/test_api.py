"""The answers over HTTP: the bytes of the command line, pages, and what goes wrong."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import jsonschema  # type: ignore[import-untyped]
import pytest
from starlette.testclient import TestClient

from ledger import Book
from ledger.answers.shapes import QUESTIONS as SHAPES
from ledger.serving.questions import QUESTIONS
from tests.answers.asking import validator
from tests.conftest import Sayso
from tests.demo import NOW
from tests.serving.conftest import TOKEN, client_of, settings_for

DAY: Final = "as_of=2024-05-28&known_at=300"
CLOCKS: Final = ("--as-of", "2024-05-28", "--known-at", "300")


ASKED: Final[dict[str, tuple[str, ...]]] = {
    "valuations": ("valuations",),
    "valuations?companies=xai&companies=openai&all&belief=false": (
        *("valuations", "xai", "openai", "--all", "--no-belief"),
    ),
    "valuations?in=EUR&top=3&rate=INR=0.01": (
        *("valuations", "--in", "EUR", "--top", "3", "--rate", "INR=0.01"),
    ),
    "raised?companies=xai": ("raised", "xai"),
    "rounds?names=xai/series-b&standing=confirmed_after_denial": (
        *("rounds", "xai/series-b", "--standing", "confirmed_after_denial"),
    ),
    "totals?every=year&by=type": ("totals", "--every", "year", "--by", "type"),
    "investors?name=nvidia": ("investors", "nvidia"),
    "flows": ("flows",),
    "flows?cycles": ("flows", "--cycles"),
    f"settle?question={quote('xai raised >= 6B by 2024-06-30')}": (
        *("settle", "xai raised >= 6B by 2024-06-30"),
    ),
    "disputed?since=2024-01-01": ("disputed", "--since", "2024-01-01"),
    "timeline?name=xai": ("timeline", "xai"),
    "chart?names=xai&what=raised": ("chart", "xai", "--what", "raised"),
    "explain?name=xai/series-b": ("explain", "xai/series-b"),
    "who-said?name=X.AI": ("who-said", "X.AI"),
    "links": ("links",),
    "lint": ("lint",),
    "vintages?company=xai&every=year": ("vintages", "xai", "--every", "year"),
    "credibility": ("credibility",),
    "credibility?source=bloomberg": ("credibility", "bloomberg"),
    "credibility?model=em": ("credibility", "--model", "em"),
    "forecasts?after=30": ("forecasts", "--after", "30"),
    "show?thing=xai": ("show", "xai"),
    "show?thing=source:bloomberg": ("show", "source:bloomberg"),
    "cite?thing=xai": ("cite", "xai"),
    "search?text=softbank&kind=source": ("search", "softbank", "--kind", "source"),
    "companies": ("company", "list"),
    "sources": ("source", "list"),
}
"""An address at a fixed basis, and the words of the command line for it."""


def rows_of(answer: Any) -> list[Any]:
    """The rows of an answer."""
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["rows"]
    return found


@pytest.mark.parametrize("path", ASKED)
def test_an_answer_is_what_the_command_line_prints(
    reader: TestClient, sayso: Sayso, demo_place: Path, path: str
) -> None:
    joint = "&" if "?" in path else "?"
    answer = reader.get(f"/api/{path}{joint}{DAY}")
    words = (*ASKED[path], *CLOCKS, "-f", "json", "--db", str(demo_place))
    printed = sayso(*words)
    assert printed.exit_code == 0, printed.output
    assert answer.content == printed.stdout_bytes
    assert answer.headers["content-type"] == "application/json"
    document = answer.json()
    validator(document["question"]).validate(document)


def test_a_comparison_is_too(
    reader: TestClient, sayso: Sayso, demo_place: Path
) -> None:
    words = ("diff", "2024-01-19", "2024-05-28", "--company", "xai")
    printed = sayso(*words, "--known-at", "300", "-f", "json", "--db", str(demo_place))
    path = "/api/diff?before=2024-01-19&after=2024-05-28&companies=xai&known_at=300"
    assert reader.get(path).content == printed.stdout_bytes
    axis = "/api/diff?before=200&after=300&axis=recorded&as_of=2025"
    printed = sayso(
        *("diff", "200", "300", "--axis", "recorded", "--as-of", "2025"),
        *("-f", "json", "--db", str(demo_place)),
    )
    assert reader.get(axis).content == printed.stdout_bytes


def test_events_have_no_basis(
    reader: TestClient, sayso: Sayso, demo_place: Path
) -> None:
    printed = sayso("log", "--since", "320", "-f", "json", "--db", str(demo_place))
    assert reader.get("/api/log?since=320").content == printed.stdout_bytes


def test_every_question_has_an_address() -> None:
    named = {name for one in QUESTIONS.values() for name in one.answers}
    left = {"sql", "sql-tables", "stats"}  # of anyone who has the ledger at hand
    assert named == set(SHAPES) - left


PAGED: Final = (
    "valuations?",
    "explain?name=xai&",
    "diff?before=2024-01-01&after=2025-06-01&",
    "log?",
    "investors?",
)


@pytest.mark.parametrize("path", PAGED)
def test_pages_add_up_to_the_whole(reader: TestClient, path: str) -> None:
    clocks = "" if path == "log?" else "known_at=300&"
    clocks += "as_of=2025-06-01&" if path[:3] not in {"log", "dif"} else ""
    whole = reader.get(f"/api/{path}{clocks}").json()
    rows, cursor, pages = [], "", 0
    while cursor is not None:
        page = reader.get(f"/api/{path}{clocks}limit=4&cursor={cursor}").json()
        assert len(page["rows"]) <= 4
        validator(page["question"]).validate(page)
        rows += page["rows"]
        cursor, pages = page["page"]["next"], pages + 1
    assert rows == whole["rows"]
    assert pages == -(-len(rows) // 4) > 1


def test_pages_are_of_one_answer_while_the_ledger_grows(
    tmp_path: Path, demo_place: Path
) -> None:
    place = tmp_path / "grows.db"
    place.write_bytes(demo_place.read_bytes())
    with client_of(settings_for(place)) as reader:
        first = reader.get("/api/sources?limit=5").json()
        record_another(place)
        rows, cursor = first["rows"], first["page"]["next"]
        rest = reader.get(f"/api/sources?cursor={cursor}").json()
        now = reader.get("/api/sources").json()
    rows = [x["source"] for x in rows + rest["rows"]]
    assert [x["source"] for x in now["rows"] if x["source"] != "aaa-newcomer"] == rows
    assert len(now["rows"]) == len(rows) + 1


def record_another(place: Path) -> None:
    """Let a ledger grow by one source."""
    source = {"slug": "aaa-newcomer", "name": "Newcomer", "kind": "press"}
    with Book.open(place) as book:
        book.record([("source.registered", source)])


def test_an_answer_that_stands_is_not_sent_again(reader: TestClient) -> None:
    path = "/api/valuations?as_of=2024-05-28"
    first = reader.get(path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    for header in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = reader.get(path, headers={"If-None-Match": header})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    other = reader.get(f"{path}&companies=xai", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_an_etag_changes_with_the_ledger_unless_the_basis_is_fixed(
    tmp_path: Path, demo_place: Path
) -> None:
    place = tmp_path / "grows.db"
    place.write_bytes(demo_place.read_bytes())
    token = Book.open(place).basis(as_of="2024-05-28").token
    moving = ["valuations?as_of=2024-05-28", "diff?before=2024&after=2025", "log"]
    fixed = ["valuations?as_of=2024-05-28&known_at=300", f"valuations?basis={token}"]
    fixed.append("diff?before=2024&after=2025&known_at=300")
    with client_of(settings_for(place)) as reader:
        tags = {x: reader.get(f"/api/{x}").headers["etag"] for x in moving + fixed}
        record_another(place)
        after = {
            x: reader.get(f"/api/{x}", headers={"If-None-Match": tags[x]}).status_code
            for x in moving + fixed
        }
    assert [after[x] for x in moving] == [200] * len(moving)
    assert [after[x] for x in fixed] == [304] * len(fixed)


def test_an_etag_stands_for_no_text_that_was_erased(
    tmp_path: Path, demo_place: Path
) -> None:
    place = tmp_path / "erased.db"
    place.write_bytes(demo_place.read_bytes())
    with Book.open(place) as book:
        token = book.basis().token
        documents = [x for x in book.log.read() if x.type == "document.recorded"]
    path = f"/api/search?text={quote('据知情人士透露')}&basis={token}"
    with client_of(settings_for(place)) as reader:
        first = reader.get(path)
        assert [x["kind"] for x in first.json()["rows"]] == ["document"]
        header = {"If-None-Match": first.headers["etag"]}
        assert reader.get(path, headers=header).status_code == 304
        with Book.open(place) as book:
            for one in documents:
                book.erase(one.id, (), "asked to")
        again = reader.get(path, headers=header)
        assert again.status_code == 200
        assert again.json()["rows"] == []


@pytest.mark.parametrize(
    ("path", "status", "detail", "hint"),
    [
        ("explain?name=xia", 404, "unknown company 'xia'", "xai"),
        ("explain?name=xai/serie-b", 404, "xai/serie-b", "xai/series-b"),
        ("credibility?source=blomberg", 404, "blomberg", "bloomberg"),
        ("show?thing=nvida", 404, "nvida", "nvidia"),
        ("valuation", 404, "no question 'valuation'", "/api/valuations"),
        ("valuations?as_of=01/02/2024", 422, "as_of: ", "dates start with the year"),
        ("valuations?basis=b3.x", 422, "basis: ", "copy it"),
        ("valuations?known_at=99999", 422, "known_at: ", "leave it out"),
        ("valuations?tz=Mars/Olympus", 422, "tz: ", ""),
        ("valuations?standing=sure", 422, "standing: 'sure'", "confirmed"),
        ("valuations?top=0", 422, "top: 0 is less", "1 or more"),
        ("valuations?top=many", 422, "top: 'many'", "a whole number"),
        ("valuations?top=1&top=2", 422, "top: it is given twice", "once"),
        ("valuations?compny=xai", 422, "compny: ", "companies"),
        ("valuations?in=DOGE", 422, "DOGE", ""),
        ("valuations?rate=EUR=1", 422, "rate: ", "`in`"),
        ("valuations?belief=maybe", 422, "belief: 'maybe'", "true or false"),
        ("valuations?limit=-1", 422, "limit: ", "1 or more"),
        ("valuations?cursor=abc", 422, "cursor: ", "page.next"),
        ("valuations?limit=1e999999999", 422, "limit: ", "1,000,000,000"),
        (f"valuations?top={'9' * 5000}", 422, "top: ", "1,000,000,000"),
        ("log?since=1e30", 422, "since: ", "1,000,000,000"),
        ("credibility?half_life=1e400", 422, "half_life: ", "1,000,000,000"),
        ("forecasts?after=1e20", 422, "after: ", "1,000,000,000"),
        ("explain", 422, "name: not given", "xai/series-b"),
        ("diff?after=2024", 422, "before: not given", "a day"),
        ("diff?before=2024-13", 422, "before: ", ""),
        ("settle?question=what", 422, "what", ""),
        ("flows?cycles&name=nvidia", 422, "cycles: ", "leave name out"),
        ("valuations?top=x&standing=y&z=1", 422, "z: ", "top: give"),
    ],
)
def test_what_is_wrong_is_a_problem_document(
    reader: TestClient, path: str, status: int, detail: str, hint: str
) -> None:
    answer = reader.get(f"/api/{path}")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert detail in told["detail"]
    assert hint in told.get("hint", "")
    assert "Traceback" not in answer.text


def test_a_cursor_of_another_question_is_refused(reader: TestClient) -> None:
    cursor = reader.get("/api/investors?limit=1").json()["page"]["next"]
    answer = reader.get(f"/api/raised?limit=1&cursor={cursor}")
    assert answer.status_code == 422
    assert "belongs to another question" in answer.json()["detail"]


@pytest.mark.parametrize("begins", ["0.-1", "-5.0", f"{'9' * 4000}.0", " 1_0.0", "1.0"])
def test_an_altered_cursor_is_none(reader: TestClient, begins: str) -> None:
    cursor = reader.get("/api/investors?limit=1").json()["page"]["next"]
    padded = cursor + "=" * (-len(cursor) % 4)
    check, _, _, *rest = urlsafe_b64decode(padded).decode().split(".", 4)
    longer = ".".join([check, begins, *rest]).replace("1.0.", "2.0.")
    altered = urlsafe_b64encode(longer.encode()).decode().rstrip("=")
    for one in (altered, cursor[:-4], cursor[4:]):
        answer = reader.get(f"/api/investors?limit=1&cursor={one}")
        assert answer.status_code == 422
        assert answer.json()["detail"] == "cursor: it is none"


def test_days_ago_are_other_days_tomorrow(demo_place: Path) -> None:
    path = "/api/disputed?as_of=2026-01-01&known_at=300&since="
    for since, stays in (("3d ago", False), ("2024-01-01", True)):
        days = [NOW, NOW + 86_400_000_000]
        clients = [
            client_of(settings_for(demo_place, clock=lambda x=x: x)) for x in days
        ]
        tags = [one.get(path + since).headers["etag"] for one in clients]
        assert (tags[0] == tags[1]) is stays


def test_a_ledger_that_is_away_is_503_without_its_place(
    tmp_path: Path, demo_place: Path
) -> None:
    place = tmp_path / "away.db"
    place.write_bytes(demo_place.read_bytes())
    with client_of(settings_for(place)) as reader:
        assert reader.get("/api/companies").status_code == 200
        place.unlink()
        answer = reader.get("/api/companies")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert str(tmp_path) not in answer.text
    assert "cannot be read right now" in answer.json()["detail"]


def test_only_reading_is_answered(reader: TestClient) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    answer = reader.post("/api/valuations", headers=bearer)
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_a_head_is_that_of_the_answer(reader: TestClient) -> None:
    path = "/api/valuations?as_of=2024-05-28"
    whole, head = reader.get(path), reader.head(path)
    assert head.status_code == 200
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == str(len(whole.content))


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("text/csv", 406),
        ("text/html,application/xml;q=0.9", 406),
        ("application/json", 200),
        ("text/html, */*;q=0.1", 200),
        ("application/*", 200),
    ],
)
def test_who_takes_no_json_is_told(
    reader: TestClient, accept: str, status: int
) -> None:
    answer = reader.get("/api/companies", headers={"Accept": accept})
    assert answer.status_code == status


@pytest.fixture(scope="module")
def described(reader: TestClient) -> dict[str, Any]:
    """Give the document of the interface."""
    found: dict[str, Any] = reader.get("/api/openapi.json").json()
    return found


def test_the_document_describes_every_address(
    reader: TestClient, described: dict[str, Any]
) -> None:
    assert described["openapi"].startswith("3.1.")
    assert set(described["paths"]) == {f"/api/{name}" for name in QUESTIONS}
    listed = reader.get("/api/").json()
    assert set(listed["questions"]) == set(described["paths"])
    names = [x["get"]["operationId"] for x in described["paths"].values()]
    assert len(set(names)) == len(names)


def test_every_reference_of_the_document_leads_somewhere(
    described: dict[str, Any],
) -> None:
    text = json.dumps(described)
    assert "#/$defs/" not in text
    for found in text.split('"$ref": "#/')[1:]:
        part: Any = described
        for key in found.partition('"')[0].split("/"):
            part = part[key]
    for one in described["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(one)


@pytest.mark.parametrize("path", ASKED)
def test_the_document_is_true_of_an_answer(
    reader: TestClient, described: dict[str, Any], path: str
) -> None:
    joint = "&" if "?" in path else "?"
    answer = reader.get(f"/api/{path}{joint}{DAY}&limit=2")
    operation = described["paths"][f"/api/{path.partition('?')[0]}"]["get"]
    held = operation["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**held, "components": described["components"]}
    jsonschema.Draft202012Validator(whole).validate(answer.json())
    given = {x.partition("=")[0] for x in path.partition("?")[2].split("&") if x}
    assert given <= {x["name"] for x in operation["parameters"]}


def test_the_document_is_true_of_a_problem(
    reader: TestClient, described: dict[str, Any]
) -> None:
    schema = described["components"]["schemas"]["problem"]
    for path in ("valuation", "explain", "valuations?as_of=x"):
        jsonschema.Draft202012Validator(schema).validate(
            reader.get(f"/api/{path}").json()
        )
