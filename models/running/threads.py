"""How many threads the program works with on the processor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_most: ContextVar[int | None] = ContextVar("most", default=None)

VARIABLE = "PARFOCAL_THREADS"
MOST_THREADS = 512
"""More than any processor that the program is meant for has cores."""


def thread_count() -> int:
    """One thread for each core, or as many as the environment variable ``PARFOCAL_THREADS`` says.

    Returns
    -------
    int
        From 1 to 512, and no more than ``at_most_threads`` allows. A value of the variable that is no
        such number counts as none; the command line refuses it.

    Examples
    --------
    >>> os.environ["PARFOCAL_THREADS"] = "3"
    >>> thread_count()
    3
    >>> os.environ["PARFOCAL_THREADS"] = "0"
    >>> thread_count() == os.cpu_count()
    True
    >>> del os.environ["PARFOCAL_THREADS"]
    """
    wanted, most = os.environ.get(VARIABLE, ""), _most.get()
    count = int(wanted) if is_thread_count(wanted) else min(os.cpu_count() or 1, MOST_THREADS)
    return count if most is None else min(count, most)


@contextmanager
def at_most_threads(count: int) -> Iterator[None]:
    """Within, this thread works with so many threads at most: what nobody waits for leaves the others to
    what somebody does.

    Parameters
    ----------
    count
        1 or more.

    Examples
    --------
    >>> with at_most_threads(1):
    ...     thread_count()
    1
    """
    token = _most.set(count)
    try:
        yield
    finally:
        _most.reset(token)


def with_as_many_threads(work: Callable[P, R]) -> Callable[P, R]:
    """``work`` for another thread, with as many threads at most as this one may have.

    Parameters
    ----------
    work
        Any function.

    Returns
    -------
    Callable
        The same function under this thread's limit.

    Examples
    --------
    >>> with at_most_threads(1):
    ...     work = with_as_many_threads(thread_count)
    >>> work()
    1
    """
    most = _most.get()

    def limited(*values: P.args, **named: P.kwargs) -> R:
        token = _most.set(most)
        try:
            return work(*values, **named)
        finally:
            _most.reset(token)

    return limited


def is_thread_count(text: str) -> bool:
    """Whether a value of the variable is a whole number from 1 to 512."""
    return text.isdecimal() and len(text) < 10 and 1 <= int(text) <= MOST_THREADS
