"""An entry that does not read, in a ledger whose guards were gone for a while.

It stops nobody's answers, nothing is signed over it, verify names it, and one command
takes it out and keeps it.
"""

import json
from base64 import b64decode
from typing import Final

import pytest

from ledger.audit.merkle import leaf
from ledger.audit.pins import Pins
from ledger.book import Book
from ledger.claims.canonical import draft
from ledger.claims.kinds import KINDS
from ledger.errors import Damaged, Refused
from ledger.trail.quarantining import quarantine
from tests.audit.conftest import Keeper, relinked, size_of

SIZE: Final = 10
READS_NOT: Final = "cannot be read, and never was an entry"
BODIES: Final = {
    "an empty object": b"{}",
    "no JSON": b"nothing at all",
    "no text": b"\xff\xfe",
    "half of an entry": b'{"actor":"ann","data":{"company":"xai"',
}


def next_entry(keeper: Keeper) -> bytes:
    """Give bytes that end as the next entry would, and are no JSON."""
    last = keeper.bodies()[-1]
    broken = last.replace(b'"data":{', b'"data":{{')
    id_ = last.rpartition(b'"id":"')[2][:64]
    broken = broken.replace(id_, leaf(broken).hex().encode())
    return relinked(broken, len(keeper.bodies()), leaf(last).hex())


def slipped(keeper: Keeper, body: bytes, company: str | None = None) -> None:
    """Put bytes in as the next entry, as older guards let anybody."""
    id_, type_ = leaf(body), "round.reported"
    if b'"id":"' in body:
        type_ = body.rpartition(b'"type":"')[2].partition(b'"')[0].decode()
        id_ = bytes.fromhex(body.rpartition(b'"id":"')[2][:64].decode())
    keeper.tamper(
        "INSERT INTO entry (seq, id, type, company, recorded, leaf, body)"
        " SELECT seq + 1, :id, :type, :company, recorded, :leaf, :body FROM head",
        id=id_,
        type=type_,
        company=company,
        leaf=leaf(body),
        body=body,
    )
    keeper.tamper(
        "UPDATE head SET seq = seq + 1, leaf = :leaf WHERE seq < :size",
        leaf=leaf(body),
        size=len(keeper.bodies()) - 1,
    )
    keeper.guard()


def told(book: Book) -> list[int]:
    return [one.seq for one in book.events()]


@pytest.mark.parametrize("company", [None, "xai", "nobody"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_it_stops_no_answer_and_that_is_said(
    keeper: Keeper,
    body: bytes,
    company: str | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    slipped(keeper, body, company)
    with keeper.open() as book:
        capsys.readouterr()
        basis = book.basis()
        assert [x.slug for x in book.companies(basis).value] == ["xai"]
        assert book.company("xai", basis).value.rounds
        assert book.valuations(basis).value
        assert told(book) == list(range(SIZE))
        (first, *rest) = book.follow(wait=lambda: False)
        assert [one.seq for one in first] == list(range(SIZE))
        assert not rest
        said = capsys.readouterr().err
        assert said.count(f"warning: entry {SIZE} is left out") == 1
        assert "sayso db quarantine" in said
        with pytest.raises(Damaged, match=READS_NOT):
            book.event(str(SIZE))
        book.record(keeper.events(1))
        assert told(book)[-1] == SIZE + 1


def test_bytes_that_end_as_an_entry_does_stop_nothing_either(
    sqlite_keeper: Keeper, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper = sqlite_keeper
    with keeper.open() as book:
        book.record([("company.registered", {"slug": "ssi", "name": "SSI"})])
    size = len(keeper.bodies())
    slipped(keeper, next_entry(keeper))
    with keeper.open() as book:
        assert book.company("xai", book.basis()).value.rounds
    assert f"entry {size} is left out" in capsys.readouterr().err


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_nothing_is_signed_over_it(keeper: Keeper, body: bytes) -> None:
    slipped(keeper, body)
    before = [size_of(note) for note in keeper.heads()]
    with keeper.open() as book:
        with pytest.raises(Damaged, match=f"entry {SIZE} .*{READS_NOT}") as caught:
            book.trail.sign()
        assert caught.value.hint
        assert "sayso db quarantine" in caught.value.hint
        book.record(keeper.events(1))
        assert book.trouble is not None
    assert [size_of(note) for note in keeper.heads()] == before
    report = keeper.verify()
    first = report.findings[0]
    assert (report.verdict, first.seq, report.exit_code) == ("ALTERED", SIZE, 1)
    assert READS_NOT in first.what
    assert "sayso db quarantine" in first.hint


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_it_is_taken_out_and_kept(keeper: Keeper, body: bytes) -> None:
    whole = keeper.bodies()
    slipped(keeper, body)
    keeper.report(2)
    with keeper.open() as book:
        texts = [one.id for one in book.events(after=SIZE)]
    done = quarantine(keeper.place, keeper.home)
    assert done is not None
    cut, path = done
    assert (cut.first, len(cut.removed), cut.again) == (SIZE, 3, 2)
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert [line["seq"] for line in lines] == [SIZE, SIZE + 1, SIZE + 2]
    assert b64decode(lines[0]["body"]) == body
    assert path.is_relative_to(keeper.home.evidence)
    assert keeper.bodies()[:SIZE] == whole
    with keeper.open() as book:
        assert [one.id for one in book.events(after=SIZE - 1)] == texts
        book.trail.sign()
    for deep in (False, True):
        report = keeper.verify(deep=deep)
        assert (report.verdict, report.size) == ("VERIFIED", SIZE + 2)
    assert quarantine(keeper.place, keeper.home) is None


def test_it_is_taken_out_across_tiles(sqlite_keeper: Keeper) -> None:
    keeper = sqlite_keeper
    keeper.report(240)
    slipped(keeper, b"{}")
    keeper.report(300)
    done = quarantine(keeper.place, keeper.home)
    assert done is not None
    assert done[0].again == 300
    with keeper.open() as book:
        book.trail.sign()
    assert keeper.verify(deep=True).verdict == "VERIFIED"


def test_what_was_signed_is_never_taken_out(keeper: Keeper) -> None:
    keeper.tamper(
        "UPDATE entry SET body = :body, leaf = :leaf WHERE seq = 4",
        body=b"{}",
        leaf=leaf(b"{}"),
    )
    keeper.guard()
    with pytest.raises(Refused, match="entry 4 was signed") as caught:
        quarantine(keeper.place, keeper.home)
    assert caught.value.hint
    assert "--until 3" in caught.value.hint
    assert len(keeper.bodies()) == SIZE
    assert not (keeper.home.evidence).exists()
    assert Pins(keeper.home).read("example.com/ledger") is not None


GARBAGE: Final = {
    "a source without a name": ("source.registered", {"slug": "x"}),
    "a company that is a number": ("company.registered", {"slug": 7, "name": []}),
    "a name of nothing": ("company.renamed", {"slug": "xai", "published": "2024"}),
    "a report of nothing": ("round.reported", {"company": "xai", "published": "2024"}),
    "a price that is none": (
        "valuation.reported",
        {
            "company": "xai",
            "source": "bloomberg",
            "published": "2024",
            "valuation": [{"figure": "much"}],
        },
    ),
}


@pytest.mark.parametrize(("type_", "data"), GARBAGE.values(), ids=GARBAGE)
def test_data_that_no_event_has_stop_no_answer_and_that_is_said(
    keeper: Keeper,
    type_: str,
    data: dict[str, object],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Who may append can put in what is an entry, and yet no event of its type."""
    with keeper.open() as book:
        one = draft(type_, data, KINDS[type_].schema)
        uuid = book.opening["log"]
        book.log.append([one], actor="ben", log=uuid)
        asked = book.basis()
        assert book.company("xai", asked).value.rounds
        assert [x.slug for x in book.companies(asked).value] == ["xai"]
        assert book.valuations(asked).value
        words = f"entry {SIZE} is left out: its data are not a {type_}"
        assert words in capsys.readouterr().err
