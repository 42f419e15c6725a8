"""Events about companies themselves: their names, which are one, and how they end."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from ledger.claims.fields import (
    DaysText,
    Event,
    EventId,
    FigureField,
    Name,
    Published,
    Slug,
    Some,
    Text,
    validated,
)
from ledger.claims.names import check_slug
from ledger.claims.tags import check_tag
from ledger.claims.vocabulary import Ending, MergeForm

MOST_TAGS = 50
TagKey = Annotated[str, AfterValidator(lambda text: validated(check_slug, text))]
"""A slug, though not that of a company."""


class CompanyRegistered(Event):
    type = "company.registered"
    slug: Slug
    name: Name
    aliases: tuple[Name, ...] = Some


class CompanyAliasAdded(Event):
    type = "company.alias_added"
    slug: Slug
    alias: Name


def _checked(tag: tuple[str, str]) -> str:
    return check_tag(*tag)


class CompanyTagged(Event):
    """We say in which sector or country a company is, or sort it by other words."""

    type = "company.tagged"
    slug: Slug
    tags: dict[TagKey, Name] = Field(max_length=MOST_TAGS)
    """The value of each key; what it had before is replaced."""
    without: tuple[TagKey, ...] = Some
    """Keys that have no value any more."""
    after: EventId | None = None
    """The tagging of the company before it: the same tags can be given again."""

    @field_validator("tags")
    @classmethod
    def _values_of_their_keys(cls, tags: dict[str, str]) -> dict[str, str]:
        return {key: validated(_checked, (key, tags[key])) for key in sorted(tags)}

    @model_validator(mode="after")
    def _something_is_said(self) -> Self:
        if not (self.tags or self.without):
            raise ValueError("name a tag to give or to take away")
        if twice := sorted(self.tags.keys() & set(self.without)):
            raise ValueError(f"{twice[0]} is given and taken away")
        return self


class CompanyRenamed(Published):
    type = "company.renamed"
    slug: Slug
    name: Name
    effective: DaysText | None = None
    source: Slug | None = None


class CompaniesMerged(Published):
    """One company was bought by another, or two names turned out to be one."""

    type = "companies.merged"
    company: Slug
    into: Slug
    form: MergeForm
    effective: DaysText | None = None
    source: Slug | None = None

    @model_validator(mode="after")
    def _two_companies(self) -> Self:
        if self.company == self.into:
            raise ValueError("a company cannot be merged into itself")
        return self


class CompanyEnded(Published):
    """It became known that a company shut down, or that its shares were listed."""

    type = "company.ended"
    company: Slug
    ended: Ending
    effective: DaysText | None = None
    """The day of it; the day of publication if nobody says."""
    price: FigureField | None = None
    """What the company was worth at the price of its listing."""
    source: Slug | None = None

    @model_validator(mode="after")
    def _price_of_a_listing(self) -> Self:
        if self.price is not None and self.ended != "listed":
            raise ValueError("only a company that was listed has a price")
        return self


class CompaniesKeptApart(Event):
    """Somebody looked at two companies that may be one, and says that they are two."""

    type = "companies.kept_apart"
    company: Slug
    other: Slug
    reason: Text

    @model_validator(mode="after")
    def _two_companies(self) -> Self:
        if self.company == self.other:
            raise ValueError("a company cannot be kept apart from itself")
        return self
