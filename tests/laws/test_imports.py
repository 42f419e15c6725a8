"""Whatever a file holds: no traceback, no row lost, every number adds up."""

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.book import Book
from ledger.errors import LedgerError, Problem
from ledger.importers.formats import FORMATS, format_of
from ledger.importers.kit.feeds import feed_from
from ledger.importers.kit.lines import Item
from ledger.importers.kit.reading import Account, Setting, column_from
from ledger.recording.intake import Intake
from tests.importers.reading import SAMPLES, opened
from tests.laws.strategies import LAWS
from tests.laws.test_ledger import ON_DISK

COLUMNS = tuple(
    map(column_from, ("a=company", "b=published", "c=raised", "d=round_type"))
)
SETTING = Setting(source="wire", columns=COLUMNS, name="f")
HEADERS = {
    "csv": b"a,b,c,d\n",
    "crunchbase": (SAMPLES / "crunchbase" / "rounds.csv").read_bytes().split(b"\r")[0]
    + b"\n",
}

piece = st.one_of(
    st.sampled_from([b",", b"\n", b"\r", b"\r\n", b'"', b'""', b"\0", b";", b" "]),
    st.sampled_from([b"xAI", b"2024-01-19", b"500M", b"seed", b"n/a", b"-5", b"1e9"]),
    st.sampled_from([b"2012-06-30", b"/company/x", b"angel", b"1,750", b"=A1", b"a,b"]),
    st.binary(max_size=4),
    st.text(max_size=3).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
likely = st.lists(piece, max_size=60).map(b"".join)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A ledger with one source, in which nothing is ever recorded."""
    place = tmp_path_factory.mktemp("laws") / "sayso.db"
    with Book.create(str(place), clock=lambda: 1_800_000_000_000_000) as made:
        wire = {"slug": "wire", "name": "Wire", "kind": "wire"}
        made.record([("source.registered", wire)])
        yield made


def read(name: str, raw: bytes) -> tuple[list[Item], Account]:
    """Read a file as a format."""
    account = Account()
    return list(FORMATS[name].read(opened(raw), SETTING, account)), account


@given(raw=st.one_of(st.binary(max_size=300), likely))
@LAWS
@pytest.mark.parametrize("name", FORMATS)
def test_any_bytes_are_read_or_refused_in_words(name: str, raw: bytes) -> None:
    with feed_from(BytesIO(raw), "f") as feed, suppress(LedgerError):
        format_of(feed.peek(), "f")
        with feed.opened() as file:
            list(FORMATS[name].read(file, SETTING, Account()))


@given(raw=likely)
@LAWS
@pytest.mark.parametrize("name", HEADERS)
def test_every_row_is_empty_or_one_event_or_told(name: str, raw: bytes) -> None:
    items, account = read(name, HEADERS[name] + raw)
    told = {item.where for item in items if isinstance(item, Problem)}
    said = [item.where for item in items if not isinstance(item, Problem)]
    assert len(said) == len(set(said))
    assert not told & set(said)
    assert account.rows == account.empty + len(told) + len(said)


@given(raw=likely)
@ON_DISK
@pytest.mark.parametrize("name", HEADERS)
def test_the_numbers_of_an_import_add_up(book: Book, name: str, raw: bytes) -> None:
    items, account = read(name, HEADERS[name] + raw)
    intake = Intake(create=True, skip_bad=True)
    done = book.import_items(items, name="f", intake=intake, dry_run=True)
    left_out = len({problem.where for problem in done.problems})
    assert account.rows == account.empty + done.new + done.known + left_out
    assert book.log.head().seq == 1
