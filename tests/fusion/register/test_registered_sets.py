"""Sets that are registered stay untouched, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from fusion.frames.matching import MatchingFrames
from fusion.register.stack import register

PAIRS = Path("../shared/data/pairs")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["mfiwhu30", "nyud20"])
def test_nothing_is_moved_or_brightened_in_a_registered_set(name: str) -> None:
    for first in sorted((PAIRS / name).glob("*_A.*")):
        pair = [first, first.with_name(first.name.replace("_A", "_B"))]
        assert register(MatchingFrames(pair)).is_identity, first.name
