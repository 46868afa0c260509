"""A decision and its frames give the result's pixels again, whole or for any rectangle, bit for bit."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fusion import FusionResult, FusionSettings, MatchingFrames, fuse, methods, render
from tests.made import focus_stack

DECIDING = [name for name, method in methods().items() if method.kind == "decision"]
CASES = [
    (name, count, kind)
    for name in DECIDING
    for count in (2, 7)
    for kind in (np.uint8, np.uint16)
    if name != "sesf-published" or (count, kind) == (2, np.uint8)
]
HEIGHT, WIDTH = 150, 290


@cache
def fused(name: str, count: int, kind: type) -> tuple[FusionResult, MatchingFrames]:
    stack, _ = focus_stack(count, HEIGHT, WIDTH)
    frames = [(frame * kind(257 if kind == np.uint16 else 1)).astype(kind) for frame in stack]
    return fuse(frames, FusionSettings(name, device="cpu")), MatchingFrames(frames)


def spans(size: int) -> st.SearchStrategy[slice]:
    ends = st.tuples(st.integers(0, size), st.integers(0, size)).filter(lambda pair: pair[0] != pair[1])
    return ends.map(lambda pair: slice(min(pair), max(pair)))


@pytest.mark.parametrize(("name", "count", "kind"), CASES)
def test_the_whole_picture_comes_again(name: str, count: int, kind: type) -> None:
    result, frames = fused(name, count, kind)
    assert result.decision is not None
    assert np.array_equal(render(frames, result.decision), result.photo.pixels)


@pytest.mark.parametrize(("name", "count", "kind"), CASES)
@settings(max_examples=15)
@given(rows=spans(HEIGHT), columns=spans(WIDTH))
def test_any_rectangle_comes_again(
    name: str, count: int, kind: type, rows: slice, columns: slice
) -> None:
    result, frames = fused(name, count, kind)
    assert result.decision is not None
    part = render(frames, result.decision, (rows, columns))
    assert part.dtype == kind
    assert np.array_equal(part, result.photo.pixels[rows, columns])


def test_frames_in_files_render_as_frames_in_memory() -> None:
    result, frames = fused("sesf", 7, np.uint8)
    spilled = MatchingFrames(list(frames), budget=0)
    assert result.decision is not None
    assert np.array_equal(render(spilled, result.decision), result.photo.pixels)
