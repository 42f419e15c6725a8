"""Tags of companies: keys, values, and what may be written for them."""

import pytest

from ledger.claims.companies import CompanyTagged
from ledger.claims.countries import COUNTRIES
from ledger.claims.decisions import decide
from ledger.claims.entry import Entry
from ledger.claims.names import Directory
from ledger.claims.tags import (
    KEYS,
    check_tag,
    parse_tags,
    retagged,
    tag_in,
    untagged,
)
from ledger.errors import BadInput, Refused

ID = "a" * 64


class Known:
    """A ledger with two companies and one tagging, of xai."""

    def __init__(self) -> None:
        self.directory = Directory()
        for slug in ("xai", "openai"):
            self.directory.add_company(slug, slug)
        data = {"slug": "xai", "tags": {"sector": "ai"}}
        self.tagging = Entry(3, ID, "company.tagged", 0, data)

    def holds(self, event_id: str) -> bool:
        """Tell whether it is the tagging."""
        return event_id == ID

    def entry(self, event_id: str) -> Entry | None:
        """Find the tagging."""
        return self.tagging if event_id == ID else None


def test_countries_are_the_249_of_the_standard() -> None:
    assert len(COUNTRIES) == 249
    assert {"US", "CN", "FR", "GB", "TW", "HK"} <= set(COUNTRIES)
    assert not {"UK", "EU", "XK", "SU"} & set(COUNTRIES)
    assert all(len(x) == 2 and x.isupper() for x in COUNTRIES)


@pytest.mark.parametrize(
    ("key", "value", "stored"),
    [
        ("country", "fr", "FR"),
        ("country", " CN ", "CN"),
        ("sector", "ai-infrastructure", "ai-infrastructure"),
        ("desk", "Growth, Europe", "Growth, Europe"),
        ("note", "芯片", "芯片"),
    ],
)
def test_a_value_is_what_its_key_takes(key: str, value: str, stored: str) -> None:
    assert check_tag(key, value) == stored


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("country", "France", "write FR"),
        ("country", "UK", "write GB"),
        ("country", "EU", "two letters"),
        ("sector", "AI Infrastructure", "write ai-infrastructure"),
        ("desk", "a\nb", "one line"),
        ("desk", "\u202eb", "one line"),
        ("desk", "x" * 201, "200"),
        ("desk", " ", "one line"),
    ],
)
def test_a_value_of_another_kind_is_refused(key: str, value: str, hint: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_tag(key, value)
    assert hint in str(caught.value.hint)


def test_tags_are_read_as_they_are_typed() -> None:
    words = ["sector=ai", "country=us", "note=", "url=a=b"]
    assert parse_tags(words) == (
        {"sector": "ai", "country": "US", "url": "a=b"},
        ("note",),
    )
    assert parse_tags([]) == ({}, ())


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        parse_tags(["sector", "country=UK", "Desk=x", "a=1", "a="])
    for words in ("'sector' is no tag", "write GB", "write desk", "a is given twice"):
        assert words in caught.value.message
    with pytest.raises(BadInput) as alone:
        parse_tags(["sector"])
    assert alone.value.hint == "write KEY=VALUE, such as sector=ai-chips"


def test_a_tagging_replaces_the_values_of_its_keys_alone() -> None:
    before = {"sector": "ai", "country": "US", "desk": "a"}
    data = {"tags": {"sector": "chips"}, "without": ["desk", "none"]}
    assert retagged(before, data) == {"country": "US", "sector": "chips"}
    assert before["sector"] == "ai"


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("sector", "Artificial Intelligence", "artificial-intelligence"),
        ("sector", "|AI|SaaS|", "ai"),
        ("sector", " AI; Robotics", "ai"),
        ("country", "USA", "US"),
        ("country", "France", "FR"),
        ("country", "UK", "GB"),
        ("founded", "1999", "1999"),
    ],
)
def test_a_cell_of_a_table_is_read_as_people_write_it(
    key: str, cell: str, value: str
) -> None:
    assert tag_in(key, cell) == value


@pytest.mark.parametrize(
    ("key", "cell"), [("country", "Atlantis"), ("sector", "芯片"), ("sector", ";")]
)
def test_a_cell_that_is_no_tag_is_refused(key: str, cell: str) -> None:
    with pytest.raises(BadInput):
        tag_in(key, cell)


def test_what_there_is_instead_is_said() -> None:
    assert "company tag NAME sector=ai" in untagged("sector", "ai", [])
    assert untagged("sector", "chip", ["chips", "models"]) == "perhaps chips"
    assert untagged("sector", "zzz", ["b", "a", "a"]) == "sector is one of a, b"
    assert KEYS == ("sector", "country")


def test_the_order_of_the_keys_makes_no_other_event() -> None:
    one = CompanyTagged(slug="xai", tags={"sector": "ai", "country": "us"})
    other = CompanyTagged(slug="xai", tags={"country": "US", "sector": "ai"})
    assert one.model_dump_json() == other.model_dump_json()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"tags": {}}, "name a tag to give or to take away"),
        ({"tags": {"a": "b"}, "without": ["a"]}, "a is given and taken away"),
        ({"tags": {"country": "UK"}}, "'UK' is no country"),
        ({"tags": {"Bad Key": "x"}}, "is not a slug"),
    ],
)
def test_an_event_that_says_nothing_or_wrong_is_refused(
    data: dict[str, object], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        decide("company.tagged", {"slug": "xai", **data}, Known(), "UTC")


def test_a_tagging_comes_after_one_of_the_same_company() -> None:
    said = {"tags": {"sector": "chips"}, "after": ID}
    assert decide("company.tagged", {"slug": "xai", **said}, Known(), "UTC").schema == 4
    with pytest.raises(Refused, match="event 3 is no tagging of openai"):
        decide("company.tagged", {"slug": "openai", **said}, Known(), "UTC")
    lost = {"slug": "xai", "tags": {"a": "b"}, "after": "b" * 64}
    with pytest.raises(Refused, match="no event on record has the id"):
        decide("company.tagged", lost, Known(), "UTC")
