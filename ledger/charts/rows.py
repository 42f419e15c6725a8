"""What a chart shows, as rows: for notebooks, for programs, and for the pictures.

A row of a step holds one amount and the stretch of time for which it was the answer;
a row of a mark one event. Amounts are texts that can be pasted back, next to their ends
as numbers (None where they are open); instants are in UTC. Rows are plain dicts.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from ledger.charts.values import Chart, ChartAmount, Mark, Probability, Step, ends_of
from ledger.claims.dates import show_instant
from ledger.claims.figures import Figure
from ledger.claims.names import Directory, shown
from ledger.projections.basis import Answer
from ledger.rendering.basis import answer_table, footnotes, heading
from ledger.rendering.beliefs import doubts_of
from ledger.rendering.columns import Cell, CellKind, Column, Columns, part
from ledger.rendering.figures import day_part, source_names
from ledger.rendering.sentences import PRICE_WORDS, said, spaced, subject
from ledger.rendering.stories import numbers_of
from ledger.rendering.tables import Table

ChartRows = list[dict[str, Any]]

USD: Final = "USD"
FRACTION: Final = re.compile(r"(?<=:\d\d)\.\d+")
"""Of a second."""


def chart_rows(answer: Answer[Chart], names: Directory) -> tuple[ChartRows, ChartRows]:
    """Give the rows of a chart: of its steps, and of its marks.

    Only what can be drawn is there: "billions" has no number, and is left out.
    """
    chart = answer.value
    place = {slug: number for number, slug in enumerate(chart.subjects)}
    drawn = [step for step in chart.steps if is_drawn(step.amount)]
    if chart.together:
        drawn.sort(key=lambda step: (step.unit != USD, step.unit, place[step.subject]))
    else:
        drawn.sort(key=lambda step: (place[step.subject], *_panel_order(step)))
    called = titles(answer, names) if chart.together else {}
    steps = [_step_row(step, names, called.get(step.subject, "")) for step in drawn]
    first: dict[str, str] = {}
    if not chart.together:
        first = {row["subject"]: row["panel"] for row in reversed(steps)}
    panels = {row["panel"] for row in steps}
    numbers = numbers_of(mark.row for mark in chart.marks)
    marks = []
    for mark in chart.marks:
        row = _mark_row(mark, names, numbers, together=chart.together)
        placed = mark.amount is not None and is_drawn(mark.amount)
        if not placed or row["panel"] not in panels:
            row["panel"] = first.get(mark.subject)
            row["low"] = row["middle"] = row["high"] = None
        if row["panel"] is not None:
            marks.append(row)
    return steps, marks


def _panel_order(step: Step) -> tuple[object, ...]:
    """Order panels: dollars first, debt last; on a panel, steps in time."""
    return step.debt, step.unit != USD, step.unit, step.since, step.line


def is_drawn(amount: ChartAmount) -> bool:
    """Tell whether an amount has a place on an axis: on a log scale nought has none."""
    ends = [end for end in ends_of(amount) if end is not None]
    return bool(ends) and (not isinstance(amount, Figure) or min(ends) > 0)


def panel_of(subject_: str, unit: str, *, debt: bool = False) -> str:
    """Name the panel on which something is drawn: currencies never share one."""
    return ", ".join(x for x in (subject_, unit, "debt" * debt) if x)


def label_of(name: str) -> str:
    """Give the label of a round, without its company."""
    return name.partition("/")[2] or name


def amount_text(amount: ChartAmount) -> str:
    """Write an amount for eyes."""
    if isinstance(amount, Figure):
        return amount.brief()
    low, middle, high = map(likely_text, (amount.low, amount.middle, amount.high))
    return middle if low == high else f"{middle} ({low}..{high})"


def likely_text(value: Decimal) -> str:
    """Write a probability: never 0 and never 1."""
    return f"{min(max(value, Decimal('0.01')), Decimal('0.99')):.2f}"


def _number_ends(amount: ChartAmount | None) -> dict[str, float | None]:
    low, high = (None, None) if amount is None else ends_of(amount)
    middle = getattr(amount, "middle", None)
    ends = {"low": low, "high": high, "middle": middle}
    return {key: None if end is None else float(end) for key, end in ends.items()}


def _step_row(step: Step, names: Directory, called: str) -> dict[str, Any]:
    """Give a step as a row; if all share a panel, `called` is whose line it is."""
    return {
        "panel": panel_of("" if called else step.subject, step.unit, debt=step.debt),
        "subject": step.subject,
        "unit": step.unit,
        "debt": step.debt,
        "line": called or step.line,
        "figure": step.line,
        "from": show_instant(step.since),
        "until": show_instant(step.until),
        "amount": amount_text(step.amount),
        **_number_ends(step.amount),
        "kind": kind_of(step),
        "standing": spaced(step.standing),
        "disputed": step.disputed,
        "round": step.round,
        "who": shown(source_names(step.sources, names)),
        "published": day_part(step.published),
        "events": list(step.events),
        "tip": ": ".join(x for x in (called, _step_tip(step, names)) if x),
    }


def _step_tip(step: Step, names: Directory) -> str:
    """Say all of a step in one line."""
    parts = (
        f"{step.line} {amount_text(step.amount)} {kind_of(step)}".strip(),
        spaced(step.standing),
        "disputed" if step.disputed and step.standing != "disputed" else "",
        shown(source_names(step.sources, names)),
        f"published {day_part(step.published)}" if step.published else "",
        step.round or "",
        f"events {' '.join(map(str, step.events))}" if step.events else "",
    )
    return "; ".join(part for part in parts if part)


def kind_of(step: Step) -> str:
    """Write the kind of a price."""
    return spaced(PRICE_WORDS.get(step.kind, step.kind))


def _mark_row(
    mark: Mark, names: Directory, numbers: dict[str, int], *, together: bool
) -> dict[str, Any]:
    row = mark.row
    who = shown(subject(row.data, names))
    says = shown(said(row.type, row.data, numbers))
    published = day_part(row.when.text)
    return {
        "panel": panel_of("" if together else mark.subject, mark.unit),
        "subject": mark.subject,
        "unit": mark.unit,
        "mark": mark.kind,
        "at": show_instant(mark.at),
        "round": mark.round,
        "published": published,
        "event": row.seq,
        "who": who,
        "says": says,
        "amount": "" if mark.amount is None else amount_text(mark.amount),
        **_number_ends(mark.amount),
        "tip": f"{mark.kind}: {who} {says}; published {published}; event {row.seq}",
    }


def _either(
    name: str,
    step: Callable[[Step], Cell],
    mark: Callable[[Mark], Cell] = lambda _: None,
    kind: CellKind = "text",
) -> Column[Step | Mark]:
    """Give a column that steps and marks fill each in their own way."""
    return Column(
        name, of=lambda x: step(x) if isinstance(x, Step) else mark(x), kind=kind
    )


def _speaker(mark: Mark) -> tuple[str, ...]:
    source = mark.row.source or mark.row.data.get("carrier")
    return () if source is None else (source,)


def _figure(one: Step | Mark) -> Figure | None:
    return one.amount if isinstance(one.amount, Figure) else None


def _chance(one: Step | Mark) -> Probability | None:
    return None if isinstance(one.amount, Figure) else one.amount


CHANCE: Final[Columns[Probability]] = (
    Column("chance", of=lambda x: x.middle, kind="exact"),
    Column("chance_low", of=lambda x: x.low, kind="exact"),
    Column("chance_high", of=lambda x: x.high, kind="exact"),
)
COLUMNS: Final[Columns[Step | Mark]] = (
    _either("row", lambda _: "step", lambda _: "mark"),
    Column("subject", of=lambda x: x.subject),
    _either("line", lambda x: x.line, lambda x: x.kind),
    _either(
        "from",
        lambda x: show_instant(x.since),
        lambda x: show_instant(x.at),
        "instant",
    ),
    _either("until", lambda x: show_instant(x.until), kind="instant"),
    Column("amount", of=_figure, kind="figure"),
    *part(CHANCE, _chance),
    _either("kind", lambda x: x.kind),
    _either("standing", lambda x: x.standing),
    _either("disputed", lambda x: x.disputed, kind="flag"),
    _either("debt", lambda x: x.debt, kind="flag"),
    Column("round", of=lambda x: x.round),
    _either("sources", lambda x: x.sources, _speaker, "sources"),
    _either(
        "published",
        lambda x: x.published or None,
        lambda x: x.row.when.text,
        "when",
    ),
    _either("events", lambda x: x.events, lambda x: (x.row.seq,), "events"),
)


def chart_table(answer: Answer[Chart]) -> Table:
    """Give the exact rows for programs: the steps, then the marks."""
    chart = answer.value
    numbers = numbers_of(mark.row for mark in chart.marks)

    def what(mark: Mark) -> str:
        return said(mark.row.type, mark.row.data, numbers)

    columns = (*COLUMNS, _either("what", lambda _: None, what))
    things: list[Step | Mark] = [*chart.steps, *chart.marks]
    return answer_table(answer, columns, things, chart.what, brief=False)


def subtitle(answer: Answer[Chart]) -> str:
    """Say what a chart is as of, to the second: its token knows it exactly."""
    band = "; the band holds 90 %" if answer.value.what == "credibility" else ""
    return FRACTION.sub("", heading(answer.basis)) + band


def whole_title(answer: Answer[Chart], names: Directory, what: str) -> str:
    """Name the company of a chart, and what it shows."""
    return f"{', '.join(titles(answer, names).values())}: {what}"


def titles(answer: Answer[Chart], names: Directory) -> dict[str, str]:
    """Give the name under which each subject is registered."""
    sources = answer.value.what == "credibility"
    found = {}
    for slug in answer.value.subjects:
        known = names.sources.get(slug) if sources else names.companies.get(slug)
        name = slug if known is None else known.name
        plain = answer.value.together or name.lower() == slug
        found[slug] = shown(name if plain else f"{name} ({slug})")
    return found


def without_lines(answer: Answer[Chart]) -> tuple[str, ...]:
    """Name the subjects of which there is nothing to draw."""
    there = {step.subject for step in answer.value.steps if is_drawn(step.amount)}
    return tuple(slug for slug in answer.value.subjects if slug not in there)


NOTHING: Final = {
    "valuation": "no valuation at that date",
    "raised": "no money raised on record at that date",
    "credibility": "too few settled claims for a score at that date",
    "belief": "no round on record at that date, so no belief",
}
"""Why there is nothing to draw of a subject, by what is asked."""


def nothing_of(chart: Chart, slugs: Iterable[str]) -> str:
    """Say why there is nothing to draw of some subjects."""
    return f"{NOTHING[chart.what]}: {', '.join(slugs)}"


def notes_of(answer: Answer[Chart]) -> Iterator[str]:
    """Say what a picture leaves out, and what a reader should know of it."""
    missing = without_lines(answer)
    if missing and not answer.empty:
        yield nothing_of(answer.value, missing)
    vague = {x for step in answer.value.steps for x in _left_out(step)}
    if vague:
        numbers = " ".join(map(str, sorted(vague)))
        yield f"stated without a number, so not drawn: events {numbers}"
    yield from doubts_of(answer.value.heard)
    yield from footnotes(answer)


def _left_out(step: Step) -> Iterable[int]:
    return () if is_drawn(step.amount) else step.events
