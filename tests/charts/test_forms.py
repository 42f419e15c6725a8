"""A chart that is turned by its form is what Vega-Lite makes of it."""

from pathlib import Path
from typing import Any

import pytest

from ledger.book import Book
from ledger.charts.vega import Style, chart_spec
from tests.tales import told

STYLES = (
    Style(),
    Style(width=360, height=220, live=True, scheme="dark", linear=True),
    Style(width=1000, live=True, slider="as_of"),
    Style(title="Value", subtitle="", filled=True),
)
PLACEHOLDERS = "#value0", ["@value1"], "@value2", "#000"
"""Words that stand in a chart as placeholders do."""

pytestmark = pytest.mark.usefixtures("engine")


def check(spec: dict[str, Any] | None) -> None:
    """Hold what a form makes of a chart against what Vega-Lite makes of it."""
    import vl_convert as vega  # an extra

    from ledger.charts.bundles import SCHEMA
    from ledger.charts.forms import vega_of

    assert spec is not None
    assert vega_of(spec) == vega.vegalite_to_vega(spec, vl_version=SCHEMA)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("what", ["valuation", "raised", "belief"])
def test_a_form_gives_what_vega_lite_gives(what: str, style: Style, demo: Book) -> None:
    basis = demo.basis(as_of="2026-06-30")
    names = demo.names(basis)
    for slugs in (["xai"], ["openai"], ["anthropic", "mistral"]):
        check(chart_spec(demo.chart(what, basis, slugs), names, style))
    together = what != "belief"
    if together:
        both = demo.chart(what, basis, ["xai", "openai"], together=True)
        check(chart_spec(both, names, style))


def test_scores_have_forms_too(demo: Book) -> None:
    basis = demo.basis(as_of="2026-06-30")
    chart = demo.chart("credibility", basis, ["bloomberg"])
    check(chart_spec(chart, demo.names(basis)))


def test_one_form_serves_charts_of_other_rows(tmp_path: Path) -> None:
    from ledger.charts.forms import turned  # an extra

    with told(tmp_path) as tale:
        tale.reported("halcyon/a", "5B", by="the-wire", on="2024-01-10")
        tale.reported("kestrel/a", "7B", by="the-wire", on="2025-03-10")
        basis = tale.book.basis(as_of="2026")
        names = tale.book.names(basis)
        specs = [
            chart_spec(tale.book.chart("valuation", basis, [slug]), names)
            for slug in ("halcyon", "kestrel")
        ]
        turned.cache_clear()
        for spec in specs:
            check(spec)
        assert turned.cache_info().misses == 1


@pytest.mark.parametrize("word", PLACEHOLDERS)
def test_words_that_look_like_placeholders_stay(
    word: str | list[str], demo: Book
) -> None:
    basis = demo.basis(as_of="2026-06-30")
    answer = demo.chart("valuation", basis, ["xai"])
    spec = chart_spec(answer, demo.names(basis))
    assert spec is not None
    spec["title"] |= {"text": word, "subtitle": word}
    for rows in spec["datasets"].values():
        for row in rows:
            row["tip"] = word
    check(spec)
