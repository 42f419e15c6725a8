"""The types of fields that events are made of: pydantic's side of our own values."""

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Final, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StrictBool,
    StrictInt,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ledger.claims.amounts import Figure, figure_data
from ledger.claims.dates import check_zone, parse_days, parse_when
from ledger.claims.figures import (
    Price,
    Raised,
    check_condition,
    check_part,
    figure_from,
    parse_price,
    parse_raised,
)
from ledger.claims.investors import stake_from
from ledger.claims.names import check_origin, check_slug, split_round
from ledger.claims.numerals import plain_number
from ledger.claims.vocabulary import (
    Condition,
    MoneyBasis,
    PayloadKind,
    PriceKind,
    Stage,
)
from ledger.errors import LedgerError

In = TypeVar("In")
Out = TypeVar("Out")


def validated(read: Callable[[In], Out], value: In) -> Out:
    """Run one of our readers, so that pydantic adds where in the event it failed."""
    try:
        return read(value)
    except LedgerError as error:
        raise PydanticCustomError(
            "ledger",
            "{what}",
            {"what": error.message, "hint": error.hint or ""},
        ) from None


REMEMBERED: Final = 1 << 13
"""Names and dates stand in many events; this many of each are checked only once."""


@lru_cache(REMEMBERED)
def _slug(text: str) -> str:
    return validated(check_slug, text)


@lru_cache(REMEMBERED)
def _round(text: str) -> str:
    return "/".join(validated(split_round, text))


def _zone(text: str) -> str:
    return validated(check_zone, text)


def _when(text: str, found: ValidationInfo) -> str:
    return _published(text, (found.context or {}).get("zone", "UTC"))


@lru_cache(REMEMBERED)
def _published(text: str, zone: str) -> str:
    return validated(lambda given: parse_when(given, zone).text, text)


@lru_cache(REMEMBERED)
def _days(text: str) -> str:
    return validated(lambda given: parse_days(given).text, text)


def _read_figure(value: object) -> Figure:
    return value if isinstance(value, Figure) else validated(figure_from, value)


Slug = Annotated[str, AfterValidator(_slug)]
RoundName = Annotated[str, AfterValidator(_round)]
"""`company/label`, as in `xai/series-b`."""

ZoneName = Annotated[str, AfterValidator(_zone)]
WhenText = Annotated[str, AfterValidator(_when)]
"""A partial date or instant; one without a zone means the ledger's."""

DaysText = Annotated[str, AfterValidator(_days)]
"""A partial calendar date without a zone."""

EVENT_ID: Final = r"^[0-9a-f]{64}$"
MEDIA_TYPE: Final = r"^[a-z]+/[a-z0-9][a-z0-9.+-]{0,99}$"
EventId = Annotated[str, Field(pattern=EVENT_ID)]
MediaType = Annotated[str, Field(pattern=MEDIA_TYPE)]


def _part(text: str) -> str:
    return validated(check_part, text)


def _stake(text: str) -> str:
    return plain_number(validated(stake_from, text))


def _open_is_absent(condition: str) -> str | None:
    return None if condition == "open" else condition


def _origin(text: str) -> str:
    return validated(check_origin, text)


Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
PartLabel = Annotated[str, AfterValidator(_part)]
Stake = Annotated[str, AfterValidator(_stake)]
"""A share in per cent, as decimal text: `27`, `2.5`."""

Origin = Annotated[Name, AfterValidator(_origin)]
"""What a ledger is called wherever it goes: heads, keys and exports carry it."""

Text = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]
FigureField = Annotated[
    Figure,
    PlainValidator(_read_figure),
    PlainSerializer(figure_data, return_type=dict[str, Any]),
]


class EventPart(BaseModel):
    """The root of what events hold: frozen, and nothing unknown gets in."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        defer_build=True,  # of forty models, a command checks an event or two
    )


def _fields_of_text(
    read: Callable[[str], Price | Raised], text: str
) -> dict[str, object]:
    """Give the fields of an amount that was typed as one text, those that it has."""
    said = validated(read, text)
    parts = {name: getattr(said, name) for name in said.__slots__}
    return {name: part for name, part in parts.items() if part is not None}


Some = Field(default=(), max_length=200)


class RaisedItem(EventPart):
    """One amount of money, and what it is an amount of."""

    figure: FigureField
    basis: MoneyBasis
    part: PartLabel | None = None
    """Which tranche it is, or which investor's share."""
    condition: Annotated[Condition, AfterValidator(_open_is_absent)] | None = None
    """What became of the condition of conditional money; open if absent."""

    @model_validator(mode="after")
    def _conditional(self) -> Self:
        if self.condition is not None:
            validated(lambda word: check_condition(self.basis, word), self.condition)
        return self

    @model_validator(mode="before")
    @classmethod
    def _typed(cls, value: object) -> object:
        """Read `committed:500M`; what is no text is left to the fields."""
        return _fields_of_text(parse_raised, value) if isinstance(value, str) else value


class PriceItem(EventPart):
    """One price of the whole company, and what kind of price it is."""

    figure: FigureField
    kind: PriceKind
    part: PartLabel | None = None
    """Which tier of the round was sold at it."""

    @model_validator(mode="before")
    @classmethod
    def _typed(cls, value: object) -> object:
        """Read `post_money:24B`; what is no text is left to the fields."""
        return _fields_of_text(parse_price, value) if isinstance(value, str) else value


class Detached(EventPart):
    """A text that stands next to the entry, so that it can be erased.

    The commitment is SHA-256 of a salt and the text; `bytes` is the text's length.
    """

    what: PayloadKind
    commitment: EventId
    media_type: MediaType
    bytes: StrictInt = Field(gt=0, lt=2**32)


class InvestorItem(EventPart):
    """Somebody who takes part in a round."""

    name: Name
    lead: StrictBool = False
    amount: FigureField | None = None
    """What this investor alone puts in."""
    stage: Stage | None = None
    """How far this investor is; one that leaves talks does not end the round."""
    stake: Stake | None = None
    """The share of the company that it gets or holds, in per cent."""


class Event(EventPart):
    """The root of all events; `type` is the name that an entry carries."""

    type: ClassVar[str]


class Published(Event):
    """What somebody said, or what became known: it has a publication date."""

    published: WhenText
    url: Text | None = None
    locator: Text | None = None
    """Where in the text: a page, a line, an accession number."""
    language: Name | None = None
    note: Text | None = None
    """The recorder's own words, never a quotation."""
    via: tuple[Slug, ...] = Some
    """The sources that carried it, the nearest to the origin first."""
    payloads: tuple[Detached, ...] = Some
    """Quotes, articles and personal data: texts that can be erased."""
