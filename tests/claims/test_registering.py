"""Which names may be registered, and what a registration may be corrected to."""

import pytest

from ledger.claims.companies import CompanyAliasAdded, CompanyRegistered
from ledger.claims.entry import Entry
from ledger.claims.events import SourceRegistered
from ledger.claims.names import Directory
from ledger.claims.registering import registrable, same_slug
from ledger.errors import Refused

Registered = CompanyRegistered | SourceRegistered


@pytest.fixture
def directory() -> Directory:
    """Give two companies and a source; `xai` is the name of event 3."""
    made = Directory()
    made.add_company("xai", "xAI", ["X.AI"], seq=3)
    made.add_company("openai", "OpenAI", seq=4)
    made.add_source("musk", "Elon Musk", "person", seq=5)
    return made


def company(slug: str, name: str, *aliases: str) -> CompanyRegistered:
    return CompanyRegistered(slug=slug, name=name, aliases=aliases)


def source(slug: str, name: str) -> SourceRegistered:
    return SourceRegistered(slug=slug, name=name, kind="press")


@pytest.mark.parametrize(
    "event",
    [
        company("mistral", "Mistral", "Mistral AI"),
        source("xai", "xAI"),
        source("herald", "Elon Musk"),
        CompanyAliasAdded(slug="xai", alias="x.ai"),
        CompanyAliasAdded(slug="xai", alias="X-AI"),
    ],
)
def test_a_name_that_means_nothing_else_is_free(
    directory: Directory, event: Registered | CompanyAliasAdded
) -> None:
    registrable(event, directory)


@pytest.mark.parametrize(
    ("event", "message", "hint"),
    [
        (company("xai", "New"), "company xai is already registered (event 3)", "alias"),
        (source("musk", "New"), "source musk is already registered (event 5)", "alias"),
        (company("new", "OPENAI"), "OPENAI already means openai", "merge new openai"),
        (company("new", "New", "a", "X.ai"), "X.ai already means xai", "merge new xai"),
        (
            CompanyAliasAdded(slug="xai", alias="openai"),
            "openai already means openai",
            "merge xai openai",
        ),
    ],
)
def test_a_name_that_is_taken_is_refused(
    directory: Directory, event: Registered | CompanyAliasAdded, message: str, hint: str
) -> None:
    with pytest.raises(Refused) as refused:
        registrable(event, directory)
    assert refused.value.message == message
    assert hint in str(refused.value.hint)


def on_record(slug: str, type_: str = "company.registered") -> Entry:
    return Entry(3, "a" * 64, type_, 0, {"slug": slug, "name": "xAI"})


@pytest.mark.parametrize(
    "made", [company("xai", "xAI Corp"), company("xai", "xAI", "X.AI", "New")]
)
def test_a_name_is_corrected_to_one_that_is_free(
    directory: Directory, made: Registered
) -> None:
    same_slug(made, on_record("xai"), directory)


@pytest.mark.parametrize("made", [company("yai", "xAI"), source("yai", "xAI")])
def test_a_slug_stays(directory: Directory, made: Registered) -> None:
    with pytest.raises(Refused, match="other events call it xai"):
        same_slug(made, on_record("xai"), directory)


@pytest.mark.parametrize("names", [("OpenAI",), ("xAI", "New", "OpenAI")])
def test_a_name_is_not_corrected_to_that_of_another(
    directory: Directory, names: tuple[str, ...]
) -> None:
    with pytest.raises(Refused, match="OpenAI already means openai"):
        same_slug(company("xai", *names), on_record("xai"), directory)


def test_a_source_may_be_called_like_a_company(directory: Directory) -> None:
    same_slug(source("musk", "OpenAI"), on_record("musk"), directory)
