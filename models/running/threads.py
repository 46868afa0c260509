"""How many threads the program works with on the processor."""

from __future__ import annotations

import os


def thread_count() -> int:
    """One thread for each core, or as many as the environment variable ``PARFOCAL_THREADS`` says.

    Returns
    -------
    int
        At least 1. A value of the variable that is no whole number counts as none.

    Examples
    --------
    >>> os.environ["PARFOCAL_THREADS"] = "3"
    >>> thread_count()
    3
    >>> os.environ["PARFOCAL_THREADS"] = "many"
    >>> thread_count() == os.cpu_count()
    True
    >>> del os.environ["PARFOCAL_THREADS"]
    """
    wanted = os.environ.get("PARFOCAL_THREADS", "")
    return max(1, int(wanted)) if wanted.isdecimal() else os.cpu_count() or 1
