"""An event is written at the lowest schema number that can express it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

import pytest

from ledger.book import Book
from ledger.claims import kinds, vocabulary
from ledger.claims.amounts import QUALIFIERS
from ledger.claims.canonical import draft, parse_entry
from ledger.claims.checking import event_data, event_from
from ledger.claims.events import MODELS
from ledger.claims.fields import EventPart
from ledger.claims.kinds import KINDS, SINCE
from ledger.claims.schemas import highest_schema, newer, schema_of, types_in, used_in
from ledger.claims.upcasting import STEPS, upcast
from ledger.errors import NeedsUpgrade
from ledger.store.walking import Walk
from tests.claims.fields import at, paths

HERE: Final = Path(__file__).resolve().parents[2]
KEPT: Final = sorted((HERE / "fixtures").glob("kept-*"))
EVENTS: Final = [
    json.loads(line)
    for folder in KEPT
    for line in (folder / "events.jsonl").read_text("utf-8").splitlines()
]
NEWEST: Final = {"kept-0.5.0": 3, "kept-0.4.0": 0}
"""The highest number that an event of a release could have, but for its shape."""

OLD: Final = {
    tuple(line.split(" ", 1)): number
    for folder, number in NEWEST.items()  # the oldest release last: it decides
    for line in (HERE / "fixtures" / folder / "fields.txt")
    .read_text("utf-8")
    .splitlines()
}
"""Kind and path of every field and word that a release had -> its newest number."""

TRIAL: Final[Mapping[int, Mapping[str, tuple[str, ...]]]] = {
    3: {
        "Published": ("language",),
        "ClaimFields": ("instrument",),
        "RoundReported": ("instrument",),
        "Stage": ("filed",),
    },
    4: {"RaisedItem": ("part",), "Qualifier": ("up_to",), "Detached": ("bytes",)},
}
"""What is old in truth, as if it had come with 3 and 4."""

SAID: Final = {"company": "xai", "source": "bloomberg", "published": "2024-01-19"}
ROUND: Final = {**SAID, "round": "xai/b", "stage": "closed"}


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let fields and words of today have come with numbers 3 and 4."""
    assert isinstance(KINDS, dict)
    for kind, row in KINDS.items():
        monkeypatch.setitem(KINDS, kind, replace(row, schema=4))
    monkeypatch.setattr(kinds, "SINCE", TRIAL)
    newer.cache_clear()
    yield
    newer.cache_clear()


@pytest.mark.parametrize("kept", EVENTS, ids=lambda kept: f"{kept['type']}")
def test_what_a_release_wrote_keeps_its_id(kept: dict[str, Any]) -> None:
    data = event_data(event_from(kept["type"], kept["data"]))
    assert data == kept["data"]
    written = draft(kept["type"], data, schema_of(kept["type"], data))
    assert (written.schema, written.id) == (kept["schema"], kept["id"])
    assert upcast(kept["type"], kept["schema"], data) is data


@pytest.mark.parametrize("kind", MODELS)
def test_what_came_since_a_release_has_a_number_and_nothing_else_has(kind: str) -> None:
    if kind not in {old for old, _ in OLD}:
        return  # a kind that no release knows has no id that could move
    for path in paths(kind):
        number = used_in(kind, at(path))
        if (kind, path) in OLD:
            newest_then = OLD[kind, path]
            assert number <= newest_then, f"{path} of {kind} was there before {number}"
        else:
            newest_then = max(KINDS[kind].shape, *NEWEST.values())
            assert number > newest_then, f"SINCE lacks {path} of {kind}"


def test_no_field_and_no_word_of_a_release_is_gone() -> None:
    there = {(kind, path) for kind in MODELS for path in paths(kind)}
    assert there >= OLD.keys()
    assert {folder.name for folder in KEPT} == NEWEST.keys()


def test_every_number_belongs_to_a_field_or_word_that_there_is() -> None:
    found: dict[str, set[str]] = {"Qualifier": set(QUALIFIERS)}
    for name, words in vars(vocabulary).items():
        if get_origin(words) is Literal:
            found[name] = set(get_args(words))
    for model in parts(MODELS.values()):
        for base in model.__mro__:
            found.setdefault(base.__name__, set()).update(model.model_fields)
    for came in SINCE.values():
        for name, members in came.items():
            assert set(members) <= found.get(name, set()), name


def parts(models: Any) -> Iterator[type[EventPart]]:  # models or types
    """Give models and all that they hold."""
    for model in models:
        yield model
        for info in model.model_fields.values():
            inner = [
                type_
                for type_ in types_in(info.annotation)
                if isinstance(type_, type) and issubclass(type_, EventPart)
            ]
            yield from parts(inner)


@pytest.mark.parametrize("kind", MODELS)
def test_a_row_has_the_newest_number_that_its_model_can_get(kind: str) -> None:
    expected = highest_schema(kind)
    if kind == "entry.corrected":  # it may set whatever is new in others
        news = {
            highest_schema(other)
            for other in MODELS
            if highest_schema(other) > KINDS[other].shape
        }
        expected = max(news, default=expected)
    assert KINDS[kind].schema == expected


def test_every_shape_before_todays_has_a_step() -> None:
    steps = {(kind, old) for kind in KINDS for old in range(1, KINDS[kind].shape)}
    assert steps == STEPS.keys()


@pytest.mark.usefixtures("trial")
def test_a_newer_number_is_refused_and_all_of_todays_shape_are_read() -> None:
    for number in (2, 3, 4):
        assert upcast("round.reported", number, ROUND) is ROUND
    with pytest.raises(NeedsUpgrade):
        upcast("round.reported", 5, ROUND)


@pytest.mark.usefixtures("trial")
@pytest.mark.parametrize(
    ("kind", "data", "number"),
    [
        ("round.reported", ROUND, 2),
        ("round.reported", {**ROUND, "instrument": "equity"}, 3),
        ("round.reported", {**ROUND, "stage": "filed"}, 3),
        ("round.reported", {**ROUND, "language": "zh"}, 3),
        (
            "round.reported",
            {**ROUND, "raised": [{"figure": "1B", "basis": "target"}]},
            2,
        ),
        (
            "round.reported",
            {**ROUND, "raised": [{"figure": "..1B", "basis": "target"}]},
            4,
        ),
        (
            "round.reported",
            {
                **ROUND,
                "stage": "filed",
                "raised": [
                    {"figure": "1B", "basis": "tranche"},
                    {"figure": "2B", "basis": "tranche", "part": "first"},
                ],
            },
            4,
        ),
        (
            "valuation.reported",
            {**SAID, "valuation": [{"figure": "1B", "kind": "mark"}]},
            1,
        ),
        (
            "valuation.reported",
            {**SAID, "valuation": [{"figure": "..1B", "kind": "mark"}]},
            4,
        ),
        ("claim.revised", {**SAID, "claim": "a" * 64, "set": {"stage": "closed"}}, 1),
        ("claim.revised", {**SAID, "claim": "a" * 64, "set": {"stage": "filed"}}, 3),
        (
            "claim.revised",
            {**SAID, "claim": "a" * 64, "set": {"instrument": "safe"}},
            3,
        ),
        ("claim.retracted", {**SAID, "claim": "a" * 64}, 1),
        ("claim.retracted", {**SAID, "claim": "a" * 64, "language": "de"}, 3),
        ("company.registered", {"slug": "filed", "name": "filed"}, 1),
    ],
)
def test_an_event_has_the_number_of_the_newest_that_it_uses(
    kind: str, data: dict[str, Any], number: int
) -> None:
    assert schema_of(kind, event_data(event_from(kind, data))) == number


@pytest.mark.usefixtures("trial")
def test_a_word_is_new_in_its_own_list_only() -> None:
    other = {**ROUND, "note": "filed", "investors": [{"name": "filed"}]}
    assert (
        schema_of("round.reported", event_data(event_from("round.reported", other)))
        == 2
    )


@pytest.fixture
def book(tmp_path: Path, clock: Callable[[], int]) -> Iterator[Book]:
    """Give a ledger in which one round is reported."""
    with Book.create(str(tmp_path / "sayso.db"), clock=clock, actor="ann") as made:
        made.record(
            [
                ("company.registered", {"slug": "xai", "name": "xAI"}),
                (
                    "source.registered",
                    {"slug": "bloomberg", "name": "Bloomberg", "kind": "press"},
                ),
                ("round.reported", ROUND),
            ]
        )
        yield made


def corrected(book: Book, target: int, **fields: object) -> dict[str, Any]:
    """Correct an event; give the entry that says so."""
    said = {"target": book.event(str(target)).id, "set": fields, "reason": "misread"}
    (done,) = book.record([("entry.corrected", said)])
    (again,) = book.record([("entry.corrected", said)])
    assert (again.seq, again.new) == (done.seq, False)
    return parse_entry(book.event(done.id).body)


@pytest.mark.usefixtures("trial")
def test_a_correction_has_the_number_of_what_it_sets(book: Book) -> None:
    assert corrected(book, 3, stage="announced")["schema"] == 1
    assert corrected(book, 3, stage="filed")["schema"] == 3
    assert (
        corrected(book, 3, raised=[{"figure": "..1B", "basis": "target"}])["schema"]
        == 4
    )
    assert corrected(book, 1, name="filed")["schema"] == 1


@pytest.mark.usefixtures("trial")
def test_a_correction_of_a_correction_too(book: Book) -> None:
    first = corrected(book, 3, stage="announced")
    assert corrected(book, first["seq"], reason="filed")["schema"] == 1
    assert corrected(book, first["seq"], set={"stage": "filed"})["schema"] == 3


@pytest.mark.usefixtures("trial")
def test_entries_of_several_numbers_are_checked_and_taken_elsewhere(
    book: Book,
    tmp_path: Path,
    clock: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, more in (("a", {}), ("b", {"language": "zh"}), ("c", {}), ("d", {})):
        said = {**ROUND, "investors": [{"name": name}], **more}
        plain = event_data(event_from("round.reported", said))
        made = draft("round.reported", plain, schema_of("round.reported", plain))
        line = {"type": made.type, "schema": made.schema, "data": plain}
        book.import_lines([json.dumps(line | {"id": made.id}).encode()], name="old")
    numbers = [parse_entry(stored.body)["schema"] for stored in book.events()]
    assert numbers == [1, 1, 1, 2, 2, 3, 2, 2]
    book.log.check()
    walk = Walk()
    walk.log = book.opening["log"]
    monkeypatch.delattr(Walk, "_one_by_one")  # the quick way takes them all
    for page in book.log.pages(len(numbers)):
        for _ in walk.take(page):
            pass
    assert walk.size == len(numbers)
    with Book.create(str(tmp_path / "other.db"), clock=clock) as other:
        lines = [stored.body for stored in book.events()]
        imported = other.import_lines(lines, name="export")
        assert (imported.new, imported.problems) == (7, [])
        ids = [[one.id for one in side.events(after=0)] for side in (book, other)]
        assert ids[0] == ids[1]


@pytest.mark.usefixtures("trial")
def test_an_entry_at_a_higher_number_than_it_needs_is_no_entry_of_ours(
    book: Book,
) -> None:
    data = event_data(event_from("round.reported", {**ROUND, "note": "x"}))
    high = draft("round.reported", data, 3)
    line = {"type": high.type, "schema": 3, "data": data, "id": high.id}
    imported = book.import_lines([json.dumps(line).encode()], name="odd")
    assert (imported.new, len(imported.problems)) == (0, 1)
