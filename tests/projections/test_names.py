"""Who is registered, under the names that are known at a cut."""

from ledger.claims.entry import Entry
from ledger.projections.names import NAMING, directory_of, learn
from tests.projections.entries import entry, rows_of


def registered(seq: int, what: str, slug: str, name: str, **more: object) -> Entry:
    return entry(seq, f"{what}.registered", slug=slug, name=name, **more)


def test_companies_and_sources_with_all_that_is_said_of_them() -> None:
    found = directory_of(
        [
            registered(1, "company", "xai", "xAI", aliases=["X.AI"]),
            registered(2, "company", "plain", "Plain"),
            registered(
                3,
                "source",
                "musk",
                "Elon Musk",
                kind="person",
                speaks_for=["xai"],
                aliases=["马斯克"],
            ),
            registered(4, "source", "wire", "Wire", kind="wire"),
        ]
    )
    xai, plain = found.companies["xai"], found.companies["plain"]
    assert (xai.name, xai.aliases, xai.seq) == ("xAI", ("X.AI",), 1)
    assert (plain.aliases, plain.seq) == ((), 2)
    musk, wire = found.sources["musk"], found.sources["wire"]
    assert (musk.name, musk.kind, musk.seq) == ("Elon Musk", "person", 3)
    assert (musk.speaks_for, musk.aliases) == (("xai",), ("马斯克",))
    assert (wire.speaks_for, wire.aliases, wire.kind) == ((), (), "wire")


def test_the_first_registration_stands_whatever_the_order() -> None:
    told = [
        registered(1, "company", "xai", "xAI"),
        registered(2, "company", "xai", "Another"),
        registered(3, "source", "wire", "Wire", kind="wire"),
        registered(4, "source", "wire", "Press", kind="press"),
    ]
    for order in (told, told[::-1]):
        found = directory_of(order)
        assert (found.companies["xai"].name, found.companies["xai"].seq) == ("xAI", 1)
        assert found.sources["wire"].kind == "wire"


def test_an_alias_is_added_to_whoever_is_registered() -> None:
    found = directory_of(
        [
            registered(1, "company", "xai", "xAI"),
            registered(2, "source", "wire", "Wire", kind="wire"),
            entry(3, "company.alias_added", slug="xai", alias="X"),
            entry(4, "source.alias_added", slug="wire", alias="W"),
            entry(5, "company.alias_added", slug="nobody", alias="N"),
            entry(6, "source.alias_added", slug="nobody", alias="M"),
        ]
    )
    assert (found.find_company("X"), found.find_source("W")) == ("xai", "wire")
    assert (found.find_company("N"), found.find_source("M")) == (None, None)


def test_a_company_is_renamed_once_that_is_known() -> None:
    names = [registered(1, "company", "xai", "xAI")]
    rows = rows_of(
        *(
            entry(n, "company.renamed", company=slug, name="New", published="2024")
            for n, slug in enumerate(("xai", "nobody"), start=2)
        )
    )
    found = directory_of(names, rows)
    assert (found.companies["xai"].name, found.find_company("xAI")) == ("New", "xai")
    assert "nobody" not in found.companies


def test_what_registers_nobody_is_left_alone() -> None:
    found = directory_of([])
    learn(found, entry(1, "round.reported", slug="xai", name="xAI"))
    assert (found.companies, found.sources) == ({}, {})


def test_names_and_tags_teach_a_directory() -> None:
    kinds = ("company", "source")
    verbs = ("registered", "alias_added")
    naming = {f"{kind}.{verb}" for kind in kinds for verb in verbs}
    assert naming | {"company.tagged"} == NAMING


def test_tags_act_in_the_order_of_recording_and_for_companies_alone() -> None:
    found = directory_of(
        [
            entry(4, "company.tagged", slug="xai", tags={"a": "2"}, without=["b"]),
            entry(1, "company.registered", slug="xai", name="xAI"),
            entry(3, "company.tagged", slug="xai", tags={"a": "1", "b": "1"}),
            entry(2, "company.tagged", slug="nobody", tags={"a": "1"}),
        ]
    )
    assert found.companies["xai"].tags == {"a": "2"}
    assert "nobody" not in found.companies
