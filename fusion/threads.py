"""Bands of rows: the work on large pictures is done a few rows at a time, a thread a core.

What a band needs beside the picture stays in the processor's cache, so no step holds a full-size copy
in floating point, and no step waits for memory more than it must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from models.running.threads import thread_count
from models.running.watching import look, wait_for

PIXELS = 1 << 18
"""About so many pixels make a band: a megabyte of float32."""

T = TypeVar("T")
R = TypeVar("R")


def row_bands(height: int, width: int, pixels: int = PIXELS) -> list[slice]:
    """Rows 0 to ``height`` in bands of about ``pixels`` pixels, 16 rows at least.

    Examples
    --------
    >>> row_bands(40, 100, pixels=2000)
    [slice(0, 20, None), slice(20, 40, None)]
    """
    rows = max(16, pixels // max(width, 1))
    return [slice(top, min(top + rows, height)) for top in range(0, height, rows)]


def with_halo(rows: slice, halo: int, height: int) -> tuple[slice, slice]:
    """The band with up to ``halo`` more rows on either side, and the band's rows in that."""
    top, bottom = max(rows.start - halo, 0), min(rows.stop + halo, height)
    return slice(top, bottom), slice(rows.start - top, rows.stop - top)


def in_threads(work: Callable[[T], R], parts: Iterable[T]) -> list[R]:
    """The results of ``work`` for every part, several at a time; the first error is raised."""
    parts = list(parts)
    count = min(thread_count(), len(parts))
    if count <= 1:
        return [worked(work, part) for part in parts]
    with ThreadPoolExecutor(count) as pool:
        coming = [pool.submit(work, part) for part in parts]
        try:
            return [wait_for(future) for future in coming]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def worked(work: Callable[[T], R], part: T) -> R:
    """The result of ``work`` for a part, after a look whether it is still wanted."""
    look()
    return work(part)


def over_bands(work: Callable[[slice], None], height: int, width: int) -> None:
    """Call ``work`` with every band of a picture, several at a time."""
    in_threads(work, row_bands(height, width))
