"""What a report shows for a day, next to what the questions answer as of that day."""

from collections.abc import Iterable, Sequence

from ledger.book import Book
from ledger.page.contents import Moving, ReportContents, RowTexts
from ledger.rendering.disputed import disputed_table
from ledger.rendering.explained import explanation_tables
from ledger.rendering.figures import AGELESS, valuations_table
from ledger.rendering.tables import Table, brief


def texts(table: Table) -> list[RowTexts]:
    """Give the rows of a table as they are printed."""
    return [tuple(map(brief, row)) for row in table.rows]


def rows_at(moving: Moving, place: int) -> list[RowTexts]:
    """Give the rows that a page shows on a day, as texts."""
    return [tuple(map(str, row)) for span in moving.at(place) for row in span.rows]


def ranking_at(report: ReportContents, place: int) -> list[RowTexts]:
    """Give its ranking with the company in every row, as `valuations` has it."""
    return [
        (span.head[0], *map(str, row))
        for span in report.ranking.at(place)
        for row in span.rows
    ]


def same_ranking(
    book: Book,
    report: ReportContents,
    places: Iterable[int],
    names: Sequence[str] = (),
    known_at: str | None = None,
) -> None:
    """Hold that ranking, notes and token of a day are those of `valuations --as-of`."""
    for place in places:
        shown = report.bases[place]
        basis = book.basis(
            as_of=shown.as_of,
            tz=shown.zone,
            possible=shown.possible,
            known_at=known_at,
        )
        assert shown.token == basis.token
        answer = book.valuations(basis, names)
        table = valuations_table(answer, book.names(basis), brief=True, columns=AGELESS)
        assert ranking_at(report, place) == texts(table), shown.as_of
        notes = [row[0] for row in rows_at(report.notes, place)]
        assert [*notes, f"basis {shown.token}"] == list(table.notes), shown.as_of


def same_stories(
    book: Book, report: ReportContents, places: Iterable[int], names: Sequence[str] = ()
) -> None:
    """Hold that disputes and explanations of days are those of the commands."""
    for place in places:
        basis = report.bases[place]
        directory = book.names(basis)
        answer = book.companies(basis, names)
        disputed = texts(disputed_table(answer, directory, brief=True))
        assert rows_at(report.disputed, place) == disputed
        there = {company.slug for company in answer.value}
        for section in report.sections:
            if section.slug not in there:
                assert rows_at(section.claims, place) == []
                continue
            told = book.explain(section.slug, basis)
            tables = explanation_tables(told, directory, section.slug, brief=True)
            found = {table.heading: texts(table) for table in tables[1:]}
            assert rows_at(section.claims, place) == found.get("claims", [])
            assert rows_at(section.denials, place) == found.get("denials", [])
            figures = [row[:-1] for row in rows_at(section.figures, place)]
            assert figures == texts(tables[0])
