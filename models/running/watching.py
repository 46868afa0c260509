"""Slow work of libraries is waited for with a look, now and then, whether it is still wanted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Watch = Callable[[], None]
WAIT_S = 0.05
"""Between two looks."""

_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)
_looked: ContextVar[float] = ContextVar("looked", default=0.0)


@contextmanager
def watched_by(watch: Watch) -> Iterator[None]:
    """Within, this thread calls ``watch`` while it waits for slow work; what it raises stops the work.

    Examples
    --------
    >>> def refuse() -> None:
    ...     raise InterruptedError("no longer wanted")
    >>> with watched_by(refuse):
    ...     in_background(lambda: time.sleep(1))
    Traceback (most recent call last):
    InterruptedError: no longer wanted
    """
    token = _watch.set(watch)
    _looked.set(0.0)
    try:
        yield
    finally:
        _watch.reset(token)


def look() -> None:
    """Call what watches over this thread, unless that was a moment ago."""
    watch, now = _watch.get(), time.monotonic()
    if watch is not None and now - _looked.get() >= WAIT_S:
        _looked.set(now)
        watch()


def wait_for(future: Future[T]) -> T:
    """The result of a future, or its error; with looks while it is not there."""
    while True:
        look()
        try:
            return future.result(WAIT_S)
        except TimeoutError:
            if future.done():  # the work's own error
                return future.result()


def in_background(work: Callable[[], T]) -> T:
    """The result of ``work`` in a thread of its own; where it is no longer wanted it goes on there."""
    pool = ThreadPoolExecutor(1)
    future = pool.submit(work)
    pool.shutdown(wait=False)
    return wait_for(future)
