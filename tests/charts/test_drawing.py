"""A specification is Vega-Lite, and each chart has its own."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import altair as alt
import pytest

from ledger.charts.vega import Style, chart_spec
from tests.tales import Tale, told

STYLES = (Style(), Style(live=True, slider="as_of"), Style(scheme="dark", width=400))


def spec_of(tale: Tale, style: Style, *slugs: str) -> dict[str, Any]:
    basis = tale.book.basis(as_of="2026")
    answer = tale.book.chart("valuation", basis, slugs)
    spec = chart_spec(answer, tale.book.names(basis), style)
    assert spec is not None
    return spec


@pytest.mark.parametrize("style", STYLES)
def test_charts_share_nothing(tmp_path: Path, style: Style) -> None:
    with told(tmp_path) as tale:
        tale.reported("halcyon/a", "5B", by="the-wire", on="2024-01-10")
        tale.reported("kestrel/a", "1B..70B", by="the-wire", on="2025-03-10")
        whom = (("halcyon",), ("kestrel",), ("kestrel", "halcyon"))
        first = [spec_of(tale, style, *slugs) for slugs in whom]
        before = deepcopy(first)
        for spec in first:  # what one does to its own changes no other
            spec["config"].clear()
            for panel in spec.get("vconcat", [spec]):
                for layer in panel["layer"]:
                    layer["encoding"].clear()
        assert [spec_of(tale, style, *slugs) for slugs in whom] == before


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("what", ["valuation", "raised", "belief"])
def test_a_specification_is_vega_lite(tmp_path: Path, style: Style, what: str) -> None:
    with told(tmp_path) as tale:
        tale.reported("halcyon/a", "5B", by="the-wire", on="2024-01-10", raised="1B")
        tale.reported(
            "kestrel/a", "1B..7B", by="the-wire", on="2025-03-10", raised="2B"
        )
        basis = tale.book.basis(as_of="2026")
        for slugs in (["halcyon"], ["kestrel", "halcyon"]):
            answer = tale.book.chart(what, basis, slugs)
            spec = chart_spec(answer, tale.book.names(basis), style)
            assert spec is not None
            made = alt.Chart.from_dict(spec).to_dict(validate=True)
            layers = [
                x for panel in made.get("vconcat", [made]) for x in panel["layer"]
            ]
            assert {"rule", "point"} <= {layer["mark"]["type"] for layer in layers}
            with pytest.raises(Exception, match="no width"):
                alt.Chart.from_dict(spec | {"width": "no width"})
