"""Pictures for slides: their size, their title, who said it, and their letters."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from ledger.book import Book
from ledger.charts.files import chart_file
from ledger.charts.rows import amount_text, chart_rows, notes_of
from ledger.charts.slides import Slide, size_of
from ledger.charts.terminal import plot
from ledger.charts.values import Chart
from ledger.charts.vega import Style, chart_spec
from ledger.errors import BadInput, Refused
from ledger.projections.basis import Answer
from ledger.rendering.basis import heading
from tests.tales import Tale, told

PNG: Final = slice(16, 24)
"""Where a PNG has its width and its height."""
DAY: Final = 86_400_000.0

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give a ledger that is told of two companies."""
    with told(tmp_path) as tale:
        tale.reported("halcyon/a", "1B", by="the-wire", on="2024-01-10")
        tale.reported("halcyon/b", "4B", by="halcyon-co", on="2025-01-10")
        tale.reported("kestrel/a", "2B", by="herald", on="2024-06-10", kind="pre_money")
        yield tale


def picture(book: Book, kind: str, slide: Slide, *names: str, **asked: Any) -> bytes:
    """Draw a picture of some companies as of the end of 2026."""
    what = asked.pop("what", "valuation")
    answer = book.chart(what, names=names, as_of="2026", **asked)
    return chart_file(answer, book.names(answer.basis), kind, slide)


def texts(svg: bytes) -> list[str]:
    """Give what is written on a picture."""
    return re.findall(r"<text[^>]*>([^<]*)", svg.decode())


@pytest.mark.parametrize(
    ("size", "names"),
    [
        ((1920, 1080), ("openai",)),
        ((1280, 720), ("openai", "anthropic")),
        ((1080, 1350), ("openai", "anthropic", "xai")),
        ((901, 507), ("xai",)),
    ],
)
def test_a_picture_has_its_size_to_the_pixel(
    demo: Book, size: tuple[int, int], names: tuple[str, ...]
) -> None:
    slide = Slide(size=size, sourced=True)
    png = picture(demo, "png", slide, *names)
    width, height = (int.from_bytes(png[PNG][n : n + 4]) for n in (0, 4))
    assert (width, height) == size
    svg = picture(demo, "svg", slide, *names)
    assert f'width="{size[0]}" height="{size[1]}"' in svg.decode().partition(">")[0]
    inner = re.findall(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', svg.decode())[1]
    scale = min(size[0] / 800, size[1] / 450)
    assert float(inner[0]) <= size[0] / scale, "it sticks out"
    below = size[1] / scale - float(inner[1])
    assert 14 <= below <= 60, "it sticks out, or leaves much room"


def test_what_has_no_room_is_refused(demo: Book) -> None:
    names = ("openai", "anthropic", "xai", "mistral")
    with pytest.raises(Refused, match="the panels have no room") as caught:
        picture(demo, "png", Slide(size=(1280, 400)), *names)
    assert caught.value.parameters == ("size",)  # the command says --size
    assert "--together" in str(caught.value.hint)


def test_a_pdf_is_a_page_of_lines(demo: Book) -> None:
    pdf = picture(demo, "pdf", Slide(size=(1920, 1080)), "xai")
    assert pdf.startswith(b"%PDF-")
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    assert box is not None
    assert float(box[1]) / float(box[2]) == pytest.approx(1920 / 1080, rel=0.01)
    assert b"/Font" in pdf, "letters are letters"


def test_a_slide_says_who_said_it_and_on_what_it_rests(demo: Book) -> None:
    slide = Slide(title="Where <xAI> stands", sourced=True)
    words = texts(picture(demo, "svg", slide, "xai"))
    assert "Where &lt;xAI&gt; stands" in words
    (line,) = [x for x in words if x.startswith("Sources: ")]
    assert "Bloomberg" in line
    assert re.search(r" and \d+ others$", line)
    (line,) = [x for x in words if "basis b" in x]
    basis = demo.basis(as_of="2026")
    assert line == f"{heading(basis)}; basis {basis.token}"
    page = picture(demo, "html", slide, "xai").decode()
    assert "Sources: " in page
    assert "<title>Where &lt;xAI&gt; stands</title>" in page


def test_the_time_begins_where_it_is_asked_to(tale: Tale) -> None:
    since = 1_735_689_600_000.0  # 2025-01-01
    answer = asked(tale, "halcyon")
    names = tale.book.names(answer.basis)
    spec = chart_spec(answer, names, Style(since=since))
    assert spec is not None
    rows = [row for data in spec["datasets"].values() for row in data]
    assert min(row["from"] for row in rows if "from" in row) == since
    marks = [row for row in rows if "word" in row]
    assert len(marks) == 1
    assert marks[0]["tip"].startswith("statement: Halcyon (company)")
    lines = list(plot(answer, names, style=Style(since=since)))
    assert not [line for line in lines if "2024" in line]
    late = Style(since=answer.value.cut / 1000 + DAY)
    assert chart_spec(answer, names, late) is None


def asked(tale: Tale, *names: str, together: bool = False) -> Answer[Chart]:
    """Give a chart as of the end of 2026."""
    return tale.book.chart("valuation", names=names, as_of="2026", together=together)


def test_several_companies_share_one_panel_and_are_named_at_its_end(
    tale: Tale,
) -> None:
    svg = picture(tale.book, "svg", Slide(), "halcyon", "kestrel", together=True)
    words = texts(svg)
    assert words.count("Halcyon, Kestrel: headline valuations") == 1
    assert "Halcyon 4B post" in words
    assert "Kestrel 2B pre" in words
    stated = heading(tale.book.basis(as_of="2026"))
    assert f"USD on a log scale, {stated}" in words
    answer = asked(tale, "halcyon", "kestrel", together=True)
    steps, _ = chart_rows(answer, tale.book.names(answer.basis))
    assert {row["panel"] for row in steps} == {"USD"}
    headlines = tale.book.valuations(companies=["halcyon", "kestrel"], as_of="2026")
    last = {row["subject"]: row["amount"] for row in steps}
    for valuation in headlines.value:
        assert valuation.headline is not None
        assert valuation.headline.figure.brief() == last[valuation.company]


def test_sums_share_a_panel_too(demo: Book) -> None:
    names = ("openai", "anthropic")
    words = texts(
        picture(demo, "svg", Slide(linear=True), *names, what="raised", together=True)
    )
    assert "OpenAI, Anthropic: money raised" in words
    assert any(x.startswith("OpenAI paid ") for x in words)
    assert any(x.startswith("Anthropic committed ") for x in words)


@pytest.mark.parametrize("slug", ["openai", "xai"])
def test_a_line_of_belief_ends_with_how_likely_its_round_is(
    demo: Book, slug: str
) -> None:
    answer = demo.chart("belief", demo.basis(as_of="2026-11-22"), [slug])
    svg = chart_file(answer, demo.names(answer.basis), "svg", Slide())
    written = [text for text in texts(svg) if re.fullmatch(r"0\.\d\d", text)]
    last = [x.amount for x in answer.value.steps if x.until == answer.basis.cut]
    likely = [amount_text(amount) for amount in last]
    assert len({*likely}) > 1
    assert sorted(written) == sorted([*likely, *likely])  # each has a halo


def test_belief_has_a_panel_for_each(tale: Tale) -> None:
    with pytest.raises(BadInput, match="a chart of belief has a panel for each name"):
        tale.book.chart("belief", names=["halcyon"], together=True)


def test_a_linear_scale_begins_at_nought(tale: Tale) -> None:
    words = texts(picture(tale.book, "svg", Slide(linear=True), "halcyon"))
    assert "0" in words
    assert "2B" in words
    assert any(x.startswith("USD on a linear scale") for x in words)


def test_before_and_after_the_money_are_told_apart(tale: Tale) -> None:
    answer = asked(tale, "halcyon", "kestrel")
    spec = chart_spec(answer, tale.book.names(answer.basis))
    assert spec is not None
    after, before = (
        [x for x in panel["layer"] if x["encoding"].get("x2") == {"field": "x2"}]
        for panel in spec["vconcat"]
    )
    assert not after
    assert before, "the line of a price before the money has teeth"
    words = texts(picture(tale.book, "svg", Slide(), "halcyon", "kestrel"))
    assert {"pre = pre-money", "post = post-money"} <= set(words)


def test_the_legend_explains_no_kind_of_price_that_nobody_sees(tale: Tale) -> None:
    tale.reported("halcyon/c", "4.5B", by="herald", on="2025-05-01", kind="pre_money")
    tale.reported("halcyon/c", "5B", by="halcyon-co", on="2025-05-02")
    wide = Slide(size=size_of("1280x720"))
    words = texts(picture(tale.book, "svg", wide, "halcyon"))
    assert any(word.endswith(" post") for word in words)
    assert "post = post-money" in words
    assert not any(word.endswith(" pre") for word in words)
    assert "pre = pre-money" not in words


def test_a_bid_is_named(tale: Tale) -> None:
    tale.valued("halcyon", "9B", "offer", by="herald", on="2025-06-01")
    words = texts(picture(tale.book, "svg", Slide(), "halcyon"))
    assert "9B bid" in words
    assert "bid" in words, "and the legend has its mark"


@pytest.mark.parametrize(
    ("what", "note"),
    [
        ("valuation", "no valuation at that date: halcyon"),
        ("raised", "no money raised on record at that date: halcyon"),
        ("belief", "no round on record at that date, so no belief: halcyon"),
    ],
)
def test_a_chart_of_nothing_says_what_is_not_on_record(
    tmp_path: Path, what: str, note: str
) -> None:
    with told(tmp_path, "2026-12-31") as tale:
        tale.valued("halcyon", "billions", "post_money", by="herald", on="2025-06-01")
        answer = tale.book.chart(what, names=["halcyon"], as_of="2026")
        assert next(notes_of(answer)) == note
        with pytest.raises(Refused, match=f"nothing to draw: {note}"):
            chart_file(answer, tale.book.names(answer.basis), "svg")


def test_marks_without_a_belief_are_explained(tale: Tale) -> None:
    note = "Marks at the bottom: events without a belief"
    assert note not in texts(
        picture(tale.book, "svg", Slide(), "halcyon", what="belief")
    )
    tale.valued("halcyon", "3B", "tender", by="herald", on="2025-06-01")
    assert note in texts(picture(tale.book, "svg", Slide(), "halcyon", what="belief"))
    answer = tale.book.chart("belief", names=["halcyon"], as_of="2026")
    *lines, last = map(str, plot(answer, tale.book.names(answer.basis)))
    assert last == note
    assert any(line.strip(" │") == "o" for line in lines)


def test_marks_without_an_amount_are_explained(tale: Tale) -> None:
    note = "Marks at the bottom: events without an amount"
    assert note not in texts(picture(tale.book, "svg", Slide(), "halcyon"))
    tale.reported("halcyon/c", by="herald", on="2025-06-01", raised="1B")
    assert note in texts(picture(tale.book, "svg", Slide(), "halcyon"))
    answer = asked(tale, "halcyon")
    assert list(plot(answer, tale.book.names(answer.basis)))[-1] == note


def test_letters_that_no_font_has_are_refused() -> None:
    from ledger.charts.vega_files import check_letters  # an extra

    check_letters("<svg><text>24B – Zoë ·</text></svg>".encode())
    with pytest.raises(Refused, match="no font on this machine has the letters"):
        check_letters(f"<svg><text>{chr(0x10FFFC)}</text></svg>".encode())


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_a_chinese_name_is_drawn_or_refused_with_the_package(
    tale: Tale, kind: str
) -> None:
    tale.say("company.renamed", slug="halcyon", name="晴鸟智能", published="2024-01-01")
    svg = picture(tale.book, "svg", Slide(), "halcyon")
    assert "晴鸟智能" in svg.decode(), "an SVG is drawn in the fonts of its reader"
    drawn = attempt(tale, kind)
    if isinstance(drawn, Refused):
        assert "晴" in str(drawn)
        assert "apt install fonts-noto-cjk" in str(drawn.hint)
        return
    tale.say("company.renamed", slug="halcyon", name="晴鸟智慧", published="2024-01-02")
    assert attempt(tale, kind) != drawn, "each letter is drawn as itself"


def attempt(tale: Tale, kind: str) -> bytes | Refused:
    """Draw a picture, or give why not."""
    try:
        return picture(tale.book, kind, Slide(), "halcyon")
    except Refused as refused:
        return refused


@pytest.mark.parametrize(
    ("text", "size"),
    [("1920x1080", (1920, 1080)), (" 1280X720 ", (1280, 720)), ("800×600", (800, 600))],
)
def test_a_size_is_read(text: str, size: tuple[int, int]) -> None:
    assert size_of(text) == size


@pytest.mark.parametrize(
    "text", ["", "1920", "1920x", "x1080", "-1x5", "1e3x500", "299x900", "10001x900"]
)
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not the size of a picture"):
        size_of(text)
