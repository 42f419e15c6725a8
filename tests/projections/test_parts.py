"""Parts of a company by name; that what is made of them is the fold is a law."""

from dataclasses import replace

from ledger.claims.dates import parse_days
from ledger.projections.basis import Basis
from ledger.projections.namedparts import NamedParts
from ledger.projections.parts import PartByPart
from ledger.projections.rounds import CompanyAt
from ledger.projections.standing import company_at
from tests.projections.entries import directory, report, rows_of

CUT = rows_of(report(1, on="2024-12-01"))[0].when.hi


def part(label: str, effective: str = "2024-01-10") -> CompanyAt:
    told = report(1, round=f"halcyon/{label}", effective=effective)
    return company_at("halcyon", rows_of(told), directory(), CUT)


def whole(named: NamedParts[CompanyAt]) -> CompanyAt:
    """Give a company of some parts."""
    return replace(part("none"), rounds={}, named=named)


def on(day: str) -> Basis:
    return Basis(CUT, 9, parse_days(day).first, "UTC", CUT)


def label(part: CompanyAt) -> str:
    (name,) = part.rounds
    return name.partition("/")[2]


def test_only_parts_that_are_others_are_looked_at() -> None:
    named, made = NamedParts[CompanyAt](), PartByPart[str]()
    one, other, last = map(part, "abc")
    named.put("first", one)
    named.put("second", other)
    company, basis = whole(named), on("2024-12-01")
    gone, come = made.go_to(company, basis, label)
    assert (gone, sorted(come)) == ([], ["a", "b"])
    assert made.go_to(company, basis, label) == ([], [])
    named.put("first", last)
    named.put("none", None)
    assert made.go_to(company, basis, label) == (["a"], ["c"])
    named.put("second", None)
    assert made.go_to(whole(named), basis, label) == (["b"], [])


def test_a_part_is_another_on_the_day_on_which_it_takes_effect_and_back() -> None:
    made = PartByPart[str]()
    named = NamedParts({"first": part("a"), "second": part("b", "2024-06-01")}.items())
    company = whole(named)
    assert sorted(made.go_to(company, on("2024-05-30"), label)[1]) == ["a", "b"]
    assert made.go_to(company, on("2024-05-31"), label) == ([], [])
    assert made.go_to(company, on("2024-06-01"), label) == (["b"], ["b"])
    assert made.go_to(company, on("2024-07-01"), label) == ([], [])
    assert made.go_to(company, on("2024-05-31"), label) == (["b"], ["b"])
    assert made.go_to(company, on("2024-06-01"), label) == (["b"], ["b"])


def test_another_company_takes_the_place_of_the_one_before() -> None:
    made, basis = PartByPart[str](), on("2024-12-01")
    assert made.go_to(part("a"), basis, label) == ([], ["a"])
    named = NamedParts([("first", part("b"))])
    assert made.go_to(whole(named), basis, label) == (["a"], ["b"])
