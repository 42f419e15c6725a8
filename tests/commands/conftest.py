"""A ledger that a command line finds in its folder."""

import pytest

from tests.conftest import Sayso


@pytest.fixture
def ledger(sayso: Sayso) -> Sayso:
    """The same, in a folder with a ledger that knows xAI, Bloomberg and its founder."""
    for words in (
        ["init", "--tz", "America/New_York"],
        ["company", "add", "xai", "--name", "xAI", "--alias", "X.AI"],
        ["source", "add", "bloomberg", "--name", "Bloomberg", "--kind", "press"],
        [
            *("source", "add", "elon-musk", "--name", "Elon Musk"),
            *("--kind", "person", "--speaks-for", "xai"),
        ],
    ):
        done = sayso(*words)
        assert done.exit_code == 0, done.output
    return sayso
