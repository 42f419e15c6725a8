"""Names that people type become slugs, in every field of an event that has one."""

from typing import Any

import pytest

from ledger.claims.names import Directory
from ledger.claims.resolving import UnknownNames, named_in
from ledger.errors import UnknownName


@pytest.fixture
def directory() -> Directory:
    """Give two companies and two sources, each with a name besides its slug."""
    made = Directory()
    made.add_company("xai", "xAI", ["X.AI Corp"])
    made.add_company("openai", "Open AI")
    made.add_source("bloomberg", "Bloomberg News", "press")
    made.add_source("musk", "Elon Musk", "person", speaks_for=["xai"])
    return made


@pytest.mark.parametrize(
    ("type_", "typed", "stored"),
    [
        ("company.alias_added", {"slug": "X.AI Corp"}, {"slug": "xai"}),
        ("company.renamed", {"slug": "Open AI"}, {"slug": "openai"}),
        ("company.ended", {"company": "Open AI"}, {"company": "openai"}),
        (
            "companies.merged",
            {"company": "X.AI Corp", "into": "Open AI", "source": "Elon Musk"},
            {"company": "xai", "into": "openai", "source": "musk"},
        ),
        (
            "companies.kept_apart",
            {"company": "X.AI Corp", "other": "Open AI"},
            {"company": "xai", "other": "openai"},
        ),
        (
            "source.registered",
            {"slug": "New", "speaks_for": ["X.AI Corp", "openai"]},
            {"slug": "New", "speaks_for": ["xai", "openai"]},
        ),
        ("source.alias_added", {"slug": "Elon Musk"}, {"slug": "musk"}),
        ("claim.denied", {"source": "ELON MUSK"}, {"source": "musk"}),
        ("round.reported", {"via": ["Elon Musk", "x"]}, None),
    ],
)
def test_a_name_becomes_its_slug(
    directory: Directory,
    type_: str,
    typed: dict[str, Any],
    stored: dict[str, Any] | None,
) -> None:
    if stored is None:
        with pytest.raises(UnknownName, match="'x'"):
            named_in(type_, typed, directory)
    else:
        assert named_in(type_, typed, directory) == stored


@pytest.mark.parametrize("field", ["round", "supersedes"])
def test_the_company_in_the_name_of_a_round_is_found(
    directory: Directory, field: str
) -> None:
    def typed(name: str) -> object:
        return [name] if field == "supersedes" else name

    data = {"company": "xai", field: typed("X.AI Corp/series-b")}
    found = named_in("round.reported", data, directory)
    assert found == {"company": "xai", field: typed("xai/series-b")}
    slugs = {"company": "xai", field: typed("xai/x.ai corp")}
    assert named_in("round.reported", slugs, directory) == slugs


def test_a_bare_name_is_left_for_the_model_to_refuse(directory: Directory) -> None:
    data = {"company": "xai", "round": "X.AI Corp"}
    assert named_in("round.reported", data, directory) == data


def test_the_company_of_a_round_is_filled_in(directory: Directory) -> None:
    data = {"round": "X.AI Corp/series-b"}
    found = named_in("round.reported", data, directory)
    assert found == {"round": "xai/series-b", "company": "xai"}


def test_a_company_that_was_typed_is_not_replaced_by_that_of_the_round(
    directory: Directory,
) -> None:
    data = {"round": "xai/series-b", "company": "Open AI"}
    assert named_in("round.reported", data, directory)["company"] == "openai"


@pytest.mark.parametrize("round_", [5, None, ["xai/a"]])
def test_no_company_is_made_of_what_is_no_text(
    directory: Directory, round_: object
) -> None:
    assert "company" not in named_in("claim.denied", {"round": round_}, directory)


def test_a_kind_that_has_no_company_gets_none(directory: Directory) -> None:
    data = {"round": "xai/series-b"}
    assert named_in("snapshot.taken", data, directory) == data


def test_a_field_inside_another_is_resolved_in_a_copy(directory: Directory) -> None:
    inner = {"supersedes": ["X.AI Corp/letter"]}
    found = named_in("claim.revised", {"set": inner}, directory)
    assert found["set"] == {"supersedes": ["xai/letter"]}
    assert inner == {"supersedes": ["X.AI Corp/letter"]}
    assert named_in("claim.revised", {"set": "text"}, directory) == {"set": "text"}


@pytest.mark.parametrize("value", ["", "  ", 5, None, [5, None], {"a": "b"}])
def test_what_is_no_name_is_left_for_the_model_to_refuse(
    directory: Directory, value: object
) -> None:
    data = {"source": value, "company": value}
    assert named_in("claim.denied", data, directory) == data


def test_what_was_typed_is_left_alone(directory: Directory) -> None:
    typed = {"company": "X.AI Corp"}
    named_in("company.ended", typed, directory)
    assert typed == {"company": "X.AI Corp"}


def test_a_kind_that_there_is_not_is_left_alone(directory: Directory) -> None:
    data = {"company": "nobody", "source": "nobody"}
    assert named_in("round.painted", data, directory) == data


@pytest.mark.parametrize(
    ("type_", "field"), [("claim.denied", "source"), ("claim.denied", "company")]
)
def test_a_name_that_nobody_has_is_refused(
    directory: Directory, type_: str, field: str
) -> None:
    with pytest.raises(UnknownName, match="'Nobody'"):
        named_in(type_, {field: "Nobody"}, directory)


def test_every_name_that_nobody_has_is_told_at_its_field(directory: Directory) -> None:
    typed = {"company": "opemai", "source": "Nobody", "scope": ["whole"]}
    with pytest.raises(UnknownNames) as caught:
        named_in("claim.denied", typed, directory)
    company, source = sorted(caught.value.problems, key=lambda one: one.field)
    assert (company.line, company.field, source.field) == (0, "company", "source")
    assert "perhaps openai" in company.hint
    assert "sayso source add" in source.hint
    assert caught.value.hint == f"{company.hint}; {source.hint}"
    assert caught.value.rest["scope"] == ["whole"]
