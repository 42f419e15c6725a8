"""Many writers, killed ones among them, strangers, and a reader that misses nothing."""

from pathlib import Path

import pytest

from tests.store.storm import storm


@pytest.mark.parametrize("writers", [2, 4, 8])
def test_in_a_storm_nothing_is_lost_or_missed_or_forked(
    place: str, tmp_path: Path, writers: int
) -> None:
    found = storm(place, tmp_path, writers, 2.5)
    assert found.killed >= 2
    assert found.recorded > found.killed
    assert found.wrong == dict.fromkeys(found.wrong, 0)
