"""A report shows for each day what the commands print as of that day."""

from collections.abc import Callable

import pytest

from ledger.book import Book
from ledger.claims.dates import show_day
from ledger.errors import UnknownName
from ledger.page.contents import ReportContents
from tests.page.asking import ranking_at, rows_at, same_ranking, same_stories
from tests.tales import Tale

YEARS = range(2019, 2027)


def places(report: ReportContents, prefix: str) -> list[int]:
    """Give the days of a year or a month."""
    count = len(report.bases)
    return [x for x in range(count) if show_day(report.first + x).startswith(prefix)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_demo_has_the_ranking_that_valuations_prints(
    demo: Book, report: ReportContents, year: int
) -> None:
    there = places(report, str(year))
    assert there
    same_ranking(demo, report, there)


def test_no_day_of_the_demo_is_left_out(report: ReportContents) -> None:
    counted = [place for year in YEARS for place in places(report, str(year))]
    assert counted == list(range(len(report.bases)))
    assert show_day(report.first) == "2019-07-22"
    assert report.basis.as_of == "2026-11-23"


def test_disputes_and_explanations_follow_the_days_too(
    demo: Book, report: ReportContents
) -> None:
    turns = {event.place for event in report.events}
    same_stories(demo, report, sorted({*list(turns)[::4], report.last}))


def test_the_story_of_january_2024(report: ReportContents) -> None:
    by_day = {one.as_of: place for place, one in enumerate(report.bases)}
    rows = {row[0]: row for row in ranking_at(report, by_day["2024-01-19"])}
    assert rows["xai"][1:4] == ("reported", "15B..20B", "disputed")
    assert "xai" not in {row[0] for row in ranking_at(report, by_day["2024-01-18"])}
    rows = {row[0]: row for row in ranking_at(report, by_day["2024-05-28"])}
    assert rows["xai"][1] == "confirmed*"
    assert rows["xai"][2] == "24B post-money derived"


def test_an_event_of_a_story_is_shown_from_the_day_it_is_known(
    report: ReportContents,
) -> None:
    (xai,) = (x for x in report.sections if x.slug == "xai")
    places = {event.seq: event.place for event in report.events}
    for span in xai.story.spans:
        ((_, number, *_),) = span.rows
        assert (span.first, span.end) == (places[int(str(number))], report.last + 1)


def many_turns(tale: Tale) -> None:
    """A report, a denial, a copy, a revision, a retraction, an end, our mistakes."""
    first = tale.reported("halcyon/a", "1B", by="herald", on="2024-01-05")
    tale.denied("halcyon/a", by="founder", on="2024-01-05T23:30-05:00")
    tale.copied(first, carrier="gazette", on="2024-01-07")
    tale.revised(first, by="herald", on="2024-01/2024-02", price="2B")
    ours = tale.reported("kestrel/seed", "3B", by="a-blog", on="2024-01-20")
    tale.reported(
        "halcyon/a",
        "4B",
        by="halcyon-co",
        on="2024-02-10",
        stage="closed",
        effective="2024-03-01",
    )
    tale.corrected(ours, valuation=[{"figure": "5B", "kind": "post_money"}])
    tale.retracted(first, by="herald", on="2024-04-01")
    tale.merged("kestrel", "halcyon", "acquired", on="2024-05-01")
    tale.say(
        "company.renamed",
        slug="halcyon",
        name="Halcyon Labs",
        source="halcyon-co",
        published="2024-05-20",
    )


def sameness(tale: Tale) -> None:
    """Two companies that turn out to be one."""
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-05")
    tale.reported("kestrel/a", "2B", by="gazette", on="2024-01-09")
    tale.merged("kestrel", "halcyon", "identical", on="2024-02-01")


def told_late(tale: Tale) -> None:
    """What is recorded while the days go by, some of it afterwards."""
    for on, now in (("2024-01-05", "2024-01-06"), ("2024-01-03", "2024-01-20")):
        tale.clock(now)
        tale.reported(f"halcyon/r-{on}", "1B", by="herald", on=on)


def not_raising(tale: Tale) -> None:
    """Somebody is not raising now; a later round of its own part, and of another."""
    for name, on in (("a", "2024-01-05"), ("b", "2024-03-01"), ("c", "2024-05-01")):
        stage = "in_talks" if name == "a" else "closed"
        tale.reported(f"halcyon/{name}", "1B", by="herald", on=on, stage=stage)
        tale.denied(
            f"halcyon/{name}", by="founder", on=on[:-2] + "20", form="not_raising_now"
        )


@pytest.mark.parametrize("tell", [many_turns, sameness, told_late, not_raising])
@pytest.mark.parametrize("names", [(), ("halcyon",), ("kestrel", "halcyon")])
@pytest.mark.parametrize("possible", [False, True])
def test_every_day_of_a_tale_is_what_the_commands_print(
    tale: Tale, tell: Callable[[Tale], None], names: tuple[str, ...], *, possible: bool
) -> None:
    tell(tale)
    basis = tale.book.basis(as_of="2024-06-30", possible=possible)
    report = tale.book.report(basis, names, believed=False)
    everything = range(len(report.bases))
    same_ranking(tale.book, report, everything, names)
    same_stories(tale.book, report, everything, names)


def test_a_company_that_turned_out_to_be_another_keeps_what_was_known_of_it(
    tale: Tale,
) -> None:
    sameness(tale)
    report = tale.book.report(tale.book.basis(as_of="2024-06-30"), believed=False)
    halcyon, kestrel = report.sections
    assert (halcyon.slug, halcyon.now) == ("halcyon", "")
    assert (kestrel.slug, kestrel.now) == ("kestrel", "halcyon")
    assert rows_at(kestrel.claims, report.last) == []
    before = rows_at(kestrel.claims, kestrel.claims.spans[0].first)
    assert [row[2] for row in before] == ["a: at 2B post-money [committed]"]
    assert len(rows_at(halcyon.story, report.last)) == 3


def test_a_row_is_not_written_again_for_every_headline(tale: Tale) -> None:
    rounds = 12
    for number in range(1, rounds + 1):
        price, on = f"{number}B", f"2023-{number:02}-05"
        tale.reported(f"halcyon/r{number}", price, by="herald", on=on, stage="closed")
    report = tale.book.report(tale.book.basis(as_of="2024-01-31"), believed=False)
    (halcyon,) = report.sections
    assert len(halcyon.claims.spans) == 2 * rounds - 1  # counted, then set aside
    same_stories(tale.book, report, {event.place for event in report.events})


def test_time_alone_moves_a_report(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-05", stage="in_talks")
    basis = tale.book.basis(as_of="2025-03-01")
    report = tale.book.report(basis, believed=False)
    assert len(report.bases) > 1
    assert [row[1] for row in ranking_at(report, 0)] == ["sought"]
    assert ranking_at(report, report.last) == []
    same_ranking(tale.book, report, range(len(report.bases)))


def test_an_earlier_known_at_leaves_out_what_came_later(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-05")
    known = tale.book.log.head().seq
    tale.reported("halcyon/b", "2B", by="herald", on="2024-01-06")
    basis = tale.book.basis(known_at=f"seq:{known}", as_of="2024-02-01")
    report = tale.book.report(basis, believed=False)
    assert [str(event.what) for event in report.events] == [
        "reports halcyon/a: at 1B post-money [committed]"
    ]
    same_ranking(tale.book, report, range(len(report.bases)), known_at=f"seq:{known}")


def test_a_day_that_is_asked_about_is_asked_about_on_all_days(tale: Tale) -> None:
    tale.reported(
        "halcyon/a", "1B", by="herald", on="2024-01-05", effective="2024-02-01"
    )
    basis = tale.book.basis(as_of="2024-03-01", effective="2024-01-31")
    report = tale.book.report(basis, believed=False)
    for place in range(len(report.bases)):
        assert [row[1] for row in ranking_at(report, place)] == ["sought"]


def test_nothing_published_is_one_day_and_a_word(tale: Tale) -> None:
    report = tale.book.report(tale.book.basis(as_of="2024-01-01"), believed=False)
    assert len(report.bases) == 1
    assert rows_at(report.notes, 0) == [("nothing recorded by that date",)]
    tale.reported("halcyon/a", "1B", by="herald", on="2024-01-05")
    report = tale.book.report(tale.book.basis(as_of="2024-01-01"), believed=False)
    assert rows_at(report.notes, 0) == [("nothing published by that date",)]
    assert (report.sections, report.events) == ([], [])


def test_a_company_without_figures_has_its_section(tale: Tale) -> None:
    tale.reported("halcyon/a", None, by="herald", on="2024-01-05", raised="1B")
    basis = tale.book.basis(as_of="2024-02-01")
    report = tale.book.report(basis, ["halcyon", "kestrel"], believed=False)
    assert [one.slug for one in report.sections] == ["halcyon"]
    assert report.sections[0].trend is None
    assert ranking_at(report, report.last) == []
    assert ("kestrel: nothing recorded by that date",) in rows_at(
        report.notes, report.last
    )


def test_an_unknown_company_is_refused(tale: Tale) -> None:
    with pytest.raises(UnknownName):
        tale.book.report(tale.book.basis(), ["halcion"], believed=False)
