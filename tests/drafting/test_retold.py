"""What is drafted of the demo's articles, held against what the demo has on record."""

import pytest

from ledger.claims.evidence import CITED
from ledger.drafting.names import gazetteer
from ledger.drafting.rules import NAME, VERSION, propose
from ledger.drafting.text import page_of
from tests.drafting.measuring import Measured
from tests.drafting.retold import LINES, directory, measured_on_the_demo, retold


@pytest.fixture(scope="module")
def found() -> Measured:
    """What is proposed of the five articles."""
    return measured_on_the_demo()


def test_there_are_five_articles_with_27_figures_and_denials(found: Measured) -> None:
    assert [article["id"][-3:] for article in retold()] == [
        *("000", "001", "002", "003", "004"),
    ]
    assert found.labelled == 27


def test_the_high_tier_is_right_but_for_two_traps(found: Measured) -> None:
    """Who gets the money (從英偉達得到), and a plan of OpenAI's head, not its own."""
    right, proposed = found.precision("high")
    assert right >= 9
    assert proposed - right <= 2


def test_more_than_half_of_what_is_on_record_is_found(found: Measured) -> None:
    right, labelled = found.recall("high", "mid", "low")
    assert right >= 17
    assert labelled == 27


def test_nothing_is_high_where_a_name_took_the_place_of_a_word(found: Measured) -> None:
    assert not [one for one in found.of("high") if one.passage == "article-000"]


def test_what_a_citation_owes_to_the_rules_is_proposed_so() -> None:
    """The tier that is on record is that of the proposal with this passage."""
    known = gazetteer(directory())
    proposed = {}
    for article in retold():
        page = page_of(article["text"])
        for claim in propose(page, known).claims:
            proposed[article["id"], page.quote(claim.evidence)] = claim.tier
    owed = [x["data"] for x in LINES if x.get("type") == CITED]
    owed = [data for data in owed if data.get("extractor") == NAME]
    assert len(owed) == 20
    for data in owed:
        assert data["version"] == VERSION
        assert proposed[data["document"][1:], data["quote"]] == data["tier"]
