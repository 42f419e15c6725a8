"""The index of words: it changes no answer, follows the log, and may be missing."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledger import Book, UnknownName
from ledger.claims.names import Directory
from ledger.projections.basis import Basis
from ledger.reading.directories import Directories
from ledger.reading.index import checking, keeping
from ledger.reading.index.keeping import last_indexed
from ledger.reading.named import Looked
from ledger.store import search
from tests.demo import NOW, demo_lines
from tests.reading.test_searching import EVENTS

WORDS = (
    *("xai", "soft", "wire", "series b", "xai/series-b", "英", "英伟", "達", "投资"),
    *("艾克斯", "谣言", "secret", "agreed terms", "tele_vision", "_", "b", "500"),
    *("chip venture", "エヌ", "red-fund", "nowhere", "https", "money"),
)
NAMES = (
    *("xai", "XAI", "艾克斯", "艾", "quill", "Quill Labs", "New Quill", "donde"),
    *("Dónde", "both", "grok", "nobody", "where", "ＯｐｅｎＡＩ", "openai", ""),
)
SAID = {"published": "2024-03-05", "source": "wire"}
RENAMED: list[tuple[str, dict[str, Any]]] = [
    ("company.registered", {"slug": "quill", "name": "Quill Labs"}),
    ("company.registered", {"slug": "donde", "name": "Dónde"}),
    ("company.alias_added", {"slug": "quill", "alias": "both"}),
    ("company.renamed", {"slug": "quill", "name": "New Quill", **SAID}),
    ("company.renamed", {"slug": "donde", "name": "Both", **SAID}),  # it means two now
    ("company.tagged", {"slug": "quill", "tags": {"sector": "chips"}}),
]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make pieces so small that a few events fill several."""
    monkeypatch.setattr(keeping, "PIECE", 7)
    monkeypatch.setattr(keeping, "PAGE", 3)


@pytest.fixture
def book(place: str) -> Iterator[Book]:
    """A ledger with everything that can be searched, on SQLite and on PostgreSQL."""
    with Book.create(place, clock=lambda: NOW, actor="ann") as made:
        assert made.import_lines(demo_lines(), name="demo").problems == []
        made.record([("company.alias_added", {"slug": "xai", "alias": "艾克斯"})])
        made.record([*EVENTS[1:], *RENAMED])
        corrected(made, "Dónde", aliases=["Where"])
        yield made


def corrected(book: Book, whom: str, **said: Any) -> None:
    """Correct what registered a company."""
    slug = book.names().company(whom)
    seq = book.names().companies[slug].seq
    patch = {"target": book.event(str(seq)).id, "set": said, "reason": "misread"}
    book.record([("entry.corrected", patch)])


def all_found(book: Book, **cuts: Any) -> list[Any]:
    return [book.search(words, **cuts).as_dict()["rows"] for words in WORDS]


def bases(book: Book) -> Iterator[dict[str, Any]]:
    """Cuts on both clocks, the last of which is now."""
    last = book.log.head().seq
    for known_at in (6, 12, last // 2, last - 1):
        yield {"known_at": known_at}
    yield from ({"as_of": day} for day in ("2023-12-31", "2024-02-01", "2025-01-01"))
    yield {"as_of": "2024-01-19", "possible": True}
    yield {}


def test_the_index_changes_no_answer(book: Book) -> None:
    """Wherever it ends: what came since is read from the log."""
    cuts = list(bases(book))
    before = [all_found(book, **one) for one in cuts]
    assert last_indexed(book.log) is None
    assert sum(map(len, before[-1])) > 50
    assert keeping.rebuild(book.log) == book.log.head().seq + 1
    assert last_indexed(book.log) == book.log.head().seq
    assert [all_found(book, **one) for one in cuts] == before


def test_it_answers_as_far_as_it_goes(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = all_found(book)
    half = book.log.head().seq // 2
    monkeypatch.setattr(keeping, "PIECE", half)
    with pytest.raises(Stopped):
        keeping.rebuild(book.log, stop)
    assert last_indexed(book.log) == half - 1
    assert all_found(book) == before


class Stopped(Exception):
    """Somebody stops while the index is made."""


def stop(_: int) -> None:
    raise Stopped


def whole(book: Book, basis: Basis) -> Directory:
    """Who is registered, every name read."""
    return Directories(book.log, looked_up=False).at(basis)


def test_names_that_are_looked_up_are_those_that_are_read(book: Book) -> None:
    keeping.rebuild(book.log)
    corrected(book, "Quill Labs", aliases=["Feather"])
    book.record([("company.alias_added", {"slug": "xai", "alias": "grok"})])
    assert last_indexed(book.log) == book.log.head().seq - 2
    for cuts in bases(book):
        basis = book.basis(**cuts)
        read = whole(book, basis)
        names = {*NAMES, "Feather", *read.companies}
        for one in read.companies.values():
            names |= {one.name, *one.aliases}
        looked, refusing = (Directories(book.log).at(basis) for _ in range(2))
        for name in sorted(names):
            assert looked.find_company(name) == read.find_company(name), name
            assert looked.company_called(name) == read.company_called(name), name
            assert looked.companies_meant(name) == read.companies_meant(name), name
            assert looked.companies.get(name) == read.companies.get(name), name
            assert refused(refusing, name) == refused(read, name)
        assert looked.tagged() == read.tagged()
        assert looked.sources == read.sources
        assert isinstance(looked, Looked)
        assert looked.read is None  # all names, which nothing asked for
        assert dict(looked.companies) == dict(read.companies)
        assert len(looked.companies) == len(read.companies)


def refused(directory: Directory, name: str) -> tuple[str, str | None] | str:
    try:
        return directory.company(name)
    except UnknownName as error:
        return error.message, error.hint


def test_a_question_about_one_company_reads_no_other_name(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.rebuild(book.log)
    with book_again(book) as again:

        def read_all(*_: object) -> Directory:
            raise AssertionError

        monkeypatch.setattr(Directories, "_all", read_all)
        answer = again.valuations(companies="艾克斯", as_of="2024-06-01")
        assert answer.value[0].company == "xai"
        assert again.names().company("New Quill") == "quill"


def book_again(book: Book) -> Book:
    """The same ledger, as another program opens it."""
    return Book.open(book.log.place, clock=lambda: NOW, actor="bob")


def test_new_names_of_an_open_book_are_found(book: Book) -> None:
    keeping.rebuild(book.log)
    with book_again(book) as again:
        assert again.names().find_company("sable") is None
        book.record([("company.registered", {"slug": "sable", "name": "Sable"})])
        assert again.names().company("Sable") == "sable"
        assert again.timeline("sable").value == []


def test_it_follows_only_when_it_is_far_behind(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.keep(book.log, make=True)
    assert last_indexed(book.log) is None  # a small ledger needs none
    monkeypatch.setattr(keeping, "LARGE", 1)
    keeping.keep(book.log)
    # Anyone who records one event does not make it.
    assert last_indexed(book.log) is None
    keeping.keep(book.log, make=True)
    last = last_indexed(book.log)
    assert last == book.log.head().seq
    monkeypatch.setattr(keeping, "BEHIND", 3)
    for number in (1, 2):
        book.record([("company.alias_added", {"slug": "xai", "alias": f"X{number}"})])
    assert last_indexed(book.log) == last
    book.record([("company.alias_added", {"slug": "xai", "alias": "X3"})])
    assert last_indexed(book.log) == book.log.head().seq
    assert [book.names().find_company(x) for x in ("x1", "x3")] == ["xai", "xai"]


def test_an_import_makes_it_and_brings_it_up(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGE", 20)
    monkeypatch.setattr(keeping, "BEHIND", 1)
    with Book.create(place, clock=lambda: NOW, actor="ann") as made:
        lines = demo_lines()
        made.import_lines(lines[:60], name="first")
        assert last_indexed(made.log) == made.log.head().seq
        made.import_lines(lines, name="rest")
        assert last_indexed(made.log) == made.log.head().seq


def test_an_index_of_other_terms_or_of_another_log_is_not_used(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.rebuild(book.log)
    with monkeypatch.context() as other:
        other.setattr(keeping, "version", lambda: "0 unicode 1.0")
        assert last_indexed(book.log) is None
        assert book.search("xai").value
    with monkeypatch.context() as other:
        other.setattr(keeping, "leaf_at", lambda *_: b"another")
        assert last_indexed(book.log) is None


def erased(book: Book, words: str) -> None:
    event = book.search(words).as_dict()["rows"][0]["event"]
    book.erase(str(event), (), "asked for")


@pytest.mark.parametrize("index", ["used", "of another version", "dropped"])
def test_words_of_an_erased_text_leave_the_index(
    book: Book, monkeypatch: pytest.MonkeyPatch, index: str
) -> None:
    """Also those of an index that is of no use any more."""
    keeping.rebuild(book.log)
    assert there(book, "secret*")
    if index == "of another version":
        monkeypatch.setattr(keeping, "version", lambda: "0 unicode 1.0")
    if index == "dropped":
        assert checking.drop(book.log)
    erased(book, "secret")
    assert not there(book, "secret*")
    if index == "used":
        assert there(book, "television*")  # its note is another text
        document = book.search("也参与").as_dict()["rows"][0]["event"]
        assert document in there(book, "英伟*")
        erased(book, "也参与")
        assert document not in there(book, "英伟*")
        assert book.search("television").value
    assert book.search("secret").value == []


def there(book: Book, *terms: str) -> list[int]:
    return search.found(book.log, terms)


@pytest.mark.parametrize("used", [True, False])
def test_no_erased_word_is_left_in_the_file(tmp_path: Path, *, used: bool) -> None:
    path = tmp_path / "sayso.db"
    with Book.create(str(path), clock=lambda: NOW, actor="ann") as made:
        made.record(EVENTS)
        keeping.rebuild(made.log)
        assert words_in(path)
        assert used or checking.drop(made.log)
        erased(made, "secret")
        assert words_in(path) == []


def words_in(path: Path) -> list[str]:
    files = [path, path.with_name(path.name + "-wal")]
    held = b"".join(one.read_bytes() for one in files if one.exists())
    return [word for word in ("secret", "ecret", "price") if word.encode() in held]


DAMAGE = {
    "nothing in it": "INSERT INTO search (search) VALUES ('delete-all')",
    "zeros": "UPDATE search_data SET block = zeroblob(30) WHERE id > 10",
    "a part of it": "DELETE FROM search_data WHERE id > 10",
    "no table": "DROP TABLE search",
}


@pytest.mark.parametrize("harm", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_index_is_told_and_the_log_answers(
    tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture, capsys: Any
) -> None:
    path = tmp_path / "sayso.db"
    with Book.create(str(path), clock=lambda: NOW, actor="ann") as made:
        made.record(EVENTS)
        before = all_found(made)
        keeping.rebuild(made.log)
    with closing(sqlite3.connect(path)) as file:
        file.execute(harm)
        file.commit()
    with Book.open(str(path), clock=lambda: NOW, actor="ann") as made:
        assert all_found(made) == before
        assert made.names().company("艾克斯") == "xai"
    assert "sayso db rebuild" in caplog.text + capsys.readouterr().err


def test_an_emptied_index_is_not_asked(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a server no row is missed by itself, so the first entry is looked up."""
    keeping.rebuild(book.log)
    before = all_found(book)
    with book.log.writer() as writer:
        search.clear(writer)
    with book_again(book) as again:
        assert last_indexed(again.log) is None
        assert "sayso db rebuild" in capsys.readouterr().err
        assert all_found(again) == before
        assert again.names().company("艾克斯") == "xai"


def test_a_name_that_an_emptied_index_lacks_is_read(
    tmp_path: Path, capsys: Any, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "sayso.db"
    with Book.create(str(path), clock=lambda: NOW, actor="ann") as made:
        made.record(EVENTS)
        keeping.rebuild(made.log)
    with closing(sqlite3.connect(path)) as file:
        file.execute(DAMAGE["nothing in it"])
        file.commit()
    with Book.open(str(path), clock=lambda: NOW, actor="ann") as made:
        assert made.names().company("艾克斯") == "xai"
    assert "sayso db rebuild" in caplog.text + capsys.readouterr().err


def test_a_rebuild_meanwhile_is_no_harm(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between a question and its answer somebody empties the index."""
    keeping.rebuild(book.log)
    before = all_found(book)
    found = search.found

    def emptied(*asked: Any, **more: Any) -> Sequence[int]:
        with monkeypatch.context() as inner:
            inner.setattr(keeping, "found", found)
            inner.setattr(keeping, "_follow", lambda *_: 0)
            keeping.rebuild(book.log)
        return found(*asked, **more)

    monkeypatch.setattr(keeping, "found", emptied)
    assert book.search("xai").as_dict()["rows"] == before[0]


def test_a_book_that_only_reads_uses_it(book: Book) -> None:
    keeping.rebuild(book.log)
    with Book.open(book.log.place, clock=lambda: NOW, only_read=True) as reading:
        assert last_indexed(reading.log) == book.log.head().seq
        assert all_found(reading) == all_found(book)


def test_a_very_long_text_is_found(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its terms do not fit, so it is read whenever somebody searches."""
    from ledger.reading.index import terms

    monkeypatch.setattr(terms, "MOST", 20)
    keeping.rebuild(book.log)
    assert there(book, "_l")
    assert book.search("agreed").value
