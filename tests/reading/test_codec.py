"""Kept values: read by the names and types of their fields, whatever these are."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import orjson
import pytest

from ledger.claims.dates import Days
from ledger.claims.figures import Figure
from ledger.projections.hulls import Tier
from ledger.projections.valued import Ended, Valued
from ledger.reading.ranking.codec import encode_value, form_of
from ledger.reading.ranking.packing import Held, Pick

FIGURE = Figure("USD", Decimal(15_000_000_000), Decimal("2E+10"), "range")
DAYS = Days("2025-03", 739311, 739341)
VALUED = Valued(
    name="confirmed",
    figure=FIGURE,
    kind="post_money",
    standing="confirmed",
    stage="closed",
    disputed=False,
    derived=True,
    marks=("tiered",),
    round=None,
    sources=("herald", "the-wire"),
    number=2,
    published="2025-03-03",
    effective=DAYS,
    since=739311,
    until=None,
    by=(),
    tiers=(Tier("first", FIGURE, None), Tier(None, FIGURE, FIGURE)),
    blended=FIGURE,
    deniers=(),
    events=(7, 9),
    place=(739341, 1, 2),
)


@dataclass(frozen=True)
class Point:
    """A record that is no tuple."""

    at: int
    size: Decimal | None


POINT = Point(2, Decimal("0.10"))


class Shape(NamedTuple):
    """A record of everything that a line may hold."""

    name: str
    points: tuple[Point, ...]
    pair: tuple[Days, int | None]
    figure: Figure | None
    whole: bool


def read(type_: type, value: object) -> Any:  # of the type
    """Give what comes back of a value."""
    reader = form_of(type_).read
    assert reader is not None
    return reader(orjson.loads(encode_value(value)))


@pytest.mark.parametrize(
    "value",
    [
        VALUED,
        Held(
            (VALUED, VALUED._replace(round="a/b")),
            (Pick((0, 1), 1, (), ("a/c",)),),
            None,
        ),
        Held((), (), Ended("listed", None, 739341)),
        Shape("", (), (DAYS, None), None, whole=True),
        Shape("x", (Point(1, None), POINT), (DAYS, 4), FIGURE, whole=True),
    ],
)
def test_what_was_written_is_read_back_with_all_its_types(
    value: Any,
) -> None:
    found = read(type(value), value)
    assert found == value
    assert repr(found) == repr(value)


def other(**fields: Any) -> Any:  # of types; a type
    """Give a record that is called as `Days` is."""
    return NamedTuple("Days", list(fields.items()))


@pytest.mark.parametrize(
    "changed",
    [
        other(text=str, first=int, last=int, zone=str),
        other(first=int, text=str, last=int),
        other(text=str, first=int, final=int),
        other(text=str, first=int, last=int | None),
        other(text=str, first=int),
    ],
    ids=["one more", "another order", "another name", "another type", "one less"],
)
def test_a_field_that_changes_changes_the_shape(changed: type) -> None:
    assert form_of(other(text=str, first=int, last=int)) != form_of(changed)
    assert form_of(Days).digest != form_of(changed).digest
    holds = other(days=Days), other(days=changed)
    assert form_of(holds[0]).digest != form_of(holds[1]).digest


@pytest.mark.parametrize("type_", [object, set[int], int | str, int | str | None])
def test_a_type_that_cannot_be_read_back_is_refused(type_: Any) -> None:  # a union, too
    with pytest.raises(TypeError, match="no form of it is known"):
        form_of(type_)
