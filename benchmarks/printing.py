"""Rows as text: a table for the terminal, 80 columns wide, and one for the docs."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

from benchmarks.rows import MeasuredOrSkipped, Measurement, Skipped

WIDTH: Final = 80
_WHAT: Final = 35
_SPREAD: Final = 15
_UNIT: Final = {"rate, wall": "rate by the clock", "rate, CPU": "rate by CPU"}


def headed(head: Mapping[str, Any]) -> str:
    """Say of which run the figures are."""
    packages = ", ".join(f"{name} {at}" for name, at in head["packages"].items())
    text = (
        f"{head['date']}: Python {head['python']}, SQLite {head['sqlite']}, {packages};"
        f" {head['system']}, {head['cpus']} CPUs, load {head['load']} at the start;"
        f" {'a quick run' if head['quick'] else 'a full run'}, {head['rounds']} rounds"
    )
    return textwrap.fill(text, WIDTH)


def listed(names: Mapping[str, str]) -> str:
    """Say what there is."""
    return "\n".join(f"{name:12} {says}" for name, says in names.items())


def row_lines(one: MeasuredOrSkipped, before: Measurement | None) -> str:
    """Give the lines of a row: its floor first, unless the row before had the same."""
    if isinstance(one, Skipped):
        return _filled(f"{one.what}: skipped, {one.why}", "  ")
    lines = []
    if before is None or (one.floor, one.measure) != (before.floor, before.measure):
        against = f"against {one.floor}, " if one.floor else ""
        lines.append(_filled(against + unit(one), "  "))
    what = textwrap.wrap(one.what, _WHAT)
    figures = f"{shown(one.ratio):>7}  {spread(one):{_SPREAD}}  {verdict(one)}"
    lines.append(f"    {what[0]:{_WHAT}}{figures}".rstrip())
    lines += [f"      {more}" for more in what[1:]]
    if one.note:
        lines.append(_filled(one.note, "        "))
    return "\n".join(lines)


def _filled(text: str, margin: str) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=margin, subsequent_indent=margin + "  "
    )


def unit(one: Measurement) -> str:
    """Say what the ratio is of."""
    return _UNIT.get(one.measure, one.measure)


def shown(ratio: float) -> str:
    """Write a ratio with two digits that count, or three."""
    if ratio >= 100:
        return f"{ratio:.0f}"
    if ratio >= 10:
        return f"{ratio:.1f}"
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def spread(one: Measurement) -> str:
    """Write the least and the greatest round."""
    return "" if one.rounds == 1 else f"{shown(one.low)} to {shown(one.high)}"


def verdict(one: Measurement) -> str:
    """Write what is wanted, and whether it is reached."""
    if one.reached is None:
        return ""
    return f"{one.wanted} {'ok' if one.reached else 'MISSED'}"


def page(kept: Mapping[str, Any]) -> str:
    """Give the figures of a run as Markdown, a table for each benchmark."""
    return "\n".join(_sections(kept))


BEGIN: Final = "<!-- figures: written by `python -m benchmarks --markdown` -->"
END: Final = "<!-- end of figures -->"


def placed(text: str, kept: Mapping[str, Any]) -> str:
    """Give a page with the figures of a run between its two marks."""
    before, begun, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (begun and ended):
        raise ValueError(f"the page has no place for figures: {BEGIN} ... {END}")
    return f"{before}{begun}\n\n{page(kept)}\n\n{ended}{after}"


def _sections(kept: Mapping[str, Any]) -> Iterator[str]:
    yield headed(kept)
    for found in kept["benchmarks"]:
        yield f"\n### `{found['name']}`: {found['says']}\n"
        if found["rows"]:
            yield "| what | floor | of | ratio | rounds | wanted | |"
            yield "| --- | --- | --- | --- | --- | --- | --- |"
        yield from (_markdown(Measurement(**row)) for row in found["rows"])
        if found["skipped"] or "failed" in found:
            yield ""
        for one in found["skipped"]:
            yield f"- {one['what']}: skipped, {one['why']}"
        if "failed" in found:
            yield f"- failed: {found['failed']}"


def _markdown(one: Measurement) -> str:
    reached = {None: "", True: one.wanted, False: f"**{one.wanted}: missed**"}
    cells = (
        *(one.what, one.floor, unit(one), shown(one.ratio), spread(one)),
        *(reached[one.reached], one.note),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
