"""A short piece of ``python -m tests.fusion.files.fuzz_structures``, and what it found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.fusion.files import structures
from tests.fusion.files.fuzz_structures import made, outcome, seeds

SEEDS_THEN = 98
FOUND = (3027828, 36968, 27516, 158264, 111781, 238005, 277, 865, 1077, 1649, 3233, 8893)
"""Cases that once gave something else: offsets of a BigTIFF beyond any index, XMP nested thousands deep,
transforms with fields of another type or out of range."""


@pytest.mark.parametrize("number", FOUND)
def test_what_the_fuzzer_found_stays_mended(number: int, tmp_path: Path) -> None:
    assert outcome(number, tmp_path, SEEDS_THEN) in ("read", "refused")


@pytest.mark.parametrize("first", range(5_000_000, 5_000_400, 40))
def test_damage_within_structures_is_read_or_refused(first: int, tmp_path: Path) -> None:
    for number in range(first, first + 20):
        assert outcome(number, tmp_path) in ("read", "refused"), number


def test_a_case_is_made_again_from_its_number() -> None:
    assert made(4711) == made(4711)


@pytest.mark.parametrize("suffix", structures.PARTS)
def test_containers_are_taken_apart_and_put_together_again(suffix: str) -> None:
    for ending, content in seeds():
        if ending == suffix and not (suffix == ".jxl" and content.startswith(b"\xff\x0a")):
            parts = structures.PARTS[suffix](content)
            again = b"".join(part.joined(part.head, part.body) for part in parts)
            assert abs(len(again) - len(content)) < 16
            assert structures.damaged(suffix, content, np.random.default_rng(1)) is not None
