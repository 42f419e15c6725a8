"""What makes pictures, and the demo's ledger."""

import importlib.util
import os

import pytest


@pytest.fixture
def engine() -> None:
    """Skip, and say so, where what makes pictures is missing."""
    missing_extra()


def missing_extra() -> None:
    """Skip, and say so, where the extra is missing; under CI=true that is a failure."""
    if not importlib.util.find_spec("vl_convert"):
        told = "no vl_convert: pip install 'sayso[report]'"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(told)
