"""The answers that the demo's history must give, asked through the front door."""

import pytest

from ledger.book import Book
from ledger.errors import UnknownName
from ledger.projections.standing import CompanyAt
from ledger.projections.sums import totals
from ledger.projections.valuations import Valuation

NEW_YORK = "America/New_York"


def at(demo: Book, company: str, as_of: str, tz: str | None = None) -> CompanyAt:
    return demo.company(company, demo.basis(as_of=as_of, tz=tz)).value


def worth(demo: Book, company: str, as_of: str, tz: str | None = None) -> Valuation:
    (found,) = demo.valuations(demo.basis(as_of=as_of, tz=tz), [company]).value
    return found


def raised(
    demo: Book, company: str, as_of: str, tz: str | None = None
) -> dict[str, dict[str, str]]:
    (lines,) = demo.raised(demo.basis(as_of=as_of, tz=tz), [company]).value
    return {
        line.round: {name: str(found.figure) for name, found in line.amounts.items()}
        for line in lines
    }


def equity(demo: Book, company: str, as_of: str, tz: str | None = None) -> set[str]:
    (lines,) = demo.raised(demo.basis(as_of=as_of, tz=tz), [company]).value
    return {
        f"{column} {figure}"
        for total in totals(lines)
        if not total.debt
        for column, figure in total.amounts.items()
    }


def test_the_first_report_on_xai_is_disputed_on_its_day_in_new_york(demo: Book) -> None:
    found = worth(demo, "xai", "2024-01-19", NEW_YORK)
    assert found.confirmed is None
    assert found.headline is None
    assert found.reported is not None
    assert str(found.reported.figure) == "15B..20B"
    assert (found.reported.standing, found.reported.disputed) == ("disputed", True)


def test_elon_musk_denies_the_whole_of_it(demo: Book) -> None:
    found = at(demo, "xai", "2024-01-19", NEW_YORK).rounds["xai/first-round-2024"]
    (denial,) = found.open_denials
    assert (denial.source, denial.row.data["scope"]) == ("elon-musk", ["whole"])


def test_500m_of_a_target_of_1b_and_nothing_paid_beyond_the_filing(demo: Book) -> None:
    lines = raised(demo, "xai", "2024-01-19", NEW_YORK)
    assert lines["xai/first-round-2024"] == {"committed": "500M", "sought": "1B"}
    assert lines["xai/form-d-2023"]["paid"] == "134.7M"
    sums = equity(demo, "xai", "2024-01-19", NEW_YORK)
    assert sums == {"paid 134.7M", "committed 134.7M"}


@pytest.mark.parametrize(
    ("day", "zone"),
    [("2024-01-18", NEW_YORK), ("2024-01-19", "UTC")],
    ids=["the day before", "the same day in UTC, where it ends earlier"],
)
def test_neither_report_nor_denial_is_known_yet(
    demo: Book, day: str, zone: str
) -> None:
    found = at(demo, "xai", day, zone)
    assert list(found.rounds) == ["xai/form-d-2023"]
    denied = [denial.row.data["scope"] for denial in found.denials]
    assert denied == [["timing"]], "the denial of December, of raising money then"


def test_in_utc_both_are_known_on_the_20th(demo: Book) -> None:
    found = at(demo, "xai", "2024-01-20").rounds
    assert found["xai/first-round-2024"].standing == "disputed"


def test_in_may_24b_after_the_money_is_derived_from_18b_and_6b(demo: Book) -> None:
    found = worth(demo, "xai", "2024-05-28").confirmed
    assert found is not None
    assert (str(found.figure), found.kind, found.derived) == ("24B", "post_money", True)
    series_b = at(demo, "xai", "2024-05-28").rounds["xai/series-b"]
    assert series_b.stage == "closed"
    assert raised(demo, "xai", "2024-05-28")["xai/series-b"]["paid"] == "6B"


def test_the_report_of_january_is_not_confirmed_by_the_round_of_may(demo: Book) -> None:
    found = at(demo, "xai", "2024-05-28").rounds["xai/first-round-2024"]
    assert found.standing == "disputed"
    assert raised(demo, "xai", "2024-05-28")["xai/first-round-2024"] == {
        "committed": "500M",
        "sought": "1B",
    }
    assert equity(demo, "xai", "2024-05-28") >= {"paid 6.1347B"}


def test_cognition_seeks_2b_and_is_not_worth_it(demo: Book) -> None:
    found = worth(demo, "cognition", "2024-04-01")
    assert found.confirmed is None
    assert found.reported is not None
    assert str(found.reported.figure) == "350M"
    assert found.headline == found.reported
    assert found.sought is not None
    assert str(found.sought.figure) == "2B"


def test_a_letter_of_intent_is_in_no_raised_total(demo: Book) -> None:
    lines = raised(demo, "openai", "2025-09-23")
    assert lines["openai/nvidia-loi"] == {"sought": "..100B"}
    found = at(demo, "openai", "2025-09-23").rounds["openai/nvidia-loi"]
    assert (found.standing, found.stage) == ("confirmed", "loi_signed")
    sums = equity(demo, "openai", "2025-09-23")
    assert not any(text.startswith("sought") for text in sums)


def test_500b_secondary_stands_beside_the_last_primary_price(demo: Book) -> None:
    found = worth(demo, "openai", "2025-09-23")
    assert found.secondary is not None
    assert (str(found.secondary.figure), found.secondary.kind) == ("500B", "secondary")
    assert found.confirmed is not None
    assert str(found.confirmed.figure) == "300B"
    assert found.headline == found.confirmed


def test_by_april_the_letter_is_superseded_and_122b_closed_at_852b(demo: Book) -> None:
    rounds = at(demo, "openai", "2026-04-01").rounds
    assert rounds["openai/nvidia-loi"].standing == "superseded"
    assert rounds["openai/2026"].stage == "closed"
    money = raised(demo, "openai", "2026-04-01")["openai/2026"]
    assert money == {"committed": "87B", "conditional": "35B"}
    found = worth(demo, "openai", "2026-04-01").confirmed
    assert found is not None
    assert (str(found.figure), found.kind) == ("852B", "post_money")


@pytest.mark.parametrize("typed", ["x.OpenAI", "OpenOpenAI"])
def test_a_slip_of_the_pen_is_refused_with_near_misses(demo: Book, typed: str) -> None:
    with pytest.raises(UnknownName) as caught:
        demo.company(typed, demo.basis())
    assert "openai" in f"{caught.value.message} {caught.value.hint}".lower()


def test_every_answer_replays_under_its_token(demo: Book) -> None:
    basis = demo.basis(as_of="2024-01-19", tz=NEW_YORK)
    again = demo.basis(token=basis.token)
    assert again == basis
    assert demo.valuations(again) == demo.valuations(basis)


def test_xai_has_no_figures_of_its_own_once_it_was_acquired(demo: Book) -> None:
    found = worth(demo, "xai", "2026-11-22")
    assert found.ended is not None
    assert found.headline is None
    assert at(demo, "xai", "2026-11-22").rounds
