"""What is recorded in a browser: who may, what is checked, what is on record then."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from ledger.serving.app import create_app
from ledger.serving.posting import user_in
from ledger.serving.settings import RecordingUser, ServerSettings
from tests.serving.conftest import BASE, TOKEN, client_of, settings_for
from tests.serving.test_pages import words
from tests.tales import Tale, told

OURS = {"Origin": BASE}
ARTICLE = """\
Halcyon raises $2 billion

Halcyon, the maker of small models, said on Monday that it has closed a Series C of
$2 billion at a post-money valuation of $20 billion. The round was led by Kestrel
Capital.

Revenue was $300 million last year.
"""


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give a story in which one report is on record."""
    with told(tmp_path) as begun:
        begun.reported("halcyon/series-b", "15B", by="the-wire", on="2025-03-03")
        yield begun


def recorder_settings(tale: Tale, **more: object) -> ServerSettings:
    """Give the settings of a server in which Ann records."""
    given = {"recording": RecordingUser(actor="ann"), "clock": lambda: tale.now, **more}
    return settings_for(tale.place, **given)


@pytest.fixture
def recorder(tale: Tale) -> TestClient:
    """Give a browser in which Ann records."""
    return client_of(recorder_settings(tale))


def csrf(client: TestClient, path: str = "/record") -> str:
    """Give what a form of a page carries."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def post(client: TestClient, path: str, **fields: object) -> str:
    """Send a form of a page; give what is answered, as text."""
    data = {"csrf": csrf(client), **fields}
    return words(client.post(path, data=data, headers=OURS).text)


REPORT = {
    "round": "halcyon/series-c",
    "source": "herald",
    "published": "2025-06-01",
    "stage": "closed",
    "raised": "2B",
    "post_money": "20B",
    "investor": "Kestrel Capital:500M; Angel",
    "lead": "The Fund",
    "quote": "closed a Series C",
}


def test_a_report_is_recorded_by_the_actor(tale: Tale, recorder: TestClient) -> None:
    before = tale.book.log.head().seq
    page = post(recorder, "/record/report", **REPORT)
    assert page.startswith("Recorded")
    assert "Herald reports halcyon/series-c: 2B" in page
    assert "at 20B post-money with Kestrel Capital 500M" in page
    entries = [tale.book.on_record(seq) for seq in (before + 1, before + 2)]
    assert [one.actor for one in entries] == ["ann", "ann"]
    assert entries[1].type == "claim.cited"
    leads = [x["name"] for x in entries[0].data["investors"] if x.get("lead")]
    assert leads == ["The Fund"]
    again = post(recorder, "/record/report", **REPORT)
    assert again.startswith("Already on record")


def test_what_is_wrong_stands_above_the_same_form(
    tale: Tale, recorder: TestClient
) -> None:
    before = tale.book.log.head().seq
    for changed, what in (
        ({"source": "hreald"}, "perhaps herald"),
        ({"published": "01/02/2025"}, "01/02/2025"),
        ({"published": "2031-01-01"}, "2031"),
        ({"raised": "2000"}, "raised"),
        ({"round": "halcyon"}, "halcyon"),
        ({"round_type": "nonsense"}, "type of round"),
        ({"investor": "X:nonsense%"}, "investor"),
    ):
        data = {"csrf": csrf(recorder), **REPORT, **changed}
        answer = recorder.post("/record/report", data=data, headers=OURS)
        assert answer.status_code in {404, 409, 422}, changed
        assert what in words(answer.text), changed
        assert (
            'value="Kestrel Capital:500M; Angel"' in answer.text
            or "investor" in changed
        )
    assert tale.book.log.head().seq == before


def test_who_is_new_is_registered(tale: Tale, recorder: TestClient) -> None:
    done = post(
        recorder, "/record/company", slug="newco", name="New Co", aliases="NC; 新公司"
    )
    assert done.startswith("Recorded")
    new = {"slug": "new-wire", "name": "New Wire", "kind": "wire", "speaks_for": ""}
    assert post(recorder, "/record/source", **new).startswith("Recorded")
    said = {**REPORT, "round": "newco/seed", "source": "new-wire"}
    assert post(recorder, "/record/report", **said).startswith("Recorded")
    assert tale.book.names().company("新公司") == "newco"
    wrong = recorder.post(
        "/record/company",
        data={"csrf": csrf(recorder), "slug": "Not A Slug", "name": "X"},
        headers=OURS,
    )
    assert wrong.status_code == 422
    assert 'value="Not A Slug"' in wrong.text


def claim_of(tale: Tale) -> int:
    """Give the number of the report that is on record."""
    return tale.book.log.head().seq


def test_a_claim_is_denied_confirmed_corrected_and_voided(
    tale: Tale, recorder: TestClient
) -> None:
    event = claim_of(tale)
    page = recorder.get(f"/event/{event}").text
    for name in ("deny", "confirm", "correct", "void"):
        assert f'action="/record/{name}/{event}"' in page
    said = {"source": "halcyon-co", "published": "2025-03-04"}
    denied = post(
        recorder, f"/record/deny/{event}", **said, scope=["whole"], form="fake"
    )
    assert f"denies event {event} (whole; fake)" in denied
    assert tale.standing("halcyon/series-b", as_of="2025-03-05") == "disputed"
    post(recorder, f"/record/confirm/{event}", **said, scope=["raised", "stage"])
    corrected = post(
        recorder,
        f"/record/correct/{event}",
        field="valuation",
        value="post_money:16B",
        reason="typed 15",
    )
    assert corrected.startswith("Recorded")
    assert "16B" in words(recorder.get("/company/halcyon").text)
    post(recorder, f"/record/void/{event}", reason="another company")
    assert tale.book.on_record(event).voided_by is not None


def test_an_answer_that_is_wrong_can_be_sent_again(
    tale: Tale, recorder: TestClient
) -> None:
    event = claim_of(tale)
    answer = recorder.post(
        f"/record/deny/{event}",
        data={"csrf": csrf(recorder), "source": "founder", "published": "soon"},
        headers=OURS,
    )
    assert answer.status_code == 422
    assert 'value="founder"' in answer.text
    missing = recorder.post(
        "/record/deny/999", data={"csrf": csrf(recorder)}, headers=OURS
    )
    assert missing.status_code == 404


def drafted(client: TestClient, **fields: str) -> str:
    """Give the page on which an article is reviewed."""
    data = {"csrf": csrf(client), "text": ARTICLE, "source": "herald", **fields}
    answer = client.post("/record/draft", data=data, headers=OURS)
    assert answer.status_code == 200, words(answer.text)
    return answer.text


def fields_of(html: str) -> dict[str, str]:
    """Give the fields of the review as a browser would send them."""
    form = html[html.index('action="/record/review"') - 9 :]
    found = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form):
        found[name] = unescape(value)
    for tagged in re.findall(r"<input[^>]*type=\"(?:checkbox|radio)\"[^>]*>", form):
        name = re.findall(r'name="([^"]+)"', tagged)[0]
        if "checked" not in tagged:
            found.pop(name, None)
    for tagged in re.findall(r"<input[^>]*checked[^>]*>", form):
        found[re.findall(r'name="([^"]+)"', tagged)[0]] = re.findall(
            r'value="([^"]*)"', tagged
        )[0]
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        found[name] = chosen[0] if chosen else ""
    areas = re.findall(
        r'<textarea name="(\w+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL
    )
    return {**found, **{name: unescape(text) for name, text in areas}}


def test_an_article_becomes_events_after_a_person_decided(
    tale: Tale, recorder: TestClient
) -> None:
    before = tale.book.log.head().seq
    page = drafted(recorder, published="2025-06-02", title="Halcyon raises")
    assert "<mark>" in page
    assert tale.book.log.head().seq == before
    fields = fields_of(page)
    given = {**fields, "c2.decision": "accept", "do": "record", "warning.0": "yes"}
    answer = recorder.post("/record/review", data=given, headers=OURS)
    said = words(answer.text)
    assert said.startswith("Recorded"), said
    types = [tale.book.on_record(x).type for x in range(before + 1, claim_of(tale) + 1)]
    assert types[0] == "document.recorded"
    assert "round.reported" in types
    company = words(recorder.get("/company/halcyon").text)
    assert "20B" in company
    document = recorder.get(f"/event/{before + 1}").text
    assert "<mark>" in document
    assert "1 event was read in it" in words(document)


def test_a_draft_that_is_not_ready_says_all_that_is_open(
    tale: Tale, recorder: TestClient
) -> None:
    before = tale.book.log.head().seq
    fields = fields_of(drafted(recorder, source="The Daily Unknown"))
    claim = "c1"
    given = {**fields, f"{claim}.decision": "accept", "do": "record"}
    given |= {f"{claim}.valuation": "post_money:99B", "published": "2025-06-02"}
    answer = recorder.post("/record/review", data=given, headers=OURS)
    said = words(answer.text)
    assert "The Daily Unknown" in said
    assert "is not on record" in said
    assert tale.book.log.head().seq == before
    register = fields_of(answer.text) | {"do": "record"}
    register |= {"new.sources": "0", "new.sources.0.slug": "the-daily-unknown"}
    register |= {f"{claim}.decision": "accept", "warning.0": "yes"}
    done = recorder.post("/record/review", data=register, headers=OURS)
    assert words(done.text).startswith("Recorded"), words(done.text)
    assert "the-daily-unknown" in tale.book.names().sources


@pytest.mark.parametrize(
    "changed",
    [{"draft": "{"}, {"draft": "[]"}, {"draft": "{}"}, {"text": ARTICLE + "x"}],
)
def test_a_draft_that_was_changed_on_the_way_is_refused(
    tale: Tale, recorder: TestClient, changed: dict[str, str]
) -> None:
    before = tale.book.log.head().seq
    given = {**fields_of(drafted(recorder)), **changed, "do": "record"}
    answer = recorder.post("/record/review", data=given, headers=OURS)
    assert answer.status_code == 422
    assert tale.book.log.head().seq == before


def posts() -> list[str]:
    """Give every address that records."""
    routes = create_app(settings_for("nowhere.db")).routes
    return [
        x.path.replace("{event}", "1")
        for x in routes
        if isinstance(x, Route) and "POST" in (x.methods or ())
    ]


def test_everything_that_records_is_tried() -> None:
    assert len(posts()) >= 7


@pytest.mark.parametrize("path", posts())
def test_nothing_is_recorded_from_elsewhere(
    tale: Tale, recorder: TestClient, path: str
) -> None:
    before, fields = tale.book.log.head().seq, {"csrf": csrf(recorder), **REPORT}
    for headers in (
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {**OURS, "Sec-Fetch-Site": "cross-site"},
        {**OURS, "Host": "evil.example"},
    ):
        assert recorder.post(path, data=fields, headers=headers).status_code in {
            403,
            421,
        }
    for wrong in ("", "x", fields["csrf"][:-1]):
        given = {**fields, "csrf": wrong}
        assert recorder.post(path, data=given, headers=OURS).status_code == 403
    assert recorder.post(path, json=fields, headers=OURS).status_code == 415
    large = {**fields, "text": "x" * 8_100_000}
    assert recorder.post(path, data=large, headers=OURS).status_code == 413
    recorder.cookies.clear()
    assert recorder.post(path, data=fields, headers=OURS).status_code == 403
    assert tale.book.log.head().seq == before


@pytest.mark.parametrize("path", posts())
def test_a_server_that_reads_records_nothing(
    tale: Tale, recorder: TestClient, path: str
) -> None:
    before, fields = tale.book.log.head().seq, {"csrf": csrf(recorder), **REPORT}
    reader = client_of(recorder_settings(tale, recording=None))
    answer = reader.post(path, data=fields, headers=OURS)
    assert answer.status_code == 403
    assert "--record" in words(answer.text)
    assert reader.get("/record").status_code == 403
    assert "/record" not in reader.get(f"/event/{before}").text
    assert tale.book.log.head().seq == before


def test_behind_a_proxy_the_user_whom_it_names_records(tale: Tale) -> None:
    header = "X-Forwarded-User"
    believed = RecordingUser(header=header, proxies=frozenset({"testclient"}))
    client = client_of(recorder_settings(tale, recording=believed))
    assert client.get("/record").status_code == 403
    client.headers[header] = "bob"
    assert "You record as bob" in words(client.get("/record").text)
    assert post(client, "/record/report", **REPORT).startswith("Recorded")
    assert tale.book.on_record(claim_of(tale)).actor == "bob"
    others = RecordingUser(header=header, proxies=frozenset({"10.0.0.1"}))
    forger = client_of(recorder_settings(tale, recording=others))
    forger.headers[header] = "bob"
    assert forger.get("/record").status_code == 403


def test_a_user_who_is_named_twice_is_nobody(tale: Tale) -> None:
    header = "X-Forwarded-User"
    believed = RecordingUser(header=header, proxies=frozenset({"testclient"}))
    client = client_of(recorder_settings(tale, recording=believed))
    twice = [(header, "the browser"), (header.lower(), "the proxy")]
    assert client.get("/record", headers=twice[1:]).status_code == 200
    assert client.get("/record", headers=twice).status_code == 403


@pytest.mark.parametrize(
    ("header", "user"),
    [
        ("Zo\u00eb".encode(), "Zo\u00eb"),
        (b"Zo\xeb", "Zo\u00eb"),
        ("\u5f20\u4f1f".encode(), "\u5f20\u4f1f"),
        (b"  ", None),
        (b"b" * 201, None),
        ("a\u202eb".encode(), None),
        (b"a\xc2\x85b", None),
    ],
)
def test_a_user_has_a_name_that_shows(header: bytes, user: str | None) -> None:
    assert user_in(header.decode("latin-1")) == user


def test_the_token_alone_is_no_form(tale: Tale) -> None:
    client = client_of(recorder_settings(tale), known=False)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = client.post("/record/report", data=REPORT, headers=headers)
    assert answer.status_code == 403
