"""A kind of event that is not finished cannot be recorded; a check names what lacks.

The kind is put in by hand here, as somebody would who stops half-way. `mypy` names the
rule that is missing in `decisions` besides.
"""

from collections.abc import Callable
from typing import Final

import pytest

from ledger.claims.decisions import decide
from ledger.claims.entry import Entry
from ledger.claims.events import MODELS
from ledger.claims.fields import EventId, Published, Slug
from ledger.claims.kinds import KINDS, Kind, targets_in
from ledger.claims.names import Directory
from ledger.errors import Refused
from tests.claims import test_kinds as tables
from tests.claims.test_events import MAXIMAL
from tests.rendering import test_sentences as sentences

RANKED: Final = tables.test_a_kind_with_a_publication_date_has_a_rank_and_no_other_has
EVENTS: Final = tables.test_a_row_names_the_fields_with_events_and_rounds
NAMES: Final = tables.test_a_row_names_the_fields_with_companies_and_sources
NAME: Final = "claim.questioned"
UNKNOWN: Final = "f" * 64
SAID: Final = {
    "company": "xai",
    "source": "bloomberg",
    "published": "2024-01-19",
    "claim": UNKNOWN,
}
WHOLE: Final = Kind(
    rank=6,
    events=("claim",),
    companies=("company",),
    sources=("source", "via"),
    says=("questions {claim}",),
)


class ClaimQuestioned(Published):
    """Somebody asks whether a claim is right."""

    type = NAME
    company: Slug
    claim: EventId
    source: Slug


class Empty:
    """A ledger in which names are registered, and nothing was said."""

    def __init__(self) -> None:
        self.directory = Directory()
        for slug in ("xai", "x", "spacex"):
            self.directory.add_company(slug, f"the {slug}")
        for slug in ("bloomberg", "musk", "reuters", "ithome", "vendor"):
            self.directory.add_source(slug, f"the {slug}", "press")

    def holds(self, event_id: str) -> bool:
        """Tell that nothing is on record."""
        return False

    def entry(self, event_id: str) -> Entry | None:
        """Find nothing."""
        return None


@pytest.fixture(autouse=True)
def new(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the model, as the first step."""
    assert isinstance(MODELS, dict)
    monkeypatch.setitem(MODELS, NAME, ClaimQuestioned)


def with_row(monkeypatch: pytest.MonkeyPatch, row: Kind) -> None:
    """Add a row, as the second step."""
    assert isinstance(KINDS, dict)
    monkeypatch.setitem(KINDS, NAME, row)


def test_without_a_row_it_is_not_recorded() -> None:
    with pytest.raises(KeyError):
        decide(NAME, SAID, Empty(), "UTC")
    with pytest.raises(AssertionError):
        tables.test_every_kind_has_a_name_a_row_and_a_model()


def test_without_a_rule_it_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    with_row(monkeypatch, WHOLE)
    with pytest.raises(AssertionError, match="unreachable"):
        decide(NAME, SAID, Empty(), "UTC")


@pytest.mark.parametrize(
    ("row", "check"),
    [
        (Kind(rank=None), RANKED),
        (Kind(rank=6), EVENTS),
        (Kind(rank=6), NAMES),
    ],
)
def test_what_its_row_lacks_is_named(
    monkeypatch: pytest.MonkeyPatch, row: Kind, check: Callable[[str], None]
) -> None:
    with_row(monkeypatch, row)
    with pytest.raises(AssertionError):
        check(NAME)
    with_row(monkeypatch, WHOLE)
    if check is not RANKED:  # whose list of names no test can change
        check(NAME)


def test_a_sentence_that_it_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with_row(monkeypatch, Kind(rank=6))
    with pytest.raises(AssertionError, match=NAME):
        sentences.test_every_kind_has_a_template_or_a_function_and_none_has_both()
    with_row(monkeypatch, WHOLE)
    sentences.test_every_kind_has_a_template_or_a_function_and_none_has_both()


ANSWERS: Final = {
    kind: dict(MAXIMAL[kind]) for kind, row in KINDS.items() if row.events
} | {"claim.commented": {**MAXIMAL["claim.denied"], "form": "joke"}}
ANSWERS["claim.commented"].pop("scope")


@pytest.mark.parametrize("kind", ANSWERS)
def test_no_kind_answers_an_event_that_is_not_on_record(kind: str) -> None:
    assert list(targets_in(kind, ANSWERS[kind]))
    with pytest.raises(Refused, match="no event on record has the id"):
        decide(kind, ANSWERS[kind], Empty(), "UTC")
