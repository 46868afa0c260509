"""The bands or filters of a slow metric side by side, on as many threads as this process may use."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from fusion.metrics.arrays import Pulse

Item = TypeVar("Item")
Value = TypeVar("Value")


def side_by_side(work: Callable[[Item], Value], items: Iterable[Item], pulse: Pulse) -> Iterator[Value]:
    """``work`` of each item, in the order of the items, so that sums do not depend on the threads.

    ``pulse`` is called in this thread before each; when it raises, items not yet begun are dropped.
    """
    threads = thread_count()
    if threads == 1:
        for item in items:
            pulse()
            yield work(item)
        return
    pool = ThreadPoolExecutor(threads)
    try:
        for future in [pool.submit(work, item) for item in items]:
            pulse()
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def thread_count() -> int:
    """A thread a core, or as many as the environment variable ``PARFOCAL_THREADS`` says."""
    wanted = os.environ.get("PARFOCAL_THREADS", "")
    return max(1, int(wanted)) if wanted.isdecimal() else os.cpu_count() or 1


def row_bands(rows: int, step: int) -> Iterator[slice]:
    """Bands of ``step`` rows, the last one perhaps smaller."""
    return (slice(top, min(top + step, rows)) for top in range(0, rows, step))
