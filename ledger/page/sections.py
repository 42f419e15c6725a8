"""The parts of a page: companies, events, sources, and how to verify."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from ledger.page.cards import cards
from ledger.page.contents import Pictured, ReportContents, Section, SourceRecord
from ledger.page.markup import Child, Html, join_markup, opening_tag, tag
from ledger.page.moving import RowDrawer
from ledger.page.sources import records_table

RANKING: Final = (
    " prints for the day that is chosen. An asterisk marks the headline: the confirmed"
    " figure, else the undisputed reported one, else none. The line is that figure from"
    " day to day on a logarithmic scale, dotted where a figure is disputed or only"
    " sought. It goes down only where somebody named a lower price later, and breaks"
    " where a figure was withdrawn, denied or replaced by another kind."
)
DISPUTED: Final = (
    "Denials that are open on the chosen day. A denial is open until the denier"
    " withdraws it, or a party to the round states the denied field later. It proves"
    " nothing."
)
SOURCES: Final = (
    "The outcomes of their claims, as of {as_of}; these records do not follow the"
    " slider. Ranked by the lower end of the 90 % interval, not by the mean. With less"
    " than one settled claim a source is unrated, with less than five provisional; a"
    " claim counts at the weight of its outcome, 0.8 if only one party stated it."
)
DENIERS: Final = "How often deniers were right, as of {as_of}. Ranked like sources."
LEFT_OUT: Final = "Left out because the ledger is large; --belief includes them."
EVENTS: Final = (
    "The events behind everything above, in order of publication. An id is the"
    " hash of what was said; it is the same in every ledger."
)
PROVING: Final = (
    "This page proves nothing by itself: it is a picture of a ledger. The root is the"
    " hash of all its entries up to this basis (RFC 6962). Anyone with the ledger, or"
    " an export of it, can print the same tables and compare the root."
)


def headed(id_: str, title: str, *children: Child, class_: str | None = None) -> Html:
    """Write a section of the page under its heading."""
    return join_markup(headed_parts(id_, title, children, class_=class_))


def headed_parts(
    id_: str, title: str, children: Iterable[Child], *, class_: str | None = None
) -> Iterator[Html]:
    """Write a section of the page under its heading, child by child."""
    labelled = f"{id_}-title"
    yield opening_tag("section", id=id_, aria_labelledby=labelled, class_=class_)
    yield tag("h2", title, id=labelled)
    for child in children:
        yield join_markup([child])
    yield Html("</section>")


def ranking(report: ReportContents, drawn: RowDrawer) -> Html:
    """The table of all companies, and what is to be said next to it."""
    words = ("sayso valuations", *report.wanted, "--no-belief --as-of")
    command = tag("code", " ".join(words))
    caption = "What companies are said to be worth"
    return headed(
        "ranking",
        "Ranking",
        drawn.table(report.ranking, caption, class_="ranking"),
        notes(report),
        tag("p", "The rows are those that ", command, RANKING, class_="note"),
    )


def notes(report: ReportContents) -> Html:
    """What is to be said of the answers of a day."""
    lines = [str(row[0]) for span in report.notes.at(report.last) for row in span.rows]
    return tag("ul", *(tag("li", x) for x in lines), id="notes", class_="note")


def disputed(report: ReportContents, drawn: RowDrawer) -> Html:
    """Denials that are open on a day."""
    return headed(
        "disputed",
        "Disputed",
        tag("p", DISPUTED, class_="note"),
        drawn.table(report.disputed, "Open denials", class_="stacked"),
    )


def company(section: Section, drawn: RowDrawer, chart: Html | None) -> Html:
    """One company: its chart, its figures, why, and its story."""
    name, title = section.name, f"company-{section.slug}-title"
    count = len(section.story.spans)
    return tag(
        "section",
        tag("h3", name, " ", tag("small", section.slug), id=title),
        _by_now(section.now),
        _charted(section, chart),
        drawn.table(
            section.figures, f"{name}: figures and their rules", class_="stacked"
        ),
        tag(
            "details",
            tag("summary", "Explanation: every claim, counted or set aside"),
            drawn.table(section.claims, f"{name}: claims", class_="stacked"),
            tag("h4", "Denials"),
            drawn.table(section.denials, f"{name}: denials", class_="stacked"),
            class_="explanation",
        ),
        tag(
            "details",
            tag(
                "summary",
                f"Timeline: {count:,} {'event' if count == 1 else 'events'}, and what"
                " was believed after each",
            ),
            drawn.table(section.story, f"{name}: timeline", class_="stacked"),
            class_="story",
        ),
        id=f"company-{section.slug}",
        class_="company",
        aria_labelledby=title,
        data_since=min((span.first for span in section.story.spans), default=0),
    )


def _by_now(slug: str) -> Html | None:
    """Say with which company one turned out to be one."""
    if not slug:
        return None
    link = tag("a", slug, href=f"#company-{slug}")
    return tag("p", "It is now known to be the same as ", link, ".", class_="note")


def _charted(section: Section, chart: Html | None) -> Html | None:
    """The chart of a company; the script puts a living one in its place."""
    if chart is None:
        return None
    label = f"{section.name}: reported valuations, on a logarithmic scale"
    return tag(
        "div",
        chart,
        class_="chart",
        role="group",
        aria_label=label,
        data_chart=section.slug,
    )


def companies(
    report: ReportContents, drawn: RowDrawer, draw: Callable[[str, Pictured], str]
) -> Iterator[Html]:
    """All companies, with links to them above; each is drawn when it is asked for."""
    links = [
        tag("li", tag("a", one.name, href=f"#company-{one.slug}"))
        for one in report.sections
    ]
    index = tag("nav", tag("ul", *links), class_="index", aria_label="Companies")

    def told() -> Iterator[Html]:
        yield index
        for one in report.sections:
            chart = report.charts.get(one.slug)
            picture = None if chart is None else Html(draw(one.slug, chart))
            yield company(one, drawn, picture)

    return headed_parts("companies", "Company by company", told())


def sources(report: ReportContents, known: frozenset[int]) -> Iterator[Html]:
    """How far sources can be trusted, and those who deny."""
    as_of = report.basis.as_of
    for id_, title, words, records, caption in (
        ("sources", "Sources", SOURCES, report.sources, "Sources by their 5 % bound"),
        ("deniers", "Deniers", DENIERS, report.deniers, "Deniers by their 5 % bound"),
    ):
        if report.believed:
            note = tag("p", words.format(as_of=as_of), class_="note")
            yield headed(id_, title, note, _ranking(records, caption, known))
        else:
            yield headed(id_, title, tag("p", LEFT_OUT, class_="note"))


def _ranking(
    records: Sequence[SourceRecord], caption: str, known: frozenset[int]
) -> Html:
    if not records:
        return tag("p", "Nothing was settled at that date.")
    return records_table(records, caption, known)


def events(report: ReportContents, known: frozenset[int]) -> Iterator[Html]:
    """Every event, with an anchor of its own."""
    note = tag("p", EVENTS, class_="note")
    return headed_parts(
        "events", "The events", chain([note], cards(report.events, known))
    )


def verifying(report: ReportContents) -> Html:
    """What the page can be held against, and with which commands."""
    proof, basis = report.proof, report.basis
    names = "".join(f" {slug}" for slug in report.wanted)
    options = "".join(f" --company {slug}" for slug in report.wanted)
    first = report.sections[0].slug if report.sections else "COMPANY"
    facts = tag(
        "dl",
        *(
            join_markup([tag("dt", term), tag("dd", tag("code", value))])
            for term, value in (
                ("ledger", proof.origin),
                ("entries", f"{proof.size:,}"),
                ("root", proof.root or "none"),
            )
        ),
    )
    token = tag("span", basis.token, class_="token")
    lines = [
        join_markup([f"sayso valuations{names} --no-belief --basis ", token]),
        join_markup([f"sayso explain {first} --basis ", token]),
        join_markup([f"sayso report report.html{options} --basis ", basis.token]),
    ]
    return headed(
        "verify",
        "How to verify",
        tag("p", PROVING),
        facts,
        _head(report),
        tag("p", "The same tables, as of the day that is chosen; and this page again:"),
        tag("pre", tag("code", join_markup(lines, "\n"))),
    )


def _head(report: ReportContents) -> Html:
    note = report.proof.checkpoint
    if not note:
        return tag(
            "p",
            "No head of this ledger was signed at that date. Ask its keeper for one: ",
            tag("code", "sayso audit checkpoint"),
            ".",
        )
    return join_markup(
        [
            tag(
                "p",
                "Its newest signed head. Keep it in a file, and let ",
                tag("code", "sayso audit verify --since FILE --key KEY"),
                " tell whether the ledger still extends it; the key comes from its"
                " keeper, not from this page.",
            ),
            tag("pre", join_markup(note.split("\n"), "\n")),
            *_witnesses(report.proof.witnesses),
        ]
    )


def _witnesses(lines: Sequence[str]) -> list[Html]:
    """Say who outside saw which head; nothing if no witness is named."""
    if not lines:
        return []
    return [
        tag("p", "Witnesses of this ledger:"),
        tag("ul", join_markup(tag("li", line) for line in lines)),
    ]
