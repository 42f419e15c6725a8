"""Cards of events: addresses, quotes, notes, and who answered."""

import re

import pytest

from ledger.page import cards
from ledger.page.contents import ReportContents, SaidEvent
from ledger.page.writing import page_of
from tests.page.reading import read
from tests.page.test_page import check_closed
from tests.tales import Tale


def reported(tale: Tale) -> ReportContents:
    """Give a report on all of a tale."""
    return tale.book.report(tale.book.basis(as_of="2024-12-31"), believed=False)


def told_of(report: ReportContents, seq: int) -> SaidEvent:
    """Give what a report says of an event."""
    (found,) = (event for event in report.events if event.seq == seq)
    return found


def test_a_card_has_the_address_the_quote_and_the_note(tale: Tale) -> None:
    claim = tale.reported("halcyon/a", "1B", by="herald", on="2024-01-05")
    tale.say(
        "claim.cited",
        claim=claim,
        url="https://herald.example/a?b=1&c=2",
        locator="page 3",
        note="Behind a <paywall>.",
    )
    report = reported(tale)
    (piece,) = report.events[0].pieces
    assert piece.url == "https://herald.example/a?b=1&c=2"
    assert piece.note == "Behind a <paywall>."
    page = page_of(report).decode()
    parsed = read(page)
    check_closed(parsed)
    (link,) = parsed.classed("out")
    assert link.attributes["href"] == "https://herald.example/a?b=1&c=2"
    assert "note: Behind a &lt;paywall&gt;." in page
    assert "page 3" in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "herald"])
def test_what_is_no_address_of_the_web_is_no_link(tale: Tale, url: str) -> None:
    claim = tale.reported("halcyon/a", "1B", by="herald", on="2024-01-05")
    tale.say("claim.cited", claim=claim, url=url, locator="page 3")
    page = page_of(reported(tale)).decode()
    parsed = read(page)
    check_closed(parsed)
    assert parsed.classed("out") == []
    assert url in page


def test_a_card_names_who_denied_copied_and_withdrew_it(tale: Tale) -> None:
    claim = tale.reported("halcyon/a", "1B", by="herald", on="2024-01-05")
    later = tale.reported("halcyon/a", "1B", by="gazette", on="2024-03-05")
    tale.copied(claim, carrier="a-blog", on="2024-01-06")
    tale.denied("halcyon/a", by="founder", on="2024-01-07")
    tale.denied(later, by="halcyon-co", on="2024-03-07", scope="valuation")
    tale.confirmed(claim, by="fund", on="2024-01-08")
    tale.retracted(claim, by="herald", on="2024-04-05")
    report = reported(tale)
    first, second = (
        [(reply.word, reply.source, reply.how) for reply in event.replies]
        for event in (x for x in report.events if "reports" in str(x.what))
    )
    assert first[:2] == [
        ("copied by", "A Blog", first[0][2]),
        ("denied by", "The Founder", "whole; false"),
    ]
    assert [word for word, _, _ in first[2:]] == ["confirmed by", "retracted by"]
    assert second == [("denied by", "Halcyon (company)", "valuation; false")]
    page = page_of(report).decode()
    assert re.search(r'denied by <a href="#event-\d+">\d+</a> The Founder', page)


def test_many_events_stand_in_parts(
    tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(1, 8):
        tale.reported(f"halcyon/r{day}", f"{day}B", by="herald", on=f"2024-01-0{day}")
    whole = page_of(reported(tale)).decode()
    assert 'class="part"' not in whole
    monkeypatch.setattr(cards, "PART", 3)
    page = page_of(reported(tale)).decode()
    parsed = read(page)
    assert len(parsed.classed("part")) == 3
    titles = [x.text for x in parsed.named("summary") if x.text.startswith("Events ")]
    assert titles == [
        "Events 1 to 3, published 2024-01-01 to 2024-01-03",
        "Events 4 to 6, published 2024-01-04 to 2024-01-06",
        "Events 7 to 7, published 2024-01-07 to 2024-01-07",
    ]
    ids = {one.attributes.get("id") for one in parsed.named("li")}
    assert ids >= {f"event-{event.seq}" for event in reported(tale).events}
