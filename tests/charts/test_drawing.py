"""A specification is made once for each form of chart; each chart has its own data."""

from pathlib import Path
from typing import Any

import pytest

from ledger.charts.drawing import template
from ledger.charts.vega import Style, chart_spec
from tests.charts.conftest import missing_extra
from tests.tales import Tale, told

STYLES = (Style(), Style(live=True, slider="as_of"), Style(scheme="dark", width=400))


def spec_of(tale: Tale, style: Style, *slugs: str) -> dict[str, Any]:
    basis = tale.book.basis(as_of="2026")
    answer = tale.book.chart("valuation", basis, slugs)
    spec = chart_spec(answer, tale.book.names(basis), style)
    assert spec is not None
    return spec


@pytest.mark.parametrize("style", STYLES)
def test_charts_of_one_form_share_a_template_and_no_data(
    tmp_path: Path, style: Style
) -> None:
    missing_extra()
    with told(tmp_path) as tale:
        tale.reported("halcyon/a", "5B", by="the-wire", on="2024-01-10")
        tale.reported("kestrel/a", "1B..70B", by="the-wire", on="2025-03-10")
        whom = (("halcyon",), ("kestrel",), ("kestrel", "halcyon"))
        alone = []
        for slugs in whom:
            template.cache_clear()
            alone.append(spec_of(tale, style, *slugs))
        template.cache_clear()
        spec_of(tale, style, *whom[-1])
        made = template.cache_info().misses
        for spec in alone:  # what one does to its own changes no other
            spec["config"]["background"] = "changed"
            spec["config"].pop("axis")
        again = [spec_of(tale, style, *slugs) for slugs in whom]
    assert template.cache_info().misses == made
    for before, spec in zip(alone, again, strict=True):
        assert spec["config"]["background"] == style.paper.ground
        assert spec | {"config": {}} == before | {"config": {}}
