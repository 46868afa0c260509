"""How many threads the program works with on the processor."""

from __future__ import annotations

import os

VARIABLE = "PARFOCAL_THREADS"
MOST_THREADS = 512
"""More than any processor that the program is meant for has cores."""


def thread_count() -> int:
    """One thread for each core, or as many as the environment variable ``PARFOCAL_THREADS`` says.

    Returns
    -------
    int
        From 1 to 512. A value of the variable that is no such number counts as none; the command line
        refuses it.

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
    wanted = os.environ.get(VARIABLE, "")
    return int(wanted) if is_thread_count(wanted) else min(os.cpu_count() or 1, MOST_THREADS)


def is_thread_count(text: str) -> bool:
    """Whether a value of the variable is a whole number from 1 to 512."""
    return text.isdecimal() and len(text) < 10 and 1 <= int(text) <= MOST_THREADS
