"""Rows and specifications of charts, and charts in characters."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ledger.charts.axes import (
    amount_label,
    day_labels,
    day_ticks,
    log_domain,
    log_ticks,
)
from ledger.charts.labels import PanelFrame, floor_rows, hatched, labelled
from ledger.charts.rows import chart_rows
from ledger.charts.terminal import plot
from ledger.charts.values import Chart
from ledger.charts.vega import Style, chart_spec
from ledger.projections.basis import Answer
from tests.charts.conftest import missing_extra
from tests.tales import Tale, told

BIDI = "Halcyon\N{RIGHT-TO-LEFT OVERRIDE}nocylaH"


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give a ledger that is told a story."""
    with told(tmp_path) as made:
        yield made


@pytest.fixture
def engine() -> None:
    """Skip, and say so, where what makes pictures is missing."""
    missing_extra()


def asked(tale: Tale, *slugs: str, what: str = "valuation") -> Answer[Chart]:
    """The chart of some companies as of the end of 2026."""
    return tale.book.chart(what, tale.book.basis(as_of="2026"), slugs)


def spec_of(tale: Tale, *slugs: str, **style: Any) -> dict[str, Any]:  # of a style
    """The specification of the chart of some companies."""
    answer = asked(tale, *slugs)
    spec = chart_spec(answer, tale.book.names(answer.basis), Style(**style))
    assert spec is not None
    return spec


def rows_of(spec: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    """The rows of a layer."""
    found: list[dict[str, Any]] = spec["datasets"][spec["layer"][layer]["data"]["name"]]
    return found


def drawn(tale: Tale, *slugs: str, width: int = 80) -> list[str]:
    """The same in characters."""
    answer = asked(tale, *slugs)
    return list(plot(answer, tale.book.names(answer.basis), width=width))


def test_currencies_never_share_a_panel(tale: Tale) -> None:
    tale.reported("halcyon/a", "EUR1B", by="the-wire", on="2024-01-10")
    tale.reported("halcyon/b", "2B", by="the-wire", on="2024-03-10", stage="in_talks")
    tale.denied("halcyon/a", by="halcyon-co", on="2024-01-11")
    steps, marks = chart_rows(asked(tale, "halcyon"), tale.book.names())
    assert {row["panel"] for row in steps} == {"halcyon, USD", "halcyon, EUR"}
    assert [(row["mark"], row["panel"]) for row in marks] == [
        ("report", "halcyon, EUR"),
        ("denial", "halcyon, EUR"),
        ("report", "halcyon, USD"),
    ]


@pytest.mark.usefixtures("engine")
def test_a_specification_is_plain_and_says_what_it_holds(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B..2B", by="the-wire", on="2024-01-10")
    tale.denied("halcyon/a", by="halcyon-co", on="2024-03-11")
    spec = spec_of(tale, "halcyon")
    assert json.loads(json.dumps(spec)) == spec
    marks = [layer["mark"]["type"] for layer in spec["layer"]]
    assert marks == ["rule", "rect", "rule", "rule", "text", "text", "point"]
    hatch = rows_of(spec, 2)
    assert len(hatch) > 10
    tips = [row["tip"] for row in rows_of(spec, -1)]
    assert tips == [
        (
            "report: The Wire reports halcyon/a: at 1B..2B post-money [committed];"
            " published 2024-01-10; event 13"
        ),
        (
            "denial: Halcyon (company) denies halcyon/a (whole; false);"
            " published 2024-03-11; event 14"
        ),
    ]


@pytest.mark.usefixtures("engine")
def test_several_companies_stand_below_each_other_as_they_were_named(
    tale: Tale,
) -> None:
    for slug in ("halcyon", "kestrel"):
        tale.reported(f"{slug}/a", "1B", by="the-wire", on="2024-01-10")
    spec = spec_of(tale, "kestrel", "halcyon", width=360)
    titles = [panel["title"]["text"].partition(":")[0] for panel in spec["vconcat"]]
    assert titles == ["Kestrel", "Halcyon"]
    assert all(panel["width"] < 360 for panel in spec["vconcat"])


@pytest.mark.usefixtures("engine")
def test_a_slider_is_a_parameter_behind_which_nothing_is_drawn(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="the-wire", on="2024-01-10")
    spec = spec_of(tale, "halcyon", slider="as_of")
    assert [one["name"] for one in spec["params"]] == ["as_of"]
    for layer in spec["layer"]:
        assert {"filter": "datum.since <= as_of"} in layer["transform"]


def test_there_is_nothing_to_draw_of_whom_nothing_is_known(tale: Tale) -> None:
    answer = asked(tale, "halcyon")
    assert chart_rows(answer, tale.book.names()) == ([], [])
    assert chart_spec(answer, tale.book.names()) is None
    assert drawn(tale, "halcyon") == []


def test_one_event_is_a_chart(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="the-wire", on="2026-12-31")
    lines = drawn(tale, "halcyon")
    assert any(line.rstrip().endswith("o│1B post") for line in lines)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("name", [BIDI, "晴鸟" * 100, "</script>", "a" * 200])
def test_any_name_is_shown_safely_and_within_the_width(tale: Tale, name: str) -> None:
    tale.say("company.renamed", slug="halcyon", name=name, published="2024-01-01")
    tale.reported("halcyon/a", "1B", by="the-wire", on="2024-01-10")
    lines = drawn(tale, "halcyon")
    assert all(cell_len(line) <= 80 for line in lines)
    spec = spec_of(tale, "halcyon")
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in "".join(lines) + str(spec)
    assert spec["config"]["title"]["limit"] < spec["width"] + 100


@pytest.mark.usefixtures("engine")
def test_hundreds_of_events_are_drawn(tale: Tale) -> None:
    for number in range(300):
        year, day = divmod(number, 28)
        tale.reported(
            *(f"halcyon/r{number // 50}", f"{number + 1}M"),
            by=("the-wire", "herald", "gazette")[number % 3],
            on=f"{2012 + year}-03-{day + 1:02}",
        )
    spec = spec_of(tale, "halcyon")
    assert len(rows_of(spec, -1)) == 300
    assert len(drawn(tale, "halcyon")) < 30


@given(st.floats(1e3, 1e13), st.floats(1, 1e6), st.integers(3, 12))
def test_an_axis_has_round_amounts_in_it_and_not_too_many(
    low: float, factor: float, most: int
) -> None:
    ends = log_domain([low, low * factor])
    ticks = log_ticks(*ends, most)
    assert 1 <= len(ticks) <= most
    assert all(ends[0] <= tick <= ends[1] for tick in ticks)
    assert ticks == sorted(ticks)


@given(st.integers(0, 20_000), st.integers(1, 15_000), st.integers(3, 12))
def test_an_axis_of_time_has_room_for_its_labels(
    start: int, days: int, most: int
) -> None:
    first, last = (
        datetime.fromtimestamp(day * 86_400, UTC) for day in (start, start + days)
    )
    ticks = day_ticks(first, last, most)
    assert len(ticks) <= most
    assert all(first <= tick <= last for tick in ticks)
    assert len(day_labels(ticks)) == len(ticks)


@pytest.mark.parametrize(
    ("amount", "label"),
    [(5e8, "500M"), (1e9, "1B"), (2.5e12, "2.5T"), (3e3, "3K"), (7, "7")],
)
def test_amounts_of_an_axis_are_short(amount: float, label: str) -> None:
    assert amount_label(amount) == label


PLACE = PanelFrame(100, 100, 0, 1000, 1, 100, logarithmic=True, cut=900)


def test_what_is_laid_out_stays_inside_and_apart() -> None:
    for x, y, x2, y2 in hatched(PLACE, 100, 600, 5, 50):
        assert 100 - 1e-6 <= x < x2 <= 600 + 1e-6
        assert 5 * 0.999 <= y < y2 <= 50 * 1.001
    assert floor_rows(PLACE, [10, 12, 14, 500]) == [0, 1, 2, 0]
    label = {"line": "sought", "text": "10B", "until": 800, "low": 10, "high": 10}
    wanted = [{**label, "since": since} for since in (100, 120, 140)]
    placed = labelled(PLACE, wanted, [])
    assert [row["since"] for row in placed] == [100, 120, 140]
    above, below, further = (round(PLACE.y(row["y"])) for row in placed)
    assert above < PLACE.y(10) < below  # and the third further on, or before its line
    assert further == above or placed[2]["at"] < 140


def test_what_has_no_beginning_begins_with_the_picture(tale: Tale) -> None:
    tale.reported("halcyon/a", "1B", by="the-wire", on="../2024-03")
    tale.reported("halcyon/b", "2B", by="the-wire", on="2024-06-01")
    basis = tale.book.basis(as_of="2024-12", possible=True)
    answer = tale.book.chart("valuation", basis, ["halcyon"])
    lines = list(plot(answer, tale.book.names()))
    assert any("Jul" in line or "Jun" in line for line in lines), lines
