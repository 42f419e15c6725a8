"""From a stored entry to the row that folds read."""

from ledger.claims.dates import parse_days, parse_when
from ledger.claims.figures import Price, Raised, parse_figure
from ledger.claims.investors import Investor
from ledger.claims.kinds import KINDS
from ledger.projections.rows import row_from, said_in
from tests.projections.entries import amount, answer, entry, id_of, price, report


def test_a_report_says_what_stands_in_it() -> None:
    row = row_from(
        report(
            7,
            "herald",
            "2024-01",
            raised=[amount("5M", part="a")],
            valuation=[price("2B", part="b")],
            round_type="series_b",
            instrument="equity",
            investors=[{"name": "Fund", "lead": True}],
            effective="2024-Q1",
            supersedes=["halcyon/a"],
            arrangers=["Bank"],
            own_sourcing=True,
        )
    )
    said = row.said
    assert said is not None
    assert said == (
        "closed",
        (Raised(parse_figure("5M"), "round_total", "a"),),
        (Price(parse_figure("2B"), "post_money", "b"),),
        "series_b",
        "equity",
        (Investor("Fund", leads=True),),
        parse_days("2024-Q1"),
        ("halcyon/a",),
        ("Bank",),
        True,
    )


def test_what_is_absent_is_nothing() -> None:
    assert said_in({}) == (None, (), (), None, None, (), None, (), (), False)


def test_a_row_knows_when_by_whom_and_about_what() -> None:
    row = row_from(report(7, "herald", "2024-01"))
    when = parse_when("2024-01")
    assert (row.seq, row.id, row.type, row.recorded) == (7, id_of(7), row.type, 7)
    assert (row.company, row.round, row.source) == (
        "halcyon",
        "halcyon/series-b",
        "herald",
    )
    assert row.when == when
    assert row.key == (when.hi, when.lo, KINDS["round.reported"].rank, id_of(7))


def test_a_revision_says_what_it_sets_and_a_denial_says_nothing() -> None:
    revised = row_from(answer(2, "revised", 1, "a", "2024", set={"stage": "filed"}))
    assert revised.said is not None
    assert (revised.said.stage, revised.said.raised) == ("filed", ())
    assert (
        row_from(answer(3, "confirmed", 1, "a", "2024", scope=["whole"])).said is None
    )


def test_the_company_is_its_slug_where_it_is_called_so_and_may_be_unknown() -> None:
    renamed = entry(1, "company.renamed", slug="kestrel", published="2024", name="K")
    data = {key: renamed.data[key] for key in renamed.data if key != "company"}
    assert row_from(renamed._replace(data=data)).company == "kestrel"
    seen = entry(2, "snapshot.row_seen", company=None, published="2024", key="1")
    row = row_from(seen)
    assert (row.company, row.round, row.source) == ("", None, None)
