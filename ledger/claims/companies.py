"""Events about companies themselves: their names, which are one, and how they end."""

from typing import Self

from pydantic import model_validator

from ledger.claims.fields import (
    DaysText,
    Event,
    FigureField,
    Name,
    Published,
    Slug,
    Some,
    Text,
)
from ledger.claims.vocabulary import Ending, MergeForm


class CompanyRegistered(Event):
    type = "company.registered"
    slug: Slug
    name: Name
    aliases: tuple[Name, ...] = Some


class CompanyAliasAdded(Event):
    type = "company.alias_added"
    slug: Slug
    alias: Name


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
