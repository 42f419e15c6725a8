"""Which names differ in their legal form alone."""

import pytest

from ledger.claims.names import Directory
from ledger.projections.twins import (
    CompanyLink,
    company_links,
    twins_in,
    without_legal_form,
)
from tests.tales import Tale


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Halcyon", "halcyon"),
        ("HALCYON, Inc.", "halcyon"),
        ("Halcyon Co., Ltd.", "halcyon"),
        ("Halcyon S.A.", "halcyon"),
        ("Halcyon Labs", "halcyon labs"),
        ("Limited", "limited"),
        ("Company Inc", "company"),
        ("晴鸟有限公司", "晴鸟"),
        ("晴鳥股份有限公司", "晴鸟"),
        ("公司", "公司"),
    ],
)
def test_a_name_is_known_without_its_legal_form(name: str, known: str) -> None:
    assert without_legal_form(name) == known


def registered(*names: str) -> Directory:
    made = Directory()
    for seq, name in enumerate(names, 1):
        made.add_company(f"c{seq}", name, seq=seq)
    return made


def test_companies_that_share_a_name_are_twins() -> None:
    made = registered("Halcyon", "Halcyon, Inc.", "Kestrel", "HALCYON GmbH")
    assert twins_in(made) == {
        "c1": ("c2", "c4"),
        "c2": ("c1", "c4"),
        "c4": ("c1", "c2"),
    }
    made.add_company_alias("c3", "Halcyon Ltd")
    assert twins_in(made)["c3"] == ("c1", "c2", "c4")


def test_a_name_of_its_own_has_no_twin() -> None:
    assert twins_in(registered("Halcyon", "Kestrel")) == {}


@pytest.fixture
def twins(tale: Tale) -> Tale:
    """Give a ledger with a second Halcyon, of which a round is told, and a third."""
    for slug, name in (("halcyon-inc", "Halcyon, Inc."), ("osprey", "Osprey")):
        tale.say("company.registered", slug=slug, name=name)
    for slug in ("halcyon", "halcyon-inc", "kestrel"):
        tale.reported(f"{slug}/a", "5B", by="herald", on="2024-01-10")
    return tale


def links(tale: Tale, slug: str, as_of: str = "2024-06-01") -> list[CompanyLink]:
    company = tale.company(slug, as_of=as_of)
    return list(company_links(company, twins_in(company.may.directory)))


def test_the_company_that_was_registered_later_would_go(twins: Tale) -> None:
    (link,) = links(twins, "halcyon")
    assert (link.company, link.into, link.name) == ("halcyon-inc", "halcyon", "halcyon")
    known = twins.company().may.directory.companies
    assert link.events == (known["halcyon"].seq, known["halcyon-inc"].seq)
    assert links(twins, "halcyon-inc") == [link]
    assert links(twins, "kestrel") == []


def test_companies_that_are_one_already_are_not_proposed(twins: Tale) -> None:
    twins.merged("halcyon-inc", "halcyon", "identical", on="2024-02-01")
    assert len(links(twins, "halcyon", as_of="2024-01-31")) == 1
    assert links(twins, "halcyon") == []


def test_companies_that_are_kept_apart_are_not_proposed(twins: Tale) -> None:
    apart = {"reason": "two offices"}
    twins.say("companies.kept_apart", company="halcyon", other="kestrel", **apart)
    assert len(links(twins, "halcyon")) == 1
    twins.say("companies.kept_apart", company="halcyon-inc", other="halcyon", **apart)
    assert links(twins, "halcyon") == []
    assert links(twins, "halcyon-inc") == []
