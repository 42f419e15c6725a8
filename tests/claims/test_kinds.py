"""The table of kinds against the models, and all that must know every kind."""

from collections.abc import Iterator
from typing import get_args, get_type_hints

import pytest

from ledger.claims.canonical import derived
from ledger.claims.events import MODELS
from ledger.claims.fields import EventId, EventPart, Published, RoundName, Slug
from ledger.claims.kinds import KINDS, KindName, PublishedKind, targets_in, values_named
from tests.claims.test_events import MAXIMAL

DIGESTS = {"commitment", "root", "sha256", "text_sha256"}
"""Fields with a hash that is no event's."""

OWN = {"company.registered": {"slug"}, "source.registered": {"slug"}}
"""Fields that give a name, rather than use one."""

TABLES = {"table"}
"""What has the form of a name, and is none."""

FILLED_IN = {"entry.corrected": {"company"}, "entry.voided": {"company"}}
"""Fields that nobody types."""


def holds(annotation: object, wanted: object) -> bool:
    """Tell whether a field, or a list in it, holds values of a type."""
    if annotation == wanted:
        return True
    return any(holds(one, wanted) for one in get_args(annotation))


def fields_of(kind: str, wanted: object) -> set[str]:
    """Find the fields of a kind that hold values of a type; `set.x` is inside `set`."""
    return set(_fields_of(MODELS[kind], wanted, ""))


def _fields_of(model: type[EventPart], wanted: object, before: str) -> Iterator[str]:
    for name, hint in get_type_hints(model, include_extras=True).items():
        if name not in model.model_fields:
            continue
        written = model.model_fields[name].alias or name
        if holds(hint, wanted):
            yield f"{before}{written}"
        if isinstance(hint, type) and issubclass(hint, EventPart):
            yield from _fields_of(hint, wanted, f"{written}.")


def test_every_kind_has_a_name_a_row_and_a_model() -> None:
    assert set(get_args(KindName)) == KINDS.keys() == MODELS.keys()


@pytest.mark.parametrize("kind", MODELS)
def test_a_kind_with_a_publication_date_has_a_rank_and_no_other_has(kind: str) -> None:
    published = issubclass(MODELS[kind], Published)
    assert published == (KINDS[kind].rank is not None)
    assert published == (kind in get_args(PublishedKind))


@pytest.mark.parametrize("kind", MODELS)
def test_a_row_names_the_fields_with_events_and_rounds(kind: str) -> None:
    assert set(KINDS[kind].events) == fields_of(kind, EventId) - DIGESTS
    assert set(KINDS[kind].rounds) == fields_of(kind, RoundName)


@pytest.mark.parametrize("kind", MODELS)
def test_a_row_names_the_fields_with_companies_and_sources(kind: str) -> None:
    slugs = fields_of(kind, Slug) - TABLES
    slugs -= OWN.get(kind, set()) | FILLED_IN.get(kind, set())
    row = KINDS[kind]
    assert {*row.companies, *row.sources} == slugs
    assert not set(row.companies) & set(row.sources)


@pytest.mark.parametrize("kind", MODELS)
def test_an_event_is_found_by_every_company_that_it_is_about(kind: str) -> None:
    data = MAXIMAL[kind]
    rounds = values_named(data, KINDS[kind].rounds)
    about = {
        *values_named(data, KINDS[kind].companies),
        *(x.split("/")[0] for x in rounds),
    }
    company, other, *_ = derived(kind, data)
    if company is None:  # it stands among the names, which are read with every company
        assert "company" not in data
        return
    assert about <= {company, other}


def test_what_an_event_answers_is_found_in_every_field() -> None:
    one, other = "1" * 64, "2" * 64
    assert list(targets_in("claim.relayed", {"claim": one, "copy": other})) == [
        one,
        other,
    ]
    assert list(targets_in("claim.denied", {"claims": [other, one]})) == [other, one]
    assert list(targets_in("entry.voided", {"target": one})) == [one]
    assert list(targets_in("claim.denied", {"round": "xai/b"})) == []
    assert list(targets_in("round.reported", {"claim": one})) == []
    assert list(targets_in("a.painting", {"claim": one})) == []


def test_a_field_inside_another_is_found() -> None:
    data = {"set": {"supersedes": ["xai/a", "xai/b"]}}
    assert list(values_named(data, KINDS["claim.revised"].rounds)) == ["xai/a", "xai/b"]
    assert list(values_named({"set": {}}, KINDS["claim.revised"].rounds)) == []


def test_a_snapshot_is_read_from_the_table_to_its_rows() -> None:
    snapshots = [kind for kind in KINDS if kind.startswith("snapshot.")]
    assert sorted(snapshots, key=lambda kind: KINDS[kind].rank or 0) == [
        "snapshot.taken",
        "snapshot.row_gone",
        "snapshot.row_changed",
        "snapshot.column_seen",
        "snapshot.row_seen",
    ]
    assert len({KINDS[kind].rank for kind in snapshots}) == len(snapshots)
