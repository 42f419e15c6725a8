"""A ledger of its own for every test, told in the sentences of `tests.tales`; and the
demo's, once for a module.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tales import Tale, told


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Give an empty story: the cast is registered, nothing is said yet."""
    with told(tmp_path) as begun:
        yield begun
